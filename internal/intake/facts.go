package intake

import (
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strconv"

	"liangwang/internal/recycle"
)

// field is one fact as text: what a difference compares, shows and hashes. Facts that follow from others, and the flag of a
// position, which follows from the areas, are no fields.
type field struct{ name, text string }

// hashOf returns the SHA-256 of fields.
func hashOf(fields []field) []byte {
	h := sha256.New()
	for _, f := range fields {
		fmt.Fprintf(h, "%q=%q\n", f.name, f.text)
	}
	return h.Sum(nil)
}

// changes returns the fields that differ; both lists are of one kind. Blanks around a text do not count: a cell loses them.
func changes(before, after []field) (list []recycle.ImportChange) {
	list = []recycle.ImportChange{}
	for i := range before {
		if trim(before[i].text) != trim(after[i].text) {
			list = append(list, recycle.ImportChange{Field: before[i].name, Before: before[i].text, After: after[i].text})
		}
	}
	return list
}

func siteFields(f *recycle.SiteFacts) []field {
	network := ""
	if f.InA {
		network += "A"
	}
	if f.InB {
		network += "B"
	}
	return append([]field{
		{"name", f.Name}, {"kind", string(f.Kind)}, {"network", network}, {"state", string(f.State)},
		{"operator", f.OperatorName}, {"operator_org", string(f.OperatorOrgID)}, {"categories", f.Categories}, {"local_categories", f.LocalCategories},
		{"address", f.Address}, {"district", f.District}, {"hours", f.Hours}, {"area_m2", optional(f.AreaM2)}, {"capacity", optional(f.CapacityKgDay)},
		{"note", f.Note}, {"service_area", digest(f.ServiceArea)},
	}, placeFields(&f.Place)...)
}

// placeFields are the position as given, without the zeros that do not count.
func placeFields(p *recycle.Place) []field {
	return []field{{"lon", plain(p.RawLon)}, {"lat", plain(p.RawLat)}, {"datum", string(p.RawDatum)}}
}

func plain(s string) string {
	v, ok := parseNumber(s)
	if !ok {
		return s
	}
	return strconv.FormatFloat(v, 'f', -1, 64)
}

func areaFields(f *recycle.AreaFacts) []field {
	return []field{
		{"name", f.Name}, {"level", string(f.Level)}, {"code", f.Code}, {"parent", f.ParentName}, {"settlement", string(f.Settlement)},
		{"households", strconv.FormatInt(f.Households, 10)}, {"people", strconv.FormatInt(f.People, 10)},
		{"shape", digest(f.Shape)}, {"datum", string(f.RawDatum)},
	}
}

func demandFields(f *recycle.DemandFacts) []field {
	return append([]field{
		{"name", f.Name}, {"area", f.AreaName},
		{"households", strconv.FormatInt(f.Households, 10)}, {"people", strconv.FormatInt(f.People, 10)},
	}, placeFields(&f.Place)...)
}

// routeFacts are the facts of a route's version with its stops.
type routeFacts struct {
	recycle.RouteFacts
	Stops []recycle.RouteStop
}

func routeFields(f *routeFacts) []field {
	stops := ""
	for _, s := range f.Stops {
		stops += fmt.Sprintf("%q %s %s %d-%d %d\n", s.Name, s.RawLon, s.RawLat, s.FromMin, s.ToMin, s.Weekdays)
	}
	return []field{
		{"name", f.Name}, {"code", f.Code}, {"operator", f.OperatorName}, {"vehicle", f.Vehicle}, {"weekdays", strconv.Itoa(f.Weekdays)},
		{"shape", digest(f.Shape)}, {"datum", string(f.RawDatum)}, {"stops", stops},
	}
}

func optional(v sql.Null[float64]) string {
	if !v.Valid {
		return ""
	}
	return strconv.FormatFloat(v.V, 'f', -1, 64)
}

// digest stands for a shape in a difference; blank for none.
func digest(b []byte) string {
	if len(b) == 0 {
		return ""
	}
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:6])
}

// hashKey is the key of a row without an id column.
func hashKey(parts ...string) string {
	b, err := json.Marshal(parts)
	if err != nil {
		b = []byte(fmt.Sprint(parts)) // texts always marshal
	}
	sum := sha256.Sum256(b)
	return "hash:" + hex.EncodeToString(sum[:16])
}
