package draft

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// propose reads source and groups it as usual.
func propose(t *testing.T, source string) Proposal {
	t.Helper()
	d, err := ParseMarkdown([]byte(source))
	if err != nil {
		t.Fatalf("ParseMarkdown: %v", err)
	}
	p := d.Propose(Options{})
	checkProposal(t, d, p, Options{})
	return p
}

// outlineOf gives "number|title|path" of each section.
func outlineOf(p Proposal) []string {
	var lines []string
	for _, s := range p.Sections {
		lines = append(lines, s.Number+"|"+s.Title+"|"+strings.Join(s.Path, "/"))
	}
	return lines
}

// kindsOf gives the kinds of the notes.
func kindsOf(p Proposal) []NoteKind {
	var kinds []NoteKind
	for _, n := range p.Notes {
		kinds = append(kinds, n.Kind)
	}
	return kinds
}

func TestSections(t *testing.T) {
	for _, test := range []struct {
		name, source string
		want         []string
		notes        []NoteKind
	}{
		{
			name:   "headings are taken as they are",
			source: "# Vision\nWe hope.\n# Payment\nWe pay.\n",
			want:   []string{"|Vision|", "|Payment|"},
		},
		{
			name:   "the title of the draft is not a section",
			source: "# Digital care\n\n## Vision\nWe hope.\n\n## Payment\nWe pay.\n",
			want:   []string{"|Vision|", "|Payment|"},
		},
		{
			name:   "headings without a space, closed, underlined",
			source: "##1. Vision##\na\n\nPayment\n-------\nb\n\n#Moving\nc\n",
			want:   []string{"1|Vision|", "|Payment|", "|Moving|"},
		},
		{
			name:   "an anchor in a heading, a page number, a colon",
			source: "## <a name=\"1\"></a>Sec. 1.01 Vision:\na\n\n## EVALUATION\t17\nb\n\n## Payment ..... 4\nc\n",
			want:   []string{"1.01|Vision|", "|Evaluation|", "|Payment|"},
			notes:  []NoteKind{NoteHTML},
		},
		{
			name:   "numbers are right where levels are not",
			source: "## 5.0 Service\na\n\n## 5.9 More\nb\n\n## 5.9.1 Conflicts\nc\n\n# 6.0 Other\nd\n",
			want:   []string{"5.0|Service|", "5.9|More|Service", "5.9.1|Conflicts|Service/More", "6.0|Other|"},
		},
		{
			name:   "kinds of numbers",
			source: "# Part A Vision\na\n\n# Appendix B: Insurance\nb\n\n# Appendix C\nc\n\n# (d) Tax\nd\n\n# IV. Law\ne\n\n# Section 3.\nf\n",
			want:   []string{"Part A|Vision|", "Appendix B|Insurance|", "Appendix C|Appendix C|", "(d)|Tax|", "IV|Law|", "3|3|"},
		},
		{
			name:   "a figure at the start of a title is not a number",
			source: "# 24 Hour cover\na\n\n# Payment\nb\n",
			want:   []string{"|24 Hour cover|", "|Payment|"},
		},
		{
			name:   "plain figures that count are numbers",
			source: "# 1 Vision\na\n\n# 2 Payment\nb\n\n# 3 Moving\nc\n",
			want:   []string{"1|Vision|", "2|Payment|", "3|Moving|"},
		},
		{
			name:   "a heading over nothing but headings is in their path",
			source: "# Service\n\n## Alarms\na\n\n## Repairs\nb\n\n# Payment\nc\n",
			want:   []string{"|Alarms|Service", "|Repairs|Service", "|Payment|"},
		},
		{
			name:   "a heading with nothing under it",
			source: "# Vision\na\n\n# Payment\n\n# Moving\nb\n",
			want:   []string{"|Vision|", "|Moving|"},
			notes:  []NoteKind{NoteEmpty},
		},
		{
			name:   "no headings: numbers",
			source: "1. Vision\n\nWe hope.\n\n1.1 For whom\n\nFor all.\n\n2. Payment\n\nWe pay. 3. Not a heading\n",
			want:   []string{"1|Vision|", "1.1|For whom|Vision", "2|Payment|"},
			notes:  []NoteKind{NoteStructure},
		},
		{
			name:   "no headings: numbers right over their text",
			source: "Digital care\n\n1. Vision\nWe hope for much.\n\n2) Payment\n   We pay:\n\n   1. a\n   2. b\n\nSection 3. Moving\nWe move.\n",
			want:   []string{"1|Vision|", "2|Payment|", "3|Moving|"},
			notes:  []NoteKind{NoteStructure, NoteTitlePage},
		},
		{
			name:   "a list is not headings",
			source: "We need:\n\n1. Alarms\n\n2. Repairs\n\n3. Visits\n\nand that is all.\n",
			want:   []string{"|Part 1|"},
		},
		{
			name:   "no headings: bold lines and capitals",
			source: "**Vision**\nWe hope.\n\n**Payment:**\n\nWe pay.\n\nMOVING\n\nWe move.\n",
			want:   []string{"|Vision|", "|Payment|", "|Moving|"},
			notes:  []NoteKind{NoteStructure},
		},
		{
			name:   "nothing to go by",
			source: "We hope.\n\nWe pay.\n",
			want:   []string{"|Part 1|"},
		},
		{
			name:   "code holds no headings",
			source: "# Vision\n```\n# not this\n```\n# Payment\nb\n",
			want:   []string{"|Vision|", "|Payment|"},
		},
		{
			name:   "a paragraph over dashes is no heading",
			source: "# Vision\n" + strings.Repeat("word ", 40) + "\n---\nMore.\n",
			want:   []string{"|Vision|"},
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			p := propose(t, test.source)
			if diff := cmp.Diff(test.want, outlineOf(p)); diff != "" {
				t.Errorf("sections (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(test.notes, kindsOf(p)); diff != "" {
				t.Errorf("notes (-want +got):\n%s%s", diff, describe(p))
			}
		})
	}
}

