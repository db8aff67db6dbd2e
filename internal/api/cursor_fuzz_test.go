package api

import (
	"testing"

	"liangwang/internal/recycle"
	"liangwang/internal/testkit"
)

// What a cursor is read as is what it is written as: whoever changes a cursor gets another place of their own list, or 422.
func FuzzCursors(f *testing.F) {
	one := testkit.ID[string](1)
	f.Add(cursor(recycle.Cursor{Day: "2026-11-23", At: 1795413600000, ID: one}))
	f.Add(zoneCursor(recycle.ZoneCursor{At: -1, OrgID: testkit.Ours, ID: one}))
	f.Add("MjAyNi0xMS0yMyAgIA")
	f.Fuzz(func(t *testing.T, text string) {
		if c, err := parseCursor(text); err == nil && text != "" {
			if again, err := parseCursor(cursor(c)); err != nil || again != c {
				t.Errorf("%q: %+v, %+v, %v", text, c, again, err)
			}
		}
		if c, err := parseZoneCursor(text); err == nil && text != "" {
			if again, err := parseZoneCursor(zoneCursor(c)); err != nil || again != c {
				t.Errorf("%q: %+v, %+v, %v", text, c, again, err)
			}
		}
	})
}
