package engagement

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode/utf16"
	"unicode/utf8"
)

const hexadecimal = "0123456789abcdef"

// appendString writes a JSON string. It escapes only what it must; bytes that
// are not UTF-8 become the replacement character, as JSON has no place for
// them.
func appendString(out []byte, s string) []byte {
	out = append(out, '"')
	start := 0
	for i := 0; i < len(s); {
		b := s[i]
		if b < utf8.RuneSelf {
			if b >= ' ' && b != '"' && b != '\\' {
				i++
				continue
			}
			out = append(out, s[start:i]...)
			out = appendEscape(out, b)
			i++
			start = i
			continue
		}
		r, size := utf8.DecodeRuneInString(s[i:])
		if r == utf8.RuneError && size == 1 {
			out = append(out, s[start:i]...)
			out = utf8.AppendRune(out, utf8.RuneError)
			start = i + 1
		}
		i += size
	}
	out = append(out, s[start:]...)
	return append(out, '"')
}

func appendEscape(out []byte, b byte) []byte {
	switch b {
	case '"', '\\':
		return append(out, '\\', b)
	case '\n':
		return append(out, '\\', 'n')
	case '\t':
		return append(out, '\\', 't')
	}
	return append(out, '\\', 'u', '0', '0', hexadecimal[b>>4], hexadecimal[b&0xf])
}

// readString reads a JSON string. Without escapes it is a part of the input,
// not a copy, unless the codec copies.
func (c *codec) readString() string {
	if c.peek() != '"' {
		c.fail(errors.New("no text here"))
		return ""
	}
	rest := c.in[c.at+1:]
	end := strings.IndexByte(rest, '"')
	if end < 0 {
		c.fail(errors.New("text does not end"))
		return ""
	}
	s := rest[:end]
	if strings.IndexByte(s, '\\') >= 0 {
		return c.readEscaped(rest)
	}
	if !c.plain(s) {
		return ""
	}
	c.at += end + 2
	if c.clone {
		return strings.Clone(s)
	}
	return s
}

// plain checks a stretch of text without escapes.
func (c *codec) plain(s string) bool {
	for i := range len(s) {
		if s[i] < ' ' {
			c.fail(errors.New("control character within text"))
			return false
		}
	}
	if !utf8.ValidString(s) {
		c.fail(errors.New("text is not UTF-8"))
		return false
	}
	return true
}

// readEscaped reads the text of a string that has escapes; rest begins after
// its opening quote.
func (c *codec) readEscaped(rest string) string {
	out := make([]byte, 0, len(rest[:strings.IndexByte(rest, '"')])+64)
	i := 0
	for {
		next := strings.IndexAny(rest[i:], `"\`)
		if next < 0 {
			c.fail(errors.New("text does not end"))
			return ""
		}
		if !c.plain(rest[i : i+next]) {
			return ""
		}
		out = append(out, rest[i:i+next]...)
		i += next
		if rest[i] == '"' {
			c.at += i + 2
			return string(out)
		}
		r, size := unescape(rest[i:])
		if size == 0 {
			c.fail(errors.New("escape makes no sense"))
			return ""
		}
		out = utf8.AppendRune(out, r)
		i += size
	}
}

// unescape gives the character of an escape and the escape's length, 0 if it
// makes no sense.
func unescape(s string) (r rune, size int) {
	if len(s) < 2 {
		return 0, 0
	}
	switch s[1] {
	case '"', '\\', '/':
		return rune(s[1]), 2
	case 'n':
		return '\n', 2
	case 't':
		return '\t', 2
	case 'r':
		return '\r', 2
	case 'b':
		return '\b', 2
	case 'f':
		return '\f', 2
	case 'u':
		return unescapeUnit(s)
	}
	return 0, 0
}

// unescapeUnit reads \u00e9, or the pair of \ud83d\ude00.
func unescapeUnit(s string) (r rune, size int) {
	first, ok := unit(s)
	if !ok {
		return 0, 0
	}
	if !utf16.IsSurrogate(first) {
		return first, 6
	}
	if len(s) < 12 || s[6] != '\\' || s[7] != 'u' {
		return 0, 0
	}
	second, ok := unit(s[6:])
	pair := utf16.DecodeRune(first, second)
	if !ok || pair == utf8.RuneError {
		return 0, 0
	}
	return pair, 12
}

func unit(s string) (rune, bool) {
	if len(s) < 6 {
		return 0, false
	}
	v, err := strconv.ParseUint(s[2:6], 16, 16)
	return rune(v), err == nil
}

// appendMoment writes a time that has a form people can read.
func (c *codec) appendMoment(out []byte, t time.Time) []byte {
	t = t.UTC()
	if t.Year() < 0 || t.Year() > 9999 {
		c.fail(fmt.Errorf("no form for the year %d", t.Year()))
	}
	return appendString(out, t.Format(time.RFC3339Nano))
}

// readMoment reads a time, in whatever zone, into UTC.
func (c *codec) readMoment() time.Time {
	t, err := time.Parse(time.RFC3339Nano, c.readString())
	t = t.UTC()
	if err != nil || t.Year() < 0 || t.Year() > 9999 {
		c.fail(errors.New("no time here"))
		return time.Time{}
	}
	return t
}

// readNumber reads a whole number.
func (c *codec) readNumber() int64 {
	end := c.at
	for end < len(c.in) && (c.in[end] == '-' || c.in[end] >= '0' && c.in[end] <= '9') {
		end++
	}
	v, err := strconv.ParseInt(c.in[c.at:end], 10, 64)
	if err != nil {
		c.fail(errors.New("no whole number here"))
		return 0
	}
	c.at = end
	return v
}

// readTruth reads true or false.
func (c *codec) readTruth() bool {
	switch rest := c.in[c.at:]; {
	case strings.HasPrefix(rest, "true"):
		c.at += 4
		return true
	case strings.HasPrefix(rest, "false"):
		c.at += 5
		return false
	}
	c.fail(errors.New("neither true nor false"))
	return false
}
