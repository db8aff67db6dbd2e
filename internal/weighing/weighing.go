// Package weighing takes in weighbridge tickets (磅单): who weighed, who delivered, gross, tare, net. What was received is booked on
// the organisation that delivered, which reads the ticket as counterparty.
package weighing

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"time"

	"liangwang/internal/recycle"
)

// Store is what the service needs of the database.
type Store interface {
	// InTx runs fn in one write transaction, which fn's context carries. fn may run again after a rollback.
	InTx(ctx context.Context, fn func(ctx context.Context) error) error
	OwnTicket(ctx context.Context, id recycle.TicketID) (recycle.Ticket, error)
	InsertTicket(ctx context.Context, t *recycle.Ticket) error
	SetTicketState(ctx context.Context, t *recycle.Ticket, from recycle.TicketState) error
	ListTickets(ctx context.Context, f recycle.TicketFilter) ([]recycle.Ticket, error)
	TicketSums(ctx context.Context, f recycle.TicketFilter) (recycle.TicketSums, error)
	AddTotals(ctx context.Context, t recycle.Totals) error
	AppendAudit(ctx context.Context, e recycle.Entry) error
}

// Register is what the service needs of the zone's register and catalogue.
type Register interface {
	OrgExists(ctx context.Context, id recycle.OrgID) (bool, error)
	SiteExists(ctx context.Context, id recycle.SiteID) (bool, error)
	Knows(ctx context.Context, category recycle.Category, day recycle.Day) (bool, error)
}

// Reads finds tickets that the acting organisation weighed, or that name it as the one that delivered.
type Reads interface {
	// Ticket returns the ticket of that id that weigher weighed; empty: the acting organisation's own before any other's.
	Ticket(ctx context.Context, weigher recycle.OrgID, id recycle.TicketID) (recycle.Ticket, error)
	// TicketNumbered returns the other ticket in one of states that has t's number on t's scale and day, empty if there is none.
	TicketNumbered(ctx context.Context, t *recycle.Ticket, states ...recycle.TicketState) (recycle.TicketID, error)
	// LastNumber returns the number of the last ticket of a scale that was received since a day, empty if there is none.
	LastNumber(ctx context.Context, site recycle.SiteID, scaleNo string, since recycle.Day) (string, error)
	// VehicleWeighed returns what the register of who weighs has of the vehicle on the scale, else NotFound.
	VehicleWeighed(ctx context.Context, t *recycle.Ticket) (recycle.Vehicle, error)
	// LastTare returns what the vehicle of t weighed empty when it was on a scale of who weighs before, grams; 0 if that is not known.
	LastTare(ctx context.Context, t *recycle.Ticket) (recycle.Grams, error)
}

// Service keeps tickets.
type Service struct {
	Store    Store
	Reads    Reads
	Register Register
	Now      func() time.Time
}

var errReplay = errors.New("weighing: stored before")

// Find returns a ticket that the acting organisation weighed or delivered, or NotFound. weigher names whose it is, for an id may be
// that of several weighers' tickets; empty is the acting organisation's own before any other's. The one that delivered does not learn
// who weighed it.
func (s *Service) Find(ctx context.Context, weigher recycle.OrgID, id recycle.TicketID) (recycle.Ticket, error) {
	actor, err := recycle.ActorFrom(ctx)
	if err != nil {
		return recycle.Ticket{}, err
	}
	t, err := s.Reads.Ticket(ctx, weigher, id)
	Hide(&t, actor)
	return t, err
}

// List returns a page of the tickets of f, and the sum of all of them.
func (s *Service) List(ctx context.Context, f recycle.TicketFilter) ([]recycle.Ticket, recycle.TicketSums, error) {
	actor, err := recycle.ActorFrom(ctx)
	if err != nil {
		return nil, recycle.TicketSums{}, err
	}
	sums, err := s.Store.TicketSums(ctx, f)
	if err != nil {
		return nil, sums, err
	}
	list, err := s.Store.ListTickets(ctx, f)
	for i := range list {
		Hide(&list[i], actor)
	}
	return list, sums, err
}

