// Interop-teams runs Microsoft's own local client, the Microsoft 365 Agents
// Playground, beside our stand-in for Teams (internal/faketeams): people do the same
// on both, a bot calls both alike, and what comes out has to agree wherever the
// client can do it at all. Then it runs the real service in the client, behind a
// proxy that signs as Teams does. "make interop" runs it.
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

// play plays both parts: our stand-in beside the client, and the real service in it.
func play(ctx context.Context, folder string) error {
	st, err := open(ctx, folder)
	if err != nil {
		return err
	}
	for _, s := range steps() {
		if err := tell(ctx, s.name, func(ctx context.Context) error { return s.do(ctx, st) }); err != nil {
			st.close()
			return fmt.Errorf("%w\n%s", err, st.playground.said())
		}
	}
	st.close()
	w, err := openWhole(ctx, folder)
	if err != nil {
		return err
	}
	defer w.close()
	for _, s := range parts() {
		if err := tell(ctx, s.name, func(ctx context.Context) error { return s.do(ctx, w) }); err != nil {
			return fmt.Errorf("%w\n%s", err, w.service.Logged())
		}
	}
	return nil
}

// tell does a step, and says so.
func tell(ctx context.Context, name string, do func(context.Context) error) error {
	began := time.Now()
	bounded, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	if err := do(bounded); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	fmt.Printf("ok  teams  %s (%d ms)\n", name, time.Since(began).Milliseconds())
	return nil
}

// part is one thing that the service does in the client.
type part struct {
	name string
	do   func(ctx context.Context, w *whole) error
}

func parts() []part {
	return []part{
		{"who signs nothing, or with a key of their own, is refused", impostor},
		{"an engagement is made, opened and answered", engagement},
		{"the list of sections is edited in place", inPlace},
		{"the digest arrives", digested},
	}
}
