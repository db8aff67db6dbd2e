package api

import (
	"database/sql"
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"liangwang/geo"
	"liangwang/internal/recycle"
)

// facts is what b says, with its position converted here, at the edge.
func (b *SiteBody) facts() (recycle.SiteFacts, error) {
	keys := slices.Clone(b.Categories)
	slices.Sort(keys)
	f := recycle.SiteFacts{Name: b.Name, Kind: b.Kind, InA: slices.Contains(b.Networks, "A"), InB: slices.Contains(b.Networks, "B"),
		OperatorOrgID: b.OperatorOrgID, OperatorName: b.OperatorName, Categories: strings.Join(slices.Compact(keys), ","), LocalCategories: b.Local,
		Address: b.Address, District: b.District, Hours: b.Hours, AreaM2: optional(b.AreaM2), CapacityKgDay: optional(b.CapacityKgDay), Note: b.Note}
	if b.Position != nil {
		f.Place = b.Position.place()
	}
	var err error
	f.ServiceArea, err = shape(b.ServiceArea)
	return f, err
}

// The most that a service area may be.
const (
	maxShapeBytes    = 256 << 10
	maxShapeVertices = 5000
)

// shape reads a GeoJSON polygon through geo's door, as WKB; nil stays nil.
func shape(document any) ([]byte, error) {
	if document == nil {
		return nil, nil
	}
	bad := &recycle.Error{Kind: recycle.Invalid, Code: "site.invalid", Fields: []recycle.Field{{Path: "serviceArea", Code: "polygon"}}}
	data, err := json.Marshal(document)
	if err != nil {
		return nil, bad
	}
	features, err := geo.ParseGeoJSON(data, geo.Limits{Bytes: maxShapeBytes, Features: 1, Vertices: maxShapeVertices})
	if err != nil || len(features) != 1 || features[0].Err != nil {
		return nil, bad
	}
	switch features[0].Geometry.(type) {
	case geo.Polygon, geo.MultiPolygon:
		return geo.WKB(features[0].Geometry), nil
	}
	return nil, bad
}

// drawn is a stored shape as GeoJSON; nil without one.
func drawn(wkb []byte) any {
	g, err := geo.ParseWKB(wkb, geo.Limits{})
	if len(wkb) == 0 || err != nil { // shape wrote it
		return nil
	}
	return json.RawMessage(geo.AppendGeoJSON(nil, g, 7))
}

func (p *SitePosition) place() recycle.Place {
	from := p.Datum
	if from == "" {
		from = geo.WGS84
	}
	place := recycle.PlaceAt(geo.ToWGS84(geo.Point{p.Lon, p.Lat}, from))
	place.RawLon, place.RawLat = strconv.FormatFloat(p.Lon, 'f', -1, 64), strconv.FormatFloat(p.Lat, 'f', -1, 64)
	place.RawDatum = from
	return place
}

func optional(v *float64) sql.Null[float64] {
	if v == nil {
		return sql.Null[float64]{}
	}
	return sql.Null[float64]{V: *v, Valid: true}
}

func pointer(v sql.Null[float64]) *float64 {
	if !v.Valid {
		return nil
	}
	return &v.V
}

// site is a version as its reader sees it.
func site(v *recycle.SiteVersion) Site {
	b := Site{ID: v.SiteID, ValidFrom: v.ValidFrom, ValidTo: v.ValidTo, State: v.State, Fused: v.Fused(), Outside: v.Outside, RawDatum: v.RawDatum,
		SiteBody: SiteBody{Name: v.Name, Kind: v.Kind, Networks: networks(v), OperatorOrgID: v.OperatorOrgID, OperatorName: v.OperatorName,
			Categories: []string{}, Local: v.LocalCategories, Address: v.Address, District: v.District, Hours: v.Hours, AreaM2: pointer(v.AreaM2),
			CapacityKgDay: pointer(v.CapacityKgDay), Note: v.Note, ServiceArea: drawn(v.ServiceArea)}}
	for _, c := range v.CategoryKeys() {
		b.Categories = append(b.Categories, string(c))
	}
	if p, ok := v.Point(); ok {
		b.Position = &SitePosition{p.Lon(), p.Lat(), geo.WGS84}
	}
	return b
}

func networks(v *recycle.SiteVersion) []string {
	list := []string{}
	if v.InA {
		list = append(list, "A")
	}
	if v.InB {
		list = append(list, "B")
	}
	return list
}

func siteBrief(v *recycle.SiteVersion) SiteBrief {
	b := SiteBrief{ID: v.SiteID, Name: v.Name, Kind: v.Kind, Networks: networks(v), OperatorOrgID: v.OperatorOrgID, Hours: v.Hours}
	if p, ok := v.Point(); ok {
		b.Lon, b.Lat = new(p.Lon()), new(p.Lat())
	}
	return b
}
