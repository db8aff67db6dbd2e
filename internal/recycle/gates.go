package recycle

import "strings"

// Gate says whether and how a category may be taken.
type Gate string

// The gates of DOMAIN §3.2.
const (
	GateFree      Gate = "FREE"       // 可收: nothing more is needed
	GateUnitCert  Gate = "UNIT_CERT"  // 凭证收购: with the selling unit's certificate, or piece by piece with its own papers
	GateLicensed  Gate = "LICENSED"   // 定点去向: only to or by the holder of a licence
	GateNotBought Gate = "NOT_BOUGHT" // 不收: never
)

// Gates lists every Gate from the most open.
func Gates() []Gate { return []Gate{GateFree, GateUnitCert, GateLicensed, GateNotBought} }

// GateRow is one dated rule: what a record of a category needs, and where to send what may not be taken. Users edit the rows;
// the one in force on the record's Day decides.
type GateRow struct {
	Key       Category // a category, or the beginning of its key up to a dot: "banned" is all of banned.*
	Gate      Gate
	Needs     []string // codes of SeedNeeds
	Override  []string // what the company operator must give to take it all the same; empty: no override
	SendTo    []string // codes of destinations
	ValidFrom Day
	ValidTo   Day // last day
	Source    string
}

// Supplier is who can give what is missing.
type Supplier string

// The suppliers.
const (
	BySeller    Supplier = "seller"
	ByCollector Supplier = "collector"
	ByCompany   Supplier = "company"
	ByTaker     Supplier = "taker" // the licensed destination
)

// Need is something that a gate asks for: a paper (Paper.Kind), or a fact about the seller.
type Need struct {
	Code string
	By   Supplier
}

// What gates ask for.
const (
	NeedSellerUnit    = "seller_unit"           // the seller is no natural person
	NeedUnitCert      = "unit_certificate"      // 出售单位证明, with the unit's name
	NeedAgentIdentity = "agent_identity"        // 经办人姓名、住址、身份证号: a registered Seller
	NeedGoodsRegister = "goods_register"        // 物品名称、数量、规格、新旧程度
	NeedBuyerEntitled = "buyer_entitlement"     // 收购企业资格
	NeedVehicleFrame  = "vehicle_frame"         // VIN or frame number
	NeedOwnerPapers   = "owner_papers"          // 登记证书、行驶证
	NeedElvCert       = "recycling_certificate" // 报废机动车回收证明
	NeedDeregistered  = "deregistration"        // 注销证明, with its date
	NeedBatteryCode   = "battery_code"          // 电池包编码
	NeedHandover      = "handover_proof"        // 交接凭证
	NeedHazwaste      = "hazwaste_licence"      // 危险废物经营许可证
	NeedIDRegister    = "id_registration"       // 出售人身份登记: a registered Seller
	NeedWords         = "reason"                // why, in words
)

// SeedNeeds returns what gates may ask for, and who can give it.
func SeedNeeds() []Need {
	return []Need{
		{Code: NeedSellerUnit, By: BySeller},
		{Code: NeedUnitCert, By: BySeller},
		{Code: NeedAgentIdentity, By: BySeller},
		{Code: NeedGoodsRegister, By: ByCollector},
		{Code: NeedBuyerEntitled, By: ByCompany},
		{Code: NeedVehicleFrame, By: ByCollector},
		{Code: NeedOwnerPapers, By: BySeller},
		{Code: NeedElvCert, By: ByTaker},
		{Code: NeedDeregistered, By: BySeller},
		{Code: NeedBatteryCode, By: ByCollector},
		{Code: NeedHandover, By: ByTaker},
		{Code: NeedHazwaste, By: ByTaker},
		{Code: NeedIDRegister, By: BySeller},
		{Code: NeedWords, By: ByCompany},
	}
}

// Where to send what is not taken, or not kept.
const (
	ToDismantler     = "dismantler"
	ToGradedReuse    = "graded_reuse"
	ToElvRecycler    = "elv_recycler"
	ToAgriRecycler   = "agri_recycler"
	ToBatteryService = "battery_service_point"
	ToHazwaste       = "hazwaste_holder"
	ToHazardPoint    = "hazard_point"
	ToPolice         = "police"
	ToOwnerUnit      = "owner_unit" // whose own retired gear goes as production scrap
)

