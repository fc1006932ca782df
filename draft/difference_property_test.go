package draft

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/text"
	"pgregory.net/rapid"
)

// blocksOf gives the kinds of the blocks of a Markdown text, and whether there
// is HTML in it.
func blocksOf(source string) (kinds []string, html bool) {
	root := goldmark.DefaultParser().Parse(text.NewReader([]byte(source)))
	for child := root.FirstChild(); child != nil; child = child.NextSibling() {
		kinds = append(kinds, child.Kind().String())
	}
	err := ast.Walk(root, func(n ast.Node, _ bool) (ast.WalkStatus, error) {
		html = html || n.Kind() == ast.KindRawHTML || n.Kind() == ast.KindHTMLBlock
		return ast.WalkContinue, nil
	})
	return kinds, html || err != nil
}

func TestAnyDifferenceGivesBothTextsBack(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		before, after := source().Draw(rt, "before"), source().Draw(rt, "after")
		checkDifference(rt, Compare(before, after), before, after)
	})
}

// prosaic is a text of plain sentences, items and rows of a few words, so that
// much of two of them is the same.
func prosaic() *rapid.Generator[[]string] {
	word := rapid.SampledFrom(strings.Fields("the a council supplier must may pay within 5 60 days care people equipment test not and"))
	return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) string {
		words := strings.Join(rapid.SliceOfN(word, 1, 12).Draw(t, "words"), " ")
		form := rapid.SampledFrom([]string{"The %. ", "The %.\n\n", "- % \n", "| % | x |\n", "### %\n\n"}).Draw(t, "form")
		return strings.ReplaceAll(form, "%", words)
	}), 0, 12)
}

func TestDifferencesAreTheSameEachTime(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		before, after := strings.Join(prosaic().Draw(rt, "before"), ""), strings.Join(prosaic().Draw(rt, "after"), "")
		d := Compare(before, after)
		checkDifference(rt, d, before, after)
		if diff := cmp.Diff(d.Lines(testWording()), Compare(before, after).Lines(testWording())); diff != "" {
			rt.Errorf("lines, then again:\n%s", diff)
		}
		for _, p := range Compare(before, before) {
			if p.Change != ChangeNone {
				rt.Errorf("%v changed from %q to itself", p.Runs, before)
			}
		}
	})
}

func TestWhatIsPairedIsEqualAndInOrder(t *testing.T) {
	keys := rapid.SliceOfN(rapid.IntRange(0, 6), 0, 30)
	rapid.Check(t, func(rt *rapid.T) {
		a, b := keys.Draw(rt, "a"), keys.Draw(rt, "b")
		l := aligner{left: rapid.SampledFrom([]int{0, 60, effortLimit}).Draw(rt, "left")}
		last := pair{-1, -1}
		n := 0
		enough := l.left == effortLimit
		for _, p := range l.align(a, b, one) {
			if p.a <= last.a || p.b <= last.b || a[p.a] != b[p.b] {
				rt.Fatalf("pair %v after %v of %v and %v", p, last, a, b)
			}
			last = p
			n++
		}
		// With all the effort it needs, no more than a few pairs short of the
		// most there can be are given for keeping neighbours together.
		if most := longestCommon(a, b); enough && 3*n < 2*most {
			rt.Errorf("%d pairs of %v and %v, want at least two thirds of %d", n, a, b, most)
		}
	})
}

// longestCommon is the length of the longest common subsequence, the plain way.
func longestCommon(a, b []int) int {
	best := make([][]int, len(a)+1)
	for i := range best {
		best[i] = make([]int, len(b)+1)
	}
	for i := range a {
		for j := range b {
			best[i+1][j+1] = max(best[i][j+1], best[i+1][j])
			if a[i] == b[j] {
				best[i+1][j+1] = best[i][j] + 1
			}
		}
	}
	return best[len(a)][len(b)]
}

func FuzzCompare(f *testing.F) {
	for _, seed := range [][2]string{
		{"Answer within 60 seconds. Keep records.\n\n- one\n- two\n", "Answer within 90 seconds. Always keep records.\n\n- two\n- one\n"},
		{"| a | b |\n|---|---|\n| `c` | d |\n", "| a | b |\n|---|---|\n| `c` | e |\n"},
		{"# A\n\n> quote\n> more\n\n```\nx\n```\n", "## 1. A\n\n> quote\n> less\n\n~~~\nx\n"},
		{"**a *b* c** [d](https://example.org/e_f) \\* <b>", "**a _b_ c [d](https://example.org/e_g) \\* &lt;"},
		{"1986. A great £5.50, e.g. Now", "a\u0301\u200d\xff \u00a0\r\n\t1) x"},
	} {
		f.Add(seed[0], seed[1])
	}
	f.Fuzz(func(t *testing.T, before, after string) {
		d := Compare(before, after)
		checkDifference(t, d, before, after)
		Material(d, map[string]string{"1": "2"})
	})
}
