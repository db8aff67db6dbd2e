package demo

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"

	"liangwang/internal/recycle"
)

// Mark is what a demo leaves in the database that it made.
type Mark struct {
	Seed  uint64          `json:"seed"`
	First recycle.Day     `json:"first"` // its first business day
	Until recycle.Instant `json:"-"`     // the arrival of the last record
	Ms    int64           `json:"until"` // Until, in milliseconds
}

// ReadMark returns the mark of the demo that made a database, and whether there is one.
func ReadMark(ctx context.Context, s interface {
	DemoMark(ctx context.Context) (string, error)
}) (Mark, bool, error) {
	return readMark(ctx, s)
}

func readMark(ctx context.Context, s interface {
	DemoMark(ctx context.Context) (string, error)
}) (mk Mark, found bool, err error) {
	text, err := s.DemoMark(ctx)
	if err != nil || text == "" {
		return mk, false, err
	}
	if err := json.Unmarshal([]byte(text), &mk); err != nil {
		return mk, false, fmt.Errorf("demo: mark: %w", err)
	}
	mk.Until = recycle.Instant(mk.Ms)
	return mk, true, nil
}

func (m *Maker) newMark(until recycle.Instant) Mark {
	return Mark{Seed: cmp.Or(m.Seed, Seed), First: until.Day().Add(1 - cmp.Or(m.Days, Days))}
}

func (mk *Mark) write(ctx context.Context, s Store, until recycle.Instant) error {
	mk.Until, mk.Ms = until, int64(until)
	text, err := json.Marshal(mk)
	if err != nil {
		return fmt.Errorf("demo: mark: %w", err)
	}
	return s.SetDemoMark(ctx, string(text))
}

// Account is somebody whom a visitor can be.
type Account struct {
	Role     recycle.Role     `json:"role"`
	Story    string           `json:"story,omitempty"` // what only this one sees; empty for the role's own account
	PersonID recycle.PersonID `json:"personId"`
	Name     string           `json:"name"`
	OrgID    recycle.OrgID    `json:"orgId"`
	Org      string           `json:"org"`
	Phone    string           `json:"phone"`
	Password string           `json:"password"`
}

// Accounts returns one account for every role, in the order of the roles, and then those that a story is seen by, of the demo of a
// seed; 0 means Seed.
func Accounts(seed uint64) []Account {
	w := newWorld(cmp.Or(seed, Seed))
	var list []Account
	add := func(person int, story string) {
		p := w.people[person]
		o := w.orgs[p.org]
		list = append(list, Account{Role: p.role, Story: story, PersonID: p.ID, Name: p.Name, OrgID: o.ID, Org: o.Name, Phone: p.Phone, Password: Password})
	}
	for _, role := range recycle.Roles() {
		add(w.account(role), "")
	}
	add(w.stations[overloaded].clerk, OverloadedYard)
	return list
}
