package conversations_test

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"soundings/bot"
	"soundings/conversations"
	"soundings/internal/transcript"
)

// said is in all that suppliers say in this play, and in what came of it.
const said = "SAIDWORD"

// everythingSaid has suppliers say something in every way there is.
var everythingSaid = []string{
	"commissioning/dana> new Care", "commissioning/dana> import\n# Care\n\n## One\n\nText.\n\n## Two\n\nText.\n\n## Three\n\nText.", "commissioning/dana> closes 26 June 17:00",
	"commissioning/dana> invite Tidewell, small firm", "commissioning/dana> invite Alder, large firm", "commissioning/dana> invite Birch, charity", "commissioning/dana> invite Cedar, charity", "commissioning/dana> invite Dell, charity",
	"commissioning/dana> preview", "commissioning/dana> open now", "commissioning/dana> I declare: no interest",
	"tidewell/ana> 1 risk: SAIDWORD one", "tidewell/ana> we declare: boss, SAIDWORD her brother", "tidewell/ana> 2 can't: SAIDWORD two",
	"tidewell/ana> 3 risk: SAIDWORD three", "tidewell/ana> sensitive 3: SAIDWORD margin", "tidewell/ana> ask 2: SAIDWORD what of it?", "alder/bo> ask: SAIDWORD what of it?",
	"tidewell/ana> need to know: SAIDWORD", "tidewell/ana> would bid: no, SAIDWORD", "alder/bo> 1 further: SAIDWORD more", "alder/bo> 2 works: SAIDWORD fine",
	"birch/cy> 1 unclear: SAIDWORD which", "birch/cy> step back: SAIDWORD terms",
	"commissioning/dana> note Alder phone 1 June, 3 risk: SAIDWORD by phone", "tidewell/dana> The budget is SAIDWORD, by the way.",
	"commissioning/dana> ask everyone: How?", "commissioning/dana> send now N1: it is needed", "tidewell/ana> answer Q3: SAIDWORD so", "alder/bo> answer Q3: sensitive: SAIDWORD so",
	"commissioning/dana> answer Q1: SAIDWORD yes", "commissioning/dana> kept 2: SAIDWORD it has to stay", "commissioning/dana> change 1 because R1: Other text.",
	"commissioning/dana> send: SAIDWORD was said to one", "commissioning/dana> digest",
}

// afterTheClose is what they say then.
var afterTheClose = []string{
	"alder/bo> 3 works: SAIDWORD late", "alder/bo> [Ask to add it]",
	"tidewell/ana> how it was: worth no; next time SAIDWORD", "tidewell/ana> how it was: worth no; next time SAIDWORD sooner", "alder/bo> how it was: worth yes; next time SAIDWORD",
	"alder/bo> how it was: worth yes; next time SAIDWORD later", "birch/cy> how it was: same chance no: SAIDWORD",
	"cedar/di> how it was: worth yes; next time SAIDWORD", "dell/eve> how it was: worth yes; next time SAIDWORD", // five have to be heard
}

// meant is what is written to get at what an output holds, where its usage does not.
var meant = map[string]string{
	"show": "show 2", "read privately": "read privately 3", "who said": "who said 2", "asked": "asked Q3", "read": "read N2", "edit": "edit N2: other", "answer": "answer Q1",
	"change": "change 1", "said to one": "said to one all", "ask": "ask Tidewell about 2: Why?", "late": "late", "settle": "settle Tidewell: it is no matter", "send": "send N2",
	"hold": "hold N2", "users too": "users too N2", "not to users": "not to users N2", "drop": "drop N9", "pause": "pause", "close": "close", "notes": "notes", "i have": "I have S1", "what next": "what next", "i declare": "I declare", "accept late": "accept late 9", "reword": "reword Q1", "as it is": "as it is Q1",
	"merge": "merge Q1", "unmerge": "unmerge Q9", "send it to everyone": "send it to everyone A9", "only practical": "only practical A9", "everyone has": "everyone has A9",
}

// outputsPlay asks for every output of the team.
type outputsPlay struct {
	*engine
	n        int
	room     string // "": that of the team
	home     bool
	recorded bool // what was done last is on the record
}

func (p *outputsPlay) line(text string) {
	p.t.Helper()
	head, words, _ := strings.Cut(text, "> ")
	room, person, _ := strings.Cut(head, "/")
	turn := transcript.Turn{Room: room, Person: person, Verb: transcript.Says, Text: words}
	if strings.HasPrefix(words, "[") {
		turn.Verb, turn.Text = transcript.Presses, strings.Trim(words, "[]")
	}
	if err := p.Say(p.t.Context(), turn); err != nil {
		p.t.Fatalf("%s: %v", text, err)
	}
	if err := p.bot.Quiet(p.t.Context()); err != nil {
		p.t.Fatal(err)
	}
}

