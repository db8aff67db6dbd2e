package recycle

// Restored says what backup a database was brought back from. The zero value says that it never was.
type Restored struct {
	Epoch    string  // which began with the restore
	BackupAt Instant // everything of before is as the backup has it
}

// Settled says that an administrator has looked at a person or device that a restore brought back, and lets it be.
type Settled struct {
	Epoch    string   `gorm:"primaryKey"`
	PersonID PersonID `gorm:"primaryKey"`
	DeviceID DeviceID `gorm:"primaryKey"` // "": the person
	ByID     PersonID
	At       Instant
}

// TableName implements gorm's schema.Tabler.
func (Settled) TableName() string { return "settled" }

// RosterFilter says which accounts are listed.
type RosterFilter struct {
	OrgID    OrgID  // of those who hold a role there on Today; "": of all
	Name     string // part of the name; "": any
	Open     bool   // only with something to confirm after a restore
	Today    Day
	Restored Restored
	After    Cursor // by the creation of the account; Day is not looked at
	Limit    int
}

// Account is a person as an administrator sees them.
type Account struct {
	Person  Person
	Posts   []Post // today's
	Devices []AccountDevice
	Open    bool // to be confirmed after a restore
}

// Usable are the devices of a that are not revoked.
func (a *Account) Usable() (list []AccountDevice) {
	for _, d := range a.Devices {
		if d.RevokedAt == 0 {
			list = append(list, d)
		}
	}
	return list
}

// AccountDevice is a device of an Account. SignedInAt is 0 while nobody is signed in on it.
type AccountDevice struct {
	Device
	SignedInAt Instant
	Open       bool // to be confirmed after a restore
}

// Roster is a page of accounts. OpenPeople and OpenDevices count those that are to be confirmed after a restore, over all pages.
type Roster struct {
	Accounts                []Account
	Restored                Restored
	OpenPeople, OpenDevices int64
	More                    bool
}

// Invite is somebody who is to join an organisation in a role.
type Invite struct {
	OrgID OrgID
	Role  Role
	Phone string
	Name  string // may be empty: they say it when they join
}

// Invited is what came of an Invite. Code goes to whoever invited and nowhere else.
type Invited struct {
	Code     string
	PersonID PersonID
	Org      Org
}
