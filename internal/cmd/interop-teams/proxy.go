package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"slices"
	"strings"
	"sync"

	"soundings/internal/faketeams"
)

// proxy stands between the client and a bot, since the client signs nothing: what it
// sends is signed with a key that faketeams publishes, as Teams would, and what the
// bot calls goes to the client as it is. The bot has no way round its own checks.
type proxy struct {
	*httptest.Server
	teams *faketeams.Teams

	mu  sync.Mutex
	bot string // where activities go
	// clients has for each conversation whose client it is in; all others are in that
	// of "".
	clients map[string]*url.URL
	// rosters: our stand-in says who is where, and of which organisation, as nobody
	// can tell the client that; and it has personal chats that no client has.
	rosters bool
	typed   chan struct{}       // what somebody writes is let through when it is closed; nil: at once
	taken   map[string]bool     // by type and conversation, what the bot has taken
	posted  []faketeams.Message // as the client has taken them
	changed chan struct{}       // closed, and made anew, whenever something is posted or taken
}

type obj = map[string]any

func newProxy(teams *faketeams.Teams) *proxy {
	p := &proxy{teams: teams, clients: map[string]*url.URL{}, taken: map[string]bool{}, changed: make(chan struct{})}
	mux := http.NewServeMux()
	mux.HandleFunc("POST /bot", p.sign)
	mux.HandleFunc("/_connector/", p.pass)
	p.Server = httptest.NewServer(mux)
	return p
}

// sign sends an activity of the client on to the bot, signed.
func (p *proxy) sign(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	var activity struct {
		Type, ServiceURL string
		Conversation     struct{ ID string }
		Value            any
	}
	if err != nil || json.Unmarshal(body, &activity) != nil {
		return // it asks whether anybody is there
	}
	p.mu.Lock()
	bot, typed := p.bot, p.typed
	p.mu.Unlock()
	if typed != nil && activity.Type == "message" && activity.Value == nil {
		select {
		case <-typed:
		case <-r.Context().Done():
			return
		}
	}
	on, err := http.NewRequestWithContext(r.Context(), http.MethodPost, bot, bytes.NewReader(body))
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadGateway)
		return
	}
	on.Header.Set("Content-Type", "application/json")
	on.Header.Set("Authorization", p.teams.Sign(activity.ServiceURL))
	response, err := http.DefaultClient.Do(on)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadGateway)
		return
	}
	defer response.Body.Close()
	w.Header().Set("Content-Type", response.Header.Get("Content-Type"))
	w.WriteHeader(response.StatusCode)
	_, _ = io.Copy(w, response.Body)
	if response.StatusCode/100 == 2 {
		p.mu.Lock()
		defer p.mu.Unlock()
		p.taken[activity.Type+" "+activity.Conversation.ID] = true
		p.tell()
	}
}

// tell wakes those who wait for something. The caller holds the lock.
func (p *proxy) tell() {
	close(p.changed)
	p.changed = make(chan struct{})
}

// holds keeps back what somebody writes from the bot until the function that it gives
// is called: a page that has not shown it yet can't place what answers it.
func (p *proxy) holds() (release func()) {
	typed := make(chan struct{})
	p.mu.Lock()
	defer p.mu.Unlock()
	p.typed = typed
	return sync.OnceFunc(func() { close(typed) })
}

// took waits until the bot has taken an activity of that type in a conversation.
func (p *proxy) took(ctx context.Context, kind, conversation string) error {
	for {
		p.mu.Lock()
		changed, done := p.changed, p.taken[kind+" "+conversation]
		p.mu.Unlock()
		if done {
			return nil
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return fmt.Errorf("wait for %s in %s: %w", kind, conversation, ctx.Err())
		}
	}
}

// fresh opens a connection for each call: the client ends one that it has not heard
// on for five seconds, and a call that goes out just then is lost.
func fresh() *http.Transport { return &http.Transport{DisableKeepAlives: true} }

