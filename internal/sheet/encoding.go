package sheet

import (
	"bytes"
	"unicode/utf8"

	"golang.org/x/text/encoding/unicode"
)

// decode returns the text of a CSV file as UTF-8 and the name of its encoding: by its byte order mark, else UTF-8 if it is
// valid, else GB18030 if that is. at is the offset in text of the first byte that has no meaning, -1 if there is none.
func decode(data []byte) (text, encoding string, at int) {
	if rest, ok := bytes.CutPrefix(data, []byte("\xef\xbb\xbf")); ok {
		return string(rest), "utf-8", badUTF8(rest)
	}
	if bytes.HasPrefix(data, []byte("\xff\xfe")) || bytes.HasPrefix(data, []byte("\xfe\xff")) {
		out, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewDecoder().Bytes(data)
		if err != nil {
			return "", "utf-16", 0
		}
		return string(out), "utf-16", bytes.IndexRune(out, utf8.RuneError)
	}
	bad := badUTF8(data)
	if bad < 0 {
		return string(data), "utf-8", -1
	}
	if mostlyUTF8(data) {
		return string(data), "utf-8", bad
	}
	return decodeGB18030(data)
}

// decodeGB18030 decodes data. The decoder writes U+FFFD for what it cannot read, and the standard has a code of its own for that
// sign (84 31 A4 37): so a sign more than codes is a bad byte.
func decodeGB18030(data []byte) (text, encoding string, at int) {
	out, err := fromGB18030(data)
	if err != nil {
		return "", "gb18030", 0
	}
	replacement := []byte(string(utf8.RuneError))
	if bytes.Count(out, replacement) > bytes.Count(data, []byte("\x84\x31\xa4\x37")) {
		return string(out), "gb18030", bytes.Index(out, replacement)
	}
	return string(out), "gb18030", -1
}

// badUTF8 returns the offset of the first byte of data that is no UTF-8, or -1.
func badUTF8(data []byte) int {
	for i := 0; i < len(data); {
		if data[i] < utf8.RuneSelf {
			i++
			continue
		}
		r, n := utf8.DecodeRune(data[i:])
		if r == utf8.RuneError && n == 1 {
			return i
		}
		i += n
	}
	return -1
}

// mostlyUTF8 reports whether data is UTF-8 with a few bad bytes rather than another encoding: Chinese in GB18030 hardly ever
// reads as UTF-8, and a UTF-8 file with one bad byte may well read as GB18030, as nonsense.
func mostlyUTF8(data []byte) bool {
	good, bad := 0, 0
	for i := 0; i < len(data); {
		if data[i] < utf8.RuneSelf {
			i++
			continue
		}
		r, n := utf8.DecodeRune(data[i:])
		if r == utf8.RuneError && n == 1 {
			bad++
		} else {
			good++
		}
		i += n
	}
	return good > 4*bad
}
