package engagement

import (
	"fmt"
	"maps"
	"slices"
)

// Version names the form of snapshots and what Apply makes of facts. Change it
// with either, so that snapshots made before are dropped and facts are folded
// again.
const Version = "engagement 24"

// Save gives the whole state for a snapshot: the same bytes for the same
// facts, however they were batched.
func (s *State) Save() ([]byte, error) {
	c := codec{writing: true, out: make([]byte, 0, 4096)}
	s.fields(&c)
	if c.err != nil {
		return nil, fmt.Errorf("save engagement: %w", c.err)
	}
	return c.out, nil
}

// Load gives the state that was saved, by a program with the same Version.
func Load(data []byte) (*State, error) {
	s := new(State)
	c := codec{in: string(data), clone: true}
	s.fields(&c)
	if c.err == nil && c.at != len(c.in) {
		c.fail(fmt.Errorf("something after the end"))
	}
	if c.err != nil {
		return nil, fmt.Errorf("load engagement: %w", c.err)
	}
	return s, nil
}

func (s *State) fields(c *codec) {
	c.braced(func() {
		text(c, "stage", &s.stage)
		c.object("about", func() { s.about.fields(c) })
		list(c, "changes", &s.changes, braced((*StageChange).fields))
		c.object("schedule", func() { s.schedule.fields(c) })
		c.object("draft", func() { s.draft.fields(c) })
		s.sectionFields(c)
		s.organisationFields(c)
		list(c, "questions", &s.questions, braced((*Question).fields))
		optional(c, "scheduled", &s.scheduled, digestElement)
		optional(c, "demanded", &s.onDemand, digestElement)
		c.number("given", &s.given)
		c.number("asked", &s.asked)
		c.number("invited", &s.invited)
		c.number("digests", &s.digests)
		c.instant("last", &s.last)
		list(c, "declarations", &s.declarations, braced((*Declaration).fields))
		list(c, "last words", &s.lastWords, braced((*LastWords).snapshot))
		list(c, "late", &s.late, braced((*Late).snapshot))
		s.markFields(c)
		c.number("closed", &s.closed)
		c.number("lateAsked", &s.lateAsked)
		s.voiceFields(c)
		list(c, "tables", &s.tables, braced((*Table).fields))
		c.number("openly", &s.saidOpenly)
		c.object("apart", func() { s.apart.fields(c) })
		s.releaseFields(c)
		c.object("inquiring", func() { s.inquiring.fields(c) })
		c.object("ahead", func() { s.ahead.fields(c) })
		c.object("fair", func() { s.fair.fields(c) })
		c.object("market", func() { s.market.fields(c) })
	})
}

// braced makes an element of the fields of a struct.
func braced[T any](fields func(*T, *codec)) func(*codec, *T) {
	return func(c *codec, value *T) { c.braced(func() { fields(value, c) }) }
}

func digestElement(c *codec, d *DigestMade) {
	c.braced(func() { *d = d.fields(c).(DigestMade) })
}

func (s *State) sectionFields(c *codec) {
	sections := s.sections
	list(c, "sections", &sections, braced((*Section).fields))
	if c.writing {
		return
	}
	for _, section := range sections {
		s.addSection(section)
	}
}

func (s *State) organisationFields(c *codec) {
	organisations, participants := s.organisations, s.participants
	list(c, "organisations", &organisations, braced((*Organisation).fields))
	list(c, "participants", &participants, braced((*Participant).fields))
	if c.writing {
		return
	}
	for _, organisation := range organisations {
		s.addOrganisation(organisation)
	}
	for _, participant := range participants {
		s.addParticipant(participant)
	}
}

// voiceFields visits the responses, those of each section together.
func (s *State) voiceFields(c *codec) {
	s.voicesOf(c, "voices", &s.voices, s.sectionAt)
}

// goneVoiceFields does so with those to the sections that were taken out.
func (s *State) goneVoiceFields(c *codec) {
	at := make(map[int]int, len(s.gone))
	for i, section := range s.gone {
		at[section.ID] = i
	}
	if !c.writing {
		s.goneVoices = make([][]*Response, len(s.gone))
	}
	s.voicesOf(c, "gone voices", &s.goneVoices, at)
}

