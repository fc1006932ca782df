package conversations

import (
	"strings"
	"time"

	"soundings/bot"
	"soundings/engagement"
)

// dueNotice is when the tender notice is due. The name stands in records: never
// change it.
const dueNotice = "notice"

// noticeHour is when a notice is due if only a day was named.
const noticeHour = " 09:00"

// readNoticeMoment reads when a notice is due.
func (t *turn) readNoticeMoment(text string) (time.Time, bool) {
	if at, ok := readMoment(text+noticeHour, t.now, t.zone()); ok {
		return at, true
	}
	return readMoment(text, t.now, t.zone())
}

// noticeOn says when the tender notice is due.
func (t *turn) noticeOn(l line) {
	if l.is("none", "off", "no date", "not known", "never") {
		t.planNotice(time.Time{}, func(r *engagement.Refusal) { t.refuse(r) })
		return
	}
	at, ok := t.readNoticeMoment(l.words())
	if !ok {
		t.note(bot.Say("I could not read a day and a time in that. Write for example **notice on 14 July 09:00**. Nothing was changed."), buttons(opens("Choose in a form", actionNoticeOn, "", "notice on 14 July 09:00")))
		return
	}
	t.planNotice(at, func(r *engagement.Refusal) { t.refuse(r) })
}

func (t *turn) planNotice(at time.Time, no func(*engagement.Refusal)) {
	if !at.IsZero() && !at.After(t.now) {
		no(&engagement.Refusal{Code: engagement.NoticePassed, At: at})
		return
	}
	facts, refusal := t.state.PlanNotice(t.now, engagement.NoticePlanned{At: at, By: t.person()})
	switch {
	case refusal != nil:
		no(refusal)
		return
	case len(facts) == 0:
		t.asBefore("That is what is planned already.")
		return
	case !t.take(facts, nil):
		return
	case at.IsZero():
		t.reply("", bot.Say("No date is set for the tender notice any more, and talking does not pause by itself."))
		return
	}
	when := t.moment(at, t.now)
	if stage := t.state.Stage(); stage != engagement.Talking && stage != engagement.Preparing {
		t.reply("", bot.Say("The tender notice is due on **"+when+"**. Nothing more is taken until then anyway; when it is out, write **notice** with its reference and its link."))
		return
	}
	blocks := []bot.Block{
		bot.Say("The tender notice is due on **" + when + "** (" + plain(t.zone().String()) + "). At that minute talking pauses by itself, and everybody reads:"),
		{Quote: &bot.Quote{Words: forNow}},
		bot.Say("That claims nothing. Once the notice is out, write **notice** with its reference and its link: that goes to everybody when you have read it."),
	}
	if closing := t.state.About().Closing; !closing.IsZero() && closing.Before(at) {
		blocks[0] = bot.Say("The tender notice is due on **" + when + "** (" + plain(t.zone().String()) + "). Suppliers are told that answers are taken until **" + t.moment(closing, t.now) + "**, and it closes by itself then. Only where that is moved to the time of the notice or later, talking pauses for it, and everybody reads:")
	}
	t.reply("", blocks...)
}

// whyNoticeTooEarly says how talking can pause for the notice before the time that
// suppliers are told.
func (t *turn) whyNoticeTooEarly(at time.Time) string {
	told := "**" + t.moment(t.state.About().Closing, t.now) + "**"
	closes := "**closes " + at.In(t.zone()).Format("2 January 15:04")
	if t.state.OpenedAt().IsZero() {
		return "Suppliers are to read that answers are taken until " + told + ", and talking pauses with the notice. Move that first, with " + closes + "**, or write **notice on** a later day."
	}
	return "Everybody was told that answers are taken until " + told + ", and talking pauses with the notice. " + t.movesBy(at) + " So tell them first, and why: " + closes + ": the tender notice is due then**. Or write **notice on** a later day."
}

// openNoticeOn asks when the notice is due.
func (t *turn) openNoticeOn() {
	day, hour := "", strings.TrimSpace(noticeHour)
	if at := t.state.Notice().Planned; !at.IsZero() {
		at = at.In(t.zone())
		day, hour = at.Format(time.DateOnly), at.Format("15:04")
	}
	t.showForm(bot.Form{
		Action: actionNoticeOn, Title: "When the notice is due", Submit: "Save", Typed: "notice on 14 July 09:00",
		Blocks: []bot.Block{bot.Say("At that minute talking pauses by itself. Everybody reads that no more is taken for now, and nothing else. It is not before the closing time that they were told: move that first, with why.")},
		Fields: []bot.Field{
			{Name: fieldDay, Kind: bot.Date, Label: "The tender notice is due on", Hint: "Leave it empty if nobody knows.", Value: t.filled(fieldDay, day)},
			{Name: fieldTime, Kind: bot.Line, Label: "At", Hint: "For example 09:00 or 9am. Time zone: " + t.zone().String() + ".", Value: t.filled(fieldTime, hour), Max: 20},
		},
	})
}

