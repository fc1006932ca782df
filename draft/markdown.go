package draft

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// ParseMarkdown reads a draft written in Markdown, or in plain text. It takes
// what people really write: headings without a space after the marks, HTML
// among the text, files from any editor. The error is an *Error.
//
// Time and memory are bounded by the size of data, whatever is in it.
func ParseMarkdown(data []byte) (*Document, error) {
	clean, notes, err := decode(data)
	if err != nil {
		return nil, err
	}
	source, references := prepare(clean)
	r := &markdownReader{
		source: []byte(source),
		inline: newInline(references),
		found:  findings{notes: notes},
	}
	blocks := parser.NewParser(parser.WithBlockParsers(parser.DefaultBlockParsers()...))
	root := blocks.Parse(text.NewReader(r.source))
	if countHeadings(root) <= minHeadings {
		if marked, ok := markNumbered(source); ok {
			r.source = []byte(marked)
			root = blocks.Parse(text.NewReader(r.source))
			r.found.notes = append(r.found.notes, foundByNumbers())
		}
	}
	for node := root.FirstChild(); node != nil; node = node.NextSibling() {
		r.top(node)
	}
	return newDocument(r.blocks, &r.found)
}

// countHeadings counts the headings that are not within anything else.
func countHeadings(root ast.Node) int {
	n := 0
	for node := root.FirstChild(); node != nil; node = node.NextSibling() {
		if node.Kind() == ast.KindHeading {
			n++
		}
	}
	return n
}

// newDocument takes page numbers out of blocks and makes a document of the
// rest. Nothing left is an error.
func newDocument(blocks []block, found *findings) (*Document, error) {
	kept := blocks[:0]
	for _, b := range blocks {
		if b.kind == paragraph && onlyPage.MatchString(b.plain) {
			found.pages = append(found.pages, b.plain)
			continue
		}
		kept = append(kept, b)
	}
	d := &Document{blocks: kept, notes: found.all()}
	if d.Words() == 0 {
		return nil, empty()
	}
	return d, nil
}

// findings collects what notes will say about the reading of a file.
type findings struct {
	notes    []Note
	pictures []string // what they are said to show, or ""
	tags     int
	hidden   []string // comments, deleted text
	links    []string // addresses that were dropped
	pages    []string
}

// maxLeftOut bounds what a note repeats of hidden text, in bytes.
const maxLeftOut = 4000

// all gives the notes, in a fixed order.
func (f *findings) all() []Note {
	notes := f.notes
	if n := len(f.pictures); n > 0 {
		notes = append(notes, Note{Kind: NotePicture, Text: fmt.Sprintf(
			"%s left out; a line in the text says where. Attach %s for suppliers if %s.",
			count(n, "picture"), verb(n, "it", "them"), verb(n, "it matters", "they matter"))})
	}
	if f.tags > 0 {
		notes = append(notes, Note{Kind: NoteHTML, Text: fmt.Sprintf(
			"%s of HTML removed; the words in between stay.", count(f.tags, "piece"))})
	}
	if n := len(f.hidden); n > 0 {
		notes = append(notes, Note{
			Kind:    NoteHidden,
			Text:    fmt.Sprintf("%s that readers would not see (comments, deleted or hidden text) %s left out.", count(n, "piece"), verb(n, "was", "were")),
			LeftOut: cutBytes(strings.Join(f.hidden, "\n"), maxLeftOut),
		})
	}
	if n := len(f.links); n > 0 {
		notes = append(notes, Note{
			Kind:    NoteLink,
			Text:    fmt.Sprintf("%s became plain text: %s inside the file, or where a browser should not go.", count(n, "link"), verb(n, "it led", "they led")),
			LeftOut: cutBytes(strings.Join(f.links, "\n"), maxLeftOut),
		})
	}
	if n := len(f.pages); n > 0 {
		notes = append(notes, Note{
			Kind: NotePageNumber, Text: fmt.Sprintf("%s left out.", count(n, "page number")),
			LeftOut: cutBytes(strings.Join(f.pages, "\n"), maxLeftOut),
		})
	}
	return notes
}

// cutBytes shortens text to at most most bytes, at a character.
func cutBytes(text string, most int) string {
	if len(text) <= most {
		return text
	}
	return strings.ToValidUTF8(text[:most], "") + "…"
}

