package engagement

import "time"

// DigestMade says that a digest for the commissioning room was made, and what
// stood in it, so that the next can say what changed.
type DigestMade struct {
	ID       string    // "D2" is the second
	Slot     time.Time // when it was due; on demand: when it was made
	From     time.Time // it tells of what happened from this moment
	To       time.Time // until before this one
	OnDemand bool
	By       Person // who asked for it; empty: the schedule
	Sections []SectionThen
	Answered []string // organisations that had answered something
	Weights  Weights
}

// SectionThen is how a section stood in a digest.
type SectionThen struct {
	Section  int
	Revision int
	Rank     int // by concern, from 1; 0: not ranked
	Tally    Tally
	// Voices has one letter for each organisation of Answered, in that order:
	// what it said. Package digest knows the letters. Empty: not kept.
	Voices string
}

// Tally counts voices by stance.
type Tally struct {
	Optimistic   int
	Excited      int
	Cautious     int
	Unachievable int
	Unclear      int
	Pass         int

	WithoutReason int // of all these, those that would not go along and gave no words
	Sensitive     int // of all these, those with words that are commercially sensitive
	Stale         int // of all these, those on a text that has changed since
}

// Answered is how many voices answered, with a view or without.
func (t Tally) Answered() int { return t.Positive() + t.Worried() + t.Pass }

// Positive is how many would go along.
func (t Tally) Positive() int { return t.Optimistic + t.Excited }

// Worried is how many would not, as the text stands.
func (t Tally) Worried() int { return t.Cautious + t.Unachievable + t.Unclear }

// Count is how many took the given stance.
func (t Tally) Count(s Stance) int {
	if n := t.of(s); n != nil {
		return *n
	}
	return 0
}

// Add counts one response. Stale is told, as only the state knows.
func (t *Tally) Add(r *Response, stale bool) {
	n := t.of(r.Stance)
	if n == nil {
		return
	}
	*n++
	if r.Words == "" && r.Private == "" && r.Stance.Worried() {
		t.WithoutReason++
	}
	if r.KeepsBack() {
		t.Sensitive++
	}
	if stale {
		t.Stale++
	}
}

func (t *Tally) of(s Stance) *int {
	switch s {
	case Optimistic:
		return &t.Optimistic
	case Excited:
		return &t.Excited
	case Cautious:
		return &t.Cautious
	case Unachievable:
		return &t.Unachievable
	case Unclear:
		return &t.Unclear
	case Pass:
		return &t.Pass
	}
	return nil
}

// Weights are how much of a worry each stance is, in hundredths.
type Weights struct {
	Unachievable int
	Cautious     int
	Unclear      int
	Optimistic   int
	Excited      int
}

// Kind is the kind of the fact.
func (DigestMade) Kind() string { return "digest.made" }

func (f DigestMade) fields(c *codec) Fact {
	text(c, "id", &f.ID)
	c.moment("slot", &f.Slot)
	c.moment("from", &f.From)
	c.moment("to", &f.To)
	c.truth("demand", &f.OnDemand)
	text(c, "by", &f.By)
	list(c, "sections", &f.Sections, func(c *codec, s *SectionThen) { c.braced(func() { s.fields(c) }) })
	list(c, "answered", &f.Answered, textElement)
	c.object("weights", func() { f.Weights.fields(c) })
	return f
}

func (s *SectionThen) fields(c *codec) {
	c.number("id", &s.Section)
	c.number("revision", &s.Revision)
	c.number("rank", &s.Rank)
	c.object("tally", func() { s.Tally.fields(c) })
	text(c, "voices", &s.Voices)
}

func (t *Tally) fields(c *codec) {
	c.number("works", &t.Optimistic)
	c.number("further", &t.Excited)
	c.number("risk", &t.Cautious)
	c.number("cant", &t.Unachievable)
	c.number("unclear", &t.Unclear)
	c.number("pass", &t.Pass)
	c.number("bare", &t.WithoutReason)
	c.number("sensitive", &t.Sensitive)
	c.number("stale", &t.Stale)
}

func (w *Weights) fields(c *codec) {
	c.number("cant", &w.Unachievable)
	c.number("risk", &w.Cautious)
	c.number("unclear", &w.Unclear)
	c.number("works", &w.Optimistic)
	c.number("further", &w.Excited)
}

func (f DigestMade) apply(s *State, _ time.Time) {
	if !takeID(&s.digests, 'D', f.ID) {
		return
	}
	f.Slot, f.From, f.To = toMillisecond(f.Slot), toMillisecond(f.From), toMillisecond(f.To)
	if f.OnDemand {
		s.onDemand = &f
	} else {
		s.scheduled = &f
	}
}
