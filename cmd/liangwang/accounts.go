package main

import (
	"bufio"
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"liangwang/internal/account"
	"liangwang/internal/recycle"
	"liangwang/internal/store"
)

// answer prints value as JSON if that was asked for, else text.
func (a *app) answer(f userFlags, value any, text string) error {
	if f.json {
		return json.NewEncoder(a.stdout).Encode(value)
	}
	_, err := io.WriteString(a.stdout, text)
	return err
}

// readPassword reads one line from standard input.
func (a *app) readPassword() (string, error) {
	line, err := bufio.NewReader(io.LimitReader(a.stdin, 4096)).ReadString('\n')
	if err != nil && !errors.Is(err, io.EOF) {
		return "", err
	}
	if line = strings.TrimRight(line, "\r\n"); line == "" {
		return "", errors.New("no password on standard input")
	}
	return line, nil
}

func randomPassword() string { return strings.ToLower(rand.Text())[:14] } // 70 bits, letters and digits

// accountStore is the store as the account feature sees it.
type accountStore struct {
	*store.DB
	store.Orgs
	store.People
	store.Sessions
	store.Devices
	store.Invites
	store.Programs
	store.LoginLimits
	store.Roster
	store.Audit
}

func newAccountStore(db *store.DB) accountStore {
	return accountStore{db, store.Orgs{DB: db}, store.People{DB: db}, store.Sessions{DB: db}, store.Devices{DB: db},
		store.Invites{DB: db}, store.Programs{DB: db}, store.LoginLimits{DB: db}, store.Roster{DB: db}, store.Audit{DB: db}}
}

// withAccounts runs do on the configured database, which is there.
func (a *app) withAccounts(ctx context.Context, do func(s *account.Service) error) error {
	if err := a.exists(); err != nil {
		return err
	}
	return a.withNewAccounts(ctx, do)
}

// withNewAccounts runs do on the configured database, which is made if there is none.
func (a *app) withNewAccounts(ctx context.Context, do func(s *account.Service) error) (err error) {
	db, err := a.openStore(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	return do(account.New(account.Options{Store: newAccountStore(db), Now: a.now, TTL: a.cfg.SessionTTL}))
}

// explained says in words what the codes of a refused command mean.
func explained(err error) error {
	e, ok := errors.AsType[*recycle.Error](err)
	if !ok {
		return err
	}
	said := map[string]string{
		"org unknown": "no organisation has this name or id; --kind makes a new one", "org ambiguous": "several organisations have this name: give the id",
		"role notInThisKind": "this role cannot be held in this organisation", "role adminFirst": "the first person is the zone's admin: --role admin",
		"phone phone.pattern": "--phone is no telephone number", "phone phone.mobile": "--phone is no mobile number", "phone phone": "--phone is no mobile number",
		"name text": "--name is missing or too long", "kind oneOf": "--kind is unknown",
		"uscc uscc":          "--uscc is no unified social credit code (18 characters with a check character)",
		"password minLength": fmt.Sprintf("the password is shorter than %d characters", account.MinPassword), "password text": "the password is too long or not text",
		"person.not_found": "nobody has this phone", "device.not_found": "nobody signed in on this device", "org.not_found": "the database has no organisation yet",
	}
	for _, f := range e.Fields {
		if words, ok := said[f.Path+" "+f.Code]; ok {
			return errors.New(words)
		}
	}
	if words, ok := said[e.Code]; ok {
		return errors.New(words)
	}
	return err
}

func words[T ~string](list []T) string {
	var b strings.Builder
	for i, w := range list {
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString(string(w))
	}
	return b.String()
}
