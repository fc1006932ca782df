package conversations

import (
	"fmt"
	"regexp"
	"slices"
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

// inBrackets is a mark that ends words, and saidWithin one that stands within them.
var (
	inBrackets = regexp.MustCompile(`[(\[](commercially )?(sensitive|confidential)[)\]][.]?$`)
	saidWithin = regexp.MustCompile(`\b(?:(?:this|that|it|these|those|all|words?|figures?|numbers?|answer)(?:'s| is| are) (?:(?:commercially|strictly|highly|very) )?(?:sensitive|confidential)|(?:commercially|strictly) (?:sensitive|confidential)|in (?:strict )?confidence|(?:keep|stays?) (?:this|it|that )?(?:private|secret|inside|to yourselves)|between (?:us|ourselves)|not for (?:the )?others)\b|[,;:.-] ?(?:sensitive|confidential)[ .]*$`)
)

// doubtful says whether words look as if a mark was meant.
func (l line) doubtful() bool {
	_, begins := fold(strings.TrimLeft(l.raw, " ([")).cutAny(sensitiveWords()...)
	text := strings.ToLower(strings.Join(strings.Fields(l.raw), " "))
	if begins || inBrackets.MatchString(text) {
		return true
	}
	for _, at := range saidWithin.FindAllStringIndex(text, -1) {
		before, behind := strings.TrimRight(text[:at[0]], " "), text[at[1]:]
		denied := strings.HasSuffix(before, " not") || strings.HasSuffix(before, "n't") || before == "not"
		if !denied && !strings.HasPrefix(behind, " and ") {
			return true
		}
	}
	return false
}

// doubtMark takes words that look marked for commercially sensitive where it was not
// said: so they are neither lost nor open while nobody answers, and whoever wrote them
// opens them with one press.
func (t *turn) doubtMark(section int, words string) {
	if t.secrecy != secrecyUnsaid || t.used || t.org.Users || !fold(words).doubtful() {
		return
	}
	t.secrecy = saidSensitive
	t.doubted = append(t.doubted, section)
}

// askMark asks whether words that were taken for commercially sensitive are; nil: none
// were.
func (t *turn) askMark() []bot.Block {
	if len(t.doubted) == 0 {
		return nil
	}
	var row []bot.Button
	for _, n := range t.doubted {
		row = append(row, press(fmt.Sprintf("%d is not sensitive", n), fmt.Sprintf("not sensitive %d", n)))
	}
	return []bot.Block{
		bot.Say("**Your words look as if they were commercially sensitive**, so they stay inside the buying team, and are shown in no room. If they are not:"),
		buttons(row[:min(len(row), mostButtons)]...),
	}
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
// there; and asks of words that only look marked.
func (t *turn) keptInside() []bot.Block {
	text := strings.TrimSpace(t.stillStands())
	if t.secrecy != saidSensitive || t.ev.Kind != bot.Said || text == "" {
		return t.askMark()
	}
	return append([]bot.Block{bot.Say(text)}, t.askMark()...)
}

// takeKept gives the words that waited to what they belong to, with their mark.
func (t *turn) takeKept(p placed) {
	t.used = true
	if p.Sensitive {
		t.secrecy = saidSensitive
	}
}

// waitsInside says of words that wait for their view that they will be kept inside.
func (t *turn) waitsInside() []bot.Block {
	if len(t.doubted) == 0 {
		return nil
	}
	return []bot.Block{bot.Say(fmt.Sprintf("**They look commercially sensitive**, and are recorded so. Once you have chosen, **not sensitive %d** takes that back.", t.doubted[0]))}
}

// opensOthers asks somebody who takes a mark away whether a colleague's words may be
// opened with it; false: there are none, or it was said. The words of an answer are one
// text, so that they open together or not at all.
func (t *turn) opensOthers(f *engagement.ResponseGiven, all string) bool {
	r := t.mine(f.Section)
	if r == nil || t.org.Users || readLine(all).is("all", "all of it", "open all of it") {
		return false
	}
	var whose []string
	add := func(p engagement.Person) {
		if p != "" && p != t.person() && !slices.Contains(whose, named(p)) {
			whose = append(whose, named(p))
		}
	}
	if r.Sensitive {
		add(t.talk.holder(r))
		add(r.Person)
	} else if r.Private != "" {
		if add(r.PrivateBy); r.PrivateBy == "" {
			whose = []string{"a colleague"}
		}
	}
	if len(whose) == 0 {
		return false
	}
	t.note(
		bot.Say(fmt.Sprintf("**That opens words that %s wrote, too.** They stand together, so all of them would be read like any others. Nothing has been changed yet.", series(whose))),
		buttons(press("Open all of it", fmt.Sprintf("not sensitive %d: all of it", f.Section))),
		bot.Aside("If they should stay inside the buying team, leave it as it is."),
	)
	return true
}
