package main

import (
	"bytes"
	"context"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"liangwang/internal/recycle"
	"liangwang/internal/seller"
	"liangwang/internal/server"
)

const plantedID = "11010519491231002X"

var planted = recycle.SellerFacts{Name: "欧阳种子", Phone: "13900001234", Address: "示范路 77 号", IDType: recycle.ResidentCard, IDNumber: plantedID}

// withSellers runs do on the sellers of the data directory dir, as a server would, and returns what that logged.
func withSellers(t *testing.T, dir, backups string, org recycle.OrgID, do func(ctx context.Context, s *seller.Service)) string {
	t.Helper()
	var logged bytes.Buffer
	a, _ := newTestApp()
	a.cfg.Data, a.cfg.BackupDir, a.log = dir, backups, server.NewLogger(&logged, slog.LevelInfo)
	p, err := a.open(t.Context(), a.now)
	if err != nil {
		t.Fatal(err)
	}
	if err := a.tendKeys(t.Context(), p); err != nil {
		t.Fatal(err)
	}
	do(recycle.WithActor(t.Context(), recycle.Actor{OrgID: org, PersonID: recycle.PersonID(newID()), Roles: []recycle.Role{recycle.CompanyOperator}}), p.sellers)
	if err := p.close(); err != nil {
		t.Fatal(err)
	}
	return logged.String()
}

// registers adds n persons, the first of them the planted one, and returns their ids.
func registers(t *testing.T, dir string, org recycle.OrgID, n int) (ids []recycle.SellerID) {
	t.Helper()
	withSellers(t, dir, "", org, func(ctx context.Context, s *seller.Service) {
		for i := range n {
			f, id := planted, recycle.SellerID(newID())
			if i > 0 {
				f.IDType, f.IDNumber = recycle.Passport, fmt.Sprintf("E%07d", i)
			}
			if _, _, err := s.Put(ctx, id, f); err != nil {
				t.Fatal(err)
			}
			ids = append(ids, id)
		}
	})
	return ids
}