// voicesOf visits responses; at says where those to a section are. What repeats in
// them (organisation, person, section) becomes one string again.
func (s *State) voicesOf(c *codec, key string, voices *[][]*Response, at map[int]int) {
	var all []*Response
	if c.writing {
		all = slices.Concat(*voices...)
	}
	list(c, key, &all, func(c *codec, r **Response) {
		if *r == nil {
			*r = new(Response)
		}
		c.braced(func() { (*r).fields(c) })
	})
	if c.writing {
		return
	}
	people := make(map[Person]Person, len(s.participants))
	for _, p := range s.participants {
		people[p.Person] = p.Person
	}
	for _, r := range all {
		place, known := s.organisationAt[r.Organisation]
		section, there := at[r.Section]
		if !known || !there {
			c.fail(fmt.Errorf("response %s has no section or no organisation", r.ID))
			return
		}
		r.place, r.Organisation = place, s.organisations[place].ID
		if person, ok := people[r.Person]; ok {
			r.Person = person
		}
		(*voices)[section] = append((*voices)[section], r) // in order, as they were saved
	}
}

func (a *About) fields(c *codec) {
	text(c, "slug", &a.Slug)
	text(c, "title", &a.Title)
	text(c, "buyer", &a.Buyer)
	text(c, "contact", &a.Contact)
	text(c, "zone", &a.Zone)
	text(c, "room", &a.Room)
	text(c, "owner", &a.Owner)
	c.instant("created", &a.Created)
	list(c, "purposes", &a.Purposes, textElement)
	c.instant("opening", &a.Opening)
	c.instant("closing", &a.Closing)
	c.truth("second", &a.Second)
	text(c, "secondOff", &a.SecondOff)
	text(c, "privacy", &a.Privacy)
	text(c, "safetyLine", &a.SafetyLine)
}

func (s *StageChange) fields(c *codec) {
	c.instant("at", &s.At)
	text(c, "to", &s.To)
	text(c, "reason", &s.Reason)
	text(c, "by", &s.By)
	text(c, "wanted", &s.Wanted)
}

func (s *Schedule) fields(c *codec) {
	text(c, "digest", &s.Digest)
	text(c, "zone", &s.Zone)
	c.truth("working", &s.WorkingDays)
	list(c, "except", &s.Except, textElement)
	c.instant("set", &s.Set)
	text(c, "by", &s.By)
}

func (d *Draft) fields(c *codec) {
	text(c, "file", &d.File)
	text(c, "blob", &d.Blob)
	c.number("notes", &d.Notes)
	c.instant("imported", &d.Imported)
	text(c, "by", &d.By)
}

func (s *Section) fields(c *codec) {
	c.number("id", &s.ID)
	text(c, "number", &s.Number)
	text(c, "title", &s.Title)
	list(c, "path", &s.Path, textElement)
	text(c, "text", &s.Text)
	text(c, "standing", &s.Standing)
	c.truth("priority", &s.Priority)
	text(c, "matters", &s.Matters)
	text(c, "ask", &s.Ask)
	c.number("minutes", &s.Minutes)
	c.number("revision", &s.Revision)
	c.instant("revised", &s.Revised)
	text(c, "reason", &s.Reason)
	list(c, "because", &s.Because, textElement)
	list(c, "sources", &s.Sources, braced((*Source).fields))
	text(c, "release", &s.Release)
	c.number("material", &s.Material)
	list(c, "earlier", &s.Earlier, braced((*Revision).fields))
	text(c, "plain", &s.Plain)
	c.number("plainOf", &s.PlainOf)
	text(c, "plainAsk", &s.PlainAsk)
	text(c, "plainReason", &s.PlainReason)
}

func (o *Organisation) fields(c *codec) {
	text(c, "id", &o.ID)
	text(c, "name", &o.Name)
	text(c, "kind", &o.Kind)
	c.truth("current", &o.Current)
	c.truth("users", &o.Users)
	text(c, "room", &o.Room)
	c.instant("invited", &o.Invited)
	c.instant("joined", &o.Joined)
	c.instant("answered", &o.Answered)
	c.object("step", func() {
		c.instant("at", &o.Step.At)
		text(c, "person", &o.Step.Person)
		text(c, "reason", &o.Step.Reason)
		text(c, "category", &o.Step.Category)
		c.number("section", &o.Step.Section)
	})
	c.instant("returned", &o.Returned)
	list(c, "contacts", &o.Contacts, textElement)
	list(c, "further", &o.Further, textElement)
	list(c, "teams", &o.Teams, textElement)
	list(c, "strangers", &o.Strangers, textElement)
	list(c, "bidding", &o.Bidding, textElement)
	c.truth("newcomer", &o.Newcomer)
	text(c, "by", &o.By)
}

