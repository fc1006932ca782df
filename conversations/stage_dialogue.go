package conversations

import (
	"cmp"
	"slices"
	"strings"

	"soundings/bot"
	"soundings/engagement"
)

// wishedDialogue is a dialogue as somebody wants it.
type wishedDialogue struct {
	engagement.DialogueDrafted
	words string // to the bidders
}

// dialogue takes "dialogue 2025/S 000-041270: Tidewell, Alder", and lines below it.
func (t *turn) dialogue(l line) {
	if l.empty() {
		if refusal := t.mayDialogue(); refusal != nil {
			t.refuse(refusal)
			return
		}
		t.note(bot.Say("In which procedure, and with whom? Write for example **dialogue 2025/S 000-041270: Tidewell, Alder**."), buttons(opens("Fill in a form", actionDialogue, "", "dialogue 2025/S 000-041270: Tidewell")))
		return
	}
	w, problem := t.readDialogue(l.words())
	if problem != "" {
		t.note(bot.Say(problem), bot.Aside("Nothing was changed, and nobody has read anything."))
		return
	}
	t.draftDialogue(w, func(r *engagement.Refusal) { t.refuse(r) })
}

// mayDialogue says whether a dialogue could begin at all.
func (t *turn) mayDialogue() *engagement.Refusal {
	_, refusal := t.state.DraftDialogue(engagement.DialogueDrafted{Reference: "1", Newcomers: []engagement.Newcomer{{Name: "\u200b", OfKind: engagement.OtherKind}}, By: t.person()}, "")
	return refusal
}

// noReasonHere is what the team reads that wants to say why others are not admitted.
const noReasonHere = "Why somebody is not admitted they hear from the procedure, not from here: each has a reason of its own, and it goes to them alone. Please leave the line **because:** out."

// readDialogue reads what is typed.
func (t *turn) readDialogue(text string) (w wishedDialogue, problem string) {
	ref, rest, problem := readReference(text)
	if n := t.state.Notice(); problem != "" && n.IsOut() {
		ref, rest, problem = reference{n.Reference, n.Link}, text, "" // it is the one that everybody knows
	}
	if problem != "" {
		return w, problem
	}
	w.Reference, w.Link = ref.number, ref.link
	for i, each := range strings.Split(rest, "\n") {
		l := readLine(each)
		if _, ok := l.cutAny("because", "reason", "the others"); ok {
			problem = cmp.Or(problem, noReasonHere)
		} else if after, ok := l.cutAny("say", "words"); ok {
			w.words = after.words()
		} else if after, ok := l.cutAny("new", "invite", "add"); ok {
			problem = cmp.Or(problem, t.addNewcomer(&w, after.words()))
		} else if i == 0 || !l.empty() {
			problem = cmp.Or(problem, t.addAdmitted(&w, l.words()))
		}
	}
	return w, problem
}

// addAdmitted adds those who are named, of those who were asked.
func (t *turn) addAdmitted(w *wishedDialogue, names string) (problem string) {
	for called := range strings.SplitSeq(strings.ReplaceAll(names, " and ", ","), ",") {
		if strings.TrimSpace(called) == "" {
			continue
		}
		o, ok := t.organisationCalled(called)
		switch {
		case !ok:
			return "I know no organisation called **" + plain(strings.TrimSpace(called)) + "** here. One that was not asked before stands in a line of its own: **new: " + plain(strings.TrimSpace(called)) + ", large firm, their mail address**."
		case o.Users:
			return "**" + plain(o.Name) + "** is a group of people who use services, and no bidder."
		case !slices.Contains(w.Admitted, o.ID):
			w.Admitted = append(w.Admitted, o.ID)
		}
	}
	return ""
}

// addNewcomer adds somebody who was not asked before.
func (t *turn) addNewcomer(w *wishedDialogue, text string) (problem string) {
	i, problem := readInvitation(text, "")
	if problem != "" {
		return problem
	}
	w.Newcomers = append(w.Newcomers, engagement.Newcomer{Name: i.name, OfKind: i.kind, Current: i.current, Contacts: i.people})
	return ""
}

func (t *turn) draftDialogue(w wishedDialogue, no func(*engagement.Refusal)) {
	slices.SortFunc(w.Admitted, func(a, b string) int { return cmp.Or(cmp.Compare(len(a), len(b)), cmp.Compare(a, b)) })
	w.By = t.person()
	if t.leftToOthers(t.bidderNames(w.Admitted, w.Newcomers...)...) {
		return
	}
	facts, refusal := t.state.DraftDialogue(w.DialogueDrafted, w.words)
	switch {
	case refusal != nil:
		no(refusal)
	case t.take(facts, nil):
		t.offerFirst(facts)
	}
}

