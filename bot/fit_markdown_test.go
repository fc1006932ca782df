package bot

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/text"
	"pgregory.net/rapid"
)

func TestParseMarkdown(t *testing.T) {
	plain := func(s string) []Span { return []Span{{Text: s}} }
	for _, c := range []struct {
		in   string
		want []Paragraph
	}{
		{"", nil},
		{" \n \n", nil},
		{"one\ntwo\n\nthree", []Paragraph{{Spans: plain("one\ntwo")}, {Spans: plain("three")}}},
		{"## What worries them\ntext", []Paragraph{{Kind: Heading, Spans: plain("What worries them")}, {Spans: plain("text")}}},
		{"- a\n- b\n  goes on\n2. c", []Paragraph{
			{Kind: Bullet, Spans: plain("a")},
			{Kind: Bullet, Spans: plain("b\ngoes on")},
			{Kind: Numbered, Number: "2", Spans: plain("c")},
		}},
		{"**10** *open* x", []Paragraph{{Spans: []Span{{Text: "10", Bold: true}, {Text: " "}, {Text: "open", Italic: true}, {Text: " x"}}}}},
		{"***a** b*", []Paragraph{{Spans: []Span{{Text: "a", Bold: true, Italic: true}, {Text: " b", Italic: true}}}}},
		{"see [the **report**](https://a.example/r_(1)).", []Paragraph{{Spans: []Span{
			{Text: "see "},
			{Text: "the ", Link: "https://a.example/r_(1)"},
			{Text: "report", Bold: true, Link: "https://a.example/r_(1)"},
			{Text: "."},
		}}}},
		{"[x](javascript:alert(1)) ![i](http://a) <b> `c`", []Paragraph{{Spans: []Span{
			{Text: "[x](javascript:alert(1)) !"},
			{Text: "i", Link: "http://a"},
			{Text: " <b> `c`"},
		}}}},
		{`\*\*not bold\*\* \# 2 * 3 ** 4`, []Paragraph{{Spans: plain("**not bold** # 2 * 3 ** 4")}}},
		{"\\- no item", []Paragraph{{Spans: plain("- no item")}}},
	} {
		if diff := cmp.Diff(c.want, ParseMarkdown(c.in)); diff != "" {
			t.Errorf("ParseMarkdown(%q) (-want +got):\n%s", c.in, diff)
		}
	}
}

func TestEscapeMarkdownMeansItself(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.StringOf(rapid.SampledFrom([]rune("ab *_[](){}<>#-+1.)`\\|~&!:/é"))).Draw(t, "text")
		got := ""
		for _, p := range ParseMarkdown(EscapeMarkdown(s)) {
			if p.Kind != Plain || len(p.Spans) != 1 || p.Spans[0] != (Span{Text: p.Spans[0].Text}) {
				t.Fatalf("EscapeMarkdown(%q) = %q means more than its text: %v", s, EscapeMarkdown(s), p)
			}
			got += p.Spans[0].Text
		}
		if want := strings.TrimSpace(s); got != want {
			t.Fatalf("EscapeMarkdown(%q) reads %q", s, got)
		}
	})
}

// What is in the subset means what it means in CommonMark.
func TestEmphasisAgreesWithCommonMark(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.StringOfN(rapid.SampledFrom([]rune("aab  **..")), 1, 24, -1).Draw(t, "text")
		s = "x " + strings.Join(strings.Fields(s), " ")
		want := commonMark(s)
		var got []Span
		for _, p := range ParseMarkdown(s) {
			got = append(got, p.Spans...)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("%q (-CommonMark +ours):\n%s", s, diff)
		}
	})
}

func commonMark(s string) []Span {
	source := []byte(s)
	var spans []Span
	_ = ast.Walk(goldmark.DefaultParser().Parse(text.NewReader(source)), func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		leaf, ok := n.(*ast.Text)
		if !ok || !entering {
			return ast.WalkContinue, nil
		}
		span := Span{Text: string(leaf.Segment.Value(source))}
		for p := n.Parent(); p != nil; p = p.Parent() {
			if e, ok := p.(*ast.Emphasis); ok {
				span.Bold = span.Bold || e.Level == 2
				span.Italic = span.Italic || e.Level == 1
			}
		}
		if last := len(spans) - 1; last >= 0 && sameLooks(spans[last], span) {
			spans[last].Text += span.Text
		} else {
			spans = append(spans, span)
		}
		return ast.WalkContinue, nil
	})
	return spans
}

func FuzzParseMarkdown(f *testing.F) {
	f.Add("## a\n- **b** *c*\n1. [d](https://e.example)")
	f.Add("***a** [*](http://b)* \\")
	f.Fuzz(func(t *testing.T, markdown string) {
		for _, p := range ParseMarkdown(markdown) {
			if strings.TrimSpace(p.Words()) == "" {
				t.Errorf("a paragraph without words in %q", markdown)
			}
			for _, s := range p.Spans {
				if s.Link != "" && !isLink(s.Link) {
					t.Errorf("link to %q", s.Link)
				}
			}
		}
	})
}
