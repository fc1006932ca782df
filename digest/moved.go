package digest

import (
	"cmp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"soundings/engagement"
)

// Moved is how the answers to one section moved since the digest before, as
// suppliers' voices; those that answered it for the first time did not move.
type Moved struct {
	Section int
	// Revised is when the text last changed, zero if it did not since then. If
	// whoever had answered was asked to look again (Asked), of the Before that
	// had, Again have answered the new text.
	Revised time.Time
	Asked   bool
	Before  int
	Again   int
	Changes []Change // answers that are others now, by what was said before
	// Across is how answers moved from the text before to this one, where some
	// were given to it since; the voices in it are left out of Changes.
	Across *Across
}

// Change is how many went from one stance to another.
type Change struct {
	From, To engagement.Stance
	Facts    []string // the responses as they are now
}

// moved compares every voice with what it said in the digest before, where that
// is known, and with what it said of the text before.
func (m *maker) moved() []Moved {
	var all []Moved
	for _, x := range m.sections {
		if moved := m.movedOn(x); !moved.Revised.IsZero() || len(moved.Changes) > 0 || moved.Across != nil {
			all = append(all, moved)
		}
	}
	return all
}

func (m *maker) movedOn(x section) Moved {
	moved := Moved{Section: x.ID}
	both := m.answeredBoth(x)
	if m.anySince(x, both) {
		moved.Across = AcrossSection(m.state, x.Section)
	}
	then := m.then(x.ID)
	if then == nil {
		return moved
	}
	if x.Revision > then.Revision {
		moved.Revised, moved.Asked = x.Revised, x.Material > then.Revision
	}
	for i, organisation := range m.last.Answered {
		said, ok := stanceAt(then.Voices, i)
		r := m.state.VoiceOf(x.ID, organisation)
		if as := m.state.CountedAs(organisation); !ok || r == nil || as != organisation && slices.Contains(m.last.Answered, as) {
			continue
		}
		moved.Before++
		if !m.state.Stale(r) {
			moved.Again++
		}
		if r.Stance != said && !both[r.ID] {
			moved.Changes = note(moved.Changes, said, r)
		}
	}
	slices.SortStableFunc(moved.Changes, func(a, b Change) int {
		return cmp.Or(cmp.Compare(place(a.From), place(b.From)), cmp.Compare(place(a.To), place(b.To)))
	})
	return moved
}

// answeredBoth are the answers of suppliers to the text as it is to be looked at,
// which answered one before it, too.
func (m *maker) answeredBoth(x section) map[string]bool {
	both := make(map[string]bool)
	for _, r := range m.state.Voices(x.ID) {
		if !r.IsUser() && !m.state.Stale(r) && len(r.Earlier) > 0 && r.Earlier[0].Revision < x.Material {
			both[r.ID] = true
		}
	}
	return both
}

// anySince says whether any of these was given in the period.
func (m *maker) anySince(x section, ids map[string]bool) bool {
	return slices.ContainsFunc(m.state.Voices(x.ID), func(r *engagement.Response) bool {
		return ids[r.ID] && !r.Given.Before(m.period.From)
	})
}

// note adds one voice to the changes.
func note(changes []Change, from engagement.Stance, r *engagement.Response) []Change {
	for i := range changes {
		if changes[i].From == from && changes[i].To == r.Stance {
			changes[i].Facts = append(changes[i].Facts, r.ID)
			return changes
		}
	}
	return append(changes, Change{From: from, To: r.Stance, Facts: []string{r.ID}})
}

// place is where a stance stands in the order in which people see them.
func place(s engagement.Stance) int { return slices.Index(engagement.Stances(), s) }

// then gives how a section stood in the digest before; nil: it did not.
func (m *maker) then(section int) *engagement.SectionThen {
	if m.last == nil {
		return nil
	}
	for i := range m.last.Sections {
		if then := &m.last.Sections[i]; then.Section == section {
			return then
		}
	}
	return nil
}

// letters stand in records for the stances, in the order of
// engagement.Stances: never change them. The dash is for one that said nothing.
const (
	letters     = "wfrcun"
	saidNothing = '-'
)

// voices writes down what each organisation that answered anything says of a
// section.
func (m *maker) voices(section int) string {
	var out strings.Builder
	for _, organisation := range m.heard {
		r := m.state.VoiceOf(section, organisation)
		if r == nil {
			out.WriteByte(saidNothing)
			continue
		}
		out.WriteByte(letters[place(r.Stance)])
	}
	return out.String()
}

// stanceAt reads the stance of one organisation out of what voices wrote;
// false: it had said nothing, or it is not known.
func stanceAt(voices string, i int) (engagement.Stance, bool) {
	if i >= len(voices) {
		return "", false
	}
	n := strings.IndexByte(letters, voices[i])
	if n < 0 {
		return "", false
	}
	return engagement.Stances()[n], true
}

// WouldBid counts what suppliers say when they are asked whether they would bid
// as it stands. It is for the buying team alone, and no promise.
type WouldBid struct {
	Likely, Depends, Unlikely, No int
	Facts                         []string // the answers under the counts
	Reasons                       []Reason // the first reasons, of those who would not before others; at most three
}

// wouldBid counts what suppliers said last; what one said before is not known
// any more.
func (m *maker) wouldBid() WouldBid {
	var w WouldBid
	for _, said := range m.state.AllLastWords() {
		if o, _ := m.state.Organisation(said.Organisation); o.Users || m.saidLater(said) {
			continue
		}
		switch said.Bid {
		case engagement.BidLikely:
			w.Likely++
		case engagement.BidDepends:
			w.Depends++
		case engagement.BidUnlikely:
			w.Unlikely++
		case engagement.BidNo:
			w.No++
		case engagement.BidUnsaid:
			continue
		}
		w.Facts = append(w.Facts, said.ID)
	}
	w.Reasons = m.reasons()
	return w
}

// Reason is why somebody would not bid, or not surely.
type Reason struct {
	Response string
	Kind     engagement.OrganisationKind
	Bid      engagement.Likelihood
	Words    string
}

// saidLater says whether another that is counted with it said so later.
func (m *maker) saidLater(said engagement.LastWords) bool {
	return slices.ContainsFunc(m.state.AllLastWords(), func(other engagement.LastWords) bool {
		return other.Bid != engagement.BidUnsaid && other.At.After(said.At) && other.Organisation != said.Organisation &&
			m.state.CountedAs(other.Organisation) == m.state.CountedAs(said.Organisation)
	})
}

// reasons quotes why suppliers would not bid, or not surely.
func (m *maker) reasons() []Reason {
	var all []Reason
	for _, bid := range []engagement.Likelihood{engagement.BidNo, engagement.BidUnlikely, engagement.BidDepends} {
		for _, said := range m.state.AllLastWords() {
			o, _ := m.state.Organisation(said.Organisation)
			words := strings.TrimSpace(said.Reason)
			if said.Bid != bid || o.Users || m.saidLater(said) || words == "" || utf8.RuneCountInString(words) > QuoteLength || len(all) == MostReasons {
				continue
			}
			all = append(all, Reason{Response: said.ID, Kind: kindOf(o), Bid: bid, Words: words})
		}
	}
	return all
}

// Said is how many said anything.
func (w WouldBid) Said() int { return w.Likely + w.Depends + w.Unlikely + w.No }
