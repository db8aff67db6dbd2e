package recycle

// Basis is how a category is counted.
type Basis string

// The bases: what is weighed, what is counted, and what is counted and weighed where both are known.
const (
	ByMass         Basis = "KG"
	ByPiece        Basis = "PIECE"
	ByPieceAndMass Basis = "PIECE_KG"
)

// Bases lists every Basis.
func Bases() []Basis { return []Basis{ByMass, ByPiece, ByPieceAndMass} }

// Value is what a category is worth; the list is local and changes by year.
type Value string

// The values; empty where it is mixed or there is none.
const (
	HighValue Value = "HIGH" // 高值
	LowValue  Value = "LOW"  // 低值
)

// CategoryRow is one entry of the catalogue of recyclables (DOMAIN §3.2). Users edit the catalogue; a category is disabled, never
// deleted. ZH is the short name that a collector says, EN the English one.
type CategoryRow struct {
	Key                  Category
	ZH, EN               string
	Unit                 Basis
	Value                Value
	Parent               string // key of its group
	Sort                 int    // place among all
	DefaultGramsPerPiece Grams  // 0 if not known
}

// GroupRow is one group of the catalogue. What is kept is always of a category, never of a group.
type GroupRow struct {
	Key    string
	ZH, EN string
	Sort   int
}

// SeedGroups returns the groups that the catalogue begins with.
func SeedGroups() []GroupRow {
	groups := []GroupRow{
		{Key: "paper", ZH: "废纸", EN: "Paper"},
		{Key: "plastic", ZH: "废塑料", EN: "Plastics"},
		{Key: "steel", ZH: "废钢铁", EN: "Ferrous metals"},
		{Key: "nonferrous", ZH: "有色金属", EN: "Non-ferrous metals"},
		{Key: "metal", ZH: "生产性废金属", EN: "Production scrap"},
		{Key: "weee", ZH: "旧家电", EN: "Appliances and electronics"},
		{Key: "textile", ZH: "旧纺织品", EN: "Textiles"},
		{Key: "glass", ZH: "废玻璃", EN: "Glass"},
		{Key: "rubber", ZH: "废橡胶", EN: "Rubber"},
		{Key: "wood", ZH: "大件与木材", EN: "Bulky items and wood"},
		{Key: "battery", ZH: "废电池", EN: "Batteries"},
		{Key: "reuse", ZH: "二手再用", EN: "Re-use"},
		{Key: "vehicle", ZH: "报废车辆", EN: "End-of-life vehicles"},
		{Key: "hazard", ZH: "有害垃圾", EN: "Hazardous waste"},
		{Key: "banned", ZH: "不得收购", EN: "Never bought"},
	}
	for i := range groups {
		groups[i].Sort = (i + 1) * 100
	}
	return groups
}

// SeedCategories returns the categories that the catalogue begins with, in display order: group by group.
func SeedCategories() []CategoryRow {
	weights := map[Category]Grams{}
	for _, w := range SeedUnitWeights() {
		weights[w.Category] = w.Grams
	}
	var rows []CategoryRow
	for _, g := range SeedGroups() {
		for i, r := range seedCategories[g.Key] {
			r.Key = Category(g.Key) + "." + r.Key
			r.Parent, r.Sort, r.DefaultGramsPerPiece = g.Key, g.Sort+i+1, weights[r.Key]
			rows = append(rows, r)
		}
	}
	return rows
}

