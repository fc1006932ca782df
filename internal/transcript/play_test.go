package transcript_test

import (
	"context"
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"soundings/internal/transcript"
)

// scripted is a bot that says what it was told to, step by step.
type scripted struct {
	said [][]transcript.Post
	at   int
	err  error // given at the third step
}

func (s *scripted) Say(context.Context, transcript.Turn) error         { return s.next() }
func (s *scripted) Advance(context.Context, transcript.Clock) error    { return s.next() }
func (s *scripted) Direct(context.Context, transcript.Direction) error { return s.next() }
func (s *scripted) Posted(context.Context) ([]transcript.Post, error)  { return s.said[s.at], nil }

func (s *scripted) next() error {
	s.at++
	if s.at == 3 {
		return s.err
	}
	return nil
}

const before = `# A comment at the top.

acme/ana>   hello  
# between
bot> Hello.
   | [Start]
bot to commissioning>  Ana came.

! restart
acme/ana> [Start]
bot edits> One.
# another comment
bot> Two.

# the end`

func TestPlayKeepsWhatPeopleWrote(t *testing.T) {
	script := parse(t, before)
	tests := []struct {
		name string
		said [][]post
		want string
	}{
		{"the same", script.Said(), before},
		{"the same but for the order of rooms", [][]post{nil, {script.Said()[1][1], script.Said()[1][0]}, nil, script.Said()[3]}, before},
		{"nothing", [][]post{nil, nil, nil, nil}, `# A comment at the top.

acme/ana>   hello  
# between

! restart
acme/ana> [Start]
# another comment

# the end`},
		{"less and more, and other words", [][]post{
			{{Room: "commissioning", Text: "Ready."}},
			{{Room: "acme", To: "ana", Text: "\n Hello,  \n\n  Ana.\r\n\n"}},
			{{Room: "acme", Text: "Back."}},
			{{Room: "acme", Text: "One."}, {Room: "acme", Text: "Two."}, {Room: "b", Edits: true, Text: "Three."}, {Room: "a", To: "dana", Text: "Four."}},
		}, `bot to commissioning> Ready.
# A comment at the top.

acme/ana>   hello  
# between
bot to ana only>  Hello,
   |
   |   Ana.

! restart
bot to acme> Back.
acme/ana> [Start]
bot> One.
# another comment
bot> Two.
bot to a/dana only> Four.
bot edits in b> Three.

# the end`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got, err := transcript.Play(t.Context(), script, &scripted{said: test.said})
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, got.Format()); diff != "" {
				t.Errorf("Format after Play (-want +got):\n%s", diff)
			}
			again := parse(t, got.Format())
			if diff := cmp.Diff(got.Said(), again.Said()); diff != "" {
				t.Errorf("Said after Format and Parse (-want +got):\n%s", diff)
			}
			if diff := transcript.Diff(got, again); diff != "" {
				t.Errorf("Diff of the same: %s", diff)
			}
		})
	}
}

func TestPlayErrors(t *testing.T) {
	broken := errors.New("broken")
	_, err := transcript.Play(t.Context(), parse(t, before), &scripted{said: make([][]post, 4), err: broken})
	if !errors.Is(err, broken) || err.Error() != "play x.txt:10: broken" {
		t.Errorf("Play = %v, want play x.txt:10: broken", err)
	}
	_, err = transcript.Play(t.Context(), parse(t, before), &scripted{said: [][]post{{{Room: "#general"}}}})
	if want := `play x.txt: write post: room "#general" or person "" is no name that a transcript can have`; err == nil || err.Error() != want {
		t.Errorf("Play = %v, want %s", err, want)
	}
}

func TestDiff(t *testing.T) {
	want := parse(t, "acme/ana> hello\nbot> a\n   | b\n   | c\n@ 2026-06-13 16:00\n! restart\nbot to acme> Back.\n")
	got, err := transcript.Play(t.Context(), want, &scripted{said: [][]post{
		{{Room: "acme", Text: "0"}},
		{{Room: "acme", Text: "a\nB\nc"}},
		{{Room: "acme", Text: "later"}},
		nil,
	}})
	if err != nil {
		t.Fatal(err)
	}
	const text = `x.txt: at the start
+ bot to acme> 0
x.txt:1: after acme/ana says "hello"
  bot> a
-    | b
+    | B
     | c
x.txt:5: after @ 2026-06-13 16:00
+ bot to acme> later
x.txt:6: after ! restart
- bot to acme> Back.
`
	if diff := cmp.Diff(text, transcript.Diff(want, got)); diff != "" {
		t.Errorf("Diff (-want +got):\n%s", diff)
	}
}

// TestWhateverIsSaidCanBeRead plays any posts and reads them again.
func TestWhateverIsSaidCanBeRead(t *testing.T) {
	name := rapid.StringMatching(`[a-zé0-9_.-]{1,8}`)
	words := rapid.StringOf(rapid.RuneFrom([]rune("ab >|#!@[]\"\\\n\t\réµ😀\u2028")))
	some := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) post {
		p := post{Room: name.Draw(t, "room"), Edits: rapid.Bool().Draw(t, "edits"), Text: words.Draw(t, "text")}
		if rapid.Bool().Draw(t, "private") {
			p.To = name.Draw(t, "to")
		}
		return p
	}), 0, 3)
	script := parse(t, before)
	rapid.Check(t, func(rt *rapid.T) {
		said := [][]post{some.Draw(rt, "0"), some.Draw(rt, "1"), some.Draw(rt, "2"), some.Draw(rt, "3")}
		got, err := transcript.Play(t.Context(), script, &scripted{said: said})
		if err != nil {
			rt.Fatal(err)
		}
		again, err := transcript.Parse("x.txt", got.Format())
		if err != nil {
			rt.Fatalf("Parse after Format: %v\n%s", err, got.Format())
		}
		if diff := cmp.Diff(got.Said(), again.Said()); diff != "" {
			rt.Errorf("Said after Format and Parse (-want +got):\n%s", diff)
		}
		if diff := cmp.Diff(script.Steps()[0].Turn, again.Steps()[0].Turn); diff != "" {
			rt.Errorf("a person's turn changed (-want +got):\n%s", diff)
		}
	})
}

func FuzzParse(f *testing.F) {
	f.Add(before)
	f.Add("acme/ana re \"x\"> y\r\n\t| z\n@ +1w2d3h4m5s\nbot to acme/ana only> a\nbot edits in acme> b")
	f.Add("bot\nbot>|\n!\n@\n#\n>")
	f.Fuzz(func(t *testing.T, text string) {
		script, err := transcript.Parse("x.txt", text)
		if err != nil {
			return
		}
		if got := script.Format(); got != text {
			t.Fatalf("Format(Parse(%q)) = %q", text, got)
		}
		// Played on a bot that says the same, only the order of rooms may
		// change; said again, nothing.
		once, err := transcript.Play(t.Context(), script, &scripted{said: script.Said()})
		if err != nil {
			t.Fatal(err)
		}
		again, err := transcript.Parse("x.txt", once.Format())
		if err != nil {
			t.Fatalf("Parse after Play: %v", err)
		}
		if diff := transcript.Diff(once, again); diff != "" {
			t.Fatalf("Parse after Play reads otherwise:\n%s", diff)
		}
	})
}