func TestTexts(t *testing.T) {
	for _, test := range []struct{ name, source, want string }{
		{"lines of a paragraph are joined", "one\ntwo\nthree", "one two three"},
		{"lettered lines stay lines", "Include:\n(a) one\n(b) two", "Include:  \n(a) one  \n(b) two"},
		{"emphasis", "a **bold** and *soft* and ***both***", "a **bold** and *soft* and ***both***"},
		{"lists", "* a\n* b\n    1) c\n    2) d", "- a\n- b\n  1. c\n  2. d"},
		{"a loose list", "- a\n\n- b", "- a\n\n- b"},
		{"a quotation", "> a\n> b\n>\n> c", "> a b\n>\n> c"},
		{"a table", "| a | b |\n|:--|--:|\n| c | d\\|e |\n| f |", "| a | b |\n| --- | --- |\n| c | d\\|e |\n| f |  |"},
		{"cells too many are kept", "a|b\n-|-\nc|d|e", "| a | b |\n| --- | --- |\n| c | d e |"},
		{"code", "Use `a*b`:\n\n~~~\nx <b>\n~~~", "Use `a*b`:\n\n```\nx <b>\n```"},
		{"links", "[a](https://example.org/x_(y)) <https://example.org>", "[a](https://example.org/x_%28y%29) [https://example.org](https://example.org)"},
		{"links by reference", "[a][1] and [b]\n\n[1]: https://example.org 'title'\n[b]: <mailto:a@example.org>", "[a](https://example.org) and [b](mailto:a@example.org)"},
		{"links that lead elsewhere", "[a](#1.01) [b](javascript:alert(1)) [c](data:text/html,x) [d](file:///etc) [e](//x.org)", "a b c d e"},
		{"disguised links", "[a](java&#115;cript:alert(1)) [b](JAVASCRIPT:x) [c](https://a@b.org)", "a b c"},
		{"pictures", "![A map](map.png) ![](x.png)", "(picture left out: A map) (picture left out)"},
		{"HTML among text", "a <b onclick=x>b</b><br>c <!-- d --> <IMG SRC=x onerror=y>e", "a b  \nc (picture left out) e"},
		{"gaps to fill in", "The <NAME> of <span>WHO</span>", "The \\<NAME> of WHO"},
		{"HTML in blocks", "<center>\n**PO Box 1**<br>\nTown\n</center>", "**PO Box 1**  \nTown"},
		{"scripts", "a <script>alert(1)</script> b\n\n<script>\nalert(2)\n</script>\n\nc", "a b\n\nc"},
		{"a script without an end", "<script>alert(1)", "alert(1)"},
		{"tags made of tags", "<scr<b>ipt>alert(1)</scr</b>ipt>", "\\<script>alert(1)\\</script>"},
		{"escaped marks stay escaped", "\\*a\\* 1\\. \\<b> \\# c", "\\*a\\* 1. \\<b> # c"},
		{"references become characters", "&lt;b&gt; &amp;amp; &pound;5", "\\<b> \\&amp; £5"},
		{"marks at the start of a line", "\\# a\n\n\\- b\n\n1986\\. A year\n\n\\> c", "\\# a\n\n\\- b\n\n1986\\. A year\n\n\\> c"},
		{"gaps to write on", "Name: \\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_", `Name: \_\_\_\_\_\_\_\_`},
		{"indented text is text", "a\n\n    b\n\n\tc", "a\n\nb\n\nc"},
		{"characters that hide", "a\u200bb\u202ec\u2066d\ufeff\x07 and more text", "abcd and more text"},
		{"characters made to hide", "a&#x202e;b&#8203;c", "abc"},
		{"page numbers", "a\n\nPage 3 of 9\n\n— 4 —\n\nb", "a\n\nb"},
		{"line ends", "a\r\nb\rc\u2028d", "a b c d"},
	} {
		t.Run(test.name, func(t *testing.T) {
			p := propose(t, test.source)
			var texts []string
			for _, s := range p.Sections {
				texts = append(texts, s.Text)
			}
			if diff := cmp.Diff(test.want, strings.Join(texts, "\n\n")); diff != "" {
				t.Errorf("text (-want +got):\n%s", diff)
			}
		})
	}
}

