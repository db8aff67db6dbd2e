package recycle

import (
	"bytes"
	"crypto/sha256"
	"fmt"
)

// Entry is one link of an organisation's audit chain. Entries are added and never changed: each sum covers the one before,
// so whoever alters or removes one must recompute all that follow and the head.
type Entry struct {
	OrgID      OrgID `gorm:"primaryKey"`
	Seq        int64 `gorm:"primaryKey;autoIncrement:false"` // from 1, without a gap
	At         Instant
	PersonID   PersonID // who; empty for the command line and jobs
	Action     string   // "pickup.log"
	ObjectID   string
	ObjectHash []byte // SHA-256 of the object after the change, so that records can be checked against the log
	Body       []byte // JSON of what was done, without personal data
	Sum        []byte // SHA-256
}

// TableName implements gorm's schema.Tabler.
func (Entry) TableName() string { return "audit_entries" }

// SumAfter returns sha256(prev || entry). The entry's encoding quotes its texts, so that no two entries have the same one.
func (e *Entry) SumAfter(prev []byte) []byte {
	h := sha256.New()
	h.Write(prev)
	fmt.Fprintf(h, "%q %d %d %q %q %q %x %q", e.OrgID, e.Seq, e.At, e.PersonID, e.Action, e.ObjectID, e.ObjectHash, e.Body)
	return h.Sum(nil)
}

// Chain checks an organisation's entries one after the other, so that a chain of any length is verified in pages.
type Chain struct {
	seq int64
	sum []byte
}

// Next reports whether e follows from the entry before it.
func (c *Chain) Next(e *Entry) error {
	if e.Seq != c.seq+1 || !bytes.Equal(e.Sum, e.SumAfter(c.sum)) {
		return fmt.Errorf("recycle: audit chain of %s breaks at entry %d", e.OrgID, c.seq+1)
	}
	c.seq, c.sum = e.Seq, e.Sum
	return nil
}

// End reports whether the last entry is the head's.
func (c *Chain) End(seq int64, sum []byte) error {
	if c.seq != seq || !bytes.Equal(c.sum, sum) {
		return fmt.Errorf("recycle: audit chain ends at entry %d, its head says %d", c.seq, seq)
	}
	return nil
}
