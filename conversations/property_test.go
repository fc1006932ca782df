package conversations_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"soundings/adapters/console"
	"soundings/bot"
	"soundings/internal/transcript"
)

// supplier is an organisation of a random play.
type supplier struct {
	room, name string
	kept       bool // its answer on section 3 is commercially sensitive
}

// play is a random play: whatever people write, what is kept apart stays
// apart.
type play struct {
	*engine
	t         *rapid.T
	suppliers []*supplier
	n         int
}

func (p *play) say(room, person, text string) []console.Post {
	p.n++
	if err := p.Say(p.engine.t.Context(), transcript.Turn{Room: room, Person: person, Verb: transcript.Says, Text: text}); err != nil {
		p.t.Fatalf("%s/%s> %q: %v", room, person, text, err)
	}
	if err := p.bot.Quiet(p.engine.t.Context()); err != nil {
		p.t.Fatal(err)
	}
	posts := p.terminal.Take()
	for _, post := range posts {
		p.check(post)
	}
	return posts
}

// check looks for what must not stand in a room.
func (p *play) check(post console.Post) {
	if strings.Contains(post.Text, "Something went wrong") {
		p.t.Fatalf("an event could not be decided: %s", post.Text)
	}
	if strings.Contains(post.Text, "{person:") {
		p.t.Fatalf("nobody was named: %s", post.Text)
	}
	if post.To == "zed" && (strings.Contains(post.Text, "SAID-") || strings.Contains(post.Text, "KEPT-")) {
		p.t.Fatalf("who has declared nothing reads %s", post.Text)
	}
	for _, s := range p.suppliers {
		if post.Room == s.room {
			continue
		}
		if strings.Contains(post.Text, "KEPT-"+s.room) {
			p.t.Fatalf("sensitive words of %s stand in %s: %s", s.name, post.Room, post.Text)
		}
		if post.Room != "commissioning" && (strings.Contains(post.Text, s.name) || strings.Contains(post.Text, "SAID-"+s.room)) {
			p.t.Fatalf("%s stands in %s: %s", s.name, post.Room, post.Text)
		}
	}
}

// keepsBack has a colleague add something to the answer on section 1, or replace it,
// in a form, for the buying team alone.
func (p *play) keepsBack(s *supplier, person string) {
	p.n++
	p.set(p.now().Add(time.Second))
	if _, err := p.bot.Deliver(p.engine.t.Context(), bot.Event{
		ID: fmt.Sprint("console:form-", p.n), Kind: bot.Submitted, Action: "answer", Value: "1",
		Room: bot.Address{Adapter: "console", Room: s.room}, Sender: bot.Sender{ID: person, Name: person},
		Fields: map[string]string{
			"stance": rapid.SampledFrom([]string{"cautious", "unachievable"}).Draw(p.t, "view"), "words": fmt.Sprintf("KEPT-%s-%d", s.room, p.n),
			"ticks": "sensitive", "why": "KEPT-" + s.room,
		},
	}); err != nil {
		p.t.Fatal(err)
	}
	p.say(s.room, person, rapid.SampledFrom([]string{"keep", "replace", "our answers", "1 risk: SAID-" + s.room, "quote 1"}).Draw(p.t, "after the form"))
}

// answer is a random thing that a supplier writes.
func (p *play) answer(s *supplier) string {
	section := rapid.IntRange(1, 4).Draw(p.t, "section")
	if section == 1 && rapid.Bool().Draw(p.t, "in a form") {
		p.keepsBack(s, s.room+"-ben")
	}
	stance := rapid.SampledFrom([]string{"works", "further", "risk", "can't", "unclear", "no view"}).Draw(p.t, "stance")
	words := fmt.Sprintf("SAID-%s-%d", s.room, p.n)
	if section == 3 {
		if !s.kept {
			p.say(s.room, s.room+"-ana", "3 risk")
			for _, post := range p.say(s.room, s.room+"-ana", "sensitive 3: our margin") {
				s.kept = s.kept || strings.Contains(post.Text, "marked commercially sensitive")
			}
			return "our answers"
		}
		words = fmt.Sprintf("KEPT-%s-%d", s.room, p.n)
	}
	if rapid.IntRange(0, 3).Draw(p.t, "to a question") == 0 {
		said := rapid.SampledFrom([]string{"SAID", "sensitive: KEPT"}).Draw(p.t, "to it")
		return fmt.Sprintf("answer Q%d %s-%s-%d", section, said, s.room, p.n)
	}
	return fmt.Sprintf("%d %s: %s", section, stance, words)
}

