package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"liangwang/internal/recycle"
)

// Tickets is what the operations need of the weighing feature.
type Tickets interface {
	Weigh(ctx context.Context, t recycle.Ticket, sure []recycle.Doubt) (stored recycle.Ticket, created bool, err error)
	NextNumber(ctx context.Context, site recycle.SiteID, scaleNo string) (string, error)
	Find(ctx context.Context, weigher recycle.OrgID, id recycle.TicketID) (recycle.Ticket, error)
	Void(ctx context.Context, id recycle.TicketID, reason string) (recycle.Ticket, error)
	List(ctx context.Context, f recycle.TicketFilter) ([]recycle.Ticket, recycle.TicketSums, error)
}

// TicketBody is what the operator of a scale enters.
type TicketBody struct {
	DeliveredOrgID recycle.OrgID      `json:"deliveredOrgId" doc:"Who delivered: what was received is booked there"`
	Kind           recycle.TicketKind `json:"kind"`
	SiteID         recycle.SiteID     `json:"siteId,omitempty" doc:"The station that weighs"`
	ScaleNo        string             `json:"scaleNo,omitempty" maxLength:"50"`
	Number         string             `json:"number,omitempty" maxLength:"50" doc:"As printed on the slip"`
	Category       recycle.Category   `json:"category"`
	Gross          recycle.Grams      `json:"gross,omitempty" minimum:"0" maximum:"100000000"`
	Tare           recycle.Grams      `json:"tare,omitempty" minimum:"0" maximum:"100000000"`
	Net            recycle.Grams      `json:"net" minimum:"0" maximum:"100000000" doc:"Gross less tare; alone if only a net was read"`
	Pieces         int64              `json:"pieces,omitempty" minimum:"0" maximum:"100000"`
	Vehicle        *VehicleRef        `json:"vehicle,omitempty"`
	Plate          string             `json:"plate,omitempty" maxLength:"20" doc:"As read at the gate"`
	WeighedAt      recycle.Instant    `json:"weighedAt"`
	Note           string             `json:"note,omitempty" maxLength:"500"`
	Replaces       recycle.TicketID   `json:"replaces,omitempty" doc:"The ticket that this one corrects"`
}

// KeptTicket is a ticket as the server holds it.
type KeptTicket struct {
	TicketBody
	ID               recycle.TicketID    `json:"id"`
	OrgID            recycle.OrgID       `json:"orgId" doc:"Who weighed"`
	OrgName          string              `json:"orgName"`
	DeliveredOrgName string              `json:"deliveredOrgName"`
	SiteName         string              `json:"siteName,omitempty"`
	OperatorID       recycle.PersonID    `json:"operatorId,omitempty" doc:"To the organisation that weighed only"`
	OperatorName     string              `json:"operatorName,omitempty"`
	ReceivedAt       recycle.Instant     `json:"receivedAt"`
	Day              recycle.Day         `json:"day"`
	State            recycle.TicketState `json:"state"`
	StateReason      string              `json:"stateReason,omitempty"`
	StateAt          *recycle.Instant    `json:"stateAt,omitempty"`
	ReplacedBy       recycle.TicketID    `json:"replacedBy,omitempty"`
}

// TicketQuery is the filter of a list of tickets, as the address of the page says it.
type TicketQuery struct {
	From     recycle.Day         `query:"from"`
	To       recycle.Day         `query:"to"`
	Category recycle.Category    `query:"category"`
	State    recycle.TicketState `query:"state"`
	Q        string              `query:"q" maxLength:"50" doc:"Number, plate or scale"`
	SiteID   recycle.SiteID      `query:"siteId" doc:"The station that weighs"`
	ScaleNo  string              `query:"scaleNo" maxLength:"50" doc:"As it stands on the ticket"`
	Side     string              `query:"side" enum:"weighed,delivered" default:"weighed" doc:"Those that the acting organisation weighed, or delivered"`
}

type (
	putTicket struct {
		ID   recycle.TicketID `path:"ticketId"`
		Sure []recycle.Doubt  `query:"sure,explode" maxItems:"10" doc:"Of the doubts that 422 ticket.doubtful named, those that the operator has looked at. No part of the content"`
		Body TicketBody
	}
	oneTicket struct {
		ID    recycle.TicketID `path:"ticketId"`
		OrgID recycle.OrgID    `query:"orgId" doc:"Who weighed: an id is unique within its organisation only. Absent: one's own ticket before another's"`
	}
	nextNumber struct {
		SiteID  recycle.SiteID `query:"siteId" doc:"The station; absent: none of the register"`
		ScaleNo string         `query:"scaleNo" maxLength:"50"`
	}
	voidTicket struct {
		ID   recycle.TicketID `path:"ticketId"`
		Body ReasonBody
	}
	listTickets struct {
		TicketQuery
		Cursor string `query:"cursor" maxLength:"200"`
		Limit  int    `query:"limit" minimum:"1" maximum:"200" default:"50"`
	}
	ticketAnswer struct {
		Status int
		Body   KeptTicket
	}
)

