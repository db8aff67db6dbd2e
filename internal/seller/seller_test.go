package seller_test

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"liangwang/internal/keys"
	"liangwang/internal/recycle"
	"liangwang/internal/seller"
	"liangwang/internal/store"
	"liangwang/internal/testkit"
)

const number = "11010519491231002X"

var facts = recycle.SellerFacts{Name: "欧阳种子", Phone: "13900001234", Address: "示范路 77 号", IDType: recycle.ResidentCard, IDNumber: "11010519491231002x"}

func newService(t *testing.T, s testkit.Store, dir string) (*seller.Service, keys.Bound) {
	t.Helper()
	ring, err := keys.Open(dir)
	must(t, err)
	b := keys.Bound{Ring: ring, Marks: s}
	return &seller.Service{Store: s, Keys: b, Now: testkit.Now}, b
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func id(n int) recycle.SellerID { return testkit.ID[recycle.SellerID](n) }

func TestService(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s testkit.Store) {
		ours, theirs := testkit.As(t, testkit.Ours, recycle.CompanyOperator), testkit.As(t, testkit.Theirs, recycle.CompanyOperator)
		svc, bound := newService(t, s, filepath.Join(t.TempDir(), "keys"))
		v, created, err := svc.Put(ours, id(1), facts)
		if err != nil || !created || v.Number != "110105********002X" || v.Name != "欧***" || v.Phone != "139****1234" || v.Address != "" {
			t.Fatalf("%+v, %v, %v", v, created, err)
		}
		if _, created, err := svc.Put(ours, id(1), facts); err != nil || created {
			t.Error("the same again:", created, err)
		}
		other := facts
		other.Name = "别人"
		if _, _, err := svc.Put(ours, id(1), other); recycle.CodeOf(err) != "seller.conflict" {
			t.Error("other content under the id:", err)
		}
		if v, _, err := svc.Put(ours, id(2), facts); recycle.CodeOf(err) != "seller.known" || v.ID != id(1) {
			t.Error("the number under another id:", v.ID, err)
		}
		if v, created, err := svc.Put(theirs, id(1), facts); err != nil || !created || v.OrgID != testkit.Theirs {
			t.Error("another organisation with the same person and id:", err)
		}
		if v, err := svc.Find(ours, recycle.ResidentCard, number); err != nil || v.ID != id(1) || v.Number != "110105********002X" {
			t.Error("by the number:", v, err)
		}
		if _, err := svc.Find(theirs, recycle.ResidentCard, "370800190001010014"); recycle.KindOf(err) != recycle.NotFound {
			t.Error("nobody's number:", err)
		}
		if v, err := svc.Reveal(ours, id(1), "CHECK_DOCUMENT"); err != nil || v.Number != number || v.Name != facts.Name || v.Address != facts.Address {
			t.Error("revealed:", v, err)
		}
		if _, err := svc.Reveal(ours, id(1), "curious"); recycle.KindOf(err) != recycle.Invalid {
			t.Error("without a reason:", err)
		}
		if _, err := svc.Reveal(ours, id(9), "CHECK_DOCUMENT"); recycle.KindOf(err) != recycle.NotFound {
			t.Error("unknown:", err)
		}
		list, _, err := svc.List(ours, recycle.Cursor{}, 10)
		if err != nil || len(list) != 1 || list[0].Number != "110105********002X" {
			t.Error("list:", list, err)
		}
		var body string
		must(t, s.SQL.QueryRow("SELECT body FROM audit_entries WHERE action = 'seller.reveal'").Scan(&body))
		if !strings.Contains(body, "CHECK_DOCUMENT") {
			t.Error("the reveal is not in the log:", body)
		}
		check := verify(t, s, bound)
		if check.Differ != 0 || check.Unkeyed != 0 || check.Erased != 0 {
			t.Errorf("%+v", check)
		}
		_, err = s.SQL.Exec("UPDATE sellers SET address = 'elsewhere' WHERE org_id = '" + string(testkit.Ours) + "'")
		must(t, err)
		if check := verify(t, s, bound); check.Differ != 1 {
			t.Errorf("a record changed past the program: %+v", check)
		}
	})
}

func verify(t *testing.T, s testkit.Store, k keys.Bound) store.ObjectCheck {
	t.Helper()
	audit := store.Audit{DB: s.DB, Signer: k}
	if _, err := audit.VerifyAudit(t.Context()); err != nil {
		t.Error(err)
	}
	check, err := audit.VerifyObjects(t.Context())
	must(t, err)
	return check
}

