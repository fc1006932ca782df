package teams_test

import (
	"context"
	"encoding/json"
	"fmt"
	"regexp"
	"testing"
	"testing/synctest"

	"soundings/adapters/adaptertest"
	"soundings/bot"
)

func TestSuite(t *testing.T) {
	for _, c := range adaptertest.Cases() {
		t.Run(c.Name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				c.Test(t, func(deliver bot.Deliver) *adaptertest.Subject { return subject(newHouse(t, deliver)) })
			})
		})
	}
}

// failing is how the connector fails, by what it means.
func failing(reason bot.Reason) int {
	return map[bot.Reason]int{bot.Transient: 502, bot.Limited: 429, bot.Denied: 403, bot.Rejected: 400}[reason]
}

// subject is a house as the suite sees it.
func subject(h *house) *adaptertest.Subject {
	var last map[string]any
	send := func() error {
		if w := h.post(last); w.Code != 200 {
			return fmt.Errorf("status %d: %s", w.Code, w.Body)
		}
		return nil
	}
	return &adaptertest.Subject{
		Adapter: h.Adapter, Room: at(tidewellRoom), Closed: at(elsewhere), Secrets: []string{password, bearer},
		Read: func(room bot.Address) []string { return h.said(room.Room) },
		Say: func(_ context.Context, text string) error {
			last = h.says(ana, tidewellRoom, text)
			return send()
		},
		Redeliver: func(context.Context) error { return send() },
		Break: func(reason bot.Reason) {
			h.stub.mu.Lock()
			defer h.stub.mu.Unlock()
			h.fail = []int{failing(reason)}
		},
		Hang: func() func() {
			h.hang = make(chan struct{})
			return func() { close(h.hang) }
		},
		Crowd: func(n int) {
			h.kind, h.members[tidewellRoom] = "standard", h.members[tidewellRoom][:1]
			for i := range n {
				h.members[tidewellRoom] = append(h.members[tidewellRoom], map[string]any{"id": fmt.Sprint("29:", i), "tenantId": fmt.Sprint("t", i), "userRole": "user"})
			}
			h.post(h.activity("conversationUpdate", dana, teamRoom, map[string]any{"membersAdded": []any{map[string]any{"id": "29:0"}}}))
		},
		Alarms: func() int { return obeyed(h) },
	}
}

// markup is what a client would obey in a text block, which is Markdown.
var markup = regexp.MustCompile("[\\\\`*_\\[\\]<>#~|{}]|^[-+] |^[0-9]+[.)]")

// obeyed counts the text blocks in which there is markup: people's words stand in
// runs of rich text, in which there is none.
func obeyed(h *house) int {
	n := 0
	for _, p := range h.in(tidewellRoom) {
		n += blocksOf(p.body)
	}
	return n
}

func blocksOf(v any) int {
	n := 0
	switch v := v.(type) {
	case []any:
		for _, one := range v {
			n += blocksOf(one)
		}
	case map[string]any:
		text, _ := v["text"].(string)
		if v["type"] == "TextBlock" && markup.MatchString(text) {
			n++
		}
		for name, one := range v {
			if name != "data" {
				n += blocksOf(one)
			}
		}
	case json.Number:
	}
	return n
}
