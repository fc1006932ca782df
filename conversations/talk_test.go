package conversations

import (
	"encoding/json"
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"soundings/bot"
	"soundings/engagement"
)

// talkFacts is one of each kind, with the form in which it is stored for ever.
func talkFacts() map[string]struct {
	fact   any
	stored string
} {
	return map[string]struct {
		fact   any
		stored string
	}{
		kindPlace: {
			placed{Person: "P7", Organisation: "O1", Section: 6, Thread: "T1", Awaits: awaitsReplace, Stance: engagement.Cautious, Words: "ours"},
			`{"p":"P7","o":"O1","s":6,"t":"T1","w":"replace","st":"cautious","wo":"ours"}`,
		},
		kindRoom: {
			roomed{bot.Address{Adapter: "slack", Room: "C1", Ref: "x"}},
			`{"room":{"a":"slack","r":"C1","x":"x"}}`,
		},
		kindAsked: {asked{Organisation: "O1", Person: "P7", What: askedWho}, `{"o":"O1","p":"P7","w":"who"}`},
		kindReminded: {
			reminded{Slot: time.Date(2026, 6, 2, 9, 0, 0, 0, time.UTC), Organisations: []string{"O1"}},
			`{"slot":"2026-06-02T09:00:00Z","o":["O1"]}`,
		},
		kindPreviewed: {previewed{By: "P1", Hash: "8f3a"}, `{"by":"P1","hash":"8f3a"}`},
		kindEnded:     {linksEnded{Room: "web:care.tidewell", Person: "P2", By: "P1"}, `{"r":"web:care.tidewell","p":"P2","by":"P1"}`},
		kindOpened:    {pageOpened{Room: "web:care.tidewell"}, `{"r":"web:care.tidewell"}`},
		kindOutcome:   {wished{Organisation: "O1", Person: "P7", On: true}, `{"o":"O1","p":"P7","on":true}`},
		kindFewer:     {fewer{Organisation: "O1", Person: "P7", On: true}, `{"o":"O1","p":"P7","on":true}`},
		kindKept:      {kept{Organisation: "O1", Section: 6, Response: "R4", Person: "P7"}, `{"o":"O1","s":6,"r":"R4","p":"P7"}`},
	}
}

func TestStoredFormOfTalk(t *testing.T) {
	for kind, test := range talkFacts() {
		got, err := json.Marshal(test.fact)
		if err != nil || string(got) != test.stored {
			t.Errorf("%s is stored as %s, want %s (%v)", kind, got, test.stored, err)
		}
	}
}

func TestTalkSurvivesASnapshot(t *testing.T) {
	d := New("care", Settings{})
	at := time.Date(2026, 6, 1, 9, 0, 0, 0, time.UTC)
	for kind, test := range talkFacts() {
		if err := d.Apply(bot.Fact{Kind: kind, Time: at, Data: []byte(test.stored)}); err != nil {
			t.Fatal(err)
		}
	}
	saved, err := d.Save()
	if err != nil {
		t.Fatal(err)
	}
	loaded := New("care", Settings{})
	if err := loaded.Load(saved); err != nil {
		t.Fatal(err)
	}
	again, err := loaded.Save()
	if err != nil || string(again) != string(saved) {
		t.Errorf("saved again it differs: %s, want %s (%v)", again, saved, err)
	}
	want, got := d.(*Domain).talk, loaded.(*Domain).talk
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(talk{}, standing{}, spot{}, askedBefore{})); diff != "" {
		t.Errorf("loaded: -want +got\n%s", diff)
	}
}

func TestUnknownKindsStopTheDesk(t *testing.T) {
	for _, kind := range []string{"talk.sung", "response.shouted", ""} {
		if err := New("care", Settings{}).Apply(bot.Fact{Kind: kind, Data: []byte("{}")}); !errors.Is(err, bot.ErrUnknownKind) {
			t.Errorf("Apply(%q) = %v, want ErrUnknownKind", kind, err)
		}
	}
	if err := New("care", Settings{}).Apply(bot.Fact{Kind: kindPlace, Data: []byte("{")}); err == nil || errors.Is(err, bot.ErrUnknownKind) {
		t.Errorf("Apply of a broken fact = %v, want another error", err)
	}
	if err := New("care", Settings{}).Load([]byte("{")); err == nil {
		t.Error("Load of a broken snapshot succeeds")
	}
}

func TestThreadsAreBounded(t *testing.T) {
	d := newTalk()
	for i := range 3 * mostThreads {
		d.put(time.Time{}, placed{Person: "P7", Organisation: "O1", Section: i + 1, Thread: string(rune('a' + i))})
	}
	if got := len(d.threads["O1"]); got != mostThreads {
		t.Errorf("%d threads are remembered, want %d", got, mostThreads)
	}
	if got := d.sectionOf("O1", string(rune('a'+3*mostThreads-1))); got != 3*mostThreads {
		t.Errorf("the newest thread is about %d, want %d", got, 3*mostThreads)
	}
}
