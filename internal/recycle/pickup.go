package recycle

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"slices"

	"liangwang/geo"
)

// The limits of one pickup. They stop slips of the finger, not unusual work.
const (
	MaxLines        = 50
	MaxPhotos       = 20
	MaxPapers       = 20
	MaxNote         = 500         // characters
	MaxGrams  Grams = 100_000_000 // 100 t, more than a lorry carries
	MaxPieces int64 = 100_000
	MaxPrice        = UnitPrice(1_000_000_000) // 100,000 yuan a kilogram or piece
)

// The clocks of phones (WORKFLOWS §3.9), milliseconds.
const (
	MaxAheadMS = 5 * 60 * 1000 // how far a corrected time may lie after its receipt
	dayMS      = 24 * 60 * 60 * 1000
)

// Delivery is how the material came to the collector.
type Delivery string

// Deliveries lists every Delivery in display order.
func Deliveries() []Delivery {
	return []Delivery{"SITE", "DOORSTEP", "COMMUNITY_POINT", "SMART_BOX", "MOBILE_STOP", "PARCEL"}
}

// Trigger is what made the collector come.
type Trigger string

// Triggers lists every Trigger in display order.
func Triggers() []Trigger {
	return []Trigger{"WALK_IN", "BOOKED", "ENTERPRISE_PLAN", "PERIODIC", "TRADE_IN"}
}

// Origin is who gave the material away (pickup.source in DOMAIN §10).
type Origin string

// Origins lists every Origin in display order.
func Origins() []Origin {
	return []Origin{"RESIDENT", "PRO_SELLER", "MERCHANT", "INSTITUTION", "TRADE_IN"}
}

// SellerKind is what the seller is before the law; only a natural person may be reverse-invoiced.
type SellerKind string

// The kinds of seller that gates tell apart.
const NaturalPerson SellerKind = "NATURAL_PERSON"

// SellerKinds lists every SellerKind in display order; an empty one was not asked.
func SellerKinds() []SellerKind {
	return []SellerKind{NaturalPerson, "SOLE_TRADER", "SOLE_PROPRIETORSHIP", "PARTNERSHIP", "COMPANY", "FARMERS_COOP"}
}

// PickupState is where a pickup stands (WORKFLOWS §3.2; matched and locked come with reconciliation).
type PickupState string

// The states of a pickup. Only an accepted one counts in totals.
const (
	Accepted   PickupState = "accepted"
	NeedsFix   PickupState = "needs_fix"
	Voided     PickupState = "voided"
	Superseded PickupState = "superseded"
	Duplicate  PickupState = "duplicate"
)

// PickupStates lists every PickupState.
func PickupStates() []PickupState {
	return []PickupState{Accepted, NeedsFix, Voided, Superseded, Duplicate}
}

// CountingPickupStates lists the states in which a pickup counts in totals, figures and the sums of exports: the one place that says so.
func CountingPickupStates() []PickupState { return []PickupState{Accepted} }

// Counts reports whether s is one of CountingPickupStates.
func (s PickupState) Counts() bool { return isKnown(s, CountingPickupStates()) }

// Pickup is one hand-over of sorted material.
type Pickup struct {
	OrgID    OrgID    `gorm:"primaryKey"` // leads the key: another organisation's ids are out of reach and out of sight
	ID       PickupID `gorm:"primaryKey"`
	Record   `gorm:"embedded"`
	Receipt  `gorm:"embedded"`
	Standing `gorm:"embedded"`
	Lines    []Line      `gorm:"-"`
	Photos   []PhotoHash `gorm:"-"`
	Papers   []Paper     `gorm:"-"`
	Flags    []Flag      `gorm:"-"`

	EnrolledAt Instant    `gorm:"-"` // of the device it came from; 0 of a stored one
	Correctors []PersonID `gorm:"-"` // who entered this version and those before it, of a correction with photos
}

