package engagement

import "time"

// OwnerNamed says whom the owner would hand the engagement over to. The latest counts,
// until they take it.
type OwnerNamed struct {
	Person Person
	By     Person
}

// Kind is the kind of the fact.
func (OwnerNamed) Kind() string { return "owner.named" }

func (f OwnerNamed) fields(c *codec) Fact {
	text(c, "person", &f.Person)
	text(c, "by", &f.By)
	return f
}

func (f OwnerNamed) apply(s *State, _ time.Time) { s.fair.heir = f.Person }

// OwnerTaken says that whom the owner had named is the owner from now on.
type OwnerTaken struct {
	Person Person
	From   Person // who was it before
}

// Kind is the kind of the fact.
func (OwnerTaken) Kind() string { return "owner.taken" }

func (f OwnerTaken) fields(c *codec) Fact {
	text(c, "person", &f.Person)
	text(c, "from", &f.From)
	return f
}

func (f OwnerTaken) apply(s *State, at time.Time) {
	if f.Person == "" {
		return
	}
	s.about.Owner, s.fair.heir = f.Person, ""
	s.fair.owners = append(s.fair.owners, HandedOver{f, at})
}

// HandedOver is one of those, and when it was.
type HandedOver struct {
	OwnerTaken
	At time.Time
}

func (h *HandedOver) snapshot(c *codec) {
	h.OwnerTaken = h.fields(c).(OwnerTaken)
	c.instant("at", &h.At)
}

// HandedOver gives how the engagement was handed over, the oldest first.
func (s *State) HandedOver() []HandedOver { return s.fair.owners }

// NameOwner takes whom the owner would hand over to. The same again gives no facts.
func (s *State) NameOwner(f OwnerNamed) ([]Fact, *Refusal) {
	switch r := firstOf(s.exists(), named(f.Person)); {
	case r != nil:
		return nil, r
	case f.By != s.about.Owner:
		return nil, &Refusal{Code: NotYoursToWeigh}
	case f.Person == s.about.Owner || f.Person == s.fair.heir:
		return nil, nil
	}
	return []Fact{f}, nil
}

// TakeOwner makes whom the owner named the owner: nobody becomes it without both.
func (s *State) TakeOwner(p Person) ([]Fact, *Refusal) {
	if r := firstOf(s.exists(), named(p)); r != nil {
		return nil, r
	}
	if p != s.fair.heir {
		return nil, &Refusal{Code: NotYoursToWeigh}
	}
	return []Fact{OwnerTaken{Person: p, From: s.about.Owner}}, nil
}
