package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/google/uuid"
	"github.com/spf13/cobra"

	"liangwang/internal/account"
	"liangwang/internal/intake"
	"liangwang/internal/recycle"
	"liangwang/internal/store"
)

// importStore is what an import needs of the database.
type importStore struct {
	*store.DB
	store.Register
	store.SourceRefs
	store.Sites
	store.Areas
	store.Catalogue
	store.Orgs
	store.Imports
	store.Audit
}

func newImportStore(db *store.DB) importStore {
	return importStore{DB: db, Register: store.Register{DB: db}, SourceRefs: store.SourceRefs{DB: db}, Sites: store.Sites{DB: db}, Areas: store.Areas{DB: db},
		Catalogue: store.Catalogue{DB: db}, Orgs: store.Orgs{DB: db}, Imports: store.Imports{DB: db}, Audit: store.Audit{DB: db}}
}

func newID() string { return uuid.Must(uuid.NewV7()).String() }

// errNothing ends an import of which no row could be taken.
var errNothing = errors.New("一行也没能导入：看上面每一行的说明 (no row could be imported)")

func newImportCmd(a *app) *cobra.Command {
	var flags importFlags
	var dryRun, asJSON bool
	cmd := &cobra.Command{
		Use:   "import KIND FILE",
		Short: "Bring a file into the register 导入网点、区域、需求点、路线",
		Long: "Reads sites, areas, demand or routes from CSV, XLSX, GeoJSON, a JSON array of objects or a bare boundary object, and brings\n" +
			"them into the register in one transaction. Rows that are wrong are left out and listed; nothing is repaired or deleted.\n" +
			"The same file twice changes nothing. A new --source that brings little but sites which another source has already is refused: give\n" +
			"that source, or --new-source if they are new. On an empty data directory the zone's own organisation is made first.\n\n" +
			"Columns are found by their headers, in Chinese and English, or named by --map target=column; --set target=value gives every\n" +
			"row the same value (sites without: kind=RC_POINT_STD, network=that of the kind, so A, state=active). Columns that nothing\n" +
			"reads are listed.\n\n" + targetHelp(),
		Example: "  liangwang import sites points.csv --json\n" +
			"  liangwang import areas 370811.json --datum gcj02 --source jining\n" +
			"  liangwang import sites list.xlsx --map site_id=编号 --map name=点位 --set network=AB --dry-run",
		Args: cobra.ExactArgs(2),
		RunE: func(cmd *cobra.Command, args []string) error {
			report, err := runImport(cmd.Context(), a, args[0], args[1], &flags, dryRun)
			if recycle.KindOf(err) == recycle.Conflict { // nothing was stored; the report says why
				return errors.Join(refusedAs(err), printReport(a, report, asJSON))
			}
			if err != nil {
				return explain(err)
			}
			if err := printReport(a, report, asJSON); err != nil {
				return err
			}
			if report.Rows > 0 && report.Wrong == report.Rows {
				return errNothing
			}
			return nil
		},
	}
	f := cmd.Flags()
	f.StringVar(&flags.source, "source", "", "name of the source; the same again updates its rows (default: the kind)")
	f.BoolVar(&flags.newSource, "new-source", false, "the sites are new, although the register has such ones under another source 确认是新的来源")
	f.StringVar(&flags.datum, "datum", "wgs84", "datum of the file's positions: wgs84, cgcs2000, gcj02, bd09")
	f.StringArrayVar(&flags.mapped, "map", nil, "target=column, may be repeated")
	f.StringArrayVar(&flags.set, "set", nil, "target=value for every row, may be repeated")
	f.BoolVar(&dryRun, "dry-run", false, "only say what would happen 试运行")
	f.BoolVar(&asJSON, "json", false, "print JSON")
	return cmd
}

// refusedAs says what to do about an import that was refused as a whole.
func refusedAs(err error) error {
	if e, ok := errors.AsType[*recycle.Error](err); ok && e.Code == "import.known" {
		return fmt.Errorf("%s 同一来源：--source 原来的名字；新的：--new-source (%w)", intake.FileSentence(e.Code), e)
	}
	return explain(err)
}

// targetHelp lists the target columns of every kind: the contract of --map and --set.
func targetHelp() string {
	var b strings.Builder
	b.WriteString("Targets:\n")
	for _, kind := range recycle.ImportKinds() {
		var keys []string
		for _, t := range intake.Targets(kind) {
			keys = append(keys, t.Key)
		}
		fmt.Fprintf(&b, "  %-7s %s\n", kind, strings.Join(keys, ", "))
	}
	return b.String()
}

