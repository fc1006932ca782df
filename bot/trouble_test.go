package bot

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"soundings/journal"
)

// looking counts how often the clock's part is asked what is due.
type looking struct {
	*toy
	looks *int
}

func (l looking) Due(now time.Time) ([]Event, time.Time) { *l.looks++; return l.toy.Due(now) }

func TestTroubleWithTheClockStopsNobody(t *testing.T) {
	for _, word := range []string{"blind", "lazy"} {
		t.Run(word, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				looks := 0
				o := toyOptions(t, journal.NewMemory())
				o.NewDomain = func(string) Domain { return looking{&toy{}, &looks} }
				s := start(t, o, &scribe{})
				defer s.stop()
				s.say(t, said(0, "new toys"))
				s.say(t, said(1, "tick 1h"))
				s.say(t, said(2, "add "+word))
				time.Sleep(2 * time.Hour)
				synctest.Wait()
				if got := s.say(t, said(3, "add more")); got != "2" {
					t.Errorf("the desk answers %q, want 2", got)
				}
				if looks > 2000 {
					t.Errorf("looked %d times in two hours at what is due", looks)
				}
			})
		})
	}
}

// What is due is worked out when something has happened or when its time comes, and
// not for everybody who only reads.
func TestWhoReadsHasNothingWorkedOut(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		looks := 0
		o := toyOptions(t, journal.NewMemory())
		o.NewDomain = func(string) Domain { return looking{&toy{}, &looks} }
		s := start(t, o, &scribe{})
		defer s.stop()
		s.say(t, said(0, "new toys"))
		s.say(t, said(1, "tick 1h"))
		read := func() {
			if _, err := s.Messages(t.Context(), said(0, "").Room, 0, 0); err != nil {
				t.Fatal(err)
			}
		}
		read()
		before := looks
		for range 100 {
			read()
		}
		if looks > before {
			t.Errorf("worked out %d times for 100 who read what is due", looks-before)
		}
		time.Sleep(2 * time.Hour)
		synctest.Wait()
		if looks == before {
			t.Error("never worked out in two hours what is due")
		}
	})
}

func TestAPanicOutsideTheDeskIsAnswered(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := toyOptions(t, journal.NewMemory())
		lobby := o.Lobby
		o.Lobby = func(ev Event, taken func(string) bool) (string, Answer) {
			if ev.Text == "boom" {
				panic("lobby")
			}
			return lobby(ev, taken)
		}
		o.Which = func(Event, []string) Answer { panic("which") }
		o.Intake = func(context.Context, string, []byte) (json.RawMessage, string) { panic("intake") }
		s := start(t, o, &scribe{})
		defer s.stop()
		if got := s.say(t, in("a", 0, "boom")); got != "sorry" {
			t.Errorf("a lobby that panics: %q, want sorry", got)
		}
		s.say(t, in("a", 1, "new toys"))
		file := in("a", 2, "add one")
		file.File = &File{Name: "x.docx", Open: func(context.Context) (io.ReadCloser, error) {
			return io.NopCloser(strings.NewReader("bytes")), nil
		}}
		if got := s.say(t, file); got != "1" {
			t.Errorf("a file that cannot be read: %q, want the event decided", got)
		}
		gone := in("a", 6, "add one")
		gone.File = &File{Name: "y.docx", Open: func(context.Context) (io.ReadCloser, error) {
			return nil, fmt.Errorf("get file: status 404: %w", ErrNoFile)
		}}
		if got := s.say(t, gone); got != "2" {
			t.Errorf("a file that is gone: %q, want the event decided", got)
		}
		s.say(t, in("b", 3, "new games"))
		s.say(t, in("b", 4, "invite a"))
		if got := s.say(t, in("a", 5, "ask")); got != "sorry" {
			t.Errorf("asking which panics: %q, want sorry", got)
		}
	})
}

// capricious panics when it is asked what it can do, once messages are due.
type capricious struct {
	scribe
	panics int
}

func (a *capricious) Send(ctx context.Context, p Part) (string, error) {
	a.panics = 1
	return a.scribe.Send(ctx, p)
}

func (a *capricious) Caps() Caps {
	if a.panics == 1 {
		a.panics = 2
		panic("caps")
	}
	return Caps{}
}

