package conversations

import (
	"fmt"
	"slices"
	"strings"

	"soundings/bot"
	"soundings/engagement"
)

// declarations lists who has a link to whom, on both sides.
func (t *turn) declarations(line) {
	var lines []string
	var row []bot.Button
	for _, d := range t.state.Interests() {
		line, waits := t.interestLine(d)
		lines = append(append(lines, line), t.interestsBefore(d.Person)...)
		if waits && t.state.Weighs(t.person(), d.Person) && len(row) < mostButtons {
			b := clearButton(d.Person)
			b.Label = "Clear " + string(d.Person)
			row = append(row, b)
		}
	}
	for _, p := range t.undeclared() {
		lines = append(lines, "- **"+string(p)+"** "+named(p)+" has said nothing yet.")
	}
	team := "Nobody of your team has declared anything yet. Each is asked before they first read what suppliers said."
	if len(lines) > 0 {
		team = strings.Join(lines, "\n")
	}
	blocks := []bot.Block{bot.Say("**Your team**\n\n" + team), bot.Aside(t.whoWeighs())}
	if t.state.DutyOf(engagement.DutyInterests) != t.person() {
		row = append(row, press("I look after declarations", "I look after declarations"))
	}
	if row = t.leftButtons(row); len(row) > 0 {
		blocks = append(blocks, buttons(row...))
	}
	t.alone("Declarations", append(blocks, t.supplierLinks()...))
}

// whoWeighs says who weighs what is declared, and who decides who does.
func (t *turn) whoWeighs() string {
	weighs := t.weigher("")
	text := "Any of you who may read what suppliers said weighs what the others declare."
	if weighs != "" {
		own := t.weigher(weighs)
		text = named(weighs) + " weighs what the others declare. What " + named(weighs) + " declares is for "
		if own == "" {
			text += "anybody else of you who may read what suppliers said."
		} else {
			text += named(own) + "."
		}
	}
	if t.namesWeigher() {
		return text + " **declarations by P4** has somebody else weigh it."
	}
	return text + " " + named(t.state.About().Owner) + " decides who does: **I look after declarations** asks for it."
}

// interestLine is what one of the team declared, and how it stands; waits: it is
// to be weighed.
func (t *turn) interestLine(d engagement.Interest) (line string, waits bool) {
	_, stands := t.state.InterestOf(d.Person)
	text := "- **" + string(d.Person) + "** " + t.interestSaid(d, d.Person == t.person() || t.state.Weighs(t.person(), d.Person))
	switch stands {
	case engagement.InterestWaits:
		return text + ". Waits to be weighed, since " + t.moment(d.Declared, t.now) + ".", true
	case engagement.InterestAgain:
		return text + ". To be declared once more: " + t.whyAgain(d) + ".", false
	case engagement.InterestIsClear:
		return text + ". Cleared by " + named(d.By) + " " + t.ago(d.Cleared, t.now) + ": “" + plain(strings.TrimRight(d.Reason, ". ")) + "”.", false
	case engagement.InterestSince:
		return text + ", " + t.ago(d.Declared, t.now) + ". Others were asked since: to be said once more before reading.", false
	case engagement.NoInterest, engagement.NothingDeclared:
	}
	if !d.Cleared.IsZero() {
		return text + ". Weighed by " + named(d.By) + " " + t.ago(d.Cleared, t.now) + ": “" + plain(strings.TrimRight(d.Reason, ". ")) + "”.", false
	}
	return text + ", said " + t.ago(d.Declared, t.now) + ".", false
}

// interestsBefore are the lines of what somebody of the team declared before, newest
// first.
func (t *turn) interestsBefore(p engagement.Person) []string {
	var lines []string
	for _, d := range t.state.InterestsBefore(p) {
		text := "- *before:* **" + string(p) + "** " + t.interestSaid(d, p == t.person() || t.state.Weighs(t.person(), p)) + ", " + t.ago(d.Declared, t.now)
		if !d.Cleared.IsZero() {
			text += "; cleared by " + named(d.By) + " " + t.ago(d.Cleared, t.now) + ": “" + plain(strings.TrimRight(d.Reason, ". ")) + "”"
		}
		lines = append(lines, text+".")
	}
	return lines
}

