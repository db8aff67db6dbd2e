package main

import (
	"context"

	"liangwang/internal/server"
)

// listen serves the API of p, the pages, health and metrics on the configured address until ctx is done, and returns when the
// requests in hand have their answers. The caller fills in Mount, Problem, Ready and Large; clock and log are the program's.
// started is called once, with the address for a browser, when connections are being taken.
func (a *app) listen(ctx context.Context, p server.Parts, started func(url string)) error {
	p.Now, p.Log = a.now, a.log
	s, err := server.New(a.cfg, p)
	if err != nil {
		return err
	}
	a.log.InfoContext(ctx, "start", "config", a.cfg)
	err = s.Run(ctx, started)
	a.log.InfoContext(ctx, "stopped")
	return err
}
