// Linesbot is the service with the line protocol of package crashtest for a
// platform, made to be killed. It is for tests alone.
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"soundings/internal/crashtest"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := crashtest.Serve(ctx, os.Args[1:], os.Stdout, os.Stderr); err != nil {
		fmt.Fprintln(os.Stderr, "linesbot:", err)
		os.Exit(1)
	}
}
