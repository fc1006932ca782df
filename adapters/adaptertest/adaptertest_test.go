package adaptertest_test

import (
	"context"
	"strings"
	"testing"

	"soundings/adapters/adaptertest"
	"soundings/bot"
)

// subject is the fake platform as the suite sees it.
func subject(caps bot.Caps, can ...adaptertest.Ability) func(*testing.T, bot.Deliver) *adaptertest.Subject {
	return func(t *testing.T, deliver bot.Deliver) *adaptertest.Subject {
		p := adaptertest.NewPlatform("fake", caps)
		s := &adaptertest.Subject{Adapter: p.Adapter(deliver, can...), Room: p.Room("acme"), Closed: p.Room("closed")}
		p.Deny("closed", true)
		s.Read = func(room bot.Address) []string {
			var texts []string
			for _, post := range p.Posts(room.Room) {
				texts = append(texts, post.Text())
			}
			return texts
		}
		s.Say = func(ctx context.Context, text string) error { return once(ctx, p, text) }
		s.Redeliver = func(ctx context.Context) error { _, err := p.Redeliver(ctx); return err }
		s.Break = func(reason bot.Reason) { p.Fail(1, bot.SendError{Reason: reason, Wait: 1}) }
		s.Hang = p.Hang
		run(t, s.Adapter)
		return s
	}
}

// once says something and gives up at the first refusal.
func once(ctx context.Context, p *adaptertest.Platform, text string) error {
	p.Impatient(true)
	_, err := p.Say(ctx, "acme", "ana", text)
	return err
}

// run runs an adapter until the test ends.
func run(t *testing.T, a bot.Adapter) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- a.Run(ctx) }()
	t.Cleanup(func() {
		cancel()
		if err := <-ended; err != nil {
			t.Errorf("Run: %v", err)
		}
	})
}

func TestFakePlatformPassesTheSuite(t *testing.T) {
	for name, caps := range map[string]bot.Caps{
		"shows everything": {Buttons: true, Tables: true, Images: true, Forms: true, Threads: true, Private: true},
		"shows text alone": {},
		"small":            {Buttons: true, MaxText: 300, MaxChars: 900, MaxBlocks: 3, MaxButtons: 2},
	} {
		t.Run(name, func(t *testing.T) {
			adaptertest.Run(t, subject(caps, adaptertest.CanEdit, adaptertest.CanFind))
		})
	}
	t.Run("sends alone", func(t *testing.T) { adaptertest.Run(t, subject(bot.Caps{})) })
}

func TestAbilities(t *testing.T) {
	p := adaptertest.NewPlatform("fake", bot.Caps{})
	for _, c := range []struct {
		can          []adaptertest.Ability
		edits, finds bool
	}{
		{nil, false, false},
		{[]adaptertest.Ability{adaptertest.CanEdit}, true, false},
		{[]adaptertest.Ability{adaptertest.CanFind}, false, true},
		{[]adaptertest.Ability{adaptertest.CanEdit, adaptertest.CanFind}, true, true},
	} {
		a := p.Adapter(nil, c.can...)
		_, edits := a.(bot.Editor)
		_, finds := a.(bot.Finder)
		if edits != c.edits || finds != c.finds {
			t.Errorf("Adapter(%v): edits %v, finds %v", c.can, edits, finds)
		}
	}
}

func TestUnsureIsPostedAllTheSame(t *testing.T) {
	p := adaptertest.NewPlatform("fake", bot.Caps{})
	a := p.Adapter(nil, adaptertest.CanFind)
	part := bot.Part{Key: "k", To: p.Room("acme"), Blocks: []bot.Block{bot.Say("hello")}}
	p.Fail(1, bot.SendError{Reason: bot.Transient, Unsure: true})
	if _, err := a.Send(t.Context(), part); err == nil {
		t.Fatal("Send succeeds though the fault is switched on")
	}
	if id, ok, err := a.(bot.Finder).Find(t.Context(), part.To, "k"); !ok || err != nil {
		t.Errorf("Find = %q, %v, %v; want what was posted", id, ok, err)
	}
}

func TestPressFindsTheNewestButton(t *testing.T) {
	p := adaptertest.NewPlatform("fake", bot.Caps{})
	var got bot.Event
	a := p.Adapter(func(_ context.Context, ev bot.Event) (bot.Answer, error) {
		got = ev
		return bot.Answer{}, nil
	})
	run(t, a)
	var ids []string
	for _, value := range []string{"1", "2"} {
		id, err := a.Send(t.Context(), bot.Part{To: p.Room("acme"), Engagement: "care", Blocks: []bot.Block{
			{Buttons: []bot.Button{{Label: "Next", Action: "show", Value: value}}},
		}})
		if err != nil {
			t.Fatal(err)
		}
		ids = append(ids, id)
	}
	if _, err := p.Press(t.Context(), "acme", "ana", "Next"); err != nil {
		t.Fatal(err)
	}
	if got.Kind != bot.Pressed || got.Action != "show" || got.Value != "2" || got.Thread != ids[1] || got.Engagement != "care" {
		t.Errorf("Press delivers %+v, want the newest button", got)
	}
	if _, err := p.Press(t.Context(), "acme", "ana", "Gone"); err == nil || !strings.Contains(err.Error(), "Gone") {
		t.Errorf("Press of a button that is not there = %v", err)
	}
}
