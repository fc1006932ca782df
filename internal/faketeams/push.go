package faketeams

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"
)

// patience is how long Teams waits for an acknowledgement before it sends again.
const patience = 15 * time.Second

// mostSent is how often Teams sends an activity that is not acknowledged in time.
const mostSent = 3

// ErrRefused says that Teams itself does not let somebody do something.
var ErrRefused = errors.New("teams does not allow it")

// errTimedOut is why an activity comes again.
var errTimedOut = errors.New("the bot did not answer within fifteen seconds")

// request is one activity that goes to the bot, signed anew each time.
type request struct {
	activity obj
	service  string
	alter    []func(*Token)
}

// Reply is how the bot took an activity.
type Reply struct {
	Status int
	Body   []byte
	Link   string // what was pressed only leads here, and the bot heard nothing of it
}

// Decoded gives the body as an object; nil if it is none.
func (r Reply) Decoded() map[string]any {
	var o obj
	_ = json.Unmarshal(r.Body, &o)
	return o
}

// push sends an activity, again if the bot is too slow, and gives its answer. Any
// status but one of success is an error.
func (t *Teams) push(ctx context.Context, activity obj) (Reply, error) {
	t.mu.Lock()
	r := &request{activity: activity, service: str(activity, "serviceUrl")}
	t.last = r
	t.mu.Unlock()
	var reply Reply
	var err error
	for range mostSent {
		if reply, err = t.send(ctx, r); !errors.Is(err, errTimedOut) || str(activity, "type") == "invoke" {
			break
		}
	}
	return reply, err
}

func (t *Teams) send(ctx context.Context, r *request) (Reply, error) {
	header := http.Header{}
	header.Set("Content-Type", "application/json; charset=utf-8")
	header.Set("Authorization", t.Sign(r.service, r.alter...))
	t.mu.Lock()
	t.counts.Sent++
	t.flying++
	t.touch()
	t.mu.Unlock()
	reply, err := t.SendRaw(ctx, header, marshal(r.activity))
	if err == nil && (reply.Status < 200 || reply.Status > 299) {
		err = fmt.Errorf("the bot answered with status %d", reply.Status)
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	t.flying--
	if err == nil {
		t.counts.Acknowledged++
	} else {
		t.counts.Refused++
	}
	t.touch()
	return reply, err
}

// SendRaw posts a body to the bot with these headers, once, and gives its answer
// whatever it is. It waits no longer than Teams does.
func (t *Teams) SendRaw(ctx context.Context, header http.Header, body []byte) (Reply, error) {
	t.mu.Lock()
	target := t.messages
	t.mu.Unlock()
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	done := make(chan struct{})
	defer close(done)
	timeout := t.o.After(patience)
	go func() {
		select {
		case <-timeout:
			cancel(errTimedOut)
		case <-t.life.Done():
			cancel(t.life.Err())
		case <-done:
		}
	}()
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, target, bytes.NewReader(body))
	if err != nil {
		return Reply{}, err
	}
	r.Header = header
	response, err := t.o.Client.Do(r)
	if err != nil {
		return Reply{}, because(ctx, err)
	}
	defer response.Body.Close()
	got, err := io.ReadAll(io.LimitReader(response.Body, 1<<20))
	return Reply{Status: response.StatusCode, Body: got}, because(ctx, err)
}

// because is the cause of an error that came of a context's end.
func because(ctx context.Context, err error) error {
	if err != nil && ctx.Err() != nil {
		return context.Cause(ctx)
	}
	return err
}

// Redeliver sends the last activity once more, of whatever kind, as Teams does
// that missed the acknowledgement.
func (t *Teams) Redeliver(ctx context.Context) (Reply, error) {
	t.mu.Lock()
	r := t.last
	t.mu.Unlock()
	if r == nil {
		return Reply{}, errors.New("redeliver: nothing was delivered yet")
	}
	return t.send(ctx, r)
}

// Deliver sends an activity of any kind, signed; it is not checked against
// anything. What it lacks of id, service URL, channel and recipient is put in. The
// token may be altered, to forge one.
func (t *Teams) Deliver(ctx context.Context, activity json.RawMessage, alter ...func(*Token)) (Reply, error) {
	var o obj
	if err := json.Unmarshal(activity, &o); err != nil {
		return Reply{}, fmt.Errorf("deliver: %w", err)
	}
	t.mu.Lock()
	usual := obj{
		"id": t.uuid(), "channelId": "msteams", "serviceUrl": t.o.URL + "/connector/", "recipient": obj{"id": Bot, "name": BotName},
		"timestamp": t.stamp(),
	}
	for key, value := range usual {
		if o[key] == nil {
			o[key] = value
		}
	}
	r := &request{activity: o, service: t.o.URL + "/connector/", alter: alter}
	t.last = r
	t.mu.Unlock()
	return t.send(ctx, r)
}
