package draft

import "testing"

func TestTitlesInCapitalsAreShownInSentenceCase(t *testing.T) {
	d, err := ParseMarkdown([]byte("The NHS gives us access. The draft says what FedRAMP asks, and IT teams of Westmere know Westmere best. " +
		"We must not; we MUST NOT. It is for the council of Westmere to say it, as KPIs do and RTTs.\n\nSTATE THE AIMS\n"))
	if err != nil {
		t.Fatalf("ParseMarkdown: %v", err)
	}
	forms := formsOf(d.blocks)
	for _, test := range []struct{ title, want string }{
		{"WHAT WE ASK", "What we ask"},
		{"ACCESS TO NHS DATA", "Access to NHS data"},
		{"FEDRAMP AND WESTMERE", "FedRAMP and Westmere"},
		{"RTTS AND KPIS", "RTTs and KPIs"},
		{"YOU MUST NOT", "You must not"},
		{"IT SERVICES", "IT services"},
		{"HOW IT WORKS", "How it works"},
		{"TUPE AND GDPR", "TUPE and GDPR"},
		{"PERFORMANCE WORK STATEMENT (PWS)", "Performance work statement (PWS)"},
		{"LOT A: A VISION", "Lot A: a vision"},
		{"PHASE II, 24/7 COVER", "Phase II, 24/7 cover"},
		{"THE COUNCIL'S OFFER", "The council's offer"},
		{"QASP", "QASP"},
		{"BACKGROUND", "Background"},
		{"AIMS", "AIMS"}, // only a heading has it, and it may be an acronym
		{"DRAFT", "Draft"},
		{"ÉQUIPEMENT À LA MAISON", "Équipement à la maison"},
		{"Kept AS it is", "Kept AS it is"},
		{"12", "12"},
		{"", ""},
	} {
		if got := forms.sentence(test.title); got != test.want {
			t.Errorf("sentence(%q) = %q, want %q", test.title, got, test.want)
		}
	}
}

func FuzzSentence(f *testing.F) {
	f.Add("IT SERVICES OF THE NHS (PWS)", "the NHS and services")
	f.Add("ǅ ß İSTANBUL'S", "straße")
	f.Fuzz(func(t *testing.T, title, text string) {
		forms := wordForms{}
		forms.add(text)
		got := forms.sentence(title)
		if got != forms.sentence(title) {
			t.Errorf("sentence(%q) differs from one time to the next", title)
		}
		if len([]rune(got)) > 2*len([]rune(title))+1 {
			t.Errorf("sentence(%q) = %q, which is far longer", title, got)
		}
		checkSameWords(t, title, got)
	})
}

// checkSameWords checks that both texts are the same but for capitals.
func checkSameWords(t reporter, title, got string) {
	t.Helper()
	a, b := tokens(title), tokens(got)
	if len(a) != len(b) {
		t.Errorf("%q became %q", title, got)
	}
}
