package engagement

import (
	"slices"
	"strings"
	"time"
)

// PlanNotice says when the tender notice is due; zero: not planned any more. It
// must be ahead, and not be out. While suppliers are told until when they can answer,
// it is not before that: the closing time is moved first, for a reason that all read.
func (s *State) PlanNotice(now time.Time, f NoticePlanned) ([]Fact, *Refusal) {
	f.At = toMillisecond(f.At)
	switch r := firstOf(s.May(DoPlanNotice), named(f.By)); {
	case r != nil:
		return nil, r
	case s.ahead.notice.IsOut():
		return nil, &Refusal{Code: NoticeOut, At: s.ahead.notice.Out}
	case !f.At.IsZero() && !f.At.After(now):
		return nil, &Refusal{Code: NoticePassed, At: f.At}
	case f.At.Equal(s.ahead.notice.Planned):
		return nil, nil
	case (s.stage == Preparing || s.stage == Talking) && !f.At.IsZero() && f.At.Before(s.about.Closing):
		return nil, &Refusal{Code: NoticeTooEarly, At: f.At}
	}
	return []Fact{f}, nil
}

// afterNotice refuses a closing time until which nobody could answer, as talking pauses
// before it for the tender notice.
func (s *State) afterNotice(closing time.Time) *Refusal {
	if n := s.ahead.notice; !n.Planned.IsZero() && !n.IsOut() && closing.After(n.Planned) {
		return &Refusal{Code: ClosingTooLate, At: n.Planned}
	}
	return nil
}

// NoticeDue pauses talking because the time of the tender notice has come.
func (s *State) NoticeDue(now time.Time) []Fact {
	at := s.ahead.notice.Planned
	if s.stage != Talking || at.IsZero() || at.After(now) {
		return nil
	}
	return []Fact{StageChanged{To: Paused, Reason: "the time set for the tender notice has come"}}
}

// GiveNotice says where the tender notice stands, with words that may be empty. It
// waits as a release; one that waits already gets what is said now. Talking pauses
// when that is sent.
func (s *State) GiveNotice(f NoticeGiven, words string) ([]Fact, *Refusal) {
	if r := firstOf(
		s.opened(), s.May(DoNotice), named(f.By), filled(FieldReference, f.Reference, MostReference), filled(FieldLink, f.Link, MostLink),
		short(FieldNews, words, MostNews),
	); r != nil {
		return nil, r
	}
	before := s.ahead.given
	if f.Release = before.Release; f.Release == "" {
		f.Release = nextID(s.released, "N")
		return []Fact{ReleaseMade{ID: f.Release, Of: Notices, Text: words, By: f.By}, f}, nil
	}
	r, _ := s.Release(f.Release)
	if before.Reference == f.Reference && before.Link == f.Link && r.Text == words {
		return nil, nil
	}
	return []Fact{ReleaseEdited{ID: f.Release, Text: words, By: f.By}, f}, nil
}

// Reopen takes more again, until a closing time, for a reason that everybody
// reads: once the tender notice is out, never; before that, not while its time is
// past.
func (s *State) Reopen(now time.Time, f ReopeningWanted, why string) ([]Fact, *Refusal) {
	f.Closing = toMillisecond(f.Closing)
	if r := firstOf(s.opened(), s.mayReopen(now), named(f.By), filled(FieldReason, why, MostReason)); r != nil {
		return nil, r
	}
	if r := firstOf(toCome(f.Closing, now), s.afterNotice(f.Closing)); r != nil {
		return nil, r
	}
	before := s.ahead.reopening
	said := s.asRelease(before.Release, Reopenings, why, before.Closing.Equal(f.Closing), f.By)
	if said == nil {
		return nil, nil
	}
	f.Release = s.releaseAfter(before.Release)
	return append(said, f), nil
}

func (s *State) mayReopen(now time.Time) *Refusal {
	if r := s.May(DoReopen); r != nil {
		return r
	}
	n := s.ahead.notice
	switch {
	case s.Dialogued():
		return &Refusal{Code: NowDialogue, Stage: s.stage}
	case n.IsOut():
		return &Refusal{Code: NoticeOut, At: n.Out}
	case !n.Planned.IsZero() && !n.Planned.After(now):
		return &Refusal{Code: NoticePassed, At: n.Planned}
	}
	return nil
}

