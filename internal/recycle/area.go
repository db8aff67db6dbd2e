package recycle

import "liangwang/geo"

// AreaLevel is what an area is.
type AreaLevel string

// The levels of areas.
const (
	LevelZone        AreaLevel = "ZONE"        // 区县, 开发区
	LevelSubdistrict AreaLevel = "SUBDISTRICT" // 街道, 镇
	LevelCommunity   AreaLevel = "COMMUNITY"   // 社区, 村
)

// AreaLevels lists every AreaLevel from the largest.
func AreaLevels() []AreaLevel { return []AreaLevel{LevelZone, LevelSubdistrict, LevelCommunity} }

// Settlement says which norm an area is judged by.
type Settlement string

// The settlements; empty where the source does not say.
const (
	Urban Settlement = "URBAN"
	Rural Settlement = "RURAL"
)

// AreaVersion is what is true of an area from ValidFrom to ValidTo.
type AreaVersion struct {
	AreaID    AreaID `gorm:"primaryKey"`
	ValidFrom Day    `gorm:"primaryKey"`
	ValidTo   Day
	AreaFacts `gorm:"embedded"`
	ImportID  ImportID
	ChangedBy PersonID
	ChangedAt Instant
}

// TableName implements gorm's schema.Tabler.
func (AreaVersion) TableName() string { return "area_versions" }

// AreaFacts is what a version says.
type AreaFacts struct {
	Level      AreaLevel
	Name       string
	Code       string // GB/T 2260 or statistical code, if known
	ParentName string // label of the source
	Settlement Settlement
	Households int64
	People     int64
	Shape      []byte // WKB multipolygon by WGS-84; nil: 无边界
	Box        `gorm:"embedded"`
	RawDatum   geo.Datum // of the source
}

// Box is the bounding box of a shape, WGS-84 degrees; zero without one.
type Box struct{ MinLon, MinLat, MaxLon, MaxLat float64 }

// Validate reports every field that cannot be true.
func (f *AreaFacts) Validate() error {
	var c Check
	c.That(isKnown(f.Level, AreaLevels()), "level", "oneOf")
	c.That(f.Name != "" && IsText(f.Name, MaxName), "name", "text")
	c.That(IsText(f.Code, 30), "code", "text")
	c.That(IsText(f.ParentName, MaxName), "parent", "text")
	c.That(isKnown(f.Settlement, []Settlement{"", Urban, Rural}), "settlement", "oneOf")
	c.That(f.Households >= 0, "households", "range")
	c.That(f.People >= 0, "people", "range")
	return c.Err("area.invalid")
}

// DemandVersion is what is true of a demand point from ValidFrom to ValidTo.
type DemandVersion struct {
	DemandID    DemandID `gorm:"primaryKey"`
	ValidFrom   Day      `gorm:"primaryKey"`
	ValidTo     Day
	DemandFacts `gorm:"embedded"`
	ImportID    ImportID
	ChangedBy   PersonID
	ChangedAt   Instant
}

// TableName implements gorm's schema.Tabler.
func (DemandVersion) TableName() string { return "demand_versions" }

// DemandFacts is what a version says: how many live at a position. A source counts households, people or both; 0 is "not said".
type DemandFacts struct {
	Name       string
	AreaName   string // label of the source
	Households int64
	People     int64
	Place      `gorm:"embedded"`
}

// Validate reports every field that cannot be true.
func (f *DemandFacts) Validate() error {
	var c Check
	c.That(IsText(f.Name, MaxName), "name", "text")
	c.That(IsText(f.AreaName, MaxName), "area", "text")
	c.That(f.Households >= 0 && f.Households <= 1e9, "households", "range")
	c.That(f.People >= 0 && f.People <= 1e9, "people", "range")
	p, ok := f.Point()
	c.That(ok && geo.OnEarth(p), "position", "range")
	return c.Err("demand.invalid")
}
