package api

import (
	"context"
	"encoding/base64"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"liangwang/internal/recycle"
)

// ZoneRecords reads the records of all organisations without personal data.
type ZoneRecords interface {
	ZonePickups(ctx context.Context, f recycle.ZoneFilter) ([]recycle.ZonePickup, error)
	ZoneTickets(ctx context.Context, f recycle.ZoneFilter) ([]recycle.ZoneTicket, error)
}

// ZonePickupBody is a pickup as the government's planners and auditors read it: no person, phone, note, picture, paper, vehicle or price.
type ZonePickupBody struct {
	OrgID       recycle.OrgID       `json:"orgId" doc:"Who collected"`
	OrgName     string              `json:"orgName"`
	ID          recycle.PickupID    `json:"id"`
	SiteID      recycle.SiteID      `json:"siteId,omitempty"`
	SiteName    string              `json:"siteName,omitempty"`
	Where       *ZoneCell           `json:"where,omitempty" doc:"Only without a site"`
	OccurredAt  recycle.Instant     `json:"occurredAt" doc:"By the phone's clock"`
	ReceivedAt  recycle.Instant     `json:"receivedAt"`
	Day         recycle.Day         `json:"day"`
	Delivery    recycle.Delivery    `json:"delivery"`
	Trigger     recycle.Trigger     `json:"trigger"`
	Origin      recycle.Origin      `json:"origin"`
	State       recycle.PickupState `json:"state" doc:"Only what is accepted counts"`
	Replaces    recycle.PickupID    `json:"replaces,omitempty"`
	ReplacedBy  recycle.PickupID    `json:"replacedBy,omitempty"`
	DuplicateOf recycle.PickupID    `json:"duplicateOf,omitempty"`
	Grams       recycle.Grams       `json:"grams"`
	Pieces      int64               `json:"pieces"`
	Lines       []ZoneLineBody      `json:"lines"`
}

// ZoneCell is about where a pickup happened: the middle of a cell of 0.01 degrees, WGS-84.
type ZoneCell struct {
	Lon float64 `json:"lon"`
	Lat float64 `json:"lat"`
}

// ZoneLineBody is one category of a pickup.
type ZoneLineBody struct {
	Category recycle.Category `json:"category"`
	Method   recycle.Method   `json:"method"`
	Grams    recycle.Grams    `json:"grams"`
	Pieces   int64            `json:"pieces"`
}

// ZoneTicketBody is a ticket as the government's planners and auditors read it: no person, note or plate.
type ZoneTicketBody struct {
	OrgID            recycle.OrgID       `json:"orgId" doc:"Who weighed"`
	OrgName          string              `json:"orgName"`
	ID               recycle.TicketID    `json:"id"`
	DeliveredOrgID   recycle.OrgID       `json:"deliveredOrgId"`
	DeliveredOrgName string              `json:"deliveredOrgName"`
	Kind             recycle.TicketKind  `json:"kind"`
	SiteID           recycle.SiteID      `json:"siteId,omitempty"`
	SiteName         string              `json:"siteName,omitempty"`
	Category         recycle.Category    `json:"category"`
	Net              recycle.Grams       `json:"net"`
	Pieces           int64               `json:"pieces"`
	WeighedAt        recycle.Instant     `json:"weighedAt"`
	ReceivedAt       recycle.Instant     `json:"receivedAt"`
	Day              recycle.Day         `json:"day"`
	State            recycle.TicketState `json:"state" doc:"Only what is stored counts"`
	Replaces         recycle.TicketID    `json:"replaces,omitempty"`
	ReplacedBy       recycle.TicketID    `json:"replacedBy,omitempty"`
}

// ZoneQuery is the filter of a list of the zone's records.
type ZoneQuery struct {
	From     recycle.Day      `query:"from" doc:"First business day; without days today, at most 62"`
	To       recycle.Day      `query:"to" doc:"Last business day"`
	Org      recycle.OrgID    `query:"org" doc:"Who collected or weighed"`
	SiteID   recycle.SiteID   `query:"siteId"`
	Category recycle.Category `query:"category"`
	Cursor   string           `query:"cursor" maxLength:"200"`
	Limit    int              `query:"limit" minimum:"1" maximum:"200" default:"50"`
}

