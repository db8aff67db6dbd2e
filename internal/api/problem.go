package api

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"sync"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/validation"

	"liangwang/internal/recycle"
)

const problemType = "application/problem+json"

// Problem is the body of every error response (RFC 9457).
type Problem struct {
	Type   string         `json:"type" format:"uri-reference" example:"/problems/pickup.conflict"`
	Title  string         `json:"title"`
	Status int            `json:"status"`
	Code   string         `json:"code" doc:"Stable; the client translates it" example:"pickup.conflict"`
	Errors []ProblemField `json:"errors,omitempty"`
	Stored any            `json:"stored,omitempty" doc:"With 409: what the server holds, in the shape of the operation's answer"`

	retryAfter string
}

// ProblemField is one rejected input.
type ProblemField struct {
	Location string `json:"location" example:"body.lines[0].grams"`
	Code     string `json:"code" example:"min"`
	Param    string `json:"param,omitempty"`
}

// statuses has the HTTP status of each kind of error.
var statuses = map[recycle.Kind]int{
	recycle.Internal: 500, recycle.Invalid: 422, recycle.Unauthenticated: 401, recycle.Forbidden: 403,
	recycle.NotFound: 404, recycle.Conflict: 409, recycle.Stale: 412, recycle.Unavailable: 503, recycle.Unseen: 428,
	recycle.Full: 507,
}

func newProblem(status int, code string, fields []ProblemField) *Problem {
	return &Problem{Type: "/problems/" + code, Title: http.StatusText(status), Status: status, Code: code, Errors: fields}
}

func (p *Problem) Error() string             { return p.Code }
func (p *Problem) GetStatus() int            { return p.Status }
func (p *Problem) ContentType(string) string { return problemType }

// GetHeaders implements huma.HeadersError.
func (p *Problem) GetHeaders() http.Header {
	switch {
	case p.retryAfter != "":
		return http.Header{"Retry-After": {p.retryAfter}}
	case p.Status == http.StatusServiceUnavailable:
		return http.Header{"Retry-After": {"1"}}
	case p.Status == http.StatusInsufficientStorage:
		return http.Header{"Retry-After": {"30"}}
	}
	return nil
}

// fail turns an error into the Problem that the user may see; what they may not is logged.
func fail(ctx context.Context, err error) *Problem {
	if p, ok := errors.AsType[*Problem](err); ok {
		return p
	}
	e, ok := errors.AsType[*recycle.Error](err)
	if !ok || e.Kind == recycle.Internal {
		if ctx.Err() != nil { // the client has hung up
			return newProblem(503, "server.busy", nil)
		}
		slog.ErrorContext(ctx, "internal error", "err", err)
		return newProblem(500, "server.internal", nil)
	}
	if strings.HasPrefix(e.Code, "storage.") { // somebody has to look at the disk
		slog.ErrorContext(ctx, "storage", "err", err)
	}
	fields := make([]ProblemField, len(e.Fields))
	for i, f := range e.Fields {
		fields[i] = ProblemField{Location: input(ctx) + "." + f.Path, Code: f.Code, Param: f.Param}
	}
	return newProblem(statuses[e.Kind], e.Code, fields)
}

type inputKey struct{}

// input is where an operation finds what people enter: the query of those that only read.
func input(ctx context.Context) string {
	if where, ok := ctx.Value(inputKey{}).(string); ok {
		return where
	}
	return "body"
}

// answer is what most operations end with: the body, or the Problem.
func answer[B any](ctx context.Context, body B, err error) (*struct{ Body B }, error) {
	if err != nil {
		return nil, fail(ctx, err)
	}
	return &struct{ Body B }{body}, nil
}

// useCodes replaces the English prose of huma's validator by codes. Huma keeps both as package variables, so once is enough.
var useCodes = sync.OnceFunc(func() {
	validation.MsgUnexpectedProperty = "unknown"
	validation.MsgExpectedRequiredProperty = "required:%s"
	validation.MsgExpectedMinimumNumber = "min:%v"
	validation.MsgExpectedExclusiveMinimumNumber = "min:%v"
	validation.MsgExpectedMaximumNumber = "max:%v"
	validation.MsgExpectedExclusiveMaximumNumber = "max:%v"
	validation.MsgExpectedMinLength = "minLength:%d"
	validation.MsgExpectedMaxLength = "maxLength:%d"
	validation.MsgExpectedMinItems = "minItems:%d"
	validation.MsgExpectedMaxItems = "maxItems:%d"
	validation.MsgExpectedMatchPattern = "pattern:%s"
	validation.MsgExpectedBePattern = "pattern:%s"
	validation.MsgExpectedOneOf = "oneOf:%s"
	validation.MsgExpectedRFC3339DateTime = "dateTime"
	validation.MsgExpectedRFC3339Date = "date"
	validation.MsgExpectedNumber = "number"
	validation.MsgExpectedInteger = "integer"
	validation.MsgExpectedString = "string"
	validation.MsgExpectedBoolean = "boolean"
	validation.MsgExpectedArray = "array"
	validation.MsgExpectedObject = "object"
	huma.ValidateStrictCasing = true
	huma.DefaultArrayNullable = false
	huma.NewError = func(status int, _ string, errs ...error) huma.StatusError {
		var fields []ProblemField
		for _, err := range errs {
			d, ok := err.(huma.ErrorDetailer)
			if !ok {
				continue
			}
			f := fieldOf(d.ErrorDetail())
			if slices.Contains(refusedBodies, f.Code) { // huma calls it a syntax error
				status = http.StatusUnprocessableEntity
			}
			fields = append(fields, f)
		}
		code := "request.invalid"
		switch status {
		case http.StatusRequestEntityTooLarge:
			code = "request.too_large"
		case http.StatusUnsupportedMediaType:
			code = "request.media_type"
		case http.StatusInternalServerError:
			code = "server.internal"
		case http.StatusRequestTimeout:
			code = "request.timeout"
		}
		return newProblem(status, code, fields)
	}
})

// refusedBodies are the codes of what a body must not have.
var refusedBodies = []string{errUTF8.Error(), errText.Error(), errTwice.Error(), errTrailing.Error(), errNull.Error()}

// prose has the codes of what huma says in words that it lets nobody change.
var prose = map[string]string{
	"required path parameter is missing": "required", "required query parameter is missing": "required",
	"required header parameter is missing": "required", "request body is required": "required",
	"invalid integer": "integer", "invalid float": "number", "invalid floating value": "number", "invalid boolean": "boolean",
}

// fieldOf leaves out d.Value, which is the user's input: answers are logged and cached by others.
func fieldOf(d *huma.ErrorDetail) ProblemField {
	code, param, _ := strings.Cut(d.Message, ":")
	switch {
	case prose[d.Message] != "":
		return ProblemField{Location: d.Location, Code: prose[d.Message]}
	case strings.Contains(code, " "): // prose that has no code yet, and may quote the input
		return ProblemField{Location: d.Location, Code: "invalid"}
	case code == "required":
		return ProblemField{Location: d.Location + "." + param, Code: code}
	}
	return ProblemField{Location: d.Location, Code: code, Param: param}
}
