package conversations

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"soundings/bot"
	"soundings/digest"
	"soundings/engagement"
)

// What the clock brings. The names stand in records: add, never change.
const (
	dueClose  = "close"
	dueDigest = "digest"
	// dueInvited, a colon and the key of the room: its invitation expires.
	dueInvited = "invited"
	// dueCode, a colon and what we call it: a code that nobody used expires.
	dueCode = "code"
	// dueSafety, a colon and the id: nobody has said yet that they see to it.
	dueSafety = "safety"
)

// Due implements bot.Domain.
func (d *Domain) Due(now time.Time) (events []bot.Event, next time.Time) {
	add := func(what string, at time.Time) {
		if at.After(now) {
			if next.IsZero() || at.Before(next) {
				next = at
			}
			return
		}
		slot := at.UTC().Format(time.RFC3339)
		events = append(events, bot.Event{ID: what + ":" + slot, Action: what, Value: slot})
	}
	d.releasesDue(add)
	d.invitationsDue(add)
	d.codesDue(add)
	d.safetyDue(add)
	if d.state.Stage() == engagement.Talking {
		d.talkingDue(now, add)
	}
	// Oldest first: what was missed is made up in the order in which it fell due.
	slices.SortStableFunc(events, func(a, b bot.Event) int { return compare(a.Value, b.Value) })
	return slices.CompactFunc(events, func(a, b bot.Event) bool { return a.ID == b.ID }), next
}

// talkingDue adds what is due while suppliers answer.
func (d *Domain) talkingDue(now time.Time, add func(what string, at time.Time)) {
	schedule, planned, err := d.planned()
	if err == nil && planned {
		since := digest.DueSince(d.state)
		if slot, ok := schedule.Due(since, now); ok && slot.Before(d.closing(slot)) {
			add(dueDigest, slot)
		}
		if slot, ok := schedule.Next(now); ok && slot.Before(d.closing(slot)) {
			add(dueDigest, slot)
		}
	}
	d.remindersDue(now, add)
	d.outDigestDue(now, add)
	if at := d.state.Notice().Planned; !at.IsZero() {
		add(dueNotice, at)
	}
	if closing := d.state.About().Closing; !closing.IsZero() {
		add(dueClose, closing)
	}
	d.closingDue(add)
}

// closing is the closing time, or something after t where there is none.
func (d *Domain) closing(t time.Time) time.Time {
	if closing := d.state.About().Closing; !closing.IsZero() {
		return closing
	}
	return t.Add(time.Hour)
}

// nextDigest is when the next digest comes; false: none is planned, or it
// would come after the close.
func (t *turn) nextDigest() (time.Time, bool) {
	if t.state.Stage() != engagement.Talking && t.state.Stage() != engagement.Preparing {
		return time.Time{}, false
	}
	schedule, planned, err := t.planned()
	if err != nil || !planned {
		return time.Time{}, false
	}
	after := t.now
	if opening := t.state.About().Opening; opening.After(after) {
		after = opening
	}
	slot, ok := schedule.Next(after)
	return slot, ok && slot.Before(t.closing(slot))
}

// tick decides what the clock brings.
func (t *turn) tick() {
	if t.ev.Again {
		return
	}
	slot, err := time.Parse(time.RFC3339, t.ev.Value)
	key, expired := strings.CutPrefix(t.ev.Action, dueInvited+":")
	switch {
	case err != nil:
	case strings.HasPrefix(t.ev.Action, dueSafety+":"):
		t.safetyWaits(strings.TrimPrefix(t.ev.Action, dueSafety+":"))
	case expired:
		t.invitationExpired(key)
	case strings.HasPrefix(t.ev.Action, dueCode+":"):
		t.expireCode(strings.TrimPrefix(t.ev.Action, dueCode+":"))
	case t.ev.Action == dueNotice:
		t.noticeComes()
	case t.ev.Action == dueClose:
		if t.state.Stage() == engagement.Talking { // and was not paused at the same moment
			t.closeNow("")
		}
	case t.ev.Action == dueClosing:
		t.endsSoon()
	case t.ev.Action == dueRelease:
		t.sendDue(slot)
	case t.ev.Action == dueOutDigest:
		t.putOutDigest()
	case t.ev.Action == dueDigest:
		t.makeDigest(slot, false)
	case t.ev.Action == dueRemind, t.ev.Action == dueLastCall:
		t.remind(slot, t.ev.Action == dueLastCall)
	}
}

