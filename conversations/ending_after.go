package conversations

import (
	"strings"

	"soundings/bot"
	"soundings/engagement"
)

// endCommands are what an organisation can say once it is closed.
func endCommands() []command {
	return []command{
		{names: []string{"only the notice and the outcome", "only the outcome", "only the outcome, please", "just the outcome"}, usage: "only the outcome", group: "At the end", run: func(t *turn, _ line) { t.hearAfter(afterOutcome) }, help: "after the close, hear of the notice and the outcome, and nothing else"},
		{names: []string{"nothing more", "nothing more please", "nothing further"}, usage: "nothing more", group: "At the end", run: func(t *turn, _ line) { t.hearAfter(afterNothing) }, help: "after the close, hear nothing more"},
		{names: []string{"everything that follows", "hear everything"}, usage: "everything that follows", run: func(t *turn, _ line) { t.hearAfter(afterAll) }, help: "after the close, hear everything that goes to all"},
		{
			names: []string{"how it was", "how was it", "three questions", "the three questions"}, usage: surveyTyped, takes: takesText, group: "At the end", run: (*turn).survey,
			help: "after the close, say how it was to be asked; without a name, unless you sign",
		},
	}
}

// What an organisation wants to hear after the close. Stored: add, never change.
const (
	afterAll     = ""
	afterOutcome = "outcome"
	afterNothing = "nothing"
)

// kindAfter is the fact of that.
const kindAfter = "talk.after" // heardAfter

type heardAfter struct {
	Organisation string            `json:"o"`
	Person       engagement.Person `json:"p"`
	What         string            `json:"w,omitempty"`
	// Alone: it holds for that person, and not for the others of a users' group.
	Alone bool `json:"a,omitempty"`
}

// hearAfter records what an organisation wants to hear from now on; in a group of
// people who use services each says it for themselves.
func (t *turn) hearAfter(what string) {
	if t.state.Stage() != engagement.Closed {
		t.note(bot.Say("That is asked once it is closed. Until then, **fewer messages** leaves only what everybody must be told, and **step back** takes "+plain(t.org.Name)+" out."), buttons(press("Fewer messages", "fewer messages")))
		return
	}
	said, before := t.afterWords(what), t.talk.after[t.org.ID]
	if t.org.Users {
		before = t.talk.silent[engagement.Participation{Person: t.person(), Organisation: t.org.ID}]
	}
	if before == what {
		t.note(bot.Say("That is so already: " + strings.TrimPrefix(said, "Noted: ")))
		return
	}
	t.remember(kindAfter, heardAfter{Organisation: t.org.ID, Person: t.person(), What: what, Alone: t.org.Users})
	if t.org.Users {
		said += " The others of " + plain(t.org.Name) + " choose for themselves."
	}
	var row []bot.Button
	for _, other := range []struct{ what, label, typed string }{
		{afterAll, "Everything that follows", "everything that follows"}, {afterOutcome, t.onlyTheOutcome(), "only the outcome"}, {afterNothing, "Nothing more", "nothing more"},
	} {
		if other.what != what {
			row = append(row, press(other.label, other.typed))
		}
	}
	t.reply("", bot.Say(said), buttons(row...))
}

// noticeAhead says whether there is still a tender notice of which to hear.
func (d *Domain) noticeAhead() bool { return !d.state.Notice().IsOut() && !d.state.Dialogued() }

// onlyTheOutcome is on the button of those who want to hear no more than they must.
func (d *Domain) onlyTheOutcome() string {
	if d.noticeAhead() {
		return "Only the notice and the outcome"
	}
	return "Only the outcome"
}

// afterWords say what an organisation hears from now on.
func (t *turn) afterWords(what string) string {
	ahead := t.noticeAhead()
	switch {
	case what == afterAll:
		return "Noted: you hear everything that goes to all."
	case what == afterOutcome && t.org.Users && ahead:
		return "Noted: you hear how it goes on, and what came of it, and nothing else."
	case what == afterOutcome && ahead:
		return "Noted: you hear when the tender notice is out, and the outcome, and nothing else."
	case what == afterOutcome:
		return "Noted: you hear the outcome, and nothing else."
	case t.org.Users || !ahead:
		return "Noted: you hear nothing more from here."
	}
	return "Noted: you hear nothing more from here, not even of the tender notice. That is published for everybody to read."
}

// outcomeOfAll takes "outcome: the contract went to …".
func (t *turn) outcomeOfAll(l line) {
	if l.empty() {
		if refusal := t.state.May(engagement.DoOutcome); refusal != nil {
			t.refuse(refusal)
			return
		}
		t.note(bot.Say("What came of it? Write for example **outcome: the contract went to Alder on 3 March**. You read it first as they will."), buttons(opens("Write it in a form", actionOutcome, "", "outcome: your words")))
		return
	}
	t.sayOutcome(upperFirst(l.words()), func(r *engagement.Refusal) { t.refuseKeeping(r, l.words()) })
}

func (t *turn) sayOutcome(words string, no func(*engagement.Refusal)) {
	facts, refusal := t.state.SayOutcome(engagement.ReleaseMade{Text: words, By: t.person()})
	switch {
	case refusal != nil:
		no(refusal)
	case t.take(facts, nil):
		t.offerFirst(facts)
	}
}

// openOutcome asks what came of it.
func (t *turn) openOutcome() {
	if refusal := t.state.May(engagement.DoOutcome); refusal != nil {
		t.refuse(refusal)
		return
	}
	t.showForm(bot.Form{
		Action: actionOutcome, Title: "The outcome", Submit: "Show me how it reads", Typed: "outcome: your words",
		Blocks: []bot.Block{bot.Say("It goes to those who want to hear it. Nothing goes out before you have read it as they will.")},
		Fields: []bot.Field{{Name: fieldText, Kind: bot.Words, Label: "What came of it", Hint: "Who will do it, from when, and whom to ask. Markdown is understood.", Value: t.filled(fieldText, ""), Required: true, Max: engagement.MostNews}},
	})
}

func (t *turn) sendOutcome() {
	if t.entered(fieldText) == "" {
		t.wrongIn(fieldText, "Please write what came of it.")
		return
	}
	t.sayOutcome(t.entered(fieldText), func(r *engagement.Refusal) {
		t.refuseIn(r, map[engagement.Field]string{engagement.FieldNews: fieldText})
	})
}

// resultWords are what those read who want to hear it.
func (d *Domain) resultWords(r engagement.Release) composed {
	said := append(d.newsBlocks(r), bot.Aside("You read this because you were asked about the draft. For anything more: "+plain(d.contactOrTeam())+"."))
	return composed{Blocks: said, Plain: said}
}

// contactOrTeam is whom to turn to.
func (d *Domain) contactOrTeam() string {
	if contact := d.state.About().Contact; contact != "" {
		return contact
	}
	return "the buying team"
}
