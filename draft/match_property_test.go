package draft

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// sectionsOf makes lists of sections that have much in common.
func sectionsOf() *rapid.Generator[[]Section] {
	title := rapid.SampledFrom([]string{"", "General", "general", "Payment", "How we pay", "1. Scope", "Scope; Payment"})
	return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) Section {
		return Section{
			Title: title.Draw(t, "title"), Number: rapid.SampledFrom([]string{"", "1", "1.1", "2"}).Draw(t, "number"),
			Text: strings.Join(prosaic().Draw(t, "text"), ""),
		}
	}), 0, 12)
}

func TestEverySectionIsInOneMatch(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		old, proposed := held(sectionsOf().Draw(rt, "old")), sectionsOf().Draw(rt, "proposed")
		matches, err := MatchSections(old, proposed)
		if err != nil {
			rt.Fatalf("MatchSections: %v", err)
		}
		checkMatches(rt, old, proposed, matches)
		again, _ := MatchSections(old, proposed)
		if diff := cmp.Diff(matches, again); diff != "" {
			rt.Errorf("matched again (-first +again):\n%s", diff)
		}
		Renumbered(old, proposed, matches)
	})
}

func TestEditedSectionsAreFoundWhateverTheirOrder(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		n := rapid.IntRange(1, 40).Draw(rt, "sections")
		order := rapid.Permutation(upTo(n)).Draw(rt, "order")
		every := rapid.IntRange(8, 30).Draw(rt, "every")
		var old []Held
		proposed := make([]Section, n)
		for i := range n {
			words := make([]string, rapid.IntRange(30, 80).Draw(rt, "words"))
			for k := range words {
				words[k] = fmt.Sprintf("w%d", rapid.IntRange(0, 300).Draw(rt, "word"))
			}
			old = append(old, Held{ID: i, Number: fmt.Sprint(i + 1), Title: fmt.Sprintf("Title %d", i), Text: strings.Join(words, " ")})
			for k := i % every; k < len(words); k += every {
				words[k] = "edited"
			}
			proposed[order[i]] = Section{Number: fmt.Sprint(order[i] + 1), Title: "Called otherwise", Text: strings.Join(words, " ")}
		}
		matches, err := MatchSections(old, proposed)
		if err != nil {
			rt.Fatalf("MatchSections: %v", err)
		}
		for _, m := range matches {
			if len(m.Old) != 1 || len(m.New) != 1 || order[m.Old[0]] != m.New[0] {
				rt.Errorf("match %+v, want one with one as in %v", m, order)
			}
		}
	})
}

// upTo gives the numbers below n.
func upTo(n int) []int {
	numbers := make([]int, n)
	for i := range numbers {
		numbers[i] = i
	}
	return numbers
}

func FuzzMatchSections(f *testing.F) {
	f.Add("1|Scope|The scope of it all is this.\x001|Pay|We pay monthly.", "2|Scope|The scope of it all is that.\x00|New|Text.")
	f.Add("||a b c d e f g h i j k\x00||a b c d e f g h i j k", "||a b c d\x00||e f g h i j k")
	f.Add("", "1.1|## A|### 1.2 B\n\x00")
	f.Fuzz(func(t *testing.T, before, after string) {
		old, proposed := held(parseSections(before)), parseSections(after)
		matches, err := MatchSections(old, proposed)
		if err != nil {
			return
		}
		checkMatches(t, old, proposed, matches)
		Renumbered(old, proposed, matches)
	})
}

// parseSections reads sections with a zero byte between them: number, title
// and text with bars between them.
func parseSections(source string) []Section {
	var sections []Section
	for s := range strings.SplitSeq(source, "\x00") {
		fields := strings.SplitN(s+"||", "|", 3)
		sections = append(sections, Section{Number: fields[0], Title: fields[1], Text: strings.TrimSuffix(fields[2], "||")})
	}
	return sections
}
