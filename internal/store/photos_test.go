package store_test

import (
	"context"
	"fmt"
	"testing"

	"liangwang/internal/recycle"
	"liangwang/internal/testkit"
)

// A picture is kept once per organisation; who sent it is told apart by person.
func TestPhotos(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s testkit.Store) {
		one, other := testkit.Actor(testkit.Ours, recycle.Collector), testkit.Mate(testkit.Ours, recycle.Collector)
		stranger := testkit.Actor(testkit.Theirs, recycle.Collector)
		send := func(a recycle.Actor, hash recycle.PhotoHash, width int) {
			t.Helper()
			p := recycle.Photo{OrgID: a.OrgID, Hash: hash, StoredHash: hashB, Type: "image/jpeg", Bytes: 5, Width: width, Height: 2, AuthorID: a.PersonID, ReceivedAt: 3}
			must(t, s.InTx(recycle.WithActor(t.Context(), a), func(ctx context.Context) error { return s.KeepPhoto(ctx, &p) }))
		}
		send(one, hashA, 1)
		send(one, hashA, 9)
		send(other, hashA, 9)
		send(stranger, hashB, 1)
		ctx := recycle.WithActor(t.Context(), one)
		if p, err := s.Photo(ctx, hashA); err != nil || p.Width != 1 || p.AuthorID != one.PersonID {
			t.Errorf("%+v, %v", p, err)
		}
		if _, err := s.Photo(ctx, hashB); recycle.KindOf(err) != recycle.NotFound {
			t.Error("another organisation's:", err)
		}
		for name, tt := range map[string]struct {
			as     recycle.Actor
			author []recycle.PersonID
			want   string
		}{
			"one":                {one, []recycle.PersonID{one.PersonID}, sentBy(one, hashA)},
			"the other":          {one, []recycle.PersonID{other.PersonID}, sentBy(other, hashA)},
			"nobody":             {one, []recycle.PersonID{""}, "[]"},
			"the stranger":       {one, []recycle.PersonID{stranger.PersonID}, "[]"},
			"by the stranger":    {stranger, []recycle.PersonID{stranger.PersonID}, sentBy(stranger, hashB)},
			"one, by a stranger": {stranger, []recycle.PersonID{one.PersonID}, "[]"},
		} {
			sent, err := s.SentPhotos(recycle.WithActor(t.Context(), tt.as), tt.author, []recycle.PhotoHash{hashA, hashB, hashB})
			if fmt.Sprint(sent) != tt.want || err != nil {
				t.Errorf("%s: %v, %v", name, sent, err)
			}
		}
		if sent, err := s.SentPhotos(ctx, []recycle.PersonID{one.PersonID}, nil); len(sent) != 0 || err != nil {
			t.Error("of none:", sent, err)
		}
	})
}

func sentBy(a recycle.Actor, hash recycle.PhotoHash) string {
	return fmt.Sprint([]recycle.SentPhoto{{PersonID: a.PersonID, Hash: hash}})
}

// Whose pictures a correction may name: the collector's, and those of whoever entered it or a version before it. A list of records
// without corrections asks no query for it.
func TestCorrectors(t *testing.T) {
	one, two := recycle.PersonID("one"), recycle.PersonID("two")
	chain := func(n int, replaces int, by recycle.PersonID) recycle.Pickup {
		return received(n, testkit.Ours, func(p *recycle.Pickup) {
			p.Photos = []recycle.PhotoHash{"h"}
			p.StateBy = by // who superseded this version
			if replaces > 0 {
				p.Replaces = testkit.Pickup(replaces).ID
			}
		})
	}
	testkit.OnBoth(t, func(t *testing.T, s testkit.Store) {
		keep(t, s, chain(1, 0, one), chain(2, 1, two), chain(3, 2, ""), received(4, testkit.Ours, func(p *recycle.Pickup) { p.Replaces = testkit.Pickup(1).ID }))
		list, err := s.ListPickups(ours(t), recycle.PickupFilter{Limit: 10})
		must(t, err)
		got := map[string]string{}
		for _, p := range list {
			got[string(p.ID)] = fmt.Sprint(p.Correctors)
		}
		want := map[string]string{}
		for n, by := range []string{"[]", "[one]", "[two one]", "[]"} {
			want[string(testkit.Pickup(n+1).ID)] = by
		}
		if fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("%v, want %v", got, want)
		}
		queries, err := s.CountQueries()
		must(t, err)
		for f, most := range map[recycle.SiteID]int64{testkit.TheirSite: 1, testkit.OurSite: 7} {
			queries.Store(0)
			if _, err := s.ListPickups(ours(t), recycle.PickupFilter{SiteIDs: []recycle.SiteID{f}, Limit: 10}); err != nil || queries.Load() != most {
				t.Errorf("%s: %d queries, %v", f, queries.Load(), err)
			}
		}
	})
}
