package conversations_test

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"soundings/bot"
	"soundings/conversations"
)

// exampleSection is a section that an example names, in place of which one stands that there is.
var exampleSection = regexp.MustCompile(`\b(?:4|5|6|10)\b`)

// refusedByStage is how it begins when something is refused that the stage forbids.
var refusedByStage = []string{
	"Suppliers have the draft already", "There is nothing to answer yet", "It has not been opened yet", "It is open already", "It was open before", "Talking is paused",
	"The tender notice is out, so", "Talks go on with admitted bidders alone", "It went into the procedure", "This engagement is closed", "Talking goes on, and has to pause first",
	"That comes after the end", "Suppliers are in already", "It is open, so there is nothing left", "Everybody knows since", "Suppliers are asked how it was once", "There is nothing for the file yet",
	"That is asked once it is closed", "This closed on", "We've stopped taking views", "This room only shows", "Tidewell has not stepped back", "Alder has not stepped back",
}

// triedInHelp is what is written in place of an example that would change what is
// tried next.
var triedInHelp = map[string]string{
	"remove": "remove Nobody", "buyer": "buyer Westmere", "step back": "help step back", "come back": "come back", "send": "send", "invite": "invite", "pass on now": "pass on now", "help now": "help now", "round table": "round table",
	"note": "note", "import": "import", "close": "close", "title": "title", "open": "open", "ask everyone": "ask everyone", "change": "change 2", "digest": "digest", "matters most": "matters most",
	"how it was": "how it was", "nothing more": "help", "only the outcome": "help", "ask": "ask", "linked": "linked", "we declare": "we declare",
}

// helped holds help to its word in one stage: what it lists is not refused by the
// stage, and what it does not list is, or records nothing.
func (p *outputsPlay) helped(stage, room, person string, home bool, commands []conversations.Output) (listed []string) {
	p.t.Helper()
	p.room, p.home = room, home
	help := p.gets(person, bot.Event{Kind: bot.Said, Text: "help"})
	now, _, _ := strings.Cut(help, "Once it is ")
	now, _, _ = strings.Cut(now, "After the close:** ")
	now, _, _ = strings.Cut(now, "In a dialogue:** ")
	for _, c := range commands {
		if c.Group == "" {
			continue
		}
		text := c.Usage
		if other := triedInHelp[c.Name]; other != "" {
			text = other
		}
		usage := regexp.MustCompile(`(- | )\*\*` + exampleSection.ReplaceAllString(regexp.QuoteMeta(c.Usage), `\d+`) + `\*\*( – | ·|\.)`)
		in := usage.MatchString(now)
		got := p.gets(person, bot.Event{Kind: bot.Said, Text: text})
		refused := slices.ContainsFunc(refusedByStage, func(why string) bool { return strings.HasPrefix(strings.TrimSpace(got), why) })
		switch {
		case in && refused:
			p.t.Errorf("while %s help of %s lists %q, and the stage refuses it: %s", stage, person, text, got)
		case !in && !refused && p.recorded:
			p.t.Errorf("while %s help of %s leaves out %q, and it can be done: %s", stage, person, text, got)
		}
		if in {
			listed = append(listed, c.Name)
		}
	}
	for _, name := range listed {
		if _, later, ok := strings.Cut(help, "Once it is "); ok && strings.Contains(later, "· "+name+" ·") {
			p.t.Errorf("while %s help of %s lists %q as what can be done now, and later", stage, person, name)
		}
	}
	return listed
}

// Help names what can be done in the stage in which it is asked, by whoever asks.
func TestHelpNamesWhatCanBeDoneNow(t *testing.T) {
	p := &outputsPlay{engine: newEngine(t)}
	defer p.stop()
	team, _ := conversations.TeamOutputs()
	suppliers := conversations.SupplierCommands()
	lines := func(all ...string) {
		for _, text := range all {
			p.line(text)
		}
	}
	count := func(stage string, want []int, all ...[]string) {
		t.Helper()
		for i, listed := range all {
			if len(listed) != want[i] {
				t.Errorf("while %s %d are listed of %d: %q", stage, len(listed), want[i], listed)
			}
		}
	}
	lines("commissioning/dana> new Care", "commissioning/dana> import\n# Care\n\n## One\n\nPlain: One.\n\nText.\n\n## Two\n\nPlain: Two.\n\nText.", "commissioning/dana> closes 26 June 17:00",
		"commissioning/dana> invite Tidewell, small firm", "commissioning/dana> invite Alder, large firm", "commissioning/dana> invite Elders, users' group")
	count("preparing", []int{35}, p.helped("it is prepared", "commissioning", "dana", true, team))
	lines("commissioning/dana> preview", "commissioning/dana> open now", "commissioning/dana> I declare: no interest", "tidewell/ana> 1 works: yes")
	talking := p.helped("talks go on", "commissioning", "dana", true, team)
	count("talks go on", []int{52, 15, 6}, talking, p.helped("talks go on", "tidewell", "ana", false, suppliers), p.helped("talks go on", "elders", "eve", false, suppliers))
	lines("tidewell/ana> step back: time")
	count("talks go on", []int{11}, p.helped("talks go on", "tidewell", "ana", false, suppliers))
	lines("tidewell/ana> come back", "commissioning/dana> pause: for a while", "commissioning/dana> [Pause and tell everybody]")
	count("it is paused", []int{47, 9, 9}, p.helped("it is paused", "commissioning", "dana", true, team), p.helped("it is paused", "tidewell", "ana", false, suppliers), p.helped("it is paused", "elders", "eve", false, suppliers))
	lines("commissioning/dana> notice 2025/S 000-041270 https://find.example/1")
	lines("commissioning/dana> send " + p.lastRelease("the tender notice"))
	lines("commissioning/dana> dialogue 2025/S 000-041270: Tidewell")
	lines("commissioning/dana> send " + p.lastRelease("to the dialogue"))
	count("a dialogue goes on", []int{42, 13, 7}, p.helped("a dialogue goes on", "commissioning", "dana", true, team), p.helped("a dialogue goes on", "dialogue-tidewell", "ana", false, suppliers), p.helped("a dialogue goes on", "alder", "bo", false, suppliers))
	lines("commissioning/dana> close now")
	count("it is closed", []int{31, 10, 10}, p.helped("it is closed", "commissioning", "dana", true, team), p.helped("it is closed", "alder", "bo", false, suppliers), p.helped("it is closed", "elders", "eve", false, suppliers))
}

// lastRelease is the name of the newest thing that was prepared for everybody.
func (p *outputsPlay) lastRelease(of string) string {
	for n := 40; n > 0; n-- {
		p.room, p.home = "commissioning", true
		if id := fmt.Sprint("N", n); strings.Contains(p.gets("dana", bot.Event{Kind: bot.Looked, Action: "say", Value: "release " + id}), of) {
			return id
		}
	}
	return "N1"
}
