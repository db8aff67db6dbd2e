package store_test

import (
	"context"
	"testing"

	"liangwang/internal/recycle"
	"liangwang/internal/store"
)

func TestVehicles(t *testing.T) {
	onBoth(t, func(t *testing.T, ours context.Context, db *store.DB) {
		theirs := recycle.WithActor(t.Context(), recycle.Actor{OrgID: "01900000-0000-7000-8000-00000000000b"})
		s := store.Vehicles{DB: db}
		insert := func(ctx context.Context, id recycle.VehicleID, number string) error {
			a, _ := recycle.ActorFrom(ctx)
			return db.InTx(ctx, func(ctx context.Context) error {
				return s.InsertVehicle(ctx, &recycle.Vehicle{OrgID: a.OrgID, ID: id, VehicleFacts: recycle.VehicleFacts{Number: number, Plate: "鲁H0000" + number[len(number)-1:]}})
			})
		}
		must(t, insert(ours, "1", "示-001"))
		must(t, insert(ours, "2", "示_002"))
		must(t, insert(theirs, "1", "示-001")) // an id and a number are an organisation's own
		if err := insert(ours, "3", "示-001"); recycle.KindOf(err) != recycle.Conflict {
			t.Error("the same number twice:", err)
		}
		for query, want := range map[string]int{"": 2, "示-001": 1, "_": 1, "%": 0, "鲁h00002": 1} {
			rows, err := s.OwnVehicles(ours, query, "", 10)
			if err != nil || len(rows) != want {
				t.Errorf("%q finds %d vehicles, want %d (%v)", query, len(rows), want, err)
			}
		}
		page, err := s.OwnVehicles(ours, "", "", 1)
		must(t, err)
		if rest, err := s.OwnVehicles(ours, "", page[0].Number, 1); err != nil || len(rest) != 1 || rest[0].ID == page[0].ID {
			t.Error("second page", rest, err)
		}
		change := recycle.Vehicle{OrgID: page[0].OrgID, ID: "1", VehicleFacts: recycle.VehicleFacts{Number: "示-009", Disabled: true}}
		must(t, db.InTx(ours, func(ctx context.Context) error { return s.UpdateVehicle(ctx, &change) }))
		if v, err := s.Vehicle(ours, "1"); err != nil || v.Number != "示-009" || !v.Disabled || v.Plate != "" {
			t.Error("changed", v, err)
		}
		if v, err := s.Vehicle(theirs, "1"); err != nil || v.Number != "示-001" {
			t.Error("theirs changed too", v, err)
		}
		if _, err := s.Vehicle(theirs, "2"); recycle.KindOf(err) != recycle.NotFound {
			t.Error("ours is seen", err)
		}
		if err := db.InTx(theirs, func(ctx context.Context) error { return s.UpdateVehicle(ctx, &change) }); err == nil {
			t.Error("they changed ours")
		}
		change.ID = "unknown"
		err = db.InTx(ours, func(ctx context.Context) error { return s.UpdateVehicle(ctx, &change) })
		if recycle.KindOf(err) != recycle.NotFound {
			t.Error("changed what is not there:", err)
		}
	})
}
