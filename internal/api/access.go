package api

import (
	"context"
	"encoding/json"
	"net/http"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"liangwang/internal/recycle"
)

// SessionCookie is the name of the cookie that carries the session's token.
const SessionCookie = "lw_session"

// Sessions knows who holds a token.
type Sessions interface {
	// Actor returns the holder of token, or Unauthenticated.
	Actor(ctx context.Context, token string) (recycle.Actor, error)
	// Program returns for whom the program with an API key acts, or Unauthenticated.
	Program(ctx context.Context, key string) (recycle.Actor, error)
	// ActorIn returns a as the one who acts in another organisation that they belong or belonged to, else NotFound.
	ActorIn(ctx context.Context, a recycle.Actor, org recycle.OrgID) (recycle.Actor, error)
}

// Access says who may call an operation. It is data, so that a test can hold it against the matrix that is written by hand.
type Access struct {
	Roles    []recycle.Role // who may call; empty for Public and Anyone
	Relation Relation
}

// Relation is what the actor must be to the object.
type Relation string

// The relations. The features and the store's scope enforce what cannot be seen from the request alone.
const (
	Public       Relation = "public"       // nobody need sign in
	Self         Relation = "self"         // the actor's own session, devices, password; every role
	Register     Relation = "register"     // the zone's register, which every role reads
	Author       Relation = "author"       // a record that the actor made
	OwnOrg       Relation = "own_org"      // a record of the acting organisation; others see NotFound
	Counterparty Relation = "counterparty" // own, or one that names the acting organisation; without the other side's people
	Zone         Relation = "zone"         // figures over all organisations, without personal data
)

const (
	accessKey    = "access"
	elsewhereKey = "elsewhere"
	scopeKey     = "scope"
)

// allow is the Metadata of an operation.
func allow(rel Relation, roles ...recycle.Role) map[string]any {
	return map[string]any{accessKey: Access{Roles: roles, Relation: rel}}
}

// elsewhere lets an operation be called for another organisation than the session acts for, by the parameter orgId: what a phone
// captured belongs to the organisation that it was made for, and so does what follows.
func elsewhere(o huma.Operation) huma.Operation {
	o.Metadata[elsewhereKey] = true
	o.Parameters = append(o.Parameters, &huma.Param{Name: "orgId", In: "query", Schema: &huma.Schema{Ref: "#/components/schemas/UUIDv7"},
		Description: "The organisation that the record was made for, if it is another than the session acts for"})
	return o
}

// inScope reports whether the actor's key, if it is one, is for operation o.
func inScope(o *huma.Operation, actor recycle.Actor) bool {
	scope, named := o.Metadata[scopeKey].(recycle.Scope)
	return actor.Key == "" || named && slices.Contains(actor.Scopes, scope)
}

// may reports whether the actor may call an operation with access a.
func (a Access) may(actor recycle.Actor) bool {
	switch a.Relation {
	case Self, Register, Author:
		return len(a.Roles) == 0 || actor.Is(a.Roles...)
	case OwnOrg, Counterparty, Zone:
		return actor.Is(a.Roles...)
	}
	return false
}

// guard lets a request through to its operation, with the actor in the context, if the operation's Access allows. It runs
// before the body is read: who may not call learns nothing about what the body should be.
func guard(s Sessions) func(huma.Context, func(huma.Context)) {
	return func(c huma.Context, next func(huma.Context)) {
		access, ok := c.Operation().Metadata[accessKey].(Access)
		if ok && access.Relation == Public {
			next(c)
			return
		}
		actor, err := recycle.Actor{}, error(&recycle.Error{Kind: recycle.Unauthenticated, Code: "auth.required"})
		if key, given := bearer(c); given { // then nothing else counts: a program must not fall back to somebody's cookie
			actor, err = s.Program(c.Context(), key)
		} else if token := sessionToken(c); token != "" {
			actor, err = s.Actor(c.Context(), token)
		}
		if org := recycle.OrgID(c.Query("orgId")); err == nil && org != "" && org != actor.OrgID && actor.Key == "" && c.Operation().Metadata[elsewhereKey] != nil { // a key is of one organisation
			actor, err = s.ActorIn(c.Context(), actor, org)
		}
		if err != nil {
			reject(c, fail(c.Context(), err))
			return
		}
		if !inScope(c.Operation(), actor) {
			reject(c, fail(c.Context(), &recycle.Error{Kind: recycle.Forbidden, Code: "auth.scope"}))
			return
		}
		if !ok || !access.may(actor) {
			reject(c, fail(c.Context(), &recycle.Error{Kind: recycle.Forbidden, Code: "auth.forbidden"}))
			return
		}
		next(huma.WithContext(c, recycle.WithActor(c.Context(), actor)))
	}
}

// patient refuses what would change something while too many of the same organisation wait to: before the body is read, so that many
// refusals cost little.
func patient(crowded func(recycle.OrgID) bool) func(huma.Context, func(huma.Context)) {
	return func(c huma.Context, next func(huma.Context)) {
		if crowded != nil && c.Method() != http.MethodGet && c.Method() != http.MethodHead {
			actor, _ := recycle.ActorFrom(c.Context()) // of who is not signed in there is none
			if crowded(actor.OrgID) {
				reject(c, fail(c.Context(), &recycle.Error{Kind: recycle.Unavailable, Code: "server.busy"}))
				return
			}
		}
		next(c)
	}
}

// bearer returns the API key of a request that names one, and whether it has the header for it.
func bearer(c huma.Context) (key string, given bool) {
	header := c.Header("Authorization")
	_, key, _ = strings.Cut(header, " ")
	if scheme, _, _ := strings.Cut(header, " "); !strings.EqualFold(scheme, "Bearer") {
		key = ""
	}
	return key, header != ""
}

func sessionToken(c huma.Context) string {
	cookie, err := huma.ReadCookie(c, SessionCookie)
	if err != nil {
		return ""
	}
	return cookie.Value
}

func reject(c huma.Context, p *Problem) {
	for name, values := range p.GetHeaders() {
		c.SetHeader(name, values[0])
	}
	c.SetHeader("Content-Type", problemType)
	c.SetStatus(p.Status)
	_ = json.NewEncoder(c.BodyWriter()).Encode(p) // the client has hung up: nobody to tell
}