func TestFacts(t *testing.T) {
	for _, tt := range []struct {
		name string
		edit func(f *recycle.SellerFacts)
		want string
	}{
		{"whole", func(*recycle.SellerFacts) {}, ""},
		{"no name", func(f *recycle.SellerFacts) { f.Name = " " }, "name text"},
		{"no address", func(f *recycle.SellerFacts) { f.Address = "" }, "address text"},
		{"number in the name", func(f *recycle.SellerFacts) { f.Name = number }, "name idNumber"},
		{"no phone", func(f *recycle.SellerFacts) { f.Phone = "" }, ""},
		{"bad phone", func(f *recycle.SellerFacts) { f.Phone = "12" }, "phone phone"},
		{"wrong check digit", func(f *recycle.SellerFacts) { f.IDNumber = "110105194912310021" }, "idNumber id.check"},
		{"invalid date", func(f *recycle.SellerFacts) { f.IDNumber = "370800190002300013" }, "idNumber id.date"},
		{"unknown document", func(f *recycle.SellerFacts) { f.IDType = "CARD" }, "idType oneOf"},
		{"passport", func(f *recycle.SellerFacts) { f.IDType, f.IDNumber = recycle.Passport, "e 1234-5678" }, ""},
		{"passport of signs", func(f *recycle.SellerFacts) { f.IDType, f.IDNumber = recycle.Passport, "护照12345" }, "idNumber id.text"},
	} {
		f := facts
		tt.edit(&f)
		_, err := f.Canonical("2026-11-23")
		got := ""
		if e, ok := err.(*recycle.Error); ok {
			got = e.Fields[0].Path + " " + e.Fields[0].Code
		}
		if got != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
}

// What is erased is in no file any more, its key is gone, the log says so, and a law that holds the record refuses it.
func TestService_Erase(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "t.db")
	db, err := store.Open(t.Context(), store.Options{Path: path, Now: testkit.Now})
	must(t, err)
	defer func() { _ = db.Close() }()
	s := testkit.Of(db)
	ours := testkit.As(t, testkit.Ours, recycle.CompanyOperator)
	svc, bound := newService(t, s, filepath.Join(dir, "keys"))
	var told []recycle.SellerRef
	svc.Erased = func(_ context.Context, of recycle.SellerRef) { told = append(told, of) }
	for n := range 60 { // pages are split, and the record moves
		f := facts
		f.IDType, f.IDNumber = recycle.Passport, "E1000"+string(rune('A'+n/26))+string(rune('A'+n%26))
		if n == 30 {
			f = facts
		}
		_, _, err := svc.Put(ours, id(100-n), f)
		must(t, err)
	}
	planted := [][]byte{[]byte(number), []byte(facts.Name), []byte(facts.Phone), []byte(facts.Address)}
	must(t, s.SaveKeysAt(ours, recycle.At(testkit.Now())))
	if in(t, dir, planted[:1]) != 0 {
		t.Error("the number is on the disk in clear")
	}
	for n := range 60 {
		v, err := svc.Erase(ours, id(100-n))
		must(t, err)
		if !v.IsErased() || v.Name != "" || v.Number != "" || v.KeysUntil != recycle.At(testkit.Now()).Day().Add(30) {
			t.Fatalf("%+v", v)
		}
	}
	if n := in(t, dir, planted); n != 0 {
		t.Errorf("erased, and found %d times", n)
	}
	if len(told) != 60 {
		t.Error("told of", len(told))
	}
	if _, err := svc.Erase(ours, id(70)); err != nil {
		t.Error("twice:", err)
	}
	if _, err := svc.Reveal(ours, id(70), "CHECK_DOCUMENT"); recycle.CodeOf(err) != "seller.erased" {
		t.Error("revealed:", err)
	}
	if _, err := svc.Find(ours, recycle.ResidentCard, number); recycle.KindOf(err) != recycle.NotFound {
		t.Error("found by the number:", err)
	}
	if _, _, err := svc.Put(ours, id(70), facts); recycle.CodeOf(err) != "seller.conflict" {
		t.Error("came back under the id:", err)
	}
	if _, created, err := svc.Put(ours, id(7), facts); err != nil || !created {
		t.Error("the same person again, as somebody new:", err)
	}
	if check := verify(t, s, bound); check.Differ != 0 || check.Erased != 60 {
		t.Errorf("%+v", check)
	}
}

func in(t *testing.T, dir string, texts [][]byte) (n int) {
	t.Helper()
	must(t, filepath.WalkDir(dir, func(path string, e os.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		for _, text := range texts {
			n += bytes.Count(data, text)
		}
		return err
	}))
	return n
}

