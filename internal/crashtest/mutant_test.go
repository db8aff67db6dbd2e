package crashtest

import (
	"encoding/json"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// patch changes a source file: old stands in it once.
type patch struct{ file, old, new string }

// sqliteSource stands for the source of SQLite itself.
const sqliteSource = "sqlite3-binding.c"

const (
	writerFile = "internal/store/writer.go"
	hotFile    = "internal/store/hotconn.go"
	blobFile   = "internal/blob/blob.go"

	checkpointFile = "internal/store/checkpoint.go"
)

// early makes the program write the WAL back often.
var early = []patch{{checkpointFile, "checkpointEvery = 4000", "checkpointEvery = 100"}, {checkpointFile, "longWAL         = 12000", "longWAL         = 300"}}

// hunt is one round of looking for what is wrong.
type hunt func(l *life, s *scene, d *disk, round int) (faults []string)

// mutants are programs in which one thing is wrong.
var mutants = []struct {
	name    string
	patches []patch
	hunt    hunt
}{
	{"ack before commit", []patch{
		{writerFile, `		fatal = w.hot.exec("COMMIT")`, `		for i, j := range group {
			if errs[i] == nil {
				j.answer <- nil
			}
		}
		fatal = w.hot.exec("COMMIT")`},
		{writerFile, `		j.answer <- errs[i]
	}
	if fatal == nil {
		w.wal`, `		select {
		case j.answer <- errs[i]:
		default:
		}
	}
	if fatal == nil {
		w.wal`},
	}, cutSlow},
	{"no transaction", []patch{
		{hotFile, `func (h *hotConn) exec(query string, args ...any) error {`, `func (h *hotConn) exec(query string, args ...any) error {
	switch query {
	case "BEGIN IMMEDIATE", "COMMIT", "ROLLBACK", "SAVEPOINT job", "RELEASE job", "ROLLBACK TO job":
		return nil
	}`},
		{hotFile, `if h.conn.AutoCommit() {`, `if false {`},
	}, cut},
	{"add twice", []patch{{"internal/pickup/log.go", `	stored, replayed := s.replay(ctx, &p, actor)
	if recycle.KindOf(replayed)`, `	_ = s.Store.InTx(ctx, func(ctx context.Context) error { return s.Store.AddTotals(ctx, p.Totals()) })
	stored, replayed := s.replay(ctx, &p, actor)
	if recycle.KindOf(replayed)`}}, cut},
	{"synchronous=NORMAL", []patch{{"internal/store/sqlite.go", `_synchronous=FULL&_txlock`, `_synchronous=NORMAL&_txlock`}}, cut},
	{"fsync of the database retried after EIO", []patch{{sqliteSource, `  rc = full_fsync(pFile->h, isFullsync, isDataOnly);
  SimulateIOError( rc=1 );
  if( rc ){`, `  rc = full_fsync(pFile->h, isFullsync, isDataOnly);
  if( rc ) rc = full_fsync(pFile->h, isFullsync, isDataOnly);
  if( rc ){`}}, failFsync},
	{"what a failed checkpoint left out is left out", append([]patch{{checkpointFile, `c.failed.Store(true)`, `c.failed.Store(false)`}}, early...), failCheckpoint},
	{"fsync of a photo retried after EIO", []patch{{blobFile, `	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return err
	}
	return os.Rename`, `	if f.Sync() != nil {
		err = errors.Join(err, f.Sync())
	}
	if err = errors.Join(err, f.Close()); err != nil {
		return err
	}
	return os.Rename`}}, failFsync},
	{"photo acknowledged before its fsync", []patch{{blobFile, `	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return err
	}
	return os.Rename`, `	if err = errors.Join(err, f.Close()); err != nil {
		return err
	}
	return os.Rename`}}, cut},
	{"rename without fsync of the folder", []patch{{blobFile, `	if err := sync(folder); err != nil {
		return "", failure(err)
	}
`, ``}}, cut},
	{"new photo folder not fsynced", []patch{{blobFile, `	if err := sync(d.path); err != nil { // the folder may be new
		return "", failure(err)
	}
`, ``}}, cut},
}

const huntRounds = 40 // within which a mutant must be caught

// A harness that cannot fail proves nothing: each of these programs must be caught by it.
func TestMutants(t *testing.T) {
	if !tried.mutants {
		return
	}
	s := newScene(t)
	for _, m := range mutants {
		t.Run(m.name, func(t *testing.T) {
			began := time.Now()
			bin := filepath.Join(t.TempDir(), "mutant")
			buildMutant(t, bin, m.patches)
			took := time.Since(began)
			faults, rounds := pursue(t, s, bin, m.hunt, huntRounds)
			if len(faults) == 0 {
				t.Fatalf("not caught in %d rounds: this harness proves nothing", rounds)
			}
			first, _, _ := strings.Cut(faults[0], "\n")
			results.add("mutant: "+m.name, rounds, len(faults), "caught: %s; built in %v, hunted for %v", first, took.Round(time.Second),
				(time.Since(began) - took).Round(time.Second))
		})
	}
}

// What is hunted in the mutants is not found in the program itself.
func TestMutants_none(t *testing.T) {
	if !tried.mutants {
		return
	}
	s := newScene(t)
	for name, h := range map[string]hunt{"power cut": cut, "slow": cutSlow, "failing fsync": failFsync} {
		t.Run(name, func(t *testing.T) {
			faults, rounds := pursue(t, s, program(t), h, huntRounds/2)
			for _, fault := range faults {
				t.Error(fault)
			}
			results.add("no mutant: "+name, rounds, len(faults), "")
		})
	}
}

// pursue hunts in a life of the program bin until something is found, or for a number of rounds.
func pursue(t *testing.T, s *scene, bin string, h hunt, most int) (faults []string, rounds int) {
	t.Helper()
	d := newDisk(t, strict)
	l := begin(t, s, d, bin)
	l.work(s, clients, rand.Uint64())
	for ; rounds < most && len(faults) == 0; rounds++ {
		faults = h(l, s, d, rounds)
	}
	return faults, rounds
}

func cut(l *life, _ *scene, _ *disk, round int) []string {
	time.Sleep(time.Duration(100+rand.IntN(200)) * time.Millisecond)
	return l.die("none", int64(round))
}

// cutSlow cuts while commits take their time, as they do on a real disk.
func cutSlow(l *life, s *scene, d *disk, round int) []string {
	d.do("slow 20")
	defer d.do("slow 0")
	return cut(l, s, d, round)
}

// failFsync lets some fsyncs fail, one at a time, before the cut.
func failFsync(l *life, s *scene, d *disk, round int) []string {
	for range 10 {
		d.do("eio-at fsync %d", 1+rand.IntN(10))
		time.Sleep(20 * time.Millisecond)
	}
	d.do("eio off")
	return l.die("none", int64(round))
}

// failCheckpoint lets an fsync of the database's file fail, and the load go on for a while.
func failCheckpoint(l *life, _ *scene, d *disk, round int) []string {
	d.do("only liangwang.db")
	d.do("eio-at fsync %d", 1+rand.IntN(4))
	time.Sleep(2 * time.Second)
	d.do("eio off")
	return l.die("none", int64(round))
}

// buildMutant builds the program from patched sources, which stand in for the real ones during the build alone.
func buildMutant(t *testing.T, bin string, patches []patch) {
	t.Helper()
	root, dir := filepath.Dir(goSays(t, "env", "GOMOD")), t.TempDir()
	args := []string{"build", "-tags", "nomsgpack", "-o", bin}
	replace := map[string]string{}
	for _, p := range patches {
		if p.file == sqliteSource {
			args = append(args, "-modfile", patchedModule(t, root, p))
			continue
		}
		path := filepath.Join(root, p.file)
		to := filepath.Join(dir, strings.ReplaceAll(p.file, "/", "-"))
		if replace[path] == "" {
			copyFile(t, path, to)
		}
		replace[path] = to
		p.apply(t, to)
	}
	overlay, err := json.Marshal(map[string]any{"Replace": replace})
	if err != nil {
		t.Fatal(err)
	}
	list := filepath.Join(dir, "overlay.json")
	if err := os.WriteFile(list, overlay, 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), "go", append(args, "-overlay", list, "./cmd/liangwang")...)
	cmd.Dir = root
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("build: %v\n%s", err, out)
	}
}

