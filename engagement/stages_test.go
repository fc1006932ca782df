package engagement

import (
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// decideStage draws a wish about the notice, the dialogue and the end.
func decideStage(t *rapid.T, s *State, now time.Time, organisation string, person Person, section int, words string) ([]Fact, *Refusal) {
	switch rapid.IntRange(0, 15).Draw(t, "stage wish") {
	case 0:
		return s.PlanNotice(now, NoticePlanned{At: now.Add(time.Duration(section-1) * time.Hour), By: person})
	case 1:
		return s.NoticeDue(now), nil
	case 2:
		return s.GiveNotice(NoticeGiven{Reference: "2025/S 000-04127", Link: "https://find.example/1", By: person}, words)
	case 3:
		return s.Reopen(now, ReopeningWanted{Closing: now.Add(time.Duration(section) * time.Hour), By: person}, words)
	case 4:
		f := DialogueDrafted{Reference: "2025/S 000-04127", Admitted: []string{organisation}, Why: words, By: person}
		if section > 2 {
			f.Newcomers = []Newcomer{{Name: "Foxglove", OfKind: LargeFirm}}
		}
		return s.DraftDialogue(f, "")
	case 5:
		return s.Newcomers(), nil
	case 6:
		return s.TakeDialogueRoom(DialogueRoom{Organisation: organisation, Room: Room("dialogue:" + organisation), On: section > 0})
	case 7:
		return s.SayOutcome(ReleaseMade{Text: words, By: person})
	case 8:
		return s.SaySurvey(SurveyAnswered{Worth: Yes, Next: words, Organisation: rapid.SampledFrom([]string{"", organisation}).Draw(t, "signed")})
	case 9:
		return s.NoteForFile(FileNoted{About: rapid.SampledFrom(FileAbouts()).Draw(t, "about"), Text: words, By: person})
	case 10:
		return s.SetPurposes(rapid.SliceOfN(rapid.SampledFrom(Purposes()), 0, 3).Draw(t, "purposes"), person)
	case 11:
		return s.WordMarket(MarketWorded{Identifier: &words, Subject: new("care"), By: person})
	case 13:
		f := BidderWanted{Organisation: organisation, In: section > 1, By: person}
		if section > 2 {
			f = BidderWanted{Newcomer: Newcomer{Name: "Ledbury", OfKind: SmallFirm}, In: true, By: person}
		}
		return s.WantBidder(f, words)
	case 14:
		return s.TellAbout(now, now.Add(time.Hour), EngagementSet{Contact: &words, SafetyLine: new("0" + words + "1632"), By: person})
	case 15:
		return []Fact{StageTold{To: s.Stage(), Readers: ReadUsers, Hash: words, Content: words}}, nil
	case 12:
		return s.PublishMarket(MarketPublished{Reference: "2025/S 000-030001", By: person})
	}
	return s.Pause(person, words)
}

// attempts are wishes that lack nothing but the right stage, each with the deed
// that it is.
func attempts(now time.Time) []struct {
	deed Deed
	wish func(*State) ([]Fact, *Refusal)
} {
	release := func(of ReleaseKind) func(*State) ([]Fact, *Refusal) {
		return func(s *State) ([]Fact, *Refusal) { return nil, s.MayCarry(of) }
	}
	later := now.Add(time.Hour)
	return []struct {
		deed Deed
		wish func(*State) ([]Fact, *Refusal)
	}{
		{DoPrepare, func(s *State) ([]Fact, *Refusal) {
			return s.Import(DraftImported{Sections: []ImportedSection{{Title: "A"}}})
		}},
		{DoPrepare, func(s *State) ([]Fact, *Refusal) {
			return s.Mark(SectionMarked{Section: 1, Standing: new(Exploring)})
		}},
		{DoOpen, func(s *State) ([]Fact, *Refusal) { return s.Open(now, "P1") }},
		{DoSettings, func(s *State) ([]Fact, *Refusal) { return s.Set(now, EngagementSet{SafetyLine: new("01632 960 100")}) }},
		{DoSettings, func(s *State) ([]Fact, *Refusal) { return s.Plan(ScheduleSet{Digest: "daily"}) }},
		{DoSettings, func(s *State) ([]Fact, *Refusal) { return s.SetSlots(SlotsSet{Slots: "mon 9:00"}) }},
		{DoSettings, func(s *State) ([]Fact, *Refusal) { return s.SetTable(TableSet{Room: "table", On: true}) }},
		{DoClosing, func(s *State) ([]Fact, *Refusal) {
			return s.Set(now, EngagementSet{Closing: new(closing.Add(time.Minute))})
		}},
		{DoInvite, func(s *State) ([]Fact, *Refusal) { return s.Invite(newcomer) }},
		{DoTalk, func(s *State) ([]Fact, *Refusal) { return s.Answer(now, cautious) }},
		{DoTalk, func(s *State) ([]Fact, *Refusal) { return s.Ask(now, question) }},
		{DoTalk, func(s *State) ([]Fact, *Refusal) {
			return s.SayLast(now, ClosingAnswered{Organisation: "O1", Person: "P7", Bid: BidLikely})
		}},
		{DoStep, func(s *State) ([]Fact, *Refusal) { return s.StepBack(stepped) }},
		{DoChange, release(Changes)},
		{DoChange, release(Inquiries)},
		{DoChange, release(Matters)},
		{DoChange, release(Plainly)},
		{DoTell, release(News)},
		{DoTell, release(Answers)},
		{DoAccount, release(DigestForAll)},
		{DoAccount, release(Outcomes)},
		{DoPause, func(s *State) ([]Fact, *Refusal) { return s.Pause("P1", "") }},
		{DoReopen, func(s *State) ([]Fact, *Refusal) {
			return s.Reopen(now, ReopeningWanted{Closing: later, By: "P1"}, "we stopped too soon")
		}},
		{DoPlanNotice, func(s *State) ([]Fact, *Refusal) { return s.PlanNotice(now, NoticePlanned{At: closing, By: "P1"}) }},
		{DoNotice, func(s *State) ([]Fact, *Refusal) {
			return s.GiveNotice(NoticeGiven{Reference: "1/1", Link: "https://find.example/1", By: "P1"}, "")
		}},
		{DoDialogue, func(s *State) ([]Fact, *Refusal) {
			if s.Stage() == Paused || s.Stage() == Closed {
				noticed(s)
			}
			return s.DraftDialogue(DialogueDrafted{Reference: "1/1", Admitted: []string{"O1"}, By: "P1"}, "")
		}},
		{DoBidders, func(s *State) ([]Fact, *Refusal) {
			return s.WantBidder(BidderWanted{Newcomer: Newcomer{Name: "Late and last", OfKind: SmallFirm}, In: true, By: "P1"}, "after a review")
		}},
		{DoClose, func(s *State) ([]Fact, *Refusal) { return s.Close("P1", "") }},
		{DoOutcome, func(s *State) ([]Fact, *Refusal) { return s.SayOutcome(ReleaseMade{Text: "Awarded.", By: "P1"}) }},
		{DoSurvey, func(s *State) ([]Fact, *Refusal) { return s.SaySurvey(SurveyAnswered{Worth: Yes}) }},
		{DoNote, func(s *State) ([]Fact, *Refusal) {
			return s.NoteForFile(FileNoted{About: AboutDone, Text: "x", By: "P1"})
		}},
		{DoAbout, func(s *State) ([]Fact, *Refusal) {
			return s.TellAbout(now, now.Add(time.Hour), EngagementSet{Contact: new("Y"), By: "P1"})
		}},
		{DoNote, func(s *State) ([]Fact, *Refusal) { return s.WordMarket(MarketWorded{Subject: new("care"), By: "P1"}) }},
		{DoNote, func(s *State) ([]Fact, *Refusal) { return s.PublishMarket(MarketPublished{Reference: "1/1", By: "P1"}) }},
	}
}

// noticed tells everybody that the tender notice is out.
func noticed(s *State) {
	const id = "N90"
	with(s, ReleaseMade{ID: id, Of: Notices, By: "P1"}, NoticeGiven{Reference: "1/1", Link: "https://find.example/1", Release: id, By: "P1"}, ReleaseSent{ID: id})
}

// in gives an engagement in a stage, as the rules lead there.
func in(t *testing.T, stage Stage) *State {
	t.Helper()
	s := talking(t)
	if stage == Preparing {
		return with(new(State), beginning, DraftImported{Sections: []ImportedSection{{ID: 1, Title: "A"}}}, OrganisationInvited{ID: "O1", Name: "Alder", OfKind: SmallFirm}, EngagementSet{Closing: &closing})
	}
	do := func(facts []Fact, r *Refusal) {
		t.Helper()
		if r != nil {
			t.Fatalf("on the way to %s: %+v", stage, r)
		}
		with(s, facts...)
	}
	switch stage {
	case Paused:
		do(s.Pause("P1", ""))
	case Dialogue:
		do(s.Pause("P1", ""))
		if _, r := s.DraftDialogue(DialogueDrafted{Reference: "1/1", Admitted: []string{"O1"}, By: "P1"}, ""); r == nil || r.Code != NoticeFirst {
			t.Fatalf("a dialogue before the notice: %+v, want %q", r, NoticeFirst)
		}
		noticed(s)
		do(s.DraftDialogue(DialogueDrafted{Reference: "1/1", Admitted: []string{"O1"}, Newcomers: []Newcomer{{Name: "Foxglove", OfKind: LargeFirm}}, By: "P1"}, ""))
		do(s.Approve(noon, ReleaseApproved{ID: s.ahead.dialogue.Release, By: "P1", Why: "it begins"}))
		do(s.Send(ReleaseSent{ID: s.ahead.dialogue.Release}))
		do(s.Newcomers(), nil)
	case Closed:
		do(s.Close("P1", ""))
	case Preparing, Talking:
	}
	if s.Stage() != stage {
		t.Fatalf("stage %s, want %s", s.Stage(), stage)
	}
	return s
}

// Every rule asks the one table of what may be done in which stage, and every deed
// has a rule.
func TestTheTableOfStages(t *testing.T) {
	var tried []Deed
	for _, a := range attempts(noon) {
		tried = append(tried, a.deed)
		for _, stage := range Stages() {
			_, refusal := a.wish(in(t, stage))
			var got Code
			if refusal != nil {
				got = refusal.Code
			}
			if want := a.deed.In(stage); got != want {
				t.Errorf("deed %d while %s: refused with %q, want %q", a.deed, stage, got, want)
			}
		}
	}
	for _, d := range Deeds() {
		if !slices.Contains(tried, d) {
			t.Errorf("no rule is tried for deed %d", d)
		}
	}
	if got := DoTalk.In("elsewhere"); got != NotThere {
		t.Errorf("in no stage: %q, want %q", got, NotThere)
	}
}

// Whatever happened, the stage forbids what it forbids, and only those who are
// admitted speak in a dialogue.
func TestNoHistoryGetsRoundAStage(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		s := fold(new(State), history(rt))
		now := s.Last().Add(time.Second)
		for _, a := range attempts(now) {
			facts, refusal := a.wish(s)
			if code := a.deed.In(s.Stage()); code != allowed && refusal == nil && len(facts) > 0 {
				rt.Fatalf("deed %d is done while %s", a.deed, s.Stage())
			}
		}
		for _, o := range s.Organisations() {
			_, refusal := s.Answer(now, ResponseGiven{Organisation: o.ID, Person: "P7", Section: 1, Stance: Cautious, Words: "w"})
			if s.Stage() == Dialogue && !s.Admitted(o.ID) && refusal == nil {
				rt.Fatalf("%s answers in a dialogue without being admitted", o.ID)
			}
			if s.Stage() == Dialogue && !s.Admitted(o.ID) && len(s.RoomsNow(o)) > 0 {
				rt.Fatalf("%s is written to in a dialogue without being admitted", o.ID)
			}
			for _, r := range o.Bidding {
				if slices.Contains(o.Rooms(), r) {
					rt.Fatalf("%s is a room of the dialogue and of the talks before", r)
				}
			}
		}
		if n := s.Notice(); n.IsOut() && (s.Stage() == Talking || s.Stage() == Preparing) {
			rt.Fatal("talking goes on although the notice is out")
		}
	})
}

