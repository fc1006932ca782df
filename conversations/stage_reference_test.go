package conversations

import (
	"net/url"
	"strings"
	"testing"
)

func TestReadReference(t *testing.T) {
	tests := []struct {
		text, number, link, words, problem string
	}{
		{"2025/S 000-041270 https://find.example/Notice/1", "2025/S 000-041270", "https://find.example/Notice/1", "", ""},
		{"2025/S 000-041270 https://find.example/Notice/1: questions by 14 July", "2025/S 000-041270", "https://find.example/Notice/1", "questions by 14 July", ""},
		{"2025/S 000-041270 <https://find.example/1> Questions by 14 July\nto the portal", "2025/S 000-041270", "https://find.example/1", "Questions by 14 July\nto the portal", ""},
		{"https://find.example/1 ocds-h6vhtk-04f907", "", "", "", "reference is missing"},
		{"2025/S 000-041270: Tidewell, Alder", "2025/S 000-041270", "", "Tidewell, Alder", ""},
		{"soon", "", "", "", "does not look like"},
		{"2025/S «1»", "", "", "", "letters, digits"},
		{"2025/S 1 http://find.example/1", "", "", "", "https://"},
		{"2025/S 1 https://me:secret@find.example/1", "", "", "", "https://"},
		{"2025/S 1 https://localhost/1", "", "", "", "https://"},
		{"2025/S 1 https://find.example/[1]", "", "", "", "https://"},
	}
	for _, test := range tests {
		r, words, problem := readReference(test.text)
		if r.number != test.number || r.link != test.link || words != test.words || (problem == "") != (test.problem == "") || !strings.Contains(problem, test.problem) {
			t.Errorf("readReference(%q) = %+v, %q, %q", test.text, r, words, problem)
		}
	}
}

// Whatever somebody writes, a link that is taken leads to one site by https and
// ends no link of ours, and a reference says nothing but a number.
func FuzzReference(f *testing.F) {
	for _, seed := range []string{"2025/S 000-041270 https://find.example/1: by 14 July", "1 https://a.b/)](x", "1 https://a@b.c", "https://", "1: x\ny", "1 https://a.b\u2028"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		r, _, problem := readReference(text)
		if problem != "" {
			if r != (reference{}) {
				t.Fatalf("%+v beside %q", r, problem)
			}
			return
		}
		if badReference(r.number) != "" || strings.ContainsAny(r.number, "*[]()<>{}`\n") {
			t.Errorf("taken as a reference: %q", r.number)
		}
		if r.link == "" {
			return
		}
		at, err := url.Parse(r.link)
		if err != nil || at.Scheme != "https" || at.User != nil || strings.ContainsAny(r.link, " ()[]<>{}\"'\n") {
			t.Errorf("taken as a link: %q", r.link)
		}
	})
}
