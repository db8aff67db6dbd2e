package recycle_test

import (
	"testing"

	"liangwang/internal/recycle"
)

// Two homes of one cell are told alike, and neither as it is.
func TestZonePlace_Cell(t *testing.T) {
	for _, tt := range []struct {
		name               string
		lon, lat, x, y     float64
		otherLon, otherLat float64
	}{
		{"in the zone", 116.61234, 35.40789, 116.615, 35.405, 116.61999, 35.40001},
		{"on an edge", 116.61, 35.4, 116.615, 35.405, 116.6199, 35.4099},
		{"south and west of nought", -0.004, -33.501, -0.005, -33.505, -0.0099, -33.5099},
	} {
		t.Run(tt.name, func(t *testing.T) {
			for _, p := range []recycle.ZonePlace{{Lon: &tt.lon, Lat: &tt.lat}, {Lon: &tt.otherLon, Lat: &tt.otherLat}} {
				if c, ok := p.Cell(); !ok || c[0] != tt.x || c[1] != tt.y {
					t.Errorf("%v %v: %v", *p.Lon, *p.Lat, c)
				}
			}
		})
	}
	if _, ok := (recycle.ZonePlace{}).Cell(); ok {
		t.Error("a cell of no position")
	}
}

func TestZoneFilter_Complete(t *testing.T) {
	for _, tt := range []struct {
		name     string
		from, to recycle.Day
		want     string
	}{
		{"no day is today", "", "", "2026-11-23 2026-11-23"}, {"one day", "2026-11-01", "", "2026-11-01 2026-11-01"}, {"the other", "", "2026-11-01", "2026-11-01 2026-11-01"},
		{"62 days", "2026-01-01", "2026-03-03", "2026-01-01 2026-03-03"}, {"63 days", "2026-01-01", "2026-03-04", ""}, {"backwards", "2026-11-02", "2026-11-01", ""}, {"no day of the calendar", "2026-02-30", "", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			f, err := recycle.ZoneFilter{From: tt.from, To: tt.to}.Complete("2026-11-23")
			if got := string(f.From + " " + f.To); (err == nil) != (tt.want != "") || err == nil && got != tt.want || err != nil && recycle.KindOf(err) != recycle.Invalid {
				t.Errorf("%s, %v", got, err)
			}
		})
	}
}
