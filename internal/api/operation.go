package api

import (
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"
)

// op is an operation with what every one of them says: id, place, one sentence, who may call, and the statuses of its problems.
func op(id, method, path, summary string, access map[string]any, errors ...int) huma.Operation {
	tag, _, _ := strings.Cut(strings.TrimPrefix(path, "/"), "/")
	slices.Sort(errors)
	return huma.Operation{OperationID: id, Method: method, Path: path, Tags: []string{tag}, Summary: summary, Metadata: access,
		Errors: errors, MaxBodyBytes: maxBody}
}
