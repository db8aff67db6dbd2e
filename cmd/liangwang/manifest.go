package main

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"

	"liangwang/internal/recycle"
	"liangwang/internal/store"
)

// What the folder of backups consists of. A manifest is written last and names the rest by hash: a folder without one holds no backup
// yet. The newest is manifest.json; the older ones that are kept have the time in their names. Blobs are shared: the same name is the
// same content.
const (
	manifestName   = "manifest.json"
	manifestFormat = 1
	unfinished     = ".new-" // begins the names of files that are being written
	sealedEnd      = ".age"  // ends the names of encrypted files
	stampLayout    = "20060102T150405.000Z"
)

var (
	isHash     = regexp.MustCompile(`^[0-9a-f]{64}$`)
	isDatabase = regexp.MustCompile(`^liangwang-[0-9a-f]{16}\.db(\.age)?$`)
	isOlder    = regexp.MustCompile(`^manifest-\d{8}T\d{6}\.\d{3}Z\.json$`)
)

// manifest says what a backup holds.
type manifest struct {
	Format    int              `json:"format"`
	Program   string           `json:"program"`
	At        time.Time        `json:"at"` // everything acknowledged before it is in the backup
	Schema    int64            `json:"schema"`
	Epoch     string           `json:"epoch"`
	Recipient string           `json:"recipient,omitempty"` // whom the files are encrypted to; "": they are in clear
	Database  backupFile       `json:"database"`
	Audit     []auditHead      `json:"audit"` // the ends of the chains
	Lines     int64            `json:"lines"` // that the totals count
	Grams     recycle.Grams    `json:"grams"`
	Counts    map[string]int64 `json:"counts"` // rows by table
	Blobs     []backupFile     `json:"blobs"`
	Damaged   []string         `json:"damaged"` // blobs of which the content is no longer what their name says; they are not in the backup
	Sum       string           `json:"sum"`     // of all the above
}

// sum returns what Sum must be: the SHA-256 of the manifest without it.
func (m manifest) sum() (string, error) {
	m.Sum = ""
	text, err := json.Marshal(m)
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:]), nil
}

// backupFile is one file, by its path in the folder.
type backupFile struct {
	Path   string `json:"path"`
	Bytes  int64  `json:"bytes"` // of the content
	SHA256 string `json:"sha256"`
	Sealed string `json:"sealed,omitempty"` // SHA-256 of the encrypted file
}

// blobPath is where the blob with this hash lies in a folder of backups.
func blobPath(hash string, sealed bool) string {
	path := "blobs/" + hash[:2] + "/" + hash
	if sealed {
		path += sealedEnd
	}
	return path
}

// older is the name of a manifest when a newer one takes its place.
func (m manifest) older() string { return "manifest-" + m.At.UTC().Format(stampLayout) + ".json" }

// writeManifest makes m the newest backup of a folder; the one before stays under a name with its time.
func writeManifest(dir string, m manifest) (err error) {
	if m.Sum, err = m.sum(); err != nil {
		return err
	}
	text, err := json.MarshalIndent(m, "", " ")
	if err != nil {
		return err
	}
	temp, newest := filepath.Join(dir, unfinished+manifestName), filepath.Join(dir, manifestName)
	if err := writeSynced(temp, append(text, '\n')); err != nil {
		return err
	}
	switch before, _, err := readManifest(dir); {
	case err == nil:
		if err := os.Link(newest, filepath.Join(dir, before.older())); err != nil && !errors.Is(err, fs.ErrExist) {
			return keepByCopy(newest, filepath.Join(dir, before.older()))
		}
	case !errors.Is(err, errNoBackup):
		return err
	}
	if err := syncDir(dir); err != nil { // the database's name, before the manifest that speaks of it
		return err
	}
	return errors.Join(os.Rename(temp, newest), syncDir(dir))
}

// keepByCopy is for file systems that know no links.
func keepByCopy(from, to string) error {
	text, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	return writeSynced(to, text)
}

var errNoBackup = errors.New("it is no finished backup")

