package conversations

import (
	"slices"
	"strings"

	"soundings/bot"
	"soundings/engagement"
)

// single is one of several answers in one message.
type single struct {
	section int
	stance  engagement.Stance
	words   string
	secrecy secrecy
}

// several takes "3 and 4: works", and a list with one answer on each line. All
// of them are recorded, or none; what a colleague answered otherwise stays.
func (t *turn) several(l line) bool {
	answers := l.singles()
	if run := t.runOn(l); !t.asOne && len(run) > max(1, len(answers)) && t.accepts() == nil {
		t.askSplit(l, run)
		return true
	}
	if len(answers) < 2 {
		return false
	}
	t.takeSeveral(answers, l.words())
	return true
}

// takeSeveral records a list of answers, all of it or nothing, once nothing in it is to
// be asked about.
func (t *turn) takeSeveral(answers []single, text string) {
	if t.severalOnOld(answers, text) {
		return
	}
	for i, a := range answers {
		t.secrecy = a.secrecy
		t.doubtMark(a.section, a.words)
		answers[i].secrecy = t.secrecy
	}
	if t.askPriceOfSeveral(answers, text) {
		return
	}
	t.used = t.used || t.choosing
	given, same, theirs, refusal := t.givable(answers)
	if refusal != nil {
		t.refuseKeeping(refusal, text)
		return
	}
	first := t.org.Answered.IsZero()
	sections := same
	var replaced []*engagement.Response
	for _, f := range given {
		replaced = append(replaced, t.mine(f.Section))
		facts, _ := t.state.Answer(t.now, f)
		if !t.take(facts, nil) {
			return
		}
		sections = append(sections, f.Section)
	}
	t.severalRecorded(sections, theirs, first)
	t.tookPlace(replaced...)
	for _, before := range replaced {
		t.givenBack(before)
		t.privateGone(before)
	}
}

// givable sorts answers into those to record, the sections on which a colleague
// said the same, and those on which one said something else.
func (t *turn) givable(answers []single) (given []engagement.ResponseGiven, same []int, theirs []engagement.Section, refusal *engagement.Refusal) {
	for _, a := range answers {
		s, known := t.state.Section(a.section)
		if !known {
			return nil, nil, nil, &engagement.Refusal{Code: engagement.UnknownSection, Section: a.section}
		}
		t.secrecy = a.secrecy
		f := t.given(a.section, a.stance, a.words)
		if _, refusal := t.state.Answer(t.now, f); refusal != nil {
			return nil, nil, nil, refusal
		}
		before := t.mine(a.section)
		switch {
		case before != nil && !t.state.Stale(before) && a.words == "" && before.Words != "" && before.Stance == a.stance && a.secrecy == secrecyUnsaid:
			same = append(same, a.section) // what holds only on a condition is not swept away
		case before == nil || t.state.Stale(before) || !t.colleagues(before):
			given = append(given, f)
		case before.Stance != a.stance || a.words != "":
			theirs = append(theirs, s)
		default:
			same = append(same, a.section)
		}
	}
	return given, same, theirs, nil
}

// severalRecorded says what is recorded, section by section.
func (t *turn) severalRecorded(sections []int, theirs []engagement.Section, first bool) {
	slices.Sort(sections)
	sections = slices.Compact(sections)
	var blocks []bot.Block
	var lines []string
	for _, n := range sections {
		lines = append(lines, "- "+t.recordedAs(t.mine(n)))
	}
	if len(lines) > 0 {
		blocks = append(blocks, bot.Say("Recorded for "+plain(t.org.Name)+":\n\n"+strings.Join(lines, "\n")), bot.Say(t.progress()))
	}
	if len(theirs) > 0 {
		blocks = append(blocks, bot.Say("Not touched, since a colleague of yours answered: "+titles(theirs)+". Send yours alone, and I ask whether it takes that place."))
	}
	last := 0
	for _, n := range sections {
		last = n
		if s, _ := t.state.Section(n); t.asksBid(t.mine(n), s) {
			blocks = append(blocks, bot.Say("On **"+name(s)+"**:"))
			blocks = append(blocks, t.bidQuestion(n)...)
		}
	}
	if first && last != 0 {
		blocks = append(blocks, bot.Aside(t.firstAnswer(t.mine(last))))
	}
	blocks = append(blocks, t.keptInside()...)
	if last != 0 {
		blocks = append(blocks, t.askWho()...)
	}
	t.place(placed{Section: last, Entries: t.entriesOf(sections)})
	t.reply("", append(blocks, t.nextOrLast(last)...)...)
	if len(sections) > 0 {
		t.refreshList(t.org)
	}
}

// entriesOf names the answers of this person to the sections.
func (t *turn) entriesOf(sections []int) string {
	var ids []string
	for _, n := range sections {
		if r := t.mine(n); r != nil && r.Person == t.person() {
			ids = append(ids, r.ID)
		}
	}
	return strings.Join(ids, ",")
}

// singles reads several answers: a list, one on each line, or one after
// another within a line; and one view on several sections. Nothing is read
// where what begins is no answer.
func (l line) singles() []single {
	var all []single
	rest := l.unlisted()
	for !rest.empty() {
		end := rest.nextAnswer()
		found, ok := fold(strings.TrimFunc(rest.raw[:end], blank)).oneOrMore(true)
		if !ok {
			return nil
		}
		all = append(all, found...)
		rest = fold(strings.TrimLeftFunc(rest.raw[end:], blank)).unlisted()
	}
	return all
}

// unlisted drops the mark of a list's item.
func (l line) unlisted() line {
	return fold(strings.TrimLeft(l.raw, "-*•; \t"))
}

// nextAnswer is where in raw the next answer begins, or its end.
func (l line) nextAnswer() int {
	for i := 1; i < len(l.raw); i++ {
		newline := l.raw[i-1] == '\n'
		after := i > 1 && l.raw[i-1] == ' ' && strings.IndexByte(".;,", l.raw[i-2]) >= 0
		if !newline && !after {
			continue
		}
		if _, ok := fold(strings.TrimFunc(l.raw[:i], blank)).oneOrMore(true); !ok {
			continue
		}
		next := l.raw[i:min(len(l.raw), i+maxHead)]
		for len(next) > 0 && next[len(next)-1] >= 0x80 && len(next) == maxHead {
			next = next[:len(next)-1] // a letter may be cut through
		}
		if _, ok := fold(strings.TrimLeftFunc(next, blank)).unlisted().oneOrMore(newline); ok {
			return i
		}
	}
	return len(l.raw)
}

// oneOrMore reads one view on one or more sections, with its words. Loosely,
// the words need not be set off.
func (l line) oneOrMore(loosely bool) ([]single, bool) {
	sections, rest, ok := l.numbers()
	if !ok {
		return nil, false
	}
	s, ok := rest.cutSaid()
	if !ok || s.stance == "" || !loosely && s.words != "" && s.words == rest.words() {
		return nil, false
	}
	words := strings.TrimRight(s.words, " ,;\t\r\n")
	all := make([]single, 0, len(sections))
	for _, n := range sections {
		all = append(all, single{n, s.stance, words, s.secrecy})
	}
	return all, true
}