var (
	fence       = regexp.MustCompile("^[ \t>]*(`{3,}|~{3,})")
	tightHash   = regexp.MustCompile(`^( {0,3}#{2,6})([^#\s])`)
	singleHash  = regexp.MustCompile(`^( {0,3}#)([\p{Lu}]|\d+\.)`)
	linkTarget  = regexp.MustCompile(`^ {0,3}\[([^\[\]\\]+)\]:[ \t]*<?([^\s<>]+)>?(?:[ \t]+(?:"[^"]*"|'[^']*'|\([^()]*\)))?[ \t]*$`)
	markLine    = regexp.MustCompile(`(?i)^[\s>*_+-]*(standing|most want to know|what we most want to know|plain|in plain words)[*_]*\s*:`)
	letteredRow = regexp.MustCompile(`^\s*(?:\(?[a-zA-Z]\)|\(?[ivx]{1,5}\)|[a-zA-Z]\.|•|·|–)\s`)
)

// maxNesting is how deep quotations and lists on one line may be nested. The
// parser's time grows with the square of it.
const maxNesting = 32

// prepare mends what people write but Markdown does not allow, and takes out
// the definitions of links, which it returns by their folded labels.
func prepare(source string) (string, map[string]string) {
	references := map[string]string{}
	var out strings.Builder
	out.Grow(len(source) + 64)
	fenced := ""
	for line := range strings.Lines(source) {
		if m := fence.FindStringSubmatch(line); m != nil {
			switch {
			case fenced == "":
				fenced = m[1]
			case m[1][0] == fenced[0] && len(m[1]) >= len(fenced):
				fenced = ""
			}
		}
		if fenced != "" {
			out.WriteString(flatten(line))
			continue
		}
		if m := linkTarget.FindStringSubmatch(strings.TrimSuffix(line, "\n")); m != nil && looksLikeTarget(m[2]) {
			label := util.ToLinkReference([]byte(m[1]))
			if _, known := references[label]; !known {
				references[label] = m[2]
			}
			out.WriteByte('\n')
			continue
		}
		if tightHash.MatchString(line) {
			line = tightHash.ReplaceAllString(strings.TrimRight(line, "# \t\n"), "$1 $2") + "\n"
		}
		line = singleHash.ReplaceAllString(line, "$1 $2")
		out.WriteString(flatten(line))
	}
	return out.String(), references
}

// looksLikeTarget tells the address of a link from the one word of "[Note]:
// tbc".
func looksLikeTarget(target string) bool {
	return strings.ContainsAny(target, "/#.@:")
}

// flatten drops the marks at the start of a line that nests too deep, and
// what is more than an indent.
func flatten(line string) string {
	const widest = 3 * maxNesting
	if text := strings.TrimLeft(line, " \t"); len(line)-len(text) > widest {
		line = line[:widest] + text
	}
	nesting, at := 0, 0
	for ; at < len(line); at++ {
		c := line[at]
		if strings.IndexByte(" \t\n0123456789>-+*.)", c) < 0 {
			break
		}
		spaced := at+1 < len(line) && (line[at+1] == ' ' || line[at+1] == '\t')
		if c == '>' || spaced && strings.IndexByte("-+*.)", c) >= 0 {
			nesting++
		}
	}
	if nesting <= maxNesting {
		return line
	}
	if at == len(line) {
		return "\n"
	}
	return line[at:]
}

// markdownReader turns the parsed blocks of a file into ours.
type markdownReader struct {
	source []byte
	inline *inline
	blocks []block
	found  findings
}

// maxHeading is how many words a heading may have. Longer ones are text that
// was marked by mistake, such as a paragraph above a line of dashes.
const maxHeading = 30

// top adds a block of the outermost level.
func (r *markdownReader) top(node ast.Node) {
	switch node := node.(type) {
	case *ast.Heading:
		p := r.paragraph(r.lines(node), false)
		if words(p.text()) > maxHeading {
			r.addParagraph(p)
			return
		}
		r.blocks = append(r.blocks, block{
			kind: heading, level: node.Level, plain: headingText(r.lines(node), p), words: words(p.text()),
		})
	case *ast.Paragraph:
		for _, lines := range splitMarks(r.lines(node)) {
			r.topParagraph(lines)
		}
	case *ast.CodeBlock:
		for _, lines := range splitBlank(r.lines(node)) {
			r.topParagraph(lines)
		}
	case *ast.HTMLBlock:
		for _, lines := range splitBlank(r.htmlLines(node)) {
			r.topParagraph(lines)
		}
	default:
		w := &blockWriter{}
		r.write(w, node, 0)
		plain := ""
		if list, ok := node.(*ast.List); ok && list.IsOrdered() && list.ChildCount() == 1 && words(w.plain) == w.words+1 {
			plain = strings.TrimSpace(cutBytes(w.plain, maxPlain))
		}
		r.add(block{kind: other, text: w.text(), plain: plain, words: w.words})
	}
}

