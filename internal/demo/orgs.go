package demo

import (
	"fmt"
	"strings"

	"liangwang/internal/recycle"
)

// The organisations by index: twelve companies, then one of each other kind.
const (
	companies   = 12
	zoneOrg     = 12
	shopOrg     = 13
	processor   = 14
	marketOrg   = 15
	publicOrg   = 16
	propertyOrg = 17
)

// companyStreet says in which subdistrict each company works.
var companyStreet = [companies]int{0, 0, 0, 0, 0, 1, 1, 1, 2, 2, 3, 4}

// station is a yard with a weighbridge.
type station struct {
	site   recycle.SiteID
	org    int // who weighs
	street int
	clerk  int // of people: who weighs there
}

// stationOf is the station that each company delivers to; the sixth stands in the first subdistrict too.
var (
	stationOf    = [companies]int{0, 0, 5, 5, 5, 1, 1, 1, 2, 2, 3, 4}
	stationOwner = [...]int{0, 5, 8, 10, 11, 3}
)

const sortingCentre = 6 // of stations

// found makes the organisations.
func (w *world) found() {
	d := roll(w.seed, "orgs", 0)
	digits := strings.Fields("一 二 三 四 五 六 七 八 九 十 十一 十二")
	add := func(kind recycle.OrgKind, name string) {
		n := len(w.orgs)
		w.orgs = append(w.orgs, recycle.Org{ID: recycle.OrgID(d.id(w.born)), Kind: kind, Name: name, USCC: string(fictional(n)),
			Phone: fmt.Sprintf("0537000%04d", n+1), Zone: n == zoneOrg, CreatedAt: recycle.Instant(w.born)})
	}
	for n := range companies {
		add(recycle.RecyclingCompany, "示范回收"+digits[n]+"公司")
	}
	add(recycle.Government, "示范高新区管理办公室")
	add(recycle.MakerSeller, "示范家电商场")
	add(recycle.Processor, "示范分拣加工厂")
	add(recycle.Market, "示范二手市场")
	add(recycle.PublicInstitution, "示范机关服务中心")
	add(recycle.PropertyManager, "示范物业公司")
}

// fictional returns a unified social credit code with right check characters that belongs to nobody: registration department Y
// (others), region 370800.
func fictional(n int) recycle.USCC {
	const check = "0123456789ABCDEFGHJKLMNPQRTUWXY"
	for _, a := range check {
		for _, b := range check {
			if code, err := recycle.ParseUSCC(fmt.Sprintf("Y1370800%08d%c%c", 90_000_000+n, a, b)); err == nil {
				return code
			}
		}
	}
	panic("demo: no check characters") // each organisation code has one, tested
}
