package teams_test

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"maps"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"soundings/adapters/teams"
	"soundings/bot"
	"soundings/internal/secret"
)

// Who and what is in the house: the team's channel, that of Tidewell, which is
// shared with its organisation, and one that the bot is not in.
const (
	teamRoom     = "19:team@thread.tacv2"
	tidewellRoom = "19:tidewell@thread.tacv2"
	elsewhere    = "19:elsewhere@thread.tacv2"
	danaChat     = "a:29:dana"
	dana         = "29:dana" // of the team
	ana          = "29:ana"  // of Tidewell
	gus          = "29:gus"  // a guest of ours
	tidewell     = "9b1d0f6e-1111-4222-8333-0123456789ab"
	me           = "28:" + appID
)

// house is Teams with the adapter in it, in a bubble where time passes at once.
type house struct {
	*stub
	*teams.Adapter
	*ears

	t   *testing.T
	log *strings.Builder
	o   teams.Options
	seq int
}

// ears keep what the adapter delivers, and answer it.
type ears struct {
	mu     sync.Mutex
	events []bot.Event
	named  bool // the names of channels are kept, too
	answer func(context.Context, bot.Event) (bot.Answer, error)
}

func (e *ears) deliver(ctx context.Context, ev bot.Event) (bot.Answer, error) {
	e.mu.Lock()
	if e.named || ev.Kind != bot.Changed || ev.Action != bot.RoomRenamed {
		e.events = append(e.events, ev)
	}
	answer := e.answer
	e.mu.Unlock()
	if answer == nil {
		return bot.Answer{}, nil
	}
	return answer(ctx, ev)
}

// answers lets what is delivered from now on be answered so.
func (e *ears) answers(answer func(context.Context, bot.Event) (bot.Answer, error)) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.answer = answer
}

// always answers everything alike.
func (e *ears) always(a bot.Answer, err error) {
	e.answers(func(context.Context, bot.Event) (bot.Answer, error) { return a, err })
}

func (e *ears) heard() []bot.Event {
	e.mu.Lock()
	defer e.mu.Unlock()
	return append([]bot.Event(nil), e.events...)
}

// last is the newest event; there has to be one.
func (e *ears) last(t *testing.T) bot.Event {
	t.Helper()
	all := e.heard()
	if len(all) == 0 {
		t.Fatal("nothing was delivered")
	}
	return all[len(all)-1]
}

// inside runs a test in a house.
func inside(t *testing.T, test func(t *testing.T, h *house), adjust ...func(*teams.Options)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) { test(t, newHouse(t, nil, adjust...)) })
}

// newHouse makes a house in a bubble. What is delivered goes to deliver, or to its
// ears.
func newHouse(t *testing.T, deliver bot.Deliver, adjust ...func(*teams.Options)) *house {
	t.Helper()
	h := &house{t: t, stub: newStub(), ears: &ears{}, log: &strings.Builder{}}
	if deliver == nil {
		deliver = h.deliver
	}
	h.o = teams.Options{
		Deliver: deliver, AppID: appID, AppPassword: secret.New(password), TenantID: home,
		OpenIDMetadataURL: "https://teams.test/openid", TokenURL: "https://teams.test/token", ServiceHosts: []string{"teams.test"}, ServiceURL: service,
		HTTP: &http.Client{Transport: h.stub}, Now: time.Now, Log: slog.New(slog.NewTextHandler(&lines{out: h.log, t: t}, nil)),
	}
	for _, a := range adjust {
		a(&h.o)
	}
	h.people()
	var err error
	if h.Adapter, err = teams.New(h.o); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.WithoutCancel(t.Context()))
	ended := make(chan error, 1)
	go func() { ended <- h.Run(ctx) }()
	t.Cleanup(func() {
		cancel()
		if err := <-ended; err != nil {
			t.Errorf("Run: %v", err)
		}
	})
	synctest.Wait()
	return h
}

// people moves everybody in.
func (h *house) people() {
	danaIs := map[string]any{"id": dana, "name": "Dana Ellery", "email": "dana@westmere.example", "tenantId": home, "userRole": "user"}
	anaIs := map[string]any{"id": ana, "name": "Ana Whitlock", "email": "ana@tidewell.example", "tenantId": tidewell, "userRole": "user"}
	h.members[teamRoom] = []map[string]any{danaIs}
	h.members[tidewellRoom] = []map[string]any{danaIs, anaIs}
	h.members[danaChat] = []map[string]any{danaIs}
	h.members[elsewhere] = []map[string]any{danaIs}
	h.closed[elsewhere] = true
}

