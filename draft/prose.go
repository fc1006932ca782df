package draft

import (
	"bytes"
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// prose writes one paragraph, heading or table cell as Markdown that reads as
// exactly what was put in: every character that could mean something else is
// escaped, so nothing but these methods makes a link or emphasis, and nothing
// makes HTML. Beside it grows the plain text.
type prose struct {
	out     []byte
	plain   []byte
	held    []byte   // text that waits for what follows it, as that decides what to escape
	cell    bool     // in a table: no line breaks, pipes escaped
	opening []string // emphasis that waits for its first character
	open    []string // emphasis that has been written and not closed
	gap     string   // a space or line break that waits for the next character
	linking bool     // within the text of a link
	closed  bool     // the last thing written closed emphasis
	isBold  bool     // all text so far was bold
	some    bool     // some text was written
}

// newProse is ready to write a paragraph, or a table cell.
func newProse(cell bool) *prose { return &prose{cell: cell, isBold: true} }

// lineBreak is how Markdown breaks a line within a paragraph.
const lineBreak = "  \n"

// entity is what would be read as a character reference.
var entity = regexp.MustCompile(`^&(#[0-9]{1,8}|#[xX][0-9a-fA-F]{1,8}|[A-Za-z][A-Za-z0-9]{1,31});`)

// write adds plain text. Runs of white space become one space.
func (p *prose) write(text string) { p.held = append(p.held, text...) }

// flush writes the text that was held. What comes next is the end of the line,
// or a mark.
func (p *prose) flush() {
	text := string(p.held)
	p.held = p.held[:0]
	for i, r := range text {
		if unicode.IsSpace(r) {
			p.pause(" ")
			continue
		}
		if r == '_' && p.gap == "" && endsWithGap(p.plain) {
			continue // a line to write on is as clear when short
		}
		size := utf8.RuneLen(r)
		if r == utf8.RuneError {
			_, size = utf8.DecodeRuneInString(text[i:])
		}
		p.character(r, text[i:], text[i+size:])
	}
}

// character writes r, with the text from r on and the text after it at hand.
func (p *prose) character(r rune, from, after string) {
	p.ready(r)
	next, _ := utf8.DecodeRuneInString(after)
	if after == "" {
		next = '\n'
	}
	if p.escapes(r, next, from) {
		p.out = append(p.out, '\\')
	}
	p.out = utf8.AppendRune(p.out, r)
	p.plain = utf8.AppendRune(p.plain, r)
	p.closed = false
	p.some = true
	p.isBold = p.isBold && p.within("**")
}

// endsWithGap reports whether text ends in a line to write on.
func endsWithGap(text []byte) bool { return bytes.HasSuffix(text, []byte("________")) }

// pause lets gap, a space or a line break, wait for the next character. A
// space does not undo a line break.
func (p *prose) pause(gap string) {
	if p.gap == "" || gap == lineBreak {
		p.gap = gap
	}
}

// ready writes what waits before a first character: a gap, then emphasis.
// Where a mark of emphasis would be read as the wrong end of it, a space
// keeps it apart.
func (p *prose) ready(r rune) {
	solid := isSolid(r)
	if len(p.opening) > 0 && (p.closed || !solid && p.endsSolid()) || p.closed && solid && !p.endsSolid() {
		p.pause(" ")
	}
	if p.gap != "" && !p.lineStart() {
		p.guardNumber()
		p.out = append(p.out, p.gap...)
		p.plain = append(p.plain, p.gap[len(p.gap)-1])
	}
	p.gap = ""
	for _, mark := range p.opening {
		p.out = append(p.out, mark...)
		p.open = append(p.open, mark)
	}
	p.opening = nil
}

// endsSolid reports whether the last character, leaving emphasis aside, is a
// letter or a digit.
func (p *prose) endsSolid() bool {
	r, _ := utf8.DecodeLastRune(p.plain)
	return isSolid(r)
}

// lineStart reports whether nothing has been written on this line.
func (p *prose) lineStart() bool {
	return len(p.plain) == 0 || p.plain[len(p.plain)-1] == '\n'
}

// escapes reports whether r would be read as a mark where it stands. After the
// last character of a run comes a mark or the end of the line.
func (p *prose) escapes(r, next rune, from string) bool {
	switch r {
	case '\\', '*', '`', '~':
		return true
	case '_':
		return !p.endsSolid() || !isSolid(next)
	case '<':
		return !unicode.IsSpace(next)
	case '&':
		return entity.MatchString(from)
	case '(':
		return endsWith(p.out, ']')
	case '[', ']':
		return p.linking
	case ':':
		return endsWith(p.out, ']') || p.lineStart() && next == '-'
	case '|':
		return p.cell || p.lineStart()
	case '#', '>', '+', '-', '=':
		return p.lineStart()
	}
	return false
}

// guardNumber escapes the stop after a number that all of the line so far
// consists of. With white space after it, that would start a list.
func (p *prose) guardNumber() {
	const longest = 10 // figures of a number that starts a list
	last := len(p.out) - 1
	if last < 1 || p.out[last] != '.' && p.out[last] != ')' {
		return
	}
	line := p.out[max(0, last-longest):last]
	line = line[bytes.LastIndexByte(line, '\n')+1:]
	if len(line) == 0 || len(bytes.Trim(line, "0123456789")) > 0 {
		return
	}
	p.out = append(p.out[:last], '\\', p.out[last])
}

// endsWith reports whether the last byte of text is c.
func endsWith(text []byte, c byte) bool { return len(text) > 0 && text[len(text)-1] == c }

// breakLine starts a new line within the paragraph; in a cell, a space.
func (p *prose) breakLine() {
	if p.cell {
		p.write(" ")
		return
	}
	p.flush()
	p.pause(lineBreak)
}

// emphasise writes what body writes between marks: "*" or "**". Emphasis
// within the same emphasis, or around nothing, adds no marks.
func (p *prose) emphasise(mark string, body func()) {
	if p.within(mark) {
		body()
		return
	}
	p.flush()
	p.opening = append(p.opening, mark)
	body()
	p.flush()
	if waiting := len(p.opening); waiting > 0 {
		p.opening = p.opening[:waiting-1] // nothing was written since
		return
	}
	p.open = p.open[:len(p.open)-1]
	p.out = append(p.out, mark...)
	p.closed = true
}

// within reports whether the text is, or is about to be, in mark.
func (p *prose) within(mark string) bool {
	return slices.Contains(p.open, mark) || slices.Contains(p.opening, mark)
}

// code writes text as it is, between backticks.
func (p *prose) code(text string) {
	text = strings.Join(strings.Fields(text), " ")
	if text == "" {
		return
	}
	if p.cell && strings.ContainsAny(text, "|\\") || strings.Contains(text, "`") {
		p.write(text)
		return
	}
	p.flush()
	p.ready('`')
	if endsWith(p.out, '`') {
		p.out = append(p.out, ' ')
	}
	p.out = append(append(append(p.out, '`'), text...), '`')
	p.plain = append(p.plain, text...)
	p.closed, p.some, p.isBold = false, true, false
}

// link writes what body writes as a link to target, or without a link where
// target leads nowhere a browser may safely go. It reports whether it linked.
func (p *prose) link(target string, body func()) bool {
	address, ok := safeAddress(target)
	if !ok || p.linking {
		body()
		return ok
	}
	p.flush()
	before := len(p.plain)
	p.ready('[')
	if endsWith(p.out, '!') {
		p.out = append(p.out[:len(p.out)-1], `\!`...)
	}
	p.out = append(p.out, '[')
	start := len(p.out)
	p.linking = true
	body()
	if p.flush(); len(p.out) == start {
		p.write(target)
		p.flush()
	}
	p.linking = false
	p.out = append(append(append(p.out, "]("...), address...), ')')
	p.closed = false
	return len(p.plain) > before
}

// safeAddress gives target as it may stand in a Markdown link, if it is an
// address on the web or a mail address.
func safeAddress(target string) (string, bool) {
	const longest = 2000
	target = strings.TrimSpace(target)
	if target == "" || len(target) > longest || strings.ContainsFunc(target, unicode.IsControl) {
		return "", false
	}
	target = escapeAddress(target)
	u, err := url.Parse(target)
	if err != nil || u.User != nil {
		return "", false
	}
	switch strings.ToLower(u.Scheme) {
	case "http", "https":
		if u.Hostname() == "" {
			return "", false
		}
	case "mailto":
		if !strings.Contains(u.Opaque, "@") {
			return "", false
		}
	default:
		return "", false
	}
	return target, true
}

// escapeAddress encodes what would end a link, or mean something, where an
// address stands in Markdown.
func escapeAddress(address string) string {
	var out strings.Builder
	for i := range len(address) {
		c := address[i]
		if strings.IndexByte(" ()<>[]\"\\`|", c) >= 0 || c == '&' && entity.MatchString(address[i:]) {
			fmt.Fprintf(&out, "%%%02X", c)
			continue
		}
		out.WriteByte(c)
	}
	return out.String()
}

// markdown gives what was written, and whether all of it was bold.
func (p *prose) markdown() (text string, bold bool) {
	p.flush()
	p.guardNumber()
	return strings.TrimSpace(string(p.out)), p.some && p.isBold
}

// text gives what was written without any marks.
func (p *prose) text() string {
	p.flush()
	return strings.TrimSpace(string(p.plain))
}

// escape gives plain text as Markdown.
func escape(plain string) string {
	p := newProse(false)
	p.write(plain)
	text, _ := p.markdown()
	return text
}

// words counts words: runs without white space that have a letter or digit.
func words(text string) int {
	n := 0
	counted := false
	for _, r := range text {
		switch {
		case unicode.IsSpace(r):
			counted = false
		case !counted && (unicode.IsLetter(r) || unicode.IsDigit(r)):
			n++
			counted = true
		}
	}
	return n
}
