package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"liangwang/internal/store"
)

// What a check ends with when it found something: the answer has said what.
var (
	errLedger = errors.New("the totals are not what the records add up to")
	errAudit  = errors.New("the audit chain is broken")
)

func newLedgerCmd(a *app) *cobra.Command {
	cmd := &cobra.Command{
		Use: "ledger", Short: "The totals that are kept 汇总账", Example: "  liangwang ledger verify", Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	var asJSON bool
	verify := &cobra.Command{
		Use:   "verify",
		Short: "Recount the totals from the records 核对汇总",
		Long: "Recounts both rollups (by method, by site) from the pickups and tickets that count, and names every row that differs.\n" +
			"Exits 1 if one does. It may run beside the server.",
		Example: "  liangwang ledger verify\n  liangwang ledger verify --json",
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return a.withStore(cmd.Context(), func(db *store.DB) error { return a.verifyLedger(cmd.Context(), db, asJSON) })
		},
	}
	verify.Flags().BoolVar(&asJSON, "json", false, "print JSON 输出 JSON")
	cmd.AddCommand(verify)
	return cmd
}

func newMigrateCmd(a *app) *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:     "migrate",
		Short:   "Bring the database up to date 升级数据库结构",
		Long:    "Makes the database if there is none, brings its schema up to date and prints its version. The server does the same when it starts.",
		Example: "  liangwang migrate\n  liangwang migrate --dsn postgres://… --json",
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return a.withNewStore(cmd.Context(), func(db *store.DB) error {
				version, err := db.SchemaVersion(cmd.Context())
				if err != nil {
					return err
				}
				return a.say(asJSON, map[string]any{"schema": version, "postgres": db.Postgres()}, fmt.Sprintf("schema %d\n", version))
			})
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON 输出 JSON")
	return cmd
}

// withStore runs do on the configured database, which is there.
func (a *app) withStore(ctx context.Context, do func(db *store.DB) error) error {
	if err := a.exists(); err != nil {
		return err
	}
	return a.withNewStore(ctx, do)
}

// exists returns an error if there is no database: a check of a wrong directory must not make one and find it in order.
func (a *app) exists() error {
	if a.cfg.Postgres() {
		return nil
	}
	if _, err := os.Stat(a.cfg.Database()); errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("there is no database in %s: give the data directory with --data", a.cfg.Data)
	} else if err != nil {
		return err
	}
	return nil
}

// withNewStore runs do on the configured database, which is made if there is none.
func (a *app) withNewStore(ctx context.Context, do func(db *store.DB) error) (err error) {
	db, err := a.openStore(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	return do(db)
}

// say prints value as JSON, or text.
func (a *app) say(asJSON bool, value any, text string) error {
	return a.answer(userFlags{json: asJSON}, value, text)
}

func (a *app) verifyLedger(ctx context.Context, db *store.DB, asJSON bool) error {
	check, err := store.Ledger{DB: db}.VerifyLedger(ctx)
	if err != nil {
		return err
	}
	var b strings.Builder
	for _, d := range check.First {
		fmt.Fprintf(&b, "%s %s %s %s %s: kept n=%d grams=%d pieces=%d, counted n=%d grams=%d pieces=%d\n", d.Rollup, d.OrgID, d.Day, d.Flow,
			strings.Trim(strings.Join([]string{string(d.SiteID), string(d.Category), d.Method}, " "), " "),
			d.Kept.N, d.Kept.Grams, d.Kept.Pieces, d.Counted.N, d.Counted.Grams, d.Counted.Pieces)
	}
	fmt.Fprintf(&b, "%d days, %d sums, %d lines and tickets, %d g, %d pieces: %d differ\n", check.Days, check.Rows, check.Counted.N,
		check.Counted.Grams, check.Counted.Pieces, check.Differ)
	if err := a.say(asJSON, check, b.String()); err != nil {
		return err
	}
	if check.Differ > 0 {
		return errLedger
	}
	return nil
}