// Hide takes the other side's people out of a ticket that a reads as counterparty.
func Hide(t *recycle.Ticket, a recycle.Actor) {
	if t.OrgID != a.OrgID {
		t.OperatorID, t.StateBy = "", ""
	}
}

// Record stores t once and returns the stored ticket and whether this call stored it. The same content under the same id is the
// stored one again; other content is a Conflict. A ticket that replaces another one supersedes it.
func (s *Service) Record(ctx context.Context, t recycle.Ticket) (stored recycle.Ticket, created bool, err error) {
	return s.record(ctx, t, nobodyAsks)
}

func (s *Service) record(ctx context.Context, t recycle.Ticket, ask question) (stored recycle.Ticket, created bool, err error) {
	actor, err := recycle.ActorFrom(ctx)
	if err != nil {
		return stored, false, err
	}
	t.Receive(actor, recycle.At(s.Now()))
	if err := t.Validate(); err != nil {
		return stored, false, err
	}
	if err := s.check(ctx, &t); err != nil {
		if recycle.KindOf(err) == recycle.Invalid { // a retry is no new record: rules that changed meanwhile are not asked
			if stored, replayed := s.replay(ctx, &t); recycle.KindOf(replayed) != recycle.NotFound {
				return stored, false, replayed
			}
		}
		return stored, false, err
	}
	err = s.Store.InTx(ctx, func(ctx context.Context) error { return s.keep(ctx, &t, actor, ask) })
	if err == nil {
		return t, true, nil
	}
	if !errors.Is(err, errReplay) && recycle.KindOf(err) != recycle.Conflict { // a Conflict may be with this very ticket, sent twice at once
		return stored, false, err
	}
	stored, replayed := s.replay(ctx, &t)
	if recycle.KindOf(replayed) != recycle.NotFound {
		err = replayed
	}
	return stored, false, err
}

// replay returns the ticket that is stored under t's id, with a Conflict if its content is not t's, or NotFound.
func (s *Service) replay(ctx context.Context, t *recycle.Ticket) (recycle.Ticket, error) {
	stored, err := s.Store.OwnTicket(ctx, t.ID)
	if err == nil && !bytes.Equal(stored.ContentHash, t.ContentHash) {
		err = &recycle.Error{Kind: recycle.Conflict, Code: "ticket.conflict"}
	}
	return stored, err
}

// check holds t against the register and the catalogue.
func (s *Service) check(ctx context.Context, t *recycle.Ticket) error {
	var c recycle.Check
	ok, err := s.Register.Knows(ctx, t.Category, t.Day)
	if err != nil {
		return err
	}
	c.That(ok, "category", "oneOf")
	if ok, err = s.Register.OrgExists(ctx, t.DeliveredOrgID); err != nil {
		return err
	}
	c.That(ok, "deliveredOrgId", "unknown")
	if t.SiteID != "" {
		if ok, err = s.Register.SiteExists(ctx, t.SiteID); err != nil {
			return err
		}
		c.That(ok, "siteId", "unknown")
	}
	return c.Err("ticket.invalid")
}

// keep stores t. What others wait for is taken in one order, or two writers would wait for each other: the ticket that t corrects,
// the totals in key order, and last the head of the audit chain.
func (s *Service) keep(ctx context.Context, t *recycle.Ticket, a recycle.Actor, ask question) error {
	_, err := s.Store.OwnTicket(ctx, t.ID)
	if err == nil {
		return errReplay
	}
	if recycle.KindOf(err) != recycle.NotFound {
		return err
	}
	totals, entries := t.Totals(), []recycle.Entry{}
	if t.Replaces != "" {
		old, err := s.supersede(ctx, t, a)
		if err != nil {
			return err
		}
		totals = totals.Plus(old.Totals().Negative())
		entries = append(entries, entry(old, a, "ticket.superseded", t.ReceivedAt, nil))
	}
	answered, err := ask(ctx, t)
	if err != nil {
		return err
	}
	if err := s.Store.InsertTicket(ctx, t); err != nil {
		return err
	}
	return s.book(ctx, totals, append(entries, entry(t, a, "ticket.record", t.ReceivedAt, answered))...)
}

