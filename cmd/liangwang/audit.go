package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"liangwang/internal/recycle"
	"liangwang/internal/store"
)

// What a verify without heads from elsewhere can say, in the answer too: whoever rewrote all of a chain rewrote its head as well.
const (
	onlyItself = "whole in itself, not compared with the outside"
	alsoHeads  = "whole, and as the heads from outside say"
)

func newAuditCmd(a *app) *cobra.Command {
	cmd := &cobra.Command{
		Use: "audit", Short: "The audit log 审计日志", Example: "  liangwang audit verify", Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	var asJSON bool
	var heads string
	verify := &cobra.Command{
		Use:   "verify",
		Short: "Check the hash chain of every organisation 校验审计链",
		Long: "Recomputes the chain of every organisation to its head, and names the first entry that is missing, changed or too much;\n" +
			"then holds every pickup, ticket, vehicle, photo and seller against its newest entry, and names those that were changed, added or removed\n" +
			"past the program.\n" +
			"With --heads the chains are held against ends that were kept elsewhere: a backup (its folder or manifest), or the server's log,\n" +
			"which has a line of them every hour (\"" + headsLine + "\"). Without, a chain that was rewritten as a whole looks whole, and the answer\n" +
			"says so. Exits 1 if something is wrong. It may run beside the server.",
		Example: "  liangwang audit verify --heads /backup/liangwang\n  liangwang audit verify --heads server.log --json",
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			outside, err := a.readHeads(heads)
			if err != nil {
				return err
			}
			return a.withStore(cmd.Context(), func(db *store.DB) error { return a.verifyAudit(cmd.Context(), db, outside, asJSON) })
		},
	}
	verify.Flags().StringVar(&heads, "heads", "", "backup or log with ends that were kept elsewhere 外部链头")
	verify.Flags().BoolVar(&asJSON, "json", false, "print JSON 输出 JSON")
	cmd.AddCommand(verify)
	return cmd
}

