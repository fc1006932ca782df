package conversations

import (
	"fmt"
	"slices"
	"strings"

	"soundings/bot"
	"soundings/draft"
	"soundings/engagement"
)

// kindDraft keeps a whole new draft until somebody has said what of it is taken.
// Stored: never change it.
const kindDraft = "talk.draft" // pendingDraft

// pendingDraft is a draft that somebody sent while suppliers have another. The zero
// value: none waits.
type pendingDraft struct {
	By       engagement.Person `json:"by"`
	File     string            `json:"file,omitempty"`
	Blob     string            `json:"blob,omitempty"`
	Sections []proposed        `json:"sections,omitempty"`
}

// draftStep is one thing that a new draft would do to the one that suppliers have.
type draftStep struct {
	change engagement.Fact
	text   string // what it does, as Markdown
	label  string // the same, plain
	sure   bool
}

// changeDraft takes a whole new draft and shows what it would change.
func (t *turn) changeDraft(l line) {
	if t.state.Stage() != engagement.Talking {
		t.refuse(&engagement.Refusal{Code: engagement.AlreadyOpen, Stage: t.state.Stage()})
		return
	}
	d, problem := t.givenDraft(l.words())
	switch {
	case t.err != nil:
	case problem != "":
		t.note(bot.Say(problem), bot.Aside("Nothing was changed."))
	case d.empty():
		t.note(bot.Say(t.numbered("Suppliers have the draft already. To change one section: **change 5**. For a whole new draft, attach it to a message that says **change**.")), buttons(view("Sections", "sections")))
	default:
		pending := pendingDraft{By: t.person(), File: d.file, Blob: d.blob, Sections: d.Sections}
		steps, problem := t.draftSteps(pending)
		switch {
		case problem != "":
			t.note(bot.Say(problem), bot.Aside("Nothing was changed."))
		case len(steps) == 0:
			t.note(bot.Say("Section for section, that is what suppliers have already. Nothing was changed."))
		default:
			t.remember(kindDraft, pending)
			t.showDraftSteps(steps)
		}
	}
}

// showDraftSteps lists what a new draft would do, to be confirmed.
func (t *turn) showDraftSteps(steps []draftStep) {
	var lines []string
	doubtful := false
	for i, s := range steps {
		text := fmt.Sprintf("%d. %s", i+1, s.text)
		if !s.sure {
			text += " *Please look: I am not sure.*"
			doubtful = true
		}
		lines = append(lines, text)
	}
	blocks := []bot.Block{
		bot.Say("I compared it with what suppliers have. Nothing is changed yet:"), bot.Say(strings.Join(lines, "\n")),
	}
	if doubtful {
		blocks = append(blocks, bot.Say("Where I am not sure, leave it out and change that section by itself."))
	}
	t.reply(count(len(steps), "change", "changes")+" in your new draft", append(blocks,
		buttons(opens("Take these changes", actionTake, "", "take draft because your reason"), press("Drop it", "drop draft")),
		bot.Aside("Typed: **take draft because** and the reason, which everybody reads; **take draft except 2 because …** leaves some out. All else stays as it is, and so does the order of the sections."),
	)...)
}

// draftSteps says what a new draft would do, in its order.
func (d *Domain) draftSteps(pending pendingDraft) ([]draftStep, string) {
	var held []draft.Held
	sections := d.state.Sections()
	for _, s := range sections {
		held = append(held, draft.Held{ID: s.ID, Number: s.Number, Title: s.Title, Path: s.Path, Text: s.Text})
	}
	var fresh []draft.Section
	for _, p := range pending.Sections {
		fresh = append(fresh, draft.Section{Title: p.Title, Path: p.Path, Number: p.Number, Text: p.Text, Standing: p.Standing, Ask: p.Ask, Minutes: p.Minutes, Plain: p.Plain})
	}
	matches, err := draft.MatchSections(held, fresh)
	if err != nil {
		return nil, sentence(err.Error())
	}
	m := draftMatcher{Domain: d, old: sections, fresh: fresh, renumbered: draft.Renumbered(held, fresh, matches)}
	for _, match := range matches {
		m.add(match)
	}
	return m.steps, ""
}

// draftMatcher makes steps of matches.
type draftMatcher struct {
	*Domain
	old        []engagement.Section
	fresh      []draft.Section
	renumbered map[string]string
	after      int // the section that came last
	steps      []draftStep
}

// add makes the steps of one match: the first of the old sections gets the first of
// the new texts; what is over is new, or taken out.
func (m *draftMatcher) add(match draft.Match) {
	sure := match.Confidence != draft.Doubtful
	rest := match.New
	if len(match.Old) > 0 && len(match.New) > 0 {
		m.revise(m.old[match.Old[0]], m.fresh[match.New[0]], match, sure)
		m.after, rest = m.old[match.Old[0]].ID, match.New[1:]
	}
	for _, i := range rest {
		m.addNew(m.fresh[i], match, sure)
	}
	gone := match.Old
	if len(match.New) > 0 && len(gone) > 0 {
		gone = gone[1:]
	}
	for _, i := range gone {
		m.takeOut(m.old[i], match, sure)
	}
}

