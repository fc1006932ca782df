package digest

import (
	"cmp"
	"slices"

	"soundings/engagement"
)

// Answer is one answer to a section, as the record has it.
type Answer struct {
	ID           string
	Organisation string
	Revision     int // of the text that was answered
	Stance       engagement.Stance
}

// Across is how the answers to one section moved from one text to another. It
// is for the buying team: with few who answered both it would tell who said
// what.
type Across struct {
	From, To int // revisions
	Both     int // organisations that answered both; what follows is of these
	Before   engagement.Tally
	After    engagement.Tally
	Changes  []Change // those that say something else now, by what they said before
}

// AcrossTexts compares what organisations last said of a text before revision
// to, from revision from on, with what they last said of the text from then
// on. Answers come in the order in which they were given; only stances are
// tallied. Nobody answered both: the zero tallies.
func AcrossTexts(answers []Answer, from, to int) Across {
	type said struct{ before, after *Answer }
	by := make(map[string]said)
	var order []string
	for i := range answers {
		a := &answers[i]
		if a.Revision < from || !a.Stance.Valid() {
			continue
		}
		s, known := by[a.Organisation]
		if !known {
			order = append(order, a.Organisation)
		}
		if a.Revision < to {
			s.before = a
		} else {
			s.after = a
		}
		by[a.Organisation] = s
	}
	across := Across{From: from, To: to}
	for _, organisation := range order {
		s := by[organisation]
		if s.before == nil || s.after == nil {
			continue
		}
		across.Both++
		across.Before.Add(s.before.voice(), false)
		across.After.Add(s.after.voice(), false)
		if s.before.Stance != s.after.Stance {
			across.Changes = note(across.Changes, s.before.Stance, s.after.voice())
		}
	}
	slices.SortStableFunc(across.Changes, func(a, b Change) int {
		return cmp.Or(cmp.Compare(place(a.From), place(b.From)), cmp.Compare(place(a.To), place(b.To)))
	})
	return across
}

// AcrossSection is AcrossTexts for the suppliers that answered a section: what
// they said before its text last changed so that they were asked to look again,
// and what they say since. Nil: it never did, or nobody answered both.
func AcrossSection(s *engagement.State, section engagement.Section) *Across {
	if section.Material == 0 {
		return nil
	}
	var answers []Answer
	for _, r := range s.Voices(section.ID) {
		if r.IsUser() {
			continue
		}
		for _, b := range r.Earlier {
			answers = append(answers, Answer{ID: b.ID, Organisation: r.Organisation, Revision: b.Revision, Stance: b.Stance})
		}
		answers = append(answers, Answer{ID: r.ID, Organisation: r.Organisation, Revision: r.Revision, Stance: r.Stance})
	}
	across := AcrossTexts(answers, 1, section.Material)
	if across.Both == 0 {
		return nil
	}
	return &across
}

// voice is the answer as a tally of stances counts it.
func (a *Answer) voice() *engagement.Response {
	return &engagement.Response{ID: a.ID, Stance: a.Stance, Words: "-"}
}
