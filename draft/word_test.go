package draft

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// wordParts are the files of a small Word file, by name.
type wordParts map[string]string

// The parts that the tests share. Styles have the ids that a German Word
// gives, as ids are not the same everywhere and names are.
const (
	contentTypes = `<Types><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>`
	testStyles   = `<w:styles>
<w:style w:type="paragraph" w:default="1" w:styleId="Standard"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="Titel"><w:name w:val="Title"/></w:style>
<w:style w:type="paragraph" w:styleId="berschrift1"><w:name w:val="heading 1"/><w:rPr><w:b/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="berschrift2"><w:name w:val="heading 2"/><w:basedOn w:val="Standard"/></w:style>
<w:style w:type="paragraph" w:styleId="Eigene"><w:name w:val="Our heading"/><w:basedOn w:val="berschrift1"/></w:style>
<w:style w:type="paragraph" w:styleId="Outline"><w:name w:val="Big"/><w:pPr><w:outlineLvl w:val="1"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="Numbered"><w:name w:val="Clause"/><w:pPr><w:numPr><w:numId w:val="3"/></w:numPr></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="Verzeichnis1"><w:name w:val="toc 1"/></w:style>
<w:style w:type="character" w:styleId="Fett"><w:name w:val="Strong"/><w:rPr><w:b/></w:rPr></w:style>
</w:styles>`
	testNumbers = `<w:numbering>
<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val="•"/></w:lvl><w:lvl w:ilvl="1"><w:numFmt w:val="bullet"/></w:lvl></w:abstractNum>
<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="(%2)"/></w:lvl></w:abstractNum>
<w:abstractNum w:abstractNumId="2"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="upperRoman"/><w:lvlText w:val="%1."/><w:pStyle w:val="Numbered"/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1.%2"/><w:isLgl/></w:lvl></w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>
<w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>
<w:num w:numId="3"><w:abstractNumId w:val="2"/></w:num>
<w:num w:numId="4"><w:abstractNumId w:val="1"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="7"/></w:lvlOverride></w:num>
</w:numbering>`
	testLinks    = `<Relationships><Relationship Id="rId1" Target="https://example.org/a" TargetMode="External"/><Relationship Id="rId2" Target="javascript:alert(1)" TargetMode="External"/></Relationships>`
	testNotes    = `<w:footnotes><w:footnote w:type="separator" w:id="0"><w:p><w:r><w:t>x</w:t></w:r></w:p></w:footnote><w:footnote w:id="2"><w:p><w:r><w:footnoteRef/><w:t>As counted in May.</w:t></w:r></w:p></w:footnote></w:footnotes>`
	testComments = `<w:comments><w:comment w:id="0" w:author="A"><w:p><w:r><w:t>Ask legal first</w:t></w:r></w:p></w:comment></w:comments>`
)

// pack makes a file of parts. Body is what is in the body of the text.
func pack(t testing.TB, body string, parts wordParts) []byte {
	t.Helper()
	all := wordParts{
		"[Content_Types].xml":          contentTypes,
		"word/styles.xml":              testStyles,
		"word/numbering.xml":           testNumbers,
		"word/footnotes.xml":           testNotes,
		"word/_rels/document.xml.rels": testLinks,
		"word/document.xml":            `<w:document xmlns:w="w" xmlns:mc="mc" xmlns:r="r"><w:body>` + body + `</w:body></w:document>`,
	}
	maps.Copy(all, parts)
	var out bytes.Buffer
	archive := zip.NewWriter(&out)
	for name, text := range all {
		w, err := archive.Create(name)
		if err == nil && text != "" {
			_, err = w.Write([]byte(text))
		}
		if err != nil {
			t.Fatalf("pack %s: %v", name, err)
		}
	}
	if err := archive.Close(); err != nil {
		t.Fatalf("pack: %v", err)
	}
	return out.Bytes()
}

