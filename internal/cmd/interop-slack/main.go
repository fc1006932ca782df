// Interop-slack certifies the stand-in for Slack (internal/fakeslack) by Slack's
// own client: it starts an app made with Bolt for JavaScript against it, over HTTP
// and in Socket Mode, lets people do everything they can do, and checks on both
// sides what came of it. "make interop" runs it; it knows nothing of Soundings.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"time"
)

func main() { os.Exit(run()) }

func run() int {
	folder := flag.String("folder", "internal/interop", "where app.mjs and its node_modules are")
	flag.Parse()
	ctx, cancel := context.WithTimeout(context.Background(), 90*time.Second)
	defer cancel()
	for _, mode := range []string{"http", "socket"} {
		if err := play(ctx, *folder, mode); err != nil {
			fmt.Fprintf(os.Stderr, "Bolt in mode %s: %v\n", mode, err)
			return 1
		}
	}
	return 0
}

// play starts an app in that mode and goes through the steps that it can do.
func play(ctx context.Context, folder, mode string) error {
	st, err := open(ctx, folder, mode)
	if err != nil {
		return err
	}
	defer st.close()
	for _, step := range steps() {
		if step.only != "" && step.only != mode {
			continue
		}
		began := time.Now()
		bounded, cancel := context.WithTimeout(ctx, 15*time.Second)
		err := step.do(bounded, st)
		cancel()
		if err != nil {
			return fmt.Errorf("%s: %w\n%s", step.name, err, st.child.complaints())
		}
		fmt.Printf("ok  %-6s %s (%d ms)\n", mode, step.name, time.Since(began).Milliseconds())
	}
	return nil
}
