package conversations

import (
	"fmt"
	"testing"
)

func TestSensitiveIsReadWhereverItStandsBesideTheView(t *testing.T) {
	for _, test := range []struct{ typed, want string }{
		{"2 risk, sensitive: one", "2 cautious true one"},
		{"2 risk sensitive: at night we are two", "2 cautious true at night we are two"},
		{"3 risk (sensitive): two", "3 cautious true two"},
		{"3 risk [commercially sensitive] two", "3 cautious true two"},
		{"3 risk: sensitive: two", "3 cautious true two"},
		{"3 yes confidential - two", "3 optimistic true two"},
		{"3 sensitive risk: two", "3 cautious true two"},
		{"3 sensitive, risk: two", "3 cautious true two"},
		{"3 can't, sensitive", "3 unachievable true "},
		{"3 risk, not sensitive: Sensitive data goes abroad.", "3 cautious false Sensitive data goes abroad."},
		{"3 risk: sensitive data goes abroad", "3 cautious false sensitive data goes abroad"},
		{"3 risk: the data are sensitive: health", "3 cautious false the data are sensitive: health"},
		{"3 sensitive: two", "3  true two"},
	} {
		rest, n, _ := readLine(test.typed).cutNumber()
		s, _ := rest.cutSaid()
		if got := fmt.Sprint(n, " ", s.stance, " ", s.secrecy == saidSensitive, " ", s.words); got != test.want {
			t.Errorf("%q reads as %q, want %q", test.typed, got, test.want)
		}
	}
}

func TestAMarkIsReadInWhateverWordsItIsAskedFor(t *testing.T) {
	for typed, want := range map[string]string{
		"mark 2 sensitive": "sensitive 2", "please mark our answer to 2 as commercially sensitive": "sensitive 2", "2 is confidential": "sensitive 2",
		"mark 2 sensitive: our margin": "sensitive 2: our margin", "make it sensitive": "sensitive", "Q3 is sensitive": "sensitive q3",
		"mark 2 as not sensitive": "not sensitive 2", "2 sensitive: our margin": "2 sensitive: our margin", "is this confidential": "is this confidential",
		"answer Q3 sensitive: our margin": "answer Q3 sensitive: our margin", "Q3 sensitive: our margin": "answer Q3 sensitive: our margin",
		"2 is sensitive to the weather": "2 is sensitive to the weather",
	} {
		if got := readLine(typed).asMarking().raw; got != want {
			t.Errorf("%q reads as %q, want %q", typed, got, want)
		}
	}
}
