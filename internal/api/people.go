package api

import (
	"context"
	"net/http"
	"net/url"

	"github.com/danielgtaylor/huma/v2"

	"liangwang/internal/recycle"
)

// People is what the administrator's operations need of the account feature.
type People interface {
	Roster(ctx context.Context, f recycle.RosterFilter) (recycle.Roster, error)
	InviteTo(ctx context.Context, in recycle.Invite) (recycle.Invited, error)
	DisablePerson(ctx context.Context, id recycle.PersonID) error
	EnablePerson(ctx context.Context, id recycle.PersonID) error
	ConfirmPerson(ctx context.Context, id recycle.PersonID) error
	ConfirmDevice(ctx context.Context, person recycle.PersonID, id recycle.DeviceID) error
	RevokeOf(ctx context.Context, person recycle.PersonID, id recycle.DeviceID) error
}

// PeopleBody is a page of the accounts of the zone.
type PeopleBody struct {
	Items      []PersonBody     `json:"items"`
	Next       string           `json:"next,omitempty"`
	RestoredTo *recycle.Instant `json:"restoredTo,omitempty" doc:"The backup's moment, if the data were brought back from one"`
	People     int64            `json:"peopleToConfirm" doc:"After a restore, over all pages"`
	Devices    int64            `json:"devicesToConfirm" doc:"After a restore, over all pages"`
}

// PersonBody is an account as an administrator sees it.
type PersonBody struct {
	ID        recycle.PersonID `json:"id"`
	Name      string           `json:"name"`
	Phone     string           `json:"phone" doc:"Masked"`
	Disabled  bool             `json:"disabled"`
	Self      bool             `json:"self" doc:"The one who asks"`
	CreatedAt recycle.Instant  `json:"createdAt"`
	Orgs      []MyOrg          `json:"orgs" doc:"Where they hold a role today"`
	Devices   []PersonDevice   `json:"devices" doc:"The last seen first"`
	ToConfirm bool             `json:"toConfirm" doc:"As the restored backup has them, and nobody has confirmed it"`
}

// PersonDevice is what somebody signed in on.
type PersonDevice struct {
	DeviceBody
	SignedInAt *recycle.Instant `json:"signedInAt,omitempty" doc:"Absent: nobody is signed in on it"`
	RevokedAt  *recycle.Instant `json:"revokedAt,omitempty" doc:"Absent: it may sign in"`
	ToConfirm  bool             `json:"toConfirm"`
}

// InvitationBody is a one-time code, which is shown once.
type InvitationBody struct {
	PersonID recycle.PersonID `json:"personId"`
	Org      OrgBrief         `json:"org"`
	Role     recycle.Role     `json:"role"`
	Code     string           `json:"code" doc:"Good once, for 24 hours; a newer one for the same person and role ends it"`
	Link     string           `json:"link" doc:"Where they join; a path if the server's own address is not set"`
}

type (
	listPeople struct {
		OrgID  recycle.OrgID `query:"orgId" doc:"Who hold a role there today"`
		Name   string        `query:"q" maxLength:"50" doc:"Part of the name"`
		Open   bool          `query:"toConfirm" doc:"Only with something to confirm after a restore"`
		Cursor string        `query:"cursor" maxLength:"200"`
		Limit  int           `query:"limit" minimum:"1" maximum:"200" default:"50"`
	}
	invitePerson struct {
		Body struct {
			OrgID recycle.OrgID `json:"orgId"`
			Role  recycle.Role  `json:"role"`
			Phone string        `json:"phone" maxLength:"30"`
			Name  string        `json:"name,omitempty" maxLength:"50"`
		}
	}
	onePerson struct {
		ID recycle.PersonID `path:"personId"`
	}
	theirDevice struct {
		ID       recycle.PersonID `path:"personId"`
		DeviceID recycle.DeviceID `path:"deviceId"`
	}
)

// JoinPath is the page where somebody with a role joins by a code, a collector on the phone's. The code stands behind "#", which no
// server sees.
func JoinPath(role recycle.Role, code string) string {
	page := "/signin"
	if role == recycle.Collector {
		page = "/collect/join"
	}
	return page + "#" + url.PathEscape(code)
}

