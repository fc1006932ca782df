package engagement

import "time"

// ReleaseKind says what a release carries.
type ReleaseKind string

// The kinds of release.
const (
	News         ReleaseKind = "news"      // words of the team's own
	Answers      ReleaseKind = "answers"   // the answer to one question, or to several that are alike
	Changes      ReleaseKind = "change"    // other texts of sections
	DigestForAll ReleaseKind = "digest"    // what changed because of what suppliers said
	Inquiries    ReleaseKind = "inquiry"   // a question of the team's
	Outcomes     ReleaseKind = "outcome"   // what came of one
	Matters      ReleaseKind = "matters"   // which sections matter most
	Notices      ReleaseKind = "notice"    // where the tender notice stands
	Reopenings   ReleaseKind = "reopening" // more is taken again
	Dialogues    ReleaseKind = "dialogue"  // it goes on with admitted bidders alone
	Results      ReleaseKind = "result"    // what came of it all
	Closings     ReleaseKind = "closing"   // answers are taken until another time
	Pauses       ReleaseKind = "pause"     // no more is taken for now
	Endings      ReleaseKind = "end"       // it ends before the time that was told
	Plainly      ReleaseKind = "plain"     // sections in other plain words; it goes to people who use services alone
	Abouts       ReleaseKind = "about"     // another person to turn to, privacy notice, purpose or number to ring
	Bidders      ReleaseKind = "bidder"    // one is admitted to the dialogue that goes on, or taken out of it; it goes to them alone
)

// Valid says whether k is one of the kinds.
func (k ReleaseKind) Valid() bool {
	switch k {
	case News, Answers, Changes, DigestForAll, Inquiries, Outcomes, Matters, Notices, Reopenings, Dialogues, Results, Closings, Pauses, Endings, Bidders, Plainly, Abouts:
		return true
	}
	return false
}

// ReleaseMade is something that is to go to everybody, and waits.
type ReleaseMade struct {
	ID        string // "N1" is the first
	Of        ReleaseKind
	Title     string
	Text      string // Markdown: the news, the answer, or what stands before the rest
	Sections  []int  // whose text it changes
	Questions []string
	Due       time.Time // the slot with which it is to go
	By        Person
}

// Kind is the kind of the fact.
func (ReleaseMade) Kind() string { return "release.made" }

func (f ReleaseMade) fields(c *codec) Fact {
	text(c, "id", &f.ID)
	text(c, "of", &f.Of)
	text(c, "title", &f.Title)
	text(c, "text", &f.Text)
	list(c, "sections", &f.Sections, numberElement)
	list(c, "questions", &f.Questions, textElement)
	c.moment("due", &f.Due)
	text(c, "by", &f.By)
	return f
}

func (f ReleaseMade) apply(s *State, at time.Time) {
	if !f.Of.Valid() || !takeID(&s.released, 'N', f.ID) {
		return
	}
	s.releases = append(s.releases, Release{
		ID: f.ID, Of: f.Of, Title: f.Title, Text: f.Text, Sections: f.Sections, Questions: f.Questions,
		Due: toMillisecond(f.Due), By: f.By, Made: at, Edited: at, Editor: f.By,
	})
	for _, id := range f.Questions {
		switch q := s.questionAt(id); {
		case q == nil:
		case q.Answered.IsZero():
			q.Release = f.ID
		default: // everybody has an answer, which this puts right
			s.releases[len(s.releases)-1].Corrects = q.Release
		}
	}
}

// ReleaseEdited gives a release that waits other words, or says that what it
// carries is another now. Who agreed to it before has to agree anew.
type ReleaseEdited struct {
	ID    string
	Title string
	Text  string
	By    Person
}

// Kind is the kind of the fact.
func (ReleaseEdited) Kind() string { return "release.edited" }

func (f ReleaseEdited) fields(c *codec) Fact {
	text(c, "id", &f.ID)
	text(c, "title", &f.Title)
	text(c, "text", &f.Text)
	text(c, "by", &f.By)
	return f
}

func (f ReleaseEdited) apply(s *State, at time.Time) {
	r := s.releaseAt(f.ID)
	if r == nil || !r.Waiting() {
		return
	}
	r.Title, r.Text, r.Edited, r.Editor = f.Title, f.Text, at, f.By
	r.Wanted, r.Approved, r.Approver, r.Why = "", time.Time{}, "", ""
}

// ReleaseApproved says that somebody read what is to go out and agrees.
type ReleaseApproved struct {
	ID     string
	By     Person
	Due    time.Time // when it goes; zero: at once
	Why    string    // it goes at once
	Enough bool      // nobody else has to agree
}

// Kind is the kind of the fact.
func (ReleaseApproved) Kind() string { return "release.approved" }

func (f ReleaseApproved) fields(c *codec) Fact {
	text(c, "id", &f.ID)
	text(c, "by", &f.By)
	c.moment("due", &f.Due)
	text(c, "why", &f.Why)
	c.truth("enough", &f.Enough)
	return f
}

func (f ReleaseApproved) apply(s *State, at time.Time) {
	r := s.releaseAt(f.ID)
	if r == nil || !r.Waiting() {
		return
	}
	r.Due, r.Why = toMillisecond(f.Due), f.Why
	if r.Wanted == "" {
		r.Wanted = f.By
	}
	if f.Enough {
		r.Approved, r.Approver = at, f.By
	}
}

