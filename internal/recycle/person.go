package recycle

// Person is a human being. Name and phone stand here and nowhere else: every other table carries the id, so that masking and
// erasing have one place.
type Person struct {
	ID        PersonID `gorm:"primaryKey"`
	Name      string
	Phone     string // digits, unique; what one signs in with
	Disabled  bool
	CreatedAt Instant
}

// Member is a role that a person holds in an organisation. ValidTo is the last day, or LastDay while it goes on.
type Member struct {
	PersonID  PersonID `gorm:"primaryKey"`
	OrgID     OrgID    `gorm:"primaryKey"`
	Role      Role     `gorm:"primaryKey"`
	ValidFrom Day      `gorm:"primaryKey"`
	ValidTo   Day
}

// TableName implements gorm's schema.Tabler.
func (Member) TableName() string { return "memberships" }

// On reports whether m holds on day.
func (m *Member) On(day Day) bool { return m.ValidFrom <= day && day <= m.ValidTo }

// Device is a browser or phone that somebody signed in on. It belongs to its person.
type Device struct {
	PersonID      PersonID `gorm:"primaryKey"`
	ID            DeviceID `gorm:"primaryKey"`
	Name          string
	App           string // version of the phone's program at its last contact
	LastSeq       int64  // the highest sequence number it reported as issued
	CreatedAt     Instant
	LastContactAt Instant
	RevokedAt     Instant // 0 while it may sign in
}

// Validate reports every field that cannot be true.
func (p *Person) Validate() error {
	var c Check
	c.That(IsID(p.ID), "id", "pattern")
	c.That(p.Name != "" && IsText(p.Name, 50), "name", "text")
	_, err := ParseMobile(p.Phone)
	c.That(err == nil, "phone", "phone")
	return c.Err("person.invalid")
}