type (
	zonePickups struct {
		ZoneQuery
		State recycle.PickupState `query:"state"`
	}
	zoneTickets struct {
		ZoneQuery
		State recycle.TicketState `query:"state"`
	}
)

type zoneOps struct{ Services }

func registerZoneRecords(g huma.API, s Services) {
	o := zoneOps{s}
	huma.Register(g, op("listZonePickups", http.MethodGet, "/plan/records/pickups", "The pickups of all organisations without personal data, by day, then newest received first", planners(), 401, 403, 422),
		func(ctx context.Context, in *zonePickups) (*listAnswer[ZonePickupBody], error) {
			return zoneList(ctx, o, &in.ZoneQuery, string(in.State), o.ZoneRecords.ZonePickups,
				func(p *recycle.ZonePickup) recycle.ZoneCursor {
					return recycle.ZoneCursor{Day: p.Day, At: p.ReceivedAt, OrgID: p.OrgID, ID: string(p.ID)}
				},
				func(p *recycle.ZonePickup) ([]recycle.OrgID, recycle.SiteID) {
					return []recycle.OrgID{p.OrgID}, p.SiteID
				}, zonePickup)
		})
	huma.Register(g, op("listZoneTickets", http.MethodGet, "/plan/records/tickets", "The tickets of all organisations without personal data, by day, then newest received first", planners(), 401, 403, 422),
		func(ctx context.Context, in *zoneTickets) (*listAnswer[ZoneTicketBody], error) {
			return zoneList(ctx, o, &in.ZoneQuery, string(in.State), o.ZoneRecords.ZoneTickets,
				func(t *recycle.ZoneTicket) recycle.ZoneCursor {
					return recycle.ZoneCursor{Day: t.Day, At: t.ReceivedAt, OrgID: t.OrgID, ID: string(t.ID)}
				},
				func(t *recycle.ZoneTicket) ([]recycle.OrgID, recycle.SiteID) {
					return []recycle.OrgID{t.OrgID, t.DeliveredOrgID}, t.SiteID
				}, zoneTicket)
		})
}

// zoneNames are what one answer names: organisations and sites, nobody.
type zoneNames struct {
	orgs  map[recycle.OrgID]string
	sites map[recycle.SiteID]string
}

// zoneList answers one page: read a row more than asked for, to know whether there is a next.
func zoneList[R, B any](ctx context.Context, o zoneOps, q *ZoneQuery, state string, read func(context.Context, recycle.ZoneFilter) ([]R, error),
	at func(*R) recycle.ZoneCursor, ids func(*R) ([]recycle.OrgID, recycle.SiteID), shown func(*R, *zoneNames) B) (*listAnswer[B], error) {
	f, err := q.filter(state, recycle.At(o.Env.Now()).Day())
	if err != nil {
		return nil, fail(ctx, err)
	}
	rows, err := read(ctx, f)
	if err != nil {
		return nil, fail(ctx, err)
	}
	b := List[B]{Items: []B{}}
	if len(rows) > q.Limit {
		rows = rows[:q.Limit]
		b.Next = zoneCursor(at(&rows[q.Limit-1]))
	}
	var orgs []recycle.OrgID
	var sites []recycle.SiteID
	for i := range rows {
		named, site := ids(&rows[i])
		if orgs = append(orgs, named...); site != "" {
			sites = append(sites, site)
		}
	}
	n, err := o.names(ctx, orgs, sites)
	if err != nil {
		return nil, fail(ctx, err)
	}
	for i := range rows {
		b.Items = append(b.Items, shown(&rows[i], n))
	}
	return &listAnswer[B]{b}, nil
}