// Record is what the phone says. With lines, photos and papers it is the content that a repeated id must repeat.
type Record struct {
	SiteID       SiteID  // empty: a position only
	OccurredAt   Instant // by the phone's clock, which may be wrong
	Where        Fix     `gorm:"embedded"`
	Note         string
	Delivery     Delivery
	Trigger      Trigger
	Origin       Origin
	SellerKind   SellerKind
	VehicleOrgID OrgID // empty if the vehicle is not known
	VehicleID    VehicleID
	Replaces     PickupID // the version that this one corrects
	DeviceID     DeviceID
	Seq          int64 // of the device; 0 if it was entered at a desk
}

// Fix is a position by WGS-84: degrees, and the radius in metres that the phone is sure of, with what the phone said and its datum.
// All null: it had no signal.
type Fix struct {
	Lon, Lat       sql.Null[float64]
	AccuracyM      sql.Null[float64]
	RawLon, RawLat sql.Null[float64]
	RawDatum       geo.Datum
}

// Receipt is what the server adds when it takes a pickup in, and the envelope that the pickup came in. It differs at each
// retry: it is kept from the first arrival and never compared, or every retry would be a conflict.
type Receipt struct {
	SentAt      Instant // by the phone's clock; 0 if it did not say
	SkewMS      int64   `gorm:"column:skew_ms"` // server's clock less the phone's at their last contact, milliseconds
	App         string
	CollectorID PersonID
	ReceivedAt  Instant
	Day         Day    // the business day it counts for
	ContentHash []byte // SHA-256 of the decoded content
}

// Standing is what changes after a pickup was stored.
type Standing struct {
	State       PickupState
	Fix         string // JSON of []Missing while it needs a fix; empty otherwise
	StateReason string // why it was voided, overridden or marked, in words
	StateBy     PersonID
	StateAt     Instant
	ReplacedBy  PickupID
	DuplicateOf PickupID
}

// Line is one category of a pickup. Grams or Pieces is 0 where it was not found.
type Line struct {
	OrgID     OrgID    `gorm:"primaryKey" json:"-"`
	PickupID  PickupID `gorm:"primaryKey" json:"-"`
	N         int      `gorm:"primaryKey;autoIncrement:false" json:"n"` // place in the pickup, from 0
	Category  Category
	Method    Method
	Grams     Grams
	Pieces    int64
	Unit      Unit      // as typed
	Typed     string    // as typed, "12.5"; empty where a program made the line
	UnitPrice UnitPrice // 0 without a price
	PriceUnit Unit      // KG or PIECE; empty without a price
	Amount    Fen       // by LineAmount
}

// Paper is a document that a category gate asks for.
type Paper struct {
	OrgID    OrgID    `gorm:"primaryKey" json:"-"`
	PickupID PickupID `gorm:"primaryKey" json:"-"`
	N        int      `gorm:"primaryKey;autoIncrement:false" json:"n"`
	Kind     string   // code of the need that it meets, e.g. "unit_certificate"
	Number   string
	Photo    PhotoHash // empty without a picture
	SellerID SellerID  // of a paper that is a registered person: IsIdentityPaper
	Known    bool      `gorm:"-" json:"-"` // the person is registered, and not erased
	AddedBy  PersonID  `json:"-"`
	AddedAt  Instant   `json:"-"`
}

// Flag says that a person should look at a pickup, and by how much it stands out.
type Flag struct {
	OrgID    OrgID    `gorm:"primaryKey" json:"-"`
	PickupID PickupID `gorm:"primaryKey" json:"-"`
	Code     string   `gorm:"primaryKey"`
	Amount   int64    // metres or milliseconds, by Code; 0 where there is nothing to measure
	Rules    string   // version of the rule set that raised it
}

// TableName implements gorm's schema.Tabler.
func (Line) TableName() string { return "pickup_lines" }

// TableName implements gorm's schema.Tabler.
func (Paper) TableName() string { return "pickup_papers" }

// TableName implements gorm's schema.Tabler.
func (Flag) TableName() string { return "pickup_flags" }

// FixAt returns a Fix at p, WGS-84, with the given accuracy in metres.
func FixAt(p geo.Point, accuracyM float64) Fix {
	known := func(v float64) sql.Null[float64] { return sql.Null[float64]{V: v, Valid: true} }
	return Fix{Lon: known(p.Lon()), Lat: known(p.Lat()), AccuracyM: known(accuracyM), RawDatum: geo.WGS84}
}

