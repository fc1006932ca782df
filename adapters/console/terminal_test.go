package console

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"soundings/bot"
)

// service keeps what was delivered and answers with a note, if it has one.
type service struct {
	events []bot.Event
	note   string
	err    error
}

func (s *service) deliver(_ context.Context, ev bot.Event) (bot.Answer, error) {
	s.events = append(s.events, ev)
	if s.note == "" || s.err != nil {
		return bot.Answer{}, s.err
	}
	return bot.Answer{Note: &bot.Message{Blocks: []bot.Block{bot.Say(s.note)}}}, nil
}

func (s *service) last() bot.Event { return s.events[len(s.events)-1] }

func newTerminal(s *service) (*Terminal, *Adapter) {
	t := NewTerminal("t", func(name string) (io.ReadCloser, error) {
		if name != "drafts/care.md" {
			return nil, fs.ErrNotExist
		}
		return io.NopCloser(strings.NewReader("# Care")), nil
	})
	return t, New(t, s.deliver)
}

func part(key, room string, blocks ...bot.Block) bot.Part {
	return bot.Part{Key: key, Engagement: "care", To: bot.Address{Adapter: Name, Room: room}, Blocks: blocks}
}

func TestWhoIsAtHome(t *testing.T) {
	s := &service{}
	terminal, _ := newTerminal(s)
	for _, c := range []struct {
		room, person string
		home         bool
		team         string
	}{
		{TeamRoom, "dana", true, "team"},
		{"acme", "ana", false, "acme"},
		{TeamRoom, "ana", false, TeamRoom}, // a guest stays a guest
		{"acme", "dana", true, "team"},
	} {
		if err := terminal.Say(t.Context(), c.room, c.person, "", "hello", ""); err != nil {
			t.Fatal(err)
		}
		if got := s.last().Sender; got.Home != c.home || got.Team != c.team {
			t.Errorf("%s/%s: home %v, team %q; want %v, %q", c.room, c.person, got.Home, got.Team, c.home, c.team)
		}
	}
}

func TestPress(t *testing.T) {
	s := &service{}
	terminal, a := newTerminal(s)
	for _, value := range []string{"1", "2"} {
		next := bot.Block{Buttons: []bot.Button{{Label: "Next", Action: "show", Value: value}}}
		if _, err := a.Send(t.Context(), part("care/m"+value+"/0.0", "acme", bot.Say("Message "+value), next)); err != nil {
			t.Fatal(err)
		}
	}
	for _, c := range []struct{ re, want string }{{"", "2"}, {"Message 1", "1"}} {
		if err := terminal.Press(t.Context(), "acme", "ana", c.re, "next"); err != nil {
			t.Fatal(err)
		}
		ev := s.last()
		if ev.Kind != bot.Pressed || ev.Action != "show" || ev.Value != c.want || ev.Engagement != "care" || ev.Thread != idOf("care/m"+c.want+"/0.0") {
			t.Errorf("Press re %q delivers %+v, want button %s", c.re, ev, c.want)
		}
	}
	for _, c := range []struct{ room, re, label string }{{"acme", "", "Gone"}, {"other", "", "Next"}, {"acme", "no such words", "Next"}} {
		if err := terminal.Press(t.Context(), c.room, "ana", c.re, c.label); !errors.Is(err, errNoButton) {
			t.Errorf("Press(%v) = %v, want %v", c, err, errNoButton)
		}
	}
}

