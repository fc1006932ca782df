package teams_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"soundings/adapters/teams"
	"soundings/bot"
)

func reasonOf(err error) bot.Reason {
	if e, ok := errors.AsType[*bot.SendError](err); ok {
		return e.Reason
	}
	return ""
}

func plainOf(err error) string {
	if e, ok := errors.AsType[*bot.SendError](err); ok {
		return e.Plain
	}
	return ""
}

// said is a part that says one thing in a room.
func part(room, text string) bot.Part {
	return bot.Part{Key: "care/k/0.0", Class: bot.Notice, Engagement: "care", To: at(room), Number: 1, Of: 1, Blocks: []bot.Block{bot.Say(text)}}
}

// A message has the fields that say something, and no others: an empty one makes
// clients drop what the message says.
func TestOnTheWire(t *testing.T) {
	inside(t, func(t *testing.T, h *house) {
		p := part(tidewellRoom, "Hello.")
		p.Blocks = append(p.Blocks, bot.Block{Buttons: []bot.Button{{Label: "Not for us", Action: "say", Value: "", Typed: "no"}}})
		if _, err := h.Send(t.Context(), p); err != nil {
			t.Fatal(err)
		}
		sent := h.in(tidewellRoom)[0].body
		for name := range sent {
			switch name {
			case "type", "serviceUrl", "channelId", "from", "conversation", "attachments", "summary":
			default:
				t.Errorf("%s is sent: %v", name, sent[name])
			}
		}
		data, _ := json.Marshal(sent)
		for _, empty := range []string{`""`, `{}`, `[]`, "null", "0001-01-01"} {
			if strings.Contains(string(data), ":"+empty) || strings.Contains(string(data), empty+",") && empty == "0001-01-01" {
				t.Errorf("it has an empty field, %s: %s", empty, data)
			}
		}
	})
}

// A picture is posted with its words, for those who don't see it; where it has no
// public address, these stand in its place.
func TestAPicture(t *testing.T) {
	address := func(blob string) string { return map[string]string{"b1": "https://soundings.example/picture/b1"}[blob] }
	for _, c := range []struct {
		name, blob string
		picture    func(string) string
		shown      bool
	}{
		{"with an address", "b1", address, true},
		{"whose address nobody knows", "b2", address, false},
		{"without a file", "", address, false},
		{"where no pictures are shown", "b1", nil, false},
	} {
		inside(t, func(t *testing.T, h *house) {
			p := part(tidewellRoom, "How far it is:")
			p.Blocks = append(p.Blocks, bot.Block{Image: &bot.Image{Blob: c.blob, Alt: "Seven of nine have answered"}})
			if got := h.Caps().Images; got != (c.picture != nil) {
				t.Errorf("%s: Caps say pictures: %v", c.name, got)
			}
			if _, err := h.Send(t.Context(), p); err != nil {
				t.Fatal(err)
			}
			data, _ := json.Marshal(h.in(tidewellRoom)[0].body)
			element := `{"altText":"Seven of nine have answered","size":"Stretch","type":"Image","url":"https://soundings.example/picture/b1"}`
			if strings.Contains(string(data), element) != c.shown || strings.Contains(string(data), `"type":"Image"`) != c.shown {
				t.Errorf("%s: %s", c.name, data)
			}
			if said := strings.Join(h.said(tidewellRoom), "\n"); !c.shown && !strings.Contains(said, "Seven of nine have answered") {
				t.Errorf("%s: people read %q", c.name, said)
			}
		}, func(o *teams.Options) { o.Picture = c.picture })
	}
}

// A link that leads nowhere is words: with it a client would drop the whole card.
func TestALinkThatLeadsNowhere(t *testing.T) {
	inside(t, func(t *testing.T, h *house) {
		p := part(tidewellRoom, "Hello.")
		p.Blocks = append(p.Blocks, bot.Block{Buttons: []bot.Button{{Label: "Open the page", URL: "(no link)"}, {Label: "Read more", URL: "https://x.example/"}}})
		if _, err := h.Send(t.Context(), p); err != nil {
			t.Fatal(err)
		}
		if got, want := h.said(tidewellRoom)[0], "Hello.\nOpen the page: (no link)\nRead more"; got != want {
			t.Errorf("it reads %q, want %q", got, want)
		}
	})
}