// Point returns the position, and whether there is one.
func (f Fix) Point() (geo.Point, bool) {
	return geo.Point{f.Lon.V, f.Lat.V}, f.Lon.Valid && f.Lat.Valid
}

// Receive stamps p as sent by a for org and taken in at now; p has its envelope.
func (p *Pickup) Receive(a Actor, now Instant) {
	p.CollectorID, p.ReceivedAt, p.Day = a.PersonID, now, now.Day()
	if p.Replaces == "" { // what is corrected may be older than the desk at which that is done
		p.EnrolledAt = a.EnrolledAt
	}
	if p.TimeCertain() {
		p.Day = p.Corrected().Day()
	}
	for i := range p.Lines {
		p.Lines[i].OrgID, p.Lines[i].PickupID, p.Lines[i].N = p.OrgID, p.ID, i
	}
	for i := range p.Papers {
		p.Papers[i].OrgID, p.Papers[i].PickupID, p.Papers[i].N = p.OrgID, p.ID, i
		p.Papers[i].AddedBy, p.Papers[i].AddedAt = a.PersonID, now
	}
	p.ContentHash = p.contentHash()
}

// Corrected returns when p happened by the server's clock.
func (p *Pickup) Corrected() Instant { return p.OccurredAt + Instant(p.SkewMS) }

// Shown returns the one time that people read of p: when it happened by the server's clock, or when it arrived where its clock cannot be
// right (the flag TimeUncertain), as its day was decided.
func (p *Pickup) Shown() Instant {
	if p.timeFlagged() {
		return p.ReceivedAt
	}
	return p.Corrected()
}

func (p *Pickup) timeFlagged() bool {
	return slices.ContainsFunc(p.Flags, func(f Flag) bool { return f.Code == TimeUncertain })
}

// Place returns where p stands in a list of pickups.
func (p *Pickup) Place() Cursor { return Cursor{Day: p.Day, At: p.Corrected(), ID: string(p.ID)} }

// TimeUncertain is the code of the flag that p's time could not decide its day.
const TimeUncertain = "time_uncertain"

// LateMS returns how long after it happened p arrived, milliseconds. It is 0 of a correction, which is made at a desk whenever somebody
// gets to it, and where the time is uncertain.
func (p *Pickup) LateMS() int64 {
	if p.Replaces != "" || p.timeFlagged() {
		return 0
	}
	return max(p.ReceivedAt.Sub(p.Corrected()), 0)
}

// PhotoAuthors returns whose pictures p's photos may be: one is pending until one of them has sent it.
func (p *Pickup) PhotoAuthors() []PersonID { return append([]PersonID{p.CollectorID}, p.Correctors...) }

// TimeCertain reports whether p's time can decide its day. A clock that is a day off, a time that has not come yet, one before the
// device was enrolled and one before FirstDay cannot: such a pickup counts for the day it arrived, until its company sets the day by a
// correction. Five minutes either way are what a measured skew may be wrong by.
func (p *Pickup) TimeCertain() bool {
	at := p.Corrected()
	return p.SkewMS <= dayMS && p.SkewMS >= -dayMS && at.Sub(p.ReceivedAt) <= MaxAheadMS && at.Sub(p.EnrolledAt) >= -MaxAheadMS && at >= FirstDay.Start()
}