// TicketList is a page of tickets with the sum of all.
type TicketList struct {
	Items  []KeptTicket `json:"items"`
	Next   string       `json:"next,omitempty"`
	Totals TicketTotals `json:"totals"`
}

// TicketTotals is what all tickets of a list add up to.
type TicketTotals struct {
	Tickets      int64         `json:"tickets"`
	Grams        recycle.Grams `json:"grams"`
	Pieces       int64         `json:"pieces"`
	OtherTickets int64         `json:"otherTickets" doc:"In states that count nothing"`
}

// TicketNumber proposes a number.
type TicketNumber struct {
	Number string `json:"number" doc:"Empty where there is nothing to go by"`
}

type ticketOps struct{ Services }

func registerTickets(g huma.API, s Services) {
	o := ticketOps{s}
	read := append(clerks(), recycle.YardOperator)
	put := op("recordTicket", http.MethodPut, "/tickets/{ticketId}",
		"Record a weighing, or a correction of one. Safe to repeat: 201 the first time, 200 after that. What is doubtful is asked once, as 422 ticket.doubtful",
		allow(OwnOrg, recycle.YardOperator), 401, 403, 409, 422, 503)
	put.DefaultStatus, put.Responses = 201, map[string]*huma.Response{}
	huma.Register(g, put, o.put)
	put.Responses["200"] = put.Responses["201"]
	huma.Register(g, op("getTicket", http.MethodGet, "/tickets/{ticketId}", "Read a ticket that the acting organisation weighed or delivered",
		allow(Counterparty, read...), 401, 403, 404),
		func(ctx context.Context, in *oneTicket) (*ticketAnswer, error) {
			return o.one(ctx)(o.Tickets.Find(ctx, in.OrgID, in.ID))
		})
	huma.Register(g, op("nextTicketNumber", http.MethodGet, "/tickets/next", "The number that the next ticket of a scale probably has",
		allow(OwnOrg, recycle.YardOperator), 401, 403, 422),
		func(ctx context.Context, in *nextNumber) (*struct{ Body TicketNumber }, error) {
			n, err := o.Tickets.NextNumber(ctx, in.SiteID, in.ScaleNo)
			return answer(ctx, TicketNumber{n}, err)
		})
	huma.Register(g, op("voidTicket", http.MethodPost, "/tickets/{ticketId}/void", "Take a ticket back, with a reason",
		allow(OwnOrg, recycle.YardOperator), 401, 403, 404, 409, 422, 503),
		func(ctx context.Context, in *voidTicket) (*ticketAnswer, error) {
			return o.one(ctx)(o.Tickets.Void(ctx, in.ID, in.Body.Reason))
		})
	huma.Register(g, op("listTickets", http.MethodGet, "/tickets", "Tickets that the acting organisation weighed, or delivered",
		allow(Counterparty, read...), 401, 403, 422),
		func(ctx context.Context, in *listTickets) (*struct{ Body TicketList }, error) {
			b, err := o.list(ctx, in)
			return answer(ctx, b, err)
		})
}

func (o *ticketOps) put(ctx context.Context, in *putTicket) (*ticketAnswer, error) {
	stored, created, err := o.Tickets.Weigh(ctx, in.ticket(), in.Sure)
	if err != nil && (recycle.KindOf(err) != recycle.Conflict || stored.ID == "") {
		return nil, fail(ctx, err)
	}
	b, nerr := o.shown(ctx, []recycle.Ticket{stored})
	switch {
	case nerr != nil:
		return nil, fail(ctx, nerr)
	case err != nil:
		problem := fail(ctx, err)
		problem.Stored = b[0]
		return nil, problem
	case created:
		return &ticketAnswer{http.StatusCreated, b[0]}, nil
	}
	return &ticketAnswer{http.StatusOK, b[0]}, nil
}