func (t *turn) sendNoticeOn() {
	day := t.entry(fieldDay)
	if day == "" {
		t.planNotice(time.Time{}, func(r *engagement.Refusal) { t.refuse(r) })
		return
	}
	at, ok := t.readNoticeMoment(day + " " + t.entry(fieldTime))
	if !ok {
		t.wrongIn(fieldTime, "I could not read a day and a time in that. Write them for example as 14 July and 09:00.")
		return
	}
	t.planNotice(at, func(r *engagement.Refusal) { t.wrongIn(fieldDay, t.why(r)) })
}

// noticeComes pauses talking at the time that was set.
func (t *turn) noticeComes() {
	facts := t.state.NoticeDue(t.now)
	if len(facts) == 0 || !t.take(facts, nil) {
		return
	}
	t.tellPaused()
	blocks := []bot.Block{
		bot.Say("The time that you set for the tender notice has come, so nothing more is taken on the draft. " + t.wereTold() + " They read that it has stopped for now, and nothing of a notice."),
		bot.Say("**Next:** once the notice is out, say where it stands. That goes to everybody when you have read it. If it is late, **notice on** sets another day and **reopen** takes views again."),
		buttons(opens("The notice is out", actionNotice, "", "notice 2025/S 000-041270 https://…"), view("What else can be done", "stage")),
	}
	blocks = append(blocks, t.stillWaiting()...)
	t.tell(t.key("paused:team"), "Paused: "+oneLine(t.state.About().Title), append(blocks, t.beforeTheNotice()...)...)
}

// tellPaused tells everybody that no more is taken for now.
func (t *turn) tellPaused() {
	for _, users := range []bool{false, true} {
		m := bot.Message{
			Key: t.key("paused"), Class: bot.Release, To: t.rooms(users), Title: oneLine(t.state.About().Title) + ": no more for now", Plain: users,
			Blocks: []bot.Block{bot.Say(forNow), bot.Aside("What you have said stays as it is. What you write here from now on is not passed on.")},
		}
		if users {
			m.Key += ":users"
			m.Blocks = []bot.Block{bot.Say("We have stopped asking for now. We will say here how it goes on."), bot.Say(t.helpNow())}
			t.keepTold(engagement.ReadUsers, m)
		} else {
			t.keepTold(engagement.ReadSuppliers, m)
		}
		t.post(m)
		if !users {
			m.Key += ":table"
			t.toTables(m)
		}
	}
	t.refreshLists()
}

// pause takes no more views, for a reason that everybody reads.
func (t *turn) pause(l line) {
	rest, now := l.cut("now")
	if !now {
		rest = l
	}
	if refusal := t.mayPause(); refusal != nil {
		t.refuse(refusal)
		return
	}
	if t.state.Stage() == engagement.Paused {
		t.note(bot.Say("It is paused already. **stage** shows what leads on."))
		return
	}
	if why := rest.words(); why != "" {
		t.wantPause(why, func(r *engagement.Refusal) { t.refuse(r) })
		return
	}
	t.askWhyPause()
}

func (t *turn) mayPause() *engagement.Refusal {
	_, refusal := t.state.Pause(t.person(), "")
	return refusal
}

// noticeOut says where the tender notice stands.
func (t *turn) noticeOut(l line) {
	if l.empty() {
		said := t.noticeWords()
		if said == "" {
			said = "not planned"
		}
		t.note(bot.Say("The tender notice: "+plain(said)+"."), bot.Aside("Write for example **notice on 14 July 09:00**, or once it is out **notice 2025/S 000-041270 https://…**."), buttons(t.stageRow()...))
		return
	}
	if rest, ok := l.cutAny("published", "is published", "was published"); ok {
		t.whichNotice(rest)
		return
	}
	if at, ok := t.readNoticeMoment(l.words()); ok {
		t.planNotice(at, func(r *engagement.Refusal) { t.refuse(r) }) // "notice 14 July 09:00"
		return
	}
	r, words, problem := readReference(l.words())
	if problem == "" && r.link == "" {
		problem = "The link is missing: everybody should find the notice with one press. Write for example **notice 2025/S 000-041270 https://www.find-tender.service.gov.uk/Notice/…**"
	}
	if problem != "" {
		t.note(bot.Say(problem), bot.Aside("Nothing was sent."))
		return
	}
	t.giveNotice(r, upperFirst(words), func(r *engagement.Refusal) { t.refuse(r) })
}

