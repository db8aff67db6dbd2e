package api

import (
	"context"
	"log/slog"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"liangwang/internal/recycle"
)

// StartBody is what the start page shows before anybody signs in.
type StartBody struct {
	Demo    bool           `json:"demo"`
	Today   recycle.Day    `json:"today"`
	Roles   []recycle.Role `json:"roles" doc:"That a visitor of the demo may enter"`
	Figures *StartFigures  `json:"figures,omitempty" doc:"Of the demo zone; absent elsewhere, and while they cannot be read"`
}

// StartFigures are figures of the demo zone.
type StartFigures struct {
	Places  int64 `json:"places" doc:"Of the two networks"`
	Fused   int64 `json:"fused"`
	Pickups int64 `json:"pickups"`
	Tickets int64 `json:"tickets"`
	Covered int64 `json:"coveredHouseholds" doc:"Within 300 m of an open site"`
	Of      int64 `json:"households"`
	Days    int64 `json:"days"`
}

func registerStart(g huma.API, s Services) {
	huma.Register(g, op("getStart", http.MethodGet, "/start", "What the start page shows", allow(Public)),
		func(ctx context.Context, _ *struct{}) (*struct{ Body StartBody }, error) {
			b := StartBody{Demo: s.Demo != nil, Today: recycle.At(s.Env.Now()).Day(), Roles: []recycle.Role{}}
			if s.Demo == nil {
				return answer(ctx, b, nil)
			}
			b.Roles = s.Demo.Roles()
			f, err := s.Demo.Figures(ctx)
			if err != nil { // the doors open without them
				slog.WarnContext(ctx, "the start page goes without its figures", "err", err)
				return answer(ctx, b, nil)
			}
			b.Figures = &f
			return answer(ctx, b, nil)
		})
}
