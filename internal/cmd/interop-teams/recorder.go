package main

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
)

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