// seedCategories is the tree: the categories of each group, by the rest of their keys.
var seedCategories = map[string][]CategoryRow{
	"paper": {
		{Key: "occ", ZH: "黄板纸", EN: "Cardboard", Unit: ByMass, Value: HighValue},
		{Key: "newspaper", ZH: "旧报纸", EN: "Newspaper", Unit: ByMass, Value: HighValue},
		{Key: "book", ZH: "书本", EN: "Books", Unit: ByMass, Value: HighValue},
		{Key: "office", ZH: "办公纸", EN: "Office paper", Unit: ByMass, Value: HighValue},
		{Key: "mixed", ZH: "杂纸", EN: "Mixed paper", Unit: ByMass, Value: HighValue},
		{Key: "composite", ZH: "利乐包", EN: "Beverage cartons", Unit: ByMass, Value: LowValue},
	},
	"plastic": {
		{Key: "pet", ZH: "饮料瓶", EN: "PET bottles", Unit: ByMass, Value: HighValue},
		{Key: "hdpe", ZH: "洗护瓶桶", EN: "HDPE bottles", Unit: ByMass, Value: HighValue},
		{Key: "pp", ZH: "塑料盆盒", EN: "PP tubs", Unit: ByMass},
		{Key: "pvc", ZH: "塑料管材", EN: "PVC pipes", Unit: ByMass},
		{Key: "film", ZH: "塑料膜", EN: "Film", Unit: ByMass, Value: LowValue},
		{Key: "eps", ZH: "泡沫", EN: "Foam (EPS)", Unit: ByMass, Value: LowValue},
		{Key: "mixed", ZH: "杂塑料", EN: "Mixed plastics", Unit: ByMass, Value: LowValue},
	},
	"steel": {
		{Key: "heavy", ZH: "重废", EN: "Heavy scrap", Unit: ByMass, Value: HighValue},
		{Key: "medium", ZH: "中废", EN: "Medium scrap", Unit: ByMass, Value: HighValue},
		{Key: "light", ZH: "轻薄料", EN: "Light scrap", Unit: ByMass, Value: HighValue},
		{Key: "shavings", ZH: "铁屑", EN: "Shavings", Unit: ByMass, Value: HighValue},
		{Key: "castiron", ZH: "铸铁", EN: "Cast iron", Unit: ByMass, Value: HighValue},
		{Key: "bale", ZH: "压块", EN: "Bales", Unit: ByMass, Value: HighValue},
	},
	"nonferrous": {
		{Key: "copper", ZH: "废铜", EN: "Copper", Unit: ByMass, Value: HighValue},
		{Key: "aluminium", ZH: "废铝", EN: "Aluminium", Unit: ByMass, Value: HighValue},
		{Key: "aluminium_can", ZH: "易拉罐", EN: "Aluminium cans", Unit: ByMass, Value: HighValue},
		{Key: "lead", ZH: "废铅", EN: "Lead", Unit: ByMass, Value: HighValue},
		{Key: "zinc", ZH: "废锌", EN: "Zinc", Unit: ByMass, Value: HighValue},
		{Key: "stainless", ZH: "不锈钢", EN: "Stainless steel", Unit: ByMass, Value: HighValue},
	},
	"metal": {
		{Key: "production", ZH: "生产性废金属", EN: "Production scrap", Unit: ByMass, Value: HighValue},
	},
	"weee": {
		{Key: "tv", ZH: "电视机", EN: "Television", Unit: ByPieceAndMass, Value: HighValue},
		{Key: "fridge", ZH: "冰箱", EN: "Refrigerator", Unit: ByPieceAndMass, Value: HighValue},
		{Key: "washer", ZH: "洗衣机", EN: "Washing machine", Unit: ByPieceAndMass, Value: HighValue},
		{Key: "ac", ZH: "空调", EN: "Air conditioner", Unit: ByPieceAndMass, Value: HighValue},
		{Key: "pc", ZH: "电脑", EN: "Computer", Unit: ByPieceAndMass, Value: HighValue},
		{Key: "hood", ZH: "油烟机", EN: "Cooker hood", Unit: ByPieceAndMass},
		{Key: "heater_e", ZH: "电热水器", EN: "Electric water heater", Unit: ByPieceAndMass},
		{Key: "heater_g", ZH: "燃气热水器", EN: "Gas water heater", Unit: ByPieceAndMass},
		{Key: "microwave", ZH: "微波炉", EN: "Microwave oven", Unit: ByPieceAndMass},
		{Key: "printer", ZH: "打印机", EN: "Printer", Unit: ByPieceAndMass},
		{Key: "phone", ZH: "旧手机", EN: "Mobile phone", Unit: ByPieceAndMass},
		{Key: "small", ZH: "小家电", EN: "Small appliances", Unit: ByPieceAndMass},
	},
	"textile": {
		{Key: "clothes", ZH: "旧衣服", EN: "Clothes", Unit: ByMass, Value: LowValue},
		{Key: "other", ZH: "其他织物", EN: "Other textiles", Unit: ByMass, Value: LowValue},
	},
	"glass": {
		{Key: "bottle", ZH: "玻璃瓶", EN: "Glass bottles", Unit: ByMass, Value: LowValue},
		{Key: "flat", ZH: "平板玻璃", EN: "Flat glass", Unit: ByMass, Value: LowValue},
		{Key: "mixed", ZH: "杂玻璃", EN: "Mixed glass", Unit: ByMass, Value: LowValue},
	},
	"rubber": {
		{Key: "tyre", ZH: "轮胎", EN: "Tyres", Unit: ByPieceAndMass, Value: LowValue},
		{Key: "other", ZH: "其他橡胶", EN: "Other rubber", Unit: ByPieceAndMass, Value: LowValue},
	},
	"wood": {
		{Key: "furniture", ZH: "旧家具", EN: "Furniture", Unit: ByPieceAndMass, Value: LowValue},
		{Key: "other", ZH: "废木材", EN: "Other wood", Unit: ByPieceAndMass, Value: LowValue},
	},
	"battery": {
		{Key: "lithium_small", ZH: "小锂电池", EN: "Small lithium batteries", Unit: ByMass, Value: LowValue},
		{Key: "dry", ZH: "干电池", EN: "Dry batteries", Unit: ByMass, Value: LowValue},
		{Key: "lithium_power", ZH: "动力电池", EN: "Traction battery", Unit: ByPieceAndMass},
		{Key: "lead_acid", ZH: "铅蓄电池", EN: "Lead-acid battery", Unit: ByPieceAndMass},
	},
	"reuse": {
		{Key: "appliance", ZH: "二手家电", EN: "Second-hand appliance", Unit: ByPiece},
		{Key: "phone", ZH: "二手手机", EN: "Second-hand phone", Unit: ByPiece},
		{Key: "furniture", ZH: "二手家具", EN: "Second-hand furniture", Unit: ByPiece},
		{Key: "office", ZH: "二手办公设备", EN: "Second-hand office equipment", Unit: ByPiece},
		{Key: "clothes", ZH: "二手衣物", EN: "Second-hand clothes", Unit: ByPiece},
	},
	"vehicle": {
		{Key: "elv", ZH: "报废汽车", EN: "End-of-life car", Unit: ByPiece},
		{Key: "moto", ZH: "报废摩托车", EN: "End-of-life motorcycle", Unit: ByPiece},
		{Key: "agri", ZH: "报废农机", EN: "End-of-life farm machine", Unit: ByPiece},
		{Key: "ebike", ZH: "旧电动车", EN: "Electric bicycle without battery", Unit: ByPiece},
	},
	"hazard": {
		{Key: "lamp", ZH: "废灯管", EN: "Lamps", Unit: ByMass},
		{Key: "paint", ZH: "废油漆", EN: "Paint", Unit: ByMass},
		{Key: "drug", ZH: "过期药品", EN: "Expired medicine", Unit: ByMass},
		{Key: "oil", ZH: "废机油", EN: "Waste oil", Unit: ByMass},
	},
	"banned": {
		{Key: "utility", ZH: "公用专用器材", EN: "Utility and railway gear", Unit: ByPieceAndMass},
		{Key: "arms", ZH: "枪支弹药爆炸物", EN: "Arms and explosives", Unit: ByPieceAndMass},
		{Key: "toxic", ZH: "剧毒放射物及容器", EN: "Toxic or radioactive goods", Unit: ByPieceAndMass},
		{Key: "dug", ZH: "出土金属", EN: "Dug-up metal", Unit: ByPieceAndMass},
		{Key: "stolen", ZH: "疑似赃物", EN: "Suspected stolen goods", Unit: ByPieceAndMass},
	},
}