func (t *turn) giveNotice(ref reference, words string, no func(*engagement.Refusal)) {
	facts, refusal := t.state.GiveNotice(engagement.NoticeGiven{Reference: ref.number, Link: ref.link, By: t.person()}, words)
	switch {
	case refusal != nil:
		no(refusal)
	case len(facts) == 0:
		t.asBefore("That is what waits to go to everybody already.")
	case t.take(facts, nil):
		t.offerFirst(facts)
	}
}

// offerFirst shows the release that the first of these facts makes, or edits.
func (t *turn) offerFirst(facts []engagement.Fact) {
	var id string
	switch f := facts[0].(type) {
	case engagement.ReleaseMade:
		id = f.ID
	case engagement.ReleaseEdited:
		id = f.ID
	}
	if r, ok := t.state.Release(id); ok {
		t.offerRelease(r, "")
	}
}

// openNotice asks where the notice stands.
func (t *turn) openNotice() {
	var known engagement.NoticeGiven
	words := ""
	if r, ok := t.state.Release(strings.ToUpper(t.ev.Value)); ok && r.Of == engagement.Notices {
		known, _ = t.state.NoticeOf(r.ID)
		words = r.Text
	}
	t.showForm(bot.Form{
		Action: actionNotice, Value: t.ev.Value, Title: "The notice is out", Submit: "Show me how it reads", Typed: "notice 2025/S 000-041270 https://…",
		Blocks: []bot.Block{bot.Say("Nothing goes out before you have read it as everybody will.")},
		Fields: []bot.Field{
			{Name: fieldReference, Kind: bot.Line, Label: "Reference", Hint: "For example 2025/S 000-041270.", Value: t.filled(fieldReference, known.Reference), Required: true, Max: engagement.MostReference},
			{Name: fieldLink, Kind: bot.Line, Label: "Link", Hint: "As your browser shows it, with https://.", Value: t.filled(fieldLink, known.Link), Required: true, Max: engagement.MostLink},
			{Name: fieldText, Kind: bot.Words, Label: "What else they should know", Hint: "For example until when the portal takes questions. You may leave it empty.", Value: t.filled(fieldText, words), Max: engagement.MostNews},
		},
	})
}

func (t *turn) sendNotice() {
	ref := reference{t.entry(fieldReference), t.entry(fieldLink)}
	if problem := badReference(ref.number); problem != "" {
		t.wrongIn(fieldReference, problem)
		return
	}
	if problem := badLink(ref.link); problem != "" {
		t.wrongIn(fieldLink, problem)
		return
	}
	t.giveNotice(ref, t.entered(fieldText), func(r *engagement.Refusal) {
		t.refuseIn(r, map[engagement.Field]string{engagement.FieldReference: fieldReference, engagement.FieldLink: fieldLink, engagement.FieldNews: fieldText})
	})
}

// noticeOutWords are what everybody reads once the notice is out.
func (d *Domain) noticeOutWords(r engagement.Release) composed {
	n, ok := d.state.NoticeOf(r.ID)
	if !ok {
		return composed{}
	}
	where := bot.Block{Facts: []bot.Pair{{Label: "Reference", Value: oneLine(n.Reference)}, {Label: "Where", Value: n.Link}}}
	blocks := []bot.Block{
		bot.Say("**The formal procurement has begun.** From now on every question goes through it, so that all bidders get the same answers. Nothing more is taken here on the draft."),
		where,
	}
	blocks = append(append(blocks, specification(r.Text)...), d.unanswered()...)
	blocks = append(blocks, bot.Aside("It is the same for everybody: having taken part here earns no advantage in it, and not having done so no disadvantage."))
	plainly := []bot.Block{
		bot.Say("The search for a firm to run the service has begun. That has rules of its own, so nothing more is taken here."),
		bot.Say("Everything that you said stays with the team that plans the service."),
	}
	return composed{Blocks: blocks, Plain: plainly}
}
