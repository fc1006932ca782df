package engagement

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// What was told to one supplier waits until somebody says what is to become of
// it, and waits again once it says something else.
func TestToldToOneSupplier(t *testing.T) {
	s, do := asked(t)
	said := ToldOne{Organisation: "O1", Person: "P1", Section: 9, Text: "It is five years.", Message: "m1"}
	if code := do(s.TellOne(said)); code != "" {
		t.Fatal(code)
	}
	waits := func(want bool) {
		t.Helper()
		if a, ok := s.ToldBy("A1"); !ok || a.Waiting() != want {
			t.Errorf("A1 is %+v, want it to wait: %t", a, want)
		}
	}
	waits(true)
	if a, ok := s.ToldIn("O1", "P1", "m1"); !ok || a.Section != 0 {
		t.Errorf("by its message it is %+v, on a section that there is not", a)
	}
	for _, none := range [][3]string{{"O2", "P1", "m1"}, {"O1", "P2", "m1"}, {"O1", "P1", ""}} {
		if a, ok := s.ToldIn(none[0], Person(none[1]), none[2]); ok {
			t.Errorf("%v finds %+v", none, a)
		}
	}
	for i, step := range []struct {
		do    func() ([]Fact, *Refusal)
		waits bool
	}{
		{func() ([]Fact, *Refusal) { return s.AskTold(ToldAsked{ID: "A1", By: "P2"}) }, true},
		{func() ([]Fact, *Refusal) {
			return s.SettleTold(ToldSettled{ID: "A1", How: ToldPractical, By: "P2", About: "a call"})
		}, false},
		{func() ([]Fact, *Refusal) { return s.SettleTold(ToldSettled{ID: "A1", How: ToldEveryone, By: "P3"}) }, false},
		{func() ([]Fact, *Refusal) {
			return s.ChangeTold(ToldChanged{ID: "A1", How: Edited, Text: "It is five years.", By: "P1"})
		}, false},
		{func() ([]Fact, *Refusal) {
			return s.ChangeTold(ToldChanged{ID: "A1", How: TakenBack, Text: "x", By: "P1"})
		}, false},
		{func() ([]Fact, *Refusal) {
			return s.ChangeTold(ToldChanged{ID: "A1", How: Edited, Text: "It is six.", By: "P1"})
		}, true},
	} {
		if code := do(step.do()); code != "" {
			t.Errorf("step %d refused: %s", i, code)
		}
		waits(step.waits)
	}
	a, _ := s.ToldBy("A1")
	want := Told{ToldOne: ToldOne{ID: "A1", Organisation: "O1", Person: "P1", Text: "It is six.", Message: "m1"}, Said: noon, Since: noon, Mark: Edited, Changed: noon}
	if diff := cmp.Diff(want, a); diff != "" {
		t.Errorf("in the end (-want +got):\n%s", diff)
	}
}

// What was prepared of it settles it by going out, and by nothing else.
func TestToldGoesOut(t *testing.T) {
	s := talking(t)
	do := decided(s)
	say := ToldOne{Organisation: "O1", Person: "P1", Text: "It is five years.", Message: "m1"}
	for i, code := range []Code{
		do(s.TellOne(say)),
		do(s.MakeRelease(ReleaseMade{Of: News, Text: "It is five years.", By: "P1"})),
		do(s.DraftTold(ToldDrafted{ID: "A1", Release: "N1", By: "P1"})),
	} {
		if code != "" {
			t.Fatalf("step %d refused: %s", i, code)
		}
	}
	if a, _ := s.ToldBy("A1"); !a.Waiting() || a.Release != "N1" {
		t.Errorf("prepared it is %+v", a)
	}
	s.Apply(noon, ReleaseSent{ID: "N1", Slot: noon, Hash: "sha256:00"})
	if a, ok := s.ToldIn("O1", "P1", "m1"); !ok || a.Waiting() || a.How != ToldEveryone {
		t.Errorf("gone out it is %+v", a)
	}
	if code := do(s.DraftTold(ToldDrafted{ID: "A1", Release: "N1", By: "P1"})); code != UnknownRelease {
		t.Errorf("prepared again: %q", code)
	}
	if code := do(s.ChangeTold(ToldChanged{ID: "A1", How: Edited, Text: "It is six.", By: "P1"})); code != "" {
		t.Fatal(code)
	}
	if code := do(s.SettleTold(ToldSettled{ID: "A1", How: ToldPractical, By: "P2"})); code != Missing {
		t.Errorf("practical about nothing: %q", code)
	}
	if code := do(s.ClaimTold(ToldClaimed{ID: "A1", About: "a call", By: "P1"})); code != "" {
		t.Errorf("what its author says it was about: %q", code)
	}
	if a, _ := s.ToldBy("A1"); !a.Waiting() || a.About != "a call" || a.ClaimedBy != "P1" {
		t.Errorf("claimed it is %+v", a)
	}
	if a := s.AllTold()[0]; !a.Waiting() || a.Release != "" {
		t.Errorf("with other words it is %+v", a)
	}
}