func runImport(ctx context.Context, a *app, kind, path string, flags *importFlags, dryRun bool) (report recycle.ImportReport, err error) {
	in := intake.Input{Kind: recycle.ImportKind(kind)}
	if !slices.Contains(recycle.ImportKinds(), in.Kind) {
		return report, fmt.Errorf("没有这一类可导入 (kind \"%s\": one of %s)", kind, words(recycle.ImportKinds()))
	}
	if in.Settings, err = flags.settings(); err != nil {
		return report, err
	}
	file, err := readSource(a, path)
	if err != nil {
		return report, err
	}
	in.FileName, in.FileHash, in.Rows = path, file.hash, file.rows
	open := openAsPlanner
	if dryRun {
		open = openToLook
	}
	db, ctx, err := open(ctx, a)
	if err != nil {
		return report, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	service := intake.Service{Store: newImportStore(db), Now: a.now, NewID: newID}
	if dryRun {
		return service.Check(ctx, in)
	}
	return service.Commit(ctx, in, "")
}

// zoneName is the name of the zone's own organisation until somebody gives it another.
const zoneName = "高新区发展改革局"

// openAsPlanner opens the database for whoever runs the machine, who acts as a planner of the zone's own organisation without being
// a person. The caller closes it.
func openAsPlanner(ctx context.Context, a *app) (*store.DB, context.Context, error) {
	db, err := a.openStore(ctx)
	if err != nil {
		return nil, nil, err
	}
	service := account.New(account.Options{Store: newAccountStore(db), Now: a.now, TTL: a.cfg.SessionTTL})
	zone, err := service.EnsureZone(ctx, zoneName)
	if err != nil {
		return nil, nil, errors.Join(err, db.Close())
	}
	return db, asPlanner(ctx, zone.ID), nil
}

func asPlanner(ctx context.Context, zone recycle.OrgID) context.Context {
	return recycle.WithActor(ctx, recycle.Actor{OrgID: zone, OrgKind: recycle.Government, Zone: true, Roles: []recycle.Role{recycle.Planner}})
}

// openToLook is openAsPlanner for a dry run, which makes no organisation: without one it acts for one that has nothing.
func openToLook(ctx context.Context, a *app) (*store.DB, context.Context, error) {
	db, err := a.openStore(ctx)
	if err != nil {
		return nil, nil, err
	}
	zone, err := store.Orgs{DB: db}.ZoneOrg(ctx)
	if recycle.KindOf(err) == recycle.NotFound {
		zone, err = recycle.Org{ID: recycle.OrgID(newID())}, nil
	}
	if err != nil {
		return nil, nil, errors.Join(err, db.Close())
	}
	return db, asPlanner(ctx, zone.ID), nil
}

// importAnswer is the answer of --json: the report without what only a page needs.
type importAnswer struct {
	Kind   recycle.ImportKind `json:"kind"`
	Source string             `json:"source"`
	recycle.ImportCounts
	Unread    []string                `json:"unread"`
	Problems  []recycle.ImportProblem `json:"problems"`
	Known     []recycle.ImportKnown   `json:"known"`
	Warnings  []string                `json:"warnings"`
	Committed bool                    `json:"committed"`
}

func printReport(a *app, r recycle.ImportReport, asJSON bool) error {
	if asJSON {
		e := json.NewEncoder(a.stdout)
		e.SetEscapeHTML(false)
		return e.Encode(importAnswer{r.Kind, r.Source, r.ImportCounts, r.Unread, r.Problems, r.Known, r.Warnings, r.Committed})
	}
	var b strings.Builder
	for i := range r.Problems {
		p := &r.Problems[i]
		fmt.Fprintf(&b, "line %d, column %d: %s", p.Line, p.Column, intake.SentenceOf(p))
		if p.Value != "" {
			fmt.Fprintf(&b, " %q", p.Value)
		}
		fmt.Fprintf(&b, " (%s, %s: %s)\n", p.Level, p.Code, p.Message)
	}
	if len(r.Unread) > 0 {
		fmt.Fprintf(&b, "未读的列 columns not read: %s\n", strings.Join(r.Unread, ", "))
	}
	for _, k := range r.Known {
		fmt.Fprintf(&b, "%d 行与来源“%s”的网点相同（名称或位置） (rows are sites that source %q has already)\n", k.Rows, k.Source, k.Source)
	}
	for _, code := range r.Warnings {
		fmt.Fprintf(&b, "%s (%s)\n", intake.WarningSentence(code), code)
	}
	fmt.Fprintf(&b, "%s from %s: %d rows, %d created, %d changed, %d unchanged, %d missing, %d wrong, %d outside", r.Kind, r.Source,
		r.Rows, r.Created, r.Changed, r.Unchanged, r.Missing, r.Wrong, r.Outside)
	if !r.Committed {
		b.WriteString("; nothing was stored")
	}
	_, err := fmt.Fprintln(a.stdout, b.String())
	return err
}
