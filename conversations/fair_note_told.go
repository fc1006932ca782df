package conversations

import (
	"regexp"
	"slices"
	"strings"

	"soundings/bot"
	"soundings/engagement"
)

// weTold begins what the team told in a talk, wherever in a note it stands.
var weTold = regexp.MustCompile(`(?i)(?:^|[\n.;,/-] *)(?:and )?(?:we|i) (?:(?:have|also) )*(?:told (?:them|her|him)|told|said to (?:them|her|him)|said|answered)(?: that)?\s*:\s*`)

// theySaid is how whoever enters a note says that words which look like that are the
// supplier's own.
var theySaid = regexp.MustCompile(`(?i)\bthey said: ((?:and )?(?:we|i) )`)

// cutTold drops what the team told them from a note. It goes on to the end, or to a
// line that begins with a section and a view.
func cutTold(text string) (rest, told string) {
	at := weTold.FindStringIndex(text)
	if at == nil {
		return text, ""
	}
	rest, told = strings.TrimRight(text[:at[0]], " \n"), text[at[1]:]
	for i, r := range told {
		if l := readLine(told[i:]); r == '\n' && answerLike(l) {
			rest, told = rest+"\n"+l.raw, told[:i]
			break
		}
	}
	return rest, strings.TrimSpace(told)
}

// perhapsTold gives a sentence of a note that may be the team's own words, where it
// stands; nil: there is none.
func perhapsTold(o engagement.Organisation, text string) []int {
	begins := regexp.MustCompile(`(?i)(?:^|[\n.;,/-] *)((?:and )?(?:we|i) (?:(?:have|also) )*(?:told|said to|explained to) (?:them|her|him|` + regexp.QuoteMeta(oneLine(o.Name)) + `)\b[^\n.;]*)`)
	if at := begins.FindStringSubmatchIndex(text); at != nil {
		return at[2:4]
	}
	return nil
}

// askTold asks of a sentence that looks so who said it, before the supplier reads it as
// its own; false: none does. Nothing has been recorded then.
func (t *turn) askTold(h heard, text string) bool {
	whole := text
	text, told := cutTold(text)
	at := perhapsTold(h.from, text)
	if at == nil {
		return false
	}
	said := strings.TrimSpace(text[at[0]:at[1]])
	rest := strings.TrimRight(text[:at[0]], " \n,;/-") + text[at[1]:]
	ours := "note " + strings.TrimSpace(rest) + "\nwe told them: " + said
	theirs := "note " + text[:at[0]] + "they said: " + text[at[0]:]
	if told != "" {
		ours, theirs = ours+"\n"+told, theirs+"\nwe told them: "+told
	}
	blocks := []bot.Block{
		bot.Say("**Did you tell them that?** Then the others may need it, too, and it is no part of what they said. Nothing has been recorded yet."),
		{Quote: &bot.Quote{Words: said}},
	}
	if max(len(ours), len(theirs)) <= mostPressed {
		blocks = append(blocks, buttons(saysAgain("Yes, we told them", ours), saysAgain("No, they said it", theirs)))
	} else {
		blocks = append(blocks, bot.Say("Please send the note again, with **we told them:** before it, on a line of its own at the end; or with **they said:** before it. Here it is, so that it isn't lost:"), bot.Block{Quote: &bot.Quote{Words: whole}})
	}
	t.note(blocks...)
	return true
}

// notTaken keeps what the team told somebody of whom no answers are taken now, and
// gives back what they said; false: they are taken, or it was refused for something
// else.
func (t *turn) notTaken(h heard, refusal *engagement.Refusal) bool {
	name, why := "**"+plain(h.from.Name)+"**", ""
	switch {
	case refusal.Code == engagement.SteppedBack:
		why = name + " stepped back " + t.ago(refusal.At, t.now) + ". What it answered stays as it was, and nothing is added to it until it comes back."
	case refusal.Code == engagement.NotAdmitted:
		why = name + " is not in the dialogue, so nothing that it says now is an answer."
	case slices.Contains([]engagement.Code{engagement.NowPaused, engagement.NowClosed, engagement.NowDialogue}, refusal.Code):
		why = "No answers are taken now, also none that come by phone or on paper."
	default:
		return false
	}
	var said []string
	for _, l := range h.lines {
		said = append(said, l.raw)
	}
	blocks := []bot.Block{bot.Say(why)}
	if len(said) > 0 {
		blocks = append(blocks, bot.Say("What was said to you was **not** recorded. Here it is, so that it isn't lost:"), bot.Block{Quote: &bot.Quote{Words: strings.Join(said, "\n")}})
	}
	if told := t.toldInTalk(h); told != nil {
		t.reply("What "+oneLine(h.from.Name)+" was told", told...) // the room reads it, as of any other talk
	}
	t.note(blocks...)
	return true
}
