package draft

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// fragment is a piece of Markdown, of HTML or of what is nearly either.
func fragment() *rapid.Generator[string] {
	return rapid.SampledFrom([]string{
		"word", "Another", "12", "1.", "2)", "a.", "(b)", "- ", "* ", "+ ", "> ", "# ", "## ", "###", "#", "\n", "\n\n", "  ", "    ", "\t",
		"*", "**", "***", "_", "__", "`", "``", "```\n", "~", "~~", "~~~\n", "[", "]", "(", ")", "](", "](https://example.org)", "!", "![",
		"<", ">", "<b>", "</b>", "<br>", "<a href='x'>", "<script>", "</script>", "<!--", "-->", "<div>\n", "</div>\n", "<NAME>", "<https://example.org>",
		"&", "&amp;", "&lt;", "&#42;", "&#x202e;", ";", "\\", "\\*", "|", "| a | b |\n|---|---|\n", "|-|-|", "---\n", "===\n", "- - -\n", ":", "[a]: /b\n",
		"[a]", "https://example.org/a_b", "me@example.org", ".", ",", "Standing: fixed\n", "Most want to know: why?\n", "Contents", " 17", "…", "é", "\u200b",
	})
}

// source is a text made of fragments.
func source() *rapid.Generator[string] {
	return rapid.Custom(func(t *rapid.T) string {
		return strings.Join(rapid.SliceOfN(fragment(), 1, 25).Draw(t, "fragments"), "")
	})
}

func TestWhateverIsWrittenIsShownHarmlessAndWhole(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		d, err := ParseMarkdown([]byte(source().Draw(rt, "source")))
		if err != nil {
			return
		}
		checkProposal(rt, d, d.Propose(Options{}), Options{})
		checkSteady(rt, d)
	})
}

// outline is a well-made draft with headings of three levels, of which each
// may have text.
func outline() *rapid.Generator[string] {
	return rapid.Custom(func(t *rapid.T) string {
		var out strings.Builder
		level := 1
		for i := range rapid.IntRange(1, 200).Draw(t, "headings") {
			level = min(rapid.IntRange(1, 3).Draw(t, "level"), level+1)
			fmt.Fprintf(&out, "%s Heading%d\n\n", strings.Repeat("#", level), i)
			if n := rapid.IntRange(0, 300).Draw(t, "words"); n > 0 {
				fmt.Fprintf(&out, "Text%d%s\n\n", i, strings.Repeat(" word", n))
			}
		}
		return out.String()
	})
}

func TestAnyOutlineIsGroupedWithinBounds(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		o := Options{Least: rapid.IntRange(0, 10).Draw(rt, "least"), Most: rapid.IntRange(0, 20).Draw(rt, "most")}
		d, err := ParseMarkdown([]byte(outline().Draw(rt, "outline")))
		if err != nil {
			rt.Fatalf("ParseMarkdown: %v", err)
		}
		p := d.Propose(o)
		checkProposal(rt, d, p, o)
		checkOrder(rt, p)
		if diff := cmp.Diff(p, d.Propose(o)); diff != "" {
			rt.Errorf("proposed again (-first +again):\n%s", diff)
		}
		with := 0
		for _, part := range partsOf(d.blocks) {
			if part.hasText() {
				with++
			}
		}
		if least := min(o.orDefaults().Least, with); len(p.Sections) < least/2 {
			rt.Errorf("%d sections of %d headings with text, want at least half of %d\n%s", len(p.Sections), with, least, describe(p))
		}
	})
}

// checkOrder checks that the text of the draft is there once and in order.
func checkOrder(t reporter, p Proposal) {
	last := -1
	for _, s := range p.Sections {
		for w := range strings.FieldsSeq(s.Text) {
			var n int
			if _, err := fmt.Sscanf(w, "Text%d", &n); err != nil {
				continue
			}
			if n <= last {
				t.Errorf("text %d comes after text %d", n, last)
			}
			last = n
		}
	}
}

// body is the body of a Word file: paragraphs, items and tables of runs, each
// set in its own way.
func body() *rapid.Generator[string] {
	escape := strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")
	return rapid.Custom(func(t *rapid.T) string {
		var out strings.Builder
		for range rapid.IntRange(1, 6).Draw(t, "paragraphs") {
			var runs strings.Builder
			for range rapid.IntRange(0, 5).Draw(t, "runs") {
				look := rapid.SampledFrom([]string{"", "<w:b/>", "<w:i/>", "<w:b/><w:i/>"}).Draw(t, "look")
				text := escape.Replace(strings.Join(rapid.SliceOfN(fragment(), 1, 3).Draw(t, "text"), ""))
				run := fmt.Sprintf("<w:r><w:rPr>%s</w:rPr><w:t>%s</w:t></w:r>", look, text)
				form := rapid.SampledFrom([]string{"%s", "%s", "%s", `<w:hyperlink r:id="rId1">%s</w:hyperlink>`, "%s<w:r><w:br/></w:r>"}).Draw(t, "form")
				fmt.Fprintf(&runs, form, run)
			}
			form := rapid.SampledFrom([]string{
				"<w:p>%s</w:p>",
				"<w:p><w:pPr><w:pStyle w:val=\"berschrift1\"/></w:pPr>%s</w:p>",
				"<w:p><w:pPr><w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"1\"/></w:numPr></w:pPr>%s</w:p>",
				"<w:p><w:pPr><w:numPr><w:ilvl w:val=\"1\"/><w:numId w:val=\"2\"/></w:numPr></w:pPr>%s</w:p>",
				"<w:tbl><w:tr><w:tc><w:p>%s</w:p></w:tc><w:tc/></w:tr><w:tr><w:tc><w:p><w:r><w:t>x</w:t></w:r></w:p></w:tc></w:tr></w:tbl>",
			}).Draw(t, "block")
			fmt.Fprintf(&out, form, runs.String())
		}
		return out.String()
	})
}

func TestWhateverIsInAWordFileIsShownHarmlessAndWhole(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		d, err := ParseWord(pack(t, body().Draw(rt, "body"), nil))
		if err != nil {
			return
		}
		checkProposal(rt, d, d.Propose(Options{}), Options{})
		checkSteady(rt, d)
	})
}