// supplierLinks lists the links that people of suppliers declared. Whoever may not
// read what suppliers said is told that there are some, and no more.
func (t *turn) supplierLinks() []bot.Block {
	waiting := t.state.LinksWaiting()
	var lines []string
	var row []bot.Button
	for _, d := range t.state.Declarations() {
		if !d.Links {
			continue
		}
		line := "- **" + plain(t.organisationNamed(d.Organisation)) + "**: " + named(d.Person) + ", " + plain(d.Role) + "; " + linksSaid(d)
		if linksWait(waiting, d) {
			lines = append(lines, line+". *Not settled yet.*")
			row = settleButton(row, d.Organisation, t.organisationNamed(d.Organisation))
			continue
		}
		settled, at := t.state.LinksSettledOf(d.Organisation)
		lines = append(lines, line+". Settled by "+t.withLink(settled.By, at, t.calledAs(d.Organisation))+" "+t.ago(at, t.now)+": “"+plain(strings.TrimRight(settled.Reason, ". "))+"”.")
	}
	_, stands := t.state.InterestOf(t.person())
	switch {
	case len(lines) == 0:
		return []bot.Block{bot.Say("**Suppliers**\n\nNobody who speaks for a supplier has declared a link to you.")}
	case !stands.Reads():
		return []bot.Block{bot.Say("**Suppliers**\n\n" + upperFirst(count(len(lines), "link was", "links were")) + " declared. You can read more once your own declaration is settled.")}
	}
	blocks := []bot.Block{bot.Say("**Suppliers**\n\n" + strings.Join(lines, "\n"))}
	if len(row) > 0 {
		blocks = append(blocks, buttons(row...))
	}
	return blocks
}

func linksWait(waiting []engagement.Declaration, d engagement.Declaration) bool {
	for _, w := range waiting {
		if w.Organisation == d.Organisation && w.Person == d.Person {
			return true
		}
	}
	return false
}

// settleButton adds a button for an organisation that has none yet.
func settleButton(row []bot.Button, id, called string) []bot.Button {
	for _, b := range row {
		if b.Value == id {
			return row
		}
	}
	if len(row) >= mostButtons {
		return row
	}
	return append(row, opens("Settle "+oneLine(called), actionClear, id, "settle "+oneLine(called)+": why it is no matter"))
}

// clearInterest takes "P3: no role in the award". A name is no number: somebody
// else may be called so, too, and whoever is meant is asked.
func (t *turn) clearInterest(l line) {
	who, reason, _ := strings.Cut(l.words(), ":")
	id := engagement.Person(strings.ToUpper(strings.TrimSpace(who)))
	reason = strings.TrimSpace(reason)
	if _, stands := t.state.InterestOf(id); stands != engagement.NothingDeclared {
		t.clears(id, reason)
		return
	}
	var row []bot.Button
	for _, d := range t.state.Interests() {
		if _, stands := t.state.InterestOf(d.Person); stands == engagement.InterestWaits && t.state.Weighs(t.person(), d.Person) && len(row) < mostButtons {
			b := clearButton(d.Person)
			b.Label = "Clear " + string(d.Person)
			if reason != "" && len(reason) <= mostPressed {
				b = saysAgain(b.Label, "clear "+string(d.Person)+": "+reason)
			}
			row = append(row, b)
		}
	}
	if len(row) == 0 && t.waitsForMine() {
		t.declareFirst()
		return
	}
	if len(row) == 0 {
		t.note(bot.Say("Nothing waits that you could clear. **declarations** shows who declared what, with their numbers."))
		return
	}
	var lines []string
	for _, d := range t.state.Interests() {
		if line, waits := t.interestLine(d); waits && t.state.Weighs(t.person(), d.Person) {
			lines = append(lines, line)
		}
	}
	t.note(bot.Say("Whose? I know people by number, so that nobody is taken for somebody else. Nothing was changed yet.\n\n"+strings.Join(lines, "\n")), buttons(row...))
}

// clears records that somebody is cleared, and tells them.
func (t *turn) clears(p engagement.Person, reason string) {
	facts, refusal := t.state.ClearInterest(engagement.InterestCleared{Person: p, Reason: reason, By: t.person()})
	switch {
	case refusal != nil && refusal.Code == engagement.DeclareFirst && t.ev.Kind != bot.Submitted:
		t.declareFirst()
		return
	case refusal != nil:
		t.refuseHere(refusal, map[engagement.Field]string{engagement.FieldReason: fieldReason})
		return
	case !t.take(facts, nil):
		return
	}
	t.note(bot.Say("Noted: " + named(p) + " is cleared, with your reason. The record keeps both, and " + named(p) + " is told."))
	if to, ok := t.address(t.state.About().Room); ok {
		t.post(bot.Message{
			Key: t.key("cleared"), Class: bot.Notice, To: []bot.Address{to}, For: string(p), Title: "Your declaration is cleared",
			Blocks: append([]bot.Block{bot.Say(named(t.person()) + " has weighed what you declared: “" + plain(reason) + "”. You can read what suppliers said, and go on with all else.")}, t.readOn()...),
		})
	}
}

// declareFirst asks whoever would weigh what others declare how it is with them.
func (t *turn) declareFirst() {
	t.noteTitled("Before you weigh what others declare",
		bot.Say("Nobody does before having said how it is with them. **Have you a link to anybody who is asked?** Staff, family, money, or work for them. Nothing was changed; once you have said that there is none, you can weigh it."),
		buttons(press("No link to any of them", noInterest), opens("There is one", actionInterest, "", "I declare: my brother works at Tidewell")))
}

