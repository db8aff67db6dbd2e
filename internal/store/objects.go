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
	maxObjectDiff = 1000
)

// object names a record within its organisation.
type object struct{ kind, id string }

func (o object) compare(p object) int { return strings.Compare(o.kind+o.id, p.kind+p.id) }

// logged is the newest hash that the log has of each record of an organisation, as its first 16 bytes: to change a record so that
// it still fits them takes 2^128 tries, and a million records take half the memory.
type logged map[object][16]byte

// objectPages returns the hashes of records of the acting organisation, a page after an id in the order of their ids or one alone, and
// no hash for a record that contradicts itself.
type objectPages func(ctx context.Context, after, one string) ([]hashed, error)

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
// papers and flags, tickets, vehicles, photos with who sent them. It reads in pages and may run beside the server. That the log itself is whole is
// VerifyAudit's matter.
func (s Audit) VerifyObjects(ctx context.Context) (check ObjectCheck, err error) {
	check.First = []ObjectWrong{}
	var at struct{ OrgID recycle.OrgID }
	for {
		step := s.DB.across(ctx, verify).Raw(nextOwner, map[string]any{"org": at.OrgID}).Scan(&at)
		if step.Error != nil || step.RowsAffected == 0 {
			return check, wrap("audit", step.Error)
		}
		if err := s.verifyObjects(recycle.WithActor(ctx, recycle.Actor{OrgID: at.OrgID}), at.OrgID, &check); err != nil {
			return check, err
		}
	}
}

// nextOwner finds the first organisation after the given one that has a chain or a record; each part is one step in an index.
const nextOwner = `SELECT org_id FROM (
	SELECT * FROM (SELECT org_id FROM audit_heads WHERE org_id > @org ORDER BY org_id LIMIT 1) AS a
	UNION ALL SELECT * FROM (SELECT org_id FROM pickups WHERE org_id > @org ORDER BY org_id LIMIT 1) AS b
	UNION ALL SELECT * FROM (SELECT org_id FROM tickets WHERE org_id > @org ORDER BY org_id LIMIT 1) AS c
	UNION ALL SELECT * FROM (SELECT org_id FROM vehicles WHERE org_id > @org ORDER BY org_id LIMIT 1) AS d
	UNION ALL SELECT * FROM (SELECT org_id FROM photos WHERE org_id > @org ORDER BY org_id LIMIT 1) AS e
	) AS f ORDER BY org_id LIMIT 1`

func (s Audit) verifyObjects(ctx context.Context, org recycle.OrgID, check *ObjectCheck) error {
	have := logged{}
	read, err := s.readLogged(ctx, org, 0, have)
	if err != nil {
		return err
	}
	doubts := logged{}
	for kind, page := range s.records() {
		if err := check.doubtful(ctx, kind, page, have, doubts); err != nil {
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
func (check *ObjectCheck) doubtful(ctx context.Context, kind string, page objectPages, have, doubts logged) error {
	for after := ""; ; {
		rows, err := page(ctx, after, "")
		if err != nil || len(rows) == 0 {
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
		after = rows[len(rows)-1].id
	}
}

// readLogged adds what an organisation's chain says after an entry, and returns the last entry that it read.
func (s Audit) readLogged(ctx context.Context, org recycle.OrgID, after int64, into logged) (last int64, err error) {
	for {
		var page []recycle.Entry
		err := s.DB.across(ctx, verify).Select("seq, action, object_id, object_hash").Where("org_id = ? AND seq > ?", org, after).
			Order("seq").Limit(auditPage).Find(&page).Error
		if err != nil {
			return after, wrap("audit", err)
		}
		if len(page) == 0 {
			return after, nil
		}
		for i := range page {
			e := &page[i]
			after = e.Seq
			kind, _, _ := strings.Cut(e.Action, ".")
			if s.records()[kind] != nil {
				var sum [16]byte
				copy(sum[:], e.ObjectHash)
				into[object{kind, e.ObjectID}] = sum
			}
		}
	}
}

// settle looks once more at what did not fit: the server may have changed it between the reading of the log and of the record. A
// record and its entry are written together, so one that got newer entries meanwhile is left to the next check.
func (s Audit) settle(ctx context.Context, org recycle.OrgID, read int64, doubts logged, check *ObjectCheck) error {
	newer := logged{}
	if _, err := s.readLogged(ctx, org, read, newer); err != nil {
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
	rows, err := s.records()[what.kind](ctx, "", what.id)
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

// some returns the query of a page that begins after an id, or of the one record.
func (s Audit) some(ctx context.Context, after, one string) *gorm.DB {
	if one != "" {
		return s.DB.own(ctx).Where("id = ?", one)
	}
	return s.DB.own(ctx).Where("id > ?", after).Order("id").Limit(objectPage)
}

func (s Audit) photoPage(ctx context.Context, after, one string) (list []hashed, err error) {
	query := s.DB.own(ctx).Where("hash > ?", after).Order("hash").Limit(objectPage)
	if one != "" {
		query = s.DB.own(ctx).Where("hash = ?", one)
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

func (s Audit) pickupPage(ctx context.Context, after, one string) (list []hashed, err error) {
	var rows []recycle.Pickup
	if err := s.some(ctx, after, one).Find(&rows).Error; err != nil {
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

func (s Audit) ticketPage(ctx context.Context, after, one string) (list []hashed, err error) {
	var rows []recycle.Ticket
	err = s.some(ctx, after, one).Find(&rows).Error
	for i := range rows {
		list = append(list, hashed{id: string(rows[i].ID), sum: rows[i].Hash()})
	}
	return list, wrap("ticket", err)
}

func (s Audit) vehiclePage(ctx context.Context, after, one string) (list []hashed, err error) {
	var rows []recycle.Vehicle
	err = s.some(ctx, after, one).Find(&rows).Error
	for i := range rows {
		list = append(list, hashed{id: string(rows[i].ID), sum: rows[i].Hash()})
	}
	return list, wrap("vehicle", err)
}

func (s Audit) sellerPage(ctx context.Context, after, one string) (list []hashed, err error) {
	var rows []recycle.Seller
	if has, err := s.DB.hasSellers(ctx); err != nil || !has {
		return nil, err
	}
	if err := s.some(ctx, after, one).Find(&rows).Error; err != nil {
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
