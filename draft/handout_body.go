package draft

import (
	"fmt"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// listIndent is how far one level of a list is set in, in twentieths of a
// point.
const listIndent = 454

// textWidth is the width of the text on the page, in twentieths of a point.
const textWidth = 9298

// wordBody writes the text of a Word file and collects what it refers to.
type wordBody struct {
	out    strings.Builder
	parser parser.Parser
	source []byte
	links  []string
	lists  []wordList
}

// wordList is one list: where it starts to count, on which level.
type wordList struct{ kind, level, start int }

// newWordBody is ready to write.
func newWordBody() *wordBody {
	return &wordBody{parser: goldmark.New(goldmark.WithExtensions(extension.Table)).Parser()}
}

// handout writes all of d.
func (b *wordBody) handout(d Handout) {
	b.plain("Title", d.Title)
	for _, paragraph := range d.Intro {
		b.plain("", paragraph)
	}
	for _, s := range d.Sections {
		title := strings.Join(strings.Fields(s.Title), " ")
		b.open(`<w:pStyle w:val="Heading1"/>`)
		if number := strings.Join(strings.Fields(s.Number), " "); number != "" {
			b.run(number, wordLook{})
			b.out.WriteString(`<w:r><w:tab/></w:r>`)
		}
		b.run(title, wordLook{})
		b.out.WriteString(`</w:p>`)
		for _, note := range s.Notes {
			b.plain("SectionNote", note)
		}
		b.markdown(s.Markdown)
	}
	if d.After.Title != "" {
		b.plain(afterStyle, d.After.Title)
		b.markdown(d.After.Markdown)
	}
}

// afterStyle is the style of the line from which on nothing is of the sections; its
// name, in lower case, is afterName. Word keeps both.
const (
	afterStyle = "AfterSections"
	afterName  = "after the sections"
)

// open starts a paragraph with properties, which may be empty.
func (b *wordBody) open(properties string) {
	b.out.WriteString(`<w:p>`)
	if properties != "" {
		b.out.WriteString(`<w:pPr>` + properties + `</w:pPr>`)
	}
}

// plain writes a paragraph of plain text, unless there is none.
func (b *wordBody) plain(style, said string) {
	if strings.TrimSpace(said) == "" {
		return
	}
	properties := ""
	if style != "" {
		properties = fmt.Sprintf(`<w:pStyle w:val="%s"/>`, style)
	}
	b.open(properties)
	b.run(strings.Join(strings.Fields(said), " "), wordLook{})
	b.out.WriteString(`</w:p>`)
}

// wordLook is how a run is set.
type wordLook struct{ bold, italic, code, link bool }

// run writes text in one look.
func (b *wordBody) run(said string, l wordLook) {
	if said == "" {
		return
	}
	b.out.WriteString(`<w:r>`)
	if l != (wordLook{}) {
		b.out.WriteString(`<w:rPr>`)
		for _, part := range []struct {
			on   bool
			mark string
		}{
			{l.link, `<w:rStyle w:val="Hyperlink"/>`},
			{l.code, `<w:rFonts w:ascii="Consolas" w:hAnsi="Consolas" w:cs="Consolas"/>`},
			{l.bold, `<w:b/>`},
			{l.italic, `<w:i/>`},
		} {
			if part.on {
				b.out.WriteString(part.mark)
			}
		}
		b.out.WriteString(`</w:rPr>`)
	}
	b.out.WriteString(`<w:t xml:space="preserve">` + escapeXML(said) + `</w:t></w:r>`)
}

// placed is where a block stands: in which list, how deep, in a quotation.
type placed struct {
	list   int // as numbered in the file; 0 is none
	level  int
	marked bool // the marker of the item was written
	quoted bool
	depth  int
}

// markdown writes the blocks of a text.
func (b *wordBody) markdown(markdown string) {
	var seen characters
	b.source = []byte(seen.clean(markdown))
	b.children(b.parser.Parse(text.NewReader(b.source)), &placed{})
}

// children writes the blocks in node.
func (b *wordBody) children(node ast.Node, at *placed) {
	const deepest = 50 // deeper ones are shown without what they are in
	if at.depth++; at.depth > deepest {
		return
	}
	defer func() { at.depth-- }()
	for child := node.FirstChild(); child != nil; child = child.NextSibling() {
		b.block(child, at)
	}
}

// block writes one block.
func (b *wordBody) block(node ast.Node, at *placed) {
	switch node := node.(type) {
	case *ast.Heading:
		b.open(fmt.Sprintf(`<w:pStyle w:val="Heading%d"/>`, max(2, node.Level-1)))
		b.inline(node, wordLook{})
		b.out.WriteString(`</w:p>`)
	case *ast.Paragraph, *ast.TextBlock:
		b.open(b.properties(at))
		b.inline(node, wordLook{})
		b.out.WriteString(`</w:p>`)
	case *ast.List:
		b.list(node, at)
	case *ast.Blockquote:
		inner := *at
		inner.quoted = true
		b.children(node, &inner)
	case *ast.CodeBlock, *ast.FencedCodeBlock:
		b.code(node)
	case *ast.HTMLBlock:
		for line := range strings.SplitSeq(strip(b.lines(node)).text, "\n") {
			b.plain("", resolve([]byte(line)))
		}
	case *extast.Table:
		b.table(node)
	case *ast.ThematicBreak:
	default:
		b.children(node, at)
	}
}

// properties gives the properties of a paragraph at its place. Only the first
// in an item has its marker.
func (b *wordBody) properties(at *placed) string {
	switch {
	case at.list > 0 && !at.marked:
		at.marked = true
		return fmt.Sprintf(`<w:pStyle w:val="ListParagraph"/><w:numPr><w:ilvl w:val="%d"/><w:numId w:val="%d"/></w:numPr>`, at.level, at.list)
	case at.list > 0:
		return fmt.Sprintf(`<w:pStyle w:val="ListParagraph"/><w:ind w:left="%d"/>`, (at.level+1)*listIndent)
	case at.quoted:
		return `<w:pStyle w:val="Quote"/>`
	}
	return ""
}

// list writes a list, and those in it a level deeper.
func (b *wordBody) list(node *ast.List, at *placed) {
	inner := placed{quoted: at.quoted, depth: at.depth}
	if at.list > 0 {
		inner.level = min(at.level+1, maxLists-1)
	}
	made := wordList{kind: bulletKind, level: inner.level}
	if node.IsOrdered() {
		made.kind, made.start = numberKind, node.Start
	}
	b.lists = append(b.lists, made)
	inner.list = len(b.lists)
	for item := node.FirstChild(); item != nil; item = item.NextSibling() {
		inner.marked = false
		b.children(item, &inner)
	}
}

// code writes lines of code.
func (b *wordBody) code(node ast.Node) {
	b.open(`<w:pStyle w:val="Code"/>`)
	for i, line := range strings.Split(strings.TrimRight(b.lines(node), "\n"), "\n") {
		if i > 0 {
			b.out.WriteString(`<w:r><w:br/></w:r>`)
		}
		b.run(line, wordLook{})
	}
	b.out.WriteString(`</w:p>`)
}

// lines gives the lines of a block as they stand.
func (b *wordBody) lines(node ast.Node) string {
	var out strings.Builder
	segments := node.Lines()
	for i := range segments.Len() {
		segment := segments.At(i)
		out.Write(segment.Value(b.source))
	}
	return out.String()
}

// table writes a table, its first row as its head.
func (b *wordBody) table(node *extast.Table) {
	columns := max(1, len(node.Alignments))
	width := textWidth / columns
	b.out.WriteString(`<w:tbl><w:tblPr><w:tblStyle w:val="Grid"/><w:tblW w:w="5000" w:type="pct"/><w:tblLook w:val="0020" w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" w:noHBand="1" w:noVBand="1"/></w:tblPr><w:tblGrid>`)
	b.out.WriteString(strings.Repeat(fmt.Sprintf(`<w:gridCol w:w="%d"/>`, width), columns) + `</w:tblGrid>`)
	for row := node.FirstChild(); row != nil; row = row.NextSibling() {
		b.out.WriteString(`<w:tr>`)
		if row.Kind() == extast.KindTableHeader {
			b.out.WriteString(`<w:trPr><w:tblHeader/></w:trPr>`)
		}
		written := 0
		for cell := row.FirstChild(); cell != nil; cell = cell.NextSibling() {
			fmt.Fprintf(&b.out, `<w:tc><w:tcPr><w:tcW w:w="%d" w:type="dxa"/></w:tcPr><w:p>`, width)
			b.inline(cell, wordLook{})
			b.out.WriteString(`</w:p></w:tc>`)
			written++
		}
		for ; written < columns; written++ {
			fmt.Fprintf(&b.out, `<w:tc><w:tcPr><w:tcW w:w="%d" w:type="dxa"/></w:tcPr><w:p/></w:tc>`, width)
		}
		b.out.WriteString(`</w:tr>`)
	}
	b.out.WriteString(`</w:tbl><w:p/>`) // Word joins tables that touch
}

// inline writes what is in a paragraph.
func (b *wordBody) inline(node ast.Node, l wordLook) {
	for child := node.FirstChild(); child != nil; child = child.NextSibling() {
		b.span(child, l)
	}
}

// span writes one piece of a paragraph.
func (b *wordBody) span(node ast.Node, l wordLook) {
	switch node := node.(type) {
	case *ast.Text:
		said := string(node.Segment.Value(b.source))
		if !l.code {
			said = cleanAgain(resolve([]byte(said)))
		}
		b.run(said, l)
		switch {
		case node.HardLineBreak():
			b.out.WriteString(`<w:r><w:br/></w:r>`)
		case node.SoftLineBreak():
			b.run(" ", l)
		}
	case *ast.String:
		b.run(string(node.Value), l)
	case *ast.Emphasis:
		l.bold, l.italic = l.bold || node.Level == 2, l.italic || node.Level == 1
		b.inline(node, l)
	case *ast.CodeSpan:
		l.code = true
		b.inline(node, l)
	case *ast.Link:
		b.link(resolve(node.Destination), l, func(l wordLook) { b.inline(node, l) })
	case *ast.AutoLink:
		address := string(node.URL(b.source))
		if node.AutoLinkType == ast.AutoLinkEmail {
			address = "mailto:" + address
		}
		b.link(address, l, func(l wordLook) { b.run(string(node.Label(b.source)), l) })
	case *ast.RawHTML:
		b.html(node, l)
	default:
		b.inline(node, l)
	}
}

// html leaves out a tag of HTML, or writes what only looks like one.
func (b *wordBody) html(node *ast.RawHTML, l wordLook) {
	var raw strings.Builder
	for i := range node.Segments.Len() {
		segment := node.Segments.At(i)
		raw.Write(segment.Value(b.source))
	}
	if _, ok := new(tags).read(raw.String()); !ok {
		b.run(raw.String(), l)
	}
}

// link writes what body writes as a link, where the address is one that a
// browser may safely go to.
func (b *wordBody) link(target string, l wordLook, body func(l wordLook)) {
	address, ok := safeAddress(target)
	if !ok || l.link {
		body(l)
		return
	}
	b.links = append(b.links, address)
	fmt.Fprintf(&b.out, `<w:hyperlink r:id="link%d">`, len(b.links))
	l.link = true
	body(l)
	b.out.WriteString(`</w:hyperlink>`)
}
