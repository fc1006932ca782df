package digest

import (
	"slices"

	"soundings/engagement"
)

// Inquiry is a question of the team's, and how far it has been answered.
// Organisations are suppliers; people who use services are told apart. Choices
// are in the order in which they were written: nothing about them is ranked.
type Inquiry struct {
	ID          string
	Asked       int   // organisations
	Answered    int   // of these
	Choices     []int // how many chose each
	NoChoice    int   // answered with words alone
	Sensitive   int   // whose words appear nowhere
	Users       int   // people who use services who answered
	UserChoices []int
	// UserNoChoice of them answered with words alone.
	UserNoChoice int

	// Quotes are words of suppliers: at most two, chosen as for a worry. Where too
	// few have answered to choose, all that was said, in the order of invitation.
	Quotes []Quote
	// UserQuote is what one of the people who use services said; nil: none.
	UserQuote *Quote
}

// inquiryQuotes is how many suppliers are quoted on one question.
const inquiryQuotes = 2

// Inquired counts the answers to a question of the team's, without quotes.
func Inquired(s *engagement.State, q engagement.Inquiry) Inquiry {
	i := Inquiry{ID: q.ID, Choices: make([]int, len(q.Choices)), UserChoices: make([]int, len(q.Choices))}
	for _, o := range s.Counted() {
		if !o.Users && concernsAny(s, q, o.ID) {
			i.Asked++
		}
	}
	for _, a := range q.Answers {
		if a.IsUser() {
			i.Users++
			tally(i.UserChoices, &i.UserNoChoice, a.Choice)
			continue
		}
		if answeredLater(s, q, a) {
			continue
		}
		i.Answered++
		tally(i.Choices, &i.NoChoice, a.Choice)
		if a.Sensitive {
			i.Sensitive++
		}
	}
	return i
}

// concernsAny says whether a question concerns an organisation, or any that it is
// counted with. Whoever stepped back without an answer is asked nothing.
func concernsAny(s *engagement.State, q engagement.Inquiry, organisation string) bool {
	return slices.ContainsFunc(s.Organisations(), func(o engagement.Organisation) bool {
		_, answered := q.Answer(o.ID, "")
		return s.CountedAs(o.ID) == organisation && q.Concerns(o) && (answered || !o.SteppedBack())
	})
}

// answeredLater says whether another that is counted with it answered later.
func answeredLater(s *engagement.State, q engagement.Inquiry, a engagement.InquiryAnswer) bool {
	return slices.ContainsFunc(q.Answers, func(b engagement.InquiryAnswer) bool {
		return !b.IsUser() && b.At.After(a.At) && b.Organisation != a.Organisation && s.CountedAs(b.Organisation) == s.CountedAs(a.Organisation)
	})
}

// tally counts one choice, or that there is none.
func tally(choices []int, none *int, choice int) {
	if choice < 1 || choice > len(choices) {
		*none++
		return
	}
	choices[choice-1]++
}

// inquiries gives the questions of the team's that are open, in the order in which
// they were made.
func (m *maker) inquiries(tooFew bool) []Inquiry {
	var all []Inquiry
	for _, q := range m.state.Inquiries() {
		if !q.Open() {
			continue
		}
		i := Inquired(m.state, q)
		i.Quotes = m.inquiryQuotes(q, tooFew && i.Answered < EnoughToRank)
		i.UserQuote = m.userSaid(q)
		all = append(all, i)
	}
	return all
}

// inquiryQuotes gives words that suppliers said to a question: two of them, or
// where there are too few to choose from all. Sensitive words stay out.
func (m *maker) inquiryQuotes(q engagement.Inquiry, all bool) []Quote {
	answers := slices.Clone(q.Answers)
	place := make(map[string]int)
	for i, o := range m.state.Organisations() {
		place[o.ID] = i
	}
	slices.SortStableFunc(answers, func(a, b engagement.InquiryAnswer) int { return place[a.Organisation] - place[b.Organisation] })
	var said []passage
	for _, a := range answers {
		if a.Sensitive || a.Words == "" || a.IsUser() {
			continue
		}
		r := &engagement.Response{ID: a.ID, Organisation: a.Organisation, Person: a.Person, Words: a.Words, Quotable: a.Quotable}
		if all {
			said = append(said, passage{response: r, words: a.Words})
			continue
		}
		for _, words := range passages(a.Words) {
			said = append(said, passage{response: r, words: words})
		}
	}
	if all {
		var quotes []Quote
		for _, p := range said {
			quotes = append(quotes, m.quote(p))
		}
		return quotes
	}
	m.words.vectors(said)
	return m.pick(said, func(engagement.Stance) bool { return true }, inquiryQuotes)
}

// userSaid gives the latest words of somebody who uses services; nil: none were
// said that may be shown.
func (m *maker) userSaid(q engagement.Inquiry) *Quote {
	for _, a := range slices.Backward(q.Answers) {
		if a.IsUser() && !a.Sensitive && a.Words != "" && len([]rune(a.Words)) <= QuoteLength {
			o, _ := m.state.Organisation(a.Organisation)
			return &Quote{Response: a.ID, Organisation: o.ID, Kind: kindOf(o), Words: a.Words, Whole: true, Quotable: a.Quotable}
		}
	}
	return nil
}
