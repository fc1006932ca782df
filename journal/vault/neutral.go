package vault

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// MaxNameShown is the most characters (runes) of a name that are shown.
const MaxNameShown = 80

// maxMarks is how many combining marks may follow one letter: enough for any
// written language, too few to run over the lines above.
const maxMarks = 4

// Neutral makes a name safe to put into any text for any platform: one line
// of at most [MaxNameShown] characters that neither formats nor calls anyone in
// Markdown and its relatives. Control, format and bidirectional characters
// go, and so does whatever such platforms read as markup. (A name that is a
// bare "example.org" stays, and some platforms make it a link.) A name of
// which nothing is left is [Unnamed].
func Neutral(name string) string {
	var out []rune
	marks := 0
	for _, r := range name {
		switch {
		case unicode.IsMark(r):
			if marks++; marks > maxMarks || len(out) == 0 {
				continue
			}
		case r == zeroWidthNonJoiner || r == zeroWidthJoiner:
			// Persian and Indic names need them, but only after a letter.
			if len(out) == 0 || !unicode.In(out[len(out)-1], unicode.L, unicode.M) {
				continue
			}
		case unicode.IsSpace(r) || isMarkup(r) || r == utf8.RuneError:
			r = ' '
		case !unicode.IsPrint(r):
			continue
		}
		if !unicode.IsMark(r) {
			marks = 0
		}
		if r == ' ' && (len(out) == 0 || out[len(out)-1] == ' ') {
			continue
		}
		out = append(out, r)
	}
	// Only now is it known what stands beside what.
	unlinked := strings.Join(strings.Fields(strings.ReplaceAll(string(out), "://", " ")), " ")
	shown := trimName(unlinked)
	if shown == "" {
		return Unnamed
	}
	return shown
}

const (
	zeroWidthNonJoiner = '\u200c'
	zeroWidthJoiner    = '\u200d'
)

// isMarkup says whether some platform reads r as formatting, a link, a mention
// or one of our own placeholders. They become spaces, not escapes: what
// escapes on one platform shows on another.
func isMarkup(r rune) bool { return strings.ContainsRune("*_~`[]<>{}|#\\@&=^$", r) }

// trimName takes away what at the start of a line would make a list, heading
// or quote, and what is over the limit.
func trimName(name string) string {
	for {
		name = strings.TrimLeftFunc(name, func(r rune) bool { return !unicode.In(r, unicode.L, unicode.N) })
		rest := strings.TrimLeftFunc(name, unicode.IsDigit)
		if rest == name || rest == "" || (rest[0] != '.' && rest[0] != ')') {
			break
		}
		name = rest // "1. " would begin a list
	}
	if utf8.RuneCountInString(name) > MaxNameShown {
		name = strings.TrimRight(string([]rune(name)[:MaxNameShown-1]), trailing) + "…"
	}
	return strings.TrimRight(name, trailing)
}

// trailing is what no name ends with.
const trailing = " \u200c\u200d"
