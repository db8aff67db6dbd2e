package api

import (
	"context"
	"errors"
	"net/http"
	"strconv"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"liangwang/internal/recycle"
)

// Accounts is what the operations need of the account feature.
type Accounts interface {
	SignIn(ctx context.Context, in recycle.SignIn) (recycle.Signed, error)
	Join(ctx context.Context, in recycle.Join) (recycle.Signed, error)
	Me(ctx context.Context) (recycle.Who, error)
	ActFor(ctx context.Context, org recycle.OrgID) (recycle.Who, error)
	SignOut(ctx context.Context) error
	Devices(ctx context.Context) ([]recycle.Device, error)
	RevokeDevice(ctx context.Context, id recycle.DeviceID) error
	ChangePassword(ctx context.Context, old, password string) error
}

// Demo is the demo's side door: nil where the program is no demo.
type Demo interface {
	Enter(ctx context.Context, role recycle.Role, story string, device recycle.SignInDevice) (recycle.Signed, error)
	Roles() []recycle.Role
	Figures(ctx context.Context) (StartFigures, error)
}

// Environment is how this server runs.
type Environment struct {
	Secure     bool          // people reach it over https: cookies say so
	SessionTTL time.Duration // how long a cookie lasts
	Now        func() time.Time
	Crowded    func(recycle.OrgID) bool // a write of the organisation would be refused now; nil: never
	Room       func() error             // Full storage.reserve when there is none for exports; nil: there always is
	PublicURL  string                   // the address as people type it, without a slash at its end; "": not set
}

// Me is who is signed in.
type Me struct {
	PersonID   recycle.PersonID `json:"personId"`
	Name       string           `json:"name"`
	Phone      string           `json:"phone" doc:"Masked"`
	Org        OrgBrief         `json:"org" doc:"For which the session acts"`
	Roles      []recycle.Role   `json:"roles" doc:"Held there today"`
	Orgs       []MyOrg          `json:"orgs"`
	DeviceID   recycle.DeviceID `json:"deviceId"`
	Demo       bool             `json:"demo"`
	Today      recycle.Day      `json:"today"`
	ServerTime recycle.Instant  `json:"serverTime"`
	NeedsFix   int64            `json:"needsFix" doc:"Pickups that wait for a fix: of the organisation for its operator, else 0"`
}

// OrgBrief names an organisation.
type OrgBrief struct {
	ID   recycle.OrgID   `json:"id"`
	Name string          `json:"name"`
	Kind recycle.OrgKind `json:"kind"`
}

// MyOrg is an organisation for which the session may act.
type MyOrg struct {
	OrgBrief
	Roles []recycle.Role `json:"roles"`
}

// DeviceBody is a browser or phone on which the person signed in.
type DeviceBody struct {
	ID            recycle.DeviceID `json:"id"`
	Name          string           `json:"name"`
	CreatedAt     recycle.Instant  `json:"createdAt"`
	LastContactAt recycle.Instant  `json:"lastContactAt"`
	Current       bool             `json:"current"`
}

type (
	signIn struct {
		Body struct {
			Phone      string           `json:"phone" maxLength:"30"`
			Password   string           `json:"password" maxLength:"200"`
			OrgID      recycle.OrgID    `json:"orgId,omitempty"`
			DeviceID   recycle.DeviceID `json:"deviceId" doc:"Made by the browser, kept there"`
			DeviceName string           `json:"deviceName" maxLength:"100"`
		}
	}
	join struct {
		Body struct {
			Code       string           `json:"code" maxLength:"100"`
			Password   string           `json:"password,omitempty" maxLength:"200"`
			Name       string           `json:"name,omitempty" maxLength:"50"`
			DeviceID   recycle.DeviceID `json:"deviceId" doc:"Made by the browser, kept there"`
			DeviceName string           `json:"deviceName" maxLength:"100"`
		}
	}
	enterDemo struct {
		Body struct {
			Role       recycle.Role     `json:"role"`
			Story      string           `json:"story,omitempty" maxLength:"20" doc:"Enter as the one who sees this story of the demo; absent: the role's own account"`
			DeviceID   recycle.DeviceID `json:"deviceId" doc:"Made by the browser, kept there"`
			DeviceName string           `json:"deviceName" maxLength:"100"`
		}
	}
	actFor struct {
		Body struct {
			OrgID recycle.OrgID `json:"orgId"`
		}
	}
	changePassword struct {
		Body struct {
			Old string `json:"old" maxLength:"200"`
			New string `json:"new" maxLength:"200"`
		}
	}
	oneDevice struct {
		ID recycle.DeviceID `path:"deviceId"`
	}
	meAnswer struct {
		Cookie []http.Cookie `header:"Set-Cookie"`
		Body   Me
	}
)

