package slack_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"soundings/bot"
)

// What does not fit in a window, or in what it keeps, is asked in words.
func TestAFormThatDoesNotFit(t *testing.T) {
	cases := map[string]func(*bot.Form){
		"it keeps too much": func(f *bot.Form) { f.Value = strings.Repeat("v", 3000) },
		"too many fields": func(f *bot.Form) {
			for i := range 101 {
				f.Fields = append(f.Fields, bot.Field{Name: fmt.Sprint(i), Kind: bot.Line, Label: "Field"})
			}
		},
	}
	for name, change := range cases {
		t.Run(name, func(t *testing.T) {
			both(t, func(t *testing.T, h *house) {
				form := stance("", "")
				change(&form)
				h.posted(tidewellRoom, showButton("Open", true))
				h.always(bot.Answer{Form: &form}, nil)
				if _, err := h.Press(t.Context(), ana, tidewellRoom, "", "Open"); err != nil {
					t.Fatal(err)
				}
				if read := strings.Join(h.whispered(tidewellRoom, ana), "\n"); !strings.Contains(read, "Your view") || !strings.Contains(read, "6 risk: why") {
					t.Errorf("they read\n%s", read)
				}
				v := h.openForm(ana, tidewellRoom, stance("clear", ""))
				h.always(bot.Answer{Form: &form}, nil)
				if done, err := h.Submit(t.Context(), ana, v.ID); err != nil || done.Action != "update" {
					t.Fatalf("Submit = %+v, %v", done, err)
				}
				time.Sleep(time.Second) // of the bubble
				if read := strings.Join(h.seen(ana), ""); !strings.Contains(read, "6 risk: why") {
					t.Errorf("after another form they read\n%s", read)
				}
			})
		})
	}
}

// A title that is longer than a window's stands at its head.
func TestALongTitle(t *testing.T) {
	both(t, func(t *testing.T, h *house) {
		form := stance("clear", "")
		form.Title, form.Heading = "What we would most like to know of you", ""
		if v := h.openForm(ana, tidewellRoom, form); !strings.Contains(v.Words(), form.Title) {
			t.Errorf("the title is cut off in\n%s", v.Words())
		}
	})
}
