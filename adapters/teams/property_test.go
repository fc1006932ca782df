package teams_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"soundings/bot"
	"soundings/internal/faketeams"
)

// Whatever a message says, Teams takes it, in parts of no more than 80 kB, and all of
// its words are read; whatever a form asks fits in a dialog or is said to be too
// large, and sent as it is it comes back as it was.
func TestAnythingIsTaken(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e := &ears{}
		w := newWorld(t, e.deliver)
		to := bot.Address{Adapter: "teams", Room: tidewellRoom, Ref: `{"s":"` + w.ServiceURL() + `"}`}
		opens := bot.Part{Key: "k", To: to, Blocks: []bot.Block{{Buttons: []bot.Button{{Label: "Form", Action: "form", Typed: "form", View: true}}}}}
		if _, err := w.Send(t.Context(), opens); err != nil {
			t.Fatal(err)
		}
		n := 0
		rapid.Check(timeless{t}, func(rt *rapid.T) {
			s := &scribe{t: rt}
			n++
			fresh := faketeams.Conversation{ID: fmt.Sprintf("19:room%d@thread.tacv2", n), Installed: true}
			w.AddConversation(fresh)
			to.Room = fresh.ID
			s.anyMessage(w, to)
			s.words = nil
			s.anyForm(w, e)
		})
		if alarms := w.Alarms(); alarms > 0 {
			t.Errorf("Teams obeyed %d marks in people's words", alarms)
		}
	})
}

// timeless is a test without a deadline: there is none in a bubble.
type timeless struct{ *testing.T }

func (timeless) Deadline() (deadline time.Time, ok bool) { return time.Time{}, false }

func (s *scribe) anyMessage(w *world, to bot.Address) {
	title := s.text(40)
	var blocks []bot.Block
	for range rapid.IntRange(1, 6).Draw(s.t, "blocks") {
		blocks = append(blocks, s.block())
	}
	for i, piece := range bot.Fit(title, blocks, w.Caps()) {
		if _, err := (paced{w.Adapter}).Send(s.t.Context(), bot.Part{Key: fmt.Sprint(i), To: to, Title: piece.Title, Blocks: piece.Blocks}); err != nil {
			data, _ := json.Marshal(piece)
			s.t.Fatalf("part %d: %v\n%.2000s", i, err, data)
		}
	}
	if n := w.Teams.Counts().Largest; n > 80<<10 {
		s.t.Fatalf("a message of %d bytes went to Teams", n)
	}
	read := strings.Join(w.read(to.Room), "\n")
	if missing := s.missing(read, title, legible(blocks)); len(missing) > 0 {
		s.t.Fatalf("%q are not read in\n%s", missing, read)
	}
}

func (s *scribe) anyForm(w *world, e *ears) {
	form, want := s.form()
	e.always(bot.Answer{Form: &form}, nil)
	if _, _, err := w.Press(s.t.Context(), ana, tidewellRoom, "", "Form"); err != nil {
		s.t.Fatal(err)
	}
	d, ok := w.Dialog(ana)
	if !ok {
		s.t.Fatal("no dialog is open")
	}
	if strings.Contains(d.Words(), "more than fits in a window") {
		data, _ := json.Marshal(form)
		if about := len(data) + 90*bytes.Count(data, []byte(`\n`)); about < 30_000 { // each line is a paragraph, with looks of its own
			s.t.Fatalf("%d bytes of form are said to be too large", len(data))
		}
		return
	}
	e.always(bot.Answer{}, nil)
	_, faults, err := w.Submit(s.t.Context(), ana, "Save")
	if err != nil || len(faults) > 0 {
		s.t.Fatalf("Submit: %v, %v", faults, err)
	}
	ev := e.heard()[len(e.heard())-1]
	if diff := cmp.Diff(want, ev.Fields); diff != "" || ev.Kind != bot.Submitted || ev.Value != form.Value {
		s.t.Fatalf("%s %s %q came back (-want +got):\n%s", ev.Kind, ev.Action, ev.Value, diff)
	}
}
