//go:build !crash && !crashfull

package backups

// How many backups are made under load, and how many more are cut off; how many bytes of one are spoilt.
const (
	made   = 3
	killed = 2
	spoilt = 10
)
