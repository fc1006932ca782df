package conversations

import (
	"fmt"
	"slices"
	"strings"

	"soundings/bot"
	"soundings/engagement"
)

// actionSurvey is the form of the three questions. Stored: never change it.
const actionSurvey = "survey"

// The fields of that form. Add, never change.
const (
	fieldWorth = "worth"
	fieldFair  = "fair"
	fieldFairW = "fair-why"
	fieldNext  = "next"
	fieldSign  = "sign"
)

// surveyTyped is how the three questions are answered by typing.
const surveyTyped = "how it was: worth yes; same chance yes; next time your words"

// enoughToShow is from how many answers on the team reads any.
const enoughToShow = 5

// openSurvey asks how it was.
func (t *turn) openSurvey() {
	if refusal := t.state.May(engagement.DoSurvey); refusal != nil {
		t.refuse(refusal)
		return
	}
	choose := func(partly string) []bot.Option {
		return []bot.Option{{Value: string(engagement.Yes), Label: "Yes"}, {Value: string(engagement.Partly), Label: partly}, {Value: string(engagement.No), Label: "No"}}
	}
	t.showForm(bot.Form{
		Action: actionSurvey, Title: "Three questions", Submit: "Send", Typed: surveyTyped, Plain: t.org.Users,
		Blocks: []bot.Block{bot.Say(upperFirst(t.asker()) + " is not shown who answers, unless you sign, and reads answers only once " + fmt.Sprint(enoughToShow) + " are there. All of it may be left out.")},
		Fields: []bot.Field{
			{Name: fieldWorth, Kind: bot.Choice, Label: "Was it worth your time?", Options: choose("Partly"), Value: t.filled(fieldWorth, "")},
			{Name: fieldFair, Kind: bot.Choice, Label: "Did everyone get the same chance?", Options: choose("Not sure"), Value: t.filled(fieldFair, "")},
			{Name: fieldFairW, Kind: bot.Words, Label: "What made you think so?", Value: t.filled(fieldFairW, ""), Max: engagement.MostReason},
			{Name: fieldNext, Kind: bot.Words, Label: "What should we do differently next time?", Value: t.filled(fieldNext, ""), Max: engagement.MostReason},
			{Name: fieldSign, Kind: bot.Ticks, Label: "Who answers", Options: []bot.Option{{Value: "yes", Label: "Sign it as " + oneLine(t.org.Name)}}, Value: t.filled(fieldSign, "")},
		},
	})
}

func (t *turn) sendSurvey() {
	t.saySurvey(engagement.SurveyAnswered{
		Worth: engagement.Opinion(t.entry(fieldWorth)), Fair: engagement.Opinion(t.entry(fieldFair)), Why: t.entered(fieldFairW), Next: t.entered(fieldNext),
	}, t.boxes(fieldSign)["yes"])
}

// survey takes the answers as they are typed.
func (t *turn) survey(l line) {
	if l.empty() {
		if refusal := t.state.May(engagement.DoSurvey); refusal != nil {
			t.refuse(refusal)
			return
		}
		t.note(bot.Say("Was it worth your time, did everyone get the same chance, and what should be done differently? Write for example **"+surveyTyped+"**. To sign it, add **; signed**."), buttons(opens("Answer in a form", actionSurvey, "", surveyTyped)))
		return
	}
	f, signed, ok := readSurvey(l.words())
	if !ok {
		t.note(bot.Say("I couldn't read that, so nothing was recorded. Write for example **" + surveyTyped + "**."))
		return
	}
	t.saySurvey(f, signed)
}

// readSurvey reads "worth yes; same chance no: some were rung; next time sooner;
// signed".
func readSurvey(text string) (f engagement.SurveyAnswered, signed, ok bool) {
	for piece := range strings.FieldsFuncSeq(text, func(r rune) bool { return r == ';' || r == '\n' }) {
		l := readLine(piece)
		switch {
		case l.empty():
		case l.is("signed", "sign it", "sign"):
			signed = true
		default:
			if rest, is := l.cutAny("worth", "worth it", "worth our time"); is {
				f.Worth, _ = readOpinion(rest)
				if f.Worth == engagement.Unsaid {
					return f, false, false
				}
			} else if rest, is := l.cutAny("same chance", "chance", "fair", "everyone the same chance"); is {
				f.Fair, f.Why = readOpinion(rest)
				if f.Fair == engagement.Unsaid {
					return f, false, false
				}
			} else if rest, is := l.cutAny("next time", "next", "differently"); is {
				f.Next = rest.words()
			} else {
				return f, false, false
			}
		}
	}
	return f, signed, f != engagement.SurveyAnswered{}
}

