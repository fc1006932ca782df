package digest

import (
	"errors"
	"fmt"
	"math/bits"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/robfig/cron/v3"
)

const example = `write, for example, "fridays 16:00", "weekdays 9:00", "mon thu 10:30" or "daily 17:00"`

// longestSpec is how long a schedule may be written, in bytes.
const longestSpec = 200

// ParseSchedule reads a schedule as people write it ("fridays 16:00") or as
// cron has it ("0 16 * * fri": minute, hour, day of the month, month, day of
// the week; 7 is Sunday too), in a time zone such as Europe/London. It refuses
// what would come more than once an hour, and what would never come. Its
// errors say in plain words what to write.
func ParseSchedule(spec, zone string, o Options) (Schedule, error) {
	location, err := loadZone(zone)
	if err != nil {
		return Schedule{}, err
	}
	s := Schedule{zone: location, working: o.WorkingDays}
	for _, text := range o.Except {
		day, err := time.Parse(time.DateOnly, text)
		if err != nil {
			return Schedule{}, fmt.Errorf("%.40q is no day: write, for example, 2026-12-24", text)
		}
		if s.except == nil {
			s.except = make(map[time.Time]bool)
		}
		s.except[day] = true
	}
	line, err := cronLine(spec)
	if err != nil {
		return Schedule{}, err
	}
	if err := s.readCron(spec, line); err != nil {
		return Schedule{}, err
	}
	// From a fixed day, so that the same words always read the same.
	if _, ever := s.Next(time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)); !ever {
		return Schedule{}, fmt.Errorf("%q never comes: no day fits all of it", spec)
	}
	return s, nil
}

// cronLine gives the five fields of cron for what people write.
func cronLine(spec string) (string, error) {
	if strings.TrimSpace(spec) == "" {
		return "", errors.New("no schedule is given: " + example)
	}
	if len(spec) > longestSpec {
		return "", fmt.Errorf("a schedule has at most %d characters: %s", longestSpec, example)
	}
	words := strings.Fields(strings.ToLower(strings.ReplaceAll(spec, ",", ", ")))
	switch first := strings.TrimSpace(strings.ToUpper(spec)); {
	case strings.HasPrefix(first, "TZ="), strings.HasPrefix(first, "CRON_TZ="):
		return "", fmt.Errorf("the time zone stands apart from the schedule %q: leave out %s", spec, words[0])
	case strings.HasPrefix(first, "@"):
		return "", fmt.Errorf("schedules such as %q are not taken: %s", spec, example)
	}
	if !strings.Contains(spec, ":") {
		return strings.Join(strings.Fields(spec), " "), nil
	}
	return friendlyLine(spec, words)
}

// friendlyLine reads days, then a time.
func friendlyLine(spec string, words []string) (string, error) {
	last := len(words) - 1
	hour, minute, ok := clock(words[last])
	if !ok {
		return "", fmt.Errorf("%q does not end with a time between 0:00 and 23:59: %s", spec, example)
	}
	var days []string
	for _, word := range words[:last] {
		switch word = strings.TrimSuffix(word, ","); word {
		case "", "and", "at", "on", "every":
		default:
			named, ok := daysNamed(word)
			if !ok {
				return "", fmt.Errorf("%q in %q is no day: %s", word, spec, example)
			}
			days = append(days, named)
		}
	}
	if len(days) == 0 {
		return "", fmt.Errorf("%q names no day: %s", spec, example)
	}
	return fmt.Sprintf("%d %d * * %s", minute, hour, strings.Join(days, ",")), nil
}

// clock reads a time such as 9:00.
func clock(word string) (hour, minute int, ok bool) {
	hours, minutes, found := strings.Cut(word, ":")
	if !found || len(hours) < 1 || len(hours) > 2 || len(minutes) != 2 {
		return 0, 0, false
	}
	h, err1 := strconv.ParseUint(hours, 10, 8)
	m, err2 := strconv.ParseUint(minutes, 10, 8)
	return int(h), int(m), err1 == nil && err2 == nil && h < 24 && m < 60
}

