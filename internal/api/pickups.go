package api

import (
	"context"
	"net/http"
	"strconv"

	"github.com/danielgtaylor/huma/v2"

	"liangwang/internal/recycle"
)

// Pickups is what the operations need of the pickup feature.
type Pickups interface {
	Log(ctx context.Context, p recycle.Pickup) (stored recycle.Pickup, created bool, err error)
	Find(ctx context.Context, id recycle.PickupID) (recycle.Pickup, error)
	Void(ctx context.Context, id recycle.PickupID, reason string) (recycle.Pickup, error)
	AddPaper(ctx context.Context, id recycle.PickupID, paper recycle.Paper) (recycle.Pickup, error)
	Accept(ctx context.Context, id recycle.PickupID, reason string) (recycle.Pickup, error)
	MarkDuplicate(ctx context.Context, id, of recycle.PickupID) (recycle.Pickup, error)
	NotDuplicate(ctx context.Context, id recycle.PickupID, reason string) (recycle.Pickup, error)
}

// The inputs repeat their path field: huma does not look into an embedded struct of an unexported type, and says nothing.
type (
	putPickup struct {
		ID     recycle.PickupID `path:"pickupId"`
		SentAt string           `header:"Lw-Sent-At" doc:"By the phone's clock; ignored if it is no time"`
		Skew   string           `header:"Lw-Skew-Ms" doc:"Server's clock less the phone's at their last contact, milliseconds; ignored if it is no number"`
		App    string           `header:"Lw-App" doc:"Version of the phone's program"`
		Body   PickupBody
	}
	onePickup struct {
		ID recycle.PickupID `path:"pickupId"`
	}
	reasonedPickup struct {
		ID   recycle.PickupID `path:"pickupId"`
		Body ReasonBody
	}
	paperedPickup struct {
		ID   recycle.PickupID `path:"pickupId"`
		Body PaperBody
	}
	duplicatePickup struct {
		ID   recycle.PickupID `path:"pickupId"`
		Body DuplicateBody
	}
	pickupAnswer struct {
		Status int
		Body   LoggedPickup
	}
)

// ReasonBody says why, in words.
type ReasonBody struct {
	Reason string `json:"reason" minLength:"1" maxLength:"500"`
}

// DuplicateBody names the pickup of which this one is a copy.
type DuplicateBody struct {
	Of recycle.PickupID `json:"of"`
}