func TestTitlesAreShortAndPlain(t *testing.T) {
	long := strings.Repeat("Équipement ", 12)
	p := propose(t, "# "+long+"\na\n\n# *Paying* for `results` [here](https://example.org) &amp; now\nb\n")
	first := p.Sections[0]
	if got, want := first.Title, strings.TrimSpace(strings.Repeat("Équipement ", 7))+"…"; got != want {
		t.Errorf("title %q, want %q", got, want)
	}
	if !strings.HasPrefix(first.Text, "### "+strings.TrimSpace(long)) {
		t.Errorf("text %q, want the whole heading first", first.Text)
	}
	if got, want := p.Sections[1].Title, "Paying for results here & now"; got != want {
		t.Errorf("title %q, want %q", got, want)
	}
}

func TestFrontMatter(t *testing.T) {
	contents := "# Contents\n\n1. Vision ..... 3\n2. Payment .... 4\n\n"
	body := "# 1. Vision\na\n\n# 2. Payment\nb\n"
	for _, test := range []struct {
		name, source string
		want         []string
		title        string
		notes        []NoteKind
	}{
		{"contents as a list", contents + body, []string{"1|Vision|", "2|Payment|"}, "", []NoteKind{NoteContents}},
		{"contents as headings", "# Contents\n## 1. Vision\n## 2. Payment\n" + body, []string{"1|Vision|", "2|Payment|"}, "", []NoteKind{NoteContents}},
		{"contents as headings of the same level", "# Contents\n# 1. Vision 3\n# 2. Payment 4\n" + body, []string{"1|Vision|", "2|Payment|"}, "", []NoteKind{NoteContents}},
		{
			"contents that say something", "# Contents\nThis draft has two parts, and what follows says why we think that they belong together.\n\n" + body,
			[]string{"|Contents|", "1|Vision|", "2|Payment|"},
			"", nil,
		},
		{"a title page", "# Digital care\n\nWestmere County Council\n\n1 May 2026\n\n" + contents + body, []string{"1|Vision|", "2|Payment|"}, "Digital care", []NoteKind{NoteContents, NoteTitlePage}},
		{
			"an introduction", "# Digital care\n\n" + strings.Repeat("We plan a service for people at home and ask you what you think of it. ", 4) + "\n\n" + body,
			[]string{"|Digital care|", "1|Vision|", "2|Payment|"},
			"", nil,
		},
		{
			"an introduction under the title", "# Digital care\n\n" + strings.Repeat("We plan a service for people at home and ask you what you think of it. ", 4) + "\n\n## Vision\na\n",
			[]string{"|Introduction|", "|Vision|"},
			"Digital care", nil,
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			p := propose(t, test.source)
			if diff := cmp.Diff(test.want, outlineOf(p)); diff != "" {
				t.Errorf("sections (-want +got):\n%s", diff)
			}
			if p.Title != test.title {
				t.Errorf("title %q, want %q", p.Title, test.title)
			}
			if diff := cmp.Diff(test.notes, kindsOf(p)); diff != "" {
				t.Errorf("notes (-want +got):\n%s", diff)
			}
		})
	}
}

func TestMarksOfTheAuthor(t *testing.T) {
	for _, test := range []struct{ name, source, standing, ask, text string }{
		{"plain", "# A\nStanding: fixed\nMost want to know: what would it\ntake?\n\nText.", "fixed", "what would it take?", "Text."},
		{"with emphasis", "# A\n**Standing:** Open to change\n\n**Most want to know:** Why?\n\nText.", "open", "Why?", "Text."},
		{"as a list", "# A\n- Standing: We don’t know yet.\n- Most want to know: Which?\n\nText.", "exploring", "Which?", "Text."},
		{"text right under it", "# A\nStanding: don't know yet\nText.", "exploring", "", "Text."},
		{"not under the heading", "# A\nText.\n\nStanding: fixed", "", "", "Text.\n\nStanding: fixed"},
		{"not known", "# A\nStanding: firm\n\nText.", "", "", "Standing: firm\n\nText."},
	} {
		t.Run(test.name, func(t *testing.T) {
			p := propose(t, test.source)
			s := p.Sections[0]
			if s.Standing != test.standing || s.Ask != test.ask || s.Text != test.text {
				t.Errorf("standing %q, ask %q, text %q; want %q, %q, %q", s.Standing, s.Ask, s.Text, test.standing, test.ask, test.text)
			}
			if got, want := slices.Contains(kindsOf(p), NoteStanding), test.name == "not known"; got != want {
				t.Errorf("note on standing %v, want %v", got, want)
			}
		})
	}
}

