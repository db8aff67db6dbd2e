package geo

import (
	"bytes"
	"encoding/json"
)

// Row is one element of a JSON array of objects.
type Row struct {
	Number int            // from 1
	Line   int            // where it begins in the document, from 1
	Column int            // from 1, in characters
	Values map[string]any // numbers are json.Number, as written; nil if Err says why
	Err    *Error
}

// ParseObjects reads a JSON array of plain objects, behind the same caps as [ParseGeoJSON]; Depth counts from the object.
// The error, an [*Error], is about the whole document; an element that is no object, has a member twice or text that cannot
// be stored has its own Err.
func ParseObjects(data []byte, limits Limits) ([]Row, error) {
	limits = limits.orDefault()
	start, wrong := check(data, limits.Bytes, limits.Depth+1)
	if wrong != nil {
		return nil, wrong
	}
	doc, lines := document(data), tracker{}
	if doc[start] != '[' {
		return nil, failed(data, CodeNotArray, start)
	}
	var rows []Row
	for i, at := range doc.elements(start) {
		if i >= limits.Features {
			return nil, failed(data, CodeTooManyFeatures, at)
		}
		r := Row{Number: i + 1}
		r.Line, r.Column = lines.place(data, at)
		if code := r.read(doc, at); code != "" {
			r.Err = &Error{Code: code, Number: r.Number, Path: indexed("$", i), Offset: at, Line: r.Line, Column: r.Column}
		}
		rows = append(rows, r)
	}
	return rows, nil
}

func (r *Row) read(doc document, at int) Code {
	raw := doc[at:doc.end(at)]
	if raw[0] != '{' {
		return CodeNotObject
	}
	if !storable(raw) {
		return CodeText
	}
	keys := map[string]bool{}
	for key := range doc.members(at) {
		if keys[key] {
			return CodeDuplicate
		}
		keys[key] = true
	}
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	if err := d.Decode(&r.Values); err != nil {
		return CodeNotObject
	}
	return ""
}
