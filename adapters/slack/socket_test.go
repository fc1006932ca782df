package slack_test

import (
	"context"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"soundings/adapters/slack"
	"soundings/bot"
	"soundings/internal/fakeslack"
)

// once refuses the first event.
func once() func(context.Context, bot.Event) (bot.Answer, error) {
	var refused atomic.Bool
	return func(context.Context, bot.Event) (bot.Answer, error) {
		if refused.CompareAndSwap(false, true) {
			return bot.Answer{}, bot.ErrNotNow
		}
		return bot.Answer{}, nil
	}
}

// sameIdentity checks that all that was delivered is one event.
func sameIdentity(t *testing.T, events []bot.Event, least int) {
	t.Helper()
	if len(events) < least {
		t.Errorf("%d deliveries, want %d or more", len(events), least)
	}
	for _, ev := range events {
		if ev.ID != events[0].ID {
			t.Errorf("identities %q and %q", ev.ID, events[0].ID)
		}
	}
}

func TestAnEnvelopeThatWasNotTakenComesAgain(t *testing.T) {
	inside(t, bySocket, func(t *testing.T, h *house) {
		h.answers(once())
		if _, err := h.Say(t.Context(), ana, tidewellRoom, "sections"); err != nil {
			t.Fatalf("never taken: %v", err)
		}
		sameIdentity(t, h.heard(), 2)
		if c := h.Slack.Counts(); c.Retried != 1 {
			t.Errorf("sent again %d times, want once", c.Retried)
		}
	})
}

// Whatever becomes of the connection, there is another one soon, and what came
// meanwhile is taken.
func TestReconnects(t *testing.T) {
	cases := map[string]func(h *house){
		"Slack wants to renew it": func(h *house) { h.Disconnect("refresh_requested") },
		"Slack warns":             func(h *house) { h.Disconnect("warning") },
		"it breaks":               func(h *house) { h.Break() },
		"it breaks while Slack is out of order": func(h *house) {
			h.Fail("apps.connections.open", 3, fakeslack.Fault{Status: 503})
			h.Break()
		},
		"it breaks while Slack is too busy": func(h *house) {
			h.Fail("apps.connections.open", 1, fakeslack.Fault{Status: 429, RetryAfter: 20 * time.Second})
			h.Break()
		},
	}
	for name, happens := range cases {
		t.Run(name, func(t *testing.T) {
			inside(t, bySocket, func(t *testing.T, h *house) {
				happens(h)
				time.Sleep(time.Minute) // of the bubble
				if n := h.Sockets(); n != 1 {
					t.Fatalf("%d connections a minute later, want one", n)
				}
				if _, err := h.Say(t.Context(), ana, tidewellRoom, "sections"); err != nil {
					t.Errorf("after that nothing is taken: %v", err)
				}
			})
		})
	}
}

// A connection that breaks before the acknowledgement: Slack sends the envelope
// over the next, and it is the same event.
func TestBreaksBeforeTheAcknowledgement(t *testing.T) {
	inside(t, bySocket, func(t *testing.T, h *house) {
		release := make(chan struct{})
		h.answers(holding(release))
		said := make(chan error, 1)
		go func() {
			_, err := h.Say(t.Context(), ana, tidewellRoom, "sections")
			said <- err
		}()
		synctest.Wait()
		h.Break()
		synctest.Wait()
		close(release)
		if err := <-said; err != nil {
			t.Errorf("never acknowledged: %v", err)
		}
		sameIdentity(t, h.heard(), 1)
	})
}

func TestSeveralConnections(t *testing.T) {
	inside(t, bySocket, func(t *testing.T, h *house) {
		first := h.leave
		h.enter(bySocket) // another replica
		if n := h.Sockets(); n != 2 {
			t.Fatalf("%d connections, want two", n)
		}
		for i := range 10 {
			if _, err := h.Say(t.Context(), ana, tidewellRoom, fmt.Sprint("message ", i)); err != nil {
				t.Fatal(err)
			}
		}
		first() // that replica stops; the other goes on
		for i := range 10 {
			if _, err := h.Say(t.Context(), ana, tidewellRoom, fmt.Sprint("message ", 10+i)); err != nil {
				t.Fatal(err)
			}
		}
		seen := map[string]bool{}
		for _, ev := range h.heard() {
			seen[ev.Text] = true
		}
		if len(seen) != 20 {
			t.Errorf("%d of 20 messages were heard", len(seen))
		}
	})
}

// When the service stops, what is under way is carried out and answered, and the
// rest is left to Slack.
func TestStopsInTheMiddle(t *testing.T) {
	both(t, func(t *testing.T, h *house) {
		release := make(chan struct{})
		h.answers(holding(release))
		said := make(chan error, 1)
		typed := make(chan []byte, 1)
		go func() {
			_, err := h.Say(t.Context(), ana, tidewellRoom, "sections")
			said <- err
		}()
		go func() {
			reply, _ := h.Command(t.Context(), dana, teamRoom, "/soundings", "status")
			typed <- reply.Body
		}()
		synctest.Wait()
		stopped := make(chan struct{})
		go func() {
			h.leave()
			close(stopped)
		}()
		synctest.Wait()
		h.always(note("Where things stand"), nil)
		close(release)
		<-stopped
		synctest.Wait()
		if n := len(h.heard()); n != 2 {
			t.Errorf("%d events were delivered, want both", n)
		}
		if m := h.Slack.Counts(); m.Acknowledged > 2 {
			t.Errorf("%d were acknowledged", m.Acknowledged)
		}
		if h.Sockets() > 0 {
			t.Error("a connection is still open")
		}
		if _, err := h.Say(t.Context(), ana, tidewellRoom, "later"); err == nil {
			t.Error("something was acknowledged after the end")
		}
	})
}