// While a law asks for the record it stays: two years after the last sale that names the person.
func TestService_Erase_held(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s testkit.Store) {
		ours := testkit.As(t, testkit.Ours, recycle.CompanyOperator)
		svc, _ := newService(t, s, filepath.Join(t.TempDir(), "keys"))
		_, _, err := svc.Put(ours, id(1), facts)
		must(t, err)
		p := testkit.Pickup(5)
		p.Papers = []recycle.Paper{{Kind: recycle.NeedIDRegister, SellerID: id(1)}}
		p.Receive(recycle.Actor{OrgID: testkit.Ours, PersonID: testkit.ID[recycle.PersonID](1)}, recycle.At(testkit.Now()))
		p.State = recycle.Accepted
		must(t, s.InTx(ours, func(ctx context.Context) error { return s.InsertPickup(ctx, &p) }))
		_, err = svc.Erase(ours, id(1))
		e, ok := err.(*recycle.Error)
		if !ok || e.Code != "seller.held" || e.Fields[0] != (recycle.Field{Path: "duty", Code: "scrap_registration", Param: string(p.Day.AddYears(2))}) {
			t.Fatalf("%+v", err)
		}
		svc.Now = func() time.Time { return testkit.Now().AddDate(2, 0, 0) }
		if _, err := svc.Erase(ours, id(1)); recycle.CodeOf(err) != "seller.held" {
			t.Error("on the last day:", err)
		}
		svc.Now = func() time.Time { return testkit.Now().AddDate(2, 0, 1) }
		if _, err := svc.Erase(ours, id(1)); err != nil {
			t.Error("on the day after:", err)
		}
	})
}

// Without the keys nothing is taken in, no master key is made, and what stands is listed without its number.
func TestService_keysMissing(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s testkit.Store) {
		ours := testkit.As(t, testkit.Ours, recycle.CompanyOperator)
		dir := filepath.Join(t.TempDir(), "keys")
		svc, _ := newService(t, s, dir)
		_, _, err := svc.Put(ours, id(1), facts)
		must(t, err)
		must(t, os.Rename(dir, dir+".away"))
		svc, bound := newService(t, s, dir)
		other := facts
		other.IDNumber = "370800190001010014"
		if _, _, err := svc.Put(ours, id(2), other); recycle.CodeOf(err) != "keys.missing" {
			t.Error("put:", err)
		}
		if _, err := svc.Reveal(ours, id(1), "CHECK_DOCUMENT"); recycle.CodeOf(err) != "keys.missing" {
			t.Error("reveal:", err)
		}
		if v, err := svc.Seller(ours, id(1)); err != nil || v.Number != "" || v.Name != "欧***" {
			t.Error("shown:", v, err)
		}
		if _, err := os.Stat(filepath.Join(dir, "master")); err == nil {
			t.Error("a new master key was made")
		}
		if check := verify(t, s, bound); check.Unkeyed != 1 || check.Differ != 0 {
			t.Errorf("%+v", check)
		}
		must(t, os.Rename(dir+".away", dir))
		svc, _ = newService(t, s, dir)
		if v, err := svc.Reveal(ours, id(1), "CHECK_DOCUMENT"); err != nil || v.Number != number {
			t.Error("brought back:", v, err)
		}
	})
}

// A backup from before an erasure brings the person back: the list of destroyed keys erases them again, and the other way round.
func TestService_Sweep(t *testing.T) {
	s := testkit.NewStore(t)
	ours := testkit.As(t, testkit.Ours, recycle.CompanyOperator)
	svc, bound := newService(t, s, filepath.Join(t.TempDir(), "keys"))
	for n, number := range []string{number, "370800190001010014"} {
		f := facts
		f.IDNumber = number
		_, _, err := svc.Put(ours, id(n+1), f)
		must(t, err)
	}
	must(t, bound.Destroy(testkit.Ours, id(1)))
	unknown := recycle.SellerRef{Org: testkit.Theirs, ID: id(9)}
	n, err := svc.Sweep(t.Context(), unknown)
	if err != nil || n != 1 {
		t.Fatal(n, err)
	}
	if v, err := svc.Seller(ours, id(1)); err != nil || !v.IsErased() || v.Name != "" {
		t.Error(v, err)
	}
	if v, err := svc.Seller(ours, id(2)); err != nil || v.IsErased() {
		t.Error("another:", v, err)
	}
	graves, err := bound.Destroyed()
	if err != nil || len(graves) != 2 {
		t.Error("the list goes on:", graves, err)
	}
	if n, err := svc.Sweep(t.Context()); err != nil || n != 0 {
		t.Error("again:", n, err)
	}
	if check := verify(t, s, bound); check.Differ != 0 || check.Erased != 1 {
		t.Errorf("%+v", check)
	}
}
