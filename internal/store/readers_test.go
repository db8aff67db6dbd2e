package store_test

import (
	"context"
	"strings"
	"sync"
	"testing"

	"liangwang/internal/recycle"
	"liangwang/internal/testkit"
)

// counting is a read that counts to n beside a table.
const counting = `WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < ?) SELECT max(c.n) + (SELECT count(*) FROM vehicles) FROM c`

// A read that lasts too long is ended with its code, whether it has given a row yet or not, and its connection goes on to serve.
func TestReaders_longest(t *testing.T) {
	s := testkit.NewStore(t)
	const endless = 1 << 60
	for _, query := range []string{counting, strings.Replace(counting, "max(c.n) + (SELECT count(*) FROM vehicles)", "c.n", 1) + " WHERE n = 1 OR n < 0"} {
		var n []int64
		err := s.Across(t.Context()).Raw(query, endless).Scan(&n).Error
		if e, ok := err.(*recycle.Error); !ok || e.Kind != recycle.Unavailable || e.Code != "read.too_long" {
			t.Errorf("%v", err)
		}
	}
	for range 20 {
		var n int64
		if err := s.Across(t.Context()).Raw(counting, 10).Scan(&n).Error; err != nil || n < 10 {
			t.Errorf("%d, %v", n, err)
		}
	}
	if err := s.Pool().Begin().Error; err == nil {
		t.Error("a transaction that only reads began: nothing ends it")
	}
}

// While reads follow each other without a gap the WAL cannot begin anew; when it must, they wait for it, and all of them succeed.
func TestReaders_gate(t *testing.T) {
	s := testkit.NewStore(t)
	ctx, cancel := context.WithCancel(t.Context())
	var readers sync.WaitGroup
	for range 6 {
		readers.Go(func() {
			for ctx.Err() == nil {
				var n int64
				if err := s.Across(t.Context()).Raw(counting, 50_000).Scan(&n).Error; err != nil {
					t.Error(err)
				}
			}
		})
	}
	for i := range 200 {
		must(t, s.InTx(ours(t), func(ctx context.Context) error { return write(ctx, s, i, "a") }))
		if i%50 == 49 {
			before := s.WAL()
			if after := s.ResetWAL(); before == 0 || after != 0 {
				t.Errorf("the WAL had %d bytes and has %d", before, after)
			}
		}
	}
	cancel()
	readers.Wait()
	if !written(t, s, 199, "a") {
		t.Error("the last one is not there")
	}
}
