package intake

import (
	"context"
	"strings"

	"liangwang/geo"
	"liangwang/internal/recycle"
)

// areas reads the rows of a file of areas. An area of a table has no polygon; of a GeoJSON file it must have one.
func (r *reader) areas() []item[recycle.AreaFacts] {
	items := make([]item[recycle.AreaFacts], len(r.rows.Rows))
	for i := range r.rows.Rows {
		it := &items[i]
		it.line, it.key = r.rows.Rows[i].Line, r.keys[i]
		if r.usable(i) {
			it.facts, it.ok = r.area(i)
		}
	}
	return items
}

func (r *reader) area(i int) (f recycle.AreaFacts, ok bool) {
	row := &r.rows.Rows[i]
	if f.Name = r.text(row, "name"); f.Name == "" {
		r.refuse(row, "name", "name.missing", "")
		return f, false
	}
	f.Code, f.ParentName = r.areaCode(row, i), r.text(row, "parent")
	if f.Level, ok = readLevel(r.text(row, "level"), f.Code, f.Name); !ok {
		r.refuse(row, "level", "level.unknown", r.text(row, "level"))
		return f, false
	}
	f.Settlement = readSettlement(r.text(row, "settlement"))
	if f.Households, ok = r.count(row, "households"); !ok {
		return f, false
	}
	if f.People, ok = r.count(row, "people"); !ok {
		return f, false
	}
	if row.Geometry != nil && !r.shape(row, &f) {
		return f, false
	}
	return f, r.valid(row, f.Validate())
}

// areaCode returns the code of an area: its column, else its id if that looks like a code of GB/T 2260.
func (r *reader) areaCode(row *Row, i int) string {
	if code := r.text(row, "code"); code != "" {
		return code
	}
	if isRegionCode(r.keys[i]) {
		return r.keys[i]
	}
	return ""
}

func isRegionCode(s string) bool {
	return (len(s) == 6 || len(s) == 9 || len(s) == 12) && strings.Trim(s, "0123456789") == ""
}

// shape sets the polygon of an area by WGS-84.
func (r *reader) shape(row *Row, f *recycle.AreaFacts) bool {
	m, ok := asPolygons(row.Geometry)
	if !ok {
		r.problem(recycle.RowWrong, row, 0, "row.geometry_type", messages["row.geometry_type"].en, "")
		return false
	}
	f.RawDatum = r.rowDatum(row)
	wgs := geo.Convert(m, f.RawDatum, geo.WGS84)
	f.Shape, f.Box = geo.WKB(wgs), boxOf(wgs)
	return true
}

func boxOf(g geo.Geometry) recycle.Box {
	b, _ := geo.BoundOf(g)
	return recycle.Box{MinLon: b.Min[0], MinLat: b.Min[1], MaxLon: b.Max[0], MaxLat: b.Max[1]}
}

// rowDatum returns the datum of a row: its own column's, else the file's.
func (r *reader) rowDatum(row *Row) geo.Datum {
	if d, err := geo.ParseDatum(r.cell(row, "datum")); err == nil {
		return d
	}
	return r.datum
}

var levelWords = map[string]recycle.AreaLevel{
	"区县": recycle.LevelZone, "全区": recycle.LevelZone, "开发区": recycle.LevelZone, "县区": recycle.LevelZone, "区": recycle.LevelZone, "县": recycle.LevelZone, "市": recycle.LevelZone,
	"街道": recycle.LevelSubdistrict, "镇": recycle.LevelSubdistrict, "乡镇": recycle.LevelSubdistrict, "街镇": recycle.LevelSubdistrict,
	"社区": recycle.LevelCommunity, "社区、村": recycle.LevelCommunity, "村": recycle.LevelCommunity, "村居": recycle.LevelCommunity, "居委会": recycle.LevelCommunity,
}

// readLevel returns the level of an area: as the file says, else by the length of its code (6 digits a county or city, 9 a
// subdistrict, 12 a community: GB/T 2260 and the statistical codes that continue it), else by the end of its name.
func readLevel(text, code, name string) (recycle.AreaLevel, bool) {
	if text != "" {
		for _, l := range recycle.AreaLevels() {
			if strings.EqualFold(text, string(l)) {
				return l, true
			}
		}
		l, ok := levelWords[text]
		return l, ok
	}
	if isRegionCode(code) {
		return map[int]recycle.AreaLevel{6: recycle.LevelZone, 9: recycle.LevelSubdistrict, 12: recycle.LevelCommunity}[len(code)], true
	}
	for _, end := range []struct {
		words []string
		level recycle.AreaLevel
	}{
		{[]string{"社区", "社區", "居委会", "村委会", "村", "里"}, recycle.LevelCommunity},
		{[]string{"街道", "镇", "鎮", "乡", "鄉"}, recycle.LevelSubdistrict},
		{[]string{"区", "區", "县", "縣", "市"}, recycle.LevelZone},
	} {
		for _, w := range end.words {
			if strings.HasSuffix(name, w) {
				return end.level, true
			}
		}
	}
	return recycle.LevelSubdistrict, true
}

func readSettlement(text string) recycle.Settlement {
	switch strings.ToUpper(text) {
	case "URBAN", "城镇", "城市", "城":
		return recycle.Urban
	case "RURAL", "村镇", "乡村", "农村", "乡":
		return recycle.Rural
	}
	return ""
}

// planAreas compares areas with the register.
func (p *plan) planAreas(ctx context.Context, r *reader, a recycle.Actor) error {
	d := difference[recycle.AreaFacts]{plan: p, reader: r, items: r.areas(),
		fields: func(f *recycle.AreaFacts) []field { return areaFields(f) },
		merge: func(old, row recycle.AreaFacts) recycle.AreaFacts {
			if row.Shape == nil || r.rows.Format == "geojson" && sameShape(old.Shape, row.Shape) { // a table without polygons, or those of the register
				row.Shape, row.Box, row.RawDatum = old.Shape, old.Box, old.RawDatum
			}
			if !r.says("households") {
				row.Households = old.Households
			}
			if !r.says("people") {
				row.People = old.People
			}
			if !r.says("parent") {
				row.ParentName = old.ParentName
			}
			if !r.says("settlement") {
				row.Settlement = old.Settlement
			}
			return row
		},
		name: func(f *recycle.AreaFacts) string { return f.Name },
		load: func(rows *recycle.RegisterRows) map[string]recycle.AreaFacts {
			found := map[string]recycle.AreaFacts{}
			for _, v := range rows.AreaV {
				found[string(v.AreaID)] = v.AreaFacts
			}
			return found
		},
	}
	d.add = func(id string, f recycle.AreaFacts, from recycle.Day) {
		p.rows.AreaV = append(p.rows.AreaV, recycle.AreaVersion{AreaID: recycle.AreaID(id), ValidFrom: from, ValidTo: recycle.LastDay, AreaFacts: f,
			ImportID: p.rows.Import.ID, ChangedBy: a.PersonID, ChangedAt: p.at})
	}
	return d.run(ctx)
}
