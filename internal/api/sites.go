package api

import (
	"context"
	"net/http"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"liangwang/geo"
	"liangwang/internal/recycle"
)

// Network is what the operations need of the network feature.
type Network interface {
	List(ctx context.Context, f recycle.SiteFilter) (recycle.SitePage, error)
	Near(ctx context.Context, p geo.Point, limit int) ([]recycle.NearSite, error)
	Phone(ctx context.Context) ([]recycle.SiteVersion, error)
	Detail(ctx context.Context, id recycle.SiteID) (recycle.SiteDetail, error)
	Put(ctx context.Context, p recycle.SitePut) (recycle.SiteDetail, bool, error)
	Move(ctx context.Context, id recycle.SiteID, step recycle.SiteStep) (recycle.SiteDetail, error)
}

// SiteBody is what a person enters of a site.
type SiteBody struct {
	Name          string           `json:"name" minLength:"1" maxLength:"200"`
	Kind          recycle.SiteKind `json:"kind"`
	Networks      []string         `json:"networks" maxItems:"2" enum:"A,B" doc:"A 再生资源回收网络, B 生活垃圾分类网络; both: fused"`
	OperatorOrgID recycle.OrgID    `json:"operatorOrgId,omitempty"`
	OperatorName  string           `json:"operatorName,omitempty" maxLength:"200"`
	Categories    []string         `json:"categories,omitempty" maxItems:"100" doc:"Keys of the catalogue"`
	Local         string           `json:"localCategories,omitempty" maxLength:"2000" doc:"Words of the source that have no key"`
	Address       string           `json:"address,omitempty" maxLength:"2000"`
	District      string           `json:"district,omitempty" maxLength:"2000"`
	Hours         string           `json:"hours,omitempty" maxLength:"2000" doc:"As given; a mobile stop's timetable"`
	AreaM2        *float64         `json:"areaM2,omitempty" minimum:"0" maximum:"10000000"`
	CapacityKgDay *float64         `json:"capacityKgDay,omitempty" minimum:"0" maximum:"1000000000"`
	Note          string           `json:"note,omitempty" maxLength:"2000"`
	ServiceArea   any              `json:"serviceArea,omitempty" doc:"GeoJSON Polygon or MultiPolygon by WGS-84: whom the site serves"`
	Position      *SitePosition    `json:"position,omitempty"`
}

// SitePosition is a position in the datum that is said.
type SitePosition struct {
	Lon   float64   `json:"lon" minimum:"-180" maximum:"180"`
	Lat   float64   `json:"lat" minimum:"-90" maximum:"90"`
	Datum geo.Datum `json:"datum,omitempty" doc:"WGS84 if absent"`
}

// Site is a site as it is from ValidFrom to ValidTo.
type Site struct {
	ID        recycle.SiteID    `json:"id"`
	ValidFrom recycle.Day       `json:"validFrom"`
	ValidTo   recycle.Day       `json:"validTo" doc:"Last day; 9999-12-31 for the newest"`
	State     recycle.SiteState `json:"state"`
	Fused     bool              `json:"fused" doc:"One record in both networks"`
	Outside   string            `json:"outside,omitempty" doc:"What is doubtful about the position"`
	RawDatum  geo.Datum         `json:"rawDatum,omitempty" doc:"Of the source"`
	SiteBody
}

// SiteVersionBody is one version of a site, with how it came about.
type SiteVersionBody struct {
	Site
	ChangedAt recycle.Instant `json:"changedAt"`
	Imported  bool            `json:"imported"`
	Reason    string          `json:"reason,omitempty"`
	Evidence  string          `json:"evidence,omitempty"`
}

// SiteDetail is a site with its history and the moves that the reader may make.
type SiteDetail struct {
	Site     Site              `json:"site"`
	Token    string            `json:"token,omitempty" doc:"What its QR code says; to those who manage the site"`
	Versions []SiteVersionBody `json:"versions" doc:"Newest first"`
	Moves    []SiteMoveBody    `json:"moves"`
}

// SiteMoveBody is a state to which the reader may move the site, and what that needs.
type SiteMoveBody struct {
	To    recycle.SiteState `json:"to"`
	Needs []string          `json:"needs" enum:"reason,evidence,position"`
}

