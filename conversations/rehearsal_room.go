package conversations

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"soundings/bot"
	"soundings/engagement"
)

// pretendNames are what the organisation of a rehearsal may be called: the
// first that nobody has.
func pretendNames(kind engagement.OrganisationKind) []string {
	if kind == engagement.UsersGroup {
		return []string{"Pretend Group", "Make-Believe Group"}
	}
	return []string{"Pretend Ltd", "Make-Believe Ltd"}
}

// rehearsedIn says whether the room is that of a rehearsal, under way or over.
func (d *Domain) rehearsedIn(a bot.Address) bool {
	if d.rehearsal != nil && d.rehearsal.Room.Key() == a.Key() {
		return true
	}
	return slices.ContainsFunc(d.team.rehearsals, func(p pastRehearsal) bool { return p.Room.Key() == a.Key() })
}

// inRehearsal decides what happens in the room of a rehearsal: to the copy, as
// it would to the engagement itself.
func (t *turn) inRehearsal() {
	r := t.rehearsal
	if r == nil || r.Room.Key() != t.ev.Room.Key() {
		if t.ev.Kind == bot.Said || t.ev.Kind == bot.Pressed || t.ev.Kind == bot.Submitted || t.ev.Kind == bot.Looked {
			t.tx.Answer(bot.Answer{Over: true, Note: &bot.Message{Blocks: []bot.Block{
				bot.Say("This rehearsal is over, and what was said in it counts for nothing. Whoever prepares the engagement can begin another with **rehearse**."),
			}}})
		}
		return
	}
	if l, ok := t.typed(); ok && l.is(endRehearsalNames()...) && !t.ev.Again {
		t.endRehearsal("")
		return
	}
	inner := t.inside()
	inner.org, _ = inner.state.OrganisationIn(room(t.ev.Room))
	inner.tx.Answer(bot.Answer{}) // whatever comes of it, it is pretend
	inner.inOwnRoom()
	t.fail(inner.err)
}

// inside is the same event, happening to the copy. Whoever rehearses is nobody
// of the team there.
func (t *turn) inside() *turn {
	r := t.rehearsal
	team, _ := t.address(t.state.About().Room)
	inner := &turn{Domain: r.inner, ev: t.ev, now: t.now, tx: act{Tx: t.tx.Tx, rehearsal: r, team: team, last: t.tx.last, marked: t.ev.Kind == bot.Looked && t.ev.Action == bot.HomeView}}
	inner.ev.Home, inner.ev.Opener = false, false
	inner.ev.Re = strings.TrimPrefix(t.ev.Re, r.prefix())
	return inner
}

// rehearse begins a rehearsal, or says where the one under way is.
func (t *turn) rehearse(l line) {
	again, _ := l.cutAny("again", "anew", "afresh")
	_, wanted := l.cutAny("again", "anew", "afresh")
	switch {
	case t.state.Stage() == engagement.Closed:
		t.refuse(&engagement.Refusal{Code: engagement.NowClosed, Stage: engagement.Closed})
	case t.state.Stage() != engagement.Preparing:
		t.note(
			bot.Say("Suppliers are in already, so no rehearsal was begun: it is for trying the draft out before they are. **sections** lists what they have, and **show** with a number is one section and all that was said of it."),
			buttons(view("See the sections", "sections"), view("Status", "status")),
		)
	case len(t.state.Sections()) == 0:
		t.refuse(&engagement.Refusal{Code: engagement.NoSections})
	case t.plainWanted(again):
		t.refuse(&engagement.Refusal{Code: engagement.PlainMissing})
	case t.rehearsal != nil && !wanted:
		t.note(
			bot.Say("A rehearsal is under way since "+t.ago(t.rehearsal.began, t.now)+". What you have changed in the draft since then is not in it."),
			t.rehearsalRow(), bot.Aside("Or write **rehearse again** or **end rehearsal**."),
		)
	case t.rehearsalPlace() == bot.Address{}:
		t.note(bot.Say("Rehearsing happens in the browser, and this installation has no pages. **preview** shows what suppliers will see."))
	default:
		t.endRehearsal("Another rehearsal has begun.")
		t.beginRehearsal(again)
	}
}

// rehearsalPlace is the room of the next rehearsal; none where no adapter makes
// rooms.
func (t *turn) rehearsalPlace() bot.Address {
	adapter := t.ev.Room.Adapter
	if !slices.Contains(t.settings.Rooms, adapter) {
		adapter = webAdapter
	}
	if !slices.Contains(t.settings.Rooms, adapter) {
		return bot.Address{}
	}
	return t.mint(adapter, fmt.Sprintf("rehearsal-%d", len(t.team.rehearsals)+1))
}

