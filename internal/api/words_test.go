package api

import (
	"encoding/json"
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"

	"liangwang/internal/recycle"
)

const pages = "../../static/src/"

// spoken reads a group of codes with their words from the pages' Chinese catalogue.
func spoken(t *testing.T, group string) map[string]string {
	t.Helper()
	data, err := os.ReadFile(pages + "i18n/zh/terms.ts")
	if err != nil {
		t.Fatal(err)
	}
	m := regexp.MustCompile(`(?s)\n  ` + group + `: \{(.*?)\}`).FindSubmatch(data)
	if m == nil {
		t.Fatalf("the pages have no words for %s", group)
	}
	words := map[string]string{}
	for _, e := range regexp.MustCompile(`(\w+): '([^']*)'`).FindAllSubmatch(m[1], -1) {
		words[string(e[1])] = string(e[2])
	}
	return words
}

func texts[K ~string](words map[K]string) map[string]string {
	found := map[string]string{}
	for k, v := range words {
		found[string(k)] = v
	}
	return found
}

// A file says what the pages say: entry by entry, none more and none less.
func TestWords(t *testing.T) {
	for group, words := range map[string]map[string]string{
		"method": texts(methodWords), "pickupState": texts(pickupStateWords), "ticketState": texts(ticketStateWords), "ticketKind": texts(ticketKindWords),
		"delivery": texts(deliveryWords), "scaleVerdict": texts(verdictWords), "siteKind": planValues["kind"],
	} {
		said := spoken(t, group)
		if fmt.Sprint(said) != fmt.Sprint(words) {
			t.Errorf("%s: the pages say %v, the files %v", group, said, words)
		}
	}
	for what, n := range map[string]int{"methods": len(methodWords) - len(recycle.Methods()), "states": len(pickupStateWords) - len(recycle.PickupStates()),
		"states of tickets": len(ticketStateWords) - len(recycle.TicketStates()), "kinds of ticket": len(ticketKindWords) - len(recycle.TicketKinds()),
		"deliveries": len(deliveryWords) - len(recycle.Deliveries())} {
		if n != 0 {
			t.Errorf("%d %s have no word", -n, what)
		}
	}
}

// The reasons of a comparison are the pages' own: one list of cases holds both to it.
func TestReasonWords(t *testing.T) {
	data, err := os.ReadFile(pages + "desk/office/reasons.cases.json")
	if err != nil {
		t.Fatal(err)
	}
	var cases []struct {
		Name, Want string
		Row        CompareRow
	}
	if err := json.Unmarshal(data, &cases); err != nil || len(cases) < 10 {
		t.Fatal(len(cases), err)
	}
	for _, c := range cases {
		if got := reasonWords(&c.Row); got != c.Want {
			t.Errorf("%s: %q, want %q", c.Name, got, c.Want)
		}
	}
}

// A column of a file is called as the page calls it, its unit in brackets.
func TestColumnWords(t *testing.T) {
	data, err := os.ReadFile(pages + "i18n/zh/office.ts")
	if err != nil {
		t.Fatal(err)
	}
	source, err := os.ReadFile("exports.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"collectedKg", "receivedKg", "diffKg", "share", "why", "waiting"} {
		m := regexp.MustCompile(`\b` + name + `: '([^']*)'`).FindSubmatch(data)
		if m == nil {
			t.Fatalf("the page has no %s", name)
		}
		word, unit, _ := strings.Cut(string(m[1]), " ")
		if want := `"` + word + map[bool]string{true: "（" + unit + "）"}[unit != ""]; !strings.Contains(string(source), want) {
			t.Errorf("no file has a column %s", want)
		}
	}
}
