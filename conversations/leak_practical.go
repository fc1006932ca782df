package conversations

import (
	"slices"
	"strings"

	"soundings/bot"
	"soundings/engagement"
)

// actionPractical is the form that asks what was only practical; its value are the
// ids. It stands in messages that stay in rooms for years: add, never change.
const actionPractical = "practical"

// practicalTold is what was mostly only practical.
func practicalTold() []string {
	return []string{"the time of a call", "a link or a file that did not open"}
}

// practical takes "A1: the time of a call". What somebody wrote themselves somebody
// else of the team confirms, where there is anybody else.
func (t *turn) practical(l line) {
	_, about, _ := strings.Cut(l.words(), ":")
	all, ok := t.toldMeant(l, "only practical A1: the time of a call")
	if !ok {
		return
	}
	open := t.unsettled(all)
	about = strings.TrimSpace(about)
	switch {
	case len(open) == 0:
	case about == "" && slices.ContainsFunc(open, func(a engagement.Told) bool { return a.About == "" }):
		t.askPractical(open)
	default:
		t.settlesPractical(open, about)
	}
}

// askPractical asks what it was about.
func (t *turn) askPractical(open []engagement.Told) {
	ids := make([]string, len(open))
	for i, a := range open {
		ids[i] = a.ID
	}
	typed := "only practical " + strings.Join(ids, " ")
	var row []bot.Button
	for _, about := range practicalTold() {
		row = append(row, press(upperFirst(about), typed+": "+about))
	}
	blocks := []bot.Block{bot.Say("**What was it about?** It stays on the record, with the words that were said. Nothing was settled yet.")}
	if t.org.ID == "" {
		row = append(row, opens("Something else", actionPractical, strings.Join(ids, " "), typed+": what it was"))
	} else {
		blocks = append(blocks, bot.Aside("Something else? Say it in your team's room, not here: **"+typed+": what it was**."))
	}
	t.note(append(blocks, buttons(row...))...)
}

// settlesPractical settles what others wrote, and what nobody else can confirm; for
// the rest the team is asked.
func (t *turn) settlesPractical(open []engagement.Told, about string) {
	if t.leftToldToOthers(open) {
		return
	}
	var done, asked []engagement.Told
	for _, a := range open {
		if a.Person == t.person() && t.othersOfTeam(a.Person) {
			facts, refusal := t.state.ClaimTold(engagement.ToldClaimed{ID: a.ID, About: about, By: t.person()})
			if refusal != nil {
				t.refuseHere(refusal, map[engagement.Field]string{engagement.FieldReason: fieldReason})
				return
			}
			if t.take(facts, nil) && len(facts) > 0 {
				t.askToConfirm(a.ID)
			}
			asked = append(asked, a)
			continue
		}
		facts, refusal := t.state.SettleTold(engagement.ToldSettled{ID: a.ID, How: engagement.ToldPractical, By: t.person(), About: about})
		if refusal != nil {
			t.refuseHere(refusal, map[engagement.Field]string{engagement.FieldReason: fieldReason})
			return
		}
		t.take(facts, nil)
		done = append(done, a)
	}
	var said []string
	if len(done) > 0 {
		a, _ := t.state.ToldBy(done[0].ID)
		said = append(said, "Noted on "+toldIDs(done)+": "+toldHow(engagement.ToldPractical, a.About)+". The record says that you said so.")
	}
	if len(asked) > 0 {
		said = append(said, "Noted on "+toldIDs(asked)+". You wrote it yourself, so somebody else of your team confirms that it was only practical; it is asked in your team's room. Until then it waits.")
	}
	t.answerTold(strings.Join(said, " "))
}

// othersOfTeam says whether anybody else of the team is known.
func (t *turn) othersOfTeam(author engagement.Person) bool {
	if owner := t.state.About().Owner; owner != "" && owner != author {
		return true
	}
	for p := range t.channels.members {
		if p != author {
			return true
		}
	}
	return slices.ContainsFunc(t.state.Interests(), func(d engagement.Interest) bool { return d.Person != author })
}

// askToConfirm asks the team whether what one of it wrote was only practical.
func (t *turn) askToConfirm(id string) {
	a, _ := t.state.ToldBy(id)
	blocks := t.toldBlocks(a, false)
	if r, ok := t.state.Release(a.Release); !ok || !r.Waiting() {
		blocks = append(blocks, buttons(press("Yes, only practical", "only practical "+a.ID), press("Send it to everyone", "send it to everyone "+a.ID)))
	}
	t.tell(t.key("practical:"+a.ID), "Was this only practical?", append(blocks, bot.Aside("If it says anything about the draft or the procurement, the others should have it too."))...)
}

// openPractical asks in a form what it was about.
func (t *turn) openPractical() {
	typed := "only practical " + t.ev.Value
	t.showForm(bot.Form{
		Action: actionPractical, Value: t.ev.Value, Title: "It was only practical", Submit: "Save", Typed: typed + ": what it was",
		Fields: []bot.Field{{Name: fieldReason, Kind: bot.Line, Label: "What it was about", Hint: "It stays on the record, with the words that were said.", Value: t.filled(fieldReason, ""), Required: true, Max: engagement.MostReason}},
	})
}

func (t *turn) sendPractical() {
	if t.entered(fieldReason) == "" {
		t.wrongIn(fieldReason, "Please say what it was about.")
		return
	}
	t.practical(readLine(t.ev.Value + ": " + t.entered(fieldReason)))
}
