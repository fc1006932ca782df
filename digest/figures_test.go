package digest

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"soundings/engagement"
)

// ledger is what was recorded, kept by the test apart from the state, so that
// every figure can be worked out a second way: by looking up the facts under it.
type ledger struct {
	*market
	t             *rapid.T
	responses     map[string]engagement.ResponseGiven
	order         []string // their ids
	organisations []engagement.OrganisationInvited
	asked         []string
	then          map[string]engagement.ResponseGiven // what stood when the last digest was made
	stepped       []string                            // organisations, since then
	away          map[string]bool
	bids          map[string]engagement.ClosingAnswered
}

// standing gives the latest response of each voice: "section organisation", for
// people who use the service with the person behind it.
func (l *ledger) standing() map[string]engagement.ResponseGiven {
	latest := make(map[string]engagement.ResponseGiven)
	for _, id := range l.order {
		r := l.responses[id]
		voice := fmt.Sprint(r.Section, " ", r.Organisation)
		if l.organisation(r.Organisation).Users {
			voice += " " + string(r.Person)
		}
		latest[voice] = r
	}
	return latest
}

func (l *ledger) organisation(id string) engagement.OrganisationInvited {
	for _, o := range l.organisations {
		if o.ID == id {
			return o
		}
	}
	return engagement.OrganisationInvited{}
}

func (l *ledger) record(f engagement.Fact) {
	l.happen(f)
	l.later(time.Minute)
}

func (l *ledger) open() {
	kinds := append(engagement.OrganisationKinds(), engagement.SmallFirm, engagement.SmallFirm, engagement.LargeFirm)
	for i, kind := range kinds {
		o := engagement.OrganisationInvited{ID: fmt.Sprint("O", i+1), Name: fmt.Sprint("Firm ", i+1), OfKind: kind, Users: kind == engagement.UsersGroup}
		l.organisations = append(l.organisations, o)
		l.record(o)
	}
}

// act has somebody do something.
func (l *ledger) act() {
	o := rapid.SampledFrom(l.organisations).Draw(l.t, "organisation")
	person := engagement.Person(fmt.Sprintf("P%s%d", o.ID[1:], rapid.IntRange(1, 3).Draw(l.t, "person")))
	switch rapid.IntRange(0, 11).Draw(l.t, "act") {
	case 0:
		id := fmt.Sprint("Q", len(l.asked)+1)
		l.asked = append(l.asked, id)
		l.record(engagement.QuestionAsked{ID: id, Organisation: o.ID, Person: person, Text: "How many?"})
	case 1:
		if !l.away[o.ID] {
			l.away[o.ID] = true
			l.stepped = append(l.stepped, o.ID)
			l.record(engagement.OrganisationStepped{Organisation: o.ID, Person: person})
		}
	case 2:
		f := engagement.ClosingAnswered{ID: fmt.Sprint("C", len(l.bids)+1), Organisation: o.ID, Bid: rapid.SampledFrom(engagement.Likelihoods()).Draw(l.t, "bid")}
		l.bids[f.ID] = f
		l.record(f)
	default:
		f := engagement.ResponseGiven{
			ID: fmt.Sprint("R", len(l.order)+1), Organisation: o.ID, Person: person, Revision: 1,
			Section: rapid.IntRange(1, 5).Draw(l.t, "section"), Stance: rapid.SampledFrom(engagement.Stances()).Draw(l.t, "stance"),
			Sensitive: rapid.IntRange(0, 4).Draw(l.t, "sensitive") == 0,
			StopsBid:  rapid.SampledFrom([]engagement.Bidding{"", "", engagement.BidStops, engagement.BidMight, engagement.BidGoesOn}).Draw(l.t, "bid"),
		}
		if rapid.Bool().Draw(l.t, "with words") {
			f.Words = fmt.Sprintf("These are the words of number %d, whole.", len(l.order)+1)
		}
		if rapid.IntRange(0, 4).Draw(l.t, "private") == 0 {
			f.Private = "beside it"
		}
		l.responses[f.ID] = f
		l.order = append(l.order, f.ID)
		l.record(f)
	}
}

