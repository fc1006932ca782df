package draft

import (
	"strconv"
	"strings"

	"github.com/yuin/goldmark/ast"
)

// blockWriter writes blocks that may stand in one another: lists, quotations,
// tables, code. Each line gets the marks of what it stands in.
type blockWriter struct {
	out    strings.Builder
	prefix string // before each line
	marker string // before the next line instead, where it starts an item
	fresh  bool   // a block was finished: an empty line comes first
	tight  bool   // in a list without empty lines
	plain  string // of the first paragraph, after its marker
	words  int
}

// text gives all that was written.
func (w *blockWriter) text() string { return strings.Trim(w.out.String(), "\n") }

// paragraph writes text, which may have several lines, as a block.
func (w *blockWriter) paragraph(text string) {
	if text == "" {
		return
	}
	if w.fresh {
		w.out.WriteString(strings.TrimRight(w.prefix, " ") + "\n")
	}
	for line := range strings.SplitSeq(text, "\n") {
		lead := w.prefix
		if w.marker != "" {
			lead, w.marker = w.marker, ""
		}
		w.out.WriteString(lead + line + "\n")
	}
	w.fresh = true
}

// nested writes what body writes, with marker before its first line and
// spaces or marks as wide before the others.
func (w *blockWriter) nested(marker, rest string, body func()) {
	before := w.prefix
	if w.marker == "" {
		w.marker = before
	}
	w.marker += marker
	w.prefix += rest
	body()
	w.prefix = before
	w.marker = ""
}

// maxDepth is how deep lists and quotations are shown; deeper ones are shown
// at that depth.
const maxDepth = 8

// write writes node and all in it.
func (r *markdownReader) write(w *blockWriter, node ast.Node, depth int) {
	switch node := node.(type) {
	case *ast.List:
		r.writeList(w, node, depth)
	case *ast.Blockquote:
		if depth >= maxDepth {
			r.writeChildren(w, node, depth)
			return
		}
		w.nested("> ", "> ", func() { r.writeChildren(w, node, depth+1) })
	case *ast.Paragraph, *ast.TextBlock:
		r.writeLines(w, r.lines(node))
	case *ast.CodeBlock:
		for _, lines := range splitBlank(r.lines(node)) {
			r.writeLines(w, lines)
		}
	case *ast.HTMLBlock:
		for _, lines := range splitBlank(r.htmlLines(node)) {
			r.writeLines(w, lines)
		}
	case *ast.Heading:
		p := newProse(false)
		p.emphasise("**", func() { r.inline.write(p, strings.Join(r.lines(node), " "), &r.found) })
		r.writeProse(w, p)
	case *ast.FencedCodeBlock:
		r.writeCode(w, r.lines(node))
	case *ast.ThematicBreak:
	default:
		r.writeChildren(w, node, depth)
	}
}

// writeChildren writes what is in node.
func (r *markdownReader) writeChildren(w *blockWriter, node ast.Node, depth int) {
	for child := node.FirstChild(); child != nil; child = child.NextSibling() {
		r.write(w, child, depth)
	}
}

// writeList writes a list, tight where it was tight.
func (r *markdownReader) writeList(w *blockWriter, list *ast.List, depth int) {
	number, before := list.Start, w.tight
	defer func() { w.tight = before }()
	for item := list.FirstChild(); item != nil; item = item.NextSibling() {
		if depth >= maxDepth {
			r.writeChildren(w, item, depth)
			continue
		}
		marker := "- "
		if list.IsOrdered() {
			marker = strconv.Itoa(number) + ". "
			number++
		}
		if w.plain == "" && list.IsOrdered() {
			w.plain = marker
		}
		if list.IsTight && item != list.FirstChild() {
			w.fresh = false
		}
		w.nested(marker, strings.Repeat(" ", len(marker)), func() {
			for child := item.FirstChild(); child != nil; child = child.NextSibling() {
				w.tight = list.IsTight
				if _, sub := child.(*ast.List); sub && list.IsTight {
					w.fresh = false
				}
				r.write(w, child, depth+1)
			}
		})
	}
}

// writeLines writes the lines of a paragraph, which may be a table.
func (r *markdownReader) writeLines(w *blockWriter, lines []string) {
	before, table := findTable(lines)
	if len(before) > 0 {
		r.writeProse(w, r.paragraph(before, false))
	}
	if len(table) > 0 {
		w.fresh = w.fresh && !w.tight
		r.writeTable(w, table)
	}
}

// writeProse writes p as a block and counts its words.
func (r *markdownReader) writeProse(w *blockWriter, p *prose) {
	markdown, _ := p.markdown()
	if !strings.Contains(w.plain, "\n") {
		w.plain += p.text() + "\n"
	}
	w.words += words(p.text())
	w.paragraph(markdown)
}

// writeCode writes lines as they are, between fences longer than any within.
func (r *markdownReader) writeCode(w *blockWriter, lines []string) {
	longest := 2
	for _, line := range lines {
		w.words += words(line)
		run := 0
		for i := range len(line) {
			if line[i] != '`' {
				run = 0
				continue
			}
			run++
			longest = max(longest, run)
		}
	}
	if len(lines) == 0 {
		return
	}
	marks := strings.Repeat("`", longest+1)
	w.paragraph(marks + "\n" + strings.Join(lines, "\n") + "\n" + marks)
}
