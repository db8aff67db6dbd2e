package store

import (
	"context"

	"liangwang/internal/recycle"
)

// CheckPart is one part of the check that every row goes through: the records of an organisation whose ids lie behind one and up to
// another, both in the order of the database. No end is "".
type CheckPart struct {
	OrgID recycle.OrgID `json:"orgId"`
	After string        `json:"after"`
	Upto  string        `json:"upto"`
}

// NextPart returns the part after the given one, the first after none, and whether there is one.
func (s Audit) NextPart(ctx context.Context, after CheckPart) (part CheckPart, found bool, err error) {
	part = CheckPart{OrgID: after.OrgID, After: after.Upto}
	if after.Upto == "" {
		if part.OrgID, found, err = s.owner(ctx, after.OrgID); err != nil || !found {
			return part, false, err
		}
	}
	part.Upto, err = s.upto(ctx, part, objectSpan)
	return part, err == nil, err
}

// VerifyPart holds the records of a part against the audit log, as VerifyObjects does with all, and with the first part of an
// organisation also checks its chain.
func (s Audit) VerifyPart(ctx context.Context, p CheckPart) (check ObjectCheck, err error) {
	check.First = []ObjectWrong{}
	if p.After == "" {
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
	return check, s.verifySpan(ctx, p, &check)
}
