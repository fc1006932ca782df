package slack

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"time"

	"github.com/gorilla/websocket"
	"github.com/slack-go/slack"
	"github.com/slack-go/slack/socketmode"
)

// listen takes what comes by Socket Mode, with the same meaning as by HTTP: an
// envelope is acknowledged only when what it brings is durable. It returns nil
// when ctx is done and all that was under way is answered; the connection stands
// until then.
func (a *Adapter) listen(ctx context.Context) error {
	client := socketmode.New(a.api, socketmode.OptionReadLimit(2*mostBody), socketmode.OptionDialer(a.dialer()))
	life, end := context.WithCancel(context.WithoutCancel(ctx))
	defer end()
	ended := make(chan error, 1)
	go func() { ended <- client.RunContext(life) }()
	for {
		select {
		case ev := <-client.Events:
			a.heard(ctx, client, ev)
		case err := <-ended:
			a.heardAll.Wait()
			return fmt.Errorf("listen by socket: %w", plainError(err))
		case <-ctx.Done():
			a.heardAll.Wait()
			_ = a.pause(life, flushWithin)
			end()
			for {
				select {
				case <-client.Events: // not taken: Slack sends it to another connection
				case err := <-ended:
					a.o.Log.DebugContext(ctx, "socket closed", "error", plainError(err))
					return nil
				}
			}
		}
	}
}

// flushWithin is how long the library has to write the last answers: it does so on
// its own, and tells nobody.
const flushWithin = 200 * time.Millisecond

// dialer opens sockets the way in which calls are made.
func (a *Adapter) dialer() *websocket.Dialer {
	d := &websocket.Dialer{Proxy: http.ProxyFromEnvironment, HandshakeTimeout: 20 * time.Second, WriteBufferSize: 32 << 10}
	if t, ok := a.o.HTTP.Transport.(*http.Transport); ok {
		d.Proxy, d.NetDialContext, d.TLSClientConfig = t.Proxy, t.DialContext, t.TLSClientConfig
	}
	return d
}

// heard takes one message of the socket.
func (a *Adapter) heard(ctx context.Context, client *socketmode.Client, ev socketmode.Event) {
	var id, kind string
	var payload json.RawMessage
	switch {
	case ev.Request != nil && ev.Request.EnvelopeID != "":
		id, kind, payload = ev.Request.EnvelopeID, ev.Request.Type, ev.Request.Payload
	case ev.Type == socketmode.EventTypeErrorBadMessage:
		// The library does not know it: we may know enough.
		if bad, ok := ev.Data.(*socketmode.ErrorBadMessage); ok {
			envelope, _ := read(bad.Message)
			id, kind = envelope.text("envelope_id"), envelope.text("type")
			payload, _ = json.Marshal(envelope["payload"]) // it was JSON
		}
	case ev.Type == socketmode.EventTypeConnected:
		a.o.Log.InfoContext(ctx, "socket connected")
	case ev.Type == socketmode.EventTypeConnectionError:
		if failed, ok := ev.Data.(*slack.ConnectionErrorEvent); ok {
			a.o.Log.WarnContext(ctx, "socket not connected", "error", plainError(failed.ErrorObj), "again_in", failed.Backoff)
		}
	}
	if id == "" {
		return
	}
	select {
	case a.slots <- struct{}{}:
	case <-ctx.Done():
		return
	}
	// What is under way when the service ends is still carried out and answered.
	going := context.WithoutCancel(ctx)
	a.heardAll.Go(func() {
		defer func() { <-a.slots }()
		a.acknowledge(going, client, id, a.enveloped(going, kind, payload))
	})
}

func (a *Adapter) enveloped(ctx context.Context, kind string, payload json.RawMessage) reply {
	o, ok := read(payload)
	if !ok {
		a.counts.Add("not read")
		return reply{status: http.StatusOK}
	}
	switch kind {
	case socketmode.RequestTypeEventsAPI:
		return a.envelope(ctx, o)
	case socketmode.RequestTypeSlashCommands:
		return a.command(ctx, o)
	case socketmode.RequestTypeInteractive:
		return a.interaction(ctx, o)
	}
	a.counts.Add("unknown envelope " + kind)
	return reply{status: http.StatusOK}
}

// acknowledge tells Slack that the envelope is ours now. One that is not is left
// alone: Slack sends it again.
func (a *Adapter) acknowledge(ctx context.Context, client *socketmode.Client, id string, what reply) {
	if what.status != http.StatusOK {
		return
	}
	response := socketmode.Response{EnvelopeID: id}
	if what.body != nil {
		response.Payload = what.body
	}
	ctx, cancel := context.WithTimeout(ctx, answerWithin)
	defer cancel()
	if err := client.SendCtx(ctx, response); err != nil {
		a.o.Log.WarnContext(ctx, "socket took no answer", "error", plainError(err))
	}
	if what.then != nil {
		what.then(ctx)
	}
}
