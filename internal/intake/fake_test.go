package intake

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"io/fs"
	"testing"
	"time"

	"liangwang/internal/recycle"
	"liangwang/internal/sheet"
)

// fake is a register in memory: one version of each thing, the newest.
type fake struct {
	version  int64
	refs     map[string]recycle.Ref
	sites    map[string]recycle.SiteVersion
	areas    map[string]recycle.AreaVersion
	demand   map[string]recycle.DemandVersion
	routes   map[string]recycle.RouteVersion
	imports  []recycle.Import
	uploads  map[recycle.ImportID]recycle.Import
	entries  []recycle.Entry
	events   []recycle.SiteEvent
	writes   int
	failing  error  // of the next write
	between  func() // runs before each write
	files    map[string][]byte
	identity int
}

func newFake() *fake {
	return &fake{refs: map[string]recycle.Ref{}, sites: map[string]recycle.SiteVersion{}, areas: map[string]recycle.AreaVersion{},
		demand: map[string]recycle.DemandVersion{}, routes: map[string]recycle.RouteVersion{}, uploads: map[recycle.ImportID]recycle.Import{}, files: map[string][]byte{}}
}

func (f *fake) InTx(ctx context.Context, fn func(context.Context) error) error {
	if f.between != nil {
		f.between()
	}
	if f.failing != nil {
		err := f.failing
		f.failing = nil
		return err
	}
	return fn(ctx)
}

func (f *fake) RegisterVersion(context.Context) (int64, error) { return f.version, nil }

func (f *fake) Refs(ctx context.Context, kind recycle.ImportKind, source string) (list []recycle.Ref, err error) {
	a, err := recycle.ActorFrom(ctx)
	for _, r := range f.refs {
		if r.OrgID == a.OrgID && r.Kind == kind && r.Source == source {
			list = append(list, r)
		}
	}
	return list, err
}

func (f *fake) Versions(_ context.Context, kind recycle.ImportKind, ids []string, _ recycle.Day) (rows recycle.RegisterRows, err error) {
	for _, id := range ids {
		if v, ok := f.sites[id]; ok && kind == recycle.ImportSites {
			rows.SiteV = append(rows.SiteV, v)
		}
		if v, ok := f.areas[id]; ok && kind == recycle.ImportAreas {
			rows.AreaV = append(rows.AreaV, v)
		}
		if v, ok := f.demand[id]; ok && kind == recycle.ImportDemand {
			rows.DemandV = append(rows.DemandV, v)
		}
		if v, ok := f.routes[id]; ok && kind == recycle.ImportRoutes {
			rows.RouteV = append(rows.RouteV, v)
		}
	}
	return rows, nil
}

func (f *fake) AreasOn(context.Context, recycle.Day) (list []recycle.AreaVersion, err error) {
	for _, v := range f.areas {
		list = append(list, v)
	}
	return list, nil
}

func (f *fake) SitesOn(context.Context, recycle.Day) (list []recycle.SiteVersion, err error) {
	for _, v := range f.sites {
		list = append(list, v)
	}
	return list, nil
}

func (f *fake) RefsOfKind(ctx context.Context, kind recycle.ImportKind) (map[string]recycle.Ref, error) {
	a, err := recycle.ActorFrom(ctx)
	found := map[string]recycle.Ref{}
	for _, r := range f.refs {
		if r.Kind == kind && r.OrgID == a.OrgID {
			found[r.ID] = r
		}
	}
	return found, err
}

func (f *fake) Categories(context.Context, recycle.Day) ([]recycle.CategoryRow, error) {
	return recycle.SeedCategories(), nil
}

func (f *fake) Org(_ context.Context, id recycle.OrgID) (recycle.Org, error) {
	return recycle.Org{ID: id, Kind: recycle.RecyclingCompany, Name: "示例 回收一公司", USCC: "91370800MA3C0X4K7T"}, nil
}

func (f *fake) OrgsOfKind(ctx context.Context, _ recycle.OrgKind) ([]recycle.Org, error) {
	o, err := f.Org(ctx, company)
	return []recycle.Org{o}, err
}

