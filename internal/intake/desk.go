package intake

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"

	"liangwang/internal/recycle"
)

// States of a recycle.Import.
const (
	uploaded  = "uploaded"
	committed = "committed"
)

// maxProblems is how many problems a page gets; the counts are of all.
const maxProblems = 1000

// atATime is how many files are read at once: one of the largest takes more than a gigabyte while it is.
const atATime = 1

// DeskStore is what imports by page need beside Store.
type DeskStore interface {
	Store
	// Import returns one of the acting organisation's imports, or NotFound.
	Import(ctx context.Context, id recycle.ImportID) (recycle.Import, error)
	// InsertImport adds an import; an id that any organisation has used is a Conflict.
	InsertImport(ctx context.Context, im *recycle.Import) error
	// ImportsOf returns the acting organisation's committed imports, the newest first.
	ImportsOf(ctx context.Context, limit int) ([]recycle.Import, error)
}

// Files keeps files by the hash of their content.
type Files interface {
	Put(data []byte) (hash string, err error)
	Get(hash string) (io.ReadCloser, error)
}

// DeskOptions are the parts of a Desk.
type DeskOptions struct {
	Store DeskStore
	Files Files
	Parse func(data []byte) (*Rows, error) // any format; the error is Invalid
	Now   func() time.Time
	NewID func() string
}

// Desk imports by page: a file is uploaded, looked at, checked as often as the settings change, and committed. What lies between
// the steps is the file and a row that says whose it is; every step reads it anew, so that it survives a restart.
type Desk struct {
	service Service
	o       DeskOptions
	slots   chan struct{}
}

// NewDesk returns a desk.
func NewDesk(o DeskOptions) *Desk {
	return &Desk{Service{Store: o.Store, Now: o.Now, NewID: o.NewID}, o, make(chan struct{}, atATime)}
}

// slot waits until a file may be read; the caller calls free when it has let go of the rows.
func (d *Desk) slot(ctx context.Context) (free func(), err error) {
	select {
	case d.slots <- struct{}{}:
		return func() { <-d.slots }, nil
	case <-ctx.Done():
		return nil, &recycle.Error{Kind: recycle.Unavailable, Code: "server.busy", Err: ctx.Err()}
	}
}

// Upload keeps a file under an id that the page made, and returns its columns. The same file again is no change; other bytes under
// the id are a Conflict. A file that cannot be read is Invalid and not kept.
func (d *Desk) Upload(ctx context.Context, id recycle.ImportID, kind recycle.ImportKind, name string, data []byte) (recycle.ImportPreview, error) {
	a, err := recycle.ActorFrom(ctx)
	if err != nil {
		return recycle.ImportPreview{}, err
	}
	if err := d.mayUpload(a, id, kind, name); err != nil {
		return recycle.ImportPreview{}, err
	}
	free, err := d.slot(ctx)
	if err != nil {
		return recycle.ImportPreview{}, err
	}
	defer free()
	rows, err := d.o.Parse(data)
	if err != nil {
		return recycle.ImportPreview{}, err
	}
	hash, err := d.o.Files.Put(data)
	if err != nil {
		return recycle.ImportPreview{}, fmt.Errorf("intake: upload: %w", err)
	}
	im := recycle.Import{ID: id, OrgID: a.OrgID, PersonID: a.PersonID, Kind: kind, FileName: name, FileHash: hash, Settings: "{}", State: uploaded,
		Counts: "{}", CreatedAt: recycle.At(d.o.Now())}
	if err := d.remember(ctx, &im); err != nil {
		return recycle.ImportPreview{}, err
	}
	p, err := Preview(kind, name, rows)
	if err != nil {
		return p, err
	}
	p.ID = id
	p.Sources, err = d.sources(ctx, kind)
	return p, err
}

func (d *Desk) mayUpload(a recycle.Actor, id recycle.ImportID, kind recycle.ImportKind, name string) error {
	var c recycle.Check
	c.That(recycle.IsID(id), "id", "pattern")
	c.That(isKind(kind), "kind", "oneOf")
	c.That(name != "" && recycle.IsText(name, recycle.MaxName), "name", "text")
	if err := c.Err("import.invalid"); err != nil {
		return err
	}
	return mayImport(a, kind)
}

