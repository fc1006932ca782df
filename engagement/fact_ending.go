package engagement

import "time"

// EndWanted says that somebody wants it ended while nobody talks, with what everybody
// reads then, or no longer wants that. Where a second person is needed, it ends when
// another person wants it, too.
type EndWanted struct {
	Wanted bool
	Hash   string // of what everybody reads, as that person read it
	By     Person
}

// Kind is the kind of the fact.
func (EndWanted) Kind() string { return "end.wanted" }

func (f EndWanted) fields(c *codec) Fact {
	c.truth("wanted", &f.Wanted)
	text(c, "hash", &f.Hash)
	text(c, "by", &f.By)
	return f
}

func (f EndWanted) apply(s *State, _ time.Time) {
	s.ahead.ending = EndWanted{}
	if f.Wanted {
		s.ahead.ending = f
	}
}

// Ending is who wants it ended, and waits for a second person; not Wanted: nobody.
func (s *State) Ending() EndWanted { return s.ahead.ending }

// WantToClose says that somebody wants it ended, or no longer wants that. It is for a
// pause and a dialogue; while suppliers are asked, WantEnd is.
func (s *State) WantToClose(f EndWanted) ([]Fact, *Refusal) {
	if r := firstOf(s.May(DoClose), named(f.By), short(FieldWords, f.Hash, MostShort)); r != nil {
		return nil, r
	}
	if s.stage != Paused && s.stage != Dialogue {
		return nil, &Refusal{Code: WrongStage, Stage: s.stage}
	}
	if now := s.ahead.ending; now == f || !f.Wanted && !now.Wanted {
		return nil, nil
	}
	return []Fact{f}, nil
}

// mayCloseAlone refuses where somebody ends it alone, and a second person is needed.
func (s *State) mayCloseAlone(by Person) *Refusal {
	needed := s.about.Second && by != "" && (s.stage == Paused || s.stage == Dialogue)
	if ending := s.ahead.ending; !needed || ending.Wanted && ending.By != by {
		return nil
	}
	return &Refusal{Code: SecondToClose}
}
