package conversations

import (
	"fmt"
	"slices"
	"time"

	"soundings/bot"
	"soundings/digest"
	"soundings/engagement"
)

// What the clock brings to suppliers. The names stand in records: add, never
// change.
const (
	dueRemind   = "remind"
	dueLastCall = "lastcall"
)

// When suppliers hear from us by our own accord: two slots a week, on working
// days.
const (
	supplierSlots = "tue thu 10:00"
	slotHour      = 10
	// slotWindow is how long after its time a slot may still be used: within
	// working hours, not in the night after the service was down.
	slotWindow = 6 * time.Hour
)

// Who is left in peace.
const (
	quietAfter    = 4 * 24 * time.Hour // something was heard from the organisation, or it was invited
	quietReminded = 6 * 24 * time.Hour // it was reminded: one reminder between two digests
	lastCallDays  = 2                  // before the close, for those who are not through
)

// slots gives the two slots of a week.
func (d *Domain) slots() (digest.Schedule, bool) {
	zone, except, spec := d.zone(), d.state.Schedule().Except, d.slotSpec()
	if d.slotted.spec != spec || d.slotted.zone != zone || !slices.Equal(d.slotted.except, except) {
		s, err := digest.ParseSchedule(spec, zone.String(), digest.Options{WorkingDays: true, Except: except})
		d.slotted = slotted{spec, zone, except, s, err == nil}
	}
	return d.slotted.slots, d.slotted.ok
}

// slotted is the slots as they were read for a zone and days without them.
type slotted struct {
	spec   string
	zone   *time.Location
	except []string
	slots  digest.Schedule
	ok     bool
}

// lastCall is when those who are not through are told that it closes: in the
// morning, two days before, on a working day. Zero: never.
func (d *Domain) lastCall() time.Time {
	closing := d.state.About().Closing
	if closing.IsZero() {
		return time.Time{}
	}
	closing = closing.In(d.zone())
	at := time.Date(closing.Year(), closing.Month(), closing.Day()-lastCallDays, slotHour, 0, 0, 0, closing.Location())
	for !digest.WorkingDay(at) {
		at = at.AddDate(0, 0, -1)
	}
	if !at.After(d.state.OpenedAt().Add(quietAfter)) {
		return time.Time{} // it is open for a few days only: they have just been asked
	}
	return at
}

// remindersDue adds what is due to suppliers, and when the next may be.
func (d *Domain) remindersDue(now time.Time, add func(what string, at time.Time)) {
	opened, lastCall := d.state.OpenedAt(), d.lastCall()
	if opened.IsZero() || len(d.state.Organisations()) == 0 {
		return
	}
	since := opened
	if d.talk.remind.After(since) {
		since = d.talk.remind
	}
	if lastCall.After(since) && now.Before(lastCall.Add(slotWindow)) {
		add(dueLastCall, lastCall)
	}
	slots, ok := d.slots()
	if !ok {
		return
	}
	// A reminder shortly before the last call would be one too many.
	fits := func(slot time.Time) bool {
		return slot.Before(d.closing(slot)) && (lastCall.IsZero() || slot.Before(lastCall.Add(-quietAfter)))
	}
	if slot, ok := slots.Due(since, now); ok && fits(slot) && now.Before(slot.Add(slotWindow)) {
		add(dueRemind, slot)
	}
	if slot, ok := slots.Next(now); ok && fits(slot) {
		add(dueRemind, slot)
	}
}

// remind reminds whoever has something to do and has been quiet for a while,
// unless that went with what went to everybody in the same slot.
func (t *turn) remind(slot time.Time, last bool) {
	if !slot.After(t.talk.remind) {
		return
	}
	for _, o := range t.reminded(slot, last) {
		t.postReminder(o, slot, last)
	}
}

// reminded gives those who are reminded in a slot, and records that they are.
func (t *turn) reminded(slot time.Time, last bool) []engagement.Organisation {
	var who []engagement.Organisation
	done := reminded{Slot: slot}
	for _, o := range t.state.Organisations() {
		if t.mayRemind(o, slot, last) {
			who = append(who, o)
			done.Organisations = append(done.Organisations, o.ID)
		}
	}
	t.remember(kindReminded, done)
	return who
}

