package store

import (
	"bytes"
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"

	"liangwang/internal/recycle"
)

// connect takes the pool's only connection, for good.
func (w *writer) connect() error {
	conn, err := w.pool.Conn(context.Background())
	if err != nil {
		return fmt.Errorf("store: open: %w", err)
	}
	_, err = conn.ExecContext(context.Background(), "PRAGMA wal_autocheckpoint = 0") // it would say nothing of its failures: checkpoint.go
	if err == nil {
		err = w.hot.on(conn)
	}
	if err != nil {
		return errors.Join(fmt.Errorf("store: open: %w", err), drop(conn))
	}
	w.conn, w.db.Statement.ConnPool = conn, conn
	return nil
}

// disconnect lets go of the connection, and of what was prepared on it.
func (w *writer) disconnect(letGo func(*sql.Conn) error) error {
	if w.conn == nil {
		return nil
	}
	err := errors.Join(w.hot.close(), letGo(w.conn))
	w.conn, w.hot.conn = nil, nil
	return err
}

// drop closes conn and what lies below it, which the pool would keep.
func drop(conn *sql.Conn) error {
	err := conn.Raw(func(any) error { return driver.ErrBadConn })
	if errors.Is(err, driver.ErrBadConn) || errors.Is(err, sql.ErrConnDone) {
		return nil
	}
	return errors.Join(err, conn.Close())
}

// abandon ends a transaction that failed. When the disk failed under it, nobody knows what reached it: the system tells of a failed
// fsync once, forgets what was to be written, and says yes to the next one. So nothing of it is tried again on this connection.
func (w *writer) abandon(cause error) {
	if w.suspect { // there was none to begin with
		return
	}
	_ = w.hot.exec("ROLLBACK") // what made it necessary is what the callers hear of, and it may have happened already
	if diskBroke(cause) || w.hot.open() == nil {
		w.suspect = true
	}
}

// trust returns when the connection may be used. After a failure of the disk that is a new one, which has read nothing before and on
// which all chains reach as far as they were acknowledged; until there is one, nothing is written.
func (w *writer) trust() error {
	if !w.suspect {
		return nil
	}
	_ = w.disconnect(drop) // it failed before
	if err := w.connect(); err != nil {
		return untrusted(err)
	}
	for org, end := range w.ends {
		found := AuditHead{OrgID: org}
		if _, err := w.hot.row(readHead, []any{string(org)}, &found.Seq, &found.Sum); err != nil {
			return untrusted(err)
		}
		if found.Seq < end.Seq || found.Seq == end.Seq && !bytes.Equal(found.Sum, end.Sum) { // another program may have added to it
			return untrusted(fmt.Errorf("store: the chain of %s ends at %d, not at %d", org, found.Seq, end.Seq))
		}
	}
	w.suspect = false
	return nil
}

func untrusted(err error) error {
	if disk := diskError(err); disk != nil {
		return disk
	}
	return &recycle.Error{Kind: recycle.Unavailable, Code: "storage.failed", Err: err}
}
