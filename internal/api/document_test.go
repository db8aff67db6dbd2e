package api_test

import (
	"encoding/json"
	"maps"
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/danielgtaylor/huma/v2"
	"github.com/getkin/kin-openapi/openapi3"

	"liangwang/internal/testkit"
)

// document is the API's own description, against which every answer of the tests is held.
type document struct {
	spec       *openapi3.T
	operations []documented
}

type documented struct {
	method string
	path   *regexp.Regexp
	params int
	op     *openapi3.Operation
}

func readDocument(t testing.TB, a huma.API) *document {
	t.Helper()
	data, err := a.OpenAPI().Downgrade() // 3.0, which the validator reads
	if err != nil {
		t.Fatal(err)
	}
	var tree map[string]any
	if err := json.Unmarshal(data, &tree); err != nil {
		t.Fatal(err)
	}
	if data, err = json.Marshal(inline(tree, tree)); err != nil {
		t.Fatal(err)
	}
	spec, err := openapi3.NewLoader().LoadFromData(data)
	if err != nil {
		t.Fatal(err)
	}
	if err := spec.Validate(t.Context()); err != nil {
		t.Fatal(err)
	}
	d := &document{spec: spec}
	param := regexp.MustCompile(`\\\{[^/]+\\\}`)
	for path, item := range spec.Paths.Map() {
		quoted := regexp.QuoteMeta(path)
		for method, op := range item.Operations() {
			d.operations = append(d.operations, documented{method, regexp.MustCompile("^" + param.ReplaceAllString(quoted, "[^/]+") + "$"),
				strings.Count(path, "{"), op})
		}
	}
	slices.SortFunc(d.operations, func(a, b documented) int { return a.params - b.params }) // /sites/near before /sites/{siteId}
	return d
}

// inline writes what stands beside a reference into a copy of what it refers to: in 3.1 both hold, in 3.0 only the reference does.
func inline(v any, root map[string]any) any {
	switch v := v.(type) {
	case []any:
		for i := range v {
			v[i] = inline(v[i], root)
		}
	case map[string]any:
		for k := range v {
			v[k] = inline(v[k], root)
		}
		ref, _ := v["$ref"].(string)
		name, ok := strings.CutPrefix(ref, "#/components/schemas/")
		if !ok || len(v) == 1 {
			return v
		}
		both := maps.Clone(root["components"].(map[string]any)["schemas"].(map[string]any)[name].(map[string]any))
		for k, x := range v {
			both[k] = x
		}
		delete(both, "$ref")
		return both
	}
	return v
}

// find returns the operation that a request calls, or nil.
func (d *document) find(method, path string) *openapi3.Operation {
	path, _, _ = strings.Cut(path, "?")
	for _, o := range d.operations {
		if o.method == method && o.path.MatchString(path) {
			return o.op
		}
	}
	return nil
}

// check fails the test if an answer is none that the document has: another status, another type, another shape.
func (d *document) check(t testing.TB, r request, a *httptest.ResponseRecorder) {
	t.Helper()
	op := d.find(r.method, prefix+r.path)
	if op == nil {
		return
	}
	answer := op.Responses.Status(a.Code)
	if answer == nil {
		t.Errorf("%s answers %d, which the document does not know: %s", op.OperationID, a.Code, a.Body)
		return
	}
	kind, _, _ := strings.Cut(a.Header().Get("Content-Type"), ";")
	media := answer.Value.Content.Get(kind)
	switch {
	case a.Body.Len() == 0 || r.method == http.MethodHead:
		return
	case media == nil:
		t.Errorf("%s answers %d with %s, which the document does not know: %.200q", op.OperationID, a.Code, kind, a.Body.String())
		return
	case kind != "application/json" && kind != "application/problem+json":
		return
	}
	var v any
	if err := json.Unmarshal(a.Body.Bytes(), &v); err != nil {
		t.Errorf("%s: %v: %s", op.OperationID, err, a.Body)
		return
	}
	if err := media.Schema.Value.VisitJSON(v, openapi3.MultiErrors(), openapi3.EnableFormatValidation()); err != nil {
		t.Errorf("%s answers %d otherwise than the document says: %v\n%s", op.OperationID, a.Code, err, a.Body)
	}
}

func TestDocument(t *testing.T) {
	w := newWorld(t, testkit.NewStore(t), nil)
	data, err := json.Marshal(w.api.OpenAPI())
	if err != nil {
		t.Fatal(err)
	}
	text := string(data)
	for _, want := range []string{`"UUIDv7":{"pattern":"^[0-9a-f]{8}-[0-9a-f]{4}-7`, `"siteId":{"$ref":"#/components/schemas/UUIDv7"`,
		`"Method":{"enum":["SCALE","ESTIMATE","COUNT"]`, `"security":[{"session":[]}]`, `"name":"Lw-Skew-Ms"`} {
		if !strings.Contains(text, want) {
			t.Errorf("the document lacks %s", want)
		}
	}
	for _, not := range []string{"multipart", `"$schema"`, `"array","null"`, "http://localhost"} {
		if strings.Contains(text, not) {
			t.Errorf("the document has %s", not)
		}
	}
	// A body that can be refused says how; who is refused by role too.
	for name, op := range operations(w.api) {
		need := []int{500}
		if access(op).Relation != "public" {
			need = append(need, 401)
		}
		if len(access(op).Roles) > 0 {
			need = append(need, 403)
		}
		if op.RequestBody != nil {
			need = append(need, 400, 413, 415, 422)
		}
		if strings.Contains(name, "{") {
			need = append(need, 422)
		}
		for _, status := range need {
			if op.Responses[strconv.Itoa(status)] == nil {
				t.Errorf("%s does not say that it can answer %d", name, status)
			}
		}
		if len(op.Summary) < 8 || op.OperationID == "" { // ASVS 2.1.1
			t.Errorf("%s says nothing of itself", name)
		}
	}
}
