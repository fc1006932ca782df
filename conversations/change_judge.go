package conversations

import (
	"strings"

	"soundings/bot"
	"soundings/draft"
	"soundings/engagement"
)

// How a difference is put in words: for somebody who sees no colours.
func wording() draft.Wording {
	return draft.Wording{
		Was: "*Before:*", Now: "*Now:*", Added: "*New:*", TakenOut: "*Taken out:*", Moved: "*Now here:*",
		WordsWere: "was:", WordsRemoved: "taken out:",
	}
}

// mostChanged is how many lines of a difference are shown; where there are more, or
// where most of them only say what is gone, the new text alone is easier to read.
const mostChanged = 12

// mostlyGone says whether the lines of a difference say more of what is gone than of
// what there is.
func mostlyGone(lines []string) bool {
	gone := 0
	for _, text := range lines {
		if strings.HasPrefix(text, wording().TakenOut) {
			gone++
		}
	}
	return gone > 3 && 2*gone > len(lines)
}

// readsNow stands above a text that is shown as a whole.
const readsNow = "It reads now:"

// difference shows suppliers what is other in a text now.
func difference(before, after string) []bot.Block {
	if before == after {
		return nil
	}
	whole := append([]bot.Block{bot.Say(readsNow)}, specification(after)...)
	if strings.TrimSpace(before) == "" {
		return whole
	}
	lines := draft.Compare(before, after).Lines(wording())
	switch n := len(lines); {
	case n == 0:
		return []bot.Block{bot.Say("Only its layout has changed; it says the same.")}
	case n > mostChanged, mostlyGone(lines):
		return whole
	}
	blocks := []bot.Block{bot.Say("What has changed:")}
	for _, text := range lines {
		blocks = append(blocks, bot.Say(text))
	}
	return blocks
}

// judged is whether people who answered should look again, as a rule proposes it.
type judged struct {
	material bool
	why      string // in plain words, for the team
}

// judge proposes whether people who answered should look again. Renumbered are the
// numbers of sections that are others now.
func (d *Domain) judge(s engagement.Section, next engagement.SectionRevised, renumbered map[string]string) judged {
	if s.Standing != next.Standing {
		was, _ := standingWords(s.Standing)
		is, _ := standingWords(next.Standing)
		return judged{true, "it was “" + was + "” and is “" + is + "”"}
	}
	j := draft.Material(draft.Compare(s.Text, next.Text), renumbered)
	why := ruleWords(j.Rule)
	if found := j.Decided(); len(found) > 0 {
		switch was, now := firstWords(found[0].Was, 60), firstWords(found[0].Now, 60); {
		case was != "" && now != "":
			why += ": “" + was + "” became “" + now + "”"
		case now != "":
			why += ": “" + now + "”"
		case was != "":
			why += ": “" + was + "”"
		}
	}
	return judged{j.Material, why}
}

// ruleWords say what a rule found.
func ruleWords(rule draft.Rule) string {
	switch rule {
	case draft.RuleNumber:
		return "a number, a date or an amount changed"
	case draft.RuleForce:
		return "a word changed that binds, allows or limits"
	case draft.RuleSentence:
		return "a sentence is new or gone"
	case draft.RuleShare:
		return "much of a sentence is other now"
	case draft.RuleFew:
		return "only few words of a sentence changed"
	case draft.RuleHeading:
		return "only a heading changed"
	case draft.RuleReference:
		return "only the number of another section changed"
	case draft.RuleSpelling:
		return "only the spelling changed"
	case draft.RuleMoved:
		return "sentences only moved"
	case draft.RuleAppearance:
		return "only the layout changed"
	case draft.RuleNothing:
	}
	return "the text is the same"
}

// decide takes the proposal, or what somebody says instead, into the change; both
// stand in the record.
func (j judged) decide(f *engagement.SectionRevised, said string) {
	f.Material, f.Rule = j.material, "proposed: "+j.yesNo()+", "+j.why
	switch said {
	case againYes:
		f.Material = true
	case againNo:
		f.Material = false
	}
	if f.Material != j.material {
		f.Rule += "; a person said otherwise"
	}
}

func (j judged) yesNo() string {
	if j.material {
		return "look again"
	}
	return "no need to look again"
}

// againWords tell the team whether people are asked to look again, and why.
func againWords(p engagement.Prepared) string {
	text := "Nobody is asked to look again"
	if p.Revision.Material {
		text = "Those who have answered are asked to look again"
	}
	if p.Revision.Rule != "" {
		text += " (" + plain(p.Revision.Rule) + ")"
	}
	return text + "."
}