// beginRehearsal copies the engagement and opens the copy to an organisation
// that there is not.
func (t *turn) beginRehearsal(l line) {
	kind, ok := readKind(l.words())
	if !ok {
		kind = engagement.SmallFirm
	}
	to := t.rehearsalPlace()
	t.fail(t.tx.Link(to, true))
	t.remember(kindRehearsing, rehearsing{N: len(t.team.rehearsals) + 1, Room: to, By: t.person()})
	if t.err != nil || t.rehearsal == nil {
		return
	}
	inner := t.inside()
	inner.openPretend(kind, to)
	t.fail(inner.err)
	t.reply("A rehearsal has begun",
		bot.Say("You are **"+plain(inner.org.Name)+"** now, "+kindPhrase(kind)+". Read, answer, ask and step back as a supplier would, in a room of its own. It happens to a copy: nothing of it is sent to anyone or counts, and when it ends it is in no count, digest or report."),
		bot.Say("What would appear in this room is shown there, too."),
		t.rehearsalRow(), bot.Aside(t.rehearsalWhere()+"It ends with **end rehearsal**, when you open, or with another draft."),
	)
}

// openPretend opens the copy: to everybody who was invited, of whom none is
// written to, and to one more.
func (t *turn) openPretend(kind engagement.OrganisationKind, to bot.Address) {
	if closing := t.state.About().Closing; !closing.After(t.now) {
		soon := t.now.Add(14 * 24 * time.Hour)
		facts, refusal := t.state.Set(t.now, engagement.EngagementSet{Closing: &soon, By: t.person()})
		if !t.take(facts, refusal) {
			return
		}
	}
	if !t.pretendAsker() {
		return
	}
	invited := false
	for _, called := range pretendNames(kind) {
		facts, refusal := t.state.Invite(engagement.OrganisationInvited{Name: called, OfKind: kind, Room: room(to), By: t.person()})
		if refusal == nil {
			invited = t.take(facts, nil)
			break
		}
	}
	facts, refusal := t.state.Open(t.now, "")
	if !invited || !t.take(facts, refusal) {
		return
	}
	t.org, _ = t.state.OrganisationIn(room(to))
	t.post(bot.Message{
		Key: "begun", Class: bot.Notice, To: []bot.Address{to}, Title: "This is a rehearsal",
		Blocks: []bot.Block{bot.Say("Here you are " + plain(t.org.Name) + ". What follows is what a supplier sees; try whatever a supplier might. No supplier reads it, and none of it counts.")},
	})
	t.welcome(t.org)
}

// pretendAsker names who asks and whom to turn to where the team has not yet.
func (t *turn) pretendAsker() bool {
	set, about := engagement.EngagementSet{By: t.person()}, t.state.About()
	if about.Buyer == "" {
		set.Buyer = new(t.buyer())
	}
	if about.Contact == "" {
		set.Contact = new("somebody whom you have yet to name")
	}
	facts, refusal := t.state.Set(t.now, set)
	return t.take(facts, refusal)
}

func kindPhrase(kind engagement.OrganisationKind) string {
	if kind == engagement.UsersGroup {
		return "a group of people who use services"
	}
	word := kindWord(kind)
	if strings.ContainsRune("aeiou", rune(word[0])) {
		return "an " + word
	}
	return "a " + word
}

// rehearsalRow is what can be done about the rehearsal under way.
func (t *turn) rehearsalRow() bot.Block {
	row := []bot.Button{press("End the rehearsal", "end rehearsal"), press("Begin again", "rehearse again")}
	if t.rehearsal.Room.Adapter == webAdapter {
		enter := bot.Button{Label: "Go to the rehearsal", URL: bot.LinkTo(t.rehearsal.Room, ""), Typed: "rehearse"}
		row = append([]bot.Button{enter}, row...)
	}
	return buttons(row...)
}

// rehearsalWhere names the room where nobody can press a link to it.
func (t *turn) rehearsalWhere() string {
	if t.rehearsal.Room.Adapter == webAdapter {
		return ""
	}
	return "It is in the room **" + plain(t.rehearsal.Room.Room) + "**. "
}

func endRehearsalNames() []string {
	return []string{"end rehearsal", "end the rehearsal", "stop rehearsal", "stop the rehearsal", "stop rehearsing", "end of rehearsal"}
}

// stopRehearsal ends a rehearsal because somebody wants it to.
func (t *turn) stopRehearsal(line) {
	if t.rehearsal == nil {
		t.note(bot.Say("No rehearsal is under way. **rehearse** begins one."))
		return
	}
	t.endRehearsal("")
}

// endRehearsal ends the rehearsal under way, if there is one: why says what
// ended it, or nobody but the person who did.
func (t *turn) endRehearsal(why string) {
	r := t.rehearsal
	if r == nil || t.err != nil {
		return
	}
	over := "What was said in it is gone from here, was sent to nobody, and is in no count, digest or report. The record keeps it, marked as a rehearsal."
	t.post(bot.Message{
		Key: r.prefix() + "over", Class: bot.Notice, To: []bot.Address{r.Room}, Title: "This rehearsal is over",
		Blocks: []bot.Block{bot.Say(strings.TrimSpace(why + " " + over))},
	})
	t.fail(t.tx.Link(r.Room, false))
	t.remember(kindRehearsalOver, rehearsalOver{N: r.N, By: t.person()})
	if why != "" || t.err != nil {
		return
	}
	blocks := []bot.Block{bot.Say("Nothing of it was sent to anyone, and nothing of it counts. What you noticed you can change now: **what next** shows all the steps."), t.nextRow()}
	if room(t.ev.Room) == t.state.About().Room {
		t.reply("The rehearsal is over", blocks...)
		return
	}
	t.tell(t.key("rehearsed"), "The rehearsal is over", blocks...)
}
