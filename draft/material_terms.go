package draft

import (
	"strings"
	"unicode"
)

// term is a word as a judgement sees it.
type term struct {
	text   string // as it stands
	key    string // canonical
	force  string // what it binds or limits, see force
	number bool   // see isNumber
	leads  bool   // it is where a link leads
	refers bool   // it is the number of a section that is referred to
}

// context is what a term is known by where two texts are laid side by side.
func (t term) context() string {
	if t.refers {
		return "#"
	}
	return t.key
}

// termsOf gives the words of tokens. What is written in two ways is one term:
// "10 %", "10%" and "10 per cent".
func termsOf(tokens []token) []term {
	var terms []term
	for i, t := range tokens {
		if t.kind == stopToken && strings.Trim(t.text, "%") == "" {
			terms = append(terms, term{text: t.text, key: "%"})
		}
		if !t.says() {
			continue
		}
		key := canonical(t.text)
		last := len(terms) - 1
		switch {
		case t.kind == linkToken:
			terms = append(terms, linkTerms(t.text)...)
		case t.kind == codeToken || t.kind == lineToken:
			terms = append(terms, term{text: t.text, key: t.text, number: strings.ContainsFunc(t.text, unicode.IsDigit)})
		case key == "percent":
			terms = append(terms, term{text: t.text, key: "%"})
		case key == "cent" && last >= 0 && terms[last].key == "per":
			terms[last] = term{text: terms[last].text + " " + t.text, key: "%"}
		case strings.HasSuffix(key, "%") && len(key) > 1:
			terms = append(terms, term{text: t.text, key: strings.TrimSuffix(key, "%")}, term{key: "%"})
		default:
			terms = append(terms, splitSlash(term{text: t.text, key: key, refers: isReference(tokens, i)})...)
		}
	}
	for i := range terms {
		if !terms[i].leads {
			terms[i].force = forceAt(terms, i)
			terms[i].number = terms[i].number || isNumber(terms[i].key)
		}
	}
	return terms
}

// linkTerms gives the words that a link shows, and where it leads: an address
// has no numbers that count.
func linkTerms(text string) []term {
	shown, target, n := takeLink(text)
	address := term{text: leadsTo(text), key: leadsTo(text), leads: true}
	if n == 0 || shown == target {
		return []term{address}
	}
	return append(termsOf(scan(shown, false)), address)
}

// forceAt gives the force of term i. Some words have one only in company: "at
// least", "up to", "over 50".
func forceAt(terms []term, i int) string {
	key := func(i int) string {
		if i < 0 || i >= len(terms) {
			return ""
		}
		return terms[i].key
	}
	of := force(key(i))
	switch of {
	case "least", "most":
		if key(i-1) != "at" && key(i-1) != "the" {
			return ""
		}
	case "up":
		if key(i+1) != "to" {
			return ""
		}
	case "over", "under", "above", "below":
		if !isNumber(key(i + 1)) {
			return ""
		}
	}
	return of
}

// leadsTo gives where a link leads.
func leadsTo(text string) string {
	if _, target, n := takeLink(text); n > 0 {
		return target
	}
	return strings.Trim(text, "<>")
}

// splitSlash gives "and/or" and the like as their parts, so that what binds in
// them is seen.
func splitSlash(t term) []term {
	if !strings.Contains(t.key, "/") || isNumber(t.key) {
		return []term{t}
	}
	var terms []term
	for part := range strings.SplitSeq(t.text, "/") {
		if part != "" {
			terms = append(terms, term{text: part, key: canonical(part)})
		}
	}
	return terms
}

// isReference reports whether token i is the number of a section or the like
// that the text refers to.
func isReference(tokens []token, i int) bool {
	if c := tokens[i].text[0]; len(tokens[i].text) > 1 && (c < '0' || c > '9') {
		return false
	}
	for ; i > 0; i-- {
		before := canonical(tokens[i-1].text)
		switch before {
		case "section", "sections", "sect", "sec", "clause", "clauses", "paragraph", "para", "part", "chapter", "article", "appendix",
			"annex", "schedule", "attachment":
			return true
		case ".": // "Sec. 5"
			continue
		}
		return false
	}
	return false
}

// termText gives terms as they stand.
func termText(terms []term) string {
	var out []string
	for _, t := range terms {
		if t.text != "" {
			out = append(out, t.text)
		}
	}
	return strings.Join(out, " ")
}

// changedWords counts the words of which one became the other: the articles
// and those that are only spelt otherwise left out.
func changedWords(before, after []term) int {
	a, b := withoutArticles(before), withoutArticles(after)
	if strings.Join(a, "") == strings.Join(b, "") {
		return 0 // "set up" and "set-up"
	}
	if len(a) == len(b) {
		n := 0
		for i := range a {
			if !sameWord(a[i], b[i]) {
				n++
			}
		}
		return n
	}
	return max(len(a), len(b))
}

// withoutArticles gives the keys of terms.
func withoutArticles(terms []term) []string {
	var keys []string
	for _, t := range terms {
		if !isArticle(t.key) {
			keys = append(keys, t.key)
		}
	}
	return keys
}