// gets gives all that somebody of the team reads of what they did.
func (p *outputsPlay) gets(person string, ev bot.Event) string {
	p.t.Helper()
	if p.room == "" {
		p.room, p.home = "commissioning", true
	}
	p.terminal.Take()
	p.n++
	p.set(p.now().Add(time.Second))
	ev.ID, ev.Room = fmt.Sprint("console:outputs-", p.n), bot.Address{Adapter: "console", Room: p.room}
	ev.Sender = bot.Sender{ID: person, Name: strings.ToUpper(person[:1]) + person[1:], Direct: person, Home: p.home}
	if ev.Kind != bot.Looked {
		ev.Message = ev.ID
	}
	answer, err := p.bot.Deliver(p.t.Context(), ev)
	if err != nil {
		p.t.Fatalf("%s %+v: %v", person, ev, err)
	}
	if err := p.bot.Quiet(p.t.Context()); err != nil {
		p.t.Fatal(err)
	}
	p.recorded = answer.Recorded
	all := ""
	if answer.Note != nil {
		all += fmt.Sprintf("%s %s", answer.Note.Title, blocksText(answer.Note.Blocks))
	}
	if answer.Form != nil {
		all += fmt.Sprintf("%s %s %+v", answer.Form.Title, blocksText(answer.Form.Blocks), answer.Form.Fields)
	}
	for _, post := range p.terminal.Take() {
		if post.Room == p.room {
			all += post.Text
		}
	}
	return all
}

func blocksText(blocks []bot.Block) string {
	all := ""
	for _, b := range blocks {
		if b.Text != nil {
			all += b.Text.Markdown
		}
		if b.Quote != nil {
			all += b.Quote.Words
		}
		if b.Table != nil {
			all += fmt.Sprint(*b.Table)
		}
		all += fmt.Sprintf("%+v %+v %+v", b.Facts, b.Items, b.Buttons)
	}
	return all
}

// asks is every way to ask for an output.
func asks(o conversations.Output) []bot.Event {
	text := o.Usage
	if other := meant[o.Name]; other != "" {
		text = other
	}
	return []bot.Event{
		{Kind: bot.Said, Text: text}, {Kind: bot.Pressed, Action: "say", Value: text}, {Kind: bot.Looked, Action: "say", Value: text}, {Kind: bot.Looked, Action: "say", Value: o.Name},
	}
}

// shutOut asks for everything there is, as somebody who may not read what suppliers
// said.
func (p *outputsPlay) shutOut(person, when string) {
	p.t.Helper()
	commands, forms := conversations.TeamOutputs()
	for _, o := range commands {
		for _, ev := range asks(o) {
			if got := p.gets(person, ev); strings.Contains(got, said) {
				p.t.Errorf("%s, %s, who is shut out, asks %s %q and reads %s", when, person, ev.Kind, ev.Text+ev.Value, got)
			}
		}
	}
	for _, o := range forms {
		for _, value := range []string{"", "1", "Q1", "N2", "O1"} {
			if got := p.gets(person, bot.Event{Kind: bot.Looked, Action: o.Name, Value: value}); strings.Contains(got, said) {
				p.t.Errorf("%s, %s, who is shut out, opens %s of %q and reads %s", when, person, o.Name, value, got)
			}
		}
	}
	for _, text := range []string{"", "2", "hello"} {
		if got := p.gets(person, bot.Event{Kind: bot.Said, Text: text}) + p.gets(person, bot.Event{Kind: bot.Looked, Action: bot.HomeView}); strings.Contains(got, said) {
			p.t.Errorf("%s, %s, who is shut out, writes %q and reads %s", when, person, text, got)
		}
	}
}

// leftToOthers does all that bears on those who are asked, as somebody whose link
// nobody has weighed.
func (p *outputsPlay) leftToOthers(person, when string) {
	p.t.Helper()
	commands, forms := conversations.TeamOutputs()
	var events []bot.Event
	for _, o := range commands {
		if !o.Steers {
			continue
		}
		for _, text := range []string{cmp.Or(meant[o.Name], o.Usage), o.Name} {
			events = append(events, bot.Event{Kind: bot.Said, Text: text}, bot.Event{Kind: bot.Pressed, Action: "say", Value: text})
		}
	}
	for _, o := range forms {
		if o.Steers {
			events = append(events, bot.Event{Kind: bot.Looked, Action: o.Name, Value: "1"}, bot.Event{Kind: bot.Submitted, Action: o.Name, Value: "1", Fields: map[string]string{"words": "so"}})
		}
	}
	if len(events) < 200 {
		p.t.Errorf("%d ways to decide something: nothing was tried", len(events))
	}
	for _, ev := range events {
		if got := p.gets(person, ev); p.recorded || !strings.Contains(got, "Not for you yet") && !strings.Contains(got, "Not shown to you yet") {
			p.t.Errorf("%s, %s, whose link waits, does %s %q and gets %s", when, person, ev.Kind, ev.Text+ev.Action+" "+ev.Value, got)
		}
	}
}

