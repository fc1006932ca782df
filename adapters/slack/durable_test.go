package slack_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"soundings/bot"
	"soundings/internal/fakeslack"
)

// holding answers once release is closed, or says when it may wait no longer.
func holding(release <-chan struct{}) func(context.Context, bot.Event) (bot.Answer, error) {
	return func(ctx context.Context, _ bot.Event) (bot.Answer, error) {
		select {
		case <-release:
			return bot.Answer{}, nil
		case <-ctx.Done():
			return bot.Answer{}, ctx.Err()
		}
	}
}

// posted posts a part of the team's with these blocks.
func (h *house) posted(room string, blocks ...bot.Block) string {
	h.t.Helper()
	id, err := h.Send(h.t.Context(), bot.Part{Key: fmt.Sprint("k", time.Now().UnixNano()), Engagement: "care", To: at(room), Blocks: blocks})
	if err != nil {
		h.t.Fatalf("Send: %v", err)
	}
	synctest.Wait() // what the bot says comes back to it
	return id
}

func at(room string) bot.Address { return bot.Address{Adapter: "slack", Room: room} }

func buttons(all ...bot.Button) bot.Block { return bot.Block{Buttons: all} }

// deeds are the ways in which people reach the bot; each gives what the person
// sees when it was not taken.
func deeds() map[string]func(h *house) (refused []string, err error) {
	form := bot.Form{Action: "say", Title: "Say", Fields: []bot.Field{{Name: "words", Kind: bot.Words, Label: "Your words"}}}
	empty := bot.Form{Action: "open", Title: "Open", Blocks: []bot.Block{bot.Say("Ready?")}}
	show := bot.Block{Buttons: []bot.Button{{Label: "Show", Action: "show", Value: "6", Typed: "show 6"}}}
	opened := func(h *house, f bot.Form) fakeslack.View {
		h.posted(teamRoom, buttons(bot.Button{Label: "Form", Action: "form", Typed: "form", View: true}))
		answer := h.answer
		h.always(bot.Answer{Form: &f}, nil)
		_, err := h.Press(h.t.Context(), dana, teamRoom, "", "Form")
		if err != nil {
			h.t.Fatal(err)
		}
		v := h.window(dana)
		h.answers(answer)
		return v
	}
	return map[string]func(h *house) ([]string, error){
		"message": func(h *house) ([]string, error) {
			_, err := h.Say(h.t.Context(), ana, tidewellRoom, "sections")
			return nil, err
		},
		"command": func(h *house) ([]string, error) {
			_, err := h.Command(h.t.Context(), dana, teamRoom, "/soundings", "status")
			return h.whispered(teamRoom, dana), err
		},
		"button": func(h *house) ([]string, error) {
			h.posted(teamRoom, show)
			_, err := h.Press(h.t.Context(), dana, teamRoom, "", "Show")
			return h.whispered(teamRoom, dana), err
		},
		"button of an ephemeral message": func(h *house) ([]string, error) {
			answer := h.answer
			h.always(bot.Answer{Note: &bot.Message{Blocks: []bot.Block{show}}}, nil)
			if _, err := h.Command(h.t.Context(), dana, teamRoom, "/soundings", "status"); err != nil {
				return nil, err
			}
			h.answers(answer)
			_, err := h.Press(h.t.Context(), dana, teamRoom, "", "Show")
			return h.whispered(teamRoom, dana)[1:], err
		},
		"window": func(h *house) ([]string, error) {
			v := opened(h, form)
			if err := h.Fill(dana, v.ID, "Your words", "nine months"); err != nil {
				return nil, err
			}
			done, err := h.Submit(h.t.Context(), dana, v.ID)
			return []string{done.Errors["f-words"]}, err
		},
		"window without a field": func(h *house) ([]string, error) {
			v := opened(h, empty)
			_, err := h.Submit(h.t.Context(), dana, v.ID)
			return h.seen(dana), err
		},
		"button in a window": func(h *house) ([]string, error) {
			asks := form
			asks.Blocks = []bot.Block{show}
			v := opened(h, asks)
			if err := h.Fill(dana, v.ID, "Your words", "nine months"); err != nil {
				return nil, err
			}
			_, err := h.PressIn(h.t.Context(), dana, v.ID, "Show")
			return h.seen(dana), err
		},
		"shortcut": func(h *house) ([]string, error) {
			ts, err := h.Say(h.t.Context(), ana, tidewellRoom, "What is it for?")
			if ts == "" {
				return nil, err
			}
			_, err = h.Shortcut(h.t.Context(), ana, tidewellRoom, ts, "ask")
			return h.whispered(tidewellRoom, ana), err
		},
	}
}

