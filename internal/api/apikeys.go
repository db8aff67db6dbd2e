package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"liangwang/internal/recycle"
)

// APIKeys is what the operations need of the keys that programs act with.
type APIKeys interface {
	Keys(ctx context.Context) ([]recycle.APIKey, error)
	NewKey(ctx context.Context, id recycle.APIKeyID, name string, scopes []recycle.Scope, days int) (k recycle.APIKey, token string, err error)
	RevokeKey(ctx context.Context, id recycle.APIKeyID) error
}

// KeyBody is a key to be made.
type KeyBody struct {
	Name   string          `json:"name" minLength:"1" maxLength:"60" doc:"What the program is called"`
	Scopes []recycle.Scope `json:"scopes" minItems:"1" maxItems:"10" doc:"What it may do, of what its maker may"`
	Days   int             `json:"days" minimum:"1" maximum:"400" doc:"For how long"`
}

// KeyRow is a key of the acting organisation. Its token is not kept.
type KeyRow struct {
	ID         recycle.APIKeyID `json:"id"`
	Name       string           `json:"name"`
	Scopes     []recycle.Scope  `json:"scopes"`
	MadeBy     recycle.PersonID `json:"madeBy" doc:"The key may no more than they may today"`
	CreatedAt  recycle.Instant  `json:"createdAt"`
	ExpiresAt  recycle.Instant  `json:"expiresAt"`
	RevokedAt  *recycle.Instant `json:"revokedAt,omitempty"`
	LastUsedAt *recycle.Instant `json:"lastUsedAt,omitempty" doc:"To the hour"`
}

// NewKey is a key as it was made, with its token this once.
type NewKey struct {
	KeyRow
	Token string `json:"token,omitempty" doc:"Shown this once, and kept nowhere; absent when the same is sent again: revoke it then, and make another"`
}

type (
	putKey struct {
		ID   recycle.APIKeyID `path:"keyId"`
		Body KeyBody
	}
	oneKey struct {
		ID recycle.APIKeyID `path:"keyId"`
	}
	keyAnswer struct {
		Status int
		Body   NewKey
	}
	keyList struct {
		Body struct {
			Items []KeyRow `json:"items"`
		}
	}
)

// scopes is what programs may call, and the scope that a key needs for it; nothing else.
var scopes = map[string]recycle.Scope{
	"getCatalogue": recycle.ScopeRegister, "listOrgs": recycle.ScopeRegister, "listSites": recycle.ScopeRegister, "getSite": recycle.ScopeRegister,
	"listPickups": recycle.ScopePickups, "getPickup": recycle.ScopePickups, "exportPickups": recycle.ScopePickups,
	"listTickets": recycle.ScopeTickets, "getTicket": recycle.ScopeTickets, "exportTickets": recycle.ScopeTickets,
	"recordTicket": recycle.ScopeWeigh, "voidTicket": recycle.ScopeWeigh, "nextTicketNumber": recycle.ScopeWeigh,
	"compare": recycle.ScopeCompare, "compareScales": recycle.ScopeCompare, "exportCompare": recycle.ScopeCompare, "exportScales": recycle.ScopeCompare,
}

func registerAPIKeys(g huma.API, s APIKeys) {
	keeper := func() map[string]any { return allow(OwnOrg, recycle.CompanyOperator) }
	put := op("putKey", http.MethodPut, "/keys/{keyId}", "Make an API key for a program. Safe to repeat, but its token comes once", keeper(), 401, 403, 409, 422, 503)
	put.DefaultStatus, put.Responses = http.StatusCreated, map[string]*huma.Response{}
	huma.Register(g, put, func(ctx context.Context, in *putKey) (*keyAnswer, error) {
		k, token, err := s.NewKey(ctx, in.ID, in.Body.Name, in.Body.Scopes, in.Body.Days)
		if err != nil {
			problem := fail(ctx, err)
			if k.ID != "" && problem.Status == http.StatusConflict {
				problem.Stored = keyRow(k)
			}
			return nil, problem
		}
		status := http.StatusOK
		if token != "" {
			status = http.StatusCreated
		}
		return &keyAnswer{status, NewKey{keyRow(k), token}}, nil
	})
	put.Responses["200"] = put.Responses["201"]

	huma.Register(g, op("listKeys", http.MethodGet, "/keys", "The API keys of the acting organisation, the newest first", keeper(), 401, 403),
		func(ctx context.Context, _ *struct{}) (*keyList, error) {
			list, err := s.Keys(ctx)
			if err != nil {
				return nil, fail(ctx, err)
			}
			var l keyList
			l.Body.Items = []KeyRow{}
			for _, k := range list {
				l.Body.Items = append(l.Body.Items, keyRow(k))
			}
			return &l, nil
		})

	end := op("revokeKey", http.MethodDelete, "/keys/{keyId}", "End an API key, at once", keeper(), 401, 403, 404, 503)
	end.DefaultStatus = http.StatusNoContent
	huma.Register(g, end, func(ctx context.Context, in *oneKey) (*struct{}, error) {
		if err := s.RevokeKey(ctx, in.ID); err != nil {
			return nil, fail(ctx, err)
		}
		return nil, nil
	})
}

func keyRow(k recycle.APIKey) KeyRow {
	return KeyRow{ID: k.ID, Name: k.Name, Scopes: k.ScopeList(), MadeBy: k.PersonID, CreatedAt: k.CreatedAt, ExpiresAt: k.ExpiresAt,
		RevokedAt: known(k.RevokedAt), LastUsedAt: known(k.LastUsedAt)}
}
