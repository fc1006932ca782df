package engagement

import (
	"slices"
	"time"
)

// ahead is what lies beyond the talks: the tender notice, the dialogue, the end.
type ahead struct {
	notice    Notice
	given     NoticeGiven     // that waits for its release
	reopening ReopeningWanted // that waits for its release
	closing   ClosingWanted   // that waits for its release
	moves     []ClosingMoved  // that everybody was told of
	about     AboutWanted     // that waits for its release
	abouts    []AboutMoved    // since the opening
	told      []ToldAtStage   // as it was sent
	dialogue  DialogueDrafted // that waits for its release, or was sent
	begun     time.Time       // when the dialogue began; zero: it did not
	wanted    []BidderWanted  // that wait for their releases
	bidders   []BidderMoved   // since it began
	survey    []SurveyAnswer
	surveyed  int // the last number
	notes     []FileNote
	ending    EndWanted // that waits for a second person
	seconds   []SecondMoved
	opening   OpenWanted
}

// Notice is what is known of the tender notice.
type Notice struct {
	Planned   time.Time // zero: not planned
	Reference string    // empty: nobody was told where it stands
	Link      string
	Out       time.Time // when everybody was told
}

// IsOut says whether everybody was told where the notice stands.
func (n Notice) IsOut() bool { return !n.Out.IsZero() }

// Opinion is one of the three answers to a question on how it was.
type Opinion string

// The opinions.
const (
	Unsaid Opinion = ""
	Yes    Opinion = "yes"
	Partly Opinion = "partly" // or not sure
	No     Opinion = "no"
)

// Opinions gives the three that can be said.
func Opinions() []Opinion { return []Opinion{Yes, Partly, No} }

// Valid says whether o is one of them, none included.
func (o Opinion) Valid() bool { return o == Unsaid || slices.Contains(Opinions(), o) }

// SurveyAnswer is how somebody found it to be asked, and when they said so.
type SurveyAnswer struct {
	SurveyAnswered
	At time.Time
}

// FileAbout is what a note for the file is about.
type FileAbout string

// What it may be about.
const (
	AboutConflicts FileAbout = "conflicts" // how conflicts of interest were reviewed
	AboutAdvantage FileAbout = "advantage" // whether anybody got an unfair advantage
	AboutDone      FileAbout = "done"      // what was done about that
	AboutEnough    FileAbout = "enough"    // why this many suppliers were enough
	AboutNext      FileAbout = "next"      // what happens next, as suppliers are told
	AboutNotice    FileAbout = "notice"    // why no market engagement notice was published
	AboutUsers     FileAbout = "users"     // what changed and what stays, as people who use services are told at the close
)

// FileAbouts gives all of them.
func FileAbouts() []FileAbout {
	return []FileAbout{AboutConflicts, AboutAdvantage, AboutDone, AboutEnough, AboutNext, AboutNotice, AboutUsers}
}

// Valid says whether a is one of them.
func (a FileAbout) Valid() bool { return slices.Contains(FileAbouts(), a) }

// FileNote is a note for the file and when it was written.
type FileNote struct {
	FileNoted
	At time.Time
}

// Notice gives what is known of the tender notice.
func (s *State) Notice() Notice { return s.ahead.notice }

// NoticeOf gives what a release says of the notice; false: it says nothing of it.
func (s *State) NoticeOf(release string) (NoticeGiven, bool) {
	return s.ahead.given, release != "" && s.ahead.given.Release == release
}

// ReopeningOf gives the reopening that a release is; false: it is none.
func (s *State) ReopeningOf(release string) (ReopeningWanted, bool) {
	return s.ahead.reopening, release != "" && s.ahead.reopening.Release == release
}

// DialogueOf gives the dialogue that a release begins; false: it begins none.
func (s *State) DialogueOf(release string) (DialogueDrafted, bool) {
	return s.ahead.dialogue, release != "" && s.ahead.dialogue.Release == release
}

// Dialogued says whether a dialogue has begun, whatever came of it.
func (s *State) Dialogued() bool { return !s.ahead.begun.IsZero() }

// TheDialogue gives the dialogue that has begun; false: none has.
func (s *State) TheDialogue() (DialogueDrafted, bool) { return s.ahead.dialogue, s.Dialogued() }

// AdmittedAt says when an organisation was last admitted to the dialogue; zero: it never
// was.
func (s *State) AdmittedAt(organisation string) time.Time {
	for _, m := range slices.Backward(s.ahead.bidders) {
		if m.Organisation == organisation && m.In {
			return m.At
		}
	}
	o, _ := s.Organisation(organisation)
	if slices.Contains(s.ahead.dialogue.Admitted, organisation) || o.Newcomer && !o.Invited.After(s.ahead.begun) {
		return s.ahead.begun
	}
	return time.Time{}
}

// Admitted says whether an organisation is admitted to the dialogue that has
// begun, and was not taken out of it since.
func (s *State) Admitted(organisation string) bool {
	if !s.Dialogued() {
		return false
	}
	for _, m := range slices.Backward(s.ahead.bidders) {
		if m.Organisation == organisation {
			return m.In
		}
	}
	if slices.Contains(s.ahead.dialogue.Admitted, organisation) {
		return true
	}
	o, ok := s.Organisation(organisation)
	return ok && o.Newcomer
}

