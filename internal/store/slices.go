package store

import (
	"context"
	"hash/fnv"

	"liangwang/internal/recycle"
)

// sliceEntries is how many entries of a chain one slice of its records goes with: so many hashes are held in memory at once.
const sliceEntries = 100_000

// slice is a part of an organisation's records, chosen by their ids alone. The zero value has all.
type slice struct{ n, of uint32 }

type sliceKey struct{}

func sliceOf(ctx context.Context) slice {
	s, _ := ctx.Value(sliceKey{}).(slice)
	return s
}

func (s slice) has(id string) bool {
	if s.of < 2 {
		return true
	}
	h := fnv.New32a()
	_, _ = h.Write([]byte(id)) // never fails
	return h.Sum32()%s.of == s.n
}

// CheckPart is one part of the check that every row goes through: an organisation, and which slice of its records.
type CheckPart struct {
	OrgID recycle.OrgID `json:"orgId"`
	N     uint32        `json:"n"`
	Of    uint32        `json:"of"`
}

// NextPart returns the part after the given one, the first after none, and whether there is one. An organisation has as many as its
// chain is long.
func (s Audit) NextPart(ctx context.Context, after CheckPart) (part CheckPart, found bool, err error) {
	if after.N+1 < after.Of {
		after.N++
		return after, true, nil
	}
	var at struct{ OrgID recycle.OrgID }
	step := s.DB.across(ctx, verify).Raw(nextOwner, map[string]any{"org": after.OrgID}).Scan(&at)
	if step.Error != nil || step.RowsAffected == 0 {
		return part, false, wrap("audit", step.Error)
	}
	var heads []AuditHead
	if err := s.DB.across(ctx, verify).Where("org_id = ?", at.OrgID).Find(&heads).Error; err != nil {
		return part, false, wrap("audit", err)
	}
	part = CheckPart{OrgID: at.OrgID, Of: 1}
	if len(heads) > 0 {
		part.Of += uint32(heads[0].Seq / sliceEntries) // of a count of entries
	}
	return part, true, nil
}

// VerifyPart holds the records of a part against the audit log, as VerifyObjects does with all, and with the first part of an
// organisation also checks its chain.
func (s Audit) VerifyPart(ctx context.Context, p CheckPart) (check ObjectCheck, err error) {
	check.First = []ObjectWrong{}
	ctx = context.WithValue(ctx, sliceKey{}, slice{p.N, p.Of})
	if p.N == 0 {
		heads, err := s.AuditHeads(ctx)
		if err != nil {
			return check, err
		}
		for _, h := range heads {
			if h.OrgID != p.OrgID {
				continue
			}
			if _, err := s.verifyChain(ctx, h); err != nil {
				return check, err
			}
		}
	}
	return check, s.verifyObjects(recycle.WithActor(ctx, recycle.Actor{OrgID: p.OrgID}), p.OrgID, &check)
}
