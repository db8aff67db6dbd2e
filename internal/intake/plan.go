package intake

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"hash"
	"slices"

	"liangwang/geo"
	"liangwang/internal/recycle"
)

// plan is an import made ready: what it reports and what its transaction writes.
type plan struct {
	store  Store
	newID  func() string
	at     recycle.Instant
	kind   recycle.ImportKind
	source string
	refs   map[string]recycle.Ref // of the source, by key
	found  []*found               // by row; nil: the register does not have it
	today  recycle.Day            // from when the changed hold
	first  recycle.Day            // from when the created hold
	told   hash.Hash              // of all that it would do
	rows   recycle.RegisterRows
	report recycle.ImportReport
	entry  recycle.Entry
}

const (
	maxSource   = 100
	maxExamples = 5
	loadBatch   = 500
)

// prepare compares in with the register. It writes nothing.
func (s *Service) prepare(ctx context.Context, in Input) (*plan, error) {
	a, err := recycle.ActorFrom(ctx)
	if err != nil {
		return nil, err
	}
	if err := complete(&in, a); err != nil {
		return nil, err
	}
	now := recycle.At(s.Now())
	p := &plan{store: s.Store, newID: s.NewID, at: now, kind: in.Kind, source: in.Settings.Source, refs: map[string]recycle.Ref{},
		today: now.Day(), first: now.Day(), told: sha256.New()}
	// The version comes first: what is written while the rest is read makes the transaction a conflict.
	if p.rows.Version, err = s.Store.RegisterVersion(ctx); err != nil {
		return nil, err
	}
	refs, err := s.Store.Refs(ctx, in.Kind, p.source)
	if err != nil {
		return nil, err
	}
	for _, ref := range refs {
		p.refs[ref.Key] = ref
	}
	if len(refs) == 0 {
		p.first = recycle.FirstDay
	}
	p.rows.Import = recycle.Import{ID: in.ID, OrgID: a.OrgID, PersonID: a.PersonID, Kind: in.Kind, Source: p.source, FileName: in.FileName,
		FileHash: in.FileHash, State: committed, CreatedAt: now, DoneAt: now}
	if p.rows.Import.ID == "" {
		p.rows.Import.ID = recycle.ImportID(s.NewID())
	}
	r, areas, err := s.reader(ctx, &in, now.Day())
	if err != nil {
		return nil, err
	}
	p.report = recycle.ImportReport{Kind: in.Kind, Source: p.source, Datum: r.datum, Examples: newExamples(), Known: []recycle.ImportKnown{}, Warnings: []string{},
		FirstTime: len(refs) == 0}
	if err := p.recognise(ctx, r, a); err != nil {
		return nil, err
	}
	if err := p.compare(ctx, r, a); err != nil {
		return nil, err
	}
	p.report.Sketch = sketch(r, areas)
	return p, p.finish(r, in, a)
}

// complete checks who asks for what, and fills in the source.
func complete(in *Input, a recycle.Actor) error {
	var c recycle.Check
	c.That(isKind(in.Kind), "kind", "oneOf")
	c.That(in.Settings.Datum == "" || slices.Contains(geo.Datums(), in.Settings.Datum), "datum", "oneOf")
	c.That(recycle.IsText(in.Settings.Source, maxSource), "source", "text")
	c.That(recycle.IsText(in.FileName, 500), "name", "text")
	if err := c.Err("import.invalid"); err != nil {
		return err
	}
	if in.Settings.Source = trim(in.Settings.Source); in.Settings.Source == "" {
		in.Settings.Source = string(in.Kind)
	}
	if in.Settings.Datum == "" {
		in.Settings.Datum = geo.WGS84
	}
	if in.Settings.Map == nil { // absent and empty are the same to a digest
		in.Settings.Map = map[string]string{}
	}
	if in.Settings.Set == nil {
		in.Settings.Set = map[string]string{}
	}
	return mayImport(a, in.Kind)
}

// reader reads the file against the areas and the catalogue of day.
func (s *Service) reader(ctx context.Context, in *Input, day recycle.Day) (*reader, []recycle.AreaVersion, error) {
	areas, err := s.Store.AreasOn(ctx, day)
	if err != nil {
		return nil, nil, err
	}
	var index *geo.Areas
	if shapes := shapesOf(areas); len(shapes) > 0 && in.Kind != recycle.ImportAreas && in.Kind != recycle.ImportRoutes {
		index = geo.NewAreas(shapes)
	}
	categories, err := s.Store.Categories(ctx, day)
	if err != nil {
		return nil, nil, err
	}
	r, err := read(in, index, categories)
	return r, areas, err
}

