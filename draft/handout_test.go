package draft

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// written gives d as a Word file.
func written(t testing.TB, d Handout) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := WriteWord(&out, d); err != nil {
		t.Fatalf("WriteWord: %v", err)
	}
	return out.Bytes()
}

// sample is a handout with all that a section may have.
func sample() Handout {
	return Handout{
		Title: "Digital care at home",
		Intro: []string{"Westmere asks what you think of this draft. It is not a bid & nothing here <binds> anybody.", ""},
		Sections: []HandoutSection{
			{
				Number: "1", Title: "What we hope for",
				Notes:    []string{"Standing: Open to change", "What we most want to know: what would it take?"},
				Markdown: "A **bold** and *soft* and ***both*** hope.  \nOn two lines, with [a link](https://example.org/a?b=1&c=2).\n\n### Who it is for\n\nAll of \\<NAME> & more.\n\n#### Deeper\n\n- a\n  - b\n- c\n\nIn between.\n\n3. three\n4. four",
			},
			{Number: "Appendix A", Title: "Rates", Notes: []string{"Standing: Fixed"}, Markdown: "| What | How |\n| --- | --- |\n| a | **b** |\n| c |  |\n\nAfter."},
			{Number: "4.1–4.3", Title: "24 Hour cover", Markdown: "1986\\. A year.\n\n\\# No heading."},
			{Title: "IT SERVICES", Notes: []string{"Standing: We don't know yet"}, Markdown: "Text."},
		},
	}
}

func TestWhatIsWrittenAsWordIsReadBackAsTheSameSections(t *testing.T) {
	d, err := ParseWord(written(t, sample()))
	if err != nil {
		t.Fatalf("ParseWord: %v", err)
	}
	p := d.Propose(Options{})
	checkProposal(t, d, p, Options{})
	standings := []string{standingOpen, standingFixed, "", standingExploring}
	asks := []string{"what would it take?", "", "", ""}
	for i, want := range sample().Sections {
		if i >= len(p.Sections) {
			t.Fatalf("%d sections, want %d\n%s", len(p.Sections), i+1, describe(p))
		}
		got := p.Sections[i]
		if got.Number != want.Number || got.Title != want.Title || got.Standing != standings[i] || got.Ask != asks[i] {
			t.Errorf("%q %q is %q and asks %q; want %q %q, %q, %q", got.Number, got.Title, got.Standing, got.Ask, want.Number, want.Title, standings[i], asks[i])
		}
		if diff := cmp.Diff(want.Markdown, got.Text); diff != "" {
			t.Errorf("%s (-written +read):\n%s", want.Title, diff)
		}
	}
	if p.Title != sample().Title || len(p.Sections) != len(sample().Sections) {
		t.Errorf("%d sections of %q, want %d of %q", len(p.Sections), p.Title, len(sample().Sections), sample().Title)
	}
	if len(p.Notes) != 1 || !strings.Contains(p.Notes[0].LeftOut, "Westmere asks") {
		t.Errorf("notes %+v, want one that has the introduction", p.Notes)
	}
}

func TestWhatStandsBehindTheSectionsIsNoneOfThem(t *testing.T) {
	d := sample()
	d.After = HandoutAfter{Title: "Questions and answers", Markdown: "On Thursday:\n\n> How many?\n\n### 2,412\n\n- by district\n\n| a | b |\n| --- | --- |\n| c | d |"}
	document, err := ParseWord(written(t, d))
	if err != nil {
		t.Fatalf("ParseWord: %v", err)
	}
	p := document.Propose(Options{})
	if len(p.Sections) != len(d.Sections) || p.Sections[3].Text != "Text." {
		t.Errorf("read back as %s", describe(p))
	}
	left := ""
	for _, n := range p.Notes {
		if n.Kind == NoteAfter {
			left = n.LeftOut
		}
	}
	if want := "Questions and answers\nOn Thursday:\nHow many?\n2,412\nby district"; left != want {
		t.Errorf("left out %q, want %q", left, want)
	}
}

