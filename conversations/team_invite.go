package conversations

import (
	"fmt"
	"strings"

	"soundings/bot"
	"soundings/engagement"
)

// mostInvited is how many organisations one message may invite.
const mostInvited = 100

// invitation is one line of "invite".
type invitation struct {
	name    string
	kind    engagement.OrganisationKind
	current bool
	room    string // as typed; empty: none was named
}

// invite adds the organisations named, one on each line. A line that can't be
// used is told and leaves the others alone.
func (t *turn) invite(l line) {
	lines := inviteLines(l.words())
	switch {
	case len(lines) == 0:
		t.note(bot.Say("Whom? Write the name and what kind of organisation it is, one on each line: **invite Tidewell, small firm**."), bot.Aside(kindsKnown))
		return
	case len(lines) > mostInvited:
		t.note(bot.Say(fmt.Sprintf("That is %d lines; the most at once is %d. Nobody was invited. Please send them in parts.", len(lines), mostInvited)))
		return
	}
	var added []engagement.Organisation
	var problems []bot.Block
	for _, text := range lines {
		o, problem := t.inviteOne(text)
		if t.err != nil {
			return
		}
		if problem != "" {
			problems = append(problems, bot.Say(problem))
			continue
		}
		added = append(added, o)
	}
	if len(added) == 0 {
		t.note(append(problems, bot.Aside("Nobody was invited."))...)
		return
	}
	t.invited(added, problems)
}

const kindsKnown = "Kinds: small firm · large firm · charity · social enterprise · current provider · users' group · other."

// inviteLines gives the lines that name somebody, without the word itself.
func inviteLines(text string) []string {
	var lines []string
	for part := range strings.Lines(text) {
		l := readLine(part)
		if rest, ok := l.cutAny("invite", "add"); ok {
			l = rest
		}
		if words := strings.TrimLeft(l.words(), "-*• "); words != "" {
			lines = append(lines, words)
		}
	}
	return lines
}

// inviteOne invites one organisation; problem says why not.
func (t *turn) inviteOne(text string) (o engagement.Organisation, problem string) {
	i, problem := readInvitation(text)
	if problem != "" {
		return o, problem
	}
	to, problem := t.roomFor(i)
	if problem != "" {
		return o, problem
	}
	facts, refusal := t.state.Invite(engagement.OrganisationInvited{
		Name: i.name, OfKind: i.kind, Current: i.current, Room: room(to), By: t.person(),
	})
	if refusal != nil {
		return o, "**" + plain(i.name) + "** was not invited. " + t.why(refusal)
	}
	if !t.take(facts, nil) {
		return o, ""
	}
	t.know(to)
	all := t.state.Organisations()
	return all[len(all)-1], ""
}

// readInvitation reads "NAME, KIND", "NAME, KIND, current provider" and either
// with "in ROOM" behind it.
func readInvitation(text string) (i invitation, problem string) {
	if at := strings.LastIndex(strings.ToLower(text), " in "); at > 0 && looksLikeRoom(text[at+4:]) {
		i.room = strings.TrimSpace(text[at+4:])
		text = text[:at]
	}
	parts := strings.Split(asCommas(oneLine(text)), ",")
	last := ""
	for len(parts) > 1 {
		last = strings.TrimSpace(parts[len(parts)-1])
		kind, ok := readKind(last)
		if !ok || i.kind != "" && i.kind != engagement.CurrentProvider && kind != engagement.CurrentProvider {
			break // the rest is a name with a comma in it
		}
		i.current = i.current || kind == engagement.CurrentProvider
		if i.kind == "" || kind != engagement.CurrentProvider {
			i.kind = kind
		}
		parts = parts[:len(parts)-1]
	}
	i.name = strings.TrimSpace(strings.Join(parts, ","))
	if i.kind == "" {
		return i, kindProblem(i.name, last)
	}
	return i, ""
}

// asCommas gives "NAME (KIND)", "NAME - KIND" and "NAME: KIND" as "NAME, KIND",
// where what is set off is a kind.
func asCommas(text string) string {
	if open := strings.LastIndex(text, " ("); open > 0 && strings.HasSuffix(text, ")") {
		inside := strings.NewReplacer(";", ",", " and ", ",", "/", ",").Replace(text[open+2 : len(text)-1])
		if kindly(inside) {
			return text[:open] + "," + inside
		}
	}
	for _, mark := range []string{" - ", " – ", " — ", ": ", "; "} {
		if at := strings.LastIndex(text, mark); at > 0 && kindly(text[at+len(mark):]) {
			return asCommas(text[:at]) + ", " + text[at+len(mark):]
		}
	}
	return text
}