// openDialogue asks for the procedure and the bidders.
func (t *turn) openDialogue() {
	if refusal := t.mayDialogue(); refusal != nil {
		t.refuse(refusal)
		return
	}
	n := t.state.Notice()
	known := engagement.DialogueDrafted{Reference: n.Reference, Link: n.Link}
	words := ""
	if r, ok := t.state.Release(strings.ToUpper(t.ev.Value)); ok && r.Of == engagement.Dialogues {
		known, _ = t.state.DialogueOf(r.ID)
		words = r.Text
	}
	var options []bot.Option
	for _, o := range t.state.Organisations() {
		if !o.Users {
			options = append(options, bot.Option{Value: o.ID, Label: oneLine(o.Name)})
		}
	}
	var lines []string
	for _, c := range known.Newcomers {
		parts := []string{c.Name, kindWord(c.OfKind)}
		for _, p := range c.Contacts {
			parts = append(parts, named(p))
		}
		lines = append(lines, strings.Join(parts, ", "))
	}
	t.showForm(bot.Form{
		Action: actionDialogue, Value: t.ev.Value, Title: "Begin the dialogue", Submit: "Show me how it reads", Typed: "dialogue 2025/S 000-041270: Tidewell",
		Blocks: []bot.Block{bot.Say("Talks go on within the procedure, with those alone who are admitted, in new rooms. The rooms of before only show what stands in them. Nothing begins before you have read what everybody will.")},
		Fields: []bot.Field{
			{Name: fieldReference, Kind: bot.Line, Label: "Reference of the procedure", Value: t.filled(fieldReference, known.Reference), Required: true, Max: engagement.MostReference},
			{Name: fieldLink, Kind: bot.Line, Label: "Link to it", Hint: "Where those go who are not admitted. You may leave it empty.", Value: t.filled(fieldLink, known.Link), Max: engagement.MostLink},
			{Name: fieldAdmitted, Kind: bot.Ticks, Label: "Admitted, of those you asked", Options: options, Value: t.filled(fieldAdmitted, strings.Join(known.Admitted, ","))},
			{Name: fieldNew, Kind: bot.Words, Label: "Admitted, and not asked before", Hint: "One on each line: name, kind, mail address.", Value: t.filled(fieldNew, strings.Join(lines, "\n"))},
			{Name: fieldText, Kind: bot.Words, Label: "What the bidders should know", Hint: "You may leave it empty.", Value: t.filled(fieldText, words), Max: engagement.MostNews},
		},
	})
}

func (t *turn) sendDialogue() {
	var w wishedDialogue
	w.Reference, w.Link = t.entry(fieldReference), t.entry(fieldLink)
	w.words = t.entered(fieldText)
	if problem := badReference(w.Reference); problem != "" {
		t.wrongIn(fieldReference, problem)
		return
	}
	if problem := badLink(w.Link); problem != "" && w.Link != "" {
		t.wrongIn(fieldLink, problem)
		return
	}
	for id := range strings.SplitSeq(t.ev.Fields[fieldAdmitted], ",") {
		if id = strings.TrimSpace(id); id != "" {
			w.Admitted = append(w.Admitted, id)
		}
	}
	for _, text := range inviteLines(t.ev.Fields[fieldNew]) {
		if problem := t.addNewcomer(&w, text); problem != "" {
			t.wrongIn(fieldNew, problem)
			return
		}
	}
	t.draftDialogue(w, func(r *engagement.Refusal) {
		if r.Code == engagement.NoOrganisations {
			t.wrongIn(fieldAdmitted, "Please choose at least one.")
			return
		}
		t.refuseIn(r, map[engagement.Field]string{
			engagement.FieldName: fieldNew, engagement.FieldKind: fieldNew, engagement.FieldNews: fieldText,
		})
	})
}

