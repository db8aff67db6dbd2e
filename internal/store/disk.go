package store

import (
	"errors"
	"slices"
	"strings"
	"syscall"

	"github.com/mattn/go-sqlite3"

	"liangwang/internal/recycle"
)

// outOfRoom are the errors of a system that has no room left for somebody.
var outOfRoom = []syscall.Errno{syscall.ENOSPC, syscall.EDQUOT}

// diskError returns err as the domain error that callers are told when the disk is its cause, Full storage.full or Unavailable
// storage.failed, else nil.
func diskError(err error) error {
	e, isSQLite := errors.AsType[sqlite3.Error](err)
	switch {
	case err == nil:
		return nil
	case isSQLite && (e.Code == sqlite3.ErrFull || broke(e) && slices.Contains(outOfRoom, e.SystemErrno)), strings.Contains(err.Error(), "SQLSTATE 53100"):
		return &recycle.Error{Kind: recycle.Full, Code: "storage.full", Err: err}
	case isSQLite && broke(e), strings.Contains(err.Error(), "SQLSTATE 58030"):
		return &recycle.Error{Kind: recycle.Unavailable, Code: "storage.failed", Err: err}
	}
	return nil
}

// diskBroke reports whether err came from SQLite's disk, so that what its connection takes for written may not be.
func diskBroke(err error) bool {
	e, ok := errors.AsType[sqlite3.Error](err)
	return ok && broke(e)
}

func broke(e sqlite3.Error) bool {
	return e.Code == sqlite3.ErrIoErr || e.Code == sqlite3.ErrCantOpen
}
