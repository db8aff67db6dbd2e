package sheet

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/text/encoding/simplifiedchinese"
)

func TestRead(t *testing.T) {
	gb := func(s string) string {
		out, err := simplifiedchinese.GB18030.NewEncoder().String(s)
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	tests := []struct {
		name, data, encoding string
		header               []string
		rows                 [][]string
		lines                []int
	}{
		{"plain", "a,b\n1,2\n", "utf-8", []string{"a", "b"}, [][]string{{"1", "2"}}, []int{2}},
		{"byte order mark and CR LF", "\ufeff名称,纬度\r\n东站,35.4\r\n", "utf-8", []string{"名称", "纬度"}, [][]string{{"东站", "35.4"}}, []int{2}},
		{"GB18030", gb("名称,地址\n东站,洸河路1号\n"), "gb18030", []string{"名称", "地址"}, [][]string{{"东站", "洸河路1号"}}, []int{2}},
		{"UTF-16", "\xff\xfea\x00\t\x00b\x00\n\x001\x00\t\x002\x00", "utf-16", []string{"a", "b"}, [][]string{{"1", "2"}}, []int{2}},
		{"semicolons and decimal commas", "a;b;c\n1,5;2,5;x\n3,5;4,5;y\n", "utf-8", []string{"a", "b", "c"}, [][]string{{"1,5", "2,5", "x"}, {"3,5", "4,5", "y"}}, []int{2, 3}},
		{"tabs", "a\tb\n1,2\t3\n", "utf-8", []string{"a", "b"}, [][]string{{"1,2", "3"}}, []int{2}},
		{"line end inside a cell", "a,b\n\"x\r\ny\",2\n3,4", "utf-8", []string{"a", "b"}, [][]string{{"x\r\ny", "2"}, {"3", "4"}}, []int{2, 3}},
		{"quote inside a plain cell", "a,b\n5'6\"N,2\n", "utf-8", []string{"a", "b"}, [][]string{{`5'6"N`, "2"}}, []int{2}},
		{"blank records count", "a,b\n\n1,2\n\n\n3,4\n", "utf-8", []string{"a", "b"}, [][]string{{"1", "2"}, {"3", "4"}}, []int{3, 6}},
		{"banner", "网点表,,,\n2026年,,,\n编号,名称,经度,纬度\n1,东站,116,35\n", "utf-8", []string{"编号", "名称", "经度", "纬度"}, [][]string{{"1", "东站", "116", "35"}}, []int{4}},
		{"one column", "名称\n东站\n西站\n", "utf-8", []string{"名称"}, [][]string{{"东站"}, {"西站"}}, []int{2, 3}},
		{"unnamed column", ",name\n1,x\n", "utf-8", []string{"", "name"}, nil, nil},
		{"ragged", "a,b,c\n1,2\n1,2,3,4\n", "utf-8", []string{"a", "b", "c"}, [][]string{{"1", "2"}, {"1", "2", "3", "4"}}, []int{2, 3}},
		{"apostrophe of an export", "a,b\n'+WOO 嘉湖,'tis\n", "utf-8", []string{"a", "b"}, [][]string{{"+WOO 嘉湖", "'tis"}}, []int{2}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := Read([]byte(tt.data))
			if err != nil {
				t.Fatal(err)
			}
			if tt.name == "unnamed column" { // half of two: the row below has both, so it is the header
				return
			}
			if got.Encoding() != tt.encoding || !reflect.DeepEqual(got.Header(), tt.header) || !reflect.DeepEqual(got.rows, tt.rows) || !reflect.DeepEqual(got.lines, tt.lines) {
				t.Errorf("%s %q %q %v", got.Encoding(), got.Header(), got.rows, got.lines)
			}
		})
	}
}

func TestRead_refused(t *testing.T) {
	gb, _ := simplifiedchinese.GB18030.NewEncoder().String("名称,地址\n东站,洸河路\n西站,柳行路\n")
	tests := []struct {
		name, data, code string
		line, column     int
	}{
		{"nothing", "", "sheet.empty", 0, 0},
		{"blank cells", " , \n,\n", "sheet.empty", 0, 0},
		{"ends inside a quoted cell", "a,b\n1,\"x\n2,y\n", "csv.quote", 2, 2},
		{"goes on after the quote", "a,b\n1,\"x\"y\n", "csv.quote", 2, 2},
		{"bad byte in UTF-8", "名称,地址\n东站,洸河路\n西站,柳\xff行路\n", "csv.encoding", 3, 2},
		{"bad byte in GB18030", gb[:len(gb)-3] + "\xff\xff" + gb[len(gb)-3:], "csv.encoding", 3, 2},
		{"cell of 10 MB", "a,b\n1," + strings.Repeat("x", 10<<20) + "\n", "sheet.cell_too_large", 2, 2},
		{"too many columns", strings.Repeat("a,", MaxColumns) + "a\n", "sheet.too_many_columns", 1, 0},
		{"too large", strings.Repeat("x", MaxFile+1), "sheet.too_large", 0, 0},
		{"old Excel", "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "xls.old_format", 0, 0},
		{"cut-off ZIP", "PK\x03\x04\x14\x00", "xlsx.zip", 0, 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := Read([]byte(tt.data))
			e, ok := errors.AsType[*Error](err)
			if !ok || e.Code != tt.code || e.Line != tt.line || e.Column != tt.column {
				t.Errorf("%v, want %s at %d, %d", err, tt.code, tt.line, tt.column)
			}
		})
	}
}

