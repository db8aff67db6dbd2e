package api_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"

	"liangwang/internal/recycle"
	"liangwang/internal/testkit"
)

var mutated = []struct{ kind, name, madeUp string }{
	{"sites", "01-hk-points-2020/wasteless-2020.csv", "cp_id,address_sc,lat,lgt,waste_type\n\"1\",\"东站\",\"22.36\",\"114.13\",\"Metals,Paper\"\n\"2\",\"嘉湖\",\"22.37\",\"114.14\",\"\"\n"},
	{"sites", "03-points-other/altglas.json", `[{"place":"Am Soot","details":"","coords":[9.46,54.78]},{"place":"Am Soot","details":"x","coords":[9.461,54.78]}]`},
	{"sites", "06-volumes-demand/leeds-glass-by-site-2019.csv", "Site,Glass\na,1\nb,2\n"},
	{"sites", "06-volumes-demand/austin-waste-loads.xlsx", "PK\x03\x04"},
	{"demand", "06-volumes-demand/UrbanaData.csv", "Area,LAT,LON,BID,Pop\n324127,40.08,-88.17,1,60\n703183,40.09,-88.17,1,84\n"},
	{"routes", "05-tracks-devices/hk-routes/1201-O.json", `{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"ROUTE_ID":7,"ROUTE_NAMEE":"39M"},"geometry":{"type":"LineString","coordinates":[[114.12,22.36],[114.13,22.36]]}}]}`},
	{"areas", "04-jining/370811.json", `{"coordinates":[[[[116.6,35.4],[116.7,35.4],[116.7,35.5],[116.6,35.4]]]],"code":"370811","name":"任城区"}`},
}

// mutate flips bytes, cuts and doubles rows, breaks quotes and brackets, cuts the end off or changes the encoding.
func mutate(r *rand.Rand, data []byte) []byte {
	out := bytes.Clone(data)
	for range 1 + r.IntN(3) {
		if len(out) < 2 {
			return out
		}
		i := r.IntN(len(out))
		line := bytes.LastIndexByte(out[:i], '\n') + 1
		end := i + bytes.IndexByte(append(out[i:len(out):len(out)], '\n'), '\n')
		switch r.IntN(7) {
		case 0:
			out[i] ^= 1 << r.IntN(8)
		case 1:
			out = append(out[:line:line], out[end:]...)
		case 2:
			out = append(out[:end:end], out[line:]...)
		case 3:
			out = append(append(out[:i:i], `",[]{};`[r.IntN(7)]), out[i:]...)
		case 4:
			out = bytes.Replace(out, []byte(`"`), nil, 1+r.IntN(3))
		case 5:
			out = out[:i]
		default:
			e := []encoding.Encoding{simplifiedchinese.GB18030, charmap.Windows1252, unicode.UTF16(unicode.LittleEndian, unicode.UseBOM)}[r.IntN(3)]
			if b, err := encoding.ReplaceUnsupported(e.NewEncoder()).Bytes(out); err == nil {
				out = b
			}
		}
	}
	return out
}

// 500 broken copies of real files through upload, dry run and problem rows: an answer of the contract or a refusal that says why, every
// row accounted for, and a register as it was.
func TestImport_mutated(t *testing.T) {
	w := newWorld(t, testkit.NewStore(t), nil)
	w.mapped()
	before := w.register()
	r, taken := rand.New(rand.NewPCG(11, 2026)), 0
	for n := range 500 {
		f := mutated[n%len(mutated)]
		data := []byte(f.madeUp)
		if root := os.Getenv("LW_SHARED"); root != "" {
			var err error
			if data, err = os.ReadFile(filepath.Join(root, "data", f.name)); err != nil {
				t.Fatal(err)
			}
			data = data[:min(len(data), 60<<10)] // the first rows are enough
		}
		if w.tried(n+1000, f.kind, mutate(r, data)) {
			taken++
		}
	}
	if taken < 100 || taken > 450 {
		t.Errorf("%d of 500 could be read", taken)
	}
	if after := w.register(); !reflect.DeepEqual(before, after) {
		t.Errorf("the register is %v, was %v", after, before)
	}
}

// tried sends a file as upload n through all but the commit, and reports whether it could be read.
func (w *world) tried(n int, kind string, file []byte) bool {
	w.t.Helper()
	a := w.send(request{as: planner, method: "PUT", path: "/imports/" + id(n) + "?kind=" + kind + "&name=a", body: string(file), header: octets})
	if a.Code == 422 {
		return false
	}
	w.must(a, 200)
	a = w.post(planner, "/imports/"+id(n)+"/check", `{"source":"a"}`)
	if a.Code == 422 {
		return false
	}
	got := body(w.t, w.must(a, 200))
	sum := 0.0
	for _, key := range []string{"created", "changed", "unchanged", "wrong"} {
		sum += got[key].(float64)
	}
	if sum != got["rows"] {
		w.t.Errorf("upload %d: rows are lost: %v of %v", n, sum, got["rows"])
	}
	w.must(w.post(planner, "/imports/"+id(n)+"/problems", `{"source":"a","level":"wrong"}`), 200)
	return true
}

// register is all that an import could change: its version, and how many things and names of theirs there are.
func (w *world) register() []string {
	w.t.Helper()
	ctx := testkit.As(w.t, testkit.Zone, recycle.Planner)
	version, err := w.s.RegisterVersion(ctx)
	if err != nil {
		w.t.Fatal(err)
	}
	all := []string{fmt.Sprint(version)}
	for _, what := range []string{"sites", "areas", "routes"} {
		all = append(all, w.must(w.get(planner, "/plan/export?format=geojson&what="+what), 200).Body.String())
	}
	return append(all, w.must(w.get(planner, "/imports"), 200).Body.String())
}

// An empty file is refused by the reader of files, not as a request without its body.
func TestImport_empty(t *testing.T) {
	w := newWorld(t, testkit.NewStore(t), nil)
	a := w.must(w.send(request{as: planner, method: "PUT", path: "/imports/" + id(1) + "?kind=sites&name=a.csv", header: octets}), 422)
	if !strings.Contains(a.Body.String(), "import.unreadable") {
		t.Error(a.Body)
	}
}
