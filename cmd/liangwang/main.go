// Command liangwang runs the recycling-network tracker and the tools around it: imports, back-ups, accounts, checks.
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/gin-gonic/gin"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second signal ends the program at once
	gin.SetMode(gin.ReleaseMode)
	a := &app{stdin: os.Stdin, stdout: os.Stdout, stderr: os.Stderr, environ: os.Environ(), now: time.Now}
	if err := run(ctx, a, os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "liangwang:", plain(err))
		os.Exit(1)
	}
}

// run executes the command that args name. All that it reads and writes outside the data directory is in a.
func run(ctx context.Context, a *app, args []string) error {
	root := newRootCmd(a)
	root.SetArgs(args)
	return root.ExecuteContext(ctx)
}
