package api_test

import (
	"net/http"
	"testing"

	"liangwang/internal/api"
	"liangwang/internal/recycle"
	"liangwang/internal/testkit"
)

// When what is left of the disk is kept for records, exports are refused and a pickup is still stored.
func TestExports_room(t *testing.T) {
	var full error
	w := newWorld(t, testkit.NewStore(t), func(s *api.Services) { s.Env.Room = func() error { return full } })
	exports := map[string]string{"/company/export/pickups": operator, "/company/export/tickets": operator, "/plan/export?what=sites&format=geojson": planner}
	for path, name := range exports {
		if a := w.get(name, path); a.Code != http.StatusOK {
			t.Errorf("%s with room: %d %s", path, a.Code, a.Body)
		}
	}
	full = &recycle.Error{Kind: recycle.Full, Code: "storage.reserve"}
	for path, name := range exports {
		if a := w.get(name, path); a.Code != http.StatusInsufficientStorage || codeOf(a) != "storage.reserve" || a.Header().Get("Retry-After") == "" {
			t.Errorf("%s without: %d %s", path, a.Code, a.Body)
		}
	}
	if a := w.put(collector, "/pickups/"+id(1), pickupBody(testkit.Ours)); a.Code != http.StatusCreated {
		t.Errorf("a pickup without: %d %s", a.Code, a.Body)
	}
}

// While too many of an organisation wait, what it would change is refused before its body is read; what it reads, and others, are not.
func TestCrowded(t *testing.T) {
	w := newWorld(t, testkit.NewStore(t), func(s *api.Services) { s.Env.Crowded = func(org recycle.OrgID) bool { return org == testkit.Ours } })
	if a := w.put(collector, "/pickups/"+id(1), "no body"); a.Code != http.StatusServiceUnavailable || codeOf(a) != "server.busy" || a.Header().Get("Retry-After") == "" {
		t.Errorf("theirs who crowd: %d %s", a.Code, a.Body)
	}
	if a := w.get(collector, "/my/last"); a.Code != http.StatusOK {
		t.Errorf("a read: %d %s", a.Code, a.Body)
	}
	if a := w.put(theirCollector, "/pickups/"+id(1), pickupBody(testkit.Theirs)); a.Code != http.StatusCreated {
		t.Errorf("others: %d %s", a.Code, a.Body)
	}
}
