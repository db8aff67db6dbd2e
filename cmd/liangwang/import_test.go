package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// imported is the answer of import --json.
type imported struct {
	Rows, Created, Changed, Unchanged, Missing, Wrong, Outside int
	Unread                                                     []string
	Problems                                                   []struct {
		Line, Column int
		Code         string
	}
	Known []struct {
		Source string
		Rows   int
	}
	Committed bool
}

func (r imported) counts() string {
	return fmt.Sprintf("%d: %d+ %d~ %d= %d- %d! %d?", r.Rows, r.Created, r.Changed, r.Unchanged, r.Missing, r.Wrong, r.Outside)
}

// importFile runs an import into the data directory dir.
func importFile(t *testing.T, dir string, args ...string) (imported, error) {
	t.Helper()
	a, stdout := newTestApp()
	err := run(t.Context(), a, append([]string{"import", "--data", dir, "--json"}, args...))
	var r imported
	if stdout.Len() > 0 {
		if err := json.Unmarshal(stdout.Bytes(), &r); err != nil {
			t.Fatalf("%v: %s", err, stdout)
		}
	}
	return r, err
}

// shared returns the path of a real file, or writes made up text and returns the path of that.
func shared(t *testing.T, name, madeUp string) (path string, isReal bool) {
	t.Helper()
	if root := os.Getenv("LW_SHARED"); root != "" {
		return filepath.Join(root, "data", name), true
	}
	path = filepath.Join(t.TempDir(), filepath.Base(name))
	if err := os.WriteFile(path, []byte(madeUp), 0o600); err != nil {
		t.Fatal(err)
	}
	return path, false
}

const (
	fewSites  = "cp_id,address_sc,lat,lgt,waste_type\n\"1\",\"东站\",\"22.36\",\"114.13\",\"Metals,Paper\"\n\"2\",\"+WOO 嘉湖\",\"22.37\",\"114.14\",\"Plastics\"\n"
	fewAreas  = `{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"TNAME":"甲區"},"geometry":{"type":"Polygon","coordinates":[[[121.5,25],[121.6,25],[121.6,25.1],[121.5,25]]]}}]}`
	fewStops  = `{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"地點":"a"},"geometry":{"type":"Point","coordinates":[121.59,25.01]}},{"type":"Feature","properties":{"地點":"b"},"geometry":{"type":"Point","coordinates":[25.01,121.59]}}]}`
	fewPlaces = `[{"place":"Am Soot","details":"","coords":[9.46,54.78]},{"place":"Am Soot","details":"x","coords":[9.461,54.78]}]`
	oneRoute  = `{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"ROUTE_ID":7,"ROUTE_NAMEE":"39M"},"geometry":{"type":"MultiLineString","coordinates":[[[114.12,22.36],[114.13,22.3601]]]}}]}`
	fewBlocks = "Area,LAT,LON,BID,Pop\n324127,40.08,-88.17,1,60\n703183,40.09,-88.17,1,84\n"
	bareArea  = `{"coordinates":[[[[116.6,35.4],[116.7,35.4],[116.7,35.5],[116.6,35.4]]]],"code":"370811","name":"任城区"}`
)

// Real files as they are, each twice: the second time nothing changes.
func TestImport(t *testing.T) {
	tests := []struct {
		name, kind, file, madeUp string
		args                     []string
		rows, few                int
	}{
		{"Hong Kong points", "sites", "01-hk-points-2020/wasteless-2020.csv", fewSites, nil, 3962, 2},
		{"Hong Kong route 50M", "routes", "05-tracks-devices/hk-routes/1000410-O.json", oneRoute, nil, 1, 1},
		{"Hong Kong route 39M", "routes", "05-tracks-devices/hk-routes/1201-O.json", oneRoute, nil, 1, 1},
		{"Taipei districts", "areas", "02-taipei-trucks/taipei_town.geojson", fewAreas, nil, 12, 1},
		{"Jining's county", "areas", "04-jining/370811.json", bareArea, []string{"--datum", "gcj02"}, 1, 1},
		{"Jining's counties of 2015", "areas", "04-jining/370800-counties-2015-bom.json", "\ufeff" + fewAreas, []string{"--datum", "gcj02"}, 12, 1},
		{"Jining's streets", "areas", "04-jining/streets-3708.csv", "code,name\n370811002,\"许庄街道\"\n", nil, 158, 1},
		{"Flensburg glass", "sites", "03-points-other/altglas.json", fewPlaces, nil, 77, 2},
		{"Flensburg textiles", "sites", "03-points-other/alttextilien.json", fewPlaces, nil, 67, 2},
		{"Urbana demand", "demand", "06-volumes-demand/UrbanaData.csv", fewBlocks, nil, 576, 2},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			path, isReal := shared(t, tt.file, tt.madeUp)
			n := tt.few
			if isReal {
				n = tt.rows
			}
			dir, args := t.TempDir(), append([]string{tt.kind, path}, tt.args...)
			dry, err := importFile(t, dir, append(args, "--dry-run")...)
			if want := fmt.Sprintf("%d: %d+ 0~ 0= 0- 0! 0?", n, n); err != nil || dry.counts() != want || dry.Committed {
				t.Fatalf("dry run: %s, %v, want %s", dry.counts(), err, want)
			}
			first, err := importFile(t, dir, args...)
			if err != nil || first.counts() != dry.counts() || !first.Committed {
				t.Fatalf("first: %s, %v", first.counts(), err)
			}
			second, err := importFile(t, dir, args...)
			if want := fmt.Sprintf("%d: 0+ 0~ %d= 0- 0! 0?", n, n); err != nil || second.counts() != want {
				t.Fatalf("second: %s, %v, want %s", second.counts(), err, want)
			}
			exportAndBack(t, dir, tt.kind, n)
		})
	}
}