// found counts the files below dir that hold one of texts.
func found(t *testing.T, dir string, texts ...string) (files []string) {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() || !e.Type().IsRegular() {
			return err
		}
		data, err := os.ReadFile(path)
		for _, text := range texts {
			if bytes.Contains(data, []byte(text)) {
				files = append(files, path)
				break
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// The number is in no file in clear. A backup and a copy of the keys together read all of it; the backup alone reads nothing, and the
// server runs. Who was erased stays erased, whichever backup and whichever copy of the keys comes back.
func TestKeys_backup(t *testing.T) {
	dir, org := filled(t)
	ids := registers(t, dir, org, 20)
	away := t.TempDir()
	to, safe := filepath.Join(away, "backup"), filepath.Join(away, "keys")
	var m manifest
	var copied struct{ Keys string }
	if err := says(t, dir, &m, "backup", "--to", to); err != nil {
		t.Fatal(err)
	}
	if err := says(t, dir, &copied, "backup", "--keys", safe); err != nil {
		t.Fatal(err)
	}
	private(t, dir)
	private(t, safe)
	for _, place := range []string{dir, away} {
		if files := found(t, place, plantedID, "E0000001"); len(files) > 0 {
			t.Error("in clear in", files)
		}
	}
	var d drilled
	if err := says(t, dir, &d, "drill", "--from", to, "--keys", safe); err != nil {
		t.Fatal(err)
	}
	if d.Keys == nil || *d.Keys != (keyState{Master: "here", Persons: 20, Readable: 20}) {
		t.Errorf("%+v", d.Keys)
	}

	withSellers(t, dir, to, org, func(ctx context.Context, s *seller.Service) {
		v, err := s.Erase(ctx, ids[0])
		if err != nil || v.KeysUntil != recycle.At(time.Now()).Day().Add(seller.KeysKept) {
			t.Error("the day on which the last copy of the key ends:", v.KeysUntil, err)
		}
	})
	gone := []string{plantedID, planted.Phone + "x"}
	if files := found(t, dir, gone...); len(files) > 0 {
		t.Error("erased, and in", files)
	}
	var audit auditAnswer
	if err := says(t, dir, &audit, "audit", "verify"); err != nil || audit.Records.Erased != 1 || audit.Records.Unkeyed != 0 {
		t.Errorf("%v: %+v", err, audit.Records)
	}
	a, said := newTestApp()
	if err := run(t.Context(), a, []string{"audit", "verify", "--data", dir}); err != nil || !strings.Contains(said.String(), "已删除") {
		t.Error(err, said)
	}
	if err := says(t, dir, &d, "drill", "--from", to, "--keys", safe); err != nil || *d.Keys != (keyState{Master: "here", Persons: 19, Readable: 19, Erased: 1}) {
		t.Errorf("from a backup and keys of before the erasure: %v, %+v", err, d.Keys)
	}

	back := filepath.Join(away, "without-keys")
	if err := says(t, back, &m, "restore", "--from", to); err != nil {
		t.Fatal(err)
	}
	if err := says(t, back, &audit, "audit", "verify"); err != nil || audit.Records.Unkeyed != 19 || audit.Records.Erased != 1 {
		t.Errorf("%v: %+v", err, audit.Records)
	}
	logged := withSellers(t, back, "", org, func(ctx context.Context, s *seller.Service) { // the server starts
		if _, err := s.Reveal(ctx, ids[1], "CHECK_DOCUMENT"); recycle.CodeOf(err) != "keys.missing" {
			t.Error("without keys:", err)
		}
		if _, _, err := s.Put(ctx, recycle.SellerID(newID()), planted); recycle.CodeOf(err) != "keys.missing" {
			t.Error("taken in without keys:", err)
		}
		if v, err := s.Seller(ctx, ids[0]); err != nil || !v.IsErased() || v.Name != "" {
			t.Error("the erased one came back:", v, err)
		}
	})
	if !strings.Contains(logged, "the keys of persons are missing") || !strings.Contains(logged, `"without_key":19`) {
		t.Error("the server says nothing:", logged)
	}
	if _, err := os.Stat(filepath.Join(keysDir(back), "master")); err == nil {
		t.Error("a new master key was made")
	}

	var brought struct{ Keys string }
	if err := says(t, back, &brought, "restore", "--keys", safe); err != nil { // the keys come after all, and no erased one with them
		t.Fatal(err)
	}
	withSellers(t, back, "", org, func(ctx context.Context, s *seller.Service) {
		if v, err := s.Reveal(ctx, ids[1], "CHECK_DOCUMENT"); err != nil || v.Number != "E0000001" {
			t.Error("keys brought later:", v, err)
		}
	})
	if err := says(t, back, &audit, "audit", "verify"); err != nil || audit.Records.Unkeyed != 0 || audit.Records.Erased != 1 || audit.Records.Differ != 0 {
		t.Errorf("%v: %+v", err, audit.Records)
	}
	if err := says(t, back, &brought, "restore", "--keys", safe); err == nil {
		t.Error("a copy over the keys that are there")
	}

	whole := filepath.Join(away, "with-keys")
	if err := says(t, whole, &m, "restore", "--from", to, "--keys", safe); err != nil {
		t.Fatal(err)
	}
	private(t, whole)
	withSellers(t, whole, "", org, func(ctx context.Context, s *seller.Service) {
		if v, err := s.Reveal(ctx, ids[1], "CHECK_DOCUMENT"); err != nil || v.Number != "E0000001" {
			t.Error("with keys:", v, err)
		}
		if _, err := s.Reveal(ctx, ids[0], "CHECK_DOCUMENT"); recycle.CodeOf(err) != "seller.erased" {
			t.Error("the erased one came back:", err)
		}
	})
	if files := found(t, whole, gone...); len(files) > 0 {
		t.Error("came back in", files)
	}
	if err := says(t, dir, &m, "restore", "--from", to, "--replace"); err != nil { // the keys that are there stay
		t.Fatal(err)
	}
	withSellers(t, dir, "", org, func(ctx context.Context, s *seller.Service) {
		if v, err := s.Reveal(ctx, ids[1], "CHECK_DOCUMENT"); err != nil || v.Number != "E0000001" {
			t.Error("replaced:", v, err)
		}
	})
}

// A copy of the keys lies elsewhere than what they open, is whole, and ends after thirty days.
func TestKeys_copies(t *testing.T) {
	dir, org := filled(t)
	safe := filepath.Join(t.TempDir(), "keys")
	var copied struct{ Keys string }
	if err := says(t, dir, &copied, "backup", "--keys", safe); err == nil {
		t.Error("a copy of no keys")
	}
	registers(t, dir, org, 2)
	if err := says(t, dir, &copied, "backup", "--keys", filepath.Join(dir, "k")); err == nil {
		t.Error("in the data directory")
	}
	old := filepath.Join(safe, "keys-"+time.Now().UTC().AddDate(0, 0, -31).Format(stampLayout)+".json")
	young := filepath.Join(safe, "keys-"+time.Now().UTC().AddDate(0, 0, -29).Format(stampLayout)+".json")
	if err := os.MkdirAll(safe, 0o700); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{old, young} {
		if err := os.WriteFile(path, []byte("{}"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	identity, recipient := newIdentity(t)
	if err := says(t, dir, &copied, "backup", "--keys", safe, "--encrypt-to", recipient); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(old); err == nil {
		t.Error("older than thirty days, and there")
	}
	if _, err := os.Stat(young); err != nil {
		t.Error("younger than thirty days, and gone")
	}
	for _, tt := range []struct {
		name, identity string
		spoil          func(path string) error
		ok             bool
	}{
		{"encrypted", identity, func(string) error { return nil }, true},
		{"without the identity", "", func(string) error { return nil }, false},
		{"damaged", identity, func(path string) error {
			data, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			data[len(data)-20] ^= 1
			return os.WriteFile(path, data, 0o600)
		}, false},
	} {
		path := filepath.Join(t.TempDir(), filepath.Base(copied.Keys))
		data, err := os.ReadFile(copied.Keys)
		if err == nil {
			err = os.WriteFile(path, data, 0o600)
		}
		if err == nil {
			err = tt.spoil(path)
		}
		if err != nil {
			t.Fatal(err)
		}
		if err := restoreKeys(path, tt.identity, t.TempDir()); (err == nil) != tt.ok {
			t.Errorf("%s: %v", tt.name, err)
		}
	}
}
