package bot

import (
	"testing"

	"github.com/google/go-cmp/cmp"
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