// para is a paragraph with a style and one run of text.
func para(style, text string) string {
	return fmt.Sprintf(`<w:p><w:pPr><w:pStyle w:val="%s"/></w:pPr><w:r><w:t>%s</w:t></w:r></w:p>`, style, text)
}

// item is a paragraph in a list.
func item(list, level int, text string) string {
	return fmt.Sprintf(`<w:p><w:pPr><w:numPr><w:ilvl w:val="%d"/><w:numId w:val="%d"/></w:numPr></w:pPr><w:r><w:t>%s</w:t></w:r></w:p>`, level, list, text)
}

func TestWordSections(t *testing.T) {
	for _, test := range []struct {
		name, body string
		want       []string
	}{
		{
			"heading styles by name, by base, by outline level",
			para("berschrift1", "Vision") + para("", "a") + para("Eigene", "Payment") + para("", "b") + para("Outline", "Part of it") + para("", "c"),
			[]string{"|Vision|", "|Payment|", "|Part of it|Payment"},
		},
		{
			"a title, on two lines",
			para("Titel", "Digital care") + para("Titel", "at home") + para("berschrift1", "Vision") + para("", "a") + para("berschrift1", "Payment") + para("", "b"),
			[]string{"|Vision|", "|Payment|"},
		},
		{
			"numbers that Word makes",
			`<w:p><w:pPr><w:pStyle w:val="berschrift1"/><w:numPr><w:numId w:val="3"/></w:numPr></w:pPr><w:r><w:t>Vision</w:t></w:r></w:p>` + para("", "a") +
				`<w:p><w:pPr><w:pStyle w:val="berschrift2"/><w:numPr><w:ilvl w:val="1"/><w:numId w:val="3"/></w:numPr></w:pPr><w:r><w:t>For whom</w:t></w:r></w:p>` + para("", "b") +
				`<w:p><w:pPr><w:pStyle w:val="berschrift1"/><w:numPr><w:numId w:val="3"/></w:numPr></w:pPr><w:r><w:t>Payment</w:t></w:r></w:p>` + para("", "c"),
			[]string{"I|Vision|", "1.1|For whom|Vision", "II|Payment|"},
		},
		{
			"no heading styles: numbers that Word makes",
			item(2, 0, "Vision") + para("", "a") + item(2, 0, "Payment") + para("", "b") + item(2, 0, "Moving") + para("", "c"),
			[]string{"1|Vision|", "2|Payment|", "3|Moving|"},
		},
		{
			"no heading styles: bold lines",
			strings.Repeat(`<w:p><w:r><w:rPr><w:rStyle w:val="Fett"/></w:rPr><w:t>Vision</w:t></w:r></w:p>`+para("", "a"), 3),
			[]string{"|Vision|", "|Vision|", "|Vision|"},
		},
		{
			"no styles at all: numbers that were typed",
			para("", "1. Vision") + para("", "a") + para("", "2. Payment") + para("", "b") + para("", "2.1 How") + para("", "c"),
			[]string{"1|Vision|", "2|Payment|", "2.1|How|Payment"},
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			d, err := ParseWord(pack(t, test.body, nil))
			if err != nil {
				t.Fatalf("ParseWord: %v", err)
			}
			p := d.Propose(Options{})
			checkProposal(t, d, p, Options{})
			if diff := cmp.Diff(test.want, outlineOf(p)); diff != "" {
				t.Errorf("sections (-want +got):\n%s%s", diff, describe(p))
			}
		})
	}
}

