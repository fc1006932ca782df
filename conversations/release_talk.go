package conversations

import (
	"cmp"
	"maps"
	"slices"
	"time"

	"soundings/bot"
	"soundings/engagement"
)

// The kinds of fact about what goes to everybody that this package folds. They are
// kept for ever: add kinds, never change one.
const (
	kindShown     = "talk.shown"     // releaseShown
	kindOutDigest = "talk.outdigest" // outDigest
)

// releaseShown says that the team was shown what a release will say. Hash is of all
// of that.
type releaseShown struct {
	Release string            `json:"n"`
	Hash    string            `json:"hash"`
	By      engagement.Person `json:"by"`
}

// releaseTalk is the fold of those facts.
type releaseTalk struct {
	shown   map[string]string    // by release
	out     map[string]outDigest // by release
	draft   pendingDraft         // a new one that waits
	quotes  []outQuote           // chosen for it
	outSlot time.Time            // for which a digest for suppliers was put forward, or there was nothing to say
}

func newReleaseTalk() releaseTalk {
	return releaseTalk{shown: map[string]string{}, out: map[string]outDigest{}}
}

// apply folds one fact; false: it is of no kind of these.
func (t *releaseTalk) apply(f bot.Fact) (bool, error) {
	switch f.Kind {
	case kindShown:
		return true, into(f, func(s releaseShown) { t.shown[s.Release] = s.Hash })
	case kindDraft:
		return true, into(f, func(p pendingDraft) { t.draft = p })
	case kindOutQuote:
		return true, into(f, t.putQuote)
	case kindOutDigest:
		return true, into(f, func(o outDigest) {
			if o.Release != "" {
				t.out[o.Release] = o
			}
			if o.Slot.After(t.outSlot) {
				t.outSlot = o.Slot
			}
		})
	}
	return false, nil
}

// savedReleaseTalk is the stored form of the fold.
type savedReleaseTalk struct {
	Shown   []releaseShown `json:"shown,omitempty"`
	Out     []outDigest    `json:"out,omitempty"`
	OutSlot time.Time      `json:"out_slot,omitzero"`
	Draft   *pendingDraft  `json:"draft,omitempty"`
	Quotes  []outQuote     `json:"quotes,omitempty"`
}

func (t *releaseTalk) save() savedReleaseTalk {
	s := savedReleaseTalk{OutSlot: t.outSlot, Quotes: t.quotes}
	if len(t.draft.Sections) > 0 {
		s.Draft = &t.draft
	}
	for _, id := range slices.SortedFunc(maps.Keys(t.shown), cmp.Compare[string]) {
		s.Shown = append(s.Shown, releaseShown{Release: id, Hash: t.shown[id]})
	}
	for _, id := range slices.SortedFunc(maps.Keys(t.out), cmp.Compare[string]) {
		s.Out = append(s.Out, t.out[id])
	}
	return s
}

func (t *releaseTalk) load(s savedReleaseTalk) {
	*t = newReleaseTalk()
	t.outSlot, t.quotes = s.OutSlot, s.Quotes
	if s.Draft != nil {
		t.draft = *s.Draft
	}
	for _, o := range s.Out {
		t.out[o.Release] = o
	}
	for _, shown := range s.Shown {
		t.shown[shown.Release] = shown.Hash
	}
}
