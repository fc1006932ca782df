package webtest

import (
	"encoding/xml"
	"errors"
	"io"
	"regexp"
	"slices"
	"strings"
)

// node is an element, or a text where it has no name.
type node struct {
	name  string
	attr  map[string]string
	text  string
	nodes []*node
}

// parse reads HTML as our own templates write it.
func parse(html string) (*node, error) {
	d := xml.NewDecoder(strings.NewReader(strings.Map(disguise, html)))
	d.Strict, d.AutoClose, d.Entity = false, xml.HTMLAutoClose, xml.HTMLEntity
	root := &node{}
	stack := []*node{root}
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return root, nil
		}
		if err != nil {
			return nil, err
		}
		top := stack[len(stack)-1]
		switch t := token.(type) {
		case xml.StartElement:
			n := &node{name: strings.ToLower(t.Name.Local), attr: map[string]string{}}
			for _, a := range t.Attr {
				n.attr[strings.ToLower(a.Name.Local)] = strings.Map(reveal, a.Value)
			}
			top.nodes, stack = append(top.nodes, n), append(stack, n)
		case xml.EndElement:
			stack = stack[:max(1, len(stack)-1)]
		case xml.CharData:
			top.nodes = append(top.nodes, &node{text: strings.Map(reveal, string(t))})
		}
	}
}

// disguise lets through the XML reader what it refuses and a browser does not:
// control characters. Reveal is the way back.
func disguise(r rune) rune {
	if r < ' ' && r != '\t' && r != '\n' && r != '\r' || r == 0xfffe || r == 0xffff {
		return 0xe000 + r&0xff
	}
	return r
}

func reveal(r rune) rune {
	if r >= 0xe000 && r < 0xe100 {
		return r - 0xe000
	}
	return r
}

// find gives the elements that fit, from the top of the page down.
func (n *node) find(fits func(*node) bool) []*node {
	var found []*node
	for _, child := range n.nodes {
		if child.name != "" && fits(child) {
			found = append(found, child)
		}
		found = append(found, child.find(fits)...)
	}
	return found
}

func named(name string) func(*node) bool { return func(n *node) bool { return n.name == name } }

var blanks = regexp.MustCompile(`[ \t\r\n]+`)

// words gives the text, a line for each block.
func (n *node) words() string {
	var out strings.Builder
	n.write(&out)
	var lines []string
	for line := range strings.SplitSeq(out.String(), "\x01") {
		if line = strings.TrimSpace(blanks.ReplaceAllString(line, " ")); line != "" {
			lines = append(lines, line)
		}
	}
	return strings.Join(lines, "\n")
}

func (n *node) write(out *strings.Builder) {
	switch n.name {
	case "":
		out.WriteString(n.text)
	case "script", "style", "noscript", "head":
		return
	case "img":
		out.WriteString(" " + n.attr["alt"] + " ")
	case "input":
		if _, shown := n.attr["readonly"]; shown {
			out.WriteString(" " + n.attr["value"] + " ")
		}
	}
	if strings.Contains(n.attr["class"], "govuk-visually-hidden") {
		return
	}
	block := strings.Contains(" p div li h1 h2 h3 h4 h5 h6 tr dt dd ul ol table form article section button blockquote textarea legend label a figure br caption ", " "+n.name+" ") && n.name != ""
	cell := n.name == "td" || n.name == "th" || n.name == "time"
	if block {
		out.WriteString("\x01")
	}
	for _, child := range n.nodes {
		child.write(out)
	}
	switch {
	case block:
		out.WriteString("\x01")
	case cell:
		out.WriteString(" ")
	}
}

// Text gives what people read on the page, from its heading on.
func (p *Page) Text() string {
	for _, main := range p.root.find(named("main")) {
		return main.words()
	}
	return p.root.words()
}

// Title is that of the tab.
func (p *Page) Title() string {
	for _, n := range p.root.find(named("title")) {
		return n.words()
	}
	return ""
}

// Messages gives the messages of the room in the order in which they were
// posted, and then the other articles of the page. A page has the newest first.
func (p *Page) Messages() []Message {
	var all []Message
	logged := map[*node]bool{}
	for _, log := range p.root.find(func(n *node) bool { _, newest := n.attr["data-newest"]; return newest }) {
		for _, n := range slices.Backward(log.find(named("article"))) {
			logged[n] = true
			all = append(all, Message{ID: n.attr["id"], Text: n.words()})
		}
	}
	for _, n := range p.root.find(named("article")) {
		if !logged[n] {
			all = append(all, Message{ID: n.attr["id"], Text: n.words()})
		}
	}
	return all
}

// Message is an article on the page.
type Message struct{ ID, Text string }

// Link leads somewhere.
type Link struct{ Label, URL string }

// within gives the part of the page with that id; the page itself where it is
// empty.
func (p *Page) within(id string) *node {
	if id == "" {
		return p.root
	}
	for _, n := range p.root.find(func(n *node) bool { return n.attr["id"] == id }) {
		return n
	}
	return &node{}
}

// Links gives the links in the element with that id, or on the whole page.
func (p *Page) Links(id string) []Link {
	var all []Link
	for _, n := range p.within(id).find(named("a")) {
		all = append(all, Link{Label: n.words(), URL: n.attr["href"]})
	}
	return all
}

// Form is a form on the page.
type Form struct {
	ID, Action string
	Multipart  bool
	Fields     []Field
	Label      string // of its first button
}

// Field is something that a form sends.
type Field struct {
	Name, Type, Value string
	Checked           bool
}

// Forms gives the forms in the element with that id, or on the whole page.
func (p *Page) Forms(id string) []Form {
	var all []Form
	for _, n := range p.within(id).find(named("form")) {
		f := Form{ID: n.attr["id"], Action: n.attr["action"], Multipart: n.attr["enctype"] == "multipart/form-data"}
		for _, e := range n.find(func(*node) bool { return true }) {
			switch e.name {
			case "input":
				_, checked := e.attr["checked"]
				f.Fields = append(f.Fields, Field{Name: e.attr["name"], Type: e.attr["type"], Value: e.attr["value"], Checked: checked})
			case "textarea":
				var value strings.Builder
				for _, t := range e.nodes {
					value.WriteString(t.text)
				}
				f.Fields = append(f.Fields, Field{Name: e.attr["name"], Type: "textarea", Value: strings.TrimPrefix(value.String(), "\n")})
			case "button":
				if f.Label == "" && e.attr["type"] == "submit" {
					f.Label = e.words()
				}
			}
		}
		all = append(all, f)
	}
	return all
}

// Form gives the form with that id.
func (p *Page) Form(id string) (Form, bool) {
	for _, f := range p.Forms("") {
		if f.ID == id {
			return f, true
		}
	}
	return Form{}, false
}

// Hidden gives the value of a hidden field.
func (f Form) Hidden(name string) string {
	for _, field := range f.Fields {
		if field.Name == name {
			return field.Value
		}
	}
	return ""
}
