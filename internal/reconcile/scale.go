package reconcile

import (
	"cmp"
	"context"
	"maps"
	"slices"

	"liangwang/internal/recycle"
)

// Scales returns what each scale, or each station, showed of what the acting organisation delivered, the largest mass first.
func (s *Service) Scales(ctx context.Context, q recycle.ScaleQuery) (recycle.ScaleTable, error) {
	received, err := s.Store.ReceivedByScale(ctx, q.From, q.To)
	if err != nil {
		return recycle.ScaleTable{}, err
	}
	totals, err := s.Store.MethodTotals(ctx, q.From, q.To)
	if err != nil {
		return recycle.ScaleTable{}, err
	}
	fixes, err := s.Store.FixLines(ctx, q.From, q.To)
	if err != nil {
		return recycle.ScaleTable{}, err
	}
	weighed := loggedByScale(totals, fixes)
	today := recycle.At(s.Now()).Day() // much of it is still on the vehicles
	maps.DeleteFunc(weighed, func(k key, _ recycle.Sum) bool { return k.day >= today })
	groups := map[key]map[recycle.Weigher]recycle.Sum{}
	for _, r := range received {
		if q.Category != "" && r.Category != q.Category {
			continue
		}
		if q.By == recycle.ByStation {
			r.ScaleNo, r.Kind = "", ""
		}
		k := key{r.Day, r.Category}
		if groups[k] == nil {
			groups[k] = map[recycle.Weigher]recycle.Sum{}
		}
		sum := groups[k][r.Weigher]
		sum.Add(r.Sum)
		groups[k][r.Weigher] = sum
	}
	return scaleTable(q, groups, weighed, guessed(received)), nil
}

// loggedByScale returns what was collected of each day and category where all of it was weighed and none waits for a fix.
func loggedByScale(totals []recycle.MethodTotal, fixes []recycle.FixLine) map[key]recycle.Sum {
	found, spoilt := map[key]recycle.Sum{}, map[key]bool{}
	for _, f := range fixes {
		spoilt[key{f.Day, f.Category}] = true
	}
	for _, m := range totals {
		if m.Flow != recycle.Collected {
			continue
		}
		k := key{m.Day, m.Category}
		sum := found[k]
		sum.Add(m.Sum)
		found[k] = sum
		spoilt[k] = spoilt[k] || recycle.Method(m.Method) != recycle.Scale
	}
	for k := range spoilt {
		if spoilt[k] {
			delete(found, k)
		}
	}
	return found
}

// guessed are the days and categories of which a ticket is no weighing.
func guessed(received []recycle.ScaleSum) map[key]bool {
	found := map[key]bool{}
	for _, r := range received {
		if !r.Kind.Scale() {
			found[key{r.Day, r.Category}] = true
		}
	}
	return found
}

func scaleTable(q recycle.ScaleQuery, groups map[key]map[recycle.Weigher]recycle.Sum, weighed map[key]recycle.Sum, guessed map[key]bool) recycle.ScaleTable {
	rows, pairs := map[recycle.Weigher]*recycle.ScaleRow{}, map[recycle.Weigher][]recycle.Pair{}
	t := recycle.ScaleTable{ScaleQuery: q, Rows: []recycle.ScaleRow{}}
	var all []recycle.Pair
	for k, sums := range groups {
		collected, certain := weighed[k]
		for w, sum := range sums {
			if rows[w] == nil {
				rows[w] = &recycle.ScaleRow{Weigher: w}
			}
			r := rows[w]
			r.Received.Add(sum)
			t.Total.Received.Add(sum)
			if !certain || len(sums) != 1 || guessed[k] || collected.Grams <= 0 {
				continue
			}
			pair := recycle.Pair{Collected: collected.Grams, Received: sum.Grams}
			pairs[w], all = append(pairs[w], pair), append(all, pair)
			for _, row := range []*recycle.ScaleRow{r, &t.Total} {
				row.Collected.Add(collected)
				row.Matched.Add(sum)
			}
		}
	}
	for w, r := range rows {
		r.JudgeScale(pairs[w])
		t.Rows = append(t.Rows, *r)
	}
	t.Total.JudgeScale(all)
	t.Total.Verdict, t.Total.BandKnown = "", false
	slices.SortFunc(t.Rows, func(a, b recycle.ScaleRow) int {
		return cmp.Or(cmp.Compare(b.Received.Grams, a.Received.Grams), cmp.Compare(a.SiteID, b.SiteID), cmp.Compare(a.ScaleNo, b.ScaleNo), cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.OrgID, b.OrgID))
	})
	return t
}
