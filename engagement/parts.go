package engagement

import (
	"slices"
	"time"
)

// About is the head of an engagement.
type About struct {
	Slug     string
	Title    string
	Buyer    string
	Contact  string
	Zone     string
	Room     Room // the commissioning room
	Owner    Person
	Created  time.Time
	Purposes []Purpose
	Opening  time.Time // planned; zero: not planned
	Closing  time.Time // answers are taken before it; zero: open end
	Second   bool      // a second person agrees to what goes to everybody
	// SecondOff wants that ended; it takes another person, too. Empty: nobody does.
	SecondOff Person

	Privacy    string // where the privacy notice is; empty: not said
	SafetyLine string // whom people who use services can ring; empty: not said
}

// StageChange is one move from stage to stage.
type StageChange struct {
	At     time.Time
	To     Stage
	Reason string
	By     Person
	Wanted Person // who wanted the end that By agreed to; empty: nobody else
}

// Schedule is when digests are due, as it was set. Empty Digest: on demand
// only.
type Schedule struct {
	Digest      string
	Zone        string
	WorkingDays bool
	Except      []string
	Set         time.Time
	By          Person
}

// Draft is where the sections came from.
type Draft struct {
	File     string
	Blob     string
	Notes    int
	Imported time.Time // zero: nothing imported
	By       Person
}

// Section is one section of the draft as it stands.
type Section struct {
	ID       int // stays with the section; what people call it by
	Number   string
	Title    string
	Path     []string
	Text     string
	Standing Standing
	Priority bool   // among what matters most to the commissioner
	Matters  string // why it does; empty: that was not said
	Ask      string
	Minutes  int
	Revision int // of the text, from 1
	Revised  time.Time

	// Of the text as it is: why it is so, the answers and questions that rests on,
	// and the release that brought it. Empty for the first text.
	Reason  string
	Because []string
	Sources []Source
	Release string
	// Material is the last revision for which whoever answered before should look
	// again; 0: none. Earlier are the texts before this one, oldest first.
	Material int
	Earlier  []Revision

	Plain   string // the section in plain words; empty: it has none
	PlainOf int    // the revision that those are of
	// PlainAsk is what people who use services are asked of it, and PlainReason why
	// the text changed, in plain words; empty: that was not written.
	PlainAsk    string
	PlainReason string
}

// Organisation is one that is asked.
type Organisation struct {
	ID       string
	Name     string
	Kind     OrganisationKind
	Current  bool
	Users    bool
	Room     Room // the first of its own
	Invited  time.Time
	Joined   time.Time // when somebody first spoke for it; zero: nobody yet
	Answered time.Time // its latest answer; zero: none
	Step     Step      // if it has stepped back
	Returned time.Time // when it last came back; zero: never
	Contacts []Person  // those who are reached by mail
	Further  []Room    // beside Room, which is empty only if it has none at all
	// Teams are those who speak for it, as a platform knows them: keyed hashes.
	// Of Strangers somebody said that they do not.
	Teams, Strangers []string
	// Bidding are its rooms in the dialogue. A Newcomer was asked for that alone.
	Bidding  []Room
	Newcomer bool
	By       Person // who asked it
}

// Step is a step back.
type Step struct {
	At       time.Time
	Person   Person
	Reason   string
	Category StepReason
	Section  int // that it is about; 0: none
}

// SteppedBack says whether the organisation has stepped back, and not come
// back.
func (o Organisation) SteppedBack() bool { return !o.Step.At.IsZero() }

// IsCurrent says whether the organisation provides the service now.
func (o Organisation) IsCurrent() bool { return o.Current || o.Kind == CurrentProvider }

// HasContact says whether the person is reached by mail for it.
func (o Organisation) HasContact(p Person) bool { return slices.Contains(o.Contacts, p) }

// Participant is a person who speaks for an organisation.
type Participant struct {
	Person       Person
	Organisation string
	Joined       time.Time
	Stepped      time.Time // when they stepped back alone; zero: they take part
}

// Participation is a person and one organisation the person speaks for.
type Participation struct {
	Person       Person
	Organisation string
}

// Response is the latest that one voice said of one section. It never changes;
// what is said later is another Response.
type Response struct {
	ID           string
	Organisation string
	Person       Person
	Section      int
	Revision     int
	Stance       Stance
	Words        string
	Quotable     bool
	Sensitive    bool
	Why          string
	StopsBid     Bidding
	Late         bool    // taken after the close, as the commissioner agreed
	For          string  // whom a member of a users' group answers for, in their words
	How          NoteHow // it came in on paper or by phone; empty: its giver wrote it here
	By           Person  // who of the team entered it then
	Private      string  // words beside Words that are commercially sensitive
	PrivateWhy   string
	PrivateBy    Person // who wrote all of those; empty: several people

	Given    time.Time
	First    time.Time // when the voice first answered the section
	Versions int       // how often it answered, this time included
	Before   Stance    // what it said the time before; empty: nothing
	// Earlier is what it last said of each text before, oldest first.
	Earlier []SaidBefore

	place int  // of the organisation
	users bool // one of several voices of its organisation
}

// Question is one question to the commissioner.
type Question struct {
	ID           string
	Organisation string
	Person       Person
	Section      int // 0: on no section
	Text         string
	Asked        time.Time
	Answered     time.Time // when everybody had the answer; zero: not yet

	Worded  string   // as everybody reads it; empty: as it was asked, which nobody has chosen yet
	Into    string   // the question it was merged into; empty: none
	Apart   []string // questions that look like it and are others
	Answer  string   // as it was drafted
	Wont    bool     // it will not be answered, and Answer says why
	Release string   // that carries the answer; empty: none is drafted

	TakenBack time.Time // by whoever asked it; zero: it was not

	// Need is what a supplier needs to know, in its words, where the team made the
	// question of it (PutBy); empty: a supplier asked it.
	Need  string
	PutBy Person
}

// Waiting says whether the question still waits for the team: it has no answer,
// none is drafted, and it was neither merged into another nor taken back.
func (q Question) Waiting() bool {
	return q.Answered.IsZero() && q.Into == "" && q.Release == "" && q.TakenBack.IsZero()
}

// ForAll is the question as everybody reads it.
func (q Question) ForAll() string {
	if q.Worded != "" {
		return q.Worded
	}
	return q.Text
}

// Declaration is who somebody is that speaks for an organisation.
type Declaration struct {
	Organisation string
	Person       Person
	Role         string
	MaySpeak     bool
	Links        bool // to the buyer
	About        string
	Made         time.Time
}

// LastWords are the latest that an organisation said to the last questions.
type LastWords struct {
	ClosingAnswered
	At time.Time
	// Listed are the times in which its name was shown to others who agreed to the same.
	Listed []Listed
}

// Listed is a time in which an organisation's name was shown to others.
type Listed struct {
	From, Until time.Time // Until zero: it still is
}

// Late is an answer that came after the close.
type Late struct {
	LateAsked
	Asked    time.Time
	Settled  time.Time // zero: it waits
	Accepted bool
	By       Person
	Reason   string
}

// Waiting says whether nobody has decided about it yet.
func (l Late) Waiting() bool { return l.Settled.IsZero() }