func TestPartsMarkedDifferentlyAreLeftToAPerson(t *testing.T) {
	var source strings.Builder
	for i := range 40 {
		fmt.Fprintf(&source, "# Section %d\nStanding: %s\n\n%s\n\n", i+1, []string{"fixed", "open"}[i%2], strings.Repeat("word ", 50))
	}
	p := propose(t, source.String())
	if len(p.Sections) < Least || len(p.Sections) > Most || !slices.Contains(kindsOf(p), NoteStanding) {
		t.Errorf("%d sections, notes %v; want %d to %d and a note on standing", len(p.Sections), kindsOf(p), Least, Most)
	}
	for _, s := range p.Sections {
		if s.Standing != "" {
			t.Errorf("%q is %s, want no standing", s.Title, s.Standing)
		}
	}
}

func TestTextWithoutStructureIsCutIntoParts(t *testing.T) {
	p := propose(t, strings.Repeat(strings.Repeat("word ", 100)+"\n\n", 40))
	if got, want := len(p.Sections), 10; got != want {
		t.Errorf("%d parts, want %d", got, want)
	}
	if got, want := p.Sections[2].Title, "Part 3"; got != want {
		t.Errorf("title %q, want %q", got, want)
	}
}

func TestMinutes(t *testing.T) {
	for _, test := range []struct{ words, want int }{{0, 2}, {99, 2}, {100, 3}, {300, 4}, {2000, 12}} {
		if got := minutes(test.words); got != test.want {
			t.Errorf("minutes(%d) = %d, want %d", test.words, got, test.want)
		}
	}
	if (Proposal{Minutes: LongMinutes}).Long() || !(Proposal{Minutes: LongMinutes + 1}).Long() {
		t.Errorf("Long() changes elsewhere than above %d minutes", LongMinutes)
	}
}

func TestUnreadableFiles(t *testing.T) {
	for _, test := range []struct {
		name, source string
		code         Code
		text         string
	}{
		{"empty", "", Empty, "draft is empty: there is no text in it. Send the file with the specification itself."},
		{"nothing but marks", "\ufeff# \n\n---\n<!-- x -->", Empty, "draft is empty: there is no text in it. Send the file with the specification itself."},
		{"too large", strings.Repeat("a ", 3<<20) + "a", TooLarge, "draft is 7 MB; the most is 5 MB. Leave out pictures or annexes, or send it in parts."},
		{"too long", strings.Repeat("a\n", 100_001), TooLarge, "draft has 100001 lines; the most is 100000. Leave out annexes, or send it in parts."},
		{"a PDF", "%PDF-1.7", NotText, "draft is not text: it looks like a PDF. Send it as Word (.docx), Markdown (.md) or plain text."},
		{"a program", "\x7fELF\x02\x01\x01\x00\x00\x00\x00\x00\x00\x00", NotText, "draft is not text: it looks like a program or data file. Send it as Word (.docx), Markdown (.md) or plain text."},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := ParseMarkdown([]byte(test.source))
			var known *Error
			if !errors.As(err, &known) {
				t.Fatalf("ParseMarkdown: %v, want an *Error", err)
			}
			if known.Code != test.code || known.Text != test.text {
				t.Errorf("%s: %s\nwant %s: %s", known.Code, known.Text, test.code, test.text)
			}
		})
	}
}

func TestEncodings(t *testing.T) {
	for _, test := range []struct {
		name, source, want string
		notes              int
	}{
		{"UTF-8 with a mark", "\ufeff£5", "£5", 0},
		{"UTF-16, little end first", "\xff\xfe\xa3\x005\x00", "£5", 0},
		{"UTF-16, big end first", "\xfe\xff\x00\xa3\x005", "£5", 0},
		{"Windows", "\xa35 a month, that\x92s all there is to it", "£5 a month, that’s all there is to it", 1},
		{"broken UTF-8", "£5 a month and \xff not more", "£5 a month and \uFFFD not more", 1},
	} {
		t.Run(test.name, func(t *testing.T) {
			p := propose(t, test.source)
			if got := p.Sections[0].Text; got != test.want || len(p.Notes) != test.notes {
				t.Errorf("text %q with %d notes, want %q with %d", got, len(p.Notes), test.want, test.notes)
			}
		})
	}
}
