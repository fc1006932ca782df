package draft

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/text"
)

// reporter is what checks need of a test: one of testing, fuzzing or rapid.
type reporter interface {
	Helper()
	Errorf(format string, args ...any)
}

// checkProposal checks what must be true of every proposal, whatever was put
// in.
func checkProposal(t reporter, d *Document, p Proposal, o Options) {
	t.Helper()
	o = o.orDefaults()
	total, bidding := 0, 0
	for _, s := range p.Sections {
		if s.Bidding {
			bidding++
		}
	}
	if n := len(p.Sections); n < 1 || n-bidding > o.Most || bidding > o.mostBidding() && n > o.Most {
		t.Errorf("%d sections, %d of them on bidding; want 1 to %d and %d", n, bidding, o.Most, o.mostBidding())
	}
	for _, s := range p.Sections {
		total += s.Minutes
		switch {
		case strings.TrimSpace(s.Title) == "" || utf8.RuneCountInString(s.Title) > MaxTitle:
			t.Errorf("title %q: want 1 to %d characters", s.Title, MaxTitle)
		case s.Minutes < 1:
			t.Errorf("%q takes %d minutes, want at least 1", s.Title, s.Minutes)
		case s.Words != words(s.Text):
			t.Errorf("%q has %d words, want %d", s.Title, s.Words, words(s.Text))
		}
		checkHarmless(t, s.Text)
		checkVisible(t, s.Title+s.Number+s.Ask+strings.Join(s.Path, ""))
	}
	if p.Minutes != total {
		t.Errorf("%d minutes in all, want the sum %d", p.Minutes, total)
	}
	for _, n := range p.Notes {
		if n.Kind == "" || strings.TrimSpace(n.Text) == "" {
			t.Errorf("note %+v says nothing", n)
		}
	}
	checkNothingLost(t, d, p)
}

// checkNothingLost checks that each word of the document is in a section or
// in what a note says was left out.
func checkNothingLost(t reporter, d *Document, p Proposal) {
	t.Helper()
	have := map[string]bool{}
	var all strings.Builder // for words that a mark parts in one place and not in another
	add := func(texts ...string) {
		for _, s := range texts {
			for _, w := range tokens(s) {
				have[w] = true
				all.WriteString(w)
			}
		}
	}
	add(p.Title)
	for _, s := range p.Sections {
		add(s.Title, s.Number, s.Text, s.Ask, s.Standing, s.Plain, strings.Join(s.Path, " "))
	}
	for _, n := range p.Notes {
		add(n.Text, n.LeftOut)
	}
	// Words that stand for a heading's place, and what a mark is written with.
	add("section sec sect clause standing most want to know what we")
	add("don't do not open to change fixed yet exploring negotiable non known")
	lost := func(said string) string {
		for _, w := range tokens(said) {
			if !have[w] && !strings.Contains(all.String(), w) {
				return w
			}
		}
		return ""
	}
	for _, b := range d.blocks {
		said := b.text
		if b.kind == heading {
			said = strings.Join(strings.Fields(pageNumber.ReplaceAllString(b.plain, "")), " ")
		}
		// What the author wants to know is plain text, without links.
		if w := lost(said); w != "" && (b.plain == "" || lost(b.plain) != "") {
			t.Errorf("word %q of %q is in no section and no note", w, shorten(said, 200))
			return
		}
	}
}

// tokens gives the runs of letters and digits in text, in small letters.
func tokens(text string) []string {
	return strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}

// checkVisible checks that text hides nothing.
func checkVisible(t reporter, text string) {
	t.Helper()
	if !utf8.ValidString(text) {
		t.Errorf("not UTF-8: %q", text)
	}
	for _, r := range text {
		if r != '\u200C' && r != '\u200D' && isHidden(r, 'a') {
			t.Errorf("hidden character %U in %q", r, text)
			return
		}
	}
}

// checkHarmless reads Markdown as others will, and checks that it has no
// HTML, no pictures, and no links but to the web and to mail.
func checkHarmless(t reporter, markdown string) {
	t.Helper()
	checkVisible(t, markdown)
	source := []byte(markdown)
	for _, reader := range []goldmark.Markdown{goldmark.New(), goldmark.New(goldmark.WithExtensions(extension.GFM))} {
		root := reader.Parser().Parse(text.NewReader(source))
		err := ast.Walk(root, func(node ast.Node, entering bool) (ast.WalkStatus, error) {
			if !entering {
				return ast.WalkContinue, nil
			}
			switch node := node.(type) {
			case *ast.RawHTML, *ast.HTMLBlock, *ast.Image, *ast.LinkReferenceDefinition:
				t.Errorf("%s in %q", node.Kind(), markdown)
				return ast.WalkStop, nil
			case *ast.Link:
				if _, ok := safeAddress(string(node.Destination)); !ok {
					t.Errorf("link to %q in %q", node.Destination, markdown)
					return ast.WalkStop, nil
				}
			}
			return ast.WalkContinue, nil
		})
		if err != nil {
			t.Errorf("walk: %v", err)
		}
	}
}
