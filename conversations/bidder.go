package conversations

import (
	"slices"
	"strings"

	"soundings/bot"
	"soundings/engagement"
)

// While a dialogue goes on somebody can be admitted late, for instance after a review,
// or be taken out, having withdrawn or been excluded. It is read first and agreed to
// like all that goes out, and told to that one alone.

const (
	admitTyped   = "admit Foxglove, large firm: why"
	takeOutTyped = "take out Tidewell: why"
)

// The forms of the two. Stored: never change them.
const (
	actionAdmit   = "admit"
	actionTakeOut = "take-out"
)

func bidderCommands() []command {
	return []command{
		{
			names: []string{"admit", "admit bidder", "admit late"}, usage: admitTyped, takes: takesText, group: "Run", run: (*turn).admit,
			help: "in a dialogue, admit one more bidder, in a new room, with all that the others had",
			more: "One that you asked before is named alone: **admit Kindred: the review found for it**. Why stays on the record. You read first what it will, and nobody else is told.",
		},
		{
			names: []string{"take out", "take bidder out", "exclude"}, usage: takeOutTyped, takes: takesText, group: "Run", run: (*turn).takeOut,
			help: "in a dialogue, take a bidder out that withdrew or was excluded; it alone reads why",
			more: "You read it first as it will. Its room then only shows what stands in it, and what it said stays with you. **admit Tidewell: why** lets it in again.",
		},
	}
}

func bidderForms() []form {
	return []form{
		{actionAdmit, (*turn).openAdmit, (*turn).sendAdmit},
		{actionTakeOut, (*turn).openTakeOut, (*turn).sendTakeOut},
	}
}

// bidderRow is what can be done about bidders while a dialogue goes on.
func (t *turn) bidderRow() []bot.Button {
	if t.state.May(engagement.DoBidders) != nil {
		return nil
	}
	return []bot.Button{opens("Admit a bidder", actionAdmit, "", admitTyped), opens("Take a bidder out", actionTakeOut, "", takeOutTyped)}
}

// admit takes "admit Foxglove, large firm, office@foxglove.example: why".
func (t *turn) admit(l line) {
	if refusal := t.state.May(engagement.DoBidders); refusal != nil {
		t.refuse(refusal)
		return
	}
	who, why, _ := strings.Cut(l.words(), ": ")
	if l.empty() || strings.TrimSpace(why) == "" {
		t.note(
			bot.Say("Who is admitted, and why? The reason stays on the record. Write for example **admit Kindred: the review found for it**. One that was not asked before needs its kind, and a mail address if you have one: **admit Foxglove, large firm, office@foxglove.example: it was let in late**."),
			buttons(opens("Fill in a form", actionAdmit, "", admitTyped)), bot.Aside("Nothing was changed."),
		)
		return
	}
	f, problem := t.bidderNamed(who)
	if problem != "" {
		t.note(bot.Say(problem), bot.Aside("Nothing was changed, and nobody has read anything."))
		return
	}
	t.wantBidder(f, why, func(r *engagement.Refusal) { t.refuse(r) })
}

// bidderNamed reads who is to be admitted: somebody who was asked, or a line as it
// invites.
func (t *turn) bidderNamed(text string) (f engagement.BidderWanted, problem string) {
	f = engagement.BidderWanted{In: true, By: t.person()}
	if o, ok := t.organisationCalled(text); ok {
		f.Organisation = o.ID
		return f, t.noBidderYet(o)
	}
	i, problem := readInvitation(text, "")
	if o, ok := t.organisationCalled(i.name); ok {
		f.Organisation = o.ID
		return f, t.noBidderYet(o)
	}
	if i.kind == "" {
		return f, "I know no organisation called **" + plain(oneLine(text)) + "** here. One that was not asked before needs its kind: **admit " + plain(oneLine(text)) + ", large firm, their mail address: why**."
	}
	f.Newcomer = engagement.Newcomer{Name: i.name, OfKind: i.kind, Current: i.current, Contacts: i.people}
	return f, problem
}

