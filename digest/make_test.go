package digest

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"soundings/engagement"
)

const (
	works   = engagement.Optimistic
	further = engagement.Excited
	risk    = engagement.Cautious
	cant    = engagement.Unachievable
	unclear = engagement.Unclear
	pass    = engagement.Pass
)

// market builds a state from facts, as a test says what happened.
type market struct {
	t         testing.TB
	state     engagement.State
	now       time.Time
	responses int
	questions int
	invited   int
}

// newMarket gives an open engagement with the sections numbered from 1, all
// open to change but for those that are fixed.
func newMarket(t testing.TB, sections int, fixed ...int) *market {
	t.Helper()
	m := &market{t: t, now: at(t, "2026-06-01 09:00")}
	m.happen(engagement.EngagementCreated{Slug: "care", Zone: "Europe/London"})
	draft := engagement.DraftImported{}
	for i := range sections {
		s := engagement.ImportedSection{ID: i + 1, Title: fmt.Sprint("Section ", i+1), Standing: engagement.Open}
		if slices.Contains(fixed, i+1) {
			s.Standing = engagement.Fixed
		}
		draft.Sections = append(draft.Sections, s)
	}
	m.happen(draft)
	m.happen(engagement.StageChanged{To: engagement.Talking})
	return m
}

func (m *market) happen(f engagement.Fact) { m.state.Apply(m.now, f) }

// later moves the clock on.
func (m *market) later(d time.Duration) { m.now = m.now.Add(d) }

// invite adds organisations of a kind and gives their ids.
func (m *market) invite(kind engagement.OrganisationKind, n int) []string {
	var ids []string
	for range n {
		m.invited++
		id := fmt.Sprint("O", m.invited)
		m.happen(engagement.OrganisationInvited{
			ID: id, Name: "Firm " + id, OfKind: kind, Users: kind == engagement.UsersGroup,
		})
		ids = append(ids, id)
	}
	return ids
}

// say records one answer and gives its id. A person may be named after the
// organisation: "O4 P9".
func (m *market) say(who string, section int, stance engagement.Stance, words string, change ...func(*engagement.ResponseGiven)) string {
	m.t.Helper()
	m.responses++
	organisation, person, _ := strings.Cut(who, " ")
	f := engagement.ResponseGiven{
		ID: fmt.Sprint("R", m.responses), Organisation: organisation, Person: engagement.Person(person),
		Section: section, Revision: 1, Stance: stance, Words: words,
	}
	for _, c := range change {
		c(&f)
	}
	m.happen(f)
	if m.state.Response(section, organisation, f.Person) == nil {
		m.t.Fatalf("%s on %d was not taken", who, section)
	}
	return f.ID
}

// tally has organisations, from the first on, say the stances in turn.
func (m *market) tally(section int, stances ...engagement.Stance) {
	m.t.Helper()
	for i, stance := range stances {
		m.say(fmt.Sprint("O", i+1), section, stance, "")
	}
}

func (m *market) ask(who string) {
	m.questions++
	m.happen(engagement.QuestionAsked{ID: fmt.Sprint("Q", m.questions), Organisation: who, Text: "How many?"})
}

func (m *market) make() Digest {
	return Make(&m.state, PeriodOf(&m.state, m.now, false))
}

// made records the digest as made, at a slot that is now.
func (m *market) made(d Digest) {
	facts, refusal := m.state.MakeDigest(d.Made(m.now, ""))
	if refusal != nil {
		m.t.Fatalf("MakeDigest refused: %+v", refusal)
	}
	for _, f := range facts {
		m.happen(f)
	}
}

func times(n int, stance engagement.Stance) []engagement.Stance {
	return slices.Repeat([]engagement.Stance{stance}, n)
}

