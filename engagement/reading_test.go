package engagement

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestTally(t *testing.T) {
	var tally Tally
	for _, r := range []*Response{
		{Stance: Optimistic},
		{Stance: Excited, Words: "More."},
		{Stance: Cautious},
		{Stance: Unachievable, Words: "No.", Sensitive: true},
		{Stance: Unclear},
		{Stance: Unclear, Words: "What?"},
		{Stance: Pass},
		{Stance: "happy", Sensitive: true},
	} {
		tally.Add(r, r.Stance == Pass)
	}
	want := Tally{
		Optimistic: 1, Excited: 1, Cautious: 1, Unachievable: 1, Unclear: 2, Pass: 1,
		WithoutReason: 2, Sensitive: 1, Stale: 1,
	}
	if diff := cmp.Diff(want, tally); diff != "" {
		t.Errorf("tally (-want +got):\n%s", diff)
	}
	if tally.Answered() != 7 || tally.Positive() != 2 || tally.Worried() != 4 {
		t.Errorf("answered %d, positive %d, worried %d, want 7, 2, 4", tally.Answered(), tally.Positive(), tally.Worried())
	}
	sum := 0
	for _, stance := range Stances() {
		sum += tally.Count(stance)
		if stance.Positive() && stance.Worried() {
			t.Errorf("%s is on both sides", stance)
		}
	}
	if sum != tally.Answered() || tally.Count("happy") != 0 {
		t.Errorf("counts add up to %d, want %d", sum, tally.Answered())
	}
}

// What happened, the state tells again.
func TestReading(t *testing.T) {
	s := talking(t)
	opened := noon.Add(-time.Hour)
	s.Apply(noon, ScheduleSet{Digest: "fridays 16:00", Zone: "Europe/London", By: "P1"})
	s.Apply(noon, QuestionAsked{ID: "Q1", Organisation: "O1", Person: "P7", Text: "How many?"})
	s.Apply(noon, DigestMade{ID: "D1", Slot: noon})
	s.Apply(noon.Add(1500*time.Microsecond), DigestMade{ID: "D2", Slot: noon, OnDemand: true})

	if got := s.About(); got.Slug != "digital-care" || got.Owner != "P1" || !got.Closing.Equal(closing) {
		t.Errorf("About = %+v", got)
	}
	if s.Stage() != Talking || len(s.StageChanges()) != 1 || !s.OpenedAt().Equal(opened) {
		t.Errorf("stage %s, changes %v, opened %s", s.Stage(), s.StageChanges(), s.OpenedAt())
	}
	if got := s.Schedule(); got.Digest != "fridays 16:00" || !got.Set.Equal(noon) {
		t.Errorf("Schedule = %+v", got)
	}
	if got := s.Draft(); !got.Imported.Equal(opened) {
		t.Errorf("Draft = %+v", got)
	}
	if got := s.Questions(); len(got) != 1 || !got[0].Waiting() || got[0].ID != "Q1" {
		t.Errorf("Questions = %+v", got)
	}
	if s.LastDigest(false).ID != "D1" || s.LastDigest(true).ID != "D2" {
		t.Errorf("last digests = %+v, %+v", s.LastDigest(false), s.LastDigest(true))
	}
	if want := noon.Add(time.Millisecond); !s.Last().Equal(want) {
		t.Errorf("Last = %s, want %s: to the millisecond", s.Last(), want)
	}
	if len(s.Organisations()) != 2 || s.Organisations()[1].ID != "O2" || s.Responses(7) != nil {
		t.Errorf("organisations %+v, responses to no section %v", s.Organisations(), s.Responses(7))
	}
}

func TestTheCurrentProvider(t *testing.T) {
	for _, o := range []Organisation{{Kind: CurrentProvider}, {Kind: SmallFirm, Current: true}} {
		if !o.IsCurrent() {
			t.Errorf("%+v is not the current provider", o)
		}
	}
	if (Organisation{Kind: SmallFirm}).IsCurrent() {
		t.Error("any small firm is the current provider")
	}
}

// A draft that comes again while preparing takes the place of the first, and
// of all that was said about that; once open, the draft stands.
func TestImportAgain(t *testing.T) {
	s := with(talking(t), full()["response.given"], StageChanged{To: Preparing},
		DraftImported{Sections: []ImportedSection{{ID: 1, Title: "New"}, {ID: 1, Title: "Twice"}, {ID: 0, Title: "None"}}})
	if len(s.Sections()) != 1 || s.Sections()[0].Title != "New" || s.Responses(1) != nil {
		t.Errorf("sections %+v, responses %v", s.Sections(), s.Responses(1))
	}
	with(s, StageChanged{To: Talking}, DraftImported{Sections: []ImportedSection{{ID: 1, Title: "Late"}}})
	if s.Sections()[0].Title != "New" {
		t.Errorf("once open, the draft became %q", s.Sections()[0].Title)
	}
}

func TestStale(t *testing.T) {
	s := with(talking(t), full()["response.given"], full()["release.made"], full()["section.revised"], // on revision 2
		full()["release.approved"], full()["release.sent"])
	r := s.Response(1, "O1", "")
	if s.Stale(r) {
		t.Error("an answer to the text as it stands is stale")
	}
	if !s.Stale(&Response{Section: 1, Revision: 1}) || s.Stale(&Response{Section: 9}) {
		t.Error("Stale is wrong for an older revision, or for no section")
	}
}
