package draft

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"runtime"
	"strings"
	"testing"
)

// allocatedBy gives how many bytes were asked of memory while work ran. Other
// goroutines of a test binary do next to nothing.
func allocatedBy(work func()) uint64 {
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	work()
	runtime.ReadMemStats(&after)
	return after.TotalAlloc - before.TotalAlloc
}

// bomb is a Word file whose text is opening, then pattern as often as makes
// size bytes, then closing.
func bomb(t testing.TB, name, opening, pattern, closing string, size int) []byte {
	t.Helper()
	var out bytes.Buffer
	archive := zip.NewWriter(&out)
	write := func(name string, parts ...io.Reader) {
		w, err := archive.Create(name)
		if err == nil {
			_, err = io.Copy(w, io.MultiReader(parts...))
		}
		if err != nil {
			t.Fatalf("write %s: %v", name, err)
		}
	}
	write("[Content_Types].xml", strings.NewReader(contentTypes))
	if name != "word/document.xml" {
		write("word/document.xml", strings.NewReader(`<w:document><w:body>`+para("", "a")+`</w:body></w:document>`))
	}
	write(name, strings.NewReader(opening), &repeated{pattern: pattern, left: size}, strings.NewReader(closing))
	if err := archive.Close(); err != nil {
		t.Fatalf("close: %v", err)
	}
	return out.Bytes()
}

// repeated reads a pattern over and over, whole each time.
type repeated struct {
	pattern string
	at      int
	left    int
}

func (r *repeated) Read(buffer []byte) (int, error) {
	if r.left <= 0 && r.at == 0 {
		return 0, io.EOF
	}
	n := copy(buffer, r.pattern[r.at:])
	r.at = (r.at + n) % len(r.pattern)
	r.left -= n
	return n, nil
}

// What reading a file that unpacks to unpacked bytes may ask of memory over
// all, nearly all of which is free again at once.
const (
	unpacked       = 1 << 20
	mostPerByte    = 64
	mostForADraft  = 512 << 20 // of one with absurdly many sections
	documentPart   = "word/document.xml"
	opens, closes  = "<w:document><w:body>", "</w:body></w:document>"
	fourTimes      = 4 * unpacked
	manyFourTimes  = 16 * unpacked
	kilobytesApart = 1 << 16
)

func TestBombsAreRefusedWithinBoundedMemory(t *testing.T) {
	if testing.Short() {
		t.Skip("reads large files")
	}
	long := func(c string) string { return strings.Repeat(c, kilobytesApart) }
	for _, test := range []struct {
		name string
		data []byte
		code Code
	}{
		{"much more white space", bomb(t, documentPart, opens, long(" "), closes, manyFourTimes), TooLarge},
		{"one run of text", bomb(t, documentPart, opens+"<w:p><w:r><w:t>", long("a"), "</w:t></w:r></w:p>"+closes, fourTimes), TooLarge},
		{"one attribute", bomb(t, documentPart, opens+`<w:p a="`, long("a"), `"/>`+closes, fourTimes), TooLarge},
		{"attributes", bomb(t, documentPart, opens+`<w:p`, ` a=""`, `/>`+closes, fourTimes), TooLarge},
		{"attributes that look like ends", bomb(t, documentPart, opens+`<w:p`, ` a=">"`, `/>`+closes, fourTimes), TooLarge},
		{"empty paragraphs", bomb(t, documentPart, opens, `<w:p/>`, closes, fourTimes), TooLarge},
		{"paragraphs", bomb(t, documentPart, opens, para("", "a"), closes, fourTimes), TooLarge},
		{"headings", bomb(t, documentPart, opens, para("berschrift1", "a"), closes, fourTimes), TooLarge},
		{"rows", bomb(t, documentPart, opens+"<w:tbl>", `<w:tr><w:tc><w:p><w:r><w:t>a</w:t></w:r></w:p></w:tc></w:tr>`, "</w:tbl>"+closes, fourTimes), TooLarge},
		{"empty rows", bomb(t, documentPart, opens+"<w:tbl>", `<w:tr/>`, "</w:tbl>"+closes, fourTimes), TooLarge},
		{"empty cells", bomb(t, documentPart, opens+"<w:tbl><w:tr>", `<w:tc/>`, "</w:tr></w:tbl>"+closes, fourTimes), TooLarge},
		{"breaks", bomb(t, documentPart, opens+"<w:p><w:r>", "<w:br/>", "</w:r></w:p>"+closes, fourTimes), TooLarge},
		{"pictures", bomb(t, documentPart, opens+"<w:p><w:r>", "<w:pict/>", "</w:r></w:p>"+closes, fourTimes), TooLarge},
		{"styles", bomb(t, "word/styles.xml", "<w:styles>", "<w:style/>", "</w:styles>", fourTimes), TooLarge},
		{"lists", bomb(t, "word/numbering.xml", "<w:numbering>", "<w:abstractNum/><w:num/>", "</w:numbering>", fourTimes), TooLarge},
		{"footnotes", bomb(t, "word/footnotes.xml", "<w:footnotes>", `<w:footnote w:id="1"><w:p/></w:footnote>`, "</w:footnotes>", fourTimes), TooLarge},
		{"headers", bomb(t, "word/header1.xml", "<w:hdr>", para("", "a"), "</w:hdr>", fourTimes), TooLarge},
		{"nested", bomb(t, documentPart, opens, "<w:p>", closes, fourTimes), Broken},
		{"a billion laughs", pack(t, "", wordParts{documentPart: laughs()}), Broken},
		{"too many files", manyFiles(t, maxEntries+1), TooLarge},
		{"packed twice", packOnly(t, "draft.docx", string(bomb(t, documentPart, opens, long(" "), closes, fourTimes))), NotText},
	} {
		t.Run(test.name, func(t *testing.T) {
			var err error
			if got := allocatedBy(func() { _, err = parseWord(test.data, unpacked) }); got > mostPerByte*unpacked {
				t.Errorf("%d MB were allocated for a file of %d KB, want at most %d", got>>20, len(test.data)>>10, mostPerByte*unpacked>>20)
			}
			var known *Error
			if !errors.As(err, &known) || known.Code != test.code || known.Text == "" {
				t.Errorf("parseWord: %v, want %s", err, test.code)
			}
		})
	}
}

