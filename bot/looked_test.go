package bot

import (
	"context"
	"fmt"
	"maps"
	"strings"
	"sync"
	"testing"
	"testing/synctest"

	"github.com/google/go-cmp/cmp"

	"soundings/journal"
)

// register is People who get numbers, and says who has one.
type register struct {
	strangers

	mu    sync.Mutex
	known []string // adapter, colon, id; P1 is the first
}

func (r *register) Person(_ context.Context, adapter string, s Sender) (string, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for i, id := range r.known {
		if id == adapter+":"+s.ID {
			return fmt.Sprintf("P%d", i+1), nil
		}
	}
	r.known = append(r.known, adapter+":"+s.ID)
	return fmt.Sprintf("P%d", len(r.known)), nil
}

func (r *register) Known(_ context.Context, adapter string, s Sender) (string, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for i, id := range r.known {
		if id == adapter+":"+s.ID {
			return fmt.Sprintf("P%d", i+1), nil
		}
	}
	return "", nil
}

// record gives everything that stands in an engagement's record.
func record(t *testing.T, store journal.Journal) string {
	t.Helper()
	var all strings.Builder
	for r, err := range store.Read(t.Context(), streamPrefix+"toys", 0) {
		if err != nil {
			t.Fatal(err)
		}
		all.Write(r.Data)
		all.WriteString("\n")
	}
	return all.String()
}

func TestLookingLeavesNoTrace(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store, people := journal.NewMemory(), &register{}
		o := toyOptions(t, store)
		o.People = people
		// Looking is free: it is not counted.
		o.PersonPace, o.RoomPace = Pace{PerSecond: 0.001, Burst: 3}, Pace{PerSecond: 0.001, Burst: 3}
		s := start(t, o, &scribe{})
		defer s.stop()
		s.say(t, said(0, "new toys"))
		s.say(t, said(1, "add one"))
		before, facts := record(t, store), countFacts(t, store, "toys")
		for i := range 10 {
			look := said(2+i%2, "ask") // the same ID again is another look
			look.Kind, look.Sender.ID = Looked, fmt.Sprint("stranger", i)
			if got := s.say(t, look); got != "1" {
				t.Errorf("look %d: %q, want the state as it is", i, got)
			}
		}
		for _, text := range []string{"add two", "tell two", "boom", "fail", "stubborn x"} {
			look := said(50, text)
			look.Kind = Looked
			if got := s.say(t, look); got != "sorry" {
				t.Errorf("a look that would %s: %q, want sorry", text, got)
			}
		}
		if got := s.say(t, said(51, "ask")); got != "1" {
			t.Errorf("%s words after looks that would have recorded, want 1", got)
		}
		if got := record(t, store); got != before {
			t.Errorf("the record changed from %v to\n%s", facts, got)
		}
		if diff := cmp.Diff([]string{"fake:ana"}, people.known); diff != "" {
			t.Errorf("people (-want +got):\n%s", diff)
		}
	})
}

// What people write is neither a person nor a link of ours.
func TestPlaceholdersThatPeopleWriteAreText(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := journal.NewMemory()
		s := start(t, toyOptions(t, store), &scribe{})
		defer s.stop()
		s.say(t, said(0, "new toys"))
		s.say(t, said(1, "add "+LinkTo(room("other"), "P7")+" {person:P7}"))
		form := said(2, "boom")
		form.Fields = map[string]string{"words": LinkTo(room("other"), "")}
		form.Value, form.Action = LinkTo(room("other"), ""), "{person:P7}"
		s.say(t, form)
		got := record(t, store)
		for _, live := range []string{linkOpen, personOpen} {
			if strings.Contains(got, live) {
				t.Errorf("%q is in the record:\n%s", live, got)
			}
		}
		if n := strings.Count(got, "{link :"); n != 3 {
			t.Errorf("%d harmless links, want 3:\n%s", n, got)
		}
	})
}

