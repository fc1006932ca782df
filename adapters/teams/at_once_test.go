package teams_test

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"soundings/bot"
)

// Sixty-four conversations at once: in each, somebody writes, writes again before the
// first is answered, presses a button, and is sent to once more by Teams; the bot
// posts there and edits it, and what answers them is theirs alone. Nothing gets mixed
// up, lost or doubled. The race detector watches.
func TestSixtyFourAtOnce(t *testing.T) {
	const many = 64
	room := func(i int) string { return fmt.Sprintf("19:room%d@thread.tacv2", i) }
	user := func(i int) string { return fmt.Sprintf("29:user%d", i) }
	inside(t, func(t *testing.T, h *house) {
		h.answers(func(_ context.Context, ev bot.Event) (bot.Answer, error) {
			return note("- for " + ev.Sender.ID + " on " + ev.ID), nil // a list is no line below a card
		})
		var activities [many][]map[string]any
		for i := range many {
			h.members[room(i)] = []map[string]any{{"id": user(i), "name": user(i), "tenantId": fmt.Sprintf("t%d", i)}}
			activities[i] = []map[string]any{
				h.says(user(i), room(i), "one"), h.says(user(i), room(i), "two"),
				h.invoke("adaptiveCard/action", user(i), room(i), "7", `{"soundings":{"k":"p","a":"say","v":"6 works","e":"care"}}`),
			}
		}
		header := h.sign(t, claims())
		var all sync.WaitGroup
		for i := range many {
			for _, o := range append(activities[i], activities[i]...) { // each is sent twice
				all.Go(func() {
					w := h.take(o, header)
					for ; w.Code == 503; w = h.take(o, header) { // more at once than are taken: Teams sends it again
						time.Sleep(time.Second) // of the bubble
					}
					if w.Code != 200 {
						t.Errorf("%s: status %d", room(i), w.Code)
					}
				})
			}
			all.Go(func() {
				id, err := h.Send(t.Context(), part(room(i), fmt.Sprint("posted in ", i)))
				if err == nil {
					err = h.Edit(t.Context(), id, part(room(i), fmt.Sprint("edited in ", i)))
				}
				if err != nil {
					t.Errorf("%s: %v", room(i), err)
				}
			})
		}
		all.Wait()
		synctest.Wait()
		heard := map[string]map[string]int{}
		for _, ev := range h.heard() {
			if heard[ev.Room.Room] == nil {
				heard[ev.Room.Room] = map[string]int{}
			}
			heard[ev.Room.Room][ev.ID+" by "+ev.Sender.ID+" of "+ev.Sender.Team]++
		}
		for i := range many {
			if n := len(heard[room(i)]); n != 3 {
				t.Errorf("in %s %d things were done, want 3: %v", room(i), n, heard[room(i)])
			}
			for what, n := range heard[room(i)] {
				if n != 2 || !strings.HasSuffix(what, " by "+user(i)+fmt.Sprintf(" of t%d", i)) {
					t.Errorf("in %s %d times: %s, want twice with one identity, by whoever is there", room(i), n, what)
				}
			}
			if got := h.said(room(i)); len(got) != 1 || got[0] != fmt.Sprint("edited in ", i) {
				t.Errorf("in %s there stands %q", room(i), got)
			}
			told := h.said("a:" + user(i))
			if len(told) != 3 {
				t.Errorf("%s was answered %d times, want each thing once", user(i), len(told))
			}
			for _, words := range told {
				if !strings.Contains(words, "for "+user(i)+" on ") {
					t.Errorf("%s reads %q", user(i), words)
				}
			}
		}
	})
}
