package engagement

import (
	"slices"
	"time"
)

// ToldOne is what a member of the buying team wrote, or shared, in the room of
// one supplier: the others don't have it, until somebody says that they need
// not, or it has gone to all.
type ToldOne struct {
	ID           string // "A1"
	Organisation string
	Person       Person // of the team
	Section      int    // 0: none in particular
	Text         string
	File         string // the id of the FileShared that came with it; empty: none
	Message      string // the platform's id of the message, by which an edit finds it
}

// Kind is the kind of the fact.
func (ToldOne) Kind() string { return "told.one" }

func (f ToldOne) fields(c *codec) Fact {
	text(c, "id", &f.ID)
	text(c, "org", &f.Organisation)
	text(c, "person", &f.Person)
	c.number("section", &f.Section)
	text(c, "text", &f.Text)
	text(c, "file", &f.File)
	text(c, "message", &f.Message)
	return f
}

func (f ToldOne) apply(s *State, at time.Time) {
	if f.Organisation == "" || !takeID(&s.apart.lastTold, 'A', f.ID) {
		return
	}
	s.apart.told = append(s.apart.told, Told{ToldOne: f, Said: at, Since: at})
}

// ToldChanged says that the message was changed or taken back on the platform.
// With other words it waits again, whatever was said of those before. What stood
// there first stays in the record.
type ToldChanged struct {
	ID   string
	How  Mark
	Text string // what it reads now; empty where it was taken back
	By   Person
}

// Kind is the kind of the fact.
func (ToldChanged) Kind() string { return "told.changed" }

func (f ToldChanged) fields(c *codec) Fact {
	text(c, "id", &f.ID)
	text(c, "how", &f.How)
	text(c, "text", &f.Text)
	text(c, "by", &f.By)
	return f
}

func (f ToldChanged) apply(s *State, at time.Time) {
	t := s.apart.toldOf(f.ID)
	if t == nil || !f.How.Valid() || f.How == NoMark {
		return
	}
	t.Mark, t.Changed = f.How, at
	if f.How == Edited && f.Text != t.Text {
		t.Text, t.Since = f.Text, at
		t.Asked, t.AskedBy = time.Time{}, ""
		t.Settled, t.How, t.Release, t.By = time.Time{}, ToldWaits, "", ""
		t.Claimed, t.ClaimedBy, t.About = time.Time{}, "", ""
	}
}

// ToldAsked says that the team is asked what is to become of it.
type ToldAsked struct {
	ID string
	By Person
}

// Kind is the kind of the fact.
func (ToldAsked) Kind() string { return "told.asked" }

func (f ToldAsked) fields(c *codec) Fact {
	text(c, "id", &f.ID)
	text(c, "by", &f.By)
	return f
}

func (f ToldAsked) apply(s *State, at time.Time) {
	if t := s.apart.toldOf(f.ID); t != nil && s.toldNow(*t).Waiting() && t.Asked.IsZero() {
		t.Asked, t.AskedBy = at, f.By
	}
}

// ToldDrafted says that it was prepared for everybody: it is settled once that
// has gone out.
type ToldDrafted struct {
	ID      string
	Release string
	By      Person
}

// Kind is the kind of the fact.
func (ToldDrafted) Kind() string { return "told.drafted" }

func (f ToldDrafted) fields(c *codec) Fact {
	text(c, "id", &f.ID)
	text(c, "release", &f.Release)
	text(c, "by", &f.By)
	return f
}

func (f ToldDrafted) apply(s *State, _ time.Time) {
	if t := s.apart.toldOf(f.ID); t != nil && s.toldNow(*t).Waiting() {
		t.Release = f.Release
	}
}

// ToldClaimed says what its author says it was about that was only practical.
// Somebody else of the team settles it.
type ToldClaimed struct {
	ID    string
	About string
	By    Person
}

// Kind is the kind of the fact.
func (ToldClaimed) Kind() string { return "told.claimed" }

func (f ToldClaimed) fields(c *codec) Fact {
	text(c, "id", &f.ID)
	text(c, "about", &f.About)
	text(c, "by", &f.By)
	return f
}