// shapesOf returns the polygons of areas.
func shapesOf(areas []recycle.AreaVersion) (shapes []geo.MultiPolygon) {
	for i := range areas {
		if g, err := geo.ParseWKB(areas[i].Shape, geo.Limits{}); err == nil {
			if m, ok := g.(geo.MultiPolygon); ok {
				shapes = append(shapes, m)
			}
		}
	}
	return shapes
}

func (p *plan) compare(ctx context.Context, r *reader, a recycle.Actor) error {
	switch p.kind {
	case recycle.ImportSites:
		return p.planSites(ctx, r, a)
	case recycle.ImportAreas:
		return p.planAreas(ctx, r, a)
	case recycle.ImportDemand:
		return p.planDemand(ctx, r, a)
	default:
		return p.planRoutes(ctx, r, a)
	}
}

// finish adds up the report and makes the rows about the import itself.
func (p *plan) finish(r *reader, in Input, a recycle.Actor) error {
	rep := &p.report
	rep.Rows, rep.Unread = len(r.rows.Rows), r.withoutDerived(r.unread(r.rows.Columns))
	rep.Wrong, rep.Outside = tally(r.problems)
	rep.Warnings = wholeFile(rep.ImportCounts, r.problems)
	rep.Missing = p.missing()
	rep.Problems = r.problems
	slices.SortStableFunc(rep.Problems, func(a, b recycle.ImportProblem) int {
		if a.Line != b.Line {
			return a.Line - b.Line
		}
		return a.Column - b.Column
	})
	in.Settings.NewSource = false // says nothing about the rows
	settings, err := json.Marshal(in.Settings)
	if err != nil {
		return fmt.Errorf("intake: settings: %w", err)
	}
	counts, err := json.Marshal(rep.ImportCounts)
	if err != nil {
		return fmt.Errorf("intake: counts: %w", err)
	}
	fmt.Fprintf(p.told, "%q %q %s %s", in.Kind, in.FileHash, settings, counts)
	rep.Digest = hex.EncodeToString(p.told.Sum(nil))
	p.rows.Import.Settings, p.rows.Import.Counts = string(settings), string(counts)
	body, err := json.Marshal(auditBody{in.Kind, p.source, in.FileHash, counts, movesOf(p.rows.SiteE)})
	if err != nil {
		return fmt.Errorf("intake: audit: %w", err)
	}
	p.entry = recycle.Entry{OrgID: a.OrgID, At: p.at, PersonID: a.PersonID, Action: "import.commit", ObjectID: string(p.rows.Import.ID),
		ObjectHash: hashOfRefs(p.rows.Refs), Body: body}
	return nil
}

// tally counts the rows that are wrong, and those that are stored although their position is doubtful.
func tally(problems []recycle.ImportProblem) (wrong, outside int) {
	lines := map[int]bool{}
	for _, p := range problems {
		if p.Level == recycle.RowWrong {
			lines[p.Line] = true
		}
	}
	for _, p := range problems {
		if p.Level == recycle.RowOutside && !lines[p.Line] {
			outside++
		}
	}
	return len(lines), outside
}

// hashOfRefs covers every row that an import writes: its key, its id and its facts.
func hashOfRefs(refs []recycle.Ref) []byte {
	h := sha256.New()
	for _, ref := range refs {
		fmt.Fprintf(h, "%q %s %x\n", ref.Key, ref.ID, ref.Hash)
	}
	return h.Sum(nil)
}

// difference compares the items of one kind with the register.
type difference[F any] struct {
	*plan
	*reader
	items   []item[F]
	fields  func(*F) []field
	merge   func(old, row F) F // what a thing becomes by a row
	name    func(*F) string
	load    func(*recycle.RegisterRows) map[string]F
	add     func(id string, f F, from recycle.Day)
	created func(id string) // nil: versions are all there is
	// refused returns the code of why the actor may not change a thing so, and the target that it is about; empty: they may.
	refused func(id string, old, row *F) (target, code string) // nil: they may change everything
	moved   func(id string, before, after *F)                  // told of each change; nil: nobody wants to know
}

