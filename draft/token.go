package draft

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// tokenKind is what a token is.
type tokenKind int

const (
	wordToken tokenKind = iota // a word, a number, or both: "e-mail", "£1,000.50", "24/7", "5.9.1"
	linkToken                  // a whole link or address
	codeToken                  // a whole piece of code
	lineToken                  // a whole line of a text that is too long to be cut further
	stopToken                  // punctuation
	lookToken                  // a mark of emphasis, or the line under a table's head
	leadToken                  // what stands before a heading, item or clause: "##", "-", "1.", "(a)", ">"
	cellToken                  // "|" in a table
)

// token is the least piece of Markdown that a difference keeps, takes out or
// puts in. The texts and gaps of a text's tokens, one after another, are the
// text.
type token struct {
	kind tokenKind
	text string
	gap  string // the white space after it
}

// says reports whether the token is something to read, beyond punctuation and
// marks.
func (t token) says() bool { return t.kind <= lineToken }

// raw gives the text that tokens were made of.
func raw(tokens []token) string {
	var out strings.Builder
	for _, t := range tokens {
		out.WriteString(t.text)
		out.WriteString(t.gap)
	}
	return out.String()
}

// countSaying counts the tokens that say something.
func countSaying(tokens []token) int {
	n := 0
	for _, t := range tokens {
		if t.says() {
			n++
		}
	}
	return n
}

// farthest bounds how far the end of a link or of code is looked for, in bytes.
const farthest = 2000

// scan cuts text into tokens. plain text has no links, code or emphasis.
func scan(text string, plain bool) []token {
	var tokens []token
	for at := 0; at < len(text); {
		if n := spaceLength(text[at:]); n > 0 {
			if len(tokens) == 0 {
				tokens = append(tokens, token{kind: leadToken})
			}
			tokens[len(tokens)-1].gap += text[at : at+n]
			at += n
			continue
		}
		t := scanOne(text, at, plain)
		tokens = append(tokens, t)
		at += len(t.text)
	}
	return tokens
}

// spaceLength gives how many bytes of white space text begins with.
func spaceLength(text string) int {
	return len(text) - len(strings.TrimLeftFunc(text, unicode.IsSpace))
}

// scanOne reads the token that starts at at, which is not white space.
func scanOne(text string, at int, plain bool) token {
	rest := text[at:min(len(text), at+farthest)]
	c := rest[0]
	if !plain {
		if t, ok := scanForm(rest); ok {
			return t
		}
		if c == '*' || c == '_' || c == '~' {
			return scanLook(text, at)
		}
		if c == '\\' && len(rest) > 1 && isASCIIPunct(rest[1]) {
			return token{kind: stopToken, text: withMarks(text, at, 2)}
		}
	}
	if n := wordLength(text[at:], plain); n > 0 {
		return token{kind: wordToken, text: text[at : at+n]}
	}
	_, size := utf8.DecodeRuneInString(rest)
	for c < utf8.RuneSelf && size < len(rest) && rest[size] == c && size < 80 {
		size++ // "...", "---"
	}
	return token{kind: stopToken, text: withMarks(text, at, size)}
}

// scanForm reads a link, an address or code at the start of text.
func scanForm(text string) (token, bool) {
	switch text[0] {
	case '`':
		n := codeLength(text)
		return token{kind: codeToken, text: text[:n]}, n > 0
	case '!', '[':
		_, _, n := takeLink(text)
		return token{kind: linkToken, text: text[:n]}, n > 0
	case '<', 'h', 'H', 'w', 'W':
		n := addressLength(text)
		return token{kind: linkToken, text: text[:n]}, n > 0
	}
	return token{}, false
}

// takeLink reads a link or picture at the start of text: what it shows, where
// it leads, and how many bytes it has, or 0.
func takeLink(text string) (shown, target string, length int) {
	start := 0
	if text[0] == '!' {
		start = 1
	}
	if start >= len(text) || text[start] != '[' {
		return "", "", 0
	}
	for at := start + 1; at < len(text); at++ {
		switch text[at] {
		case '\\':
			at++
		case '[':
			return "", "", 0
		case '\n':
			if at+1 < len(text) && text[at+1] == '\n' {
				return "", "", 0
			}
		case ']':
			rest := text[at+1:]
			end := strings.IndexFunc(rest, func(r rune) bool { return unicode.IsSpace(r) || r == ')' })
			if end < 0 || rest[0] != '(' || rest[end] != ')' {
				return "", "", 0
			}
			return text[start+1 : at], rest[1:end], at + 1 + end + 1
		}
	}
	return "", "", 0
}

