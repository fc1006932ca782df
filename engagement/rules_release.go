package engagement

import (
	"slices"
	"time"
)

// MakeRelease puts something forward that is to go to everybody, and may in this stage. It waits until
// somebody, or where the engagement says so a second person, has read it as it
// will be and agrees.
func (s *State) MakeRelease(f ReleaseMade) ([]Fact, *Refusal) {
	if r := firstOf(s.MayCarry(f.Of), named(f.By), f.check()); r != nil {
		return nil, r
	}
	f.ID = nextID(s.released, "N")
	return []Fact{f}, nil
}

func (f ReleaseMade) check() *Refusal {
	if !f.Of.Valid() {
		return &Refusal{Code: Invalid, Field: FieldRelease}
	}
	switch f.Of {
	case News, Answers:
		if r := filled(FieldNews, f.Text, MostNews); r != nil {
			return r
		}
	case Inquiries:
		return firstOf(filled(FieldQuestion, f.Text, MostQuestion), short(FieldTitle, f.Title, MostTitle))
	case Outcomes:
		return firstOf(filled(FieldReason, f.Text, MostReason), short(FieldTitle, f.Title, MostTitle))
	case Results:
		return firstOf(filled(FieldNews, f.Text, MostNews), short(FieldTitle, f.Title, MostTitle))
	case Reopenings, Closings, Pauses, Endings, Bidders:
		return firstOf(filled(FieldReason, f.Text, MostReason), short(FieldTitle, f.Title, MostTitle))
	case Changes, DigestForAll, Matters, Notices, Dialogues, Plainly, Abouts:
	}
	return firstOf(short(FieldNews, f.Text, MostNews), short(FieldTitle, f.Title, MostTitle))
}

// EditRelease gives a release that waits other words. The same words give no
// facts.
func (s *State) EditRelease(f ReleaseEdited) ([]Fact, *Refusal) {
	r, refusal := s.waiting(f.ID)
	if refusal != nil {
		return nil, refusal
	}
	as := ReleaseMade{Of: r.Of, Title: f.Title, Text: f.Text}
	if refusal := firstOf(named(f.By), as.check()); refusal != nil {
		return nil, refusal
	}
	if r.Title == f.Title && r.Text == f.Text {
		return nil, nil
	}
	facts := []Fact{f}
	switch q, _ := s.InquiryOf(r.ID); r.Of {
	case Inquiries:
		return s.Reword(InquiryWorded{ID: q.ID, Section: q.Section, Text: f.Text, Plain: q.Plain, Choices: q.Choices, To: q.To, By: f.By})
	case Outcomes:
		came := q.Came
		came.Text, came.By = f.Text, f.By
		facts = append(facts, came)
	case News, Answers, Changes, DigestForAll, Matters, Notices, Reopenings, Dialogues, Results, Closings, Pauses, Endings, Bidders, Plainly, Abouts:
	}
	if r.Of == Answers && r.Corrects == "" {
		ids := slices.DeleteFunc(slices.Clone(r.Questions), func(id string) bool { q, _ := s.Question(id); return q.Release != r.ID })
		wont := false
		for _, id := range ids {
			q, _ := s.Question(id)
			wont = q.Wont
		}
		facts = append(facts, QuestionAnswered{Questions: ids, Text: f.Text, Wont: wont, Release: r.ID, By: f.By})
	}
	return facts, nil
}

// Approve agrees that a release goes, with the slot named or, for a reason, at
// once. Where a second person has to agree, whoever made it or gave it its words
// can only want it.
func (s *State) Approve(now time.Time, f ReleaseApproved) ([]Fact, *Refusal) {
	r, refusal := s.waiting(f.ID)
	if refusal != nil {
		return nil, refusal
	}
	if f.Due.IsZero() {
		refusal = filled(FieldReason, f.Why, MostReason)
	} else if !f.Due.After(now) {
		refusal = &Refusal{Code: Invalid, Field: FieldDue, At: f.Due}
	}
	if refusal := firstOf(refusal, named(f.By), s.MayCarry(r.Of), s.stands(now, r)); refusal != nil {
		return nil, refusal
	}
	f.Enough = !s.about.Second || f.By != r.By && f.By != r.Editor
	switch {
	case f.Enough && !r.Approved.IsZero() && r.Due.Equal(f.Due) && !f.Due.IsZero():
		return nil, nil
	case !f.Enough && r.Wanted != "" && r.Due.Equal(f.Due) && r.Why == f.Why:
		return nil, &Refusal{Code: SecondNeeded, Release: r.ID}
	}
	return []Fact{f}, nil
}

