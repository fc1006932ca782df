package engagement

import (
	"slices"
	"time"
)

// Exists says whether the engagement was created.
func (s *State) Exists() bool { return s.stage != "" }

// About gives the head of the engagement.
func (s *State) About() About { return s.about }

// Stage gives the stage. Answers also end at the closing time, which changes
// no stage: see [State.Accepts].
func (s *State) Stage() Stage { return s.stage }

// StageChanges gives all moves from stage to stage, in order.
func (s *State) StageChanges() []StageChange { return s.changes }

// OpenedAt is when the engagement first opened; zero: not yet.
func (s *State) OpenedAt() time.Time {
	for _, change := range s.changes {
		if change.To == Talking {
			return change.At
		}
	}
	return time.Time{}
}

// Last is the time of the last fact.
func (s *State) Last() time.Time { return s.last }

// Schedule gives when digests are due, as it was set.
func (s *State) Schedule() Schedule { return s.schedule }

// Draft says where the sections came from.
func (s *State) Draft() Draft { return s.draft }

// Sections gives the sections in the order of the draft.
func (s *State) Sections() []Section { return s.sections }

// Section gives the section with the id.
func (s *State) Section(id int) (Section, bool) {
	i, ok := s.sectionAt[id]
	if !ok {
		return Section{}, false
	}
	return s.sections[i], true
}

// Organisations gives all that were asked, users' groups too, in the order in
// which they were invited.
func (s *State) Organisations() []Organisation { return s.organisations }

// Organisation gives the organisation with the id.
func (s *State) Organisation(id string) (Organisation, bool) {
	i, ok := s.organisationAt[id]
	if !ok {
		return Organisation{}, false
	}
	return s.organisations[i], true
}

// OrganisationIn gives the organisation of which it is an own room.
func (s *State) OrganisationIn(room Room) (Organisation, bool) {
	for _, o := range s.organisations {
		if o.HasRoom(room) {
			return o, true
		}
	}
	return Organisation{}, false
}

// Participants gives everyone who speaks for an organisation, in the order in
// which they joined.
func (s *State) Participants() []Participant { return s.participants }

// SpeaksFor says whether the person speaks for the organisation.
func (s *State) SpeaksFor(person Person, organisation string) bool {
	return s.speaks[Participation{person, organisation}]
}

// OrganisationOf gives the organisation that the person joined last.
func (s *State) OrganisationOf(person Person) (Organisation, bool) {
	for _, p := range slices.Backward(s.participants) {
		if p.Person == person {
			return s.Organisation(p.Organisation)
		}
	}
	return Organisation{}, false
}

// Responses gives the latest of every voice on the section: one per
// organisation, one per member of a users' group; in the order of
// organisations, then persons. Which are of users' groups, IsUser tells. Of a
// section that was taken out it gives what was said of it before.
func (s *State) Responses(section int) []*Response {
	if i, ok := s.sectionAt[section]; ok {
		return s.voices[i]
	}
	for i, gone := range s.gone {
		if gone.ID == section {
			return s.goneVoices[i]
		}
	}
	return nil
}

// Response gives the latest of one voice on one section, nil if there is none.
// The person counts in a users' group only.
func (s *State) Response(section int, organisation string, person Person) *Response {
	place, known := s.organisationAt[organisation]
	if !known {
		return nil
	}
	voices := s.Responses(section)
	voice := &Response{place: place, Person: person, users: s.organisations[place].Users}
	i, found := slices.BinarySearchFunc(voices, voice, byVoice)
	if !found {
		return nil
	}
	return voices[i]
}

// IsUser says whether the response is that of a member of a users' group.
func (r *Response) IsUser() bool { return r.users }

// Stale says whether the text has changed since the response in such a way that
// whoever gave it should look again.
func (s *State) Stale(r *Response) bool {
	section, ok := s.Section(r.Section)
	return ok && r.Revision < section.Material
}

// Answered counts the sections that the organisation, or in a users' group the
// person, has answered.
func (s *State) Answered(organisation string, person Person) int {
	n := 0
	for _, section := range s.sections {
		if s.Response(section.ID, organisation, person) != nil {
			n++
		}
	}
	return n
}

// ToAnswer gives the sections that are left for the organisation, or in a users'
// group the person, in the order of the draft: those without an answer, and those
// whose answer is to a text that was changed since, which are to be looked at again.
func (s *State) ToAnswer(organisation string, person Person) (left []Section, again int) {
	for _, section := range s.sections {
		switch r := s.Response(section.ID, organisation, person); {
		case r == nil:
			left = append(left, section)
		case s.Stale(r):
			left = append(left, section)
			again++
		}
	}
	return left, again
}

// Declarations gives who people are that speak for organisations: the latest of
// each person and organisation, in the order in which they first declared.
func (s *State) Declarations() []Declaration { return s.declarations }

// Declaration gives who the person is that speaks for the organisation; false:
// not declared.
func (s *State) Declaration(organisation string, person Person) (Declaration, bool) {
	for _, d := range s.declarations {
		if d.Organisation == organisation && d.Person == person {
			return d, true
		}
	}
	return Declaration{}, false
}

// AllLastWords gives what organisations said to the last questions, the latest
// of each, in the order in which they first did. The ids name the facts.
func (s *State) AllLastWords() []LastWords { return s.lastWords }

// LastWordsOf gives those of one organisation; false: none.
func (s *State) LastWordsOf(organisation string) (LastWords, bool) {
	for _, w := range s.lastWords {
		if w.Organisation == organisation {
			return w, true
		}
	}
	return LastWords{}, false
}

// WouldBid counts organisations by whether they would bid as it stands, of
// those that said. For the buying team alone.
func (s *State) WouldBid() map[Likelihood]int {
	counts := make(map[Likelihood]int)
	for _, w := range s.lastWords {
		if w.Bid != BidUnsaid {
			counts[w.Bid]++
		}
	}
	return counts
}

// LateAnswers gives all answers that came after the close and were to be added,
// settled ones too, in their order.
func (s *State) LateAnswers() []Late { return s.late }

// LateAnswer gives the one with the id.
func (s *State) LateAnswer(id string) (Late, bool) {
	for _, l := range s.late {
		if l.ID == id {
			return l, true
		}
	}
	return Late{}, false
}

// MarkOf says what became of the message behind a response or a question.
func (s *State) MarkOf(id string) Mark { return s.marks[id] }

// Questions gives all questions in the order in which they were asked.
func (s *State) Questions() []Question { return s.questions }

// Given is how many responses were ever given, those that others replaced
// included.
func (s *State) Given() int { return s.given }

// LastDigest gives the last digest that the schedule made, or the last that
// was made on demand; nil if there is none.
func (s *State) LastDigest(onDemand bool) *DigestMade {
	if onDemand {
		return s.onDemand
	}
	return s.scheduled
}
