// Package fleet keeps what an organisation carries material in (车辆): lorries with a plate, and tricycles that have only the number
// of their enterprise.
package fleet

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"liangwang/internal/recycle"
)

// Store is what the service needs of the database. The vehicles that it finds and keeps are those of the organisation of ctx's actor.
type Store interface {
	// InTx runs fn in one write transaction, which fn's context carries. fn may run again after a rollback.
	InTx(ctx context.Context, fn func(ctx context.Context) error) error
	Vehicle(ctx context.Context, id recycle.VehicleID) (recycle.Vehicle, error)
	// OwnVehicles returns those whose number or plate contains query, by number, behind the number after.
	OwnVehicles(ctx context.Context, query, after string, limit int) ([]recycle.Vehicle, error)
	InsertVehicle(ctx context.Context, v *recycle.Vehicle) error
	UpdateVehicle(ctx context.Context, v *recycle.Vehicle) error
	AppendAudit(ctx context.Context, e recycle.Entry) error
}

// Service finds and changes vehicles.
type Service struct {
	Store Store
	Now   func() time.Time
}

// Find returns a vehicle of the actor's organisation, or NotFound.
func (s *Service) Find(ctx context.Context, id recycle.VehicleID) (recycle.Vehicle, error) {
	return s.Store.Vehicle(ctx, id)
}

// List returns the vehicles of the actor's organisation whose number or plate contains query, by number. next continues the list
// as after; it is empty on the last page.
func (s *Service) List(ctx context.Context, query, after string, limit int) (list []recycle.Vehicle, next string, err error) {
	list, err = s.Store.OwnVehicles(ctx, strings.TrimSpace(query), after, limit+1)
	if err != nil || len(list) <= limit {
		return list, "", err
	}
	return list[:limit], list[limit-1].Number, nil
}

// Put adds a vehicle to the actor's organisation or changes it, and reports whether it is new. A number that another vehicle of the
// organisation has is a Conflict. The same facts again change nothing.
func (s *Service) Put(ctx context.Context, id recycle.VehicleID, facts recycle.VehicleFacts) (v recycle.Vehicle, created bool, err error) {
	a, err := recycle.ActorFrom(ctx)
	if err != nil {
		return v, false, err
	}
	if facts, err = normal(facts); err != nil {
		return v, false, err
	}
	if !recycle.IsID(id) {
		return v, false, invalid("id", "pattern")
	}
	now := recycle.At(s.Now())
	err = s.Store.InTx(ctx, func(ctx context.Context) error {
		old, err := s.Store.Vehicle(ctx, id)
		v, created = recycle.Vehicle{OrgID: a.OrgID, ID: id, VehicleFacts: facts, CreatedAt: cmp.Or(old.CreatedAt, now), ChangedAt: now}, false
		switch {
		case err == nil && old.VehicleFacts == facts:
			v = old
			return nil
		case err == nil:
			if err = recycle.CheckSeen(ctx, recycle.EditionOf(old.VehicleFacts)); err == nil {
				err = s.Store.UpdateVehicle(ctx, &v)
			}
		case recycle.KindOf(err) == recycle.NotFound:
			created = true
			err = s.Store.InsertVehicle(ctx, &v)
		}
		if recycle.KindOf(err) == recycle.Conflict && err != nil {
			return &recycle.Error{Kind: recycle.Conflict, Code: "vehicle.number_taken", Err: err}
		}
		if err != nil {
			return err
		}
		e, err := entry(a, &v, created)
		if err != nil {
			return err
		}
		return s.Store.AppendAudit(ctx, e)
	})
	return v, created && err == nil, err
}

// normal returns facts in their one form, or Invalid.
func normal(f recycle.VehicleFacts) (recycle.VehicleFacts, error) {
	f.Number, f.VIN = strings.TrimSpace(f.Number), strings.ToUpper(strings.TrimSpace(f.VIN))
	if f.Plate != "" {
		if p, err := recycle.ParsePlate(f.Plate); err == nil { // else Validate says so
			f.Plate = string(p)
		}
	}
	if f.OwnerOrgID != "" && !recycle.IsID(f.OwnerOrgID) {
		return f, invalid("ownerOrgId", "pattern")
	}
	return f, f.Validate()
}

func invalid(path, code string) error {
	return &recycle.Error{Kind: recycle.Invalid, Code: "vehicle.invalid", Fields: []recycle.Field{{Path: path, Code: code}}}
}

// entry is the audit entry of a change of v. A plate may be a person's: the hash covers it, the body does not show it.
func entry(a recycle.Actor, v *recycle.Vehicle, created bool) (recycle.Entry, error) {
	body, err := json.Marshal(struct {
		Type     recycle.VehicleType `json:"type"`
		Energy   recycle.Energy      `json:"energy"`
		Disabled bool                `json:"disabled"`
	}{v.Type, v.Energy, v.Disabled})
	if err != nil {
		return recycle.Entry{}, fmt.Errorf("fleet: audit: %w", err)
	}
	action := "vehicle.change"
	if created {
		action = "vehicle.add"
	}
	return recycle.Entry{OrgID: a.OrgID, At: v.ChangedAt, PersonID: a.PersonID, Action: action, ObjectID: string(v.ID), ObjectHash: v.Hash(), Body: body}, nil
}
