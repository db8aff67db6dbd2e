package store

import (
	"bytes"
	"context"
	"maps"
	"slices"
	"strings"

	"gorm.io/gorm"

	"liangwang/internal/recycle"
)

// ObjectCheck is what came of holding the records against the audit log.
type ObjectCheck struct {
	Objects int64         `json:"objects"` // records that were compared
	Differ  int64         `json:"differ"`  // records that are not as the log has them
	Erased  int64         `json:"erased"`  // persons whose record was erased: nothing of them is left to compare
	Unkeyed int64         `json:"unkeyed"` // persons' records that cannot be compared, because their key is not here
	First   []ObjectWrong `json:"first"`   // the first of them, at most 1000
}

// ObjectWrong is a record that was changed, added or removed past the program.
type ObjectWrong struct {
	OrgID recycle.OrgID `json:"orgId"`
	Kind  string        `json:"kind"` // pickup, ticket, vehicle, photo or seller
	ID    string        `json:"id"`
	What  string        `json:"what"` // changed, added (the log has no entry of it) or removed
}

const (
	objectPage    = 500
	objectSpan    = 100_000 // records of each kind that are held against the log at once: what it says of them is kept in memory
	maxObjectDiff = 1000
)

// stretch says which ids: those behind one and up to another, in the order of the database ("" is no end), or one alone.
type stretch struct{ after, upto, one string }

// object names a record within its organisation.
type object struct{ kind, id string }

func (o object) compare(p object) int { return strings.Compare(o.kind+o.id, p.kind+p.id) }

// logged is the newest hash that the log has of each record of an organisation, as its first 16 bytes: to change a record so that
// it still fits them takes 2^128 tries, and a million records take half the memory.
type logged map[object][16]byte

// objectPages returns the hashes of the first records of the acting organisation in a span, in the order of their ids, and no hash for a
// record that contradicts itself.
type objectPages func(ctx context.Context, of stretch) ([]hashed, error)

// records are the kinds whose every change is in the log with the hash of the record after it.
func (s Audit) records() map[string]objectPages {
	return map[string]objectPages{
		"pickup": s.pickupPage, "ticket": s.ticketPage, "vehicle": s.vehiclePage, "photo": s.photoPage,
		"seller": s.sellerPage,
	}
}

type hashed struct {
	id      string
	sum     []byte
	erased  bool // a person's record of which nothing is left
	unkeyed bool // a person's record without the key that it was signed with
}

// is reports whether h has the hash that sum begins.
func (h hashed) is(sum [16]byte) bool {
	if h.unkeyed { // the log has an entry of it; whether that is of this record, nobody here can tell
		return sum != [16]byte{}
	}
	return len(h.sum) > len(sum) && bytes.Equal(sum[:], h.sum[:len(sum)])
}

// VerifyObjects holds every record of the kinds above against the last entry that the audit log has of it: pickups with their lines,
// papers and flags, tickets, vehicles, photos with who sent them. It reads in pages, keeps what the log says of some 100,000 records at a
// time, and may run beside the server. That the log itself is whole is VerifyAudit's matter.
func (s Audit) VerifyObjects(ctx context.Context) (check ObjectCheck, err error) {
	return s.verifyIn(ctx, objectSpan)
}

func (s Audit) verifyIn(ctx context.Context, most int) (check ObjectCheck, err error) {
	check.First = []ObjectWrong{}
	for org, more := recycle.OrgID(""), true; ; {
		if org, more, err = s.owner(ctx, org); err != nil || !more {
			return check, err
		}
		for part, more := (CheckPart{OrgID: org}), true; more; part.After = part.Upto {
			if part.Upto, err = s.upto(ctx, part, most); err != nil {
				return check, err
			}
			if err := s.verifySpan(ctx, part, &check); err != nil {
				return check, err
			}
			more = part.Upto != ""
		}
	}
}

// upto returns the id that a part ends with: the one up to which no kind has more records than asked for, empty for the last part.
func (s Audit) upto(ctx context.Context, p CheckPart, most int) (id string, err error) {
	err = s.DB.across(ctx, verify).Raw(spanEnd, map[string]any{"org": p.OrgID, "after": p.After, "skip": most - 1}).Scan(&id).Error
	return id, wrap("audit", err)
}

// owner returns the first organisation after the given one that has a chain or a record, and whether there is one.
func (s Audit) owner(ctx context.Context, after recycle.OrgID) (id recycle.OrgID, found bool, err error) {
	var at struct{ OrgID recycle.OrgID }
	step := s.DB.across(ctx, verify).Raw(nextOwner, map[string]any{"org": after}).Scan(&at)
	return at.OrgID, step.RowsAffected > 0, wrap("audit", step.Error)
}