// A thread is that of a channel's message; elsewhere there are none. A thread goes
// on under a reply of ours, too.
func TestThreads(t *testing.T) {
	inside(t, func(t *testing.T, h *house) {
		first, err := h.Send(t.Context(), part(tidewellRoom, "The list."))
		if err != nil {
			t.Fatal(err)
		}
		p := part(tidewellRoom, "Section six.")
		p.Thread = first
		reply, err := h.Send(t.Context(), p)
		if err != nil || !strings.HasSuffix(reply, "@"+first) {
			t.Fatalf("Send = %q, %v, want a reply in the thread of %s", reply, err, first)
		}
		p.Thread = reply
		if _, err := h.Send(t.Context(), p); err != nil {
			t.Fatal(err)
		}
		if err := h.Edit(t.Context(), reply, part(tidewellRoom, "Section six, changed.")); err != nil {
			t.Fatal(err)
		}
		chat := part(danaChat, "In a chat.")
		chat.Thread = "123"
		if _, err := h.Send(t.Context(), chat); err != nil {
			t.Fatal(err)
		}
		for i, want := range []string{"", ";messageid=" + first, ";messageid=" + first} {
			if got := h.in(tidewellRoom)[i].conversation; got != tidewellRoom+want {
				t.Errorf("message %d is in %s, want %s", i, got, tidewellRoom+want)
			}
		}
		if got := h.in(danaChat)[0].conversation; got != danaChat {
			t.Errorf("in a chat it is in %s", got)
		}
		if got := h.said(tidewellRoom)[1]; got != "Section six, changed." {
			t.Errorf("after the edit it reads %q", got)
		}
	})
}

// What is for one person alone goes to them alone, wherever it belongs, and its
// buttons know where that is.
func TestForOneAlone(t *testing.T) {
	inside(t, func(t *testing.T, h *house) {
		h.post(h.says(ana, tidewellRoom, "hello"))
		p := part(tidewellRoom, "For you.")
		p.For = h.last(t).Sender.Direct
		p.Blocks = append(p.Blocks, bot.Block{Buttons: []bot.Button{{Label: "Yes", Action: "say", Value: "yes", Typed: "yes"}}})
		id, err := h.Send(t.Context(), p)
		if err != nil {
			t.Fatal(err)
		}
		if err := h.Edit(t.Context(), id, p); err != nil {
			t.Fatal(err)
		}
		if n := len(h.in(tidewellRoom)); n != 0 || len(h.in("a:"+ana)) != 1 {
			t.Fatalf("%d messages in the room, %d to her alone", n, len(h.in("a:"+ana)))
		}
		button := find(h.in("a:" + ana)[0].body, "Yes")
		h.post(h.invoke("adaptiveCard/action", ana, "a:"+ana, "1", button))
		if ev := h.last(t); ev.Kind != bot.Pressed || ev.Room.Room != tidewellRoom || ev.Value != "yes" || ev.Engagement != "care" {
			t.Errorf("pressed %+v, want it in the room that it belongs to", ev)
		}
		before := len(h.heard())
		w := h.post(h.invoke("adaptiveCard/action", dana, danaChat, "1", strings.Replace(button, tidewellRoom, elsewhere, 1)))
		h.members[tidewellRoom] = h.members[tidewellRoom][1:] // Dana is in it no more
		w2 := h.post(h.invoke("adaptiveCard/action", dana, danaChat, "1", button))
		if len(h.heard()) != before+1 || !strings.Contains(w2.Body.String(), "you are not in") {
			t.Errorf("what somebody sent as of a room that they are not in was taken: %s %s", w.Body, w2.Body)
		}
		for _, to := range []string{"", "{}", "x", `{"s":"https://evil.example/","u":"29:ana"}`} {
			if p.For = to; to == "" {
				continue
			}
			if _, err := h.Send(t.Context(), p); reasonOf(err) != bot.Denied {
				t.Errorf("Send for %s: %v", to, err)
			}
		}
	})
}

