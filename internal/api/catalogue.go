package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"liangwang/internal/recycle"
)

// Catalogue reads categories and their gates.
type Catalogue interface {
	Categories(ctx context.Context, day recycle.Day) ([]recycle.CategoryRow, error)
	Gates(ctx context.Context) ([]recycle.GateRow, error)
	OrgsOfKind(ctx context.Context, kind recycle.OrgKind) ([]recycle.Org, error)
}

// CatalogueBody is the catalogue in force on a day: what a phone needs to know offline.
type CatalogueBody struct {
	Day        recycle.Day    `json:"day"`
	Groups     []GroupBody    `json:"groups"`
	Categories []CategoryBody `json:"categories"`
}

// GroupBody is a group of categories.
type GroupBody struct {
	Key string `json:"key"`
	ZH  string `json:"zh"`
	EN  string `json:"en"`
}

// CategoryBody is a category with the gate in force.
type CategoryBody struct {
	Key            recycle.Category  `json:"key"`
	Group          string            `json:"group"`
	ZH             string            `json:"zh"`
	EN             string            `json:"en"`
	Unit           recycle.Basis     `json:"unit"`
	Value          recycle.Value     `json:"value,omitempty" enum:"HIGH,LOW"`
	GramsPerPiece  recycle.Grams     `json:"gramsPerPiece,omitempty" doc:"For estimates"`
	MostGrams      recycle.Grams     `json:"mostGrams,omitempty" doc:"More than this in one line of a pickup is asked about before it is saved, never refused"`
	MostPieces     int64             `json:"mostPieces,omitempty" doc:"As mostGrams, of pieces"`
	MostPrice      recycle.UnitPrice `json:"mostPrice,omitempty" doc:"As mostGrams, of the price of a kilogram, 1/10000 yuan"`
	MostPiecePrice recycle.UnitPrice `json:"mostPiecePrice,omitempty" doc:"As mostPrice, of a piece"`
	Gate           recycle.Gate      `json:"gate"`
	Needs          []string          `json:"needs" doc:"What the record needs"`
	SendTo         []string          `json:"sendTo" doc:"Where it may go instead"`
}

// OrgRow is an organisation of the register.
type OrgRow struct {
	OrgBrief
	Roles []recycle.Role `json:"roles" doc:"That can be held there"`
}

func rolesOf(o *recycle.Org) []recycle.Role {
	roles := []recycle.Role{}
	for _, r := range recycle.Roles() {
		if recycle.MayHold(o, r) {
			roles = append(roles, r)
		}
	}
	return roles
}

func registerCatalogue(g huma.API, s Services) {
	huma.Register(g, op("getCatalogue", http.MethodGet, "/catalogue", "Categories and their gates, in force today", everyone(), 401),
		func(ctx context.Context, _ *struct{}) (*struct{ Body CatalogueBody }, error) {
			b, err := catalogue(ctx, s.Catalogue, recycle.At(s.Env.Now()).Day())
			return answer(ctx, b, err)
		})
	huma.Register(g, op("listOrgs", http.MethodGet, "/orgs", "Organisations of the register, by name", everyone(), 401, 422),
		func(ctx context.Context, in *struct {
			Kind recycle.OrgKind `query:"kind"`
		}) (*listAnswer[OrgRow], error) {
			orgs, err := s.Catalogue.OrgsOfKind(ctx, in.Kind)
			if err != nil {
				return nil, fail(ctx, err)
			}
			items := []OrgRow{}
			for _, o := range orgs {
				if !o.Disabled {
					items = append(items, OrgRow{brief(o), rolesOf(&o)})
				}
			}
			return list(items), nil
		})
}

func catalogue(ctx context.Context, s Catalogue, day recycle.Day) (CatalogueBody, error) {
	b := CatalogueBody{Day: day, Groups: []GroupBody{}, Categories: []CategoryBody{}}
	rows, err := s.Categories(ctx, day)
	if err != nil {
		return b, err
	}
	gates, err := s.Gates(ctx)
	if err != nil {
		return b, err
	}
	for _, g := range recycle.SeedGroups() {
		b.Groups = append(b.Groups, GroupBody{g.Key, g.ZH, g.EN})
	}
	for _, r := range rows {
		gate, _ := recycle.GateOn(gates, r.Key, day)
		most := r.Plausible()
		b.Categories = append(b.Categories, CategoryBody{r.Key, r.Parent, r.ZH, r.EN, r.Unit, r.Value, r.DefaultGramsPerPiece, most.Grams, most.Pieces, most.Price, most.PiecePrice,
			gate.Gate, orEmpty(gate.Needs), orEmpty(gate.SendTo)})
	}
	return b, nil
}