// headingText gives the plain text of a heading. White space before a page
// number is how it is known, so a heading without marks keeps its own.
func headingText(lines []string, p *prose) string {
	raw := strings.Join(lines, " ")
	if strings.Join(strings.Fields(raw), " ") == p.text() {
		return raw
	}
	return p.text()
}

// add keeps b unless there is nothing in it.
func (r *markdownReader) add(b block) {
	if b.text != "" {
		r.blocks = append(r.blocks, b)
	}
}

// topParagraph adds the paragraph of lines, which may be a table.
func (r *markdownReader) topParagraph(lines []string) {
	before, table := findTable(lines)
	if len(before) > 0 {
		r.addParagraph(r.paragraph(before, false))
	}
	if len(table) > 0 {
		w := &blockWriter{}
		r.writeTable(w, table)
		r.add(block{kind: other, text: w.text(), words: w.words})
	}
}

// addParagraph adds p as a block.
func (r *markdownReader) addParagraph(p *prose) { r.add(paragraphBlock(p)) }

// paragraphBlock makes a block of a written paragraph.
func paragraphBlock(p *prose) block {
	markdown, bold := p.markdown()
	b := block{kind: paragraph, text: markdown, bold: bold, words: words(p.text())}
	if plain := p.text(); len(plain) <= maxPlain {
		b.plain = plain
	}
	return b
}

// paragraph writes lines as one paragraph, or as one cell of a table.
func (r *markdownReader) paragraph(lines []string, cell bool) *prose {
	p := newProse(cell)
	r.inline.write(p, strings.Join(lines, "\n"), &r.found)
	return p
}

// lines gives the lines of a block without the marks of what it stands in.
func (r *markdownReader) lines(node ast.Node) []string {
	segments := node.Lines()
	lines := make([]string, 0, segments.Len())
	for i := range segments.Len() {
		segment := segments.At(i)
		lines = append(lines, strings.TrimRight(string(segment.Value(r.source)), "\n"))
	}
	return lines
}

// htmlLines gives the words of a block of HTML as lines.
func (r *markdownReader) htmlLines(node *ast.HTMLBlock) []string {
	raw := strings.Join(r.lines(node), "\n")
	if node.HasClosure() {
		raw += "\n" + string(node.ClosureLine.Value(r.source))
	}
	s := strip(raw)
	r.found.tags += s.tags
	r.found.hidden = append(r.found.hidden, s.hidden...)
	return strings.Split(s.text, "\n")
}

// splitBlank parts lines where there are blank ones.
func splitBlank(lines []string) [][]string {
	var parts [][]string
	start := 0
	for i := range len(lines) + 1 {
		if i < len(lines) && strings.TrimSpace(lines[i]) != "" {
			continue
		}
		if i > start {
			parts = append(parts, lines[start:i])
		}
		start = i + 1
	}
	return parts
}

// splitMarks parts the lines of a paragraph where the author's marks stand on
// lines of their own: a Standing, a question, lines at the start all in bold
// that serve as headings.
func splitMarks(lines []string) [][]string {
	var parts [][]string
	start := 0
	cut := func(at int) {
		if at > start {
			parts = append(parts, lines[start:at])
			start = at
		}
	}
	for i, line := range lines {
		mark := markLine.FindStringSubmatch(line)
		if mark != nil {
			cut(i)
		}
		title := start == i && boldLine.MatchString(line)
		if title || mark != nil && strings.EqualFold(mark[1], "standing") {
			cut(i + 1)
		}
	}
	cut(len(lines))
	return parts
}

// boldLine is a line that is bold from end to end.
var boldLine = regexp.MustCompile(`^\s*(?:\*\*[^*]+\*\*|__[^_]+__)\s*:?\s*$`)
