package recycle

import (
	"fmt"

	"liangwang/geo"
)

// RouteVersion is what is true of a planned route from ValidFrom to ValidTo.
type RouteVersion struct {
	RouteID    RouteID `gorm:"primaryKey"`
	ValidFrom  Day     `gorm:"primaryKey"`
	ValidTo    Day
	RouteFacts `gorm:"embedded"`
	ImportID   ImportID
	ChangedBy  PersonID
	ChangedAt  Instant
	Stops      []RouteStop `gorm:"-"`
}

// TableName implements gorm's schema.Tabler.
func (RouteVersion) TableName() string { return "route_versions" }

// RouteFacts is what a version says.
type RouteFacts struct {
	Name          string
	Code          string
	OperatorOrgID OrgID
	OperatorName  string
	Vehicle       string  // label of the source
	Weekdays      int     // bit 0 Monday … bit 6 Sunday; 127 every day
	Shape         []byte  // WKB multilinestring by WGS-84
	LengthM       float64 // metres over the ellipsoid, all pieces
	RawDatum      geo.Datum
	Box           `gorm:"embedded"`
}

// RouteStop is one ordered stop of a route's version, with its window in minutes since midnight (Shanghai); ToMin below FromMin
// crosses midnight.
type RouteStop struct {
	RouteID   RouteID `gorm:"primaryKey"`
	ValidFrom Day     `gorm:"primaryKey"`
	N         int     `gorm:"primaryKey;autoIncrement:false"` // from 0
	SiteID    SiteID  // empty if the source names no site of the register
	Name      string
	Place     `gorm:"embedded"`
	FromMin   int // -1 if not said
	ToMin     int
	Weekdays  int
}

// TableName implements gorm's schema.Tabler.
func (RouteStop) TableName() string { return "route_stops" }

// EveryDay is the Weekdays of what happens daily.
const EveryDay = 127

// Validate reports every field that cannot be true.
func (v *RouteVersion) Validate() error {
	var c Check
	c.That(v.Name != "" && IsText(v.Name, MaxName), "name", "text")
	c.That(IsText(v.Code, 50), "code", "text")
	c.That(IsText(v.OperatorName, MaxName), "operator", "text")
	c.That(IsText(v.Vehicle, MaxName), "vehicle", "text")
	c.That(v.Weekdays > 0 && v.Weekdays <= EveryDay, "weekdays", "range")
	for i, s := range v.Stops {
		at := fmt.Sprintf("stops[%d].", i)
		c.That(IsText(s.Name, MaxName), at+"name", "text")
		c.That(s.FromMin >= -1 && s.FromMin < 24*60 && s.ToMin >= -1 && s.ToMin < 24*60, at+"window", "range")
		if p, ok := s.Point(); ok {
			c.That(geo.OnEarth(p), at+"position", "range")
		}
	}
	return c.Err("route.invalid")
}