func (p *play) act() {
	s := rapid.SampledFrom(p.suppliers).Draw(p.t, "supplier")
	person := s.room + rapid.SampledFrom([]string{"-ana", "-ben"}).Draw(p.t, "person")
	switch rapid.IntRange(0, 9).Draw(p.t, "act") {
	case 0, 1, 2, 3:
		p.say(s.room, person, p.answer(s))
	case 4:
		p.say(s.room, person, rapid.SampledFrom([]string{
			"replace", "keep", "yes", "no", "might", "our answers", "sections", "show 2", "help", "quote 1", "ask 2: SAID-" + s.room + "?",
			"step back: the terms", "come back", "fewer messages", "next", "2 stop: yes", "ask", "hello", "thanks",
			"we declare: boss, no links", "we declare: boss, SAID-" + s.room, "last questions", "would bid: no, SAID-" + s.room, "partner: alone",
			"need to know: SAID-" + s.room, "for my mother", "asked", "Q1", "quote Q1", "not sensitive Q9", "add to Q1 sensitive: KEPT-" + s.room, "add it late", "download", "new link P1",
		}).Draw(p.t, "says"))
	case 5:
		p.say(s.room, person, rapid.String().Draw(p.t, "text"))
	case 6:
		p.say("commissioning", "dana", rapid.String().Draw(p.t, "text"))
	case 7:
		if err := p.Direct(p.engine.t.Context(), transcript.Direction{Name: "redeliver"}); err != nil {
			p.t.Fatal(err)
		}
		if posts := p.terminal.Take(); len(posts) > 0 {
			p.t.Fatalf("redelivered: the bot says %q", posts[0].Text)
		}
	case 8:
		p.say("commissioning", "zed", rapid.SampledFrom([]string{
			"digest", "worries", "questions", "show 2", "2", "asked", "who said 2", "last answers", "read privately 3", "change 2", "stepped back", "late", "declarations", "status", "notes",
		}).Draw(p.t, "undeclared"))
	default:
		p.say("commissioning", "dana", rapid.SampledFrom([]string{
			"digest", "status", "worries", "questions", "show 3", "sections", "help", "matters most 2", "matters most none", "late", "accept late 1", "refuse late 2", "schedule daily 17:00", "invite X, florist",
			"ask everyone about 2: What of it? choices: yes / no", "ask everyone: How?", "ask Alder about 1: How?", "ask Birch about 2: Why?", "send now N1: now", "send now N2: now", "asked", "asked Q1", "met Q1: it is", "agree to differ Q2: so be it", "send now N3: now",
		}).Draw(p.t, "team"))
	}
}

// TestWhateverPeopleWrite plays at random.
func TestWhateverPeopleWrite(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		p := &play{engine: newEngine(t), t: rt}
		defer p.stop()
		p.say("commissioning", "dana", "new Care")
		p.say("commissioning", "dana", "import\n# Care\n\n## One\nStanding: fixed\n\nText.\n\n## Two\n\nText.\n\n## Three\n\nText.\n\n## Four\n\nText.")
		p.say("commissioning", "dana", "closes 26 June")
		for _, name := range []string{"Alder", "Birch", "Cedar", "Damson", "Elder", "Furze"} {
			p.suppliers = append(p.suppliers, &supplier{room: strings.ToLower(name), name: name})
			p.say("commissioning", "dana", "invite "+name+", small firm")
		}
		p.say("commissioning", "dana", "preview")
		p.say("commissioning", "dana", "open now")
		p.say("commissioning", "dana", "I declare: no interest")
		for range rapid.IntRange(1, 40).Draw(rt, "acts") {
			p.act()
		}
		p.restarted()
	})
}

// restarted makes sure that nothing that people can read depends on how long
// the service has been running.
func (p *play) restarted() {
	look := func() (seen []string) {
		for _, s := range p.suppliers {
			for _, text := range []string{"our answers", "sections", "asked"} {
				for _, post := range p.say(s.room, s.room+"-ana", text) {
					seen = append(seen, post.Text)
				}
			}
		}
		for _, text := range []string{"status", "questions", "worries", "asked"} {
			for _, post := range p.say("commissioning", "dana", text) {
				seen = append(seen, post.Text)
			}
		}
		return seen
	}
	look() // gives back what waited for a choice
	before := look()
	if err := p.Direct(p.engine.t.Context(), transcript.Direction{Name: "restart"}); err != nil {
		p.t.Fatal(err)
	}
	after := look()
	for i := range before {
		if i >= len(after) || before[i] != after[i] {
			p.t.Fatalf("after a restart %q reads otherwise", before[i])
		}
	}
}

func TestALineOfAMegabyte(t *testing.T) {
	e := newEngine(t)
	defer e.stop()
	say := func(room, person, text string) string {
		t.Helper()
		if err := e.Say(t.Context(), transcript.Turn{Room: room, Person: person, Verb: transcript.Says, Text: text}); err != nil {
			t.Fatal(err)
		}
		if err := e.bot.Quiet(t.Context()); err != nil {
			t.Fatal(err)
		}
		var all []string
		for _, post := range e.terminal.Take() {
			all = append(all, post.Text)
		}
		return strings.Join(all, "\n")
	}
	for _, text := range []string{"new Care", "import\n# Care\n\nText.", "closes 26 June", "invite Alder, small firm", "preview", "open now"} {
		say("commissioning", "dana", text)
	}
	long := strings.Repeat("word ", 1<<18)
	for _, text := range []string{"1 risk: " + long, long} {
		got := say("alder", "ana", text)
		if !strings.Contains(got, "can have 4,000 at most") || !strings.Contains(got, "characters; an answer") || len(got) > 1000 {
			t.Errorf("a megabyte is answered with %d characters: %.300s", len(got), got)
		}
	}
	if got := say("commissioning", "dana", "fixed "+strings.Repeat("1 ", 1<<19)); len(got) > 1000 {
		t.Errorf("a megabyte of numbers is answered with %d characters: %.300s", len(got), got)
	}
}
