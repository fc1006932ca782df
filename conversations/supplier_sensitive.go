package conversations

import (
	"regexp"
	"strings"

	"soundings/bot"
	"soundings/engagement"
)

// secrecy is what somebody typed, beside an answer, of whether its words are
// commercially sensitive.
type secrecy int

const (
	secrecyUnsaid secrecy = iota
	saidSensitive         // "2 risk, sensitive: their words"
	saidOpen              // "2 risk, not sensitive: their words": these are no mark, however they begin
)

// sensitiveWords are what sets words off as commercially sensitive.
func sensitiveWords() []string {
	return []string{"commercially sensitive", "sensitive", "commercially confidential", "strictly confidential", "confidential", "in confidence"}
}

// cutMark drops a mark from the start: in brackets, or set off from what follows. A
// comma is no such sign: "sensitive, personal data" goes on.
func (l line) cutMark() (line, secrecy) {
	bare := strings.TrimLeft(l.norm, "([")
	found, rest := saidSensitive, fold(l.raw[l.at[len(l.norm)-len(bare)]:])
	inside := len(bare) < len(l.norm)
	if after, not := rest.cut("not"); not {
		found, rest = saidOpen, after
	}
	longest := 0
	for _, words := range sensitiveWords() {
		if _, ok := rest.cut(words); ok {
			longest = max(longest, len(words))
		}
	}
	if longest == 0 {
		return l, secrecyUnsaid
	}
	behind := strings.TrimLeft(rest.norm[longest:], " ")
	switch {
	case inside && strings.IndexByte("])", (behind + ".")[0]) >= 0:
		longest = strings.IndexAny(rest.norm, "])") + 1
	case inside, behind != "" && strings.IndexByte(":.;=-", behind[0]) < 0 && !rest.newlineAt(longest):
		return l, secrecyUnsaid
	}
	return rest.skip(longest), found
}

// viewed is a view, with the words and the mark that go with it.
type viewed struct {
	stance  engagement.Stance
	words   string
	secrecy secrecy
}

// cutSaid reads a view at the start, with a mark before or behind it. false: there
// is neither view nor mark; one that is marked may have no view.
func (l line) cutSaid() (viewed, bool) {
	if rest, m := l.cutMark(); m != secrecyUnsaid {
		words, stance, ok := rest.cutStance()
		if !ok {
			words = rest.words()
		}
		return viewed{stance, words, m}, true
	}
	if rest, ok := l.cutAny(sensitiveWords()...); ok {
		if words, stance, ok := rest.cutStance(); ok && words != rest.words() {
			return viewed{stance, words, saidSensitive}, true
		}
	}
	for _, stance := range engagement.Stances() {
		for _, variant := range variants(stance) {
			rest, found := l.cut(variant)
			if !found {
				continue
			}
			if after, m := rest.cutMark(); m != secrecyUnsaid {
				return viewed{stance, after.words(), m}, true
			}
		}
	}
	words, stance, ok := l.cutStance()
	return viewed{stance, words, secrecyUnsaid}, ok
}

// inBrackets is a mark that ends words.
var inBrackets = regexp.MustCompile(`[(\[](commercially )?(sensitive|confidential)[)\]][.]?$`)

// doubtful says whether words look as if a mark was meant.
func (l line) doubtful() bool {
	_, begins := fold(strings.TrimLeft(l.raw, " ([")).cutAny(sensitiveWords()...)
	return begins || inBrackets.MatchString(strings.ToLower(l.raw))
}

// askMark asks whether words that look marked are, before anything is recorded;
// false: they don't, or it was said.
func (t *turn) askMark(section int, stance engagement.Stance, words string) bool {
	if t.secrecy != secrecyUnsaid || t.used || t.org.Users || !fold(words).doubtful() {
		return false
	}
	head := itoa(section)
	if stance != "" {
		head += " " + wordsOf(stance).short + ","
	}
	yes, no := head+" sensitive: ", head+" not sensitive: "
	blocks := []bot.Block{
		bot.Say("**Are these words commercially sensitive?** Then they stay inside the buying team, and are shown in no room. Nothing has been recorded yet."),
		{Quote: &bot.Quote{Words: words}},
	}
	if len(no)+len(words) <= mostPressed {
		blocks = append(blocks, buttons(saysAgain("Yes, keep them inside the team", yes+words), saysAgain("No, record them as usual", no+words)))
	} else {
		blocks = append(blocks, bot.Say("Please send them again, with **"+yes+"** or **"+no+"** before them."))
	}
	t.note(blocks...)
	return true
}

// marking is "mark 2 as sensitive" and what is like it.
var marking = regexp.MustCompile(`^(?:(?:please|mark|make|keep|treat|section|part|our|my|the|answers?|to|on) )*#?(\d{1,2}|q\d{1,3}|this|that|it) (?:(?:is|as|to be) )?(?:commercially )?(not )?(?:sensitive|confidential)(?: please)?[ .]*($|:)`)

// asMarking reads "mark 2 sensitive" as "sensitive 2": the mark on an answer there is.
func (l line) asMarking() line {
	found := marking.FindStringSubmatchIndex(l.norm)
	if found == nil {
		return l
	}
	typed := "sensitive"
	if found[4] >= 0 {
		typed = "not sensitive"
	}
	which, why := l.norm[found[2]:found[3]], l.skip(found[1]).words()
	_, told := l.cutAny("please", "mark", "make", "keep", "treat")
	switch {
	case why != "" && l.norm[0] == 'q':
		return readLine("answer " + l.raw)
	case why != "" && !told:
		return l // "2 sensitive: their words" is an answer
	}
	if which != "this" && which != "that" && which != "it" {
		typed += " " + which
	}
	if why != "" {
		typed += ": " + why
	}
	return readLine(typed)
}

// keptInside says in a channel, to whoever marked words there, that they still stand
// there.
func (t *turn) keptInside() []bot.Block {
	text := strings.TrimSpace(t.stillStands())
	if t.secrecy != saidSensitive || t.ev.Kind != bot.Said || text == "" {
		return nil
	}
	return []bot.Block{bot.Say(text)}
}

// takeKept gives the words that waited to what they belong to, with their mark.
func (t *turn) takeKept(p placed) {
	t.used = true
	if p.Sensitive {
		t.secrecy = saidSensitive
	}
}
