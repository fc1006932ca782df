package teams

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"

	"github.com/infracloudio/msbotbuilder-go/schema"
)

// mostBody bounds a request: Teams sends no more than a card of 100 kB with all
// that was typed in it.
const mostBody = 2 << 20

// takeWithin is how long what comes may take until it is durable. Teams waits
// fifteen seconds, and ten for what somebody pressed.
const takeWithin = 9 * time.Second

// readWithin is how long the body of a request may take to come in.
const readWithin = 5 * time.Second

// reply is what goes back to Teams at once. A status of 200 says that the activity
// is ours now.
type reply struct {
	status int
	body   any                   // JSON; nil: nothing
	then   func(context.Context) // what is done once that is on its way; nil: nothing
}

func taken() reply { return reply{status: http.StatusOK} }

// Handler takes what Teams sends: the requests whose paths begin with /teams/.
func (a *Adapter) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("POST /teams/messages", a.messages)
	return mux
}

// messages takes one activity. Nothing of it is read before the token is known to
// hold.
func (a *Adapter) messages(w http.ResponseWriter, r *http.Request) {
	defer a.recovered(r.Context(), w)
	select {
	case a.slots <- struct{}{}:
		defer func() { <-a.slots }()
	default:
		w.Header().Set("Retry-After", "1")
		http.Error(w, "too many requests at once", http.StatusServiceUnavailable)
		return
	}
	ctx, cancel := context.WithTimeout(r.Context(), takeWithin)
	defer cancel()
	p, err := a.gate.token(ctx, r.Header.Get("Authorization"))
	switch {
	case errors.Is(err, errNoToken):
		a.counts.Add("no token that holds")
		http.Error(w, "the token does not hold", http.StatusUnauthorized)
		return
	case err != nil: // nobody can tell just now
		a.counts.Add("no keys")
		http.Error(w, "not now", http.StatusServiceUnavailable)
		return
	}
	body, status := readBody(w, r, a.o.Now)
	if status != http.StatusOK {
		http.Error(w, http.StatusText(status), status)
		return
	}
	o, ok := read(body)
	if !ok {
		http.Error(w, "could not be read", http.StatusBadRequest)
		return
	}
	if err := a.admit(context.WithValue(ctx, passportKey{}, p), r, o); err != nil {
		a.counts.Add(err.Error())
		a.o.Log.WarnContext(ctx, "activity refused", "error", err)
		http.Error(w, "not allowed", http.StatusForbidden)
		return
	}
	a.answer(w, r, a.take(ctx, o))
}

// admit has the library read what it knows of an activity, and our gate say
// whether it may come in. Its error is a refusal.
func (a *Adapter) admit(ctx context.Context, r *http.Request, o object) error {
	data, err := json.Marshal(narrow(o))
	if err != nil {
		return refusal("form")
	}
	r = r.Clone(ctx)
	r.Body = io.NopCloser(bytes.NewReader(data))
	if _, err := a.kit.ParseRequest(ctx, r); err != nil {
		if rule, ok := errors.AsType[refusal](err); ok {
			return rule
		}
		return refusal("form")
	}
	return nil
}

// narrow is as much of an activity as the library reads without fault, whatever
// else stands in it.
func narrow(o object) schema.Activity {
	conversation := o.in("conversation")
	return schema.Activity{
		Type: schema.ActivityTypes(o.text("type")), ID: o.text("id"), ServiceURL: o.text("serviceUrl"), ChannelID: o.text("channelId"),
		From:      schema.ChannelAccount{ID: o.in("from").text("id")},
		Recipient: schema.ChannelAccount{ID: o.in("recipient").text("id")},
		Conversation: schema.ConversationAccount{
			ID: conversation.text("id"), ConversationType: conversation.text("conversationType"), TenantID: conversation.text("tenantId"),
		},
		ChannelData: map[string]any{"tenant": map[string]any{"id": o.in("channelData", "tenant").text("id")}},
	}
}

// readBody reads a request. One that comes in drops would keep others out.
func readBody(w http.ResponseWriter, r *http.Request, now func() time.Time) ([]byte, int) {
	control := http.NewResponseController(w)
	_ = control.SetReadDeadline(now().Add(readWithin)) // what has no deadline waits
	defer func() { _ = control.SetReadDeadline(time.Time{}) }()
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, mostBody))
	if _, large := errors.AsType[*http.MaxBytesError](err); large {
		return nil, http.StatusRequestEntityTooLarge
	}
	if err != nil {
		return nil, http.StatusBadRequest
	}
	return body, http.StatusOK
}

// recovered answers where something in us went wrong. What it was may hold words
// of people, so that its kind alone is told.
func (a *Adapter) recovered(ctx context.Context, w http.ResponseWriter) {
	if r := recover(); r != nil {
		a.counts.Add("panic")
		a.o.Log.ErrorContext(ctx, "activity broke the adapter", "kind", fmt.Sprintf("%T", r))
		http.Error(w, "not now", http.StatusInternalServerError)
	}
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
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(what.body); err != nil {
		a.o.Log.ErrorContext(r.Context(), "answer has no JSON", "error", err)
		w.WriteHeader(http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(what.status)
	_, _ = w.Write(out.Bytes()) // whoever has gone is told by the message itself
}
