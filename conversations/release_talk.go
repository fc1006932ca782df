package conversations

import (
	"cmp"
	"maps"
	"slices"

	"soundings/bot"
	"soundings/engagement"
)

// The kinds of fact about what goes to everybody that this package folds. They are
// kept for ever: add kinds, never change one.
const kindShown = "talk.shown" // releaseShown

// releaseShown says that the team was shown what a release will say. Hash is of all
// of that.
type releaseShown struct {
	Release string            `json:"n"`
	Hash    string            `json:"hash"`
	By      engagement.Person `json:"by"`
}

// releaseTalk is the fold of those facts.
type releaseTalk struct {
	shown map[string]string // by release
}

func newReleaseTalk() releaseTalk { return releaseTalk{shown: map[string]string{}} }

// apply folds one fact; false: it is of no kind of these.
func (t *releaseTalk) apply(f bot.Fact) (bool, error) {
	if f.Kind != kindShown {
		return false, nil
	}
	return true, into(f, func(s releaseShown) { t.shown[s.Release] = s.Hash })
}

// savedReleaseTalk is the stored form of the fold.
type savedReleaseTalk struct {
	Shown []releaseShown `json:"shown,omitempty"`
}

func (t *releaseTalk) save() savedReleaseTalk {
	var s savedReleaseTalk
	for _, id := range slices.SortedFunc(maps.Keys(t.shown), cmp.Compare[string]) {
		s.Shown = append(s.Shown, releaseShown{Release: id, Hash: t.shown[id]})
	}
	return s
}

func (t *releaseTalk) load(s savedReleaseTalk) {
	*t = newReleaseTalk()
	for _, shown := range s.Shown {
		t.shown[shown.Release] = shown.Hash
	}
}
