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
	store.LoginLimits
	store.Audit
}

func newAccountStore(db *store.DB) accountStore {
	return accountStore{db, store.Orgs{DB: db}, store.People{DB: db}, store.Sessions{DB: db}, store.Devices{DB: db},
		store.Invites{DB: db}, store.LoginLimits{DB: db}, store.Audit{DB: db}}
}

// withAccounts runs do on the configured database.
func (a *app) withAccounts(ctx context.Context, do func(s *account.Service) error) (err error) {
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
		"org unknown": "没有叫这个名字或编号的单位，要新建就写 --kind (no organisation has this name or id; --kind makes a new one)", "org ambiguous": "有几个单位叫这个名字，请写编号 (several organisations have this name: give the id)",
		"role notInThisKind": "这类单位里不能有这个角色 (this role cannot be held in this organisation)", "role adminFirst": "第一个人是本区的管理员，请用 --role admin (the first person is the zone's admin: --role admin)",
		"phone phone.pattern": "--phone 不是电话号码 (--phone is no telephone number)", "phone phone.mobile": "--phone 不是手机号码 (--phone is no mobile number)", "phone phone": "--phone 不是手机号码 (--phone is no mobile number)",
		"name text": "--name 没填或太长 (--name is missing or too long)", "kind oneOf": "--kind 没有这一种 (--kind is unknown)", "uscc uscc": "--uscc 不是统一社会信用代码 (--uscc is no unified social credit code (18 characters with a check character))",
		"password minLength": fmt.Sprintf("密码太短 (the password is shorter than %d characters)", account.MinPassword), "password text": "密码太长，或有不能用的字符 (the password is too long or not text)",
		"person.not_found": "没有人用这个手机号 (nobody has this phone)", "device.not_found": "没有人在这台设备上登录 (nobody signed in on this device)", "org.not_found": "库里还没有单位 (the database has no organisation yet)",
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
