package conversations

import (
	"fmt"
	"slices"
	"strings"

	"soundings/bot"
	"soundings/engagement"
)

// Suppliers that are counted as one are told so, and may say that it is wrong. What
// each of them says the team goes on reading.

const disputeTyped = "not one voice: we were sold in May"

// actionDispute is the form in which a supplier says that it is wrong. Stored: never
// change it.
const actionDispute = "dispute"

func oneVoiceCommands() []command {
	return []command{{
		names: []string{"not one voice", "we are not one voice", "we are not linked", "not linked"}, usage: disputeTyped, takes: takesText, run: (*turn).dispute,
		help: "say that you are counted as one voice with others, and should not be",
	}}
}

// oneVoiceSaid is what each of those reads that are counted as one. The others are not
// named: nobody is told who else is asked.
func (t *turn) oneVoiceSaid(why string) string {
	return "You and others that are asked count as one voice, because of this: *" + plain(strings.TrimRight(why, ". ")) + "*. Where answers are counted, the latest that any of you gave stands for all of you. You go on answering for yourselves, and the buying team reads every word."
}

// tellLinked tells each of them that it counts as one voice with others, or for itself
// again.
func (t *turn) tellLinked(f engagement.OrganisationsLinked) {
	for _, id := range f.Organisations {
		o, _ := t.state.Organisation(id)
		m := bot.Message{Key: fmt.Sprintf("linked:%d:%s", len(t.state.Linkings()), id), Class: bot.Notice, To: t.hears(o), Title: "You count as one voice with others"}
		m.Blocks = []bot.Block{
			bot.Say(t.oneVoiceSaid(f.Why)),
			bot.Say("Nothing is held against you for it. If it is wrong, please say so: the buying team looks at it again."),
			buttons(opens("That is wrong", actionDispute, "", disputeTyped)),
		}
		if !f.On {
			m.Title, m.Blocks = "You count for yourselves again", []bot.Block{bot.Say("Where answers are counted, yours stand for you alone again, and not for others as well. There is nothing that you need to do.")}
		}
		if len(m.To) > 0 {
			t.post(m)
		}
	}
}

// dispute takes "not one voice: we were sold in May".
func (t *turn) dispute(l line) {
	if why := strings.TrimLeft(l.words(), ": "); why != "" {
		t.takeDispute(oneLine(why), func(r *engagement.Refusal) { t.refuseKeeping(r, l.words()) })
		return
	}
	t.note(bot.Say("What is wrong about it? Write for example **" + disputeTyped + "**."))
}

func (t *turn) takeDispute(why string, no func(*engagement.Refusal)) {
	facts, refusal := t.state.Dispute(engagement.LinkDisputed{Organisation: t.org.ID, Person: t.person(), Why: why})
	switch {
	case refusal != nil && refusal.Code == engagement.NotLinked:
		t.note(bot.Say("**" + plain(t.org.Name) + "** is counted for itself, so there is nothing to put right."))
	case refusal != nil:
		no(refusal)
	case len(facts) == 0:
		t.note(bot.Say("The buying team has that already."))
	case t.take(facts, nil):
		t.reply("", bot.Say("Thank you for saying so. The buying team has it, and looks at it again. You read here if it is changed."))
		t.tell(t.key("dispute"), "A supplier says that it is not one with others",
			bot.Say("**"+plain(t.org.Name)+"** says that it should not count as one with others. **linked** shows what it says. The counts stay as they are until you decide."),
			buttons(view("Who is counted once", "linked"), press("Count each for itself", "not linked "+oneLine(t.org.Name))))
	}
}

func (t *turn) openDispute() {
	t.showForm(bot.Form{
		Action: actionDispute, Title: "Not one voice", Submit: "Send", Typed: disputeTyped,
		Blocks: []bot.Block{bot.Say("The buying team reads it, and those who check its work. Other suppliers don't.")},
		Fields: []bot.Field{{Name: fieldReason, Kind: bot.Words, Label: "What is wrong about it?", Value: t.filled(fieldReason, ""), Required: true, Max: engagement.MostReason}},
	})
}

func (t *turn) sendDispute() {
	if t.entered(fieldReason) == "" {
		t.wrongIn(fieldReason, "Please say what is wrong about it.")
		return
	}
	t.takeDispute(oneLine(t.entered(fieldReason)), func(r *engagement.Refusal) {
		t.refuseIn(r, map[engagement.Field]string{engagement.FieldReason: fieldReason})
	})
}

// linkedApart names the sections of which those who are counted once say different
// things; empty: none.
func (t *turn) linkedApart(l engagement.OrganisationsLinked) string {
	var apart []string
	for _, s := range t.state.Sections() {
		var said []engagement.Stance
		for _, r := range t.state.Responses(s.ID) {
			if !r.IsUser() && slices.Contains(l.Organisations, r.Organisation) && !slices.Contains(said, r.Stance) {
				said = append(said, r.Stance)
			}
		}
		if len(said) > 1 {
			apart = append(apart, itoa(s.ID))
		}
	}
	if len(apart) == 0 {
		return ""
	}
	return " They differ on " + series(apart) + ": the later answer is counted, and **show " + apart[0] + "** has both."
}

// linkedMore is what waits for a second person, and what suppliers say against being
// counted once.
func (t *turn) linkedMore() []bot.Block {
	var blocks []bot.Block
	for _, w := range t.state.LinksWanted() {
		names := series(t.organisationsCalled(w.Organisations))
		blocks = append(blocks,
			bot.Say("**Waits for a second person:** "+named(w.By)+" would count "+names+" once ("+plain(w.Why)+")."),
			buttons(press("I agree: count them once", "linked "+unmarked(names)+": "+w.Why), press("No", "not linked "+unmarked(names))),
		)
	}
	for _, d := range t.state.Disputes() {
		if !slices.ContainsFunc(t.state.Linked(), func(l engagement.OrganisationsLinked) bool { return slices.Contains(l.Organisations, d.Organisation) }) {
			continue // it is put right; the file has it
		}
		blocks = append(blocks, bot.Say("**"+plain(t.organisationNamed(d.Organisation))+"** said on "+t.moment(d.At, t.now)+" that it should not be counted once with others: “"+plain(d.Why)+"”"))
	}
	return blocks
}

// fileLinked is who was counted once, by whom and why, and what they said to it; nil:
// nobody ever was.
func (t *turn) fileLinked(whole bool) []bot.Block {
	table := &bot.Table{Head: []string{"When", "Who", "What", "Who decided", "Why"}}
	for _, l := range t.state.Linkings() {
		what := "counted once, and told so"
		if !l.On {
			what = "counted each for itself again, and told so"
		}
		table.Rows = append(table.Rows, []string{t.moment(l.At, t.now), cell(unmarked(series(t.organisationsCalled(l.Organisations)))), what, t.whoCounts(l.OrganisationsLinked, l.At), cell(orDash(l.Why))})
	}
	for _, d := range t.state.Disputes() {
		table.Rows = append(table.Rows, []string{t.moment(d.At, t.now), cell(t.organisationNamed(d.Organisation)), "said that it should not be", named(d.Person), cell(d.Why)})
	}
	if len(table.Rows) == 0 {
		return nil
	}
	return []bot.Block{bot.Say("**Suppliers that were counted as one voice**"), fileRows(table, whole)}
}

func orDash(text string) string {
	if text == "" {
		return "–"
	}
	return text
}
