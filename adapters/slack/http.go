package slack

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/url"
	"time"

	"github.com/slack-go/slack"
)

// mostBody bounds a request: a window of 250 kB with all that was typed in it,
// three times as long on the way.
const mostBody = 2 << 20

// reply is what goes back to Slack at once. A status of 200 says that the event
// is ours now.
type reply struct {
	status int
	body   any                   // JSON; nil: nothing
	then   func(context.Context) // what is done once that is on its way; nil: nothing
}

// Slack waits three seconds for an answer. What takes longer is answered for what
// it is: not taken.
const (
	eventWithin  = 2800 * time.Millisecond
	answerWithin = 2500 * time.Millisecond
)

// Handler takes what Slack sends: the requests whose paths begin with /slack/.
func (a *Adapter) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.Handle("POST /slack/events", a.signed(a.event))
	mux.Handle("POST /slack/commands", a.signed(func(r *http.Request, body []byte) reply {
		form, err := url.ParseQuery(string(body))
		if err != nil {
			return reply{status: http.StatusBadRequest}
		}
		return a.command(r.Context(), fromForm(form))
	}))
	mux.Handle("POST /slack/interactions", a.signed(func(r *http.Request, body []byte) reply {
		form, err := url.ParseQuery(string(body))
		payload, ok := read([]byte(form.Get("payload")))
		if err != nil || !ok {
			return reply{status: http.StatusBadRequest}
		}
		return a.interaction(r.Context(), payload)
	}))
	return mux
}

// event takes a request of the Events API.
func (a *Adapter) event(r *http.Request, body []byte) reply {
	envelope, ok := read(body)
	if !ok {
		return reply{status: http.StatusBadRequest}
	}
	return a.envelope(r.Context(), envelope)
}

// signed lets through only what Slack signed within the last five minutes, and
// looks into nothing before that is known.
func (a *Adapter) signed(take func(*http.Request, []byte) reply) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		select {
		case a.slots <- struct{}{}:
			defer func() { <-a.slots }()
		default:
			w.Header().Set("Retry-After", "1")
			http.Error(w, "too many requests at once", http.StatusServiceUnavailable)
			return
		}
		verifier, err := slack.NewSecretsVerifier(r.Header, a.o.SigningSecret.Reveal()) // an empty secret verifies nothing
		if err != nil {
			a.counts.Add("not signed")
			http.Error(w, "not signed, or not within the last five minutes", http.StatusUnauthorized)
			return
		}
		body, err := a.body(w, r)
		if _, large := errors.AsType[*http.MaxBytesError](err); large {
			http.Error(w, "too large", http.StatusRequestEntityTooLarge)
			return
		}
		if err != nil {
			http.Error(w, "could not be read", http.StatusBadRequest)
			return
		}
		if _, err := verifier.Write(body); err != nil || verifier.Ensure() != nil {
			a.counts.Add("not signed")
			http.Error(w, "the signature does not hold", http.StatusUnauthorized)
			return
		}
		a.answer(w, r, take(r, body))
	})
}

// body reads a request. One that comes in drops would keep others out.
func (a *Adapter) body(w http.ResponseWriter, r *http.Request) ([]byte, error) {
	control := http.NewResponseController(w)
	_ = control.SetReadDeadline(a.o.Now().Add(eventWithin)) // what has no deadline waits
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, mostBody))
	_ = control.SetReadDeadline(time.Time{})
	return body, err
}

// answer writes what goes back at once.
func (a *Adapter) answer(w http.ResponseWriter, r *http.Request, what reply) {
	if what.then != nil {
		defer func() {
			_ = http.NewResponseController(w).Flush() // it is on its way in any case
			what.then(r.Context())
		}()
	}
	if what.body == nil {
		w.WriteHeader(what.status)
		return
	}
	data, err := json.Marshal(what.body)
	if err != nil {
		a.o.Log.ErrorContext(r.Context(), "answer has no JSON", "error", err)
		w.WriteHeader(http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(what.status)
	_, _ = w.Write(data) // whoever has gone is sent it again
}

// fromForm gives a form as the object that Socket Mode sends in its place.
func fromForm(form url.Values) object {
	o := object{}
	for name := range form {
		o[name] = form.Get(name)
	}
	return o
}