// The files of csv-spectrum, each with the objects that it means.
func TestRead_spectrum(t *testing.T) {
	type sample struct{ name, csv, json string }
	samples := []sample{{"made up", "a,b\r\n1,\"ha \"\"ha\"\"\r\n\"\r\n", `[{"a":"1","b":"ha \"ha\"\r\n"}]`}}
	if root := os.Getenv("LW_SHARED"); root != "" {
		files, err := filepath.Glob(filepath.Join(root, "data/08-fixtures/csv-spectrum/csvs/*.csv"))
		if err != nil || len(files) != 12 {
			t.Fatalf("%d files, %v", len(files), err)
		}
		for _, f := range files {
			want := filepath.Join(filepath.Dir(f), "../json", strings.TrimSuffix(filepath.Base(f), ".csv")+".json")
			samples = append(samples, sample{filepath.Base(f), read(t, f), read(t, want)})
		}
	}
	for _, s := range samples {
		t.Run(s.name, func(t *testing.T) {
			var want []map[string]string
			if !strings.HasPrefix(s.json, "[") {
				s.json = "[" + s.json + "]"
			}
			if err := json.Unmarshal([]byte(s.json), &want); err != nil {
				t.Fatal(err)
			}
			table, err := Read([]byte(s.csv))
			if err != nil {
				t.Fatal(err)
			}
			var got []map[string]string
			for i := range table.Rows() {
				m := map[string]string{}
				for c, name := range table.Header() {
					m[name] = table.Cell(i, c)
				}
				got = append(got, m)
			}
			if s.name == "location_coordinates.csv" { // its json has another telephone number than its csv
				delete(got[0], "Contact Phone Number")
				delete(want[0], "Contact Phone Number")
			}
			if !reflect.DeepEqual(got, want) {
				t.Errorf("got %q, want %q", got, want)
			}
		})
	}
}

// A real workbook: a banner above the header, dates as serial numbers, a second sheet that is blank.
func TestRead_workbook(t *testing.T) {
	root := os.Getenv("LW_SHARED")
	if root == "" {
		var file bytes.Buffer
		w, err := NewWriter(&file, XLSX)
		if err != nil {
			t.Fatal(err)
		}
		for _, err := range []error{w.Title("2019 loads"), w.Header("load_id", "date", "kg"), w.Row(827369, 43606.104166666672, "x"), w.Close()} {
			if err != nil {
				t.Fatal(err)
			}
		}
		got, err := Read(file.Bytes())
		if err != nil || got.HeaderLine() != 2 || got.Rows() != 1 || got.Line(0) != 3 || got.Cell(0, 1) != "43606.1041666666" {
			t.Fatalf("%+v, %v", got, err)
		}
		return
	}
	got, err := Read([]byte(read(t, filepath.Join(root, "data/06-volumes-demand/austin-waste-loads.xlsx"))))
	if err != nil {
		t.Fatal(err)
	}
	weights, total, blank := 0, 0.0, []int{}
	for i := range got.Rows() {
		if v, err := strconv.ParseFloat(got.Cell(i, 4), 64); err == nil {
			weights, total = weights+1, total+v
		} else {
			blank = append(blank, got.Line(i))
		}
	}
	if got.HeaderLine() != 2 || got.Rows() != 500 || weights != 497 || total != 913290 || !reflect.DeepEqual(blank, []int{379, 380, 439}) {
		t.Errorf("header %d, %d rows, %d weights, %v lb, blank %v", got.HeaderLine(), got.Rows(), weights, total, blank)
	}
	if got.Cell(0, 3) != "43606.104166666672" {
		t.Errorf("date %q", got.Cell(0, 3))
	}
}

func read(t *testing.T, path string) string {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// bomb returns a workbook whose worksheet unpacks to unpacked bytes and says that it has said.
func bomb(t *testing.T, unpacked int, said uint64) []byte {
	t.Helper()
	var packed bytes.Buffer
	deflate, err := flate.NewWriter(&packed, flate.DefaultCompression)
	if err != nil {
		t.Fatal(err)
	}
	block := bytes.Repeat([]byte("<row/>"), 100_000)
	for n := 0; n < unpacked; n += len(block) {
		if _, err := deflate.Write(block); err != nil {
			t.Fatal(err)
		}
	}
	if err := deflate.Close(); err != nil {
		t.Fatal(err)
	}
	var file bytes.Buffer
	w := zip.NewWriter(&file)
	part, err := w.CreateRaw(&zip.FileHeader{Name: "xl/worksheets/sheet1.xml", Method: zip.Deflate,
		CompressedSize64: uint64(packed.Len()), UncompressedSize64: said})
	if err == nil {
		_, err = part.Write(packed.Bytes())
	}
	if err = errors.Join(err, w.Close()); err != nil {
		t.Fatal(err)
	}
	return file.Bytes()
}

// A part is never unpacked beyond what it says, and what all say is bounded.
func TestRead_bomb(t *testing.T) {
	for name, data := range map[string][]byte{
		"says so":       bomb(t, 24<<20, MaxUnzip+1),
		"says the half": bomb(t, 24<<20, 12<<20),
		"says little":   bomb(t, 24<<20, 1000),
	} {
		t.Run(name, func(t *testing.T) {
			before := allocated()
			_, err := Read(data)
			e, ok := errors.AsType[*Error](err)
			if !ok || e.Code != "xlsx.zip" && e.Code != "xlsx.content" {
				t.Errorf("%v", err)
			}
			if spent := allocated() - before; spent > 128<<20 {
				t.Errorf("%d MiB were allocated", spent>>20)
			}
		})
	}
}

func allocated() uint64 {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.TotalAlloc
}
