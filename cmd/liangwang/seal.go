package main

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"filippo.io/age"

	"liangwang/internal/store"
)

// envelope is how the files of a backup are written and read: as they are, or encrypted to a recipient (age). The hash of a file is
// always that of its content.
type envelope struct {
	recipient age.Recipient  // to write; nil: as it is
	opener    []age.Identity // to read; none: as it is
}

// parseRecipient reads "age1…"; "" is none.
func parseRecipient(text string) (envelope, error) {
	if text == "" {
		return envelope{}, nil
	}
	r, err := age.ParseX25519Recipient(text)
	if err != nil {
		return envelope{}, fmt.Errorf("an age recipient is expected, as age-keygen prints it (age1…): %w", err)
	}
	return envelope{recipient: r}, nil
}

var errSealed = errors.New("the backup is encrypted")

// openerOf returns how to read a backup: with the identities in a file, if it is encrypted.
func openerOf(m manifest, identity string) (envelope, error) {
	if m.Recipient == "" {
		return envelope{}, nil
	}
	if identity == "" {
		return envelope{}, fmt.Errorf("%w to %s: give the file of the identity (--identity)", errSealed, m.Recipient)
	}
	f, err := os.Open(identity)
	if err != nil {
		return envelope{}, err
	}
	defer func() { _ = f.Close() }() // it was only read
	ids, err := age.ParseIdentities(f)
	if err != nil {
		return envelope{}, fmt.Errorf("identity: %w", err)
	}
	return envelope{opener: ids}, nil
}

// copyHashed copies a file into a new one, readable by its owner alone, whose content must have the given SHA-256 (hexadecimal).
// What stands there afterwards is whole and on the disk. sealed is the hash of the new file if it is encrypted, n the length of the
// content.
func (e envelope) copyHashed(from, to, want string) (n int64, sealed string, err error) {
	in, err := os.Open(from)
	if err != nil {
		return 0, "", err
	}
	defer func() { _ = in.Close() }() // it was only read
	if err := store.MakeDir(filepath.Dir(to)); err != nil {
		return 0, "", err
	}
	out, err := os.CreateTemp(filepath.Dir(to), unfinished+"*") // 0600
	if err != nil {
		return 0, "", err
	}
	defer func() {
		if err != nil {
			_ = os.Remove(out.Name())
		}
	}()
	content, outside := sha256.New(), sha256.New()
	n, err = e.pour(io.MultiWriter(out, outside), in, content)
	if err = errors.Join(err, out.Sync(), out.Close()); err != nil {
		return 0, "", fmt.Errorf("%s: %w", from, err)
	}
	if hex.EncodeToString(content.Sum(nil)) != want {
		return 0, "", fmt.Errorf("%s: %w", from, errOtherContent)
	}
	if e.recipient != nil {
		sealed = hex.EncodeToString(outside.Sum(nil))
	}
	folder := filepath.Dir(to)
	return n, sealed, errors.Join(os.Rename(out.Name(), to), syncDir(folder), syncDir(filepath.Dir(folder))) // the folder may be new
}

// pour copies in to out through the envelope, and its content to hash as well.
func (e envelope) pour(out io.Writer, in io.Reader, hash io.Writer) (n int64, err error) {
	if len(e.opener) > 0 {
		if in, err = age.Decrypt(in, e.opener...); err != nil {
			return 0, err
		}
	}
	if e.recipient == nil {
		return io.Copy(io.MultiWriter(out, hash), in)
	}
	w, err := age.Encrypt(out, e.recipient)
	if err != nil {
		return 0, err
	}
	n, err = io.Copy(io.MultiWriter(w, hash), in)
	return n, errors.Join(err, w.Close())
}
