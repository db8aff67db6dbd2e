package keys

import (
	"bytes"
	"crypto/rand"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"

	"liangwang/internal/recycle"
)

// The files of a ring, and the lines of the second: organisation, person, the wrapped key.
const (
	masterName = "master"
	peopleName = "people"
	idChars    = 36
	keyAt      = 2*idChars + 2
	keyChars   = 80 // base64 of nonce, key and tag
	lineBytes  = keyAt + keyChars + 1
)

var grave = strings.Repeat("-", keyChars)

// Ring is the keys of a data directory. Several programs may use one beside each other.
type Ring struct {
	dir string

	mu     sync.Mutex
	master []byte                      // nil until there is one
	lines  map[recycle.SellerRef]int64 // where the last line of each person begins
	read   int64                       // bytes of the file that lines knows
}

// Open reads the keys in a folder, which may be absent: then there are none yet. It makes nothing.
func Open(dir string) (*Ring, error) {
	r := &Ring{dir: dir, lines: map[recycle.SellerRef]int64{}}
	r.mu.Lock()
	defer r.mu.Unlock()
	if err := r.readMaster(); err != nil {
		return nil, err
	}
	return r, r.catchUp()
}

// Fingerprint returns what tells the master key from another, or "" if there is none.
func (r *Ring) Fingerprint() (string, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if err := r.readMaster(); err != nil || r.master == nil {
		return "", err
	}
	return fingerprint(r.master), nil
}

// Begin makes the master key if there is none. Only who knows that the database has none either may call it.
func (r *Ring) Begin() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if err := r.readMaster(); err != nil || r.master != nil {
		return err
	}
	master := make([]byte, keyBytes)
	_, _ = rand.Read(master) // never fails (crypto/rand)
	if err := os.MkdirAll(r.dir, 0o700); err != nil {
		return fmt.Errorf("keys: %w", err)
	}
	temp, err := os.CreateTemp(r.dir, ".master-*") // 0600
	if err != nil {
		return fmt.Errorf("keys: %w", err)
	}
	_, err = temp.WriteString(hex.EncodeToString(master) + "\n")
	err = errors.Join(err, temp.Sync(), temp.Close())
	if err == nil {
		err = os.Link(temp.Name(), filepath.Join(r.dir, masterName)) // fails if another program was first
	}
	err = errors.Join(err, os.Remove(temp.Name()), syncDir(r.dir), syncDir(filepath.Dir(r.dir)))
	if err != nil {
		return fmt.Errorf("keys: %w", err)
	}
	r.master = master
	return nil
}

// New makes the key of a person and returns when it is on the disk; one that the person has is returned again. A destroyed one is
// ErrDestroyed.
func (r *Ring) New(of recycle.SellerRef) (Key, error) {
	k, err := r.Key(of)
	if !errors.Is(err, ErrMissing) {
		return k, err
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.master == nil {
		return Key{}, ErrMissing
	}
	_, _ = rand.Read(k[:]) // never fails (crypto/rand)
	wrapped, err := seal(derive(r.master, "wrap"), k[:], about(of))
	if err != nil {
		return Key{}, err
	}
	return k, r.add(of, base64.StdEncoding.EncodeToString(wrapped))
}

// Key returns the key of a person, ErrMissing or ErrDestroyed.
func (r *Ring) Key(of recycle.SellerRef) (Key, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if err := errors.Join(r.readMaster(), r.catchUp()); err != nil {
		return Key{}, err
	}
	at, known := r.lines[of]
	if !known {
		return Key{}, ErrMissing
	}
	line, err := r.line(at)
	switch {
	case err != nil:
		return Key{}, err
	case line == grave:
		return Key{}, ErrDestroyed
	case r.master == nil:
		return Key{}, ErrMissing
	}
	wrapped, err := base64.StdEncoding.DecodeString(line)
	if err != nil {
		return Key{}, fmt.Errorf("keys: a damaged line: %w", ErrMissing)
	}
	plain, err := open(derive(r.master, "wrap"), wrapped, about(of))
	if err != nil || len(plain) != keyBytes {
		return Key{}, fmt.Errorf("keys: a damaged line: %w", ErrMissing)
	}
	return Key(plain), nil
}

// Mac returns the keyed hash of a text in hexadecimal: equal for equal texts, and nothing to guess by without the master key.
func (r *Ring) Mac(text string) (string, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if err := r.readMaster(); err != nil {
		return "", err
	}
	if r.master == nil {
		return "", ErrMissing
	}
	return hex.EncodeToString(sum(derive(r.master, "search"), []byte(text))), nil
}

// Destroy overwrites the key of a person, and remembers their id. It returns when that is on the disk; twice is harmless.
func (r *Ring) Destroy(of recycle.SellerRef) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if err := r.catchUp(); err != nil {
		return err
	}
	at, known := r.lines[of]
	if !known {
		return r.add(of, grave)
	}
	f, err := os.OpenFile(filepath.Join(r.dir, peopleName), os.O_RDWR, 0)
	if err != nil {
		return fmt.Errorf("keys: %w", err)
	}
	_, err = f.WriteAt([]byte(grave), at+keyAt)
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return fmt.Errorf("keys: %w", err)
	}
	return nil
}

