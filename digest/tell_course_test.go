package digest

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"soundings/engagement"
)

// side is where an answer stands, as suppliers' counts see it.
type side int

const (
	positiveSide side = iota
	worriedSide
	noSide
)

// stance is one that stands there.
func (s side) stance() engagement.Stance {
	return []engagement.Stance{works, risk, pass}[s]
}

// happening is one thing that happens in a course: an answer, a digest or
// another text.
type happening struct {
	at           time.Duration // from the beginning
	organisation int           // from 1; 0: no answer
	side         side
	revision     int  // of the text that is answered, or that comes
	digest       bool // or a digest is made
	material     bool
}

// course is all that happens about one section.
type course struct {
	organisations int
	growth        int
	happenings    []happening
}

// seen is a digest as every supplier sees it.
type seen struct {
	count Shown // zero: no figures
	fresh bool
	in    []int // the happenings that a fresh count counts; nobody sees them
}

// play makes the digests of the course.
func (c course) play(t testing.TB) []seen {
	m := newSuppliersMarket(t, c.organisations)
	begin := m.now
	var all []seen
	latest := make(map[int]int) // organisation → its latest answer
	for i, h := range c.happenings {
		m.now = begin.Add(h.at)
		switch {
		case h.digest:
			told := tell(&m.state, m.shown, m.now, c.growth)
			m.keep(told)
			digest := seen{fresh: told.Sections[0].Fresh}
			if count := told.Sections[0].Count; count != nil {
				digest.count = *count
			}
			if digest.fresh {
				digest.in = c.counted(m, latest)
			}
			all = append(all, digest)
		case h.organisation == 0:
			m.revise(1, h.material)
		default:
			m.say(fmt.Sprint("O", h.organisation), 1, h.side.stance(), "", func(f *engagement.ResponseGiven) { f.Revision = h.revision })
			latest[h.organisation] = i
		}
	}
	return all
}

// counted gives the answers that count at present.
func (c course) counted(m *suppliersMarket, latest map[int]int) []int {
	section, _ := m.state.Section(1)
	var in []int
	for o := range c.organisations {
		if i, ok := latest[o+1]; ok && c.happenings[i].revision >= section.Material {
			in = append(in, i)
		}
	}
	return in
}

// sums is, for each fresh count, how many stand on each side.
type sums [6][2]int8

// another looks for a course in which the answer is on another side, with
// every figure the same: nobody answers more or fewer times, and the answers of
// the knowing organisations stay as they are. False: there is none, and so they
// can tell what it was.
func (c course) another(fresh []seen, knowing []int, answer int) (course, bool) {
	var left sums
	in := make(map[int][]int) // answer → the fresh counts that it is in
	for k, digest := range fresh {
		left[k] = [2]int8{int8(digest.count.Positive), int8(digest.count.Worried)}
		for _, i := range digest.in {
			in[i] = append(in[i], k)
		}
	}
	var open []int // the answers that may be others, the one in question first
	for i := range c.happenings {
		if len(in[i]) == 0 || i == answer {
			continue
		}
		if slices.Contains(knowing, c.happenings[i].organisation) {
			left.take(in[i], c.happenings[i].side)
			continue
		}
		open = append(open, i)
	}
	open = append([]int{answer}, open...)
	chosen := slices.Clone(c.happenings)
	type place struct {
		n    int
		left sums
	}
	dead := make(map[place]bool)
	var search func(n int, left sums) bool
	search = func(n int, left sums) bool {
		if n == len(open) {
			return left == sums{}
		}
		if dead[place{n, left}] {
			return false
		}
		i := open[n]
		was := c.happenings[i].side
		for turn := range 3 {
			s := (was + side(turn)) % 3
			if i == answer && s == was {
				continue
			}
			rest := left
			if rest.take(in[i], s) {
				chosen[i].side = s
				if search(n+1, rest) {
					return true
				}
			}
		}
		dead[place{n, left}] = true
		return false
	}
	ok := search(0, left)
	return course{c.organisations, c.growth, chosen}, ok
}

// take counts one answer off; false: there are too few.
func (s *sums) take(counts []int, at side) bool {
	enough := true
	for _, k := range counts {
		if at != noSide {
			s[k][at]--
			enough = enough && s[k][at] >= 0
		}
	}
	return enough
}

// late moves the answers of all but the knowing to the end of the time of
// which those know that it was given then: before the next fresh count, or the
// next text that is to be looked at again.
func (c course) late(digests []seen, knowing []int) course {
	var bounds []time.Duration
	n := 0
	for _, h := range c.happenings {
		if h.digest {
			n++
		}
		if h.digest && digests[n-1].fresh || h.material {
			bounds = append(bounds, h.at)
		}
	}
	bounds = append(bounds, c.happenings[len(c.happenings)-1].at+time.Hour)
	moved := slices.Clone(c.happenings)
	for i := range moved {
		h := &moved[i]
		if h.organisation == 0 || slices.Contains(knowing, h.organisation) {
			continue
		}
		end := bounds[slices.IndexFunc(bounds, func(b time.Duration) bool { return b > h.at })]
		h.at = end - time.Minute + time.Duration(i)*time.Millisecond // in their order
	}
	slices.SortStableFunc(moved, func(a, b happening) int { return int(a.at - b.at) })
	revision := 1
	for i := range moved {
		if h := &moved[i]; h.organisation == 0 && !h.digest {
			revision = h.revision
		} else {
			h.revision = revision
		}
	}
	return course{c.organisations, c.growth, moved}
}
