package conversations

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"soundings/bot"
	"soundings/engagement"
)

// fullLate are the answers that came after the close, and what was decided.
func (t *turn) fullLate() []bot.Block {
	table := &bot.Table{Head: []string{"No.", "Asked", "Who", "On", "Words", "Decided"}}
	for _, l := range t.state.LateAnswers() {
		on := cmp.Or(strings.TrimPrefix(t.onSection(l.Section), " on "), l.Inquiry, "–")
		came := "not decided yet"
		if !l.Waiting() {
			came = "not added"
			if l.Accepted {
				came = "added"
			}
			came += " by " + t.withLink(l.By, l.Settled, t.calledAs(l.Organisation)) + " on " + t.moment(l.Settled, t.now)
			if l.Reason != "" {
				came += ": " + oneLine(l.Reason)
			}
		}
		table.Rows = append(table.Rows, []string{l.ID, t.moment(l.Asked, t.now), t.saidBy(l.Organisation, l.Person), cell(on), fullWords(l.Words, l.Sensitive), cell(came)})
	}
	return fullPart("Late answers, and what was decided", "None was asked for.", tableIn(table))
}

// fullNotes is what the team heard elsewhere and entered.
func (t *turn) fullNotes() []bot.Block {
	table := &bot.Table{Head: []string{"No.", "Said on", "By", "How", "On", "View", "As entered", "Entered by", "What the supplier says of it"}}
	for _, n := range t.state.Notes() {
		o, _ := t.state.Organisation(n.Organisation)
		who := cmp.Or(oneLine(n.Who), "–") + " (" + oneLine(o.Name) + ")"
		if o.Users {
			who = "a member of " + oneLine(o.Name)
		}
		r := t.state.Response(n.Section, n.Organisation, n.Person)
		words := fullWords(n.Words, r != nil && r.ID == n.Response && r.Sensitive)
		came := "nothing yet"
		if !n.Waiting() {
			came = string(n.End) + ", " + t.moment(n.Settled, t.now)
		}
		table.Rows = append(table.Rows, []string{n.ID, t.day(n.On, t.now), cell(who), howWords(n.How), cell(cmp.Or(strings.TrimPrefix(t.onSection(n.Section), " on "), "–")), fullView(n.Stance, o.Users), words, named(n.By), cell(came)})
	}
	return fullPart("What was heard elsewhere, and entered", "Nothing was entered.", tableIn(table))
}

// fullLinked are suppliers that are counted as one.
func (t *turn) fullLinked() []bot.Block {
	var lines []string
	for _, l := range t.state.Linked() {
		who := t.whoCounts(l, t.countedSince(l))
		lines = append(lines, "- "+series(t.organisationsCalled(l.Organisations))+": "+plain(oneLine(l.Why))+" (said by "+who+")")
	}
	if lines == nil {
		return fullPart("Suppliers that are counted as one", "Each is counted for itself.", nil)
	}
	return fullPart("Suppliers that are counted as one", "", []bot.Block{bot.Say(strings.Join(lines, "\n"))})
}

// fullDecision is something that the team decided.
type fullDecision struct {
	at             time.Time
	what, who, why string
}

// fullDecisions are those that stand nowhere above: what was changed and why, what was
// said of a section, and what was prepared and never went.
func (t *turn) fullDecisions() []bot.Block {
	all := t.fullChanges()
	for _, r := range t.state.Replies() {
		what := fmt.Sprintf("section %d stays as it is", r.Section)
		if r.Verdict == engagement.SaidThinking {
			what = fmt.Sprintf("section %d is still thought about", r.Section)
		}
		all = append(all, fullDecision{r.At, what, named(r.By), r.Reason})
	}
	for _, r := range t.state.Releases() {
		if !r.Dropped.IsZero() {
			all = append(all, fullDecision{r.Dropped, r.ID + ", " + t.releaseName(r) + ", made by " + named(r.By) + ", was dropped; nobody had read it", "", ""})
		}
	}
	for _, m := range t.state.BiddersMoved() {
		r, _ := t.state.Release(m.Release)
		all = append(all, fullDecision{m.At, t.bidderName(r), t.decidedBy(r), r.Text})
	}
	for _, m := range t.state.SecondMoves() {
		what, who := "from then on a second person agrees to what goes to everybody", named(m.By)
		if !m.On {
			what = "no second person any more for what goes to everybody"
		}
		if m.Wanted != "" && m.Wanted != m.By {
			who = named(m.Wanted) + ", agreed by " + who
		}
		all = append(all, fullDecision{m.At, what, who, ""})
	}
	slices.SortStableFunc(all, func(a, b fullDecision) int { return a.at.Compare(b.at) })
	table := &bot.Table{Head: []string{"When", "What", "Who", "Why"}}
	for _, d := range all {
		table.Rows = append(table.Rows, []string{t.moment(d.at, t.now), cell(d.what), cmp.Or(d.who, "–"), cell(cmp.Or(oneLine(d.why), "–"))})
	}
	return fullPart("What the team decided beside that", "Nothing.", tableIn(table))
}

// fullReadings are who read what is sensitive, or who said something, and when.
func (t *turn) fullReadings() []bot.Block {
	table := &bot.Table{Head: []string{"When", "Who", "Read"}}
	type reading struct {
		at        time.Time
		who, what string
	}
	var all []reading
	for _, r := range t.state.Readings() {
		what := "what is commercially sensitive: " + series(slices.Clone(r.Entries))
		if r.Unshown {
			what += " (it could not be shown, so nothing was read)"
		}
		all = append(all, reading{r.At, named(r.By), what})
	}
	for _, n := range t.state.Namings() {
		all = append(all, reading{n.At, named(n.By), "the names behind " + series(slices.Clone(n.Entries))})
	}
	slices.SortStableFunc(all, func(a, b reading) int { return a.at.Compare(b.at) })
	for _, r := range all {
		table.Rows = append(table.Rows, []string{t.moment(r.at, t.now), r.who, cell(r.what)})
	}
	return fullPart("Who read what is sensitive, and who looked up names", "Nobody.", tableIn(table))
}
