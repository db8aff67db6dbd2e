package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"liangwang/internal/recycle"
)

// Company is what the company's pages need: what was collected beside what was received.
type Company interface {
	Day(ctx context.Context, day recycle.Day) (recycle.CompanyDay, error)
	Compare(ctx context.Context, q recycle.CompareQuery) (recycle.Comparison, error)
	Scales(ctx context.Context, q recycle.ScaleQuery) (recycle.ScaleTable, error)
	Waiting(ctx context.Context) (int64, error)
	Search(ctx context.Context, word string) ([]recycle.Found, error)
	Colleagues(ctx context.Context) ([]recycle.Colleague, error)
}

// SumBody is a number of lines or tickets with what they add up to.
type SumBody struct {
	N      int64         `json:"n"`
	Grams  recycle.Grams `json:"grams"`
	Pieces int64         `json:"pieces"`
}

// CompareRow is what was collected and received of a category on a day.
type CompareRow struct {
	Day       recycle.Day        `json:"day,omitempty" doc:"Absent in a sum over days"`
	Category  recycle.Category   `json:"category,omitempty" doc:"Absent in a sum over categories"`
	Collected SumBody            `json:"collected"`
	Received  SumBody            `json:"received"`
	Diff      int64              `json:"diff" doc:"Received less collected of what is settled: grams, or pieces if byPieces; 0 where nothing is"`
	Unsettled bool               `json:"unsettled,omitempty" doc:"There is no difference yet: the day still runs, or what was collected waits to be weighed"`
	ByPieces  bool               `json:"byPieces"`
	ShareBP   *int64             `json:"shareBp,omitempty" doc:"Difference by its base in hundredths of a percent; absent without a base"`
	Codes     []string           `json:"codes" enum:"equal,within,over_tolerance,no_receipt,no_collection,day_open,needs_fix_open" doc:"equal, within, over_tolerance, no_receipt, no_collection; day_open: not settled, so without a difference; needs_fix_open beside another"`
	Method    recycle.Method     `json:"method,omitempty" doc:"The weakest of what was collected"`
	Kind      recycle.TicketKind `json:"ticketKind,omitempty" doc:"The weakest of what was received"`
	Rule      string             `json:"rule,omitempty"`
	Version   string             `json:"version,omitempty"`
	Limit     int64              `json:"limit,omitempty" doc:"The largest difference within tolerance, grams or pieces"`
	LimitBP   int64              `json:"limitBp,omitempty" doc:"The rule's share of the base where that made the limit, hundredths of a percent"`
	Fix       FixBody            `json:"fix" doc:"What needs a fix and counts nothing yet"`
	Estimated recycle.Grams      `json:"estimatedGrams" doc:"Of what was collected"`
	Pending   PendingBody        `json:"pending" doc:"Of both sums: an open day, and what waits to be weighed; left out of difference and share"`
}

// PendingBody is what of a row has no difference yet.
type PendingBody struct {
	Collected SumBody `json:"collected"`
	Received  SumBody `json:"received"`
}

// FixBody is what needs a fix.
type FixBody struct {
	N     int64         `json:"n"`
	Grams recycle.Grams `json:"grams"`
}

// CompareTable is a comparison with its sum.
type CompareTable struct {
	From  recycle.Day  `json:"from"`
	To    recycle.Day  `json:"to"`
	Rows  []CompareRow `json:"rows"`
	Total CompareRow   `json:"total"`
}

// CompanyDayBody is the company's page of one day.
type CompanyDayBody struct {
	Day     recycle.Day     `json:"day" doc:"As asked"`
	Shown   recycle.Day     `json:"shown" doc:"The last day that has a record, when the asked one has none yet"`
	AsOf    recycle.Instant `json:"asOf"`
	Pickups int64           `json:"pickups"`
	People  int64           `json:"people" doc:"Who logged them"`
	Table   CompareTable    `json:"table"`
	Series  []DaySum        `json:"series" doc:"The last 14 days, the oldest first"`
	Fix     FixBody         `json:"fix" doc:"Of all days"`
	Todo    []TodoBody      `json:"todo" doc:"What waits for a person, the most pressing first"`
}

