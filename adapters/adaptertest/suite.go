package adaptertest

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"soundings/bot"
)

// Subject is an adapter on a platform of its own, and what the suite can do to
// that platform. The fields that may be nil say so; what needs them is then
// skipped.
type Subject struct {
	Adapter bot.Adapter
	// Room is a room that the bot may post in, Closed one that it may not; the
	// zero address if it may post in any.
	Room, Closed bot.Address
	// Secrets were planted in the adapter's settings: tokens, passwords.
	Secrets []string

	// Read gives what people read of each message of the bot in the room, in
	// order, without the platform's markup: button labels are words too.
	Read func(room bot.Address) []string
	// Say lets somebody write in Room. It returns nil once the adapter has
	// acknowledged it, and an error if it refused to. Nil: nobody can write.
	Say func(ctx context.Context, text string) error
	// Redeliver sends the last thing said again, as a platform does that missed
	// the acknowledgement. Nil: the platform never does.
	Redeliver func(ctx context.Context) error
	// Break lets the next call of the adapter fail as its platform fails. Nil:
	// it cannot fail.
	Break func(reason bot.Reason)
	// Hang lets every call wait until release. Nil: nothing can be waited for.
	Hang func() (release func())
	// Crowd opens Room to everybody of some wider group, in which there are people of
	// so many other organisations: one at first, and more from then on. Nil: no room
	// of this platform is open to anybody but those who were asked into it.
	Crowd func(organisations int)
	// Alarms counts what the platform made of text that people may have
	// written: mentions of everybody, markup that was obeyed. Nil: the platform
	// makes nothing of text.
	Alarms func() int
}

// TB is as much of testing.TB as the suite needs.
type TB interface {
	Helper()
	Context() context.Context
	Errorf(format string, args ...any)
	Fatalf(format string, args ...any)
	Skipf(format string, args ...any)
}

// Fresh makes a subject, on a new platform, whose adapter hands events to
// deliver. It is running, and ends with the test.
type Fresh func(deliver bot.Deliver) *Subject

// Case is one thing that adapters owe.
type Case struct {
	Name string
	Test func(t TB, fresh Fresh)
}

// Run runs the suite.
func Run(t *testing.T, fresh func(t *testing.T, deliver bot.Deliver) *Subject) {
	for _, c := range Cases() {
		t.Run(c.Name, func(t *testing.T) {
			c.Test(t, func(deliver bot.Deliver) *Subject { return fresh(t, deliver) })
		})
	}
}

// Cases gives all that the suite checks.
func Cases() []Case {
	deaf := func(context.Context, bot.Event) (bot.Answer, error) { return bot.Answer{}, nil }
	sends := func(test func(TB, *Subject)) func(TB, Fresh) {
		return func(t TB, fresh Fresh) { test(t, fresh(deaf)) }
	}
	return []Case{
		{"name and limits", sends(testSelf)},
		{"every kind of block", sends(testBlocks)},
		{"long messages", sends(testLong)},
		{"threads", sends(testThread)},
		{"names", sends(testNames)},
		{"hostile text", sends(testHostile)},
		{"a room that is closed", sends(testClosed)},
		{"a room that others read", sends(testCrowded)},
		{"failures", sends(testFailures)},
		{"a platform that hangs", sends(testHang)},
		{"edit", sends(testEdit)},
		{"find", sends(testFind)},
		{"what people write", testDelivery},
		{"redelivery", testRedelivery},
		{"not now", testNotNow},
	}
}

// part makes a part for the room out of what Fit made of a message.
func (s *Subject) part(key string, number, of int, piece bot.Piece) bot.Part {
	return bot.Part{
		Key: key, Class: bot.Notice, Engagement: "care", To: s.Room,
		Number: number, Of: of, Title: piece.Title, Blocks: piece.Blocks,
	}
}

