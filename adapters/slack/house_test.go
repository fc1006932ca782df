package slack_test

import (
	"context"
	"log/slog"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"soundings/adapters/slack"
	"soundings/bot"
	"soundings/internal/fakeslack"
	"soundings/internal/secret"
)

// The secrets of the house, none of which may be told.
const (
	botToken = "xoxb-hunter2-1"
	signing  = "hunter2signing00hunter2signing00"
	appToken = "xapp-hunter2-3"
)

// house is a workspace with the adapter in it: the team's channel, that of
// Tidewell, shared with its organisation, and one that the bot is not in.
type house struct {
	*fakeslack.Slack
	*slack.Adapter

	t   *testing.T
	url string // of the fake
	app string // of the adapter, with HTTP
}

const (
	teamRoom     = "C0TEAM"
	tidewellRoom = "C0TIDEWELL"
	elsewhere    = "C0ELSEWHERE"
	dana         = "U0DANA" // of the team
	ana          = "U0ANA"  // of Tidewell
	tidewell     = "T0TIDEWELL"
)

// ears keeps what an adapter delivers, and answers it.
type ears struct {
	mu     sync.Mutex
	events []bot.Event
	answer func(bot.Event) (bot.Answer, error)
}

func (e *ears) deliver(_ context.Context, ev bot.Event) (bot.Answer, error) {
	e.mu.Lock()
	e.events = append(e.events, ev)
	answer := e.answer
	e.mu.Unlock()
	if answer == nil {
		return bot.Answer{}, nil
	}
	return answer(ev)
}

func (e *ears) heard() []bot.Event {
	e.mu.Lock()
	defer e.mu.Unlock()
	return append([]bot.Event(nil), e.events...)
}

// last is the last event, without what differs from run to run.
func (e *ears) last(t *testing.T) bot.Event {
	t.Helper()
	all := e.heard()
	if len(all) == 0 {
		t.Fatal("nothing was delivered")
	}
	return all[len(all)-1]
}

func newHouse(t *testing.T, deliver bot.Deliver, socket bool, adjust ...func(*slack.Options)) *house {
	t.Helper()
	s := fakeslack.New(fakeslack.Options{BotToken: botToken, SigningSecret: signing, AppToken: appToken})
	h := &house{Slack: s, t: t, url: s.Serve(t)}
	s.AddTeam(tidewell, "Tidewell")
	s.AddUser(fakeslack.User{ID: dana, RealName: "Dana Ellery", Mail: "dana@westmere.example"})
	s.AddUser(fakeslack.User{ID: ana, Team: tidewell, RealName: "Ana Whitlock"})
	s.AddChannel(fakeslack.Channel{ID: teamRoom, Name: "digital-care-team", Private: true, Members: []string{fakeslack.Bot, dana}})
	s.AddChannel(fakeslack.Channel{ID: tidewellRoom, Name: "westmere-tidewell", Private: true, Members: []string{fakeslack.Bot, dana, ana}, Teams: []string{tidewell}})
	s.AddChannel(fakeslack.Channel{ID: elsewhere, Members: []string{dana}})
	o := slack.Options{
		Deliver: deliver, BotToken: secret.New(botToken), SigningSecret: secret.New(signing), APIURL: h.url + "/api/",
		Now: time.Now, Log: slog.New(slog.NewTextHandler(t.Output(), nil)),
	}
	if socket {
		o.SigningSecret, o.AppToken = secret.Text{}, secret.New(appToken)
	}
	for _, a := range adjust {
		a(&o)
	}
	h.Adapter = slack.New(o)
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- h.Run(ctx) }()
	t.Cleanup(func() {
		cancel()
		if err := <-ended; err != nil {
			t.Errorf("Run: %v", err)
		}
	})
	if socket {
		h.wait(func() bool { return s.Sockets() > 0 })
		return h
	}
	server := httptest.NewServer(h.Adapter.Handler())
	t.Cleanup(server.Close)
	h.app = server.URL
	s.Connect(server.URL)
	return h
}

// wait waits until the fake is as it should be.
func (h *house) wait(ready func() bool) {
	h.t.Helper()
	ctx, cancel := context.WithTimeout(h.t.Context(), 20*time.Second)
	defer cancel()
	if err := h.Wait(ctx, ready); err != nil {
		h.t.Fatalf("wait: %v", err)
	}
}

// said gives what people read of each message of the bot in a channel.
func (h *house) said(channel string) []string {
	var all []string
	for _, m := range h.Messages(channel) {
		if m.BotID != "" && !m.Deleted {
			all = append(all, m.Words())
		}
	}
	return all
}

// whispered waits for something that one person alone sees.
func (h *house) whispered(channel, user, words string) fakeslack.Message {
	h.t.Helper()
	var found fakeslack.Message
	h.wait(func() bool {
		for _, m := range h.Ephemerals(channel, user) {
			if strings.Contains(m.Words(), words) {
				found = m
				return true
			}
		}
		return false
	})
	return found
}

// window waits for the window that somebody has open, with these words in it.
func (h *house) window(user, words string) fakeslack.View {
	h.t.Helper()
	var found fakeslack.View
	h.wait(func() bool {
		views := h.Views(user)
		if len(views) == 0 || !strings.Contains(views[len(views)-1].Words(), words) {
			return false
		}
		found = views[len(views)-1]
		return true
	})
	return found
}
