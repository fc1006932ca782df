package conversations_test

import (
	"strings"
	"testing"

	"soundings/bot"
	"soundings/conversations"
	"soundings/internal/transcript"
)

// Whoever is named by a mail address is told by mail, at once and with the words;
// the room has none of them.
func TestAFearGoesByMail(t *testing.T) {
	e := newEngine(t)
	defer e.stop()
	for _, text := range []string{
		"new Care", "import\n# Care\n\n## One\nPlain: One.\n\nText.", "closes 26 June", "invite Users, users' group", "safety to sam@westmere.example", "preview", "open now",
	} {
		saying(t, e, "commissioning", "dana", text)
	}
	said := saying(t, e, "users", "eve", "pass on now: she has not opened her curtains")
	if strings.Contains(said, "curtains") || !strings.Contains(said, "I have S1") {
		t.Errorf("in the rooms stands %s", said)
	}
	shown, err := e.bot.Messages(t.Context(), bot.Address{Adapter: bot.MailAdapter, Room: "P2"}, 0, 0)
	if err != nil || len(shown) != 1 || !strings.Contains(words(shown[0].Blocks), "curtains") {
		t.Fatalf("by mail goes %+v (%v)", shown, err)
	}
	if err := e.Direct(t.Context(), transcript.Direction{Name: "restart"}); err != nil {
		t.Fatal(err)
	}
	if got := saying(t, e, "commissioning", "dana", "status"); !strings.Contains(got, "1 waits for somebody to") {
		t.Errorf("status says %s", got)
	}
}

// Whoever passes something on hears who sees to it where they wrote it, alone; where
// that can't be, the room reads it without whose it was; and by mail, if they asked.
// Whoever looks after safety is told by mail, too, if that is how they are reached.
// None of it is in a count, a gap or a digest.
func TestWhoFearsHearsWhoSeesToIt(t *testing.T) {
	e := newEngine(t)
	defer e.stop()
	for _, text := range []string{
		"new Care", "import\n# Care\n\n## One\nPlain: One.\n\nText.", "closes 26 June", "invite Users, users' group", "preview", "open now", "I declare: no interest",
		"I look after safety, dana@westmere.example",
	} {
		saying(t, e, "commissioning", "dana", text)
	}
	before := saying(t, e, "commissioning", "dana", "digest")
	if _, err := e.bot.Deliver(t.Context(), bot.Event{
		ID: "console:fear", Kind: bot.Submitted, Room: bot.Address{Adapter: "console", Room: "users"}, Action: "safety", Fields: map[string]string{"words": "her curtains"},
		Sender: bot.Sender{ID: "eve", Name: "Eve", Direct: "eve", Mail: "eve@users.example"},
	}); err != nil {
		t.Fatal(err)
	}
	posted(t, e)
	saying(t, e, "commissioning", "dana", "I have S1")
	mailed := map[string]string{}
	for _, person := range []string{"P1", "P2", "P3", "P4", "P5"} {
		shown, err := e.bot.Messages(t.Context(), bot.Address{Adapter: bot.MailAdapter, Room: person}, 0, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range shown {
			mailed[m.Key] = words(m.Blocks)
		}
	}
	if len(mailed) != 2 || !strings.Contains(mailed["safety:S1:mail"], "curtains") || !strings.Contains(mailed["safety:S1:taken:mail"], "Dana has what you passed on") || strings.Contains(mailed["safety:S1:taken:mail"], "curtains") {
		t.Errorf("by mail goes %q", mailed)
	}
	shown, err := e.bot.Messages(t.Context(), bot.Address{Adapter: "console", Room: "users"}, 0, 0)
	if last := shown[len(shown)-1]; err != nil || last.Key != "safety:S1:taken" || last.For == "" || !strings.Contains(words(last.Blocks), "Dana has what you passed on") {
		t.Errorf("where it was written stands %+v (%v)", last, err)
	}
	after := saying(t, e, "commissioning", "dana", "digest")
	for _, text := range []string{"curtains", "S1", "safe"} {
		if strings.Contains(after, text) {
			t.Errorf("the digest tells of it: %s", after)
		}
	}
	for line := range strings.SplitSeq(before, "\n") {
		if strings.Contains(line, "answered") && !strings.Contains(after, strings.TrimSpace(line)) {
			t.Errorf("what is counted is other than before: %q is not in %s", line, after)
		}
	}
}

// Where whoever looks after safety reads of it on a page alone, nobody is promised that
// it is passed on at once, and it stands first there until somebody has it.
func TestNobodyIsPromisedAtOnceWhereThereIsOnlyAPage(t *testing.T) {
	h := newHouse(t, conversations.Settings{Buyer: "Westmere", Contact: "Dana, 01632 960 123", NoMail: true})
	for _, text := range []string{"new Care", "import\n# Care\n\n## One\nPlain: One.\n\nText.", "closes 26 June", "invite Elders, users' group", "safety line 01632 960 100"} {
		h.say(text)
	}
	if said := words(h.said(h.room).Blocks); strings.Contains(said, "at once") {
		t.Errorf("after the number stands %s", said)
	}
	h.say("preview")
	if said := words(h.said(h.room).Blocks); !strings.Contains(said, "nobody is told at once") || strings.Contains(said, "passed on at once") {
		t.Errorf("the preview says %s", said)
	}
	h.say("open now")
	own := bot.Address{Adapter: "web", Room: "care.elders"}
	for _, text := range []string{"help now", "pass on now: she has not eaten"} {
		said := words(h.deliver(bot.Event{Kind: bot.Said, Room: own, Text: text, Sender: bot.Sender{ID: "eve", Name: "Eve"}}).Note.Blocks)
		if strings.Contains(said, "goes at once") || strings.Contains(said, "Passed on just now") || !strings.Contains(said, "perhaps not for days") {
			t.Errorf("%q is answered: %s", text, said)
		}
	}
	first := func() string { return words(h.deliver(bot.Event{Kind: bot.Looked, Action: bot.HomeView}).Note.Blocks) }
	if said := first(); !strings.HasPrefix(said, "**S1** has nobody yet") {
		t.Errorf("the panel begins: %s", said)
	}
	h.say("I have S1")
	if said := first(); strings.Contains(said, "S1") {
		t.Errorf("the panel says, after somebody has it: %s", said)
	}
}
