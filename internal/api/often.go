package api

import (
	"bytes"
	"context"
	"io"
	"reflect"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humagin"
	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
	jsonv1 "github.com/go-json-experiment/json/v1"
)

const oftenBytes = 16 << 10 // a longer body goes the usual way

// often registers o like huma.Register, with a second way to the same handler for bodies that plainly fit their schema: huma reads each
// body two times, the first time into maps that it holds against the schema, and for one pickup after the other that took more of the
// processor than to store it. Whatever does not plainly fit goes the usual way, so what is refused, and with which words, is the same.
// I has a field Body.
func often[I, O any](g huma.API, o huma.Operation, handler func(context.Context, *I) (*O, error)) {
	registry := g.OpenAPI().Components.Schemas
	body, ok := reflect.TypeFor[I]().FieldByName("Body")
	if !ok {
		panic("api: " + o.OperationID + " has no body")
	}
	fit, err := outlineOf(registry, registry.Schema(body.Type, true, ""), 0)
	if err != nil {
		panic("api: " + o.OperationID + ": " + err.Error())
	}
	second := &aside{Adapter: g.Adapter()}
	o.Middlewares = append(o.Middlewares, func(c huma.Context, next func(huma.Context)) {
		if second.plain(c, fit) {
			next = second.handle
		}
		next(c)
	})
	huma.Register(g, o, handler)

	o.Middlewares, o.SkipValidateBody, o.Hidden, o.RequestBody, o.Responses = nil, true, true, nil, nil
	cfg := huma.DefaultConfig("", "")
	cfg.CreateHooks = nil
	cfg.DocsPath, cfg.OpenAPIPath, cfg.SchemasPath = "", "", ""
	cfg.Components.Schemas = registry
	cfg.Formats = map[string]huma.Format{"application/json": swift, "json": swift}
	cfg.DefaultFormat = "application/json"
	huma.Register(huma.NewAPI(cfg, second), o, handler)
}

// swift reads what fits in half the time that encoding/json takes: nothing is left in it that the two would read differently. What it
// writes is what huma.DefaultJSONFormat would.
var swift = huma.Format{
	Unmarshal: func(data []byte, v any) error { return json.Unmarshal(data, v) },
	Marshal: func(w io.Writer, v any) error {
		out, err := json.Marshal(v, jsonv1.DefaultOptionsV1(), jsontext.EscapeForHTML(false))
		if err != nil {
			return err
		}
		_, err = w.Write(append(out, '\n'))
		return err
	},
}

// aside is an adapter that keeps the handler of its one operation to itself: no route leads to it past what comes before an operation.
type aside struct {
	huma.Adapter
	handle func(huma.Context)
}

func (a *aside) Handle(_ *huma.Operation, handler func(huma.Context)) { a.handle = handler }

// plain reports whether the body is plain JSON that fits. Whoever reads it next finds it as it was, with the error that ended it.
func (a *aside) plain(c huma.Context, fit *outline) bool {
	r := humagin.Unwrap(c).Request
	if n := r.ContentLength; n <= 0 || n > oftenBytes || c.Header("Content-Type") != "application/json" {
		return false
	}
	read := make([]byte, r.ContentLength)
	n, err := io.ReadFull(r.Body, read)
	r.Body = io.NopCloser(&replay{bytes.NewReader(read[:n]), err})
	return err == nil && fit.fits(read)
}

// replay reads what was read, and then ends as that ended.
type replay struct {
	*bytes.Reader
	err error
}

func (r *replay) Read(p []byte) (int, error) {
	n, err := r.Reader.Read(p)
	if err != nil && r.err != nil {
		err = r.err
	}
	return n, err
}
