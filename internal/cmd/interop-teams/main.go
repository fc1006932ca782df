// Interop-teams runs Microsoft's own local client, the Microsoft 365 Agents
// Playground, beside our stand-in for Teams (internal/faketeams): people do the same
// on both, a bot calls both alike, and what comes out has to agree wherever the
// client can do it at all. "make interop" runs it.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"time"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	ctx, cancel := context.WithTimeout(ctx, 3*time.Minute)
	code := run(ctx)
	cancel()
	stop()
	os.Exit(code)
}

func run(ctx context.Context) int {
	folder := flag.String("folder", "internal/interop", "where node_modules are")
	flag.Parse()
	if err := play(ctx, *folder); err != nil {
		fmt.Fprintf(os.Stderr, "Agents Playground: %v\n", err)
		return 1
	}
	return 0
}

// play starts the client and goes through the steps.
func play(ctx context.Context, folder string) error {
	st, err := open(ctx, folder)
	if err != nil {
		return err
	}
	defer st.close()
	for _, step := range steps() {
		began := time.Now()
		bounded, cancel := context.WithTimeout(ctx, 20*time.Second)
		err := step.do(bounded, st)
		cancel()
		if err != nil {
			return fmt.Errorf("%s: %w\n%s", step.name, err, st.playground.said())
		}
		fmt.Printf("ok  teams  %s (%d ms)\n", step.name, time.Since(began).Milliseconds())
	}
	return nil
}
