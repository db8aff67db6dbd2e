package sheet

import (
	"bytes"
	"fmt"
	"io"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/simplifiedchinese"
)

// The library's GB18030 lacks the standard's three user-defined areas, where lists from Hong Kong and old Windows have their
// rare characters: U+E000–E233 are AAA1–AFFE, U+E234–E4C5 are F8A1–FEFE, both of 94 columns, and U+E4C6–E765 are A140–A7A0 of 96.
const (
	userFirst, userLast = 0xE000, 0xE765
	userSecond          = 0xE234
	userThird           = 0xE4C6
	reservedLast        = 0xE864 // from the end of the areas to here, GB18030 has codes for some
)

// userBytes returns the two bytes of a user-defined character.
func userBytes(r rune) []byte {
	switch {
	case r < userSecond:
		n := int(r - userFirst)
		return []byte{byte(0xAA + n/94), byte(0xA1 + n%94)}
	case r < userThird:
		n := int(r - userSecond)
		return []byte{byte(0xF8 + n/94), byte(0xA1 + n%94)}
	}
	n := int(r - userThird)
	trail := 0x40 + n%96
	if trail >= 0x7F {
		trail++
	}
	return []byte{byte(0xA1 + n/96), byte(trail)}
}

// userRune returns the user-defined character of two bytes, or 0.
func userRune(lead, trail byte) rune {
	l, t := int(lead), int(trail)
	switch {
	case l >= 0xAA && l <= 0xAF && t >= 0xA1 && t <= 0xFE:
		return rune(userFirst + (l-0xAA)*94 + t - 0xA1)
	case l >= 0xF8 && l <= 0xFE && t >= 0xA1 && t <= 0xFE:
		return rune(userSecond + (l-0xF8)*94 + t - 0xA1)
	case l >= 0xA1 && l <= 0xA7 && t >= 0x40 && t <= 0xA0 && t != 0x7F:
		if t > 0x7F {
			t--
		}
		return rune(userThird + (l-0xA1)*96 + t - 0x40)
	}
	return 0
}

// fromGB18030 decodes data; what it cannot read becomes U+FFFD.
func fromGB18030(data []byte) ([]byte, error) {
	decoder := simplifiedchinese.GB18030.NewDecoder()
	var out []byte
	start := 0
	flush := func(end int) error {
		part, err := decoder.Bytes(data[start:end])
		out = append(out, part...)
		return err
	}
	for i := 0; i < len(data); {
		n := gbLength(data[i:])
		if n != 2 || userRune(data[i], data[i+1]) == 0 {
			i += n
			continue
		}
		if err := flush(i); err != nil {
			return nil, err
		}
		out = utf8.AppendRune(out, userRune(data[i], data[i+1]))
		i += n
		start = i
	}
	if err := flush(len(data)); err != nil {
		return nil, err
	}
	return out, nil
}

// gbLength returns how many bytes the character at the start of data has.
func gbLength(data []byte) int {
	switch {
	case data[0] < 0x81 || data[0] == 0xFF || len(data) < 2 || data[1] < 0x30:
		return 1
	case data[1] <= 0x39:
		return min(4, len(data))
	}
	return 2
}

// gbWriter encodes the UTF-8 that is written to it.
type gbWriter struct {
	out     io.Writer
	encoder *encoding.Encoder
	rest    []byte // of a character that was cut by the end of a write
}

func (w *gbWriter) Write(p []byte) (int, error) {
	text := append(w.rest, p...)
	var coded bytes.Buffer
	start, i := 0, 0
	flush := func(end int) error {
		part, err := w.encoder.Bytes(text[start:end])
		coded.Write(part)
		return err
	}
	for i < len(text) && utf8.FullRune(text[i:]) {
		r, n := utf8.DecodeRune(text[i:])
		if r > userLast && r <= reservedLast && !w.survives(r) {
			return 0, fmt.Errorf("sheet: %U has no code in GB18030: write UTF-8", r)
		}
		if r >= userFirst && r <= userLast {
			if err := flush(i); err != nil {
				return 0, err
			}
			coded.Write(userBytes(r))
			start = i + n
		}
		i += n
	}
	if err := flush(i); err != nil {
		return 0, err
	}
	w.rest = bytes.Clone(text[i:])
	if _, err := w.out.Write(coded.Bytes()); err != nil {
		return 0, err
	}
	return len(p), nil
}

// survives reports whether r is the same after it was written and read.
func (w *gbWriter) survives(r rune) bool {
	coded, err := w.encoder.Bytes([]byte(string(r)))
	if err != nil {
		return false
	}
	back, err := fromGB18030(coded)
	return err == nil && string(back) == string(r)
}