func TestWordTexts(t *testing.T) {
	for _, test := range []struct {
		name, body, want string
		notes            []NoteKind
	}{
		{
			"runs are joined", `<w:p><w:r><w:t>Di</w:t></w:r><w:r><w:t xml:space="preserve">gital </w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>care</w:t></w:r><w:r><w:rPr><w:b/><w:i/></w:rPr><w:t xml:space="preserve"> now</w:t></w:r><w:r><w:rPr><w:b w:val="0"/></w:rPr><w:t>.</w:t></w:r></w:p>`,
			"Digital **care *now***.", nil,
		},
		{"breaks, tabs, hyphens", `<w:p><w:r><w:t>a</w:t><w:br/><w:t>b</w:t><w:tab/><w:t>c</w:t><w:noBreakHyphen/><w:t>d</w:t></w:r></w:p>`, "a  \nb c-d", nil},
		{
			"lists", item(1, 0, "a") + item(1, 1, "b") + item(2, 0, "c") + item(2, 0, "d") + para("", "e") + item(2, 0, "f") + item(4, 0, "g"),
			"- a\n  - b\n1. c\n2. d\n\ne\n\n3. f\n7. g", nil,
		},
		{
			"letters and clauses", item(2, 0, "a") + item(2, 1, "b") + item(2, 1, "c") + para("Numbered", "d") + item(3, 1, "e"),
			"1. a\n\n(a) b\n\n(b) c\n\nI. d\n\n1.1 e", nil,
		},
		{
			"links", `<w:p><w:hyperlink r:id="rId1"><w:r><w:t>here</w:t></w:r></w:hyperlink><w:r><w:t xml:space="preserve"> and </w:t></w:r><w:hyperlink r:id="rId2"><w:r><w:t>there</w:t></w:r></w:hyperlink><w:hyperlink w:anchor="x"><w:r><w:t>, back</w:t></w:r></w:hyperlink></w:p>`,
			"[here](https://example.org/a) and there, back",
			[]NoteKind{NoteLink},
		},
		{
			"a table", `<w:tbl><w:tr><w:tc><w:p><w:r><w:t>a</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>b|c</w:t></w:r></w:p></w:tc></w:tr><w:tr><w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr><w:p><w:r><w:t>d</w:t></w:r></w:p><w:p><w:r><w:t>e</w:t></w:r></w:p></w:tc></w:tr></w:tbl>`,
			"| a | b\\|c |\n| --- | --- |\n| d e |  |", nil,
		},
		{"a box made of a table", `<w:tbl><w:tr><w:tc><w:p><w:r><w:t>a</w:t></w:r></w:p><w:p><w:r><w:t>b</w:t></w:r></w:p></w:tc></w:tr></w:tbl>`, "a\n\nb", nil},
		{
			"a table in a table", `<w:tbl><w:tr><w:tc><w:tbl><w:tr><w:tc><w:p><w:r><w:t>a</w:t></w:r></w:p></w:tc></w:tr></w:tbl></w:tc><w:tc><w:p><w:r><w:t>b</w:t></w:r></w:p></w:tc></w:tr></w:tbl>`,
			"| a | b |\n| --- | --- |", nil,
		},
		{"footnotes", `<w:p><w:r><w:t>2,400 people</w:t><w:footnoteReference w:id="2"/></w:r></w:p>` + para("", "b"), "2,400 people (note 1)\n\nNote 1: As counted in May.\n\nb", nil},
		{
			"tracked changes", `<w:p><w:r><w:t xml:space="preserve">Answer within </w:t></w:r><w:del><w:r><w:delText>90</w:delText></w:r></w:del><w:ins><w:r><w:t>60</w:t></w:r></w:ins><w:r><w:t xml:space="preserve"> seconds</w:t></w:r></w:p>`,
			"Answer within 60 seconds",
			[]NoteKind{NoteChanges, NoteChanges, NoteHidden},
		},
		{
			"hidden and struck text", `<w:p><w:r><w:t>a</w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>secret</w:t></w:r><w:r><w:rPr><w:strike/></w:rPr><w:t>b</w:t></w:r></w:p>`,
			"ab",
			[]NoteKind{NoteChanges, NoteHidden},
		},
		{"fields show their results", `<w:p><w:r><w:fldChar w:fldCharType="begin"/><w:instrText>REF x</w:instrText><w:fldChar w:fldCharType="separate"/><w:t>section 3</w:t><w:fldChar w:fldCharType="end"/></w:r></w:p>`, "section 3", nil},
		{"a picture", `<w:p><w:r><w:drawing><wp:inline><wp:docPr descr="A map"/></wp:inline></w:drawing></w:r></w:p>`, "(picture left out: A map)", []NoteKind{NotePicture}},
		{"a line across the page", `<w:p><w:r><w:pict><v:rect o:hr="t"/></w:pict></w:r></w:p>` + para("", "a"), "a", nil},
		{
			"a box of text", `<w:p><w:r><w:t>a</w:t></w:r><w:r><mc:AlternateContent><mc:Choice><w:drawing><w:txbxContent>` + para("", "boxed") + `</w:txbxContent></w:drawing></mc:Choice><mc:Fallback><w:pict><w:txbxContent>` + para("", "boxed") + `</w:txbxContent></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>`,
			"a",
			[]NoteKind{NotePicture},
		},
		{
			"contents", `<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj></w:sdtPr><w:sdtContent>` + para("", "Contents") + para("Verzeichnis1", "Vision 3") + `</w:sdtContent></w:sdt>` + para("", "a"),
			"a",
			[]NoteKind{NoteContents},
		},
		{
			"contents as a field", `<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> TOC \o</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>Vision 3</w:t></w:r></w:p>` + para("", "Payment 4") + `<w:p><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>` + para("", "a"),
			"a",
			[]NoteKind{NoteContents},
		},
		{"marks", para("berschrift1", "Vision") + para("", "Standing: fixed") + para("", "Most want to know: why?") + para("", "a"), "a", nil},
		{"Markdown is text", para("", "# *a* &lt;b&gt; [c](javascript:x)"), "\\# \\*a\\* \\<b> [c]\\(javascript:x)", nil},
		{"characters that hide", para("", "a\u200bb\u202ec"), "abc", []NoteKind{NoteCharacters}},
	} {
		t.Run(test.name, func(t *testing.T) {
			d, err := ParseWord(pack(t, test.body, nil))
			if err != nil {
				t.Fatalf("ParseWord: %v", err)
			}
			p := d.Propose(Options{})
			checkProposal(t, d, p, Options{})
			if diff := cmp.Diff(test.want, p.Sections[0].Text); diff != "" {
				t.Errorf("text (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(test.notes, kindsOf(p)); diff != "" {
				t.Errorf("notes (-want +got):\n%s%s", diff, describe(p))
			}
		})
	}
}

func TestCommentsInWordAreLeftOut(t *testing.T) {
	d, err := ParseWord(pack(t, para("", "a"), wordParts{"word/comments.xml": testComments}))
	if err != nil {
		t.Fatalf("ParseWord: %v", err)
	}
	p := d.Propose(Options{})
	at := slices.IndexFunc(p.Notes, func(n Note) bool { return n.Kind == NoteHidden })
	if p.Sections[0].Text != "a" || at < 0 || p.Notes[at].LeftOut != "Ask legal first" {
		t.Errorf("text %q, notes %+v; want the comment in a note alone", p.Sections[0].Text, p.Notes)
	}
}

func TestUnreadableWordFiles(t *testing.T) {
	good := pack(t, para("", "some text"), nil)
	utf16 := func(s string) string { return strings.Join(strings.Split(s, ""), "\x00") + "\x00" }
	for _, test := range []struct {
		name string
		data []byte
		code Code
	}{
		{"only a beginning", good[:len(good)/2], Broken},
		{"bytes changed", bytes.ReplaceAll(good, []byte("PK\x01\x02"), []byte("PK\x01\x03")), Broken},
		{"nothing in it", pack(t, "", nil), Empty},
		{"not XML", pack(t, "", wordParts{"word/document.xml": "a < b"}), Broken},
		{"XML that breaks off", pack(t, "", wordParts{"word/document.xml": "<w:document><w:body>" + para("", "a")}), Broken},
		{"broken styles", pack(t, para("", "a"), wordParts{"word/styles.xml": "<w:styles><w:style>"}), Broken},
		{"an entity of its own", pack(t, "", wordParts{"word/document.xml": `<!DOCTYPE a [<!ENTITY b "c">]><d><p><t>&b;</t></p></d>`}), Broken},
		{"a password", []byte(compoundMagic + strings.Repeat("\x00", 600) + utf16("EncryptedPackage")), Encrypted},
		{"an old format", []byte(compoundMagic + strings.Repeat("\x00", 600) + utf16("WordDocument")), OldFormat},
		{"macros by type", pack(t, para("", "a"), wordParts{"[Content_Types].xml": strings.ReplaceAll(contentTypes, "openxmlformats-officedocument.wordprocessingml.document", "ms-word.document.macroEnabled")}), Macros},
		{"macros by file", pack(t, para("", "a"), wordParts{"word/vbaProject.bin": "x"}), Macros},
		{"another archive", packOnly(t, "a.txt", "text"), NotText},
		{"too large", append(slices.Clone(good), make([]byte, MaxWordBytes)...), TooLarge},
		{"nested deep", pack(t, strings.Repeat("<w:p>", 1_000_000), nil), Broken},
		{"deep in what is passed over", pack(t, "<w:sectPr>"+strings.Repeat("<a>", 1_000_000), nil), Broken},
		{"much text", pack(t, strings.Repeat(para("", strings.Repeat("word ", 10_000)), 120), nil), TooLarge},
		{"many paragraphs", pack(t, strings.Repeat(para("", "a"), maxLines+1), nil), TooLarge},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := Parse(test.data)
			var known *Error
			if !errors.As(err, &known) {
				t.Fatalf("Parse: %v, want an *Error", err)
			}
			if known.Code != test.code || known.Text == "" {
				t.Errorf("%s: %q, want %s", known.Code, known.Text, test.code)
			}
		})
	}
}