// send posts a message in as many parts as it takes, with keys such as
// "care/list/0.1".
func (s *Subject) send(t TB, key, title string, blocks ...bot.Block) (ids []string) {
	t.Helper()
	pieces := bot.Fit(title, blocks, s.Adapter.Caps())
	for i, piece := range pieces {
		id, err := s.Adapter.Send(t.Context(), s.part(fmt.Sprintf("%s/0.%d", key, i), i+1, len(pieces), piece))
		if err != nil {
			t.Fatalf("Send part %d of %d: %v", i+1, len(pieces), err)
		}
		if id == "" || slices.Contains(ids, id) {
			t.Fatalf("Send part %d of %d: id %q, want one of its own", i+1, len(pieces), id)
		}
		ids = append(ids, id)
	}
	return ids
}

func (s *Subject) read() string {
	return strings.Join(s.Read(s.Room), "\n")
}

var notWords = regexp.MustCompile(`[^\pL\pN]+`)

// wantWords checks that the words stand in what people read, in that order.
func wantWords(t TB, got string, words ...string) {
	t.Helper()
	squeezed := notWords.ReplaceAllString(got, " ")
	for _, w := range words {
		w = strings.TrimSpace(notWords.ReplaceAllString(w, " "))
		at := strings.Index(squeezed, w)
		if at < 0 {
			t.Fatalf("%q is missing, or out of order, in\n%s", w, got)
		}
		squeezed = squeezed[at+len(w):]
	}
}

func testSelf(t TB, s *Subject) {
	name, caps := s.Adapter.Name(), s.Adapter.Caps()
	if !regexp.MustCompile(`^[a-z]+$`).MatchString(name) {
		t.Errorf("Name = %q, want lower-case letters", name)
	}
	if s.Adapter.Name() != name || s.Adapter.Caps() != caps {
		t.Errorf("Name or Caps changes between two calls")
	}
	if s.Room.Adapter != name {
		t.Errorf("the address of its room is of %q, want %q", s.Room.Adapter, name)
	}
	for _, limit := range []struct {
		what  string
		value int
		least int
	}{
		{"MaxText", caps.MaxText, 200},
		{"MaxChars", caps.MaxChars, 200},
		{"MaxBlocks", caps.MaxBlocks, 2},
		{"MaxButtons", caps.MaxButtons, 1},
	} {
		if limit.value != 0 && limit.value < limit.least {
			t.Errorf("%s = %d, want 0 for no limit, or at least %d", limit.what, limit.value, limit.least)
		}
	}
	if caps.MaxChars > 0 && caps.MaxText > caps.MaxChars {
		t.Errorf("MaxText = %d is more than MaxChars = %d", caps.MaxText, caps.MaxChars)
	}
	if caps.Every < 0 || caps.Burst < 0 || caps.Concurrent < 0 || caps.Timeout < 0 {
		t.Errorf("a limit below nought in %+v", caps)
	}
}

func testClosed(t TB, s *Subject) {
	if s.Closed.IsZero() {
		t.Skipf("no room is closed on this platform")
	}
	unknown := s.Closed
	unknown.Room, unknown.Ref = "no-such-room-"+strings.Repeat("x", 40), ""
	for name, to := range map[string]bot.Address{"closed": s.Closed, "unknown": unknown} {
		p := s.part("care/k/0.0", 1, 1, bot.Piece{Blocks: []bot.Block{bot.Say(confidential)}})
		p.To = to
		_, err := s.Adapter.Send(t.Context(), p)
		failure, ok := errors.AsType[*bot.SendError](err)
		if !ok || failure.Reason != bot.Denied && failure.Reason != bot.Rejected {
			t.Errorf("Send to a room that is %s: %v, want a SendError that is final", name, err)
			continue
		}
		s.wantDiscreet(t, err)
	}
}