func TestTheNotice(t *testing.T) {
	s := talking(t)
	if _, r := s.PlanNotice(noon, NoticePlanned{At: closing.Add(-time.Minute), By: "P1"}); r == nil || r.Code != NoticeTooEarly {
		t.Errorf("before the closing time that was told: %+v", r)
	}
	tied := with(talking(t), NoticePlanned{At: closing, By: "P1"})
	if _, r := tied.MoveClosing(noon, ClosingWanted{Closing: closing.Add(time.Minute), By: "P1"}, "two firms were away"); r == nil || r.Code != ClosingTooLate {
		t.Errorf("a closing time after the pause for the notice: %+v", r)
	}
	with(s, NoticePlanned{At: noon.Add(time.Hour), By: "P1"})
	if got := s.NoticeDue(noon.Add(time.Hour - time.Millisecond)); got != nil {
		t.Errorf("before its time: %v", got)
	}
	with(s, s.NoticeDue(noon.Add(time.Hour))...)
	if s.Stage() != Paused || s.NoticeDue(noon.Add(2*time.Hour)) != nil || s.Notice().IsOut() {
		t.Errorf("at its time: %s, %+v", s.Stage(), s.Notice())
	}
	late := noon.Add(2 * time.Hour)
	if _, r := s.Reopen(late, ReopeningWanted{Closing: late.Add(time.Hour), By: "P1"}, "too soon"); r == nil || r.Code != NoticePassed {
		t.Errorf("reopened while the time of the notice is past: %+v", r)
	}
	facts, r := s.GiveNotice(NoticeGiven{Reference: "1/1", Link: "https://find.example/1", By: "P1"}, "")
	if r != nil || len(facts) != 2 {
		t.Fatalf("GiveNotice: %v, %+v", facts, r)
	}
	with(s, facts...)
	if again, r := s.GiveNotice(NoticeGiven{Reference: "1/1", Link: "https://find.example/1", By: "P2"}, ""); r != nil || again != nil {
		t.Errorf("the same again: %v, %+v", again, r)
	}
	with(s, ReleaseApproved{ID: "N1", By: "P1", Why: "out", Enough: true}, ReleaseSent{ID: "N1"})
	if n := s.Notice(); !n.IsOut() || n.Reference != "1/1" {
		t.Errorf("sent: %+v", n)
	}
	if _, r := s.Reopen(noon, ReopeningWanted{Closing: late.Add(time.Hour), By: "P1"}, "too soon"); r == nil || r.Code != NoticeOut {
		t.Errorf("reopened although the notice is out: %+v", r)
	}
}

