package engagement

import "time"

// MarketWorded says of the market engagement notice what only people can say. Nil:
// as it was.
type MarketWorded struct {
	Identifier *string
	Subject    *string
	Events     *string
	By         Person
}

// Kind is the kind of the fact.
func (MarketWorded) Kind() string { return "market.worded" }

func (f MarketWorded) fields(c *codec) Fact {
	optional(c, "identifier", &f.Identifier, textElement)
	optional(c, "subject", &f.Subject, textElement)
	optional(c, "events", &f.Events, textElement)
	text(c, "by", &f.By)
	return f
}

func (f MarketWorded) apply(s *State, _ time.Time) {
	assign(&s.market.identifier, f.Identifier)
	assign(&s.market.subject, f.Subject)
	assign(&s.market.events, f.Events)
}

// MarketPublished says that a market engagement notice was published, where it
// stands, and what it says: settings that move later are held against that.
type MarketPublished struct {
	Reference string
	Link      string // empty: none was given
	Says      MarketNotice
	By        Person
}

// Kind is the kind of the fact.
func (MarketPublished) Kind() string { return "market.published" }

func (f MarketPublished) fields(c *codec) Fact {
	text(c, "ref", &f.Reference)
	text(c, "link", &f.Link)
	c.object("says", func() { f.Says.fields(c) })
	text(c, "by", &f.By)
	return f
}

func (m *MarketNotice) fields(c *codec) {
	text(c, "buyer", &m.Buyer)
	text(c, "title", &m.Title)
	text(c, "identifier", &m.Identifier)
	text(c, "subject", &m.Subject)
	text(c, "events", &m.Events)
	list(c, "purposes", &m.Purposes, textElement)
	c.moment("closing", &m.Closing)
}

func (f MarketPublished) apply(s *State, at time.Time) {
	f.Says.Closing = toMillisecond(f.Says.Closing)
	s.market.published = append(s.market.published, PublishedNotice{f, at})
}