func TestUnpackingIsBoundedByCounting(t *testing.T) {
	const most = 1 << 20
	for name, data := range map[string][]byte{
		"text":        pack(t, para("", strings.Repeat("a", 2*most)), nil),
		"white space": pack(t, strings.Repeat(" ", 2*most), nil),
		"styles":      pack(t, para("", "a"), wordParts{"word/styles.xml": "<w:styles>" + strings.Repeat("<w:style/>", most/5)}),
		"attributes":  pack(t, `<w:p `+strings.Repeat(`a="b" `, most/3)+`/>`, nil),
	} {
		t.Run(name, func(t *testing.T) {
			if len(data) > most/10 {
				t.Fatalf("%d bytes packed, want a file that looks small", len(data))
			}
			_, err := parseWord(data, most)
			var known *Error
			if !errors.As(err, &known) || known.Code != TooLarge {
				t.Errorf("parseWord: %v, want %s", err, TooLarge)
			}
		})
	}
}

// packOnly makes an archive of one file.
func packOnly(t *testing.T, name, text string) []byte {
	t.Helper()
	var out bytes.Buffer
	archive := zip.NewWriter(&out)
	w, err := archive.Create(name)
	if err == nil {
		_, err = w.Write([]byte(text))
	}
	if err == nil {
		err = archive.Close()
	}
	if err != nil {
		t.Fatalf("pack: %v", err)
	}
	return out.Bytes()
}

