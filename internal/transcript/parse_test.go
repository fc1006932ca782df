package transcript_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"soundings/internal/transcript"
)

type (
	turn = transcript.Turn
	post = transcript.Post
)

func parse(t *testing.T, text string) transcript.Script {
	t.Helper()
	script, err := transcript.Parse("x.txt", text)
	if err != nil {
		t.Fatal(err)
	}
	return script
}

func TestParseTurn(t *testing.T) {
	says := func(text string) turn { return turn{Room: "acme", Person: "ana", Verb: transcript.Says, Text: text} }
	tests := []struct {
		text string
		want turn
	}{
		{"acme/ana> hello", says("hello")},
		{"acme/ana>hello", says("hello")},
		{"acme/ana>", says("")},
		{"acme/ana>   hello   ", says("hello")},
		{"acme/ana> a > b", says("a > b")},
		{"acme/ana> import\n   | # Title\n   |\n   |   - a  \n", says("import\n# Title\n\n  - a")},
		{"acme/ana> import\r\n   | more\r\n", says("import\nmore")},
		{"acme/ana>\n|more", says("more")},
		{"acme/ana> [Start]", turn{Room: "acme", Person: "ana", Verb: transcript.Presses, Text: "Start"}},
		{"acme/ana> [ Open to 3 suppliers ]", turn{Room: "acme", Person: "ana", Verb: transcript.Presses, Text: "Open to 3 suppliers"}},
		{"acme/ana> [Start] now", says("[Start] now")},
		{"acme/ana> [Start]\n   | now", says("[Start]\nnow")},
		{"acme/ana> []", says("[]")},
		{`acme/ana re "Sharing data"> no`, turn{Room: "acme", Person: "ana", Verb: transcript.Says, Re: "Sharing data", Text: "no"}},
		{`acme/ana re "a > b"> no`, turn{Room: "acme", Person: "ana", Verb: transcript.Says, Re: "a > b", Text: "no"}},
		{`acme/ana re "6"> [Not clear]`, turn{Room: "acme", Person: "ana", Verb: transcript.Presses, Re: "6", Text: "Not clear"}},
		{`acme/ana edits "won't"> [Will]`, turn{Room: "acme", Person: "ana", Verb: transcript.Edits, Re: "won't", Text: "[Will]"}},
		{`acme/ana deletes "won't">`, turn{Room: "acme", Person: "ana", Verb: transcript.Deletes, Re: "won't"}},
		{"acme/ana joins>", turn{Room: "acme", Person: "ana", Verb: transcript.Joins}},
		{"acme/ana mutters> see you at three", turn{Room: "acme", Person: "ana", Verb: transcript.Mutters, Text: "see you at three"}},
		{"acme/ana of north> hello", turn{Room: "acme", Person: "ana", Team: "north", Verb: transcript.Says, Text: "hello"}},
		{"acme/ana of north re \"6\"> hello", turn{Room: "acme", Person: "ana", Team: "north", Verb: transcript.Says, Re: "6", Text: "hello"}},
		{"acme/ana leaves>", turn{Room: "acme", Person: "ana", Verb: transcript.Leaves}},
		{"acme/ana> import [file: ../a b.md]", turn{Room: "acme", Person: "ana", Verb: transcript.Says, Text: "import", File: "../a b.md"}},
		{"acme/ana> [file: a.docx]", turn{Room: "acme", Person: "ana", Verb: transcript.Says, File: "a.docx"}},
		{"north-west.2/Zoë_1> hei", turn{Room: "north-west.2", Person: "Zoë_1", Verb: transcript.Says, Text: "hei"}},
	}
	for _, test := range tests {
		steps := parse(t, test.text).Steps()
		if len(steps) != 1 || steps[0].Turn == nil {
			t.Errorf("Parse(%q) has steps %v, want one turn", test.text, steps)
			continue
		}
		if diff := cmp.Diff(test.want, *steps[0].Turn); diff != "" {
			t.Errorf("Parse(%q) (-want +got):\n%s", test.text, diff)
		}
	}
}

