package draft

import (
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// canonical gives a word as it is compared: in small letters, without
// apostrophes, hyphens and thousands commas, a number in words as figures, in
// British spelling, "shall" as "must" and "every" as "each".
func canonical(word string) string {
	word = strings.ToLower(word)
	if strings.ContainsFunc(word, unicode.IsDigit) {
		return canonicalNumber(word)
	}
	word = strings.Map(func(r rune) rune {
		switch r {
		case '\'', '’', '-', '‐', '‑', '\\', '\u00ad':
			return -1
		}
		return r
	}, word)
	if n, ok := numberWord(word); ok {
		return strconv.Itoa(n)
	}
	switch word {
	case "shall":
		return "must"
	case "every":
		return "each"
	}
	return british(word)
}

// canonicalNumber takes the commas between thousands out of what has figures.
func canonicalNumber(word string) string {
	var out strings.Builder
	for i := range len(word) {
		if word[i] == ',' && i+4 <= len(word) && isDigits(word[i+1:i+4]) && (i+4 == len(word) || !isDigits(word[i+4:i+5])) {
			continue
		}
		out.WriteByte(word[i])
	}
	return out.String()
}

func isDigits(text string) bool { return strings.Trim(text, "0123456789") == "" }

// numberWord gives the number that a word in small letters says.
func numberWord(word string) (int, bool) {
	small := []string{
		"zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen",
		"fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty",
	}
	if n := slices.Index(small, word); n >= 0 {
		return n, true
	}
	switch word {
	case "thirty":
		return 30, true
	case "forty":
		return 40, true
	case "fifty":
		return 50, true
	case "sixty":
		return 60, true
	case "seventy":
		return 70, true
	case "eighty":
		return 80, true
	case "ninety":
		return 90, true
	}
	return 0, false
}

// british gives an American word as it is spelt in Britain, where the two
// differ by a rule.
func british(word string) string {
	for _, form := range [][2]string{
		{"ization", "isation"},
		{"izations", "isations"},
		{"ize", "ise"},
		{"ized", "ised"},
		{"izes", "ises"},
		{"izing", "ising"},
		{"yze", "yse"},
		{"yzed", "ysed"},
		{"yzing", "ysing"},
		{"avior", "aviour"},
		{"olor", "olour"},
		{"abor", "abour"},
		{"avor", "avour"},
		{"center", "centre"},
		{"centers", "centres"},
		{"program", "programme"},
		{"programs", "programmes"},
		{"fulfill", "fulfil"},
		{"license", "licence"},
		{"licenses", "licences"},
		{"catalog", "catalogue"},
		{"canceled", "cancelled"},
		{"modeling", "modelling"},
		{"labeled", "labelled"},
		{"judgment", "judgement"},
		{"enrollment", "enrolment"},
	} {
		if strings.HasSuffix(word, form[0]) && len(word) >= len(form[0]) {
			return strings.TrimSuffix(word, form[0]) + form[1]
		}
	}
	return word
}

// isSmall reports whether a canonical word seldom changes what a sentence
// means.
func isSmall(word string) bool {
	switch word {
	case "a", "an", "the", "this", "that", "these", "those", "which", "of", "to", "in", "on", "for", "with", "and", "as", "is", "are", "be":
		return true
	}
	return false
}

// isArticle reports whether a canonical word says nothing by itself.
func isArticle(word string) bool { return word == "a" || word == "an" || word == "the" }

// isNumber reports whether a canonical word is a number, an amount or a date,
// or says of what unit one is.
func isNumber(word string) bool {
	if strings.ContainsFunc(word, unicode.IsDigit) {
		return true
	}
	switch word {
	case "half", "quarter", "quarters", "third", "thirds", "double", "twice", "once", "hundred", "hundreds", "thousand", "thousands",
		"million", "millions", "billion", "dozen", "single", "first", "fourth", "fifth",
		"second", "seconds", "minute", "minutes", "hour", "hours", "day", "days", "week", "weeks", "fortnight", "month", "months",
		"year", "years", "working", "calendar", "business", "hourly", "daily", "weekly", "fortnightly", "monthly", "quarterly", "annual",
		"annually", "yearly", "percent", "%", "pence", "pound", "pounds", "euro", "euros", "dollar", "dollars",
		"metre", "metres", "kilometre", "kilometres", "km", "mile", "miles", "kg", "kilograms", "tonne", "tonnes", "gb", "mb", "tb",
		"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
		"january", "february", "march", "april", "june", "july", "august", "september", "october", "november", "december":
		return true
	}
	return false
}

// force gives what a canonical word binds, forbids, allows or limits, with the
// same answer for words that mean the same; or nothing.
func force(word string) string {
	switch word {
	case "not", "no", "never", "none", "neither", "nor", "cannot", "without":
		return "not"
	case "wont", "cant", "dont", "doesnt", "isnt", "arent", "mustnt", "shouldnt", "neednt":
		return "not"
	case "must", "should", "may", "might", "can", "could", "will", "would", "need", "needs", "required", "requires", "mandatory", "optional",
		"voluntary", "preferred", "desirable", "expected", "encouraged", "prohibited", "forbidden", "permitted", "allowed", "entitled",
		"only", "unless", "except", "excluding", "including", "within", "before", "after", "until", "from", "by",
		"least", "most", "minimum", "maximum", "more", "less", "fewer", "above", "below", "over", "under", "up", "exceed", "exceeds",
		"all", "any", "each", "both", "either", "some", "always", "or", "if", "sole", "exclusive", "exclusively":
		return word
	}
	return ""
}

// sameWord reports whether a person would read two canonical words as one
// word, one of them misspelt: letters swapped, a letter doubled or not, or in
// long words another vowel or one letter more or less.
func sameWord(a, b string) bool {
	const swapped, vowel, letter = 7, 7, 9 // least letters of the longer
	if len(a) > len(b) {
		a, b = b, a
	}
	if a == "" || len(b) > 40 || a[0] != b[0] || isNumber(a) || isNumber(b) || force(a) != "" || force(b) != "" {
		return a == b
	}
	x, y := []rune(a), []rune(b)
	head := 0
	for head < len(x) && head < len(y) && x[head] == y[head] {
		head++
	}
	tail := 0
	for tail < len(x)-head && tail < len(y)-head && x[len(x)-1-tail] == y[len(y)-1-tail] {
		tail++
	}
	x, y = x[head:len(x)-tail], y[head:len(y)-tail]
	n := utf8.RuneCountInString(b)
	switch {
	case len(x) == 0 && len(y) == 0:
		return true
	case len(x) == 0 && len(y) == 1:
		doubled := strings.Contains(b, string([]rune{y[0], y[0]})) && !strings.Contains(a, string([]rune{y[0], y[0]}))
		ends := tail == 0 && (y[0] == 's' || y[0] == 'd' || y[0] == 'r' || y[0] == 'y')
		return doubled && n >= swapped-1 || n >= letter && !ends
	case len(x) == 1 && len(y) == 1:
		return n >= vowel && strings.ContainsRune("aeiou", x[0]) && strings.ContainsRune("aeiou", y[0])
	case len(x) == 2 && len(y) == 2:
		return n >= swapped && x[0] == y[1] && x[1] == y[0]
	}
	return false
}
