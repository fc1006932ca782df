package engagement

import (
	"slices"
	"time"
)

// SensitiveRead says that somebody of the buying team read the answers to a
// section that are commercially sensitive. Each time is a fact.
type SensitiveRead struct {
	Section int      // 0: on none, or on a question of the team's
	Entries []string // ids of the responses, late answers and questions that were shown
	By      Person
}

// Kind is the kind of the fact.
func (SensitiveRead) Kind() string { return "sensitive.read" }

func (f SensitiveRead) fields(c *codec) Fact {
	c.number("section", &f.Section)
	list(c, "entries", &f.Entries, textElement)
	text(c, "by", &f.By)
	return f
}

func (f SensitiveRead) apply(s *State, at time.Time) {
	if f.By != "" && len(f.Entries) > 0 {
		s.apart.readings = append(s.apart.readings, Reading{SensitiveRead: f, At: at})
	}
}

// SensitiveUnshown says of a reading that it did not take place: the platform could
// not show the answers to whoever was to read them alone, and so showed nothing.
type SensitiveUnshown struct {
	Reading int // which, in order, from 1
	By      Person
}

// Kind is the kind of the fact.
func (SensitiveUnshown) Kind() string { return "sensitive.unshown" }

func (f SensitiveUnshown) fields(c *codec) Fact {
	c.number("reading", &f.Reading)
	text(c, "by", &f.By)
	return f
}

func (f SensitiveUnshown) apply(s *State, _ time.Time) {
	if i := f.Reading - 1; i >= 0 && i < len(s.apart.readings) && s.apart.readings[i].By == f.By {
		s.apart.readings = slices.Clone(s.apart.readings)
		s.apart.readings[i].Unshown = true
	}
}

// Reading is one time that somebody read sensitive answers.
type Reading struct {
	SensitiveRead
	At      time.Time
	Unshown bool // they could not be shown, so it was none
}

// snapshot is its form in a snapshot.
func (r *Reading) snapshot(c *codec) {
	r.SensitiveRead = r.fields(c).(SensitiveRead)
	c.instant("at", &r.At)
	c.truth("unshown", &r.Unshown)
}

// Sensitive gives what is commercially sensitive on a section now: the latest of
// every voice, whole or in part, and answers that came late and wait. What was marked so once and
// is not any more, or was answered anew, is not among it.
func (s *State) Sensitive(section int) ([]*Response, []Late) {
	var answers []*Response
	for _, r := range s.Responses(section) {
		if r.KeepsBack() {
			answers = append(answers, r)
		}
	}
	var late []Late
	for _, l := range s.late {
		if l.Section == section && l.Sensitive && l.Waiting() {
			late = append(late, l)
		}
	}
	return answers, late
}

// Readings gives every time that somebody read sensitive answers, or was to, in
// order.
func (s *State) Readings() []Reading { return s.apart.readings }

// WasRead says whether somebody of the team has read that answer as sensitive.
func (s *State) WasRead(id string) bool { return s.readers(map[string]bool{id: true}) > 0 }

// SensitiveUnread counts the answers that are sensitive now, to sections and to
// questions of the team's, and that nobody of the team has read as such.
func (s *State) SensitiveUnread() int {
	n := 0
	each := func(id string) {
		if !s.WasRead(id) {
			n++
		}
	}
	for _, section := range s.EverSections() {
		answers, late := s.Sensitive(section.ID)
		for _, r := range answers {
			each(r.ID)
		}
		for _, l := range late {
			each(l.ID)
		}
	}
	for _, q := range s.inquiring.all {
		q.sensitive(each)
	}
	return n
}

// ReadersOf counts the people who have read what is sensitive on a section now,
// or some of it; section 0: on any.
func (s *State) ReadersOf(section int) int {
	now := make(map[string]bool)
	for _, each := range s.EverSections() {
		if section != 0 && each.ID != section {
			continue
		}
		answers, late := s.Sensitive(each.ID)
		for _, r := range answers {
			now[r.ID] = true
		}
		for _, l := range late {
			now[l.ID] = true
		}
		for _, q := range s.ConfidedOn(each.ID) {
			now[q.ID] = true
		}
	}
	for _, q := range s.ConfidedOn(0) {
		now[q.ID] = now[q.ID] || section == 0
	}
	for _, q := range s.inquiring.all {
		if section == 0 {
			q.sensitive(func(id string) { now[id] = true })
		}
	}
	return s.readers(now)
}

// readers counts the people who have read any of these answers.
func (s *State) readers(now map[string]bool) int {
	people := make(map[Person]bool)
	for _, r := range s.apart.readings {
		if r.Unshown {
			continue
		}
		for _, id := range r.Entries {
			if now[id] {
				people[r.By] = true
			}
		}
	}
	return len(people)
}

// ReadSensitive records that somebody of the team reads what is sensitive on a
// section. That they are of the team, the caller knows. Nothing there is
// sensitive: no facts.
func (s *State) ReadSensitive(section int, by Person) ([]Fact, *Refusal) {
	if _, _, ok := s.EverSection(section); !ok {
		return nil, &Refusal{Code: UnknownSection, Section: section}
	}
	if r := named(by); r != nil {
		return nil, r
	}
	answers, late := s.Sensitive(section)
	f := SensitiveRead{Section: section, By: by}
	for _, r := range answers {
		f.Entries = append(f.Entries, r.ID)
	}
	for _, l := range late {
		f.Entries = append(f.Entries, l.ID)
	}
	for _, q := range s.ConfidedOn(section) {
		f.Entries = append(f.Entries, q.ID)
	}
	if len(f.Entries) == 0 {
		return nil, nil
	}
	return []Fact{f}, nil
}

// NotShown records of a reading of that person, the nth of all, that it did not take
// place. What is no such, or is known already, gives no facts.
func (s *State) NotShown(nth int, by Person) []Fact {
	if nth < 1 || nth > len(s.apart.readings) || s.apart.readings[nth-1].By != by || s.apart.readings[nth-1].Unshown {
		return nil
	}
	return []Fact{SensitiveUnshown{Reading: nth, By: by}}
}
