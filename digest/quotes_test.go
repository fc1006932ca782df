package digest

import (
	"fmt"
	"reflect"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"soundings/engagement"
)

func wordsOf(quotes []Quote) []string {
	var all []string
	for _, q := range quotes {
		all = append(all, q.Words)
	}
	return all
}

// The first quote is what most say, the second something else that several
// say, and the other view is from the other side.
func TestQuotesStandForMany(t *testing.T) {
	m := newMarket(t, 1)
	m.invite(engagement.SmallFirm, 9)
	m.say("O1", 1, cant, "No.")
	m.say("O2", 1, cant, "Ambulance calls depend on hospitals, so payment on ambulance calls is a gamble.")
	m.say("O3", 1, cant, "Payment on ambulance calls depends on hospitals and not on us.")
	m.say("O4", 1, risk, "Ambulance calls depend on twenty things, payment should not.")
	m.say("O5", 1, risk, "Ten per cent at risk is our whole margin.")
	m.say("O6", 1, risk, "A margin of ten per cent is all we have.")
	m.say("O7", 1, unclear, "Who counts a fall?")
	m.say("O8", 1, works, "Pay us on people still at home after a year.")
	m.say("O9", 1, cant, "Ambulance calls: our own price list says nine pounds, payment depends on it.", func(f *engagement.ResponseGiven) {
		f.Sensitive = true
	})
	f := m.make().Worries[0]
	if len(f.Quotes) != 2 || !strings.Contains(f.Quotes[0].Words, "mbulance") || !strings.Contains(f.Quotes[1].Words, "margin") {
		t.Errorf("quotes = %q, want one on ambulance calls and one on the margin", wordsOf(f.Quotes))
	}
	if f.Other == nil || f.Other.Response != "R8" || f.Other.Stance != works {
		t.Errorf("the other view = %+v, want R8", f.Other)
	}
	if f.Tally.WithoutReason != 0 || f.Tally.Sensitive != 1 {
		t.Errorf("tally = %+v, want one sensitive, none without reason", f.Tally)
	}
}

// One organisation is quoted at most three times, and once a section.
func TestOneOrganisationDoesNotSpeakForAll(t *testing.T) {
	m := newMarket(t, 5)
	m.invite(engagement.SmallFirm, 5)
	for section := 1; section <= 5; section++ {
		m.tally(section, times(5, cant)...)
		m.say("O1", section, cant, "The transfer of staff can't be judged without figures.")
	}
	d := m.make()
	quoted := 0
	for _, f := range d.Worries {
		if len(f.Quotes) > 1 {
			t.Errorf("section %d quotes O1 %d times", f.Section, len(f.Quotes))
		}
		quoted += len(f.Quotes)
		if f.Tally.WithoutReason != 4 {
			t.Errorf("section %d: %d without reason, want 4", f.Section, f.Tally.WithoutReason)
		}
	}
	if quoted != MostQuotesOf {
		t.Errorf("O1 is quoted %d times, want %d", quoted, MostQuotesOf)
	}
}

// A word or two is quoted only where there is nothing else.
func TestShortWordsComeLast(t *testing.T) {
	m := newMarket(t, 2)
	m.invite(engagement.SmallFirm, 5)
	m.tally(1, times(5, risk)...)
	m.tally(2, times(5, risk)...)
	for i := range 4 {
		m.say(fmt.Sprint("O", i+1), 1, risk, "Too risky.")
		m.say(fmt.Sprint("O", i+1), 2, risk, "Too risky.")
	}
	m.say("O5", 2, risk, "The form takes nine months to sign.")
	for _, f := range m.make().Worries {
		want := map[int]string{1: "Too risky.", 2: "The form takes nine months to sign."}[f.Section]
		if len(f.Quotes) == 0 || f.Quotes[0].Words != want {
			t.Errorf("section %d quotes %q, want %q first", f.Section, wordsOf(f.Quotes), want)
		}
	}
}

func TestPassages(t *testing.T) {
	sentence := "Word " + strings.Repeat("word ", 29) + "end. " // 155 characters
	tests := []struct {
		name, words string
		want        []string
	}{
		{"short", " As it is. \n", []string{"As it is."}},
		{"three sentences", strings.Repeat(sentence, 3), []string{strings.TrimSpace(strings.Repeat(sentence, 2)), strings.TrimSpace(sentence)}},
		{"a sentence without end", strings.Repeat("word ", 200), nil},
		{"one too long between others", "Short. Then " + strings.Repeat("word ", 100) + "end. Short too.", []string{"Short.", "Short too."}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := passages(test.words); fmt.Sprintf("%q", got) != fmt.Sprintf("%q", test.want) {
				t.Errorf("passages = %q\nwant %q", got, test.want)
			}
		})
	}
}