func TestThreadsAndChanges(t *testing.T) {
	s := &service{}
	terminal, a := newTerminal(s)
	id, err := a.Send(t.Context(), part("care/card/0.0", "acme", bot.Say("Section six")))
	if err != nil {
		t.Fatal(err)
	}
	if err := terminal.Say(t.Context(), "acme", "ana", "six", "@Soundings our words", ""); err != nil {
		t.Fatal(err)
	}
	said := s.last()
	if said.Thread != id || said.Text != "our words" {
		t.Errorf("a reply delivers %+v, want it in thread %q, without the mention", said, id)
	}
	if err := terminal.Say(t.Context(), "acme", "ana", "no such words", "x", ""); !errors.Is(err, errNoMessage) {
		t.Errorf("a reply to nothing = %v", err)
	}
	if err := terminal.Change(t.Context(), "acme", "ana", "our words", "better words", false); err != nil {
		t.Fatal(err)
	}
	if ev := s.last(); ev.Kind != bot.Edited || ev.Original != said.Message || ev.Text != "better words" {
		t.Errorf("an edit delivers %+v, want it of %q", ev, said.Message)
	}
	if err := terminal.Change(t.Context(), "acme", "ben", "better", "mine", false); !errors.Is(err, errNoMessage) {
		t.Errorf("somebody else's message can be changed: %v", err)
	}
	if err := terminal.Change(t.Context(), "acme", "ana", "better", "", true); err != nil {
		t.Fatal(err)
	}
	if ev := s.last(); ev.Kind != bot.Deleted || ev.Original != said.Message {
		t.Errorf("taking back delivers %+v, want it of %q", ev, said.Message)
	}
	for joins, kind := range map[bool]bot.EventKind{true: bot.Joined, false: bot.Left} {
		if err := terminal.Move(t.Context(), "acme", "ben", joins); err != nil || s.last().Kind != kind {
			t.Errorf("Move(%v) = %v, delivers %s", joins, err, s.last().Kind)
		}
	}
}

func TestAttach(t *testing.T) {
	s := &service{}
	terminal, _ := newTerminal(s)
	if err := terminal.Say(t.Context(), TeamRoom, "dana", "", "import", "drafts/care.md"); err != nil {
		t.Fatal(err)
	}
	file := s.last().File
	if file == nil || file.Name != "care.md" {
		t.Fatalf("delivered %+v, want the file care.md", file)
	}
	for range 2 { // it may be read again when the event is delivered again
		from, err := file.Open(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if got, err := io.ReadAll(from); string(got) != "# Care" || err != nil {
			t.Errorf("the file reads %q, %v", got, err)
		}
	}
	if err := terminal.Say(t.Context(), TeamRoom, "dana", "", "import", "gone.md"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a file that is not there = %v", err)
	}
}

func TestTakeGivesAnswersAfterPosts(t *testing.T) {
	s := &service{note: "Only you see this."}
	terminal, a := newTerminal(s)
	if err := terminal.Say(t.Context(), "acme", "ana", "", "help", ""); err != nil {
		t.Fatal(err)
	}
	id, err := a.Send(t.Context(), part("care/list/0.0", "acme", bot.Say("Three answered.")))
	if err != nil {
		t.Fatal(err)
	}
	if err := a.Edit(t.Context(), id, part("care/edit/0.0", "acme", bot.Say("Four answered."))); err != nil {
		t.Fatal(err)
	}
	want := []Post{
		{Room: "acme", Text: "Three answered."},
		{Room: "acme", Edits: true, Text: "Four answered."},
		{Room: "acme", To: "ana", Text: "Only you see this."},
	}
	if diff := cmp.Diff(want, terminal.Take()); diff != "" {
		t.Errorf("Take (-want +got):\n%s", diff)
	}
	if again := terminal.Take(); len(again) != 0 {
		t.Errorf("Take again = %v, want nothing new", again)
	}
}

// The platform outlives the service: what was posted is found by the next one,
// and its ids are not given again.
func TestRestart(t *testing.T) {
	first, second := &service{}, &service{}
	terminal, a := newTerminal(first)
	id, err := a.Send(t.Context(), part("care/list/0.0", "acme", bot.Say("The list.")))
	if err != nil {
		t.Fatal(err)
	}
	if err := terminal.Say(t.Context(), "acme", "ana", "", "sections", ""); err != nil {
		t.Fatal(err)
	}
	b := New(terminal, second.deliver)
	if got, ok, err := b.Find(t.Context(), bot.Address{Adapter: Name, Room: "acme"}, "care/list/0.0"); got != id || !ok || err != nil {
		t.Errorf("Find after a restart = %q, %v, %v; want %q", got, ok, err, id)
	}
	if err := terminal.Redeliver(t.Context()); err != nil || second.last().ID != first.last().ID {
		t.Errorf("Redeliver after a restart = %v, %+v; want the same event", err, second.last())
	}
	if err := terminal.Say(t.Context(), "acme", "ana", "", "sections", ""); err != nil || second.last().ID == first.last().ID {
		t.Errorf("Say after a restart = %v, %+v; want a new event", err, second.last())
	}
}
