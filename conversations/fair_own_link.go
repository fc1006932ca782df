package conversations

import (
	"slices"
	"time"

	"soundings/bot"
	"soundings/engagement"
)

// ownLink keeps whoever declared a link to one of those whom something is about that
// waits to go, from having it go, or not, as long as somebody else can; true: it has
// answered.
func (t *turn) ownLink() bool {
	if t.whatItSteers() <= steersNothing {
		return false
	}
	_, what := t.whatItHolds()
	r, ok := t.releaseIn(what)
	if !ok {
		return false
	}
	var wrote []engagement.Person
	if _, sends := readLine(t.ev.Text + t.ev.Value).cut("send"); sends && t.state.About().Second {
		wrote = []engagement.Person{r.By, r.Editor} // they can't agree to it
	}
	return t.leftBeside(wrote, t.aboutWhom(r)...)
}

// leftToOthers keeps whoever declared a link to one of those whom a decision is about
// from making it, as long as somebody else can: a link that was cleared lets them read,
// and no more than that. True: it has answered.
func (t *turn) leftToOthers(names ...string) bool { return t.leftBeside(nil, names...) }

// leftToldToOthers is the same of what one supplier was told: whoever wrote it can't
// settle it either.
func (t *turn) leftToldToOthers(open []engagement.Told) bool {
	var wrote []engagement.Person
	var ids []string
	for _, a := range open {
		if a.Person != t.person() { // that somebody else confirms
			wrote, ids = append(wrote, a.Person), append(ids, a.Organisation)
		}
	}
	return t.leftBeside(wrote, t.calledAs(ids...)...)
}

// leftBeside is the same where some others can't do it.
func (t *turn) leftBeside(others []engagement.Person, names ...string) bool {
	linked := t.state.LinksTo(t.person(), t.now, names...)
	able := t.withoutLink(others, names)
	if len(linked) == 0 || len(able) == 0 {
		return false
	}
	text := "This concerns " + boldNames(linked) + ", to whom you declared a link. That it was cleared lets you read; what concerns them somebody else of your team decides, as long as anybody can. **" + series(able) + " can.** Nothing was changed."
	t.noteTitled("Somebody else decides this", bot.Say(text))
	return true
}

// withoutLink names those of the team, beside whoever acts and some others, who have
// said how it is with them, may read, and have no link to any of names.
func (t *turn) withoutLink(others []engagement.Person, names []string) []string {
	var able []string
	for _, p := range t.knownOfTeam() {
		_, stands := t.state.InterestOf(p)
		if p != t.person() && !slices.Contains(others, p) && stands.Reads() && len(t.state.LinksTo(p, t.now, names...)) == 0 {
			able = append(able, named(p))
		}
	}
	return able
}

// knownOfTeam are those who are known to be of the team: in a channel those who are in
// it; on a page those who have declared, and of whom nobody has said that they left.
func (t *turn) knownOfTeam() []engagement.Person {
	known := t.insiders()
	if room, ok := t.address(t.state.About().Room); ok && t.chats(room.Adapter) {
		return known
	}
	for _, d := range t.state.Interests() {
		if in, seen := t.channels.inside[d.Person]; (in || !seen) && !slices.Contains(known, d.Person) {
			known = append(known, d.Person)
		}
	}
	return known
}

func boldNames(names []string) string {
	all := make([]string, len(names))
	for i, name := range names {
		all[i] = "**" + plain(name) + "**"
	}
	return series(all)
}

// aboutWhom names those whom a release lets into the dialogue or takes out of it.
func (t *turn) aboutWhom(r engagement.Release) []string {
	if f, ok := t.state.DialogueOf(r.ID); ok {
		return t.bidderNames(f.Admitted, f.Newcomers...)
	}
	if f, ok := t.state.BidderOf(r.ID); ok && f.Organisation == "" {
		return []string{f.Newcomer.Name}
	} else if ok {
		return t.bidderNames([]string{f.Organisation})
	}
	return nil
}

// calledAs gives the names of organisations as they were asked.
func (t *turn) calledAs(organisations ...string) []string {
	var names []string
	for _, id := range organisations {
		if o, ok := t.state.Organisation(id); ok {
			names = append(names, o.Name)
		}
	}
	return names
}

// bidderNames names bidders, those who were asked and newcomers.
func (t *turn) bidderNames(organisations []string, newcomers ...engagement.Newcomer) []string {
	names := t.calledAs(organisations...)
	for _, c := range newcomers {
		names = append(names, c.Name)
	}
	return names
}

// whoCounts says who had some counted as one, or each for itself.
func (t *turn) whoCounts(f engagement.OrganisationsLinked, at time.Time) string {
	names := t.calledAs(f.Organisations...)
	who := t.withLink(f.By, at, names)
	if f.Wanted != "" {
		who = t.withLink(f.Wanted, at, names) + " and " + who
	}
	return who
}

// countedSince is when some were counted as one.
func (t *turn) countedSince(f engagement.OrganisationsLinked) time.Time {
	for _, l := range slices.Backward(t.state.Linkings()) {
		if l.On && slices.Equal(l.Organisations, f.Organisations) {
			return l.At
		}
	}
	return t.now
}

// withLink names somebody of the team, with the link that they had when they decided
// something about some.
func (t *turn) withLink(p engagement.Person, at time.Time, names []string) string {
	if linked := t.state.LinksTo(p, at, names...); len(linked) > 0 {
		return named(p) + ", who has a declared link to " + series(linked)
	}
	return named(p)
}
