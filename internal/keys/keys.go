// Package keys keeps a key for each person whose ID number is stored (密钥), in files of their own beside the database: who has the
// one has nothing without the other.
//
//	master  主密钥  made once, at the first person; it wraps the keys of persons and makes the hashes by which numbers are found
//	key     个人密钥  of one person: their number is encrypted with it, their record signed with it
//	grave   已销毁  what is left of a key that was destroyed: the person's id, so that a backup from before is erased again
//
// The file of keys is a list of lines of one length. A key is added behind and on the disk before anybody hears of it; a destroyed one
// is overwritten where it stands. A master key that is not there is never made anew while the database knows of one: what was encrypted
// would be lost unsaid.
package keys

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"

	"liangwang/internal/recycle"
)

var (
	// ErrMissing says that a key, or the master key, is not in the files.
	ErrMissing = &recycle.Error{Kind: recycle.Unavailable, Code: "keys.missing"}
	// ErrDestroyed says that a key was destroyed with what was known of its person.
	ErrDestroyed = errors.New("keys: destroyed")
)

const keyBytes = 32

// Key is a person's key.
type Key [keyBytes]byte

// Seal encrypts text with k (AES-256-GCM, a new nonce each time).
func (k Key) Seal(text string) ([]byte, error) {
	return seal(derive(k[:], "number"), []byte(text), nil)
}

// Open returns what was sealed with k, or an error if it was something else.
func (k Key) Open(sealed []byte) (string, error) {
	text, err := open(derive(k[:], "number"), sealed, nil)
	return string(text), err
}

// Sign returns the HMAC-SHA-256 of a record's digest with k: without k it says nothing of the record.
func (k Key) Sign(digest []byte) []byte { return sum(derive(k[:], "record"), digest) }

func derive(key []byte, purpose string) []byte { return sum(key, []byte("liangwang "+purpose)) }

func sum(key, text []byte) []byte {
	h := hmac.New(sha256.New, key)
	h.Write(text)
	return h.Sum(nil)
}

func seal(key, text, about []byte) ([]byte, error) {
	g, err := gcm(key)
	if err != nil {
		return nil, err
	}
	nonce := make([]byte, g.NonceSize())
	_, _ = rand.Read(nonce) // never fails (crypto/rand)
	return g.Seal(nonce, nonce, text, about), nil
}

func open(key, sealed, about []byte) ([]byte, error) {
	g, err := gcm(key)
	if err != nil {
		return nil, err
	}
	if len(sealed) < g.NonceSize() {
		return nil, errors.New("keys: what is to be decrypted is cut off")
	}
	text, err := g.Open(nil, sealed[:g.NonceSize()], sealed[g.NonceSize():], about)
	if err != nil {
		return nil, fmt.Errorf("keys: decrypt: %w", err)
	}
	return text, nil
}

func gcm(key []byte) (cipher.AEAD, error) {
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, fmt.Errorf("keys: %w", err)
	}
	return cipher.NewGCM(block)
}

// fingerprint tells master keys apart and says nothing of them.
func fingerprint(master []byte) string { return hex.EncodeToString(derive(master, "fingerprint")) }
