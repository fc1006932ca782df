package conversations

import (
	"slices"
	"strings"

	"soundings/bot"
	"soundings/engagement"
)

// takesOwner is what somebody says to whom the owner hands over.
const takesOwner = "I am the owner"

// ownerCommands hand the engagement over.
func ownerCommands() []command {
	return []command{
		{
			names: []string{"owner", "the owner is", "hand over to"}, usage: "owner P4", takes: takesText, run: (*turn).nameOwner,
			help: "as the owner, hand over to somebody else of your team, who agrees; **declarations** has the numbers",
			more: "The owner decides who weighs declared links, is told of fears for somebody where nobody else is named, and takes back the links of colleagues.",
		},
		{names: []string{"i am the owner", "i'm the owner"}, usage: takesOwner, run: (*turn).takeOwner, help: "agree to be the owner, where the owner hands over to you"},
	}
}

// nameOwner takes "P4", of the owner, and asks P4.
func (t *turn) nameOwner(l line) {
	id := engagement.Person(strings.ToUpper(strings.Trim(l.words(), " .")))
	owner := t.state.About().Owner
	switch {
	case id == "":
		t.note(bot.Say(named(owner) + " is the owner. The owner hands over with **owner P4**; **declarations** has the numbers."))
		return
	case t.person() != owner:
		t.note(bot.Say(named(owner) + " is the owner, and decides whom to hand over to. Nothing has changed."))
		return
	case id == owner:
		t.note(bot.Say("You are the owner already."))
		return
	case !slices.Contains(t.knownOfTeam(), id):
		t.note(bot.Say("Nobody of that number is known to be of your team. **declarations** has the numbers: whoever is not in it says first whether they have a link to anybody who is asked. Nothing has changed."))
		return
	}
	facts, refusal := t.state.NameOwner(engagement.OwnerNamed{Person: id, By: t.person()})
	if !t.take(facts, refusal) {
		return
	}
	if to, ok := t.address(t.state.About().Room); ok && len(facts) > 0 {
		t.post(bot.Message{
			Key: t.key("owner"), Class: bot.Notice, To: []bot.Address{to}, For: string(id), Title: "Would you be the owner?",
			Blocks: []bot.Block{
				bot.Say(named(owner) + " would hand this over to you. The owner decides who weighs declared links, is told of fears for somebody where nobody else is named, and takes back the links of colleagues. Nothing has changed yet."),
				buttons(press("I am the owner from now on", takesOwner)), bot.Aside("If not, leave it as it is. Typed: **" + takesOwner + "**."),
			},
		})
	}
	t.note(bot.Say(named(id) + " is asked. Until they agree, you are the owner."))
}

// takeOwner is the agreement of whom the owner named.
func (t *turn) takeOwner(line) {
	before := t.state.About().Owner
	facts, refusal := t.state.TakeOwner(t.person())
	if refusal != nil {
		t.note(bot.Say(named(before) + " is the owner. Only to whom the owner hands over with **owner P4** can agree to be it. Nothing has changed."))
		return
	}
	if t.take(facts, nil) {
		t.reply("", bot.Say(named(t.person())+" is the owner from now on, handed over by "+named(before)+". What is named apart, such as who looks after declarations or safety, stays as it was."))
	}
}

// ownerSaid is who owns it, and since when if it was handed over, for the file.
func (t *turn) ownerSaid() string {
	said := []string{named(t.state.About().Owner)}
	for _, h := range slices.Backward(t.state.HandedOver()) {
		said = append(said, "until "+t.moment(h.At, t.now)+" "+named(h.From))
	}
	return strings.Join(said, ", ")
}