// DraftDialogue says with whom the talks are to go on, with words to them that may
// be empty. The tender notice is out, and at least one is admitted. It waits as a
// release; one that waits gets what is said now.
func (s *State) DraftDialogue(f DialogueDrafted, words string) ([]Fact, *Refusal) {
	if r := firstOf(
		s.opened(), s.May(DoDialogue), named(f.By), filled(FieldReference, f.Reference, MostReference), short(FieldLink, f.Link, MostLink),
		short(FieldReason, f.Why, MostReason), short(FieldNews, words, MostNews), s.admissible(f),
	); r != nil {
		return nil, r
	}
	before := s.ahead.dialogue
	if f.Release = before.Release; f.Release == "" {
		f.Release = nextID(s.released, "N")
		return []Fact{ReleaseMade{ID: f.Release, Of: Dialogues, Text: words, By: f.By}, f}, nil
	}
	return []Fact{ReleaseEdited{ID: f.Release, Text: words, By: f.By}, f}, nil
}

// admissible refuses a list of bidders that can't be one.
func (s *State) admissible(f DialogueDrafted) *Refusal {
	if s.Dialogued() {
		return &Refusal{Code: NowDialogue, Stage: s.stage}
	}
	n := len(f.Admitted) + len(f.Newcomers)
	switch {
	case !s.ahead.notice.IsOut():
		return &Refusal{Code: NoticeFirst, Stage: s.stage}
	case n == 0:
		return &Refusal{Code: NoOrganisations}
	case n > MostBidders:
		return &Refusal{Code: TooMany, Field: FieldOrganisations, Have: n, Most: MostBidders}
	}
	for i, id := range f.Admitted {
		o, ok := s.Organisation(id)
		if !ok || o.Users || slices.Contains(f.Admitted[:i], id) {
			return &Refusal{Code: UnknownOrganisation, Organisation: id}
		}
	}
	seen := map[string]bool{}
	for _, c := range f.Newcomers {
		called := strings.ToLower(strings.TrimSpace(c.Name))
		if r := s.newcomerStands(c); r != nil {
			return r
		}
		if seen[called] {
			return &Refusal{Code: NameTaken}
		}
		seen[called] = true
	}
	return nil
}

// Newcomers gives the facts that add those who are asked for the dialogue alone,
// once it has begun.
func (s *State) Newcomers() []Fact {
	f, ok := s.TheDialogue()
	if !ok {
		return nil
	}
	var facts []Fact
	for _, c := range f.Newcomers {
		facts = append(facts, s.invites(c, len(facts), f.By))
	}
	return facts
}

// TakeDialogueRoom gives a bidder a room for the dialogue, or takes one away.
func (s *State) TakeDialogueRoom(f DialogueRoom) ([]Fact, *Refusal) {
	if s.stage != Dialogue {
		return nil, &Refusal{Code: WrongStage, Stage: s.stage}
	}
	o, ok := s.Organisation(f.Organisation)
	if !ok || !s.Admitted(o.ID) {
		return nil, &Refusal{Code: NotAdmitted, Organisation: f.Organisation}
	}
	if r := filled(FieldRoom, string(f.Room), MostRoom); r != nil {
		return nil, r
	}
	if slices.Contains(o.Bidding, f.Room) == f.On {
		return nil, nil
	}
	if n := len(o.Bidding); f.On && n >= MostRooms {
		return nil, &Refusal{Code: TooMany, Field: FieldRooms, Have: n + 1, Most: MostRooms}
	}
	if f.On && s.used(f.Room) {
		return nil, s.taken(f.Room)
	}
	return []Fact{f}, nil
}

// taken says whose a room is that somebody has.
func (s *State) taken(room Room) *Refusal {
	if _, table := s.TableIn(room); table {
		return &Refusal{Code: RoomIsTable}
	}
	o, _ := s.OrganisationIn(room)
	return &Refusal{Code: RoomTaken, Organisation: o.ID}
}

// SayOutcome says what came of it all. It waits as a release.
func (s *State) SayOutcome(f ReleaseMade) ([]Fact, *Refusal) {
	f.Of, f.Due = Results, time.Time{}
	if r := s.May(DoOutcome); r != nil {
		return nil, r
	}
	return s.MakeRelease(f)
}

