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
	switch {
	case f.Closing.IsZero():
		return nil, &Refusal{Code: NoClosing}
	case !f.Closing.After(now):
		return nil, &Refusal{Code: ClosingPassed, At: f.Closing}
	}
	before := s.ahead.closing
	if f.Release = before.Release; f.Release == "" {
		f.Release = nextID(s.released, "N")
		return []Fact{ReleaseMade{ID: f.Release, Of: Closings, Text: why, By: f.By}, f}, nil
	}
	if r, _ := s.Release(f.Release); r.Text == why && before.Closing.Equal(f.Closing) {
		return nil, nil
	}
	return []Fact{ReleaseEdited{ID: f.Release, Text: why, By: f.By}, f}, nil
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
		if r.Of != of {
			continue
		}
		if r.Text == why {
			return nil, nil
		}
		return []Fact{ReleaseEdited{ID: r.ID, Text: why, By: by}}, nil
	}
	return []Fact{ReleaseMade{ID: nextID(s.released, "N"), Of: of, Text: why, By: by}}, nil
}

// talks refuses where nobody talks with suppliers at present.
func (s *State) talks() *Refusal {
	if s.stage != Talking {
		return &Refusal{Code: WrongStage, Stage: s.stage}
	}
	return nil
}