func registerPeople(g huma.API, s Services) {
	who := allow(Register, recycle.Admin)
	huma.Register(g, op("listAccounts", http.MethodGet, "/people", "The accounts of the zone with their devices, the newest first", who, 401, 403),
		func(ctx context.Context, in *listPeople) (*struct{ Body PeopleBody }, error) {
			return s.listPeople(ctx, in)
		})
	huma.Register(g, op("invitePerson", http.MethodPost, "/invitations", "Make a one-time code by which somebody joins an organisation in a role", who, 401, 403, 409, 422, 503),
		func(ctx context.Context, in *invitePerson) (*struct{ Body InvitationBody }, error) {
			b := in.Body
			out, err := s.People.InviteTo(ctx, recycle.Invite{OrgID: b.OrgID, Role: b.Role, Phone: b.Phone, Name: b.Name})
			return answer(ctx, InvitationBody{out.PersonID, brief(out.Org), b.Role, out.Code, s.Env.PublicURL + JoinPath(b.Role, out.Code)}, err)
		})
	one := func(id, verb, summary string, do func(context.Context, recycle.PersonID) error, errors ...int) {
		huma.Register(g, op(id, http.MethodPost, "/people/{personId}/"+verb, summary, who, append(errors, 401, 403, 404, 503)...),
			func(ctx context.Context, in *onePerson) (*struct{}, error) { return nothing(ctx, do(ctx, in.ID)) })
	}
	one("disablePerson", "disable", "Close an account; its sessions end", func(ctx context.Context, id recycle.PersonID) error { return s.People.DisablePerson(ctx, id) }, 409)
	one("enablePerson", "enable", "Open a closed account again", func(ctx context.Context, id recycle.PersonID) error { return s.People.EnablePerson(ctx, id) })
	one("confirmPerson", "confirm", "Confirm a person whom a restore brought back, with their devices", func(ctx context.Context, id recycle.PersonID) error { return s.People.ConfirmPerson(ctx, id) })
	huma.Register(g, op("confirmPersonDevice", http.MethodPost, "/people/{personId}/devices/{deviceId}/confirm", "Confirm a device that a restore brought back", who, 401, 403, 404, 503),
		func(ctx context.Context, in *theirDevice) (*struct{}, error) {
			return nothing(ctx, s.People.ConfirmDevice(ctx, in.ID, in.DeviceID))
		})
	huma.Register(g, op("revokePersonDevice", http.MethodDelete, "/people/{personId}/devices/{deviceId}", "End the session of a person on a device for good", who, 401, 403, 404, 409, 503),
		func(ctx context.Context, in *theirDevice) (*struct{}, error) {
			return nothing(ctx, s.People.RevokeOf(ctx, in.ID, in.DeviceID))
		})
}

func (s Services) listPeople(ctx context.Context, in *listPeople) (*struct{ Body PeopleBody }, error) {
	after, err := parseCursor(in.Cursor)
	if err != nil {
		return nil, err
	}
	out, err := s.People.Roster(ctx, recycle.RosterFilter{OrgID: in.OrgID, Name: in.Name, Open: in.Open, After: after, Limit: in.Limit})
	if err != nil {
		return nil, fail(ctx, err)
	}
	actor, _ := recycle.ActorFrom(ctx)
	b := PeopleBody{Items: []PersonBody{}, People: out.OpenPeople, Devices: out.OpenDevices, RestoredTo: moment(out.Restored.BackupAt)}
	for _, a := range out.Accounts {
		b.Items = append(b.Items, personBody(&a, actor))
	}
	if n := len(out.Accounts); out.More {
		last := out.Accounts[n-1].Person
		b.Next = cursor(recycle.Cursor{Day: last.CreatedAt.Day(), At: last.CreatedAt, ID: string(last.ID)})
	}
	return answer(ctx, b, nil)
}

func personBody(a *recycle.Account, actor recycle.Actor) PersonBody {
	p := a.Person
	b := PersonBody{ID: p.ID, Name: p.Name, Phone: recycle.Phone(p.Phone).Mask(), Disabled: p.Disabled, Self: p.ID == actor.PersonID,
		CreatedAt: p.CreatedAt, Orgs: []MyOrg{}, Devices: []PersonDevice{}, ToConfirm: a.Open}
	for _, post := range a.Posts {
		b.Orgs = append(b.Orgs, MyOrg{brief(post.Org), orEmpty(post.Roles)})
	}
	for _, d := range a.Devices {
		b.Devices = append(b.Devices, PersonDevice{
			DeviceBody: DeviceBody{d.ID, d.Name, d.CreatedAt, d.LastContactAt, p.ID == actor.PersonID && d.ID == actor.DeviceID},
			SignedInAt: moment(d.SignedInAt), RevokedAt: moment(d.RevokedAt), ToConfirm: d.Open,
		})
	}
	return b
}

// moment is an instant that there may be none of.
func moment(at recycle.Instant) *recycle.Instant {
	if at == 0 {
		return nil
	}
	return &at
}
