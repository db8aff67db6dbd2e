package store

import (
	"context"
	"errors"

	"liangwang/internal/recycle"
)

// verify is why the checks read over all organisations.
const verify reason = "verify"

// Ledger holds the two rollups against the records that they sum up.
type Ledger struct {
	DB   *DB
	Page int // records that one statement reads at most; 0 is 1,000
}

// LedgerCheck is what a recount found.
type LedgerCheck struct {
	Days    int64        `json:"days"`    // business days of an organisation that were recounted
	Rows    int64        `json:"rows"`    // sums that were compared, of both rollups
	Counted LedgerSum    `json:"counted"` // what the records add up to: lines and tickets, grams, pieces
	Differ  int64        `json:"differ"`  // sums that are not what the records add up to
	First   []LedgerDiff `json:"first"`   // the first of them, at most 1000
}

// LedgerDiff is a sum that differs from its records.
type LedgerDiff struct {
	Rollup   string           `json:"rollup"` // method_totals or site_totals
	OrgID    recycle.OrgID    `json:"orgId"`
	Day      recycle.Day      `json:"day"`
	Flow     recycle.Flow     `json:"flow"`
	SiteID   recycle.SiteID   `json:"siteId,omitempty"` // of site_totals
	Category recycle.Category `json:"category"`
	Method   string           `json:"method,omitempty"` // of method_totals
	Kept     LedgerSum        `json:"kept"`
	Counted  LedgerSum        `json:"counted"`
}

// LedgerSum is a recycle.Sum as it is printed.
type LedgerSum struct {
	N      int64         `json:"n"`
	Grams  recycle.Grams `json:"grams"`
	Pieces int64         `json:"pieces"`
}

const (
	// nextLedgerDay finds the first (org_id, day) after the given one that has a record or a sum; each part is one step in an index.
	nextLedgerDay = `SELECT org_id, day FROM (
		SELECT * FROM (SELECT org_id, day FROM pickups WHERE (org_id, day) > (@org, @day) ORDER BY org_id, day LIMIT 1) AS a
		UNION ALL SELECT * FROM (SELECT delivered_org_id AS org_id, day FROM tickets WHERE (delivered_org_id, day) > (@org, @day)
			ORDER BY delivered_org_id, day LIMIT 1) AS b
		UNION ALL SELECT * FROM (SELECT org_id, day FROM method_totals WHERE (org_id, day) > (@org, @day) ORDER BY org_id, day LIMIT 1) AS c
		UNION ALL SELECT * FROM (SELECT org_id, day FROM site_totals WHERE (org_id, day) > (@org, @day) ORDER BY org_id, day LIMIT 1) AS d
		) AS e ORDER BY org_id, day LIMIT 1`

	maxLedgerDiffs = 1000
)

// VerifyLedger recounts both rollups from the records and reports the sums that differ. It reads day by day and organisation by
// organisation, and of each day a page of records at a time, so that no read lasts long; it may run beside the server.
func (s Ledger) VerifyLedger(ctx context.Context) (LedgerCheck, error) {
	check := LedgerCheck{First: []LedgerDiff{}}
	var at ledgerDay
	for {
		step := s.DB.across(ctx, verify).Raw(nextLedgerDay, map[string]any{"org": at.OrgID, "day": at.Day}).Scan(&at)
		if step.Error != nil || step.RowsAffected == 0 {
			return check, wrap("ledger", step.Error)
		}
		found, err := s.settled(ctx, at)
		if err != nil {
			return check, wrap("ledger", err)
		}
		check.add(at, found)
	}
}

// add adds what was found on a day.
func (c *LedgerCheck) add(at ledgerDay, found dayTally) {
	c.Days++
	for _, rollup := range []struct {
		name string
		of   tally
	}{{"method_totals", found.byMethod}, {"site_totals", found.bySite}} {
		for _, k := range rollup.of.cells() {
			b := rollup.of[k]
			c.Rows++
			if rollup.name == "method_totals" {
				c.Counted = c.Counted.plus(b.counted)
			}
			if b.counted == b.kept {
				continue
			}
			if c.Differ++; len(c.First) < maxLedgerDiffs {
				c.First = append(c.First, LedgerDiff{rollup.name, at.OrgID, at.Day, k.flow, k.site, k.category, k.method, b.kept, b.counted})
			}
		}
	}
}

// AuditHead is the end of an organisation's audit chain: whoever keeps it elsewhere can tell later whether the chain was rewritten.
type AuditHead struct {
	OrgID recycle.OrgID `gorm:"primaryKey"`
	Seq   int64
	Sum   []byte
}

// TableName implements gorm's schema.Tabler.
func (AuditHead) TableName() string { return "audit_heads" }

// AuditHeads returns the end of every chain, by organisation.
func (s Audit) AuditHeads(ctx context.Context) (heads []AuditHead, err error) {
	return heads, wrap("audit", s.DB.across(ctx, verify).Order("org_id").Find(&heads).Error)
}

// AuditBreak says where a chain first is not what was written.
type AuditBreak struct {
	OrgID recycle.OrgID
	Seq   int64 // of the entry that is missing, changed or too much
	Err   error
}

func (b *AuditBreak) Error() string { return b.Err.Error() }
func (b *AuditBreak) Unwrap() error { return b.Err }

// SchemaVersion returns the number of the last migration that the database has.
func (d *DB) SchemaVersion(ctx context.Context) (version int64, err error) {
	err = d.across(ctx, verify).Raw("SELECT COALESCE(max(version_id), 0) FROM goose_db_version").Scan(&version).Error
	return version, wrap("schema", err)
}

var errOverhang = errors.New("store: audit entries beyond the head of their chain")

// overhang reports the first organisation whose entries go beyond the head of its chain, or that has no head. Entry and head are
// written together, so one statement never sees the one without the other.
func (s Audit) overhang(ctx context.Context) error {
	var after recycle.OrgID
	for {
		var org []recycle.OrgID
		err := s.DB.across(ctx, verify).Model(&recycle.Entry{}).Where("org_id > ?", after).Order("org_id").Limit(1).Pluck("org_id", &org).Error
		if err != nil || len(org) == 0 {
			return wrap("audit", err)
		}
		after = org[0]
		var ends struct{ Last, Head int64 }
		err = s.DB.across(ctx, verify).Raw(`SELECT (SELECT max(seq) FROM audit_entries WHERE org_id = @org) AS last,
			COALESCE((SELECT seq FROM audit_heads WHERE org_id = @org), 0) AS head`, map[string]any{"org": after}).Scan(&ends).Error
		if err != nil {
			return wrap("audit", err)
		}
		if ends.Last > ends.Head {
			return &AuditBreak{after, ends.Head + 1, errOverhang}
		}
	}
}
