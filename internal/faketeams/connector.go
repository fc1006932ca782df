package faketeams

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/url"
	"time"
)

// method is one method of the connector. It is called with the lock held.
type method struct {
	name string
	do   func(c *call) (any, error)
}

// call is one call of the bot.
type call struct {
	request *http.Request
	body    []byte
	created bool // the answer is 201
}

func (c *call) path(name string) string {
	text, err := url.PathUnescape(c.request.PathValue(name))
	if err != nil {
		return c.request.PathValue(name)
	}
	return text
}

// mostBody is about what Teams takes of a message, with what stands around it.
const mostBody = 100 << 10

// refusedError is an answer of the connector that is none of success.
type refusedError struct {
	status        int
	code, message string
	after         time.Duration
}

func (e *refusedError) Error() string { return e.code + ": " + e.message }

func (e *refusedError) write(w http.ResponseWriter) {
	if e.after > 0 {
		w.Header().Set("Retry-After", seconds(e.after))
	}
	writeJSON(w, e.status, obj{"error": obj{"code": e.code, "message": e.message}})
}

// refusal gives the error that goes with a status.
func refusal(status int) *refusedError {
	codes := map[int][2]string{
		http.StatusBadRequest:            {"BadArgument", "Bad argument."},
		http.StatusUnauthorized:          {"Unauthorized", "Authorization has been denied for this request."},
		http.StatusForbidden:             {"BotNotInConversationRoster", "The bot is not part of the conversation roster."},
		http.StatusNotFound:              {"ConversationNotFound", "Conversation not found."},
		http.StatusPreconditionFailed:    {"PreconditionFailed", "Precondition failed, please try again."},
		http.StatusRequestEntityTooLarge: {"MessageSizeTooBig", "Message size too large."},
		http.StatusTooManyRequests:       {"Throttled", "Too many requests."},
		http.StatusBadGateway:            {"ServiceError", "Bad gateway."},
		http.StatusServiceUnavailable:    {"ServiceUnavailable", "Service unavailable."},
		http.StatusGatewayTimeout:        {"GatewayTimeout", "Gateway timeout."},
	}
	known, ok := codes[status]
	if !ok {
		if status == 0 {
			status = http.StatusInternalServerError
		}
		known = [2]string{"ServiceError", "Something went wrong."}
	}
	return &refusedError{status: status, code: known[0], message: known[1]}
}

// refuse is a refusal with another code and message than usual.
func refuse(status int, code, message string) error {
	return &refusedError{status: status, code: code, message: message}
}

// serve makes a handler of a method: faults, then tokens, then the method itself.
func (t *Teams) serve(m method) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		c := &call{request: r}
		c.body, _ = io.ReadAll(io.LimitReader(r.Body, mostBody+1))
		f := t.takeFault(m.name)
		if !t.hold(r, f) {
			return
		}
		if f != nil && !f.passes() && !f.AfterDoing {
			t.mu.Lock()
			t.count(m.name, refusal(f.Status).code)
			t.mu.Unlock()
			t.applyFault(w, f)
			return
		}
		answer, err := t.perform(c, m)
		switch {
		case f != nil && !f.passes():
			t.applyFault(w, f)
		case err != nil:
			err.write(w)
		case answer == nil:
			w.WriteHeader(http.StatusOK)
		case c.created:
			writeJSON(w, http.StatusCreated, answer)
		default:
			writeJSON(w, http.StatusOK, answer)
		}
	}
}

// perform does what the method does.
func (t *Teams) perform(c *call, m method) (any, *refusedError) {
	t.mu.Lock()
	defer t.mu.Unlock()
	var answer any
	var err error
	t.counts.Largest = max(t.counts.Largest, len(c.body))
	switch {
	case !t.admitted(c.request):
		err = refusal(http.StatusUnauthorized)
	case len(c.body) > mostBody:
		err = refusal(http.StatusRequestEntityTooLarge)
	default:
		answer, err = m.do(c)
	}
	refused, _ := errors.AsType[*refusedError](err)
	if refused == nil && err != nil {
		refused = refusal(http.StatusBadRequest)
		refused.message = err.Error()
	}
	code := ""
	if refused != nil {
		code = refused.code
	}
	t.count(m.name, code)
	t.touch()
	return answer, refused
}

// count counts a call that ended with code, "" for success. The lock is held.
func (t *Teams) count(method, code string) {
	t.counts.Calls[method]++
	if code != "" {
		t.counts.Errors[method+" "+code]++
	}
}

// decode reads the object in the body of a call.
func (c *call) decode() (obj, error) {
	var o obj
	if err := json.Unmarshal(c.body, &o); err != nil || o == nil {
		return nil, refuse(http.StatusBadRequest, "BadSyntax", "Could not parse the body as JSON.")
	}
	return o, nil
}

// place gives the conversation that a call is about, with the thread that its id
// names. The bot has to be in it.
func (t *Teams) place(c *call) (*conversation, string, error) {
	id, thread := split(c.path("id"))
	in := t.conversations[id]
	switch {
	case in == nil:
		return nil, "", refusal(http.StatusNotFound)
	case !in.Installed:
		return nil, "", refusal(http.StatusForbidden)
	case thread != "" && in.Kind != Channel, thread != "" && in.find(thread) == nil:
		return nil, "", refuse(http.StatusNotFound, "ConversationNotFound", "Conversation not found.")
	}
	return in, thread, nil
}
