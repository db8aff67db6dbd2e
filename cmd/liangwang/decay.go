package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"time"

	"liangwang/internal/job"
	"liangwang/internal/store"
)

const (
	checkName  = "check-status.json" // in the data directory: how far the check of all rows has come
	checkEvery = 22 * time.Hour      // from the beginning of one pass to the next: with its own length every row comes up once a day
	checkAfter = 10 * time.Minute    // of a start: it is in nobody's way then
	watchEvery = time.Minute         // between looks whether the register has changed
	checkRest  = 25 * time.Millisecond
)

// checkState is how far a pass over all rows and files has come: a server that is started again goes on from there.
type checkState struct {
	Began    time.Time       `json:"began"`    // of the pass under way, or of the last one
	Done     bool            `json:"done"`     // it came to its end
	LastGood time.Time       `json:"lastGood"` // beginning of the last pass that came to its end
	Register string          `json:"register"` // hash over the register, of
	Edition  string          `json:"edition"`  // this edition of it
	Ledger   bool            `json:"ledger"`   // the sums are checked, in this pass
	Records  bool            `json:"records"`  // and all records
	Part     store.CheckPart `json:"part"`     // the last part of them that is
	File     string          `json:"file"`     // the last photo or file that is
	Checked  int64           `json:"checked"`  // records, in this pass
	Files    int64           `json:"files"`    // photos and other files, in this pass
	Damaged  []string        `json:"damaged"`  // of them the first whose content is not what its name says, at most 100
}

// checks goes over everything that is stored, a slice after the other.
type checks struct {
	a    *app
	db   *store.DB
	turn *sync.Mutex // one at a time changes the state
}

// startChecks begins the check that finds what a disk spoils by itself.
func (a *app) startChecks(ctx context.Context, db *store.DB) (stop func()) {
	c := checks{a: a, db: db, turn: &sync.Mutex{}}
	w := &job.Schedule{Name: "hash of the register", Every: watchEvery, Last: a.now(), Now: a.now, Log: a.log, Run: c.watch}
	unwatch := w.Start(ctx)
	s := &job.Schedule{Name: "check of what is stored", Every: checkEvery, Now: a.now, Log: a.log, Run: c.run}
	soon := a.now().Add(checkAfter - checkEvery)
	state, err := c.read()
	if s.Last = state.LastGood; err != nil || s.Last.Before(soon) {
		s.Last = soon
	}
	end := s.Start(ctx)
	return func() { unwatch(); end() }
}

func (c checks) path() string { return filepath.Join(c.a.cfg.Data, checkName) }

func (c checks) read() (s checkState, err error) {
	text, err := os.ReadFile(c.path())
	if errors.Is(err, fs.ErrNotExist) {
		return s, nil
	}
	if err == nil {
		err = json.Unmarshal(text, &s)
	}
	return s, err
}

func (c checks) keep(s *checkState) error {
	text, err := json.Marshal(s)
	if err != nil {
		return err
	}
	return writeSynced(c.path(), append(text, '\n'))
}

// run makes one pass, or ends one that was cut off. Records that are not as the log has them, or sums that are not those of the records,
// make the database one that is only read.
func (c checks) run(ctx context.Context) error {
	c.turn.Lock()
	defer c.turn.Unlock()
	state, err := c.read()
	if err != nil || state.Done || state.Began.IsZero() { // what cannot be read is begun anew
		state = checkState{Began: c.a.now().UTC(), LastGood: state.LastGood, Register: state.Register, Edition: state.Edition, Damaged: []string{}}
	}
	ctx = store.Paced(ctx, checkRest)
	if err := c.register(ctx, &state); err != nil {
		return err
	}
	if !state.Ledger {
		if err := c.ledger(ctx); err != nil {
			return err
		}
		state.Ledger = true
	}
	if err := c.records(ctx, &state); err != nil {
		return err
	}
	if err := c.files(ctx, &state); err != nil {
		return err
	}
	state.Done, state.LastGood = true, state.Began
	if len(state.Damaged) > 0 {
		c.a.log.ErrorContext(ctx, "damaged files: bring them back from a backup", "files", state.Damaged)
	}
	c.a.log.InfoContext(ctx, "what is stored was checked", "records", state.Checked, "files", state.Files)
	return c.keep(&state)
}

// register holds the zone's register against what it was when this edition of it was first seen: its changes are counted, and no log has
// the hashes of its rows.
func (c checks) register(ctx context.Context, state *checkState) error {
	sum, edition, still, err := store.Register{DB: c.db}.Sum(ctx)
	if err != nil || !still { // somebody works on it: the next look sees it
		return err
	}
	if state.Register != "" && edition == state.Edition && sum != state.Register {
		c.db.MarkDamaged(fmt.Sprintf("the register is not what it was in its edition %s", edition))
		return nil
	}
	if sum == state.Register && edition == state.Edition {
		return nil
	}
	state.Register, state.Edition = sum, edition
	return c.keep(state)
}

// watch notes the hash over the register soon after each change of it.
func (c checks) watch(ctx context.Context) error {
	if !c.turn.TryLock() {
		return nil // the next look sees it
	}
	defer c.turn.Unlock()
	state, err := c.read()
	if err != nil {
		state = checkState{Damaged: []string{}}
	}
	edition, err := store.Register{DB: c.db}.Edition(ctx)
	if err != nil || edition == state.Edition && state.Register != "" {
		return err
	}
	return c.register(store.Paced(ctx, checkRest), &state)
}

func (c checks) ledger(ctx context.Context) error {
	check, err := store.Ledger{DB: c.db}.VerifyLedger(ctx)
	if err == nil && check.Differ > 0 {
		d := check.First[0]
		c.db.MarkDamaged(fmt.Sprintf("%d sums are not what the records add up to, the first of %s %s %s", check.Differ, d.Rollup, d.OrgID, d.Day))
	}
	return err
}

func (c checks) records(ctx context.Context, state *checkState) error {
	ring, err := c.a.openKeys(c.db)
	if err != nil {
		return err
	}
	audit := store.Audit{DB: c.db, Signer: ring}
	for !state.Records {
		part, more, err := audit.NextPart(ctx, state.Part)
		if err != nil {
			return err
		}
		if !more {
			state.Records = true
			break
		}
		check, err := audit.VerifyPart(ctx, part)
		if broken, ok := errors.AsType[*store.AuditBreak](err); ok {
			c.db.MarkDamaged(fmt.Sprintf("the audit chain of %s is broken at %d", broken.OrgID, broken.Seq))
		} else if err != nil {
			return err
		}
		if check.Differ > 0 {
			w := check.First[0]
			c.db.MarkDamaged(fmt.Sprintf("%d records are not as the audit log has them, the first: %s %s of %s was %s", check.Differ, w.Kind, w.ID, w.OrgID, w.What))
		}
		state.Part = part
		state.Checked += check.Objects
		if err := c.keep(state); err != nil {
			return err
		}
	}
	return c.keep(state)
}

// files holds each file against its name, which is the hash of its content.
func (c checks) files(ctx context.Context, state *checkState) error {
	err := walkBlobs(ctx, filepath.Join(c.a.cfg.Data, "blobs"), func(hash, path string) error {
		if hash <= state.File {
			return nil
		}
		sum, _, err := hashFile(path)
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		if (err != nil || sum != hash) && len(state.Damaged) < 100 {
			state.Damaged = append(state.Damaged, hash)
		}
		state.File = hash
		if state.Files++; state.Files%1000 == 0 {
			err = c.keep(state)
		} else {
			err = nil
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(checkRest):
			return err
		}
	})
	return errors.Join(err, c.keep(state))
}
