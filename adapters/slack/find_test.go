package slack_test

import (
	"fmt"
	"testing"
	"time"

	"soundings/bot"
	"soundings/internal/fakeslack"
)

// lost posts a part whose acknowledgement is lost on the way.
func (h *house) lost(p bot.Part) {
	h.t.Helper()
	h.Fail("chat.postMessage", 1, fakeslack.Fault{Reset: true, AfterDoing: true})
	_, err := h.Send(h.t.Context(), p)
	wantFailure(h.t, "Send", err, bot.Transient, "")
}

// wantFound checks what Find says of a key.
func (h *house) wantFound(key, id string) {
	h.t.Helper()
	got, ok, err := h.Find(h.t.Context(), at(tidewellRoom), key)
	if got != id || ok != (id != "") || err != nil {
		h.t.Errorf("Find(%q) = %q, %v, %v, want %q", key, got, ok, err, id)
	}
}

// What was posted though the answer never came is found once, by its key and no
// other.
func TestFindsWhatWasPosted(t *testing.T) {
	inside(t, byHTTP, func(t *testing.T, h *house) {
		part := func(key string) bot.Part {
			return bot.Part{Key: key, To: at(tidewellRoom), Blocks: []bot.Block{bot.Say(key)}}
		}
		h.lost(part("care/release/0.1"))
		ts := h.Messages(tidewellRoom)[0].TS
		h.posted(tidewellRoom, bot.Say("Another."))
		h.wantFound("care/release/0.1", ts)
		for _, key := range []string{"care/release/0.10", "care/release/0.", "are/release/0.1", "", "Another."} {
			h.wantFound(key, "")
		}
		h.Fail("chat.postMessage", 1, fakeslack.Fault{Reset: true})
		_, _ = h.Send(t.Context(), part("care/release/0.2"))
		h.wantFound("care/release/0.2", "")
	})
}

func TestFindsRepliesInThreads(t *testing.T) {
	for name, c := range map[string]struct {
		age     time.Duration // of the thread's first message
		restart bool
	}{
		"in a new thread": {0, false}, "in a new thread, after a restart": {0, true},
		"in a thread of last month": {30 * 24 * time.Hour, false}, "in a thread of last month, after a restart": {30 * 24 * time.Hour, true},
	} {
		t.Run(name, func(t *testing.T) {
			inside(t, byHTTP, func(t *testing.T, h *house) {
				list := h.posted(tidewellRoom, bot.Say("The list."))
				other := h.posted(tidewellRoom, bot.Say("Another thread."))
				for _, root := range []string{list, other} {
					if _, err := h.Say(t.Context(), ana, tidewellRoom, "show 6", fakeslack.InThread(root)); err != nil {
						t.Fatal(err)
					}
				}
				time.Sleep(c.age) // of the bubble
				h.lost(bot.Part{Key: "care/reply/0.0", To: at(tidewellRoom), Thread: list, Blocks: []bot.Block{bot.Say("Section six.")}})
				if c.restart {
					h.leave()
					h.enter(byHTTP)
				}
				all := h.Messages(tidewellRoom)
				h.wantFound("care/reply/0.0", all[len(all)-1].TS+"@"+list)
				h.wantFound("care/reply/0.1", "")
				if n := h.Slack.Counts().Calls["conversations.replies"]; c.age > 0 && n != 2 {
					t.Errorf("%d threads were read, want that of the list each time: nobody added to the other", n)
				}
			})
		})
	}
}

// Many messages are read page by page.
func TestFindsAcrossPages(t *testing.T) {
	inside(t, byHTTP, func(t *testing.T, h *house) {
		h.lost(bot.Part{Key: "care/k/0.0", To: at(tidewellRoom), Blocks: []bot.Block{bot.Say("The first.")}})
		ts := h.Messages(tidewellRoom)[0].TS
		for i := range 450 {
			if _, err := h.Say(t.Context(), dana, tidewellRoom, fmt.Sprint("message ", i)); err != nil {
				t.Fatal(err)
			}
		}
		h.wantFound("care/k/0.0", ts)
		if n := h.Slack.Counts().Calls["conversations.history"]; n != 3 {
			t.Errorf("read %d pages, want three of 200", n)
		}
	})
}

func TestFindFails(t *testing.T) {
	inside(t, byHTTP, func(t *testing.T, h *house) {
		for method, fault := range map[string]fakeslack.Fault{
			"conversations.history": {Error: "ratelimited"}, "conversations.replies": {Status: 429, RetryAfter: time.Second},
		} {
			root := h.posted(tidewellRoom, bot.Say("The list."))
			if _, err := h.Say(t.Context(), ana, tidewellRoom, "show 6", fakeslack.InThread(root)); err != nil {
				t.Fatal(err)
			}
			h.Fail(method, 1, fault)
			_, ok, err := h.Find(t.Context(), at(tidewellRoom), "care/k/0.0")
			wantFailure(t, "Find", err, bot.Limited, "")
			if ok {
				t.Error("found what nobody looked for")
			}
		}
	})
}
