package main

import (
	"context"
	"strings"
	"testing"
	"time"

	"soundings/internal/servicetest"
)

// The short form: events by HTTP, Slack without its limits of speed, and a digest
// that somebody asks for.
func TestWhole(t *testing.T) {
	if testing.Short() {
		t.Skip("the service is built and run in a process of its own")
	}
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	folder := t.TempDir()
	program, err := servicetest.Build(ctx, folder)
	if err != nil {
		t.Fatal(err)
	}
	text, err := sampleInWord()
	if err != nil {
		t.Fatal(err)
	}
	var told strings.Builder
	if err := play(ctx, plan{mode: "http", draft: text}, program, folder, &told); err != nil {
		t.Errorf("%v\n%s", err, told.String())
	}
	for _, line := range []string{"22 of 22 acknowledged", "killed 7 times", "0 missing, 0 posted twice", "3 suppliers have answered"} {
		if !strings.Contains(told.String(), line) {
			t.Errorf("it does not say %q:\n%s", line, told.String())
		}
	}
}

// What must not be is found: an answer that is missing or doubled, a message that
// is missing or doubled, and words that the wrong people read.
func TestFaultsAreFound(t *testing.T) {
	log := `{"kind":"message.due","time":"2026-06-01T09:00:00.000Z","cause":"c","data":{"key":"a","to":[{"a":"slack","r":"C1"}],"counts":{"slack":2}}}
{"kind":"message.settled","time":"2026-06-01T09:00:00.000Z","cause":"c","data":{"items":[{"key":"a","room":0,"part":0,"id":"1.1@1.0"},{"key":"a","room":0,"part":1,"id":"1.2"}]}}
{"kind":"response.given","time":"2026-06-01T09:00:00.000Z","cause":"c","data":{"words":"MarkH01"}}
{"kind":"response.given","time":"2026-06-01T09:00:00.000Z","cause":"c","data":{"words":"MarkH02"}}
{"kind":"response.given","time":"2026-06-01T09:00:00.000Z","cause":"c","data":{"words":"MarkH02"}}
`
	r, err := readRecord(log)
	if err != nil {
		t.Fatal(err)
	}
	first, second := stands{at: post{"C1", "1.1"}, key: "e/a/0.0"}, stands{at: post{"C1", "1.2"}, key: "e/a/0.1"}
	again := stands{at: post{"C1", "1.3"}, key: "e/a/0.1", words: "again"}
	mine, other := []said{{by: tidewell(), mark: "MarkH01"}}, []said{{by: tidewell(), mark: "MarkH01", sensitive: true}}
	for _, c := range []struct {
		what string
		do   func(f *findings)
		want string // what the first fault says; "" for none
	}{
		{"an answer that is there", func(f *findings) { f.answers(mine, r) }, ""},
		{"an answer that is missing", func(f *findings) { f.answers([]said{{by: moor(), mark: "MarkH03"}}, r) }, "is not in the record"},
		{"an answer that is doubled", func(f *findings) { f.answers([]said{{by: moor(), mark: "MarkH02"}}, r) }, "stands in the record 2 times"},
		{"messages that stand", func(f *findings) { f.messages([]stands{first, second}, r) }, ""},
		{"a message that is doubled", func(f *findings) { f.messages([]stands{first, second, again}, r) }, "of which the record does not know"},
		{"a message that is missing", func(f *findings) { f.messages([]stands{first}, r) }, "does not stand in C1"},
		{"what the team may read", func(f *findings) { f.leaks(mine, []reading{{team(), "MarkH01 Tidewell"}, {tidewell(), "MarkH01"}}) }, ""},
		{"what is sensitive", func(f *findings) { f.leaks(other, []reading{{team(), "MarkH01"}}) }, "sensitive: true"},
		{"what is another's", func(f *findings) { f.leaks(mine, []reading{{moor(), "MarkH01"}}) }, "Moor Telecare could read MarkH01"},
		{"who it was", func(f *findings) { f.private(log, []string{"MarkH01"}) }, "MarkH01 stands in the record 1 times"},
		{"who it was not", func(f *findings) { f.private(log, privately()) }, ""},
		{"who else is asked", func(f *findings) { f.leaks(nil, []reading{{moor(), "Tidewell says"}, {tidewell(), ""}}) }, "the name of Tidewell"},
	} {
		var f findings
		c.do(&f)
		if got := strings.Join(f.faults, "\n"); c.want == "" && got != "" || !strings.Contains(got, c.want) {
			t.Errorf("%s: found %q, want %q", c.what, got, c.want)
		}
	}
}

// A digest comes on working days alone, so that the zone is chosen in which it is
// one, and at the end of a Saturday there is none.
func TestWorkingZone(t *testing.T) {
	for _, c := range []struct {
		now, zone string
		working   bool
	}{
		{"2026-06-03T12:00:00Z", "Europe/London", true},
		{"2026-06-06T03:00:00Z", "Pacific/Pago_Pago", true},
		{"2026-06-06T20:00:00Z", "Europe/London", false},
		{"2026-06-07T12:00:00Z", "Pacific/Kiritimati", true},
		{"2026-12-25T12:00:00Z", "Europe/London", false},
	} {
		now, err := time.Parse(time.RFC3339, c.now)
		if err != nil {
			t.Fatal(err)
		}
		if zone, working := workingZone(now); zone != c.zone || working != c.working {
			t.Errorf("workingZone(%s) = %s, %v, want %s, %v", c.now, zone, working, c.zone, c.working)
		}
	}
}
