package conversations

import (
	"fmt"
	"strings"
	"testing"
)

func TestSeveralAnswersInOneMessage(t *testing.T) {
	for _, test := range []struct {
		typed string
		want  string // section, stance and words of each; empty: not read as answers
	}{
		{"3 and 4: works", "3 optimistic ; 4 optimistic "},
		{"1-3: works", "1 optimistic ; 2 optimistic ; 3 optimistic "},
		{"sections 1 to 2 and 5 unclear", "1 unclear ; 2 unclear ; 5 unclear "},
		{"6 risk: 6-9 months is short", "6 cautious 6-9 months is short"},
		{"6-9 months is too short", ""},
		{"1, 2 and 3 no view", "1 pass ; 2 pass ; 3 pass "},
		{"1 works\n2 risk: too many\n\n3 unclear", "1 optimistic ; 2 cautious too many; 3 unclear "},
		{"- 1 works\n- 2 can't: not alone\n  nor at night", "1 optimistic ; 2 unachievable not alone\n  nor at night"},
		{"1 works. 2 risk: the aims are many", "1 optimistic ; 2 cautious the aims are many"},
		{"section six is not clear, section two works", "6 unclear ; 2 optimistic "},
		{"6 risk: in 2024, 3 works were late", "6 cautious in 2024, 3 works were late"},
		{"6 risk: 4. of the annex", "6 cautious 4. of the annex"},
		{"5 works, 3 of them well", "5 optimistic 3 of them well"},
		{"can I answer 3 and 4 together", ""},
		{"our supplier won't sign\n3 works", ""},
		{"6 months are too short", ""},
		{"", ""},
	} {
		var got []string
		for _, a := range readLine(test.typed).singles() {
			got = append(got, fmt.Sprintf("%d %s %s", a.section, a.stance, a.words))
		}
		if strings.Join(got, "; ") != test.want {
			t.Errorf("%q reads as %q, want %q", test.typed, strings.Join(got, "; "), test.want)
		}
	}
}

func FuzzSeveralAnswers(f *testing.F) {
	for _, seed := range []string{"1 works\n2 risk: x", "3 and 4: works", "- 1 can't. 2 ok; 3 no", "1 \u200b works,\u00a02 w\xff"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, a := range readLine(text).singles() {
			if a.words != "" && !strings.Contains(text, a.words) {
				t.Errorf("%q gave words that nobody wrote: %q", text, a.words)
			}
		}
	})
}
