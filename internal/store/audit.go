package store

import (
	"context"

	"liangwang/internal/recycle"
)

// Audit keeps one hash chain per organisation.
type Audit struct {
	DB     *DB
	Signer Signer // nil: persons' records are not compared
}

// Signer signs the records of persons, each with the person's key.
type Signer interface {
	// SignSeller returns the HMAC of v's digest, and false if v's key is not here.
	SignSeller(v *recycle.Seller) (sum []byte, ok bool, err error)
}

const (
	takeHead = `INSERT INTO audit_heads (org_id, seq, sum) VALUES (?, 1, ?)
		ON CONFLICT (org_id) DO UPDATE SET seq = audit_heads.seq + 1 RETURNING seq, sum`
	insertEntry = `INSERT INTO audit_entries (org_id, seq, at, person_id, action, object_id, object_hash, body, sum)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`
	setHead = `UPDATE audit_heads SET sum = ? WHERE org_id = ?`

	// Of SQLite's one writer: nobody else can move a head that it has read, so it writes the last one of a group only.
	readHead = `SELECT seq, sum FROM audit_heads WHERE org_id = ?`
	putHead  = `INSERT INTO audit_heads (org_id, seq, sum) VALUES (?, ?, ?)
		ON CONFLICT (org_id) DO UPDATE SET seq = excluded.seq, sum = excluded.sum`
)

// AppendAudit links e to the end of its organisation's chain and sets e's place and sum. It comes last in its transaction: it
// locks the head, and whatever came after would make every other writer of the organisation wait. The head is taken by an upsert
// and not read first: two writers that read the same head would both add the same Seq, and one would fail.
func (s Audit) AppendAudit(ctx context.Context, e recycle.Entry) error {
	if err := s.DB.mayWrite(ctx, e.OrgID); err != nil {
		return err
	}
	if e.ObjectHash == nil {
		e.ObjectHash = []byte{}
	}
	if g, ok := ctx.Value(groupKey{}).(*groupTx); ok {
		return wrap("audit", s.appendInGroup(ctx, g, e))
	}
	var prev []byte
	if _, err := s.DB.row(ctx, takeHead, []any{string(e.OrgID), []byte{}}, &e.Seq, &prev); err != nil {
		return wrap("audit", err)
	}
	e.Sum = e.SumAfter(prev)
	if err := s.insertEntry(ctx, &e); err != nil {
		return wrap("audit", err)
	}
	return wrap("audit", s.DB.exec(ctx, setHead, e.Sum, string(e.OrgID)))
}

// appendInGroup links e to what the group has added to its chain so far. The head is written when the group is complete.
func (s Audit) appendInGroup(ctx context.Context, g *groupTx, e recycle.Entry) error {
	head, known := g.heads[e.OrgID]
	if !known {
		head.OrgID = e.OrgID
		if _, err := s.DB.row(ctx, readHead, []any{string(e.OrgID)}, &head.Seq, &head.Sum); err != nil {
			return err
		}
	}
	e.Seq, e.Sum = head.Seq+1, nil
	e.Sum = e.SumAfter(head.Sum)
	if err := s.insertEntry(ctx, &e); err != nil {
		return err
	}
	g.undo = append(g.undo, head)
	g.heads[e.OrgID] = AuditHead{e.OrgID, e.Seq, e.Sum}
	return nil
}

// writeHeads writes the ends of the chains that g added to.
func (g *groupTx) writeHeads() error {
	for _, h := range g.heads {
		if h.Seq == 0 { // of a closure that was rolled back
			continue
		}
		if err := g.hot.exec(putHead, string(h.OrgID), h.Seq, h.Sum); err != nil {
			return wrap("audit", err)
		}
	}
	return nil
}

func (s Audit) insertEntry(ctx context.Context, e *recycle.Entry) error {
	return s.DB.exec(ctx, insertEntry, string(e.OrgID), e.Seq, int64(e.At), string(e.PersonID), e.Action, e.ObjectID, e.ObjectHash,
		e.Body, e.Sum)
}

const auditPage = 1000

// VerifyAudit checks the chain of every organisation in pages, and returns how many entries it read, and the first break
// as an *AuditBreak. One that grows meanwhile is checked to the head that was read first.
func (s Audit) VerifyAudit(ctx context.Context) (entries int64, err error) {
	heads, err := s.AuditHeads(ctx)
	if err != nil {
		return 0, err
	}
	for _, h := range heads {
		n, err := s.verifyChain(ctx, h)
		entries += n
		if err != nil {
			return entries, err
		}
	}
	return entries, s.overhang(ctx)
}

func (s Audit) verifyChain(ctx context.Context, h AuditHead) (n int64, err error) {
	var chain recycle.Chain
	for n < h.Seq {
		var page []recycle.Entry
		err := s.DB.across(ctx, verify).Where("org_id = ? AND seq > ? AND seq <= ?", h.OrgID, n, h.Seq).
			Order("seq").Limit(auditPage).Find(&page).Error
		if err != nil {
			return n, wrap("audit", err)
		}
		for i := range page {
			if err := chain.Next(&page[i]); err != nil {
				return n, &AuditBreak{h.OrgID, n + 1, err}
			}
			n++
		}
		if len(page) == 0 {
			break
		}
		if err := rest(ctx); err != nil {
			return n, err
		}
	}
	if err := chain.End(h.Seq, h.Sum); err != nil {
		return n, &AuditBreak{h.OrgID, n + 1, err}
	}
	return n, nil
}
