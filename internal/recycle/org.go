package recycle

// OrgKind is what an organisation is; it decides which roles can be held there.
type OrgKind string

// The kinds of organisation.
const (
	Government        OrgKind = "GOVERNMENT"         // 政府部门
	RecyclingCompany  OrgKind = "RECYCLING_COMPANY"  // 回收企业
	MakerSeller       OrgKind = "MAKER_SELLER"       // 生产/销售企业, shops and second-hand dealers among them
	Processor         OrgKind = "PROCESSOR"          // 加工/拆解企业
	Market            OrgKind = "MARKET"             // 交易市场
	PublicInstitution OrgKind = "PUBLIC_INSTITUTION" // 公共机构
	PropertyManager   OrgKind = "PROPERTY_MANAGER"   // 物业
)

// OrgKinds lists every OrgKind in display order.
func OrgKinds() []OrgKind {
	return []OrgKind{Government, RecyclingCompany, MakerSeller, Processor, Market, PublicInstitution, PropertyManager}
}

// Org is an organisation of the zone's register.
type Org struct {
	ID        OrgID `gorm:"primaryKey"`
	Kind      OrgKind
	Name      string
	USCC      string `gorm:"column:uscc"` // unified social credit code, GB 32100-2015; empty if not known
	Phone     string // of the office, not of a person
	Zone      bool   // the zone's own organisation: it owns the register and gives the role admin; there is one
	Disabled  bool
	CreatedAt Instant
}

// MaxName is the longest name of anything, characters.
const MaxName = 200

// Validate reports every field that cannot be true.
func (o *Org) Validate() error {
	var c Check
	c.That(IsID(o.ID), "id", "pattern")
	c.That(isKnown(o.Kind, OrgKinds()), "kind", "oneOf")
	c.That(o.Name != "" && IsText(o.Name, MaxName), "name", "text")
	c.That(!o.Zone || o.Kind == Government, "kind", "zoneIsGovernment")
	if o.USCC != "" {
		_, err := ParseUSCC(o.USCC)
		c.That(err == nil, "uscc", "uscc")
	}
	return c.Err("org.invalid")
}
