package main

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"liangwang/internal/recycle"
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

func newAuditCmd(a *app) *cobra.Command {
	cmd := &cobra.Command{
		Use: "audit", Short: "The audit log 审计日志", Example: "  liangwang audit verify", Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	var asJSON bool
	verify := &cobra.Command{
		Use:   "verify",
		Short: "Check the hash chain of every organisation 校验审计链",
		Long: "Recomputes the chain of every organisation to its head, and names the first entry that is missing, changed or too much.\n" +
			"Exits 1 if there is one. It may run beside the server.",
		Example: "  liangwang audit verify\n  liangwang audit verify --json",
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return a.withStore(cmd.Context(), func(db *store.DB) error { return a.verifyAudit(cmd.Context(), db, asJSON) })
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
			return a.withStore(cmd.Context(), func(db *store.DB) error {
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

// withStore runs do on the configured database.
func (a *app) withStore(ctx context.Context, do func(db *store.DB) error) (err error) {
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

// auditAnswer is what `audit verify` prints.
type auditAnswer struct {
	OK      bool              `json:"ok"`
	Entries int64             `json:"entries"`          // that were read
	Records store.ObjectCheck `json:"records"`          // held against the log
	Broken  *auditBreak       `json:"broken,omitempty"` // the first one
	Heads   []auditHead       `json:"heads"`
}

type auditBreak struct {
	OrgID recycle.OrgID `json:"orgId"`
	Entry int64         `json:"entry"`
	Why   string        `json:"why"`
}

// auditHead is the end of a chain. Kept elsewhere, it shows later whether a chain was rewritten as a whole.
type auditHead struct {
	OrgID recycle.OrgID `json:"orgId"`
	Seq   int64         `json:"seq"`
	Sum   string        `json:"sum"` // hexadecimal
}

func (a *app) verifyAudit(ctx context.Context, db *store.DB, asJSON bool) error {
	audit := store.Audit{DB: db}
	heads, err := auditHeads(ctx, audit)
	if err != nil {
		return err
	}
	n, err := audit.VerifyAudit(ctx)
	if broken := (*store.AuditBreak)(nil); err != nil && !errors.As(err, &broken) {
		return err
	}
	records, failed := audit.VerifyObjects(ctx)
	if failed != nil {
		return failed
	}
	answer := auditAnswer{OK: err == nil && records.Differ == 0, Entries: n, Records: records, Heads: heads}
	text := fmt.Sprintf("%d chains, %d entries, %d records: whole 完整\n", len(heads), n, records.Objects)
	if b, broken := errors.AsType[*store.AuditBreak](err); broken {
		answer.Broken = &auditBreak{b.OrgID, b.Seq, b.Error()}
		text = fmt.Sprintf("%s: broken at entry %d (%s)\n", b.OrgID, b.Seq, b.Error())
		err = errAudit
	}
	if records.Differ > 0 {
		var b strings.Builder
		for _, r := range records.First {
			fmt.Fprintf(&b, "%s %s %s: %s past the program\n", r.OrgID, r.Kind, r.ID, r.What)
		}
		text, err = b.String()+fmt.Sprintf("%d of %d records are not as the log has them\n", records.Differ, records.Objects), errAudit
	}
	return errors.Join(a.say(asJSON, answer, text), err)
}

func auditHeads(ctx context.Context, audit store.Audit) ([]auditHead, error) {
	rows, err := audit.AuditHeads(ctx)
	heads := make([]auditHead, len(rows))
	for i, h := range rows {
		heads[i] = auditHead{h.OrgID, h.Seq, hex.EncodeToString(h.Sum)}
	}
	return heads, err
}