func TestParsePost(t *testing.T) {
	tests := []struct {
		text string
		want post
	}{
		{"bot> Hello.", post{Room: "acme", Text: "Hello."}},
		{"bot> Hello.\n   | [Start]\n   |\n   |   deeper", post{Room: "acme", Text: "Hello.\n[Start]\n\n  deeper"}},
		{"bot> a > b", post{Room: "acme", Text: "a > b"}},
		{"bot to commissioning> 1", post{Room: "commissioning", Text: "1"}},
		{"bot to ana only> 1", post{Room: "acme", To: "ana", Text: "1"}},
		{"bot to commissioning/dana only> 1", post{Room: "commissioning", To: "dana", Text: "1"}},
		{"bot edits> 1", post{Room: "acme", Edits: true, Text: "1"}},
		{"bot edits in tidewell> 1", post{Room: "tidewell", Edits: true, Text: "1"}},
		{"bot edits in ana only> 1", post{Room: "acme", To: "ana", Edits: true, Text: "1"}},
		{"bot to edits> 1", post{Room: "edits", Text: "1"}},
		{"# between\n\nbot> 1", post{Room: "acme", Text: "1"}},
	}
	for _, test := range tests {
		said := parse(t, "acme/ana> hello\n"+test.text).Said()
		if diff := cmp.Diff([][]post{nil, {test.want}}, said); diff != "" {
			t.Errorf("Parse(%q) (-want +got):\n%s", test.text, diff)
		}
	}
}

func TestParseClockAndDirection(t *testing.T) {
	at := time.Date(2026, 6, 13, 16, 0, 0, 0, time.UTC)
	tests := []struct {
		text string
		want transcript.Step
	}{
		{"@ +48h", transcript.Step{Line: 1, Clock: &transcript.Clock{By: 48 * time.Hour}}},
		{"@+2d12h", transcript.Step{Line: 1, Clock: &transcript.Clock{By: 60 * time.Hour}}},
		{"@ +1w30m5s", transcript.Step{Line: 1, Clock: &transcript.Clock{By: 7*24*time.Hour + 30*time.Minute + 5*time.Second}}},
		{"@ 2026-06-13 16:00", transcript.Step{Line: 1, Clock: &transcript.Clock{At: at}}},
		{"! restart", transcript.Step{Line: 1, Direction: &transcript.Direction{Name: "restart"}}},
		{"!home  dana, erik ", transcript.Step{Line: 1, Direction: &transcript.Direction{Name: "home", Words: "dana, erik"}}},
	}
	for _, test := range tests {
		if diff := cmp.Diff([]transcript.Step{test.want}, parse(t, test.text).Steps()); diff != "" {
			t.Errorf("Parse(%q) (-want +got):\n%s", test.text, diff)
		}
	}
}