func TestStopsBySocketAnswersWhatIsUnderWay(t *testing.T) {
	inside(t, bySocket, func(t *testing.T, h *house) {
		release := make(chan struct{})
		h.answers(holding(release))
		said := make(chan error, 1)
		go func() {
			_, err := h.Say(t.Context(), ana, tidewellRoom, "sections")
			said <- err
		}()
		synctest.Wait()
		stopped := make(chan struct{})
		go func() {
			h.leave()
			close(stopped)
		}()
		synctest.Wait()
		close(release)
		if err := <-said; err != nil {
			t.Errorf("it was durable, and not acknowledged: %v", err)
		}
		<-stopped
		sameIdentity(t, h.heard(), 1)
	})
}

// A token with which Slack opens no connection: Run says so.
func TestNoConnection(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHouse(t, byHTTP, nil, func(_ *fakeslack.Options, o *slack.Options) { o.AppToken = o.BotToken })
		h.Fail("apps.connections.open", -1, fakeslack.Fault{Error: "invalid_auth"})
		err := slack.New(h.o).Run(t.Context())
		if err == nil || !strings.Contains(err.Error(), "invalid_auth") || strings.Contains(err.Error(), "hunter2") {
			t.Errorf("Run = %v, want why", err)
		}
	})
}

// long is a note that is longer than what may go back at once.
func long(words int) bot.Answer {
	var blocks []bot.Block
	for i := range words {
		blocks = append(blocks, bot.Say(strings.Repeat("and a few words & more ", 10)+fmt.Sprintf("end%d.", i)))
	}
	return bot.Answer{Note: &bot.Message{Title: "Long", Blocks: blocks}}
}

// A part of a note may be too large by itself: some signs take more bytes than
// characters.
func TestAPartThatIsTooLarge(t *testing.T) {
	both(t, func(t *testing.T, h *house) {
		many := bot.Answer{Note: &bot.Message{}}
		for range 3 {
			many.Note.Blocks = append(many.Note.Blocks, bot.Say(strings.Repeat("🚒", 1380)+"end"))
		}
		h.always(many, nil)
		reply, err := h.Command(t.Context(), dana, teamRoom, "/soundings", "answers")
		if err != nil || len(reply.Body) > 18<<10 {
			t.Fatalf("%d bytes went back at once, %v", len(reply.Body), err)
		}
		if read := strings.Join(h.whispered(teamRoom, dana), ""); strings.Count(read, "end") != 3 {
			t.Errorf("%d of three are read", strings.Count(read, "end"))
		}
	})
}

// What is too large to go back at once comes whole all the same.
func TestLargeAnswers(t *testing.T) {
	both(t, func(t *testing.T, h *house) {
		h.always(long(60), nil)
		reply, err := h.Command(t.Context(), dana, teamRoom, "/soundings", "answers")
		if err != nil || len(reply.Body) > 20<<10 {
			t.Fatalf("%d bytes went back at once, %v", len(reply.Body), err)
		}
		all := strings.Join(h.whispered(teamRoom, dana), "\n")
		for i := range 60 {
			if strings.Count(all, fmt.Sprintf("end%d.", i)) != 1 {
				t.Errorf("end%d stands there %d times", i, strings.Count(all, fmt.Sprintf("end%d.", i)))
			}
		}
	})
}

// A large window follows a small one: first what goes back at once, then the rest.
func TestLargeWindow(t *testing.T) {
	both(t, func(t *testing.T, h *house) {
		h.posted(teamRoom, buttons(bot.Button{Label: "Form", Action: "form", Typed: "form", View: true}))
		form := bot.Form{Action: "say", Title: "Say", Fields: []bot.Field{{Name: "words", Kind: bot.Words, Label: "Your words"}}}
		h.always(bot.Answer{Form: &form}, nil)
		if _, err := h.Press(t.Context(), dana, teamRoom, "", "Form"); err != nil {
			t.Fatal(err)
		}
		id := h.window(dana).ID
		h.always(long(95), nil)
		done, err := h.Submit(t.Context(), dana, id)
		if err != nil || done.Action != "update" {
			t.Fatalf("Submit = %+v, %v", done, err)
		}
		if len(done.Body) > 20<<10 {
			t.Errorf("%d bytes went back at once, more than Slack takes by socket", len(done.Body))
		}
		time.Sleep(time.Second) // of the bubble
		words := h.window(dana).Words()
		for _, want := range []string{"end0.", "end94."} {
			if !strings.Contains(words, want) {
				t.Errorf("%q is missing in the window", want)
			}
		}
		if strings.Contains(words, "One moment") {
			t.Error("the window is not the whole one")
		}
	})
}
