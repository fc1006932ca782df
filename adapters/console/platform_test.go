package console

import (
	"context"
	"errors"
	"slices"
	"testing"

	"soundings/bot"
)

// What becomes of a room is delivered as it would be by a platform, a room that
// is asked for is made, and what is refused fails for good.
func TestPlatform(t *testing.T) {
	terminal := NewTerminal("t", nil)
	var got []bot.Event
	a := New(terminal, func(_ context.Context, ev bot.Event) (bot.Answer, error) {
		got = append(got, ev)
		return bot.Answer{}, nil
	})
	if err := terminal.Become(t.Context(), "acme", bot.RoomShared, "", "", "north"); err != nil {
		t.Fatal(err)
	}
	m := bot.OpenRoom("open:O1", Name, bot.Opening{Key: "+care.O1", Name: "care-acme"})
	part := bot.Part{Key: "care/open:O1/0.0", Engagement: "care", To: m.To[0], Blocks: m.Blocks}
	if _, err := a.Send(t.Context(), part); err != nil {
		t.Fatal(err)
	}
	want := []bot.Event{
		{ID: "console:t-1", Kind: bot.Changed, Action: bot.RoomShared, Room: bot.Address{Adapter: Name, Room: "acme"}, Sender: bot.Sender{Team: "north"}},
		{
			ID: "console:opened:care/open:O1/0.0", Kind: bot.Changed, Action: bot.RoomOpened, Room: bot.Address{Adapter: Name, Room: "care-acme"},
			Value: "+care.O1", Text: "care-acme", Engagement: "care",
		},
	}
	same := func(a, b bot.Event) bool {
		return a.ID == b.ID && a.Action == b.Action && a.Room == b.Room && a.Value == b.Value && a.Text == b.Text && a.Sender == b.Sender && a.Engagement == b.Engagement
	}
	if !slices.EqualFunc(got, want, same) {
		t.Errorf("delivered %+v\nwant %+v", got, want)
	}
	terminal.Refuse(Openings, "not allowed here")
	terminal.Refuse("acme", "it is archived")
	for _, p := range []bot.Part{part, {Key: "k", To: bot.Address{Adapter: Name, Room: "acme"}}} {
		_, err := a.Send(t.Context(), p)
		failure, ok := errors.AsType[*bot.SendError](err)
		if !ok || failure.Reason != bot.Denied || failure.Plain == "" {
			t.Errorf("Send to %s: %v", p.To.Room, err)
		}
	}
	terminal.Refuse("acme", "")
	if _, err := a.Send(t.Context(), bot.Part{Key: "k", To: bot.Address{Adapter: Name, Room: "acme"}}); err != nil {
		t.Errorf("after it: %v", err)
	}
}

// Somebody is of the organisation that was named, even in the team's room.
func TestTeam(t *testing.T) {
	var got bot.Event
	terminal := NewTerminal("t", nil)
	New(terminal, func(_ context.Context, ev bot.Event) (bot.Answer, error) { got = ev; return bot.Answer{}, nil })
	terminal.Team("gus", "elsewhere")
	if err := terminal.Mutter(t.Context(), TeamRoom, "gus", "", "hello"); err != nil {
		t.Fatal(err)
	}
	if got.Sender.Home || got.Sender.Team != "elsewhere" || !got.Overheard {
		t.Errorf("delivered %+v of %+v", got, got.Sender)
	}
}
