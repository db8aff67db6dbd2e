package crashtest

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"image"
	"image/jpeg"
	"math/rand/v2"
	"strconv"
	"time"

	"github.com/google/uuid"
)

// body is a pickup as a phone sends it.
type body struct {
	OrgID      string     `json:"orgId"`
	SiteID     string     `json:"siteId,omitempty"`
	OccurredAt string     `json:"occurredAt"`
	Where      *position  `json:"where,omitempty"`
	Note       string     `json:"note,omitempty"`
	Delivery   string     `json:"delivery"`
	Trigger    string     `json:"trigger"`
	Origin     string     `json:"origin"`
	Replaces   string     `json:"replaces,omitempty"`
	Lines      []lineBody `json:"lines"`
	Photos     []string   `json:"photos,omitempty"`
}

type position struct {
	Lon       float64 `json:"lon"`
	Lat       float64 `json:"lat"`
	AccuracyM float64 `json:"accuracyM"`
}

type lineBody struct {
	Category string `json:"category"`
	Method   string `json:"method"`
	Grams    int64  `json:"grams,omitempty"`
	Pieces   int64  `json:"pieces,omitempty"`
	Typed    string `json:"typed,omitempty"`
}

// record is a pickup that a client made. Its fields are guarded by the fleet's lock once it was sent.
type record struct {
	id           string
	author       string
	body         body
	states       map[string]bool // in which it may stand: one when everything was acknowledged, two while a step is under way
	papers       int             // that were acknowledged
	acknowledged bool
	trying       int // that may be there
}

const (
	accepted, needsFix, voided, superseded = "accepted", "needs_fix", "voided", "superseded"

	gated = "battery.lithium_power" // needs a code and a proof of hand-over before it is accepted
)

var (
	free = []string{"paper.occ", "paper.mixed", "plastic.pet", "plastic.film", "steel.light", "nonferrous.copper", "glass.bottle", "textile.clothes"}
	// papers are what the gated category needs.
	papers = []string{"battery_code", "handover_proof"}
)

// newRecord makes up a pickup with one to three lines.
func newRecord(r *rand.Rand, org, author string, sites []string) *record {
	b := body{OrgID: org, OccurredAt: time.Now().UTC().Format(time.RFC3339), Delivery: "SITE", Trigger: "WALK_IN", Origin: "RESIDENT"}
	if b.SiteID = sites[r.IntN(len(sites))]; r.IntN(5) == 0 {
		b.SiteID, b.Where = "", &position{116.5 + r.Float64()/10, 35.4 + r.Float64()/10, 10}
	}
	if r.IntN(3) == 0 {
		b.Note = fmt.Sprintf("捆扎 %d", r.IntN(1000))
	}
	for range 1 + r.IntN(3) {
		grams := int64(100 + r.IntN(60_000))
		l := lineBody{Category: free[r.IntN(len(free))], Method: "SCALE", Grams: grams, Typed: strconv.FormatFloat(float64(grams)/1000, 'f', -1, 64)}
		if r.IntN(6) == 0 {
			l = lineBody{Category: "weee.small", Method: "COUNT", Pieces: int64(1 + r.IntN(4))}
		}
		b.Lines = append(b.Lines, l)
	}
	p := &record{id: uuid.Must(uuid.NewV7()).String(), author: author, body: b, states: map[string]bool{accepted: true}}
	if r.IntN(8) == 0 {
		p.gate()
	}
	return p
}

// gate makes p one that is not accepted until its papers are there.
func (r *record) gate() {
	r.body.Lines[0] = lineBody{Category: gated, Method: "COUNT", Pieces: 1}
	r.states = map[string]bool{needsFix: true}
}

func (r *record) state() string {
	for s := range r.states {
		return s
	}
	return ""
}

// newPhoto makes up a small picture, of which there is no other, and returns its SHA-256 in hexadecimal.
func newPhoto(r *rand.Rand) (data []byte, hash string, err error) {
	picture := image.NewGray(image.Rect(0, 0, 16, 16))
	for i := range picture.Pix {
		picture.Pix[i] = byte(r.Uint32())
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, picture, nil); err != nil {
		return nil, "", err
	}
	return b.Bytes(), hashOf(b.Bytes()), nil
}

func hashOf(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}
