package recycle

import (
	"slices"
	"strings"
)

// APIKeyID is the id of an APIKey.
type APIKeyID string

// Scope is what a program with an API key may do. Each operation that programs may call names its own.
type Scope string

// The scopes.
const (
	ScopeRegister Scope = "register.read" // sites, organisations, categories
	ScopePickups  Scope = "pickups.read"
	ScopeTickets  Scope = "tickets.read"
	ScopeWeigh    Scope = "tickets.write" // record and void tickets: a weighbridge's program
	ScopeCompare  Scope = "compare.read"
)

// Scopes returns every scope, in the order in which people read them.
func Scopes() []Scope {
	return []Scope{ScopeRegister, ScopePickups, ScopeTickets, ScopeWeigh, ScopeCompare}
}

// APIKey lets a program act for an organisation: as the person who made it, with no more than they may today, and of that only what
// Scopes say.
type APIKey struct {
	OrgID      OrgID    `gorm:"primaryKey"`
	ID         APIKeyID `gorm:"primaryKey"`
	Name       string   // what the program is called
	Scopes     string   // joined by commas, in the order of Scopes
	TokenHash  []byte   // SHA-256: who reads the database cannot use the key
	PersonID   PersonID // who made it
	CreatedAt  Instant
	ExpiresAt  Instant
	RevokedAt  Instant // 0 while it is good
	LastUsedAt Instant // to the hour; 0 if it never was
}

// TableName is api_keys, whichever way an initialism is spelled.
func (APIKey) TableName() string { return "api_keys" }

// ScopeList returns what k may do.
func (k APIKey) ScopeList() (list []Scope) {
	for s := range strings.SplitSeq(k.Scopes, ",") {
		list = append(list, Scope(s))
	}
	return list
}

// JoinScopes is ScopeList's inverse: each known scope once, in the order of Scopes.
func JoinScopes(list []Scope) string {
	var known []string
	for _, s := range Scopes() {
		if slices.Contains(list, s) {
			known = append(known, string(s))
		}
	}
	return strings.Join(known, ",")
}