// clockwork writes the times of a schedule as they are read: 16:00 for "4pm",
// "4 pm" and "16.00". What it does not know it leaves alone.
func clockwork(spec string) string {
	words := strings.Fields(strings.NewReplacer(" am", "am", " pm", "pm").Replace(spec))
	for i, word := range words {
		var r momentReader
		switch {
		case i == len(words)-1 && (word == "noon" || word == "midday"):
			words[i] = "12:00"
		case strings.ContainsAny(word, "*/,") || !strings.ContainsAny(word, ".:m"):
		case r.readClock(word):
			words[i] = fmt.Sprintf("%d:%02d", r.hour, r.minute)
		}
	}
	return strings.Join(words, " ")
}

// schedule sets when digests are made.
func (t *turn) schedule(l line) {
	set := t.state.Schedule()
	switch {
	case l.empty():
		t.note(bot.Say(t.digestPlan()), bot.Aside("Write for example **schedule fridays 16:00**, or **schedule off**."))
		return
	case l.is("off", "none", "stop", "never"):
		facts, refusal := t.state.Plan(engagement.ScheduleSet{By: t.person()})
		if t.take(facts, refusal) {
			t.reply("", bot.Say("No digest is planned any more. **digest** makes one at any time."))
		}
		return
	}
	zone := t.state.About().Zone
	spec := clockwork(l.norm)
	except := t.except(set.Except)
	if _, err := digest.ParseSchedule(spec, zone, digest.Options{WorkingDays: true, Except: except}); err != nil {
		t.note(bot.Say(plain(sentence(err.Error()))), bot.Aside("Nothing was changed."))
		return
	}
	facts, refusal := t.state.Plan(engagement.ScheduleSet{Digest: spec, Zone: zone, WorkingDays: true, Except: except, By: t.person()})
	if !t.take(facts, refusal) {
		return
	}
	t.reply("", bot.Say(t.digestPlan()), bot.Aside(t.noDigestOn(except)))
}

// except gives the days without a digest, beside weekends and bank holidays:
// those the engagement has, and those of the settings. What has passed is left
// out. They are recorded, so that later settings change nothing.
func (t *turn) except(own []string) []string {
	yesterday := t.now.In(t.zone()).AddDate(0, 0, -1).Format(time.DateOnly)
	all := slices.Concat(own, t.settings.Holidays)
	slices.Sort(all)
	return slices.DeleteFunc(slices.Compact(all), func(day string) bool { return day < yesterday })
}

// noDigestOn says on which days there is no digest.
func (t *turn) noDigestOn(except []string) string {
	when := []string{"At weekends", "on bank holidays"}
	if n := len(except); n > 3 {
		when = append(when, "on "+count(n, "day", "days")+" that your service lists")
	} else if n > 0 {
		var days []string
		for _, text := range except {
			if day, err := time.ParseInLocation(time.DateOnly, text, t.zone()); err == nil {
				days = append(days, t.day(day, t.now))
			}
		}
		when = append(when, "on "+series(days))
	}
	return series(when) + " there is none; the next one then tells of the longer time."
}

// schedules keeps the schedule that is set as it was read: the clock asks for it
// with every batch of events.
type schedules struct {
	of       engagement.Schedule
	schedule digest.Schedule
	planned  bool
	err      error
	read     bool
}

// planned is the schedule of digests; false: none is set.
func (d *Domain) planned() (digest.Schedule, bool, error) {
	k, set := &d.schedules, d.state.Schedule()
	same := k.read && k.of.Digest == set.Digest && k.of.Zone == set.Zone && k.of.WorkingDays == set.WorkingDays &&
		slices.Equal(k.of.Except, set.Except)
	if !same {
		k.schedule, k.planned, k.err = digest.ScheduleOf(d.state)
		k.of, k.read = set, true
	}
	return k.schedule, k.planned, k.err
}