// What the connector answers, and what it means.
func TestFailures(t *testing.T) {
	cases := []struct {
		status int
		code   string
		want   bot.SendError
	}{
		{429, "TooManyRequests", bot.SendError{Reason: bot.Limited, Wait: 3 * time.Second}},
		{412, "PreconditionFailed", bot.SendError{Reason: bot.Transient}},
		{500, "ServiceError", bot.SendError{Reason: bot.Transient, Unsure: true}},
		{502, "", bot.SendError{Reason: bot.Transient, Unsure: true}},
		{504, "", bot.SendError{Reason: bot.Transient, Unsure: true}},
		{403, "BotNotInConversationRoster", bot.SendError{Reason: bot.Denied, Plain: "add it again"}},
		{403, "MessageWritesBlocked", bot.SendError{Reason: bot.Denied, Plain: "blocked"}},
		{404, "ConversationNotFound", bot.SendError{Reason: bot.Denied, Plain: "not there any more"}},
		{404, "ActivityNotFoundInConversation", bot.SendError{Reason: bot.Rejected, Plain: "could not be changed"}},
		{400, "BadSyntax", bot.SendError{Reason: bot.Rejected}},
		{413, "MessageSizeTooBig", bot.SendError{Reason: bot.Rejected}},
		{302, "", bot.SendError{Reason: bot.Transient, Unsure: true}},
	}
	inside(t, func(t *testing.T, h *house) {
		for _, c := range cases {
			h.fail, h.failWith = []int{c.status}, c.code
			_, err := h.Send(t.Context(), part(tidewellRoom, "Tidewell would need nine months"))
			got, ok := errors.AsType[*bot.SendError](err)
			if !ok || got.Reason != c.want.Reason || got.Unsure != c.want.Unsure || got.Wait != c.want.Wait || !strings.Contains(got.Plain, c.want.Plain) {
				t.Errorf("%d %s: %+v, want %+v", c.status, c.code, got, c.want)
			}
			if strings.Contains(fmt.Sprint(err, got.Plain), password) {
				t.Errorf("it tells what Teams said: %v", err)
			}
		}
		if len(h.strangers) > 0 {
			t.Errorf("it followed to %v", h.strangers)
		}
		for room, ref := range map[string]string{"a host that is not on the list": `{"s":"https://evil.example/"}`, "no TLS": `{"s":"http://teams.test/amer/"}`} {
			p := part(tidewellRoom, "x")
			p.To.Ref = ref
			if _, err := h.Send(t.Context(), p); reasonOf(err) != bot.Denied {
				t.Errorf("%s: %v", room, err)
			}
			if err := h.Edit(t.Context(), "1", p); reasonOf(err) != bot.Denied {
				t.Errorf("%s, edited: %v", room, err)
			}
		}
		away := bot.Address{Adapter: "teams", Room: tidewellRoom, Ref: `{"s":"https://evil.example/","t":"channel"}`}
		if _, err := h.Shared(t.Context(), away); err == nil || len(h.strangers) > 0 {
			t.Errorf("a host that is not on the list was asked who is in a room: %v, %v", err, h.strangers)
		}
		opening := bot.OpenRoom("k", "teams", bot.Opening{Key: "+care.O1", Name: "Tidewell"})
		if _, err := h.Send(t.Context(), bot.Part{Key: "k", To: opening.To[0], Blocks: opening.Blocks}); reasonOf(err) != bot.Denied || !strings.Contains(plainOf(err), "invite") {
			t.Errorf("a room that is asked for: %v", err)
		}
	})
}

