package fakeslack_test

import (
	"context"
	"encoding/json"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/gorilla/websocket"
	"github.com/slack-go/slack"
	"github.com/slack-go/slack/slackevents"
	"github.com/slack-go/slack/socketmode"

	"soundings/internal/fakeslack"
)

// listener is an app in Socket Mode, as the library has it.
type listener struct {
	client *socketmode.Client
	events chan socketmode.Event // but the library's own
}

func listen(t *testing.T, w *world) *listener {
	t.Helper()
	w.Connect("")
	api := slack.New("xoxb-fake", slack.OptionAPIURL(w.url+"/api/"), slack.OptionAppLevelToken("xapp-fake"))
	l := &listener{
		client: socketmode.New(api),
		events: make(chan socketmode.Event, 20),
	}
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() {
		defer close(done)
		_ = l.client.RunContext(ctx)
	}()
	go func() {
		for {
			select {
			case ev := <-l.client.Events:
				if ev.Request != nil && ev.Type != socketmode.EventTypeHello && ev.Type != socketmode.EventTypeDisconnect {
					l.events <- ev
				}
			case <-done:
				return
			}
		}
	}()
	t.Cleanup(func() {
		cancel()
		w.Break()
		<-done
	})
	before := w.Sockets()
	good(t, w.Wait(bounded(t), func() bool { return w.Sockets() > before || before > 0 }))
	return l
}

func TestSocketModeCarriesEverything(t *testing.T) {
	w := newWorld(t)
	l := listen(t, w)
	said := make(chan error, 1)
	go func() {
		_, err := w.Say(bounded(t), "U1ANA", "C1", "hello")
		said <- err
	}()
	ev := <-l.events
	message := ev.Data.(slackevents.EventsAPIEvent).InnerEvent.Data.(*slackevents.MessageEvent)
	if message.Text != "hello" || ev.Request.AcceptsResponsePayload {
		t.Errorf("event = %+v", ev.Request)
	}
	select {
	case err := <-said:
		t.Fatalf("Say returned %v before it was acknowledged", err)
	default:
	}
	good(t, l.client.Ack(*ev.Request))
	good(t, <-said)

	typed := make(chan fakeslack.Reply, 1)
	go func() {
		reply, _ := w.Command(bounded(t), "U1ANA", "C1", "/soundings", "status")
		typed <- reply
	}()
	ev = <-l.events
	if command := ev.Data.(slack.SlashCommand); command.Text != "status" || !ev.Request.AcceptsResponsePayload {
		t.Errorf("command = %+v", command)
	}
	good(t, l.client.Ack(*ev.Request, map[string]any{"text": "all is well"}))
	if reply := <-typed; reply.Message == nil || reply.Message.Text != "all is well" {
		t.Errorf("reply = %+v", reply)
	}

	_, _, err := w.api.PostMessage("C1", slack.MsgOptionText("x", false), button("Start", "start", "1"))
	good(t, err)
	ev = <-l.events // our own message
	good(t, l.client.Ack(*ev.Request))
	pressed := make(chan error, 1)
	go func() {
		_, err := w.Press(bounded(t), "U2BEN", "C1", "", "Start")
		pressed <- err
	}()
	ev = <-l.events
	if action := ev.Data.(slack.InteractionCallback).ActionCallback.BlockActions[0]; action.ActionID != "start" {
		t.Errorf("action = %+v", action)
	}
	good(t, l.client.Ack(*ev.Request))
	good(t, <-pressed)
}

// dial opens a connection by hand and reads its hello.
func dial(t *testing.T, w *world) *websocket.Conn {
	t.Helper()
	w.Connect("")
	api := slack.New("xoxb-fake", slack.OptionAPIURL(w.url+"/api/"), slack.OptionAppLevelToken("xapp-fake"))
	_, link, err := api.StartSocketModeContext(t.Context())
	good(t, err)
	conn, response, err := websocket.DefaultDialer.DialContext(t.Context(), link, nil)
	good(t, err)
	_ = response.Body.Close()
	t.Cleanup(func() { _ = conn.Close() })
	if hello := read(t, conn); hello["type"] != "hello" {
		t.Fatalf("first message = %v", hello)
	}
	again, response, err := websocket.DefaultDialer.DialContext(t.Context(), link, nil)
	if err == nil {
		_ = again.Close()
		t.Error("the ticket opened a second connection")
	}
	if response.Body.Close(); response.StatusCode != http.StatusForbidden {
		t.Errorf("the ticket again: status %d", response.StatusCode)
	}
	return conn
}

func read(t *testing.T, conn *websocket.Conn) map[string]any {
	t.Helper()
	_, data, err := conn.ReadMessage()
	good(t, err)
	var message map[string]any
	good(t, json.Unmarshal(data, &message))
	return message
}