// readOpinion reads one of the three, and what follows it.
func readOpinion(l line) (engagement.Opinion, string) {
	for _, each := range []struct {
		opinion engagement.Opinion
		words   []string
	}{
		{engagement.Partly, []string{"partly", "not sure", "unsure", "somewhat", "in part"}},
		{engagement.Yes, []string{"yes", "y"}},
		{engagement.No, []string{"no", "n"}},
	} {
		if rest, ok := l.cutAny(each.words...); ok {
			return each.opinion, strings.TrimLeft(rest.words(), ",: ")
		}
	}
	return engagement.Unsaid, ""
}

// saySurvey records it. It is answered to that person alone, and nothing else is
// noted of them: a message in the room would say whose it is.
func (t *turn) saySurvey(f engagement.SurveyAnswered, signed bool) {
	t.waits = true
	if signed {
		f.Organisation, f.Person = t.org.ID, t.person()
	}
	facts, refusal := t.state.SaySurvey(f)
	if refusal != nil && refusal.Code == engagement.Missing {
		t.note(bot.Say("There is nothing in it yet. One answer is enough: for example **" + surveyTyped + "**."))
		return
	}
	if !t.take(facts, refusal) {
		return
	}
	said := "Thank you. It is recorded without your name, and shown to the buying team once " + fmt.Sprint(enoughToShow) + " have answered."
	if signed {
		said = "Thank you. It is recorded as " + plain(t.org.Name) + "'s."
	}
	t.note(bot.Say(said))
}

// showSurvey shows the team how it was for those who were asked.
func (t *turn) showSurvey(line) {
	all := t.state.Survey()
	switch {
	case t.state.Stage() != engagement.Closed && len(all) == 0:
		t.note(bot.Say("Suppliers are asked how it was once it is closed."))
		return
	case len(all) < enoughToShow:
		t.note(bot.Say("Fewer than " + fmt.Sprint(enoughToShow) + " have said how it was. Until then nothing of it is shown, so that nobody can be recognised."))
		return
	}
	t.noteTitled("How it was for them", t.surveyBlocks(all)...)
}

// surveyBlocks are what was said, in an order that says nothing of who did.
func (t *turn) surveyBlocks(all []engagement.SurveyAnswer) []bot.Block {
	worth, fair := map[engagement.Opinion]int{}, map[engagement.Opinion]int{}
	var why, next []bot.Block
	sorted := slices.Clone(all)
	slices.SortFunc(sorted, func(a, b engagement.SurveyAnswer) int { return compare(a.Why, b.Why, a.Next, b.Next) })
	for _, a := range sorted {
		worth[a.Worth]++
		fair[a.Fair]++
		by := ""
		if o, ok := t.state.Organisation(a.Organisation); ok {
			by = oneLine(o.Name)
		}
		if a.Why != "" {
			why = append(why, bot.Block{Quote: &bot.Quote{Words: a.Why, By: by}})
		}
		if a.Next != "" {
			next = append(next, bot.Block{Quote: &bot.Quote{Words: a.Next, By: by}})
		}
	}
	line := func(n map[engagement.Opinion]int, partly string) string {
		return fmt.Sprintf("yes %d · %s %d · no %d", n[engagement.Yes], partly, n[engagement.Partly], n[engagement.No])
	}
	blocks := []bot.Block{{Facts: []bot.Pair{
		{Label: "Answered", Value: count(len(all), "time", "times")},
		{Label: "Worth their time", Value: line(worth, "partly")},
		{Label: "The same chance for everyone", Value: line(fair, "not sure")},
	}}}
	if len(why) > 0 {
		blocks = append(append(blocks, bot.Say("**What made them think so**")), why...)
	}
	if len(next) > 0 {
		blocks = append(append(blocks, bot.Say("**What to do differently**")), next...)
	}
	return append(blocks, bot.Aside("Nobody is named who did not sign."))
}
