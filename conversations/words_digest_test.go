package conversations

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"soundings/bot"
	"soundings/digest"
	"soundings/engagement"
)

// market is an engagement at which people do things at random, with a digest
// in the middle.
type market struct {
	*turn
	t         *rapid.T
	responses int
	words     map[string]engagement.ResponseGiven // by their words
}

func newMarket(t *rapid.T) *market {
	m := &market{
		turn: &turn{Domain: New("care", Settings{}).(*Domain), now: time.Date(2026, 6, 1, 8, 0, 0, 0, time.UTC)},
		t:    t, words: make(map[string]engagement.ResponseGiven),
	}
	draft := engagement.DraftImported{}
	for i, standing := range []engagement.Standing{engagement.Fixed, engagement.Open, engagement.Exploring, engagement.Fixed} {
		draft.Sections = append(draft.Sections, engagement.ImportedSection{ID: i + 1, Title: fmt.Sprint("Part ", i+1), Standing: standing})
	}
	closing := m.now.AddDate(0, 0, 25)
	m.happen(
		engagement.EngagementCreated{Slug: "care", Title: "Care", Zone: "Europe/London", By: "P99"}, draft,
		engagement.EngagementSet{Closing: &closing}, engagement.StageChanged{To: engagement.Talking},
	)
	kinds := append(engagement.OrganisationKinds(), engagement.SmallFirm, engagement.LargeFirm, engagement.SmallFirm)
	for i, kind := range kinds {
		m.happen(engagement.OrganisationInvited{
			ID: fmt.Sprint("O", i+1), Name: fmt.Sprint("Firm ", i+1), OfKind: kind, Users: kind == engagement.UsersGroup,
		})
	}
	return m
}

func (m *market) happen(facts ...engagement.Fact) {
	for _, f := range facts {
		m.state.Apply(m.now, f)
		m.now = m.now.Add(time.Minute)
	}
}

func (m *market) act() {
	o := rapid.SampledFrom(m.state.Organisations()).Draw(m.t, "organisation")
	person := engagement.Person(fmt.Sprintf("P9%s%d", o.ID[1:], rapid.IntRange(1, 2).Draw(m.t, "person")))
	switch rapid.IntRange(0, 9).Draw(m.t, "act") {
	case 0:
		m.happen(engagement.OrganisationStepped{Organisation: o.ID, Person: person, Category: engagement.Technology, Reason: "the technology"})
	case 1:
		m.happen(engagement.OrganisationReturned{Organisation: o.ID, Person: person})
	default:
		m.responses++
		f := engagement.ResponseGiven{
			ID: fmt.Sprint("R", m.responses), Organisation: o.ID, Person: person, Revision: 1,
			Section:  rapid.IntRange(1, 4).Draw(m.t, "section"),
			Stance:   rapid.SampledFrom(engagement.Stances()).Draw(m.t, "stance"),
			StopsBid: rapid.SampledFrom([]engagement.Bidding{"", engagement.BidStops, engagement.BidGoesOn}).Draw(m.t, "bid"),
		}
		f.Sensitive = rapid.IntRange(0, 3).Draw(m.t, "sensitive") == 0
		if rapid.IntRange(0, 3).Draw(m.t, "words") > 0 {
			f.Words = fmt.Sprintf("We said this as answer %s of all.", f.ID)
		}
		if f.Sensitive {
			f.Words, f.Why = "KEPT among us", "KEPT because"
		}
		if rapid.IntRange(0, 3).Draw(m.t, "private") == 0 {
			f.Private, f.PrivateWhy, f.PrivateBy = "KEPT beside it", "KEPT because of it", person
		}
		m.words[f.Words] = f
		m.happen(f)
	}
}

// Whatever people do, no digest in words has a sensitive word or a person in
// it, quotes one organisation too often, or shows a count that is not that of
// the answers as they stand.
func TestDigestsInWords(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		m := newMarket(rt)
		for range 2 {
			for range rapid.IntRange(0, 60).Draw(rt, "acts") {
				m.act()
			}
			d := digest.Make(m.state, digest.PeriodOf(m.state, m.now, false))
			title, blocks := m.digestMessage(d, nil)
			data, err := json.Marshal(bot.Message{Title: title, Blocks: append(blocks, bot.Say(m.digestFoot(d)))})
			if err != nil {
				rt.Fatal(err)
			}
			for _, never := range []string{"KEPT", "{person", "P9", "%!"} {
				if strings.Contains(string(data), never) {
					rt.Fatalf("%q stands in the digest:\n%s", never, data)
				}
			}
			m.checkQuotes(blocks)
			m.checkCounts(d, blocks)
			facts, _ := m.state.MakeDigest(d.Made(m.now, ""))
			m.happen(facts...)
		}
	})
}

// heading begins what is said of one section.
var heading = regexp.MustCompile(`^\*\*(\d+) Part \d\*\* \([^)]+\) · (\d+) of (\d+) answered`)