// kindly says whether text begins with a kind of organisation.
func kindly(text string) bool {
	first, _, _ := strings.Cut(text, ",")
	_, ok := readKind(first)
	return ok
}

// kindProblem says that the kind is missing, or not one of them.
func kindProblem(text, last string) string {
	name, _, _ := strings.Cut(text, ",")
	if last == "" {
		return "**" + plain(name) + "** was not invited: what kind of organisation is it? Write for example **invite " + plain(name) + ", small firm**. " + kindsKnown
	}
	return "**" + plain(name) + "** was not invited: I don't know the kind “" + plain(last) + "”. " + kindsKnown
}

// looksLikeRoom says whether what follows "in" is a room: one word.
func looksLikeRoom(text string) bool {
	text = strings.TrimSpace(text)
	return text != "" && (strings.HasPrefix(text, "#") || strings.HasPrefix(text, "<#")) && !strings.ContainsAny(text, ", ")
}

// readKind reads what kind of organisation somebody typed.
func readKind(text string) (engagement.OrganisationKind, bool) {
	norm := fold(text).norm
	for _, article := range []string{"a ", "an ", "the ", "our "} {
		norm = strings.TrimPrefix(norm, article)
	}
	switch strings.Trim(norm, " .") {
	case "small firm", "small", "sme", "local firm", "local business", "sole trader", "small company", "small business", "micro", "micro firm", "start-up", "startup":
		return engagement.SmallFirm, true
	case "large firm", "large", "large company", "big firm", "big company", "big", "multinational", "corporate", "medium", "medium firm":
		return engagement.LargeFirm, true
	case "charity", "charities", "third sector", "voluntary", "voluntary organisation", "not for profit", "non-profit", "nonprofit":
		return engagement.Charity, true
	case "social enterprise", "social", "cic", "community interest company", "co-operative", "cooperative", "mutual":
		return engagement.SocialEnterprise, true
	case "current provider", "current", "incumbent", "existing provider", "existing supplier", "provider now", "current supplier":
		return engagement.CurrentProvider, true
	case "users' group", "users group", "user group", "users", "users'", "people who use services", "people who use the service", "group of people who use services":
		return engagement.UsersGroup, true
	case "other", "other organisation", "university", "trade body":
		return engagement.OtherKind, true
	}
	return "", false
}

// roomFor finds the room in which the organisation will be asked.
func (t *turn) roomFor(i invitation) (bot.Address, string) {
	if i.room != "" {
		return bot.Address{Adapter: t.ev.Room.Adapter, Room: roomID(i.room)}, ""
	}
	makes := false
	for _, adapter := range t.settings.Rooms {
		makes = makes || adapter == t.ev.Room.Adapter
	}
	if !makes {
		return bot.Address{}, "**" + plain(i.name) + "** was not invited: in which channel? It must be one that only they and you are in. Write for example **invite " + plain(i.name) + ", " + kindWord(i.kind) + " in #their-channel**."
	}
	base := slug(i.name, engagement.MostSlug)
	if base == "" {
		base = "organisation"
	}
	made := free(base, func(candidate string) bool {
		r := room(bot.Address{Adapter: t.ev.Room.Adapter, Room: candidate})
		_, taken := t.state.OrganisationIn(r)
		return taken || r == t.state.About().Room
	})
	return bot.Address{Adapter: t.ev.Room.Adapter, Room: made}, ""
}

// roomID is the platform's id in a mention of a room: "<#C012|name>" or "#name".
func roomID(text string) string {
	text = strings.TrimPrefix(text, "<")
	text = strings.TrimPrefix(text, "#")
	text, _, _ = strings.Cut(text, "|")
	return strings.TrimSuffix(text, ">")
}

// invited says who was added, and greets them if suppliers are in already.
func (t *turn) invited(added []engagement.Organisation, problems []bot.Block) {
	table := &bot.Table{Head: []string{"Organisation", "Kind", "Room"}}
	for _, o := range added {
		a, _ := t.address(o.Room)
		table.Rows = append(table.Rows, []string{cell(o.Name), organisationKind(o), cell(a.Room)})
	}
	blocks := append([]bot.Block{{Table: table}}, problems...)
	if t.state.Stage() == engagement.Talking {
		for _, o := range added {
			t.welcome(o)
		}
		blocks = append(blocks, bot.Say("They have the same welcome and the same sections as everybody else, from now."))
	} else {
		blocks = append(blocks, bot.Say("They hear nothing yet. "+t.next()))
	}
	t.reply(fmt.Sprintf("%s, %d in all", count(len(added), "organisation added", "organisations added"), len(t.state.Organisations())), blocks...)
}