func TestAPanicInCapsIsTriedAgain(t *testing.T) {
	s := &sender{
		adapters: map[string]Adapter{"fake": &capricious{panics: 1}}, people: strangers{},
		limits: map[string]*limits{"fake": newLimits(Caps{})}, now: func() time.Time { return noon },
	}
	j := job{part: Part{To: room("r"), Blocks: []Block{Say("x")}}}
	if _, err := s.try(t.Context(), s.adapters["fake"], &j); asSendError(err).Reason != Transient {
		t.Errorf("try = %v, want a transient failure", err)
	}
	if id, err := s.try(t.Context(), s.adapters["fake"], &j); err != nil || id == "" {
		t.Errorf("try again = %q, %v", id, err)
	}
}

// unreachable people have no address of their own.
type unreachable struct{ strangers }

func (unreachable) Direct(context.Context, string, string) (string, error) { return "", nil }

// forgetful people can be reached at the third try: the vault was away.
type forgetful struct {
	strangers
	tries *int
}

func (f forgetful) Direct(_ context.Context, _, person string) (string, error) {
	if *f.tries++; *f.tries < 3 {
		return "", journal.ErrUnavailable
	}
	return person, nil
}

func TestAVaultThatIsAwayIsWaitedFor(t *testing.T) {
	tries := 0
	s := &sender{people: forgetful{tries: &tries}}
	part := Part{For: "P7", To: room("r")}
	for range 2 {
		if _, err := s.named(t.Context(), part); asSendError(err).Reason != Transient {
			t.Errorf("named = %v, want a transient failure", err)
		}
	}
	if p, err := s.named(t.Context(), part); err != nil || p.For != "P7" {
		t.Errorf("named = %q, %v, want P7", p.For, err)
	}
}

func TestWhatIsForOnePersonIsNeverSaidToTheRoom(t *testing.T) {
	for _, c := range []struct {
		name    string
		people  People
		private bool
		state   PartState
	}{
		{"reachable", strangers{}, true, Sent},
		{"unreachable", unreachable{}, true, Failed},
		{"the platform has only rooms", unreachable{}, false, Sent},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				o := toyOptions(t, journal.NewMemory())
				o.People = c.people
				a := &scribe{caps: Caps{Private: c.private}}
				s := start(t, o, a)
				defer s.stop()
				s.say(t, said(0, "new toys"))
				s.say(t, said(1, "whisper x"))
				if err := s.Quiet(t.Context()); err != nil {
					t.Fatal(err)
				}
				if got := receipts(t, s, "x"); got[0].State != c.state || (len(a.all()["r"]) > 0) != (c.state == Sent) {
					t.Errorf("%+v, posted %v; want %s", got[0], a.all(), c.state)
				}
			})
		})
	}
}

// refusesAlone is a platform that lets nobody be written to alone.
func refusesAlone(p Part, _ int) error {
	if p.For != "" {
		return &SendError{Reason: Denied, Err: errors.New("a guest can't be written to")}
	}
	return nil
}

// Where somebody can't be reached alone, the room reads what is to stand there
// instead, once, and nothing of the rest.
func TestWhatStandsInTheRoomInstead(t *testing.T) {
	for name, c := range map[string]struct {
		a    Adapter
		want string
	}{
		"reachable":          {&scribe{caps: Caps{Private: true}}, "for you"},
		"the platform won't": {&scribe{caps: Caps{Private: true}, fail: refusesAlone}, "somebody has it"},
	} {
		s := &sender{people: strangers{}, adapters: map[string]Adapter{"fake": c.a}, now: time.Now}
		j := job{part: Part{Key: "k", To: room("r"), For: "P7", Instead: "somebody has it", Number: 1, Of: 1, Title: "Alone", Blocks: []Block{Say("for you")}}}
		if _, err := s.try(t.Context(), c.a, &j); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		posts := c.a.(*scribe).all()["r"]
		if len(posts) != 1 || !strings.Contains(posts[0], c.want) || c.want != "for you" && strings.Contains(posts[0], "for you") {
			t.Errorf("%s: posted %q, want %q", name, posts, c.want)
		}
	}
	s := &sender{people: unreachable{}, now: time.Now}
	a := &scribe{caps: Caps{Private: true}}
	if _, err := s.try(t.Context(), a, &job{part: Part{Key: "k", To: room("r"), For: "P7", Instead: "somebody has it", Number: 1, Blocks: []Block{Say("for you")}}}); err != nil || !strings.Contains(strings.Join(a.all()["r"], ""), "somebody has it") {
		t.Errorf("whom nobody knows how to reach: %v, posted %q", err, a.all())
	}
	later := func(Part, int) error { return &SendError{Reason: Transient, Err: errors.New("later")} }
	b := &scribe{caps: Caps{Private: true}, fail: later}
	if _, err := (&sender{people: strangers{}, now: time.Now}).try(t.Context(), b, &job{part: Part{Key: "k", To: room("r"), For: "P7", Instead: "somebody has it", Number: 1}}); err == nil || len(b.all()) > 0 {
		t.Errorf("what may work later is said to the room: %v, %v", b.all(), err)
	}
}

