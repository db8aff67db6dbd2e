package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"liangwang/internal/recycle"
)

// Records reads the acting organisation's pickups.
type Records interface {
	ListPickups(ctx context.Context, f recycle.PickupFilter) ([]recycle.Pickup, error)
	PickupSums(ctx context.Context, f recycle.PickupFilter) (recycle.PickupSums, error)
	LastLines(ctx context.Context, collector recycle.PersonID, since recycle.Day) ([]recycle.LastLine, error)
	// Find returns what a typed word may mean, in the acting organisation: sites, people, vehicles.
	FindAny(ctx context.Context, word string) (recycle.PickupAnyOf, error)
}

// PickupQuery is the filter of a list of pickups, as the address of the page says it.
type PickupQuery struct {
	From        recycle.Day         `query:"from" doc:"First business day"`
	To          recycle.Day         `query:"to" doc:"Last business day"`
	State       recycle.PickupState `query:"state"`
	SiteID      recycle.SiteID      `query:"siteId"`
	CollectorID recycle.PersonID    `query:"collectorId"`
	Category    recycle.Category    `query:"category"`
	Q           string              `query:"q" maxLength:"50" doc:"Site, collector or plate"`
	LateMinutes int64               `query:"lateMinutes" minimum:"0" maximum:"527040" doc:"Those alone that arrived more than so many minutes after they happened; a correction is never late"`
}

type listPickups struct {
	PickupQuery
	Cursor string `query:"cursor" maxLength:"200"`
	Limit  int    `query:"limit" minimum:"1" maximum:"200" default:"50"`
}

// PickupTotals is what all pickups of a list add up to, whatever page is shown. What does not count is beside it.
type PickupTotals struct {
	Pickups      int64         `json:"pickups"`
	Lines        int64         `json:"lines"`
	Grams        recycle.Grams `json:"grams"`
	Pieces       int64         `json:"pieces"`
	Amount       recycle.Fen   `json:"amount"`
	OtherPickups int64         `json:"otherPickups" doc:"In states that count nothing"`
	OtherGrams   recycle.Grams `json:"otherGrams"`
}

// PickupList is a page of pickups with the sum of all.
type PickupList struct {
	Items  []LoggedPickup `json:"items"`
	Next   string         `json:"next,omitempty"`
	Totals PickupTotals   `json:"totals"`
}

// MyDay is a collector's own day.
type MyDay struct {
	Day      recycle.Day    `json:"day"`
	Pickups  int64          `json:"pickups"`
	Grams    recycle.Grams  `json:"grams"`
	Pieces   int64          `json:"pieces"`
	Amount   recycle.Fen    `json:"amount"`
	Items    []LoggedPickup `json:"items" doc:"All of the day, the newest first, at most 200"`
	NeedsFix []LoggedPickup `json:"needsFix" doc:"Of any day"`
}

// LastLineBody is the newest line of a category at a site.
type LastLineBody struct {
	SiteID   recycle.SiteID   `json:"siteId,omitempty"`
	Category recycle.Category `json:"category"`
	Method   recycle.Method   `json:"method"`
	Grams    recycle.Grams    `json:"grams,omitempty"`
	Pieces   int64            `json:"pieces,omitempty"`
	Unit     recycle.Unit     `json:"unit,omitempty"`
	Typed    string           `json:"typed,omitempty"`
}

type recordOps struct{ Services }

func registerRecords(g huma.API, s Services) {
	o := recordOps{s}
	huma.Register(g, op("listPickups", http.MethodGet, "/pickups", "The acting organisation's pickups, by day and time, the newest first, with the sum of all that the filter finds",
		allow(OwnOrg, clerks()...), 401, 403, 422),
		func(ctx context.Context, in *listPickups) (*struct{ Body PickupList }, error) {
			b, err := o.list(ctx, in)
			return answer(ctx, b, err)
		})
	huma.Register(g, op("getMyDay", http.MethodGet, "/my/day", "A collector's own day for the acting organisation, and what needs a fix",
		allow(Author, recycle.Collector), 401, 403, 422),
		func(ctx context.Context, in *struct {
			Day recycle.Day `query:"day"`
		}) (*struct{ Body MyDay }, error) {
			b, err := o.myDay(ctx, in.Day)
			return answer(ctx, b, err)
		})
	huma.Register(g, op("getMyLast", http.MethodGet, "/my/last", "The newest line of each category at each of a collector's sites",
		allow(Author, recycle.Collector), 401, 403),
		func(ctx context.Context, _ *struct{}) (*listAnswer[LastLineBody], error) { return o.last(ctx) })
}

