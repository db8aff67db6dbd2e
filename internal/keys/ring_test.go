package keys_test

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"liangwang/internal/keys"
	"liangwang/internal/recycle"
)

func ref(n int) recycle.SellerRef {
	return recycle.SellerRef{Org: "01900000-0000-7000-8000-00000000000a", ID: keysID(n)}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func TestRing(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "keys")
	r, err := keys.Open(dir)
	must(t, err)
	if _, err := r.New(ref(1)); !errors.Is(err, keys.ErrMissing) {
		t.Fatal("a key without a master key:", err)
	}
	if _, err := os.Stat(dir); err == nil {
		t.Fatal("opening made the folder")
	}
	must(t, r.Begin())
	print, err := r.Fingerprint()
	must(t, err)
	must(t, r.Begin())
	if again, _ := r.Fingerprint(); again != print {
		t.Fatal("a second master key")
	}
	k1, err := r.New(ref(1))
	must(t, err)
	k2, err := r.New(ref(2))
	must(t, err)
	if again, err := r.New(ref(1)); err != nil || again != k1 || k1 == k2 {
		t.Fatal("the key of a person changed:", err)
	}
	sealed, err := k1.Seal("370800190001010014")
	must(t, err)
	if bytes.Contains(sealed, []byte("1900")) {
		t.Error("sealed in clear")
	}
	if text, err := k1.Open(sealed); err != nil || text != "370800190001010014" {
		t.Error(text, err)
	}
	if _, err := k2.Open(sealed); err == nil {
		t.Error("another's key opens it")
	}
	if bytes.Equal(k1.Sign([]byte("x")), k2.Sign([]byte("x"))) {
		t.Error("signatures do not depend on the key")
	}
	for _, name := range []string{"master", "people"} {
		info, err := os.Stat(filepath.Join(dir, name))
		must(t, err)
		if info.Mode().Perm() != 0o600 {
			t.Errorf("%s has mode %v", name, info.Mode())
		}
	}
	other, err := keys.Open(dir) // another program beside it
	must(t, err)
	k3, err := other.New(ref(3))
	must(t, err)
	if got, err := r.Key(ref(3)); err != nil || got != k3 {
		t.Error("what another program added is not seen:", err)
	}
	must(t, other.Destroy(ref(1)))
	if _, err := r.Key(ref(1)); !errors.Is(err, keys.ErrDestroyed) {
		t.Error("destroyed by another program:", err)
	}
	if _, err := r.New(ref(1)); !errors.Is(err, keys.ErrDestroyed) {
		t.Error("a destroyed key came back:", err)
	}
	must(t, r.Destroy(ref(9))) // of a person of a backup that is older than the key
	graves, err := r.Graves()
	must(t, err)
	if len(graves) != 2 {
		t.Error(graves)
	}
	if got, err := r.Key(ref(2)); err != nil || got != k2 { // ASVS 11.3.2
		t.Error("a neighbour of the destroyed one:", err)
	}
}

// A power cut in the midst of a line loses that line, which nobody was told of, and no other.
func TestRing_torn(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "keys")
	r, err := keys.Open(dir)
	must(t, err)
	must(t, r.Begin())
	k, err := r.New(ref(1))
	must(t, err)
	_, err = r.New(ref(2))
	must(t, err)
	path := filepath.Join(dir, "people")
	whole, err := os.ReadFile(path)
	must(t, err)
	for cut := len(whole) / 2; cut < len(whole); cut++ {
		must(t, os.WriteFile(path, whole[:cut], 0o600))
		r, err := keys.Open(dir)
		must(t, err)
		if got, err := r.Key(ref(1)); err != nil || got != k {
			t.Fatalf("cut at %d: %v", cut, err)
		}
		k3, err := r.New(ref(3))
		must(t, err)
		fresh, err := keys.Open(dir)
		must(t, err)
		if got, err := fresh.Key(ref(3)); err != nil || got != k3 {
			t.Fatalf("cut at %d: the next key: %v", cut, err)
		}
		if _, err := fresh.Key(ref(2)); !errors.Is(err, keys.ErrMissing) {
			t.Fatalf("cut at %d: the torn one: %v", cut, err)
		}
	}
}

// A line in which anything was changed gives no key.
func TestRing_damaged(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "keys")
	r, err := keys.Open(dir)
	must(t, err)
	must(t, r.Begin())
	_, err = r.New(ref(1))
	must(t, err)
	path := filepath.Join(dir, "people")
	whole, err := os.ReadFile(path)
	must(t, err)
	for i := range whole {
		text := bytes.Clone(whole)
		text[i] ^= 1
		must(t, os.WriteFile(path, text, 0o600))
		fresh, err := keys.Open(dir)
		must(t, err)
		if _, err := fresh.Key(ref(1)); !errors.Is(err, keys.ErrMissing) {
			t.Errorf("byte %d: %v", i, err)
		}
	}
}

func keysID(n int) recycle.SellerID {
	return recycle.SellerID(fmt.Sprintf("01900000-0000-7000-8000-%012x", n))
}
