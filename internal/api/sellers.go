package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"liangwang/internal/recycle"
)

// Sellers is what the operations need of the registration of sellers. What they return is masked, but of Reveal.
type Sellers interface {
	Put(ctx context.Context, id recycle.SellerID, f recycle.SellerFacts) (v recycle.SellerView, created bool, err error)
	Find(ctx context.Context, t recycle.IDType, number string) (recycle.SellerView, error)
	Seller(ctx context.Context, id recycle.SellerID) (recycle.SellerView, error)
	List(ctx context.Context, behind recycle.Cursor, limit int) (list []recycle.SellerView, next recycle.Cursor, err error)
	Reveal(ctx context.Context, id recycle.SellerID, why recycle.RevealReason) (recycle.SellerView, error)
	Erase(ctx context.Context, id recycle.SellerID) (recycle.SellerView, error)
}

// SellerBody is what a person enters of a seller. It is never answered whole but to a reveal.
type SellerBody struct {
	Name     string         `json:"name" minLength:"1" maxLength:"50"`
	Phone    string         `json:"phone,omitempty" maxLength:"30"`
	Address  string         `json:"address" minLength:"1" maxLength:"200"`
	IDType   recycle.IDType `json:"idType"`
	IDNumber string         `json:"idNumber" minLength:"5" maxLength:"40"`
}

// SellerRow is a seller of the acting organisation, masked.
type SellerRow struct {
	ID        recycle.SellerID `json:"id"`
	Name      string           `json:"name,omitempty" doc:"Masked; absent of an erased one"`
	Phone     string           `json:"phone,omitempty" doc:"Masked"`
	IDType    recycle.IDType   `json:"idType,omitempty"`
	IDNumber  string           `json:"idNumber,omitempty" doc:"Masked; absent of an erased one, and where the keys are not here"`
	CreatedAt recycle.Instant  `json:"createdAt"`
	ErasedAt  *recycle.Instant `json:"erasedAt,omitempty"`
	KeysUntil recycle.Day      `json:"keysUntil,omitempty" doc:"Of an erased one: the day on which the last copy of the keys that could read it ends"`
}

// RevealBody says why somebody looks at what is masked; the audit log keeps it.
type RevealBody struct {
	Reason recycle.RevealReason `json:"reason"`
}

// FindSellerBody is a number by which a seller is looked for: in a body, since addresses are logged.
type FindSellerBody struct {
	IDType   recycle.IDType `json:"idType"`
	IDNumber string         `json:"idNumber" minLength:"5" maxLength:"40"`
}

type (
	putSeller struct {
		ID   recycle.SellerID `path:"sellerId"`
		Body SellerBody
	}
	oneSeller struct {
		ID recycle.SellerID `path:"sellerId"`
	}
	revealSeller struct {
		ID   recycle.SellerID `path:"sellerId"`
		Body RevealBody
	}
	sellerAnswer struct {
		Status int
		Body   SellerRow
	}
	revealed struct{ Body SellerBody }
)

func registerSellers(g huma.API, s Sellers) {
	put := elsewhere(op("putSeller", http.MethodPut, "/sellers/{sellerId}",
		"Register who sold. Safe to repeat; 409 seller.known with the stored one if the number is registered under another id",
		allow(OwnOrg, recycle.Collector, recycle.CompanyOperator), 401, 403, 404, 409, 422, 503))
	put.DefaultStatus, put.Responses = http.StatusCreated, map[string]*huma.Response{}
	huma.Register(g, put, func(ctx context.Context, in *putSeller) (*sellerAnswer, error) {
		b := &in.Body
		v, created, err := s.Put(ctx, in.ID, recycle.SellerFacts{Name: b.Name, Phone: b.Phone, Address: b.Address, IDType: b.IDType, IDNumber: b.IDNumber})
		switch {
		case err != nil:
			problem := fail(ctx, err)
			if v.ID != "" && problem.Status == http.StatusConflict {
				problem.Stored = sellerRow(&v)
			}
			return nil, problem
		case created:
			return &sellerAnswer{http.StatusCreated, sellerRow(&v)}, nil
		}
		return &sellerAnswer{http.StatusOK, sellerRow(&v)}, nil
	})
	put.Responses["200"] = put.Responses["201"]

	find := elsewhere(op("findSeller", http.MethodPost, "/sellers/find", "Find a registered seller by the number of their document",
		allow(OwnOrg, recycle.Collector, recycle.CompanyOperator), 401, 403, 404, 422, 503))
	huma.Register(g, find, func(ctx context.Context, in *struct{ Body FindSellerBody }) (*struct{ Body SellerRow }, error) {
		v, err := s.Find(ctx, in.Body.IDType, in.Body.IDNumber)
		return answer(ctx, sellerRow(&v), err)
	})
	huma.Register(g, op("listSellers", http.MethodGet, "/sellers", "The acting organisation's registered sellers, masked, the newest first",
		allow(OwnOrg, recycle.CompanyOperator), 401, 403, 422),
		func(ctx context.Context, in *struct {
			Cursor string `query:"cursor" maxLength:"400"`
			Limit  int    `query:"limit" minimum:"1" maximum:"200" default:"50"`
		}) (*listAnswer[SellerRow], error) {
			behind, err := parseCursor(in.Cursor)
			if err != nil {
				return nil, err
			}
			list, next, err := s.List(ctx, behind, in.Limit)
			if err != nil {
				return nil, fail(ctx, err)
			}
			page := List[SellerRow]{Items: []SellerRow{}}
			for i := range list {
				page.Items = append(page.Items, sellerRow(&list[i]))
			}
			if next.ID != "" {
				page.Next = cursor(next)
			}
			return &listAnswer[SellerRow]{page}, nil
		})
	huma.Register(g, op("getSeller", http.MethodGet, "/sellers/{sellerId}", "A registered seller of the acting organisation, masked",
		allow(OwnOrg, recycle.CompanyOperator), 401, 403, 404),
		func(ctx context.Context, in *oneSeller) (*struct{ Body SellerRow }, error) {
			v, err := s.Seller(ctx, in.ID)
			return answer(ctx, sellerRow(&v), err)
		})
	huma.Register(g, op("revealSeller", http.MethodPost, "/sellers/{sellerId}/reveal",
		"Read a seller whole, for a reason; who did so and why stands in the audit log",
		allow(OwnOrg, recycle.CompanyOperator), 401, 403, 404, 409, 422, 503),
		func(ctx context.Context, in *revealSeller) (*revealed, error) {
			v, err := s.Reveal(ctx, in.ID, in.Body.Reason)
			return answerRevealed(ctx, &v, err)
		})
	huma.Register(g, op("eraseSeller", http.MethodPost, "/sellers/{sellerId}/erase",
		"Erase a seller for good; 409 seller.held with the duty and its last day while a law asks for the record",
		allow(OwnOrg, recycle.CompanyOperator), 401, 403, 404, 409, 503),
		func(ctx context.Context, in *oneSeller) (*struct{ Body SellerRow }, error) {
			v, err := s.Erase(ctx, in.ID)
			return answer(ctx, sellerRow(&v), err)
		})
}

func answerRevealed(ctx context.Context, v *recycle.SellerView, err error) (*revealed, error) {
	if err != nil {
		return nil, fail(ctx, err)
	}
	return &revealed{SellerBody{v.Name, v.Phone, v.Address, v.IDType, v.Number}}, nil
}

func sellerRow(v *recycle.SellerView) SellerRow {
	return SellerRow{v.ID, v.Name, v.Phone, v.IDType, v.Number, v.CreatedAt, known(v.ErasedAt), v.KeysUntil}
}