func TestReopening(t *testing.T) {
	s := in(t, Closed)
	facts, r := s.Reopen(noon, ReopeningWanted{Closing: closing.Add(time.Hour), By: "P1"}, "two firms were away")
	if r != nil {
		t.Fatal(r)
	}
	with(s, facts...)
	if s.Stage() != Closed {
		t.Error("it is open before everybody was told")
	}
	approved, r := s.Approve(noon, ReleaseApproved{ID: "N1", By: "P1", Why: "at once"})
	if r != nil {
		t.Fatal(r)
	}
	sent, r := with(s, approved...).Send(ReleaseSent{ID: "N1"})
	if r != nil {
		t.Fatal(r)
	}
	with(s, sent...)
	last := s.StageChanges()[len(s.StageChanges())-1]
	if s.Stage() != Talking || !s.About().Closing.Equal(closing.Add(time.Hour)) || last.Reason != "two firms were away" {
		t.Errorf("reopened: %s until %v, %+v", s.Stage(), s.About().Closing, last)
	}
}

func TestTheDialogueIsClosed(t *testing.T) {
	s := in(t, Dialogue)
	var newcomerID string
	for _, o := range s.Organisations() {
		if o.Newcomer {
			newcomerID = o.ID
		}
		if got, want := s.Admitted(o.ID), o.ID == "O1" || o.Newcomer; got != want {
			t.Errorf("Admitted(%s) = %v, want %v", o.ID, got, want)
		}
	}
	with(s, DialogueRoom{Organisation: newcomerID, Room: "dialogue:fox", On: true}, DialogueRoom{Organisation: "O1", Room: "dialogue:fox", On: true})
	if o, _ := s.OrganisationIn("dialogue:fox"); o.ID != newcomerID || s.ReadOnly("dialogue:fox") {
		t.Errorf("the room of the dialogue is %s's", o.ID)
	}
	if o, _ := s.Organisation("O1"); len(s.RoomsNow(o)) > 0 || !s.ReadOnly(o.Room) {
		t.Error("an old room is written to")
	}
	with(s, StageChanged{To: Closed})
	if r := s.MayCarry(DigestForAll); r == nil || r.Code != NowDialogue {
		t.Errorf("after a dialogue, what changed because of suppliers goes out: %+v", r)
	}
}