// noBidderYet says why an organisation can't be admitted; empty: it can.
func (t *turn) noBidderYet(o engagement.Organisation) string {
	switch {
	case o.Users:
		return "**" + plain(o.Name) + "** is a group of people who use services, and no bidder."
	case t.state.Admitted(o.ID):
		return "**" + plain(o.Name) + "** is admitted already."
	}
	return ""
}

// takeOut takes "take out Tidewell: why". Before suppliers are in, that is how one is
// removed.
func (t *turn) takeOut(l line) {
	if t.state.Stage() == engagement.Preparing {
		t.remove(l)
		return
	}
	if refusal := t.state.May(engagement.DoBidders); refusal != nil {
		t.refuse(refusal)
		return
	}
	who, why, _ := strings.Cut(l.words(), ": ")
	o, known := t.organisationCalled(who)
	switch {
	case l.empty() || known && strings.TrimSpace(why) == "":
		t.note(
			bot.Say("Who is taken out of the dialogue, and why? It reads the reason, and nobody else outside this team does. Write for example **take out Tidewell: you told us that you withdraw**."),
			buttons(opens("Fill in a form", actionTakeOut, "", takeOutTyped)), bot.Aside("Nothing was changed."),
		)
	case !known:
		t.noSuchOrganisation(who)
	case !t.state.Admitted(o.ID):
		t.note(bot.Say("**"+plain(o.Name)+"** is not in the dialogue, so nothing was changed. **stage** shows who is."), buttons(view("Stage", "stage")))
	default:
		t.wantBidder(engagement.BidderWanted{Organisation: o.ID, By: t.person()}, why, func(r *engagement.Refusal) { t.refuse(r) })
	}
}

// wantBidder puts it forward, and shows what the one whom it concerns will read.
func (t *turn) wantBidder(f engagement.BidderWanted, why string, no func(*engagement.Refusal)) {
	if t.leftToOthers(append(t.calledAs(f.Organisation), f.Newcomer.Name)...) {
		return
	}
	facts, refusal := t.state.WantBidder(f, strings.TrimSpace(why))
	switch {
	case refusal != nil:
		no(refusal)
	case len(facts) == 0:
		t.asBefore("That is what waits already.")
	case t.take(facts, nil):
		t.offerFirst(facts)
	}
}

// bidderOptions are those of the suppliers that are in the dialogue, or are not.
func (t *turn) bidderOptions(in bool) []bot.Option {
	var options []bot.Option
	for _, o := range t.state.Organisations() {
		if !o.Users && t.state.Admitted(o.ID) == in {
			options = append(options, bot.Option{Value: o.ID, Label: oneLine(o.Name)})
		}
	}
	return options
}

// bidderIn is what the form is about, if it edits what waits, and the reason so far.
func (t *turn) bidderIn() (engagement.BidderWanted, string) {
	if r, ok := t.state.Release(strings.ToUpper(t.ev.Value)); ok && r.Of == engagement.Bidders {
		f, _ := t.state.BidderOf(r.ID)
		return f, r.Text
	}
	return engagement.BidderWanted{}, ""
}

func (t *turn) openAdmit() {
	if refusal := t.state.May(engagement.DoBidders); refusal != nil {
		t.refuse(refusal)
		return
	}
	f, why := t.bidderIn()
	var fields []bot.Field
	if options := t.bidderOptions(false); len(options) > 0 {
		fields = append(fields, bot.Field{Name: fieldAdmitted, Kind: bot.Choice, Label: "Of those you asked", Options: options, Value: t.filled(fieldAdmitted, f.Organisation)})
	}
	t.showForm(bot.Form{
		Action: actionAdmit, Value: t.ev.Value, Title: "Admit a bidder", Submit: "Show me how it reads", Typed: admitTyped,
		Blocks: []bot.Block{bot.Say("It gets a new room, and in it what the others have had. Nobody else is told, and nothing happens before you have read what it will.")},
		Fields: append(fields,
			bot.Field{Name: fieldNew, Kind: bot.Line, Label: "Or one that was not asked before", Hint: "Name, kind, mail address.", Value: t.filled(fieldNew, newcomerLine(f.Newcomer))},
			bot.Field{Name: fieldReason, Kind: bot.Words, Label: "Why", Hint: "It stays on the record; the bidder does not read it.", Value: t.filled(fieldReason, why), Required: true, Max: engagement.MostReason},
		),
	})
}

