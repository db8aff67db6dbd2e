package api_test

import (
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"
)

// idSchemas are the components whose values name a thing.
var idSchemas = []string{"#/components/schemas/UUIDv7", "#/components/schemas/PhotoHash"}

// idPlaces are the places of an operation in which an id may stand: "path.pickupId", "query.siteId", "body.lines[].category". A cursor is one
// too: it carries the id of the row that it stands at.
func idPlaces(a huma.API, op *huma.Operation) (places []string) {
	for _, p := range op.Parameters {
		if namesThing(p.Schema) || p.Name == "cursor" {
			places = append(places, p.In+"."+p.Name)
		}
	}
	if s := bodySchema(op); s != nil {
		walkSchema(a, s, "body", 0, func(path string, s *huma.Schema) {
			if namesThing(s) {
				places = append(places, path)
			}
		})
	}
	slices.Sort(places)
	return slices.Compact(places)
}

func namesThing(s *huma.Schema) bool {
	return s != nil && slices.Contains(idSchemas, s.Ref)
}

// bodySchema is the schema of an operation's JSON body, or nil.
func bodySchema(op *huma.Operation) *huma.Schema {
	if op.RequestBody == nil || op.RequestBody.Content["application/json"] == nil {
		return nil
	}
	return op.RequestBody.Content["application/json"].Schema
}

// walkSchema visits every property below s with its path: "body.lines[].grams".
func walkSchema(a huma.API, s *huma.Schema, path string, depth int, visit func(path string, s *huma.Schema)) {
	visit(path, s)
	if s.Ref != "" {
		s = a.OpenAPI().Components.Schemas.SchemaFromRef(s.Ref)
	}
	if s == nil || depth > 8 {
		return
	}
	for name, inner := range s.Properties {
		walkSchema(a, inner, path+"."+name, depth+1, visit)
	}
	if s.Items != nil {
		walkSchema(a, s.Items, strings.TrimSuffix(path, "[]")+"[]", depth+1, visit)
	}
}