// How it was is one answer for each voice, whether the record knows whose it is or not,
// and as many as people of a users' group may give.
func TestHowItWasHasOneAnswerForEachVoice(t *testing.T) {
	s := with(talking(t), StageChanged{To: Closed})
	do := made(t, s)
	for _, said := range []SurveyAnswered{
		{Worth: Yes, Voice: "a"},
		{Worth: No, Voice: "a"},
		{Worth: Partly, Voice: "b", Member: "m"},
		{Worth: Yes, Voice: "b", Member: "n"},
		{Worth: No, Organisation: "O1", Person: "P7"},
		{Worth: Yes, Organisation: "O1", Person: "P8"},
	} {
		do(s.SaySurvey(said))
	}
	data, err := s.Save()
	if err != nil {
		t.Fatal(err)
	}
	loaded, err := Load(data)
	if err != nil {
		t.Fatal(err)
	}
	var got []Opinion
	for _, a := range loaded.Survey() {
		got = append(got, a.Worth)
	}
	if want := []Opinion{No, Partly, Yes, Yes}; !slices.Equal(got, want) {
		t.Errorf("what counts is %v, want %v", got, want)
	}
	for n := range MostSurvey - 2 {
		do(s.SaySurvey(SurveyAnswered{Worth: Yes, Voice: "b", Member: strings.Repeat("m", n+2)}))
	}
	if _, refusal := s.SaySurvey(SurveyAnswered{Worth: Yes, Voice: "b", Member: "late"}); refusal == nil || refusal.Code != TooMany {
		t.Errorf("one more of that group: %+v", refusal)
	}
	do(s.SaySurvey(SurveyAnswered{Worth: No, Voice: "b", Member: "n"}))
}

