package bot

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

const (
	personOpen  = "{person:"
	personWidth = 80 // characters of a name at most
	personMax   = len(personOpen) + 20
	linkOpen    = "{link:"
	linkWidth   = 240 // characters of a link at most
	linkMax     = len(linkOpen) + 300
	maxCluster  = 64 // bytes; longer ones are ornament and may be cut
)

// textSize counts characters as the strictest platform does: UTF-16 units, a
// sign that markup has to escape as five, a line break as three, and a person
// as 80.
func textSize(s string) int {
	n := 0
	for i := 0; i < len(s); {
		if s[i] == '{' {
			if width, size := placeholder(s[i:]); width > 0 {
				n, i = n+size, i+width
				continue
			}
		}
		r, width := utf8.DecodeRuneInString(s[i:])
		n, i = n+runeSize(r), i+width
	}
	return n
}

func runeSize(r rune) int {
	switch {
	case r == '&' || r == '<' || r == '>':
		return 5
	case r == '\n':
		return 3
	case r > 0xffff:
		return 2
	default:
		return 1
	}
}

// placeholder gives the length of the "{person:P7}", the link or the code at the
// start of s, and the size of what it will be; or 0.
func placeholder(s string) (length, size int) {
	if strings.HasPrefix(s, personOpen) {
		end := strings.IndexByte(s[:min(len(s), personMax)], '}')
		if end < 0 || strings.ContainsAny(s[len(personOpen):end], " \n{") {
			return 0, 0
		}
		return end + 1, personWidth
	}
	for _, key := range []struct {
		open      string
		most, are int
	}{{linkOpen, linkMax, linkWidth}, {codeOpen, codeMax, codeWidth}} {
		if !strings.HasPrefix(s, key.open) {
			continue
		}
		end := strings.IndexByte(s[:min(len(s), key.most)], '}')
		if end < 0 || strings.ContainsAny(s[len(key.open):end], "\n{") {
			return 0, 0
		}
		return end + 1, key.are
	}
	return 0, 0
}

// unit gives the length and size of what must not be torn apart at the start
// of s: a person, an escaped sign, or what is read as one character.
func unit(s string, markdown bool) (length, size int) {
	if n, size := placeholder(s); n > 0 {
		return n, size
	}
	if markdown && s[0] == '\\' && escapeLength(s) == 2 {
		if n, size := placeholder(s[1:]); n > 0 {
			return 1 + n, 1 + size
		}
		return 2, textSize(s[:2])
	}
	first, length := utf8.DecodeRuneInString(s)
	size = runeSize(first)
	flags := 0
	if isFlag(first) {
		flags = 1
	}
	for last := first; length < len(s); {
		next, n := utf8.DecodeRuneInString(s[length:])
		if !joins(last, next, flags) || length+n > maxCluster {
			break
		}
		if isFlag(next) {
			flags++
		}
		last, length, size = next, length+n, size+runeSize(next)
	}
	return length, size
}

// joins says whether two runes in a row are read as one character: combining
// marks, joined emoji, flags, skin tones. It covers what people write, not
// every rule of Unicode's annex 29.
func joins(last, next rune, flags int) bool {
	const zeroWidthJoiner = '\u200d'
	switch {
	case last == '\r' && next == '\n':
		return true
	case unicode.IsSpace(last) || unicode.IsControl(last):
		return false
	case next == zeroWidthJoiner, unicode.In(next, unicode.Mn, unicode.Mc, unicode.Me):
		return true
	case last == zeroWidthJoiner:
		return next > 0x2000 && !unicode.IsSpace(next)
	case next >= 0x1f3fb && next <= 0x1f3ff: // skin tones
		return true
	case isFlag(last) && isFlag(next):
		return flags%2 == 1
	case next >= 0x1160 && next <= 0x11ff: // Korean letters that follow another
		return last >= 0x1100 && last <= 0x11ff
	default:
		return false
	}
}

func isFlag(r rune) bool { return r >= 0x1f1e6 && r <= 0x1f1ff }

// place is where a text may be cut: before the byte at of token i.
type place struct{ i, at, size int }

// cutter walks along tokens and remembers the best places to cut so far.
type cutter struct {
	limit    int
	markdown bool

	size    int     // of everything before
	open    []token // spans that are open
	closing int     // size of what would close them
	fresh   bool    // nothing was read since a span opened
	seen    bool    // something was read
	last    rune    // the first rune of the unit before; 0 at the start

	line, sentence, blank, any place
}

// strip is what is still to be cut: spans that are open, and what follows.
type strip struct {
	open, tokens []token
	markdown     bool
}

func (s *strip) done() bool { return len(s.tokens) == 0 }

// next takes a piece of at most limit characters off the strip, the spans that
// go on opened at its start and closed at its end. It cuts after a line or a
// sentence where that leaves no more than half of the room unused, else
// between words, else between characters. It is false if there is no room for
// a single character.
func (s *strip) next(limit int) (piece string, ok bool) {
	c := &cutter{limit: limit, markdown: s.markdown}
	if c.walk(s.open) && c.walk(s.tokens) {
		piece = join(s.open) + join(s.tokens)
		s.tokens = nil
		return piece, true
	}
	best := c.any
	for _, p := range []place{c.line, c.sentence, c.blank} {
		if p.size > 0 && (p.size >= limit/2 || p == c.blank) {
			best = p
			break
		}
	}
	if best.size == 0 {
		return "", false
	}
	return s.cut(best), true
}