// RoomsNow gives the rooms in which an organisation is written to now: its own, or
// from the dialogue on those of the dialogue if it is admitted, and none while that
// goes on if it is not. Who was asked for the dialogue alone, and taken out, has that
// of the dialogue after its end.
func (s *State) RoomsNow(o Organisation) []Room {
	switch {
	case s.Admitted(o.ID):
		return o.Bidding
	case s.stage == Dialogue:
		return nil
	case len(o.Rooms()) == 0:
		return o.Bidding
	}
	return o.Rooms()
}

// BidsIn says whether a room is one of its rooms of the dialogue.
func (o Organisation) BidsIn(room Room) bool { return slices.Contains(o.Bidding, room) }

// ReadOnly says whether a room only shows what stands in it, as a dialogue goes on
// elsewhere.
func (s *State) ReadOnly(room Room) bool {
	o, ok := s.OrganisationIn(room)
	return s.stage == Dialogue && (!ok || !slices.Contains(o.Bidding, room) || !s.Admitted(o.ID))
}

// Survey gives how those who said so found it to be asked.
func (s *State) Survey() []SurveyAnswer { return s.ahead.survey }

// FileNotes gives what the team wrote for the file.
func (s *State) FileNotes() []FileNote { return s.ahead.notes }

// FileNote gives the note about one thing; false: there is none.
func (s *State) FileNote(about FileAbout) (FileNote, bool) {
	for _, n := range s.ahead.notes {
		if n.About == about && n.Text != "" {
			return n, true
		}
	}
	return FileNote{}, false
}

// Closings counts how often it was closed.
func (s *State) Closings() int {
	n := 0
	for _, change := range s.changes {
		if change.To == Closed {
			n++
		}
	}
	return n
}

// aheadSent does what a release that was sent says of what lies ahead.
func (s *State) aheadSent(r Release, at time.Time) {
	switch r.Of {
	case Notices:
		if f, ok := s.NoticeOf(r.ID); ok {
			n := &s.ahead.notice
			n.Reference, n.Link, n.Out = f.Reference, f.Link, at
			s.ahead.given = NoticeGiven{}
		}
	case Reopenings:
		if f, ok := s.ReopeningOf(r.ID); ok {
			s.about.Closing = f.Closing
			s.ahead.reopening = ReopeningWanted{}
		}
	case Closings:
		if m, ok := s.ClosingOf(r.ID); ok {
			s.about.Closing, s.ahead.closing = m.To, ClosingWanted{}
			s.ahead.moves = append(s.ahead.moves, m)
		}
	case Dialogues:
		if _, ok := s.DialogueOf(r.ID); ok {
			s.ahead.begun = at
			for _, id := range s.ahead.dialogue.Admitted {
				s.takesPart(id, at)
			}
		}
	case Bidders:
		s.bidderSent(r.ID, at)
	case Abouts:
		s.aboutSent(r, at)
	case News, Answers, Changes, DigestForAll, Inquiries, Outcomes, Matters, Results, Pauses, Endings, Plainly:
	}
}

// aheadDropped undoes what a release was to say of what lies ahead.
func (s *State) aheadDropped(release string) {
	if _, ok := s.NoticeOf(release); ok {
		s.ahead.given = NoticeGiven{}
	}
	if _, ok := s.ReopeningOf(release); ok {
		s.ahead.reopening = ReopeningWanted{}
	}
	if _, ok := s.DialogueOf(release); ok {
		s.ahead.dialogue = DialogueDrafted{}
	}
	s.bidderDropped(release)
	if s.ahead.closing.Release == release {
		s.ahead.closing = ClosingWanted{}
	}
	if s.ahead.about.Release == release {
		s.ahead.about = AboutWanted{}
	}
}

func (a *ahead) fields(c *codec) {
	c.instant("planned", &a.notice.Planned)
	text(c, "ref", &a.notice.Reference)
	text(c, "link", &a.notice.Link)
	c.instant("out", &a.notice.Out)
	c.object("given", func() { a.given = a.given.fields(c).(NoticeGiven) })
	c.object("reopening", func() { a.reopening = a.reopening.fields(c).(ReopeningWanted) })
	c.object("closing", func() { a.closing = a.closing.fields(c).(ClosingWanted) })
	list(c, "moves", &a.moves, braced((*ClosingMoved).fields))
	c.object("about", func() { a.about = a.about.fields(c).(AboutWanted) })
	list(c, "abouts", &a.abouts, braced((*AboutMoved).fields))
	list(c, "told", &a.told, braced((*ToldAtStage).snapshot))
	c.object("dialogue", func() { a.dialogue = a.dialogue.fields(c).(DialogueDrafted) })
	c.instant("begun", &a.begun)
	list(c, "wanted", &a.wanted, braced((*BidderWanted).snapshot))
	list(c, "bidders", &a.bidders, braced((*BidderMoved).snapshot))
	list(c, "survey", &a.survey, braced((*SurveyAnswer).snapshot))
	c.number("surveyed", &a.surveyed)
	list(c, "notes", &a.notes, braced((*FileNote).snapshot))
	c.object("ending", func() { a.ending = a.ending.fields(c).(EndWanted) })
	list(c, "seconds", &a.seconds, braced((*SecondMoved).fields))
	c.object("opening", func() { a.opening = a.opening.fields(c).(OpenWanted) })
}

func (a *SurveyAnswer) snapshot(c *codec) {
	a.SurveyAnswered = a.fields(c).(SurveyAnswered)
	c.instant("at", &a.At)
}

func (n *FileNote) snapshot(c *codec) {
	n.FileNoted = n.fields(c).(FileNoted)
	c.instant("at", &n.At)
}