// SiteList is a page of sites.
type SiteList struct {
	At    recycle.Day `json:"at"`
	Items []Site      `json:"items"`
	Next  string      `json:"next,omitempty"`
	Total int         `json:"total"`
}

// SiteBrief is an open site as a phone keeps it.
type SiteBrief struct {
	ID            recycle.SiteID   `json:"id"`
	Name          string           `json:"name"`
	Kind          recycle.SiteKind `json:"kind"`
	Networks      []string         `json:"networks"`
	OperatorOrgID recycle.OrgID    `json:"operatorOrgId,omitempty"`
	Lon           *float64         `json:"lon,omitempty"`
	Lat           *float64         `json:"lat,omitempty"`
	Hours         string           `json:"hours,omitempty"`
}

// NearSite is an open site and how far it is.
type NearSite struct {
	SiteBrief
	DistanceM float64 `json:"distanceM"`
}

type (
	listSites struct {
		At      recycle.Day       `query:"at"`
		Q       string            `query:"q" maxLength:"50"`
		Network string            `query:"network" enum:"A,B,AB"`
		Kind    recycle.SiteKind  `query:"kind"`
		State   recycle.SiteState `query:"state"`
		BBox    string            `query:"bbox" maxLength:"120" doc:"minLon,minLat,maxLon,maxLat"`
		Cursor  string            `query:"cursor" maxLength:"400"`
		Limit   int               `query:"limit" minimum:"1" maximum:"500" default:"100"`
	}
	oneSite struct {
		ID recycle.SiteID `path:"siteId"`
	}
	putSite struct {
		ID    recycle.SiteID `path:"siteId"`
		Match string         `header:"If-Match" doc:"The ETag of what was read; asked of a change, not of a new site"`
		Body  struct {
			SiteBody
			State     recycle.SiteState `json:"state,omitempty" doc:"Of a new site only: proposed unless a planner says otherwise"`
			ValidFrom recycle.Day       `json:"validFrom,omitempty" doc:"Today if absent"`
			Reason    string            `json:"reason,omitempty" maxLength:"2000"`
			Evidence  string            `json:"evidence,omitempty" maxLength:"2000"`
		}
	}
	moveSite struct {
		ID   recycle.SiteID `path:"siteId"`
		Body struct {
			To       recycle.SiteState `json:"to"`
			From     recycle.Day       `json:"from,omitempty" doc:"Today if absent"`
			Reason   string            `json:"reason,omitempty" maxLength:"2000"`
			Evidence string            `json:"evidence,omitempty" maxLength:"2000"`
			Position *SitePosition     `json:"position,omitempty"`
		}
	}
	siteAnswer struct {
		Status int
		ETag   string `header:"ETag"`
		Body   SiteDetail
	}
)

