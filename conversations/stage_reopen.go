package conversations

import (
	"strings"
	"time"

	"soundings/bot"
	"soundings/engagement"
)

// reopen takes views again: "reopen until 14 July 17:00: why".
func (t *turn) reopen(l line) {
	closing, why := t.state.About().Closing, l.words()
	if rest, ok := l.cutAny("until", "till"); ok {
		when, words, _ := strings.Cut(rest.words()+" ", ": ")
		at, read := readMoment(when, t.now, t.zone())
		if !read {
			t.note(bot.Say("I could not read a day in that. Write for example **reopen until 14 July 17:00: two firms were away**. Nothing was changed."), buttons(opens("Fill in a form", actionReopen, "", "reopen until 14 July: why")))
			return
		}
		closing, why = at, strings.TrimSpace(words)
	}
	if l.empty() || why == "" && t.mayReopenNow() == nil {
		t.note(bot.Say("Until when, and why? Everybody reads the reason. Write for example **reopen until 14 July 17:00: two firms were away**."), buttons(opens("Fill in a form", actionReopen, "", "reopen until 14 July: why")))
		return
	}
	t.wantReopening(closing, why, func(r *engagement.Refusal) { t.refuse(r) })
}

// mayReopenNow says whether it could be reopened at all.
func (t *turn) mayReopenNow() *engagement.Refusal {
	_, refusal := t.state.Reopen(t.now, engagement.ReopeningWanted{Closing: t.now.Add(time.Hour), By: t.person()}, "x")
	return refusal
}

func (t *turn) wantReopening(closing time.Time, why string, no func(*engagement.Refusal)) {
	facts, refusal := t.state.Reopen(t.now, engagement.ReopeningWanted{Closing: closing, By: t.person()}, why)
	switch {
	case refusal != nil && (refusal.Code == engagement.ClosingPassed || refusal.Code == engagement.NoClosing):
		t.note(bot.Say("Until when? The closing time of before is past. Write for example **reopen until 14 July 17:00: " + plain(firstWords(why, 60)) + "**. Nothing was changed."))
	case refusal != nil:
		no(refusal)
	case len(facts) == 0:
		t.asBefore("That is what waits to go to everybody already.")
	case t.take(facts, nil):
		t.offerFirst(facts)
	}
}

// openReopen asks until when and why.
func (t *turn) openReopen() {
	if refusal := t.mayReopenNow(); refusal != nil {
		t.refuse(refusal)
		return
	}
	day, hour, why := "", "17:00", ""
	if r, ok := t.state.Release(strings.ToUpper(t.ev.Value)); ok && r.Of == engagement.Reopenings {
		f, _ := t.state.ReopeningOf(r.ID)
		at := f.Closing.In(t.zone())
		day, hour, why = at.Format(time.DateOnly), at.Format("15:04"), r.Text
	}
	t.showForm(bot.Form{
		Action: actionReopen, Value: t.ev.Value, Title: "Reopen", Submit: "Show me how it reads", Typed: "reopen until 14 July: why",
		Blocks: []bot.Block{bot.Say("Views are taken again, from everybody who was asked. It is a decision on the record, and everybody is told why.")},
		Fields: []bot.Field{
			{Name: fieldDay, Kind: bot.Date, Label: "Answers are taken until", Value: t.filled(fieldDay, day), Required: true},
			{Name: fieldTime, Kind: bot.Line, Label: "At", Hint: "For example 17:00 or 5pm. Time zone: " + t.zone().String() + ".", Value: t.filled(fieldTime, hour), Max: 20},
			{Name: fieldReason, Kind: bot.Words, Label: "Why", Hint: "Everybody reads it.", Value: t.filled(fieldReason, why), Required: true, Max: engagement.MostReason},
		},
	})
}

func (t *turn) sendReopen() {
	at, ok := readMoment(t.entry(fieldDay)+" "+t.entry(fieldTime), t.now, t.zone())
	switch {
	case !ok:
		t.wrongIn(fieldTime, "I could not read a day and a time in that. Write them for example as 14 July and 17:00.")
	case !at.After(t.now):
		t.wrongIn(fieldDay, "That is "+t.moment(at, t.now)+", which is already past.")
	case t.entered(fieldReason) == "":
		t.wrongIn(fieldReason, "Please say why: everybody reads it.")
	default:
		t.wantReopening(at, t.entered(fieldReason), func(r *engagement.Refusal) {
			t.refuseIn(r, map[engagement.Field]string{engagement.FieldReason: fieldReason})
		})
	}
}

// reopenedWords are what everybody reads.
func (d *Domain) reopenedWords(r engagement.Release) composed {
	f, ok := d.state.ReopeningOf(r.ID)
	if !ok {
		return composed{}
	}
	until := d.inFull(f.Closing)
	title := plain(d.state.About().Title)
	why := bot.Say("**Why:** " + plain(sentence(oneLine(r.Text))))
	return composed{
		Blocks: []bot.Block{
			bot.Say("**Views on " + title + " are taken again, until " + until + ".** That holds for everybody who was asked."), why,
			bot.Say("What you said before stands. You can change it, add to it, and ask."),
		},
		Plain: []bot.Block{
			bot.Say("**We are asking again what you think of " + title + ", until " + until + ".**"), why,
			bot.Say("What you said before stands. You can say more, or something else."),
		},
	}
}

// letIn lets everybody in again.
func (t *turn) letIn() {
	for _, o := range t.state.Organisations() {
		for _, a := range t.allRooms(o) {
			t.fail(t.tx.Link(a, true))
		}
		t.linkMail(o)
	}
	for _, table := range t.state.Tables() {
		if a, ok := t.address(table.Room); ok {
			t.fail(t.tx.Link(a, true))
		}
	}
}
