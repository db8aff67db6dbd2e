package recycle

import (
	"bytes"
	"crypto/sha256"
	"database/sql"
	"encoding/binary"
	"math"
	"slices"
	"strings"
)

// digest is the encoding that hashes of records are taken of: every text and every list with its length before it, in one fixed
// order, so that no two records have the same one. It is no JSON because each pickup is hashed twice when it comes in.
type digest []byte

func (d digest) number(n int64) digest { return binary.AppendVarint(d, n) }

func (d digest) float(v sql.Null[float64]) digest {
	if !v.Valid {
		return append(d, 0)
	}
	return binary.BigEndian.AppendUint64(append(d, 1), math.Float64bits(v.V))
}

// text appends a text of any named type.
func text[T ~string | ~[]byte](d digest, s T) digest {
	return append(binary.AppendUvarint(d, uint64(len(s))), s...)
}

// contentHash returns the SHA-256 of what the person entered: a retry has the same, whatever its envelope. Absent and empty lists are
// the same.
func (p *Pickup) contentHash() []byte { return p.contentWith(p.Papers) }

// IsWhole reports whether a stored pickup's content hash is that of its content. Papers may have come after it was logged: the hash
// is of as many of the first as there were then.
func (p *Pickup) IsWhole() bool {
	for n := range len(p.Papers) + 1 {
		if bytes.Equal(p.ContentHash, p.contentWith(p.Papers[:n])) {
			return true
		}
	}
	return false
}

func (p *Pickup) contentWith(papers []Paper) []byte {
	d := make(digest, 0, 1024)
	d = text(text(d, p.OrgID), p.ID)
	d = p.Record.digest(d)
	d = d.number(int64(len(p.Lines)))
	for i := range p.Lines {
		d = p.Lines[i].digest(d)
	}
	d = d.number(int64(len(p.Photos)))
	for _, h := range p.Photos {
		d = text(d, h)
	}
	sum := sha256.Sum256(papersDigest(d, papers))
	return sum[:]
}

// Hash returns the SHA-256 of the stored object, for the audit log: it changes with every change of the record.
func (p *Pickup) Hash() []byte {
	d := make(digest, 0, 512)
	d = text(d, p.ContentHash)
	d = text(text(d.number(int64(p.SentAt)).number(p.SkewMS), p.App), p.CollectorID)
	d = text(d.number(int64(p.ReceivedAt)), p.Day)
	d = text(text(text(text(d, p.State), p.Standing.Fix), p.StateReason), p.StateBy)
	d = text(text(d.number(int64(p.StateAt)), p.ReplacedBy), p.DuplicateOf)
	d = papersDigest(d, p.Papers)
	for i := range p.Papers {
		d = text(d, p.Papers[i].AddedBy).number(int64(p.Papers[i].AddedAt))
	}
	d = d.number(int64(len(p.Flags)))
	for _, f := range slices.SortedFunc(slices.Values(p.Flags), func(a, b Flag) int { return strings.Compare(a.Code, b.Code) }) { // as they are read back
		d = text(text(d, f.Code).number(f.Amount), f.Rules)
	}
	sum := sha256.Sum256(d)
	return sum[:]
}

func (r *Record) digest(d digest) digest {
	d = text(d, r.SiteID).number(int64(r.OccurredAt))
	d = d.float(r.Where.Lon).float(r.Where.Lat).float(r.Where.AccuracyM).float(r.Where.RawLon).float(r.Where.RawLat)
	d = text(text(d, r.Where.RawDatum), r.Note)
	d = text(text(text(text(d, r.Delivery), r.Trigger), r.Origin), r.SellerKind)
	d = text(text(text(text(d, r.VehicleOrgID), r.VehicleID), r.Replaces), r.DeviceID)
	return d.number(r.Seq)
}

func (l *Line) digest(d digest) digest {
	d = text(text(d.number(int64(l.N)), l.Category), l.Method)
	d = text(text(d.number(int64(l.Grams)).number(l.Pieces), l.Unit), l.Typed)
	return text(d.number(int64(l.UnitPrice)), l.PriceUnit).number(int64(l.Amount))
}

func papersDigest(d digest, papers []Paper) digest {
	d = d.number(int64(len(papers)))
	for i := range papers {
		p := &papers[i]
		picture := string(p.Photo)
		if p.SellerID != "" { // a hash has no "@": papers from before there were sellers keep their digest
			picture += "@" + string(p.SellerID)
		}
		d = text(text(text(d.number(int64(p.N)), p.Kind), p.Number), picture)
	}
	return d
}
