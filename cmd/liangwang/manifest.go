package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"liangwang/internal/recycle"
)

// manifest says what a backup holds.
type manifest struct {
	Format   int           `json:"format"`
	Program  string        `json:"program"`
	At       time.Time     `json:"at"`
	Schema   int64         `json:"schema"`
	Database backupFile    `json:"database"`
	Audit    []auditHead   `json:"audit"` // the ends of the chains
	Lines    int64         `json:"lines"` // that the totals count
	Grams    recycle.Grams `json:"grams"`
	Blobs    []backupFile  `json:"blobs"`
	Damaged  []string      `json:"damaged"` // blobs of which the content is no longer what their name says; they are not in the backup
}

// backupFile is one file, by its path in the backup.
type backupFile struct {
	Path   string `json:"path"`
	Bytes  int64  `json:"bytes"`
	SHA256 string `json:"sha256"`
}

func writeManifest(dir string, m manifest) error {
	text, err := json.MarshalIndent(m, "", " ")
	if err != nil {
		return err
	}
	temp := filepath.Join(dir, unfinished+manifestName)
	if err := writeSynced(temp, append(text, '\n')); err != nil {
		return err
	}
	if err := syncDir(dir); err != nil { // the database's name, before the manifest that speaks of it
		return err
	}
	return errors.Join(os.Rename(temp, filepath.Join(dir, manifestName)), syncDir(dir))
}

// readManifest reads the manifest of a backup and refuses one whose paths lead elsewhere.
func readManifest(dir string) (m manifest, err error) {
	text, err := os.ReadFile(filepath.Join(dir, manifestName))
	if errors.Is(err, fs.ErrNotExist) {
		return m, fmt.Errorf("%s has no %s: it is no finished backup", dir, manifestName)
	}
	if err != nil {
		return m, err
	}
	if err := json.Unmarshal(text, &m); err != nil {
		return m, fmt.Errorf("%s: %w", manifestName, err)
	}
	if m.Format != manifestFormat {
		return m, fmt.Errorf("%s has format %d; this program knows %d", manifestName, m.Format, manifestFormat)
	}
	if !isDatabase.MatchString(m.Database.Path) {
		return m, fmt.Errorf("%s names no database", manifestName)
	}
	for _, b := range m.Blobs {
		if !isHash.MatchString(b.SHA256) || b.Path != "blobs/"+b.SHA256[:2]+"/"+b.SHA256 {
			return m, fmt.Errorf("%s names a file that is none of a backup", manifestName)
		}
	}
	return m, nil
}
