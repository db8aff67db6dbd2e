// Package seller registers who sold (出售人登记): the person behind a purchase for which a law asks their name, address and ID number.
//
//	Put     登记  once, under the id that the phone made; the number is encrypted with a key of the person's own
//	Find    查找  by the number, over its keyed hash; what comes back is masked
//	Reveal  查看  the whole record, for a reason that the audit log keeps
//	Erase   删除  the record overwritten and the key destroyed; what a law still holds is refused
package seller

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"liangwang/internal/recycle"
)

// Store is what the service needs of the database. The sellers that it finds and keeps are those of the organisation of ctx's actor.
type Store interface {
	// InTx runs fn in one write transaction, which fn's context carries. fn may run again after a rollback.
	InTx(ctx context.Context, fn func(ctx context.Context) error) error
	Seller(ctx context.Context, id recycle.SellerID) (recycle.Seller, error)
	SellerByMac(ctx context.Context, mac string) (recycle.Seller, error)
	OwnSellers(ctx context.Context, before recycle.Instant, id recycle.SellerID, limit int) ([]recycle.Seller, error)
	InsertSeller(ctx context.Context, v *recycle.Seller) error
	EraseSeller(ctx context.Context, v *recycle.Seller) error
	ErasedSellers(ctx context.Context) ([]recycle.Seller, error)
	// LastSale returns the last day of a record that names a seller and stands, or "".
	LastSale(ctx context.Context, id recycle.SellerID) (recycle.Day, error)
	// KeysSavedAt returns when the keys were last copied to another place, or 0.
	KeysSavedAt(ctx context.Context) (recycle.Instant, error)
	AppendAudit(ctx context.Context, e recycle.Entry) error
	// Scrub removes from the files what was overwritten.
	Scrub(ctx context.Context) error
}

// Keys is the keys of persons. Each method fails with keys.missing where the keys are not those that the database was written with.
type Keys interface {
	// Begin makes sure that there is a master key, and makes one if the database knows of none.
	Begin(ctx context.Context) error
	// Keep writes into the transaction of ctx which master key the database is written with.
	Keep(ctx context.Context) error
	// Seal encrypts a person's number with a key of theirs, which is on the disk when it returns.
	Seal(ctx context.Context, v *recycle.Seller, number string) ([]byte, error)
	// Open returns the number of a person.
	Open(ctx context.Context, v *recycle.Seller) (string, error)
	// SignSeller returns the HMAC of v's digest, and false if v's key is not here.
	SignSeller(v *recycle.Seller) (sum []byte, ok bool, err error)
	// Mac returns the keyed hash of a text.
	Mac(ctx context.Context, text string) (string, error)
	// Destroy destroys the key of a person for good and remembers their id; twice is harmless.
	Destroy(org recycle.OrgID, id recycle.SellerID) error
	// Destroyed returns whose keys were destroyed.
	Destroyed() ([]recycle.SellerRef, error)
}

// KeysKept is for how many days a copy of the keys in another place is kept.
const KeysKept = 30

// Service registers sellers and erases them.
type Service struct {
	Store  Store
	Keys   Keys
	Now    func() time.Time
	Erased func(ctx context.Context, of recycle.SellerRef) // told after each erasure; nil: nobody
}

// Put registers a seller and reports whether they are new. The same again returns them; other content under the id is a Conflict, and so
// is a number that the organisation has under another id: then the view is of that one.
func (s *Service) Put(ctx context.Context, id recycle.SellerID, facts recycle.SellerFacts) (v recycle.SellerView, created bool, err error) {
	a, err := recycle.ActorFrom(ctx)
	if err != nil {
		return v, false, err
	}
	if !recycle.IsID(id) {
		return v, false, invalid("id", "pattern")
	}
	now := recycle.At(s.Now())
	if facts, err = facts.Canonical(now.Day()); err != nil {
		return v, false, err
	}
	if err := s.Keys.Begin(ctx); err != nil {
		return v, false, err
	}
	mac, err := s.mac(ctx, facts.IDType, facts.IDNumber)
	if err != nil {
		return v, false, err
	}
	if v, err = s.known(ctx, id, mac, facts); err == nil || recycle.KindOf(err) != recycle.NotFound {
		return v, false, err
	}
	row := recycle.Seller{OrgID: a.OrgID, ID: id, Name: facts.Name, Phone: facts.Phone, Address: facts.Address, IDType: facts.IDType, IDMac: mac,
		RegisteredBy: a.PersonID, CreatedAt: now}
	if row.IDSealed, err = s.Keys.Seal(ctx, &row, facts.IDNumber); err != nil { // before the transaction: others need not wait for its fsync
		return v, false, err
	}
	err = s.Store.InTx(ctx, func(ctx context.Context) error {
		if v, err = s.known(ctx, id, mac, facts); err == nil || recycle.KindOf(err) != recycle.NotFound {
			created = false
			return err
		}
		v, created = recycle.SellerView{Seller: mask(row), Number: recycle.MaskIDNumber(facts.IDNumber)}, true
		if err := errors.Join(s.Keys.Keep(ctx), s.Store.InsertSeller(ctx, &row)); err != nil {
			return err
		}
		return s.audit(ctx, a, &row, "seller.add", nil)
	})
	return v, created && err == nil, err
}

