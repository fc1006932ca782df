// Interop-teams runs Microsoft's own local client, the Microsoft 365 Agents
// Playground, beside our stand-in for Teams (internal/faketeams): people do the same
// on both, a bot calls both alike, and what comes out has to agree wherever the
// client can do it at all. Then it runs the real service in the client, behind a
// proxy that signs as Teams does. "make interop" runs it.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"time"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	ctx, cancel := context.WithTimeout(ctx, 6*time.Minute)
	code := run(ctx)
	cancel()
	stop()
	os.Exit(code)
}

func run(ctx context.Context) int {
	folder := flag.String("folder", "internal/interop", "where node_modules are")
	page := flag.Bool("page", false, "look at the client's page, too, in Chromium")
	flag.Parse()
	if err := play(ctx, *folder, *page); err != nil {
		fmt.Fprintf(os.Stderr, "Agents Playground: %v\n", err)
		return 1
	}
	return 0
}

// play plays both parts: our stand-in beside the client, and the real service in it.
func play(ctx context.Context, folder string, page bool) error {
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
	for tries := 1; ; tries++ {
		err := playWhole(ctx, folder, page)
		if !errors.Is(err, errPage) || tries == mostTries {
			return err
		}
		fmt.Printf("    teams  The client's page lost something: %d more tries. %.120q\n", mostTries-tries, err)
	}
}

// mostTries is how often the service is played in the client: its page now and then
// loses messages that its own connector took, most of all on a busy machine.
const mostTries = 4

// playWhole runs the service in the client once.
func playWhole(ctx context.Context, folder string, page bool) error {
	w, err := openWhole(ctx, folder, page)
	if err != nil {
		return err
	}
	defer w.close()
	for _, s := range parts() {
		if s.page && !page {
			continue
		}
		if err := tell(ctx, s.name, func(ctx context.Context) error { return s.do(ctx, w) }); err != nil {
			return fmt.Errorf("%w\n%s", err, w.service.Logged())
		}
	}
	return nil
}

// tell does a step, and says so.
func tell(ctx context.Context, name string, do func(context.Context) error) error {
	began := time.Now()
	bounded, cancel := context.WithTimeout(ctx, 30*time.Second)
	defer cancel()
	if err := do(bounded); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	fmt.Printf("ok  teams  %s (%d ms)\n", name, time.Since(began).Milliseconds())
	return nil
}

// part is one thing that the service does in the client. page: it is for its page.
type part struct {
	name string
	page bool
	do   func(ctx context.Context, w *whole) error
}

func parts() []part {
	return []part{
		{"who signs nothing, or with a key of their own, is refused", false, impostor},
		{"an engagement is made, and opened", false, engagement},
		{"the welcome and the list stand on the page", true, seen},
		{"a supplier answers in words", false, answered},
		{"the list of sections is edited in place", false, inPlace},
		{"a stance is chosen on the page, and the list changes where it stands", true, chosen},
		{"a form on a card is filled in on the page, and taken", true, filledIn},
		{"the digest arrives", false, digested},
	}
}
