package draft

import (
	"strings"
	"unicode"
)

// tag is one piece of HTML at the start of a text.
type tag struct {
	size    int    // bytes that belong to it
	name    string // of the element, in lower case; empty for comments and declarations
	closing bool
	hidden  string // what a comment said
}

// tags reads HTML out of texts. It remembers which ends are not to be found,
// so that a text full of beginnings is not searched for each of them again.
type tags struct{ endless map[string]bool }

// read reads the HTML that text starts with. It gives no tag where text
// starts with something else: "<NAME>" in a form is for people to fill in,
// and what has no end is shown rather than swallowing the rest.
func (t *tags) read(text string) (tag, bool) {
	for _, form := range []struct{ start, end string }{
		{"<!--", "-->"},
		{"<![CDATA[", "]]>"},
		{"<?", "?>"},
		{"<!", ">"},
	} {
		body, ok := strings.CutPrefix(text, form.start)
		if !ok || t.endless[form.end] {
			continue
		}
		inside, _, found := strings.Cut(body, form.end)
		if !found {
			t.lacks(form.end)
			continue
		}
		return tag{size: len(form.start) + len(inside) + len(form.end), hidden: strings.TrimSpace(inside)}, true
	}
	return readElement(text)
}

// lacks remembers that end is not in the rest of the text.
func (t *tags) lacks(end string) {
	if t.endless == nil {
		t.endless = map[string]bool{}
	}
	t.endless[end] = true
}

// readElement reads an opening or closing tag of an element of HTML.
func readElement(text string) (tag, bool) {
	rest, ok := strings.CutPrefix(text, "<")
	if !ok {
		return tag{}, false
	}
	rest, closing := strings.CutPrefix(rest, "/")
	end := strings.IndexFunc(rest, func(r rune) bool {
		return r != '-' && r != ':' && (r > unicode.MaxASCII || !isSolid(r))
	})
	if end <= 0 {
		return tag{}, false
	}
	name := rest[:end]
	if !isElement(name) || name != strings.ToLower(name) && isPlaceholder(name) {
		return tag{}, false
	}
	size := tagEnd(rest[end:])
	if size < 0 {
		return tag{}, false
	}
	return tag{size: len(text) - len(rest) + end + size, name: strings.ToLower(name), closing: closing}, true
}

// tagEnd gives where the tag ends whose name has just been read, after its
// ">", or -1. Attribute values may have ">" in quotation marks.
func tagEnd(text string) int {
	var quote byte
	const longest = 1000 // a tag so long is not worth looking for its end
	for i := range min(len(text), longest) {
		c := text[i]
		switch {
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '"' || c == '\'':
			quote = c
		case c == '>':
			return i + 1
		case c == '<':
			return -1
		}
	}
	return -1
}

// isElement reports whether name is an element of HTML (or of the Word and
// drawing markup that comes with pasted text).
func isElement(name string) bool {
	lower := strings.ToLower(name)
	if strings.Contains(lower, ":") {
		return true
	}
	switch lower {
	case "a", "b", "i", "u", "s", "p", "q", "br", "hr", "em", "tt", "h1", "h2", "h3", "h4", "h5", "h6",
		"ul", "ol", "li", "dl", "dt", "dd", "td", "th", "tr", "div", "span", "font", "center", "strong", "small", "big",
		"sub", "sup", "ins", "del", "strike", "mark", "code", "pre", "kbd", "samp", "var", "cite", "abbr", "acronym", "dfn", "bdo", "bdi",
		"blockquote", "table", "thead", "tbody", "tfoot", "caption", "colgroup", "col", "img", "picture", "figure", "figcaption",
		"script", "style", "noscript", "template", "iframe", "frame", "frameset", "object", "embed", "param", "applet", "svg", "math", "canvas",
		"video", "audio", "source", "track", "form", "input", "button", "select", "option", "optgroup", "textarea", "label", "fieldset", "legend",
		"html", "head", "body", "title", "meta", "link", "base", "header", "footer", "nav", "main", "section", "article", "aside",
		"details", "summary", "dialog", "slot", "wbr", "ruby", "rt", "rp", "marquee", "blink", "nobr", "map", "area", "time", "data", "output", "progress", "meter":
		return true
	}
	return false
}

// isPlaceholder reports whether name, in capitals, is rather a gap for people
// to fill in, as in "the contract starts on <TIME>", than old HTML.
func isPlaceholder(name string) bool {
	switch strings.ToLower(name) {
	case "title", "time", "data", "label", "source", "object", "section", "summary", "details", "form", "map", "area",
		"option", "output", "main", "link", "base", "mark", "code", "cite", "caption", "progress", "meter", "article":
		return true
	}
	return false
}

// breaksLine reports whether an element stands on lines of its own.
func breaksLine(name string) bool {
	switch name {
	case "br", "hr", "p", "div", "li", "tr", "dt", "dd", "h1", "h2", "h3", "h4", "h5", "h6",
		"ul", "ol", "dl", "table", "blockquote", "center", "section", "article", "header", "footer", "pre", "summary", "details", "caption":
		return true
	}
	return false
}

// isProgram reports whether what an element holds is not for people.
func isProgram(name string) bool { return name == "script" || name == "style" || name == "template" }

// stripped is a text without its HTML.
type stripped struct {
	text   string
	tags   int
	hidden []string // what comments said
}

// strip takes HTML out of text and leaves the words. Scripts and style sheets
// go with what they hold; lines that tags make become lines.
func strip(text string) stripped {
	var out strings.Builder
	var s stripped
	var known tags
	for {
		at := strings.IndexByte(text, '<')
		if at < 0 {
			break
		}
		out.WriteString(text[:at])
		text = text[at:]
		t, ok := known.read(text)
		if !ok {
			out.WriteString("&lt;")
			text = text[1:]
			continue
		}
		s.tags++
		if t.hidden != "" {
			s.hidden = append(s.hidden, t.hidden)
		}
		text = text[t.size:]
		switch {
		case isProgram(t.name) && !t.closing:
			text = known.afterElement(text, t.name)
		case t.name == "td" || t.name == "th":
			out.WriteByte(' ')
		case t.name == "p":
			out.WriteString("\n\n")
		case breaksLine(t.name):
			out.WriteString("<br>")
		}
	}
	out.WriteString(text)
	s.text = out.String()
	return s
}

// afterElement gives what follows the end of an element; where it has no end,
// all of text.
func (t *tags) afterElement(text, name string) string {
	if t.endless[name] {
		return text
	}
	for i := 0; ; {
		at := strings.Index(text[i:], "</")
		if at < 0 {
			t.lacks(name)
			return text
		}
		i += at + len("</")
		if len(text)-i >= len(name) && strings.EqualFold(text[i:i+len(name)], name) {
			_, after, _ := strings.Cut(text[i:], ">")
			return after
		}
	}
}