// SaySurvey takes how somebody found it to be asked. One question at least is
// answered. It is refused where there are more answers than anybody could have
// given.
func (s *State) SaySurvey(f SurveyAnswered) ([]Fact, *Refusal) {
	if r := firstOf(s.opened(), s.May(DoSurvey)); r != nil {
		return nil, r
	}
	switch {
	case !f.Worth.Valid() || !f.Fair.Valid():
		return nil, &Refusal{Code: Invalid, Field: FieldOpinion}
	case f.Worth == Unsaid && f.Fair == Unsaid && strings.TrimSpace(f.Why+f.Next) == "":
		return nil, &Refusal{Code: Missing, Field: FieldOpinion}
	}
	if r := firstOf(short(FieldReason, f.Why, MostReason), short(FieldReason, f.Next, MostReason)); r != nil {
		return nil, r
	}
	if _, ok := s.Organisation(f.Organisation); f.Organisation != "" && !ok {
		return nil, &Refusal{Code: UnknownOrganisation, Organisation: f.Organisation}
	}
	another := !slices.ContainsFunc(s.ahead.survey, func(a SurveyAnswer) bool { return s.sameVoice(a.SurveyAnswered, f) })
	if n := s.surveyed(f); another && n >= MostSurvey {
		return nil, &Refusal{Code: TooMany, Field: FieldOpinion, Have: n + 1, Most: MostSurvey}
	}
	f.ID = nextID(s.ahead.surveyed, "V")
	return []Fact{f}, nil
}

// surveyed counts the answers of one organisation, or those that can't be told apart.
func (s *State) surveyed(f SurveyAnswered) int {
	n := 0
	for _, a := range s.ahead.survey {
		if a.Organisation == f.Organisation && a.Voice == f.Voice {
			n++
		}
	}
	return n
}

// NoteForFile writes something for the file, whatever the stage: the file is
// completed after the end. The same again gives no facts.
func (s *State) NoteForFile(f FileNoted) ([]Fact, *Refusal) {
	if r := firstOf(s.May(DoNote), named(f.By), short(FieldNote, f.Text, MostNote)); r != nil {
		return nil, r
	}
	if !f.About.Valid() {
		return nil, &Refusal{Code: Invalid, Field: FieldNote}
	}
	if before, _ := s.FileNote(f.About); before.Text == f.Text {
		return nil, nil
	}
	return []Fact{f}, nil
}

// moved gives the change of stage, or the new bidder, that a release brings with it
// when it is sent.
func (s *State) moved(r Release) []Fact {
	switch r.Of {
	case Notices:
		if s.stage == Talking {
			return []Fact{StageChanged{To: Paused, Reason: "the tender notice is out", By: r.Approver}}
		}
	case Reopenings:
		return []Fact{StageChanged{To: Talking, Reason: r.Text, By: r.Approver}}
	case Dialogues:
		return []Fact{StageChanged{To: Dialogue, Reason: s.ahead.dialogue.Reference, By: r.Approver}}
	case Bidders:
		if f, _ := s.BidderOf(r.ID); f.In && f.Organisation == "" {
			return []Fact{s.invites(f.Newcomer, 0, f.By)}
		}
	case Pauses:
		return []Fact{StageChanged{To: Paused, Reason: r.Text, By: r.Approver}}
	case Endings:
		return []Fact{StageChanged{To: Closed, Reason: r.Text, By: r.Approver}}
	case News, Answers, Changes, DigestForAll, Inquiries, Outcomes, Matters, Results, Closings, Plainly, Abouts:
	}
	return nil
}

// stands refuses a release that says of what lies ahead what is not so any more.
func (s *State) stands(now time.Time, r Release) *Refusal {
	switch r.Of {
	case Reopenings:
		f, _ := s.ReopeningOf(r.ID)
		if refusal := s.mayReopen(now); refusal != nil {
			return refusal
		}
		if !f.Closing.After(now) {
			return &Refusal{Code: ClosingPassed, At: f.Closing}
		}
		return s.afterNotice(f.Closing)
	case Dialogues:
		f, ok := s.DialogueOf(r.ID)
		if !ok {
			return &Refusal{Code: NoOrganisations}
		}
		return s.admissible(f)
	case Bidders:
		f, ok := s.BidderOf(r.ID)
		if !ok {
			return &Refusal{Code: NoBidder}
		}
		return s.bidderStands(f)
	case Notices:
		if _, ok := s.NoticeOf(r.ID); !ok {
			return &Refusal{Code: Missing, Field: FieldReference}
		}
	case Closings:
		if f, ok := s.ClosingOf(r.ID); !ok || !f.To.After(now) {
			return &Refusal{Code: ClosingPassed, At: f.To}
		} else if r := s.afterNotice(f.To); r != nil {
			return r
		}
	case Pauses, Endings:
		return s.talks()
	case News, Answers, Changes, DigestForAll, Inquiries, Outcomes, Matters, Results, Plainly, Abouts:
	}
	return nil
}