// westmere is the market of the example digest: nine suppliers, of which seven
// answered, and their answers to seven of twelve sections.
func westmere(t testing.TB) *market {
	m := newMarket(t, 12, 4, 6)
	m.invite(engagement.SmallFirm, 3) // O1 to O3
	m.invite(engagement.Charity, 1)
	m.invite(engagement.LargeFirm, 2)
	m.invite(engagement.CurrentProvider, 1) // O7
	m.invite(engagement.SmallFirm, 1)
	m.invite(engagement.Charity, 1)
	m.tally(10, slices.Concat(times(1, works), times(3, cant), times(2, risk), times(1, unclear))...)
	m.tally(6, slices.Concat(times(1, cant), times(4, risk), times(1, works))...)
	m.tally(8, slices.Concat(times(3, further), times(1, works), times(1, risk), times(2, cant))...)
	m.tally(4, slices.Concat(times(2, cant), times(3, works), times(1, further))...)
	m.tally(5, slices.Concat(times(2, further), times(3, works), times(1, risk))...)
	m.tally(1, slices.Concat(times(2, further), times(5, works))...)
	for i, stance := range slices.Concat(times(3, unclear), times(2, risk), times(1, works)) {
		m.say(fmt.Sprint("O", i+2), 11, stance, "") // the current provider is the one for whom it works
	}
	m.tally(12, works, works, works)
	m.tally(9, works, works, pass, pass)
	m.tally(2, times(6, works)...)
	m.tally(3, times(6, works)...)
	m.tally(7, times(6, works)...)
	return m
}

func sectionsOf(findings []Finding) []int {
	var ids []int
	for _, f := range findings {
		ids = append(ids, f.Section)
	}
	return ids
}