func (f *fake) PutRegister(_ context.Context, rows *recycle.RegisterRows) error {
	if rows.Version != f.version {
		return &recycle.Error{Kind: recycle.Conflict, Code: "import.changed"}
	}
	f.version++
	f.writes++
	for _, v := range rows.SiteV {
		f.sites[string(v.SiteID)] = v
	}
	f.events = append(f.events, rows.SiteE...)
	for _, v := range rows.AreaV {
		f.areas[string(v.AreaID)] = v
	}
	for _, v := range rows.DemandV {
		f.demand[string(v.DemandID)] = v
	}
	for _, v := range rows.RouteV {
		f.routes[string(v.RouteID)] = v
	}
	for _, r := range rows.Refs {
		f.refs[string(r.OrgID)+string(r.Kind)+r.Source+"\x00"+r.Key] = r
	}
	f.imports = append(f.imports, rows.Import)
	f.uploads[rows.Import.ID] = rows.Import
	return nil
}

func (f *fake) AppendAudit(_ context.Context, e recycle.Entry) error {
	f.entries = append(f.entries, e)
	return nil
}

func (f *fake) Import(_ context.Context, id recycle.ImportID) (recycle.Import, error) {
	im, ok := f.uploads[id]
	if !ok {
		return im, &recycle.Error{Kind: recycle.NotFound, Code: "import.not_found"}
	}
	return im, nil
}

func (f *fake) InsertImport(_ context.Context, im *recycle.Import) error {
	f.uploads[im.ID] = *im
	return nil
}

func (f *fake) ImportsOf(context.Context, int) ([]recycle.Import, error) { return f.imports, nil }

func (f *fake) Put(data []byte) (string, error) {
	hash := fmt.Sprintf("%064x", len(f.files)+1)
	for h, d := range f.files {
		if bytes.Equal(d, data) {
			return h, nil
		}
	}
	f.files[hash] = data
	return hash, nil
}

func (f *fake) Get(hash string) (io.ReadCloser, error) {
	data, ok := f.files[hash]
	if !ok {
		return nil, fs.ErrNotExist
	}
	return io.NopCloser(bytes.NewReader(data)), nil
}

func (f *fake) id() string {
	f.identity++
	return fmt.Sprintf("01900000-0000-7000-8000-%012x", f.identity)
}

// rig is a service over a fake, with its clock.
type rig struct {
	*fake
	Service
	ctx context.Context
	now time.Time
}

const (
	zone    recycle.OrgID = "01900000-0000-7000-8000-0000000000aa"
	company recycle.OrgID = "01900000-0000-7000-8000-0000000000bb"
)

func newRig(t *testing.T) *rig {
	t.Helper()
	r := &rig{fake: newFake(), now: time.Date(2026, 11, 23, 6, 0, 0, 0, time.UTC)}
	r.Service = Service{Store: r.fake, Now: func() time.Time { return r.now }, NewID: r.fake.id}
	r.ctx = recycle.WithActor(t.Context(), recycle.Actor{OrgID: zone, OrgKind: recycle.Government, Zone: true, Roles: []recycle.Role{recycle.Planner}})
	return r
}

// parse reads a file of any format.
func parse(data []byte) (*Rows, error) {
	if !sheet.IsTable(data) {
		return ReadJSON(data)
	}
	t, err := sheet.Read(data)
	if err != nil {
		return nil, FileError("file", 0, 0, err)
	}
	return FromTable(t, string(t.Format()), t.Encoding()), nil
}

func (r *rig) in(t *testing.T, kind recycle.ImportKind, text string, s recycle.ImportSettings) Input {
	t.Helper()
	rows, err := parse([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return Input{Kind: kind, FileName: "x", Rows: rows, Settings: s}
}

// load commits a file and returns its report.
func (r *rig) load(t *testing.T, kind recycle.ImportKind, text string, s recycle.ImportSettings) recycle.ImportReport {
	t.Helper()
	report, err := r.Commit(r.ctx, r.in(t, kind, text, s), "")
	if err != nil {
		t.Fatal(err)
	}
	return report
}

// only returns the one site whose name is given.
func (r *rig) site(t *testing.T, name string) recycle.SiteVersion {
	t.Helper()
	for _, v := range r.sites {
		if v.Name == name {
			return v
		}
	}
	t.Fatalf("no site %s", name)
	return recycle.SiteVersion{}
}

func counts(r recycle.ImportReport) string {
	return fmt.Sprintf("%d: %d+ %d~ %d= %d- %d! %d?", r.Rows, r.Created, r.Changed, r.Unchanged, r.Missing, r.Wrong, r.Outside)
}

func codes(r recycle.ImportReport) (list []string) {
	for _, p := range r.Problems {
		list = append(list, fmt.Sprintf("%d:%d %s", p.Line, p.Column, p.Code))
	}
	return list
}
