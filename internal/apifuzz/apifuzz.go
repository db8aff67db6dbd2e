// Package apifuzz makes requests from an OpenAPI document and from recorded good ones: good ones with their free fields varied, which
// have to be taken, and ones that are wrong in one way, which must not be. It sends nothing; only tests use it.
package apifuzz

import (
	"math/rand/v2"
	"net/http"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
)

// Want is what has to come of a request.
type Want int

// What has to come of a request. Either: no schema says, but no answer may be an error of the server.
const (
	Either Want = iota
	Taken
	Refused
)

// String returns the name of w.
func (w Want) String() string { return [...]string{"either", "taken", "refused"}[w] }

// Case is one request: what is special about it, what has to come of it, and its parts. Query has no question mark.
type Case struct {
	What        string
	Want        Want
	Query, Body string
	Header      http.Header
}

// Recorded is a request that nothing is wrong with, and what may be varied in it without touching a rule that no schema has.
type Recorded struct {
	Op    *openapi3.Operation
	Body  string              // JSON, empty for none
	Free  []string            // members of the body: "note", "where.lon", "lines[].typed"; every value of their schema is good
	Query map[string]string   // parameters that have to be there, or that have to have one of the values of Given
	Given map[string][]string // good values of parameters whose schema says too little: days, cursors, boxes; none: leave it out
}

// Case returns a request made from r.
func (r *Recorded) Case(rng *rand.Rand) Case {
	query, body := rng.IntN(2) == 0 && len(r.queries()) > 0, r.Body != ""
	switch {
	case rng.IntN(3) == 0:
		return r.taken(rng)
	case query || !body:
		return r.worseQuery(rng)
	case rng.IntN(3) == 0:
		return r.worseBytes(rng)
	}
	return r.worseBody(rng)
}

// Schema is the schema of the JSON body, nil for none.
func (r *Recorded) Schema() *openapi3.Schema {
	if r.Op.RequestBody == nil {
		return nil
	}
	media := r.Op.RequestBody.Value.Content.Get("application/json")
	if media == nil || media.Schema == nil {
		return nil
	}
	return media.Schema.Value
}

// queries are the parameters of the query, by name.
func (r *Recorded) queries() (list []*openapi3.Parameter) {
	for _, p := range r.Op.Parameters {
		if p.Value.In == "query" {
			list = append(list, p.Value)
		}
	}
	slices.SortFunc(list, func(a, b *openapi3.Parameter) int { return strings.Compare(a.Name, b.Name) })
	return list
}

// taken varies what is free in the body and in the query.
func (r *Recorded) taken(rng *rand.Rand) Case {
	c := Case{What: "good", Want: Taken, Query: r.goodQuery(rng).Encode(), Body: r.Body}
	if r.Body == "" || len(r.Free) == 0 {
		return c
	}
	v := decode(r.Body)
	for _, path := range r.Free {
		if rng.IntN(3) > 0 {
			v = vary(rng, r.Schema(), v, path)
		}
	}
	c.Body = encode(v)
	return c
}