func TestNumberFormats(t *testing.T) {
	for _, test := range []struct {
		n      int
		format string
		want   string
	}{
		{3, "decimal", "3"},
		{3, "decimalZero", "03"},
		{12, "decimalZero", "12"},
		{3, "lowerLetter", "c"},
		{28, "upperLetter", "BB"},
		{4, "lowerRoman", "iv"},
		{1994, "upperRoman", "MCMXCIV"},
		{3, "none", ""},
		{3, "chicago", "3"},
		{0, "upperRoman", "0"},
		{-1, "lowerLetter", "-1"},
	} {
		if got := inFormat(test.n, test.format); got != test.want {
			t.Errorf("inFormat(%d, %s) = %q, want %q", test.n, test.format, got, test.want)
		}
	}
}

func FuzzParseWord(f *testing.F) {
	f.Add([]byte(para("berschrift1", "Vision") + para("", "a") + item(2, 0, "b") + item(2, 1, "c")))
	f.Add([]byte(`<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="9"/><w:vMerge/></w:tcPr><w:p><w:r><w:t>a</w:t></w:r></w:p></w:tc></w:tr></w:tbl>`))
	f.Add([]byte(`<w:p><w:r><w:fldChar w:fldCharType="begin"/><w:instrText>TOC</w:instrText><w:rPr><w:b/><w:i/></w:rPr><w:t>*a*</w:t><w:footnoteReference w:id="2"/></w:r></w:p>`))
	f.Add([]byte(`<w:p><w:hyperlink r:id="rId1"><w:r><w:t>]a(</w:t></w:r></w:hyperlink><w:del><w:r><w:delText>x</w:delText></w:r></w:del><w:r><w:drawing><docPr descr="]("/></w:drawing></w:r></w:p>`))
	f.Add([]byte(para("Titel", "T") + para("", "i") + para("berschrift1", "1\tVision") + para("Outline", "Inner") + para("Titel", "U")))
	f.Add(pack(f, para("", "a"), nil))
	f.Fuzz(func(t *testing.T, body []byte) {
		for _, data := range [][]byte{body, pack(t, string(body), nil)} {
			d, err := ParseWord(data)
			if err != nil {
				var known *Error
				if !errors.As(err, &known) || known.Text == "" {
					t.Fatalf("ParseWord: %v, want an *Error with words", err)
				}
				continue
			}
			checkProposal(t, d, d.Propose(Options{}), Options{})
			checkSteady(t, d)
		}
		d, err := ParseWord(pack(t, string(body), wordParts{settledName: settledPart}))
		if err == nil {
			o := Options{Most: maxSettled}
			checkProposal(t, d, d.Propose(o), o)
		}
	})
}

