package store

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

// LockName is the file in a data directory that whoever must be alone there holds. It stays when nobody does.
const LockName = "liangwang.lock"

// DirLock keeps a directory to one server, restore or migration. The system lets go of it when the process ends, however it ends.
type DirLock struct{ f *os.File }

// HeldError says that somebody else holds a directory.
type HeldError struct {
	Dir string
	By  string // the holder's own words: what it does, and its process
}

func (e *HeldError) Error() string {
	return fmt.Sprintf("%s is held by another process (%s): stop it first", e.Dir, e.By)
}

// LockDir makes dir if it is absent, readable by its owner alone, and holds it until Release. what says for what, in one word, to
// those who come too late; their error is a *HeldError.
func LockDir(dir, what string) (*DirLock, error) {
	if err := MakeDir(dir); err != nil {
		return nil, fmt.Errorf("lock: %w", err)
	}
	f, err := os.OpenFile(filepath.Join(dir, LockName), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, fmt.Errorf("lock: %w", err)
	}
	switch err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); {
	case errors.Is(err, syscall.EWOULDBLOCK):
		by, _ := io.ReadAll(io.LimitReader(f, 100)) // for the message
		return nil, errors.Join(&HeldError{dir, strings.TrimSpace(string(by))}, f.Close())
	case err != nil:
		return nil, errors.Join(fmt.Errorf("lock %s: %w", dir, err), f.Close())
	}
	if err = f.Truncate(0); err == nil {
		_, err = f.WriteAt(fmt.Appendf(nil, "%s, pid %d\n", what, os.Getpid()), 0)
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("lock: %w", err), f.Close())
	}
	return &DirLock{f}, nil
}

// Release lets others in. A nil lock has nothing to release.
func (l *DirLock) Release() error {
	if l == nil {
		return nil
	}
	return l.f.Close()
}

const (
	patience = 100 // times that a migration waits for another one
	retryIn  = 100 * time.Millisecond
)

// lockToMigrate holds dir for a migration. Another migration is waited for, a server is not: it would go on with the schema that it
// knows.
func lockToMigrate(ctx context.Context, dir string) (*DirLock, error) {
	for try := 1; ; try++ {
		l, err := LockDir(dir, "migrate")
		held, ok := errors.AsType[*HeldError](err)
		if !ok {
			return l, err
		}
		if try == patience || !strings.HasPrefix(held.By, "migrate") && held.By != "" {
			return nil, fmt.Errorf("store: the database is older than this program: %w", err)
		}
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-time.After(retryIn):
		}
	}
}
