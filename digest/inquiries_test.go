package digest

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"soundings/engagement"
)

// inquire asks everybody a question with the choices yes and no.
func (m *market) inquire() {
	m.happen(engagement.ReleaseMade{ID: "N1", Of: engagement.Inquiries, Text: "Would you share one?"})
	m.happen(engagement.InquiryMade{ID: "Q1", Release: "N1", Text: "Would you share one?", Choices: []string{"Yes", "No"}})
	m.happen(engagement.ReleaseSent{ID: "N1", Hash: "h"})
}

// reply answers it.
func (m *market) reply(n int, who string, choice int, words string, sensitive bool) {
	m.happen(engagement.InquiryAnswered{
		ID: fmt.Sprint("W", n), Inquiry: "Q1", Organisation: who, Person: engagement.Person("P" + who), Choice: choice, Words: words, Sensitive: sensitive,
	})
}

// Of those asked, with people who use services apart; two are quoted, and nothing
// that is sensitive.
func TestWhatWasAskedIsCounted(t *testing.T) {
	m := newMarket(t, 1)
	firms := m.invite(engagement.SmallFirm, 6)
	group := m.invite(engagement.UsersGroup, 1)
	for _, who := range firms[:5] {
		m.say(who, 1, works, "")
	}
	m.inquire()
	m.reply(1, firms[0], 1, "We would share a night centre with others.", false)
	m.reply(2, firms[1], 1, "A night centre that others share suits us.", false)
	m.reply(3, firms[2], 2, "Our margin is four per cent.", true)
	m.reply(4, firms[3], 0, "Only with a longer notice for leaving.", false)
	m.reply(5, group[0], 1, "I would like to know the voice.", false)
	d := m.make()
	if len(d.Inquiries) != 1 {
		t.Fatalf("%d questions are open, want 1", len(d.Inquiries))
	}
	i := d.Inquiries[0]
	quotes := i.Quotes
	i.Quotes, i.UserQuote = nil, nil
	want := Inquiry{
		ID: "Q1", Asked: 6, Answered: 4, Choices: []int{2, 1}, NoChoice: 1, Sensitive: 1,
		Users: 1, UserChoices: []int{1, 0},
	}
	if diff := cmp.Diff(want, i); diff != "" {
		t.Errorf("counted (-want +got):\n%s", diff)
	}
	if len(quotes) != 2 || quotes[0].Organisation == quotes[1].Organisation {
		t.Errorf("quoted are %+v, want two organisations", quotes)
	}
	for _, q := range quotes {
		if q.Organisation == firms[2] {
			t.Errorf("quoted is what is sensitive: %+v", q)
		}
	}
	m.happen(engagement.InquirySettled{Inquiry: "Q1", Outcome: engagement.OutcomeMet, Text: "Yes.", Release: "N2"})
	m.happen(engagement.ReleaseMade{ID: "N2", Of: engagement.Outcomes, Text: "Yes."})
	m.happen(engagement.ReleaseSent{ID: "N2", Hash: "h"})
	if left := m.make().Inquiries; len(left) != 0 {
		t.Errorf("still open once everybody knows: %+v", left)
	}
}

// Where fewer than five have answered nothing is chosen: all words are there, in
// the order in which they were asked to take part.
func TestTooFewToChooseFromAQuestion(t *testing.T) {
	m := newMarket(t, 1)
	firms := m.invite(engagement.SmallFirm, 4)
	m.inquire()
	for i := range 3 {
		m.reply(i+1, firms[2-i], 1, fmt.Sprint("Said by ", firms[2-i], " alone."), false)
	}
	m.later(time.Hour)
	d := m.make()
	var said []string
	for _, q := range d.Inquiries[0].Quotes {
		said = append(said, q.Organisation)
	}
	if diff := cmp.Diff(firms[:3], said); diff != "" {
		t.Errorf("said (-want +got):\n%s", diff)
	}
	if !d.TooFew || d.NothingNew || d.News.Inquiries != 3 {
		t.Errorf("too few: %t, nothing new: %t, answers: %d; want true, false, 3", d.TooFew, d.NothingNew, d.News.Inquiries)
	}
}
