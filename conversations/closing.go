package conversations

import (
	"strconv"
	"strings"
	"time"
)

// closingHour is when an engagement closes if only a day was named.
const closingHour = 17

// farAhead is how far ahead a day without a year may lie: what would be
// further off is taken for a day that has just passed.
const farAhead = 300 * 24 * time.Hour

// readMoment reads a day, and perhaps a time, as people write them: "27 June
// 17:00", "Friday at 5pm", "27/6", "2026-06-27 12.30". A day without a year is
// the next one of that name. The result may lie in the past: that is for the
// caller to refuse.
func readMoment(text string, now time.Time, zone *time.Location) (time.Time, bool) {
	r := momentReader{now: now.In(zone), hour: closingHour}
	if t, ok := readAhead(text, r.now); ok {
		return t, true
	}
	norm := strings.NewReplacer(",", " ", " of ", " ", " at ", " ", " on ", " ", " by ", " ", " pm ", "pm ", " am ", "am ").
		Replace(" " + fold(text).norm + " ")
	for word := range strings.FieldsSeq(norm) {
		if !r.read(strings.Trim(word, ".;!()")) {
			return time.Time{}, false
		}
	}
	return r.moment(zone)
}

// momentReader collects what the words of a date say.
type momentReader struct {
	now              time.Time
	year, month, day int
	hour, minute     int
	timed            bool
	weekday          *time.Weekday
}

// read takes one word; false: it makes no sense here.
func (r *momentReader) read(word string) bool {
	switch word {
	case "", "at", "on", "by", "the", "of", "next":
		return true
	case "today":
		return r.setDay(r.now)
	case "tomorrow":
		return r.setDay(r.now.AddDate(0, 0, 1))
	case "noon", "midday":
		return r.setTime(12, 0)
	case "midnight":
		return r.setTime(23, 59) // people mean the end of the day that they name
	}
	if strings.HasPrefix(word, "tom") && slips(word, "tomorrow") < 3 {
		return r.setDay(r.now.AddDate(0, 0, 1)) // few words are mistyped as often
	}
	return r.readMonth(word) || r.readWeekday(word) || r.readClock(word) || r.readDate(word) || r.readNumber(word) || r.readHalf(word)
}

func (r *momentReader) setDay(t time.Time) bool {
	r.year, r.month, r.day = t.Year(), int(t.Month()), t.Day()
	return true
}

func (r *momentReader) setTime(hour, minute int) bool {
	if r.timed || hour > 23 || minute > 59 {
		return false
	}
	r.hour, r.minute, r.timed = hour, minute, true
	return true
}

func (r *momentReader) readMonth(word string) bool {
	for m := time.January; m <= time.December; m++ {
		name := strings.ToLower(m.String())
		if len(word) >= 3 && strings.HasPrefix(name, word) || word == "sept" && m == time.September {
			if r.month != 0 {
				return false
			}
			r.month = int(m)
			return true
		}
	}
	return false
}

func (r *momentReader) readWeekday(word string) bool {
	for w := time.Sunday; w <= time.Saturday; w++ {
		name := strings.ToLower(w.String())
		if len(word) >= 3 && strings.HasPrefix(name, word) || word == "tues" && w == time.Tuesday || word == "thurs" && w == time.Thursday {
			r.weekday = &w
			return true
		}
	}
	return false
}

// readClock reads 17:00, 17.00, 1700h, 5pm, 5:30pm.
func (r *momentReader) readClock(word string) bool {
	twelve := ""
	for _, half := range []string{"am", "pm"} {
		if rest, ok := strings.CutSuffix(word, half); ok && rest != "" {
			word, twelve = rest, half
		}
	}
	hours, minutes, cut := strings.Cut(strings.ReplaceAll(word, ".", ":"), ":")
	if !cut && twelve == "" || strings.Contains(minutes, ":") || cut && len(minutes) != 2 {
		return false
	}
	hour, err := strconv.Atoi(hours)
	minute := 0
	if cut && err == nil {
		minute, err = strconv.Atoi(minutes)
	}
	if err != nil || hour < 0 || minute < 0 || twelve != "" && (hour < 1 || hour > 12) {
		return false
	}
	if twelve != "" {
		hour %= 12
	}
	if twelve == "pm" {
		hour += 12
	}
	return r.setTime(hour, minute)
}

// readHalf reads "pm" that stands apart from its hour.
func (r *momentReader) readHalf(word string) bool {
	if !r.timed || r.hour > 12 || word != "pm" && word != "am" {
		return false
	}
	r.hour %= 12
	if word == "pm" {
		r.hour += 12
	}
	return true
}

// readDate reads 2026-06-27, 27/6/2026, 27/06 and the like: the day first,
// unless the year is.
func (r *momentReader) readDate(word string) bool {
	parts := strings.FieldsFunc(word, func(c rune) bool { return c == '/' || c == '-' || c == '.' })
	if len(parts) < 2 || len(parts) > 3 || r.day != 0 {
		return false
	}
	numbers := make([]int, len(parts))
	for i, part := range parts {
		n, err := strconv.Atoi(part)
		if err != nil || n <= 0 || n > 9999 {
			return false
		}
		numbers[i] = n
	}
	if len(parts) == 3 && len(parts[0]) == 4 {
		numbers[0], numbers[2] = numbers[2], numbers[0]
	}
	r.day, r.month = numbers[0], numbers[1]
	if len(numbers) == 3 {
		r.year = century(numbers[2])
	}
	return true
}

// readNumber reads a day of the month (27, 27th) or a year.
func (r *momentReader) readNumber(word string) bool {
	for _, ending := range []string{"st", "nd", "rd", "th"} {
		word = strings.TrimSuffix(word, ending)
	}
	n, err := strconv.Atoi(word)
	switch {
	case err != nil || n <= 0 || n > 9999:
		return false
	case n > 31 && r.year == 0:
		r.year = century(n)
	case n <= 31 && r.day == 0:
		r.day = n
	default:
		return false
	}
	return true
}

func century(year int) int {
	if year < 100 {
		return 2000 + year
	}
	return year
}

// moment puts together what was read.
func (r *momentReader) moment(zone *time.Location) (time.Time, bool) {
	if r.day == 0 && r.weekday != nil && r.month == 0 {
		ahead := (int(*r.weekday) - int(r.now.Weekday()) + 7) % 7
		at := r.at(r.now.Year(), zone, int(r.now.Month()), r.now.Day()+ahead)
		if !at.After(r.now) {
			at = r.at(at.Year(), zone, int(at.Month()), at.Day()+7)
		}
		return at, true
	}
	if r.day == 0 || r.month == 0 || r.month > 12 {
		return time.Time{}, false
	}
	year := r.year
	if year == 0 {
		year = r.now.Year()
		if next := r.at(year+1, zone, r.month, r.day); !r.at(year, zone, r.month, r.day).After(r.now) && next.Sub(r.now) < farAhead {
			year++
		}
	}
	at := r.at(year, zone, r.month, r.day)
	return at, at.Day() == r.day && int(at.Month()) == r.month
}

func (r *momentReader) at(year int, zone *time.Location, month, day int) time.Time {
	return time.Date(year, time.Month(month), day, r.hour, r.minute, 0, 0, zone)
}