func TestRealDraftsAreTheSameAfterWordAsBefore(t *testing.T) {
	for _, name := range []string{"fedramp-dashboard/draft.md", "fedramp-dashboard/draft.docx", "search-unification/rfp.md"} {
		d, err := Parse(readSpec(t, name))
		if err != nil {
			t.Fatalf("Parse %s: %v", name, err)
		}
		before := d.Propose(Options{})
		handout := Handout{Title: before.Title}
		for _, s := range before.Sections {
			handout.Sections = append(handout.Sections, HandoutSection{Number: s.Number, Title: s.Title, Markdown: s.Text})
		}
		d, err = ParseWord(written(t, handout))
		if err != nil {
			t.Fatalf("ParseWord %s: %v", name, err)
		}
		after := d.Propose(Options{})
		if len(after.Sections) != len(before.Sections) {
			t.Fatalf("%s: %d sections, want %d", name, len(after.Sections), len(before.Sections))
		}
		for i, s := range before.Sections {
			got := after.Sections[i]
			if got.Number != s.Number || got.Title != s.Title || strings.Join(tokens(got.Text), " ") != strings.Join(tokens(s.Text), " ") {
				t.Errorf("%s: %s %s differs\n%s", name, s.Number, s.Title, cmp.Diff(s.Text, got.Text))
			}
		}
	}
}

func TestTheSameHandoutIsTheSameFile(t *testing.T) {
	if !bytes.Equal(written(t, sample()), written(t, sample())) {
		t.Errorf("two files differ, want the same bytes")
	}
}

func TestWordFilesAreWhole(t *testing.T) {
	checkWhole(t, written(t, sample()))
	checkWhole(t, written(t, Handout{}))
}

// checkWhole checks what Word is strict about: each part is well-formed and
// has a type; what is referred to is there; each cell and the text end as
// they must.
func checkWhole(t testing.TB, data []byte) {
	t.Helper()
	archive, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatalf("open: %v", err)
	}
	parts := map[string]string{}
	for _, f := range archive.File {
		stream, err := f.Open()
		if err != nil {
			t.Fatalf("open %s: %v", f.Name, err)
		}
		text, err := io.ReadAll(stream)
		if err != nil {
			t.Fatalf("read %s: %v", f.Name, err)
		}
		parts[f.Name] = string(text)
		decoder := xml.NewDecoder(bytes.NewReader(text))
		for err == nil {
			_, err = decoder.Token()
		}
		if !errors.Is(err, io.EOF) {
			t.Errorf("%s is not XML: %v", f.Name, err)
		}
	}
	if first := archive.File[0].Name; first != "[Content_Types].xml" {
		t.Errorf("the first part is %s, want the content types", first)
	}
	for _, m := range regexp.MustCompile(`PartName="/([^"]+)"`).FindAllStringSubmatch(parts["[Content_Types].xml"], -1) {
		if _, ok := parts[m[1]]; !ok {
			t.Errorf("%s has a type and is not there", m[1])
		}
	}
	document := parts["word/document.xml"]
	for _, refers := range []struct{ form, where, as string }{
		{`<w:(?:pStyle|rStyle|tblStyle) w:val="([^"]+)"`, "word/styles.xml", `w:styleId="%"`},
		{`<w:numId w:val="(\d+)"`, "word/numbering.xml", `<w:num w:numId="%"`},
		{`r:id="([^"]+)"`, "word/_rels/document.xml.rels", `Id="%"`},
	} {
		for _, m := range regexp.MustCompile(refers.form).FindAllStringSubmatch(document, -1) {
			if !strings.Contains(parts[refers.where], strings.ReplaceAll(refers.as, "%", m[1])) {
				t.Errorf("%s is not in %s", m[0], refers.where)
			}
		}
	}
	if strings.Contains(document, `</w:tcPr></w:tc>`) || strings.Contains(document, `</w:tbl><w:sectPr>`) {
		t.Errorf("a cell has no paragraph, or the text ends in a table")
	}
}

func FuzzWriteWord(f *testing.F) {
	for _, s := range sample().Sections {
		f.Add(s.Number, s.Title, strings.Join(s.Notes, ""), s.Markdown)
	}
	f.Add("\x00", "a\tb", "]]>", "> - 1. a\n>\n> b\n\n<div>\n<b>x</b>\n</div>\n\n```\n<w:p>\n```\n\n![x](y) <a@b.c> `c` \x0b\ufffe")
	f.Fuzz(func(t *testing.T, number, title, note, markdown string) {
		data := written(t, Handout{Title: title, Intro: []string{note}, Sections: []HandoutSection{
			{Number: number, Title: title, Notes: []string{note}, Markdown: markdown},
			{Title: "Last", Markdown: "The end."},
		}})
		checkWhole(t, data)
		d, err := ParseWord(data)
		if err != nil {
			t.Fatalf("ParseWord: %v", err)
		}
		p := d.Propose(Options{})
		checkProposal(t, d, p, Options{})
		if last := p.Sections[len(p.Sections)-1]; last.Title != "Last" || last.Text != "The end." || len(p.Sections) > 2 {
			t.Errorf("%d sections, the last %q: %q", len(p.Sections), last.Title, last.Text)
		}
	})
}
