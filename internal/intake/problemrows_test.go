package intake

import (
	"reflect"
	"strings"
	"testing"

	"liangwang/internal/recycle"
)

// The file of the rows that are wrong is the file itself, with a column behind it; mended it goes in.
func TestDesk_ProblemRows(t *testing.T) {
	tests := []struct {
		name, file, text string
		level            recycle.ImportLevel
		want             recycle.ImportRows
	}{
		{"wrong", "网点.csv", "名称,经度,纬度,备用\n东站,116.6,35.4,x\n西站,,35.41,+WOO 嘉湖\n南站,116.6,35.4,y,z\n北站,116.6\n", recycle.RowWrong,
			recycle.ImportRows{Name: "网点", Format: "csv", Encoding: "utf-8", Columns: []string{"名称", "经度", "纬度", "备用", "问题"}, Rows: [][]string{
				{"西站", "", "35.41", "+WOO 嘉湖", "经度：没有位置，或者不是数字；补上经纬度再导"},
				{"南站", "116.6", "35.4", "y", "这一行的格数和表头不一样；检查多出来的逗号或引号", "z"},
				{"北站", "116.6", "", "", "这一行的格数和表头不一样；检查多出来的逗号或引号"}}}},
		{"outside", "x.csv", "名称,经度,纬度,品类\n东站,0,0,\n西站,116.6,35.41,纸类\n", recycle.RowOutside,
			recycle.ImportRows{Name: "x", Format: "csv", Encoding: "utf-8", Columns: []string{"名称", "经度", "纬度", "品类", "问题"}, Rows: [][]string{
				{"东站", "0", "0", "", "纬度：位置是 0, 0；补上真实位置。品类：没有写收什么；补上品类；不补也会写入"}}}},
		{"a map file", "点 1.geojson", fewFeatures, recycle.RowWrong,
			recycle.ImportRows{Name: "点 1", Format: "csv", Encoding: "utf-8", Columns: []string{"名称", "lon", "lat", "问题"}, Rows: [][]string{
				{"乙", "35.4", "116.6", "经纬度像是写反了；对调后就在辖区里：在文件里换过来"}}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := newRig(t)
			d := newDesk(r)
			if _, err := d.Upload(r.ctx, upload, recycle.ImportSites, tt.file, []byte(tt.text)); err != nil {
				t.Fatal(err)
			}
			got, err := d.ProblemRows(r.ctx, upload, recycle.ImportSettings{}, tt.level)
			if err != nil || !reflect.DeepEqual(got, tt.want) {
				t.Errorf("%v\n got %+v\nwant %+v", err, got, tt.want)
			}
			if r.writes != 0 {
				t.Error("something was written")
			}
		})
	}
}

const fewFeatures = `{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"名称":"甲"},"geometry":{"type":"Point","coordinates":[116.6,35.4]}},` +
	`{"type":"Feature","properties":{"名称":"乙"},"geometry":{"type":"Point","coordinates":[35.4,116.6]}}]}`

// Of a map file of shapes the rows with a problem are a map file again: their shapes as they stand there, the reason a property. Mended,
// it goes in.
func TestDesk_ProblemRows_shapes(t *testing.T) {
	const open = `[[[116.60,35.4],[116.7,35.4],[116.7,35.5]]]`
	const why = "边界的点太少；至少四个点，首尾相同"
	tests := []struct{ name, text, want string }{
		{"a collection", `{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"name":"甲街道"},"geometry":{"type":"Polygon","coordinates":[[[116.6,35.4],[116.7,35.4],[116.7,35.5],[116.6,35.4]]]}},
			{"type":"Feature","id":7,"geometry":{"type":"Polygon","coordinates":` + open + `},"properties":{"name":"乙街道","问题":"旧","x":1.50}}, null]}`,
			`{"type":"FeatureCollection","features":[` + "\n" + `{"type":"Feature","id":7,"geometry":{"type":"Polygon","coordinates":` + open + `},"properties":{"name":"乙街道","问题":"` + why + `","x":1.50}},` + "\n" +
				`{"type":"Feature","properties":{"问题":"这一项不是地图要素；用导出工具重新导出"},"geometry":null}` + "\n]}\n"},
		{"one feature", `{"type":"Feature","properties":null,"geometry":{"type":"Polygon","coordinates":` + open + `}}`,
			`{"type":"Feature","properties":{"问题":"` + why + `"},"geometry":{"type":"Polygon","coordinates":` + open + `}}`},
		{"a bare boundary", "\ufeff" + `{"coordinates":` + open + `,"name":"丙区"}`, `{"coordinates":` + open + `,"name":"丙区","问题":"` + why + `"}`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := newRig(t)
			d := newDesk(r)
			if _, err := d.Upload(r.ctx, upload, recycle.ImportAreas, "街道.geojson", []byte(tt.text)); err != nil {
				t.Fatal(err)
			}
			got, err := d.ProblemRows(r.ctx, upload, recycle.ImportSettings{}, recycle.RowWrong)
			if err != nil || got.Name != "街道" || got.Format != "geojson" || string(got.Document) != tt.want {
				t.Fatalf("%v\n got %s\nwant %s", err, got.Document, tt.want)
			}
			mended := strings.ReplaceAll(string(got.Document), open, `[[[116.60,35.4],[116.7,35.4],[116.7,35.5],[116.6,35.4]]]`)
			mended = strings.ReplaceAll(mended, `"properties":{"问题"`, `"properties":{"name":"丁区","问题"`)
			if got := r.load(t, recycle.ImportAreas, mended, recycle.ImportSettings{}); got.Created != 1 {
				t.Errorf("mended: %s %v", counts(got), codes(got))
			}
		})
	}
}
