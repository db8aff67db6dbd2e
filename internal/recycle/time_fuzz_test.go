package recycle_test

import (
	"encoding/json"
	"testing"

	"liangwang/internal/recycle"
)

// A day or an instant that is read is written as what reads to the same, and an id has one form.
func FuzzTimes(f *testing.F) {
	for _, s := range []string{"2026-11-23", "2024-02-29", "9999-12-31", "0001-01-01", "2026-11-23T00:10:00+08:00", "2026-11-22T16:10:00.000Z", "1969-12-31T23:59:59.999999999Z",
		"9999-12-31T23:59:59-12:00", "0000-01-01T00:00:00Z", "01900000-0000-7000-9000-00000000000a", "01900000-0000-7000-9000-00000000000A", "在用", "回收网点"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if d, err := recycle.ParseDay(s); err == nil && (string(d) != s || d.Start().Day() != d) {
			t.Errorf("day %q is %q, which starts on %q", s, d, d.Start().Day())
		}
		var i, again recycle.Instant
		if i.UnmarshalText([]byte(s)) == nil && i.InRange() {
			text, err := json.Marshal(i)
			if err != nil || json.Unmarshal(text, &again) != nil || again != i {
				t.Errorf("instant %q is %d, written as %s", s, i, text)
			}
		}
		if recycle.IsID(s) && (len(s) != 36 || s[14] != '7') {
			t.Errorf("id %q", s)
		}
		recycle.ReadSiteKind(s)
		recycle.ReadSiteState(s)
		recycle.HoldsResidentID(s)
	})
}
