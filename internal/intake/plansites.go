package intake

import (
	"cmp"
	"context"
	"errors"
	"path"
	"strings"

	"liangwang/internal/recycle"
)

// sitePlan compares sites with the register.
type sitePlan struct {
	*plan
	*reader
	actor recycle.Actor
	org   recycle.Org                    // of a company, which proposes sites that it will run; else empty
	held  map[string]recycle.SiteVersion // of the sites that the file may change, by id
	why   string                         // of a change of state: what the user calls the source and the file
}

func (p *plan) planSites(ctx context.Context, r *reader, a recycle.Actor) error {
	s := &sitePlan{plan: p, reader: r, actor: a, held: map[string]recycle.SiteVersion{}, why: reasonOf(&p.rows.Import)}
	items := r.sites()
	initial, _ := recycle.ReadSiteState(r.constant["state"]) // where it is none, a row that needs it has been refused
	for i := range items {
		if r.cell(&r.rows.Rows[i], "state") == "" {
			items[i].facts.State = ""
		}
	}
	if !a.Is(recycle.Planner) {
		if err := s.own(ctx, items); err != nil {
			return err
		}
	}
	if err := lookForOperators(ctx, p, r, a, items); err != nil {
		return err
	}
	if err := s.lookForKnown(ctx, items); err != nil {
		return err
	}
	d := difference[recycle.SiteFacts]{plan: p, reader: r, items: items,
		fields:  func(f *recycle.SiteFacts) []field { return siteFields(f) },
		merge:   s.merge,
		name:    func(f *recycle.SiteFacts) string { return f.Name },
		load:    s.load,
		refused: s.refused,
		moved:   s.moved,
		created: func(id string) {
			p.rows.Sites = append(p.rows.Sites, recycle.Site{ID: recycle.SiteID(id), CreatedAt: p.at, CreatedByOrg: a.OrgID, Token: newToken()})
		},
	}
	d.add = func(id string, f recycle.SiteFacts, from recycle.Day) {
		f.State = cmp.Or(f.State, initial)
		v := recycle.SiteVersion{SiteID: recycle.SiteID(id), ValidFrom: from, ValidTo: recycle.LastDay, SiteFacts: f,
			ImportID: p.rows.Import.ID, ChangedBy: a.PersonID, ChangedAt: p.at}
		if old, known := s.held[id]; known && old.State != f.State {
			v.Reason, v.EvidenceNote = s.why, s.why
		}
		p.rows.SiteV = append(p.rows.SiteV, v)
	}
	return d.run(ctx)
}

// reasonOf says where a change of an import comes from, in the user's own words.
func reasonOf(im *recycle.Import) string {
	file := path.Base(strings.ReplaceAll(im.FileName, `\`, "/"))
	if im.FileName == "" {
		return im.Source
	}
	return im.Source + " · " + file
}

// own makes the rows of a company proposals of sites that it runs, and refuses those that name somebody else as operator.
func (s *sitePlan) own(ctx context.Context, items []item[recycle.SiteFacts]) (err error) {
	if s.org, err = s.store.Org(ctx, s.actor.OrgID); err != nil {
		return err
	}
	for i := range items {
		f, row := &items[i].facts, &s.reader.rows.Rows[i]
		if named := s.text(row, "operator"); items[i].ok && named != "" && !isNamed(&s.org, named) {
			s.refuse(row, "operator", "operator.foreign", named)
			items[i].ok = false
		}
		f.State, f.OperatorOrgID, f.OperatorName = recycle.SiteProposed, s.org.ID, s.org.Name
	}
	return nil
}

// isNamed reports whether text is the name, the credit code or the id of o.
func isNamed(o *recycle.Org, text string) bool {
	return word(text) == word(o.Name) || strings.EqualFold(text, o.USCC) || strings.EqualFold(text, string(o.ID))
}

func (s *sitePlan) load(rows *recycle.RegisterRows) map[string]recycle.SiteFacts {
	found := map[string]recycle.SiteFacts{}
	for _, v := range rows.SiteV {
		found[string(v.SiteID)], s.held[string(v.SiteID)] = v.SiteFacts, v
	}
	return found
}

func (s *sitePlan) merge(before, row recycle.SiteFacts) recycle.SiteFacts {
	f := s.mergeSite(before, row)
	if s.org.ID != "" {
		f.State, f.OperatorOrgID, f.OperatorName = before.State, before.OperatorOrgID, cmp.Or(before.OperatorName, s.org.Name)
	}
	return f
}

// refused says why the actor may not make of a site what a row says: the site is not theirs, or its state cannot become the row's by
// the table of WORKFLOWS §3.4. The file itself is the reason and the evidence that a move needs.
func (s *sitePlan) refused(id string, before, row *recycle.SiteFacts) (target, code string) {
	if s.org.ID != "" {
		switch {
		case before.ProposalOf(s.org.ID):
			return "", ""
		case before.OperatorOrgID != s.org.ID:
			return "site_id", "site.foreign"
		}
		return "site_id", "site.not_proposed"
	}
	if row.State == "" || row.State == before.State {
		return "", ""
	}
	if v := s.held[id]; v.ValidTo != recycle.LastDay || v.ValidFrom > s.today {
		return "state", "state.later_version"
	}
	step := recycle.SiteStep{To: row.State, From: s.today, Reason: s.why, Evidence: s.why}
	if row.RawLon != before.RawLon || row.RawLat != before.RawLat || row.RawDatum != before.RawDatum {
		step.Position = &row.Place
	}
	if _, err := before.Move(step, s.actor); err != nil {
		return "state", codeOfMove(err)
	}
	return "", ""
}

// codeOfMove returns the code of a row whose state cannot be reached.
func codeOfMove(err error) string {
	if e, ok := errors.AsType[*recycle.Error](err); ok && e.Kind == recycle.Invalid && len(e.Fields) > 0 && e.Fields[0].Path == "position" {
		return "state.position"
	}
	return "state.transition"
}

// moved adds the event of a site whose state changes, as a move by page does.
func (s *sitePlan) moved(id string, before, after *recycle.SiteFacts) {
	if before.State == "" || before.State == after.State {
		return
	}
	s.plan.rows.SiteE = append(s.plan.rows.SiteE, recycle.SiteEvent{SiteID: recycle.SiteID(id), At: s.at, PersonID: s.actor.PersonID,
		FromState: before.State, ToState: after.State, ValidFrom: s.today, Reason: s.why, Evidence: s.why})
}