// exportAndBack imports what is exported of a directory, without a change.
func exportAndBack(t *testing.T, dir, kind string, n int) {
	t.Helper()
	for _, format := range []string{"csv", "xlsx", "gb18030", "geojson"} {
		out := filepath.Join(t.TempDir(), "out."+format)
		a, _ := newTestApp()
		if err := run(t.Context(), a, []string{"export", kind, "--data", dir, "--format", format, "--out", out}); err != nil {
			t.Fatalf("export %s: %v", format, err)
		}
		back, err := importFile(t, dir, kind, out)
		if want := fmt.Sprintf("%d: 0+ 0~ %d= 0- 0! 0?", n, n); err != nil || back.counts() != want {
			t.Errorf("%s and back: %s, %v, want %s %v", format, back.counts(), err, want, back.Problems)
		}
	}
}

// The same sites under a new source are not made again unasked: the command says so in its JSON and ends with an error.
func TestImport_known(t *testing.T) {
	dir := t.TempDir()
	path, _ := shared(t, "01-hk-points-2020/wasteless-2020.csv", fewSites)
	first, err := importFile(t, dir, "sites", path, "--source", "市容局")
	if err != nil {
		t.Fatal(err)
	}
	got, err := importFile(t, dir, "sites", path, "--source", "新表")
	if err == nil || !strings.Contains(err.Error(), "--new-source") || got.Committed || len(got.Known) != 1 || got.Known[0].Source != "市容局" || got.Known[0].Rows != first.Rows {
		t.Fatalf("%v, %s %v", err, got.counts(), got.Known)
	}
	if got, err = importFile(t, dir, "sites", path, "--source", "市容局"); err != nil || got.Unchanged != first.Rows {
		t.Errorf("its own source: %v, %s", err, got.counts())
	}
	if got, err = importFile(t, dir, "sites", path, "--source", "新表", "--new-source"); err != nil || got.Created != first.Rows || !got.Committed {
		t.Errorf("new: %v, %s", err, got.counts())
	}
}

// With the districts imported, the Taipei stops have their real mistakes: one swapped and not storable, eighteen outside.
func TestImport_outside(t *testing.T) {
	dir := t.TempDir()
	areas, isReal := shared(t, "02-taipei-trucks/taipei_town.geojson", fewAreas)
	if _, err := importFile(t, dir, "areas", areas); err != nil {
		t.Fatal(err)
	}
	stops, _ := shared(t, "02-taipei-trucks/garbage_truck.geojson", fewStops)
	got, err := importFile(t, dir, "sites", stops)
	codes := map[string]int{}
	for _, p := range got.Problems {
		codes[p.Code]++
	}
	want, wantCodes := "2: 1+ 0~ 0= 0- 1! 0?", map[string]int{"position.swapped": 1}
	if isReal { // 76 stops have the name, address and position of an earlier one
		want, wantCodes = "4040: 3963+ 0~ 76= 0- 1! 18?", map[string]int{"position.swapped": 1, "position.degree": 2, "position.dms": 11, "position.outside": 5}
	}
	if err != nil || got.counts() != want || fmt.Sprint(codes) != fmt.Sprint(wantCodes) {
		t.Errorf("%s, %v, %v", got.counts(), codes, err)
	}
}

