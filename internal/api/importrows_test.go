package api_test

import (
	"bytes"
	"net/url"
	"reflect"
	"strings"
	"testing"

	"liangwang/internal/sheet"
	"liangwang/internal/testkit"
)

// The rows that are wrong come back in the format and encoding of their file, under its header, and can be sent again as they are.
func TestImportProblemRows(t *testing.T) {
	header, rows := []string{"名称", "经度", "纬度"}, [][]string{{"东站", "116.6", "35.4"}, {"+WOO 嘉湖", "", "35.41"}, {"西站", "x", "35.42"}}
	write := func(w sheet.Writer) {
		if err := w.Header(header...); err != nil {
			t.Fatal(err)
		}
		for _, r := range rows {
			if err := w.Row(r[0], r[1], r[2]); err != nil {
				t.Fatal(err)
			}
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
	}
	tests := []struct {
		name, file, saved, media, encoding string
		writer                             func(b *bytes.Buffer) (sheet.Writer, error)
	}{
		{"UTF-8", "网点.csv", "网点-要改的行.csv", "text/csv", "utf-8", func(b *bytes.Buffer) (sheet.Writer, error) { return sheet.NewWriter(b, sheet.CSV) }},
		{"GB18030", `C:\表\网点.CSV`, "网点-要改的行.csv", "text/csv", "gb18030", func(b *bytes.Buffer) (sheet.Writer, error) { return sheet.NewGB18030Writer(b), nil }},
		{"XLSX", "网点.2026.xlsx", "网点.2026-要改的行.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "utf-8",
			func(b *bytes.Buffer) (sheet.Writer, error) { return sheet.NewWriter(b, sheet.XLSX) }},
	}
	for i, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w := newWorld(t, testkit.NewStore(t), nil)
			var b bytes.Buffer
			out, err := tt.writer(&b)
			if err != nil {
				t.Fatal(err)
			}
			write(out)
			problems := func(n int, file, data string) (*sheet.Table, string, string) {
				w.must(w.send(request{as: operator, method: "PUT", path: "/imports/" + id(n) + "?kind=sites&name=" + url.QueryEscape(file), body: data, header: octets}), 200)
				a := w.must(w.post(operator, "/imports/"+id(n)+"/problems", `{"source":"a","level":"wrong"}`), 200)
				table, err := sheet.Read(a.Body.Bytes())
				if err != nil {
					t.Fatal(err)
				}
				_, name, _ := strings.Cut(a.Header().Get("Content-Disposition"), "UTF-8''")
				name, _ = url.PathUnescape(name)
				return table, name, a.Header().Get("Content-Type")
			}
			table, name, media := problems(10+i, tt.file, b.String())
			if name != tt.saved || media != tt.media || table.Encoding() != tt.encoding {
				t.Errorf("%s, %s, %s", name, media, table.Encoding())
			}
			want := [][]string{append(header, "问题"), {"+WOO 嘉湖", "", "35.41", "经度：没有位置，或者不是数字；补上经纬度再导"}, {"西站", "x", "35.42", "经度：没有位置，或者不是数字；补上经纬度再导"}}
			if got := cellsOf(table); !reflect.DeepEqual(got, want) {
				t.Errorf("%q", got)
			}
			var again bytes.Buffer
			if out, err = tt.writer(&again); err != nil {
				t.Fatal(err)
			}
			if err := out.Header(want[0]...); err != nil {
				t.Fatal(err)
			}
			for _, r := range want[1:] {
				if err := out.Row(r[0], r[1], r[2], r[3]); err != nil {
					t.Fatal(err)
				}
			}
			if err := out.Close(); err != nil {
				t.Fatal(err)
			}
			if table, _, _ = problems(20+i, name, again.String()); table.Rows() != 2 {
				t.Errorf("sent again: %d rows", table.Rows())
			}
		})
	}
}

func cellsOf(t *sheet.Table) [][]string {
	all := [][]string{t.Header()}
	for i := range t.Rows() {
		row := make([]string, len(t.Header()))
		for k := range row {
			row[k] = t.Cell(i, k)
		}
		all = append(all, row)
	}
	return all
}

// The rows of a map file of shapes come as a map file.
func TestImportProblemRows_shapes(t *testing.T) {
	w := newWorld(t, testkit.NewStore(t), nil)
	const file = `{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"name":"甲街道"},"geometry":{"type":"Polygon","coordinates":[[[116.6,35.4],[116.7,35.4]]]}}]}`
	w.must(w.send(request{as: planner, method: "PUT", path: "/imports/" + id(90) + "?kind=areas&name=a.geojson", body: file, header: octets}), 200)
	a := w.must(w.post(planner, "/imports/"+id(90)+"/problems", `{"source":"a","level":"wrong"}`), 200)
	if got := a.Body.String(); a.Header().Get("Content-Type") != "application/geo+json" || !strings.Contains(got, `[[[116.6,35.4],[116.7,35.4]]]`) || !strings.Contains(got, `"name":"甲街道","问题":"`) {
		t.Errorf("%s: %s", a.Header().Get("Content-Type"), got)
	}
	if _, name, _ := strings.Cut(a.Header().Get("Content-Disposition"), "UTF-8''"); !strings.HasSuffix(name, ".geojson") {
		t.Error(name)
	}
}