// Validate reports every field that cannot be true. A place or a time that is only unlikely is no reason to refuse: the
// material was collected, and a record that the phone cannot get rid of is lost for everyone.
func (p *Pickup) Validate() error {
	var c Check
	c.That(IsID(p.ID), "id", "pattern")
	c.That(IsID(p.OrgID), "orgId", "pattern")
	at, ok := p.Where.Point()
	c.That(p.SiteID == "" || IsID(p.SiteID), "siteId", "pattern")
	c.That(p.SiteID != "" || ok, "siteId", "required")
	c.That(!ok || geo.OnEarth(at) && p.Where.AccuracyM.V >= 0 && p.Where.AccuracyM.V < 1e7, "where", "range")
	c.That(IsText(p.Note, MaxNote), "note", "text")
	c.That(isKnown(p.Delivery, Deliveries()), "delivery", "oneOf")
	c.That(isKnown(p.Trigger, Triggers()), "trigger", "oneOf")
	c.That(isKnown(p.Origin, Origins()), "origin", "oneOf")
	c.That(p.SellerKind == "" || isKnown(p.SellerKind, SellerKinds()), "sellerKind", "oneOf")
	c.That(p.VehicleID == "" || IsID(p.VehicleID), "vehicleId", "pattern")
	c.That(p.Replaces == "" || IsID(p.Replaces) && p.Replaces != p.ID, "replaces", "pattern")
	c.That(p.DeviceID == "" || IsID(p.DeviceID), "deviceId", "pattern")
	c.That(p.Seq >= 0, "seq", "range")
	c.That(p.OccurredAt.InRange(), "occurredAt", "range")
	c.That(len(p.Lines) >= 1 && len(p.Lines) <= MaxLines, "lines", "count")
	for i := range p.Lines {
		p.Lines[i].check(&c, fmt.Sprintf("lines[%d].", i))
	}
	c.That(len(p.Photos) <= MaxPhotos, "photos", "count")
	for i, h := range p.Photos {
		c.That(hashPattern.MatchString(string(h)), fmt.Sprintf("photos[%d]", i), "pattern")
	}
	c.That(len(p.Papers) <= MaxPapers, "papers", "count")
	for i := range p.Papers {
		p.Papers[i].check(&c, fmt.Sprintf("papers[%d].", i))
	}
	return c.Err("pickup.invalid")
}

func (l *Line) check(c *Check, at string) {
	weighed, counted := l.Grams > 0, l.Pieces > 0
	c.That(l.Category != "" && IsText(string(l.Category), 50), at+"category", "oneOf")
	c.That(isKnown(l.Method, Methods()), at+"method", "oneOf")
	c.That(l.Grams >= 0 && l.Grams <= MaxGrams, at+"grams", "range")
	c.That(l.Pieces >= 0 && l.Pieces <= MaxPieces, at+"pieces", "range")
	c.That(weighed || l.Method == Count || l.Method == Estimate && counted, at+"grams", "required")
	c.That(counted || l.Method != Count, at+"pieces", "required")
	c.That(l.Unit == "" || isKnown(l.Unit, Units()), at+"unit", "oneOf")
	c.That(IsText(l.Typed, 20), at+"typed", "text")
	c.That(l.UnitPrice >= 0 && l.UnitPrice <= MaxPrice, at+"unitPrice", "range")
	c.That(l.UnitPrice == 0 && l.PriceUnit == "" || l.PriceUnit == Kilogram || l.PriceUnit == Piece, at+"priceUnit", "oneOf")
}

func (p *Paper) check(c *Check, at string) {
	c.That(p.Kind != "" && IsText(p.Kind, 50), at+"kind", "oneOf")
	c.That(IsText(p.Number, 100), at+"number", "text")
	c.That(p.Photo == "" || hashPattern.MatchString(string(p.Photo)), at+"photo", "pattern")
	c.That(p.SellerID == "" || IsID(p.SellerID) && IsIdentityPaper(p.Kind), at+"sellerId", "pattern")
	c.That(p.Number != "" || p.Photo != "" || p.SellerID != "", at+"number", "required")
	c.That(!HoldsResidentID(p.Number), at+"number", "idNumber") // an ID number is not taken here: the person's record holds it
}

// Quantity returns the mass and the pieces of all lines.
func (p *Pickup) Quantity() (grams Grams, pieces int64) {
	for _, l := range p.Lines {
		grams += l.Grams
		pieces += l.Pieces
	}
	return grams, pieces
}

// Missing returns what keeps p from being accepted, as it was judged last.
func (p *Pickup) Missing() (missing []Missing) {
	if p.Fix == "" || json.Unmarshal([]byte(p.Fix), &missing) != nil { // judge wrote it
		return nil
	}
	return missing
}
