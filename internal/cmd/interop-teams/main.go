// Interop-teams runs Microsoft's own local client, the Microsoft 365 Agents
// Playground, beside our stand-in for Teams (internal/faketeams): people do the same
// on both, a bot calls both alike, and what comes out has to agree wherever the
// client can do it at all. Then it runs the real service in the client, behind a
// proxy that signs as Teams does: by the client's REST interface, and in its page, in
// Chromium, as a commissioner and a supplier use it. "make interop" runs it.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"sync"
	"time"

	"soundings/internal/servicetest"
)

func main() {
	folder := flag.String("folder", "internal/interop", "where node_modules are")
	page := flag.Bool("page", false, "do only what is done in the client's page")
	long := flag.Bool("whole", false, "do only that, and with it a whole engagement")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	ctx, cancel := context.WithTimeout(ctx, 15*time.Minute)
	err := play(ctx, *folder, *page, *long)
	cancel()
	stop()
	if err != nil {
		fmt.Fprintf(os.Stderr, "Agents Playground: %v\n", err)
		os.Exit(1)
	}
}

// play plays our stand-in beside the client, and the real service in it, without and
// with its page.
func play(ctx context.Context, folder string, page, long bool) error {
	built, err := os.MkdirTemp("", "interop-teams")
	if err != nil {
		return err
	}
	defer os.RemoveAll(built)
	program, err := servicetest.Build(ctx, built)
	if err != nil {
		return err
	}
	var p *pages
	var opening sync.WaitGroup
	opening.Go(func() { p, err = openPages(ctx, folder, program) }) // loading takes a while
	var failed error
	if !page && !long {
		failed = errors.Join(playBeside(ctx, folder), playWhole(ctx, folder, program))
	}
	opening.Wait()
	if err != nil {
		return errors.Join(failed, err)
	}
	defer p.close()
	if failed != nil {
		return failed
	}
	return p.play(ctx, long)
}

// playBeside compares our stand-in with the client.
func playBeside(ctx context.Context, folder string) error {
	st, err := open(ctx, folder)
	if err != nil {
		return err
	}
	defer st.close()
	for _, s := range steps() {
		if err := tell(ctx, s.name, func(ctx context.Context) error { return s.do(ctx, st) }); err != nil {
			return fmt.Errorf("%w\n%s", err, st.playground.said())
		}
	}
	return nil
}

// playWhole runs the service in the client, without its page.
func playWhole(ctx context.Context, folder, program string) error {
	w, err := openWhole(ctx, folder, program)
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
	bounded, cancel := context.WithTimeout(ctx, 2*time.Minute)
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
		{"an engagement is made, and opened", engagement},
		{"a supplier answers in words", answered},
		{"the list of sections is edited in place", inPlace},
		{"the digest arrives", digested},
	}
}
