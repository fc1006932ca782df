package conversations

import (
	"cmp"
	"fmt"
	"slices"

	"soundings/bot"
	"soundings/engagement"
)

// conflictsToSettle counts the links, of the team and of suppliers, that nobody has
// weighed yet.
func (t *turn) conflictsToSettle() int {
	n := len(t.state.LinksWaiting())
	for _, d := range t.state.Interests() {
		if _, stands := t.state.InterestOf(d.Person); !stands.Reads() {
			n++
		}
	}
	return n
}

// conflictsInShort count what was declared, on both sides, and what was settled of
// it.
func (t *turn) conflictsInShort() string { return t.teamInShort() + " " + t.suppliersInShort() }

func (t *turn) teamInShort() string {
	declared, links, waits := 0, 0, 0
	for _, d := range t.state.Interests() {
		declared++
		if d.Links || d.Withdrawn {
			links++
		}
		if _, stands := t.state.InterestOf(d.Person); !stands.Reads() {
			waits++
		}
	}
	text := "Of your team, "
	switch {
	case declared == 0:
		return "Nobody of your team has declared anything yet."
	case links == 0:
		text += count(declared, "person has", "people have") + " declared, " + plural(declared, "with no link", "none with a link")
	default:
		text += fmt.Sprintf("%s declared, %d with a link: %s", count(declared, "person has", "people have"), links, settledOf(links, waits))
	}
	if n := len(t.undeclared()); n > 0 {
		text += ". " + count(n, "person has", "people have") + " said nothing yet"
	}
	return text + "."
}

func (t *turn) suppliersInShort() string {
	links := t.linksDeclared()
	if links == 0 {
		return "No supplier has declared a link to you."
	}
	return count(links, "person who speaks for a supplier has", "people who speak for suppliers have") + " declared a link to you: " + settledOf(links, len(t.state.LinksWaiting())) + "."
}

// suppliersAtLength counts those, too, who said who they are and have no link.
func (t *turn) suppliersAtLength() string {
	text := "Of suppliers, " + count(len(t.state.Declarations()), "person has", "people have") + " said who they are"
	switch links := t.linksDeclared(); {
	case len(t.state.Declarations()) == 0:
		return "Nobody who speaks for a supplier has said who they are."
	case links == 0:
		return text + ", " + plural(len(t.state.Declarations()), "with no link", "none with a link") + " to you."
	default:
		return fmt.Sprintf("%s, %d with a link to you: %s.", text, links, settledOf(links, len(t.state.LinksWaiting())))
	}
}

// linksDeclared counts those who speak for suppliers and declared a link.
func (t *turn) linksDeclared() int {
	n := 0
	for _, d := range t.state.Declarations() {
		if d.Links {
			n++
		}
	}
	return n
}

// settledOf says how many of some links are settled.
func settledOf(links, waits int) string {
	switch waits {
	case 0:
		return "settled"
	case links:
		return "not settled yet"
	}
	return fmt.Sprintf("%d settled, %d not yet", links-waits, waits)
}

// fileConflicts are what was declared, on both sides, what was made of it, and how
// it was reviewed.
func (t *turn) fileConflicts(whole bool) []bot.Block {
	blocks := []bot.Block{bot.Say("## Conflicts of interest"), bot.Say(t.teamInShort())}
	if table := t.fileInterests(); len(table.Rows) > 0 {
		blocks = append(blocks, fileRows(table, whole))
	}
	blocks = append(blocks, bot.Say(t.suppliersAtLength()))
	if table := t.fileLinksOfSuppliers(); len(table.Rows) > 0 {
		blocks = append(blocks, fileRows(table, whole))
	}
	return append(blocks, t.fileNote(engagement.AboutConflicts))
}

// fileInterests are what people of the team declared. The words of a link are for
// whoever weighs it, and are not in it.
func (t *turn) fileInterests() *bot.Table {
	table := &bot.Table{Head: []string{"Who", "Link", "When", "What came of it"}}
	for _, d := range t.state.Interests() {
		link, came := "no link", "–"
		switch _, stands := t.state.InterestOf(d.Person); stands {
		case engagement.InterestWaits:
			came = "not weighed yet"
		case engagement.InterestAgain, engagement.InterestSince:
			came = "to be declared once more"
		case engagement.InterestIsClear:
			came = "cleared by " + named(d.By) + " on " + t.moment(d.Cleared, t.now) + ": " + oneLine(d.Reason)
		case engagement.NoInterest, engagement.NothingDeclared:
		}
		if d.Withdrawn {
			link = "no link any more"
		}
		if d.Links {
			var to []string
			for _, id := range d.Organisations {
				to = append(to, oneLine(t.organisationNamed(id)))
			}
			link = "a link to " + cmp.Or(series(to), "somebody who is asked")
		}
		table.Rows = append(table.Rows, []string{named(d.Person), cell(link), t.moment(d.Declared, t.now), cell(came)})
	}
	return table
}

// fileLinksOfSuppliers are the links that people of suppliers declared.
func (t *turn) fileLinksOfSuppliers() *bot.Table {
	waiting := t.state.LinksWaiting()
	table := &bot.Table{Head: []string{"Who", "For", "Link declared", "When", "What came of it"}}
	for _, d := range t.state.Declarations() {
		o, ok := t.state.Organisation(d.Organisation)
		if !ok || !d.Links {
			continue
		}
		came := "not settled yet"
		if settled, at := t.state.LinksSettledOf(d.Organisation); !slices.Contains(waiting, d) {
			came = "settled by " + named(settled.By) + " on " + t.moment(at, t.now) + ": " + oneLine(settled.Reason)
		}
		table.Rows = append(table.Rows, []string{named(d.Person), cell(o.Name), cell(cmp.Or(d.About, "not said which")), t.moment(d.Made, t.now), cell(came)})
	}
	return table
}
