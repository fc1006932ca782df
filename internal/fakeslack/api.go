package fakeslack

import (
	"encoding/json"
	"errors"
	"maps"
	"net/http"
	"slices"
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

// admit checks the token, its scopes and the limits.
func (s *Slack) admit(h http.Header, c *call, m method) error {
	if c.method == "api.test" {
		return nil
	}
	want := s.o.BotToken
	if m.app {
		want = s.o.AppToken
	}
	switch {
	case c.token == "":
		return fail("not_authed")
	case c.token != want && (c.token == s.o.BotToken || c.token == s.o.AppToken):
		return fail("not_allowed_token_type")
	case c.token != want:
		return fail("invalid_auth")
	case s.revoked != "":
		return fail(s.revoked)
	}
	if !m.app {
		h.Set("X-OAuth-Scopes", strings.Join(s.scopes(), ","))
		if err := s.allowed(h, c, m); err != nil {
			return err
		}
	}
	return s.limit(c, m)
}

// scopes are those of the bot's token.
func (s *Slack) scopes() []string {
	if s.o.Scopes != nil {
		return s.o.Scopes
	}
	return everyScope()
}

// allowed checks the scopes that a call needs.
func (s *Slack) allowed(h http.Header, c *call, m method) error {
	if m.scope == "" {
		return nil
	}
	needed := strings.Split(m.scope, "|")
	if strings.HasPrefix(m.scope, ":") {
		kind := "channels"
		if channel := s.channels[c.args["channel"]]; channel != nil {
			kind = channel.scope()
		}
		needed = []string{kind + m.scope}
	}
	h.Set("X-Accepted-OAuth-Scopes", strings.Join(needed, ","))
	if slices.ContainsFunc(needed, func(scope string) bool { return slices.Contains(s.scopes(), scope) }) {
		return nil
	}
	return missingScope(needed[0], s.scopes())
}

func missingScope(needed string, provided []string) error {
	return &apiError{code: "missing_scope", extra: obj{"needed": needed, "provided": strings.Join(provided, ",")}}
}

// has says whether the bot's token has that scope.
func (s *Slack) has(scope string) bool { return slices.Contains(s.scopes(), scope) }

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

// visible gives the channel of a call if the bot may see it: public, or the bot
// is in it.
func (s *Slack) visible(c *call) (*channel, error) {
	channel := s.channels[c.args["channel"]]
	if channel == nil || (channel.Private && !channel.has(Bot)) {
		return nil, fail("channel_not_found")
	}
	return channel, nil
}

// writable gives the channel of a call if the bot may post in it.
func (s *Slack) writable(c *call) (*channel, error) {
	channel, err := s.visible(c)
	switch {
	case err != nil:
		return nil, err
	case channel.archived:
		return nil, fail("is_archived")
	case !channel.has(Bot):
		return nil, fail("not_in_channel")
	}
	return channel, nil
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