func TestNothingIsKeptOfMoreThanAnyRealFileHas(t *testing.T) {
	var styles, lists strings.Builder
	for i := range 3 * maxDefined {
		fmt.Fprintf(&styles, `<w:style w:styleId="s%d"/>`, i)
		fmt.Fprintf(&lists, `<w:abstractNum w:abstractNumId="%d"/>`, i)
	}
	data := pack(t, para("", "a"), wordParts{
		"word/styles.xml": "<w:styles>" + styles.String() + "</w:styles>", "word/numbering.xml": "<w:numbering>" + lists.String() + "</w:numbering>",
	})
	p, err := openPackage(data, maxUnpacked)
	if err != nil {
		t.Fatalf("openPackage: %v", err)
	}
	r, err := p.reader()
	if err != nil {
		t.Fatalf("reader: %v", err)
	}
	if got := max(len(r.styles.byID), len(r.numbers.kinds)); got > maxDefined {
		t.Errorf("%d styles or lists are kept, want at most %d", got, maxDefined)
	}
}

// laughs is XML whose entities would unfold to a billion words.
func laughs() string {
	var out strings.Builder
	out.WriteString(`<!DOCTYPE d [<!ENTITY e0 "ha">`)
	for i := 1; i < 10; i++ {
		fmt.Fprintf(&out, `<!ENTITY e%d "%s">`, i, strings.Repeat(fmt.Sprintf("&e%d;", i-1), 10))
	}
	return out.String() + `]><w:document><w:body><w:p><w:r><w:t>&e9;</w:t></w:r></w:p></w:body></w:document>`
}

// manyFiles is an archive of n empty files.
func manyFiles(t testing.TB, n int) []byte {
	t.Helper()
	var out bytes.Buffer
	archive := zip.NewWriter(&out)
	for i := range n {
		if _, err := archive.Create(fmt.Sprintf("word/media/%d.png", i)); err != nil {
			t.Fatalf("create: %v", err)
		}
	}
	if err := archive.Close(); err != nil {
		t.Fatalf("close: %v", err)
	}
	return out.Bytes()
}

func TestAbsurdlyManySectionsAreGroupedWithinBoundedMemory(t *testing.T) {
	if testing.Short() {
		t.Skip("reads large files")
	}
	const headings = 20_000
	for name, source := range map[string]string{
		"Markdown": strings.Repeat("# a\n\nb\n", headings/2),
		"Word":     string(pack(t, strings.Repeat(para("berschrift1", "a")+para("", "b"), headings), nil)),
	} {
		t.Run(name, func(t *testing.T) {
			var p Proposal
			got := allocatedBy(func() {
				d, err := Parse([]byte(source))
				if err != nil {
					t.Errorf("Parse: %v", err)
					return
				}
				p = d.Propose(Options{})
			})
			if got > mostForADraft {
				t.Errorf("%d MB were allocated, want at most %d", got>>20, mostForADraft>>20)
			}
			t.Logf("%d MB were allocated", got>>20)
			if n := len(p.Sections); n < 1 || n > Most {
				t.Errorf("%d sections, want 1 to %d", n, Most)
			}
		})
	}
}
