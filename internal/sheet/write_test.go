package sheet

import (
	"bytes"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
	"pgregory.net/rapid"
)

func TestGuard(t *testing.T) {
	tests := []struct{ name, text, cell string }{
		{"plain", "嘉湖", "嘉湖"},
		{"plus", "+WOO 嘉湖", "'+WOO 嘉湖"},
		{"formula", "=1+1", "'=1+1"},
		{"tab", "\tx", "'\tx"},
		{"apostrophe of a word", "'tis", "'tis"},
		{"apostrophe before a formula", "'=1", "''=1"},
		{"nothing", "", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := Guard(tt.text); got != tt.cell || Unguard(got) != tt.text {
				t.Errorf("%q -> %q -> %q", tt.text, got, Unguard(got))
			}
		})
	}
}

// What is written is read again as it was, in every format.
func TestWriter_property(t *testing.T) {
	writers := map[string]func(*bytes.Buffer) (Writer, error){
		"csv":     func(b *bytes.Buffer) (Writer, error) { return NewWriter(b, CSV) },
		"xlsx":    func(b *bytes.Buffer) (Writer, error) { return NewWriter(b, XLSX) },
		"gb18030": func(b *bytes.Buffer) (Writer, error) { return NewGB18030Writer(b), nil },
	}
	text := rapid.StringMatching(`[a-zA-Z0-9+=@',;"\t \-嘉湖回收站]{0,12}[x站]`)
	for name, open := range writers {
		t.Run(name, func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) {
				rows := rapid.SliceOfN(rapid.SliceOfN(text, 3, 3), 1, 8).Draw(t, "rows")
				var file bytes.Buffer
				w, err := open(&file)
				check(t, err)
				check(t, w.Title("筛选：全部；共 8 行"))
				check(t, w.Header("编号", "名称", "地址"))
				for _, r := range rows {
					check(t, w.Row(r[0], r[1], r[2]))
				}
				check(t, w.Close())
				got, err := Read(file.Bytes())
				check(t, err)
				if got.Rows() != len(rows) || got.HeaderLine() != 2 {
					t.Fatalf("%d rows below line %d of %q", got.Rows(), got.HeaderLine(), file.String())
				}
				for i, r := range rows {
					for c := range r {
						if got.Cell(i, c) != r[c] {
							t.Fatalf("%q became %q", r[c], got.Cell(i, c))
						}
					}
				}
			})
		})
	}
}

func check(t *rapid.T, err error) {
	if err != nil {
		t.Fatal(err)
	}
}

func TestWriter_cells(t *testing.T) {
	var file bytes.Buffer
	w, err := NewBook(&file, "对照/11-22'")
	if err != nil {
		t.Fatal(err)
	}
	for _, err := range []error{w.Header("名称", "公斤", "差比"), w.Row("=1+1", -2.5, Share(-.0753)), w.Total("合计", int64(7), Share(1)), w.Close()} {
		if err != nil {
			t.Fatal(err)
		}
	}
	f, err := excelize.OpenReader(&file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	sheet := f.GetSheetName(0)
	for cell, want := range map[string]excelize.CellType{"A2": excelize.CellTypeInlineString, "B2": excelize.CellTypeUnset, "B3": excelize.CellTypeUnset} {
		if got, err := f.GetCellType(sheet, cell); err != nil || got != want {
			t.Errorf("%s is of type %v, %v", cell, got, err)
		}
	}
	if formula, err := f.GetCellFormula(sheet, "A2"); err != nil || formula != "" {
		t.Errorf("formula %q, %v", formula, err)
	}
	if style, err := f.GetCellStyle(sheet, "C2"); err != nil || sheet != "对照 11-22" {
		t.Errorf("%q, style %d, %v", sheet, style, err)
	}
	for cell, want := range map[string]string{"C2": "-7.53%", "C3": "100.00%"} {
		if got, err := f.GetCellValue(sheet, cell); err != nil || got != want {
			t.Errorf("%s shows %q, want %q, %v", cell, got, want, err)
		}
		if got, err := f.GetCellType(sheet, cell); err != nil || got != excelize.CellTypeUnset {
			t.Errorf("%s is of type %v, %v", cell, got, err)
		}
	}
	if err := w.Row(true); err == nil {
		t.Error("a cell of another type was taken")
	}
	var text strings.Builder
	c, err := NewWriter(&text, CSV)
	if err != nil {
		t.Fatal(err)
	}
	for _, err := range []error{c.Row("=1", -2.5, nil, 3), c.Close()} {
		if err != nil {
			t.Fatal(err)
		}
	}
	if text.String() != "\ufeff'=1,-2.5,,3\r\n" {
		t.Errorf("%q", text.String())
	}
}
