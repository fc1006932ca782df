package conversations

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

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
		text += ", " + plural(len(t.state.Declarations()), "with no link", "none with a link") + " to you."
	default:
		text += fmt.Sprintf(", %d with a link to you: %s.", links, settledOf(links, len(t.state.LinksWaiting())))
	}
	if names := t.unspoken(); len(names) > 0 {
		text += " Nobody has said who speaks for " + series(names) + "."
	}
	return text
}

// unspoken names the suppliers of whom nobody has said who they are.
func (t *turn) unspoken() []string {
	var names []string
	for _, o := range t.state.Organisations() {
		said := slices.ContainsFunc(t.state.Declarations(), func(d engagement.Declaration) bool { return d.Organisation == o.ID })
		if !o.Users && !said {
			names = append(names, plain(o.Name))
		}
	}
	return names
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
	blocks := append([]bot.Block{bot.Say("## Conflicts of interest"), bot.Say(t.teamInShort())}, t.cameByLink()...)
	if table := t.fileInterests(); len(table.Rows) > 0 {
		blocks = append(blocks, fileRows(table, whole))
	}
	blocks = append(append(blocks, t.askedAnew()...), bot.Say(t.suppliersAtLength()))
	if table := t.fileLinksOfSuppliers(); len(table.Rows) > 0 {
		blocks = append(blocks, fileRows(table, whole))
	}
	if table := t.fileCrossings(); len(table.Rows) > 0 {
		blocks = append(blocks, bot.Say("People who had spoken for one organisation and opened what was for another:"), fileRows(table, whole))
	}
	return append(blocks, t.fileNote(engagement.AboutConflicts))
}

// askedAnew says who of the team has declared since the last bidder was admitted to the
// dialogue, as all were asked once more then; nil: there is no dialogue.
func (t *turn) askedAnew() []bot.Block {
	var names []string
	var last time.Time
	for _, o := range t.state.Organisations() {
		if at := t.state.AdmittedAt(o.ID); !at.IsZero() {
			names = append(names, plain(oneLine(o.Name))+" ("+t.moment(at, t.now)+")")
			if at.After(last) {
				last = at
			}
		}
	}
	if len(names) == 0 {
		return nil
	}
	var since, not []string
	for _, d := range t.state.Interests() {
		if d.Declared.After(last) {
			since = append(since, named(d.Person))
		} else {
			not = append(not, named(d.Person))
		}
	}
	text := "With the dialogue your team was asked once more about those who were admitted: " + series(names) + ". Has said so since: " + cmp.Or(series(since), "nobody yet") + "."
	if len(not) > 0 {
		text += " Not yet, and reads nothing until then: " + series(not) + "."
	}
	return []bot.Block{bot.Say(text)}
}

// cameByLink says of a team on a page by which link each of it came, as far as they have
// declared something or had something sent: one link is for all colleagues, and nobody can
// tell from here who opens it. Nil: the team is in a channel, or one person alone.
func (t *turn) cameByLink() []bot.Block {
	to, ok := t.address(t.state.About().Room)
	if !ok || to.Adapter != webAdapter {
		return nil
	}
	owner := t.state.About().Owner
	var others []engagement.Person
	for _, d := range t.state.Interests() {
		others = append(others, d.Person)
	}
	for _, r := range t.state.Sent() {
		others = append(others, r.By, r.Editor, r.Approver)
	}
	var names []string
	for i, p := range others {
		if p != "" && p != owner && slices.Index(others, p) == i {
			names = append(names, named(p))
		}
	}
	if len(names) == 0 {
		return nil
	}
	return []bot.Block{bot.Say(named(owner) + " began this, by a link of their own. By the link for colleagues came " + series(names) + ". Whoever has that link can open it, " + named(owner) + " in another browser, too: who they are rests on the names that they gave.")}
}

// fileInterests are what people of the team declared, each in the order in which they
// did: what was said before explains who read what, and when. The words of a link are
// for whoever weighs it, and are not in it.
func (t *turn) fileInterests() *bot.Table {
	table := &bot.Table{Head: []string{"Who", "Link", "When", "What came of it"}}
	for _, last := range t.state.Interests() {
		all := t.state.InterestsBefore(last.Person)
		slices.Reverse(all)
		for i, d := range append(all, last) {
			came := t.cameOfEarlier(d)
			if i == len(all) {
				came = t.cameOfInterest(d)
			}
			table.Rows = append(table.Rows, []string{named(d.Person), cell(t.fileLink(d)), t.moment(d.Declared, t.now), cell(came)})
		}
	}
	return table
}

// fileLink says what a declaration said.
func (t *turn) fileLink(d engagement.Interest) string {
	switch {
	case d.Withdrawn:
		return "no link any more"
	case !d.Links:
		return "no link"
	}
	var to []string
	for _, id := range d.Organisations {
		to = append(to, oneLine(t.organisationNamed(id)))
	}
	return "a link to " + cmp.Or(series(to), "somebody who is asked")
}

// cameOfEarlier says what came of a declaration that another took the place of.
func (t *turn) cameOfEarlier(d engagement.Interest) string {
	switch {
	case !d.Cleared.IsZero():
		return t.clearedSaid(d) + "; said anew since"
	case d.Links || d.Withdrawn:
		return "not weighed before it was said anew"
	}
	return "said anew since"
}

// cameOfInterest says how what somebody declared last stands.
func (t *turn) cameOfInterest(d engagement.Interest) string {
	_, stands := t.state.InterestOf(d.Person)
	switch {
	case stands == engagement.InterestWaits:
		return "not weighed yet"
	case stands == engagement.InterestAgain, stands == engagement.InterestSince:
		return "to be declared once more"
	case !d.Cleared.IsZero():
		return t.clearedSaid(d)
	}
	return "–"
}

func (t *turn) clearedSaid(d engagement.Interest) string {
	return "cleared by " + named(d.By) + " on " + t.moment(d.Cleared, t.now) + ": " + strings.TrimRight(oneLine(d.Reason), ". ")
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
			came = "settled by " + t.withLink(settled.By, at, []string{o.Name}) + " on " + t.moment(at, t.now) + ": " + oneLine(settled.Reason)
		}
		table.Rows = append(table.Rows, []string{named(d.Person), cell(o.Name), cell(cmp.Or(d.About, "not said which")), t.moment(d.Made, t.now), cell(came)})
	}
	return table
}
