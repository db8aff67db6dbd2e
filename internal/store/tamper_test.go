package store_test

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"testing"

	"liangwang/internal/recycle"
	"liangwang/internal/store"
	"liangwang/internal/testkit"
)

// fuzzEnv names the variable that asks for the full form.
const fuzzEnv = "LW_FUZZ"

// forger changes the log as somebody who has the database does; those who are thorough also make all later sums and the head anew.
type forger struct {
	rng     *rand.Rand
	entries []recycle.Entry // of one chain
}

// forge changes the chain in one way that a reader of it would be misled by, and says how.
func (f *forger) forge() string {
	n := len(f.entries)
	i, j := f.rng.IntN(n), f.rng.IntN(n-1)
	if j >= i {
		j++
	}
	switch f.rng.IntN(5) {
	case 0:
		return fmt.Sprint("edit ", f.edit(&f.entries[i]), " of ", i+1)
	case 1:
		f.entries = slices.Delete(f.entries, i, i+1)
		return fmt.Sprint("delete ", i+1)
	case 2:
		f.entries[i], f.entries[j] = f.entries[j], f.entries[i]
		return fmt.Sprint("swap ", i+1, " and ", j+1)
	case 3:
		e := f.entries[j]
		f.edit(&e)
		f.entries = slices.Insert(f.entries, i, e)
		return fmt.Sprint("insert at ", i+1)
	}
	f.entries = f.entries[:i]
	return fmt.Sprint("cut after ", i)
}

// edit changes one member of e.
func (f *forger) edit(e *recycle.Entry) string {
	flip := func(b []byte) []byte {
		b = append(slices.Clone(b), 0)[:max(1, len(b))]
		b[f.rng.IntN(len(b))] ^= 1 << f.rng.IntN(8)
		return b
	}
	switch f.rng.IntN(6) {
	case 0:
		e.At += recycle.Instant(1 + f.rng.IntN(1_000_000))
		return "time"
	case 1:
		e.PersonID += "x"
		return "person"
	case 2:
		e.Action += "x"
		return "action"
	case 3:
		e.ObjectID = "x" + e.ObjectID
		return "object"
	case 4:
		e.ObjectHash = flip(e.ObjectHash)
		return "hash"
	}
	e.Body = flip(e.Body)
	return "body"
}

// seal numbers the entries; if thorough, it makes their sums and returns the head that fits.
func (f *forger) seal(head store.AuditHead, thorough bool) store.AuditHead {
	var prev []byte
	for i := range f.entries {
		e := &f.entries[i]
		if e.Seq = int64(i + 1); thorough {
			e.Sum = e.SumAfter(prev)
		}
		prev = e.Sum
	}
	if thorough {
		head.Seq, head.Sum = int64(len(f.entries)), prev
	}
	return head
}

// Ten thousand changes of the log (five hundred in the short form), a third of them with all later sums and the head made anew: each is
// found, those that are whole in themselves by the heads that were kept elsewhere.
func TestVerifyAudit_forged(t *testing.T) {
	times := 500
	if os.Getenv(fuzzEnv) == "full" {
		times = 10_000
	}
	s := testkit.NewStore(t)
	chains := map[recycle.OrgID][]recycle.Entry{}
	rng := rand.New(rand.NewPCG(3, 4))
	for _, org := range []recycle.OrgID{testkit.Ours, testkit.Theirs} {
		must(t, s.InTx(testkit.As(t, org, recycle.Collector), func(ctx context.Context) error {
			for i := range 25 {
				e := recycle.Entry{OrgID: org, At: testkit.At() + recycle.Instant(i), PersonID: "p", Action: "pickup.log", ObjectID: testkit.ID[string](i),
					ObjectHash: bytes.Repeat([]byte{byte(i)}, 32), Body: fmt.Appendf(nil, `{"n":%d}`, i)}
				if err := s.AppendAudit(ctx, e); err != nil {
					return err
				}
			}
			return nil
		}))
	}
	heads, err := s.AuditHeads(t.Context())
	must(t, err)
	for _, h := range heads {
		rows, err := s.SQL.Query("SELECT seq, at, person_id, action, object_id, object_hash, body, sum FROM audit_entries WHERE org_id = ? ORDER BY seq", string(h.OrgID))
		must(t, err)
		for rows.Next() {
			e := recycle.Entry{OrgID: h.OrgID}
			must(t, rows.Scan(&e.Seq, &e.At, &e.PersonID, &e.Action, &e.ObjectID, &e.ObjectHash, &e.Body, &e.Sum))
			chains[h.OrgID] = append(chains[h.OrgID], e)
		}
		must(t, rows.Close())
	}
	if found := forged(t, s, heads); found != "" {
		t.Fatal("nothing was changed, but", found)
	}
	by := map[string]int{}
	for n := range times {
		h := heads[rng.IntN(len(heads))]
		f := forger{rng, slices.Clone(chains[h.OrgID])}
		how := f.forge()
		head := f.seal(h, n%3 == 0)
		rewrite(t, s, f.entries, head)
		found := forged(t, s, heads)
		if found == "" {
			t.Errorf("%s of %s, thorough %v: not found", how, h.OrgID, n%3 == 0)
		}
		by[found]++
		rewrite(t, s, chains[h.OrgID], h)
	}
	t.Logf("%d changes of the log, 0 unseen: %v", times, by)
	if by["by the head from outside"] < times/4 {
		t.Error("too few were whole in themselves")
	}
}

// forged says by what the log is found to be another one, if it is.
func forged(t *testing.T, s testkit.Store, outside []store.AuditHead) string {
	t.Helper()
	if _, err := s.VerifyAudit(t.Context()); err != nil {
		return "by itself"
	}
	for _, h := range outside {
		sum, there, err := s.SumAt(t.Context(), store.AuditHead{OrgID: h.OrgID, Seq: h.Seq})
		must(t, err)
		if !there || !bytes.Equal(sum, h.Sum) {
			return "by the head from outside"
		}
	}
	return ""
}

// rewrite replaces a chain and its head.
func rewrite(t *testing.T, s testkit.Store, entries []recycle.Entry, head store.AuditHead) {
	t.Helper()
	tx, err := s.SQL.Begin()
	must(t, err)
	do := func(query string, args ...any) {
		t.Helper()
		_, err := tx.Exec(query, args...)
		must(t, err)
	}
	do("DELETE FROM audit_entries WHERE org_id = ?", string(head.OrgID))
	for i := range entries {
		e := &entries[i]
		do("INSERT INTO audit_entries (org_id, seq, at, person_id, action, object_id, object_hash, body, sum) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
			string(head.OrgID), e.Seq, int64(e.At), string(e.PersonID), e.Action, e.ObjectID, e.ObjectHash, e.Body, e.Sum)
	}
	sum := head.Sum
	if sum == nil {
		sum = []byte{}
	}
	do("UPDATE audit_heads SET seq = ?, sum = ? WHERE org_id = ?", head.Seq, sum, string(head.OrgID))
	must(t, tx.Commit())
}