// readManifest reads the newest manifest of a folder, or an older one if from is its file, and refuses one whose paths lead elsewhere.
// dir is the folder.
func readManifest(from string) (m manifest, dir string, err error) {
	dir, name := from, manifestName
	if info, err := os.Stat(from); err == nil && !info.IsDir() {
		dir, name = filepath.Split(filepath.Clean(from))
	}
	text, err := os.ReadFile(filepath.Join(dir, name))
	if errors.Is(err, fs.ErrNotExist) {
		return m, dir, fmt.Errorf("%s has no %s: %w", dir, name, errNoBackup)
	}
	if err != nil {
		return m, dir, err
	}
	if err := json.Unmarshal(text, &m); err != nil {
		return m, dir, fmt.Errorf("%s: %w", name, err)
	}
	return m, dir, m.check(name)
}

func (m manifest) check(name string) error {
	sealed := m.Recipient != ""
	if m.Format != manifestFormat {
		return fmt.Errorf("%s has format %d; this program knows %d", name, m.Format, manifestFormat)
	}
	if sum, err := m.sum(); err != nil || sum != m.Sum {
		return errors.Join(fmt.Errorf("%s is damaged: its content is not what its sum says", name), err)
	}
	if !isDatabase.MatchString(m.Database.Path) || strings.HasSuffix(m.Database.Path, sealedEnd) != sealed {
		return fmt.Errorf("%s names no database", name)
	}
	for _, b := range m.Blobs {
		if !isHash.MatchString(b.SHA256) || b.Path != blobPath(b.SHA256, sealed) {
			return fmt.Errorf("%s names a file that is none of a backup", name)
		}
	}
	return nil
}

// enterBackup makes the folder, or makes sure that it is empty or holds backups, and holds it: two backups at once would tread on each
// other.
func enterBackup(dir string) (lock *store.DirLock, err error) {
	if lock, err = store.LockDir(dir, "backup"); err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, lock.Release())
		}
	}()
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	ours := []string{manifestName, erasedName, store.LockName, "blobs", "lost+found"}
	for _, e := range entries {
		switch name := e.Name(); {
		case strings.HasPrefix(name, unfinished): // of a backup that was cut off
			if err := os.Remove(filepath.Join(dir, name)); err != nil {
				return nil, err
			}
		case !slices.Contains(ours, name) && !isOlder.MatchString(name) && !isDatabase.MatchString(name):
			return nil, fmt.Errorf("%s holds %s, which is of no backup: give an empty folder", dir, name)
		}
	}
	return lock, os.Chmod(dir, 0o700)
}

// prune removes the manifests of a folder but the newest keep, and every database and blob that none of those names.
func prune(dir string, keep int) error {
	newest, _, err := readManifest(dir)
	if err != nil {
		return err
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		return err
	}
	kept := []manifest{newest}
	for _, e := range slices.Backward(entries) { // the newest first
		if !isOlder.MatchString(e.Name()) {
			continue
		}
		if e.Name() == newest.older() || len(kept) >= max(keep, 1) {
			if err := os.Remove(filepath.Join(dir, e.Name())); err != nil {
				return err
			}
			continue
		}
		m, _, err := readManifest(filepath.Join(dir, e.Name()))
		if err != nil {
			return err
		}
		kept = append(kept, m)
	}
	if err := syncDir(dir); err != nil { // no manifest may outlive what it names
		return err
	}
	named := map[string]bool{}
	for _, m := range kept {
		named[m.Database.Path] = true
		for _, b := range m.Blobs {
			named[b.Path] = true
		}
	}
	for _, e := range entries {
		if isDatabase.MatchString(e.Name()) && !named[e.Name()] {
			err = errors.Join(err, os.Remove(filepath.Join(dir, e.Name())))
		}
	}
	return errors.Join(err, filepath.WalkDir(filepath.Join(dir, "blobs"), func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		name, err := filepath.Rel(dir, path)
		if err != nil || named[filepath.ToSlash(name)] {
			return err
		}
		return os.Remove(path)
	}))
}