func (o *zoneOps) names(ctx context.Context, orgs []recycle.OrgID, sites []recycle.SiteID) (n *zoneNames, err error) {
	slices.Sort(orgs)
	slices.Sort(sites)
	n = &zoneNames{}
	if n.orgs, err = o.Directory.OrgNames(ctx, slices.Compact(orgs)); err != nil {
		return nil, err
	}
	n.sites, err = o.Directory.SiteNames(ctx, slices.Compact(sites))
	return n, err
}

func (q *ZoneQuery) filter(state string, today recycle.Day) (recycle.ZoneFilter, error) {
	after, err := parseZoneCursor(q.Cursor)
	if err != nil {
		return recycle.ZoneFilter{}, err
	}
	return recycle.ZoneFilter{From: q.From, To: q.To, OrgID: q.Org, SiteID: q.SiteID, Category: q.Category, State: state, After: after, Limit: q.Limit + 1}.Complete(today)
}

func zoneCursor(c recycle.ZoneCursor) string {
	return base64.RawURLEncoding.EncodeToString([]byte(string(c.Day) + " " + strconv.FormatInt(int64(c.At), 36) + " " + string(c.OrgID) + " " + c.ID))
}

// parseZoneCursor reads a cursor; what no page made is Invalid.
func parseZoneCursor(s string) (recycle.ZoneCursor, error) {
	if s == "" {
		return recycle.ZoneCursor{}, nil
	}
	raw, err := base64.RawURLEncoding.DecodeString(s)
	parts := strings.Split(string(raw), " ")
	if err != nil || len(parts) != 4 {
		parts = make([]string, 4)
	}
	day, derr := recycle.ParseDay(parts[0])
	ms, nerr := strconv.ParseInt(parts[1], 36, 64)
	org, id := parts[2], parts[3]
	if derr != nil || nerr != nil || !recycle.IsID(org) || !recycle.IsID(id) {
		return recycle.ZoneCursor{}, newProblem(422, "request.invalid", []ProblemField{{Location: "query.cursor", Code: "pattern"}})
	}
	return recycle.ZoneCursor{Day: day, At: recycle.Instant(ms), OrgID: recycle.OrgID(org), ID: id}, nil
}

func zonePickup(p *recycle.ZonePickup, n *zoneNames) ZonePickupBody {
	b := ZonePickupBody{OrgID: p.OrgID, OrgName: n.orgs[p.OrgID], ID: p.ID, SiteID: p.SiteID, SiteName: n.sites[p.SiteID], OccurredAt: p.OccurredAt,
		ReceivedAt: p.ReceivedAt, Day: p.Day, Delivery: p.Delivery, Trigger: p.Trigger, Origin: p.Origin, State: p.State, Replaces: p.Replaces,
		ReplacedBy: p.ReplacedBy, DuplicateOf: p.DuplicateOf, Lines: []ZoneLineBody{}}
	if cell, ok := p.Place.Cell(); ok && p.SiteID == "" {
		b.Where = &ZoneCell{cell.Lon(), cell.Lat()}
	}
	for _, l := range p.Lines {
		b.Grams, b.Pieces = b.Grams+l.Grams, b.Pieces+l.Pieces
		b.Lines = append(b.Lines, ZoneLineBody{l.Category, l.Method, l.Grams, l.Pieces})
	}
	return b
}

func zoneTicket(t *recycle.ZoneTicket, n *zoneNames) ZoneTicketBody {
	return ZoneTicketBody{OrgID: t.OrgID, OrgName: n.orgs[t.OrgID], ID: t.ID, DeliveredOrgID: t.DeliveredOrgID, DeliveredOrgName: n.orgs[t.DeliveredOrgID],
		Kind: t.Kind, SiteID: t.SiteID, SiteName: n.sites[t.SiteID], Category: t.Category, Net: t.Net, Pieces: t.Pieces, WeighedAt: t.WeighedAt,
		ReceivedAt: t.ReceivedAt, Day: t.Day, State: t.State, Replaces: t.Replaces, ReplacedBy: t.ReplacedBy}
}
