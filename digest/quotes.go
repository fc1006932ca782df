package digest

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/clipperhouse/uax29/v2/sentences"

	"soundings/engagement"
)

// QuoteLength is the most characters that a quote has. Of a longer answer,
// sentences that stand together are quoted, never a part of a sentence.
const QuoteLength = 400

// novelty is how much a second quote should differ from the first, against how
// much it should stand for all, from 0 to 1.
const novelty = 0.4

// Quote is somebody's words, to the letter.
type Quote struct {
	Response     string
	Organisation string // for those who may see names
	Kind         engagement.OrganisationKind
	Stance       engagement.Stance
	Words        string
	Whole        bool // all that was said, not a part
	Quotable     bool // may be quoted to others, too
}

// passage is words that may become a quote.
type passage struct {
	response *engagement.Response
	words    string
	vector   vector
	as       string // the organisation under which it is counted; empty: its own
}

// voice is whose words count together: an organisation's, or one user's.
func (p passage) voice() string {
	if p.response.IsUser() {
		return p.response.Organisation + " " + string(p.response.Person)
	}
	return cmp.Or(p.as, p.response.Organisation)
}

// quotable gives all passages of the responses that may be quoted: with words,
// on the text as it stands, not sensitive, and without a sum of money, as prices are
// not asked.
func (m *maker) quotable(x *section, responses []*engagement.Response) []passage {
	var all []passage
	for _, r := range responses {
		if r.Sensitive || r.Words == "" || r.Revision < x.Revision {
			continue
		}
		for _, stretch := range unpriced(r.Words) {
			for _, words := range passages(stretch) {
				all = append(all, passage{response: r, words: words, as: m.state.CountedAs(r.Organisation)})
			}
		}
	}
	m.words.vectors(all)
	return all
}

// passages cuts an answer into stretches of whole sentences that are short
// enough to quote. A sentence that is too long by itself is left out.
func passages(words string) []string {
	words = strings.TrimSpace(words)
	if utf8.RuneCountInString(words) <= QuoteLength {
		return []string{words}
	}
	var all []string
	start, end, length := 0, 0, 0
	finish := func() {
		if s := strings.TrimSpace(words[start:end]); s != "" && length <= QuoteLength {
			all = append(all, s)
		}
		start, length = end, 0
	}
	for tokens := sentences.FromString(words); tokens.Next(); {
		n := utf8.RuneCountInString(tokens.Value())
		if length > 0 && length+n > QuoteLength {
			finish()
		}
		end += len(tokens.Value())
		length += n
	}
	finish()
	return all
}

// pick chooses at most n quotes of those on a side: the passage nearest to
// what the side says as a whole, where those count more who worry more, then those that are near and yet differ from
// the ones before. Each is of another voice, none of which is quoted too
// often. Ties go to the organisation invited first.
func (m *maker) pick(all []passage, side func(engagement.Stance) bool, n int) []Quote {
	var left []passage
	for _, p := range all {
		if side(p.response.Stance) {
			left = append(left, p)
		}
	}
	middle := centroid(left, m.weights)
	left = slices.DeleteFunc(left, func(p passage) bool { return m.quoted[p.voice()] >= MostQuotesOf })
	if slices.ContainsFunc(left, passage.saysSomething) {
		left = slices.DeleteFunc(left, func(p passage) bool { return !p.saysSomething() })
	}
	near := make([]float64, len(left))
	repeats := make([]float64, len(left))
	for i, p := range left {
		near[i] = middle.near(p.vector)
	}
	var quotes []Quote
	for len(quotes) < n && len(left) > 0 {
		best := 0
		for i := range left {
			if rating(near[i], repeats[i]) > rating(near[best], repeats[best]) {
				best = i
			}
		}
		chosen := left[best]
		quotes = append(quotes, m.quote(chosen))
		var kept int
		for i, p := range left {
			if p.voice() == chosen.voice() {
				continue
			}
			left[kept], near[kept] = p, near[i]
			repeats[kept] = max(repeats[i], p.vector.dot(chosen.vector))
			kept++
		}
		left, near, repeats = left[:kept], near[:kept], repeats[:kept]
	}
	return quotes
}

// rating is maximal marginal relevance, rounded so that the last bits of a sum
// decide nothing.
func rating(near, repeats float64) float64 {
	return math.Round(((1-novelty)*near-novelty*repeats)*1e9) / 1e9
}

// saysSomething says whether there is more than a word or two.
func (p passage) saysSomething() bool { return len(p.vector) >= 3 }

func (m *maker) quote(p passage) Quote {
	m.quoted[p.voice()]++
	o, _ := m.state.Organisation(p.response.Organisation)
	return Quote{
		Response: p.response.ID, Organisation: o.ID, Kind: kindOf(o), Stance: p.response.Stance,
		Words: p.words, Whole: p.words == strings.TrimSpace(p.response.Words), Quotable: p.response.Quotable,
	}
}
