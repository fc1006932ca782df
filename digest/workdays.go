package digest

import (
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/rickar/cal/v2/gb"
)

// loadZone gives the time zone of a name such as "Europe/London". The
// machine's own zone is no answer: it differs from machine to machine.
func loadZone(name string) (*time.Location, error) {
	if name == "" || name == "Local" {
		return nil, errors.New("no time zone is given: write, for example, Europe/London")
	}
	zone, err := time.LoadLocation(name)
	if err != nil {
		return nil, fmt.Errorf("%.60q is no time zone we know: write, for example, Europe/London", name)
	}
	return zone, nil
}

// date is a day by the calendar, at midnight UTC.
func date(t time.Time) time.Time {
	return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, time.UTC)
}

// WorkingDay says whether the day that t shows is no weekend and no bank
// holiday in England and Wales.
func WorkingDay(t time.Time) bool {
	if day := t.Weekday(); day == time.Saturday || day == time.Sunday {
		return false
	}
	day := date(t)
	if year := day.Year() - firstYear; year >= 0 && year < years {
		return !holidays()[day]
	}
	return !slices.Contains(holidaysOf(day.Year()), day)
}

// The years whose bank holidays are kept once they were worked out: schedules are
// asked for their next slot all the time, and each asks this of many days.
const firstYear, years = 2000, 100

var holidays = sync.OnceValue(func() map[time.Time]bool { //nolint:gochecknoglobals // set once, never changed
	all := map[time.Time]bool{}
	for year := range years {
		for _, day := range holidaysOf(firstYear + year) {
			all[day] = true
		}
	}
	return all
})

// holidaysOf gives the bank holidays of a year. A substitute for New Year's Day
// falls in the same year, so that none is missed.
func holidaysOf(year int) []time.Time {
	var all []time.Time
	for _, holiday := range gb.Holidays {
		_, observed := holiday.Calc(year)
		all = append(all, date(observed))
	}
	return all
}

// WorkingDaysBetween counts the working days after the day of from, until and
// with the day of to, as they are in the zone: Friday to Monday is one. Days
// listed, as 2026-12-24, are none. It stops at 1,000.
func WorkingDaysBetween(from, to time.Time, zone *time.Location, except ...string) int {
	n := 0
	day, last := date(from.In(zone)), date(to.In(zone))
	for n < 1000 {
		day = day.AddDate(0, 0, 1)
		if day.After(last) {
			return n
		}
		if WorkingDay(day) && !slices.Contains(except, day.Format(time.DateOnly)) {
			n++
		}
	}
	return n
}
