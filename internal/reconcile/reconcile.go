// Package reconcile sets what was collected beside what was received (对照): per day and category, with the difference, its share and
// the reason in words' codes. It judges by the totals that are kept as records come in; the month comes later.
//
//	Row     对照行   one day and category: both sums, the difference, the reason
//	Scale   秤      what one scale showed, beside what was collected where only that scale can have weighed it
//	Reason  原因     why they differ: over tolerance, no receipt, no collection, records that still need a fix
package reconcile

import (
	"context"
	"slices"
	"time"

	"liangwang/internal/recycle"
)

// Store is what the service needs of the database: everything of the acting organisation.
type Store interface {
	MethodTotals(ctx context.Context, from, to recycle.Day) ([]recycle.MethodTotal, error)
	// ReceivedByScale returns what counts of the tickets that name the acting organisation as the one that delivered.
	ReceivedByScale(ctx context.Context, from, to recycle.Day) ([]recycle.ScaleSum, error)
	LastDay(ctx context.Context, day recycle.Day) (recycle.Day, bool, error)
	FixLines(ctx context.Context, from, to recycle.Day) ([]recycle.FixLine, error)
	CountFix(ctx context.Context) (n int64, grams recycle.Grams, err error)
	Collectors(ctx context.Context, day recycle.Day) (pickups, people int64, err error)
	Tolerances(ctx context.Context) ([]recycle.Tolerance, error)
}

// Service compares.
type Service struct {
	Store  Store
	Finder Finder
	Now    func() time.Time
}

// Compare returns the rows that q asks for, newest day first, then by mass, and the sum of exactly those rows. A row is there for
// whatever has anything on either side.
func (s *Service) Compare(ctx context.Context, q recycle.CompareQuery) (recycle.Comparison, error) {
	totals, err := s.Store.MethodTotals(ctx, q.From, q.To)
	if err != nil {
		return recycle.Comparison{}, err
	}
	fixes, err := s.Store.FixLines(ctx, q.From, q.To)
	if err != nil {
		return recycle.Comparison{}, err
	}
	rules, err := s.Store.Tolerances(ctx)
	if err != nil {
		return recycle.Comparison{}, err
	}
	today := recycle.At(s.Now()).Day()
	t := table{}
	for _, m := range totals {
		if q.Category == "" || m.Category == q.Category {
			t.add(m)
		}
	}
	fixes = slices.DeleteFunc(fixes, func(f recycle.FixLine) bool { return q.Category != "" && f.Category != q.Category })
	for _, f := range fixes {
		t.row(f.Day, f.Category)
	}
	c := recycle.Comparison{CompareQuery: q, Rows: t.rows()}
	for i := range c.Rows {
		c.Rows[i].Fix = waiting(&c.Rows[i], fixes)
		judge(&c.Rows[i], rules)
		suspend(&c.Rows[i], today)
	}
	if q.OpenOnly {
		c.Rows = slices.DeleteFunc(c.Rows, func(r recycle.CompareRow) bool { return !r.Finding.Open() })
	}
	for i := range c.Rows {
		sum(&c.Total, &c.Rows[i])
	}
	c.Total.Fix = waiting(&c.Total, shown(fixes, c.Rows))
	judgeSum(&c.Total)
	if c.Rows = grouped(c.Rows, q.By); q.By == recycle.ByDay || q.By == recycle.ByCategory {
		for i := range c.Rows {
			c.Rows[i].Fix = waiting(&c.Rows[i], fixes)
		}
	}
	return c, nil
}

const seriesDays = 14

// Day returns the page of day, or of the last day before it that has a record.
func (s *Service) Day(ctx context.Context, day recycle.Day) (recycle.CompanyDay, error) {
	d := recycle.CompanyDay{Asked: day, Shown: day, AsOf: recycle.At(s.Now())}
	last, found, err := s.Store.LastDay(ctx, day)
	if err != nil {
		return d, err
	}
	waiting, err := s.Store.FixLines(ctx, day, day)
	if err != nil {
		return d, err
	}
	if found && len(waiting) == 0 {
		d.Shown = last
	}
	if d.Comparison, err = s.Compare(ctx, recycle.CompareQuery{From: d.Shown, To: d.Shown}); err != nil {
		return d, err
	}
	if d.Pickups, d.People, err = s.Store.Collectors(ctx, d.Shown); err != nil {
		return d, err
	}
	if d.FixN, d.FixGrams, err = s.Store.CountFix(ctx); err != nil {
		return d, err
	}
	d.Series, err = s.series(ctx, d.Shown)
	return d, err
}

func (s *Service) series(ctx context.Context, to recycle.Day) ([]recycle.DaySum, error) {
	from := to.Add(1 - seriesDays)
	totals, err := s.Store.MethodTotals(ctx, from, to)
	if err != nil {
		return nil, err
	}
	series, at := make([]recycle.DaySum, seriesDays), map[recycle.Day]int{}
	for i := range series {
		series[i].Day = from.Add(i)
		at[series[i].Day] = i
	}
	for _, m := range totals {
		sum := &series[at[m.Day]]
		if m.Flow == recycle.Collected {
			sum.Collected += m.Grams
		} else {
			sum.Received += m.Grams
		}
	}
	return series, nil
}

// Waiting returns how many pickups of the acting organisation need a fix.
func (s *Service) Waiting(ctx context.Context) (int64, error) {
	n, _, err := s.Store.CountFix(ctx)
	return n, err
}
