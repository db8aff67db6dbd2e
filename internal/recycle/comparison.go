package recycle

// CompareRow is what was collected and received of a category on a day. Day is empty in a sum over days, Category in a sum over categories.
type CompareRow struct {
	Day       Day
	Category  Category
	Collected Sum
	Received  Sum
	Fix       FixCount   // counts nothing yet
	Method    Method     // the weakest of what was collected; empty if nothing was
	Kind      TicketKind // the weakest of what was received; empty if nothing was
	Estimated Grams      // of Collected.Grams
	Pending   Pending    // of Collected and Received: what has no difference yet
	Finding   Finding    // of a day and category; of a sum only its difference and share say something
}

// Pending is the part of a row that has no difference yet: an open day, and what was collected and still waits to be weighed. It is in
// the sums of the row and left out of its difference and share.
type Pending struct {
	Collected, Received Sum
	Estimated           Grams // of Collected.Grams
}

// CompareBy says how the rows of a comparison are put together.
type CompareBy string

// The ways: only a day and category is judged, the others are sums.
const (
	ByDayAndCategory CompareBy = "day,category"
	ByDay            CompareBy = "day"
	ByCategory       CompareBy = "category"
)

// CompareQuery is one question about what was collected and received on the days From..To. Empty fields do not filter.
type CompareQuery struct {
	From, To Day
	Category Category
	By       CompareBy // empty: ByDayAndCategory
	OpenOnly bool      // of judged rows those alone that somebody should look at
}

// Comparison is a table of rows with its sum.
type Comparison struct {
	CompareQuery
	Rows  []CompareRow
	Total CompareRow
}

// CompanyDay is what a company's page of one day shows.
type CompanyDay struct {
	Asked, Shown Day // Shown is the last day with a record when Asked has none yet
	AsOf         Instant
	Comparison   Comparison
	Pickups      int64 // that count
	People       int64 // who logged them
	Series       []DaySum
	FixN         int64 // of all days
	FixGrams     Grams
}

// DaySum is one day of the series.
type DaySum struct {
	Day                 Day
	Collected, Received Grams
}

// Found is one hit of the search box: a site, a person, a vehicle, a ticket or a day.
type Found struct {
	Kind   string
	ID     string
	OrgID  OrgID // of a ticket: who weighed
	Label  string
	Detail string
}

// Colleague is somebody who belongs or belonged to the acting organisation, with the roles held today.
type Colleague struct {
	ID    PersonID
	Name  string
	Roles []Role
}