// run sorts the items into created, changed and unchanged.
func (d *difference[F]) run(ctx context.Context) error {
	hashes := map[string][]byte{} // of the rows so far, by what they are
	lines := map[string]int{}     // of the rows so far, by what they are
	var known []int               // items that the register may have otherwise
	for i := range d.items {
		it := &d.items[i]
		if !it.ok {
			continue
		}
		hash := hashOf(d.said(d.fields(&it.facts)))
		what, f := "new "+it.key, d.plan.found[i]
		if f != nil {
			what = "known " + f.ref.ID
		}
		if earlier, twice := hashes[what]; twice {
			d.again(i, lines[what], bytes.Equal(earlier, hash))
			continue
		}
		hashes[what], lines[what] = hash, it.line
		switch {
		case f == nil:
			d.create(it, hash)
		case !f.exported && bytes.Equal(f.ref.Hash, hash):
			d.report.Unchanged++
		default:
			known = append(known, i)
			it.hash = hash
		}
	}
	for batch := range slices.Chunk(known, loadBatch) {
		if err := d.change(ctx, batch); err != nil {
			return err
		}
	}
	return nil
}

// again handles a row whose key stood in an earlier one, at line other.
func (d *difference[F]) again(i, other int, equal bool) {
	if equal {
		d.report.Unchanged++
		return
	}
	d.refuseTwice(i, other)
}

// mayNot refuses row i if the actor may not make of old what it says.
func (d *difference[F]) mayNot(i int, id string, old *F) bool {
	if d.refused == nil {
		return false
	}
	target, code := d.refused(id, old, &d.items[i].facts)
	switch row := &d.reader.rows.Rows[i]; {
	case code == "":
		return false
	case target == Targets(d.reader.kind)[0].Key:
		d.refuseKey(i, code)
	default:
		d.refuse(row, target, code, d.cell(row, target))
	}
	return true
}

func (d *difference[F]) create(it *item[F], hash []byte) {
	id := d.newID()
	d.report.Created++
	if d.created != nil {
		d.created(id)
	}
	d.add(id, it.facts, d.first)
	fmt.Fprintf(d.told, "created %q %x\n", it.key, hash)
	d.ref(recycle.Ref{Source: d.source, Key: it.key, ID: id}, hash)
	d.example(&d.report.Examples.Created, it, []recycle.ImportChange{})
}

// ref writes what the source of ref calls a thing, and the hash of what it said of it.
func (d *difference[F]) ref(ref recycle.Ref, hash []byte) {
	ref.OrgID, ref.Kind, ref.Hash = d.plan.rows.Import.OrgID, d.plan.kind, hash
	d.plan.rows.Refs = append(d.plan.rows.Refs, ref)
}

func (d *difference[F]) example(list *[]recycle.ImportExample, it *item[F], c []recycle.ImportChange) {
	if len(*list) < maxExamples {
		*list = append(*list, recycle.ImportExample{Key: short(it.key), Name: d.name(&it.facts), Changes: c})
	}
}

// change compares items with the versions that hold today.
func (d *difference[F]) change(ctx context.Context, batch []int) error {
	ids := make([]string, len(batch))
	for n, i := range batch {
		ids[n] = d.plan.found[i].ref.ID
	}
	rows, err := d.store.Versions(ctx, d.plan.kind, ids, d.today)
	if err != nil {
		return err
	}
	held := d.load(&rows)
	for n, i := range batch {
		it, f := &d.items[i], d.plan.found[i]
		old, ok := held[ids[n]]
		if ok {
			if d.mayNot(i, ids[n], &old) {
				continue
			}
			it.facts = d.merge(old, it.facts)
		}
		before, after := d.fields(&old), d.fields(&it.facts)
		list := changes(before, after)
		if ok && len(list) == 0 { // the file says it otherwise than last time, and the register has it so already
			if d.report.Unchanged++; !f.exported {
				d.ref(f.ref, it.hash)
			}
			continue
		}
		d.report.Changed++
		if ok && d.moved != nil {
			d.moved(ids[n], &old, &it.facts)
		}
		d.add(ids[n], it.facts, d.today)
		fmt.Fprintf(d.told, "changed %s %x %x\n", ids[n], hashOf(before), hashOf(after))
		if f.exported && len(f.ref.Hash) > 0 {
			it.hash = f.ref.Hash
		}
		d.ref(f.ref, it.hash)
		d.example(&d.report.Examples.Changed, it, list)
	}
	return nil
}

func newExamples() *recycle.ImportExamples {
	return &recycle.ImportExamples{Created: []recycle.ImportExample{}, Changed: []recycle.ImportExample{}}
}

// newToken returns 128 random bits in hexadecimal.
func newToken() string {
	b := make([]byte, 16)
	_, _ = rand.Read(b) // never fails
	return hex.EncodeToString(b)
}
