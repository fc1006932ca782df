package engagement

import "time"

// OpenWanted says that somebody wants it opened, with what everybody reads first. Where
// a second person is needed, it opens when another person wants it, too.
type OpenWanted struct {
	Hash string // of what everybody reads, as that person read it
	By   Person
}

// Kind is the kind of the fact.
func (OpenWanted) Kind() string { return "open.wanted" }

func (f OpenWanted) fields(c *codec) Fact {
	text(c, "hash", &f.Hash)
	text(c, "by", &f.By)
	return f
}

func (f OpenWanted) apply(s *State, _ time.Time) { s.ahead.opening = f }

// Opening is who wants it opened, and waits for a second person; nobody's: nobody.
func (s *State) Opening() OpenWanted { return s.ahead.opening }

// WantToOpen says that somebody wants it opened as it reads now; said again, nothing.
func (s *State) WantToOpen(now time.Time, f OpenWanted) ([]Fact, *Refusal) {
	if r := firstOf(s.CouldOpen(now), named(f.By), filled(FieldWords, f.Hash, MostShort)); r != nil {
		return nil, r
	}
	if s.ahead.opening == f {
		return nil, nil
	}
	return []Fact{f}, nil
}

// mayOpenAlone refuses where somebody opens it alone, and a second person is needed.
func (s *State) mayOpenAlone(by Person) *Refusal {
	if wanted := s.ahead.opening; !s.about.Second || by == "" || wanted.By != "" && wanted.By != by {
		return nil
	}
	return &Refusal{Code: SecondToOpen}
}