func TestTheExampleComesOut(t *testing.T) {
	m := westmere(t)
	for range 4 {
		m.ask("O1")
	}
	m.later(9 * 24 * time.Hour) // Wednesday, 10 June
	d := m.make()

	if d.Asked != 9 || d.Answered != 7 {
		t.Errorf("%d of %d suppliers, want 7 of 9", d.Answered, d.Asked)
	}
	if diff := cmp.Diff(Line{Worry: 10, Split: 8, Waiting: []string{"Q1", "Q2", "Q3", "Q4"}, OldestFor: 7}, d.Line); diff != "" {
		t.Errorf("in one line (-want +got):\n%s", diff)
	}
	for name, test := range map[string]struct{ got, want []int }{
		"worries":  {sectionsOf(d.Worries), []int{10, 6, 11}},
		"disagree": {sectionsOf(d.Disagree), []int{8}},
		"pressure": {sectionsOf(d.Pressure), []int{4}},
		"liked":    {sectionsOf(d.Liked), []int{1, 5, 2}},
	} {
		if diff := cmp.Diff(test.want, test.got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
	ranks := make(map[int]int)
	for _, then := range d.Standing {
		ranks[then.Rank] = then.Section
	}
	var order []int
	for rank := 1; rank <= 6; rank++ {
		order = append(order, ranks[rank])
	}
	if diff := cmp.Diff([]int{10, 6, 11, 8, 4, 9}, order); diff != "" {
		t.Errorf("order of all sections (-want +got):\n%s", diff)
	}

	ten := d.Worries[0]
	if want := (engagement.Tally{Unachievable: 3, Cautious: 2, Unclear: 1, Optimistic: 1, WithoutReason: 6}); ten.Tally != want {
		t.Errorf("tally of 10 = %+v, want %+v", ten.Tally, want)
	}
	if diff := cmp.Diff([]string{"R1", "R2", "R3", "R4", "R5", "R6", "R7"}, ten.Facts); diff != "" {
		t.Errorf("facts under 10 (-want +got):\n%s", diff)
	}
	eleven := d.Worries[2]
	if w := eleven.Without; w == nil || w.Tally.Positive() != 0 || w.Tally.Answered() != 5 {
		t.Errorf("11 without the current provider = %+v, want 0 of 5 in favour", w)
	}
	if w := ten.Without; w != nil {
		t.Errorf("10 without the current provider = %+v, want nothing: it is the same picture", w)
	}

	var heard []string
	for _, k := range d.Unheard.Kinds {
		heard = append(heard, fmt.Sprintf("%s %d of %d %v", k.Kind, k.Heard, k.Asked, k.Silent))
	}
	want := []string{"small 3 of 4 [O8]", "charity 1 of 2 [O9]", "large 2 of 2 []", "current 1 of 1 []"}
	if diff := cmp.Diff(want, heard); diff != "" {
		t.Errorf("heard (-want +got):\n%s", diff)
	}
	var reach []string
	for _, r := range d.Unheard.Sections {
		reach = append(reach, fmt.Sprintf("%d: %d of %d, %d facts", r.Section, r.Answered, r.Asked, len(r.Facts)))
	}
	if diff := cmp.Diff([]string{"12: 3 of 9, 3 facts", "9: 4 of 9, 4 facts"}, reach); diff != "" {
		t.Errorf("reach (-want +got):\n%s", diff)
	}
	if d.Answers != 70 || d.Possible != 108 {
		t.Errorf("%d of %d answers, want 70 of 108", d.Answers, d.Possible)
	}
}

// One or two who can't, of as many who answered, are no worry yet, however many
// were asked; their words are told all the same.
func TestFewVoicesAreNoFinding(t *testing.T) {
	m := newMarket(t, 3)
	m.invite(engagement.SmallFirm, 12)
	m.say("O1", 1, cant, "not by us")
	m.tally(2, slices.Concat(times(10, cant), times(2, works))...)
	m.tally(3, times(3, cant)...)
	d := m.make()
	if got := sectionsOf(d.Worries); !slices.Equal(got, []int{2, 3}) {
		t.Errorf("worries = %v, want 2 before 3", got)
	}
	if f := d.Worries[1]; f.Share != 1 || f.Concern >= d.Worries[0].Concern {
		t.Errorf("three of three: share %g and concern %g, want 1 and less than %g", f.Share, f.Concern, d.Worries[0].Concern)
	}
	if len(d.Thin) != 1 || d.Thin[0].Section != 1 || len(d.Thin[0].Quotes) != 1 {
		t.Errorf("said by few = %+v, want section 1 with its words", d.Thin)
	}
}

// Three bare "can't", of eight asked, must not top what four of five worry about.
func TestFewVoicesDoNotTopManyWorries(t *testing.T) {
	m := newMarket(t, 2)
	m.invite(engagement.SmallFirm, 8)
	m.tally(1, slices.Concat(times(2, cant), times(1, works))...)
	m.tally(2, slices.Concat(times(2, cant), times(2, risk), times(1, works))...)
	if got := sectionsOf(m.make().Worries); !slices.Equal(got, []int{2, 1}) {
		t.Errorf("worries = %v, want 2 before 1", got)
	}
}

// A fixed point that stops somebody from bidding is told as one under pressure,
// however many it suits, and before those that stop nobody.
func TestWhatStopsABidIsTold(t *testing.T) {
	m := newMarket(t, 5, 1, 2, 3, 4)
	m.invite(engagement.SmallFirm, 9)
	bids := []engagement.Bidding{engagement.BidNotAsked, engagement.BidGoesOn, engagement.BidMight, engagement.BidStops}
	for i, bid := range bids {
		m.tally(i+1, times(8, works)...)
		if bid == engagement.BidStops {
			m.tally(i+1, slices.Concat(times(4, works), times(4, risk))...) // they are split on it, too
		}
		m.say("O9", i+1, cant, "not like this", func(f *engagement.ResponseGiven) { f.StopsBid = bid })
	}
	d := m.make()
	if got := sectionsOf(d.Pressure); !slices.Equal(got, []int{4, 3, 1}) {
		t.Errorf("under pressure = %v, want what stops a bid, what might, and the first of the others", got)
	}
	if got := sectionsOf(d.Rest); !slices.Equal(got, []int{2}) {
		t.Errorf("the rest = %v, want 2: nothing that anybody answered goes untold", got)
	}
}

func TestConcern(t *testing.T) {
	w := StandardWeights()
	tests := []struct {
		name  string
		tally engagement.Tally
		want  string
	}{
		{"nobody", engagement.Tally{}, "0.000 0.000"},
		{"no views", engagement.Tally{Pass: 5}, "0.000 0.000"},
		{"one can't", engagement.Tally{Unachievable: 1}, "1.000 0.400"},
		{"one can't, four of another field", engagement.Tally{Unachievable: 1, Pass: 4}, "1.000 0.400"},
		{"one works", engagement.Tally{Optimistic: 1}, "0.000 0.200"},
		{"a risk counts half", engagement.Tally{Cautious: 2, Excited: 2}, "0.250 0.250"},
		{"not clear counts half", engagement.Tally{Unclear: 2, Excited: 2}, "0.250 0.250"},
		{"ten of twelve can't", engagement.Tally{Unachievable: 10, Optimistic: 2}, "0.833 0.688"},
	}
	for _, test := range tests {
		if got := fmt.Sprintf("%.3f %.3f", share(test.tally, w), concern(test.tally, w)); got != test.want {
			t.Errorf("%s: share and concern = %s, want %s", test.name, got, test.want)
		}
	}
}

func TestTooFewToRank(t *testing.T) {
	m := newMarket(t, 2)
	firms := m.invite(engagement.SmallFirm, 6)
	users := m.invite(engagement.UsersGroup, 1)
	for _, firm := range firms[:4] {
		m.say(firm, 1, cant, "No "+firm)
	}
	m.say(firms[0], 2, risk, "our price", func(f *engagement.ResponseGiven) { f.Sensitive = true })
	m.say(users[0]+" P9", 2, works, "Good.")
	d := m.make()
	if !d.TooFew || d.Worries != nil || d.Line.Worry != 0 || d.Standing[0].Rank != 0 {
		t.Errorf("four answered: too few %t, worries %v, standing %v", d.TooFew, d.Worries, d.Standing)
	}
	want := []Said{
		{Response: "R1", Organisation: "O1", Kind: engagement.SmallFirm, Section: 1, Stance: cant, Words: "No O1"},
		{Response: "R2", Organisation: "O2", Kind: engagement.SmallFirm, Section: 1, Stance: cant, Words: "No O2"},
		{Response: "R3", Organisation: "O3", Kind: engagement.SmallFirm, Section: 1, Stance: cant, Words: "No O3"},
		{Response: "R4", Organisation: "O4", Kind: engagement.SmallFirm, Section: 1, Stance: cant, Words: "No O4"},
		{Response: "R5", Organisation: "O1", Kind: engagement.SmallFirm, Section: 2, Stance: risk, Sensitive: true},
		{Response: "R6", Organisation: "O7", Kind: engagement.UsersGroup, Users: true, Section: 2, Stance: works, Words: "Good."},
	}
	if diff := cmp.Diff(want, d.Said); diff != "" {
		t.Errorf("said (-want +got):\n%s", diff)
	}
	m.say(firms[4], 1, cant, "")
	if d := m.make(); d.TooFew || d.Said != nil || len(d.Worries) != 1 || len(d.Thin) != 1 {
		t.Errorf("five answered: too few %t, said %v, worries %v, by few %v", d.TooFew, d.Said, d.Worries, d.Thin)
	}
}

// People who use services are voices of their own and change no tally of
// suppliers.
func TestUsersAreApart(t *testing.T) {
	m := newMarket(t, 1)
	m.invite(engagement.SmallFirm, 5)
	group := m.invite(engagement.UsersGroup, 1)[0]
	m.tally(1, times(5, cant)...)
	before := m.make().Worries[0]
	for i := range 8 {
		m.say(fmt.Sprint(group, " P", i+20), 1, works, fmt.Sprint("A minute is a long time on the floor, say ", i))
	}
	d := m.make()
	after := d.Worries[0]
	if after.Tally != before.Tally || after.Concern != before.Concern || !slices.Equal(after.Facts, before.Facts) {
		t.Errorf("tally with users %+v, without %+v", after.Tally, before.Tally)
	}
	if after.Users == nil || after.Users.Optimistic != 8 || len(after.UserFacts) != 8 || after.UserQuote == nil {
		t.Errorf("users = %+v, facts %v, quote %+v", after.Users, after.UserFacts, after.UserQuote)
	}
	if (d.Users != Users{Groups: 1, Members: 8, Voices: 8}) || d.Asked != 5 {
		t.Errorf("users %+v beside %d asked, want 1 group of 8 voices beside 5", d.Users, d.Asked)
	}
	if len(d.Beside) != 0 {
		t.Errorf("beside the findings: %+v", d.Beside)
	}
}

// What people who use services said of a section that no finding is about stands
// beside the findings.
func TestUsersAreToldWhereNoFindingIs(t *testing.T) {
	m := newMarket(t, 2)
	m.invite(engagement.SmallFirm, 5)
	group := m.invite(engagement.UsersGroup, 1)[0]
	m.tally(1, times(5, cant)...)
	m.say(fmt.Sprint(group, " P20"), 2, works, "A minute is a long time on the floor.")
	d := m.make()
	if len(d.Beside) != 1 || d.Beside[0].Section != 2 || d.Beside[0].Users.Optimistic != 1 || d.Beside[0].UserQuote == nil || len(d.Beside[0].UserFacts) != 1 {
		t.Errorf("beside the findings: %+v", d.Beside)
	}
}

func TestChangeSinceTheLastDigest(t *testing.T) {
	m := newMarket(t, 2)
	m.invite(engagement.SmallFirm, 6)
	m.tally(1, times(5, cant)...)
	m.later(time.Hour)
	first := m.make()
	if f := first.Worries[0]; !f.New || f.Before != nil || first.NothingNew {
		t.Errorf("in the first digest: new %t, before %v, nothing new %t", f.New, f.Before, first.NothingNew)
	}
	m.made(first)

	m.later(time.Hour)
	if d := m.make(); !d.NothingNew {
		t.Errorf("nothing happened, and yet: %+v", d.News)
	}
	m.say("O6", 1, risk, "")
	m.tally(2, times(5, risk)...)
	m.later(time.Hour)
	d := m.make()
	if d.NothingNew || d.News != (News{Answers: 6}) {
		t.Errorf("news = %+v, want 6 answers", d.News)
	}
	if f := d.Worries[0]; f.New || f.Before == nil || f.Before.Tally.Answered() != 5 || f.Before.Rank != 1 {
		t.Errorf("section 1: new %t, before %+v", f.New, f.Before)
	}
	if f := d.Worries[1]; f.Section != 2 || !f.New {
		t.Errorf("section %d: new %t, want 2, new", f.Section, f.New)
	}
}

// A digest on demand does not shorten the period of the next that is due.
func TestPeriods(t *testing.T) {
	m := newMarket(t, 1)
	opened := m.now
	m.later(time.Hour)
	if got := PeriodOf(&m.state, m.now, false); !got.From.Equal(opened) || !got.To.Equal(m.now) {
		t.Errorf("first period = %+v, want from the opening", got)
	}
	m.made(Make(&m.state, PeriodOf(&m.state, m.now, true)))
	demanded := m.now
	m.later(time.Hour)
	if got := PeriodOf(&m.state, m.now, true); !got.From.Equal(demanded) {
		t.Errorf("without a schedule, the period is from %s, want the last on demand, %s", got.From, demanded)
	}
	if got := PeriodOf(&m.state, m.now, false); !got.From.Equal(opened) {
		t.Errorf("the first that is due tells of the time from %s, want from the opening, %s", got.From, opened)
	}
	m.made(m.make())
	scheduled := m.now
	m.later(time.Hour)
	m.made(Make(&m.state, PeriodOf(&m.state, m.now, true)))
	m.later(time.Hour)
	if got := PeriodOf(&m.state, m.now, false); !got.From.Equal(scheduled) {
		t.Errorf("the period is from %s, want the last that was due, %s", got.From, scheduled)
	}
}

func TestWhoSteppedBack(t *testing.T) {
	m := newMarket(t, 1)
	m.invite(engagement.SmallFirm, 2)
	m.later(time.Hour)
	m.happen(engagement.OrganisationStepped{Organisation: "O2", Category: engagement.Technology, Reason: "the app"})
	stepped := m.now
	m.later(time.Hour)
	d := m.make()
	want := []Stepped{{
		Organisation: "O2", Kind: engagement.SmallFirm, At: stepped, Category: engagement.Technology, Reason: "the app",
	}}
	if diff := cmp.Diff(want, d.Stepped); diff != "" || d.News.Stepped != 1 {
		t.Errorf("stepped (-want +got):\n%s", diff)
	}
	if got := d.Unheard.Kinds[0].Silent; !slices.Equal(got, []string{"O1"}) {
		t.Errorf("silent = %v, want O1: who stepped back is not chased", got)
	}
}

// Beyond those shown, worries are still named.
func TestNoWorryIsDropped(t *testing.T) {
	m := newMarket(t, 8)
	m.invite(engagement.SmallFirm, 5)
	for section := 1; section <= 8; section++ {
		m.tally(section, times(5, risk)...)
	}
	d := m.make()
	worries, further := sectionsOf(d.Worries), sectionsOf(d.Further)
	if !slices.Equal(worries, []int{1, 2, 3}) || !slices.Equal(further, []int{4, 5, 6, 7, 8}) {
		t.Errorf("worries %v, further %v", worries, further)
	}
	if f := d.Further[0]; f.Tally.Cautious != 5 || f.Quotes != nil {
		t.Errorf("the first beyond those shown = %+v, want its count and no quotes", f)
	}
}