// SeedGates returns the gates that the catalogue begins with.
func SeedGates() []GateRow {
	const scrap = "废旧金属收购业治安管理办法 (1994-01-25, 2023-07-20)"
	const production Day = "1994-01-25"
	rows := []GateRow{
		{Key: "metal.production", Gate: GateUnitCert, ValidFrom: production, Source: scrap,
			Needs:    []string{NeedSellerUnit, NeedUnitCert, NeedAgentIdentity, NeedGoodsRegister, NeedBuyerEntitled},
			Override: []string{NeedIDRegister, NeedWords}},
		{Key: "vehicle.elv", Gate: GateUnitCert, SendTo: []string{ToElvRecycler}, Source: "报废机动车回收管理办法",
			Needs: []string{NeedVehicleFrame, NeedOwnerPapers, NeedElvCert, NeedDeregistered}},
		{Key: "vehicle.moto", Gate: GateUnitCert, SendTo: []string{ToElvRecycler}, Source: "报废机动车回收管理办法",
			Needs: []string{NeedVehicleFrame, NeedOwnerPapers, NeedElvCert, NeedDeregistered}},
		{Key: "vehicle.agri", Gate: GateUnitCert, SendTo: []string{ToAgriRecycler}, Source: "DOMAIN 5.6, X26",
			Needs: []string{NeedVehicleFrame, NeedOwnerPapers, NeedElvCert, NeedDeregistered}},
		{Key: "battery.lithium_power", Gate: GateUnitCert, SendTo: []string{ToBatteryService}, Source: "DOMAIN X22",
			Needs: []string{NeedBatteryCode, NeedHandover}},
		{Key: "battery.lead_acid", Gate: GateLicensed, SendTo: []string{ToHazwaste}, Source: "危险废物 HW31",
			Needs: []string{NeedHazwaste, NeedHandover}},
		{Key: "hazard", Gate: GateLicensed, SendTo: []string{ToHazardPoint, ToHazwaste}, Source: "GB/T 19095-2019",
			Needs: []string{NeedHazwaste, NeedHandover}},
		{Key: "banned", Gate: GateNotBought, ValidFrom: production, SendTo: []string{ToPolice}, Source: scrap},
		{Key: "banned.utility", Gate: GateNotBought, ValidFrom: production, SendTo: []string{ToOwnerUnit}, Source: scrap},
		{Key: "banned.toxic", Gate: GateNotBought, ValidFrom: production, SendTo: []string{ToHazwaste}, Source: scrap},
		{Key: "weee", Gate: GateFree, SendTo: []string{ToDismantler, ToGradedReuse}, Source: "DOMAIN M24, X09"},
	}
	for _, key := range []Category{"paper", "plastic", "glass", "textile", "rubber", "wood", "reuse", "steel", "nonferrous",
		"battery.lithium_small", "battery.dry", "vehicle.ebike"} {
		rows = append(rows, GateRow{Key: key, Gate: GateFree, Source: "DOMAIN M24"})
	}
	for i := range rows {
		rows[i].ValidTo = LastDay
		if rows[i].ValidFrom == "" {
			rows[i].ValidFrom = FirstDay // older than any record
		}
	}
	return rows
}

// GateOn returns the row of gates that decides for category on day, and whether there is one: the longest key that fits, and of
// rows with the same key the one that began last.
func GateOn(gates []GateRow, category Category, day Day) (GateRow, bool) {
	best := -1
	for i, g := range gates {
		if !g.fits(category) || g.ValidFrom > day || day > g.ValidTo {
			continue
		}
		if best < 0 || len(g.Key) > len(gates[best].Key) ||
			len(g.Key) == len(gates[best].Key) && g.ValidFrom > gates[best].ValidFrom {
			best = i
		}
	}
	if best < 0 {
		return GateRow{}, false
	}
	return gates[best], true
}

func (g *GateRow) fits(c Category) bool {
	return g.Key == c || strings.HasPrefix(string(c), string(g.Key)+".")
}
