package draft

import (
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// inline reads what stands within a paragraph: emphasis, links, code.
type inline struct {
	parser     parser.Parser
	references map[string]string // targets of links by folded label
}

// newInline makes a reader that knows the definitions of links.
func newInline(references map[string]string) *inline {
	return &inline{
		parser: parser.NewParser(
			parser.WithBlockParsers(util.Prioritized(parser.NewParagraphParser(), 1)),
			parser.WithInlineParsers(parser.DefaultInlineParsers()...),
		),
		references: references,
	}
}

// knownLinks is a parser's context that shares one table of definitions
// between all paragraphs.
type knownLinks struct {
	parser.Context

	targets map[string]string
}

// Reference finds the definition of a link by its folded label.
func (k knownLinks) Reference(label string) (parser.Reference, bool) {
	target, ok := k.targets[label]
	if !ok {
		return nil, false
	}
	return parser.NewReference([]byte(label), []byte(target), nil), true
}

// Limits on one paragraph. Beyond them it is taken as plain text: no person
// wrote it, and the parser's time grows with the square of its marks.
const (
	maxInline   = 64 << 10
	maxBrackets = 250
	maxMarks    = 500
)

// isPlain reports whether source is to be taken as plain text.
func isPlain(source string) bool {
	if len(source) > maxInline || strings.Count(source, "[")+strings.Count(source, "<") > maxBrackets {
		return true
	}
	marks := 0
	var before byte
	for i := range len(source) {
		c := source[i]
		if (c == '*' || c == '_' || c == '`') && c != before && before != '\\' {
			marks++
		}
		before = c
	}
	return marks > maxMarks
}

// write writes the Markdown source of one paragraph to p.
func (n *inline) write(p *prose, source string, found *findings) {
	if !strings.ContainsAny(source, "\\`*_[]<>&!\n") {
		p.write(source)
		return
	}
	if isPlain(source) {
		s := strip(source)
		found.tags += s.tags
		found.hidden = append(found.hidden, s.hidden...)
		p.write(resolve([]byte(s.text)))
		return
	}
	// The paragraph parser wants no blank lines, and no indented first one.
	var lines []string
	for line := range strings.Lines(source) {
		if strings.TrimSpace(line) != "" {
			lines = append(lines, strings.TrimLeft(line, " \t"))
		}
	}
	bytes := []byte(strings.Join(lines, ""))
	root := n.parser.Parse(text.NewReader(bytes), parser.WithContext(knownLinks{parser.NewContext(), n.references}))
	w := inlineWriter{prose: p, source: bytes, found: found}
	for block := root.FirstChild(); block != nil; block = block.NextSibling() {
		if block.PreviousSibling() != nil {
			p.write(" ")
		}
		w.children(block)
	}
}

// resolve gives Markdown text without escapes and character references. An
// escaped "&" starts no reference.
func resolve(source []byte) string {
	var out strings.Builder
	for i := 0; i < len(source); i++ {
		c := source[i]
		if c == '\\' && i+1 < len(source) && util.IsPunct(source[i+1]) {
			i++
			out.WriteByte(source[i])
			continue
		}
		if c == '&' {
			if reference := entity.Find(source[i:]); reference != nil {
				out.Write(util.ResolveEntityNames(util.ResolveNumericReferences(reference)))
				i += len(reference) - 1
				continue
			}
		}
		out.WriteByte(c)
	}
	return out.String()
}

// inlineWriter writes parsed Markdown to prose.
type inlineWriter struct {
	prose  *prose
	source []byte
	found  *findings
}

// children writes what is in node. What stands between the tags of a script
// is not for people.
func (w inlineWriter) children(node ast.Node) {
	for child := node.FirstChild(); child != nil; child = child.NextSibling() {
		if raw, ok := child.(*ast.RawHTML); ok {
			if end := w.tag(raw); end != nil {
				child = end
			}
			continue
		}
		w.node(child)
	}
}

// node writes one piece of a paragraph.
func (w inlineWriter) node(node ast.Node) {
	switch node := node.(type) {
	case *ast.Text:
		w.prose.write(cleanAgain(resolve(node.Segment.Value(w.source))))
		switch {
		case node.HardLineBreak(), node.SoftLineBreak() && letteredRow.Match(w.source[node.Segment.Stop:]):
			w.prose.breakLine()
		case node.SoftLineBreak():
			w.prose.write(" ")
		}
	case *ast.String:
		w.prose.write(string(node.Value))
	case *ast.CodeSpan:
		w.prose.code(w.raw(node))
	case *ast.Emphasis:
		if !w.shows(node) {
			w.children(node)
			return
		}
		w.prose.emphasise("**"[:min(node.Level, 2)], func() { w.children(node) })
	case *ast.Link:
		w.link(resolve(node.Destination), func() { w.children(node) })
	case *ast.AutoLink:
		label := string(node.Label(w.source))
		w.link(string(node.URL(w.source)), func() { w.prose.write(label) })
	case *ast.Image:
		w.image(node)
	default:
		w.children(node)
	}
}

// shows reports whether there is anything in node to see.
func (w inlineWriter) shows(node ast.Node) bool {
	for child := node.FirstChild(); child != nil; child = child.NextSibling() {
		switch child := child.(type) {
		case *ast.Text:
			if strings.TrimSpace(resolve(child.Segment.Value(w.source))) != "" {
				return true
			}
		case *ast.RawHTML:
		default:
			if child.Kind() == ast.KindAutoLink || child.Kind() == ast.KindImage || w.shows(child) {
				return true
			}
		}
	}
	return false
}

// cleanAgain takes out the hidden characters that character references made.
func cleanAgain(text string) string {
	for _, r := range text {
		if isHidden(r, 'a') {
			return new(characters).clean(text)
		}
	}
	return text
}

// link writes a link, or its words alone and a finding.
func (w inlineWriter) link(target string, body func()) {
	if !w.prose.link(target, body) && target != "" {
		w.found.links = append(w.found.links, target)
	}
}

// image writes that there was a picture, and what it is said to show.
func (w inlineWriter) image(node *ast.Image) {
	p := newProse(true)
	inlineWriter{prose: p, source: w.source, found: w.found}.children(node)
	writePicture(w.prose, p.text(), w.found)
}

// writePicture writes a line in place of a picture.
func writePicture(p *prose, shows string, found *findings) {
	found.pictures = append(found.pictures, shows)
	if shows == "" {
		p.write(" (picture left out) ")
		return
	}
	p.write(" (picture left out: " + shows + ") ")
}

// tag leaves out a tag of HTML, or writes what only looks like one. For the
// beginning of a script it gives the node that ends it.
func (w inlineWriter) tag(node *ast.RawHTML) ast.Node {
	var written strings.Builder
	for i := range node.Segments.Len() {
		segment := node.Segments.At(i)
		written.Write(segment.Value(w.source))
	}
	raw := written.String()
	var known tags
	t, ok := known.read(raw)
	if !ok {
		w.prose.write(raw)
		return nil
	}
	w.found.tags++
	if t.hidden != "" {
		w.found.hidden = append(w.found.hidden, t.hidden)
	}
	if breaksLine(t.name) {
		w.prose.breakLine()
	}
	if t.name == "img" {
		writePicture(w.prose, "", w.found)
	}
	if !isProgram(t.name) || t.closing {
		return nil
	}
	for next := node.NextSibling(); next != nil; next = next.NextSibling() {
		raw, ok := next.(*ast.RawHTML)
		if !ok {
			continue
		}
		segment := raw.Segments.At(0)
		if end, ok := known.read(string(segment.Value(w.source))); ok && end.closing && end.name == t.name {
			return next
		}
	}
	return nil
}

// raw gives the text under node as it stands in the source.
func (w inlineWriter) raw(node ast.Node) string {
	var out strings.Builder
	for child := node.FirstChild(); child != nil; child = child.NextSibling() {
		if t, ok := child.(*ast.Text); ok {
			out.Write(t.Segment.Value(w.source))
		}
	}
	return out.String()
}
