package recycle

import (
	"crypto/sha256"
	"encoding/json"
)

// Photo is a picture as stored: re-encoded, without EXIF. Its key is the hash of what was sent.
type Photo struct {
	OrgID      OrgID     `gorm:"primaryKey"`
	Hash       PhotoHash `gorm:"primaryKey"` // SHA-256 of the bytes as sent
	StoredHash PhotoHash // SHA-256 of the bytes as kept
	Type       string    // "image/jpeg"
	Bytes      int64     // as kept
	Width      int
	Height     int
	AuthorID   PersonID
	ReceivedAt Instant
	Authors    []PersonID `gorm:"-"` // everyone who sent it, in order
}

// ObjectHash returns the SHA-256 of the stored object, for the audit log.
func (p *Photo) ObjectHash() []byte {
	data, _ := json.Marshal(p) // a struct of texts and integers always encodes
	sum := sha256.Sum256(data)
	return sum[:]
}

// SentPhoto is a picture that somebody has sent: that somebody else has says nothing.
type SentPhoto struct {
	PersonID PersonID
	Hash     PhotoHash
}

// MaxPhotoBytes is the largest picture that is taken, as sent.
const MaxPhotoBytes = 12 << 20
