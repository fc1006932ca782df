package slack_test

import (
	"context"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
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

// Who and what is in the house: the team's channel, that of Tidewell, shared with
// its organisation, and one that the bot is not in.
const (
	teamRoom     = "C0TEAM"
	tidewellRoom = "C0TIDEWELL"
	elsewhere    = "C0ELSEWHERE"
	dana         = "U0DANA" // of the team
	ana          = "U0ANA"  // of Tidewell
	tidewell     = "T0TIDEWELL"
)

// mode is how Slack reaches the adapter.
type mode string

const (
	byHTTP   mode = "http"
	bySocket mode = "socket"
)

// house is a workspace with the adapter in it, in a bubble where time passes at
// once.
type house struct {
	*fakeslack.Slack
	*slack.Adapter
	*ears

	t     *testing.T
	wires *wires
	log   *strings.Builder
	o     slack.Options
	leave func() // ends the adapter
}

// ears keep what the adapter delivers, and answer it.
type ears struct {
	mu     sync.Mutex
	events []bot.Event
	answer func(context.Context, bot.Event) (bot.Answer, error)
}

func (e *ears) deliver(ctx context.Context, ev bot.Event) (bot.Answer, error) {
	e.mu.Lock()
	e.events = append(e.events, ev)
	answer := e.answer
	e.mu.Unlock()
	if answer == nil {
		return bot.Answer{}, nil
	}
	return answer(ctx, ev)
}

// answers lets what is delivered from now on be answered so.
func (e *ears) answers(answer func(context.Context, bot.Event) (bot.Answer, error)) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.answer = answer
}

// always answers everything alike.
func (e *ears) always(a bot.Answer, err error) {
	e.answers(func(context.Context, bot.Event) (bot.Answer, error) { return a, err })
}

func (e *ears) heard() []bot.Event {
	e.mu.Lock()
	defer e.mu.Unlock()
	return append([]bot.Event(nil), e.events...)
}

// last is the newest event; there has to be one.
func (e *ears) last(t *testing.T) bot.Event {
	t.Helper()
	all := e.heard()
	if len(all) == 0 {
		t.Fatal("nothing was delivered")
	}
	return all[len(all)-1]
}

// inside runs a test in a house.
func inside(t *testing.T, m mode, test func(t *testing.T, h *house), adjust ...func(*fakeslack.Options, *slack.Options)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) { test(t, newHouse(t, m, nil, adjust...)) })
}

// both runs a test by HTTP and by socket: it means the same.
func both(t *testing.T, test func(t *testing.T, h *house)) {
	t.Helper()
	for _, m := range []mode{byHTTP, bySocket} {
		t.Run(string(m), func(t *testing.T) { inside(t, m, test) })
	}
}

// newHouse makes a house in a bubble. What is delivered goes to deliver, or to
// its ears.
func newHouse(t *testing.T, m mode, deliver bot.Deliver, adjust ...func(*fakeslack.Options, *slack.Options)) *house {
	t.Helper()
	h := &house{t: t, ears: &ears{}, wires: &wires{hosts: map[string]*plug{}}, log: &strings.Builder{}}
	if deliver == nil {
		deliver = h.deliver
	}
	f := fakeslack.Options{BotToken: botToken, SigningSecret: signing, AppToken: appToken, URL: "http://slack.test", Client: h.wires.client(t)}
	h.o = slack.Options{
		Deliver: deliver, BotToken: secret.New(botToken), APIURL: "http://slack.test/api/", HTTP: h.wires.client(t),
		Now: time.Now, Log: slog.New(slog.NewTextHandler(&lines{out: h.log, t: t}, nil)),
	}
	if m == bySocket {
		h.o.AppToken = secret.New(appToken)
	} else {
		h.o.SigningSecret = secret.New(signing)
	}
	for _, a := range adjust {
		a(&f, &h.o)
	}
	h.Slack = fakeslack.New(f)
	h.people()
	stop := h.wires.serve("slack.test", h.Slack.Handler())
	t.Cleanup(func() {
		h.Stop()
		stop()
	})
	h.enter(m)
	return h
}

