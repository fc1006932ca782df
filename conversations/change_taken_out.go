package conversations

import (
	"fmt"
	"slices"
	"strings"

	"soundings/bot"
	"soundings/digest"
	"soundings/engagement"
)

// A section that is taken out goes from the draft. What was said of it stays readable
// by its number, since whoever takes it out must not take the criticism with it.

// everName names a section, and says of one that was taken out when it was.
func (t *turn) everName(s engagement.Section, gone bool) string {
	if !gone {
		return name(s)
	}
	return name(s) + ", taken out on " + t.day(s.Revised, t.now)
}

// everLabel is the same as a title.
func (t *turn) everLabel(section int) string {
	s, gone, _ := t.state.EverSection(section)
	if !gone {
		return label(s)
	}
	return label(s) + ", taken out on " + t.day(s.Revised, t.now)
}

// showTakenOut shows the team a section that was taken out, as it was, and what was
// said of it.
func (t *turn) showTakenOut(s engagement.Section) {
	why := ""
	if said := sentence(s.Reason); said != "" {
		why = " " + plain(said)
	}
	blocks := []bot.Block{bot.Say("**Taken out on " + t.day(s.Revised, t.now) + " (" + s.Release + ").**" + why + " Nobody is asked about it any more. This is how it read:")}
	blocks = append(blocks, specification(s.Text)...)
	said := t.saidOn(s.ID)
	if len(t.state.Responses(s.ID)) == 0 {
		said = append(said, bot.Aside("Nobody had answered it."))
	}
	blocks = append(append(blocks, said...), t.countedOnce()...)
	for _, q := range t.state.Questions() {
		if q.Section == s.ID && q.Into == "" {
			blocks = append(blocks, t.questionBlocks(q)...)
		}
	}
	t.noteTitled(label(s), append(blocks, rowOf(t.whoButton(s))...)...)
}

// takenOutSaid names the sections that were taken out; empty: none was.
func (t *turn) takenOutSaid() string {
	var names []string
	for _, s := range t.state.Gone() {
		names = append(names, t.everName(s, true))
	}
	if names == nil {
		return ""
	}
	return " No longer in it: " + strings.Join(names, "; ") + ". **show** and its number has what was said of it."
}

// ourTakenOut shows a voice what it said of sections that were taken out.
func (t *turn) ourTakenOut() []bot.Block {
	var blocks []bot.Block
	for _, s := range t.state.Gone() {
		if r := t.mine(s.ID); r != nil {
			blocks = append(blocks, t.answerBlocks("**"+name(s)+"**, taken out on "+t.day(s.Revised, t.now)+": ", r)...)
		}
	}
	return blocks
}

// whyTakenOut says to whoever names a section that was taken out that it was.
func (t *turn) whyTakenOut(s engagement.Section) string {
	on := " was taken out of the draft on " + t.day(s.Revised, t.now) + ", so nothing was recorded."
	switch {
	case t.org.ID == "":
		return "Section " + name(s) + on + " **show " + itoa(s.ID) + "** has what was said of it."
	case t.mine(s.ID) == nil:
		return upperFirst(t.partWord()) + " " + itoa(s.ID) + on
	case t.org.Users:
		return upperFirst(t.partWord()) + " " + itoa(s.ID) + on + " **what I said** still shows your words."
	}
	return upperFirst(t.partWord()) + " " + itoa(s.ID) + on + " **our answers** still shows what you said of it."
}

// partWord is what whoever acts calls a section.
func (t *turn) partWord() string {
	if t.org.Users {
		return "part"
	}
	return "section"
}

// liesOn says what was said of a section, for whoever is about to take it out; empty:
// nothing was.
func (d *Domain) liesOn(section int) string {
	suppliers, users := 0, 0
	for _, r := range d.state.Responses(section) {
		if r.IsUser() {
			users++
		} else {
			suppliers++
		}
	}
	var who, parts []string
	if suppliers > 0 {
		who = append(who, count(suppliers, "supplier", "suppliers"))
	}
	if users > 0 {
		who = append(who, count(users, "person who uses the service", "people who use the service"))
	}
	if who != nil {
		parts = append(parts, series(who)+plural(suppliers+users, " has", " have")+" answered it")
	}
	if n := d.unreadOn(section); n > 0 {
		parts = append(parts, count(n, "sensitive answer has", "sensitive answers have")+" been read by nobody")
	}
	var open []string
	for _, q := range d.state.Questions() {
		if q.Section == section && q.Into == "" && q.Answered.IsZero() {
			open = append(open, q.ID)
		}
	}
	if open != nil {
		parts = append(parts, series(open)+plural(len(open), " is on it and has", " are on it and have")+" no answer")
	}
	return strings.Join(parts, "; ")
}

