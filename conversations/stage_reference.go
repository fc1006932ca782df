package conversations

import (
	"net/url"
	"strings"
	"unicode"

	"soundings/engagement"
)

// reference is where a tender notice, or a procedure, is found.
type reference struct{ number, link string }

// readReference reads a reference, and a link if there is one, from the start of
// what somebody wrote; the rest are their words: "2025/S 000-041270
// https://find.example/1: questions by 14 July". Problem says what is wrong with
// it.
func readReference(text string) (r reference, words, problem string) {
	head, rest := cutLine(text)
	var before, after []string
	for word := range strings.FieldsSeq(head) {
		trimmed := strings.Trim(word, "<>(),;")
		lower := strings.ToLower(trimmed)
		switch {
		case r.link != "":
			after = append(after, word)
		case strings.HasPrefix(lower, "https://") || strings.HasPrefix(lower, "http://"):
			link := strings.TrimRight(trimmed, ".:")
			if strings.HasSuffix(trimmed, ":") {
				after = append(after, ":")
			}
			if problem = badLink(link); problem != "" {
				return reference{}, "", problem
			}
			r.link = link
		default:
			before = append(before, word)
		}
	}
	number, words := cutWords(strings.Join(before, " "))
	if r.link != "" {
		words = strings.TrimSpace(strings.Join(append([]string{words}, after...), " "))
	}
	r.number = strings.TrimRight(number, " :,.;")
	if problem = badReference(r.number); problem != "" {
		return reference{}, "", problem
	}
	words = strings.TrimSpace(strings.TrimLeft(words, " :,.;–-") + "\n" + rest)
	return r, words, ""
}

// cutLine cuts off the first line.
func cutLine(text string) (line, rest string) {
	line, rest, _ = strings.Cut(strings.TrimSpace(text), "\n")
	return line, rest
}

// cutWords parts a reference from words behind a colon and a blank.
func cutWords(text string) (number, words string) {
	number, words, _ = strings.Cut(text+" ", ": ")
	return strings.TrimSpace(number), strings.TrimSpace(words)
}

// badReference says what is wrong with a reference; empty: nothing.
func badReference(number string) string {
	if number == "" {
		return "The reference is missing: the number under which the notice is found, for example **2025/S 000-041270**."
	}
	if len([]rune(number)) > engagement.MostReference || !strings.ContainsFunc(number, unicode.IsDigit) {
		return "That does not look like a reference. It is the number under which the notice is found, for example **2025/S 000-041270**."
	}
	for _, r := range number {
		if r > unicode.MaxASCII || !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune(" /-.:_#", r) {
			return "A reference has letters, digits and / - . _ # alone, for example **2025/S 000-041270**."
		}
	}
	return ""
}

// badLink says what is wrong with a link; empty: nothing.
func badLink(link string) string {
	const example = "The link has to be a whole address that begins with https://, as your browser shows it."
	at, err := url.Parse(link)
	if err != nil || at.Scheme != "https" || at.User != nil || !strings.Contains(at.Hostname(), ".") || len(link) > engagement.MostLink {
		return example
	}
	for _, r := range link {
		if r <= ' ' || r >= unicode.MaxASCII || strings.ContainsRune("\"'<>()[]{}\\`|^", r) {
			return example + " Leave out brackets and quotation marks."
		}
	}
	return ""
}

// hostOf is the site that a link leads to.
func hostOf(link string) string {
	at, err := url.Parse(link)
	if err != nil {
		return link
	}
	return at.Hostname()
}
