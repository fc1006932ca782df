package engagement

import "time"

// NoticePlanned says when the tender notice is due. At that moment talking pauses
// by itself.
type NoticePlanned struct {
	At time.Time // zero: not planned any more
	By Person
}

// Kind is the kind of the fact.
func (NoticePlanned) Kind() string { return "notice.planned" }

func (f NoticePlanned) fields(c *codec) Fact {
	c.moment("at", &f.At)
	text(c, "by", &f.By)
	return f
}

func (f NoticePlanned) apply(s *State, _ time.Time) { s.ahead.notice.Planned = toMillisecond(f.At) }

// NoticeGiven says where the tender notice stands. Everybody has it once its
// release is sent.
type NoticeGiven struct {
	Reference string // such as "2025/S 000-041270"
	Link      string
	Release   string
	By        Person
}

// Kind is the kind of the fact.
func (NoticeGiven) Kind() string { return "notice.given" }

func (f NoticeGiven) fields(c *codec) Fact {
	text(c, "ref", &f.Reference)
	text(c, "link", &f.Link)
	text(c, "release", &f.Release)
	text(c, "by", &f.By)
	return f
}

func (f NoticeGiven) apply(s *State, _ time.Time) {
	if r := s.releaseAt(f.Release); r != nil && r.Waiting() && r.Of == Notices {
		s.ahead.given = f
	}
}

// ReopeningWanted says that more is to be taken again, until when. Why stands in
// its release; it is so once that is sent.
type ReopeningWanted struct {
	Closing time.Time
	Release string
	By      Person
}

// Kind is the kind of the fact.
func (ReopeningWanted) Kind() string { return "reopening.wanted" }

func (f ReopeningWanted) fields(c *codec) Fact {
	c.moment("closing", &f.Closing)
	text(c, "release", &f.Release)
	text(c, "by", &f.By)
	return f
}

func (f ReopeningWanted) apply(s *State, _ time.Time) {
	if r := s.releaseAt(f.Release); r != nil && r.Waiting() && r.Of == Reopenings {
		f.Closing = toMillisecond(f.Closing)
		s.ahead.reopening = f
	}
}

// DialogueDrafted says with whom the talks are to go on within a procedure. It
// counts once its release is sent.
type DialogueDrafted struct {
	Reference string // of the procedure
	Link      string // where those go who are not admitted; empty: none
	Admitted  []string
	Newcomers []Newcomer // who were not asked before
	Why       string     // the others are not admitted: of old records, nobody is told it from here any more
	Release   string
	By        Person
}

// Newcomer is somebody who is asked for the dialogue alone.
type Newcomer struct {
	Name     string
	OfKind   OrganisationKind
	Current  bool
	Contacts []Person
}

func (n *Newcomer) fields(c *codec) {
	text(c, "name", &n.Name)
	text(c, "kind", &n.OfKind)
	c.truth("current", &n.Current)
	list(c, "contacts", &n.Contacts, textElement)
}

// Kind is the kind of the fact.
func (DialogueDrafted) Kind() string { return "dialogue.drafted" }

func (f DialogueDrafted) fields(c *codec) Fact {
	text(c, "ref", &f.Reference)
	text(c, "link", &f.Link)
	list(c, "admitted", &f.Admitted, textElement)
	list(c, "new", &f.Newcomers, braced((*Newcomer).fields))
	text(c, "why", &f.Why)
	text(c, "release", &f.Release)
	text(c, "by", &f.By)
	return f
}

func (f DialogueDrafted) apply(s *State, _ time.Time) {
	if r := s.releaseAt(f.Release); r != nil && r.Waiting() && r.Of == Dialogues {
		s.ahead.dialogue = f
	}
}

// DialogueRoom gives a bidder a room for the dialogue, or takes one away.
type DialogueRoom struct {
	Organisation string
	Room         Room
	On           bool
	By           Person
}

// Kind is the kind of the fact.
func (DialogueRoom) Kind() string { return "dialogue.room" }

func (f DialogueRoom) fields(c *codec) Fact {
	text(c, "org", &f.Organisation)
	text(c, "room", &f.Room)
	c.truth("on", &f.On)
	text(c, "by", &f.By)
	return f
}

func (f DialogueRoom) apply(s *State, _ time.Time) {
	i, ok := s.organisationAt[f.Organisation]
	if !ok || f.Room == "" || f.On && s.used(f.Room) {
		return
	}
	o := &s.organisations[i]
	o.Bidding = without(o.Bidding, f.Room)
	if f.On {
		o.Bidding = append(o.Bidding, f.Room)
	}
}

// SurveyAnswered is how somebody found it to be asked. It names nobody, unless
// they signed. One voice has one answer, its latest.
type SurveyAnswered struct {
	ID           string // "V1" is the first
	Worth        Opinion
	Fair         Opinion
	Why          string // it was fair, or was not
	Next         string // what to do differently
	Organisation string // that signed; empty: nobody did
	Person       Person // who signed for it
	// Voice came later: by it an organisation that did not sign is known again, and
	// nobody can tell from it which that is. Member is the same of a member of a group
	// of people who use services, where each is a voice. Both empty where it is signed.
	Voice  string
	Member string
}

// Kind is the kind of the fact.
func (SurveyAnswered) Kind() string { return "survey.answered" }

func (f SurveyAnswered) fields(c *codec) Fact {
	text(c, "id", &f.ID)
	text(c, "worth", &f.Worth)
	text(c, "fair", &f.Fair)
	text(c, "why", &f.Why)
	text(c, "next", &f.Next)
	text(c, "org", &f.Organisation)
	text(c, "person", &f.Person)
	text(c, "voice", &f.Voice)
	text(c, "member", &f.Member)
	return f
}

func (f SurveyAnswered) apply(s *State, at time.Time) {
	if !takeID(&s.ahead.surveyed, 'V', f.ID) {
		return
	}
	for i, before := range s.ahead.survey {
		if s.sameVoice(before.SurveyAnswered, f) {
			s.ahead.survey[i] = SurveyAnswer{f, at}
			return
		}
	}
	s.ahead.survey = append(s.ahead.survey, SurveyAnswer{f, at})
}

// sameVoice says whether two answers to how it was are of one voice, as far as the
// record can tell.
func (s *State) sameVoice(a, b SurveyAnswered) bool {
	if a.Organisation != "" || b.Organisation != "" {
		o, _ := s.Organisation(a.Organisation)
		return a.Organisation == b.Organisation && (a.Person == b.Person || !o.Users)
	}
	return a.Voice != "" && a.Voice == b.Voice && a.Member == b.Member
}

// FileNoted is what the team writes for the file. A later one on the same takes
// its place; empty text takes it out.
type FileNoted struct {
	About FileAbout
	Text  string
	By    Person
}

// Kind is the kind of the fact.
func (FileNoted) Kind() string { return "file.noted" }

func (f FileNoted) fields(c *codec) Fact {
	text(c, "about", &f.About)
	text(c, "text", &f.Text)
	text(c, "by", &f.By)
	return f
}

func (f FileNoted) apply(s *State, at time.Time) {
	if !f.About.Valid() {
		return
	}
	for i, before := range s.ahead.notes {
		if before.About == f.About {
			s.ahead.notes[i] = FileNote{f, at}
			return
		}
	}
	s.ahead.notes = append(s.ahead.notes, FileNote{f, at})
}