// pass sends a call of the bot on to the client, and keeps what it posts.
func (p *proxy) pass(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	var target *url.URL
	if err == nil {
		target, err = p.target(r)
	}
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadGateway)
		return
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	answered := httptest.NewRecorder()
	on := &httputil.ReverseProxy{Transport: fresh(), Rewrite: func(r *httputil.ProxyRequest) { r.SetURL(target) }}
	on.ServeHTTP(answered, r)
	p.keep(r, body, answered)
	maps.Copy(w.Header(), answered.Header())
	w.WriteHeader(answered.Code)
	_, _ = w.Write(answered.Body.Bytes())
}

// target is where a call of the bot goes: to the client that has the conversation, or
// to our stand-in.
func (p *proxy) target(r *http.Request) (*url.URL, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	_, rest, _ := strings.Cut(r.URL.Path, "/v3/conversations")
	id, _, _ := strings.Cut(strings.TrimPrefix(rest, "/"), "/")
	id, _, _ = strings.Cut(id, ";messageid=")
	client := p.clients[id]
	alone := strings.HasPrefix(id, "a:") && client == nil
	if p.rosters && (alone || strings.Contains(r.URL.Path, "members") || strings.HasSuffix(r.URL.Path, "/v3/conversations")) {
		r.URL.Path, r.URL.RawPath = strings.TrimPrefix(r.URL.Path, "/_connector"), strings.TrimPrefix(r.URL.RawPath, "/_connector")
		return url.Parse(p.teams.ServiceURL())
	}
	if client == nil {
		client = p.clients[""]
	}
	return client, nil
}

// keep keeps a message that the client has taken.
func (p *proxy) keep(r *http.Request, body []byte, answered *httptest.ResponseRecorder) {
	var activity obj
	var made struct{ ID string }
	_, rest, found := strings.Cut(r.URL.Path, "/conversations/")
	if !found || answered.Code/100 != 2 || json.Unmarshal(body, &activity) != nil {
		return
	}
	_ = json.Unmarshal(answered.Body.Bytes(), &made) // an edit answers with none
	place, id, _ := strings.Cut(rest, "/activities")
	conversation, _, _ := strings.Cut(place, ";messageid=")
	m := faketeams.Message{ID: made.ID, Conversation: conversation, From: faketeams.Bot, Activity: activity}
	p.mu.Lock()
	defer p.mu.Unlock()
	if r.Method == http.MethodPut {
		m.ID, m.Edited = strings.TrimPrefix(id, "/"), 1
		p.posted = slices.DeleteFunc(p.posted, func(old faketeams.Message) bool { return old.ID == m.ID })
	}
	p.posted = append(p.posted, m)
	p.tell()
}

// find waits for a message in a conversation with these words, and gives the newest
// one.
func (p *proxy) find(ctx context.Context, conversation, words string) (faketeams.Message, error) {
	for {
		p.mu.Lock()
		changed := p.changed
		var all strings.Builder
		for _, m := range slices.Backward(p.posted) {
			if m.Conversation == conversation && strings.Contains(m.Words(), words) {
				p.mu.Unlock()
				return m, nil
			}
			all.WriteString(m.Conversation + ": " + m.Words() + "\n--\n")
		}
		p.mu.Unlock()
		select {
		case <-changed:
		case <-ctx.Done():
			return faketeams.Message{}, fmt.Errorf("wait for %q in %s: %w; the bot has posted\n%s", words, conversation, ctx.Err(), all.String())
		}
	}
}

func (p *proxy) connect(bot string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.bot = bot
}

// attach says in which client conversations are; "": all that nothing is said of.
func (p *proxy) attach(client *playground, conversations ...string) error {
	address, err := url.Parse(client.url)
	if err != nil {
		return err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, id := range conversations {
		p.clients[id] = address
	}
	return nil
}

// service is where the bot calls the client's connector.
func (p *proxy) service() string { return p.URL + "/_connector" }
