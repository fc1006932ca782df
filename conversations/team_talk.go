package conversations

import (
	"cmp"
	"maps"
	"slices"
	"time"

	"soundings/bot"
	"soundings/engagement"
)

// The kinds of fact of the team's own that this package folds, beside those of
// a rehearsal. They are kept for ever: add kinds, never change one.
const (
	kindSettled   = "talk.settled"   // settled
	kindAddressed = "talk.addressed" // addressed
	kindUnplaced  = "talk.unplaced"  // unplaced
)

// settled says that somebody looked at a step of the preparation and left it as
// it is, or did it.
type settled struct {
	Step string            `json:"step"`
	By   engagement.Person `json:"by"`
}

// The steps that can be settled without anything else saying so. Stored: add,
// never change.
const stepStanding = "standing"

// addressed keeps the addresses of a line that could not be used, so that they
// need not be typed again.
type addressed struct {
	Name   string              `json:"name"` // as nameKey gives it
	People []engagement.Person `json:"people"`
}

// unplaced keeps the lines of a form of invitations that could not be used,
// without addresses, so that the form can be had again.
type unplaced struct {
	Lines []string `json:"lines,omitempty"`
}

// mostAddressed is how many such lines are remembered.
const mostAddressed = 200

// teamTalk is the fold of those facts.
type teamTalk struct {
	seenBy     engagement.Person // who read the last preview
	seenAt     time.Time
	settled    map[string]bool
	addressed  map[string][]engagement.Person
	unplaced   []string
	rehearsals []pastRehearsal
}

// pastRehearsal is one that is over.
type pastRehearsal struct {
	Room bot.Address `json:"room"`
	At   time.Time   `json:"at"` // when it began
}

func newTeamTalk() teamTalk {
	return teamTalk{settled: map[string]bool{}, addressed: map[string][]engagement.Person{}}
}

// apply folds one fact; false: it is of no kind of the team's.
func (t *teamTalk) apply(f bot.Fact) (bool, error) {
	switch f.Kind {
	case kindPreviewed: // which the talk folds, too
		return false, into(f, func(p previewed) { t.seenBy, t.seenAt = p.By, f.Time })
	case kindSettled:
		return true, into(f, func(s settled) { t.settled[s.Step] = true })
	case kindUnplaced:
		return true, into(f, func(u unplaced) { t.unplaced = u.Lines })
	case kindAddressed:
		return true, into(f, func(a addressed) {
			if len(t.addressed) < mostAddressed || len(a.People) == 0 {
				t.addressed[a.Name] = a.People
			}
			if len(a.People) == 0 {
				delete(t.addressed, a.Name)
			}
		})
	}
	return false, nil
}

// savedTeamTalk is the stored form of the fold.
type savedTeamTalk struct {
	SeenBy     engagement.Person `json:"seen_by"`
	SeenAt     time.Time         `json:"seen_at"`
	Settled    []string          `json:"settled"`
	Addressed  []addressed       `json:"addressed"`
	Unplaced   []string          `json:"unplaced"`
	Rehearsals []pastRehearsal   `json:"rehearsals"`
}

func (t *teamTalk) save() savedTeamTalk {
	s := savedTeamTalk{
		SeenBy: t.seenBy, SeenAt: t.seenAt, Settled: slices.Sorted(maps.Keys(t.settled)),
		Unplaced: t.unplaced, Rehearsals: t.rehearsals,
	}
	for name, people := range t.addressed {
		s.Addressed = append(s.Addressed, addressed{name, people})
	}
	slices.SortFunc(s.Addressed, func(a, b addressed) int { return cmp.Compare(a.Name, b.Name) })
	return s
}

func (t *teamTalk) load(s savedTeamTalk) {
	*t = newTeamTalk()
	t.seenBy, t.seenAt, t.unplaced, t.rehearsals = s.SeenBy, s.SeenAt, s.Unplaced, s.Rehearsals
	for _, step := range s.Settled {
		t.settled[step] = true
	}
	for _, a := range s.Addressed {
		t.addressed[a.Name] = a.People
	}
}

// settle records that a step was dealt with.
func (t *turn) settle(step string) {
	if !t.team.settled[step] {
		t.remember(kindSettled, settled{Step: step, By: t.person()})
	}
}
