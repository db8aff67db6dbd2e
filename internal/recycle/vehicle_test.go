package recycle_test

import (
	"slices"
	"testing"

	"liangwang/internal/recycle"
)

// A VIN must have its form; its check digit only warns, for cars built elsewhere need not have one.
func TestVehicleFacts_VIN(t *testing.T) {
	for vin, want := range map[string]struct {
		ok   bool
		warn []string
	}{"": {true, nil}, "1M8GDM9AXKP042788": {true, nil}, "1M8GDM9A1KP042788": {true, []string{"vin.check"}}, "1M8GDM9AXKP04278": {false, nil}, "1M8GDM9AXKPO42788": {false, nil}} {
		f := recycle.VehicleFacts{Number: "1", Type: "TRUCK_BOX", Use: "OPERATING", Energy: "DIESEL", Emission: "CN6", VIN: vin}
		if err := f.Validate(); (err == nil) != want.ok || want.ok && !slices.Equal(f.Warnings(), want.warn) {
			t.Errorf("%q: %v, warnings %v", vin, err, f.Warnings())
		}
	}
}
