package digest

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"soundings/engagement"
)

// at reads a moment in UTC, or with its offset.
func at(t testing.TB, s string) time.Time {
	t.Helper()
	for _, form := range []string{"2006-01-02 15:04", "2006-01-02 15:04 -0700"} {
		if moment, err := time.Parse(form, s); err == nil {
			return moment
		}
	}
	t.Fatalf("%q is no moment", s)
	return time.Time{}
}

func parse(t testing.TB, spec, zone string, o Options) Schedule {
	t.Helper()
	s, err := ParseSchedule(spec, zone, o)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestNext(t *testing.T) {
	const london = "Europe/London"
	workingDays := Options{WorkingDays: true}
	tests := []struct {
		name, spec, zone string
		options          Options
		after            string
		want             []string // the next slots, in the zone
	}{
		{
			"fridays", "fridays 16:00", london,
			Options{},
			"2026-06-08 00:00",
			[]string{"Fri 2026-06-12 16:00 BST", "Fri 2026-06-19 16:00 BST"},
		},
		{"a slot is after, not at", "fridays 16:00", london, Options{}, "2026-06-12 15:00", []string{"Fri 2026-06-19 16:00 BST"}},
		{
			"two days", "Mon, Thu 10:30", london,
			Options{},
			"2026-06-08 10:00",
			[]string{"Thu 2026-06-11 10:30 BST", "Mon 2026-06-15 10:30 BST"},
		},
		{"with small words", "every Monday and Thursday at 9:05", "UTC", Options{}, "2026-06-08 10:00", []string{"Thu 2026-06-11 09:05 UTC"}},
		{"weekdays", "weekdays 9:00", london, Options{}, "2026-06-12 12:00", []string{"Mon 2026-06-15 09:00 BST"}},
		{"daily", "daily 17:00", "UTC", Options{}, "2026-06-12 17:00", []string{"Sat 2026-06-13 17:00 UTC"}},
		{"cron", "0 16 * * fri", london, Options{}, "2026-06-08 00:00", []string{"Fri 2026-06-12 16:00 BST"}},
		{"cron, Sunday as 7", "0 16 * * 7", "UTC", Options{}, "2026-06-08 00:00", []string{"Sun 2026-06-14 16:00 UTC", "Sun 2026-06-21 16:00 UTC"}},
		{"cron, until Sunday", "0 16 * * sat-7", "UTC", Options{}, "2026-06-08 00:00", []string{"Sat 2026-06-13 16:00 UTC", "Sun 2026-06-14 16:00 UTC"}},
		{"cron, every third day until Sunday", "0 16 * * 1-7/3", "UTC", Options{}, "2026-06-07 17:00", []string{"Mon 2026-06-08 16:00 UTC", "Thu 2026-06-11 16:00 UTC", "Sun 2026-06-14 16:00 UTC"}},
		{"cron, a day of the month or of the week", "0 9 1 * mon", "UTC", Options{}, "2026-06-29 10:00", []string{"Wed 2026-07-01 09:00 UTC", "Mon 2026-07-06 09:00 UTC"}},
		{"cron, hourly", "15 * * * *", "UTC", Options{}, "2026-06-08 22:30", []string{"Mon 2026-06-08 23:15 UTC", "Tue 2026-06-09 00:15 UTC"}},
		{"leap day", "0 9 29 2 *", "UTC", Options{}, "2096-03-01 00:00", []string{"Fri 2104-02-29 09:00 UTC"}},

		// Bank holidays: Good Friday 3 April, Easter Monday 6 April 2026.
		{
			"bank holidays are skipped", "daily 9:00", london, workingDays, "2026-04-02 12:00",
			[]string{"Tue 2026-04-07 09:00 BST", "Wed 2026-04-08 09:00 BST"},
		},
		{"a substitute day", "daily 9:00", london, workingDays, "2026-12-24 12:00", []string{"Tue 2026-12-29 09:00 GMT"}},
		{
			"days listed", "daily 9:00", london,
			Options{Except: []string{"2026-06-10", "2026-06-11"}},
			"2026-06-09 12:00",
			[]string{"Fri 2026-06-12 09:00 BST"},
		},

		// London, 29 March 2026: 01:00 to 02:00 does not exist.
		{
			"spring, missing", "daily 1:30", london,
			Options{},
			"2026-03-28 00:00",
			[]string{"Sat 2026-03-28 01:30 GMT", "Sun 2026-03-29 02:00 BST", "Mon 2026-03-30 01:30 BST"},
		},
		{
			"spring, hourly", "0 * * * *", london,
			Options{},
			"2026-03-28 23:30",
			[]string{"Sun 2026-03-29 00:00 GMT", "Sun 2026-03-29 02:00 BST", "Sun 2026-03-29 03:00 BST"},
		},
		// London, 25 October 2026: 01:00 to 02:00 comes twice.
		{
			"autumn, double", "daily 1:30", london,
			Options{},
			"2026-10-24 12:00",
			[]string{"Sun 2026-10-25 01:30 BST", "Mon 2026-10-26 01:30 GMT"},
		},
		{"autumn, between the two", "daily 1:30", london, Options{}, "2026-10-25 00:45", []string{"Mon 2026-10-26 01:30 GMT"}},
		{
			"autumn, hourly", "30 * * * *", london,
			Options{},
			"2026-10-24 23:00",
			[]string{"Sun 2026-10-25 00:30 BST", "Sun 2026-10-25 01:30 BST", "Sun 2026-10-25 02:30 GMT"},
		},
		// Lord Howe moves by half an hour: forward on 4 October at 02:00, back on 5 April at 02:00.
		{
			"half an hour missing", "daily 2:15", "Australia/Lord_Howe",
			Options{},
			"2026-10-02 12:00",
			[]string{"Sat 2026-10-03 02:15 +1030", "Sun 2026-10-04 02:30 +11", "Mon 2026-10-05 02:15 +11"},
		},
		{
			"half an hour double", "daily 1:45", "Australia/Lord_Howe",
			Options{},
			"2026-04-03 20:00",
			[]string{"Sun 2026-04-05 01:45 +11", "Mon 2026-04-06 01:45 +1030"},
		},
		// Cairo goes forward at midnight, 24 April 2026, and back at midnight, 30 October.
		{
			"midnight missing", "daily 0:00", "Africa/Cairo",
			Options{},
			"2026-04-22 12:00",
			[]string{"Thu 2026-04-23 00:00 EET", "Fri 2026-04-24 01:00 EEST", "Sat 2026-04-25 00:00 EEST"},
		},
		{
			"midnight double", "daily 23:30", "Africa/Cairo",
			Options{},
			"2026-10-28 22:00",
			[]string{"Thu 2026-10-29 23:30 EEST", "Fri 2026-10-30 23:30 EET"},
		},
		// Samoa had no 30 December 2011.
		{
			"a day missing", "daily 9:00", "Pacific/Apia",
			Options{},
			"2011-12-29 12:00",
			[]string{"Thu 2011-12-29 09:00 -10", "Sat 2011-12-31 00:00 +14", "Sat 2011-12-31 09:00 +14"},
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			s := parse(t, test.spec, test.zone, test.options)
			after := at(t, test.after)
			var got []string
			for range test.want {
				slot, ok := s.Next(after)
				if !ok {
					t.Fatalf("no slot after %s", after)
				}
				got = append(got, slot.Format("Mon 2006-01-02 15:04 MST"))
				after = slot
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("next slots (-want +got):\n%s", diff)
			}
		})
	}
}

