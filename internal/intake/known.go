package intake

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"liangwang/geo"
	"liangwang/internal/recycle"
)

// A row is a site that is there already if it has its name within sameNameMetres, its kind within samePlaceMetres, or its id and name.
const (
	sameNameMetres  = 50
	samePlaceMetres = 3
)

// known finds the sites of the register that a row would make a second time.
type known struct {
	sites []recycle.SiteVersion // placed ones
	index *geo.Points
	refs  map[string]recycle.Ref // by site
	keyed map[string][]int       // sites by what their sources call them
	hits  map[string]int         // rows by source
	first map[string]int         // the line of the first such row, by source
}

// lookForKnown compares the rows that make new sites with the sites that the file does not name by its own source: the same ones under
// another source, or under another id. A company is told of the sites that it runs or brought alone.
func (s *sitePlan) lookForKnown(ctx context.Context, items []item[recycle.SiteFacts]) error {
	named := map[string]bool{}
	var fresh []*item[recycle.SiteFacts]
	for i := range items {
		if f := s.plan.found[i]; f != nil {
			named[f.ref.ID] = true
		} else if items[i].ok {
			fresh = append(fresh, &items[i])
		}
	}
	if len(fresh) == 0 {
		return nil
	}
	k, err := s.newKnown(ctx, named)
	if err != nil || len(k.sites) == 0 {
		return err
	}
	for _, it := range fresh {
		if source, found := k.find(it); found {
			if k.hits[source]++; k.first[source] == 0 {
				k.first[source] = it.line
			}
		}
	}
	s.tellKnown(k)
	return nil
}

// newKnown indexes the sites of today but those that are named.
func (s *sitePlan) newKnown(ctx context.Context, named map[string]bool) (*known, error) {
	all, err := s.store.SitesOn(ctx, s.today)
	if err != nil || len(all) == 0 {
		return &known{}, err
	}
	k := &known{hits: map[string]int{}, first: map[string]int{}, keyed: map[string][]int{}}
	if k.refs, err = s.store.RefsOfKind(ctx, recycle.ImportSites); err != nil {
		return nil, err
	}
	var points []geo.Point
	for i := range all {
		v := &all[i]
		ref, mine := k.refs[string(v.SiteID)]
		p, ok := v.Point()
		if !ok || named[string(v.SiteID)] || s.org.ID != "" && !mine && v.OperatorOrgID != s.org.ID {
			continue
		}
		if mine {
			k.keyed[ref.Key] = append(k.keyed[ref.Key], len(k.sites))
		}
		k.sites, points = append(k.sites, *v), append(points, p)
	}
	k.index = geo.NewPoints(points)
	return k, nil
}

// find returns the source of the site that a row is; empty for one that no import brought.
func (k *known) find(it *item[recycle.SiteFacts]) (source string, found bool) {
	p, ok := it.facts.Point()
	if !ok {
		return "", false
	}
	for _, near := range k.index.Within(p, sameNameMetres) {
		v := &k.sites[near.Index]
		if word(v.Name) == word(it.facts.Name) || near.Metres <= samePlaceMetres && v.Kind == it.facts.Kind {
			return k.refs[string(v.SiteID)].Source, true
		}
	}
	for _, i := range k.keyed[it.key] {
		if v := &k.sites[i]; word(v.Name) == word(it.facts.Name) {
			return k.refs[string(v.SiteID)].Source, true
		}
	}
	return "", false
}

// tellKnown adds what was found to the report.
func (s *sitePlan) tellKnown(k *known) {
	for source, rows := range k.hits {
		s.report.Known = append(s.report.Known, recycle.ImportKnown{Source: source, Rows: rows})
		s.reader.problems = append(s.reader.problems, recycle.ImportProblem{Line: k.first[source], Code: "site.known", Level: recycle.RowWarning, Value: short(source),
			Message: fmt.Sprintf("%d rows are sites that source %q has already (by name or position); under this source they are made again", rows, source)})
	}
	slices.SortFunc(s.report.Known, func(a, b recycle.ImportKnown) int {
		return cmp.Or(cmp.Compare(b.Rows, a.Rows), cmp.Compare(a.Source, b.Source))
	})
}

// mustAsk reports whether so much of a source's first import is in the register already that somebody has to say that it is new.
func (p *plan) mustAsk() bool {
	rows := 0
	for _, k := range p.report.Known {
		rows += k.Rows
	}
	return len(p.refs) == 0 && rows > 0 && 10*rows >= 9*p.report.Created
}

// knownAs names the sources that have the sites of the file.
func (p *plan) knownAs() string {
	var names []string
	for _, k := range p.report.Known {
		names = append(names, fmt.Sprintf("%d rows are sites of %q", k.Rows, k.Source))
	}
	return strings.Join(names, ", ")
}