// filter is the filter that q says.
func (o *recordOps) filter(ctx context.Context, q PickupQuery) (recycle.PickupFilter, error) {
	f := recycle.PickupFilter{From: q.From, To: q.To, Category: q.Category, LateMS: q.LateMinutes * 60_000}
	if q.State != "" {
		f.States = []recycle.PickupState{q.State}
	}
	if q.SiteID != "" {
		f.SiteIDs = []recycle.SiteID{q.SiteID}
	}
	if q.CollectorID != "" {
		f.CollectorIDs = []recycle.PersonID{q.CollectorID}
	}
	if q.Q != "" {
		found, err := o.Records.FindAny(ctx, q.Q)
		if err != nil {
			return f, err
		}
		f.AnyOf = &found
	}
	return f, nil
}

func (o *recordOps) list(ctx context.Context, in *listPickups) (b PickupList, err error) {
	f, err := o.filter(ctx, in.PickupQuery)
	if err != nil {
		return b, err
	}
	sums, err := o.Records.PickupSums(ctx, f)
	if err != nil {
		return b, err
	}
	if f.After, err = parseCursor(in.Cursor); err != nil {
		return b, err
	}
	f.Limit = in.Limit + 1
	pickups, err := o.Records.ListPickups(ctx, f)
	if err != nil {
		return b, err
	}
	if len(pickups) > in.Limit {
		pickups = pickups[:in.Limit]
		last := pickups[in.Limit-1]
		b.Next = cursor(last.Place())
	}
	b.Totals = PickupTotals{sums.Pickups, sums.Lines, sums.Grams, sums.Pieces, sums.Amount, sums.OtherPickups, sums.OtherGrams}
	b.Items, err = o.shownAll(ctx, pickups)
	return b, err
}

func (o *recordOps) shownAll(ctx context.Context, pickups []recycle.Pickup) ([]LoggedPickup, error) {
	n, err := namesOf(ctx, o.Directory, pickups)
	if err != nil {
		return nil, err
	}
	items := make([]LoggedPickup, len(pickups))
	for i := range pickups {
		items[i] = logged(&pickups[i], n)
	}
	return items, nil
}

func (o *recordOps) myDay(ctx context.Context, day recycle.Day) (b MyDay, err error) {
	actor, err := recycle.ActorFrom(ctx)
	if err != nil {
		return b, err
	}
	if day == "" {
		day = recycle.At(o.Env.Now()).Day()
	}
	own := []recycle.PersonID{actor.PersonID}
	of := recycle.PickupFilter{From: day, To: day, CollectorIDs: own, Limit: 200}
	sums, err := o.Records.PickupSums(ctx, of)
	if err != nil {
		return b, err
	}
	today, err := o.Records.ListPickups(ctx, of)
	if err != nil {
		return b, err
	}
	waiting, err := o.Records.ListPickups(ctx, recycle.PickupFilter{States: []recycle.PickupState{recycle.NeedsFix}, CollectorIDs: own, Limit: 200})
	if err != nil {
		return b, err
	}
	b = MyDay{Day: day, Pickups: sums.Pickups, Grams: sums.Grams, Pieces: sums.Pieces, Amount: sums.Amount}
	if b.Items, err = o.shownAll(ctx, today); err != nil {
		return b, err
	}
	b.NeedsFix, err = o.shownAll(ctx, waiting)
	return b, err
}

const lastDays = 60 // how far back a new phone's proposals go

func (o *recordOps) last(ctx context.Context) (*listAnswer[LastLineBody], error) {
	actor, err := recycle.ActorFrom(ctx)
	if err != nil {
		return nil, fail(ctx, err)
	}
	lines, err := o.Records.LastLines(ctx, actor.PersonID, recycle.At(o.Env.Now()).Day().Add(-lastDays))
	if err != nil {
		return nil, fail(ctx, err)
	}
	items := []LastLineBody{}
	for _, l := range lines {
		items = append(items, LastLineBody{l.SiteID, l.Line.Category, l.Line.Method, l.Line.Grams, l.Line.Pieces, l.Line.Unit, l.Line.Typed})
	}
	return list(items), nil
}
