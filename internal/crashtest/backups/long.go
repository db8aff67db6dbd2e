//go:build crash || crashfull

package backups

// How many backups are made under load, and how many more are cut off; how many bytes of one are spoilt.
const (
	made   = 100
	killed = 20
	spoilt = 100
)