// newcomerLine is somebody who was not asked before, as typed.
func newcomerLine(c engagement.Newcomer) string {
	if c.Name == "" {
		return ""
	}
	parts := []string{c.Name, kindWord(c.OfKind)}
	for _, p := range c.Contacts {
		parts = append(parts, named(p))
	}
	return strings.Join(parts, ", ")
}

func (t *turn) sendAdmit() {
	f, field := engagement.BidderWanted{In: true, Organisation: t.entry(fieldAdmitted), By: t.person()}, fieldAdmitted
	if text := t.entry(fieldNew); text != "" {
		named, problem := t.bidderNamed(text)
		if problem != "" {
			t.wrongIn(fieldNew, problem)
			return
		}
		if f.Organisation != "" && named.Organisation != f.Organisation {
			t.wrongIn(fieldNew, "Please choose one, or write one: each is admitted by itself.")
			return
		}
		f, field = named, fieldNew
	}
	if f.Organisation == "" && f.Newcomer.Name == "" {
		t.wrongIn(fieldNew, "Please say who is admitted.")
		return
	}
	t.sendBidder(f, field)
}

func (t *turn) openTakeOut() {
	if refusal := t.state.May(engagement.DoBidders); refusal != nil {
		t.refuse(refusal)
		return
	}
	options := t.bidderOptions(true)
	if len(options) == 0 {
		t.note(bot.Say("Nobody is in the dialogue any more, so there is nobody to take out."))
		return
	}
	f, why := t.bidderIn()
	t.showForm(bot.Form{
		Action: actionTakeOut, Value: t.ev.Value, Title: "Take a bidder out", Submit: "Show me how it reads", Typed: takeOutTyped,
		Blocks: []bot.Block{bot.Say("Its room then only shows what stands in it. Nobody else is told, and nothing happens before you have read what it will.")},
		Fields: []bot.Field{
			{Name: fieldAdmitted, Kind: bot.Choice, Label: "Who", Options: options, Value: t.filled(fieldAdmitted, f.Organisation), Required: true},
			{Name: fieldReason, Kind: bot.Words, Label: "Why", Hint: "It reads this, so write it to them: you told us that you withdraw.", Value: t.filled(fieldReason, why), Required: true, Max: engagement.MostReason},
		},
	})
}

func (t *turn) sendTakeOut() {
	t.sendBidder(engagement.BidderWanted{Organisation: t.entry(fieldAdmitted), By: t.person()}, fieldAdmitted)
}

// sendBidder puts forward what a form says, with what is wrong in it beside the field.
func (t *turn) sendBidder(f engagement.BidderWanted, field string) {
	if t.entered(fieldReason) == "" {
		t.wrongIn(fieldReason, "Please say why.")
		return
	}
	t.wantBidder(f, t.entered(fieldReason), func(r *engagement.Refusal) {
		if slices.Contains([]engagement.Code{engagement.UnknownOrganisation, engagement.AdmittedAlready, engagement.NoBidder}, r.Code) {
			t.wrongIn(field, t.why(r))
			return
		}
		t.refuseIn(r, map[engagement.Field]string{engagement.FieldReason: fieldReason, engagement.FieldName: fieldNew, engagement.FieldKind: fieldNew})
	})
}