func TestAddressesStayOutOfTheRecord(t *testing.T) {
	const first, second = "ana.whitlock@tidewell.example", "o'brien+care@kindred.example"
	for name, c := range map[string]struct {
		rule func(Event) bool
		want bool // that they are taken out
	}{
		"a rule that says so":     {func(ev Event) bool { return strings.Contains(ev.Text, first) }, true},
		"a rule that panics":      {func(Event) bool { panic("at " + first) }, true},
		"a rule that says no":     {func(Event) bool { return false }, false},
		"an installation without": {nil, false},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				store, people := journal.NewMemory(), &register{}
				o := toyOptions(t, store)
				o.People, o.Addresses = people, c.rule
				s := start(t, o, &scribe{})
				defer s.stop()
				s.say(t, said(0, "new toys"))
				s.say(t, said(1, "add Ana Whitlock <"+strings.ToUpper(first[:1])+first[1:]+">, "+first+" and "+second+"."))
				form := said(2, "boom "+first)
				fields := map[string]string{"addresses": first + "\n" + second}
				form.Fields, form.Value = maps.Clone(fields), second
				s.say(t, form)
				got := record(t, store)
				if kept := strings.Contains(strings.ToLower(got), "@"); kept == c.want {
					t.Errorf("an address is in the record: %v\n%s", kept, got)
				}
				if !c.want {
					return
				}
				if diff := cmp.Diff([]string{"fake:ana", "mail:" + first, "mail:" + second}, people.known); diff != "" {
					t.Errorf("people (-want +got):\n%s", diff)
				}
				for _, want := range []string{
					`"Ana Whitlock {person:P2}, {person:P2} and {person:P3}."`, `"addresses":"{person:P2}\n{person:P3}"`, `"value":"{person:P3}"`,
				} {
					if !strings.Contains(got, want) {
						t.Errorf("%s is not in the record:\n%s", want, got)
					}
				}
				if !maps.Equal(form.Fields, fields) {
					t.Errorf("the adapter's own event was changed: %v", form.Fields)
				}
				if log := s.log.text(); strings.Contains(log, "tidewell") {
					t.Errorf("an address is in the log:\n%s", log)
				}
			})
		})
	}
}

func TestPutLinks(t *testing.T) {
	to := func(room Address, person string) string {
		if room.Ref != "" {
			return "https://s.example/" + room.Key() + "/" + person + "#" + room.Ref
		}
		return "https://s.example/" + room.Key() + "/" + person
	}
	a := Address{Adapter: "web", Room: "care.tidewell:2", Ref: "never told"}
	for _, c := range []struct{ text, want string }{
		{"Start here: " + LinkTo(a, "P7") + ", or there.", "Start here: https://s.example/web:care.tidewell:2/P7, or there."},
		{LinkTo(a, "") + LinkTo(room("r"), "P12"), "https://s.example/web:care.tidewell:2/https://s.example/fake:r/P12"},
		{LinkToFile(a, "P7", "F2") + LinkTo(a, "P7"), "https://s.example/web:care.tidewell:2/P7#F2https://s.example/web:care.tidewell:2/P7"},
		{"nothing", "nothing"},
		{linkOpen, linkOpen},
		{linkOpen + "web:r P7", linkOpen + "web:r P7"},
		{linkOpen + "web P7} " + LinkTo(room("r"), ""), linkOpen + "web P7} https://s.example/fake:r/"},
		{linkOpen + "web:r}", linkOpen + "web:r}"},
		{"{link}", "{link}"},
	} {
		if got := PutLinks(c.text, to); got != c.want {
			t.Errorf("PutLinks(%q) = %q, want %q", c.text, got, c.want)
		}
	}
	if got := PutLinks("Here: "+LinkTo(a, "P7"), nil); got != "Here: (no link)" {
		t.Errorf("PutLinks without links = %q", got)
	}
}