// waitsForMine says whether something is whoever acts' to weigh, once they have said
// how it is with them.
func (t *turn) waitsForMine() bool {
	return slices.ContainsFunc(t.state.Interests(), func(d engagement.Interest) bool {
		_, stands := t.state.InterestOf(d.Person)
		return stands == engagement.InterestWaits && t.state.TheirsToWeigh(t.person(), d.Person) && !t.state.Weighs(t.person(), d.Person)
	})
}

// openClear asks for the reason, for a person of the team or for an organisation.
func (t *turn) openClear() {
	heading, typed := "", ""
	if o, ok := t.state.Organisation(t.ev.Value); ok {
		heading, typed = oneLine(o.Name), "settle "+oneLine(o.Name)+": why it is no matter"
	} else if d, stands := t.state.InterestOf(engagement.Person(t.ev.Value)); stands == engagement.InterestWaits && t.state.TheirsToWeigh(t.person(), d.Person) {
		if !t.state.Weighs(t.person(), d.Person) {
			t.declareFirst()
			return
		}
		heading, typed = "Declared: "+oneLine(d.About), "clear "+string(d.Person)+": no role in the award"
	} else {
		t.note(bot.Say("Nothing waits there that you could settle. **declarations** shows how it stands."))
		return
	}
	t.showForm(bot.Form{
		Action: actionClear, Value: t.ev.Value, Title: "A declared link", Heading: heading, Submit: "Save", Typed: typed,
		Fields: []bot.Field{{
			Name: fieldReason, Kind: bot.Words, Label: "Why it keeps nobody from anything, or what you did about it", Value: t.filled(fieldReason, ""), Required: true, Max: engagement.MostReason,
			Hint: "For example: no role in the award. It stays on the record.",
		}},
	})
}

func (t *turn) sendClear() {
	reason := t.entered(fieldReason)
	if reason == "" {
		t.wrongIn(fieldReason, "Please give a reason. It is what the record shows.")
		return
	}
	if o, ok := t.state.Organisation(t.ev.Value); ok {
		t.settlesLinks(o, reason)
		return
	}
	t.clears(engagement.Person(t.ev.Value), reason)
}

// settleLinks takes "Tidewell: her brother works in parks".
func (t *turn) settleLinks(l line) {
	who, reason, _ := strings.Cut(l.words(), ":")
	o, ok := t.organisationCalled(who)
	if !ok {
		t.note(bot.Say("Whose links? Write for example **settle Tidewell: her brother works in parks**. **declarations** lists those that wait."))
		return
	}
	t.settlesLinks(o, strings.TrimSpace(reason))
}

func (t *turn) settlesLinks(o engagement.Organisation, reason string) {
	if t.leftToOthers(o.Name) {
		return
	}
	facts, refusal := t.state.SettleLinks(engagement.LinksSettled{Organisation: o.ID, Reason: reason, By: t.person()})
	if refusal != nil {
		t.refuseHere(refusal, map[engagement.Field]string{engagement.FieldReason: fieldReason})
		return
	}
	if t.take(facts, nil) {
		t.note(bot.Say("Noted, with your reason: the links of **" + plain(o.Name) + "** are settled. If somebody there declares anew, it waits again."))
	}
}

// linksFact says in status how many declarations wait; nil: none does.
func (t *turn) linksFact() []bot.Pair {
	var parts []string
	waits := 0
	for _, d := range t.state.Interests() {
		if _, stands := t.state.InterestOf(d.Person); stands == engagement.InterestWaits || stands == engagement.InterestAgain {
			waits++
		}
	}
	if waits > 0 {
		parts = append(parts, fmt.Sprintf("%d of your team to be weighed", waits))
	}
	if n := len(t.state.LinksWaiting()); n > 0 {
		parts = append(parts, fmt.Sprintf("%d of suppliers not settled", n))
	}
	if len(parts) == 0 {
		return nil
	}
	return []bot.Pair{{Label: "Declared links", Value: strings.Join(parts, ", ")}}
}

// whyNotFair words the refusals about links, notes and safety.
func whyNotFair(r *engagement.Refusal) string {
	if why, ok := map[engagement.Code]string{
		engagement.DeclareAgain:    "What was declared is to be declared once more first, as what it is about has changed. Nothing was changed.",
		engagement.NothingToWeigh:  "Nothing waits there to be weighed. **declarations** shows how it stands.",
		engagement.DeclareFirst:    "Nobody weighs what others declare before having said how it is with them. Have you a link to anybody who is asked? If there is none, write **" + noInterest + "**; then you can. Nothing was changed.",
		engagement.NotYoursToWeigh: "That is for the owner, or whoever looks after declarations, and nobody clears their own. Nothing was changed.",
		engagement.UnknownNote:     "No note of that number waits. Nothing was changed.",
	}[r.Code]; ok {
		return why
	}
	return "Nothing of that number is there. Nothing was changed."
}
