package conversations

import (
	"slices"
	"time"

	"soundings/digest"
	"soundings/engagement"
)

// slotSpec is when what waits goes to everybody: as the engagement has set it, or
// as everywhere.
func (d *Domain) slotSpec() string {
	if set := d.state.Slots(); set.Slots != "" {
		return set.Slots
	}
	return supplierSlots
}

// weekSlots are the slots of the weeks around a moment, in order. One that falls
// on a day without work is on the next working day; two never come at once.
func (d *Domain) weekSlots(around time.Time) []time.Time {
	zone, except, spec := d.zone(), d.state.Schedule().Except, d.slotSpec()
	year, month, day := around.In(zone).Date()
	around = time.Date(year, month, day, 0, 0, 0, 0, zone) // the same for all of a day
	w := &d.weekly
	if w.spec != spec || w.zone != zone || !slices.Equal(w.except, except) || len(w.around) > mostDays {
		*w = weekly{spec, zone, except, map[time.Time][]time.Time{}}
	}
	slots, known := w.around[around]
	if !known {
		slots = slotsAround(spec, zone, except, around)
		w.around[around] = slots
	}
	return slots
}

// weekly keeps the slots of the weeks around a few days as they were worked out:
// the clock asks for them every minute.
type weekly struct {
	spec   string
	zone   *time.Location
	except []string
	around map[time.Time][]time.Time // by the beginning of the day
}

// mostDays is for how many days they are kept.
const mostDays = 8

func slotsAround(spec string, zone *time.Location, except []string, around time.Time) []time.Time {
	schedule, err := digest.ParseSchedule(spec, zone.String(), digest.Options{})
	if err != nil {
		return nil
	}
	var all []time.Time
	for slot := range schedule.Slots(around.AddDate(0, 0, -15), around.AddDate(0, 0, 22)) {
		for !digest.WorkingDay(slot) || slices.Contains(except, slot.Format(time.DateOnly)) {
			slot = slot.AddDate(0, 0, 1)
		}
		all = append(all, slot)
	}
	slices.SortFunc(all, time.Time.Compare)
	return slices.CompactFunc(all, time.Time.Equal)
}

// nextSlot is the first slot after a moment; zero: there is none.
func (d *Domain) nextSlot(after time.Time) time.Time {
	for _, slot := range d.weekSlots(after) {
		if slot.After(after) {
			return slot
		}
	}
	return time.Time{}
}

// The clock brings what waits for its slot. The name stands in records: never
// change it.
const dueRelease = "release"

// releasesDue adds the releases that are ready, whatever the stage.
func (d *Domain) releasesDue(add func(what string, at time.Time)) {
	if d.state.Stage() == engagement.Preparing {
		return
	}
	for _, r := range d.state.Releases() {
		if r.Ready() && !r.Due.IsZero() {
			add(dueRelease, r.Due)
		}
	}
}
