package recycle

import "slices"

// SiteMove is one row of the table of WORKFLOWS §3.4: who may move a site from one state to another, and what must be attached.
// A move that is not in the table is refused.
type SiteMove struct {
	From, To SiteState
	Planner  bool // a planner may
	Operator bool // the company operator of the organisation that runs the site may
	Needs    []string
}

// What a move needs, beside its reason.
const (
	NeedReason   = "reason"
	NeedEvidence = "evidence" // survey, norm check, acceptance checklist, defects, coverage difference: attached by hand
	NeedPosition = "position" // a new one
)

// SiteMoves returns the whole table.
func SiteMoves() []SiteMove {
	return []SiteMove{
		{SiteProposed, SiteSurveyed, true, false, []string{NeedEvidence}},
		{SiteProposed, SiteRejected, true, false, []string{NeedReason}},
		{SiteSurveyed, SiteApproved, true, false, []string{NeedEvidence}},
		{SiteSurveyed, SiteRejected, true, false, []string{NeedReason}},
		{SiteApproved, SiteUnderConstruction, true, true, nil},
		{SiteApproved, SiteAcceptancePending, true, true, nil},
		{SiteApproved, SiteRejected, true, false, []string{NeedReason}},
		{SiteUnderConstruction, SiteRejected, true, false, []string{NeedReason}},
		{SiteUnderConstruction, SiteAcceptancePending, false, true, nil},
		{SiteAcceptancePending, SiteActive, true, false, []string{NeedEvidence}},
		{SiteAcceptancePending, SiteRejected, true, false, []string{NeedReason}},
		{SiteActive, SiteSuspended, true, true, []string{NeedReason}},
		{SiteSuspended, SiteActive, true, true, nil},
		{SiteActive, SiteRectification, true, false, []string{NeedEvidence}},
		{SiteRectification, SiteActive, true, false, []string{NeedEvidence}},
		{SiteRectification, SiteSuspended, true, false, []string{NeedReason}},
		{SiteActive, SiteRelocating, true, false, []string{NeedEvidence}},
		{SiteRelocating, SiteActive, true, false, []string{NeedPosition}},
		{SiteActive, SiteClosing, true, false, []string{NeedEvidence}},
		{SiteSuspended, SiteClosing, true, false, []string{NeedEvidence}},
		{SiteClosing, SiteClosed, true, false, nil},
		{SiteClosing, SiteActive, true, false, nil},
	}
}

// SiteStep is a request to move a site.
type SiteStep struct {
	To       SiteState
	From     Day // the day from which the new state holds
	Reason   string
	Evidence string
	Position *Place // for a site that moves
}

// Move returns what f becomes by step, done by a as planner or as the operator of the site; else Forbidden, Conflict for a
// move that the table lacks, or Invalid for what is missing.
func (f SiteFacts) Move(step SiteStep, a Actor) (SiteFacts, error) {
	moves := SiteMoves()
	i := slices.IndexFunc(moves, func(m SiteMove) bool { return m.From == f.State && m.To == step.To })
	if i < 0 {
		return f, &Error{Kind: Conflict, Code: "site.state"}
	}
	m := moves[i]
	if !(m.Planner && a.Is(Planner)) && !(m.Operator && a.Is(CompanyOperator) && a.OrgID == f.OperatorOrgID && a.OrgID != "") {
		return f, &Error{Kind: Forbidden, Code: "site.state_role"}
	}
	var c Check
	c.That(!slices.Contains(m.Needs, NeedReason) || step.Reason != "", "reason", "required")
	c.That(!slices.Contains(m.Needs, NeedEvidence) || step.Evidence != "", "evidence", "required")
	c.That(!slices.Contains(m.Needs, NeedPosition) || step.Position != nil, "position", "required")
	c.That(IsText(step.Reason, 2000), "reason", "text")
	c.That(IsText(step.Evidence, 2000), "evidence", "text")
	if err := c.Err("site.invalid"); err != nil {
		return f, err
	}
	f.State = step.To
	if step.Position != nil {
		f.Place = *step.Position
	}
	return f, f.Validate()
}