// One token serves everybody until five minutes before its end, whoever asks at
// once; a new one is got while the old still holds, and when it is refused.
func TestOurToken(t *testing.T) {
	inside(t, func(t *testing.T, h *house) {
		send := func() {
			if _, err := h.Send(t.Context(), part(danaChat, "x")); err != nil {
				t.Error(err)
			}
		}
		hang := make(chan struct{})
		h.hang = hang
		var all sync.WaitGroup
		for range 20 {
			all.Go(send)
		}
		synctest.Wait()
		h.stub.mu.Lock()
		h.hang = nil
		h.stub.mu.Unlock()
		close(hang)
		all.Wait()
		for _, step := range []struct {
			wait time.Duration
			want int
		}{{54 * time.Minute, 1}, {2 * time.Minute, 2}, {time.Minute, 2}, {3 * time.Hour, 3}} {
			time.Sleep(step.wait) // of the bubble
			send()
			synctest.Wait()
			if h.tokens != step.want {
				t.Errorf("%v later %d tokens were got, want %d", step.wait, h.tokens, step.want)
			}
		}
		h.fail = []int{401}
		send()
		if h.tokens != 4 {
			t.Errorf("after one was refused %d were got, want 4", h.tokens)
		}
		h.fail = []int{401, 401}
		if _, err := h.Send(t.Context(), part(danaChat, "x")); reasonOf(err) != bot.Denied || h.Healthy() == nil {
			t.Errorf("refused for good: %v, healthy: %v", err, h.Healthy())
		}
		send()
		if err := h.Healthy(); err != nil {
			t.Errorf("it works again, and is not healthy: %v", err)
		}
	})
	for status, want := range map[int]bot.Reason{401: bot.Denied, 400: bot.Denied, 500: bot.Transient} {
		inside(t, func(t *testing.T, h *house) {
			h.noToken = status
			_, err := h.Send(t.Context(), part(danaChat, "x"))
			if e, ok := errors.AsType[*bot.SendError](err); !ok || e.Reason != want || e.Unsure || strings.Contains(err.Error(), "hunter2") {
				t.Errorf("token refused with %d: %v, want %s", status, err, want)
			}
		})
	}
	inside(t, func(t *testing.T, h *house) {
		_, err := h.Send(t.Context(), part(danaChat, "x"))
		if reasonOf(err) != bot.Transient || strings.Contains(fmt.Sprint(err), "nowhere.test") {
			t.Errorf("nobody gives tokens: %v", err)
		}
	}, func(o *teams.Options) { o.TokenURL = "https://nowhere.test/token" })
}

// Messages go no faster than Teams takes them.
func TestPace(t *testing.T) {
	inside(t, func(t *testing.T, h *house) {
		caps := h.Caps()
		sent := func(within time.Duration) int { // of a room to which much is due
			return caps.Burst + int(within/caps.Every)
		}
		for within, most := range map[time.Duration]int{time.Second: 7, 2 * time.Second: 8, 30 * time.Second: 60, time.Hour: 1800} {
			if n := sent(within); n > most {
				t.Errorf("%d messages within %v, Teams takes %d", n, within, most)
			}
		}
	})
}

// find gives the data of the button of that label, as a client sends it back.
func find(v any, label string) string {
	switch v := v.(type) {
	case []any:
		for _, one := range v {
			if found := find(one, label); found != "" {
				return found
			}
		}
	case map[string]any:
		if v["title"] == label && v["data"] != nil {
			data, err := json.Marshal(v["data"])
			if err != nil {
				panic(err)
			}
			return string(data)
		}
		for _, one := range v {
			if found := find(one, label); found != "" {
				return found
			}
		}
	}
	return ""
}

// invoke is what Teams sends when somebody presses a button that keeps that data,
// on the message of that id.
func (h *house) invoke(name, user, room, on, data string, fields ...string) map[string]any {
	h.t.Helper()
	var kept map[string]any
	if err := json.Unmarshal([]byte(data), &kept); err != nil {
		h.t.Fatalf("the button keeps %q: %v", data, err)
	}
	for i := 0; i+1 < len(fields); i += 2 {
		kept["f-"+fields[i]] = fields[i+1]
	}
	value := map[string]any{"data": kept}
	if name == "adaptiveCard/action" {
		value = map[string]any{"action": map[string]any{"type": "Action.Execute", "data": kept}, "trigger": "manual"}
	}
	return h.activity("invoke", user, room, map[string]any{"name": name, "value": value, "replyToId": on})
}
