package bot

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// role says what a token does.
type role int

const (
	prose role = iota
	opens
	closes
)

// token is a piece of a paragraph's source: words, or a mark that opens or
// closes a span.
type token struct {
	role  role
	src   string
	width int    // of an emphasis mark: 1 italic, 2 bold
	link  string // of a link's marks: where it leads
}

// closer is the mark that closes what t opens.
func (t token) closer() token {
	if t.link != "" {
		return token{role: closes, src: "](" + escapeLink(t.link) + ")", link: t.link}
	}
	return token{role: closes, src: t.src, width: t.width}
}

// run is a row of asterisks that may open or close emphasis.
type run struct {
	at                int // index of its place among the tokens
	length, left      int
	canOpen, canClose bool
	opened, closed    []token // innermost first; in order
}

// tokenise reads the spans of one paragraph, as CommonMark does for asterisks
// and links. The sources of the tokens together are the text again, but for
// links, which may come back escaped otherwise.
func tokenise(text string) []token {
	var tokens []token
	var runs []*run
	start := 0
	flush := func(end int) {
		if end > start {
			tokens = append(tokens, token{src: text[start:end]})
		}
	}
	for i := 0; i < len(text); {
		switch text[i] {
		case '\\':
			i += escapeLength(text[i:])
		case '[':
			inner, link, n := readLink(text[i:])
			if n == 0 {
				i++
				continue
			}
			flush(i)
			mark := token{role: opens, src: "[", link: link}
			tokens = append(tokens, mark)
			tokens = append(tokens, tokenise(inner)...)
			tokens = append(tokens, mark.closer())
			i += n
			start = i
		case '*':
			flush(i)
			r := readRun(text, i)
			r.at = len(tokens)
			tokens = append(tokens, token{})
			runs = append(runs, r)
			i += r.length
			start = i
		default:
			i++
		}
	}
	flush(len(text))
	pairUp(runs)
	return expand(tokens, runs)
}

func escapeLength(s string) int {
	if len(s) > 1 && s[1] < utf8.RuneSelf && isPunctuation(rune(s[1])) {
		return 2
	}
	return 1
}

// readRun reads the asterisks at text[i:] and what stands around them.
func readRun(text string, i int) *run {
	n := len(text[i:]) - len(strings.TrimLeft(text[i:], "*"))
	before, after := ' ', ' '
	if i > 0 {
		before, _ = utf8.DecodeLastRuneInString(text[:i])
	}
	if i+n < len(text) {
		after, _ = utf8.DecodeRuneInString(text[i+n:])
	}
	left := !unicode.IsSpace(after) && (!isPunctuation(after) || unicode.IsSpace(before) || isPunctuation(before))
	right := !unicode.IsSpace(before) && (!isPunctuation(before) || unicode.IsSpace(after) || isPunctuation(after))
	return &run{length: n, left: n, canOpen: left, canClose: right}
}

func isPunctuation(r rune) bool { return unicode.IsPunct(r) || unicode.IsSymbol(r) }

// pairUp matches runs that close with runs that open.
func pairUp(runs []*run) {
	var stack []*run
	for _, r := range runs {
		for i := len(stack) - 1; r.canClose && r.left > 0 && i >= 0; i-- {
			o := stack[i]
			if (o.canClose || r.canOpen) && (o.length+r.length)%3 == 0 && (o.length%3 != 0 || r.length%3 != 0) {
				continue // CommonMark's rule of three
			}
			for o.left > 0 && r.left > 0 {
				width := 1
				if o.left > 1 && r.left > 1 {
					width = 2
				}
				o.left, r.left = o.left-width, r.left-width
				mark := token{role: opens, src: "**"[:width], width: width}
				o.opened, r.closed = append(o.opened, mark), append(r.closed, mark.closer())
			}
			stack = stack[:i]
			if o.left > 0 {
				stack = append(stack, o)
			}
		}
		if r.canOpen && r.left > 0 {
			stack = append(stack, r)
		}
	}
}

// expand puts the marks of the runs in their places.
func expand(tokens []token, runs []*run) []token {
	if len(runs) == 0 {
		return tokens
	}
	all := make([]token, 0, len(tokens)+len(runs))
	for i, t := range tokens {
		if len(runs) == 0 || runs[0].at != i {
			all = append(all, t)
			continue
		}
		r := runs[0]
		runs = runs[1:]
		all = append(all, r.closed...)
		if r.left > 0 {
			all = append(all, token{src: strings.Repeat("*", r.left)})
		}
		for _, o := range slices.Backward(r.opened) {
			all = append(all, o)
		}
	}
	return all
}

// readLink reads "[words](target)" at the start of s; n is 0 if there is none.
func readLink(s string) (inner, link string, n int) {
	end := 1
	for end < len(s) && s[end] != ']' && s[end] != '[' {
		if s[end] == '\\' {
			end += escapeLength(s[end:])
			continue
		}
		end++
	}
	if end+1 >= len(s) || s[end] != ']' || s[end+1] != '(' || strings.TrimSpace(s[1:end]) == "" {
		return "", "", 0
	}
	target, ok := readTarget(s[end+2:])
	if !ok {
		return "", "", 0
	}
	link = unescape(target)
	if !isLink(link) {
		return "", "", 0
	}
	return s[1:end], link, end + 2 + len(target) + 1
}

// maxTarget bounds the bytes of a link's target, and with it the time that a
// text made of broken links takes.
const maxTarget = 2048

// readTarget reads up to the bracket that closes a link's target.
func readTarget(s string) (string, bool) {
	depth := 0
	for i := 0; i < min(len(s), maxTarget); i++ {
		switch c := s[i]; {
		case c == '\\':
			i += escapeLength(s[i:]) - 1
		case c <= ' ' || c == 0x7f || c == '<' || c == '>':
			return "", false
		case c == '(':
			depth++
		case c == ')' && depth > 0:
			depth--
		case c == ')':
			return s[:i], true
		}
	}
	return "", false
}

// isLink says whether a target may be followed: nothing but the web and mail.
func isLink(target string) bool {
	for _, scheme := range []string{"https://", "http://", "mailto:"} {
		if len(target) > len(scheme) && strings.EqualFold(target[:len(scheme)], scheme) {
			return !strings.ContainsFunc(target, func(r rune) bool {
				return unicode.IsSpace(r) || unicode.IsControl(r) || strings.ContainsRune(`<>"`, r)
			})
		}
	}
	return false
}

func escapeLink(link string) string {
	return strings.NewReplacer(`\`, `\\`, "(", `\(`, ")", `\)`).Replace(link)
}

// unescape takes the backslashes off escaped punctuation.
func unescape(s string) string {
	if !strings.Contains(s, `\`) {
		return s
	}
	var out strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] == '\\' && escapeLength(s[i:]) == 2 {
			i++
		}
		out.WriteByte(s[i])
	}
	return out.String()
}
