package conversations

import (
	"testing"
	"time"
)

func TestMomentsAsPeopleWriteThem(t *testing.T) {
	zone, err := time.LoadLocation("Europe/London")
	if err != nil {
		t.Fatal(err)
	}
	now := time.Date(2026, 6, 3, 9, 30, 0, 0, zone) // a Wednesday
	for typed, want := range map[string]string{
		"27 June 17:00":           "2026-06-27 17:00",
		"27 June":                 "2026-06-27 17:00",
		"on 27th of June at 5pm":  "2026-06-27 17:00",
		"June 27, 5:30 pm":        "2026-06-27 17:30",
		"Sat 27 June, 5 pm":       "2026-06-27 17:00",
		"27 June 9 am":            "2026-06-27 09:00",
		"Sat 27 June 2026, 12.30": "2026-06-27 12:30",
		"27/6":                    "2026-06-27 17:00",
		"27/06/26 09:00":          "2026-06-27 09:00",
		"27.6.2026":               "2026-06-27 17:00",
		"2026-06-27 17:00":        "2026-06-27 17:00",
		"Friday":                  "2026-06-05 17:00",
		"friday 5pm":              "2026-06-05 17:00",
		"wednesday 9:00":          "2026-06-10 09:00",
		"wednesday 10:00":         "2026-06-03 10:00",
		"tomorrow noon":           "2026-06-04 12:00",
		"today":                   "2026-06-03 17:00",
		"5 Jan":                   "2027-01-05 17:00",
		"2 June":                  "2026-06-02 17:00", // a day that has just passed is not next year's
		"31 December midnight":    "2026-12-31 23:59",
		"29 February 2028":        "2028-02-29 17:00",
		"12am 4 June":             "2026-06-04 00:00",
		"12pm 4 June":             "2026-06-04 12:00",
		"in three weeks":          "2026-06-24 17:00",
		"In 10 days.":             "2026-06-13 17:00",
		"in a fortnight":          "2026-06-17 17:00",
		"in two months":           "2026-08-03 17:00",
		"end of June":             "2026-06-30 17:00",
		"at the end of February":  "2027-02-28 17:00",
	} {
		got, ok := readMoment(typed, now, zone)
		if !ok || got.Format("2006-01-02 15:04") != want {
			t.Errorf("readMoment(%q) = %s, %v; want %s", typed, got.Format("2006-01-02 15:04"), ok, want)
		}
	}
	for _, typed := range []string{"", "soon", "31 February", "32 June", "17:00", "June", "27 June 25:00", "27 June 17:00 18:00", "27 28 June", "27/13", "27 June June", "0 June", "27 June 13pm", "1/2/3/4"} {
		if got, ok := readMoment(typed, now, zone); ok {
			t.Errorf("readMoment(%q) = %s, want none", typed, got)
		}
	}
}

func TestMomentsKnowTheZone(t *testing.T) {
	zone, err := time.LoadLocation("Europe/London")
	if err != nil {
		t.Fatal(err)
	}
	now := time.Date(2026, 10, 1, 9, 0, 0, 0, zone)
	for typed, want := range map[string]string{"24 October 17:00": "2026-10-24T16:00:00Z", "25 October 17:00": "2026-10-25T17:00:00Z"} {
		got, ok := readMoment(typed, now, zone)
		if !ok || got.UTC().Format(time.RFC3339) != want {
			t.Errorf("readMoment(%q) = %s, want %s", typed, got.UTC().Format(time.RFC3339), want)
		}
	}
}

func FuzzReadMoment(f *testing.F) {
	for _, seed := range []string{"27 June 17:00", "2026-06-27", "friday 5pm", "31 February", "1/1/1 pm", "9999 9999"} {
		f.Add(seed)
	}
	now := time.Date(2026, 6, 3, 9, 30, 0, 0, time.UTC)
	f.Fuzz(func(t *testing.T, text string) {
		got, ok := readMoment(text, now, time.UTC)
		if ok && (got.Year() < 1 || got.Year() > 9999) {
			t.Errorf("readMoment(%q) = %s", text, got)
		}
	})
}

func TestThousands(t *testing.T) {
	for n, want := range map[int]string{0: "0", 999: "999", 1000: "1,000", 1048576: "1,048,576", -4000: "-4,000"} {
		if got := thousands(n); got != want {
			t.Errorf("thousands(%d) = %q, want %q", n, got, want)
		}
	}
}
