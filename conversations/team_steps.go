package conversations

import (
	"fmt"
	"strings"

	"soundings/bot"
	"soundings/engagement"
)

// step is one of the things to do before suppliers can be let in. The list is
// made from what is known each time, so it can be left and taken up anywhere.
type step struct {
	label, status string
	tone          bot.Tone
	optional      bool        // it may be left as it is
	button        *bot.Button // what opens it; nil: not yet
}

// undone says whether the step waits to be done.
func (s step) undone() bool { return s.tone == bot.ToDo || s.tone == bot.Attention }

// steps are all of them, in order.
func (t *turn) steps() []step {
	return []step{
		t.draftStep(), t.standingStep(), t.mattersStep(), t.aboutStep(), t.closingStep(), t.inviteStep(),
		t.previewStep(), t.rehearseStep(), t.openStep(),
	}
}

func (t *turn) draftStep() step {
	s := step{label: "The draft", status: "to do", tone: bot.ToDo}
	n := len(t.state.Sections())
	if n == 0 {
		s.button = new(opens("Upload the draft", actionImport, "", "import"))
		return s
	}
	s.button = new(opens("Replace it", actionImport, "", "import"))
	s.status, s.tone = count(n, "section", "sections")+", about "+minutes(t.minutes())+" for each supplier", bot.Done
	if file := t.state.Draft().File; file != "" {
		s.status = plain(file) + ": " + s.status
	}
	if t.minutes() > longMinutes {
		s.status += fmt.Sprintf("; above %d few suppliers finish", longMinutes)
		s.tone, s.optional = bot.Attention, true
	}
	return s
}

// longMinutes is what few suppliers spend.
const longMinutes = 45

func (t *turn) standingStep() step {
	s := step{label: "What is fixed", status: "comes after the draft"}
	if len(t.state.Sections()) == 0 {
		return s
	}
	s.button = new(opens("Mark what is fixed", actionStanding, "", t.numbered("fixed 4 6")))
	s.status, s.tone = t.standings(), bot.Done
	if !t.team.settled[stepStanding] && !t.anyMarked() {
		s.tone = bot.ToDo
	}
	return s
}

// anyMarked says whether a section is anything but open to change.
func (t *turn) anyMarked() bool {
	for _, s := range t.state.Sections() {
		if s.Standing != engagement.Open {
			return true
		}
	}
	return false
}

// standings says how many sections are fixed, open and not known yet.
func (t *turn) standings() string {
	n := map[engagement.Standing]int{}
	for _, s := range t.state.Sections() {
		n[s.Standing]++
	}
	return fmt.Sprintf("%d fixed, %d open to change, %d not known yet", n[engagement.Fixed], n[engagement.Open], n[engagement.Exploring])
}

func (t *turn) mattersStep() step {
	s := step{label: "What matters most", status: "comes after the draft", optional: true}
	if len(t.state.Sections()) == 0 {
		return s
	}
	s.button = new(opens("Choose what matters most", actionMatters, "", t.numbered("matters most 4 6 10")))
	s.status = "nothing put first; you may leave it so"
	var first []string
	for _, section := range t.state.Sections() {
		if section.Priority {
			first = append(first, plain(label(section)))
		}
	}
	if len(first) > 0 {
		s.status, s.tone = series(first), bot.Done
	}
	return s
}

func (t *turn) aboutStep() step {
	about := t.state.About()
	s := step{label: "Who asks, and whom to turn to", button: new(opens("Say who asks", actionAbout, "", "buyer Westmere County Council")), tone: bot.ToDo}
	switch {
	case about.Buyer == "" && about.Contact == "":
		s.status = "to do"
	case about.Buyer == "":
		s.status = "nobody is named as the one who asks"
	case about.Contact == "":
		s.status = plain(about.Buyer) + "; nobody is named to turn to"
	default:
		s.status, s.tone = plain(about.Buyer)+"; "+plain(about.Contact), bot.Done
	}
	return s
}

func (t *turn) closingStep() step {
	s := step{label: "Closing date", status: "to do", tone: bot.ToDo, button: new(opens("Choose the closing date", actionClosing, "", "closes 27 June 17:00"))}
	switch closing := t.state.About().Closing; {
	case closing.IsZero():
	case !closing.After(t.now):
		s.status, s.tone = t.moment(closing, t.now)+" is past", bot.Attention
	default:
		s.status, s.tone = t.moment(closing, t.now), bot.Done
	}
	return s
}

func (t *turn) inviteStep() step {
	s := step{label: "Whom to ask", status: "to do", tone: bot.ToDo, button: new(opens("Add organisations", actionInvite, "", "invite Tidewell, small firm"))}
	if len(t.state.Organisations()) > 0 {
		s.status, s.tone = t.whoIsAsked(), bot.Done
	}
	return s
}

