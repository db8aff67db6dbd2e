package recycle

// ImportKind is what an import brings.
type ImportKind string

// The kinds of import.
const (
	ImportSites  ImportKind = "sites"
	ImportAreas  ImportKind = "areas"
	ImportDemand ImportKind = "demand"
	ImportRoutes ImportKind = "routes"
)

// ImportKinds lists every ImportKind in display order.
func ImportKinds() []ImportKind {
	return []ImportKind{ImportSites, ImportAreas, ImportDemand, ImportRoutes}
}

// Import is one file that was brought into the register.
type Import struct {
	ID        ImportID `gorm:"primaryKey"`
	OrgID     OrgID    // who imported
	PersonID  PersonID // empty for the command line
	Kind      ImportKind
	Source    string
	FileName  string
	FileHash  string // SHA-256 of the file
	Settings  string // JSON: datum, mapping, constants
	State     string // "checked", "committed"
	Counts    string // JSON of the counts
	CreatedAt Instant
	DoneAt    Instant
}

// Ref is the identity of an imported thing: what its source calls it.
type Ref struct {
	OrgID  OrgID      `gorm:"primaryKey"`
	Kind   ImportKind `gorm:"primaryKey"`
	Source string     `gorm:"primaryKey"`
	Key    string     `gorm:"primaryKey"` // the id column, or the hash of name, address and position as given
	ID     string     // of the thing in the register
	Hash   []byte     // SHA-256 of the facts of the newest version, to tell changed from unchanged
}

// TableName implements gorm's schema.Tabler.
func (Ref) TableName() string { return "register_refs" }