// spanEnd finds the id up to which no kind has more records than asked for.
const spanEnd = `SELECT COALESCE(min(id), '') AS id FROM (
	SELECT * FROM (SELECT id FROM pickups WHERE org_id = @org AND id > @after ORDER BY id LIMIT 1 OFFSET @skip) AS a
	UNION ALL SELECT * FROM (SELECT id FROM tickets WHERE org_id = @org AND id > @after ORDER BY id LIMIT 1 OFFSET @skip) AS b
	UNION ALL SELECT * FROM (SELECT id FROM vehicles WHERE org_id = @org AND id > @after ORDER BY id LIMIT 1 OFFSET @skip) AS c
	UNION ALL SELECT * FROM (SELECT hash AS id FROM photos WHERE org_id = @org AND hash > @after ORDER BY hash LIMIT 1 OFFSET @skip) AS d
	) AS e`

// nextOwner finds the first organisation after the given one that has a chain or a record; each part is one step in an index. (A copy of an
// older database has no sellers; who registers one has a chain, and far more pickups than sellers.)
const nextOwner = `SELECT org_id FROM (
	SELECT * FROM (SELECT org_id FROM audit_heads WHERE org_id > @org ORDER BY org_id LIMIT 1) AS a
	UNION ALL SELECT * FROM (SELECT org_id FROM pickups WHERE org_id > @org ORDER BY org_id LIMIT 1) AS b
	UNION ALL SELECT * FROM (SELECT org_id FROM tickets WHERE org_id > @org ORDER BY org_id LIMIT 1) AS c
	UNION ALL SELECT * FROM (SELECT org_id FROM vehicles WHERE org_id > @org ORDER BY org_id LIMIT 1) AS d
	UNION ALL SELECT * FROM (SELECT org_id FROM photos WHERE org_id > @org ORDER BY org_id LIMIT 1) AS e
	) AS f ORDER BY org_id LIMIT 1`

// verifySpan holds the records of a part against what the log says of them.
func (s Audit) verifySpan(ctx context.Context, p CheckPart, check *ObjectCheck) error {
	ctx = recycle.WithActor(ctx, recycle.Actor{OrgID: p.OrgID})
	org, of, have := p.OrgID, stretch{after: p.After, upto: p.Upto}, logged{}
	read, err := s.readLogged(ctx, org, 0, of, have)
	if err != nil {
		return err
	}
	doubts := logged{}
	for kind, page := range s.records() {
		if err := check.doubtful(ctx, kind, page, of, have, doubts); err != nil {
			return err
		}
	}
	maps.Copy(doubts, have) // what is left was not met
	if len(doubts) == 0 {
		return nil
	}
	return s.settle(ctx, org, read, doubts, check)
}

// doubtful takes the records of a kind out of have, puts those that are not as it says into doubts, and counts them.
func (check *ObjectCheck) doubtful(ctx context.Context, kind string, page objectPages, of stretch, have, doubts logged) error {
	for {
		rows, err := page(ctx, of)
		if err != nil || len(rows) == 0 {
			return err
		}
		if err := rest(ctx); err != nil {
			return err
		}
		for _, r := range rows {
			if r.erased {
				check.Erased++
			}
			if r.unkeyed {
				check.Unkeyed++
			}
			what := object{kind, r.id}
			sum := have[what] // zero if the log has none
			if !r.is(sum) {
				doubts[what] = sum
			}
			delete(have, what)
			check.Objects++
		}
		of.after = rows[len(rows)-1].id
	}
}

// readLogged adds what an organisation's chain says of a span after an entry, and returns the last entry that there was.
func (s Audit) readLogged(ctx context.Context, org recycle.OrgID, after int64, of stretch, into logged) (last int64, err error) {
	err = s.DB.across(ctx, verify).Raw(lastEntry, map[string]any{"org": org}).Scan(&last).Error
	for err == nil && after < last {
		var page []recycle.Entry
		query := s.DB.across(ctx, verify).Select("seq, action, object_id, object_hash").
			Where("org_id = ? AND seq > ? AND seq <= ? AND object_id > ?", org, after, min(after+auditPage, last), of.after)
		if of.upto != "" {
			query = query.Where("object_id <= ?", of.upto)
		}
		if err = query.Order("seq").Find(&page).Error; err != nil {
			break
		}
		if err := rest(ctx); err != nil {
			return after, err
		}
		after += auditPage
		for i := range page {
			e := &page[i]
			kind, _, _ := strings.Cut(e.Action, ".")
			if s.records()[kind] != nil {
				var sum [16]byte
				copy(sum[:], e.ObjectHash)
				into[object{kind, e.ObjectID}] = sum
			}
		}
	}
	return last, wrap("audit", err)
}

const lastEntry = `SELECT COALESCE(max(seq), 0) FROM audit_entries WHERE org_id = @org`

