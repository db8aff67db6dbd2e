package recycle

// Session is a sign-in that lasts: on one device, acting for one organisation at a time.
type Session struct {
	TokenHash   []byte `gorm:"primaryKey"` // SHA-256: who reads the database cannot sign in
	PersonID    PersonID
	ActingOrgID OrgID
	DeviceID    DeviceID
	CreatedAt   Instant
	LastSeenAt  Instant // to the hour
	ExpiresAt   Instant
}

// Credential is what a person proves with who they are.
type Credential struct {
	PersonID  PersonID `gorm:"primaryKey"`
	Hash      string   // argon2id, PHC string
	ChangedAt Instant
}

// Invitation lets its person in once and gives them a role, without SMS: the code is handed over on paper or shown as QR.
type Invitation struct {
	CodeHash    []byte `gorm:"primaryKey"` // SHA-256
	ActingOrgID OrgID  // where the role will be held
	PersonID    PersonID
	Role        Role
	CreatedAt   Instant
	ExpiresAt   Instant
	UsedAt      Instant // 0 until somebody joined with it
}

// LoginFailure counts the failed sign-ins of an account or from an address since the beginning of a window. Successes are not
// counted.
type LoginFailure struct {
	Key    string `gorm:"primaryKey"` // "account:" or "address:" and a hash
	N      int64
	Since  Instant
	LastAt Instant
}
