package conversations

import (
	"slices"
	"strings"

	"soundings/bot"
	"soundings/engagement"
)

// The fields of the last questions. Add, never change.
const (
	fieldWorking = "working"
	fieldNeeds   = "needs"
	fieldPartner = "partner"
	fieldShow    = "show"
	fieldBid     = "bid"
	fieldReason  = "reason"

	tickShow = "show"
)

// lastIntro offers the last questions.
const lastIntro = "There are four last questions, on all of it. Answer those that you like; the buying team alone reads them."

// The last questions, as people read them.
const (
	askWorking = "How would you want to work with us in the first six months?"
	askNeeds   = "What do you need to know from us to bid, that only the current provider knows?"
	askPartner = "Would you do this alone, with a partner, or as a partner?"
	askBid     = "As it stands, would you bid?"
	needsHint  = "The team may answer it to everybody, in words of its own and without your name."
)

// likelihoodWord is how it is said whether somebody would bid.
func likelihoodWord(l engagement.Likelihood) string {
	switch l {
	case engagement.BidLikely:
		return "likely"
	case engagement.BidDepends:
		return "it depends"
	case engagement.BidUnlikely:
		return "unlikely"
	case engagement.BidNo:
		return "no"
	case engagement.BidUnsaid:
	}
	return "not said"
}

func partnerWord(p engagement.Partnering) string {
	switch p {
	case engagement.PartnerAlone:
		return "alone"
	case engagement.PartnerLeads:
		return "with a partner"
	case engagement.PartnerJoins:
		return "as a partner"
	case engagement.PartnerUnknown:
	}
	return "not said"
}

// lastWanted says whether the last questions are still to be offered: every
// section has an answer, and nothing was said to them.
func (t *turn) lastWanted() bool {
	if t.org.Users || t.mayAnswer() != nil {
		return false
	}
	_, said := t.state.LastWordsOf(t.org.ID)
	_, todo := t.todo(t.org, 0, t.person())
	return !said && !todo
}

// nextOrLast offers what comes next: the next section or, once, the last
// questions.
func (t *turn) nextOrLast(after int) []bot.Block {
	if next := t.nextButtons(after); next != nil || !t.lastWanted() || t.lastAsked() {
		return next
	}
	t.remember(kindAsked, asked{Organisation: t.org.ID, What: askedLast})
	return []bot.Block{bot.Say(lastIntro), buttons(view("Last questions", "last questions"))}
}

func (t *turn) lastAsked() bool {
	return t.talk.asked[asked{Organisation: t.org.ID, What: askedLast}].Times > 0
}

// lastQuestions shows them, with what was said so far and how to answer.
func (t *turn) lastQuestions(line) {
	if t.org.Users {
		t.note(bot.Say("There are no more questions. You have said all that was asked, thank you."))
		return
	}
	if refusal := t.mayAnswer(); refusal != nil {
		t.refuse(refusal)
		return
	}
	said, _ := t.state.LastWordsOf(t.org.ID)
	t.noteTitled("Four last questions",
		bot.Say("All optional, in any order, and for the buying team alone: other suppliers never see the answers, not even as a number, but for your name beside 3 if you let it be shown. None of them is a promise."),
		bot.Say(strings.Join([]string{
			"1. " + askWorking + soFar(said.Working) + " Write **working together: your words**",
			"2. " + askNeeds + soFar(said.Needs) + " Write **need to know: your words**",
			"3. " + askPartner + soFar(partnerSoFar(said.ClosingAnswered)) + " Write **partner: alone**, **partner: with a partner** or **partner: as a partner**",
			"4. **" + askBid + "**" + soFar(bidSoFar(said.ClosingAnswered)) + " Write **would bid: likely**, **depends**, **unlikely** or **no**, and the first reason behind it",
		}, "\n")),
		buttons(opens("Answer them here", actionLast, "", "would bid: depends, your reason")),
	)
}

// soFar shows what was said already.
func soFar(said string) string {
	if said == "" {
		return ""
	}
	return " *So far: " + plain(said) + ".*"
}

func partnerSoFar(f engagement.ClosingAnswered) string {
	if f.Partner == engagement.PartnerUnknown {
		return ""
	}
	text := partnerWord(f.Partner)
	if f.ShowName {
		text += ", and your name may be shown to others who say the same"
	}
	return text
}