// Hold keeps a release back until it is let go on.
func (s *State) Hold(f ReleaseHeld) ([]Fact, *Refusal) {
	r, refusal := s.waiting(f.ID)
	if refusal != nil {
		return nil, refusal
	}
	if r.Held == f.On {
		return nil, nil
	}
	return []Fact{f}, nil
}

// ReachUsers says whether people who use services get an answer, news or a question to all, too. Whoever
// agreed has to agree anew. An answer to somebody of them goes to them all.
func (s *State) ReachUsers(f ReleaseReach) ([]Fact, *Refusal) {
	r, refusal := s.waiting(f.ID)
	if refusal != nil {
		return nil, refusal
	}
	switch {
	case r.Of != Answers && r.Of != News && !s.asksAll(r) || f.Users != ReachAll && f.Users != ReachFirms:
		return nil, &Refusal{Code: Invalid, Field: FieldRelease, Release: r.ID}
	case f.Users == ReachFirms && s.AskedByUsers(r):
		return nil, &Refusal{Code: UsersAsked, Release: r.ID}
	case r.Users == f.Users:
		return nil, nil
	}
	return append([]Fact{f}, s.touched(r.ID, f.By)...), nil
}

// asksAll says whether a release asks everybody something, not some alone.
func (s *State) asksAll(r Release) bool {
	q, ok := s.InquiryOf(r.ID)
	return ok && r.Of == Inquiries && len(q.To) == 0
}

// AskedByUsers says whether anybody of a group of people who use services asked what
// a release answers.
func (s *State) AskedByUsers(r Release) bool {
	for _, id := range r.Questions {
		q, _ := s.Question(id)
		for _, same := range append(s.MergedInto(id), q) {
			if s.isUsers(same.Organisation) {
				return true
			}
		}
	}
	return false
}

// Drop ends a release that was not sent.
func (s *State) Drop(f ReleaseDropped) ([]Fact, *Refusal) {
	if _, refusal := s.waiting(f.ID); refusal != nil {
		return nil, refusal
	}
	if r := short(FieldReason, f.Why, MostReason); r != nil {
		return nil, r
	}
	return []Fact{f}, nil
}

// Send sends a release that is ready.
func (s *State) Send(f ReleaseSent) ([]Fact, *Refusal) {
	r, refusal := s.waiting(f.ID)
	if refusal != nil {
		return nil, refusal
	}
	if refusal := firstOf(s.MayCarry(r.Of), s.outcomeStands(r.ID), s.stillAlike(r.ID), s.stands(s.last, r)); refusal != nil {
		return nil, refusal
	}
	if !r.Ready() {
		return nil, &Refusal{Code: NotApproved, Release: r.ID}
	}
	return append([]Fact{f}, s.moved(r)...), nil
}

// SetSlots says in which two slots of a week what waits goes out. That they make
// sense, the caller has checked.
func (s *State) SetSlots(f SlotsSet) ([]Fact, *Refusal) {
	if r := firstOf(s.notClosed(), filled(FieldSlots, f.Slots, MostShort), short(FieldZone, f.Zone, MostShort)); r != nil {
		return nil, r
	}
	if s.slots.Slots == f.Slots && s.slots.Zone == f.Zone {
		return nil, nil
	}
	return []Fact{f}, nil
}

// waiting gives a release that was neither sent nor dropped.
func (s *State) waiting(id string) (Release, *Refusal) {
	r, ok := s.Release(id)
	switch {
	case !s.Exists():
		return r, &Refusal{Code: NotThere}
	case !ok:
		return r, &Refusal{Code: UnknownRelease, Release: id}
	case !r.Sent.IsZero():
		return r, &Refusal{Code: ReleaseOver, Release: id, At: r.Sent}
	case !r.Dropped.IsZero():
		return r, &Refusal{Code: ReleaseOver, Release: id}
	}
	return r, nil
}

// opened refuses where nobody has heard anything yet.
func (s *State) opened() *Refusal {
	if !s.Exists() {
		return &Refusal{Code: NotThere}
	}
	if s.OpenedAt().IsZero() {
		return &Refusal{Code: NotOpenYet, Stage: s.stage, At: s.about.Opening}
	}
	return nil
}

// MayCarry refuses what the stage forbids to send.
func (s *State) MayCarry(of ReleaseKind) *Refusal { return firstOf(s.opened(), s.May(deedOf(of))) }