func TestParseErrors(t *testing.T) {
	tests := []struct{ text, want string }{
		{"hello", `x.txt:1: "hello" is not a line of a transcript: write for example "acme/ana> hello", "bot> Hello Ana.", "@ +48h" or "# a comment"`},
		{"\n# c\nacme> hello", `x.txt:3: "acme>" does not say who speaks: write for example "acme/ana>", "acme/ana re \"words of the message\">" or "bot to acme>"`},
		{"acme /ana> hello", `x.txt:1: "acme /ana>" does not say who speaks: write for example "acme/ana>", "acme/ana re \"words of the message\">" or "bot to acme>"`},
		{"acme/ana shouts> hello", `x.txt:1: "shouts" is nothing that a person does: write re, mutters, edits, deletes, sends, joins or leaves, or "acme/ana>"`},
		{"acme/ana re> no", `x.txt:1: re what? Write some words of the message: "acme/ana re \"our supplier\">"`},
		{"acme/ana edits> no", `x.txt:1: edits what? Write some words of the message: "acme/ana edits \"our supplier\">"`},
		{`acme/ana joins "x">`, `x.txt:1: joins is about the room, not a message: write "acme/ana joins>"`},
		{`acme/ana joins> hello`, `x.txt:1: nothing is said with "joins": write "acme/ana joins>"`},
		{"acme/ana joins>\n   | hello", `x.txt:2: a line that begins with "|" goes on with what somebody said, right under it; write for example "acme/ana> hello" first`},
		{"acme/ana> a\n\n   | b", `x.txt:3: a line that begins with "|" goes on with what somebody said, right under it; write for example "acme/ana> hello" first`},
		{"bot> hello", `x.txt:1: nobody spoke just above, so say in which room: for example "bot to acme>"`},
		{"acme/ana> a\n@ +1h\nbot> b", `x.txt:3: nobody spoke just above, so say in which room: for example "bot to acme>"`},
		{"acme/ana> a\n@ +1h\nbot to ana only> b", `x.txt:3: nobody spoke just above, so say in which room: for example "bot to acme/ana only>"`},
		{"! restart\nbot edits> b", `x.txt:2: nobody spoke just above, so say in which room: for example "bot edits in acme>"`},
		{"bot acme> b", `x.txt:1: "bot acme>" does not say where the bot speaks: write "bot>", "bot to acme>", "bot to acme/ana only>", "bot edits>" or "bot edits in acme>"`},
		{"bot to acme/ana> b", `x.txt:1: "bot to acme/ana>" does not say where the bot speaks: write "bot>", "bot to acme>", "bot to acme/ana only>", "bot edits>" or "bot edits in acme>"`},
		{"bot in acme> b", `x.txt:1: "bot in acme>" does not say where the bot speaks: write "bot>", "bot to acme>", "bot to acme/ana only>", "bot edits>" or "bot edits in acme>"`},
		{"@ tomorrow", `x.txt:1: "tomorrow" is no time to move to: write for example "@ +48h", "@ +2d12h" or "@ 2026-06-13 16:00"`},
		{"@ +", `x.txt:1: "+" is no time to move to: write for example "@ +48h", "@ +2d12h" or "@ 2026-06-13 16:00"`},
		{"@ +0h", `x.txt:1: "+0h" is no time to move to: write for example "@ +48h", "@ +2d12h" or "@ 2026-06-13 16:00"`},
		{"@ +9999w", `x.txt:1: "+9999w" is no time to move to: write for example "@ +48h", "@ +2d12h" or "@ 2026-06-13 16:00"`},
		{"@ 2026-02-31 16:00", `x.txt:1: "2026-02-31 16:00" is no time to move to: write for example "@ +48h", "@ +2d12h" or "@ 2026-06-13 16:00"`},
		{"!", `x.txt:1: a direction without a word: write for example "! restart"`},
		{"acme/ana> \xff", `x.txt:1: not UTF-8: save the file as UTF-8`},
		{strings.Repeat("#", 4<<20+1), `x.txt: longer than 4194304 bytes`},
	}
	for _, test := range tests {
		_, err := transcript.Parse("x.txt", test.text)
		if got := fmt.Sprint(err); got != test.want {
			t.Errorf("Parse(%.60q)\n got %s\nwant %s", test.text, got, test.want)
		}
	}
}

func TestClockFrom(t *testing.T) {
	zone, err := time.LoadLocation("Europe/London")
	if err != nil {
		t.Fatal(err)
	}
	now := time.Date(2026, 6, 13, 14, 30, 0, 0, time.UTC) // 15:30 there
	at := func(text string) transcript.Clock { return *parse(t, "@ "+text).Steps()[0].Clock }
	tests := []struct {
		clock transcript.Clock
		want  string
	}{
		{at("+48h"), "2026-06-15T14:30:00Z <nil>"},
		{at("2026-06-13 15:30"), "2026-06-13T14:30:00Z <nil>"},
		{at("2026-12-13 16:00"), "2026-12-13T16:00:00Z <nil>"},
		{at("2026-06-13 15:00"), "0001-01-01T00:00:00Z move clock: 2026-06-13 15:00 is before now, 2026-06-13 15:30"},
	}
	for _, test := range tests {
		moment, err := test.clock.From(now, zone)
		if got := fmt.Sprint(moment.UTC().Format(time.RFC3339), " ", err); got != test.want {
			t.Errorf("%v.From(%v) = %s, want %s", test.clock, now, got, test.want)
		}
	}
}
