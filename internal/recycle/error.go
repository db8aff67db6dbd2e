package recycle

import "errors"

// Kind says what the caller can do about an error. Each kind has one HTTP status.
type Kind uint8

// The kinds of error. The zero value is Internal, so an error that nobody marked is never shown to a user.
const (
	Internal Kind = iota
	Invalid
	Unauthenticated
	Forbidden
	NotFound
	Conflict
	Stale
	Unavailable
	Unseen // a change that does not say which edition it is of
	Full   // there is no room left to keep anything
)

// Error is a failure that the user may be told about.
type Error struct {
	Kind   Kind
	Code   string  // stable, dotted, e.g. "pickup.conflict"; clients turn it into a sentence
	Fields []Field // for Invalid
	Err    error   // the cause: logged, never shown
}

// Field is one rejected input. Path follows the body: "lines[0].grams". Param is what the code's sentence names, such as a limit; most
// codes have none.
type Field struct{ Path, Code, Param string }

func (e *Error) Error() string {
	if e.Err != nil {
		return e.Code + ": " + e.Err.Error()
	}
	return e.Code
}

func (e *Error) Unwrap() error { return e.Err }

// KindOf returns the kind of the first Error in err's chain, else Internal.
func KindOf(err error) Kind {
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Kind
	}
	return Internal
}

// Check collects rejected fields, so that a user sees all of them at once.
type Check struct{ fields []Field }

// That records a rejected field unless ok.
func (c *Check) That(ok bool, path, code string) {
	if !ok {
		c.fields = append(c.fields, Field{Path: path, Code: code})
	}
}

// Err returns what was collected as one Invalid error, or nil.
func (c *Check) Err(code string) error {
	if len(c.fields) == 0 {
		return nil
	}
	return &Error{Kind: Invalid, Code: code, Fields: c.fields}
}

func isKnown[T comparable](v T, known []T) bool {
	for _, k := range known {
		if v == k {
			return true
		}
	}
	return false
}
