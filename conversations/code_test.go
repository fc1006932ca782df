package conversations

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"soundings/bot"
	"soundings/engagement"
)

// What is known of a code is stored so for ever, and is all there after a snapshot.
func TestStoredFormOfACode(t *testing.T) {
	at := time.Date(2026, 6, 1, 9, 0, 0, 0, time.UTC)
	for stored, c := range map[string]code{
		`{"id":"k0b9","o":"O1","by":"P1","until":"2026-06-08T09:00:00Z"}`: {ID: "k0b9", Organisation: "O1", By: "P1", Until: at.Add(codeFor)},
		`{"id":"7sbx","o":"O2","by":"P1","until":"2026-06-08T09:00:00Z","room":{"a":"teams","r":"19:x"},"t":"T1","name":"Alder","p":"P2","teams":"a b","over":"in","settled":"P1"}`: {
			ID: "7sbx", Organisation: "O2", By: "P1", Until: at.Add(codeFor), Room: bot.Address{Adapter: "teams", Room: "19:x"}, Thread: "T1", Name: "Alder", Writer: "P2", Teams: "a b", Over: overIn, Settled: "P1",
		},
	} {
		got, err := json.Marshal(c)
		if err != nil || string(got) != stored {
			t.Errorf("stored as %s, want %s (%v)", got, stored, err)
		}
		d := New("care", Settings{}).(*Domain)
		if err := d.Apply(bot.Fact{Kind: kindCode, Time: at, Data: []byte(stored)}); err != nil {
			t.Fatal(err)
		}
		saved, err := d.Save()
		if err != nil {
			t.Fatal(err)
		}
		again := New("care", Settings{}).(*Domain)
		if err := again.Load(saved); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff([]code{c}, again.channels.codes); diff != "" {
			t.Errorf("after a snapshot: -want +got\n%s", diff)
		}
	}
}

// Who is in the team's channel, and a digest that does not stand there, are stored so for
// ever, and are all there after a snapshot.
func TestStoredFormOfWhoIsInside(t *testing.T) {
	at := time.Date(2026, 6, 1, 9, 0, 0, 0, time.UTC)
	d := New("care", Settings{}).(*Domain)
	for _, test := range []struct {
		kind, stored string
		fact         any
	}{
		{kindInside, `{"p":"P5","in":true}`, inside{Person: "P5", In: true}},
		{kindInside, `{"p":"P6","in":false,"by":"P1"}`, inside{Person: "P6", By: "P1"}},
		{kindUnread, `{"d":"D1","title":"Care","content":"[]"}`, unread{Digest: "D1", Title: "Care", Content: "[]"}},
	} {
		if got, err := json.Marshal(test.fact); err != nil || string(got) != test.stored {
			t.Errorf("%s is stored as %s, want %s (%v)", test.kind, got, test.stored, err)
		}
		if err := d.Apply(bot.Fact{Kind: test.kind, Time: at, Data: []byte(test.stored)}); err != nil {
			t.Fatal(err)
		}
	}
	saved, err := d.Save()
	if err != nil {
		t.Fatal(err)
	}
	again := New("care", Settings{}).(*Domain)
	if err := again.Load(saved); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(map[engagement.Person]bool{"P5": true, "P6": false}, again.channels.inside); diff != "" {
		t.Errorf("after a snapshot: -want +got\n%s", diff)
	}
	if diff := cmp.Diff([]unread{{Digest: "D1", Title: "Care", Content: "[]"}}, again.channels.unread); diff != "" {
		t.Errorf("after a snapshot: -want +got\n%s", diff)
	}
}

// A code ends with its week also where the clock has not told of it: where much falls
// due at once, and in what is only looked at, which the clock does not come before.
func TestACodeEndsWithoutTheClock(t *testing.T) {
	until := time.Date(2026, 6, 8, 9, 0, 0, 0, time.UTC)
	alder := engagement.Organisation{ID: "O1"}
	for left, want := range map[time.Duration]string{time.Second: "", 0: codeExpired, -time.Second: codeExpired} {
		d := New("care", Settings{}).(*Domain)
		d.channels.keepCode(code{ID: "k0b9", Organisation: alder.ID, By: "P1", Until: until})
		now := &turn{Domain: d, now: until.Add(-left)}
		if got := now.whyNoCode(d.channels.codes[0], true); got != want {
			t.Errorf("with %v left, whoever writes it reads %q, want %q", left, got, want)
		}
		if _, open := now.codeOpen(alder); open != (want == "") {
			t.Errorf("with %v left, the team is shown it as one to pass on: %v", left, open)
		}
	}
}

// A code is found in whatever people put around it, and in nothing else.
func TestCodeIn(t *testing.T) {
	const care = "care-k0b9-aaaa-bbbb-cccc-dddd"
	said := func(text string) bot.Event { return bot.Event{Kind: bot.Said, Text: text} }
	for _, test := range []struct {
		ev   bot.Event
		want string
	}{
		{said("join " + care), care},
		{said("@soundings Join `" + care + "`, thanks"), care},
		{said("join “" + care + "”."), care},
		{bot.Event{Kind: bot.Submitted, Action: actionJoin, Fields: map[string]string{fieldCode: " " + care + "\n"}}, care},
		{bot.Event{Kind: bot.Submitted, Action: actionJoin, Fields: map[string]string{fieldCode: "join " + care}}, care},
		{bot.Event{Kind: bot.Submitted, Action: actionInvite, Fields: map[string]string{fieldCode: care}}, ""},
		{bot.Event{Kind: bot.Edited, Text: "join " + care}, ""},
		{said("join us for a well-thought-out and up-to-date talk"), ""},
		{said("the code is " + care), ""},
		{said("join"), ""},
		{said(""), ""},
	} {
		if got := CodeIn(test.ev); got != test.want {
			t.Errorf("CodeIn(%q %v) = %q, want %q", test.ev.Text, test.ev.Fields, got, test.want)
		}
	}
}
