package recycle

import (
	"bytes"
	"database/sql"
	"reflect"
	"regexp"
	"slices"
	"testing"
)

// filledPickup has something in every field.
func filledPickup() *Pickup {
	p := &Pickup{Lines: make([]Line, 2), Photos: make([]PhotoHash, 1), Papers: make([]Paper, 1), Flags: make([]Flag, 1)}
	leaves(reflect.ValueOf(p).Elem(), "", func(_ string, v reflect.Value) { change(v) })
	return p
}

// leaves calls visit for every field below v that holds a value itself.
func leaves(v reflect.Value, path string, visit func(path string, v reflect.Value)) {
	switch {
	case v.Type() == reflect.TypeFor[sql.Null[float64]](), v.Type() == reflect.TypeFor[[]byte]():
		visit(path, v)
	case v.Kind() == reflect.Struct:
		for i := range v.NumField() {
			leaves(v.Field(i), path+"."+v.Type().Field(i).Name, visit)
		}
	case v.Kind() == reflect.Slice:
		for i := range v.Len() {
			leaves(v.Index(i), path+"[]", visit)
		}
	default:
		visit(path, v)
	}
}

// change gives v another value.
func change(v reflect.Value) {
	switch x := v.Addr().Interface().(type) {
	case *sql.Null[float64]:
		x.V, x.Valid = x.V+1, true
		return
	case *[]byte:
		*x = append(slices.Clone(*x), 1)
		return
	case *bool:
		*x = !*x
		return
	}
	if v.Kind() == reflect.String {
		v.SetString(v.String() + "x")
		return
	}
	v.SetInt(v.Int() + 1)
}

// What a hash covers is written down here field by field, so that a new field cannot stay out of it unseen.
func TestPickup_hashes(t *testing.T) {
	content := []string{".OrgID", ".ID", ".Record.SiteID", ".Record.OccurredAt", ".Record.Where.Lon", ".Record.Where.Lat", ".Record.Where.AccuracyM",
		".Record.Where.RawLon", ".Record.Where.RawLat", ".Record.Where.RawDatum", ".Record.Note", ".Record.Delivery", ".Record.Trigger", ".Record.Origin",
		".Record.SellerKind", ".Record.VehicleOrgID", ".Record.VehicleID", ".Record.Replaces", ".Record.DeviceID", ".Record.Seq", ".Lines[].N",
		".Lines[].Category", ".Lines[].Method", ".Lines[].Grams", ".Lines[].Pieces", ".Lines[].Unit", ".Lines[].Typed", ".Lines[].UnitPrice",
		".Lines[].PriceUnit", ".Lines[].Amount", ".Photos[]", ".Papers[].N", ".Papers[].Kind", ".Papers[].Number", ".Papers[].Photo", ".Papers[].SellerID"}
	stored := []string{".Receipt.SentAt", ".Receipt.SkewMS", ".Receipt.App", ".Receipt.CollectorID", ".Receipt.ReceivedAt", ".Receipt.Day",
		".Receipt.ContentHash", ".Standing.State", ".Standing.Fix", ".Standing.StateReason", ".Standing.StateBy", ".Standing.StateAt",
		".Standing.ReplacedBy", ".Standing.DuplicateOf", ".Papers[].N", ".Papers[].Kind", ".Papers[].Number", ".Papers[].Photo", ".Papers[].SellerID", ".Papers[].AddedBy",
		".Papers[].AddedAt", ".Flags[].Code",
		".Flags[].Amount", ".Flags[].Rules"}
	neither := []string{".Lines[].OrgID", ".Lines[].PickupID", ".Papers[].OrgID", ".Papers[].PickupID", ".Flags[].OrgID", ".Flags[].PickupID",
		".Papers[].Known", ".EnrolledAt", ".Correctors[]"}
	contentHash, hash := filledPickup().contentHash(), filledPickup().Hash()
	n := 0
	leaves(reflect.ValueOf(filledPickup()).Elem(), "", func(string, reflect.Value) { n++ })
	for i := range n {
		p, at, path := filledPickup(), 0, ""
		leaves(reflect.ValueOf(p).Elem(), "", func(name string, v reflect.Value) {
			if at == i {
				path = name
				change(v)
			}
			at++
		})
		if got, want := !bytes.Equal(p.contentHash(), contentHash), slices.Contains(content, path); got != want {
			t.Errorf("%s changes the hash of the content: %v, want %v", path, got, want)
		}
		if got, want := !bytes.Equal(p.Hash(), hash), slices.Contains(stored, path); got != want {
			t.Errorf("%s changes the hash of the record: %v, want %v", path, got, want)
		}
		if !slices.Contains(slices.Concat(content, stored, neither), path) {
			t.Errorf("%s is in none of the lists", path)
		}
	}
}

func TestPickup_contentHash(t *testing.T) {
	tests := []struct {
		name string
		a, b Pickup
		same bool
	}{
		{"absent and empty lists", Pickup{}, Pickup{Lines: []Line{}, Photos: []PhotoHash{}, Papers: []Paper{}}, true},
		{"text on the other side of a border", Pickup{Record: Record{Note: "ab", Delivery: "c"}}, Pickup{Record: Record{Note: "a", Delivery: "bc"}}, false},
		{"an element in another list", Pickup{Photos: []PhotoHash{""}}, Pickup{Papers: []Paper{{}}}, false},
		{"no position and zero", Pickup{}, Pickup{Record: Record{Where: Fix{Lon: sql.Null[float64]{Valid: true}}}}, false},
		{"a person and a picture", Pickup{Papers: []Paper{{Photo: "a", SellerID: "b"}}}, Pickup{Papers: []Paper{{Photo: "ab"}}}, false},
		{"an envelope", Pickup{}, Pickup{Receipt: Receipt{SentAt: 1, SkewMS: 2, App: "x"}}, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if bytes.Equal(tt.a.contentHash(), tt.b.contentHash()) != tt.same {
				t.Errorf("same: %v, want %v", !tt.same, tt.same)
			}
		})
	}
}

// IsID says what IDPattern says.
func TestIsID(t *testing.T) {
	pattern := regexp.MustCompile(IDPattern)
	const id = "01900000-0000-7000-8abc-0123456789ef"
	check := func(s string) {
		t.Helper()
		if IsID(s) != pattern.MatchString(s) {
			t.Errorf("%q: %v", s, IsID(s))
		}
	}
	if !IsID(id) {
		t.Error(id)
	}
	check("")
	check(id + "0")
	check(id[1:])
	for i := range id {
		for c := range 256 {
			check(id[:i] + string([]byte{byte(c)}) + id[i+1:])
		}
	}
}
