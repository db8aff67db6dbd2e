package intake

import (
	"errors"
	"strings"

	"liangwang/internal/recycle"
)

// messages are the sentences of the command line; pages have their own by code.
var messages = map[string]string{
	"position.missing":  "no position, or one that is no number",
	"position.range":    "latitude beyond 90 or longitude beyond 180 degrees",
	"position.swapped":  "latitude and longitude seem to be swapped: the other way round the position fits",
	"position.zero":     "the position is 0, 0",
	"position.degree":   "outside the bounds; with one degree more or less it fits",
	"position.dms":      "outside the bounds; read as degrees, minutes and seconds it fits",
	"position.outside":  "outside the bounds",
	"id.missing":        "the id column is blank",
	"id.duplicate":      "the id stood in an earlier row with other contents",
	"id.text":           "the id is too long or holds a character that cannot be stored",
	"number.count":      "no whole number from 0",
	"number.decimal":    "no number from 0",
	"kind.unknown":      "no kind of site",
	"network.unknown":   "no network: A, B or AB",
	"state.unknown":     "no state of a site",
	"level.unknown":     "no level: ZONE, SUBDISTRICT or COMMUNITY",
	"name.missing":      "no name",
	"category.blank":    "no category",
	"site.foreign":      "the site is run by another organisation",
	"site.not_proposed": "the site is no proposal any more: a planner changes it",
	"datum.unknown":     "no datum: WGS84, CGCS2000, GCJ02 or BD09",
	"stops.format":      "stops are no JSON array of {name, lon, lat, from, to}",
	"weekdays.format":   "no weekdays: 1-7, separated by commas",
	"row.ragged":        "the row has another number of cells than the header",
	"row.geometry_type": "a geometry of a type that this kind has no use for",
}

// faultMessage returns the sentence of a fault of a row.
func faultMessage(code string) string {
	if m, ok := messages[code]; ok {
		return m
	}
	return "the element cannot be read: " + strings.ReplaceAll(strings.TrimPrefix(code, "row."), "_", " ")
}

// fieldsOf returns the rejected fields of a validation.
func fieldsOf(err error) []recycle.Field {
	if e, ok := errors.AsType[*recycle.Error](err); ok {
		return e.Fields
	}
	return nil
}
