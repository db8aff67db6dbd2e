package recycle

import (
	"crypto/sha256"
	"encoding/json"
)

// TicketKind is how a ticket's weighing was done (DOMAIN §10: weight.kind).
type TicketKind string

// The kinds of ticket.
const (
	DoorstepScale TicketKind = "DOORSTEP_SCALE"
	SiteScale     TicketKind = "SITE_SCALE"
	Weighbridge   TicketKind = "WEIGHBRIDGE"
	SmartBox      TicketKind = "SMART_BOX"
	Estimated     TicketKind = "ESTIMATED"
)

// TicketKinds lists every TicketKind in display order.
func TicketKinds() []TicketKind {
	return []TicketKind{Weighbridge, SiteScale, DoorstepScale, SmartBox, Estimated}
}

// TicketState is where a ticket stands.
type TicketState string

// The states of a ticket. Only a stored one counts.
const (
	TicketStored     TicketState = "stored"
	TicketSuperseded TicketState = "superseded"
	TicketVoided     TicketState = "voided"
)

// TicketStates lists every TicketState.
func TicketStates() []TicketState { return []TicketState{TicketStored, TicketSuperseded, TicketVoided} }

// CountingTicketStates lists the states in which a ticket counts: the one place that says so.
func CountingTicketStates() []TicketState { return []TicketState{TicketStored} }

// Counts reports whether s is one of CountingTicketStates.
func (s TicketState) Counts() bool { return isKnown(s, CountingTicketStates()) }

// Ticket is one weighing at a yard (磅单). It belongs to the organisation that weighs; the one that delivered reads it as
// counterparty, and what was received is booked on it.
type Ticket struct {
	OrgID       OrgID    `gorm:"primaryKey"` // who weighs
	ID          TicketID `gorm:"primaryKey"`
	TicketFacts `gorm:"embedded"`
	OperatorID  PersonID
	ReceivedAt  Instant
	Day         Day
	ContentHash []byte
	State       TicketState
	StateReason string
	StateBy     PersonID
	StateAt     Instant
	ReplacedBy  TicketID
}

// TicketFacts is what the operator enters.
type TicketFacts struct {
	DeliveredOrgID OrgID
	Kind           TicketKind
	SiteID         SiteID // the station that weighs; empty if it is none of the register
	ScaleNo        string
	Number         string // printed on the slip
	Category       Category
	Gross, Tare    Grams // 0 and 0 if only a net was read
	Net            Grams
	Pieces         int64
	VehicleOrgID   OrgID // empty if the vehicle is none of the register
	VehicleID      VehicleID
	Plate          string // as read at the gate
	WeighedAt      Instant
	Note           string
	Replaces       TicketID
}

// Receive stamps t as weighed by a and taken in at now.
func (t *Ticket) Receive(a Actor, now Instant) {
	t.OrgID, t.OperatorID, t.ReceivedAt, t.Day = a.OrgID, a.PersonID, now, t.WeighedAt.Day()
	if t.WeighedAt.Sub(now) > MaxAheadMS {
		t.Day = now.Day()
	}
	t.State = TicketStored
	data, _ := json.Marshal(struct { // a struct of texts and integers always encodes
		ID    TicketID
		Facts TicketFacts
	}{t.ID, t.TicketFacts})
	sum := sha256.Sum256(data)
	t.ContentHash = sum[:]
}

// Place returns where t stands in a list of tickets.
func (t *Ticket) Place() Cursor { return Cursor{t.Day, t.WeighedAt, string(t.ID), t.OrgID} }

// Validate reports every field that cannot be true.
func (t *Ticket) Validate() error {
	var c Check
	c.That(IsID(t.ID), "id", "pattern")
	c.That(IsID(t.DeliveredOrgID), "deliveredOrgId", "pattern")
	c.That(isKnown(t.Kind, TicketKinds()), "kind", "oneOf")
	c.That(t.SiteID == "" || IsID(t.SiteID), "siteId", "pattern")
	c.That(IsText(t.ScaleNo, 50), "scaleNo", "text")
	c.That(IsText(t.Number, 50), "number", "text")
	c.That(t.Category != "" && IsText(string(t.Category), 50), "category", "oneOf")
	c.That(t.Gross >= 0 && t.Gross <= MaxGrams, "gross", "range")
	c.That(t.Tare >= 0 && t.Tare <= MaxGrams, "tare", "range")
	c.That(t.Net >= 0 && t.Net <= MaxGrams, "net", "range")
	c.That(t.Gross == 0 && t.Tare == 0 || t.Gross-t.Tare == t.Net, "net", "grossLessTare")
	c.That(t.Pieces >= 0 && t.Pieces <= MaxPieces, "pieces", "range")
	c.That(t.Net > 0 || t.Pieces > 0, "net", "required")
	c.That(t.VehicleID == "" || IsID(t.VehicleID), "vehicleId", "pattern")
	c.That(IsText(t.Plate, 20), "plate", "text")
	c.That(t.WeighedAt.InRange(), "weighedAt", "range")
	c.That(IsText(t.Note, MaxNote), "note", "text")
	c.That(t.Replaces == "" || IsID(t.Replaces) && t.Replaces != t.ID, "replaces", "pattern")
	return c.Err("ticket.invalid")
}

// Hash returns the SHA-256 of the stored object, for the audit log.
func (t *Ticket) Hash() []byte {
	data, _ := json.Marshal(t)
	sum := sha256.Sum256(data)
	return sum[:]
}