// dialogueWords are what those read who are admitted and, in place of what people
// who use services read, what those read who are not.
func (d *Domain) dialogueWords(r engagement.Release) composed {
	f, ok := d.state.DialogueOf(r.ID)
	if !ok {
		return composed{}
	}
	title := plain(d.state.About().Title)
	admitted := []bot.Block{
		bot.Say("**You are admitted to the dialogue on " + title + "**, within the procedure **" + plain(f.Reference) + "**. It takes place in this room, which only you and the buying team read. Who else is admitted is told to nobody."),
		{Facts: []bot.Pair{
			{Label: "What you can do", Value: "read the sections, say what you think of them, and ask"},
			{Label: "Answers", Value: "go to all bidders at the same time, without saying who asked"},
			{Label: "Who reads it", Value: "the buying team; no bidder reads a word of another, nor any number"},
			{Label: "Please leave out", Value: "prices, which go through the procedure"},
		}},
		bot.Say("**Please say once more who speaks for you,** and whether there are links to " + plain(d.asker()) + ", such as staff, family, or work for it: whoever writes here, also if they said so before. Write for example **" + declareExample + "**."),
	}
	admitted = append(admitted, specification(r.Text)...)
	others := []bot.Block{
		bot.Say("**" + title + "** is in the formal procurement now, and goes on there with the bidders that were admitted to it. Whether you took part in it, and why you were or were not admitted, you hear from the procedure, not from here."),
		bot.Say(d.dialogueElsewhere(f)),
		bot.Aside("What you said stays with the buying team. This room only shows what stands in it: what you write here is not passed on."),
	}
	return composed{Blocks: admitted, Plain: others, salt: d.admittedKey(f)}
}

// admittedKey tells one list of bidders from another.
func (d *Domain) admittedKey(f engagement.DialogueDrafted) string {
	names := slices.Clone(f.Admitted)
	for _, c := range f.Newcomers {
		names = append(names, c.Name)
	}
	return strings.Join(names, "\n")
}

// admittedNames are those who are admitted, for the team alone.
func (t *turn) admittedNames(f engagement.DialogueDrafted) string {
	var names []string
	for _, id := range f.Admitted {
		o, _ := t.state.Organisation(id)
		names = append(names, oneLine(o.Name))
	}
	for _, c := range f.Newcomers {
		names = append(names, oneLine(c.Name)+" (not asked before)")
	}
	return strings.Join(names, ", ")
}

// dialoguePreview is what the team reads before a dialogue begins.
func (t *turn) dialoguePreview(r engagement.Release, c composed, lead string) []bot.Block {
	f, _ := t.state.DialogueOf(r.ID)
	var blocks []bot.Block
	if lead != "" {
		blocks = append(blocks, bot.Say(lead))
	}
	others := 0
	for _, o := range t.state.Organisations() {
		if !o.Users && !slices.Contains(f.Admitted, o.ID) {
			others++
		}
	}
	blocks = append(blocks,
		bot.Block{Facts: []bot.Pair{
			{Label: "Procedure", Value: oneLine(f.Reference)},
			{Label: "Admitted", Value: t.admittedNames(f)},
			{Label: "Not admitted", Value: count(others, "supplier that was asked", "suppliers that were asked")},
		}},
		bot.Say("Each bidder gets a new room. All rooms of before only show what stands in them from then on. **It can't be taken back.**"),
	)
	blocks = append(blocks, t.steppedBefore(f.Admitted...)...)
	blocks = append(blocks, bot.Say("## What those who are admitted read, in their new room"))
	blocks = append(blocks, c.Blocks...)
	if others > 0 {
		blocks = append(blocks, bot.Say("## What the other suppliers read"))
		blocks = append(blocks, c.Plain...)
	}
	if t.anyAsked(true) {
		blocks = append(blocks, bot.Say("## What people who use services read"), bot.Say(dialogueForUsers))
	}
	return append(blocks, bot.Say("## "+t.releaseState(r)), t.releaseRow(r))
}

// steppedBefore says to the team of those who would be admitted that they had stepped
// back. Why is not said: whoever of the team may not read suppliers' words reads this.
func (t *turn) steppedBefore(organisations ...string) []bot.Block {
	var lines []string
	for _, id := range organisations {
		if o, ok := t.state.Organisation(id); ok && o.SteppedBack() {
			lines = append(lines, "**"+plain(o.Name)+"** stepped back on "+t.day(o.Step.At, t.now)+". Admitted, it takes part again.")
		}
	}
	if lines == nil {
		return nil
	}
	return []bot.Block{bot.Say(strings.Join(lines, "\n\n"))}
}

// dialogueForUsers is what people who use services read when it begins.
const dialogueForUsers = "The search for a firm to run the service has begun. That has rules of its own, so nothing more is taken here. Everything that you said stays with the team that plans the service, and you will read here what came of it."
