package recycle

// SignInDevice is what somebody signs in on.
type SignInDevice struct {
	ID   DeviceID // made by the browser and kept there
	Name string
	App  string // version of the page's program
}

// SignIn is a sign-in by phone and password.
type SignIn struct {
	Phone    string
	Password string
	OrgID    OrgID // empty: the organisation where a role was held first
	Device   SignInDevice
	Address  string // IP address that it comes from
}

// Join is somebody who comes with a one-time code.
type Join struct {
	Code     string
	Password string // a new account's, may be empty; of an account that has one, that one
	Name     string // may be empty for an account that has one
	Device   SignInDevice
	Address  string // IP address that it comes from
}

// Signed is the outcome of a sign-in. Token goes to the browser and nowhere else.
type Signed struct {
	Token string
	Who   Who
}

// Post is an organisation with the roles that somebody holds there today.
type Post struct {
	Org   Org
	Roles []Role // in display order
}

// Who is who is signed in, for whom they act, and for whom else they might.
type Who struct {
	Person Person
	Acting Post
	Posts  []Post // all, the longest held first
	Device DeviceID
}

// Actor is w as the one behind a request.
func (w *Who) Actor() Actor {
	return Actor{PersonID: w.Person.ID, OrgID: w.Acting.Org.ID, OrgKind: w.Acting.Org.Kind, Zone: w.Acting.Org.Zone,
		Roles: w.Acting.Roles, DeviceID: w.Device, Name: w.Person.Name}
}
