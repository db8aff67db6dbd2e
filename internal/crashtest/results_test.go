package crashtest

import (
	"fmt"
	"io"
	"os"
	"sync"
	"text/tabwriter"
)

// tableEnv names the variable with a file that the table of results is written to; it is printed in any case.
const tableEnv = "LW_TABLE"

// results are printed as a table when all is done.
var results table

type table struct {
	mu   sync.Mutex
	rows []string
}

// add adds a row: what was done, how often, and what came of it.
func (r *table) add(what string, times int, faults int, format string, args ...any) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.rows = append(r.rows, fmt.Sprintf("%s\t%d\t%d\t%s", what, times, faults, fmt.Sprintf(format, args...)))
}

func (r *table) print() {
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(r.rows) == 0 {
		return
	}
	var out io.Writer = os.Stdout
	if path := os.Getenv(tableEnv); path != "" {
		if f, err := os.OpenFile(path, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600); err == nil {
			defer func() { _ = f.Close() }() // a copy of what is printed
			out = io.MultiWriter(out, f)
		}
	}
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "\nwhat\ttimes\tfaults\t")
	for _, row := range r.rows {
		fmt.Fprintln(w, row)
	}
	_ = w.Flush() // to the standard output
}
