package conversations

import (
	"regexp"
	"strings"
	"time"

	"soundings/engagement"
)

// readNote reads who said it, how, when and what; problem says what is missing.
func (t *turn) readNote(text string) (h heard, problem string) {
	text, h.told = cutTold(text)
	rest, ok := t.cutOrganisation(&h, text)
	if !ok {
		return h, "I don't know from whom that is: begin with the name of somebody who is asked."
	}
	head, body := rest, ""
	if at := strings.IndexAny(rest, ",\n:"); at >= 0 {
		head, body = rest[:at], rest[at+1:]
	}
	if problem = t.readHead(&h, head); problem != "" {
		return h, problem
	}
	for part := range strings.SplitSeq(body, "\n") {
		l := readLine(theySaid.ReplaceAllString(part, "$1"))
		switch _, _, numbered := l.cutNumber(); {
		case l.empty():
		case !numbered && len(h.lines) > 0:
			last := &h.lines[len(h.lines)-1]
			*last = readLine(last.raw + "\n" + l.raw)
		default:
			h.lines = append(h.lines, l)
		}
	}
	if len(h.lines) == 0 && h.told == "" {
		return h, "What they said is missing: write it behind a comma, with the section and their view, if it is about one."
	}
	return h, ""
}

// cutOrganisation drops the longest name of an organisation from the start.
func (t *turn) cutOrganisation(h *heard, text string) (string, bool) {
	l, found := readLine(text), false
	l, _ = l.cutAny("from", "of")
	best := l
	for _, o := range t.state.Organisations() {
		if rest, ok := l.cut(nameKey(o.Name)); ok && len(nameKey(o.Name)) > len(nameKey(h.from.Name)) {
			best, found, h.from = rest, true, o
		}
	}
	return best.words(), found
}

// readHead reads how, when, and who.
func (t *turn) readHead(h *heard, text string) (problem string) {
	l := readLine(text)
	for _, how := range noteHows() {
		if rest, ok := l.cutAny(how.typed...); ok && h.how == "" {
			h.how, l = how.how, rest
		}
	}
	if h.how == "" {
		return "How did it come in? Write **phone**, **mail**, **meeting** or **paper** behind the name."
	}
	day := l.words()
	if at := withWho.FindStringSubmatchIndex(day); at != nil {
		h.who, day = oneLine(day[at[1]:]), day[:at[0]]
	}
	on, ok := t.readPast(day)
	if !ok {
		return "I couldn't read the day in “" + plain(oneLine(day)) + "”. Write it as in **3 June**, or leave it out for today."
	}
	h.on = on
	return ""
}

var withWho = regexp.MustCompile(`(?i)(?:^| )(?:with|from|for|by) `)

// readPast reads a day that is not to come; nothing is today.
func (t *turn) readPast(text string) (time.Time, bool) {
	today := t.now.In(t.zone())
	midnight := func(at time.Time) time.Time {
		return time.Date(at.Year(), at.Month(), at.Day(), 0, 0, 0, 0, t.zone())
	}
	switch l := readLine(strings.TrimPrefix(strings.TrimSpace(text), "on ")); {
	case l.empty(), l.is("today"):
		return midnight(today), true
	case l.is("yesterday"):
		return midnight(today.AddDate(0, 0, -1)), true
	default:
		at, ok := readMoment(l.words(), t.now, t.zone())
		at = at.In(t.zone())
		if _, weekday := weekdayOf(l); ok && weekday && midnight(at).After(t.now) {
			at = at.AddDate(0, 0, -7)
		}
		return midnight(at), ok && !midnight(at).After(t.now)
	}
}

func weekdayOf(l line) (time.Weekday, bool) {
	for day := time.Sunday; day <= time.Saturday; day++ {
		if name := strings.ToLower(day.String()); l.is(name, name[:3], "last "+name) {
			return day, true
		}
	}
	return 0, false
}

// section reads "6 risk: words"; without a number it is on none.
func (h heard) section(l line) (section int, stance engagement.Stance, words string) {
	rest, n, ok := l.cutNumber()
	if !ok {
		return 0, "", l.words()
	}
	words, stance, found := rest.cutStance()
	if !found {
		return n, "", rest.words()
	}
	return n, stance, words
}