func (in *putTicket) ticket() recycle.Ticket {
	b := &in.Body
	t := recycle.Ticket{ID: in.ID, TicketFacts: recycle.TicketFacts{DeliveredOrgID: b.DeliveredOrgID, Kind: b.Kind, SiteID: b.SiteID,
		ScaleNo: b.ScaleNo, Number: b.Number, Category: b.Category, Gross: b.Gross, Tare: b.Tare, Net: b.Net, Pieces: b.Pieces,
		Plate: b.Plate, WeighedAt: b.WeighedAt, Note: b.Note, Replaces: b.Replaces}}
	if b.Vehicle != nil {
		t.VehicleOrgID, t.VehicleID = b.Vehicle.OrgID, b.Vehicle.ID
	}
	return t
}

func (o *ticketOps) one(ctx context.Context) func(recycle.Ticket, error) (*ticketAnswer, error) {
	return func(t recycle.Ticket, err error) (*ticketAnswer, error) {
		if err != nil {
			return nil, fail(ctx, err)
		}
		b, err := o.shown(ctx, []recycle.Ticket{t})
		if err != nil {
			return nil, fail(ctx, err)
		}
		return &ticketAnswer{http.StatusOK, b[0]}, nil
	}
}

func (o *ticketOps) list(ctx context.Context, in *listTickets) (b TicketList, err error) {
	f := in.filter()
	if f.After, err = parseCursor(in.Cursor); err != nil {
		return b, err
	}
	f.Limit = in.Limit + 1
	tickets, sums, err := o.Tickets.List(ctx, f)
	if err != nil {
		return b, err
	}
	if len(tickets) > in.Limit {
		tickets = tickets[:in.Limit]
		last := tickets[in.Limit-1]
		b.Next = cursor(last.Place())
	}
	b.Totals = TicketTotals{sums.Tickets, sums.Grams, sums.Pieces, sums.OtherTickets}
	b.Items, err = o.shown(ctx, tickets)
	return b, err
}

func (q *TicketQuery) filter() recycle.TicketFilter {
	f := recycle.TicketFilter{From: q.From, To: q.To, Category: q.Category, ScaleNo: q.ScaleNo, Delivered: q.Side == "delivered", Query: q.Q}
	if q.SiteID != "" {
		f.SiteIDs = []recycle.SiteID{q.SiteID}
	}
	if q.State != "" {
		f.States = []recycle.TicketState{q.State}
	}
	return f
}

// shown is tickets with the names that their reader sees.
func (o *ticketOps) shown(ctx context.Context, tickets []recycle.Ticket) ([]KeptTicket, error) {
	var (
		orgs   []recycle.OrgID
		people []recycle.PersonID
		sites  []recycle.SiteID
	)
	for i := range tickets {
		t := &tickets[i]
		orgs = append(orgs, t.OrgID, t.DeliveredOrgID)
		if t.OperatorID != "" {
			people = append(people, t.OperatorID)
		}
		if t.SiteID != "" {
			sites = append(sites, t.SiteID)
		}
	}
	orgNames, err := o.Directory.OrgNames(ctx, orgs)
	if err != nil {
		return nil, err
	}
	personNames, err := o.Directory.PersonNames(ctx, people)
	if err != nil {
		return nil, err
	}
	siteNames, err := o.Directory.SiteNames(ctx, sites)
	if err != nil {
		return nil, err
	}
	items := make([]KeptTicket, len(tickets))
	for i := range tickets {
		t := &tickets[i]
		items[i] = KeptTicket{TicketBody: ticketBody(t), ID: t.ID, OrgID: t.OrgID, OrgName: orgNames[t.OrgID], DeliveredOrgName: orgNames[t.DeliveredOrgID],
			SiteName: siteNames[t.SiteID], OperatorID: t.OperatorID, OperatorName: personNames[t.OperatorID], ReceivedAt: t.ReceivedAt, Day: t.Day,
			State: t.State, StateReason: t.StateReason, StateAt: known(t.StateAt), ReplacedBy: t.ReplacedBy}
	}
	return items, nil
}

func ticketBody(t *recycle.Ticket) TicketBody {
	b := TicketBody{DeliveredOrgID: t.DeliveredOrgID, Kind: t.Kind, SiteID: t.SiteID, ScaleNo: t.ScaleNo, Number: t.Number, Category: t.Category,
		Gross: t.Gross, Tare: t.Tare, Net: t.Net, Pieces: t.Pieces, Plate: t.Plate, WeighedAt: t.WeighedAt, Note: t.Note, Replaces: t.Replaces}
	if t.VehicleID != "" {
		b.Vehicle = &VehicleRef{t.VehicleOrgID, t.VehicleID}
	}
	return b
}
