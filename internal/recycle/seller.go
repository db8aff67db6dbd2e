package recycle

import (
	"crypto/sha256"
	"strings"
)

// SellerID is the id of a Seller.
type SellerID string

// SellerRef names a seller of any organisation: an id is unique within its organisation only.
type SellerRef struct {
	Org OrgID
	ID  SellerID
}

// IDType is the kind of an identity document.
type IDType string

// The identity documents.
const (
	ResidentCard IDType = "RESIDENT_ID" // 居民身份证
	HMTPermit    IDType = "HMT_PERMIT"  // 港澳台居民居住证
	PRCard       IDType = "PR_CARD"     // 外国人永久居留身份证
	Passport     IDType = "PASSPORT"    // 护照
)

// IDTypes lists every IDType in display order.
func IDTypes() []IDType { return []IDType{ResidentCard, HMTPermit, PRCard, Passport} }

// Seller is a person who sold something, or the agent of a unit that did, as one organisation registered them (出售人). Name, phone,
// address and the number of the document stand here and nowhere else: a paper of a pickup carries the id.
type Seller struct {
	OrgID        OrgID    `gorm:"primaryKey"`
	ID           SellerID `gorm:"primaryKey"`
	Name         string
	Phone        string // empty if it was not given
	Address      string
	IDType       IDType
	IDSealed     []byte // the number, encrypted with the person's key
	IDMac        string // keyed hash of type and number, hexadecimal: by it they are found; empty once they are erased
	RegisteredBy PersonID
	CreatedAt    Instant
	ErasedAt     Instant // 0 while the record stands; then all that was the person's is empty
	KeysUntil    Day     // of an erased one: the last day of a copy of the person's key; empty if there never was any
}

// SellerView is a seller as others see them. Number is that of the document, masked unless it was revealed, and empty where the keys are
// not here.
type SellerView struct {
	Seller
	Number string
}

// SellerFacts is what a person enters of a seller.
type SellerFacts struct {
	Name, Phone, Address string
	IDType               IDType
	IDNumber             string
}

// Canonical returns f in the one form in which it is kept, or Invalid with the fields that cannot be true. No error holds a value.
func (f SellerFacts) Canonical(today Day) (SellerFacts, error) {
	var c Check
	f.Name, f.Address = strings.TrimSpace(f.Name), strings.TrimSpace(f.Address)
	c.That(f.Name != "" && IsText(f.Name, 50), "name", "text")
	c.That(f.Address != "" && IsText(f.Address, 200), "address", "text")
	c.That(!HoldsResidentID(f.Name), "name", "idNumber")
	c.That(!HoldsResidentID(f.Address), "address", "idNumber")
	if f.Phone != "" {
		phone, err := ParsePhone(f.Phone)
		c.That(err == nil, "phone", "phone")
		f.Phone = string(phone)
	}
	number, err := ParseIDNumber(f.IDType, f.IDNumber, today)
	if code := CodeOf(err); code == "id.type" {
		c.That(false, "idType", "oneOf")
	} else {
		c.That(err == nil, "idNumber", code)
	}
	f.IDNumber = number
	return f, c.Err("seller.invalid")
}

// ParseIDNumber reads the number of an identity document in any case and width. Codes: id.type, those of ParseResidentID, and id.text of
// a document whose numbers have no check digit.
func ParseIDNumber(t IDType, s string, today Day) (string, error) {
	switch t {
	case ResidentCard, HMTPermit:
		id, err := ParseResidentID(s, today)
		return string(id), err
	case PRCard, Passport:
		s = normal(s, "-")
		if len(s) < 5 || len(s) > 20 || strings.IndexFunc(s, func(r rune) bool { return (r < '0' || r > '9') && (r < 'A' || r > 'Z') }) >= 0 {
			return "", refusal("id.text")
		}
		return s, nil
	}
	return "", refusal("id.type")
}

// MaskIDNumber shows of a document's number what lets its holder recognise it: of a card its region and its end, of another its end.
func MaskIDNumber(number string) string {
	if len(number) == 18 {
		return ResidentID(number).Mask()
	}
	return masked(number, 1, 3)
}

// IsErased reports whether nothing of the person is left but the id.
func (s *Seller) IsErased() bool { return s.ErasedAt != 0 }

// Erase takes out of s all that is the person's.
func (s *Seller) Erase(at Instant, keysUntil Day) {
	*s = Seller{OrgID: s.OrgID, ID: s.ID, IDSealed: []byte{}, RegisteredBy: s.RegisteredBy, CreatedAt: s.CreatedAt, ErasedAt: at, KeysUntil: keysUntil}
}

// Digest is what the hash of s in the audit log is taken of: of a record that stands with the person's key (an HMAC), of an erased
// one without any.
func (s *Seller) Digest() []byte {
	d := text(text(make(digest, 0, 512), s.OrgID), s.ID)
	d = text(text(text(text(d, s.Name), s.Phone), s.Address), s.IDType)
	d = text(text(text(d, s.IDSealed), s.IDMac), s.RegisteredBy)
	return text(d.number(int64(s.CreatedAt)).number(int64(s.ErasedAt)), s.KeysUntil)
}

// ErasedHash is the hash of an erased record.
func (s *Seller) ErasedHash() []byte {
	sum := sha256.Sum256(s.Digest())
	return sum[:]
}

// IsIdentityPaper reports whether a paper of this kind is a registered seller instead of a number or a picture.
func IsIdentityPaper(kind string) bool { return kind == NeedAgentIdentity || kind == NeedIDRegister }

// RevealReason is why somebody looks at what is masked. It is a code, since the audit log that keeps it keeps it for ever.
type RevealReason string

// RevealReasons lists every RevealReason in display order.
func RevealReasons() []RevealReason {
	return []RevealReason{"CHECK_DOCUMENT", "POLICE_REQUEST", "TAX_FILING", "OWNER_REQUEST"}
}

// Validate reports a reason that is none.
func (r RevealReason) Validate() error {
	var c Check
	c.That(isKnown(r, RevealReasons()), "reason", "oneOf")
	return c.Err("seller.invalid")
}

// Duty is a law by which a record of a person must be kept.
type Duty struct {
	Kind  string // code of what is kept
	Law   string
	Years int
}

// RegistrationDuty is that of whoever buys production scrap: 再生资源回收管理办法 art 9.
func RegistrationDuty() Duty {
	return Duty{Kind: "scrap_registration", Law: "再生资源回收管理办法 art 9", Years: 2}
}

// Until returns the last day on which what was recorded on day must be kept.
func (d Duty) Until(day Day) Day { return day.AddYears(d.Years) }

// HeldError says that a duty still holds a person's record.
func (d Duty) HeldError(until Day) error {
	return &Error{Kind: Conflict, Code: "seller.held", Fields: []Field{{Path: "duty", Code: d.Kind, Param: string(until)}}}
}