// settle looks once more at what did not fit: the server may have changed it between the reading of the log and of the record. A
// record and its entry are written together, so one that got newer entries meanwhile is left to the next check.
func (s Audit) settle(ctx context.Context, org recycle.OrgID, read int64, doubts logged, check *ObjectCheck) error {
	newer := logged{}
	if _, err := s.readLogged(ctx, org, read, stretch{}, newer); err != nil {
		return err
	}
	for _, what := range slices.SortedFunc(maps.Keys(doubts), object.compare) {
		if _, moved := newer[what]; moved {
			continue
		}
		if len(check.First) == maxObjectDiff { // enough were looked at
			check.Differ++
			continue
		}
		wrong, err := s.wrong(ctx, what, doubts[what])
		if err != nil {
			return err
		}
		if wrong != "" {
			check.Differ++
			check.First = append(check.First, ObjectWrong{org, what.kind, what.id, wrong})
		}
	}
	return nil
}

// wrong says how a record differs from the newest entry of it, empty if it does not.
func (s Audit) wrong(ctx context.Context, what object, sum [16]byte) (string, error) {
	rows, err := s.records()[what.kind](ctx, stretch{one: what.id})
	if err != nil {
		return "", err
	}
	there, known := len(rows) > 0, sum != [16]byte{}
	switch {
	case there && !known:
		return "added", nil
	case !there && known:
		return "removed", nil
	case there && !rows[0].is(sum):
		return "changed", nil
	}
	return "", nil
}

// some returns the query of the first page of a span, or of the one record.
func (s Audit) some(ctx context.Context, of stretch) *gorm.DB {
	if of.one != "" {
		return s.DB.own(ctx).Where("id = ?", of.one)
	}
	query := s.DB.own(ctx).Where("id > ?", of.after)
	if of.upto != "" {
		query = query.Where("id <= ?", of.upto)
	}
	return query.Order("id").Limit(objectPage)
}

func (s Audit) photoPage(ctx context.Context, of stretch) (list []hashed, err error) {
	query := s.DB.own(ctx).Where("hash > ?", of.after).Order("hash").Limit(objectPage)
	if of.upto != "" {
		query = query.Where("hash <= ?", of.upto)
	}
	if of.one != "" {
		query = s.DB.own(ctx).Where("hash = ?", of.one)
	}
	var rows []*recycle.Photo
	if err := query.Find(&rows).Error; err != nil || len(rows) == 0 {
		return nil, wrap("photo", err)
	}
	if err := (Photos{s.DB}).authors(ctx, rows); err != nil {
		return nil, err
	}
	for _, p := range rows {
		list = append(list, hashed{id: string(p.Hash), sum: p.ObjectHash()})
	}
	return list, nil
}

func (s Audit) pickupPage(ctx context.Context, of stretch) (list []hashed, err error) {
	var rows []recycle.Pickup
	if err := s.some(ctx, of).Find(&rows).Error; err != nil {
		return nil, wrap("pickup", err)
	}
	if err := (Pickups{s.DB}).parts(ctx, rows); err != nil {
		return nil, err
	}
	for i := range rows {
		h := hashed{id: string(rows[i].ID)}
		if rows[i].IsWhole() {
			h.sum = rows[i].Hash()
		}
		list = append(list, h)
	}
	return list, nil
}

func (s Audit) ticketPage(ctx context.Context, of stretch) (list []hashed, err error) {
	var rows []recycle.Ticket
	err = s.some(ctx, of).Find(&rows).Error
	for i := range rows {
		list = append(list, hashed{id: string(rows[i].ID), sum: rows[i].Hash()})
	}
	return list, wrap("ticket", err)
}

func (s Audit) vehiclePage(ctx context.Context, of stretch) (list []hashed, err error) {
	var rows []recycle.Vehicle
	err = s.some(ctx, of).Find(&rows).Error
	for i := range rows {
		list = append(list, hashed{id: string(rows[i].ID), sum: rows[i].Hash()})
	}
	return list, wrap("vehicle", err)
}

func (s Audit) sellerPage(ctx context.Context, of stretch) (list []hashed, err error) {
	var rows []recycle.Seller
	if has, err := s.DB.hasSellers(ctx); err != nil || !has {
		return nil, err
	}
	if err := s.some(ctx, of).Find(&rows).Error; err != nil {
		return nil, wrap("seller", err)
	}
	for i := range rows {
		v := &rows[i]
		h := hashed{id: string(v.ID), erased: v.IsErased()}
		switch {
		case h.erased:
			h.sum = v.ErasedHash()
		case s.Signer == nil:
			h.unkeyed = true
		default:
			sum, ok, err := s.Signer.SignSeller(v)
			if err != nil {
				return nil, err
			}
			h.sum, h.unkeyed = sum, !ok
		}
		list = append(list, h)
	}
	return list, nil
}
