package engagement

import "time"

// ResponseGiven is a stance, with words or without, on one section. It takes
// the place of what the same voice said of that section before: adding words,
// or ticking a box, gives a new response that carries everything.
type ResponseGiven struct {
	ID           string // "R17" is the seventeenth
	Organisation string
	Person       Person
	Section      int
	Revision     int // of the section, that was answered
	Stance       Stance
	Words        string
	Quotable     bool    // may be quoted to others, without the name
	Sensitive    bool    // commercially sensitive: stays with the buying team
	Why          string  // it is sensitive
	StopsBid     Bidding // asked where a fixed section can't be done
	// What came later is left out where it is not set, so that no stored form
	// changed by it.
	Late bool    // taken after the close, as the commissioner agreed
	For  string  // whom a member of a users' group answers for, in their words
	How  NoteHow // it came in on paper or by phone, and the team entered it
	By   Person  // who of the team did
	// Words that were added and stay inside the buying team, beside Words that may be
	// open: whoever reads Words alone learns nothing of them.
	Private    string
	PrivateWhy string // they are sensitive
	PrivateBy  Person // who wrote all of them; empty: several people
}

// Kind is the kind of the fact.
func (ResponseGiven) Kind() string { return "response.given" }

func (f ResponseGiven) fields(c *codec) Fact {
	text(c, "id", &f.ID)
	text(c, "org", &f.Organisation)
	text(c, "person", &f.Person)
	c.number("section", &f.Section)
	c.number("revision", &f.Revision)
	text(c, "stance", &f.Stance)
	text(c, "words", &f.Words)
	c.truth("quotable", &f.Quotable)
	c.truth("sensitive", &f.Sensitive)
	text(c, "why", &f.Why)
	text(c, "stops", &f.StopsBid)
	c.truth("late", &f.Late)
	text(c, "for", &f.For)
	text(c, "how", &f.How)
	text(c, "by", &f.By)
	text(c, "private", &f.Private)
	text(c, "private_why", &f.PrivateWhy)
	text(c, "private_by", &f.PrivateBy)
	return f
}

func (f ResponseGiven) apply(s *State, at time.Time) {
	place, known := s.organisationAt[f.Organisation]
	section, there := s.sectionAt[f.Section]
	if !known || !there || !f.Stance.Valid() || !takeID(&s.given, 'R', f.ID) {
		return
	}
	organisation := &s.organisations[place]
	s.addVoice(section, &Response{
		ID: f.ID, Organisation: organisation.ID, Person: f.Person, Section: f.Section,
		Revision: f.Revision, Stance: f.Stance, Words: f.Words, Quotable: f.Quotable,
		Sensitive: f.Sensitive, Why: f.Why, StopsBid: f.StopsBid, Late: f.Late, For: f.For, How: f.How, By: f.By,
		Private: f.Private, PrivateWhy: f.PrivateWhy, PrivateBy: f.PrivateBy,
		Given: at, First: at, Versions: 1, place: place, users: organisation.Users,
	})
	organisation.Answered = at
}

// QuestionAsked is a question to the commissioner.
type QuestionAsked struct {
	ID           string // "Q3" is the third
	Organisation string
	Person       Person
	Section      int // 0: on no section
	Text         string
}

// Kind is the kind of the fact.
func (QuestionAsked) Kind() string { return "question.asked" }

func (f QuestionAsked) fields(c *codec) Fact {
	text(c, "id", &f.ID)
	text(c, "org", &f.Organisation)
	text(c, "person", &f.Person)
	c.number("section", &f.Section)
	text(c, "text", &f.Text)
	return f
}

func (f QuestionAsked) apply(s *State, at time.Time) {
	place, known := s.organisationAt[f.Organisation]
	if !known || !takeID(&s.asked, 'Q', f.ID) {
		return
	}
	s.questions = append(s.questions, Question{
		ID: f.ID, Organisation: s.organisations[place].ID, Person: f.Person, Section: f.Section,
		Text: f.Text, Asked: at,
	})
}
