package sheet

import (
	"bytes"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"
)

// Every character that Unicode has is written and read again as it was, however the writes are cut.
func TestGB18030_every(t *testing.T) {
	var all []byte
	for r := rune(0); r <= utf8.MaxRune; r++ {
		if utf8.ValidRune(r) && r != utf8.RuneError && (r <= userLast || r > reservedLast) {
			all = utf8.AppendRune(all, r)
		}
	}
	var coded bytes.Buffer
	w := gbWriter{out: &coded, encoder: simplifiedchinese.GB18030.NewEncoder()}
	for start := 0; start < len(all); start += 1000 { // not a multiple of 3
		if _, err := w.Write(all[start:min(start+1000, len(all))]); err != nil {
			t.Fatal(err)
		}
	}
	got, err := fromGB18030(coded.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, all) {
		lost := 0
		a, b := []rune(string(all)), []rune(string(got))
		for i := range a {
			if i >= len(b) || a[i] != b[i] {
				if lost++; lost < 10 {
					t.Errorf("%U became %U", a[i], b[min(i, len(b)-1)])
				}
			}
		}
		t.Errorf("%d of %d characters lost", lost, len(a))
	}
}

// Of the reserved characters that have a code each survives; the others are refused, never turned into something else.
func TestGB18030_reserved(t *testing.T) {
	refused := 0
	for r := rune(userLast + 1); r <= reservedLast; r++ {
		var coded bytes.Buffer
		w := gbWriter{out: &coded, encoder: simplifiedchinese.GB18030.NewEncoder()}
		if _, err := w.Write([]byte(string(r))); err != nil {
			refused++
			continue
		}
		if got, err := fromGB18030(coded.Bytes()); err != nil || string(got) != string(r) {
			t.Errorf("%U became %q, %v", r, got, err)
		}
	}
	if refused == 0 || refused == reservedLast-userLast {
		t.Errorf("%d of %d refused", refused, reservedLast-userLast)
	}
}

// The corners of the user-defined areas (GB 18030-2005, annex).
func TestGB18030_user(t *testing.T) {
	tests := []struct {
		name  string
		r     rune
		bytes string
	}{
		{"first area, first", 0xE000, "\xaa\xa1"},
		{"first area, last", 0xE233, "\xaf\xfe"},
		{"second area, first", 0xE234, "\xf8\xa1"},
		{"second area, last", 0xE4C5, "\xfe\xfe"},
		{"third area, first", 0xE4C6, "\xa1\x40"},
		{"third area, before 7F", 0xE504, "\xa1\x7e"},
		{"third area, after 7F", 0xE505, "\xa1\x80"},
		{"third area, last", 0xE765, "\xa7\xa0"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := string(userBytes(tt.r)); got != tt.bytes || userRune(tt.bytes[0], tt.bytes[1]) != tt.r {
				t.Errorf("%x, %U", got, userRune(tt.bytes[0], tt.bytes[1]))
			}
		})
	}
}
