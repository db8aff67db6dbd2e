package store

import (
	"context"
	"encoding/json"
	"errors"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/mattn/go-sqlite3"

	"liangwang/internal/recycle"
)

// damageSuffix ends the name of the file, beside the database, that says what was found to be wrong with it. While it is there nothing
// is written, whoever opens the database: the records that are whole can be read and compared with a backup.
const damageSuffix = "-damaged"

// Damage is what was found to be wrong with the data.
type Damage struct {
	At   time.Time `json:"at"`
	What string    `json:"what"` // of records: their kinds and ids, no contents
}

// damages remembers the first damage. The zero value has none and keeps it nowhere.
type damages struct {
	path  string // of the file
	now   func() time.Time
	mu    sync.Mutex
	first atomic.Pointer[Damage]
}

func readDamages(database string, now func() time.Time) (*damages, error) {
	d := &damages{path: database + damageSuffix, now: now}
	text, err := os.ReadFile(d.path)
	if errors.Is(err, fs.ErrNotExist) {
		return d, nil
	}
	if err != nil {
		return nil, err
	}
	found := Damage{What: "see " + filepath.Base(d.path)}
	_ = json.Unmarshal(text, &found) // that it is there says enough
	d.first.Store(&found)
	return d, nil
}

// mark remembers what, unless something was found before.
func (d *damages) mark(what string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.first.Load() != nil {
		return
	}
	found := &Damage{What: what}
	if d.now != nil {
		found.At = d.now().UTC()
	}
	d.first.Store(found)
	var err error
	if d.path != "" {
		text, _ := json.Marshal(found) // of a time and a text
		err = os.WriteFile(d.path, append(text, '\n'), 0o600)
	}
	slog.Error("damaged data: nothing is written any more", "what", what, "err", err)
}

// see marks what an error says.
func (d *damages) see(err error) error {
	if corrupt(err) {
		d.mark(err.Error())
	}
	return err
}

// Damaged returns what was found to be wrong with the data, nil if nothing was.
func (d *DB) Damaged() *Damage {
	if d.damage == nil {
		return nil
	}
	return d.damage.first.Load()
}

// MarkDamaged makes the database one that is only read from now on, and after a restart too, until the file beside it that says so is
// gone. what names the records, not what is in them. PostgreSQL looks after its own pages; there the mark lasts as long as the program.
func (d *DB) MarkDamaged(what string) { d.damage.mark(what) }

// errDamaged is what a write is told then.
func errDamaged(what string) error {
	return &recycle.Error{Kind: recycle.Unavailable, Code: "storage.damaged", Err: errors.New(what)}
}

// corrupt reports whether SQLite says that its file is not as it wrote it.
func corrupt(err error) bool {
	e, ok := errors.AsType[sqlite3.Error](err)
	return ok && (e.Code == sqlite3.ErrCorrupt || e.Code == sqlite3.ErrNotADB)
}

// garbled reports whether a value has a type that was never written.
func garbled(err error) bool { return strings.Contains(err.Error(), "sql: Scan error on column") }

type pauseKey struct{}

// Paced makes the checks that run with ctx rest for a while after each page that they read, so that they take little from who waits.
func Paced(ctx context.Context, rest time.Duration) context.Context {
	return context.WithValue(ctx, pauseKey{}, rest)
}

// rest ends early, with its error, when ctx is done.
func rest(ctx context.Context) error {
	d, ok := ctx.Value(pauseKey{}).(time.Duration)
	if !ok {
		return ctx.Err()
	}
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(d):
		return nil
	}
}
