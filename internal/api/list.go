package api

import (
	"encoding/base64"
	"strconv"
	"strings"

	"liangwang/internal/recycle"
)

// List is an answer of rows; Next is the cursor of the page behind it, absent on the last.
type List[T any] struct {
	Items []T    `json:"items"`
	Next  string `json:"next,omitempty"`
}

type listAnswer[T any] struct{ Body List[T] }

func list[T any](items []T) *listAnswer[T] { return &listAnswer[T]{List[T]{Items: orEmpty(items)}} }

// cursor writes a place in a list for the address of the next page.
func cursor(c recycle.Cursor) string {
	text := string(c.Day) + " " + strconv.FormatInt(int64(c.At), 36) + " " + c.ID
	if c.OrgID != "" {
		text += " " + string(c.OrgID)
	}
	return base64.RawURLEncoding.EncodeToString([]byte(text))
}

// parseCursor reads a cursor; what no page made is Invalid.
func parseCursor(s string) (recycle.Cursor, error) {
	if s == "" {
		return recycle.Cursor{}, nil
	}
	raw, err := base64.RawURLEncoding.DecodeString(s)
	parts := strings.Split(string(raw), " ")
	if err != nil || len(parts) != 3 && len(parts) != 4 {
		parts = make([]string, 3)
	}
	day, derr := recycle.ParseDay(parts[0])
	ms, nerr := strconv.ParseInt(parts[1], 36, 64)
	org := ""
	if len(parts) == 4 {
		org = parts[3]
	}
	if derr != nil || nerr != nil || !recycle.IsID(parts[2]) || len(parts) == 4 && !recycle.IsID(org) {
		return recycle.Cursor{}, newProblem(422, "request.invalid", []ProblemField{{Location: "query.cursor", Code: "pattern"}})
	}
	return recycle.Cursor{Day: day, At: recycle.Instant(ms), ID: parts[2], OrgID: recycle.OrgID(org)}, nil
}
