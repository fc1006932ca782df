package fakeslack_test

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/slack-go/slack"

	"soundings/internal/fakeslack"
)

// app is the other side: it checks signatures with Slack's rules as slack-go
// knows them, keeps what came, and answers as the test says.
type app struct {
	t *testing.T

	mu     sync.Mutex
	got    []heard
	answer func(heard) (status int, body string)
}

// heard is one request, decoded.
type heard struct {
	Path    string
	Header  http.Header
	Payload map[string]any // of an event or interaction
	Form    url.Values     // of a command
}

func (h heard) event() map[string]any {
	event, _ := h.Payload["event"].(map[string]any)
	return event
}

func (a *app) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	verifier, err := slack.NewSecretsVerifier(r.Header, secret)
	if err == nil {
		_, _ = verifier.Write(body)
		err = verifier.Ensure()
	}
	if err != nil {
		http.Error(w, "who are you?", http.StatusUnauthorized)
		return
	}
	h := heard{Path: r.URL.Path, Header: r.Header}
	raw := body
	if strings.HasPrefix(r.Header.Get("Content-Type"), "application/x-www-form-urlencoded") {
		h.Form, _ = url.ParseQuery(string(body))
		raw = []byte(h.Form.Get("payload"))
	}
	_ = json.Unmarshal(raw, &h.Payload)
	a.mu.Lock()
	a.got = append(a.got, h)
	answer := a.answer
	a.mu.Unlock()
	status, text := http.StatusOK, ""
	if answer != nil {
		status, text = answer(h)
	}
	w.WriteHeader(status)
	_, _ = io.WriteString(w, text)
}

// answers sets what the app answers from now on.
func (a *app) answers(f func(heard) (int, string)) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.answer = f
}

// heard gives what came of a kind: the type of an event or of an interaction,
// "" for all. It forgets nothing.
func (a *app) heard(kind string) []heard {
	a.mu.Lock()
	defer a.mu.Unlock()
	var all []heard
	for _, h := range a.got {
		if kind == "" || h.Payload["type"] == kind || h.event()["type"] == kind {
			all = append(all, h)
		}
	}
	return all
}

// last is the newest of what heard gives.
func (a *app) last(kind string) heard {
	a.t.Helper()
	all := a.heard(kind)
	if len(all) == 0 {
		a.t.Fatalf("the app heard of no %s", kind)
	}
	return all[len(all)-1]
}

const secret = "a-secret-of-the-tests"

// clock is a time that tests move.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) add(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

// world is a workspace with an app, and slack-go as its client.
type world struct {
	*fakeslack.Slack
	app   *app
	api   *slack.Client
	url   string
	clock *clock
}

// newWorld has a channel C1 with Ana (at home), Ben (of Acme) and the bot, the
// private G1 without the bot, and a guest Gus.
func newWorld(t *testing.T, change ...func(*fakeslack.Options)) *world {
	t.Helper()
	c := &clock{now: time.Now()}
	o := fakeslack.Options{SigningSecret: secret, Now: c.Now}
	for _, f := range change {
		f(&o)
	}
	w := &world{Slack: fakeslack.New(o), clock: c, app: &app{t: t}}
	w.url = w.Serve(t)
	server := httptest.NewServer(w.app)
	t.Cleanup(server.Close)
	w.Connect(server.URL)
	w.AddTeam("T1ACME", "Acme Care")
	w.AddUser(fakeslack.User{ID: "U1ANA", Name: "ana", RealName: "Ana Bell", Mail: "ana@home.example"})
	w.AddUser(fakeslack.User{ID: "U2BEN", Team: "T1ACME", Name: "ben", RealName: "Ben Carr", Mail: "ben@acme.example"})
	w.AddUser(fakeslack.User{ID: "U3GUS", Name: "gus", Guest: true})
	w.AddChannel(fakeslack.Channel{ID: "C1", Name: "talk", Members: []string{"U1ANA", "U2BEN", fakeslack.Bot}, Teams: []string{"T1ACME"}})
	w.AddChannel(fakeslack.Channel{ID: "G1", Name: "alone", Private: true, Members: []string{"U1ANA", "U3GUS"}})
	token := o.BotToken
	if token == "" {
		token = "xoxb-fake"
	}
	w.api = slack.New(token, slack.OptionAPIURL(w.url+"/api/"))
	return w
}

// good stops the test at an error.
func good(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// code wants Slack's error.
func code(t *testing.T, doing string, err error, want string) {
	t.Helper()
	if err == nil || err.Error() != want {
		t.Errorf("%s: got error %v, want %s", doing, err, want)
	}
}

func bounded(t *testing.T) context.Context {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	t.Cleanup(cancel)
	return ctx
}

func keysOf(o map[string]any) []string {
	var all []string
	for key := range o {
		all = append(all, key)
	}
	slices.Sort(all)
	return all
}

// button is a message of one button.
func button(text, action, value string) slack.MsgOption {
	label := slack.NewTextBlockObject(slack.PlainTextType, text, false, false)
	return slack.MsgOptionBlocks(slack.NewActionBlock("", slack.NewButtonBlockElement(action, value, label)))
}

func rawJSON(t *testing.T, value any) json.RawMessage {
	t.Helper()
	data, err := json.Marshal(value)
	good(t, err)
	return data
}

func contains(text, part string) bool { return strings.Contains(text, part) }
