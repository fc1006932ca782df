package digest

import (
	"iter"
	"time"

	"soundings/engagement"
)

// horizon is how far a schedule is looked along, in days: more than the
// longest gap a schedule can have (29 February that is a working day).
const horizon = 40 * 366

// aDay is one of wall time, which is stepped as if it were UTC.
const aDay = 24 * time.Hour

// Options limit the days of a schedule. A slot on a day that is left out is
// skipped, not moved: the next one tells of the longer time.
type Options struct {
	WorkingDays bool     // not at weekends and on bank holidays (England and Wales)
	Except      []string // further days without, as 2026-12-24
}

// Schedule is when digests are due. It steps in plain wall time and maps each
// slot to the zone. Where the clocks go forward, a slot that does not exist is
// due at the first minute that does; where they go back, one that comes twice
// is due the first time. So each day has each of its slots once.
type Schedule struct {
	minute  int
	hours   uint64 // bits 0 to 23
	days    uint64 // of the month, bits 1 to 31
	months  uint64 // bits 1 to 12
	week    uint64 // bits 0 (Sunday) to 6
	either  bool   // a day of the month or of the week will do, as cron has it
	zone    *time.Location
	working bool
	except  map[time.Time]bool
}

// Zone gives the time zone of the schedule.
func (s Schedule) Zone() *time.Location { return s.zone }

// Next gives the first slot after the moment, false if there is none.
func (s Schedule) Next(after time.Time) (time.Time, bool) {
	day := date(after.In(s.zone)).Add(-aDay) // a slot of yesterday may have been mapped to today
	for range horizon {
		if s.has(day) {
			for hour := range 24 {
				if slot, ok := s.slot(day, hour); ok && slot.After(after) {
					return slot, true
				}
			}
		}
		day = day.Add(aDay)
	}
	return time.Time{}, false
}

// Slots gives the slots after the one moment, until and with the other.
func (s Schedule) Slots(after, until time.Time) iter.Seq[time.Time] {
	return func(yield func(time.Time) bool) {
		for {
			slot, ok := s.Next(after)
			if !ok || slot.After(until) || !yield(slot) {
				return
			}
			after = slot
		}
	}
}

// Due gives the slot that is due now, if one is, given the last that was
// digested or, where none was, the moment from which the schedule holds. After
// an outage it is the latest slot that was missed: one digest tells of all of
// the gap, since five at once would help nobody.
func (s Schedule) Due(last, now time.Time) (time.Time, bool) {
	day := date(now.In(s.zone))
	first := date(last.In(s.zone)).Add(-aDay) // a slot is never mapped by more than a day
	for n := 0; n < horizon && !day.Before(first); n, day = n+1, day.Add(-aDay) {
		if !s.has(day) {
			continue
		}
		for hour := 23; hour >= 0; hour-- {
			slot, ok := s.slot(day, hour)
			switch {
			case !ok || slot.After(now):
			case slot.After(last):
				return slot, true
			default:
				return time.Time{}, false
			}
		}
	}
	return time.Time{}, false
}

// slot gives the moment of an hour of a day that the schedule has, if it has the hour.
func (s Schedule) slot(day time.Time, hour int) (time.Time, bool) {
	if s.hours&(1<<hour) == 0 {
		return time.Time{}, false
	}
	return inZone(day.Add(time.Duration(hour)*time.Hour+time.Duration(s.minute)*time.Minute), s.zone), true
}

// has says whether the schedule has a day.
func (s Schedule) has(day time.Time) bool {
	_, month, n := day.Date()
	if s.months&(1<<month) == 0 {
		return false
	}
	ofMonth, ofWeek := s.days&(1<<n) != 0, s.week&(1<<day.Weekday()) != 0
	if s.either && !ofMonth && !ofWeek || !s.either && (!ofMonth || !ofWeek) {
		return false
	}
	return !s.except[day] && (!s.working || WorkingDay(day))
}

// inZone gives the moment at which the clocks in the zone show the wall time,
// which is given as if it were UTC: the first such moment, or where there is
// none, the first minute after it.
func inZone(wall time.Time, zone *time.Location) time.Time {
	offset := func(t time.Time) time.Duration {
		_, seconds := t.In(zone).Zone()
		return time.Duration(seconds) * time.Second
	}
	// No zone is more than 14 hours from UTC, so these lie before and after any
	// change of the clocks near the wall time.
	before, after := offset(wall.Add(-26*time.Hour)), offset(wall.Add(26*time.Hour))
	first, second := wall.Add(-max(before, after)), wall.Add(-min(before, after))
	for _, t := range []time.Time{first, second} {
		if offset(t) == wall.Sub(t) {
			return t.In(zone)
		}
	}
	start, _ := second.In(zone).ZoneBounds()
	return start.Add(59 * time.Second).Truncate(time.Minute).In(zone)
}

// ScheduleOf gives the schedule that the engagement has set; false: none, digests
// are made on demand only.
func ScheduleOf(s *engagement.State) (Schedule, bool, error) {
	set := s.Schedule()
	if set.Digest == "" {
		return Schedule{}, false, nil
	}
	schedule, err := ParseSchedule(set.Digest, set.Zone, Options{WorkingDays: set.WorkingDays, Except: set.Except})
	return schedule, err == nil, err
}

// DueSince gives the moment after which slots are due: that of the last slot
// digested, but not before the schedule was set or the engagement opened.
func DueSince(s *engagement.State) time.Time {
	since := s.Schedule().Set
	if opened := s.OpenedAt(); opened.After(since) {
		since = opened
	}
	if last := s.LastDigest(false); last != nil && last.Slot.After(since) {
		since = last.Slot
	}
	return since
}