func (s *Service) book(ctx context.Context, totals recycle.Totals, entries ...recycle.Entry) error {
	if err := s.Store.AddTotals(ctx, totals); err != nil {
		return err
	}
	for _, e := range entries {
		if err := s.Store.AppendAudit(ctx, e); err != nil {
			return err
		}
	}
	return nil
}

func (s *Service) supersede(ctx context.Context, by *recycle.Ticket, a recycle.Actor) (*recycle.Ticket, error) {
	old, err := s.Store.OwnTicket(ctx, by.Replaces)
	if err != nil && recycle.KindOf(err) == recycle.NotFound {
		return nil, &recycle.Error{Kind: recycle.Invalid, Code: "ticket.invalid", Fields: []recycle.Field{{Path: "replaces", Code: "unknown"}}}
	}
	if err != nil {
		return nil, err
	}
	old.ReplacedBy = by.ID
	return &old, s.end(ctx, &old, recycle.TicketSuperseded, "", a, by.ReceivedAt)
}

// Void takes a ticket back, by the organisation that weighed it, with a reason. Voiding twice is harmless.
func (s *Service) Void(ctx context.Context, id recycle.TicketID, reason string) (t recycle.Ticket, err error) {
	actor, err := recycle.ActorFrom(ctx)
	if err != nil {
		return t, err
	}
	var c recycle.Check
	c.That(reason != "", "reason", "required")
	c.That(recycle.IsText(reason, recycle.MaxNote), "reason", "text")
	if err := c.Err("ticket.invalid"); err != nil {
		return t, err
	}
	err = s.Store.InTx(ctx, func(ctx context.Context) error {
		if t, err = s.Store.OwnTicket(ctx, id); err != nil || t.State == recycle.TicketVoided {
			return err
		}
		at := recycle.At(s.Now())
		if err := s.end(ctx, &t, recycle.TicketVoided, reason, actor, at); err != nil {
			return err
		}
		return s.book(ctx, t.Totals().Negative(), entry(&t, actor, "ticket.voided", at, nil))
	})
	return t, err
}

// end moves a stored ticket to a state in which it counts nothing; the caller books it.
func (s *Service) end(ctx context.Context, t *recycle.Ticket, to recycle.TicketState, reason string, a recycle.Actor, at recycle.Instant) error {
	if t.State != recycle.TicketStored {
		return &recycle.Error{Kind: recycle.Conflict, Code: "ticket.state"}
	}
	t.State, t.StateReason, t.StateBy, t.StateAt = to, reason, a.PersonID, at
	return s.Store.SetTicketState(ctx, t, recycle.TicketStored)
}

func entry(t *recycle.Ticket, a recycle.Actor, action string, at recycle.Instant, sure []recycle.Doubt) recycle.Entry {
	body, err := json.Marshal(struct {
		State     recycle.TicketState `json:"state"`
		Day       recycle.Day         `json:"day"`
		Delivered recycle.OrgID       `json:"delivered"`
		Category  recycle.Category    `json:"category"`
		Net       recycle.Grams       `json:"net"`
		Pieces    int64               `json:"pieces"`
		Sure      []recycle.Doubt     `json:"sure,omitempty"` // what the operator was asked, and answered
	}{t.State, t.Day, t.DeliveredOrgID, t.Category, t.Net, t.Pieces, sure})
	if err != nil {
		panic(err) // texts and integers always encode
	}
	return recycle.Entry{OrgID: t.OrgID, At: at, PersonID: a.PersonID, Action: action, ObjectID: string(t.ID), ObjectHash: t.Hash(), Body: body}
}
