//go:build bench

package benchtest

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	_ "github.com/mattn/go-sqlite3"

	"liangwang/internal/testkit"
)

const (
	password = "one for the bench"
	sites    = 200
	people   = 4 // who share the sessions
)

var (
	categories = []string{"paper.occ", "paper.newspaper", "plastic.pet", "plastic.film", "steel.light", "nonferrous.copper", "glass.bottle",
		"textile.clothes", "weee.small", "wood.other"}
	notes = []string{"", "", "", "旧纸箱 捆扎", "三楼无电梯", "居民自行送到", "混有杂质 退回一部分", "复秤"}
)

// TestBench_Pickups prints durable pickups per second at 1, 16 and 64 clients through the real server (signed in, validated, totals,
// audit), beside the tuned textbook handler on the same disk under the same load: interleaved rounds, medians with their spread,
// and the ratio. LW_BENCH_ROUNDS, LW_BENCH_SECONDS and LW_BENCH_CLIENTS (one level only) change how much is measured. That every answered pickup is stored is checked;
// how fast it is depends on the machine, so no figure fails the test.
func TestBench_Pickups(t *testing.T) {
	rounds, seconds := number(t, "LW_BENCH_ROUNDS", 5), number(t, "LW_BENCH_SECONDS", 5)
	ours, textbook := startServer(t), startTextbook(t, false)
	levels := []struct {
		clients int
		goal    float64
	}{{1, 0.75}, {16, 0}, {64, 3}}
	only := os.Getenv("LW_BENCH_CLIENTS")
	for _, level := range levels {
		if only != "" && only != strconv.Itoa(level.clients) {
			continue
		}
		var got [2][]result
		for round := range rounds {
			for i, p := range []*peer{ours.peer, textbook.peer} {
				res := drive(p, level.clients, time.Duration(seconds)*time.Second, uint64(round*100+level.clients))
				if res.failed > 0 {
					t.Errorf("%s, %d clients: %d requests were not answered 201", p.name, level.clients, res.failed)
				}
				got[i] = append(got[i], res)
				t.Logf("round %d  %2d clients  %-9s %6.0f/s  p50 %8v  p99 %8v  cpu %4d us", round+1, level.clients, p.name, res.rate,
					res.p50.Round(10*time.Microsecond), res.p99.Round(10*time.Microsecond), res.cpu.Microseconds())
			}
		}
		report(t, level.clients, level.goal, got)
	}
	ours.verify(t)
	textbook.verify(t)
}

// report prints the medians of one level, their spread, and the median of the ratios of the rounds.
func report(t *testing.T, clients int, goal float64, got [2][]result) {
	of := func(i int, what func(result) float64) (values []float64) {
		for _, r := range got[i] {
			values = append(values, what(r))
		}
		return values
	}
	rate := func(r result) float64 { return r.rate }
	for i, name := range []string{"liangwang", "textbook"} {
		ms := func(d func(result) time.Duration) float64 {
			return median(of(i, func(r result) float64 { return float64(d(r)) / 1e6 }))
		}
		t.Logf("== %2d clients  %-9s median %6.0f/s (%s)  p50 %.2f ms  p99 %.2f ms  cpu %.0f us", clients, name, median(of(i, rate)),
			spread(of(i, rate), "%.0f"), ms(func(r result) time.Duration { return r.p50 }), ms(func(r result) time.Duration { return r.p99 }),
			1000*ms(func(r result) time.Duration { return r.cpu }))
	}
	judge(t, fmt.Sprintf("%2d clients  ratio", clients), ratios(got[0], got[1], rate), goal, 0)
}

// ratios are those of what in a to that in b, round by round: both rounds met the same minute of the machine.
func ratios(a, b []result, what func(result) float64) (values []float64) {
	for i := range a {
		values = append(values, what(a[i])/what(b[i]))
	}
	return values
}

// judge prints the median of values, their spread, and the goal: least, most, or neither if 0.
func judge(t *testing.T, name string, values []float64, least, most float64) {
	line, m := fmt.Sprintf("== %s %.2f (%s)", name, median(values), spread(values, "%.2f")), median(values)
	verdict := "reached"
	if m < least || most > 0 && m > most {
		verdict = "MISSED"
	}
	switch {
	case least > 0:
		line += fmt.Sprintf("  goal %.2f: %s", least, verdict)
	case most > 0:
		line += fmt.Sprintf("  goal at most %.2f: %s", most, verdict)
	}
	t.Log(line)
}

func spread(values []float64, format string) string {
	low, high := values[0], values[0]
	for _, v := range values {
		low, high = min(low, v), max(high, v)
	}
	return fmt.Sprintf(format+"-"+format, low, high)
}

// bench is a peer and what must hold when it was measured.
type bench struct {
	peer   *peer
	verify func(t *testing.T)
}

