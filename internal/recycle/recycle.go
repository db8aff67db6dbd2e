// Package recycle is the vocabulary of the tracker (两网融合): the things it keeps and the rules that hold for one of them
// at a time. It imports the standard library and geo only.
//
//	Org       单位      who acts: a company 回收企业, a government unit 政府部门, a shop 商户 …
//	Person    人员      a human being; name and phone stand here and nowhere else
//	Member    任职      a Role 角色 that a person holds in an organisation from one Day to another
//	Site      网点      a place of network A 再生资源回收网络, of network B 生活垃圾分类网络, or of both (fused 融合网点);
//	                   never a "point", which is geometry
//	Area      区域      zone, subdistrict 街道, community or village 社区/村
//	Demand    需求点    households 住户 with a position
//	Route     路线      a planned line with timed stops 停靠
//	Vehicle   车辆      what material is carried in
//	Pickup    回收记录  one hand-over of sorted material, as a collector's phone recorded it
//	Line      明细      one category of a pickup: grams 克, pieces 件, and the Method 计量方式 that found them
//	Ticket    磅单      one weighing: gross 毛重, tare 皮重, net 净重
//	Flag      疑点      what a person should look at; it never stops a record from being stored
//	Totals    日汇总    the sums of a business Day 业务日, by method and by site
//	Flow      口径      what a sum counts: COLLECTED 回收量, as picked up; RECEIVED 入库量, as weighed on arrival
//	Version   版本      what was true of a thing of the register from a day on 生效日
//	Source    来源      the file or system that a thing of the register was imported from
//	Actor     操作人    the person and the organisation behind a request
//	Entry     审计条目  one link of an organisation's audit chain 审计链
package recycle

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

// An id is a UUIDv7 made by whoever creates the thing, often a phone without signal, so it is also the key that makes
// sending twice harmless. Each kind has its own type: a SiteID in the place of a PickupID does not compile.
type (
	OrgID     string
	PersonID  string
	SiteID    string
	AreaID    string
	DemandID  string
	RouteID   string
	VehicleID string
	PickupID  string
	TicketID  string
	DeviceID  string
	ImportID  string
)

// IDPattern is a UUIDv7 (RFC 9562) in its one lower-case spelling: equal ids are equal strings.
const IDPattern = `^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`

// IsID reports whether s is an id in its canonical form: IDPattern, without the cost of one, for every record has several.
func IsID[T ~string](s T) bool {
	if len(s) != 36 || s[14] != '7' || s[19] != '8' && s[19] != '9' && s[19] != 'a' && s[19] != 'b' {
		return false
	}
	for i := range len(s) {
		switch c := s[i]; i {
		case 8, 13, 18, 23:
			if c != '-' {
				return false
			}
		default:
			if (c < '0' || c > '9') && (c < 'a' || c > 'f') {
				return false
			}
		}
	}
	return true
}

// HashPattern is a SHA-256 in lower-case hexadecimal: the identity of a photo as sent.
const HashPattern = `^[0-9a-f]{64}$`

var hashPattern = regexp.MustCompile(HashPattern)

// PhotoHash is the SHA-256 of a picture as it was sent, in lower-case hexadecimal.
type PhotoHash string

// Grams is a mass. Integers keep sums exact; kilograms exist only on the screen.
type Grams int64

// Fen is an amount of money, 1/100 yuan.
type Fen int64

// UnitPrice is a price in 1/10000 yuan per kilogram or per piece.
type UnitPrice int64

// Category is a key of the catalogue of recyclables, e.g. "paper.occ". What users edit is no enum: a category is checked
// against the rows in force.
type Category string

// Method is how the quantity of a line was found.
type Method string

// The methods: a scale shows grams, an estimate is grams or pieces, a count is pieces.
const (
	Scale    Method = "SCALE"
	Estimate Method = "ESTIMATE"
	Count    Method = "COUNT"
)

// Methods lists every Method in display order.
func Methods() []Method { return []Method{Scale, Estimate, Count} }

// Unit is the unit in which a quantity was typed.
type Unit string

// The units: 1 JIN (斤) is 500 g, a PIECE (件) has no mass.
const (
	Gram     Unit = "G"
	Kilogram Unit = "KG"
	Jin      Unit = "JIN"
	Tonne    Unit = "T"
	Piece    Unit = "PIECE"
)

// Units lists every Unit in display order.
func Units() []Unit { return []Unit{Kilogram, Jin, Piece, Gram, Tonne} }

// IsText reports whether every database takes s: valid UTF-8 without NUL (SQLite would store it, PostgreSQL refuses it),
// at most limit characters.
func IsText(s string, limit int) bool {
	return utf8.ValidString(s) && !strings.ContainsRune(s, 0) && utf8.RuneCountInString(s) <= limit
}