type sessionOps struct{ Services }

func registerSessions(g huma.API, s Services) {
	o := sessionOps{Services: s}
	public := allow(Public)
	huma.Register(g, op("signIn", http.MethodPost, "/session", "Sign in by phone and password", public, 401, 403, 422, 503),
		func(ctx context.Context, in *signIn) (*meAnswer, error) {
			b := in.Body
			return o.signed(ctx)(o.Accounts.SignIn(ctx, recycle.SignIn{Phone: b.Phone, Password: b.Password, OrgID: b.OrgID,
				Device: recycle.SignInDevice{ID: b.DeviceID, Name: b.DeviceName}, Address: clientAddress(ctx)}))
		})
	huma.Register(g, op("join", http.MethodPost, "/session/join", "Join by a one-time code", public, 401, 403, 422, 503),
		func(ctx context.Context, in *join) (*meAnswer, error) {
			b := in.Body
			return o.signed(ctx)(o.Accounts.Join(ctx, recycle.Join{Code: b.Code, Password: b.Password, Name: b.Name,
				Device: recycle.SignInDevice{ID: b.DeviceID, Name: b.DeviceName}, Address: clientAddress(ctx)}))
		})
	huma.Register(g, op("enterDemo", http.MethodPost, "/session/demo", "Enter a role of the demo; not found elsewhere", public, 404, 422, 503),
		func(ctx context.Context, in *enterDemo) (*meAnswer, error) {
			if o.Demo == nil {
				return nil, newProblem(http.StatusNotFound, "route.not_found", nil)
			}
			b := in.Body
			return o.signed(ctx)(o.Demo.Enter(ctx, b.Role, b.Story, recycle.SignInDevice{ID: b.DeviceID, Name: b.DeviceName}))
		})
	huma.Register(g, op("getSession", http.MethodGet, "/session", "Who is signed in", allow(Self), 401),
		func(ctx context.Context, in *struct {
			Token string `cookie:"lw_session" hidden:"true"`
		}) (*meAnswer, error) {
			a, err := o.me(ctx)(o.Accounts.Me(ctx))
			if err == nil { // the session goes on with use, and so must its cookie
				a.Cookie = []http.Cookie{o.cookie(in.Token, int(o.Env.SessionTTL.Seconds()))}
			}
			return a, err
		})
	huma.Register(g, op("actFor", http.MethodPut, "/session/org", "Act for another of one's organisations", allow(Self), 401, 403, 404, 422, 503),
		func(ctx context.Context, in *actFor) (*meAnswer, error) {
			return o.me(ctx)(o.Accounts.ActFor(ctx, in.Body.OrgID))
		})
	huma.Register(g, op("signOut", http.MethodDelete, "/session", "Sign out", allow(Self), 401, 503), o.signOut)
	huma.Register(g, op("listDevices", http.MethodGet, "/session/devices", "One's own devices that may sign in", allow(Self), 401), o.devices)
	huma.Register(g, op("revokeDevice", http.MethodDelete, "/session/devices/{deviceId}", "End the session on a device for good", allow(Self), 401, 404, 503),
		func(ctx context.Context, in *oneDevice) (*struct{}, error) {
			return nothing(ctx, o.Accounts.RevokeDevice(ctx, in.ID))
		})
	huma.Register(g, op("changePassword", http.MethodPut, "/session/password", "Change one's own password; sessions elsewhere end", allow(Self), 401, 422, 503),
		func(ctx context.Context, in *changePassword) (*struct{}, error) {
			return nothing(ctx, o.Accounts.ChangePassword(ctx, in.Body.Old, in.Body.New))
		})
}