// Whatever happened: the facts under a figure give the figure, and none is
// missing.
func TestFiguresComeFromFacts(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		l := &ledger{
			market: newMarket(t, 5, 1, 2), t: rt, responses: make(map[string]engagement.ResponseGiven),
			away: make(map[string]bool), bids: make(map[string]engagement.ClosingAnswered),
		}
		l.open()
		for digests := range 2 {
			for range rapid.IntRange(0, 50).Draw(rt, "acts") {
				l.act()
			}
			d := l.make()
			if d.TooFew != (d.Answered < EnoughToRank) {
				rt.Fatalf("%d answered, too few: %t", d.Answered, d.TooFew)
			}
			l.checkHead(d)
			l.checkFindings(d)
			l.checkUnheard(d)
			l.checkMoved(d, digests == 0)
			l.made(d)
			l.then, l.stepped = l.standing(), nil
			l.later(time.Minute)
			for id := range l.away {
				l.record(engagement.OrganisationReturned{Organisation: id})
				delete(l.away, id)
			}
		}
	})
}

// same fails where a figure is not what the facts give.
func (l *ledger) same(what string, shown, facts any) {
	if diff := cmp.Diff(facts, shown); diff != "" {
		l.t.Fatalf("%s (-by the facts +shown):\n%s", what, diff)
	}
}

func (l *ledger) checkHead(d Digest) {
	heard, voices, answers, suppliers := make(map[string]bool), make(map[string]bool), 0, 0
	for _, r := range l.standing() {
		if l.organisation(r.Organisation).Users {
			voices[r.Organisation+string(r.Person)] = true
			continue
		}
		heard[r.Organisation] = true
		answers++
	}
	for _, o := range l.organisations {
		if !o.Users {
			suppliers++
		}
	}
	l.same("asked and answered", []int{d.Asked, d.Answered, d.Answers, d.Possible}, []int{suppliers, len(heard), answers, 5 * suppliers})
	l.same("people who use services", d.Users.Voices, len(voices))
	l.same("questions", d.Line.Waiting, l.asked)
	var bids WouldBid
	for _, id := range d.WouldBid.Facts {
		switch l.bids[id].Bid {
		case engagement.BidLikely:
			bids.Likely++
		case engagement.BidDepends:
			bids.Depends++
		case engagement.BidUnlikely:
			bids.Unlikely++
		case engagement.BidNo:
			bids.No++
		case engagement.BidUnsaid:
		}
	}
	bids.Facts, bids.Reasons = d.WouldBid.Facts, d.WouldBid.Reasons
	l.same("would bid", d.WouldBid, bids)
}

// tally counts the responses with the ids that fit.
func (l *ledger) tally(ids []string, fits func(engagement.OrganisationInvited) bool) engagement.Tally {
	var t engagement.Tally
	for _, id := range ids {
		if r := l.responses[id]; fits(l.organisation(r.Organisation)) {
			t.Add(&engagement.Response{Stance: r.Stance, Words: r.Words, Sensitive: r.Sensitive, Private: r.Private}, false)
		}
	}
	return t
}

func (l *ledger) checkFindings(d Digest) {
	anybody := func(engagement.OrganisationInvited) bool { return true }
	all := slices.Concat(d.Worries, d.Further, d.Disagree, d.Pressure, d.Liked, d.Rewritten, d.Thin, d.Rest)
	answered := make(map[int]bool)
	for _, r := range l.standing() {
		if !l.organisation(r.Organisation).Users {
			answered[r.Section] = true
		}
	}
	if !d.TooFew && len(all) != len(answered) {
		l.t.Fatalf("%d sections are told of, and %d were answered: each is told once", len(all), len(answered))
	}
	for _, f := range all {
		what := fmt.Sprint("section ", f.Section, ": ")
		var suppliers, users []string
		for voice, r := range l.standing() {
			switch {
			case !strings.HasPrefix(voice, fmt.Sprint(f.Section, " ")):
			case l.organisation(r.Organisation).Users:
				users = append(users, r.ID)
			default:
				suppliers = append(suppliers, r.ID)
			}
		}
		l.same(what+"facts", slices.Sorted(slices.Values(f.Facts)), slices.Sorted(slices.Values(suppliers)))
		l.same(what+"facts of users", slices.Sorted(slices.Values(f.UserFacts)), slices.Sorted(slices.Values(users)))
		l.same(what+"tally", f.Tally, l.tally(f.Facts, anybody))
		if f.Users != nil {
			l.same(what+"users", *f.Users, l.tally(f.UserFacts, anybody))
		}
		without := l.tally(f.Facts, func(o engagement.OrganisationInvited) bool { return o.OfKind != engagement.CurrentProvider })
		switch emptied := f.Tally.Positive() > 0 && without.Positive() == 0; {
		case f.Without != nil:
			l.same(what+"without the current provider", f.Without.Tally, without)
		case emptied:
			l.t.Fatalf("%snobody but the current provider is for it, and that is not told", what)
		}
		l.checkFixed(what, f)
		l.checkBefore(what, f)
	}
}