func (p *Participant) fields(c *codec) {
	text(c, "person", &p.Person)
	text(c, "org", &p.Organisation)
	c.instant("joined", &p.Joined)
	c.instant("stepped", &p.Stepped)
}

func (q *Question) fields(c *codec) {
	text(c, "id", &q.ID)
	text(c, "org", &q.Organisation)
	text(c, "person", &q.Person)
	c.number("section", &q.Section)
	text(c, "text", &q.Text)
	c.instant("asked", &q.Asked)
	c.instant("answered", &q.Answered)
	text(c, "worded", &q.Worded)
	text(c, "into", &q.Into)
	list(c, "apart", &q.Apart, textElement)
	text(c, "answer", &q.Answer)
	c.truth("wont", &q.Wont)
	text(c, "release", &q.Release)
	c.instant("taken", &q.TakenBack)
	text(c, "need", &q.Need)
	text(c, "put", &q.PutBy)
}

func (r *Response) fields(c *codec) {
	text(c, "id", &r.ID)
	text(c, "org", &r.Organisation)
	text(c, "person", &r.Person)
	c.number("section", &r.Section)
	c.number("revision", &r.Revision)
	text(c, "stance", &r.Stance)
	text(c, "words", &r.Words)
	c.truth("quotable", &r.Quotable)
	c.truth("sensitive", &r.Sensitive)
	text(c, "why", &r.Why)
	text(c, "stops", &r.StopsBid)
	c.instant("given", &r.Given)
	c.instant("first", &r.First)
	c.number("versions", &r.Versions)
	text(c, "before", &r.Before)
	c.truth("users", &r.users)
	c.truth("late", &r.Late)
	text(c, "for", &r.For)
	list(c, "earlier", &r.Earlier, braced((*SaidBefore).fields))
	text(c, "how", &r.How)
	text(c, "by", &r.By)
	text(c, "private", &r.Private)
	text(c, "private_why", &r.PrivateWhy)
	text(c, "private_by", &r.PrivateBy)
}

func (d *Declaration) fields(c *codec) {
	text(c, "org", &d.Organisation)
	text(c, "person", &d.Person)
	text(c, "role", &d.Role)
	c.truth("speaks", &d.MaySpeak)
	c.truth("links", &d.Links)
	text(c, "about", &d.About)
	c.instant("made", &d.Made)
}

func (w *LastWords) snapshot(c *codec) {
	w.ClosingAnswered = w.fields(c).(ClosingAnswered)
	c.instant("at", &w.At)
	list(c, "listed", &w.Listed, braced((*Listed).fields))
}

func (l *Listed) fields(c *codec) {
	c.instant("from", &l.From)
	c.instant("until", &l.Until)
}

func (l *Late) snapshot(c *codec) {
	l.LateAsked = l.fields(c).(LateAsked)
	c.instant("asked", &l.Asked)
	c.instant("settled", &l.Settled)
	c.truth("accepted", &l.Accepted)
	text(c, "by", &l.By)
	text(c, "reason", &l.Reason)
}

// entryMark is one mark in a snapshot.
type entryMark struct {
	entry string
	how   Mark
}

func (m *entryMark) fields(c *codec) {
	text(c, "entry", &m.entry)
	text(c, "how", &m.how)
}

// markFields visits the marks, in the order of what they are on.
func (s *State) markFields(c *codec) {
	var all []entryMark
	for _, entry := range slices.Sorted(maps.Keys(s.marks)) {
		all = append(all, entryMark{entry, s.marks[entry]})
	}
	list(c, "marks", &all, braced((*entryMark).fields))
	if c.writing || len(all) == 0 {
		return
	}
	s.marks = make(map[string]Mark, len(all))
	for _, m := range all {
		s.marks[m.entry] = m.how
	}
}