func TestToldRefuses(t *testing.T) {
	s, do := asked(t)
	for name, test := range map[string]struct {
		got, want Code
	}{
		"to nobody":       {do(s.TellOne(ToldOne{Organisation: "O9", Person: "P1", Text: "x"})), UnknownOrganisation},
		"nothing":         {do(s.TellOne(ToldOne{Organisation: "O1", Person: "P1"})), Missing},
		"by nobody":       {do(s.TellOne(ToldOne{Organisation: "O1", Text: "x"})), Missing},
		"far too long":    {do(s.TellOne(ToldOne{Organisation: "O1", Person: "P1", Text: strings.Repeat("x", MostTold+1)})), TooLong},
		"settle another":  {do(s.SettleTold(ToldSettled{ID: "A1", How: ToldPractical, By: "P1"})), UnknownTold},
		"change another":  {do(s.ChangeTold(ToldChanged{ID: "A1", How: Edited, By: "P1"})), UnknownTold},
		"ask of another":  {do(s.AskTold(ToldAsked{ID: "A1", By: "P1"})), UnknownTold},
		"before anything": {decided(new(State))(new(State).TellOne(ToldOne{Organisation: "O1", Person: "P1", Text: "x"})), NotThere},
	} {
		if test.got != test.want {
			t.Errorf("%s: %q, want %q", name, test.got, test.want)
		}
	}
}

// An organisation shares files as long as it may answer, the team always; so
// many, and no more.
func TestFilesInRooms(t *testing.T) {
	s, do := asked(t)
	mine := FileShared{Organisation: "O1", Person: "P7", Name: "plan.pdf", Blob: "00"}
	home := FileShared{Organisation: "O1", Person: "P1", Home: true, Name: strings.Repeat("é", 200) + ".pdf", Blob: "01"}
	if code := do(s.ShareFile(noon, mine)); code != NotOpenYet {
		t.Errorf("before it opens: %q", code)
	}
	if code := do(s.ShareFile(noon, home)); code != "" {
		t.Errorf("the team, before it opens: %q", code)
	}
	if f, ok := s.File("F1"); !ok || len([]rune(f.Name)) != MostFileName || !strings.HasSuffix(f.Name, ".pdf") {
		t.Errorf("kept as %+v", f)
	}
	s.Apply(noon, StageChanged{To: Talking})
	for len(s.Files()) < MostFiles {
		if code := do(s.ShareFile(noon, mine)); code != "" {
			t.Fatalf("file %d: %q", len(s.Files()), code)
		}
	}
	if code := do(s.ShareFile(noon, mine)); code != TooMany {
		t.Errorf("one more than fit: %q", code)
	}
	if !s.SpeaksFor("P7", "O1") || s.SpeaksFor("P1", "O1") {
		t.Error("who shared a file speaks for the organisation, and who is of the team does not")
	}
	if code := do(s.ShareFile(noon, FileShared{Organisation: "O2", Person: "P8", Name: "x"})); code != Missing {
		t.Errorf("what was not kept: %q", code)
	}
}

