package conversations

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"soundings/bot"
	"soundings/engagement"
)

// goesTo says how many get a release.
func (t *turn) goesTo(r engagement.Release, c composed) string {
	text := "It goes to " + toAll(t.reachWords(c)) + ". Nobody has read any of it yet."
	switch {
	case c.Blocks == nil:
		text += " Only people who use services get it: what suppliers read stays as it is, and the file shows both."
	case !t.anyAsked(true) || len(c.to) > 0:
	case t.state.Stage() == engagement.Dialogue:
		text += " " + biddersAlone
	case c.Plain == nil && r.Users == engagement.ReachFirms:
		text += " People who use services don't get it, as somebody here chose."
	case c.Plain == nil && r.Of == engagement.Answers:
		text += " It names no section, so people who use services don't get it unless you say so."
	case c.Plain == nil:
		text += " It does not concern the people who use services, so they don't get it."
	case choosesReach(r):
		text += " People who use services get it, too."
	}
	return text
}

// biddersAlone is why people who use services read nothing of a dialogue.
const biddersAlone = "People who use services don't get it: the dialogue is for bidders alone."

// choosesReach says whether the team says if people who use services get it.
func choosesReach(r engagement.Release) bool {
	return r.Of == engagement.Answers || r.Of == engagement.News
}

// reachRow is the button that turns that round; none: there is nothing to turn.
func (t *turn) reachRow(r engagement.Release, c composed) []bot.Button {
	if q, ok := t.state.InquiryOf(r.ID); ok && r.Of == engagement.Inquiries && q.Firms && t.anyAsked(true) {
		return []bot.Button{press("To people who use services, too", "users too "+r.ID)}
	}
	switch {
	case !choosesReach(r) || !t.anyAsked(true) || t.state.AskedByUsers(r) || t.state.Stage() == engagement.Dialogue:
		return nil
	case c.Plain == nil:
		return []bot.Button{press("To people who use services, too", "users too "+r.ID)}
	}
	return []bot.Button{press("Not to people who use services", "not to users "+r.ID)}
}

// reachUsers takes "users too N1" and "not to users N1".
func (t *turn) reachUsers(l line, to engagement.Reach) {
	id, rest, ok := l.cutRelease()
	if !ok || !rest.empty() {
		t.note(bot.Say("Which one? Write for example **users too N1**, or **not to users N1**. **waiting** lists what waits."))
		return
	}
	if !t.anyAsked(true) {
		t.note(bot.Say("No group of people who use services is asked, so there is nobody to send it to."))
		return
	}
	if t.state.Stage() == engagement.Dialogue {
		t.note(bot.Say(biddersAlone + " Nothing has changed."))
		return
	}
	r, there := t.state.Release(id)
	if q, asks := t.state.InquiryOf(id); there && !choosesReach(r) && (!asks || r.Of != engagement.Inquiries || len(q.To) > 0) {
		t.note(bot.Say("**" + r.ID + "** is " + plain(t.releaseName(r)) + ": whether people who use services read it follows from what it is. That can be chosen for answers, for news and for questions to everybody."))
		return
	}
	facts, refusal := t.state.ReachUsers(engagement.ReleaseReach{ID: id, Users: to, By: t.person()})
	if refusal == nil && len(facts) == 0 {
		t.note(bot.Say("That is so already."))
		return
	}
	if t.take(facts, refusal) {
		t.offer(id, "")
	}
}

// namesIn warns where a text names somebody who is asked: everybody would know
// that they are.
func (t *turn) namesIn(c composed) []bot.Block {
	text := strings.ToLower(content(c.Blocks) + content(c.Plain))
	var names []string
	for _, o := range t.state.Organisations() {
		if namesWord(text, strings.ToLower(oneLine(o.Name))) {
			names = append(names, "**"+plain(o.Name)+"**")
		}
	}
	if len(names) == 0 {
		return nil
	}
	return []bot.Block{bot.Say("**Please look twice:** it names " + series(names) + ". Nobody who is asked knows who else is, unless you tell them.")}
}

// namesWord says whether a name stands in a text as words of its own; both are in
// lower case.
func namesWord(text, called string) bool {
	for rest := text; called != ""; {
		at := strings.Index(rest, called)
		if at < 0 {
			return false
		}
		before, _ := utf8.DecodeLastRuneInString(rest[:at])
		after, _ := utf8.DecodeRuneInString(rest[at+len(called):])
		if !letter(before) && !letter(after) {
			return true
		}
		rest = rest[at+len(called):]
	}
	return false
}

func letter(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// reachWords says how many organisations get these releases, and in how many
// places.
func (t *turn) reachWords(all ...composed) string {
	organisations, rooms, mails := 0, 0, 0
	for _, o := range t.state.Organisations() {
		if !slices.ContainsFunc(all, func(c composed) bool { return c.reaches(o) }) {
			continue
		}
		to := t.hears(o)
		if len(to) > 0 {
			organisations++
		}
		for _, a := range to {
			if a.Adapter == bot.MailAdapter {
				mails++
			} else {
				rooms++
			}
		}
	}
	text := count(organisations, "organisation", "organisations") + ", in " + count(rooms, "room", "rooms")
	if mails > 0 {
		text += " and by mail to " + count(mails, "person", "people")
	}
	return text
}

// toAll says of how many something goes to that all get it at the same time; of one
// there is nothing to say.
func toAll(reach string) string {
	if strings.HasPrefix(reach, "1 organisation") {
		return reach
	}
	return reach + ", to all at the same time"
}

// reaches says whether an organisation gets it.
func (c composed) reaches(o engagement.Organisation) bool {
	switch {
	case len(c.to) > 0:
		return slices.Contains(c.to, o.ID)
	case o.Users:
		return c.Plain != nil
	}
	return c.Blocks != nil
}