func startServer(t *testing.T) bench {
	p := testkit.NewProgram(t)
	if _, err := p.Run("", "user", "add", "--org", "测试区", "--role", "admin", "--phone", "13800000000", "--name", "管理员"); err != nil {
		t.Fatal(err)
	}
	var org struct{ OrgID string }
	for i := range people {
		p.Answer(&org, password+"\n", "user", "add", "--org", "测试公司", "--kind", "RECYCLING_COMPANY", "--role", "collector",
			"--phone", fmt.Sprintf("1380000010%d", i), "--name", fmt.Sprintf("收运员%d", i), "--password-stdin")
	}
	list := filepath.Join(t.TempDir(), "sites.csv")
	var rows strings.Builder
	rows.WriteString("id,name,lon,lat\n")
	for i := range sites {
		fmt.Fprintf(&rows, "s%03d,测试点%03d,%.6f,%.6f\n", i, i, 116.54+float64(i%20)/100, 35.35+float64(i/20)/100)
	}
	if err := os.WriteFile(list, []byte(rows.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := p.Run("", "import", "sites", list); err != nil {
		t.Fatal(err)
	}
	p.Log = os.DevNull // the line per request is written, and the disk is the database's
	server := p.Serve()
	cookies := signIn(t, server.URL, 64)
	places := readSites(t, server.URL, cookies[0])
	host := strings.TrimPrefix(server.URL, "http://")
	at := &peer{name: "liangwang", addr: host, pid: server.PID(), created: http.StatusCreated, request: func(buf []byte, client int, r *rand.Rand) []byte {
		grams, at := 100+r.IntN(60_000), places[r.IntN(len(places))] // the phone proposes the nearest place: it is there, by its own accuracy
		body := text(nil, `{"orgId":"`, org.OrgID, `","siteId":"`, at.ID, `","occurredAt":"`, time.Now().UTC().Format(time.RFC3339),
			`","where":{"lon":`, degrees(at.Lon+r.Float64()*1e-4), `,"lat":`, degrees(at.Lat+r.Float64()*1e-4), `,"accuracyM":12},"note":"`,
			notes[r.IntN(len(notes))], `","delivery":"SITE","trigger":"WALK_IN","origin":"RESIDENT","lines":[{"category":"`,
			categories[r.IntN(len(categories))], `","method":"SCALE","grams":`, strconv.Itoa(grams), `,"unit":"KG","typed":"`,
			strconv.FormatFloat(float64(grams)/1000, 'f', -1, 64), `"}]}`)
		return text(buf, "PUT /api/v1/pickups/", uuid.Must(uuid.NewV7()).String(), " HTTP/1.1\r\nHost: ", host, "\r\nCookie: ",
			cookies[client%len(cookies)], "\r\nContent-Type: application/json\r\nContent-Length: ", strconv.Itoa(len(body)), "\r\n\r\n", string(body))
	}}
	return bench{at, func(t *testing.T) {
		if err := server.Stop(); err != nil {
			t.Error("stop:", err)
		}
		if n := count(t, filepath.Join(p.Data, "liangwang.db")); n < at.stored.Load() {
			t.Errorf("liangwang: %d pickups answered, %d stored", at.stored.Load(), n)
		}
		for _, check := range []string{"ledger", "audit"} {
			out, err := p.Run("", check, "verify")
			if err != nil {
				t.Error(err)
			}
			t.Logf("%s verify: %s", check, out)
		}
	}}
}

// signIn signs the people in on n devices.
func signIn(t *testing.T, url string, n int) (cookies []string) {
	for i := range n {
		cookie, err := testkit.SignIn(url, fmt.Sprintf("1380000010%d", i%people), password, uuid.Must(uuid.NewV7()).String())
		if err != nil {
			t.Fatal(err)
		}
		cookies = append(cookies, cookie)
	}
	return cookies
}

// place is a site of the phone's list.
type place struct {
	ID       string
	Lon, Lat float64
}

func readSites(t *testing.T, url, cookie string) []place {
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url+"/api/v1/sites/phone", nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Cookie", cookie)
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = res.Body.Close() }()
	var list struct{ Items []place }
	if err := json.NewDecoder(res.Body).Decode(&list); err != nil || len(list.Items) != sites {
		t.Fatalf("%d sites, %v", len(list.Items), err)
	}
	return list.Items
}

// text appends parts to buf: requests are made in the time that is measured, so it should be little.
func text(buf []byte, parts ...string) []byte {
	for _, p := range parts {
		buf = append(buf, p...)
	}
	return buf
}

func degrees(v float64) string { return strconv.FormatFloat(v, 'f', 6, 64) }

func count(t *testing.T, path string) (n int64) {
	db, err := sql.Open("sqlite3", "file:"+path+"?mode=ro")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	if err := db.QueryRow("SELECT count(*) FROM pickups").Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

func number(t *testing.T, name string, value int) int {
	if text := os.Getenv(name); text != "" {
		n, err := strconv.Atoi(text)
		if err != nil || n < 1 {
			t.Fatalf("%s=%s is no count", name, text)
		}
		return n
	}
	return value
}
