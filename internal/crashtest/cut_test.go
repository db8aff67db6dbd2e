package crashtest

import (
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"liangwang/internal/testkit"
)

// modes say what becomes of what was not synced.
var modes = []string{"none", "subset", "prefix", "torn"}

// The power is cut under load, again and again, with photos and backups: nothing that was acknowledged is lost or stored twice,
// photos are whole, and a backup that ended well comes back clean.
func TestPowerCut(t *testing.T) {
	s, began, sums, faults := newScene(t), time.Now(), map[string]*tally{lenient: {}, strict: {}}, map[string]int{}
	for n := range tried.cutLives {
		names := []string{lenient, strict}[n%2]
		t.Run(fmt.Sprintf("life %d %s", n+1, names), func(t *testing.T) {
			l := begin(t, s, newDisk(t, names), program(t))
			faults[names] += l.rounds(s, tried.cuts/tried.cutLives, func(round int) string { return modes[(round+n)%len(modes)] })
			_, found := l.end()
			faults[names] += l.say("at the end", found)
			sums[names].add(l.tally())
		})
	}
	for _, names := range []string{lenient, strict} {
		results.add("power cut, "+names, tried.cuts/2, faults[names], "%v; %v for both", sums[names], time.Since(began).Round(time.Second))
	}
}

// What the first command of all says is done is there after a power cut, new folders included.
func TestPowerCut_first(t *testing.T) {
	t.Setenv(testkit.ProgramEnv, program(t))
	d := newDisk(t, strict)
	p := testkit.NewProgram(t)
	p.Data = filepath.Join(d.mnt, "var", "lib", "data")
	if _, err := p.Run(password+"\n", "user", "add", "--org", "测试区", "--role", "admin", "--phone", "13800000000", "--name", "管理员",
		"--password-stdin"); err != nil {
		t.Fatal(err)
	}
	d.cut("none", 1)
	if _, err := testkit.SignIn(p.Serve().URL, "13800000000", password, "01900000-0000-7000-8000-000000000001"); err != nil {
		t.Error(err)
	}
}

// The same on ext4.
func TestPowerCut_ext4(t *testing.T) {
	s, began, sum, faults := newScene(t), time.Now(), tally{}, 0
	for n := range tried.ext4Lives {
		t.Run(fmt.Sprintf("life %d", n+1), func(t *testing.T) {
			l := begin(t, s, newExtDisk(t), program(t))
			faults += l.rounds(s, tried.ext4/tried.ext4Lives, func(round int) string { return modes[(round+n)%len(modes)] })
			_, found := l.end()
			faults += l.say("at the end", found)
			sum.add(l.tally())
		})
	}
	if tried.ext4 > 0 {
		results.add("power cut, ext4", tried.ext4, faults, "%v; %v", sum, time.Since(began).Round(time.Second))
	}
}