// standing is what people see in the room: posts as they were edited last.
func (a *editing) standing() []string {
	a.mu.Lock()
	defer a.mu.Unlock()
	var all []string
	for i, text := range a.posts["r"] {
		for _, edit := range a.edits {
			if id, to, _ := strings.Cut(edit, " "); id == "m"+string(rune('1'+i)) {
				text = to
			}
		}
		all = append(all, text)
	}
	return all
}

func TestNothingOldIsLeftStandingByEdits(t *testing.T) {
	long := strings.Repeat("old words ", 50)
	for _, waiting := range []bool{false, true} {
		synctest.Test(t, func(t *testing.T) {
			gate, parts := make(chan struct{}), 0
			a := &editing{scribe: scribe{caps: Caps{MaxText: 200, MaxChars: 200}}}
			a.fail = func(p Part, _ int) error {
				if parts++; waiting && p.Number == 2 {
					<-gate
				}
				return nil
			}
			s := start(t, toyOptions(t, journal.NewMemory()), a)
			defer s.stop()
			s.say(t, said(0, "new toys"))
			s.say(t, said(1, "list first"))
			s.say(t, said(2, "list "+long))
			if waiting {
				synctest.Wait() // the second part of the long text is under way
			} else if err := s.Quiet(t.Context()); err != nil {
				t.Fatal(err)
			}
			s.say(t, said(3, "list new"))
			close(gate)
			if err := s.Quiet(t.Context()); err != nil {
				t.Fatal(err)
			}
			got := a.standing()
			if len(got) < 2 || got[0] != "new" {
				t.Fatalf("waiting=%v: the room shows %q, want the new text first, and what covers the old", waiting, got)
			}
			for _, text := range got[1:] {
				if text != spare {
					t.Errorf("waiting=%v: the room still shows %q", waiting, text)
				}
			}
			if waiting && len(got) != 2 {
				t.Errorf("%d messages stand in the room, want no cover where nothing was posted", len(got))
			}
		})
	}
}

func TestAnEditMendsAPostThatFailed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a := &editing{}
		a.fail = func(p Part, _ int) error {
			if p.Blocks[0].Text.Markdown == "first" {
				return &SendError{Reason: Rejected, Err: errors.New("invalid_blocks")}
			}
			return nil
		}
		store := journal.NewMemory()
		s := start(t, toyOptions(t, store), a)
		defer s.stop()
		s.say(t, said(0, "new toys"))
		for i, word := range []string{"first", "second", "third"} {
			s.say(t, said(i+1, "list "+word))
			if err := s.Quiet(t.Context()); err != nil {
				t.Fatal(err)
			}
			want := map[string]PartState{"first": Failed, "second": Sent, "third": Sent}[word]
			if got := receipts(t, s, "list"); got[0].State != want {
				t.Errorf("after %s: %+v, want %s", word, got[0], want)
			}
		}
		if diff := cmp.Diff([]string{"third"}, a.standing()); diff != "" {
			t.Errorf("the room shows (-want +got):\n%s", diff)
		}
	})
}

func TestAnEditOfNothingIsItsOwnMessage(t *testing.T) {
	f := newFold(&toy{})
	f.messages.due(messageDue{Key: "e", Class: Standing, To: []Address{room("r")}, Replaces: "lost", Counts: map[string]int{"fake": 1}, Parts: []byte(`{"fake":[{}]}`)}, 1, noon)
	f.messages.settled(Sent, settled{Items: []settledItem{{Key: "e", ID: "m1"}}}, noon)
	data, err := f.save()
	if err != nil {
		t.Fatal(err)
	}
	loaded := newFold(&toy{})
	if err := loaded.load(data); err != nil {
		t.Fatal(err)
	}
	for name, m := range map[string]*Messages{"folded": f.messages, "loaded": loaded.messages} {
		if got := m.keyOf(room("r"), "m1"); got != "e" {
			t.Errorf("%s: the message is %q, want e", name, got)
		}
	}
}
