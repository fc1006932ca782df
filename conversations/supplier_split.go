package conversations

import (
	"strings"

	"soundings/bot"
)

// runOn reads answers that follow one another with nothing between them, such as "1
// works 2 can't". It is a guess, so whoever wrote it is asked. Nil: there is one, or
// they stand apart.
func (t *turn) runOn(l line) []single {
	var all []single
	rest := l
	for !rest.empty() {
		end := len(rest.raw)
		for i := 1; i < len(rest.raw); i++ {
			if rest.raw[i-1] == ' ' && t.beginsAnswer(rest.raw[i:], all) {
				if _, ok := fold(strings.TrimFunc(rest.raw[:i], blank)).oneOrMore(true); ok {
					end = i
					break
				}
			}
		}
		found, ok := fold(strings.TrimFunc(rest.raw[:end], blank)).oneOrMore(true)
		if !ok {
			return nil
		}
		all = append(all, found...)
		rest = fold(strings.TrimLeftFunc(rest.raw[end:], blank))
	}
	return all
}

// beginsAnswer says whether an answer to a section that is there, and not among those
// before, begins with these words.
func (t *turn) beginsAnswer(text string, before []single) bool {
	if text == "" || text[0] < '0' || text[0] > '9' {
		return false
	}
	next := text[:min(len(text), maxHead)]
	for len(next) > 0 && next[len(next)-1] >= 0x80 && len(next) == maxHead {
		next = next[:len(next)-1] // a letter may be cut through
	}
	found, ok := fold(next).oneOrMore(true)
	if !ok {
		return false
	}
	for _, a := range found {
		if _, known := t.state.Section(a.section); !known {
			return false
		}
		for _, b := range before {
			if b.section == a.section {
				return false
			}
		}
	}
	return true
}

// askSplit keeps what reads like several answers until it is said whether they are.
func (t *turn) askSplit(l line, answers []single) {
	t.place(placed{Awaits: awaitsSplit, Words: l.words(), For: t.forWhom, Asked: t.question()})
	lines := make([]string, len(answers))
	for i, a := range answers {
		s, _ := t.state.Section(a.section)
		lines[i] = "- **" + name(s) + "**: " + labelFor(a.stance, t.org.Users)
		if a.words != "" {
			lines[i] += ", “" + plain(a.words) + "”"
		}
	}
	n := numberWord(len(answers))
	t.reply("",
		bot.Say("**Are these "+n+" answers, or one?** Nothing has been recorded yet.\n\n"+strings.Join(lines, "\n")),
		buttons(t.answers(upperFirst(n)+" answers", n+" answers", 0), t.answers("One answer", "one answer", 0)),
		bot.Aside("Set off by commas, or each on a line of its own, they are taken as several at once. To drop it, write **cancel**."),
	)
}

// numberWord writes a small number out.
func numberWord(n int) string {
	words := []string{"no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"}
	if n < len(words) {
		return words[n]
	}
	return itoa(n)
}

// saysSplit takes the choice; false: it is none.
func (t *turn) saysSplit(l line, c inHand) bool {
	kept := readLine(c.Words)
	answers := t.runOn(kept)
	n := numberWord(len(answers))
	switch {
	case l.is(n+" answers", n, itoa(len(answers)), "several", "several answers", "all of them"):
		t.forWhom, t.choosing = c.For, true
		t.takeSeveral(answers, kept.words())
	case l.is("one answer", "one", "1", "it is one", "just one"):
		t.used, t.asOne, t.forWhom = true, true, c.For
		if !t.several(kept) {
			t.answered(kept, inHand{standing: t.here()})
		}
	case l.drops():
		t.dropped(0)
	default:
		return false
	}
	return true
}

// askStill keeps words on a section that has an answer until it is said whether they go
// with its view; false: it is no such section, or not the one that they are on.
func (t *turn) askStill(section int, words string) bool {
	r := t.mine(section)
	_, old := t.oldText(section)
	if r == nil || old || t.state.Stale(r) || t.colleagues(r) || t.ev.Kind != bot.Said || t.accepts() != nil {
		return false
	}
	t.place(placed{Section: section, Awaits: awaitsStill, Words: words, Sensitive: t.secrecy == saidSensitive, For: t.forWhom, Asked: t.question()})
	s, _ := t.state.Section(section)
	t.reply("",
		bot.Say("I have your words on "+name(s)+". **Do they go with “"+labelFor(r.Stance, t.org.Users)+"”, which you said of it?** They are recorded once you choose."),
		buttons(t.answers("Yes, add them", "add them", section), t.answers("My view has changed", "it has changed", section)),
	)
	return true
}

// saysStill takes the choice; false: it is none.
func (t *turn) saysStill(l line, c inHand) bool {
	switch {
	case l.is("add them", "yes", "yes add them", "yes, add them", "it does", "they do"):
		t.takeKept(c.placed)
		t.forWhom = c.For
		t.words(c.Section, c.Words)
	case l.is("it has changed", "no", "my view has changed", "changed", "it changed"):
		t.used = true
		p := c.placed
		p.Awaits, p.Asked = awaitsStance, t.question()
		t.place(p)
		t.reply("",
			bot.Say("**Which of these is it now?** It takes the place of what you said, and your words are recorded with it."),
			t.stanceButtons(c.Section, func(label, typed string) bot.Button { return t.answers(label, typed, c.Section) }),
		)
	case l.drops():
		t.dropped(c.Section)
	default:
		return false
	}
	return true
}
