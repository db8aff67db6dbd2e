package intake

import (
	"regexp"
	"slices"

	"liangwang/internal/recycle"
)

// derived are the columns, as headers are compared, that the program's own exports compute: nobody could have changed them.
var derived = map[recycle.ImportKind][]string{
	recycle.ImportSites: {"fused", "fusedwith", "outside", "validfrom", "kindname", "networksname", "fusedname", "outsidename", "validfromname", "hoursname",
		"融合形式", "与它成对的", "位置可疑", "从哪天起"},
	recycle.ImportAreas: {"weight", "coveredweight", "uncoveredweight", "share", "places", "sites", "levelname", "settlementname", "weightname",
		"合计", "覆盖到", "没覆盖到", "覆盖率", "开放的网点", "开放的网点登记"},
	recycle.ImportRoutes: {"lengthm", "全长"},
}

// nearRoute is, as headers are compared, what an export counts along a route.
var nearRoute = regexp.MustCompile(`^(within\d+|fused\d+|\d+米内的(网点登记|融合网点))$`)

// withoutDerived returns the unread headers that are worth a word: without the reasons that an earlier import wrote, and in a file that
// names what it has as an export does without what that computed.
func (r *reader) withoutDerived(headers []string) []string {
	exported := slices.ContainsFunc(r.found, func(f *found) bool { return f != nil && f.exported })
	return slices.DeleteFunc(headers, func(h string) bool {
		w := word(h)
		near := r.kind == recycle.ImportRoutes && nearRoute.MatchString(w)
		return h == reasonHeader || exported && (near || slices.Contains(derived[r.kind], w))
	})
}
