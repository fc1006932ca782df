package engagement

import "time"

// MoveClosing says that answers are to be taken until another time than suppliers were
// told, for a reason that everybody reads. It waits as a release; one that waits
// already gets what is said now. Before the opening the time is a setting: see Set.
func (s *State) MoveClosing(now time.Time, f ClosingWanted, why string) ([]Fact, *Refusal) {
	f.Closing = toMillisecond(f.Closing)
	if r := firstOf(s.opened(), s.May(DoClosing), named(f.By), filled(FieldReason, why, MostReason)); r != nil {
		return nil, r
	}
	if r := firstOf(toCome(f.Closing, now), s.afterNotice(f.Closing)); r != nil {
		return nil, r
	}
	before := s.ahead.closing
	said := s.asRelease(before.Release, Closings, why, before.Closing.Equal(f.Closing), f.By)
	if said == nil {
		return nil, nil
	}
	f.Release = s.releaseAfter(before.Release)
	return append(said, f), nil
}

// toCome refuses a closing time that is none, or past.
func toCome(closing, now time.Time) *Refusal {
	switch {
	case closing.IsZero():
		return &Refusal{Code: NoClosing}
	case !closing.After(now):
		return &Refusal{Code: ClosingPassed, At: closing}
	}
	return nil
}

// releaseAfter is the release that waits, or if there is none ("") the next one.
func (s *State) releaseAfter(waits string) string {
	if waits != "" {
		return waits
	}
	return nextID(s.released, "N")
}

// asRelease makes a release of what is said, or has the one that waits ("": none does)
// say that instead: whoever agreed to it agreed to other words, or, where it is not the
// same in all else, to another thing. Nil: it says so already.
func (s *State) asRelease(waits string, of ReleaseKind, text string, same bool, by Person) []Fact {
	r, _ := s.Release(waits)
	switch {
	case waits == "":
		return []Fact{ReleaseMade{ID: s.releaseAfter(waits), Of: of, Text: text, By: by}}
	case same && r.Text == text:
		return nil
	}
	return []Fact{ReleaseEdited{ID: waits, Text: text, By: by}}
}

// WantPause says that no more is to be taken for now, for a reason that everybody
// reads. It waits as a release, as MoveClosing's does.
func (s *State) WantPause(by Person, why string) ([]Fact, *Refusal) {
	return s.wantStop(Pauses, by, why)
}

// WantEnd says that it is to end before the time that suppliers were told, for a
// reason that everybody reads. It waits as a release, as MoveClosing's does.
func (s *State) WantEnd(by Person, why string) ([]Fact, *Refusal) {
	return s.wantStop(Endings, by, why)
}

func (s *State) wantStop(of ReleaseKind, by Person, why string) ([]Fact, *Refusal) {
	if r := firstOf(s.opened(), s.May(deedOf(of)), s.talks(), named(by), filled(FieldReason, why, MostReason)); r != nil {
		return nil, r
	}
	for _, r := range s.Waits() {
		if r.Of == of {
			return s.asRelease(r.ID, of, why, true, by), nil
		}
	}
	return s.asRelease("", of, why, true, by), nil
}

// talks refuses where nobody talks with suppliers at present.
func (s *State) talks() *Refusal {
	if s.stage != Talking {
		return &Refusal{Code: WrongStage, Stage: s.stage}
	}
	return nil
}
