package intake

import (
	"context"
	"encoding/json"
	"strconv"
	"strings"

	"liangwang/geo"
	"liangwang/internal/recycle"
)

// routes reads the rows of a file of routes. A route of a table has no line; of a GeoJSON file it must have one.
func (r *reader) routes() []item[routeFacts] {
	items := make([]item[routeFacts], len(r.rows.Rows))
	for i := range r.rows.Rows {
		it := &items[i]
		it.line, it.key = r.rows.Rows[i].Line, r.keys[i]
		if r.usable(i) {
			it.facts, it.ok = r.route(i)
		}
	}
	return items
}

func (r *reader) route(i int) (f routeFacts, ok bool) {
	row := &r.rows.Rows[i]
	if f.Name = r.text(row, "name"); f.Name == "" {
		r.refuse(row, "name", "name.missing", "")
		return f, false
	}
	f.Code, f.OperatorName, f.Vehicle = r.text(row, "code"), r.text(row, "operator"), r.text(row, "vehicle")
	if f.Weekdays, ok = readWeekdays(r.text(row, "weekdays")); !ok {
		r.refuse(row, "weekdays", "weekdays.format", r.text(row, "weekdays"))
		return f, false
	}
	if row.Geometry != nil {
		lines, ok := asLines(row.Geometry)
		if !ok {
			r.problem(recycle.RowWrong, row, 0, "row.geometry_type", messages["row.geometry_type"].en, "")
			return f, false
		}
		f.RawDatum = r.rowDatum(row)
		wgs, _ := geo.Convert(lines, f.RawDatum, geo.WGS84).(geo.MultiLineString)
		f.Shape, f.LengthM, f.Box = geo.WKB(wgs), geo.LengthOf(wgs), boxOf(wgs)
	}
	if f.Stops, ok = readStops(r.text(row, "stops"), r.rowDatum(row), f.Weekdays); !ok {
		r.refuse(row, "stops", "stops.format", r.text(row, "stops"))
		return f, false
	}
	v := recycle.RouteVersion{RouteFacts: f.RouteFacts, Stops: f.Stops}
	return f, r.valid(row, v.Validate())
}

func asLines(g geo.Geometry) (geo.MultiLineString, bool) {
	switch g := g.(type) {
	case geo.LineString:
		return geo.MultiLineString{g}, true
	case geo.MultiLineString:
		return g, true
	}
	return nil, false
}

// readWeekdays reads "1,3,5" (1 is Monday); blank is every day.
func readWeekdays(text string) (int, bool) {
	if text == "" {
		return recycle.EveryDay, true
	}
	days := 0
	for _, w := range splitWords(text) {
		n, err := strconv.Atoi(w)
		if err != nil || n < 1 || n > 7 {
			return 0, false
		}
		days |= 1 << (n - 1)
	}
	return days, days > 0
}

// stop is one stop as a file has it: its times are "HH:MM".
type stop struct {
	Name     string      `json:"name"`
	Lon      json.Number `json:"lon"`
	Lat      json.Number `json:"lat"`
	From, To string
}

// readStops reads a JSON array of stops in their order.
func readStops(text string, datum geo.Datum, weekdays int) (stops []recycle.RouteStop, ok bool) {
	if text == "" {
		return nil, true
	}
	var list []stop
	if json.Unmarshal([]byte(text), &list) != nil {
		return nil, false
	}
	for n, s := range list {
		st := recycle.RouteStop{N: n, Name: trim(s.Name), Weekdays: weekdays}
		var okFrom, okTo bool
		st.FromMin, okFrom = readClock(s.From)
		st.ToMin, okTo = readClock(s.To)
		if !okFrom || !okTo {
			return nil, false
		}
		if s.Lon != "" || s.Lat != "" {
			lon, okLon := parseNumber(s.Lon.String())
			lat, okLat := parseNumber(s.Lat.String())
			g := given{lon: s.Lon.String(), lat: s.Lat.String(), at: geo.Point{lon, lat}, number: okLon && okLat, datum: datum}
			place, _, wrong := judge(g, &bounds{any: true})
			if wrong {
				return nil, false
			}
			st.Place = place
		}
		stops = append(stops, st)
	}
	return stops, true
}

// readClock returns the minutes since midnight of "HH:MM"; blank is -1.
func readClock(s string) (int, bool) {
	if s == "" {
		return -1, true
	}
	hours, minutes, found := strings.Cut(s, ":")
	h, errH := strconv.Atoi(hours)
	m, errM := strconv.Atoi(minutes)
	return 60*h + m, found && errH == nil && errM == nil && h >= 0 && h < 24 && m >= 0 && m < 60
}

// planRoutes compares routes with the register.
func (p *plan) planRoutes(ctx context.Context, r *reader, a recycle.Actor) error {
	items := r.routes()
	if err := lookForOperators(ctx, p, r, a, items); err != nil {
		return err
	}
	d := difference[routeFacts]{plan: p, reader: r, items: items,
		fields: routeFields,
		merge: func(old, row routeFacts) routeFacts {
			row.OperatorOrgID = old.OperatorOrgID
			if row.Shape == nil || r.rows.Format == "geojson" && sameShape(old.Shape, row.Shape) { // a table without lines, or those of the register
				row.Shape, row.LengthM, row.Box, row.RawDatum = old.Shape, old.LengthM, old.Box, old.RawDatum
			}
			if !r.says("operator") {
				row.OperatorName = old.OperatorName
			}
			if !r.says("vehicle") {
				row.Vehicle = old.Vehicle
			}
			if !r.says("weekdays") {
				row.Weekdays = old.Weekdays
			}
			if !r.says("stops") {
				row.Stops = old.Stops
			}
			return row
		},
		name: func(f *routeFacts) string { return f.Name },
		load: func(rows *recycle.RegisterRows) map[string]routeFacts {
			found := map[string]routeFacts{}
			for _, v := range rows.RouteV {
				found[string(v.RouteID)] = routeFacts{v.RouteFacts, v.Stops}
			}
			return found
		},
	}
	d.add = func(id string, f routeFacts, from recycle.Day) {
		v := recycle.RouteVersion{RouteID: recycle.RouteID(id), ValidFrom: from, ValidTo: recycle.LastDay, RouteFacts: f.RouteFacts,
			ImportID: p.rows.Import.ID, ChangedBy: a.PersonID, ChangedAt: p.at}
		for _, s := range f.Stops {
			s.RouteID, s.ValidFrom = v.RouteID, from
			v.Stops = append(v.Stops, s)
		}
		p.rows.RouteV = append(p.rows.RouteV, v)
	}
	return d.run(ctx)
}
