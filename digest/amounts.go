package digest

import (
	"regexp"
	"strings"

	"github.com/clipperhouse/uax29/v2/sentences"
)

// amount is a sum of money, as people write it.
var amount = regexp.MustCompile(`(?i)[£€$] ?\d|\d[\d,.]*k? ?(?:£|€|\$|(?:pounds?|euros?|dollars?|pence|quid|gbp|eur|usd)\b)|\b(?:pounds|euros|quid|pence) (?:an|a|per|each|for each) `)

// Priced says whether words name a sum of money.
func Priced(words string) bool { return amount.MatchString(words) }

// Unpriced gives the sentences that name no sum of money, as they stand; empty: all of
// them do.
func Unpriced(words string) string { return strings.Join(unpriced(words), " ") }

// unpriced gives the stretches of sentences between those that name a sum of money.
func unpriced(words string) []string {
	if !Priced(words) {
		return []string{words}
	}
	var all []string
	var stretch strings.Builder
	finish := func() {
		if s := strings.TrimSpace(stretch.String()); s != "" {
			all = append(all, s)
		}
		stretch.Reset()
	}
	for tokens := sentences.FromString(words); tokens.Next(); {
		if Priced(tokens.Value()) {
			finish()
			continue
		}
		stretch.WriteString(tokens.Value())
	}
	finish()
	return all
}