// Graves returns whose keys were destroyed.
func (r *Ring) Graves() (list []recycle.SellerRef, err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if err := r.catchUp(); err != nil {
		return nil, err
	}
	for of, at := range r.lines {
		line, err := r.line(at)
		if err != nil {
			return nil, err
		}
		if line == grave {
			list = append(list, of)
		}
	}
	return list, nil
}

// add appends a line. A line that was cut off by a power cut was told to nobody, and goes.
func (r *Ring) add(of recycle.SellerRef, key string) error {
	if len(of.Org) != idChars || len(of.ID) != idChars || len(key) != keyChars {
		return errors.New("keys: an id or key of another length")
	}
	_, serr := os.Stat(filepath.Join(r.dir, peopleName))
	if err := os.MkdirAll(r.dir, 0o700); err != nil {
		return fmt.Errorf("keys: %w", err)
	}
	f, err := os.OpenFile(filepath.Join(r.dir, peopleName), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return fmt.Errorf("keys: %w", err)
	}
	err = syscall.Flock(int(f.Fd()), syscall.LOCK_EX) // until it is closed
	at := int64(0)
	if err == nil {
		at, err = f.Seek(0, io.SeekEnd)
		at -= at % lineBytes
	}
	if err == nil {
		_, err = f.WriteAt([]byte(string(of.Org)+" "+string(of.ID)+" "+key+"\n"), at)
	}
	if err = errors.Join(err, f.Sync(), f.Close()); err == nil && errors.Is(serr, fs.ErrNotExist) {
		err = errors.Join(syncDir(r.dir), syncDir(filepath.Dir(r.dir)))
	}
	if err != nil {
		return fmt.Errorf("keys: %w", err)
	}
	r.lines[of] = at
	return nil
}

// catchUp reads the lines that were added since it was called last, by this program or another.
func (r *Ring) catchUp() error {
	f, err := os.Open(filepath.Join(r.dir, peopleName))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("keys: %w", err)
	}
	defer func() { _ = f.Close() }() // it was only read
	rest, err := io.ReadAll(io.NewSectionReader(f, r.read, 1<<40))
	if err != nil {
		return fmt.Errorf("keys: %w", err)
	}
	for ; len(rest) >= lineBytes; rest, r.read = rest[lineBytes:], r.read+lineBytes {
		if org, id, ok := refOf(rest[:lineBytes]); ok {
			r.lines[recycle.SellerRef{Org: recycle.OrgID(org), ID: recycle.SellerID(id)}] = r.read
		}
	}
	return nil
}

// line returns the wrapped key that begins a line's third column.
func (r *Ring) line(at int64) (string, error) {
	f, err := os.Open(filepath.Join(r.dir, peopleName))
	if err != nil {
		return "", fmt.Errorf("keys: %w", err)
	}
	defer func() { _ = f.Close() }() // it was only read
	text := make([]byte, keyChars)
	if _, err := f.ReadAt(text, at+keyAt); err != nil {
		return "", fmt.Errorf("keys: %w", err)
	}
	return string(text), nil
}

func refOf(line []byte) (org, id string, ok bool) {
	parts := strings.Split(string(line[:keyAt]), " ")
	ok = len(parts) == 3 && recycle.IsID(parts[0]) && recycle.IsID(parts[1]) && line[lineBytes-1] == '\n'
	if !ok {
		return "", "", false
	}
	return parts[0], parts[1], true
}

// readMaster reads the master key once there is one; another program may have made it.
func (r *Ring) readMaster() error {
	if r.master != nil {
		return nil
	}
	text, err := os.ReadFile(filepath.Join(r.dir, masterName))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("keys: %w", err)
	}
	master, err := hex.DecodeString(string(bytes.TrimSpace(text)))
	if err != nil || len(master) != keyBytes {
		return errors.New("keys: the file of the master key is damaged")
	}
	r.master = master
	return nil
}

func about(of recycle.SellerRef) []byte { return []byte(string(of.Org) + " " + string(of.ID)) }

func syncDir(dir string) error {
	f, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}
