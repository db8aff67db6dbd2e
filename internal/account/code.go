package account

import (
	"crypto/sha256"
	"strings"

	"liangwang/internal/recycle"
)

// A code has 12 letters of an alphabet of 32: 60 random bits. O, I, L and U are not among them; O is read as 0, I and L as 1.
const (
	codeAlphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
	codeLen      = 12
	codeGroup    = 4
)

// newCode returns a one-time code as it is printed: K7QF-2M9X-04TB.
func (s *Service) newCode() (string, error) {
	raw, err := s.draw(codeLen)
	if err != nil {
		return "", err
	}
	var b strings.Builder
	for i, r := range raw {
		if i > 0 && i%codeGroup == 0 {
			b.WriteByte('-')
		}
		b.WriteByte(codeAlphabet[r%32]) // 256 is a multiple of 32: every letter is as likely
	}
	return b.String(), nil
}

// codeHash returns the hash of a code as typed, in any case and with or without its hyphens, and whether it can be one.
func codeHash(typed string) ([]byte, bool) {
	if len(typed) > 100 || !recycle.IsText(typed, 100) {
		return nil, false
	}
	code := strings.NewReplacer("-", "", " ", "", "\t", "", "—", "", "－", "", "O", "0", "I", "1", "L", "1").Replace(strings.ToUpper(typed))
	if len(code) != codeLen || strings.Trim(code, codeAlphabet) != "" {
		return nil, false
	}
	sum := sha256.Sum256([]byte(code))
	return sum[:], true
}
