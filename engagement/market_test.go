package engagement

import (
	"slices"
	"testing"
	"time"
)

// must gives the facts of a rule that is to agree.
func must(t *testing.T, facts []Fact, r *Refusal) []Fact {
	t.Helper()
	if r != nil {
		t.Fatalf("refused: %+v", r)
	}
	return facts
}

func TestDrift(t *testing.T) {
	s := in(t, Preparing)
	publish := func() {
		t.Helper()
		facts, r := s.PublishMarket(MarketPublished{Reference: "1/1", By: "P1"})
		with(s, must(t, facts, r)...)
	}
	if parts := s.Drift(); parts != nil {
		t.Errorf("nothing is published, and drifts in %v", parts)
	}
	publish()
	if parts := s.Drift(); parts != nil {
		t.Errorf("what was just published drifts in %v", parts)
	}
	later := closing.Add(24 * time.Hour)
	for _, each := range []struct {
		part MarketPart
		to   Fact
	}{
		{PartBuyer, EngagementSet{Buyer: new("Harl Valley")}},
		{PartTitle, EngagementSet{Title: new("Care")}},
		{PartClosing, EngagementSet{Closing: &later}},
		{PartPurposes, EngagementSet{Purposes: []Purpose{Contract, Requirements}}},
		{PartIdentifier, MarketWorded{Identifier: new("ocds-1")}},
		{PartSubject, MarketWorded{Subject: new("alarms")}},
		{PartEvents, MarketWorded{Events: new("12 June, Town Hall")}},
	} {
		if with(s, each.to); !slices.Equal(s.Drift(), []MarketPart{each.part}) {
			t.Errorf("after %+v, Drift() = %v, want %s", each.to, s.Drift(), each.part)
		}
		if publish(); s.Drift() != nil {
			t.Errorf("%s still drifts though it was published anew", each.part)
		}
	}
	if facts, _ := s.PublishMarket(MarketPublished{Reference: "1/1", By: "P1"}); facts != nil {
		t.Errorf("the same again gives %v", facts)
	}
}

func TestTalksEnd(t *testing.T) {
	before, after := closing.Add(-time.Hour), closing.Add(time.Minute)
	move := func(s *State, at time.Time, to Stage) { s.Apply(at, StageChanged{To: to}) }
	for _, each := range []struct {
		name string
		do   func(*State)
		want time.Time
	}{
		{"while talking, the closing time", func(*State) {}, closing},
		{"while paused, the closing time: it can be taken up again", func(s *State) { move(s, before, Paused) }, closing},
		{"closed early", func(s *State) { move(s, before, Closed) }, before},
		{"closed by itself, a little late", func(s *State) { move(s, after, Closed) }, closing},
		{"paused, and closed later", func(s *State) { move(s, before, Paused); move(s, after, Closed) }, before},
		{"reopened, and closed by itself", func(s *State) { move(s, before, Paused); move(s, before, Talking); move(s, after, Closed) }, closing},
		{"in a dialogue", func(s *State) { move(s, before, Paused); move(s, after, Dialogue) }, before},
	} {
		s := talking(t)
		with(s, EngagementSet{Closing: &closing})
		if each.do(s); !s.TalksEnd().Equal(each.want) {
			t.Errorf("%s: TalksEnd() = %s, want %s", each.name, s.TalksEnd(), each.want)
		}
	}
}
