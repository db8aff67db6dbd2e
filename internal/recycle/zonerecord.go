package recycle

import (
	"math"

	"liangwang/geo"
)

// ZonePickup is a pickup as the zone's planners and auditors read it: what was collected, where and when, of whichever organisation.
// It has no person, phone, note, picture, paper, vehicle or price.
type ZonePickup struct {
	OrgID       OrgID
	ID          PickupID
	SiteID      SiteID
	Place       ZonePlace `gorm:"embedded"`
	OccurredAt  Instant   // by the phone's clock
	ReceivedAt  Instant
	Day         Day
	Delivery    Delivery
	Trigger     Trigger
	Origin      Origin
	State       PickupState
	Replaces    PickupID
	ReplacedBy  PickupID
	DuplicateOf PickupID
	Lines       []ZoneLine `gorm:"-"`
}

// ZoneLine is one category of a ZonePickup.
type ZoneLine struct {
	OrgID    OrgID
	PickupID PickupID
	Category Category
	Method   Method
	Grams    Grams
	Pieces   int64
}

// ZonePlace is where a pickup happened. A pickup on a doorstep is somebody's home, so nobody gets it as it is.
type ZonePlace struct{ Lon, Lat *float64 }

// ZoneGrid is the size of the cells that a pickup's position is told by, degrees: about a kilometre.
const ZoneGrid = 0.01

// Cell returns the middle of the cell of ZoneGrid that p lies in, WGS-84, and whether there is a position.
func (p ZonePlace) Cell() (geo.Point, bool) {
	if p.Lon == nil || p.Lat == nil {
		return geo.Point{}, false
	}
	middle := func(v float64) float64 { return math.Round((math.Floor(v/ZoneGrid)+0.5)*ZoneGrid*1000) / 1000 }
	return geo.Point{middle(*p.Lon), middle(*p.Lat)}, true
}

// ZoneTicket is a ticket as the zone's planners and auditors read it: no person, note or plate.
type ZoneTicket struct {
	OrgID          OrgID // who weighed
	ID             TicketID
	DeliveredOrgID OrgID
	Kind           TicketKind
	SiteID         SiteID
	Category       Category
	Net            Grams
	Pieces         int64
	WeighedAt      Instant
	ReceivedAt     Instant
	Day            Day
	State          TicketState
	Replaces       TicketID
	ReplacedBy     TicketID
}

// MaxZoneDays is how many days one list of the zone's records may span.
const MaxZoneDays = 62

// ZoneFilter says which records of the zone a list holds. From and To are business days, both included; the other empty fields do not
// filter.
type ZoneFilter struct {
	From, To Day
	OrgID    OrgID // who collected or weighed
	SiteID   SiteID
	Category Category
	State    string
	After    ZoneCursor // continue behind this one
	Limit    int
}

// ZoneCursor is a place in a list over organisations: by business day, then by received time, newest first; organisation and id only
// break ties.
type ZoneCursor struct {
	Day   Day
	At    Instant
	OrgID OrgID
	ID    string
}

// Complete returns f with its days, which are today's if it names none, or Invalid.
func (f ZoneFilter) Complete(today Day) (ZoneFilter, error) {
	switch {
	case f.From == "" && f.To == "":
		f.From, f.To = today, today
	case f.From == "":
		f.From = f.To
	case f.To == "":
		f.To = f.From
	}
	var c Check
	_, from := ParseDay(string(f.From))
	_, to := ParseDay(string(f.To))
	c.That(from == nil, "from", "date")
	c.That(to == nil, "to", "date")
	if from == nil && to == nil {
		c.That(f.From <= f.To && f.From.Add(MaxZoneDays-1) >= f.To, "to", "range")
	}
	return f, c.Err("request.invalid")
}