// ReleaseHeld keeps a release back, or lets it go on.
type ReleaseHeld struct {
	ID  string
	On  bool
	By  Person
	Due time.Time // when it goes, now that it goes on; zero: as it was
}

// Kind is the kind of the fact.
func (ReleaseHeld) Kind() string { return "release.held" }

func (f ReleaseHeld) fields(c *codec) Fact {
	text(c, "id", &f.ID)
	c.truth("on", &f.On)
	text(c, "by", &f.By)
	c.moment("due", &f.Due)
	return f
}

func (f ReleaseHeld) apply(s *State, _ time.Time) {
	r := s.releaseAt(f.ID)
	if r == nil || !r.Waiting() {
		return
	}
	r.Held = f.On
	if !f.Due.IsZero() {
		r.Due = toMillisecond(f.Due)
	}
}

// Reach says whether people who use services get what suppliers get.
type Reach string

// What can be said of that.
const (
	ReachByRule Reach = ""     // as it concerns them
	ReachAll    Reach = "all"  // they do, too
	ReachFirms  Reach = "firm" // suppliers alone
)

// ReleaseReach says whether people who use services get a release, whatever it
// concerns.
type ReleaseReach struct {
	ID    string
	Users Reach
	By    Person
}

// Kind is the kind of the fact.
func (ReleaseReach) Kind() string { return "release.reach" }

func (f ReleaseReach) fields(c *codec) Fact {
	text(c, "id", &f.ID)
	text(c, "users", &f.Users)
	text(c, "by", &f.By)
	return f
}

func (f ReleaseReach) apply(s *State, _ time.Time) {
	r := s.releaseAt(f.ID)
	if r == nil || !r.Waiting() {
		return
	}
	r.Users = f.Users
	if q, ok := s.InquiryOf(f.ID); ok && r.Of == Inquiries {
		s.inquiryAt(q.ID).Firms = f.Users == ReachFirms
	}
}

// ReleaseDropped ends a release that was not sent. What it was to carry is as
// if it had not been made: its questions wait again, its sections stay.
type ReleaseDropped struct {
	ID  string
	By  Person
	Why string
}

// Kind is the kind of the fact.
func (ReleaseDropped) Kind() string { return "release.dropped" }

func (f ReleaseDropped) fields(c *codec) Fact {
	text(c, "id", &f.ID)
	text(c, "by", &f.By)
	text(c, "why", &f.Why)
	return f
}

func (f ReleaseDropped) apply(s *State, at time.Time) {
	r := s.releaseAt(f.ID)
	if r == nil || !r.Waiting() {
		return
	}
	r.Dropped = at
	for i := range s.questions {
		if q := &s.questions[i]; q.Release == f.ID {
			q.Release, q.Answer, q.Wont = "", "", false
		}
	}
	s.unprepare(f.ID)
	s.plainDropped(f.ID)
	s.inquiryDropped(f.ID)
	s.aheadDropped(f.ID)
}

// ReleaseSent says that a release went to everybody, and what it said. To whom,
// the receipts of its messages tell.
type ReleaseSent struct {
	ID      string
	Slot    time.Time // with which it went; zero: at once
	Hash    string    // of Content and Plain
	Content string    // what suppliers were sent, in the form of whoever composed it
	Plain   string    // the same for people who use services; empty: it did not concern them
}

// Kind is the kind of the fact.
func (ReleaseSent) Kind() string { return "release.sent" }

func (f ReleaseSent) fields(c *codec) Fact {
	text(c, "id", &f.ID)
	c.moment("slot", &f.Slot)
	text(c, "hash", &f.Hash)
	text(c, "content", &f.Content)
	text(c, "plain", &f.Plain)
	return f
}

func (f ReleaseSent) apply(s *State, at time.Time) {
	r := s.releaseAt(f.ID)
	if r == nil || !r.Waiting() {
		return
	}
	r.Sent, r.Slot, r.Hash, r.Content, r.Plain = at, toMillisecond(f.Slot), f.Hash, f.Content, f.Plain
	s.sent++
	r.Nth = s.sent
	for _, id := range r.Questions {
		if q := s.questionAt(id); q != nil && r.Corrects != "" {
			q.Answer, q.Wont = r.Text, false
		}
		s.answerGiven(id, at)
	}
	s.publish(f.ID, at)
	s.plainSent(f.ID)
	s.inquirySent(f.ID, at)
	s.aheadSent(*r, at)
}

// SlotsSet says in which two slots of a week what waits goes to everybody.
// Package digest reads them.
type SlotsSet struct {
	Slots string // such as "tue thu 10:00"
	Zone  string
	By    Person
}

// Kind is the kind of the fact.
func (SlotsSet) Kind() string { return "slots.set" }

func (f SlotsSet) fields(c *codec) Fact {
	text(c, "slots", &f.Slots)
	text(c, "zone", &f.Zone)
	text(c, "by", &f.By)
	return f
}

func (f SlotsSet) apply(s *State, at time.Time) {
	s.slots = Slots{Slots: f.Slots, Zone: f.Zone, Set: at, By: f.By}
}
