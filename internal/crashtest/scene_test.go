package crashtest

import (
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"liangwang/internal/testkit"
)

const (
	clients    = 64
	collectors = 4
	devices    = 8 // that are signed in; phones share them
	sites      = 50
	password   = "one for the test"
)

// scene is a data directory with a company, its collectors, who are signed in, and sites. It is made once and copied.
type scene struct {
	data   string
	org    string
	phones []phone
	sites  []string
}

// phone is somebody on a device.
type phone struct{ person, cookie string }

type person struct {
	PersonID, OrgID string
	phone           string
}

var made struct {
	mu sync.Mutex
	*scene
}

// program returns the path of the program as it is shipped.
func program(t testing.TB) string {
	if bin := os.Getenv(testkit.ProgramEnv); bin != "" {
		return bin
	}
	return built(t, "liangwang", func(path string) { testkit.Build(t, path, "./cmd/liangwang", "nomsgpack") })
}

// newScene returns the scene that all tests begin with.
func newScene(t *testing.T) *scene {
	t.Helper()
	bin := program(t)
	made.mu.Lock()
	defer made.mu.Unlock()
	if made.scene == nil {
		made.scene = makeScene(t, bin)
	}
	return made.scene
}

func makeScene(t *testing.T, bin string) *scene {
	t.Helper()
	t.Setenv(testkit.ProgramEnv, bin)
	p := testkit.NewProgram(t)
	p.Data = filepath.Join(programs.dir, "scene")
	people := company(t, p)
	s := &scene{data: p.Data, org: people[0].OrgID}
	server := p.Serve()
	for i := range devices {
		who := people[i%len(people)]
		cookie, err := testkit.SignIn(server.URL, who.phone, password, fmt.Sprintf("01900000-0000-7000-8000-%012x", i))
		if err != nil {
			t.Fatal(err)
		}
		s.phones = append(s.phones, phone{who.PersonID, cookie})
	}
	s.sites = readSites(t, server.URL, s.phones[0].cookie)
	if err := server.Stop(); err != nil {
		t.Fatal(err)
	}
	return s
}

// company fills an empty data directory.
func company(t *testing.T, p *testkit.Program) (people []person) {
	t.Helper()
	if _, err := p.Run("", "user", "add", "--org", "测试区", "--role", "admin", "--phone", "13800000000", "--name", "管理员"); err != nil {
		t.Fatal(err)
	}
	for i := range collectors {
		who := person{phone: fmt.Sprintf("1380000010%d", i)}
		p.Answer(&who, password+"\n", "user", "add", "--org", "测试公司", "--kind", "RECYCLING_COMPANY", "--role", "collector",
			"--phone", who.phone, "--name", fmt.Sprintf("收运员%d", i), "--password-stdin")
		people = append(people, who)
	}
	list := filepath.Join(t.TempDir(), "sites.csv")
	var text strings.Builder
	text.WriteString("id,name,lon,lat\n")
	for i := range sites {
		fmt.Fprintf(&text, "s%02d,测试点%02d,%.4f,35.4\n", i, i, 116.5+float64(i)/1000)
	}
	if err := os.WriteFile(list, []byte(text.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := p.Run("", "import", "sites", list); err != nil {
		t.Fatal(err)
	}
	return people
}

func readSites(t *testing.T, url, cookie string) (ids []string) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url+"/api/v1/sites/phone", nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Cookie", cookie)
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = res.Body.Close() }() // it was only read
	var list struct{ Items []struct{ ID string } }
	if err := json.NewDecoder(res.Body).Decode(&list); err != nil || len(list.Items) != sites {
		t.Fatalf("%d sites, %v", len(list.Items), err)
	}
	for _, s := range list.Items {
		ids = append(ids, s.ID)
	}
	return ids
}