func bidSoFar(f engagement.ClosingAnswered) string {
	if f.Bid == engagement.BidUnsaid {
		return ""
	}
	text := likelihoodWord(f.Bid)
	if f.Reason != "" {
		text += ": " + strings.TrimRight(f.Reason, ".")
	}
	return text
}

// saysLast changes what was said to the last questions, and records it. More stands
// behind who reads it.
func (t *turn) saysLast(l line, what, example string, change func(*engagement.ClosingAnswered, line) bool, more ...string) {
	said, _ := t.state.LastWordsOf(t.org.ID)
	f := said.ClosingAnswered
	f.Organisation, f.Person = t.org.ID, t.person()
	if l.empty() || !change(&f, l) {
		t.note(bot.Say("I couldn't read that, so nothing was recorded. Write for example **" + example + "**."))
		return
	}
	facts, refusal := t.state.SayLast(t.now, f)
	if refusal != nil {
		t.refuseKeeping(refusal, l.words())
		return
	}
	if !t.take(facts, nil) {
		return
	}
	if len(facts) == 0 {
		t.note(bot.Say("That is recorded already."))
		return
	}
	blocks := []bot.Block{bot.Say("Noted for " + plain(t.org.Name) + ", on " + what + ". " + strings.Join(append([]string{t.whoReadsLast()}, more...), " ") + " It binds you to nothing."), bot.Aside("**last questions** shows all four, and what you have said.")}
	t.reply("", append(blocks, t.onList()...)...)
}

func (t *turn) sayWorking(l line) {
	t.saysLast(l, "how to work together", "working together: a call every week", func(f *engagement.ClosingAnswered, l line) bool {
		f.Working = l.words()
		return true
	})
}

func (t *turn) sayNeeds(l line) {
	t.saysLast(l, "what you need to know", "need to know: how many staff transfer", func(f *engagement.ClosingAnswered, l line) bool {
		f.Needs = l.words()
		return true
	}, needsHint)
}

func (t *turn) sayPartner(l line) {
	t.saysLast(l, "how you would take part", "partner: with a partner", func(f *engagement.ClosingAnswered, l line) bool {
		rest, shows := l.cutSuffix("show our name", "you may show our name", "our name may be shown", "please show our name")
		switch {
		case rest.is("alone", "on our own", "by ourselves"):
			f.Partner = engagement.PartnerAlone
		case rest.is("with a partner", "with partner", "with partners", "with", "lead", "we would lead"):
			f.Partner = engagement.PartnerLeads
		case rest.is("as a partner", "as partner", "as", "as somebody's partner", "join", "subcontractor", "as a subcontractor"):
			f.Partner = engagement.PartnerJoins
		default:
			return false
		}
		f.ShowName = f.ShowName || shows // only leaving takes a name off the list
		return true
	})
}

// cutSuffix drops one of the phrases from the end, with what sets it off.
func (l line) cutSuffix(phrases ...string) (line, bool) {
	for _, phrase := range phrases {
		if rest, ok := strings.CutSuffix(strings.TrimRight(l.norm, " ."), phrase); ok {
			return fold(strings.TrimRight(rest, " ,;:.-")), true
		}
	}
	return l, false
}

func (t *turn) sayBid(l line) {
	t.saysLast(l, "whether you would bid", "would bid: depends, the payment terms", func(f *engagement.ClosingAnswered, l line) bool {
		for _, answer := range []struct {
			bid   engagement.Likelihood
			typed []string
		}{
			{engagement.BidLikely, []string{"likely", "yes", "probably", "very likely"}},
			{engagement.BidDepends, []string{"it depends", "depends", "it depends on", "depends on", "maybe", "perhaps"}},
			{engagement.BidUnlikely, []string{"unlikely", "not likely", "probably not"}},
			{engagement.BidNo, []string{"no", "not", "never"}},
		} {
			if rest, ok := l.cutAny(answer.typed...); ok {
				f.Bid, f.Reason = answer.bid, rest.words()
				return true
			}
		}
		return false
	})
}

