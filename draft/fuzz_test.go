package draft

import (
	"errors"
	"strings"
	"testing"
)

func FuzzParseMarkdown(f *testing.F) {
	for _, seed := range []string{
		"# 1.0 Vision\n\ntext\n\n## 1.1 Who\nmore\n",
		"##TITLE##\n<a name=\"x\"></a>\n\n### Sec. 1.01 Purpose\ntext **bold** [link](https://example.org) ![seal](seal.png)\n",
		"Title\n=====\n\nStanding: fixed\nMost want to know: what?\n\n- a\n  - b\n\n1. c\n",
		"1. Vision\n\ntext\n\n2. Payment\n\ntext\n\n3. Moving\n\ntext\n",
		"**Vision**\ntext\n\n**Payment**\ntext\n\n**Moving**\ntext\n",
		"| a | b |\n|---|---|\n| c \\| d | `e|f` | g |\n",
		"<!-- hidden --><script>alert(1)</script>\n\n<div onclick=x>\nwords\n</div>\n\n<NAME> <IMG SRC=x onerror=y>",
		"[a]: javascript:alert(1)\n[b]: https://example.org/(x)\n\n[a] [b] [c](javascript:alert(1)) <https://example.org> <me@example.org>\n",
		"```\n# not a heading\n<b>\n```\n\n~~~\nx\n~~~\n\n    indented\n",
		"\ufeffa\u202eb\u200bc\x00d\xff\xfe e &lt;script&gt; &#x202e; \\<b> *a**b* _c_ ~~d~~ 1986. A great\n",
		"> quote\n> # heading\n>> deeper\n\n***\n\n---\nText\n---\n",
		"a  \nb\\\nc\n- d\n+ e\n* f\n1) g\n   2) h\n\n===\n",
		"# Contents\n1. Vision ..... 3\n2. Payment .... 4\n\n# 1. Vision\ntext\n# 2. Payment\ntext\n",
		"\\!\\[a](b) ]( [x\\]](https://e.org) a](javascript:x) [![x](y)](https://e.org)\n",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		d, err := ParseMarkdown(data)
		if err != nil {
			var known *Error
			if !errors.As(err, &known) || known.Code == "" || known.Text == "" {
				t.Fatalf("ParseMarkdown: %v, want an *Error with words", err)
			}
			return
		}
		for _, o := range []Options{{}, {Least: 2, Most: 3}} {
			checkProposal(t, d, d.Propose(o), o)
		}
		checkSteady(t, d)
		checkWordsRead(t, data, d)
	})
}

// checkSteady checks that the Markdown of each block, read again, is the
// same: what was written means what was read.
func checkSteady(t reporter, d *Document) {
	t.Helper()
	for _, b := range d.blocks {
		if b.kind == heading || strings.ContainsRune(b.text, '\uFFFD') || hasMarks(b.text) {
			continue
		}
		again, err := ParseMarkdown([]byte(b.text))
		if err != nil {
			var known *Error
			if !errors.As(err, &known) || known.Code != Empty {
				t.Errorf("read %q again: %v", b.text, err)
			}
			continue
		}
		var texts []string
		for _, c := range again.blocks {
			if c.kind == heading {
				t.Errorf("%q read again has a heading", b.text)
			}
			texts = append(texts, c.text)
		}
		if got := strings.Join(texts, "\n\n"); got != b.text {
			t.Errorf("read again\n%q\nbecomes\n%q", b.text, got)
		}
	}
}

// hasMarks reports whether text has lines that become paragraphs of their own.
func hasMarks(text string) bool {
	if _, ok := markNumbered(text); ok {
		return true
	}
	for line := range strings.SplitSeq(text, "\n") {
		if markLine.MatchString(line) || boldLine.MatchString(line) {
			return true
		}
	}
	return false
}

// checkWordsRead checks that reading plain text loses no word. What has
// marks in it is left to the other checks.
func checkWordsRead(t reporter, data []byte, d *Document) {
	t.Helper()
	source := string(data)
	if strings.ContainsAny(source, "<&[]\\`\"'~") || strings.ContainsFunc(source, func(r rune) bool { return r > 126 || r < 9 || r > 10 && r < 32 }) {
		return
	}
	var have strings.Builder
	for _, b := range d.blocks {
		have.WriteString(strings.Join(tokens(b.plain+" "+b.text), ""))
	}
	for _, n := range d.notes {
		have.WriteString(strings.Join(tokens(n.LeftOut), ""))
	}
	for _, w := range tokens(source) {
		isWord := strings.ContainsFunc(w, func(r rune) bool { return r >= 'a' })
		if isWord && !strings.Contains(have.String(), w) {
			t.Errorf("word %q of %q was not read", w, source)
			return
		}
	}
}
