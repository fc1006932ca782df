package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"path/filepath"
	"strings"
	"time"

	"soundings/internal/fakeslack"
	"soundings/internal/servicetest"
)

// signingSecret is what Slack signs with.
const signingSecret = "0123456789abcdef0123456789abcdef"

// plan is how a play goes.
type plan struct {
	mode      string // http or socket
	draft     file
	strict    bool // Slack holds to its limits of speed
	scheduled bool // the digest comes by its schedule; else somebody asks for it
}

// file is a file to upload.
type file struct {
	name string
	data []byte
}

// stage is Slack with its people, and the service in a process of its own. After
// the first error its methods do nothing, so that a play reads as a story; err
// says what went wrong.
type stage struct {
	plan
	ctx     context.Context //nolint:containedctx // a stage lasts as long as one play
	tell    func(format string, args ...any)
	slack   *fakeslack.Slack
	server  *http.Server
	service *servicetest.Service
	zone    string // in which it is a working day, if there is one
	restDay bool   // there is none, so that no digest comes by itself
	made    string // the channel that the bot made
	word    int    // of marks that were made
	answers []said
	digest  string
	seen    map[string]*strings.Builder // what each party has read in windows and pages
	err     error
}

// said is an answer that was acknowledged to the person who gave it.
type said struct {
	by        party
	mark      string // a word that stands in it and nowhere else
	sensitive bool
}

// open starts Slack and the service.
func open(ctx context.Context, p plan, program, folder string, tell func(string, ...any)) (*stage, error) {
	var lc net.ListenConfig
	listener, err := lc.Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("open a port for Slack: %w", err)
	}
	base := "http://" + listener.Addr().String()
	s := &stage{plan: p, ctx: ctx, tell: tell, seen: map[string]*strings.Builder{}}
	s.slack = fakeslack.New(fakeslack.Options{SigningSecret: signingSecret, URL: base, Strict: p.strict})
	s.slack.Retries(soon)
	s.server = &http.Server{Handler: s.slack.Handler(), ReadHeaderTimeout: 5 * time.Second}
	go func() { _ = s.server.Serve(listener) }() // it ends with close
	var working bool
	s.zone, working = workingZone(time.Now())
	s.restDay = s.scheduled && !working
	s.scheduled = s.scheduled && working
	env := []string{
		"SOUNDINGS_DATA=" + filepath.Join(folder, p.mode), "SOUNDINGS_TIMEZONE=" + s.zone,
		"SOUNDINGS_SLACK_MODE=" + p.mode, "SOUNDINGS_SLACK_BOT_TOKEN=xoxb-fake", "SOUNDINGS_SLACK_API_URL=" + base + "/api/",
	}
	if p.mode == "http" {
		env = append(env, "SOUNDINGS_SLACK_SIGNING_SECRET="+signingSecret)
	} else {
		env = append(env, "SOUNDINGS_SLACK_APP_TOKEN=xapp-fake")
	}
	if s.service, err = servicetest.New(ctx, program, env); err != nil {
		return nil, errors.Join(err, s.close())
	}
	if p.mode == "http" {
		s.slack.Connect(s.service.URL())
	}
	if s.start(); s.err != nil {
		return nil, errors.Join(s.err, s.close())
	}
	return s, nil
}

// soon is when Slack sends again what was not acknowledged: at once, as it does,
// and then after seconds instead of after one minute and five.
func soon(n int) <-chan time.Time {
	return time.After([]time.Duration{0, 2 * time.Second, 9 * time.Second}[n-1])
}

func (s *stage) close() error {
	s.slack.Stop()
	var err error
	if s.service != nil {
		err = s.service.Kill()
	}
	return errors.Join(err, s.server.Close())
}

// fail keeps the first error.
func (s *stage) fail(err error) {
	if s.err == nil && err != nil {
		s.err = err
	}
}

// failf is fail with a new error.
func (s *stage) failf(format string, args ...any) { s.fail(fmt.Errorf(format, args...)) }

// start starts the service, and waits until Slack reaches it.
func (s *stage) start() {
	if s.err != nil {
		return
	}
	if err := s.service.Start(); err != nil {
		s.fail(err)
		return
	}
	if s.mode == "socket" {
		s.wait("a connection of the service", func() bool { return s.slack.Sockets() > 0 })
	}
}

// restart starts the service after a kill, and says so.
func (s *stage) restart() {
	began := time.Now()
	s.start()
	s.tell("   The service is started again: ready after %d ms.", time.Since(began).Milliseconds())
}

// kill ends the service at once, and says so.
func (s *stage) kill(when string) {
	if s.err != nil {
		return
	}
	s.tell("!! kill -9, %s.", when)
	if err := s.service.Kill(); err != nil {
		s.fail(err)
	}
}

// patience is how long anything may take that was asked for.
const patience = 45 * time.Second

// wait waits until Slack is as ready says, for what the error then names.
func (s *stage) wait(what string, ready func() bool) { s.waitFor(patience, what, ready) }

// waitFor is wait for that long.
func (s *stage) waitFor(most time.Duration, what string, ready func() bool) {
	if s.err != nil {
		return
	}
	ctx, cancel := context.WithTimeout(s.ctx, most)
	defer cancel()
	if err := s.slack.Wait(ctx, ready); err != nil {
		s.failf("wait for %s: %w", what, err)
	}
}

// mark gives a word that nobody else writes.
func (s *stage) mark() string {
	s.word++
	return fmt.Sprintf("Mark%s%02d", strings.ToUpper(s.mode[:1]), s.word)
}

// acknowledged keeps an answer of which the service has said that it has it.
func (s *stage) acknowledged(by party, mark string, sensitive bool) {
	if s.err == nil {
		s.answers = append(s.answers, said{by, mark, sensitive})
	}
}

// reads keeps what somebody of a party has before them.
func (s *stage) reads(p party, words string) {
	if s.seen[p.name] == nil {
		s.seen[p.name] = &strings.Builder{}
	}
	s.seen[p.name].WriteString(words + "\n")
}
