package store

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"strconv"
	"time"

	"gorm.io/gorm"
)

// An epoch is one life of the data: it begins when a database is made, and anew when a backup is restored, for what was acknowledged
// after the backup is gone then. It is written as a random id, a dot, and the moment in milliseconds (Unix) up to which its
// predecessor's acknowledgements hold: the backup's, or of a new database the moment it was made.
const (
	epochKey   = "epoch"
	keepMeta   = `INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO NOTHING`
	noSessions = `DELETE FROM sessions`
	noInvites  = `DELETE FROM invitations`
	noKeys     = `DELETE FROM api_keys`
	setMeta    = `INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value`
)

// newEpoch returns an epoch that nobody has seen.
func newEpoch(at time.Time) string {
	var id [16]byte
	_, _ = rand.Read(id[:]) // never fails (crypto/rand)
	return hex.EncodeToString(id[:]) + "." + strconv.FormatInt(at.UnixMilli(), 10)
}

// Epoch returns the epoch of the database. A copy of a database from before there were any has none ("").
func (d *DB) Epoch(ctx context.Context) (string, error) {
	return d.meta(ctx, epochKey)
}

// beginEpoch gives a database that has no epoch its first.
func (d *DB) beginEpoch(ctx context.Context, now func() time.Time) error {
	if has, err := d.Epoch(ctx); err != nil || has != "" {
		return err
	}
	return d.InTx(ctx, func(ctx context.Context) error {
		return wrap("epoch", d.exec(ctx, keepMeta, epochKey, newEpoch(now())))
	})
}

// BeginAgain makes of the SQLite file at path, which is the backup of the moment of and which nobody has open, a database to go on
// with: it deletes all sessions, invitations and API keys, for a code, cookie or key that was good when the backup was made must not become good
// again, and begins an epoch; of says until when people and devices are as the backup has them (Roster). The file is whole by itself
// afterwards.
func BeginAgain(ctx context.Context, path string, of time.Time) error {
	g, err := openSQLitePool(fileDSN(path)+"?mode=rw&_journal_mode=DELETE&_synchronous=FULL&_foreign_keys=on", 1, Options{Now: noClock})
	if err != nil {
		return err
	}
	err = g.WithContext(ctx).Transaction(func(tx *gorm.DB) error {
		return errors.Join(tx.Exec(noSessions).Error, tx.Exec(noInvites).Error, tx.Exec(noKeys).Error, tx.Exec(setMeta, epochKey, newEpoch(of)).Error,
			tx.Exec(setMeta, restoredKey, strconv.FormatInt(of.UnixMilli(), 10)).Error)
	})
	if err := errors.Join(err, closePool(g)); err != nil {
		return fmt.Errorf("store: begin again: %w", err)
	}
	return nil
}

// BeginAgain does the same with an open database that was brought back by other means, as PostgreSQL's are. No server has it open.
func (d *DB) BeginAgain(ctx context.Context, of time.Time) error {
	return d.InTx(ctx, func(ctx context.Context) error {
		return wrap("epoch", errors.Join(d.exec(ctx, noSessions), d.exec(ctx, noInvites), d.exec(ctx, noKeys), d.exec(ctx, setMeta, epochKey, newEpoch(of)),
			d.exec(ctx, setMeta, restoredKey, strconv.FormatInt(of.UnixMilli(), 10))))
	})
}