// openLast opens the last questions as a form.
func (t *turn) openLast() {
	if t.org.Users {
		t.tooOld()
		return
	}
	if refusal := t.mayAnswer(); refusal != nil {
		t.refuse(refusal)
		return
	}
	said, _ := t.state.LastWordsOf(t.org.ID)
	f := said.ClosingAnswered
	if t.ev.Action == actionLast && len(t.ev.Fields) > 0 {
		f = t.lastIn()
	}
	show := ""
	if f.ShowName {
		show = tickShow
	}
	var bids []bot.Option
	for _, l := range engagement.Likelihoods() {
		bids = append(bids, bot.Option{Value: string(l), Label: upperFirst(likelihoodWord(l))})
	}
	fields := []bot.Field{
		{Name: fieldWorking, Kind: bot.Words, Label: askWorking, Value: f.Working, Max: engagement.MostQuestion},
		{Name: fieldNeeds, Kind: bot.Words, Label: askNeeds, Value: f.Needs, Max: engagement.MostQuestion, Hint: needsHint},
		{Name: fieldPartner, Kind: bot.Choice, Label: askPartner, Value: string(f.Partner), Options: []bot.Option{
			{Value: string(engagement.PartnerAlone), Label: "Alone"},
			{Value: string(engagement.PartnerLeads), Label: "With a partner"},
			{Value: string(engagement.PartnerJoins), Label: "As a partner"},
		}},
		{Name: fieldShow, Kind: bot.Ticks, Label: "Looking for partners?", Value: show, Options: []bot.Option{
			{Value: tickShow, Label: "Show our name to others who also tick this box"},
		}},
		{Name: fieldBid, Kind: bot.Choice, Label: askBid, Value: string(f.Bid), Options: bids, Hint: "Never shown to other suppliers, not even as a number. Not a promise."},
		{Name: fieldReason, Kind: bot.Line, Label: "The first reason", Value: f.Reason, Max: engagement.MostReason},
	}
	if t.state.Dialogued() {
		fields = slices.DeleteFunc(fields, func(f bot.Field) bool { return f.Name == fieldShow })
	}
	t.tx.Answer(bot.Answer{Form: &bot.Form{
		Action: actionLast, Title: "Last questions", Submit: "Save", Typed: "would bid: depends, your reason",
		Blocks: []bot.Block{bot.Say("All optional, and for the buying team alone. None of them is a promise.")},
		Fields: fields,
	}})
}

func (t *turn) lastIn() engagement.ClosingAnswered {
	text := func(field string) string { return strings.TrimFunc(t.ev.Fields[field], blank) }
	shows := t.boxes(fieldShow)[tickShow]
	if said, _ := t.state.LastWordsOf(t.org.ID); t.state.Dialogued() { // not asked any more
		shows = said.ShowName
	}
	return engagement.ClosingAnswered{
		Organisation: t.org.ID, Person: t.person(), Working: text(fieldWorking), Needs: text(fieldNeeds),
		Partner: engagement.Partnering(t.ev.Fields[fieldPartner]), ShowName: shows,
		Bid: engagement.Likelihood(t.ev.Fields[fieldBid]), Reason: text(fieldReason),
	}
}

func (t *turn) sendLast() {
	facts, refusal := t.state.SayLast(t.now, t.lastIn())
	if refusal != nil {
		if field := map[engagement.Field]string{
			engagement.FieldWorking: fieldWorking, engagement.FieldNeeds: fieldNeeds, engagement.FieldPartner: fieldPartner,
			engagement.FieldBid: fieldBid, engagement.FieldReason: fieldReason,
		}[refusal.Field]; field != "" {
			t.wrong(field, refusal)
			return
		}
		t.refuse(refusal)
		return
	}
	if t.take(facts, nil) {
		blocks := append([]bot.Block{bot.Say("Saved for " + plain(t.org.Name) + ". " + t.whoReadsLast() + " You can change it " + t.untilWords() + ".")}, t.onList()...)
		t.note(append(blocks, buttons(view("Back to the list", "sections")))...)
	}
}

// lastSaid shows what was said to the last questions.
func (t *turn) lastSaid() []bot.Block {
	said, ok := t.state.LastWordsOf(t.org.ID)
	if !ok || t.org.Users {
		return nil
	}
	var lines []string
	for _, q := range []struct{ asked, said string }{
		{askWorking, said.Working},
		{askNeeds, said.Needs},
		{askPartner, partnerSoFar(said.ClosingAnswered)},
		{askBid, bidSoFar(said.ClosingAnswered)},
	} {
		if q.said != "" {
			lines = append(lines, "- "+q.asked+" *"+plain(q.said)+"*")
		}
	}
	if lines == nil {
		return nil
	}
	return []bot.Block{bot.Say("**Your last words** (" + named(said.Person) + ", " + said.At.In(t.zone()).Format("2 January") + "; the buying team alone reads them)\n\n" + strings.Join(lines, "\n"))}
}

// untilWords is until when something can be changed, within a sentence.
func (t *turn) untilWords() string { return "until " + t.until() }
