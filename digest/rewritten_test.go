package digest

import (
	"slices"
	"testing"
	"time"

	"soundings/engagement"
)

// What most said of a text that was replaced is neither liked nor disputed, until more
// than half of those with a view have it of the present one. A worry stays one.
func TestATextThatWasReplacedIsNotRanked(t *testing.T) {
	m := &suppliersMarket{market: newMarket(t, 3)}
	m.invite(engagement.SmallFirm, 7)
	m.tally(1, slices.Concat(times(5, works), times(1, risk), times(1, pass))...)
	m.tally(2, slices.Concat(times(3, works), times(3, risk))...)
	m.tally(3, slices.Concat(times(4, cant), times(3, works))...)
	if d := m.make(); !slices.Equal(sectionsOf(d.Liked), []int{1}) || !slices.Equal(sectionsOf(d.Disagree), []int{3, 2}) && !slices.Equal(sectionsOf(d.Disagree), []int{2, 3}) {
		t.Fatalf("at first %v are liked, and they differ on %v", sectionsOf(d.Liked), sectionsOf(d.Disagree))
	}
	m.later(time.Hour)
	for _, section := range []int{1, 2, 3} {
		m.revise(section, true)
	}
	m.answers(1, 1, works, works)
	m.answers(1, 7, pass) // has no view: it settles nothing
	m.answers(1, 3, works)
	for _, step := range []struct {
		who        int
		liked, new []int
	}{{0, nil, []int{2, 1}}, {4, []int{1}, []int{2}}} {
		if step.who > 0 {
			m.answers(1, step.who, works)
		}
		d := m.make()
		if !slices.Equal(sectionsOf(d.Liked), step.liked) || !slices.Equal(sectionsOf(d.Rewritten), step.new) || d.Disagree != nil {
			t.Errorf("liked %v, rewritten %v, divided %v; want %v, %v and none", sectionsOf(d.Liked), sectionsOf(d.Rewritten), sectionsOf(d.Disagree), step.liked, step.new)
		}
		if !slices.Equal(sectionsOf(d.Worries), []int{3}) {
			t.Errorf("worries %v, want 3: it worried most of them, and nobody has said that it does no more", sectionsOf(d.Worries))
		}
		for _, f := range d.Rewritten {
			if f.Section == 1 && (f.Fresh.Answered() != 4 || f.Tally.Answered() != 7) {
				t.Errorf("of 1 %d of %d have answered this text, want 4 of 7", f.Fresh.Answered(), f.Tally.Answered())
			}
		}
	}
}

// Who answered a question of the team's alone is heard, and is none of those who are
// needed before sections are ranked.
func TestAnAnswerToTheTeamIsHeard(t *testing.T) {
	m := newMarket(t, 1)
	firms := m.invite(engagement.SmallFirm, 6)
	m.tally(1, times(4, works)...)
	m.inquire()
	m.reply(1, firms[4], 1, "", false)
	m.reply(2, firms[0], 1, "", false)
	if d := m.make(); d.Heard != 5 || d.Answered != 4 || !d.TooFew || d.Unheard.Kinds[0].Heard != 5 {
		t.Errorf("heard %d (by kind %d), of whom %d answered a section, too few: %t; want 5 (5), 4, true", d.Heard, d.Unheard.Kinds[0].Heard, d.Answered, d.TooFew)
	}
	m.happen(engagement.OrganisationsLinked{Organisations: []string{firms[4], firms[5]}, On: true, Why: "one owner"})
	m.reply(3, firms[5], 1, "", false)
	if d := m.make(); d.Heard != 5 || d.Asked != 5 {
		t.Errorf("with two that are one %d of %d are heard, want 5 of 5", d.Heard, d.Asked)
	}
}
