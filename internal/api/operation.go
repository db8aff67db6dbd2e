package api

import (
	"net/http"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"
)

// op is an operation with what every one of them says: id, place, one sentence, who may call, and the statuses of its problems.
func op(id, method, path, summary string, access map[string]any, errors ...int) huma.Operation {
	tag, _, _ := strings.Cut(strings.TrimPrefix(path, "/"), "/")
	if method == http.MethodPut || method == http.MethodPost { // a body that cannot be read, is too slow, too large, of another type
		errors = append(errors, 400, 408, 413, 415)
	}
	if a, ok := access[accessKey].(Access); ok && a.Relation != Public { // with a key that is not for it
		errors = append(errors, 403)
	}
	if method != http.MethodGet && method != http.MethodHead { // from another site's page
		errors = append(errors, 403)
	}
	if method != http.MethodGet && slices.Contains(errors, 503) {
		errors = append(errors, 507) // no room is left
	}
	errors = append(errors, 422) // an address that is no text
	slices.Sort(errors)
	errors = slices.Compact(errors)
	o := huma.Operation{OperationID: id, Method: method, Path: path, Tags: []string{tag}, Summary: summary, Metadata: access,
		Errors: errors, MaxBodyBytes: maxBody}
	if scope, named := scopes[id]; named {
		o.Metadata[scopeKey] = scope
		o.Security = []map[string][]string{{"session": {}}, {"key": {string(scope)}}}
	}
	return o
}
