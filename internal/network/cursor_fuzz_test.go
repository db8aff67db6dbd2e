package network

import (
	"testing"

	"liangwang/internal/recycle"
)

// What a cursor is read as is what it is written as.
func FuzzCursor(f *testing.F) {
	f.Add(cursor{"示范小区-001", "01900000-0000-7000-8000-0000000000a1"}.String())
	f.Add("IA")
	f.Fuzz(func(t *testing.T, text string) {
		c, err := readCursor(text)
		if err != nil {
			if recycle.KindOf(err) != recycle.Invalid {
				t.Error(err)
			}
			return
		}
		if again, err := readCursor(c.String()); err != nil || again != c {
			t.Errorf("%q: %+v, %+v, %v", text, c, again, err)
		}
	})
}
