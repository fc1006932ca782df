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

// enoughToShow is from how many organisations on, that did not sign, the team reads
// what those said.
const enoughToShow = 5

// surveyRead says beforehand who reads it. It says nothing of how many are asked.
const surveyRead = "What is not signed is read only once five organisations have answered without signing; if fewer do, nobody reads it. So sign it if it should be read in any case."

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
		Blocks: []bot.Block{bot.Say(upperFirst(t.asker()) + " is not shown who answers, unless you sign. " + surveyRead + " All of it may be left out.")},
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
		t.note(bot.Say("Was it worth your time, did everyone get the same chance, and what should be done differently? Write for example **"+surveyTyped+"**. To sign it, add **; signed**. "+surveyRead), buttons(opens("Answer in a form", actionSurvey, "", surveyTyped)))
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
	} else {
		f.Voice, f.Member = t.veiled(t.org.ID, t.person())
	}
	facts, refusal := t.state.SaySurvey(f)
	if refusal != nil && refusal.Code == engagement.Missing {
		t.note(bot.Say("There is nothing in it yet. One answer is enough: for example **" + surveyTyped + "**."))
		return
	}
	if !t.take(facts, refusal) {
		return
	}
	who := plain(t.org.Name) + " answers"
	if t.org.Users {
		who = "you answer"
	}
	said := "Thank you. It is recorded without a name, and read once five organisations have answered without signing. If " + who + " again, the latest counts, and one that is signed before one that is not."
	if signed {
		said = "Thank you. It is recorded as " + plain(t.org.Name) + "'s. If " + who + " again, the latest that is signed counts."
	}
	t.note(bot.Say(said))
}

// veiled are by what an organisation, and in a group of people who use services one
// of them, is known again where it does not sign.
func (t *turn) veiled(organisation string, person engagement.Person) (voice, member string) {
	if o, _ := t.state.Organisation(organisation); o.Users {
		member = t.tx.Veil("survey:" + organisation + ":" + string(person))
	}
	return t.tx.Veil("survey:" + organisation), member
}

// showSurvey shows the team how it was for those who were asked.
func (t *turn) showSurvey(line) {
	signed, unsigned, voices := t.surveyed()
	if t.state.Stage() != engagement.Closed && len(signed)+len(unsigned) == 0 {
		t.note(bot.Say("Suppliers are asked how it was once it is closed."))
		return
	}
	var blocks []bot.Block
	if voices < enoughToShow {
		unsigned = nil
		blocks = append(blocks, bot.Say("Fewer than five organisations have said without signing how it was. Until five have, nothing of that is shown, so that nobody can be recognised."))
	}
	if len(signed)+len(unsigned) == 0 {
		t.note(blocks...)
		return
	}
	t.noteTitled("How it was for them", append(blocks, t.surveyBlocks(append(signed, unsigned...))...)...)
}

// surveyed gives what was said, one answer of each voice: signed, and not signed with
// of how many organisations. Where a voice both signed and did not, the signed counts:
// else it could be seen that it answered again.
func (t *turn) surveyed() (signed, unsigned []engagement.SurveyAnswer, voices int) {
	named, heard := map[[2]string]bool{}, map[string]bool{}
	for _, a := range t.state.Survey() {
		if a.Organisation != "" {
			signed = append(signed, a)
			voice, member := t.veiled(a.Organisation, a.Person)
			named[[2]string{voice, member}] = true
		}
	}
	for _, a := range t.state.Survey() {
		switch {
		case a.Organisation != "" || a.Voice != "" && named[[2]string{a.Voice, a.Member}]:
			continue
		case a.Voice == "": // of a record in which nobody could be known again
			voices++
		case !heard[a.Voice]:
			heard[a.Voice] = true
			voices++
		}
		unsigned = append(unsigned, a)
	}
	return signed, unsigned, voices
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
		{Label: "Answers", Value: itoa(len(all)) + ", one for each supplier and each person who uses services"},
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
