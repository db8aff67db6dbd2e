package recycle

// SiteEvent is one move of a site's state (WORKFLOWS §3.4), also of several on one day, which leave one version behind.
type SiteEvent struct {
	SiteID    SiteID `gorm:"primaryKey"`
	N         int    `gorm:"primaryKey;autoIncrement:false"` // from 0
	At        Instant
	PersonID  PersonID
	FromState SiteState // empty for the first
	ToState   SiteState
	ValidFrom Day
	Reason    string
	Evidence  string
}

// BasemapFeature is one shape of the zone's own vector layers, by which a map reads as a place without any other.
type BasemapFeature struct {
	ID      string `gorm:"primaryKey"`
	Layer   string // "road", "road_minor", "water", "green", "compound" or "label"
	Name    string
	GeoJSON string `gorm:"column:geojson"` // a geometry by WGS-84
}

// Snapshot is the register as it was in force on one day. Its rows are shared by readers: nobody changes them.
type Snapshot struct {
	Day     Day
	Version int64         // of the register's data: what is computed from equal versions and days is equal
	Sites   []SiteVersion // by name, then id; as the next three
	Areas   []AreaVersion
	Demand  []DemandVersion
	Routes  []RouteVersion // with their stops
}