// whoIsAsked counts the organisations by kind.
func (t *turn) whoIsAsked() string {
	n := map[engagement.OrganisationKind]int{}
	suppliers, groups := 0, 0
	for _, o := range t.state.Organisations() {
		n[o.Kind]++
		if o.Users {
			groups++
		} else {
			suppliers++
		}
	}
	var kinds []string
	for _, kind := range engagement.OrganisationKinds() {
		if n[kind] > 0 && kind != engagement.UsersGroup {
			kinds = append(kinds, count(n[kind], kindWord(kind), kindsWord(kind)))
		}
	}
	var parts []string
	if suppliers > 0 {
		parts = append(parts, count(suppliers, "supplier", "suppliers")+" ("+strings.Join(kinds, ", ")+")")
	}
	if groups > 0 {
		parts = append(parts, count(groups, "group of people who use services", "groups of people who use services"))
	}
	return series(parts)
}

// couldShow says whether there is enough to show what suppliers will see.
func (t *turn) couldShow() bool {
	about := t.state.About()
	return len(t.state.Sections()) > 0 && len(t.state.Organisations()) > 0 && about.Buyer != "" && about.Contact != "" && !about.Closing.IsZero()
}

// seen says whether somebody has read what suppliers would see now.
func (t *turn) seen() bool {
	return t.talk.seen != "" && t.couldShow() && t.talk.seen == t.previewHash()
}

func (t *turn) previewStep() step {
	s := step{label: "Read it as a supplier", status: "comes after the draft, who asks, the closing date and whom to ask"}
	if !t.couldShow() {
		return s
	}
	s.button = new(view("Read it as a supplier", "preview"))
	switch {
	case t.seen():
		s.status, s.tone = "read by "+named(t.team.seenBy)+" "+t.ago(t.team.seenAt, t.now)+"; nothing has changed since", bot.Done
	case t.talk.seen != "":
		s.status, s.tone = "something has changed since it was read", bot.Attention
	default:
		s.status, s.tone = "to do", bot.ToDo
	}
	return s
}

func (t *turn) rehearseStep() step {
	s := step{label: "Rehearse with a pretend supplier", status: "comes after the draft", optional: true}
	if len(t.state.Sections()) == 0 {
		return s
	}
	s.button = new(press("Rehearse", "rehearse"))
	past := t.team.rehearsals
	switch {
	case t.rehearsal != nil:
		s.status, s.tone = "under way since "+t.ago(t.rehearsal.began, t.now), bot.Attention
	case len(past) > 0:
		s.status, s.tone = "rehearsed "+t.ago(past[len(past)-1].At, t.now), bot.Done
	default:
		s.status, s.tone = "recommended: ten minutes that find what a preview does not", bot.ToDo
	}
	return s
}

func (t *turn) openStep() step {
	s := step{label: "Open", status: "comes last; nothing leaves before it"}
	if !t.couldOpen() || !t.seen() {
		return s
	}
	s.status, s.tone = "ready, to "+t.whoIsAsked(), bot.ToDo
	s.button = new(press("Open", "open"))
	return s
}

// nextStep is the first step that waits and may not be left out.
func (t *turn) nextStep() (step, bool) {
	for _, s := range t.steps() {
		if s.undone() && !s.optional && s.button != nil {
			return s, true
		}
	}
	return step{}, false
}

// nextRow offers the step that comes next, and the list of all of them.
func (t *turn) nextRow() bot.Block {
	row := []bot.Button{view("All the steps", "what next")}
	if s, ok := t.nextStep(); ok {
		row = append([]bot.Button{*s.button}, row...)
	}
	return buttons(row...)
}

// checklist is what the team works through before it opens.
func (t *turn) checklist() []bot.Block {
	var items []bot.Item
	for i, s := range t.steps() {
		items = append(items, bot.Item{Label: fmt.Sprintf("%d. %s", i+1, s.label), Status: s.status, Tone: s.tone, Button: s.button})
	}
	row := []bot.Button{everythingElse()}
	if s, ok := t.nextStep(); ok {
		row = append([]bot.Button{*s.button}, row...)
	}
	return []bot.Block{
		bot.Say("Being prepared; suppliers have heard nothing yet. " + t.next()),
		{Items: items},
		buttons(row...),
		bot.Aside(t.numbered("Or write: **import** · **fixed 4 6** · **matters most 4** · **buyer** · **contact** · **closes 27 June** · **invite** · **preview** · **rehearse** · **open**. You can stop anywhere and go on later.")),
	}
}