// Slack hears that something was taken only once it is durable, which is when
// Deliver returns.
func TestAcknowledgedOnlyWhenDurable(t *testing.T) {
	for name, deed := range deeds() {
		t.Run(name, func(t *testing.T) {
			both(t, func(t *testing.T, h *house) {
				release := make(chan struct{})
				h.answers(holding(release))
				done := make(chan error, 1)
				began := time.Now()
				go func() {
					err := errors.New("it was broken off")
					defer func() { done <- err }()
					_, err = deed(h)
				}()
				time.Sleep(time.Second) // a moment of the bubble
				acknowledged := h.Slack.Counts().Acknowledged
				taken := len(h.heard())
				close(release)
				if err := <-done; err != nil {
					t.Fatalf("not acknowledged though it was taken: %v", err)
				}
				if took := time.Since(began); took < time.Second {
					t.Errorf("acknowledged after %v, before it was durable", took)
				}
				if got := h.Slack.Counts().Acknowledged; taken == 0 || got <= acknowledged {
					t.Errorf("%d events under way, %d acknowledged before and %d after", taken, acknowledged, got)
				}
			})
		})
	}
}

// While the journal is away Slack sends events again; who pressed or typed
// something is told to try again, and keeps what they typed.
func TestJournalAway(t *testing.T) {
	refusals := map[string]error{"not now": bot.ErrNotNow, "wrapped": fmt.Errorf("decide: %w", bot.ErrNotNow), "something else": errors.New("disk full")}
	for name, deed := range deeds() {
		for why, refusal := range refusals {
			t.Run(name+"/"+why, func(t *testing.T) {
				both(t, func(t *testing.T, h *house) {
					h.always(bot.Answer{}, refusal)
					wantRefused(t, h, name, deed)
				})
			})
		}
	}
}

// A journal that stalls is given up in time for people to read a plain answer
// rather than Slack's own error.
func TestStalledJournal(t *testing.T) {
	for name, deed := range deeds() {
		t.Run(name, func(t *testing.T) {
			both(t, func(t *testing.T, h *house) {
				h.answers(holding(nil))
				wantRefused(t, h, name, deed)
				for _, ev := range h.heard() {
					if ev.ID == "" {
						t.Errorf("an event without an ID: %+v", ev)
					}
				}
			})
		})
	}
}

func wantRefused(t *testing.T, h *house, name string, deed func(*house) ([]string, error)) {
	t.Helper()
	refused, err := deed(h)
	if name == "message" {
		if err == nil {
			t.Fatal("acknowledged though it was not taken")
		}
		if c := h.Slack.Counts(); c.Retried == 0 || c.Acknowledged > 0 {
			t.Errorf("%d tries, %d acknowledged, want it sent again and never taken", c.Sent, c.Acknowledged)
		}
		return
	}
	if err != nil {
		t.Fatalf("Slack showed its own error: %v", err)
	}
	wantOne(t, refused, "Please try again in a minute.")
	if n := len(h.Views(dana)); name == "button in a window" && n != 2 {
		t.Errorf("%d windows are open, want what was typed below the refusal", n)
	}
	if strings.Contains(refused[0], "disk full") {
		t.Errorf("it tells what is no business of theirs: %s", refused[0])
	}
}

// The moments at which a stalled journal is given up, by HTTP: before the three
// seconds that Slack waits.
func TestGivenUpInTime(t *testing.T) {
	cases := map[string]struct {
		body string
		code int
		took time.Duration
	}{
		"/slack/events":       {anEvent, http.StatusServiceUnavailable, 2800 * time.Millisecond},
		"/slack/commands":     {aCommand, http.StatusOK, 2500 * time.Millisecond},
		"/slack/interactions": {anInteraction(), http.StatusOK, 2500 * time.Millisecond},
	}
	for path, c := range cases {
		t.Run(path, func(t *testing.T) {
			inside(t, byHTTP, func(t *testing.T, h *house) {
				h.answers(holding(nil))
				began := time.Now()
				w := h.post(path, c.body, signing, began)
				if took := time.Since(began); w.Code != c.code || took != c.took {
					t.Errorf("status %d after %v, want %d after %v", w.Code, took, c.code, c.took)
				}
				synctest.Wait()
			})
		})
	}
}

// Slack sends the same again where it missed the answer: it has the identity that
// it had, and what is done anew has another.
func TestRedeliveryHasTheSameIdentity(t *testing.T) {
	for name, deed := range deeds() {
		t.Run(name, func(t *testing.T) {
			both(t, func(t *testing.T, h *house) {
				if _, err := deed(h); err != nil {
					t.Fatal(err)
				}
				first := h.last(t)
				for range 2 {
					if _, err := h.Redeliver(t.Context()); err != nil {
						t.Fatalf("Redeliver: %v", err)
					}
				}
				synctest.Wait()
				if again := h.last(t); again.ID != first.ID || len(h.heard()) < 3 {
					t.Errorf("of %d deliveries the last has the identity %q, the first %q", len(h.heard()), again.ID, first.ID)
				}
				time.Sleep(time.Second) // a moment of the bubble
				_ = h.CloseAll(t.Context(), dana)
				if _, err := deed(h); err != nil {
					t.Fatal(err)
				}
				if other := h.last(t); other.ID == first.ID {
					t.Errorf("done anew, it has the identity %q as before", other.ID)
				}
			})
		})
	}
}
