package page

import (
	"bytes"
	"html/template"
	"net/url"
	"strings"
	"sync"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	tables "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// Markdown makes safe HTML of somebody's Markdown, with the classes of our
// look. HTML in it is shown as the characters it is made of; links lead to
// http, https and mailto only, else they are their words; pictures are their
// alternative text; the highest heading in it becomes one of the third level,
// below the page's own. Tables of the GitHub kind are read.
func Markdown(md string) template.HTML { return convert(prose(), md) }

// MarkdownInline makes safe HTML of one line of Markdown, without a paragraph
// around it. What would start a list or a heading is taken as it stands.
func MarkdownInline(md string) template.HTML {
	return convert(line(), strings.Join(strings.Fields(md), " "))
}

func convert(engine goldmark.Markdown, md string) template.HTML {
	md = strings.ToValidUTF8(md, "\uFFFD")
	var out bytes.Buffer
	if err := engine.Convert([]byte(md), &out); err != nil {
		// It fails only where writing does. The words count more than their look.
		return template.HTML(template.HTMLEscapeString(md))
	}
	return template.HTML(strings.TrimSpace(out.String()))
}

// The two engines. Neither has the parsers of HTML, so that it is text like
// any other.
//
//nolint:gochecknoglobals // set once, never changed
var (
	prose = sync.OnceValue(func() goldmark.Markdown {
		return engine(false, extension.NewTable(extension.WithTableCellAlignMethod(extension.TableCellAlignNone)),
			util.Prioritized(parser.NewThematicBreakParser(), 200),
			util.Prioritized(parser.NewListParser(), 300),
			util.Prioritized(parser.NewListItemParser(), 400),
			util.Prioritized(parser.NewCodeBlockParser(), 500), // its look is that of an indented paragraph, which it mostly is
			util.Prioritized(parser.NewATXHeadingParser(), 600),
			util.Prioritized(parser.NewFencedCodeBlockParser(), 700),
			util.Prioritized(parser.NewBlockquoteParser(), 800),
			util.Prioritized(parser.NewParagraphParser(), 1000))
	})
	line = sync.OnceValue(func() goldmark.Markdown {
		return engine(true, nil, util.Prioritized(parser.NewParagraphParser(), 1000))
	})
)

func engine(inline bool, more goldmark.Extender, blocks ...util.PrioritizedValue) goldmark.Markdown {
	options := []goldmark.Option{goldmark.WithParser(parser.NewParser(
		parser.WithBlockParsers(blocks...),
		parser.WithInlineParsers(
			util.Prioritized(parser.NewCodeSpanParser(), 100),
			util.Prioritized(parser.NewLinkParser(), 200),
			util.Prioritized(parser.NewAutoLinkParser(), 300),
			util.Prioritized(parser.NewEmphasisParser(), 500)),
		parser.WithParagraphTransformers(parser.DefaultParagraphTransformers()...),
		parser.WithASTTransformers(util.Prioritized(dress{inline}, 1000)),
	))}
	if more != nil {
		options = append(options, goldmark.WithExtensions(more))
	}
	return goldmark.New(options...)
}

// dress gives the tree of a text our classes, and takes out what may not be in
// it.
type dress struct{ inline bool }

// Transform implements parser.ASTTransformer.
func (d dress) Transform(doc *ast.Document, reader text.Reader, _ parser.Context) {
	var nodes []ast.Node // collected first: replacing one while walking would lose its children
	_ = ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if entering {
			nodes = append(nodes, n)
		}
		return ast.WalkContinue, nil
	})
	top := 6
	for _, n := range nodes {
		if h, ok := n.(*ast.Heading); ok {
			top = min(top, h.Level)
		}
	}
	for _, n := range nodes {
		if h, ok := n.(*ast.Heading); ok {
			h.Level = min(h.Level-top+3, 6)
		}
		d.node(n, reader.Source())
	}
}

func (d dress) node(n ast.Node, source []byte) {
	switch n := n.(type) {
	case *ast.Paragraph:
		if d.inline {
			block := ast.NewTextBlock()
			moveChildren(block, n)
			n.Parent().ReplaceChild(n.Parent(), n, block)
			return
		}
		class(n, "govuk-body")
	case *ast.Heading:
		class(n, "govuk-heading-s")
	case *ast.List:
		if n.IsOrdered() {
			class(n, "govuk-list govuk-list--number")
		} else {
			class(n, "govuk-list govuk-list--bullet")
		}
	case *ast.Blockquote:
		class(n, "s-quote")
	case *ast.ThematicBreak:
		class(n, "govuk-section-break govuk-section-break--m govuk-section-break--visible")
	case *tables.Table:
		class(n, "govuk-table")
	case *tables.TableHeader:
		class(n, "govuk-table__head")
	case *tables.TableRow:
		class(n, "govuk-table__row")
	case *tables.TableCell:
		class(n, "govuk-table__cell")
	case *ast.Image:
		unwrap(n) // its children are its alternative text
	case *ast.Link:
		if !mayLead(string(n.Destination)) {
			unwrap(n)
			return
		}
		n.Title = nil
		class(n, "govuk-link")
		n.SetAttributeString("rel", []byte("noopener noreferrer"))
	case *ast.AutoLink:
		if n.AutoLinkType == ast.AutoLinkURL && !mayLead(string(n.URL(source))) {
			n.Parent().ReplaceChild(n.Parent(), n, ast.NewString(n.Label(source)))
			return
		}
		class(n, "govuk-link")
		n.SetAttributeString("rel", []byte("noopener noreferrer"))
	}
}

func class(n ast.Node, name string) { n.SetAttributeString("class", []byte(name)) }

// mayLead says whether a link may lead there.
func mayLead(address string) bool {
	u, err := url.Parse(address)
	if err != nil {
		return false
	}
	switch strings.ToLower(u.Scheme) {
	case "http", "https":
		return u.Host != ""
	case "mailto":
		return true
	default:
		return false
	}
}

// unwrap puts the children of a node in its place.
func unwrap(n ast.Node) {
	parent := n.Parent()
	for child := n.FirstChild(); child != nil; {
		next := child.NextSibling()
		parent.InsertBefore(parent, n, child)
		child = next
	}
	parent.RemoveChild(parent, n)
}

func moveChildren(to, from ast.Node) {
	for child := from.FirstChild(); child != nil; {
		next := child.NextSibling()
		to.AppendChild(to, child)
		child = next
	}
}
