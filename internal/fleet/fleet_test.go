package fleet_test

import (
	"errors"
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"liangwang/internal/fleet"
	"liangwang/internal/recycle"
	"liangwang/internal/store"
)

func clock() time.Time { return time.Date(2026, 11, 23, 6, 0, 0, 0, time.UTC) }

type all struct {
	*store.DB
	store.Vehicles
	store.Audit
}

func TestService_Put(t *testing.T) {
	db, err := store.Open(t.Context(), store.Options{Path: filepath.Join(t.TempDir(), "t.db"), Now: clock})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	a := all{db, store.Vehicles{DB: db}, store.Audit{DB: db}}
	s := &fleet.Service{Store: a, Now: clock}
	ours := recycle.WithActor(t.Context(), recycle.Actor{OrgID: "01900000-0000-7000-8000-00000000000b"})
	theirs := recycle.WithActor(t.Context(), recycle.Actor{OrgID: "01900000-0000-7000-8000-00000000000c"})
	id := func(n int) recycle.VehicleID {
		return recycle.VehicleID(fmt.Sprintf("01900000-0000-7000-8000-%012x", n))
	}
	facts := recycle.VehicleFacts{Number: " 示-001 ", Plate: "鲁h·00001", PlateColour: "BLUE", Type: "TRUCK_BOX", Use: "OPERATING", Energy: "BEV", Emission: "NONE", TareKg: 2100}

	v, created, err := s.Put(ours, id(1), facts)
	if err != nil || !created || v.Number != "示-001" || v.Plate != "鲁H00001" {
		t.Fatalf("%+v, %v, %v", v, created, err)
	}
	if again, created, err := s.Put(ours, id(1), v.VehicleFacts); err != nil || created || again != v {
		t.Errorf("the same again: %+v, %v, %v", again, created, err)
	}
	if _, created, err := s.Put(theirs, id(1), facts); err != nil || !created {
		t.Error("their own under the same id:", err)
	}
	edit := func(change func(f *recycle.VehicleFacts)) recycle.VehicleFacts {
		f := facts
		change(&f)
		return f
	}
	tests := []struct {
		name  string
		id    recycle.VehicleID
		facts recycle.VehicleFacts
		code  string
	}{
		{"a number that is taken", id(2), facts, "vehicle.number_taken"},
		{"no number", id(2), edit(func(f *recycle.VehicleFacts) { f.Number = " " }), "vehicle.invalid"},
		{"no plate", id(2), edit(func(f *recycle.VehicleFacts) { f.Plate = "鲁00000" }), "vehicle.invalid"},
		{"an unknown type", id(2), edit(func(f *recycle.VehicleFacts) { f.Type = "BOAT" }), "vehicle.invalid"},
		{"no id", "x", facts, "vehicle.invalid"},
		{"an owner that is no id", id(2), edit(func(f *recycle.VehicleFacts) { f.OwnerOrgID = "x" }), "vehicle.invalid"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, _, err := s.Put(ours, tt.id, tt.facts)
			if e, _ := errors.AsType[*recycle.Error](err); e == nil || e.Code != tt.code {
				t.Errorf("error %v, want %s", err, tt.code)
			}
		})
	}
	for n := 2; n < 5; n++ {
		if _, _, err := s.Put(ours, id(n), edit(func(f *recycle.VehicleFacts) { f.Number, f.Plate = fmt.Sprint("示-00", n), "" })); err != nil {
			t.Fatal(err)
		}
	}
	list, next, err := s.List(ours, "示", "", 3)
	if err != nil || len(list) != 3 || next != "示-003" {
		t.Errorf("%d, next %q, %v", len(list), next, err)
	}
	if list, next, err = s.List(ours, "示", next, 3); err != nil || len(list) != 1 || next != "" {
		t.Errorf("%d, next %q, %v", len(list), next, err)
	}
	if n, err := a.VerifyAudit(t.Context()); n != 5 || err != nil {
		t.Error("audit entries", n, err)
	}
	if _, err := s.Find(theirs, id(2)); recycle.KindOf(err) != recycle.NotFound {
		t.Error("ours is found by them:", err)
	}
}