// addressLength gives how many bytes of text are an address, or 0.
func addressLength(text string) int {
	if text[0] == '<' {
		end := strings.IndexFunc(text[1:], func(r rune) bool { return unicode.IsSpace(r) || r == '<' || r == '>' })
		if end < 0 || text[1+end] != '>' || !strings.Contains(text[:1+end], ":") && !strings.Contains(text[:1+end], "@") {
			return 0
		}
		return end + 2
	}
	head := strings.ToLower(text[:min(len(text), 8)])
	if !strings.HasPrefix(head, "http://") && head != "https://" && !strings.HasPrefix(head, "www.") {
		return 0
	}
	end := strings.IndexFunc(text, func(r rune) bool { return unicode.IsSpace(r) || r == '<' || r == '>' || r == '|' })
	if end < 0 {
		end = len(text)
	}
	const shortest, longest = len("www.a"), farthest - 1
	if n := len(strings.TrimRight(text[:end], ".,;:!?)]}*_'\"")); n >= shortest && n <= longest {
		return n
	}
	return 0
}

// codeLength gives how many bytes of text are code between backticks, or 0.
func codeLength(text string) int {
	open := len(text) - len(strings.TrimLeft(text, "`"))
	for at := open; at < len(text); {
		switch {
		case strings.HasPrefix(text[at:], "\n\n"):
			return 0
		case text[at] != '`':
			at++
			continue
		}
		run := len(text[at:]) - len(strings.TrimLeft(text[at:], "`"))
		at += run
		if run == open {
			return at
		}
	}
	return 0
}

// scanLook reads a run of one mark, which is emphasis where one of its sides
// is a word, and punctuation otherwise.
func scanLook(text string, at int) token {
	end := at + 1
	for end < len(text) && text[end] == text[at] && end-at < 3 {
		end++
	}
	before, _ := utf8.DecodeLastRuneInString(text[:at])
	after, _ := utf8.DecodeRuneInString(text[end:])
	opens := end < len(text) && !unicode.IsSpace(after)
	closes := at > 0 && !unicode.IsSpace(before)
	if opens != closes || opens && text[at] != '_' {
		return token{kind: lookToken, text: text[at:end]}
	}
	return token{kind: stopToken, text: text[at:end]}
}

// withMarks gives size bytes of text from at, and the combining marks on them.
func withMarks(text string, at, size int) string {
	end := at + size
	for end < len(text) {
		r, n := utf8.DecodeRuneInString(text[end:])
		if !isJoined(r) {
			break
		}
		end += n
	}
	return text[at:end]
}

// isJoined reports whether r is shown as part of the character before it.
func isJoined(r rune) bool {
	return unicode.In(r, unicode.M, unicode.Cf) || unicode.In(r, unicode.Sk) && r >= 0x1F3FB
}

// wordLength gives how many bytes of text are one word or number: letters and
// digits, what joins them, and the signs of money and of shares around them.
func wordLength(text string, plain bool) int {
	at, end := 0, 0
	if r, n := utf8.DecodeRuneInString(text); unicode.Is(unicode.Sc, r) || r == '§' || r == '#' {
		at = n
	}
	for at < len(text) {
		r, n := utf8.DecodeRuneInString(text[at:])
		switch {
		case isSolid(r):
			at += n
			end = at
		case end == 0 || r == utf8.RuneError:
			return end
		case isJoined(r):
			at += n
			end = at
		case r == '%' || r == '‰' || r == '°':
			at += n
			end = at
		default:
			joined := joinLength(text, at, n, plain)
			if joined == 0 {
				return end
			}
			at += joined
		}
	}
	return end
}

// joinLength gives how many bytes at at join two parts of one word, or 0. The
// character there has n bytes and has a letter or digit before it.
func joinLength(text string, at, n int, plain bool) int {
	r, _ := utf8.DecodeRuneInString(text[at:])
	if r == '\\' && !plain && at+2 < len(text) && strings.IndexByte("_&*", text[at+1]) >= 0 {
		n++
		r = rune(text[at+1])
	}
	next, _ := utf8.DecodeRuneInString(text[at+n:])
	if !isSolid(next) {
		return 0
	}
	before, _ := utf8.DecodeLastRuneInString(text[:at])
	switch r {
	case '\'', '’', '-', '‐', '‑', '.', '/', '@', '&', '_', '+':
		return n
	case ',', ':', '–':
		if unicode.IsDigit(before) && unicode.IsDigit(next) {
			return n
		}
	case '*':
		if n == 2 {
			return n
		}
	}
	return 0
}

// isASCIIPunct reports whether c can be escaped in Markdown.
func isASCIIPunct(c byte) bool {
	return c > ' ' && c < utf8.RuneSelf-1 && !isSolid(rune(c))
}