// daysNamed gives the days of the week that a word names, as cron has them.
func daysNamed(word string) (string, bool) {
	switch word {
	case "daily", "day", "days":
		return "0-6", true
	case "weekday", "weekdays":
		return "1-5", true
	}
	for day := time.Sunday; day <= time.Saturday; day++ {
		name := strings.ToLower(day.String())
		if word == name || word == name+"s" || word == name[:3] ||
			len(word) > 3 && strings.HasPrefix(name, word) {
			return strconv.Itoa(int(day)), true
		}
	}
	return "", false
}

// readCron reads the five fields. The parser of robfig/cron is kept from what
// it reads otherwise than people mean it.
func (s *Schedule) readCron(spec, line string) error {
	fields := strings.Fields(line)
	names := []string{"minute", "hour", "day of the month", "month", "day of the week"}
	if len(fields) != len(names) {
		return fmt.Errorf("%q is no schedule: %s, or the five fields of cron such as 0 16 * * fri", spec, example)
	}
	week, ok := sundayIsZero(fields[4])
	if !ok {
		return fmt.Errorf("the day of the week in %q makes no sense: write, for example, 1-5 or fri", spec)
	}
	fields[4] = week
	parser := cron.NewParser(cron.Minute | cron.Hour | cron.Dom | cron.Month | cron.Dow)
	for i, field := range fields {
		alone := slices.Repeat([]string{"*"}, len(names))
		alone[i] = field
		_, err := parser.Parse(strings.Join(alone, " "))
		if err != nil || strings.Contains(field, "*-") || strings.Contains(field, "?-") || strings.Trim(field, ",") != field {
			return fmt.Errorf("the %s in %q makes no sense: %s", names[i], spec, example)
		}
	}
	parsed, err := parser.Parse(strings.Join(fields, " "))
	if err != nil {
		return fmt.Errorf("%q is no schedule: %s", spec, example)
	}
	cronned := parsed.(*cron.SpecSchedule) // which the parser gives, having no descriptors
	const minutes, star = 1<<60 - 1, 1 << 63
	if bits.OnesCount64(cronned.Minute&minutes) != 1 {
		return fmt.Errorf("%q comes more than once an hour, which is too often: give one minute, for example 0 16 * * fri", spec)
	}
	s.minute = bits.TrailingZeros64(cronned.Minute)
	s.hours, s.days, s.months, s.week = cronned.Hour, cronned.Dom, cronned.Month, cronned.Dow
	s.either = cronned.Dom&star == 0 && cronned.Dow&star == 0
	return nil
}

// sundayIsZero rewrites days of the week that name Sunday as 7.
func sundayIsZero(field string) (string, bool) {
	parts := strings.Split(field, ",")
	for i, part := range parts {
		span, step, stepped := strings.Cut(part, "/")
		low, high, ranged := strings.Cut(span, "-")
		switch {
		case low == "7" && !ranged && !stepped:
			parts[i] = "0"
		case low == "7" && !ranged:
			return "", false
		case high == "7":
			from, ok := dayNumber(low)
			by := 1
			if stepped {
				var err error
				if by, err = strconv.Atoi(step); err != nil || by < 1 || by > 7 {
					return "", false
				}
			}
			if !ok {
				return "", false
			}
			var days []string
			for day := from; day <= 7; day += by {
				days = append(days, strconv.Itoa(day%7))
			}
			parts[i] = strings.Join(days, ",")
		}
	}
	return strings.Join(parts, ","), true
}

// dayNumber gives the number of a day of the week, 0 (Sunday) to 7.
func dayNumber(word string) (int, bool) {
	if len(word) == 1 && word[0] >= '0' && word[0] <= '7' {
		return int(word[0] - '0'), true
	}
	if len(word) != 3 {
		return 0, false
	}
	for day := time.Sunday; day <= time.Saturday; day++ {
		if strings.EqualFold(day.String()[:3], word) {
			return int(day), true
		}
	}
	return 0, false
}
