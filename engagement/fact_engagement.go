package engagement

import "time"

// EngagementCreated begins an engagement; there is one in a record.
type EngagementCreated struct {
	Slug    string // its short name in addresses and commands
	Title   string
	Buyer   string // the council or health body
	Contact string // how to reach a person there
	Zone    string // time zone, such as "Europe/London"
	Room    Room   // the commissioning room
	By      Person // its owner
}

// Kind is the kind of the fact.
func (EngagementCreated) Kind() string { return "engagement.created" }

func (f EngagementCreated) fields(c *codec) Fact {
	text(c, "slug", &f.Slug)
	text(c, "title", &f.Title)
	text(c, "buyer", &f.Buyer)
	text(c, "contact", &f.Contact)
	text(c, "zone", &f.Zone)
	text(c, "room", &f.Room)
	text(c, "by", &f.By)
	return f
}

func (f EngagementCreated) apply(s *State, at time.Time) {
	if s.Exists() {
		return
	}
	s.about = About{
		Slug: f.Slug, Title: f.Title, Buyer: f.Buyer, Contact: f.Contact, Zone: f.Zone,
		Room: f.Room, Owner: f.By, Created: at,
	}
	s.stage = Preparing
}

// EngagementSet changes settings; a nil one stays as it is.
type EngagementSet struct {
	Title    *string
	Buyer    *string
	Contact  *string
	Purposes []Purpose  // nil: as they are
	Opening  *time.Time // when the opening is planned; zero: not planned
	Closing  *time.Time // answers are taken before this moment; zero: open end
	By       Person
	// Second came later, and is left out where it is not set: whether a second
	// person agrees to what goes to everybody.
	Second *bool
	// These came later still: where the privacy notice is, and whom people who use
	// services can ring.
	Privacy    *string
	SafetyLine *string
}

// Kind is the kind of the fact.
func (EngagementSet) Kind() string { return "engagement.set" }

func (f EngagementSet) fields(c *codec) Fact {
	optional(c, "title", &f.Title, textElement)
	optional(c, "buyer", &f.Buyer, textElement)
	optional(c, "contact", &f.Contact, textElement)
	list(c, "purposes", &f.Purposes, textElement)
	optional(c, "opening", &f.Opening, momentElement)
	optional(c, "closing", &f.Closing, momentElement)
	text(c, "by", &f.By)
	optional(c, "second", &f.Second, truthElement)
	optional(c, "privacy", &f.Privacy, textElement)
	optional(c, "safetyLine", &f.SafetyLine, textElement)
	return f
}

func (f EngagementSet) apply(s *State, at time.Time) {
	s.aboutMoves(AboutTitle, s.about.Title, f.Title, f.By, at)
	s.aboutMoves(AboutBuyer, s.about.Buyer, f.Buyer, f.By, at)
	s.aboutMoves(AboutContact, s.about.Contact, f.Contact, f.By, at)
	if f.Purposes != nil {
		s.aboutMoves(AboutPurposes, purposesSaid(s.about.Purposes), new(purposesSaid(f.Purposes)), f.By, at)
	}
	s.aboutMoves(AboutPrivacy, s.about.Privacy, f.Privacy, f.By, at)
	s.aboutMoves(AboutSafetyLine, s.about.SafetyLine, f.SafetyLine, f.By, at)
	assign(&s.about.Title, f.Title)
	assign(&s.about.Buyer, f.Buyer)
	assign(&s.about.Contact, f.Contact)
	if f.Purposes != nil {
		s.about.Purposes = f.Purposes
	}
	assign(&s.about.Privacy, f.Privacy)
	assign(&s.about.SafetyLine, f.SafetyLine)
	assign(&s.about.Opening, f.Opening)
	assign(&s.about.Closing, f.Closing)
	s.secondMoves(f, at)
	s.about.Opening = toMillisecond(s.about.Opening)
	s.about.Closing = toMillisecond(s.about.Closing)
}

// assign sets a value if there is a new one.
func assign[T any](value, to *T) {
	if to != nil {
		*value = *to
	}
}

// StageChanged moves the engagement to another stage.
type StageChanged struct {
	To     Stage
	Reason string
	By     Person
}

// Kind is the kind of the fact.
func (StageChanged) Kind() string { return "stage.changed" }

func (f StageChanged) fields(c *codec) Fact {
	text(c, "to", &f.To)
	text(c, "reason", &f.Reason)
	text(c, "by", &f.By)
	return f
}

func (f StageChanged) apply(s *State, at time.Time) {
	switch f.To {
	case Preparing, Talking, Paused, Dialogue, Closed:
	default:
		return
	}
	if f.To == s.stage {
		return
	}
	s.stage = f.To
	change := StageChange{At: at, To: f.To, Reason: f.Reason, By: f.By}
	if ending := s.ahead.ending; f.To == Closed && ending.Wanted && ending.By != f.By && f.By != "" {
		change.Wanted = ending.By
	}
	if opening := s.ahead.opening; f.To == Talking && opening.By != "" && opening.By != f.By && f.By != "" {
		change.Wanted = opening.By
	}
	s.ahead.ending, s.ahead.opening = EndWanted{}, OpenWanted{}
	s.changes = append(s.changes, change)
}

// ScheduleSet says when digests for the commissioning room are made. Package
// digest reads it.
type ScheduleSet struct {
	Digest      string   // such as "fridays 16:00" or a cron line; empty: on demand only
	Zone        string   // such as "Europe/London"
	WorkingDays bool     // not at weekends and bank holidays
	Except      []string // further days without, as 2026-12-24
	By          Person
}

// Kind is the kind of the fact.
func (ScheduleSet) Kind() string { return "schedule.set" }

func (f ScheduleSet) fields(c *codec) Fact {
	text(c, "digest", &f.Digest)
	text(c, "zone", &f.Zone)
	c.truth("working", &f.WorkingDays)
	list(c, "except", &f.Except, textElement)
	text(c, "by", &f.By)
	return f
}

func (f ScheduleSet) apply(s *State, at time.Time) {
	s.schedule = Schedule{
		Digest: f.Digest, Zone: f.Zone, WorkingDays: f.WorkingDays, Except: f.Except, Set: at, By: f.By,
	}
}
