package recycle

import (
	"errors"
	"time"
)

// Instant is a moment in milliseconds since 1970-01-01T00:00:00Z. As an integer it compares, sorts and ranges alike in Go
// and in every database; a time stored as text with its zone does not.
type Instant int64

// Day is a business day in Shanghai, "2006-01-02". It is a stored column, so that no query computes it.
type Day string

// shanghai is a fixed offset: China keeps no summer time, and the program needs no zone files.
var shanghai = time.FixedZone("UTC+8", 8*60*60)

// The ends of time for what holds from one day to another: rows of a first import hold from FirstDay, what has no end holds to
// LastDay. Days compare as text.
const (
	FirstDay Day = "1970-01-01"
	LastDay  Day = "9999-12-31"
)

// ParseDay reads "2006-01-02"; anything else, a day that the calendar lacks included, is an error.
func ParseDay(s string) (Day, error) {
	if t, err := time.Parse(time.DateOnly, s); err != nil || t.Year() < 1 {
		return "", errors.New("date") // a code: the parser's own text repeats the input
	}
	return Day(s), nil
}

// Add returns the day n days after d; d must be a valid day.
func (d Day) Add(n int) Day {
	t, _ := time.Parse(time.DateOnly, string(d))
	return Day(t.AddDate(0, 0, n).Format(time.DateOnly))
}

// AddYears returns the day n years after d; d must be a valid day. After 29 February comes 1 March.
func (d Day) AddYears(n int) Day {
	t, _ := time.Parse(time.DateOnly, string(d))
	return Day(t.AddDate(n, 0, 0).Format(time.DateOnly))
}

// Weekday returns the day of the week of d; d must be a valid day.
func (d Day) Weekday() time.Weekday {
	t, _ := time.Parse(time.DateOnly, string(d))
	return t.Weekday()
}

// Start returns the first instant of d in Shanghai; d must be a valid day.
func (d Day) Start() Instant {
	t, _ := time.ParseInLocation(time.DateOnly, string(d), shanghai)
	return At(t)
}

// At returns t as an Instant; what is finer than a millisecond is dropped.
func At(t time.Time) Instant { return Instant(t.UnixMilli()) }

// Day returns the business day of i.
func (i Instant) Day() Day { return Day(i.utc().In(shanghai).Format(time.DateOnly)) }

// Sub returns the milliseconds from j to i.
func (i Instant) Sub(j Instant) int64 { return int64(i - j) }

// MarshalText returns i in UTC as RFC 3339 with milliseconds.
func (i Instant) MarshalText() ([]byte, error) {
	return []byte(i.utc().Format("2006-01-02T15:04:05.000Z")), nil
}

// UnmarshalText reads RFC 3339 with any offset.
func (i *Instant) UnmarshalText(b []byte) error {
	t, err := time.Parse(time.RFC3339, string(b))
	if err != nil {
		return errors.New("dateTime") // a code: the parser's own text repeats the input
	}
	*i = At(t)
	return nil
}

// Time returns i as a time in UTC.
func (i Instant) Time() time.Time { return i.utc() }

// InRange reports whether i lies in the years 1 to 9999, so that it can be written as a date. Any clock is taken that can.
func (i Instant) InRange() bool {
	y := i.utc().Year()
	return y >= 1 && y <= 9999 && i > -62135596800000
}

// Clock returns i as a clock in Shanghai shows it: "2006-01-02 15:04:05".
func (i Instant) Clock() string { return i.utc().In(shanghai).Format(time.DateTime) }

// Minute returns the minutes since midnight in Shanghai.
func (i Instant) Minute() int {
	t := i.utc().In(shanghai)
	return t.Hour()*60 + t.Minute()
}

func (i Instant) utc() time.Time { return time.UnixMilli(int64(i)).UTC() }