// holdsIt gives what holds what suppliers said for whoever may read it, among what
// can be looked at, and what the table says holds none.
func (p *outputsPlay) holdsIt(when string) (found []string) {
	p.t.Helper()
	commands, forms := conversations.TeamOutputs()
	for _, o := range commands {
		for _, ev := range asks(o) {
			if ev.Kind != bot.Looked || !o.View && o.Said {
				continue
			}
			got := strings.Contains(p.gets("dana", ev), said)
			if got && !o.Said && !o.Some {
				p.t.Errorf("%s: %q holds what suppliers said, and the table says that it doesn't", when, o.Name)
			}
			if got && o.Said && !slices.Contains(found, o.Name) {
				found = append(found, o.Name)
			}
		}
	}
	for _, o := range forms {
		for _, value := range []string{"", "1", "Q1", "N2"} {
			got := strings.Contains(p.gets("dana", bot.Event{Kind: bot.Looked, Action: o.Name, Value: value}), said)
			if got && !o.Said && !o.Some {
				p.t.Errorf("%s: the form %q of %q holds what suppliers said, and the table says that it doesn't", when, o.Name, value)
			}
		}
	}
	return found
}

// guarded looks whether all that stands in the room of what suppliers said is kept,
// on a page, from whoever may not read it.
func (p *outputsPlay) guarded() {
	p.t.Helper()
	shown, err := p.bot.Messages(p.t.Context(), bot.Address{Adapter: "console", Room: "commissioning"}, 0, 0)
	if err != nil {
		p.t.Fatal(err)
	}
	n := 0
	for _, m := range shown {
		if !strings.Contains(m.Title+blocksText(m.Blocks), said) || m.For != "" {
			continue
		}
		if n++; !m.Guarded {
			p.t.Errorf("anybody of the team may read %q on a page: %s", m.Key, blocksText(m.Blocks))
		}
	}
	if n < 8 {
		p.t.Errorf("%d messages hold what was said: nothing was tried", n)
	}
}

// Whatever the team can ask for is in one table, and nothing that a supplier said
// reaches anybody of it who has not declared, or has a link that nobody has weighed.
func TestNothingThatWasSaidReachesWhoIsShutOut(t *testing.T) {
	commands, forms := conversations.TeamOutputs()
	for _, o := range slices.Concat(commands, forms) {
		if !o.Listed {
			t.Errorf("%q is not in the table of what the team can ask for", o.Name)
		}
	}
	p := &outputsPlay{engine: newEngine(t)}
	defer p.stop()
	for _, text := range everythingSaid {
		p.line(text)
	}
	p.room = "tidewell"
	for _, ev := range []bot.Event{
		{Kind: bot.Submitted, Action: "answer", Value: "2", Fields: map[string]string{"stance": "unachievable", "words": "SAIDWORD beside it", "ticks": "sensitive", "why": "SAIDWORD"}},
		{Kind: bot.Said, Text: "our answers"},
	} {
		if got := p.gets("ben", ev); !strings.Contains(got, "or the buying team alone") && !strings.Contains(got, "Kept inside the buying team") {
			t.Errorf("words that a colleague keeps inside the buying team: %s", got)
		}
	}
	p.room = ""
	p.line("commissioning/wes> I declare: my brother works somewhere")
	found := p.holdsIt("while talks go on")
	for _, person := range []string{"zed", "wes"} {
		p.shutOut(person, "while talks go on")
	}
	p.leftToOthers("wes", "while talks go on")
	p.line("commissioning/dana> I declare: no interest") // others were invited meanwhile
	p.line("commissioning/dana> schedule daily 12:00")
	p.line("alder/bo> 3 risk: SAIDWORD anew")
	if err := p.Advance(t.Context(), transcript.Clock{By: 24 * time.Hour}); err != nil { // a digest that comes by itself
		t.Fatal(err)
	}
	p.line("commissioning/dana> close: we have heard enough")
	p.line("commissioning/dana> [Close and tell everybody]")
	p.line("commissioning/ed> [I agree: do it now]") // a second person has to agree by now
	for _, text := range afterTheClose {
		p.line(text)
	}
	found = append(found, p.holdsIt("after the close")...)
	for _, person := range []string{"zed", "wes"} {
		p.shutOut(person, "after the close")
	}
	p.leftToOthers("wes", "after the close")
	p.guarded()
	slices.Sort(found)
	found = slices.Compact(found)
	want := []string{"asked", "for the file", "for the file as text", "for the file with names as text", "how was it", "last answers", "late", "notes", "questions", "read", "said to one", "show", "stepped back", "waiting", "worries"}
	if !slices.Equal(found, want) {
		t.Errorf("what suppliers said is read from %q, want %q: else nothing was tried", found, want)
	}
}