// DaySum is one day of a series.
type DaySum struct {
	Day       recycle.Day   `json:"day"`
	Collected recycle.Grams `json:"collected"`
	Received  recycle.Grams `json:"received"`
}

// TodoBody is one thing that waits for a person: a code, a count and where to go.
type TodoBody struct {
	Code     string           `json:"code" enum:"needs_fix,over_tolerance,no_receipt,no_collection"`
	N        int64            `json:"n"`
	Category recycle.Category `json:"category,omitempty"`
	Day      recycle.Day      `json:"day,omitempty"`
	Diff     int64            `json:"diff,omitempty"`
	ByPieces bool             `json:"byPieces,omitempty"`
	ShareBP  *int64           `json:"shareBp,omitempty"`
}

// FoundBody is one hit of the search box.
type FoundBody struct {
	Kind   string        `json:"kind" enum:"site,person,vehicle,ticket,day"`
	ID     string        `json:"id"`
	OrgID  recycle.OrgID `json:"orgId,omitempty" doc:"Of a ticket: who weighed"`
	Label  string        `json:"label"`
	Detail string        `json:"detail,omitempty"`
}

// ColleagueBody is somebody of the acting organisation.
type ColleagueBody struct {
	ID    recycle.PersonID `json:"id"`
	Name  string           `json:"name"`
	Roles []recycle.Role   `json:"roles" doc:"Held today; none for somebody who left"`
}

type companyOps struct{ Services }

func registerCompany(g huma.API, s Services) {
	o := companyOps{s}
	huma.Register(g, op("getCompanyDay", http.MethodGet, "/company/day", "The company's page of a day: collected beside received, and what waits",
		allow(OwnOrg, clerks()...), 401, 403, 422),
		func(ctx context.Context, in *struct {
			Day recycle.Day `query:"day"`
		}) (*struct{ Body CompanyDayBody }, error) {
			b, err := o.day(ctx, in.Day)
			return answer(ctx, b, err)
		})
	huma.Register(g, op("compare", http.MethodGet, "/company/compare", "What was collected beside what was received, by day and category",
		allow(OwnOrg, clerks()...), 401, 403, 422),
		func(ctx context.Context, in *compareQuery) (*struct{ Body CompareTable }, error) {
			if err := in.check(); err != nil {
				return nil, err
			}
			c, err := o.Company.Compare(ctx, in.query())
			return answer(ctx, compareTable(c), err)
		})
	huma.Register(g, op("search", http.MethodGet, "/company/search", "Sites, people, vehicles, tickets and days that a word may mean",
		allow(OwnOrg, append(clerks(), recycle.YardOperator)...), 401, 403, 422),
		func(ctx context.Context, in *struct {
			Q string `query:"q" required:"true" minLength:"1" maxLength:"50"`
		}) (*listAnswer[FoundBody], error) {
			found, err := o.Company.Search(ctx, in.Q)
			if err != nil {
				return nil, fail(ctx, err)
			}
			items := []FoundBody{}
			for _, f := range found {
				items = append(items, FoundBody(f))
			}
			return list(items), nil
		})
	huma.Register(g, op("listPeople", http.MethodGet, "/company/people", "The people of the acting organisation",
		allow(OwnOrg, clerks()...), 401, 403),
		func(ctx context.Context, _ *struct{}) (*listAnswer[ColleagueBody], error) {
			people, err := o.Company.Colleagues(ctx)
			if err != nil {
				return nil, fail(ctx, err)
			}
			items := []ColleagueBody{}
			for _, p := range people {
				items = append(items, ColleagueBody{p.ID, p.Name, orEmpty(p.Roles)})
			}
			return list(items), nil
		})
	registerScales(g, s)
	registerExports(g, s)
}

// maxPeriod is how many days a table of days may have.
const maxPeriod = 400

