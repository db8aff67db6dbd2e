// Package intake brings files into the register (导入): parsed rows -> checked rows -> difference -> commit.
//
//	Rows        行        a file as cells by column, each with its line; the format is forgotten here
//	target      目标列    what a column is read as: "name", "lat", "categories" …
//	constant    常量      a target with the same value in every row
//	source      来源      the name under which a file comes again: its rows are recognised by it
//	key         标识      what the source calls a row: its id column, else a hash of name, address and position as given
//	wrong       错误行    a row that cannot be stored: left out, listed
//	outside     界外      a row with a doubtful position: stored with a flag, listed
//	difference  差异      created, changed, unchanged, missing: the file against the register
//
// A dry run and a commit take the same way and differ in the last step. An import deletes nothing and repairs nothing.
package intake

import (
	"context"
	"errors"
	"time"

	"liangwang/internal/recycle"
)

// Store is what an import needs of the register.
type Store interface {
	// InTx runs fn in one write transaction, which fn's context carries. fn may run again after a rollback.
	InTx(ctx context.Context, fn func(ctx context.Context) error) error
	// RegisterVersion returns a number that grows with every change of the register.
	RegisterVersion(ctx context.Context) (int64, error)
	// Refs returns what the source of the acting organisation has brought.
	Refs(ctx context.Context, kind recycle.ImportKind, source string) ([]recycle.Ref, error)
	// Versions returns, of each id of the kind that the register has, the version that holds on day, else the newest.
	Versions(ctx context.Context, kind recycle.ImportKind, ids []string, day recycle.Day) (recycle.RegisterRows, error)
	// AreasOn returns the versions of all areas that hold on day.
	AreasOn(ctx context.Context, day recycle.Day) ([]recycle.AreaVersion, error)
	// SitesOn returns the versions of all sites that hold on day.
	SitesOn(ctx context.Context, day recycle.Day) ([]recycle.SiteVersion, error)
	// RefsOfKind returns, by the id of the thing, what the sources of the acting organisation call the things of a kind.
	RefsOfKind(ctx context.Context, kind recycle.ImportKind) (map[string]recycle.Ref, error)
	// Categories returns the catalogue in force on day.
	Categories(ctx context.Context, day recycle.Day) ([]recycle.CategoryRow, error)
	// OrgsOfKind returns the organisations of a kind, with an empty one all.
	OrgsOfKind(ctx context.Context, kind recycle.OrgKind) ([]recycle.Org, error)
	// Org returns an organisation, or NotFound.
	Org(ctx context.Context, id recycle.OrgID) (recycle.Org, error)
	// PutRegister writes rows; it is a Conflict if the register's version is no longer theirs.
	PutRegister(ctx context.Context, rows *recycle.RegisterRows) error
	AppendAudit(ctx context.Context, e recycle.Entry) error
}

// Service imports files for the actor of the context: a planner anything, a company operator sites that it will run.
type Service struct {
	Store Store
	Now   func() time.Time
	NewID func() string // a UUIDv7
}

// Input is one file to import.
type Input struct {
	ID       recycle.ImportID
	Kind     recycle.ImportKind
	FileName string
	FileHash string // SHA-256 of the file, hexadecimal
	Rows     *Rows
	Settings recycle.ImportSettings
}

// Check is the dry run: it reports what Commit would do, and writes nothing.
func (s *Service) Check(ctx context.Context, in Input) (recycle.ImportReport, error) {
	p, err := s.prepare(ctx, in)
	if err != nil {
		return recycle.ImportReport{}, err
	}
	return p.report, nil
}

// Commit imports in, in one transaction. It is a Conflict if it would do anything else than the check said whose digest is given;
// an empty digest stands for whatever it does. Rows that are wrong are left out. A new source that brings little but sites which the
// register has already is a Conflict too, unless the settings say that they are new.
func (s *Service) Commit(ctx context.Context, in Input, digest string) (recycle.ImportReport, error) {
	const tries = 3 // the register may change while the rows are made ready; mostly what changed has nothing to do with them
	for try := 1; ; try++ {
		p, err := s.prepare(ctx, in)
		if err != nil {
			return recycle.ImportReport{}, err
		}
		if digest != "" && digest != p.report.Digest {
			return recycle.ImportReport{}, &recycle.Error{Kind: recycle.Conflict, Code: "import.changed"}
		}
		if p.mustAsk() && !in.Settings.NewSource {
			return p.report, &recycle.Error{Kind: recycle.Conflict, Code: "import.known", Err: errors.New(p.knownAs())}
		}
		if err := s.write(ctx, p); err == nil || recycle.KindOf(err) != recycle.Conflict || try == tries {
			p.report.Committed = err == nil
			return p.report, err
		}
	}
}

// write runs the transaction of p, if there is anything to write.
func (s *Service) write(ctx context.Context, p *plan) error {
	if len(p.rows.Refs) == 0 {
		return nil
	}
	return s.Store.InTx(ctx, func(ctx context.Context) error {
		rows := p.rows // the store may fill in places, and the transaction may run again
		if err := s.Store.PutRegister(ctx, &rows); err != nil {
			return err
		}
		return s.Store.AppendAudit(ctx, p.entry)
	})
}