// nothing answers 204, or the Problem.
func nothing(ctx context.Context, err error) (*struct{}, error) {
	if err != nil {
		return nil, fail(ctx, err)
	}
	return nil, nil
}

// signed sets the cookie of a new session.
func (o *sessionOps) signed(ctx context.Context) func(recycle.Signed, error) (*meAnswer, error) {
	return func(in recycle.Signed, err error) (*meAnswer, error) {
		if err != nil {
			return nil, refused(ctx, err)
		}
		a, err := o.me(recycle.WithActor(ctx, in.Who.Actor()))(in.Who, nil)
		if err == nil {
			a.Cookie = []http.Cookie{o.cookie(in.Token, int(o.Env.SessionTTL.Seconds()))}
		}
		return a, err
	}
}

// refused is the Problem of a refused sign-in, with the time after which another try makes sense.
func refused(ctx context.Context, err error) *Problem {
	p := fail(ctx, err)
	var wait interface{ RetryAfter() time.Duration }
	if errors.As(err, &wait) {
		p.retryAfter = strconv.Itoa(int(wait.RetryAfter().Seconds()) + 1)
	}
	return p
}

func (o *sessionOps) cookie(token string, seconds int) http.Cookie {
	return http.Cookie{Name: SessionCookie, Value: token, Path: "/", MaxAge: seconds, HttpOnly: true, Secure: o.Env.Secure, SameSite: http.SameSiteLaxMode}
}

func (o *sessionOps) me(ctx context.Context) func(recycle.Who, error) (*meAnswer, error) {
	return func(w recycle.Who, err error) (*meAnswer, error) {
		if err != nil {
			return nil, fail(ctx, err)
		}
		now := recycle.At(o.Env.Now())
		b := Me{PersonID: w.Person.ID, Name: w.Person.Name, Phone: recycle.Phone(w.Person.Phone).Mask(), Org: brief(w.Acting.Org), Roles: orEmpty(w.Acting.Roles),
			Orgs: []MyOrg{}, DeviceID: w.Device, Demo: o.Demo != nil, Today: now.Day(), ServerTime: now}
		for _, p := range w.Posts {
			b.Orgs = append(b.Orgs, MyOrg{brief(p.Org), orEmpty(p.Roles)})
		}
		if actor := w.Actor(); actor.Is(recycle.CompanyOperator, recycle.Dispatcher) {
			if b.NeedsFix, err = o.Company.Waiting(recycle.WithActor(ctx, actor)); err != nil {
				return nil, fail(ctx, err)
			}
		}
		return &meAnswer{Body: b}, nil
	}
}

func brief(o recycle.Org) OrgBrief { return OrgBrief{o.ID, o.Name, o.Kind} }

type signedOut struct {
	Cookie http.Cookie `header:"Set-Cookie"`
}

func (o *sessionOps) signOut(ctx context.Context, _ *struct{}) (*signedOut, error) {
	if err := o.Accounts.SignOut(ctx); err != nil {
		return nil, fail(ctx, err)
	}
	return &signedOut{o.cookie("", -1)}, nil
}

func (o *sessionOps) devices(ctx context.Context, _ *struct{}) (*listAnswer[DeviceBody], error) {
	devices, err := o.Accounts.Devices(ctx)
	if err != nil {
		return nil, fail(ctx, err)
	}
	actor, _ := recycle.ActorFrom(ctx)
	items := []DeviceBody{}
	for _, d := range devices {
		items = append(items, DeviceBody{d.ID, d.Name, d.CreatedAt, d.LastContactAt, d.ID == actor.DeviceID})
	}
	return list(items), nil
}