type compareQuery struct {
	From     recycle.Day      `query:"from" required:"true"`
	To       recycle.Day      `query:"to" required:"true"`
	Category recycle.Category `query:"category"`
	By       string           `query:"by" enum:"day,category,both" default:"both" doc:"both: a row for each day and category, the only ones that are judged"`
	Open     bool             `query:"open" doc:"Of judged rows those alone that somebody should look at"`
}

func (p *compareQuery) query() recycle.CompareQuery {
	by := recycle.CompareBy(p.By)
	if p.By == "both" {
		by = recycle.ByDayAndCategory
	}
	return recycle.CompareQuery{From: p.From, To: p.To, Category: p.Category, By: by, OpenOnly: p.Open}
}

func (p *compareQuery) check() error {
	if p.From > p.To || p.To > p.From.Add(maxPeriod) {
		return newProblem(http.StatusUnprocessableEntity, "request.invalid", []ProblemField{{Location: "query.to", Code: "period", Param: "400"}})
	}
	return nil
}

func (o *companyOps) day(ctx context.Context, day recycle.Day) (b CompanyDayBody, err error) {
	if day == "" {
		day = recycle.At(o.Env.Now()).Day()
	}
	d, err := o.Company.Day(ctx, day)
	if err != nil {
		return b, err
	}
	b = CompanyDayBody{Day: d.Asked, Shown: d.Shown, AsOf: d.AsOf, Pickups: d.Pickups, People: d.People, Table: compareTable(d.Comparison),
		Series: []DaySum{}, Fix: FixBody{d.FixN, d.FixGrams}, Todo: todo(&d)}
	for _, s := range d.Series {
		b.Series = append(b.Series, DaySum(s))
	}
	return b, nil
}

// todo is what waits: first what needs a fix, then the categories of the day of which the figures do not agree.
func todo(d *recycle.CompanyDay) []TodoBody {
	list := []TodoBody{}
	if d.FixN > 0 {
		list = append(list, TodoBody{Code: "needs_fix", N: d.FixN})
	}
	for _, code := range []string{recycle.OverTolerance, recycle.NoReceipt, recycle.NoCollection} {
		for i := range d.Comparison.Rows {
			r := compareRow(&d.Comparison.Rows[i])
			if r.Codes[0] == code {
				list = append(list, TodoBody{Code: code, N: 1, Category: r.Category, Day: r.Day, Diff: r.Diff, ByPieces: r.ByPieces, ShareBP: r.ShareBP})
			}
		}
	}
	return list
}

func compareTable(c recycle.Comparison) CompareTable {
	t := CompareTable{From: c.From, To: c.To, Rows: []CompareRow{}, Total: compareRow(&c.Total)}
	for i := range c.Rows {
		t.Rows = append(t.Rows, compareRow(&c.Rows[i]))
	}
	return t
}

func compareRow(r *recycle.CompareRow) CompareRow {
	f := &r.Finding
	b := CompareRow{Day: r.Day, Category: r.Category, Collected: SumBody(r.Collected), Received: SumBody(r.Received), Diff: f.Diff, Unsettled: f.Unsettled, ByPieces: f.ByPieces,
		Codes: orEmpty(f.Codes), Method: r.Method, Kind: r.Kind, Rule: f.Rule, Version: f.Version, Limit: f.Limit, LimitBP: f.LimitBP, Fix: FixBody{r.Fix.N, r.Fix.Grams}, Estimated: r.Estimated,
		Pending: PendingBody{SumBody(r.Pending.Collected), SumBody(r.Pending.Received)}}
	if f.ShareKnown {
		b.ShareBP = &f.ShareBP
	}
	return b
}

// differences returns the difference of what is settled of r in kilograms and in pieces, nothing where nothing is.
func (r *CompareRow) differences() (kilos, pieces any) {
	if r.Unsettled {
		return nil, nil
	}
	grams, count := r.Received.Grams-r.Collected.Grams, r.Received.Pieces-r.Collected.Pieces
	if len(r.Codes) == 0 { // a sum; a row of a day and category is judged whole, or not at all
		grams, count = grams-r.Pending.Received.Grams+r.Pending.Collected.Grams, count-r.Pending.Received.Pieces+r.Pending.Collected.Pieces
	}
	return kg(grams), count
}
