package conversations

import (
	"fmt"
	"time"
)

// zone gives the engagement's time zone.
func (d *Domain) zone() *time.Location {
	name := d.state.About().Zone
	if name == "" {
		name = d.settings.Zone
	}
	if d.zoned.at != nil && d.zoned.name == name {
		return d.zoned.at
	}
	zone, err := time.LoadLocation(name)
	if err != nil {
		zone = time.UTC // a release may have been built without that zone
	}
	d.zoned = zoned{name, zone}
	return zone
}

// zoned is a time zone that was looked up: that reads a file.
type zoned struct {
	name string
	at   *time.Location
}

// moment writes a time as people of the engagement read it, with the year
// where it is not this one.
func (d *Domain) moment(t, now time.Time) string {
	zone := d.zone()
	t, now = t.In(zone), now.In(zone)
	if t.Year() != now.Year() {
		return t.Format("Mon 2 January 2006, 15:04")
	}
	return t.Format("Mon 2 January, 15:04")
}

// inFull writes a time with its day of the week and its year.
func (d *Domain) inFull(t time.Time) string {
	return t.In(d.zone()).Format("Monday 2 January 2006, 15:04")
}

// day writes the day alone.
func (d *Domain) day(t, now time.Time) string {
	zone := d.zone()
	t, now = t.In(zone), now.In(zone)
	if t.Year() != now.Year() {
		return t.Format("Mon 2 January 2006")
	}
	return t.Format("Mon 2 January")
}

// ago says how long ago something was, in the words of somebody who looks at a
// calendar: the clock on the same day, then days.
func (d *Domain) ago(t, now time.Time) string {
	zone := d.zone()
	then, today := t.In(zone), now.In(zone)
	switch days := calendarDays(then, today); {
	case days <= 0:
		return "today at " + then.Format("15:04")
	case days == 1:
		return "yesterday"
	case days < 7:
		return "on " + then.Format("Monday")
	default:
		return "on " + d.day(t, now)
	}
}

// calendarDays counts the midnights between two times of one zone.
func calendarDays(from, to time.Time) int {
	a := time.Date(from.Year(), from.Month(), from.Day(), 12, 0, 0, 0, time.UTC)
	b := time.Date(to.Year(), to.Month(), to.Day(), 12, 0, 0, 0, time.UTC)
	return int(b.Sub(a).Hours() / 24)
}

// count gives n with its noun, such as "1 section" and "12 sections".
func count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%s %s", thousands(n), many)
}

// minutes writes how long something takes.
func minutes(n int) string {
	if n < 90 {
		return count(n, "minute", "minutes")
	}
	n = (n + 2) / 5 * 5 // nobody reads to the minute for so long
	if n%60 == 0 {
		return count(n/60, "hour", "hours")
	}
	return count(n/60, "hour", "hours") + " " + count(n%60, "minute", "minutes")
}

// thousands writes n with commas.
func thousands(n int) string {
	if n < 0 {
		return "-" + thousands(-n)
	}
	if n < 1000 {
		return fmt.Sprint(n)
	}
	return fmt.Sprintf("%s,%03d", thousands(n/1000), n%1000)
}
