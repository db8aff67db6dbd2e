// Package api is the HTTP surface. It describes each operation once, in Go types, from which router, validator and OpenAPI
// document are made, and holds no rule of the domain.
package api

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humagin"
	"github.com/gin-gonic/gin"
)

const (
	prefix  = "/api/v1"
	maxBody = 1 << 20 // bytes, of an operation that does not say otherwise
)

// Mount adds every operation to r and returns the API, whose OpenAPI method is the document.
func Mount(r *gin.Engine, s Services) huma.API {
	useCodes()
	r.HandleMethodNotAllowed = true
	r.NoRoute(func(c *gin.Context) { Abort(c, http.StatusNotFound, "route.not_found") })
	r.NoMethod(func(c *gin.Context) { Abort(c, http.StatusMethodNotAllowed, "route.method") })
	cfg := huma.DefaultConfig("Liangwang 两网", "1")
	cfg.Info.Description = "Recycling-network logistics: pickups, weighings, sites and coverage. Mass in grams, money in fen, positions in WGS-84."
	cfg.CreateHooks = nil // no $schema member in bodies
	cfg.DocsPath, cfg.OpenAPIPath, cfg.SchemasPath = "", "", ""
	strict := huma.Format{Marshal: huma.DefaultJSONFormat.Marshal, Unmarshal: unmarshal}
	cfg.Formats = map[string]huma.Format{"application/json": strict, "json": strict}
	cfg.DefaultFormat = "application/json"
	cfg.Components.SecuritySchemes = map[string]*huma.SecurityScheme{"session": {Type: "apiKey", In: "cookie", Name: SessionCookie},
		"key": {Type: "http", Scheme: "bearer", Description: "An API key of the organisation, with the scope that the operation names"}}
	cfg.Security = []map[string][]string{{"session": {}}}

	h := humagin.New(r, cfg)
	h.UseMiddleware(guard(s.Sessions), patient(s.Env.Crowded), roomy(s.Env.Room), plainQuery) // on h, not on a group: nothing can be registered past it
	schemas(h.OpenAPI().Components.Schemas)
	register(huma.NewGroup(h, prefix), s)
	return h
}

// unmarshal refuses what encoding/json would silently replace, choose or leave. Each body comes here twice, first as anything.
func unmarshal(data []byte, v any) error {
	if _, first := v.(*any); !first {
		if hasNull(data) {
			return errNull
		}
	} else if err := plain(data); err != nil {
		return err
	}
	if json.Unmarshal(data, v) == nil { // nothing behind the value either
		return nil
	}
	d := json.NewDecoder(bytes.NewReader(data))
	if err := d.Decode(v); err != nil {
		return err
	}
	if _, err := d.Token(); err != io.EOF {
		return errTrailing
	}
	return nil
}

// Abort ends a request that no operation answers with a Problem: an unknown route, a wrong method, a body that is too large, a
// panic.
func Abort(c *gin.Context, status int, code string) {
	c.Header("Content-Type", problemType)
	c.AbortWithStatusJSON(status, newProblem(status, code, nil))
}