// remember stores the row of an upload once.
func (d *Desk) remember(ctx context.Context, im *recycle.Import) error {
	old, err := d.o.Store.Import(ctx, im.ID)
	if err == nil {
		if old.FileHash != im.FileHash || old.Kind != im.Kind {
			return &recycle.Error{Kind: recycle.Conflict, Code: "import.conflict"}
		}
		return nil
	}
	if recycle.KindOf(err) != recycle.NotFound {
		return err
	}
	err = d.o.Store.InTx(ctx, func(ctx context.Context) error { return d.o.Store.InsertImport(ctx, im) })
	if recycle.KindOf(err) == recycle.Conflict { // of another organisation, or sent twice at once
		if again, aerr := d.o.Store.Import(ctx, im.ID); aerr == nil && again.FileHash == im.FileHash && again.Kind == im.Kind {
			return nil
		}
		return &recycle.Error{Kind: recycle.NotFound, Code: "import.not_found"}
	}
	return err
}

// sources returns the names under which the acting organisation has imported the kind.
func (d *Desk) sources(ctx context.Context, kind recycle.ImportKind) ([]string, error) {
	const looked = 500
	list, err := d.o.Store.ImportsOf(ctx, looked)
	if err != nil {
		return nil, err
	}
	names, seen := []string{}, map[string]bool{}
	for _, im := range list {
		if im.Kind == kind && !seen[im.Source] {
			seen[im.Source] = true
			names = append(names, im.Source)
		}
	}
	return names, nil
}

// CheckUpload is the dry run of an uploaded file.
func (d *Desk) CheckUpload(ctx context.Context, id recycle.ImportID, s recycle.ImportSettings) (recycle.ImportReport, error) {
	free, err := d.slot(ctx)
	if err != nil {
		return recycle.ImportReport{}, err
	}
	defer free()
	in, _, err := d.open(ctx, id, s)
	if err != nil {
		return recycle.ImportReport{}, err
	}
	r, err := d.service.Check(ctx, in)
	return forPage(r), err
}

// CommitUpload imports an uploaded file as the check said whose digest is given, else it is a Conflict. A repeat after it has
// succeeded returns the counts of then.
func (d *Desk) CommitUpload(ctx context.Context, id recycle.ImportID, s recycle.ImportSettings, digest string) (recycle.ImportReport, error) {
	if digest == "" {
		return recycle.ImportReport{}, &recycle.Error{Kind: recycle.Invalid, Code: "import.invalid", Fields: []recycle.Field{{Path: "digest", Code: "required"}}}
	}
	free, err := d.slot(ctx)
	if err != nil {
		return recycle.ImportReport{}, err
	}
	defer free()
	in, im, err := d.open(ctx, id, s)
	if err != nil {
		return recycle.ImportReport{}, err
	}
	if im.State == committed {
		r := recycle.ImportReport{Kind: im.Kind, Source: im.Source, Datum: s.Datum, Unread: []string{}, Problems: []recycle.ImportProblem{}, Known: []recycle.ImportKnown{},
			Warnings: []string{}, Digest: digest, Committed: true}
		return r, json.Unmarshal([]byte(im.Counts), &r.ImportCounts)
	}
	r, err := d.service.Commit(ctx, in, digest)
	return forPage(r), err
}

// open reads the file of an upload.
func (d *Desk) open(ctx context.Context, id recycle.ImportID, s recycle.ImportSettings) (in Input, im recycle.Import, err error) {
	if im, err = d.o.Store.Import(ctx, id); err != nil {
		return in, im, err
	}
	f, err := d.o.Files.Get(im.FileHash)
	if err != nil {
		return in, im, fmt.Errorf("intake: %w", err)
	}
	data, err := io.ReadAll(f)
	if err = errors.Join(err, f.Close()); err != nil {
		return in, im, fmt.Errorf("intake: %w", err)
	}
	rows, err := d.o.Parse(data)
	return Input{ID: id, Kind: im.Kind, FileName: im.FileName, FileHash: im.FileHash, Rows: rows, Settings: s}, im, err
}

// Recent returns the acting organisation's imports, the newest first.
func (d *Desk) Recent(ctx context.Context) ([]recycle.Import, error) {
	const shown = 200
	a, err := recycle.ActorFrom(ctx)
	if err != nil {
		return nil, err
	}
	if err := mayImport(a, recycle.ImportSites); err != nil {
		return nil, err
	}
	return d.o.Store.ImportsOf(ctx, shown)
}

// forPage shortens the list of problems.
func forPage(r recycle.ImportReport) recycle.ImportReport {
	if len(r.Problems) > maxProblems {
		r.Problems = r.Problems[:maxProblems]
	}
	return r
}