func TestABrokenConnectionHandsOver(t *testing.T) {
	w := newWorld(t)
	first, second := dial(t, w), dial(t, w)
	good(t, w.Wait(bounded(t), func() bool { return w.Sockets() == 2 }))
	for range 2 { // whichever gets it breaks, and the other has it
		said := make(chan error, 1)
		go func() {
			_, err := w.Say(bounded(t), "U1ANA", "C1", "hello")
			said <- err
		}()
		got := make(chan *websocket.Conn, 2)
		var envelope atomic.Value
		for _, conn := range []*websocket.Conn{first, second} {
			go func() {
				_, data, err := conn.ReadMessage()
				if err == nil {
					envelope.Store(string(data))
					got <- conn
				}
			}()
		}
		broken := <-got
		good(t, broken.Close())
		kept := <-got
		var message map[string]any
		good(t, json.Unmarshal([]byte(envelope.Load().(string)), &message))
		good(t, kept.WriteJSON(map[string]any{"envelope_id": message["envelope_id"]}))
		good(t, <-said)
		first, second = kept, dial(t, w)
		good(t, w.Wait(bounded(t), func() bool { return w.Sockets() == 2 }))
	}
}

func TestWhatIsNotAcknowledgedGoesToTheOther(t *testing.T) {
	waits := make(chan chan time.Time, 20)
	w := newWorld(t, func(o *fakeslack.Options) {
		o.After = func(d time.Duration) <-chan time.Time {
			c := make(chan time.Time, 1)
			if d == 3*time.Second {
				waits <- c
			}
			return c
		}
	})
	silent := dial(t, w)
	good(t, w.Wait(bounded(t), func() bool { return w.Sockets() == 1 }))
	said := make(chan error, 1)
	go func() {
		_, err := w.Say(bounded(t), "U1ANA", "C1", "hello")
		said <- err
	}()
	if first := read(t, silent); first["retry_attempt"] != 0.0 {
		t.Errorf("first = %v", first)
	}
	other := dial(t, w)
	good(t, w.Wait(bounded(t), func() bool { return w.Sockets() == 2 }))
	(<-waits) <- time.Now() // three seconds are over
	envelope := make(chan map[string]any, 2)
	for _, conn := range []*websocket.Conn{silent, other} {
		go func() {
			var message map[string]any
			if conn.ReadJSON(&message) == nil {
				envelope <- message
			}
		}()
	}
	again := <-envelope
	if again["retry_attempt"] != 1.0 || again["retry_reason"] != "timeout" {
		t.Errorf("again = %v", again)
	}
	good(t, other.WriteJSON(map[string]any{"envelope_id": again["envelope_id"]}))
	good(t, <-said)
}

func TestDisconnectIsAskedForAndTheLibraryComesBack(t *testing.T) {
	w := newWorld(t)
	l := listen(t, w)
	w.Disconnect("refresh_requested")
	good(t, w.Wait(bounded(t), func() bool { return w.Counts().Calls["apps.connections.open"] == 2 }))
	go func() { _, _ = w.Say(bounded(t), "U1ANA", "C1", "still there?") }()
	ev := <-l.events
	good(t, l.client.Ack(*ev.Request))
}

func TestLongAcknowledgementsVanish(t *testing.T) {
	gone := make(chan chan time.Time, 20)
	w := newWorld(t, func(o *fakeslack.Options) {
		o.After = func(d time.Duration) <-chan time.Time {
			c := make(chan time.Time, 1)
			if d == 3*time.Second {
				gone <- c
			}
			return c
		}
	})
	conn := dial(t, w)
	good(t, w.Wait(bounded(t), func() bool { return w.Sockets() == 1 }))
	typed := make(chan error, 1)
	go func() {
		_, err := w.Command(bounded(t), "U1ANA", "C1", "/soundings", "")
		typed <- err
	}()
	message := read(t, conn)
	good(t, conn.WriteJSON(map[string]any{
		"envelope_id": message["envelope_id"], "payload": map[string]any{"text": strings.Repeat("x", 20<<10)},
	}))
	good(t, conn.WriteJSON(map[string]any{"envelope_id": "another"}))
	(<-gone) <- time.Now()
	if err := <-typed; err == nil {
		t.Error("20 kB were taken as an acknowledgement")
	}
}

func TestAppTokensAreForSocketsOnly(t *testing.T) {
	w := newWorld(t)
	api := slack.New("xapp-fake", slack.OptionAPIURL(w.url+"/api/"), slack.OptionAppLevelToken("xoxb-fake"))
	_, err := api.AuthTest()
	code(t, "auth.test with the app's token", err, "not_allowed_token_type")
	_, _, err = api.StartSocketModeContext(t.Context())
	code(t, "apps.connections.open with the bot's token", err, "not_allowed_token_type")
}
