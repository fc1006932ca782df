package fakeslack

import (
	"encoding/json"
	"errors"
	"maps"
	"net/http"
	"strings"
)

// method is one method of the Web API.
type method struct {
	// scope is what the token must be allowed to. With a colon in front, as in
	// ":history", the kind of the channel goes before it; with "|", any of them.
	scope string
	tier  int  // calls a minute, under Strict; 0: not limited
	app   bool // takes the app-level token instead of the bot's
	// do runs with the lock held. Its error is an apiError.
	do func(s *Slack, c *call) (obj, error)
}

// call is one call of a method.
type call struct {
	args   args
	method string
	token  string
	host   string
	events []event // what the app hears of it afterwards
}

// apiError is an answer with ok false.
type apiError struct {
	code  string
	extra obj
}

func (e *apiError) Error() string { return e.code }

func fail(code string) error { return &apiError{code: code} }

// serveAPI answers one call.
func (s *Slack) serveAPI(w http.ResponseWriter, r *http.Request) {
	name := strings.TrimPrefix(r.URL.Path, "/api/")
	w.Header().Set("Date", s.o.Now().UTC().Format(http.TimeFormat))
	a, token, code := parseArgs(r)
	c := &call{args: a, method: name, token: token, host: r.Host}
	s.withFault(w, r, name, func() (obj, int) {
		return s.perform(w.Header(), c, code)
	})
}

// withFault does something and answers, unless a fault of that name comes between.
func (s *Slack) withFault(w http.ResponseWriter, r *http.Request, name string, do func() (obj, int)) {
	fault := s.takeFault(name)
	early := fault != nil && !fault.AfterDoing
	if early && !s.hold(r, fault) {
		return
	}
	if early && !fault.passes() {
		s.mu.Lock()
		s.count(name, "fault")
		s.touch()
		s.mu.Unlock()
		s.applyFault(w, fault)
		return
	}
	answer, status := do()
	if fault != nil && !early {
		if !s.hold(r, fault) {
			return
		}
		if !fault.passes() {
			s.applyFault(w, fault)
			return
		}
	}
	writeJSON(w, status, answer)
}

// perform runs a call and gives the answer with its status.
func (s *Slack) perform(h http.Header, c *call, code string) (obj, int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	defer func() { s.tell(c.events) }()
	m, known := s.methods[c.method]
	var err error
	var answer obj
	switch {
	case !known:
		err = &apiError{code: "unknown_method", extra: obj{"req_method": c.method}}
	case code != "":
		err = fail(code)
	default:
		err = s.admit(h, c, m)
		if err == nil {
			answer, err = m.do(s, c)
		}
	}
	s.touch()
	if limited, ok := errors.AsType[*limitedError](err); ok {
		s.count(c.method, "ratelimited")
		s.counts.Limited++
		h.Set("Retry-After", seconds(limited.after))
		return obj{"ok": false, "error": "ratelimited"}, http.StatusTooManyRequests
	}
	if refused, ok := errors.AsType[*apiError](err); ok {
		s.count(c.method, refused.code)
		answer = obj{"ok": false, "error": refused.code}
		maps.Copy(answer, refused.extra)
		return answer, http.StatusOK
	}
	s.count(c.method, "")
	if answer == nil {
		answer = obj{}
	}
	answer["ok"] = true
	return answer, http.StatusOK
}

func writeJSON(w http.ResponseWriter, status int, answer any) {
	data, err := json.Marshal(answer)
	if err != nil {
		http.Error(w, "internal_error", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(status)
	_, _ = w.Write(data)
}

// tell delivers what came of one call, in order, while nobody waits for it: it may
// reach the app before the answer to the call does, and before or after what came
// of another. The lock is held.
func (s *Slack) tell(events []event) {
	if len(events) == 0 {
		return
	}
	s.counts.flying++
	s.start(func() {
		for _, ev := range events {
			_ = s.deliver(s.life, ev) // counted; Slack gives up in silence, too
		}
		s.mu.Lock()
		defer s.mu.Unlock()
		s.counts.flying--
		s.touch()
	})
}