// unreadOn counts what is sensitive on a section and was read by nobody.
func (d *Domain) unreadOn(section int) int {
	n := 0
	answers, late := d.state.Sensitive(section)
	for _, r := range answers {
		if !d.state.WasRead(r.ID) {
			n++
		}
	}
	for _, l := range late {
		if !d.state.WasRead(l.ID) {
			n++
		}
	}
	return n
}

// goesWithIt says, before a section is taken out, what was said of it; nil: nothing
// was, or none is.
func (t *turn) goesWithIt(r engagement.Release) []bot.Block {
	if r.Of != engagement.Changes || !r.Waiting() {
		return nil
	}
	var lines []string
	var row []bot.Button
	for _, p := range t.state.Prepared(r.ID) {
		lies := t.liesOn(p.Section)
		if p.How != engagement.TakenOut || lies == "" {
			continue
		}
		s, _ := t.state.Section(p.Section)
		lines = append(lines, "- **"+name(s)+"**: "+lies+".")
		if t.unreadOn(p.Section) > 0 {
			row = append(row, readButton(p.Section))
		} else {
			row = append(row, openButton(p.Section))
		}
	}
	if lines == nil {
		return nil
	}
	return []bot.Block{bot.Say("**Before it is taken out:**\n\n" + strings.Join(lines, "\n") + "\n\nAll of it stays on record, for you to read under the same number, and in the file."), buttons(row[:min(len(row), mostButtons)]...)}
}

// takenOutFindings count in a digest what was said of sections that are not in the
// draft any more.
func (t *turn) takenOutFindings(d digest.Digest) []bot.Block {
	told := telling{turn: t, Digest: d}
	var lines []string
	var row []bot.Button
	for _, f := range d.TakenOut {
		s, gone, _ := t.state.EverSection(f.Section)
		line := fmt.Sprintf("- **%s**, taken out: ", name(s))
		if !gone {
			continue
		}
		said := []string{}
		if tally := told.tally(f); tally != "" {
			said = append(said, tally)
		}
		if n := f.Tally.Sensitive; n > 0 {
			said = append(said, fmt.Sprintf("%d with commercially sensitive words", n))
		}
		if f.Users != nil {
			said = append(said, "of people who use the service "+usersTally(*f.Users))
		}
		lines, row = append(lines, line+strings.Join(said, "; ")), append(row, openButton(f.Section))
	}
	if lines == nil {
		return nil
	}
	return []bot.Block{bot.Say("## Not in the draft any more\n\n" + strings.Join(lines, "\n")), buttons(row[:min(len(row), mostButtons)]...)}
}

// fullSection heads what was said of a section in the file with names: of one that was
// taken out with its text, which stands nowhere else by then.
func (t *turn) fullSection(s engagement.Section) []bot.Block {
	if _, gone, _ := t.state.EverSection(s.ID); !gone {
		return []bot.Block{bot.Say("### " + plain(label(s)))}
	}
	return []bot.Block{
		bot.Say("### " + plain(t.everLabel(s.ID)) + "\n\nTaken out with " + s.Release + ", because: " + plain(sentence(s.Reason)) + " It read:"),
		inQuotes(s.Text),
	}
}

// fullChanges are what became of the text of each section, one that was taken out, too.
func (t *turn) fullChanges() []fullDecision {
	var all []fullDecision
	add := func(s engagement.Section, r engagement.Revision, how string) {
		if r.Release == "" {
			return // as it was when it opened
		}
		sent, _ := t.state.Release(r.Release)
		what := fmt.Sprintf("section %d %s", s.ID, fmt.Sprintf(how, r.Release))
		if len(r.Because) > 0 {
			what += ", because of " + series(slices.Clone(r.Because))
		}
		if r.Material {
			what += "; whoever had answered was asked to look again"
		}
		all = append(all, fullDecision{r.At, what, named(sent.By), r.Reason})
	}
	each := func(s engagement.Section, r engagement.Revision) {
		how := fmt.Sprintf("changed (text %d, %%s)", r.Revision)
		if r.Revision == 1 {
			how = "new (%s)"
		}
		add(s, r, how)
	}
	for _, s := range t.state.EverSections() {
		for _, r := range s.Earlier {
			each(s, r)
		}
		last, ok := s.Was(s.Revision)
		_, gone, _ := t.state.EverSection(s.ID)
		switch {
		case gone:
			last = engagement.Revision{Release: s.Release, At: s.Revised, Reason: s.Reason}
			for _, source := range s.Sources {
				last.Because = append(last.Because, source.ID)
			}
			add(s, last, "taken out (%s)")
		case ok:
			each(s, last)
		}
	}
	return all
}
