package conversations

import (
	"strings"

	"soundings/bot"
	"soundings/engagement"
)

// actionDuty is the form in which it is said who is told of what somebody fears. It
// stands in messages that stay in rooms for years: add, never change.
const actionDuty = "duty"

// The fields of that form. Add, never change.
const (
	fieldToTell  = "to-tell"
	whoMe        = "me"
	whoByMail    = "mail"
	fieldAddress = "address"
)

// takingCommands are how the team sees to it.
func takingCommands() []command {
	return []command{
		{names: []string{"i have", "i've got", "i see to"}, usage: "I have S1", takes: takesText, again: true, run: (*turn).takeSafety, help: "say that you see to what somebody fears"},
		{
			names: []string{"safety to", "safety goes to"}, usage: "safety to sam@example.gov.uk", takes: takesText, run: (*turn).safetyTo,
			help: "say who is told at once, by mail, if somebody who takes part fears for anybody's safety; **I look after safety** is whoever writes it",
		},
	}
}

// dutyButton leads to the form.
func dutyButton() bot.Button {
	return opens("Who is told of fears", actionDuty, "", "I look after safety")
}

// safetyTo names who is told by mail.
func (t *turn) safetyTo(l line) {
	found := someone.FindAllStringSubmatch(l.raw, -1)
	switch {
	case len(found) != 1:
		t.note(bot.Say("To which mail address? Write for example **safety to sam@example.gov.uk**. **I look after safety** names you."), buttons(dutyButton()))
	case t.settings.NoMail:
		t.note(bot.Say("This service can't send mail, so nobody can be told so. Let them write **I look after safety** in this room. Nothing was changed."))
	default:
		f := engagement.DutyTaken{Duty: engagement.DutySafety, Person: engagement.Person(found[0][1]), By: t.person(), Mail: true}
		t.takeDuty(f, t.toldAtOnce(f))
	}
}

// openDuty asks who is told.
func (t *turn) openDuty() {
	fields := []bot.Field{{
		Name: fieldToTell, Kind: bot.Choice, Label: "Who is told", Value: t.filled(fieldToTell, whoMe), Required: true,
		Options: []bot.Option{{Value: whoMe, Label: "I am"}, {Value: whoByMail, Label: "Somebody else, by mail"}},
	}}
	if !t.settings.NoMail {
		fields = append(fields, bot.Field{
			Name: fieldAddress, Kind: bot.Line, Label: "Mail address", Value: t.filled(fieldAddress, ""),
			Hint: "Theirs, or yours, so that it reaches you by mail, too. Nobody looks at a page or a channel all day.",
		})
	}
	t.showForm(bot.Form{
		Action: actionDuty, Title: "Somebody's safety", Submit: "Save", Typed: "I look after safety", Fields: fields,
		Blocks: []bot.Block{bot.Say("If somebody who takes part fears for anybody's safety, one person gets the words, and nobody else: now " + t.seesToSafety(t.state.DutyOf(engagement.DutySafety)) + ", " + t.howTold() + ".")},
	})
}

func (t *turn) sendDuty() {
	found := someone.FindAllStringSubmatch(t.ev.Fields[fieldAddress], -1)
	f := engagement.DutyTaken{Duty: engagement.DutySafety, Person: t.person(), By: t.person()}
	switch {
	case len(found) > 1 || len(found) == 0 && t.entry(fieldAddress) != "":
		t.wrongIn(fieldAddress, "Please write one mail address, such as sam@example.gov.uk.")
		return
	case t.entry(fieldToTell) == whoByMail && len(found) == 0:
		t.wrongIn(fieldAddress, "Please write the mail address of whoever is told.")
		return
	case t.entry(fieldToTell) == whoByMail:
		f.Person, f.Mail = engagement.Person(found[0][1]), true
	case len(found) == 1:
		f.At = engagement.Person(found[0][1])
	}
	t.takeDuty(f, t.toldAtOnce(f))
}

// seesToSafety names whoever looks after safety, or did. Of whom only a mail address is
// known, nobody knows a name.
func (t *turn) seesToSafety(p engagement.Person) string {
	if duty := t.state.Duty(engagement.DutySafety); duty.Mail && duty.Person == p {
		return "the person who looks after safety"
	}
	return named(p)
}

// howTold says how fast whoever looks after safety reads of it.
func (t *turn) howTold() string {
	if t.fearsOnPage() {
		return "who is not told, and reads it here on looking"
	}
	return "at once"
}

// toldAtOnce says how whoever looks after safety is told, behind their name.
func (t *turn) toldAtOnce(f engagement.DutyTaken) string {
	how := "and alone"
	switch {
	case f.Mail:
		how = "by mail"
	case f.At != "":
		how = "alone, and by mail, too"
	case t.teamOnPage():
		return "reads on this page, and alone, if somebody who takes part fears for anybody's safety. **Nobody is told at once**"
	}
	return "is told at once, " + how + ", if somebody who takes part fears for anybody's safety"
}

// safetyReturned tells the team that whoever is to see to it was not reached by mail:
// somebody else has to. Whoever fears is in no such message.
func (t *turn) safetyReturned() {
	_, id, _ := strings.Cut(strings.TrimSuffix(t.ev.Re, ":mail"), ":")
	if fear, ok := t.state.FearOf(id); ok && fear.Waiting() {
		t.tell(t.key("returned"), "Nobody was told by mail of "+fear.ID, bot.Say("The mail to whoever looks after safety came back: "+plain(t.ev.Text)+". Please reach them, or take it yourself."), buttons(press("I have it", "I have "+fear.ID), dutyButton()))
	}
}
