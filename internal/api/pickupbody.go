package api

import (
	"database/sql"

	"liangwang/geo"
	"liangwang/internal/recycle"
)

// PickupBody is what a phone says about a pickup. Who sent it is not in it: the session knows. Nor is what changes from one
// try to the next: that is in the headers.
type PickupBody struct {
	OrgID      recycle.OrgID       `json:"orgId" doc:"The organisation that the pickup was made for, whichever the session acts for now"`
	SiteID     recycle.SiteID      `json:"siteId,omitempty" doc:"Absent: a position only"`
	OccurredAt recycle.Instant     `json:"occurredAt" doc:"By the phone's clock"`
	Where      *Position           `json:"where,omitempty" doc:"Absent without signal"`
	Note       string              `json:"note,omitempty" maxLength:"500"`
	Delivery   recycle.Delivery    `json:"delivery"`
	Trigger    recycle.Trigger     `json:"trigger"`
	Origin     recycle.Origin      `json:"origin"`
	SellerKind recycle.SellerKind  `json:"sellerKind,omitempty"`
	Vehicle    *VehicleRef         `json:"vehicle,omitempty"`
	Replaces   recycle.PickupID    `json:"replaces,omitempty" doc:"The pickup that this one corrects"`
	DeviceID   recycle.DeviceID    `json:"deviceId,omitempty"`
	Seq        int64               `json:"seq,omitempty" minimum:"0" doc:"Sequence number of the device"`
	Lines      []LineBody          `json:"lines" minItems:"1" maxItems:"50"`
	Photos     []recycle.PhotoHash `json:"photos,omitempty" maxItems:"20" doc:"One that has not arrived yet is pending"`
	Papers     []PaperBody         `json:"papers,omitempty" maxItems:"20"`
}

// Position is where a phone was, in the datum that it says.
type Position struct {
	Lon       float64   `json:"lon" minimum:"-180" maximum:"180"`
	Lat       float64   `json:"lat" minimum:"-90" maximum:"90"`
	AccuracyM float64   `json:"accuracyM" minimum:"0" maximum:"9999999" doc:"Radius in metres that the phone is sure of"`
	Datum     geo.Datum `json:"datum,omitempty" doc:"WGS84 if absent"`
}

// VehicleRef names a vehicle of any organisation.
type VehicleRef struct {
	OrgID recycle.OrgID     `json:"orgId"`
	ID    recycle.VehicleID `json:"id"`
}

// LineBody is one category of a pickup: grams, pieces or both.
type LineBody struct {
	Category  recycle.Category  `json:"category"`
	Method    recycle.Method    `json:"method"`
	Grams     recycle.Grams     `json:"grams,omitempty" minimum:"0" maximum:"100000000"`
	Pieces    int64             `json:"pieces,omitempty" minimum:"0" maximum:"100000"`
	Unit      recycle.Unit      `json:"unit,omitempty" doc:"As typed"`
	Typed     string            `json:"typed,omitempty" maxLength:"20" doc:"As typed"`
	UnitPrice recycle.UnitPrice `json:"unitPrice,omitempty" minimum:"0" maximum:"1000000000" doc:"1/10000 yuan per kilogram or piece"`
	PriceUnit recycle.Unit      `json:"priceUnit,omitempty" doc:"KG or PIECE"`
}

// PaperBody is a document that a category gate asks for. An ID number is not taken: agent_identity and id_registration name a seller, whose
// record holds it.
type PaperBody struct {
	Kind   string            `json:"kind" minLength:"1" maxLength:"50" example:"unit_certificate"`
	Number string            `json:"number,omitempty" maxLength:"100"`
	Photo  recycle.PhotoHash `json:"photo,omitempty"`
	Seller recycle.SellerID  `json:"sellerId,omitempty" doc:"A registered seller, of agent_identity and id_registration"`
}

// LoggedLine is a line with its amount.
type LoggedLine struct {
	LineBody
	Amount recycle.Fen `json:"amount" doc:"Fen, rounded half away from zero"`
}