// auditAnswer is what `audit verify` prints.
type auditAnswer struct {
	OK      bool              `json:"ok"`
	Says    string            `json:"says"`             // what the answer stands for
	Entries int64             `json:"entries"`          // that were read
	Records store.ObjectCheck `json:"records"`          // held against the log
	Held    int               `json:"held"`             // heads from outside that the chains were held against
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

func (a *app) verifyAudit(ctx context.Context, db *store.DB, outside []auditHead, asJSON bool) error {
	ring, err := a.openKeys(db)
	if err != nil {
		return err
	}
	audit := store.Audit{DB: db, Signer: ring}
	heads, err := auditHeads(ctx, audit)
	if err != nil {
		return err
	}
	n, err := audit.VerifyAudit(ctx)
	answer := auditAnswer{Entries: n, Held: len(outside), Heads: heads}
	if b, broken := errors.AsType[*store.AuditBreak](err); broken {
		answer.Broken = &auditBreak{b.OrgID, b.Seq, b.Error()}
	} else if err != nil {
		return err
	} else if answer.Broken, err = holdAgainst(ctx, audit, outside); err != nil {
		return err
	}
	if answer.Records, err = audit.VerifyObjects(ctx); err != nil {
		return err
	}
	if answer.OK = answer.Broken == nil && answer.Records.Differ == 0; !answer.OK {
		err = errAudit
	}
	text := answer.text()
	return errors.Join(a.say(asJSON, answer, text), err)
}

// text sets what the answer stands for, and says it to people.
func (x *auditAnswer) text() string {
	var b strings.Builder
	if x.Broken != nil {
		fmt.Fprintf(&b, "%s: broken at entry %d (%s)\n", x.Broken.OrgID, x.Broken.Entry, x.Broken.Why)
	}
	for _, r := range x.Records.First {
		fmt.Fprintf(&b, "%s %s %s: %s past the program\n", r.OrgID, r.Kind, r.ID, r.What)
	}
	if x.Records.Differ > 0 {
		fmt.Fprintf(&b, "%d of %d records are not as the log has them\n", x.Records.Differ, x.Records.Objects)
	}
	if x.Records.Erased > 0 {
		fmt.Fprintf(&b, "%d persons: 已删除 (erased, nothing of them is left to compare)\n", x.Records.Erased)
	}
	if x.Records.Unkeyed > 0 {
		fmt.Fprintf(&b, "%d persons: 密钥不在，无法核对 (their keys are not here: not compared)\n", x.Records.Unkeyed)
	}
	counts := fmt.Sprintf("%d chains, %d entries, %d records", len(x.Heads), x.Entries, x.Records.Objects)
	switch {
	case !x.OK:
		x.Says = "not whole"
	case x.Held > 0:
		x.Says = alsoHeads
		fmt.Fprintf(&b, "%s, %d heads from outside: %s 完整，与外部一致\n", counts, x.Held, x.Says)
	default:
		x.Says = onlyItself
		fmt.Fprintf(&b, "%s: %s 自身完整，未与外部比对\n", counts, x.Says)
	}
	return b.String()
}

// holdAgainst returns the first head from outside to which the chains, each whole in itself, do not lead.
func holdAgainst(ctx context.Context, audit store.Audit, outside []auditHead) (*auditBreak, error) {
	for _, h := range outside {
		sum, found, err := audit.SumAt(ctx, store.AuditHead{OrgID: h.OrgID, Seq: h.Seq})
		switch {
		case err != nil:
			return nil, err
		case !found:
			return &auditBreak{h.OrgID, h.Seq, "the chain ends before a head from outside; or the data are a backup from before it"}, nil
		case hex.EncodeToString(sum) != h.Sum:
			return &auditBreak{h.OrgID, h.Seq, "the chain is another one than that of a head from outside: it was rewritten"}, nil
		}
	}
	return nil, nil
}

// readHeads reads the ends of chains that were kept elsewhere: from a backup, a manifest or the server's log; "" is nowhere. What lies
// in the data directory proves nothing: whoever changed the one could change the other.
func (a *app) readHeads(path string) ([]auditHead, error) {
	if path == "" {
		return nil, nil
	}
	if !a.cfg.Postgres() && lies(a.cfg.Data, path) {
		return nil, fmt.Errorf("%s lies in the data directory: heads must come from outside of it", path)
	}
	m, _, err := readManifest(path)
	if err == nil {
		return m.Audit, nil
	}
	if info, serr := os.Stat(path); serr != nil || info.IsDir() {
		return nil, errors.Join(err, serr)
	}
	heads, err := headsInLog(path)
	if err == nil && len(heads) == 0 {
		err = fmt.Errorf("%s is no manifest and has no line %q", path, headsLine)
	}
	return heads, err
}

// lies reports whether path is in dir, whatever links lead there.
func lies(dir, path string) bool {
	real := func(p string) string {
		if resolved, err := filepath.EvalSymlinks(p); err == nil {
			p = resolved
		}
		if abs, err := filepath.Abs(p); err == nil {
			p = abs
		}
		return p
	}
	rel, err := filepath.Rel(real(dir), real(path))
	return err == nil && rel != ".." && !strings.HasPrefix(rel, ".."+string(filepath.Separator))
}

const maxLogLine = 16 << 20 // bytes

// headsInLog reads the heads of all lines of a log that have any, each once. What stands before a line's JSON, as journald puts a time
// there, is passed over.
func headsInLog(path string) (heads []auditHead, err error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }() // it was only read
	seen := map[auditHead]bool{}
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, maxLogLine)
	for lines.Scan() {
		at := bytes.IndexByte(lines.Bytes(), '{')
		if at < 0 || !bytes.Contains(lines.Bytes(), []byte(headsLine)) {
			continue
		}
		var line struct {
			Msg   string      `json:"msg"`
			Heads []auditHead `json:"heads"`
		}
		if json.Unmarshal(lines.Bytes()[at:], &line) != nil || line.Msg != headsLine { // cut off, or of another program
			continue
		}
		for _, h := range line.Heads {
			if !seen[h] {
				seen[h] = true
				heads = append(heads, h)
			}
		}
	}
	if err := lines.Err(); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return heads, nil
}

func auditHeads(ctx context.Context, audit store.Audit) ([]auditHead, error) {
	rows, err := audit.AuditHeads(ctx)
	heads := make([]auditHead, len(rows))
	for i, h := range rows {
		heads[i] = auditHead{h.OrgID, h.Seq, hex.EncodeToString(h.Sum)}
	}
	return heads, err
}