// lines write a log to two places.
type lines struct {
	out *strings.Builder
	t   *testing.T
	mu  sync.Mutex
}

func (l *lines) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.out.Write(p)
	return l.t.Output().Write(p)
}

// activity is one that Teams sends of something that somebody does in a room.
func (h *house) activity(kind, user, room string, more map[string]any) map[string]any {
	h.seq++
	base, _, _ := strings.Cut(room, ";messageid=")
	o := map[string]any{
		"type": kind, "id": fmt.Sprint(1795457890000 + h.seq), "timestamp": time.Now().UTC().Format(time.RFC3339Nano), "serviceUrl": service, "channelId": "msteams",
		"from": map[string]any{"id": user, "name": "", "aadObjectId": "aad-" + user}, "recipient": map[string]any{"id": me, "name": "Soundings"},
		"conversation": map[string]any{"id": room, "conversationType": "channel", "tenantId": home, "isGroup": true},
		"channelData":  map[string]any{"tenant": map[string]any{"id": home}, "team": map[string]any{"id": teamRoom}, "channel": map[string]any{"id": base, "type": "shared"}},
	}
	if strings.HasPrefix(room, "a:") {
		o["conversation"] = map[string]any{"id": room, "conversationType": "personal", "tenantId": home}
		o["channelData"] = map[string]any{"tenant": map[string]any{"id": home}}
	}
	maps.Copy(o, more)
	return o
}

// says is a message that names the bot, unless it is in a chat with it alone.
func (h *house) says(user, room, text string) map[string]any {
	more := map[string]any{"text": text, "textFormat": "plain"}
	if !strings.HasPrefix(room, "a:") {
		more["text"] = "<at>Soundings</at> " + text
		more["entities"] = []any{map[string]any{"type": "mention", "text": "<at>Soundings</at>", "mentioned": map[string]any{"id": me, "name": "Soundings"}}}
	}
	return h.activity("message", user, room, more)
}

// post sends an activity as Teams does, and gives the answer.
func (h *house) post(o any) *httptest.ResponseRecorder { return h.postAs(o, h.sign(h.t, claims())) }

func (h *house) postAs(o any, authorization string) *httptest.ResponseRecorder {
	h.t.Helper()
	w := h.take(o, authorization)
	synctest.Wait()
	return w
}

func (h *house) take(o any, authorization string) *httptest.ResponseRecorder {
	h.t.Helper()
	data, ok := o.([]byte)
	if !ok {
		var err error
		if data, err = json.Marshal(o); err != nil {
			h.t.Fatal(err)
		}
	}
	r := httptest.NewRequestWithContext(h.t.Context(), http.MethodPost, "/teams/messages", strings.NewReader(string(data)))
	r.Header.Set("Authorization", authorization)
	w := httptest.NewRecorder()
	h.Adapter.Handler().ServeHTTP(w, r)
	return w
}

// said gives what people read of each message of the bot in a conversation and in
// its threads.
func (h *house) said(room string) []string {
	var all []string
	for _, p := range h.in(room) {
		all = append(all, wordsOf(p.body))
	}
	return all
}

func (h *house) in(room string) []*posted {
	h.stub.mu.Lock()
	defer h.stub.mu.Unlock()
	var all []*posted
	for _, p := range h.posts {
		if base, _, _ := strings.Cut(p.conversation, ";messageid="); base == room {
			all = append(all, p)
		}
	}
	return all
}

// wordsOf gives what people read of a card, or of what it is in.
func wordsOf(v any) string {
	var out []string
	gather(v, &out)
	return strings.Join(out, "\n")
}

func gather(v any, out *[]string) {
	switch v := v.(type) {
	case []any:
		for _, one := range v {
			gather(one, out)
		}
	case map[string]any:
		if inlines, ok := v["inlines"].([]any); ok {
			line := ""
			for _, i := range inlines {
				text, _ := i.(map[string]any)["text"].(string)
				line += text
			}
			*out = append(*out, line)
			return
		}
		for _, name := range []string{"text", "label", "altText", "title"} {
			if text, ok := v[name].(string); ok {
				*out = append(*out, text)
			}
		}
		for _, name := range []string{"attachments", "content", "card", "value", "task", "body", "items", "columns", "rows", "cells", "choices", "actions"} {
			gather(v[name], out)
		}
	}
}

// note is an answer that says one thing.
func note(text string) bot.Answer {
	return bot.Answer{Note: &bot.Message{Blocks: []bot.Block{bot.Say(text)}}}
}

// at is the address of a room, as the record has it.
func at(room string) bot.Address {
	return bot.Address{Adapter: "teams", Room: room, Ref: `{"s":"` + service + `"}`}
}
