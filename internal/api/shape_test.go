package api

import (
	"encoding/json"
	"strings"
	"testing"

	"liangwang/internal/recycle"
)

// A service area comes back as it was drawn; what is no polygon, has no closed ring or is too large is refused.
func TestShape(t *testing.T) {
	ring := `[[116.6,35.4],[116.61,35.4],[116.61,35.41],[116.6,35.4]]`
	for name, tt := range map[string]struct {
		in string
		ok bool
	}{
		"polygon":       {`{"type":"Polygon","coordinates":[` + ring + `]}`, true},
		"multipolygon":  {`{"type":"MultiPolygon","coordinates":[[` + ring + `]]}`, true},
		"point":         {`{"type":"Point","coordinates":[116.6,35.4]}`, false},
		"open ring":     {`{"type":"Polygon","coordinates":[[[116.6,35.4],[116.61,35.4],[116.61,35.41]]]}`, false},
		"off the Earth": {`{"type":"Polygon","coordinates":[[[116.6,95],[116.61,95],[116.61,96],[116.6,95]]]}`, false},
		"text":          {`"polygon"`, false},
		"too many":      {`{"type":"Polygon","coordinates":[[[116.6,35.4],` + strings.Repeat(`[116.61,35.4],[116.61,35.41],`, maxShapeVertices) + `[116.6,35.4]]]}`, false},
	} {
		var v any
		if err := json.Unmarshal([]byte(tt.in), &v); err != nil {
			t.Fatal(err)
		}
		wkb, err := shape(v)
		if (err == nil) != tt.ok || !tt.ok && recycle.KindOf(err) != recycle.Invalid {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if text, _ := drawn(wkb).(json.RawMessage); tt.ok && string(text) != tt.in {
			t.Errorf("%s came back as %s", name, text)
		}
	}
	if wkb, err := shape(nil); wkb != nil || err != nil || drawn(nil) != nil {
		t.Error("none:", wkb, err, drawn(nil))
	}
}