func registerPickups(g huma.API, s Pickups, d Directory) {
	put := op("logPickup", http.MethodPut, "/pickups/{pickupId}",
		"Log a pickup, or a correction of one. Safe to repeat: 201 the first time, 200 and the stored record after that",
		allow(Author), 401, 403, 404, 409, 422, 503)
	put.DefaultStatus, put.Responses = 201, map[string]*huma.Response{}
	often(g, put, func(ctx context.Context, in *putPickup) (*pickupAnswer, error) {
		p := in.Body.pickup(in.ID)
		in.envelope(&p)
		stored, created, err := s.Log(ctx, p)
		if err != nil && (recycle.KindOf(err) != recycle.Conflict || stored.ID == "") {
			return nil, fail(ctx, err)
		}
		b, nerr := shown(ctx, d, stored)
		switch {
		case nerr != nil:
			return nil, fail(ctx, nerr)
		case err != nil:
			problem := fail(ctx, err)
			problem.Stored = b
			return nil, problem
		case created:
			return &pickupAnswer{http.StatusCreated, b}, nil
		}
		return &pickupAnswer{http.StatusOK, b}, nil
	})
	put.Responses["200"] = put.Responses["201"]

	huma.Register(g, elsewhere(op("getPickup", http.MethodGet, "/pickups/{pickupId}",
		"Read a pickup of the acting organisation; a collector reads their own",
		allow(OwnOrg, recycle.Collector, recycle.CompanyOperator, recycle.Dispatcher), 401, 403, 404)),
		func(ctx context.Context, in *onePickup) (*pickupAnswer, error) {
			return one(ctx, d)(s.Find(ctx, in.ID))
		})

	huma.Register(g, elsewhere(op("voidPickup", http.MethodPost, "/pickups/{pickupId}/void",
		"Take a pickup back, with a reason: its author, or the company operator",
		allow(OwnOrg, recycle.Collector, recycle.CompanyOperator), 401, 403, 404, 409, 422, 503)),
		func(ctx context.Context, in *reasonedPickup) (*pickupAnswer, error) {
			return one(ctx, d)(s.Void(ctx, in.ID, in.Body.Reason))
		})

	huma.Register(g, elsewhere(op("addPaper", http.MethodPost, "/pickups/{pickupId}/papers",
		"Add a paper that a category gate asks for; the pickup is judged anew",
		allow(OwnOrg, recycle.Collector, recycle.CompanyOperator), 401, 403, 404, 409, 422, 503)),
		func(ctx context.Context, in *paperedPickup) (*pickupAnswer, error) {
			return one(ctx, d)(s.AddPaper(ctx, in.ID, in.Body.paper()))
		})

	huma.Register(g, op("acceptPickup", http.MethodPost, "/pickups/{pickupId}/accept",
		"Accept a pickup although a rule says no, where the rule allows it, with a reason",
		allow(OwnOrg, recycle.CompanyOperator), 401, 403, 404, 409, 422, 503),
		func(ctx context.Context, in *reasonedPickup) (*pickupAnswer, error) {
			return one(ctx, d)(s.Accept(ctx, in.ID, in.Body.Reason))
		})

	huma.Register(g, op("markDuplicate", http.MethodPost, "/pickups/{pickupId}/duplicate",
		"Say that a pickup is the same hand-over as another one",
		allow(OwnOrg, recycle.CompanyOperator), 401, 403, 404, 409, 422, 503),
		func(ctx context.Context, in *duplicatePickup) (*pickupAnswer, error) {
			return one(ctx, d)(s.MarkDuplicate(ctx, in.ID, in.Body.Of))
		})

	huma.Register(g, op("unmarkDuplicate", http.MethodPost, "/pickups/{pickupId}/not-duplicate",
		"Say that a pickup is a hand-over of its own after all, with a reason",
		allow(OwnOrg, recycle.CompanyOperator), 401, 403, 404, 409, 422, 503),
		func(ctx context.Context, in *reasonedPickup) (*pickupAnswer, error) {
			return one(ctx, d)(s.NotDuplicate(ctx, in.ID, in.Body.Reason))
		})
}

// envelope takes over what the headers say. An envelope refuses no record: what is malformed is left out.
func (in *putPickup) envelope(p *recycle.Pickup) {
	if ms, err := strconv.ParseInt(in.Skew, 10, 64); err == nil && ms > -1<<52 && ms < 1<<52 {
		p.SkewMS = ms
	}
	var at recycle.Instant
	if at.UnmarshalText([]byte(in.SentAt)) == nil {
		p.SentAt = at
	}
	if recycle.IsText(in.App, 50) {
		p.App = in.App
	}
}

// shown is p with the names that its reader sees.
func shown(ctx context.Context, d Directory, p recycle.Pickup) (LoggedPickup, error) {
	n, err := namesOf(ctx, d, []recycle.Pickup{p})
	if err != nil {
		return LoggedPickup{}, err
	}
	return logged(&p, n), nil
}

// one turns what a use case returns into an answer.
func one(ctx context.Context, d Directory) func(recycle.Pickup, error) (*pickupAnswer, error) {
	return func(p recycle.Pickup, err error) (*pickupAnswer, error) {
		if err != nil {
			return nil, fail(ctx, err)
		}
		b, err := shown(ctx, d, p)
		if err != nil {
			return nil, fail(ctx, err)
		}
		return &pickupAnswer{http.StatusOK, b}, nil
	}
}