// Every daily slot comes once on every day of the year, the days on which the
// clocks change included, and Due finds each that Next gives.
func TestEverySlotOnceADay(t *testing.T) {
	for _, zone := range []string{"Europe/London", "Australia/Lord_Howe", "Africa/Cairo", "America/St_Johns", "UTC"} {
		for hour := range 24 {
			s := parse(t, fmt.Sprintf("daily %d:30", hour), zone, Options{})
			seen := make(map[string]int)
			last := time.Date(2026, 1, 1, 0, 0, 0, 0, s.Zone())
			for slot := range s.Slots(last, time.Date(2026, 12, 31, 23, 59, 0, 0, s.Zone())) {
				seen[slot.Format(time.DateOnly)]++
				if due, ok := s.Due(last, slot); !ok || !due.Equal(slot) {
					t.Errorf("%s: Due(%s, %s) = %s, %t", zone, last, slot, due, ok)
				}
				if due, ok := s.Due(slot, slot); ok {
					t.Errorf("%s: Due just after its slot = %s", zone, due)
				}
				last = slot
			}
			for day, n := range seen {
				if n != 1 {
					t.Errorf("%s, %d:30: %d slots on %s", zone, hour, n, day)
				}
			}
			if len(seen) != 365 {
				t.Errorf("%s, %d:30: slots on %d days, want 365", zone, hour, len(seen))
			}
		}
	}
}

