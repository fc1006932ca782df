package main

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
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

	mu         sync.Mutex
	bot        string // where activities go
	playground *url.URL
}

type obj = map[string]any

func newProxy(teams *faketeams.Teams) *proxy {
	p := &proxy{teams: teams}
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
		ServiceURL string `json:"serviceUrl"`
	}
	if err != nil || json.Unmarshal(body, &activity) != nil {
		return // it asks whether anybody is there
	}
	p.mu.Lock()
	bot := p.bot
	p.mu.Unlock()
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
}

// pass sends a call of the bot on to the client.
func (p *proxy) pass(w http.ResponseWriter, r *http.Request) {
	p.mu.Lock()
	target := p.playground
	p.mu.Unlock()
	on := &httputil.ReverseProxy{Rewrite: func(r *httputil.ProxyRequest) { r.SetURL(target) }}
	on.ServeHTTP(w, r)
}

func (p *proxy) connect(bot string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.bot = bot
}

// service is where the bot calls the client's connector.
func (p *proxy) service() string { return p.URL + "/_connector" }

// recorder is a bot that keeps what it hears, and answers as it is told.
type recorder struct {
	*httptest.Server

	mu     sync.Mutex
	heard  []obj
	answer obj
	came   chan struct{}
}

func newRecorder() *recorder {
	r := &recorder{came: make(chan struct{}, 64)}
	r.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
		var activity obj
		if json.NewDecoder(q.Body).Decode(&activity) != nil {
			return
		}
		if !strings.HasPrefix(q.Header.Get("Authorization"), "Bearer ") {
			w.WriteHeader(http.StatusUnauthorized)
			return
		}
		r.mu.Lock()
		r.heard = append(r.heard, activity)
		answer := r.answer
		r.mu.Unlock()
		r.came <- struct{}{}
		w.Header().Set("Content-Type", "application/json")
		if answer != nil {
			_ = json.NewEncoder(w).Encode(answer)
		}
	}))
	return r
}

// forget gives what was heard since the last time, and forgets it.
func (r *recorder) forget() []obj {
	r.mu.Lock()
	defer r.mu.Unlock()
	all := r.heard
	r.heard = nil
	for len(r.came) > 0 {
		<-r.came
	}
	return all
}

func (r *recorder) answers(a obj) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.answer = a
}
