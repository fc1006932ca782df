package conversations

import (
	"strconv"
	"strings"
	"time"
)

// readAhead reads "in three weeks", "in 10 days" and "end of June", where no
// time is named: it is the closing hour.
func readAhead(text string, now time.Time) (time.Time, bool) {
	words := strings.Fields(strings.Trim(fold(text).norm, " .!?"))
	for len(words) > 1 && (words[0] == "at" || words[0] == "by" || words[0] == "the") {
		words = words[1:]
	}
	switch {
	case len(words) != 3:
	case words[0] == "end" && words[1] == "of":
		return endOf(words[2], now)
	case words[0] == "in":
		if n, ok := readCount(words[1]); ok {
			return ahead(n, strings.TrimSuffix(words[2], "s"), now)
		}
	}
	return time.Time{}, false
}

// ahead is n days, weeks or months from now.
func ahead(n int, unit string, now time.Time) (time.Time, bool) {
	months, days := 0, 0
	switch unit {
	case "day":
		days = n
	case "week":
		days = 7 * n
	case "fortnight":
		days = 14 * n
	case "month":
		months = n
	default:
		return time.Time{}, false
	}
	return time.Date(now.Year(), now.Month()+time.Month(months), now.Day()+days, closingHour, 0, 0, 0, now.Location()), true
}

// endOf is the last day of the next month of that name.
func endOf(month string, now time.Time) (time.Time, bool) {
	var r momentReader
	if !r.readMonth(month) {
		return time.Time{}, false
	}
	last := func(year int) time.Time {
		return time.Date(year, time.Month(r.month)+1, 0, closingHour, 0, 0, 0, now.Location())
	}
	if at := last(now.Year()); at.After(now) {
		return at, true
	}
	return last(now.Year() + 1), true
}

// readCount reads a small number, in digits or written out.
func readCount(word string) (int, bool) {
	if word == "a" || word == "an" {
		return 1, true
	}
	if _, n, ok := fold(word).cutSpelt(); ok {
		return n, true
	}
	n, err := strconv.Atoi(word)
	return n, err == nil && n > 0 && n < 1000
}