func TestDue(t *testing.T) {
	s := parse(t, "weekdays 9:00", "Europe/London", Options{WorkingDays: true})
	tests := []struct{ name, last, now, want string }{
		{"not yet", "2026-06-08 08:00", "2026-06-09 07:59", ""},
		{"on the minute", "2026-06-08 08:00", "2026-06-09 08:00", "2026-06-09 08:00"},
		{"a little late", "2026-06-08 08:00", "2026-06-09 08:07", "2026-06-09 08:00"},
		{"done", "2026-06-09 08:00", "2026-06-09 08:07", ""},
		{"weekend", "2026-06-12 08:00", "2026-06-14 20:00", ""},
		{"after an outage, one for all of it", "2026-06-01 08:00", "2026-06-11 07:00", "2026-06-10 08:00"},
		{"after years", "2020-01-01 09:00", "2026-06-14 07:00", "2026-06-12 08:00"},
		{"never before", "0001-01-01 00:00", "2026-06-14 07:00", "2026-06-12 08:00"},
		{"time that runs backwards", "2026-06-12 08:00", "2026-06-11 12:00", ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			due, ok := s.Due(at(t, test.last), at(t, test.now))
			if got := due.UTC().Format("2006-01-02 15:04"); ok != (test.want != "") || ok && got != test.want {
				t.Errorf("Due = %s, %t, want %q", got, ok, test.want)
			}
		})
	}
}

func TestParseScheduleRefuses(t *testing.T) {
	tests := []struct {
		spec, zone string
		options    Options
		want       string
	}{
		{"", "UTC", Options{}, "no schedule is given: write, for example"},
		{"fridays 16:00", "", Options{}, "no time zone is given: write, for example, Europe/London"},
		{"fridays 16:00", "Local", Options{}, "no time zone is given"},
		{"fridays 16:00", "Westmere", Options{}, `"Westmere" is no time zone we know: write, for example, Europe/London`},
		{"TZ=Europe/London", "UTC", Options{}, "the time zone stands apart from the schedule"},
		{"TZ=Europe/London 0 16 * * *", "UTC", Options{}, "leave out tz=europe/london"},
		{" cron_tz=UTC 0 16 * * *", "UTC", Options{}, "the time zone stands apart"},
		{"@every 1ns", "UTC", Options{}, `schedules such as "@every 1ns" are not taken`},
		{"@daily", "UTC", Options{}, `write, for example, "fridays 16:00"`},
		{"* * * * *", "UTC", Options{}, "more than once an hour"},
		{"*/30 9 * * *", "UTC", Options{}, "more than once an hour"},
		{"0,30 9 * * *", "UTC", Options{}, "more than once an hour"},
		{"0 9 31 2 *", "UTC", Options{}, `"0 9 31 2 *" never comes: no day fits all of it`},
		{"saturdays 9:00", "UTC", Options{WorkingDays: true}, "never comes"},
		{"0 9 25 12 *", "UTC", Options{WorkingDays: true}, "never comes"},
		{"fridays", "UTC", Options{}, `"fridays" is no schedule`},
		{"0 9 * *", "UTC", Options{}, "the five fields of cron"},
		{"0 9 * * * *", "UTC", Options{}, "the five fields of cron"},
		{"0 25 * * *", "UTC", Options{}, `the hour in "0 25 * * *" makes no sense`},
		{"0 9 0 * *", "UTC", Options{}, "the day of the month"},
		{"0 9 * 13 *", "UTC", Options{}, "the month in"},
		{"0 9 * * 8", "UTC", Options{}, "the day of the week"},
		{"0 9 * * 7/2", "UTC", Options{}, "the day of the week"},
		{"0 9 * * x-7", "UTC", Options{}, "the day of the week"},
		{"0 9 * * 1-7/0", "UTC", Options{}, "the day of the week"},
		{"0 *-3 * * *", "UTC", Options{}, "the hour"},
		{"0 , * * *", "UTC", Options{}, "the hour"},
		{"fridays 24:00", "UTC", Options{}, "does not end with a time between 0:00 and 23:59"},
		{"fridays 9:5", "UTC", Options{}, "does not end with a time"},
		{"9:00 fridays", "UTC", Options{}, "does not end with a time"},
		{"fribbledays 9:00", "UTC", Options{}, `"fribbledays" in "fribbledays 9:00" is no day`},
		{"9:00", "UTC", Options{}, `"9:00" names no day`},
		{strings.Repeat("mon ", 60) + "9:00", "UTC", Options{}, "at most 200 characters"},
		{"daily 9:00", "UTC", Options{Except: []string{"24 December"}}, `"24 December" is no day: write, for example, 2026-12-24`},
	}
	for _, test := range tests {
		t.Run(test.spec, func(t *testing.T) {
			_, err := ParseSchedule(test.spec, test.zone, test.options)
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("error = %v\nwant it to say %q", err, test.want)
			}
		})
	}
}

