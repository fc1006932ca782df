package adaptertest

import (
	"context"
	"fmt"
	"strings"
	"sync"

	"soundings/bot"
)

// ear keeps the events that an adapter delivers.
type ear struct {
	mu     sync.Mutex
	events []bot.Event
	answer bot.Answer
	err    error
}

func (e *ear) deliver(_ context.Context, ev bot.Event) (bot.Answer, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.events = append(e.events, ev)
	return e.answer, e.err
}

func (e *ear) heard() []bot.Event {
	e.mu.Lock()
	defer e.mu.Unlock()
	return append([]bot.Event(nil), e.events...)
}

func (e *ear) set(err error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.err = err
}

// withEar makes a subject on which people can write.
func withEar(t TB, fresh Fresh, answer bot.Answer) (*Subject, *ear) {
	t.Helper()
	e := &ear{answer: answer}
	s := fresh(e.deliver)
	if s.Say == nil {
		t.Skipf("nobody can write on this platform")
	}
	return s, e
}

func testDelivery(t TB, fresh Fresh) {
	s, e := withEar(t, fresh, bot.Answer{Note: &bot.Message{Blocks: []bot.Block{bot.Say("Only you see this.")}}})
	texts := []string{"sections", "6 risk: our supplier won’t sign", "ask: is 60 < 90 & true?", "naïve 👩🏽‍🚒 текст"}
	for _, text := range texts {
		if err := s.Say(t.Context(), text); err != nil {
			t.Fatalf("Say(%q): %v", text, err)
		}
	}
	events := e.heard()
	if len(events) != len(texts) {
		t.Fatalf("%d things were said, %d events delivered", len(texts), len(events))
	}
	seen := map[string]bool{}
	for i, ev := range events {
		if ev.Text != texts[i] || ev.Kind != bot.Said {
			t.Errorf("said %q, delivered %s %q", texts[i], ev.Kind, ev.Text)
		}
		if ev.ID == "" || seen[ev.ID] || !strings.HasPrefix(ev.ID, s.Adapter.Name()+":") {
			t.Errorf("event %d has ID %q, want one of its own that begins with the adapter's name", i, ev.ID)
		}
		seen[ev.ID] = true
		if ev.Room.Key() != s.Room.Key() {
			t.Errorf("event %d is from %s, want %s", i, ev.Room.Key(), s.Room.Key())
		}
		if ev.Sender.ID == "" || ev.Person != "" || ev.Team != "" || !ev.Time.IsZero() || ev.Again {
			t.Errorf("event %d: who sent it is missing, or fields are set that are not the adapter's: %+v", i, ev)
		}
	}
}

func testRedelivery(t TB, fresh Fresh) {
	s, e := withEar(t, fresh, bot.Answer{})
	if s.Redeliver == nil {
		t.Skipf("this platform delivers once")
	}
	if err := s.Say(t.Context(), "sections"); err != nil {
		t.Fatalf("Say: %v", err)
	}
	for range 2 {
		if err := s.Redeliver(t.Context()); err != nil {
			t.Errorf("Redeliver: %v, want it acknowledged", err)
		}
	}
	if err := s.Say(t.Context(), "sections"); err != nil {
		t.Fatalf("Say: %v", err)
	}
	events := e.heard()
	for i, ev := range events[:len(events)-1] {
		if ev.ID != events[0].ID {
			t.Errorf("delivery %d of the same event has ID %q, the first had %q", i+1, ev.ID, events[0].ID)
		}
	}
	if last := events[len(events)-1]; len(events) < 2 || last.ID == events[0].ID {
		t.Errorf("the same words said again have the same ID %q", last.ID)
	}
}

func testNotNow(t TB, fresh Fresh) {
	s, e := withEar(t, fresh, bot.Answer{})
	for _, refusal := range []error{bot.ErrNotNow, fmt.Errorf("deliver: %w", bot.ErrNotNow), context.DeadlineExceeded} {
		e.set(refusal)
		if err := s.Say(t.Context(), "sections"); err == nil {
			t.Errorf("acknowledged though Deliver returned %v", refusal)
		} else {
			s.wantDiscreet(t, err)
		}
	}
	e.set(nil)
	if err := s.Say(t.Context(), "sections"); err != nil {
		t.Errorf("refused though Deliver took it: %v", err)
	}
}