func TestTheSameDraftInWordAndMarkdownGivesTheSameSections(t *testing.T) {
	var proposals []Proposal
	for _, name := range []string{"fedramp-dashboard/draft.md", "fedramp-dashboard/draft.docx"} {
		d, err := Parse(readSpec(t, name))
		if err != nil {
			t.Fatalf("Parse %s: %v", name, err)
		}
		p := d.Propose(Options{})
		checkProposal(t, d, p, Options{})
		proposals = append(proposals, p)
	}
	if diff := cmp.Diff(outlineOf(proposals[0]), outlineOf(proposals[1])); diff != "" {
		t.Fatalf("sections (-Markdown +Word):\n%s", diff)
	}
	for i, s := range proposals[0].Sections {
		// The Word file has straight lines where the Markdown has lists.
		if strings.Join(tokens(s.Text), " ") != strings.Join(tokens(proposals[1].Sections[i].Text), " ") {
			t.Errorf("%s differs in its words", s.Title)
		}
	}
}

func TestRealWordDraftIsGrouped(t *testing.T) {
	d, err := Parse(readSpec(t, "search-unification/rfp.docx"))
	if err != nil {
		t.Fatalf("Parse: %v", err)
	}
	p := d.Propose(Options{})
	checkProposal(t, d, p, Options{})
	if len(p.Sections) != 18 || p.Minutes != 122 {
		t.Errorf("%d sections, %d minutes; want 18, 122\n%s", len(p.Sections), p.Minutes, describe(p))
	}
}