// Whatever is written is refused, or comes, at most once an hour.
func FuzzParseSchedule(f *testing.F) {
	for _, spec := range []string{
		"fridays 16:00", "mon, thu 10:30", "every weekday at 9:00", "0 16 * * fri", "5 */3 1,15 jan-jun 1-7/2",
		"TZ=", "CRON_TZ=x", "@every 1ns", "0 9 31 2 *", "0 9 29 2 7", "* * * * *", "0 9-17/9223372036854775807 * * *",
	} {
		f.Add(spec, "Europe/London", true)
	}
	f.Fuzz(func(t *testing.T, spec, zone string, working bool) {
		s, err := ParseSchedule(spec, zone, Options{WorkingDays: working})
		if err != nil {
			if !strings.Contains(err.Error(), ": ") {
				t.Errorf("error %q does not say what to do", err)
			}
			return
		}
		last := time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)
		n := 0
		for slot := range s.Slots(last, last.AddDate(1, 0, 0)) {
			if n > 0 && slot.Sub(last) < 30*time.Minute { // a change of the clocks may shorten one gap
				t.Fatalf("%q in %q: %s and then %s", spec, zone, last, slot)
			}
			if due, ok := s.Due(last, slot); !ok || !due.Equal(slot) {
				t.Fatalf("%q in %q: Due(%s, %s) = %s, %t", spec, zone, last, slot, due, ok)
			}
			last = slot
			if n++; n == 50 {
				break
			}
		}
	})
}

func TestWorkingDaysBetween(t *testing.T) {
	london, err := loadZone("Europe/London")
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name, from, to string
		want           int
	}{
		{"same day", "2026-06-08 08:00", "2026-06-08 20:00", 0},
		{"overnight", "2026-06-08 20:00", "2026-06-09 06:00", 1},
		{"Friday to Monday", "2026-06-12 08:00", "2026-06-15 08:00", 1},
		{"over Easter", "2026-04-02 08:00", "2026-04-08 08:00", 2},
		{"after midnight in London, not in UTC", "2026-06-08 23:30", "2026-06-09 08:00", 0},
		{"backwards", "2026-06-09 08:00", "2026-06-08 08:00", 0},
		{"for ever", "0001-01-01 00:00", "2026-06-08 08:00", 1000},
	}
	for _, test := range tests {
		if got := WorkingDaysBetween(at(t, test.from), at(t, test.to), london); got != test.want {
			t.Errorf("%s: %d working days, want %d", test.name, got, test.want)
		}
	}
}

// The schedule that an engagement has set holds from when it was set, or
// opened, or from the last slot.
func TestDueSince(t *testing.T) {
	s := new(engagement.State)
	if _, set, err := ScheduleOf(s); set || err != nil {
		t.Errorf("ScheduleOf(nothing set) = %t, %v", set, err)
	}
	s.Apply(at(t, "2026-06-01 09:00"), engagement.EngagementCreated{Slug: "x"})
	s.Apply(at(t, "2026-06-01 10:00"), engagement.ScheduleSet{Digest: "daily 9:00", Zone: "UTC"})
	if got, want := DueSince(s), at(t, "2026-06-01 10:00"); !got.Equal(want) {
		t.Errorf("after setting: %s, want %s", got, want)
	}
	s.Apply(at(t, "2026-06-02 10:00"), engagement.StageChanged{To: engagement.Talking})
	if got, want := DueSince(s), at(t, "2026-06-02 10:00"); !got.Equal(want) {
		t.Errorf("after opening: %s, want %s", got, want)
	}
	s.Apply(at(t, "2026-06-03 09:01"), engagement.DigestMade{ID: "D1", Slot: at(t, "2026-06-03 09:00")})
	if got, want := DueSince(s), at(t, "2026-06-03 09:00"); !got.Equal(want) {
		t.Errorf("after a slot: %s, want %s", got, want)
	}
	schedule, set, err := ScheduleOf(s)
	if !set || err != nil {
		t.Fatalf("ScheduleOf = %t, %v", set, err)
	}
	if next, _ := schedule.Next(DueSince(s)); !next.Equal(at(t, "2026-06-04 09:00")) {
		t.Errorf("next = %s", next)
	}
	s.Apply(at(t, "2026-06-03 10:00"), engagement.ScheduleSet{Digest: "sometimes", Zone: "UTC"})
	if _, set, err := ScheduleOf(s); set || err == nil {
		t.Errorf("ScheduleOf(nonsense) = %t, %v, want an error", set, err)
	}
}
