package digest

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// drawCourse draws a course with phases in which most are of one mind. Most
// organisations answer once, in turn, and now and then one again.
func drawCourse(t *rapid.T) course {
	c := course{organisations: rapid.SampledFrom([]int{6, 8, 10, 12, 14, 16}).Draw(t, "organisations"), growth: GrowthToTell}
	acts := []string{"digest", "digest", "text", "mind", "again", "next", "next", "next", "next", "next", "next", "next"}
	revision, mind, next := 1, noSide, 1
	for i, act := range rapid.SliceOfN(rapid.SampledFrom(acts), 20, 50).Draw(t, "acts") {
		h := happening{at: time.Duration(i+1) * time.Hour, revision: revision}
		if act == "next" && next > c.organisations {
			act = "again"
		}
		switch act {
		case "digest":
			h.digest = true
		case "text":
			if h.material = rapid.SampledFrom([]bool{false, false, true}).Draw(t, "material"); h.material {
				next = 1
			}
			revision++
			h.revision = revision
		case "mind":
			mind = rapid.SampledFrom([]side{positiveSide, worriedSide, noSide}).Draw(t, "mind")
			continue
		default:
			h.organisation = next
			if act == "again" {
				h.organisation = rapid.IntRange(1, c.organisations).Draw(t, "organisation")
			} else {
				next++
			}
			h.side = rapid.SampledFrom([]side{0, 0, 0, 1, 1, 1, 2, mind, mind}).Draw(t, "side")
		}
		c.happenings = append(c.happenings, h)
	}
	c.happenings = append(c.happenings, happening{at: 100 * time.Hour, digest: true})
	return c
}

// Whatever happens, one supplier who has seen every digest, and knows who
// answered between one fresh count and the next, cannot tell what any other
// said: there is another course in which it said something else, and every
// digest in it reads the same.
func TestNoSupplierCanTellWhatAnotherSaid(t *testing.T) {
	courses, refreshed, answers := 0, 0, 0
	rapid.Check(t, func(rt *rapid.T) {
		for range 10 {
			c := drawCourse(rt)
			var knowing []int
			if one := rapid.IntRange(0, c.organisations).Draw(rt, "knowing"); one > 0 {
				knowing = []int{one}
			}
			counts, n := c.keepsSecrets(t, rt, knowing)
			courses += min(1, counts)
			refreshed += max(0, min(1, counts-1))
			answers += n
		}
	})
	t.Logf("%d courses with a count, %d with more than one, %d answers that nobody else can tell", courses, refreshed, answers)
	if courses == 0 || refreshed == 0 {
		t.Errorf("%d courses with a count, %d with more than one: nothing was tried", courses, refreshed)
	}
}

// keepsSecrets looks for another course for every answer that was counted but
// those of the knowing. It gives how many fresh counts there were, and how many
// answers.
func (c course) keepsSecrets(t *testing.T, rt *rapid.T, knowing []int) (counts, answers int) {
	digests := c.play(t)
	fresh := freshOf(digests)
	if len(fresh) > len(sums{}) {
		return 0, 0
	}
	for _, answer := range inAny(fresh) {
		if slices.Contains(knowing, c.happenings[answer].organisation) {
			continue
		}
		answers++
		other, ok := c.another(fresh, knowing, answer)
		if !ok {
			rt.Fatalf("%v can tell what %+v is in\n%v", knowing, c.happenings[answer], c.text())
		}
		other = other.late(digests, knowing)
		if got := other.play(t); !sameDigests(digests, got) {
			rt.Fatalf("the other course reads otherwise:\n%v\n%+v\n%v\n%+v", c.text(), digests, other.text(), got)
		}
	}
	return len(fresh), answers
}

func freshOf(digests []seen) []seen {
	return slices.DeleteFunc(slices.Clone(digests), func(d seen) bool { return !d.fresh })
}

func inAny(fresh []seen) []int {
	var all []int
	for _, digest := range fresh {
		all = append(all, digest.in...)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// sameDigests compares what suppliers see.
func sameDigests(a, b []seen) bool {
	return slices.EqualFunc(a, b, func(a, b seen) bool { return a.count == b.count && a.fresh == b.fresh })
}

func (c course) text() string {
	var text string
	for _, h := range c.happenings {
		text += fmt.Sprintf("%+v\n", h)
	}
	return text
}

// courseOf has organisations from the first on answer in turn, w for works, r
// for a risk, and a digest at each bar.
func courseOf(growth int, letters string) course {
	c := course{growth: growth}
	for i, letter := range letters {
		h := happening{at: time.Duration(i+1) * time.Hour, revision: 1}
		switch letter {
		case '|':
			h.digest = true
		case 'r':
			h.side = worriedSide
			fallthrough
		default:
			c.organisations++
			h.organisation = c.organisations
		}
		c.happenings = append(c.happenings, h)
	}
	return c
}

// Why each side must have grown by two: with less, what is new in a count can
// be told. And what the rule does not hold against.
func TestWhatCanBeTold(t *testing.T) {
	for _, test := range []struct {
		name    string
		growth  int
		course  string
		knowing []int
		answer  int // of which organisation
		canTell bool
	}{
		{"two new answers on one side, seen by any other", 0, "wwwrrr|ww|", []int{1}, 7, true},
		{"and by somebody outside", 0, "wwwrrr|ww|", nil, 7, true},
		{"one new answer on each side, seen by who gave one", 1, "wwwrrr|wr|", []int{7}, 8, true},
		{"one new answer on each side, seen by any other", 1, "wwwrrr|wr|", []int{1}, 8, false},
		{"two new answers on each side", 2, "wwwrrr|wwrr|", []int{7}, 8, false},
		{"two who tell each other, in the first count", 2, "wwwrrr|", []int{1, 2}, 3, false},
		{"three who are one side, in the first count", 2, "wwwrrr|", []int{1, 2, 3}, 4, true},
		{"four of six", 2, "wwwrrr|", []int{1, 2, 3, 4}, 5, true},
		{"two who are all that a side has grown by", 2, "wwwrrr|wwrr|", []int{7, 8}, 9, true},
		{"three of each side and one", 2, "wwwrrr|wwwrrr|", []int{7, 8}, 9, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			c := courseOf(test.growth, test.course)
			digests := c.play(t)
			fresh := freshOf(digests)
			if len(fresh) != len(digests) {
				t.Fatalf("%d of %d digests have fresh counts", len(fresh), len(digests))
			}
			at := slices.IndexFunc(c.happenings, func(h happening) bool { return h.organisation == test.answer })
			if _, ok := c.another(fresh, test.knowing, at); ok == test.canTell {
				t.Errorf("%v can tell what organisation %d said: %v, want %v", test.knowing, test.answer, !ok, test.canTell)
			}
		})
	}
}