func registerNetwork(g huma.API, s Services) {
	n := s.Network
	huma.Register(g, op("listSites", http.MethodGet, "/sites", "Sites of the register as of a day, by name", everyone(), 401, 422),
		func(ctx context.Context, in *listSites) (*struct{ Body SiteList }, error) {
			f := recycle.SiteFilter{At: in.At, Query: in.Q, Network: in.Network, Kind: in.Kind, State: in.State, Cursor: in.Cursor, Limit: in.Limit}
			var err error
			if f.Box, err = box(in.BBox); err != nil {
				return nil, err
			}
			p, err := n.List(ctx, f)
			b := SiteList{At: p.At, Items: []Site{}, Next: p.Next, Total: p.Total}
			for i := range p.Sites {
				b.Items = append(b.Items, site(&p.Sites[i]))
			}
			return answer(ctx, b, err)
		})
	huma.Register(g, op("nearSites", http.MethodGet, "/sites/near", "The open sites nearest to a position, WGS-84", everyone(), 401, 422),
		func(ctx context.Context, in *struct {
			Lon   float64 `query:"lon" required:"true" minimum:"-180" maximum:"180"`
			Lat   float64 `query:"lat" required:"true" minimum:"-90" maximum:"90"`
			Limit int     `query:"limit" minimum:"1" maximum:"50" default:"8"`
		}) (*listAnswer[NearSite], error) {
			near, err := n.Near(ctx, geo.Point{in.Lon, in.Lat}, in.Limit)
			if err != nil {
				return nil, fail(ctx, err)
			}
			items := []NearSite{}
			for i := range near {
				items = append(items, NearSite{siteBrief(&near[i].SiteVersion), near[i].Metres})
			}
			return list(items), nil
		})
	huma.Register(g, op("phoneSites", http.MethodGet, "/sites/phone", "Every open site of today, for the list that a phone keeps", everyone(), 401),
		func(ctx context.Context, _ *struct{}) (*listAnswer[SiteBrief], error) {
			sites, err := n.Phone(ctx)
			if err != nil {
				return nil, fail(ctx, err)
			}
			items := []SiteBrief{}
			for i := range sites {
				items = append(items, siteBrief(&sites[i]))
			}
			return list(items), nil
		})
	huma.Register(g, op("getSite", http.MethodGet, "/sites/{siteId}", "A site with its history", everyone(), 401, 404),
		func(ctx context.Context, in *oneSite) (*siteAnswer, error) {
			d, err := n.Detail(ctx, in.ID)
			return siteDetail(ctx, d, http.StatusOK, err)
		})
	put := op("putSite", http.MethodPut, "/sites/{siteId}", "Add a site, or say what is true of it from a day on: a planner any, a company operator proposes its own",
		allow(Register, recycle.Planner, recycle.CompanyOperator), 401, 403, 404, 409, 412, 422, 428, 503)
	put.Responses = map[string]*huma.Response{}
	put.DefaultStatus = http.StatusCreated
	huma.Register(g, put, func(ctx context.Context, in *putSite) (*siteAnswer, error) {
		facts, err := in.Body.facts()
		if err != nil {
			return nil, fail(ctx, err)
		}
		p := recycle.SitePut{ID: in.ID, Facts: facts, From: in.Body.ValidFrom, Reason: in.Body.Reason, Evidence: in.Body.Evidence}
		p.Facts.State = in.Body.State
		d, created, err := n.Put(recycle.WithSeen(ctx, in.Match), p)
		if created {
			return siteDetail(ctx, d, http.StatusCreated, err)
		}
		return siteDetail(ctx, d, http.StatusOK, err)
	})
	put.Responses["200"] = put.Responses["201"]
	huma.Register(g, op("moveSite", http.MethodPost, "/sites/{siteId}/state", "Move a site to another state of its life",
		allow(Register, recycle.Planner, recycle.CompanyOperator), 401, 403, 404, 409, 422, 503),
		func(ctx context.Context, in *moveSite) (*siteAnswer, error) {
			step := recycle.SiteStep{To: in.Body.To, From: in.Body.From, Reason: in.Body.Reason, Evidence: in.Body.Evidence}
			if in.Body.Position != nil {
				place := in.Body.Position.place()
				step.Position = &place
			}
			d, err := n.Move(ctx, in.ID, step)
			return siteDetail(ctx, d, http.StatusOK, err)
		})
}

func siteDetail(ctx context.Context, d recycle.SiteDetail, status int, err error) (*siteAnswer, error) {
	if err != nil {
		return nil, fail(ctx, err)
	}
	b := SiteDetail{Site: site(&d.Site), Token: d.Token, Versions: []SiteVersionBody{}, Moves: []SiteMoveBody{}}
	for i := range d.Versions {
		v := &d.Versions[i]
		b.Versions = append(b.Versions, SiteVersionBody{site(v), v.ChangedAt, v.ImportID != "", v.Reason, v.EvidenceNote})
	}
	for _, m := range d.Moves {
		b.Moves = append(b.Moves, SiteMoveBody{m.To, orEmpty(m.Needs)})
	}
	return &siteAnswer{status, d.Edition, b}, nil
}

// box reads the four numbers of a bbox, or nothing.
func box(text string) (*geo.Bound, error) {
	if text == "" {
		return nil, nil
	}
	bad := newProblem(http.StatusUnprocessableEntity, "request.invalid", []ProblemField{{Location: "query.bbox", Code: "pattern"}})
	parts := strings.Split(text, ",")
	if len(parts) != 4 {
		return nil, bad
	}
	var v [4]float64
	for i, p := range parts {
		f, err := strconv.ParseFloat(p, 64)
		if err != nil || !(f >= -180 && f <= 180) {
			return nil, bad
		}
		v[i] = f
	}
	return &geo.Bound{Min: geo.Point{v[0], v[1]}, Max: geo.Point{v[2], v[3]}}, nil
}