// walk reports whether everything fits.
func (c *cutter) walk(tokens []token) bool {
	for i, t := range tokens {
		switch t.role {
		case opens:
			c.open = append(c.open, t)
			c.size += textSize(t.src)
			c.closing += textSize(t.closer().src)
			c.fresh = true
		case closes:
			c.open = c.open[:len(c.open)-1]
			c.size += textSize(t.src)
			c.closing -= textSize(t.src)
		case prose:
			if !c.read(i, t.src) {
				return false
			}
		}
	}
	return true
}

// read goes through words; false means that the room is used up.
func (c *cutter) read(i int, src string) bool {
	for at := 0; at < len(src); {
		n, size := unit(src[at:], c.markdown)
		first, _ := utf8.DecodeRuneInString(src[at:])
		space := unicode.IsSpace(first)
		if space && c.seen && !c.fresh {
			c.blank = place{i, at, c.size + c.closing}
			switch {
			case first == '\n':
				c.line = c.blank
			case strings.ContainsRune(".?!…。", c.last):
				c.sentence = c.blank
			}
		}
		c.size += size
		if c.size+c.closing > c.limit && !space {
			return false
		}
		at += n
		c.last = first
		if space {
			continue
		}
		c.fresh, c.seen = false, true
		c.any = place{i, at, c.size + c.closing}
	}
	return true
}

// cut takes what is before the place off the strip.
func (s *strip) cut(p place) string {
	var out strings.Builder
	out.WriteString(join(s.open))
	for _, t := range s.tokens[:p.i] {
		out.WriteString(t.src)
		s.follow(t)
	}
	t := &s.tokens[p.i]
	out.WriteString(t.src[:p.at])
	piece := strings.TrimRightFunc(out.String(), unicode.IsSpace)
	var marks strings.Builder
	for _, o := range slices.Backward(s.open) {
		marks.WriteString(o.closer().src)
	}
	piece += marks.String()
	// What follows begins with words: spans that end before them stay behind.
	t.src = t.src[p.at:]
	for s.tokens = s.tokens[p.i:]; !s.done(); s.tokens = s.tokens[1:] {
		t := &s.tokens[0]
		if t.role == prose {
			t.src = strings.TrimLeftFunc(t.src, unicode.IsSpace)
		}
		switch {
		case t.role == closes:
			s.follow(*t)
		case t.role == opens:
			return piece
		case t.src != "":
			if s.markdown && len(s.open) == 0 {
				t.src = escapeStart(t.src)
			}
			return piece
		}
	}
	return piece
}

// follow keeps account of which spans are open.
func (s *strip) follow(t token) {
	switch t.role {
	case opens:
		s.open = append(s.open, t)
	case closes:
		s.open = s.open[:len(s.open)-1]
	case prose:
	}
}

func join(tokens []token) string {
	var out strings.Builder
	for _, t := range tokens {
		out.WriteString(t.src)
	}
	return out.String()
}

// cutMarkdown cuts the Markdown of a paragraph into pieces of at most limit
// characters. Spans that go on are closed and opened again.
func cutMarkdown(text string, limit int) []string {
	tokens := shortLinks(tokenise(text), limit/2)
	want := wordsOf(tokens)
	s := &strip{tokens: tokens, markdown: true}
	var pieces []string
	var got strings.Builder
	for !s.done() {
		piece, ok := s.next(limit)
		if !ok {
			break
		}
		pieces = append(pieces, piece)
		got.WriteString(wordsOf(tokenise(piece)))
	}
	if !s.done() || squeeze(got.String()) != squeeze(want) {
		// Marks fill the room, or mean something else once they are cut apart:
		// the words matter, their looks don't.
		return cutWords(EscapeMarkdown(want), limit, true)
	}
	return pieces
}

// cutPlain cuts plain text into pieces of at most limit characters.
func cutPlain(text string, limit int) []string { return cutWords(text, limit, false) }

func cutWords(text string, limit int, markdown bool) []string {
	s := &strip{tokens: []token{{src: strings.TrimSpace(text)}}, markdown: markdown}
	var pieces []string
	for !s.done() {
		piece, ok := s.next(limit)
		if !ok {
			return append(pieces, join(s.tokens)) // not reached: limit holds any unit
		}
		pieces = append(pieces, piece)
	}
	return pieces
}

// squeeze takes the space out of a text: a cut may have taken some.
func squeeze(s string) string { return strings.Join(strings.Fields(s), "") }

// shortLinks writes links that are too long to be repeated in every piece as
// words with the target in brackets after them.
func shortLinks(tokens []token, limit int) []token {
	short := make([]token, 0, len(tokens))
	for _, t := range tokens {
		switch {
		case t.link == "" || textSize(t.closer().src) <= limit:
			short = append(short, t)
		case t.role == closes:
			short = append(short, token{src: " (" + EscapeMarkdown(t.link) + ")"})
		}
	}
	return short
}

func wordsOf(tokens []token) string {
	var out strings.Builder
	for _, t := range tokens {
		if t.role == prose {
			out.WriteString(unescape(t.src))
		}
	}
	return out.String()
}