func (m *draftMatcher) revise(s engagement.Section, f draft.Section, match draft.Match, sure bool) {
	change := engagement.SectionRevised{
		Section: s.ID, Title: f.Title, Text: f.Text, Standing: engagement.Standing(f.Standing), Ask: f.Ask, Minutes: f.Minutes,
	}
	if f.Plain != s.Plain {
		change.Plain = f.Plain
	}
	if !change.Standing.Valid() {
		change.Standing = s.Standing
	}
	if change.Ask == "" {
		change.Ask = s.Ask
	}
	if change.Title == s.Title && change.Text == s.Text && change.Standing == s.Standing && change.Ask == s.Ask {
		return
	}
	j := m.judge(s, change, m.renumbered)
	j.decide(&change, againRule)
	what := "its text changes"
	switch {
	case match.Verdict == draft.VerdictSplit:
		what = "becomes several sections; this one keeps what comes first"
	case match.Verdict == draft.VerdictMerged:
		what = "takes in other sections"
	case change.Text == s.Text && change.Title != s.Title:
		what = "is called “" + plain(change.Title) + "” from now on"
	case change.Text == s.Text:
		what = "its text stays; how firm it is, or what you most want to know, changes"
	case change.Title != s.Title:
		what = "its text changes, and it is called “" + plain(change.Title) + "” from now on"
	}
	again := ". Nobody is asked to look again: "
	if j.material {
		again = ". Those who answered are asked to look again: "
	}
	m.steps = append(m.steps, draftStep{change, "**" + name(s) + "**: " + what + again + plain(j.why) + ".", label(s), sure})
}

func (m *draftMatcher) addNew(f draft.Section, _ draft.Match, sure bool) {
	standing := engagement.Standing(f.Standing)
	if !standing.Valid() {
		standing = engagement.Open
	}
	change := engagement.SectionAdded{After: m.after, Section: engagement.ImportedSection{
		Number: f.Number, Title: f.Title, Path: f.Path, Text: f.Text, Standing: standing, Ask: f.Ask, Minutes: f.Minutes, Plain: f.Plain,
	}}
	m.steps = append(m.steps, draftStep{change, "**" + plain(f.Title) + "** is new.", "New: " + oneLine(f.Title), sure})
}

func (m *draftMatcher) takeOut(s engagement.Section, match draft.Match, sure bool) {
	why := "is not in your draft any more, so it is taken out."
	if len(match.New) > 0 {
		why = "went into another section, so it is taken out. The answers to it stay on record."
	}
	if lies := m.liesOn(s.ID); lies != "" {
		why += " " + upperFirst(lies) + "."
	}
	m.steps = append(m.steps, draftStep{engagement.SectionRemoved{Section: s.ID}, "**" + name(s) + "** " + why, "Taken out: " + label(s), sure})
}

// because gives a step the reason, and the same in plain words.
func (s draftStep) because(reason, plainly string) engagement.Fact {
	switch change := s.change.(type) {
	case engagement.SectionRevised:
		change.Reason, change.PlainReason = reason, plainly
		return change
	case engagement.SectionAdded:
		change.Reason, change.PlainReason = reason, plainly
		return change
	case engagement.SectionRemoved:
		change.Reason, change.PlainReason = reason, plainly
		return change
	}
	return s.change
}

// takeDraftTyped takes "take draft except 2 because …".
func (t *turn) takeDraftTyped(l line) {
	var except []int
	if rest, ok := l.cutAny("except", "without"); ok {
		except, l, _ = rest.numbers()
	}
	rest, ok := l.cutAny("because")
	if !ok || rest.empty() {
		t.note(bot.Say(t.numbered("Why does the draft change? Everybody reads the reason: **take draft because suppliers could not judge section 5**.")))
		return
	}
	t.takeNewDraft(oneLine(rest.words()), "", except)
}

// takeNewDraft makes the changes of the draft that waits, without some, wait for
// their slot.
func (t *turn) takeNewDraft(reason, plainly string, except []int) {
	if len(t.releases.draft.Sections) == 0 {
		t.note(bot.Say("No new draft waits. Attach one to a message that says **change**."))
		return
	}
	steps, problem := t.draftSteps(t.releases.draft)
	if problem != "" {
		t.note(bot.Say(problem))
		return
	}
	var changes []engagement.Fact
	for i, s := range steps {
		if !slices.Contains(except, i+1) {
			changes = append(changes, s.because(reason, plainly))
		}
	}
	facts, refusal := t.state.Rework(engagement.ReleaseMade{Due: t.nextSlot(t.now), By: t.person()}, changes...)
	switch {
	case refusal != nil:
		t.refuseKeeping(refusal, reason)
		return
	case len(facts) == 0:
		t.note(bot.Say("With those left out nothing changes. Nothing was done."))
		return
	case !t.take(facts, nil):
		return
	}
	t.remember(kindDraft, pendingDraft{})
	waits := t.state.Waits()
	t.offerRelease(waits[len(waits)-1], t.numbered("**look again 5 no** or **change 5** mends one of them."))
}

// dropDraft forgets a new draft of which nothing was taken.
func (t *turn) dropDraft(line) {
	if len(t.releases.draft.Sections) == 0 {
		t.note(bot.Say("No new draft waits."))
		return
	}
	t.remember(kindDraft, pendingDraft{})
	t.reply("", bot.Say("Dropped: nothing of the new draft was taken, and nobody has read any of it."))
}
