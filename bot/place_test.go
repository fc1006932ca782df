package bot

import (
	"context"
	"errors"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/google/go-cmp/cmp"

	"soundings/journal"
)

// listener is a toy that keeps the last event it heard.
type listener struct {
	*toy
	heard *Event
}

func (l listener) Decide(ev Event, tx *Tx) error {
	*l.heard = ev
	return l.toy.Decide(ev, tx)
}

// overview is an adapter on which rooms are as they are said to be.
type overview struct {
	scribe
	place Place
	err   error
}

func (o *overview) Place(context.Context, Address) (Place, error) { return o.place, o.err }

// A code leads to its engagement from wherever it is brought, and the engagement learns
// who is there and what else is; it does not see the code.
func TestACodeLeadsToItsEngagement(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := journal.NewMemory()
		heard := map[string]*Event{"toys": {}, "cars": {}}
		o := toyOptions(t, store)
		o.NewDomain = func(name string) Domain { return listener{&toy{}, heard[name]} }
		o.CodeIn = func(ev Event) string { code, _ := strings.CutPrefix(ev.Text, "join "); return code }
		o.ReadCode = func(code string) (string, string, bool) {
			engagement, id, ok := strings.Cut(code, "-")
			return engagement, id, ok
		}
		rooms := &overview{place: Place{Name: "chat {person:P7}", Outside: 2, Teams: []string{"T2", "T1", "T2"}, Mails: []string{"Tidewell.example", ""}}}
		s := start(t, o, rooms)
		defer s.stop()
		in := func(where, text string) Event {
			ev := said(len(text)+len(where)*100, text)
			ev.Room = room(where)
			return ev
		}
		s.say(t, in("r", "new toys"))
		s.say(t, in("garage", "new cars"))
		s.say(t, in("elsewhere", "join toys-k0b9"))
		got := *heard["toys"]
		if got.Code != "k0b9" || got.Engagement != "toys" || got.Elsewhere || strings.Contains(got.Text, "k0b9") {
			t.Errorf("heard %+v", got)
		}
		want := &Place{Name: "chat {person :P7}", Outside: 2, Teams: []string{"h:fake:T1", "h:fake:T2"}, Mails: []string{"tidewell.example"}}
		if diff := cmp.Diff(want, got.Place); diff != "" {
			t.Errorf("place (-want +got):\n%s", diff)
		}
		rooms.err = errors.New("not in there")
		s.say(t, in("garage", "join toys-k0b9"))
		if got := *heard["toys"]; !got.Elsewhere || got.Place != nil || got.Room != room("garage") {
			t.Errorf("in a room of another engagement, heard %+v", got)
		}
		if answer := s.say(t, in("nowhere", "join boats-k0b9")); answer != "nothing here" {
			t.Errorf("a code of no engagement that there is: %q", answer)
		}
		if answer := s.say(t, in("nowhere", "join words")); answer != "nothing here" {
			t.Errorf("words: %q", answer)
		}
	})
}

func TestPutCodes(t *testing.T) {
	to := func(engagement, id string) string { return engagement + "/" + id }
	for _, c := range []struct{ text, want string }{
		{"Write join " + CodeTo("care", "k0b9") + ".", "Write join care/k0b9."},
		{CodeTo("a", "1") + CodeTo("b", "2"), "a/1b/2"},
		{codeOpen, codeOpen},
		{codeOpen + "care}" + CodeTo("a", "1"), codeOpen + "care}a/1"},
		{"nothing", "nothing"},
		{disarm(CodeTo("care", "k0b9")), "{code :care k0b9}"},
	} {
		if got := PutCodes(c.text, to); got != c.want {
			t.Errorf("PutCodes(%q) = %q, want %q", c.text, got, c.want)
		}
	}
	if got := PutCodes(CodeTo("care", "k0b9"), nil); got != "(no code)" {
		t.Errorf("PutCodes without codes = %q", got)
	}
	if length, size := placeholder(CodeTo("care", "k0b9") + " and more"); length != len(CodeTo("care", "k0b9")) || size != codeWidth {
		t.Errorf("a code is %d long and counts %d", length, size)
	}
}
