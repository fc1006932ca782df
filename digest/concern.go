package digest

import "soundings/engagement"

// StandardWeights are the weights that every digest uses, in hundredths: an
// answer "can't be done" is one worry, a risk or a text that is not clear is
// half of one. "No view" is not counted at all.
func StandardWeights() engagement.Weights {
	return engagement.Weights{Unachievable: 100, Cautious: 50, Unclear: 50}
}

// views is how many have a view, for or against.
func views(t engagement.Tally) int { return t.Positive() + t.Worried() }

// weightOf is how much of a worry one stance is, in hundredths.
func weightOf(s engagement.Stance, w engagement.Weights) int {
	switch s {
	case engagement.Unachievable:
		return w.Unachievable
	case engagement.Cautious:
		return w.Cautious
	case engagement.Unclear:
		return w.Unclear
	case engagement.Optimistic:
		return w.Optimistic
	case engagement.Excited:
		return w.Excited
	case engagement.Pass:
	}
	return 0
}

// worry adds up the weights of all answers, in hundredths.
func worry(t engagement.Tally, w engagement.Weights) int {
	sum := 0
	for _, s := range engagement.Stances() {
		sum += t.Count(s) * weightOf(s, w)
	}
	return sum
}

// share is the worry per view, from 0 to 1; 0 without views.
func share(t engagement.Tally, w engagement.Weights) float64 {
	if views(t) == 0 {
		return 0
	}
	return float64(worry(t, w)) / float64(100*views(t))
}

// The made-up answers that concern adds: four more organisations, one of which
// can't do it and three of which could. See docs/adr/0006-concern.md.
const (
	priorWorry = 100 // in hundredths
	priorViews = 4
)

// concern is that share as if a few more organisations had answered (the prior
// Beta(1,3)), so that neither does one of one top ten of twelve, nor one who
// answered alone a worry that most share. 0 without views.
func concern(t engagement.Tally, w engagement.Weights) float64 {
	if views(t) == 0 {
		return 0
	}
	return float64(worry(t, w)+priorWorry) / float64(100*(views(t)+priorViews))
}

// split says whether those with a view are divided: at least two, and at least
// two in five, on each side.
func split(t engagement.Tally) bool {
	smaller := min(t.Positive(), t.Worried())
	return smaller >= 2 && 5*smaller >= 2*views(t)
}

// settled says whether more than half of those with a view have it of the text as
// it is now: what most said of another text is neither for this one nor against it.
func (x *section) settled() bool { return 2*views(x.fresh) > views(x.tally) }

// liked says whether at least three, and at least three in four, would go
// along, and nobody can't.
func liked(t engagement.Tally) bool {
	return t.Positive() >= 3 && 4*t.Positive() >= 3*views(t) && t.Unachievable == 0
}
