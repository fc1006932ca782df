package bot

import (
	"errors"
	"testing"
	"testing/synctest"

	"github.com/google/go-cmp/cmp"

	"soundings/journal"
)

// What an opening asks for is in the message as it is sent, whatever the limits
// of the platform.
func TestOpeningComesThrough(t *testing.T) {
	want := Opening{Key: "+O3", Name: "westmere care & home – Tidewell “Ltd”", People: []string{"P9", "P12"}}
	for name, o := range map[string]Opening{
		"with people": want, "without": {Key: "+O3", Name: "tidewell"}, "key without its sign": {Key: "O3", Name: "tidewell"},
	} {
		m := OpenRoom("open:O3", "slack", o)
		pieces := Fit(m.Title, m.Blocks, Caps{Buttons: true, MaxText: 200, MaxChars: 400, MaxBlocks: 2})
		if len(pieces) != 1 {
			t.Fatalf("%s: it takes %d parts", name, len(pieces))
		}
		got, ok := Part{To: m.To[0], Blocks: pieces[0].Blocks}.Opening()
		if o.Key = "+O3"; !ok {
			t.Errorf("%s: no opening", name)
		}
		if diff := cmp.Diff(o, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
	if _, ok := (Part{To: Address{Adapter: "slack", Room: "C1"}}).Opening(); ok {
		t.Error("a message is taken for an opening")
	}
}

// A room that nobody is known to have asked for, since that is not written down
// everywhere yet, is told of again and never lost.
func TestRoomThatNobodyAskedForYet(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := start(t, toyOptions(t, journal.NewMemory()), &scribe{})
		defer s.stop()
		s.say(t, said(0, "new toys"))
		opened := Event{ID: "scribe:opened:1", Kind: Changed, Action: RoomOpened, Room: Address{Adapter: "scribe", Room: "made"}, Value: "+toys.O1", Engagement: "toys"}
		if _, err := s.Deliver(t.Context(), opened); !errors.Is(err, ErrNotNow) {
			t.Errorf("Deliver = %v, want ErrNotNow", err)
		}
	})
}
