// Slackwhole plays a whole engagement through Slack, as a story that anybody can
// follow: the real service in a process of its own, on a database and the real
// clock, against a stand-in for Slack (internal/fakeslack); a team and three
// suppliers, one of whom presses buttons, one can only write, and one has a
// browser. The service is killed again and again, most of all between a post and
// the record of it. At the end it says what was sent, acknowledged, recorded and
// posted, and fails if anything is missing, doubled, or was read by whom it was
// not for. "make whole" runs it.
package main

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"sync"
	"time"

	"soundings/internal/servicetest"
)

// within is how long everything may take.
const within = 4 * time.Minute

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	ctx, cancel := context.WithTimeout(ctx, within)
	code := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	cancel()
	stop()
	os.Exit(code)
}

// run plays what args say, and gives the exit code: 0 only where nothing was
// found.
func run(ctx context.Context, args []string, out, errs io.Writer) int {
	flags := flag.NewFlagSet("slackwhole", flag.ContinueOnError)
	flags.SetOutput(errs)
	mode := flags.String("mode", "both", "how events reach the service: http, socket or both")
	from := flags.String("draft", "", "the draft to upload; without one, the sample made into a Word file")
	if err := flags.Parse(args); err != nil {
		return 2
	}
	modes := []string{*mode}
	switch *mode {
	case "both":
		modes = []string{"http", "socket"}
	case "http", "socket":
	default:
		fmt.Fprintf(errs, "There is no mode %q: write http, socket or both.\n", *mode)
		return 2
	}
	if err := plays(ctx, modes, *from, out); err != nil {
		fmt.Fprintln(errs, err)
		return 1
	}
	return 0
}

// plays plays in all modes at once, since each waits for its digest, and tells
// them one after the other: the first while it happens.
func plays(ctx context.Context, modes []string, from string, out io.Writer) error {
	folder, err := os.MkdirTemp("", "slackwhole")
	if err != nil {
		return fmt.Errorf("make a folder: %w", err)
	}
	defer func() { _ = os.RemoveAll(folder) }() // the system empties it otherwise
	text, err := draftFrom(from)
	if err != nil {
		return err
	}
	program, err := servicetest.Build(ctx, folder)
	if err != nil {
		return err
	}
	failed := make([]error, len(modes))
	told := make([]bytes.Buffer, len(modes))
	var playing sync.WaitGroup
	for i, mode := range modes {
		var to io.Writer = &told[i]
		if i == 0 {
			to = out
		}
		playing.Go(func() {
			failed[i] = play(ctx, plan{mode: mode, draft: text, strict: true, scheduled: true}, program, folder, to)
		})
	}
	playing.Wait()
	for i := range told {
		if _, err := told[i].WriteTo(out); err != nil {
			return err
		}
	}
	return errors.Join(failed...)
}

// play plays once, and tells it.
func play(ctx context.Context, p plan, program, folder string, out io.Writer) error {
	began := time.Now()
	tell := func(format string, args ...any) { fmt.Fprintf(out, format+"\n", args...) }
	tell("#### Events by %s", map[string]string{"http": "HTTP: Slack calls the service", "socket": "Socket Mode: the service calls Slack"}[p.mode])
	s, err := open(ctx, p, program, folder, tell)
	if err != nil {
		return fmt.Errorf("%s: %w", p.mode, err)
	}
	s.peopled()
	for _, part := range []func(){s.prepares, s.invites, s.opens, s.tidewellAnswers, s.kindredAnswers, s.moorAnswers, s.asksAndSteps, s.digests} {
		if part(); s.err != nil {
			break
		}
	}
	found := s.findsOut()
	if s.err != nil {
		return errors.Join(fmt.Errorf("%s: %w\nThe end of what the service logged:\n%s", p.mode, s.err, s.service.Logged()), s.close())
	}
	tell("   The digest begins:\n%s", beginning(s.digest, 8))
	tell("== What it came to, after %d seconds.", int(time.Since(began).Seconds()))
	for _, line := range found.lines {
		tell("   %s", line)
	}
	err = s.close()
	for _, fault := range found.faults {
		tell("** %s", fault)
		err = errors.Join(err, fmt.Errorf("%s: %s", p.mode, fault))
	}
	return err
}