// LoggedPickup is a pickup as the server holds it.
type LoggedPickup struct {
	ID            recycle.PickupID    `json:"id"`
	OrgID         recycle.OrgID       `json:"orgId"`
	SiteID        recycle.SiteID      `json:"siteId,omitempty"`
	SiteName      string              `json:"siteName,omitempty"`
	OccurredAt    recycle.Instant     `json:"occurredAt"`
	Where         *Position           `json:"where,omitempty" doc:"WGS-84"`
	Note          string              `json:"note,omitempty"`
	Delivery      recycle.Delivery    `json:"delivery"`
	Trigger       recycle.Trigger     `json:"trigger"`
	Origin        recycle.Origin      `json:"origin"`
	SellerKind    recycle.SellerKind  `json:"sellerKind,omitempty"`
	Vehicle       *VehicleRef         `json:"vehicle,omitempty"`
	Replaces      recycle.PickupID    `json:"replaces,omitempty"`
	DeviceID      recycle.DeviceID    `json:"deviceId,omitempty"`
	Seq           int64               `json:"seq,omitempty"`
	Lines         []LoggedLine        `json:"lines"`
	Photos        []recycle.PhotoHash `json:"photos"`
	PhotosPending []recycle.PhotoHash `json:"photosPending"`
	Papers        []PaperBody         `json:"papers"`
	CollectorID   recycle.PersonID    `json:"collectorId"`
	CollectorName string              `json:"collectorName,omitempty"`
	ReceivedAt    recycle.Instant     `json:"receivedAt"`
	SentAt        *recycle.Instant    `json:"sentAt,omitempty"`
	SkewMS        int64               `json:"skewMs" doc:"Lw-Skew-Ms as it first arrived"`
	ShownAt       recycle.Instant     `json:"shownAt" doc:"The time that people read: correctedAt, or receivedAt where the phone's clock cannot be right (flag time_uncertain)"`
	CorrectedAt   recycle.Instant     `json:"correctedAt" doc:"When it happened by the server's clock: by it lists run, within the day"`
	LateMS        int64               `json:"lateMs,omitempty" doc:"How long after it happened it arrived; absent of a correction, and where the time is uncertain"`
	Day           recycle.Day         `json:"day"`
	State         recycle.PickupState `json:"state"`
	Missing       []Missing           `json:"missing" doc:"While it needs a fix: what is missing, who can supply it, where it may go instead"`
	StateReason   string              `json:"stateReason,omitempty"`
	StateAt       *recycle.Instant    `json:"stateAt,omitempty"`
	ReplacedBy    recycle.PickupID    `json:"replacedBy,omitempty"`
	DuplicateOf   recycle.PickupID    `json:"duplicateOf,omitempty"`
	Grams         recycle.Grams       `json:"grams"`
	Pieces        int64               `json:"pieces"`
	Amount        recycle.Fen         `json:"amount"`
	Flags         []FlagBody          `json:"flags" doc:"What a person should look at"`
}

// Missing is what keeps a pickup from being accepted, and who can supply it.
type Missing struct {
	Line     int              `json:"line" doc:"The first that it is about, from 0; -1: the pickup as a whole"`
	Category recycle.Category `json:"category,omitempty"`
	Code     string           `json:"code" enum:"gate.person_blocked,gate.papers_missing,gate.licence_needed,gate.not_bought,gate.unknown,not_member"`
	Needs    []string         `json:"needs" doc:"Without any nothing would help"`
	Who      []string         `json:"who" enum:"seller,collector,company,taker" doc:"Who can supply it, each once"`
	SendTo   []string         `json:"sendTo" doc:"Where it may go instead"`
	Override Override         `json:"override"`
}

// Override is the way past a gate.
type Override struct {
	Code  string   `json:"code" enum:"override.none,override.not_yet,override.open"`
	Needs []string `json:"needs" doc:"What the company operator must give"`
}

// FlagBody is a finding about a pickup that was stored all the same.
type FlagBody struct {
	Code   string `json:"code" enum:"clock_skew,far_from_site,no_position,other_operator,price_unlikely,time_uncertain,identity_owed"`
	Amount int64  `json:"amount" doc:"Metres for a place, milliseconds for a clock, 1/10000 yuan for a price, else 0"`
}

