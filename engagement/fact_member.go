package engagement

import "time"

// MemberStepped says that one person steps back, and nobody else of the
// organisation does; or, Back, takes part again. What they said stays.
type MemberStepped struct {
	Person       Person
	Organisation string
	Back         bool
}

// Kind is the kind of the fact.
func (MemberStepped) Kind() string { return "member.stepped" }

func (f MemberStepped) fields(c *codec) Fact {
	text(c, "person", &f.Person)
	text(c, "org", &f.Organisation)
	c.truth("back", &f.Back)
	return f
}

func (f MemberStepped) apply(s *State, at time.Time) {
	for i := range s.participants {
		p := &s.participants[i]
		switch {
		case p.Person != f.Person || p.Organisation != f.Organisation:
		case f.Back:
			p.Stepped = time.Time{}
		case p.Stepped.IsZero():
			p.Stepped = at
		}
	}
}

// SteppedAlone says when a person stepped back who did so alone; zero: they take
// part, or never did.
func (s *State) SteppedAlone(person Person, organisation string) time.Time {
	for _, p := range s.participants {
		if p.Person == person && p.Organisation == organisation {
			return p.Stepped
		}
	}
	return time.Time{}
}

// StepAlone takes one person out, or back in, as long as the engagement is not
// closed. It is so already: no facts.
func (s *State) StepAlone(f MemberStepped) ([]Fact, *Refusal) {
	if r := firstOf(s.May(DoStep), named(f.Person)); r != nil {
		return nil, r
	}
	if _, ok := s.Organisation(f.Organisation); !ok {
		return nil, &Refusal{Code: UnknownOrganisation, Organisation: f.Organisation}
	}
	if s.SteppedAlone(f.Person, f.Organisation).IsZero() == f.Back {
		return nil, nil
	}
	if f.Back {
		return []Fact{f}, nil
	}
	return append(s.joining(f.Person, f.Organisation), f), nil
}
