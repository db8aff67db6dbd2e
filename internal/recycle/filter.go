package recycle

// PickupFilter says which pickups of an organisation a list holds. Empty fields do not filter. It is what the address of a page
// says, so that list, totals and export are of the same records.
type PickupFilter struct {
	From, To     Day // both included
	States       []PickupState
	SiteIDs      []SiteID
	CollectorIDs []PersonID
	Category     Category
	AnyOf        *PickupAnyOf // what a search word found: a pickup that has one of them
	LateMS       int64        // those alone that arrived more than so many milliseconds after they happened, by Pickup.LateMS; 0: all
	After        Cursor       // continue behind this one
	Limit        int
}

// PickupAnyOf is a set of things of which a pickup has at least one.
type PickupAnyOf struct {
	SiteIDs      []SiteID
	CollectorIDs []PersonID
	VehicleIDs   []VehicleID
}

// Cursor is a place in a list that runs by business day and then by the time shown (when it happened by the server's clock, when it was
// weighed), newest first; the id, and of tickets that several organisations weighed the organisation, only break ties.
type Cursor struct {
	Day   Day
	At    Instant
	ID    string
	OrgID OrgID // who weighed; empty in a list of one organisation's pickups
}

// PickupSums is what a list of pickups adds up to. What does not count is beside it.
type PickupSums struct {
	Pickups, Lines int64
	Grams          Grams
	Pieces         int64
	Amount         Fen
	OtherPickups   int64 // in states that count nothing
	OtherGrams     Grams
}

// TicketFilter says which tickets a list holds.
type TicketFilter struct {
	From, To  Day
	Category  Category
	States    []TicketState
	SiteIDs   []SiteID
	ScaleNo   string // as it stands on the ticket
	Delivered bool   // those that name the acting organisation as the one that delivered, else those that it weighed
	Query     string // number, plate or scale
	After     Cursor
	Limit     int
}

// TicketSums is what a list of tickets adds up to.
type TicketSums struct {
	Tickets      int64
	Grams        Grams
	Pieces       int64
	OtherTickets int64
}

// FixLine is what a pickup that waits for a fix holds of a category: it counts nothing yet.
type FixLine struct {
	Day      Day
	Category Category
	PickupID PickupID
	Grams    Grams
}

// FixCount is how many pickups wait for a fix, each once, and what they weigh.
type FixCount struct {
	N     int64
	Grams Grams
}

// LastLine is the newest line of a category that a collector logged at a site.
type LastLine struct {
	SiteID SiteID
	Line   Line
}