// patchedModule returns the path of a go.mod in which the SQLite driver is a patched copy.
func patchedModule(t *testing.T, root string, p patch) string {
	t.Helper()
	const module = "github.com/mattn/go-sqlite3"
	from, dir := goSays(t, "list", "-f", "{{.Dir}}", module), t.TempDir()
	files, err := filepath.Glob(filepath.Join(from, "*.*"))
	if err != nil || len(files) == 0 {
		t.Fatalf("%s: %v", from, err)
	}
	for _, f := range files {
		if info, err := os.Stat(f); err == nil && info.Mode().IsRegular() {
			copyFile(t, f, filepath.Join(dir, filepath.Base(f)))
		}
	}
	p.apply(t, filepath.Join(dir, p.file))
	mod := filepath.Join(t.TempDir(), "go.mod")
	copyFile(t, filepath.Join(root, "go.sum"), strings.TrimSuffix(mod, ".mod")+".sum")
	text, err := os.ReadFile(filepath.Join(root, "go.mod"))
	if err == nil {
		err = os.WriteFile(mod, append(text, "\nreplace "+module+" => "+dir+"\n"...), 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
	return mod
}

// apply changes the file at path.
func (p patch) apply(t *testing.T, path string) {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(string(text), p.old); n != 1 {
		t.Fatalf("%s has this %d times, not once; the mutant must follow the program:\n%s", p.file, n, p.old)
	}
	if err := os.WriteFile(path, []byte(strings.Replace(string(text), p.old, p.new, 1)), 0o600); err != nil {
		t.Fatal(err)
	}
}

func copyFile(t *testing.T, from, to string) {
	t.Helper()
	data, err := os.ReadFile(from)
	if err == nil {
		err = os.WriteFile(to, data, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
}

func goSays(t *testing.T, args ...string) string {
	t.Helper()
	out, err := exec.CommandContext(t.Context(), "go", args...).Output()
	if err != nil {
		t.Fatalf("go %v: %v", args, err)
	}
	return strings.TrimSpace(string(out))
}