// people moves everybody in.
func (h *house) people() {
	h.AddTeam(tidewell, "Tidewell")
	h.AddUser(fakeslack.User{ID: dana, RealName: "Dana Ellery", Mail: "dana@westmere.example"})
	h.AddUser(fakeslack.User{ID: ana, Team: tidewell, RealName: "Ana Whitlock"})
	h.AddChannel(fakeslack.Channel{ID: teamRoom, Name: "digital-care-team", Private: true, Members: []string{fakeslack.Bot, dana}})
	h.AddChannel(fakeslack.Channel{ID: tidewellRoom, Name: "westmere-tidewell", Private: true, Members: []string{fakeslack.Bot, dana, ana}, Teams: []string{tidewell}})
	h.AddChannel(fakeslack.Channel{ID: elsewhere, Members: []string{dana}})
}

// enter starts an adapter, as the service does.
func (h *house) enter(m mode) {
	h.Adapter = slack.New(h.o)
	ctx, cancel := context.WithCancel(context.WithoutCancel(h.t.Context()))
	ended := make(chan error, 1)
	go func(a *slack.Adapter) { ended <- a.Run(ctx) }(h.Adapter)
	stop := func() {}
	if m == byHTTP {
		stop = h.wires.serve("soundings.test", h.Adapter.Handler())
		h.Connect("http://soundings.test")
	}
	h.leave = sync.OnceFunc(func() {
		stop()
		cancel()
		if err := <-ended; err != nil {
			h.t.Errorf("Run: %v", err)
		}
	})
	h.t.Cleanup(h.leave)
	synctest.Wait()
}

// lines write a log to two places.
type lines struct {
	out *strings.Builder
	t   *testing.T
	mu  sync.Mutex
}

func (l *lines) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.out.Write(p)
	return l.t.Output().Write(p)
}

// said gives what people read of each message of the bot in a channel.
func (h *house) said(channel string) []string {
	synctest.Wait()
	var all []string
	for _, m := range h.Messages(channel) {
		if m.BotID != "" && !m.Deleted {
			all = append(all, m.Words())
		}
	}
	return all
}

// whispered gives what one person alone read in a channel.
func (h *house) whispered(channel, user string) []string {
	synctest.Wait()
	var all []string
	for _, m := range h.Ephemerals(channel, user) {
		all = append(all, m.Words())
	}
	return all
}

// window gives the window that somebody sees; they have to see one.
func (h *house) window(user string) fakeslack.View {
	h.t.Helper()
	synctest.Wait()
	views := h.Views(user)
	if len(views) == 0 {
		h.t.Fatalf("%s sees no window", user)
	}
	return views[len(views)-1]
}

// seen gives what somebody reads in the window on top, if there is one.
func (h *house) seen(user string) []string {
	synctest.Wait()
	views := h.Views(user)
	if len(views) == 0 {
		return nil
	}
	return []string{views[len(views)-1].Words()}
}

// note is an answer that says one thing.
func note(text string) bot.Answer {
	return bot.Answer{Note: &bot.Message{Blocks: []bot.Block{bot.Say(text)}}}
}

// tell tells the adapter of an inner event, as Slack does.
func (h *house) tell(inner string) error {
	return h.Deliver(h.t.Context(), []byte(inner))
}

// wantOne checks that there is one text, and that it says all of these.
func wantOne(t *testing.T, got []string, words ...string) {
	t.Helper()
	if len(got) != 1 {
		t.Fatalf("there are %d texts, want one with %q:\n%s", len(got), words, strings.Join(got, "\n---\n"))
	}
	for _, w := range words {
		if !strings.Contains(got[0], w) {
			t.Errorf("%q is missing in:\n%s", w, got[0])
		}
	}
}

// channel is one in which the bot and Dana are.
func channel(id string) fakeslack.Channel {
	return fakeslack.Channel{ID: id, Private: true, Members: []string{fakeslack.Bot, dana}}
}
