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
			author recycle.PersonID
			want   string
		}{
			"one":                {one, one.PersonID, "[" + hashA + "]"},
			"the other":          {one, other.PersonID, "[" + hashA + "]"},
			"nobody":             {one, "", "[]"},
			"the stranger":       {one, stranger.PersonID, "[]"},
			"by the stranger":    {stranger, stranger.PersonID, "[" + hashB + "]"},
			"one, by a stranger": {stranger, one.PersonID, "[]"},
		} {
			sent, err := s.SentPhotos(recycle.WithActor(t.Context(), tt.as), tt.author, []recycle.PhotoHash{hashA, hashB, hashB})
			if fmt.Sprint(sent) != tt.want || err != nil {
				t.Errorf("%s: %v, %v", name, sent, err)
			}
		}
		if sent, err := s.SentPhotos(ctx, one.PersonID, nil); len(sent) != 0 || err != nil {
			t.Error("of none:", sent, err)
		}
	})
}