// beside begins what people who use services said of a section that no finding is about.
var beside = regexp.MustCompile(`^\*\*(\d+) Part \d\*\*$`)

// checkQuotes counts how often each organisation is quoted: people who use the
// service are each a voice of their own.
func (m *market) checkQuotes(blocks []bot.Block) {
	all, here := make(map[string]int), make(map[string]int)
	for _, b := range blocks {
		if b.Text != nil && (heading.MatchString(b.Text.Markdown) || beside.MatchString(b.Text.Markdown)) {
			here = make(map[string]int)
		}
		if b.Quote == nil {
			continue
		}
		r, ok := m.words[b.Quote.Words]
		voice := r.Organisation
		if o, _ := m.state.Organisation(voice); o.Users {
			voice += string(r.Person)
		}
		all[voice]++
		here[voice]++
		if !ok || r.Sensitive || all[voice] > digest.MostQuotesOf || here[voice] > 1 {
			m.t.Fatalf("%q is quoted, of %s for the %d. time, here for the %d.", b.Quote.Words, voice, all[voice], here[voice])
		}
	}
}

// checkCounts reads the counts of suppliers out of the words, and counts again.
func (m *market) checkCounts(d digest.Digest, blocks []bot.Block) {
	suppliers := 0
	for _, o := range m.state.Organisations() {
		if !o.Users {
			suppliers++
		}
	}
	shown := 0
	for _, b := range blocks {
		if b.Text == nil {
			continue
		}
		found := heading.FindStringSubmatch(b.Text.Markdown)
		if found == nil {
			continue
		}
		shown++
		section, _ := strconv.Atoi(found[1])
		counts := make(map[engagement.Stance]int)
		answered := 0
		for _, r := range m.state.Responses(section) {
			if !r.IsUser() {
				counts[r.Stance]++
				answered++
			}
		}
		_, tally, _ := strings.Cut(b.Text.Markdown, "\n\n")
		for _, s := range engagement.Stances() {
			words := fmt.Sprintf("%d %s", counts[s], tallyWord(s))
			if has := strings.Contains(" · "+tally, " · "+words); has != (counts[s] > 0) {
				m.t.Fatalf("section %d has %q, and %d say %q", section, tally, counts[s], s)
			}
		}
		if found[2] != fmt.Sprint(answered) || found[3] != fmt.Sprint(suppliers) {
			m.t.Fatalf("%q, and %d of %d answered", found[0], answered, suppliers)
		}
	}
	want := len(d.Worries) + len(d.Disagree) + len(d.Pressure) + len(d.Liked) + len(d.Thin)
	if !brief(d) && shown != want {
		m.t.Fatalf("%d findings are told, want %d", shown, want)
	}
}

// textOf gives the words of blocks, a line for each.
func textOf(blocks []bot.Block) string {
	var all []string
	for _, b := range blocks {
		switch {
		case b.Text != nil:
			all = append(all, b.Text.Markdown)
		case b.Buttons != nil:
			var row []string
			for _, button := range b.Buttons {
				row = append(row, "["+button.Label+"]")
			}
			all = append(all, strings.Join(row, " "))
		}
	}
	return strings.Join(all, "\n")
}

// What did not arrive is told at the top, and by name at the end.
func TestGapsInADigest(t *testing.T) {
	d := New("care", Settings{}).(*Domain)
	turn := &turn{Domain: d, now: moment(t, "2026-06-12 15:00")}
	made := digest.Digest{Answered: 7, Asked: 9, News: digest.News{Answers: 3}}
	gaps := []string{"- Tidewell: the welcome, the address is unknown", "- Brook: a digest, refused"}
	_, blocks := turn.digestMessage(made, gaps)
	got := textOf(blocks)
	for _, want := range []string{
		"- 2 messages have not arrived, so not everybody has the same information.", "[See who: 2 gaps]",
		"## Not everybody has the same information", gaps[0] + "\n" + gaps[1],
	} {
		if !strings.Contains(got, want) {
			t.Errorf("the digest lacks %q:\n%s", want, got)
		}
	}
	made.NothingNew = true
	title, blocks := turn.digestMessage(made, gaps[:1])
	if got := textOf(blocks); title != "" || !strings.Contains(got, "nothing new. 1 message has not arrived.") || len(blocks) != 2 {
		t.Errorf("nothing new: %q, %s", title, got)
	}
}

func TestWouldBidLine(t *testing.T) {
	tests := []struct {
		bids digest.WouldBid
		want string
	}{
		{digest.WouldBid{}, ""},
		{digest.WouldBid{No: 1}, "Would they bid, as it stands? 1 said: no 1. *For the buying team only; not a promise.*"},
		{
			digest.WouldBid{Likely: 1, Depends: 2, Unlikely: 1},
			"Would they bid, as it stands? 4 said: likely 1 · depends 2 · unlikely 1. *For the buying team only; not a promise.*",
		},
	}
	for _, test := range tests {
		if got := wouldBidLine(test.bids); got != test.want {
			t.Errorf("wouldBidLine(%+v) = %q, want %q", test.bids, got, test.want)
		}
	}
}