// testCrowded has what is one organisation's own posted where no more than one reads
// it, and nowhere else.
func testCrowded(t TB, s *Subject) {
	own := s.part("care/own/0.0", 1, 1, bot.Piece{Blocks: []bot.Block{bot.Say(confidential)}})
	own.Own = true
	onlooked, can := s.Adapter.(bot.Onlooked)
	if !can || s.Crowd == nil {
		if _, err := s.Adapter.Send(t.Context(), own); err != nil {
			t.Errorf("Send what is one organisation's own: %v", err)
		}
		return
	}
	for _, organisations := range []int{1, 3} {
		s.Crowd(organisations)
		all, err := onlooked.Onlookers(t.Context(), s.Room)
		slices.Sort(all)
		if err != nil || len(all) != organisations || len(slices.Compact(all)) != organisations {
			t.Errorf("Onlookers = %v, %v, want %d organisations", all, err, organisations)
		}
		own.Key += "+"
		_, err = s.Adapter.Send(t.Context(), own)
		failure, failed := errors.AsType[*bot.SendError](err)
		if crowded := organisations > 1; failed != crowded || failed && failure.Reason != bot.Crowded {
			t.Errorf("Send what is one organisation's own to a room that %d read: %v", organisations, err)
		}
		if failed {
			s.wantDiscreet(t, err)
		}
	}
	s.send(t, "care/all", "", bot.Say("This is for everybody."))
	wantWords(t, s.read(), confidential, "This is for everybody.")
	if strings.Count(s.read(), confidential) != 1 {
		t.Errorf("what is one organisation's own stands twice:\n%s", s.read())
	}
}

// confidential is what a message says that must not stand in an error.
const confidential = "Tidewell would need nine months"

// wantDiscreet checks that an error tells neither a secret nor what was said.
func (s *Subject) wantDiscreet(t TB, err error) {
	t.Helper()
	for e := err; e != nil; e = errors.Unwrap(e) {
		for _, secret := range append([]string{"Tidewell"}, s.Secrets...) {
			if strings.Contains(e.Error(), secret) {
				t.Errorf("the error tells %q: %v", secret, e)
			}
		}
	}
}

func testFailures(t TB, s *Subject) {
	if s.Break == nil {
		t.Skipf("this platform cannot fail")
	}
	for _, reason := range []bot.Reason{bot.Transient, bot.Limited, bot.Denied, bot.Rejected} {
		s.Break(reason)
		p := s.part("care/k/0.0", 1, 1, bot.Piece{Blocks: []bot.Block{bot.Say(confidential)}})
		_, err := s.Adapter.Send(t.Context(), p)
		failure, ok := errors.AsType[*bot.SendError](err)
		if !ok || failure.Reason != reason {
			t.Errorf("Send = %v, want a SendError that is %s", err, reason)
			continue
		}
		if failure.Wait < 0 || reason == bot.Limited && failure.Wait == 0 {
			t.Errorf("Send: wait %v after %s", failure.Wait, reason)
		}
		if failure.Err == nil {
			t.Errorf("Send: %s without a cause", reason)
		}
		s.wantDiscreet(t, err)
	}
	s.send(t, "care/after", "", bot.Say("It works again."))
	wantWords(t, s.read(), "It works again.")
}

func testHang(t TB, s *Subject) {
	if s.Hang == nil {
		t.Skipf("nothing to wait for on this platform")
	}
	release := s.Hang()
	defer release()
	ctx, cancel := context.WithCancel(t.Context())
	sent := make(chan error, 1)
	go func() {
		_, err := s.Adapter.Send(ctx, s.part("care/k/0.0", 1, 1, bot.Piece{Blocks: []bot.Block{bot.Say("Hello.")}}))
		sent <- err
	}()
	cancel()
	timer := time.NewTimer(5 * time.Second)
	defer timer.Stop()
	select {
	case err := <-sent:
		if err == nil {
			t.Errorf("Send = nil though its context was done")
		}
	case <-timer.C:
		t.Errorf("Send goes on five seconds after its context was done")
	}
}
