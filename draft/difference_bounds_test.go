package draft

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// hostilePairs are pairs of texts of about size bytes that could take long to
// compare.
func hostilePairs(size int) map[string][2]string {
	lines := func(form string, n int) string {
		var out strings.Builder
		for i := range n {
			fmt.Fprintf(&out, form, i)
		}
		return out.String()
	}
	twice := func(s string) [2]string { return [2]string{s, s + "x"} }
	return map[string][2]string{
		"one word":                     {strings.Repeat("a", size), strings.Repeat("a", size-1) + "b"},
		"one line of words":            {strings.Repeat("a b ", size/9), strings.Repeat("b a c ", size/8)},
		"short lines, all others":      {lines("a%d\n\n", size/9), lines("b%d\n\n", size/9)},
		"short lines, turned round":    {lines("a%d.\n\n", size/9), strings.Repeat("a.\n\n", size/9)},
		"items that are nearly alike":  {lines("- the item %d of many\n", size/26), lines("- one item %d of many\n", size/26)},
		"sentences that share a word":  {lines("Word x%d. ", size/14), lines("Word y%d. ", size/14)},
		"full stops":                   twice(strings.Repeat(". ", size/4)),
		"brackets":                     twice(strings.Repeat("[", size/4)),
		"open links":                   twice(strings.Repeat("[a](", size/16)),
		"backticks":                    twice(strings.Repeat("` `` ", size/8)),
		"emphasis":                     twice(strings.Repeat("*a_", size/8)),
		"cells":                        twice(strings.Repeat("| a ", size/8)),
		"quotations":                   twice(strings.Repeat("> ", size/4)),
		"marks on a letter":            twice("a" + strings.Repeat("\u0301", size/8)),
		"addresses":                    twice(strings.Repeat("https://a", size/16)),
		"numbers of clauses":           twice(strings.Repeat("(a) ", size/8)),
		"escapes":                      twice(strings.Repeat(`\_\`, size/8)),
		"white space":                  twice(strings.Repeat(" \n", size/4)),
		"lines that stay among others": {lines("a%d\n\nsame\n\n", size/14), lines("b%d\n\nsame\n\n", size/14)},
	}
}

// The most that comparing two texts may ask of memory, nearly all of which is
// free again at once.
const mostPerComparedByte = 1000

func TestHostileTextsAreComparedWithinBounds(t *testing.T) {
	if testing.Short() {
		t.Skip("compares large texts")
	}
	for name, texts := range hostilePairs(MaxSectionText - 1000) {
		t.Run(name, func(t *testing.T) {
			if n := max(len(texts[0]), len(texts[1])); n > MaxSectionText {
				t.Fatalf("%d bytes are too many to be cut into words", n)
			}
			var d Difference
			got := allocatedBy(func() { d = Compare(texts[0], texts[1]) })
			size := len(texts[0]) + len(texts[1])
			if most := uint64(mostPerComparedByte * size); got > most {
				t.Errorf("%d MB were allocated for %d KB, want at most %d", got>>20, size>>10, most>>20)
			}
			if d.Old() != texts[0] || d.New() != texts[1] {
				t.Error("the texts did not come back")
			}
			judged := allocatedBy(func() { Material(d, nil) })
			if most := uint64(mostPerComparedByte * size); judged > most {
				t.Errorf("%d MB were allocated to judge, want at most %d", judged>>20, most>>20)
			}
			t.Logf("%d and %d bytes for each byte", got/uint64(size), judged/uint64(size))
		})
	}
}

func TestHugeTextsAreComparedWithinBounds(t *testing.T) {
	const most = 600 // bytes allocated for each
	for name, size := range map[string]int{
		"one word": 5 << 20, "open links": 5 << 20, "short lines, all others": 900_000, "lines that stay among others": 700_000, // 100,000 lines
	} {
		texts := hostilePairs(size)[name]
		var d Difference
		got := allocatedBy(func() {
			d = Compare(texts[0], texts[1])
			Material(d, nil)
		})
		if n := uint64(len(texts[0]) + len(texts[1])); got > most*n {
			t.Errorf("%s: %d MB were allocated for %d MB", name, got>>20, n>>20)
		}
		if d.Old() != texts[0] || d.New() != texts[1] {
			t.Errorf("%s: the texts did not come back", name)
		}
	}
}

func TestComparingStopsAtItsLimit(t *testing.T) {
	// The effort is counted, so it ends at the same place on every machine.
	texts := hostilePairs(50_000)["items that are nearly alike"]
	for _, effort := range []int{0, 1_000, 1_000_000} {
		c := comparison{ids: map[string]int{}, aligner: aligner{left: effort}}
		c.old, c.new = cutBoth(texts[0], texts[1])
		d := c.difference()
		if c.left < 0 {
			t.Errorf("with %d, %d were left", effort, c.left)
		}
		if d.Old() != texts[0] || d.New() != texts[1] {
			t.Errorf("with %d the texts did not come back", effort)
		}
	}
}

func TestTheLargestListsAreMatchedWithinBounds(t *testing.T) {
	if testing.Short() {
		t.Skip("matches large lists")
	}
	sections := func(text func(i int) string) []Section {
		all := make([]Section, MaxSections)
		for i := range all {
			all[i] = Section{Title: "Title of many words " + fmt.Sprint(i%7), Text: text(i)}
		}
		return all
	}
	same := strings.Repeat("a b c d e f g ", 200)
	for name, text := range map[string]func(i int) string{
		"all alike":        func(int) string { return same },
		"a run in sixteen": func(i int) string { return strings.Repeat(fmt.Sprintf("w%d x y%d z ", i/16, i%16), 500) },
		"one word":         func(i int) string { return strings.Repeat("a", MaxSectionText/8) + fmt.Sprint(i) },
		"nothing":          func(int) string { return "" },
		"long":             func(i int) string { return strings.Repeat(fmt.Sprintf("word%d is ", i), MaxSectionText/60) },
	} {
		t.Run(name, func(t *testing.T) {
			proposed := sections(text)
			old := held(proposed)
			m, texts := &matcher{}, map[string]int{}
			for i := range old {
				m.old = append(m.old, take(texts, "", old[i].Title, nil, old[i].Text))
				m.new = append(m.new, take(texts, "", proposed[i].Title, nil, proposed[i].Text))
			}
			m.share()
			if most := commonRun * mostRuns; m.steps > most {
				t.Errorf("%d steps, want at most %d", m.steps, most)
			}
			checkMatches(t, old, proposed, match(t, old, proposed))
		})
	}
}

func BenchmarkCompare(b *testing.B) {
	data, err := os.ReadFile(filepath.Join(specsFolder, "eis-modernization/v30.md"))
	if err != nil {
		b.Skipf("real draft is not here: %v", err)
	}
	before := string(data[20_000:30_000])
	after := strings.ReplaceAll(strings.ReplaceAll(before, "state", "council"), "proposal", "formal offer")
	b.ReportAllocs()
	b.SetBytes(int64(len(before)))
	for b.Loop() {
		Material(Compare(before, after), nil)
	}
}

func BenchmarkMatchSections(b *testing.B) {
	var sides [2][]Section
	for k, name := range []string{"eis-modernization/v30.md", "eis-modernization/v60.md"} {
		data, err := os.ReadFile(filepath.Join(specsFolder, name))
		if err != nil {
			b.Skipf("real draft is not here: %v", err)
		}
		d, err := ParseMarkdown(data)
		if err != nil {
			b.Fatalf("ParseMarkdown: %v", err)
		}
		sides[k] = d.Propose(Options{Least: 400, Most: 400}).Sections
	}
	old := held(sides[0])
	b.ReportAllocs()
	for b.Loop() {
		if _, err := MatchSections(old, sides[1]); err != nil {
			b.Fatalf("MatchSections: %v", err)
		}
	}
}