// Whatever was said and ticked: quotes are somebody's words to the letter,
// never sensitive ones, at most two a finding and one the other way, each of
// another organisation, none above three; and making it again gives the same.
func TestQuotesKeepTheRules(t *testing.T) {
	texts := []string{
		"", "No.", "The form takes nine months to sign.", "Nobody has shown that it prevents falls.", "risk risk risk",
		"Who pays for the sim cards in the alarm units?", strings.Repeat("We need more time for that. ", 40), "\u202e\u0000 🧪", "的 需求 不清楚",
	}
	rapid.Check(t, func(rt *rapid.T) {
		m := newMarket(t, 4, 1)
		m.invite(engagement.LargeFirm, 3)
		m.invite(engagement.CurrentProvider, 1)
		m.invite(engagement.Charity, 3)
		m.invite(engagement.UsersGroup, 1)
		sensitive := make(map[string]bool)
		for range rapid.IntRange(0, 60).Draw(rt, "answers") {
			who := fmt.Sprintf("O%d P%d", rapid.IntRange(1, 8).Draw(rt, "organisation"), rapid.IntRange(1, 3).Draw(rt, "person"))
			stance := rapid.SampledFrom(engagement.Stances()).Draw(rt, "stance")
			hidden := rapid.Bool().Draw(rt, "sensitive")
			id := m.say(who, rapid.IntRange(1, 4).Draw(rt, "section"), stance, rapid.SampledFrom(texts).Draw(rt, "words"), func(f *engagement.ResponseGiven) {
				f.Sensitive = hidden
			})
			sensitive[id] = hidden
		}
		d := m.make()
		if again := m.make(); !reflect.DeepEqual(d, again) {
			rt.Fatalf("made twice:\n%+v\n%+v", d, again)
		}
		checkQuotes(rt, &m.state, d, sensitive)
		for _, said := range d.Said {
			if sensitive[said.Response] && said.Words != "" {
				rt.Fatalf("sensitive words in the table: %+v", said)
			}
		}
	})
}

func checkQuotes(t *rapid.T, s *engagement.State, d Digest, sensitive map[string]bool) {
	count := make(map[string]int)
	blocks := [][]Finding{d.Worries, d.Disagree, d.Pressure, d.Liked}
	seen := make(map[int]bool)
	for _, block := range blocks {
		for _, f := range block {
			if seen[f.Section] {
				t.Fatalf("section %d is in two blocks", f.Section)
			}
			seen[f.Section] = true
			quotes := append([]Quote(nil), f.Quotes...)
			if f.Other != nil {
				quotes = append(quotes, *f.Other)
			}
			if len(f.Quotes) > 2 {
				t.Fatalf("section %d has %d quotes", f.Section, len(f.Quotes))
			}
			here := make(map[string]bool)
			for _, q := range quotes {
				if here[q.Organisation] {
					t.Fatalf("section %d quotes %s twice", f.Section, q.Organisation)
				}
				here[q.Organisation] = true
				count[q.Organisation]++
				checkQuote(t, s, f.Section, q, sensitive)
			}
		}
	}
	for organisation, n := range count {
		if n > MostQuotesOf {
			t.Fatalf("%s is quoted %d times", organisation, n)
		}
	}
}

func checkQuote(t *rapid.T, s *engagement.State, section int, q Quote, sensitive map[string]bool) {
	if sensitive[q.Response] {
		t.Fatalf("sensitive words are quoted: %+v", q)
	}
	if utf8.RuneCountInString(q.Words) > QuoteLength {
		t.Fatalf("a quote of %d characters", utf8.RuneCountInString(q.Words))
	}
	for _, r := range s.Responses(section) {
		if r.ID == q.Response {
			if !strings.Contains(r.Words, q.Words) || r.Stance != q.Stance {
				t.Fatalf("%+v is not what %s says: %q", q, r.ID, r.Words)
			}
			return
		}
	}
	t.Fatalf("quote of %s, which is not an answer to %d", q.Response, section)
}
