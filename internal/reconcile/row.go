package reconcile

import (
	"cmp"
	"slices"

	"liangwang/internal/recycle"
)

type key struct {
	day      recycle.Day
	category recycle.Category
}

type table map[key]*recycle.CompareRow

func (t table) row(day recycle.Day, category recycle.Category) *recycle.CompareRow {
	k := key{day, category}
	if t[k] == nil {
		t[k] = &recycle.CompareRow{Day: day, Category: category}
	}
	return t[k]
}

func (t table) add(m recycle.MethodTotal) {
	r := t.row(m.Day, m.Category)
	if m.Flow == recycle.Received {
		r.Received.Add(m.Sum)
		if kind := recycle.TicketKind(m.Method); r.Kind == "" || !kind.Scale() {
			r.Kind = kind
		}
		return
	}
	r.Collected.Add(m.Sum)
	method := recycle.Method(m.Method)
	if grams, _ := recycle.EvidenceOf(method, recycle.SpotWeighing(method, "")); grams == recycle.ByEstimate {
		r.Estimated += m.Grams
	}
	if r.Method == "" {
		r.Method = method
	}
	r.Method = recycle.WeakestMethod(r.Method, method)
}

// rows returns the table by day, newest first, then by what was collected, largest first.
func (t table) rows() []recycle.CompareRow {
	rows := make([]recycle.CompareRow, 0, len(t))
	for _, r := range t {
		rows = append(rows, *r)
	}
	slices.SortFunc(rows, func(a, b recycle.CompareRow) int {
		return cmp.Or(cmp.Compare(b.Day, a.Day), cmp.Compare(max(b.Collected.Grams, b.Received.Grams), max(a.Collected.Grams, a.Received.Grams)),
			cmp.Compare(a.Category, b.Category))
	})
	return rows
}

// grouped adds the rows of a day, or of a category, to one; a sum is not judged.
func grouped(rows []recycle.CompareRow, by recycle.CompareBy) []recycle.CompareRow {
	if by != recycle.ByDay && by != recycle.ByCategory {
		return rows
	}
	t := table{}
	for i := range rows {
		k := key{category: rows[i].Category}
		if by == recycle.ByDay {
			k = key{day: rows[i].Day}
		}
		sum(t.row(k.day, k.category), &rows[i])
	}
	sums := t.rows()
	for i := range sums {
		judgeSum(&sums[i])
	}
	return sums
}

// judge holds r against the tolerance in force on its day for the weakest method that was used.
func judge(r *recycle.CompareRow, rules []recycle.Tolerance) {
	method := r.Method
	if method == "" {
		method = recycle.Scale
	}
	rule, _ := recycle.ToleranceOn(rules, method, r.Day)
	r.Finding = rule.Compare(sides(r), received(r), r.Fix.N)
}

// suspend takes the difference off a row that is not settled on today: of a day that still runs what was collected is on its way, and
// what waits to be weighed is no loss before UnmatchedDays are over (WORKFLOWS §3.6). What was weighed and never collected stays.
func suspend(r *recycle.CompareRow, today recycle.Day) {
	f := &r.Finding
	waits := f.Codes[0] == recycle.NoReceipt
	open := r.Day >= today
	if open && (waits || f.Codes[0] == recycle.OverTolerance && f.Diff < 0) {
		f.Codes[0], waits = recycle.DayOpen, true
	}
	if waits && r.Day.Add(recycle.UnmatchedDays) >= today {
		*f = recycle.Finding{Codes: f.Codes, Unsettled: true}
		open = true
	}
	if open {
		r.Pending = recycle.Pending{Collected: r.Collected, Received: r.Received, Estimated: r.Estimated}
	}
}

// judgeSum gives a sum the difference and share of what is settled in it; nothing may be. No tolerance is asked: it is a rule about one
// day and category.
func judgeSum(r *recycle.CompareRow) {
	settled := *r
	settled.Collected.Add(r.Pending.Collected.Negative())
	settled.Received.Add(r.Pending.Received.Negative())
	settled.Estimated -= r.Pending.Estimated
	if r.Finding = sumFinding(&settled); settled.Collected.N+settled.Received.N == 0 && r.Pending.Collected.N+r.Pending.Received.N > 0 {
		r.Finding = recycle.Finding{Codes: []string{recycle.DayOpen}, Unsettled: true}
	}
}

func sumFinding(r *recycle.CompareRow) recycle.Finding {
	collected := recycle.Side{N: r.Collected.N, Grams: r.Collected.Grams, Evidence: recycle.ByMeasuring}
	if 2*r.Estimated > r.Collected.Grams { // the larger part of a sum says how well it is known
		collected.Evidence = recycle.ByEstimate
	}
	f := recycle.Tolerance{}.Compare(collected, received(r), 0)
	return recycle.Finding{Diff: f.Diff, ShareBP: f.ShareBP, ShareKnown: f.ShareKnown}
}

func received(r *recycle.CompareRow) recycle.Side {
	grams, _ := recycle.EvidenceOf("", r.Kind)
	return recycle.Side{N: r.Received.N, Grams: r.Received.Grams, Pieces: r.Received.Pieces, Evidence: grams}
}

func sides(r *recycle.CompareRow) recycle.Side {
	grams, _ := recycle.EvidenceOf(r.Method, recycle.SpotWeighing(r.Method, ""))
	if r.Method == "" {
		grams = recycle.ByMeasuring
	}
	return recycle.Side{N: r.Collected.N, Grams: r.Collected.Grams, Pieces: r.Collected.Pieces, Evidence: grams}
}

// sum adds o to r.
func sum(r, o *recycle.CompareRow) {
	r.Collected.Add(o.Collected)
	r.Received.Add(o.Received)
	r.Estimated += o.Estimated
	r.Pending.Collected.Add(o.Pending.Collected)
	r.Pending.Received.Add(o.Pending.Received)
	r.Pending.Estimated += o.Pending.Estimated
	if o.Kind != "" && (r.Kind == "" || !o.Kind.Scale()) {
		r.Kind = o.Kind
	}
	if o.Method != "" && r.Method == "" {
		r.Method = o.Method
	} else if o.Method != "" {
		r.Method = recycle.WeakestMethod(r.Method, o.Method)
	}
}

// waiting counts the pickups of fixes that belong to r, each once, however many categories it holds.
func waiting(r *recycle.CompareRow, fixes []recycle.FixLine) (c recycle.FixCount) {
	seen := map[recycle.PickupID]bool{}
	for _, f := range fixes {
		if (r.Day == "" || f.Day == r.Day) && (r.Category == "" || f.Category == r.Category) {
			c.Grams += f.Grams
			if !seen[f.PickupID] {
				seen[f.PickupID] = true
				c.N++
			}
		}
	}
	return c
}

// shown returns those of fixes that have a row.
func shown(fixes []recycle.FixLine, rows []recycle.CompareRow) []recycle.FixLine {
	has := map[key]bool{}
	for _, r := range rows {
		has[key{r.Day, r.Category}] = true
	}
	return slices.DeleteFunc(slices.Clone(fixes), func(f recycle.FixLine) bool { return !has[key{f.Day, f.Category}] })
}