func TestImport_refused(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	tests := []struct{ name, file, want string }{
		{"nested", write("a.json", `{"type":"FeatureCollection","features":`+strings.Repeat("[", 5000)+strings.Repeat("]", 5000)+"}"), "file.json_too_deep: line 1, column"},
		{"a bare NaN", write("b.json", `[{"id":1,"lat":NaN}]`), "file.json_not_a_number: line 1, column 16"},
		{"cut off", write("c.json", fewAreas[:90]), "file.json_truncated: line 1, column 87"},
		{"a cell of 10 MB", write("d.csv", "id,name\n1,"+strings.Repeat("x", 10<<20)+"\n"), "sheet.cell_too_large: line 2, column 2"},
		{"ends inside a quoted cell", write("e.csv", "id,name\n1,\"x\n2,y\n"), "csv.quote: line 2, column 2"},
		{"a cut-off workbook", write("f.xlsx", "PK\x03\x04\x14\x00\x06\x00"), "xlsx.zip"},
		{"no file", filepath.Join(dir, "none.csv"), "no such file"},
	}
	data := filepath.Join(dir, "data")
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := importFile(t, data, "sites", tt.file)
			if err == nil || !strings.Contains(err.Error(), tt.want) || got.Rows != 0 {
				t.Errorf("%v, %s", err, got.counts())
			}
			if _, err := os.Stat(data); err == nil {
				t.Error("a data directory was made")
			}
		})
	}
	bad := write("g.csv", "id,name,lat,lon\n1,a,NaN,116.6\n2,b,35.4,116.6\n")
	if got, err := importFile(t, data, "sites", bad); err != nil || got.counts() != "2: 1+ 0~ 0= 0- 1! 0?" || got.Problems[0].Line != 2 || got.Problems[0].Code != "position.missing" {
		t.Errorf("a cell NaN: %s %v, %v", got.counts(), got.Problems, err)
	}
	if _, err := importFile(t, data, "sites", bad, "--set", "colour=red"); err == nil || !strings.Contains(err.Error(), "set.colour") {
		t.Errorf("unknown target: %v", err)
	}
	if _, err := importFile(t, data, "planets", bad); err == nil {
		t.Error("unknown kind was taken")
	}
}

// Copies of real files with bytes changed, cut or doubled: either an error and nothing stored, or every row accounted for.
func TestImport_mutated(t *testing.T) {
	files := []struct{ kind, name, madeUp string }{
		{"sites", "03-points-other/altglas.json", fewPlaces},
		{"demand", "06-volumes-demand/UrbanaData.csv", fewBlocks},
		{"routes", "05-tracks-devices/hk-routes/1201-O.json", oneRoute},
		{"sites", "06-volumes-demand/leeds-glass-by-site-2019.csv", fewSites},
		{"sites", "06-volumes-demand/austin-waste-loads.xlsx", "PK\x03\x04"},
	}
	const copies = 30 // of each
	r := rand.New(rand.NewPCG(5, 2026))
	dir := t.TempDir()
	path := filepath.Join(dir, "mutated")
	refused, taken := 0, 0
	for _, f := range files {
		source, _ := shared(t, f.name, f.madeUp)
		data, err := os.ReadFile(source)
		if err != nil {
			t.Fatal(err)
		}
		for range copies {
			if err := os.WriteFile(path, mutate(r, data), 0o600); err != nil {
				t.Fatal(err)
			}
			got, err := importFile(t, filepath.Join(dir, "data"), f.kind, path, "--dry-run")
			switch {
			case got.Created+got.Changed+got.Unchanged+got.Wrong != got.Rows:
				t.Fatalf("%s: rows are lost: %s", f.name, got.counts())
			case err == nil:
				taken++
			case strings.Contains(err.Error(), "panic"):
				t.Fatal(err)
			default:
				refused++
			}
		}
	}
	if refused == 0 || taken == 0 {
		t.Errorf("%d refused, %d taken", refused, taken)
	}
}

func mutate(r *rand.Rand, data []byte) []byte {
	out := bytes.Clone(data)
	for range 1 + r.IntN(4) {
		if len(out) < 2 {
			return out
		}
		i := r.IntN(len(out))
		switch r.IntN(5) {
		case 0:
			out[i] = byte(r.IntN(256))
		case 1:
			out = out[:i]
		case 2:
			out = append(out[:i:i], out[min(len(out), i+1+r.IntN(50)):]...)
		case 3:
			end := min(len(out), i+1+r.IntN(50))
			out = append(out[:end:end], out[i:]...)
		default:
			out[i] = "\",[]{}\n\r;\x00-"[r.IntN(11)]
		}
	}
	return out
}
