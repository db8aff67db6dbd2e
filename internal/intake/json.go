package intake

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"

	"liangwang/geo"
	"liangwang/internal/recycle"
)

// maxJSON is the largest JSON file, bytes.
const maxJSON = 32 << 20

// maxCell is the longest text of a JSON value, bytes.
const maxCell = 1 << 20

// ReadJSON reads the rows of a JSON file: GeoJSON, the boundary of one area as a bare object with "coordinates", or an array of
// objects. The error is Invalid, with the place in its field.
func ReadJSON(data []byte) (*Rows, error) {
	limits := geo.Limits{Bytes: maxJSON}
	head := bytes.TrimLeft(bytes.TrimPrefix(data, []byte("\xef\xbb\xbf")), " \t\r\n")
	if len(head) > 0 && head[0] == '[' {
		rows, err := geo.ParseObjects(data, limits)
		if err != nil {
			return nil, fileError(err)
		}
		return fromObjects(rows, data)
	}
	features, err := geo.ParseGeoJSON(data, limits)
	if err != nil {
		return nil, fileError(err)
	}
	rows, err := fromFeatures(features)
	if err == nil {
		rows.document = data
	}
	return rows, err
}

// fileError turns an error about a whole document into one that may be shown, with its line and column.
func fileError(err error) error {
	e, ok := errors.AsType[*geo.Error](err)
	if !ok {
		return fmt.Errorf("intake: %w", err)
	}
	return FileError("file."+string(e.Code), e.Line, e.Column, err)
}

// FileError returns the error of a file that cannot be read: Invalid, its place in the path of its one field.
func FileError(code string, line, column int, err error) error {
	place := "file"
	if line > 0 {
		place = fmt.Sprintf("line %d", line)
	}
	if column > 0 {
		place += fmt.Sprintf(", column %d", column)
	}
	return &recycle.Error{Kind: recycle.Invalid, Code: code, Fields: []recycle.Field{{Path: place, Code: code}}, Err: err}
}

// columns gives each header its index, in the order of their first appearance.
type columns struct {
	names []string
	index map[string]int
}

func (c *columns) at(name string) int {
	i, ok := c.index[name]
	if !ok {
		if c.index == nil {
			c.index = map[string]int{}
		}
		i = len(c.names)
		c.names, c.index[name] = append(c.names, name), i
	}
	return i
}

func (c *columns) put(cells []string, name, text string) []string {
	i := c.at(name)
	for len(cells) <= i {
		cells = append(cells, "")
	}
	cells[i] = trim(text)
	return cells
}

func fromObjects(in []geo.Row, data []byte) (*Rows, error) {
	var cols columns
	for _, name := range firstKeys(data) {
		cols.at(name)
	}
	out := &Rows{Format: "json", Encoding: "utf-8"}
	for _, r := range in {
		row := Row{Line: r.Number}
		if r.Err != nil {
			row.Fault = &Fault{Code: "row." + string(r.Err.Code)}
		}
		for _, name := range sortedKeys(r.Values) {
			text, err := valueText(r.Values[name])
			if err != nil || len(text) > maxCell {
				return nil, FileError("sheet.cell_too_large", r.Number, cols.at(name)+1, err)
			}
			row.Cells = cols.put(row.Cells, name, text)
		}
		out.Rows = append(out.Rows, row)
	}
	out.Columns = cols.names
	return out, nil
}

// firstKeys returns the members of the first object of an array, in their order.
func firstKeys(data []byte) (keys []string) {
	d := json.NewDecoder(bytes.NewReader(bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))))
	for range 2 { // [ and {
		if t, err := d.Token(); err != nil || t != json.Delim('[') && t != json.Delim('{') {
			return nil
		}
	}
	for d.More() {
		key, err := d.Token()
		name, ok := key.(string)
		var skipped json.RawMessage
		if err != nil || !ok || d.Decode(&skipped) != nil {
			return keys
		}
		keys = append(keys, name)
	}
	return keys
}

func sortedKeys(m map[string]any) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

// valueText returns a JSON value as the text of a cell: a text as it is, a number as written, null as blank, an array or object as
// JSON.
func valueText(v any) (string, error) {
	switch v := v.(type) {
	case nil:
		return "", nil
	case string:
		return v, nil
	case json.Number:
		return v.String(), nil
	case bool:
		return strconv.FormatBool(v), nil
	}
	b, err := json.Marshal(v)
	return string(b), err
}

func fromFeatures(in []geo.Feature) (*Rows, error) {
	var cols columns
	out := &Rows{Format: "geojson", Encoding: "utf-8"}
	for _, f := range in {
		row := Row{Line: f.Number, Geometry: f.Geometry}
		if f.Err != nil {
			row.Fault = featureFault(f.Err)
		}
		var err error
		if row.Cells, err = properties(&cols, f.Properties, f.Number); err != nil {
			return nil, err
		}
		if f.ID != "" && (cols.index == nil || !has(&cols, "id") || cell(row.Cells, cols.at("id")) == "") {
			row.Cells = cols.put(row.Cells, "id", f.ID)
		}
		out.Rows = append(out.Rows, row)
	}
	out.Columns = cols.names
	return out, nil
}

func has(c *columns, name string) bool { _, ok := c.index[name]; return ok }

func cell(cells []string, i int) string {
	if i < 0 || i >= len(cells) {
		return ""
	}
	return cells[i]
}

// featureFault names what is wrong with a feature in the words of an import: of a point beyond the Earth the position is kept.
func featureFault(e *geo.Error) *Fault {
	if e.Code == geo.CodeOutside {
		lon := strconv.FormatFloat(e.Position[0], 'f', -1, 64)
		lat := strconv.FormatFloat(e.Position[1], 'f', -1, 64)
		return &Fault{Code: "position.range", Position: &[2]string{lon, lat}}
	}
	if e.Code == geo.CodeGeometryNull {
		return &Fault{Code: "position.missing"}
	}
	return &Fault{Code: "row." + string(e.Code)}
}

// properties reads the members of a JSON object in their order. The object has been checked by the parse door.
func properties(cols *columns, raw json.RawMessage, number int) (cells []string, err error) {
	if len(raw) == 0 {
		return nil, nil
	}
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	if _, err := d.Token(); err != nil {
		return nil, fmt.Errorf("intake: %w", err)
	}
	for d.More() {
		key, err := d.Token()
		if err != nil {
			return nil, fmt.Errorf("intake: %w", err)
		}
		var v any
		if err := d.Decode(&v); err != nil {
			return nil, fmt.Errorf("intake: %w", err)
		}
		name, _ := key.(string)
		text, err := valueText(v)
		if err != nil || len(text) > maxCell {
			return nil, FileError("sheet.cell_too_large", number, cols.at(name)+1, err)
		}
		cells = cols.put(cells, name, text)
	}
	return cells, nil
}
