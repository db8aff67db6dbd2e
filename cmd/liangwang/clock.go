package main

import (
	"encoding/json"
	"io"
	"time"

	"liangwang/internal/catalogue"
)

type catalogueService = *catalogue.Service

// clock is the product's clock: the machine's, or in a demo the one that --demo-now sets, which goes on from there.
func (a *app) clock() clock {
	if a.cfg.DemoNow.IsZero() {
		return a.now
	}
	began := a.now()
	return func() time.Time { return a.cfg.DemoNow.Add(a.now().Sub(began)) }
}

func writeJSON(w io.Writer, v any) error {
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	return e.Encode(v)
}