// Where a second person is needed, nobody ends a pause or a dialogue alone, and a wish
// to does not outlive the stage; while it is prepared nobody was told of anything.
func TestTwoPeopleEndIt(t *testing.T) {
	s := with(talking(t), EngagementSet{Second: new(true)}, StageChanged{To: Paused})
	do := made(t, s)
	if _, refusal := s.Close("P1", ""); refusal == nil || refusal.Code != SecondToClose {
		t.Errorf("one alone: %+v", refusal)
	}
	do(s.WantToClose(EndWanted{Wanted: true, Hash: "8f3a", By: "P1"}))
	if _, refusal := s.Close("P1", ""); refusal == nil || refusal.Code != SecondToClose {
		t.Errorf("the same once more: %+v", refusal)
	}
	with(s, StageChanged{To: Talking}, StageChanged{To: Paused})
	if s.Ending().Wanted {
		t.Error("it is still wanted after the stage has changed")
	}
	do(s.WantToClose(EndWanted{Wanted: true, Hash: "8f3a", By: "P1"}))
	data, err := s.Save()
	if err != nil {
		t.Fatal(err)
	}
	loaded, err := Load(data)
	if err != nil {
		t.Fatal(err)
	}
	do = made(t, loaded)
	do(loaded.Close("P2", ""))
	if loaded.Stage() != Closed {
		t.Error("two people can't end it")
	}
	if _, refusal := with(new(State), beginning, EngagementSet{Second: new(true)}).Close("P1", ""); refusal != nil {
		t.Errorf("before it opens: %+v", refusal)
	}
}

// Where a second person is needed, nobody lets suppliers in alone, and the record has
// both.
func TestTwoPeopleOpenIt(t *testing.T) {
	s := with(talking(t), EngagementSet{Second: new(true)}, StageChanged{To: Preparing})
	do := made(t, s)
	if _, refusal := s.Open(noon, "P1"); refusal == nil || refusal.Code != SecondToOpen {
		t.Errorf("one alone: %+v", refusal)
	}
	do(s.WantToOpen(noon, OpenWanted{Hash: "8f3a", By: "P1"}))
	if _, refusal := s.Open(noon, "P1"); refusal == nil || refusal.Code != SecondToOpen {
		t.Errorf("the same once more: %+v", refusal)
	}
	data, err := s.Save()
	if err != nil {
		t.Fatal(err)
	}
	loaded, err := Load(data)
	if err != nil {
		t.Fatal(err)
	}
	do = made(t, loaded)
	do(loaded.Open(noon, "P2"))
	changes := loaded.StageChanges()
	if last := changes[len(changes)-1]; loaded.Stage() != Talking || last.Wanted != "P1" || last.By != "P2" {
		t.Errorf("it stands as %s, %+v", loaded.Stage(), last)
	}
}