// known returns the seller with this id or number, NotFound if there is neither.
func (s *Service) known(ctx context.Context, id recycle.SellerID, mac string, facts recycle.SellerFacts) (recycle.SellerView, error) {
	old, err := s.Store.Seller(ctx, id)
	if err == nil {
		same := old.Name == facts.Name && old.Phone == facts.Phone && old.Address == facts.Address && old.IDMac == mac
		if !same {
			return recycle.SellerView{}, &recycle.Error{Kind: recycle.Conflict, Code: "seller.conflict"}
		}
		return s.view(ctx, old)
	}
	if recycle.KindOf(err) != recycle.NotFound {
		return recycle.SellerView{}, err
	}
	old, err = s.Store.SellerByMac(ctx, mac)
	if err != nil {
		return recycle.SellerView{}, err
	}
	v, err := s.view(ctx, old)
	if err == nil {
		err = &recycle.Error{Kind: recycle.Conflict, Code: "seller.known"}
	}
	return v, err
}

// Find returns the seller with a number, masked, or NotFound.
func (s *Service) Find(ctx context.Context, t recycle.IDType, number string) (recycle.SellerView, error) {
	number, err := recycle.ParseIDNumber(t, number, recycle.At(s.Now()).Day())
	if err != nil {
		return recycle.SellerView{}, invalid("idNumber", recycle.CodeOf(err))
	}
	mac, err := s.mac(ctx, t, number)
	if err != nil {
		return recycle.SellerView{}, err
	}
	v, err := s.Store.SellerByMac(ctx, mac)
	if err != nil {
		return recycle.SellerView{}, err
	}
	return recycle.SellerView{Seller: mask(v), Number: recycle.MaskIDNumber(number)}, nil
}

// Seller returns a seller, masked, or NotFound.
func (s *Service) Seller(ctx context.Context, id recycle.SellerID) (recycle.SellerView, error) {
	v, err := s.Store.Seller(ctx, id)
	if err != nil {
		return recycle.SellerView{}, err
	}
	return s.view(ctx, v)
}

// List returns sellers behind one, masked, the newest first; from the newest on without one.
func (s *Service) List(ctx context.Context, behind recycle.Cursor, limit int) (list []recycle.SellerView, next recycle.Cursor, err error) {
	rows, err := s.Store.OwnSellers(ctx, behind.At, recycle.SellerID(behind.ID), limit+1)
	if err != nil {
		return nil, next, err
	}
	if len(rows) > limit {
		rows = rows[:limit]
		last := &rows[limit-1]
		next = recycle.Cursor{Day: last.CreatedAt.Day(), At: last.CreatedAt, ID: string(last.ID)}
	}
	for _, v := range rows {
		shown, err := s.view(ctx, v)
		if err != nil {
			return nil, next, err
		}
		list = append(list, shown)
	}
	return list, next, nil
}

// Reveal returns a seller whole. That it was done, by whom and why stands in the audit log before anybody sees it.
func (s *Service) Reveal(ctx context.Context, id recycle.SellerID, why recycle.RevealReason) (v recycle.SellerView, err error) {
	a, err := recycle.ActorFrom(ctx)
	if err != nil {
		return v, err
	}
	if err := why.Validate(); err != nil {
		return v, err
	}
	err = s.Store.InTx(ctx, func(ctx context.Context) error {
		row, err := s.Store.Seller(ctx, id)
		if err != nil {
			return err
		}
		if row.IsErased() {
			return &recycle.Error{Kind: recycle.Conflict, Code: "seller.erased"}
		}
		number, err := s.Keys.Open(ctx, &row)
		if err != nil {
			return err
		}
		v = recycle.SellerView{Seller: row, Number: number}
		return s.audit(ctx, a, &row, "seller.reveal", map[string]recycle.RevealReason{"reason": why})
	})
	if err != nil {
		return recycle.SellerView{}, err
	}
	return v, nil
}

// view is what others see of a stored seller.
func (s *Service) view(ctx context.Context, v recycle.Seller) (recycle.SellerView, error) {
	if v.IsErased() {
		return recycle.SellerView{Seller: v}, nil
	}
	number, err := s.Keys.Open(ctx, &v)
	if recycle.CodeOf(err) == "keys.missing" {
		return recycle.SellerView{Seller: mask(v)}, nil
	}
	return recycle.SellerView{Seller: mask(v), Number: recycle.MaskIDNumber(number)}, err
}

func mask(v recycle.Seller) recycle.Seller {
	v.Name, v.Phone, v.Address = recycle.MaskName(v.Name), recycle.Phone(v.Phone).Mask(), ""
	v.IDSealed, v.IDMac = nil, ""
	return v
}

func (s *Service) mac(ctx context.Context, t recycle.IDType, number string) (string, error) {
	return s.Keys.Mac(ctx, string(t)+" "+number)
}

var errUnsigned = errors.New("seller: a record without its key")

// audit appends what a did with v to the chain. The hash of a person's record is an HMAC with the person's key: once that is destroyed,
// it says nothing.
func (s *Service) audit(ctx context.Context, a recycle.Actor, v *recycle.Seller, action string, body any) error {
	data := []byte("{}")
	if body != nil {
		var err error
		if data, err = json.Marshal(body); err != nil {
			return fmt.Errorf("seller: audit: %w", err)
		}
	}
	e := recycle.Entry{OrgID: a.OrgID, At: recycle.At(s.Now()), PersonID: a.PersonID, Action: action, ObjectID: string(v.ID), Body: bytes.Clone(data)}
	if v.IsErased() {
		e.ObjectHash = v.ErasedHash()
		return s.Store.AppendAudit(ctx, e)
	}
	sum, ok, err := s.Keys.SignSeller(v)
	if err == nil && !ok {
		err = errUnsigned
	}
	if err != nil {
		return err
	}
	e.ObjectHash = sum
	return s.Store.AppendAudit(ctx, e)
}

func invalid(path, code string) error {
	return &recycle.Error{Kind: recycle.Invalid, Code: "seller.invalid", Fields: []recycle.Field{{Path: path, Code: code}}}
}
