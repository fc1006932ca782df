package engagement

import (
	"slices"
	"strings"
	"time"
)

// MarketNotice is what a preliminary market engagement notice says, apart from how
// suppliers take part, which is the same for all. The zero value says nothing.
type MarketNotice struct {
	Buyer      string
	Title      string
	Identifier string // of the procurement, where the notice stands
	Subject    string // what is to be bought
	Events     string // meetings beside the rooms: place, day and time; empty: none
	Purposes   []Purpose
	Closing    time.Time // when the talks end, or ended
}

// MarketPart names one thing that such a notice says.
type MarketPart string

// The parts, in the order in which they are read.
const (
	PartBuyer      MarketPart = "buyer"
	PartTitle      MarketPart = "title"
	PartIdentifier MarketPart = "identifier"
	PartSubject    MarketPart = "subject"
	PartClosing    MarketPart = "closing"
	PartEvents     MarketPart = "events"
	PartPurposes   MarketPart = "purposes"
)

// marketNotices are what was published, and what only people can say of the next.
type marketNotices struct {
	identifier string
	subject    string
	events     string
	published  []PublishedNotice
}

// PublishedNotice is a notice as it was published, and when the record learned of
// it.
type PublishedNotice struct {
	MarketPublished
	At time.Time
}

// MarketNotice gives what the notice would say now.
func (s *State) MarketNotice() MarketNotice {
	m := s.market
	return MarketNotice{
		Buyer: s.about.Buyer, Title: s.about.Title, Identifier: m.identifier, Subject: m.subject, Events: m.events,
		Purposes: sortedPurposes(s.about.Purposes), Closing: s.TalksEnd(),
	}
}

// Published gives every market engagement notice that was published, the latest
// last.
func (s *State) Published() []PublishedNotice { return s.market.published }

// Drift gives the parts in which the notice that was published last says something
// else than is so now; nil: in none, or none was published.
func (s *State) Drift() []MarketPart {
	if len(s.market.published) == 0 {
		return nil
	}
	said, now := s.market.published[len(s.market.published)-1].Says, s.MarketNotice()
	var parts []MarketPart
	for _, each := range []struct {
		part MarketPart
		same bool
	}{
		{PartBuyer, said.Buyer == now.Buyer},
		{PartTitle, said.Title == now.Title},
		{PartIdentifier, said.Identifier == now.Identifier},
		{PartSubject, said.Subject == now.Subject},
		{PartClosing, said.Closing.Equal(now.Closing)},
		{PartEvents, said.Events == now.Events},
		{PartPurposes, slices.Equal(said.Purposes, now.Purposes)},
	} {
		if !each.same {
			parts = append(parts, each.part)
		}
	}
	return parts
}

// TalksEnd gives when the talks about the draft end: the closing time, or once they
// can't be taken up again, when they did; zero: that is not known yet.
func (s *State) TalksEnd() time.Time {
	over := s.stage == Closed || s.stage == Dialogue || s.stage == Paused && s.ahead.notice.IsOut()
	if !over {
		return s.about.Closing
	}
	closing, ended, talking := s.about.Closing, s.about.Closing, false
	for _, change := range s.changes {
		if talking && change.To != Talking {
			if ended = change.At; !closing.IsZero() && closing.Before(ended) {
				ended = closing // nothing was taken in between
			}
		}
		talking = change.To == Talking
	}
	return ended
}

// sortedPurposes gives purposes in the order of the law, each once; nil for none.
func sortedPurposes(given []Purpose) []Purpose {
	var all []Purpose
	for _, p := range Purposes() {
		if slices.Contains(given, p) {
			all = append(all, p)
		}
	}
	return all
}

// SetPurposes says what the engagement is for, one thing at least, at whatever
// stage: the notice can be published after the end. While those asked are told of it,
// TellAbout does. The same again gives no facts.
func (s *State) SetPurposes(purposes []Purpose, by Person) ([]Fact, *Refusal) {
	if r := firstOf(s.May(DoNote), named(by)); r != nil {
		return nil, r
	}
	for _, p := range purposes {
		if !p.Valid() {
			return nil, &Refusal{Code: Invalid, Field: FieldPurposes}
		}
	}
	sorted := sortedPurposes(purposes)
	if len(sorted) == 0 {
		return nil, &Refusal{Code: Missing, Field: FieldPurposes}
	}
	if slices.Equal(sorted, sortedPurposes(s.about.Purposes)) {
		return nil, nil
	}
	if s.TellsPurposes() {
		return nil, &Refusal{Code: AlreadyOpen, Field: FieldPurposes}
	}
	return []Fact{EngagementSet{Purposes: sorted, By: by}}, nil
}

// WordMarket says of the notice what only people can say. What is nil stays as it
// is; the same again gives no facts.
func (s *State) WordMarket(f MarketWorded) ([]Fact, *Refusal) {
	if r := firstOf(
		s.May(DoNote), named(f.By), given(FieldIdentifier, f.Identifier, MostReference), given(FieldSubject, f.Subject, MostReason), given(FieldEvents, f.Events, MostReason),
	); r != nil {
		return nil, r
	}
	same := func(to *string, now string) bool { return to == nil || strings.TrimSpace(*to) == now }
	for _, to := range []**string{&f.Identifier, &f.Subject, &f.Events} {
		if *to != nil {
			*to = new(strings.TrimSpace(**to))
		}
	}
	if same(f.Identifier, s.market.identifier) && same(f.Subject, s.market.subject) && same(f.Events, s.market.events) {
		return nil, nil
	}
	return []Fact{f}, nil
}

// PublishMarket records that the notice was published as it would read now. The same
// reference for the same words gives no facts.
func (s *State) PublishMarket(f MarketPublished) ([]Fact, *Refusal) {
	if r := firstOf(s.May(DoNote), named(f.By), filled(FieldReference, f.Reference, MostReference), short(FieldLink, f.Link, MostLink)); r != nil {
		return nil, r
	}
	f.Says = s.MarketNotice()
	if n := len(s.market.published); n > 0 && len(s.Drift()) == 0 {
		if last := s.market.published[n-1]; last.Reference == f.Reference && last.Link == f.Link {
			return nil, nil
		}
	}
	return []Fact{f}, nil
}

func (m *marketNotices) fields(c *codec) {
	text(c, "identifier", &m.identifier)
	text(c, "subject", &m.subject)
	text(c, "events", &m.events)
	list(c, "published", &m.published, braced((*PublishedNotice).snapshot))
}

func (p *PublishedNotice) snapshot(c *codec) {
	p.MarketPublished = p.fields(c).(MarketPublished)
	c.instant("at", &p.At)
}