func (l *ledger) checkFixed(what string, f Finding) {
	var bids Bids
	cant := 0
	for _, id := range f.Facts {
		bids.add(l.responses[id].StopsBid)
		if l.responses[id].Stance == engagement.Unachievable {
			cant++
		}
	}
	l.same(what+"bids", f.StopsBid, bids)
	l.same(what+"kinds that can't", len(f.Cant), cant)
}

func (l *ledger) checkBefore(what string, f Finding) {
	var before engagement.Tally
	for voice, r := range l.then {
		if strings.HasPrefix(voice, fmt.Sprint(f.Section, " ")) && !l.organisation(r.Organisation).Users {
			before.Add(&engagement.Response{Stance: r.Stance, Words: r.Words, Sensitive: r.Sensitive, Private: r.Private}, false)
		}
	}
	if (f.Before == nil) != (l.then == nil) || f.New != (before.Answered() == 0) {
		l.t.Fatalf("%s before %v, new %t, and there was %+v", what, f.Before, f.New, before)
	}
	if f.Before != nil {
		l.same(what+"before", f.Before.Tally, before)
	}
}

func (l *ledger) checkUnheard(d Digest) {
	spoke := make(map[string]bool)
	for _, r := range l.responses {
		spoke[r.Organisation] = true
	}
	asked := 0
	for _, k := range d.Unheard.Kinds {
		asked += k.Asked
		heard := 0
		for _, o := range l.organisations {
			if o.OfKind == k.Kind && spoke[o.ID] {
				heard++
			}
		}
		l.same("heard of "+string(k.Kind), []int{k.Heard, len(k.Spoke)}, []int{heard, heard})
		for _, id := range k.Silent {
			if spoke[id] {
				l.t.Fatalf("%s is silent, and spoke", id)
			}
		}
	}
	l.same("asked in all", asked, len(l.organisations))
	for _, r := range d.Unheard.Sections {
		l.same(fmt.Sprint("reach of ", r.Section), r.Answered, len(r.Facts))
		for _, id := range r.Facts {
			l.same("section of "+id, l.responses[id].Section, r.Section)
		}
	}
}

func (l *ledger) checkMoved(d Digest, first bool) {
	if first && d.Moved != nil {
		l.t.Fatalf("moved in the first digest: %+v", d.Moved)
	}
	var shown, facts []string
	for _, m := range d.Moved {
		for _, c := range m.Changes {
			for _, id := range c.Facts {
				shown = append(shown, fmt.Sprint(m.Section, " ", c.From, " ", c.To, " ", id))
			}
		}
	}
	for voice, now := range l.standing() {
		if was, ok := l.then[voice]; ok && was.Stance != now.Stance && !l.organisation(now.Organisation).Users {
			facts = append(facts, fmt.Sprint(now.Section, " ", was.Stance, " ", now.Stance, " ", now.ID))
		}
	}
	slices.Sort(shown)
	slices.Sort(facts)
	l.same("moved", shown, facts)
	var stepped []string
	for _, s := range d.Stepped {
		stepped = append(stepped, s.Organisation)
	}
	l.same("stepped back", slices.Sorted(slices.Values(stepped)), slices.Sorted(slices.Values(l.stepped)))
}
