package conversations

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"soundings/engagement"
)

// planned gives an engagement that is open from the day on, with a digest on
// the schedule.
func planned(t *testing.T, day string, schedule engagement.ScheduleSet) *Domain {
	t.Helper()
	d := New("care", Settings{}).(*Domain)
	at := moment(t, day)
	schedule.Zone = "Europe/London"
	for _, f := range []engagement.Fact{
		engagement.EngagementCreated{Slug: "care", Title: "Care", Zone: "Europe/London"},
		engagement.StageChanged{To: engagement.Talking},
		schedule,
	} {
		d.state.Apply(at, f)
	}
	return d
}

func moment(t *testing.T, text string) time.Time {
	t.Helper()
	at, err := time.Parse("2006-01-02 15:04", text)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

// What falls due, at moments in UTC: once a day on both days on which the
// clocks change, once for all of an outage, and on no day that is left out.
func TestDigestsFallDue(t *testing.T) {
	nights := engagement.ScheduleSet{Digest: "daily 1:30"}
	mornings := engagement.ScheduleSet{Digest: "weekdays 9:00", WorkingDays: true, Except: []string{"2026-12-24", "2026-12-31"}}
	tests := []struct {
		name     string
		schedule engagement.ScheduleSet
		set, now string // when it was set, and now
		want     string // what is due, and what will be next
	}{
		{"spring, before the missing time", nights, "2026-03-28 12:00", "2026-03-29 00:59", "nothing, then 2026-03-29 01:00"},
		{"spring, at the first minute there is", nights, "2026-03-28 12:00", "2026-03-29 01:00", "2026-03-29 01:00, then 2026-03-30 00:30"},
		{"autumn, the first time", nights, "2026-10-24 12:00", "2026-10-25 00:30", "2026-10-25 00:30, then 2026-10-26 01:30"},
		{"autumn, the second time", nights, "2026-10-25 00:31", "2026-10-25 01:30", "nothing, then 2026-10-26 01:30"},
		{"down for a fortnight", mornings, "2026-06-01 12:00", "2026-06-15 07:00", "2026-06-12 08:00, then 2026-06-15 08:00"},
		{"down over the clocks going forward", nights, "2026-03-27 12:00", "2026-03-31 12:00", "2026-03-31 00:30, then 2026-04-01 00:30"},
		{"Christmas and the days listed", mornings, "2026-12-23 10:00", "2026-12-28 12:00", "nothing, then 2026-12-29 09:00"},
		{"the year's end", mornings, "2026-12-30 10:00", "2026-12-30 11:00", "nothing, then 2027-01-04 09:00"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			d := planned(t, test.set, test.schedule)
			events, next := d.Due(moment(t, test.now))
			var due []string
			for _, ev := range events {
				at, err := time.Parse(time.RFC3339, ev.Value)
				if err != nil || ev.ID != "digest:"+ev.Value {
					t.Errorf("event %+v: %v", ev, err)
				}
				due = append(due, at.Format("2006-01-02 15:04"))
			}
			if len(due) == 0 {
				due = []string{"nothing"}
			}
			if got := fmt.Sprintf("%s, then %s", strings.Join(due, " and "), next.UTC().Format("2006-01-02 15:04")); got != test.want {
				t.Errorf("due %s, want %s", got, test.want)
			}
		})
	}
}

// A schedule takes the days of the settings over, and keeps those it has.
func TestDaysWithoutADigest(t *testing.T) {
	d := New("care", Settings{Holidays: []string{"2026-12-31", "2026-12-24", "2026-01-02"}}).(*Domain)
	turn := &turn{Domain: d, now: moment(t, "2026-12-01 09:00")}
	got := turn.except([]string{"2026-12-24", "2026-12-23", "2026-11-02"})
	if want := []string{"2026-12-23", "2026-12-24", "2026-12-31"}; !slices.Equal(got, want) {
		t.Errorf("except = %v, want %v: sorted, once each, and none that has passed", got, want)
	}
	for days, want := range map[string]string{
		"":                      "At weekends and on bank holidays there is none",
		"2026-12-24":            "At weekends, on bank holidays and on Thu 24 December there is none",
		"2026-12-24 2027-01-04": "At weekends, on bank holidays and on Thu 24 December and Mon 4 January 2027 there is none",
		"2026-12-22 2026-12-23 2026-12-24 2026-12-31": "At weekends, on bank holidays and on 4 days that your service lists there is none",
	} {
		if got, _, _ := strings.Cut(turn.noDigestOn(strings.Fields(days)), ";"); got != want {
			t.Errorf("with %q: %q, want %q", days, got, want)
		}
	}
}