// Each reading names what was shown. What is not sensitive any more was read by
// nobody.
func TestReadingWhatIsSensitive(t *testing.T) {
	s := talking(t)
	do := decided(s)
	sensitive := func(f *ResponseGiven) { f.Words, f.Sensitive, f.Why = "our margin", true, "our costs" }
	if code := do(answer(sensitive)(s)); code != "" {
		t.Fatal(code)
	}
	if facts, refusal := s.ReadSensitive(2, "P1"); refusal != nil || len(facts) != 0 {
		t.Errorf("where nothing is: %v %v", facts, refusal)
	}
	if _, refusal := s.ReadSensitive(99, "P1"); refusal == nil || refusal.Code != UnknownSection {
		t.Errorf("of no section: %+v", refusal)
	}
	for _, by := range []Person{"P1", "P2", "P1"} {
		if code := do(s.ReadSensitive(1, by)); code != "" {
			t.Fatal(code)
		}
	}
	if n, r := s.ReadersOf(1), s.Readings(); n != 2 || len(r) != 3 || r[0].By != "P1" || !r[0].At.Equal(noon) || r[0].Entries[0] != "R1" {
		t.Errorf("%d people, %+v", n, r)
	}
	if code := do(s.Answer(noon.Add(time.Hour), cautious)); code != "" {
		t.Fatal(code)
	}
	if n := s.ReadersOf(0); n != 0 {
		t.Errorf("once nothing is sensitive %d people have read it", n)
	}
	if answers, late := s.Sensitive(1); len(answers)+len(late) != 0 || len(s.Readings()) != 3 {
		t.Errorf("sensitive: %v %v; readings: %v", answers, late, s.Readings())
	}
}

// What somebody adds for the buying team alone stands beside the answer, and changes
// nothing else of it; opened, it is words like others, which nobody let be quoted.
func TestWordsForTheBuyingTeamAlone(t *testing.T) {
	s := talking(t)
	do := decided(s)
	add := func(by Person, words, why string) {
		t.Helper()
		if code := do(s.AddPrivately(noon, "O1", by, 1, words, why)); code != "" {
			t.Fatal(code)
		}
	}
	open := func(f *ResponseGiven) { f.Words, f.Quotable = "with a partner", true }
	if code := do(answer(open)(s)); code != "" {
		t.Fatal(code)
	}
	add("P8", "from October", "not announced")
	want := *s.Response(1, "O1", "P7")
	if want.Words != "with a partner" || !want.Quotable || want.Sensitive || want.Private != "from October" || want.PrivateWhy != "not announced" || want.PrivateBy != "P8" {
		t.Fatalf("beside it: %+v", want)
	}
	var tally Tally
	if tally.Add(&want, false); tally.Sensitive != 1 || tally.WithoutReason != 0 {
		t.Errorf("counted as %+v", tally)
	}
	if answers, _ := s.Sensitive(1); len(answers) != 1 || s.WasRead(want.ID) {
		t.Errorf("to be read: %v", answers)
	}
	if code := do(s.ReadSensitive(1, "P1")); code != "" || !s.WasRead(want.ID) {
		t.Errorf("read: %q", code)
	}
	rewritten(t, s, "Another text.", true, want.ID)
	if section, _ := s.Section(1); section.Sources[0].Words != "with a partner" {
		t.Errorf("a change rests on %+v", section.Sources)
	}
	add("P7", "or sooner", "not announced")
	if r := s.Response(1, "O1", "P7"); r.Private != "from October\n\nor sooner" || r.PrivateWhy != "not announced" || r.PrivateBy != "" || r.Revision != want.Revision {
		t.Errorf("of two people: %+v", r)
	}
	if code := do(s.AnswerTo(noon, 1, s.Response(1, "O1", "P7").Again().Opened())); code != "" {
		t.Fatal(code)
	}
	if r := s.Response(1, "O1", "P7"); r.Words != "with a partner\n\nfrom October\n\nor sooner" || r.Quotable || r.KeepsBack() {
		t.Errorf("opened: %+v", r)
	}
	whole := func(f *ResponseGiven) { f.Words, f.Sensitive, f.Why = "our margin", true, "our costs" }
	if code := do(answer(whole)(s)); code != "" {
		t.Fatal(code)
	}
	add("P8", "and more", "")
	if r := s.Response(1, "O1", "P7"); r.Private != "" || r.Words != "our margin\n\nand more" || !r.Sensitive {
		t.Errorf("to one that is sensitive as a whole: %+v", r)
	}
}