func (f ToldClaimed) apply(s *State, at time.Time) {
	if t := s.apart.toldOf(f.ID); t != nil && s.toldNow(*t).Waiting() {
		t.Claimed, t.About, t.ClaimedBy = at, f.About, f.By
	}
}

// ToldSettled says what became of it.
type ToldSettled struct {
	ID    string
	How   ToldHow
	By    Person
	About string // what it was about that was only practical, or where everybody got it; empty: from here
}

// Kind is the kind of the fact.
func (ToldSettled) Kind() string { return "told.settled" }

func (f ToldSettled) fields(c *codec) Fact {
	text(c, "id", &f.ID)
	text(c, "how", &f.How)
	text(c, "by", &f.By)
	text(c, "about", &f.About)
	return f
}

func (f ToldSettled) apply(s *State, at time.Time) {
	if t := s.apart.toldOf(f.ID); t != nil && s.toldNow(*t).Waiting() && f.How.Valid() {
		t.Settled, t.How, t.By = at, f.How, f.By
		if f.About != "" || f.How == ToldEveryone {
			t.About = f.About
		}
	}
}

// ToldHow says what became of what was told to one supplier.
type ToldHow string

// What can become of it.
const (
	ToldWaits     ToldHow = ""
	ToldPractical ToldHow = "practical" // it was nothing that others need
	ToldEveryone  ToldHow = "everyone"  // everybody has it
)

// Valid says whether it settles anything.
func (h ToldHow) Valid() bool { return h == ToldPractical || h == ToldEveryone }

// Told is what was told to one supplier, and what became of it.
type Told struct {
	ToldOne           // as it reads now
	Said    time.Time // first
	Since   time.Time // since when it waits: when it was said, or last changed
	Mark    Mark
	Changed time.Time
	Asked   time.Time // when the team was asked; zero: not
	AskedBy Person
	Settled time.Time // zero: it waits
	How     ToldHow
	By      Person
	Release string // that was prepared of it, if one was

	Claimed   time.Time // when its author said that it was only practical; zero: not
	ClaimedBy Person
	About     string // what it was about, where it was only practical; where everybody got it, if not from here
}

// Waiting says whether nobody has said yet what is to become of it.
func (t Told) Waiting() bool { return t.Settled.IsZero() }

// snapshot is its form in a snapshot.
func (t *Told) snapshot(c *codec) {
	t.ToldOne = t.fields(c).(ToldOne)
	c.instant("said", &t.Said)
	c.instant("since", &t.Since)
	text(c, "mark", &t.Mark)
	c.instant("changed", &t.Changed)
	c.instant("asked", &t.Asked)
	text(c, "askedBy", &t.AskedBy)
	c.instant("settled", &t.Settled)
	text(c, "how", &t.How)
	text(c, "release", &t.Release)
	text(c, "by", &t.By)
	c.instant("claimed", &t.Claimed)
	text(c, "claimed by", &t.ClaimedBy)
	text(c, "about", &t.About)
}

// AllTold gives all that was told to one supplier, settled or not, in its order.
func (s *State) AllTold() []Told {
	all := make([]Told, len(s.apart.told))
	for i, t := range s.apart.told {
		all[i] = s.toldNow(t)
	}
	return all
}

// toldNow is what was told, settled if what was prepared of it has gone out since.
func (s *State) toldNow(t Told) Told {
	if r, ok := s.Release(t.Release); ok && t.Waiting() && !r.Sent.IsZero() {
		t.Settled, t.How, t.By, t.About = r.Sent, ToldEveryone, r.Approver, ""
	}
	return t
}

// ToldBy gives what has that id; false: nothing has.
func (s *State) ToldBy(id string) (Told, bool) {
	t := s.apart.toldOf(id)
	if t == nil {
		return Told{}, false
	}
	return s.toldNow(*t), true
}

// ToldIn gives what a message of that person to an organisation told; false:
// nothing that was recorded.
func (s *State) ToldIn(organisation string, person Person, message string) (Told, bool) {
	for _, t := range slices.Backward(s.apart.told) {
		if message != "" && t.Message == message && t.Organisation == organisation && t.Person == person {
			return s.toldNow(t), true
		}
	}
	return Told{}, false
}