func (b *PickupBody) pickup(id recycle.PickupID) recycle.Pickup {
	p := recycle.Pickup{ID: id, OrgID: b.OrgID, Photos: b.Photos, Record: recycle.Record{SiteID: b.SiteID, OccurredAt: b.OccurredAt,
		Note: b.Note, Delivery: b.Delivery, Trigger: b.Trigger, Origin: b.Origin, SellerKind: b.SellerKind, Replaces: b.Replaces,
		DeviceID: b.DeviceID, Seq: b.Seq}}
	if b.Vehicle != nil {
		p.VehicleOrgID, p.VehicleID = b.Vehicle.OrgID, b.Vehicle.ID
	}
	if b.Where != nil {
		p.Where = b.Where.fix()
	}
	for _, l := range b.Lines {
		p.Lines = append(p.Lines, recycle.Line{Category: l.Category, Method: l.Method, Grams: l.Grams, Pieces: l.Pieces, Unit: l.Unit,
			Typed: l.Typed, UnitPrice: l.UnitPrice, PriceUnit: l.PriceUnit})
	}
	for _, d := range b.Papers {
		p.Papers = append(p.Papers, d.paper())
	}
	return p
}

func (d PaperBody) paper() recycle.Paper {
	return recycle.Paper{Kind: d.Kind, Number: d.Number, Photo: d.Photo, SellerID: d.Seller}
}

// fix converts a phone's position here, at the edge; what it said is kept.
func (w *Position) fix() recycle.Fix {
	from := w.Datum
	if from == "" {
		from = geo.WGS84
	}
	f := recycle.FixAt(geo.ToWGS84(geo.Point{w.Lon, w.Lat}, from), w.AccuracyM)
	f.RawDatum = from
	if from != geo.WGS84 {
		f.RawLon, f.RawLat = sql.Null[float64]{V: w.Lon, Valid: true}, sql.Null[float64]{V: w.Lat, Valid: true}
	}
	return f
}

// logged is p as its reader sees it.
func logged(p *recycle.Pickup, names *names) LoggedPickup {
	grams, pieces := p.Quantity()
	b := LoggedPickup{ID: p.ID, OrgID: p.OrgID, SiteID: p.SiteID, SiteName: names.site(p.SiteID), OccurredAt: p.OccurredAt, Note: p.Note,
		Delivery: p.Delivery, Trigger: p.Trigger, Origin: p.Origin, SellerKind: p.SellerKind, Replaces: p.Replaces, DeviceID: p.DeviceID,
		Seq: p.Seq, Photos: orEmpty(p.Photos), PhotosPending: names.pending(p), CollectorID: p.CollectorID,
		CollectorName: names.person(p.CollectorID), ReceivedAt: p.ReceivedAt, SentAt: known(p.SentAt), SkewMS: p.SkewMS, CorrectedAt: p.Corrected(), ShownAt: p.Shown(), LateMS: p.LateMS(), Day: p.Day,
		State: p.State, Missing: missing(p), StateReason: p.StateReason, StateAt: known(p.StateAt),
		ReplacedBy: p.ReplacedBy, DuplicateOf: p.DuplicateOf, Grams: grams, Pieces: pieces,
		Lines: []LoggedLine{}, Papers: []PaperBody{}, Flags: []FlagBody{}}
	if at, ok := p.Where.Point(); ok {
		b.Where = &Position{at.Lon(), at.Lat(), p.Where.AccuracyM.V, geo.WGS84}
	}
	if p.VehicleID != "" {
		b.Vehicle = &VehicleRef{p.VehicleOrgID, p.VehicleID}
	}
	for _, l := range p.Lines {
		b.Amount += l.Amount
		b.Lines = append(b.Lines, LoggedLine{LineBody{l.Category, l.Method, l.Grams, l.Pieces, l.Unit, l.Typed, l.UnitPrice, l.PriceUnit}, l.Amount})
	}
	for _, d := range p.Papers {
		b.Papers = append(b.Papers, PaperBody{d.Kind, d.Number, d.Photo, d.SellerID})
	}
	for _, f := range p.Flags {
		b.Flags = append(b.Flags, FlagBody{f.Code, f.Amount})
	}
	return b
}

// missing is what p lacks, without a null anywhere.
func missing(p *recycle.Pickup) []Missing {
	list := []Missing{}
	for _, m := range p.Missing() {
		b := Missing{Line: m.Line, Category: m.Category, Code: m.Code, Needs: orEmpty(m.Needs), Who: []string{}, SendTo: orEmpty(m.SendTo),
			Override: Override{m.Override.Code, orEmpty(m.Override.Needs)}}
		for _, w := range m.Who {
			b.Who = append(b.Who, string(w))
		}
		list = append(list, b)
	}
	return list
}

func known(i recycle.Instant) *recycle.Instant {
	if i == 0 {
		return nil
	}
	return &i
}

func orEmpty[T any](s []T) []T {
	if s == nil {
		return []T{}
	}
	return s
}