// postReminder posts a reminder by itself.
func (t *turn) postReminder(o engagement.Organisation, slot time.Time, last bool) {
	what := dueRemind
	if last {
		what = dueLastCall
	}
	m := t.reminder(o, last)
	m.Key, m.To = what+":"+o.ID+":"+slot.UTC().Format(time.RFC3339), t.hears(o)
	t.post(m)
}

// remindedWith gives those who are reminded in the slot in which something goes to
// everybody, and whether it is the last time.
func (t *turn) remindedWith(slot time.Time) (who []engagement.Organisation, last bool) {
	if slot.IsZero() || t.state.Stage() != engagement.Talking {
		return nil, false
	}
	falls := false
	t.remindersDue(t.now, func(what string, at time.Time) {
		if at.Equal(slot) {
			falls, last = true, what == dueLastCall
		}
	})
	if falls {
		who = t.reminded(slot, last)
	}
	return who, last
}

// mayRemind says whether an organisation is reminded: never one that is
// through, has stepped back or asked for fewer messages.
func (t *turn) mayRemind(o engagement.Organisation, slot time.Time, last bool) bool {
	if o.SteppedBack() || t.talk.fewer[o.ID] || t.through(o) {
		return false
	}
	if last {
		return true
	}
	heard := t.state.OpenedAt()
	for _, at := range []time.Time{o.Invited, o.Answered, o.Returned, t.lastOnInquiry(o)} {
		if at.After(heard) {
			heard = at
		}
	}
	return slot.Sub(heard) >= quietAfter && slot.Sub(t.talk.reminds[o.ID]) >= quietReminded
}

// through says whether an organisation has nothing left to do. A users' group
// is when one of its members has spoken: nobody has to say anything.
func (d *Domain) through(o engagement.Organisation) bool {
	if o.Users {
		return d.state.Heard(o)
	}
	_, todo := d.todo(o, 0, "")
	return !todo
}

// reminder is what an organisation reads that has something to do.
func (t *turn) reminder(o engagement.Organisation, last bool) bot.Message {
	about := t.state.About()
	until := t.moment(about.Closing, t.now)
	m := bot.Message{Class: bot.Notice, Title: oneLine(about.Title) + ": " + t.reminderHead(last), Plain: o.Users}
	if o.Users {
		m.Blocks = []bot.Block{
			bot.Say("We would still like to hear what you think. Answer until " + until + ", as much or as little as you like."),
			buttons(view("See the parts", "sections")),
		}
		return m
	}
	s, _ := t.nextOf(o, "")
	next := "Next: " + label(s)
	text := t.reminderText(o)
	if o.Answered.IsZero() {
		next = "Start with " + label(s)
	}
	text += " Answers are taken until **" + until + "**."
	if last {
		text += " After that they can't be."
	}
	m.Blocks = []bot.Block{
		bot.Say(text),
		buttons(opens(next, actionForm, fmt.Sprint(s.ID), fmt.Sprintf("show %d", s.ID)), press("Fewer messages", "fewer messages"), press("Step back", "step back")),
	}
	return m
}

// reminderHead is what a reminder is, in a few words.
func (t *turn) reminderHead(last bool) string {
	if last {
		return "closes " + t.daysTo(t.state.About().Closing)
	}
	return "still open"
}

// reminderText says where the organisation stands.
func (t *turn) reminderText(o engagement.Organisation) string {
	need := 0
	var most []string
	left, _ := t.state.ToAnswer(o.ID, "")
	for _, s := range left {
		need += s.Minutes
		if s.Priority {
			most = append(most, fmt.Sprint(s.ID))
		}
	}
	text := fmt.Sprintf("%s has answered %s; the rest takes about %s.", plain(o.Name), t.answeredSoFar(o, "sections"), minutes(need))
	switch {
	case !t.state.Heard(o):
		text = "We would still like to hear from " + plain(o.Name) + ". One section is enough to be heard, and takes a few minutes."
	case o.Answered.IsZero():
		text = plain(o.Name) + " has answered what we asked. If a section concerns you, too: each takes a few minutes."
	}
	if len(most) > 0 {
		text += " What matters most to us: " + series(most) + "."
	}
	return text
}

// daysTo says in how many days something is.
func (t *turn) daysTo(at time.Time) string {
	switch days := calendarDays(t.now.In(t.zone()), at.In(t.zone())); {
	case days <= 0:
		return "today"
	case days == 1:
		return "tomorrow"
	default:
		return "in " + count(days, "day", "days")
	}
}