func TestWordsOfFixedPoints(t *testing.T) {
	small, large, charity, current := engagement.SmallFirm, engagement.LargeFirm, engagement.Charity, engagement.CurrentProvider
	type kinds = []engagement.OrganisationKind
	tests := []struct {
		cant kinds
		bids digest.Bids
		want string
	}{
		{kinds{small}, digest.Bids{}, " (a small firm)"},
		{kinds{current}, digest.Bids{GoesOn: 1}, " (the current provider; it would not stop a bid)"},
		{kinds{small, small}, digest.Bids{Stops: 1}, " (both small firms; for 1 it would stop a bid)"},
		{kinds{small, large, small}, digest.Bids{Stops: 1, Might: 1, GoesOn: 1}, " (2 small firms and 1 large firm; for 1 it would stop a bid, for 1 it might and for 1 it would not)"},
		{kinds{charity, charity, charity}, digest.Bids{Might: 2}, " (3 charities; for 2 it might stop a bid)"},
	}
	for _, test := range tests {
		if got := cantWords(digest.Finding{Cant: test.cant, StopsBid: test.bids}); got != test.want {
			t.Errorf("cantWords(%v, %+v) = %q, want %q", test.cant, test.bids, got, test.want)
		}
	}
}

// Without the current provider: the one thing that is another picture.
func TestWithoutTheCurrentProvider(t *testing.T) {
	tally := func(positive, worried int) engagement.Tally {
		return engagement.Tally{Optimistic: positive, Cautious: worried}
	}
	tests := []struct {
		with, without engagement.Tally
		rank          int // without; it is 2 with
		want          string
	}{
		{tally(1, 5), tally(0, 5), 2, "**0 of 5 say it works.**"},
		{tally(3, 1), tally(3, 0), 2, "**0 of 3 see a worry in it.**"},
		{tally(2, 3), tally(2, 2), 3, "**2 for it, 2 with doubts.**"},
		{tally(2, 5), tally(2, 4), 3, "4 risk · 2 works. It would be 3rd in the order, not 2nd."},
	}
	for _, test := range tests {
		f := digest.Finding{Rank: 2, Tally: test.with, Without: &digest.Without{Tally: test.without, Rank: test.rank}}
		if got := (telling{worries: true}).without(f); got != test.want {
			t.Errorf("%+v without the current provider %+v: %q, want %q", test.with, test.without, got, test.want)
		}
	}
}

func TestOrdinal(t *testing.T) {
	for n, want := range map[int]string{1: "1st", 2: "2nd", 3: "3rd", 4: "4th", 11: "11th", 12: "12th", 13: "13th", 21: "21st", 102: "102nd", 111: "111th"} {
		if got := ordinal(n); got != want {
			t.Errorf("ordinal(%d) = %q, want %q", n, got, want)
		}
	}
}

func TestMovedLine(t *testing.T) {
	m := New("care", Settings{}).(*Domain)
	at := moment(t, "2026-06-09 10:00")
	for _, f := range []engagement.Fact{
		engagement.EngagementCreated{Slug: "care", Title: "Care", Zone: "Europe/London"},
		engagement.DraftImported{Sections: []engagement.ImportedSection{{ID: 5, Title: "Equipment"}}},
	} {
		m.state.Apply(at, f)
	}
	turn := &turn{Domain: m, now: at.AddDate(0, 0, 3)}
	change := func(from, to engagement.Stance, facts ...string) digest.Change {
		return digest.Change{From: from, To: to, Facts: facts}
	}
	tests := []struct {
		moved digest.Moved
		want  string
	}{
		{
			digest.Moved{Section: 5, Revised: at, Asked: true, Before: 4, Again: 3, Changes: []digest.Change{
				change(engagement.Unclear, engagement.Optimistic, "R1", "R2"), change(engagement.Unclear, engagement.Cautious, "R3"),
			}},
			"**5 Equipment** was rewritten on Tue 9 June. 4 were asked again, 3 answered: “not clear” 3 → works 2, risk 1.",
		},
		{digest.Moved{Section: 5, Revised: at, Asked: true}, "**5 Equipment** was rewritten on Tue 9 June. Nobody had answered it."},
		{digest.Moved{Section: 5, Revised: at, Before: 4, Again: 4}, "**5 Equipment** was rewritten on Tue 9 June. Nobody needed to look again."},
		{
			digest.Moved{Section: 5, Changes: []digest.Change{
				change(engagement.Optimistic, engagement.Cautious, "R1"), change(engagement.Cautious, engagement.Excited, "R2"),
			}},
			"**5 Equipment**: “works” 1 → risk 1; “risk” 1 → could go further 1.",
		},
	}
	for _, test := range tests {
		if got := turn.movedLine(test.moved); got != test.want {
			t.Errorf("movedLine = %q, want %q", got, test.want)
		}
	}
}
