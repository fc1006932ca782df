package draft

import "fmt"

// Limits of matching.
const (
	MaxSections    = 500       // of each side
	MaxSectionText = 200 << 10 // bytes of the text of one section
)

// Held is a section as suppliers have it.
type Held struct {
	ID     int // for the caller; matching does not look at it
	Number string
	Title  string
	Path   []string
	Text   string // Markdown
}

// Verdict says what became of sections from one draft to the next.
type Verdict string

// The verdicts. Of those between one section and one, the first that fits is
// given: changed, renamed, moved, same.
const (
	VerdictSame    Verdict = "same"    // nothing but perhaps the number changed
	VerdictChanged Verdict = "changed" // the text did, beyond white space
	VerdictMoved   Verdict = "moved"   // it is at another place among the others
	VerdictRenamed Verdict = "renamed" // its title has other words
	VerdictSplit   Verdict = "split"   // one became several
	VerdictMerged  Verdict = "merged"  // several became one
	VerdictNew     Verdict = "new"
	VerdictGone    Verdict = "gone"
)

// Confidence says how sure a verdict is.
type Confidence string

// The degrees of confidence.
const (
	Sure     Confidence = "sure"
	Likely   Confidence = "likely"
	Doubtful Confidence = "doubtful" // ask a person
)

// Match is what became of some sections. Sections are given by their places
// in the lists, from 0, rising.
type Match struct {
	Verdict    Verdict
	Old        []int // one; several if merged; none if new
	New        []int // one; several if split; none if gone
	Confidence Confidence

	TextChanged bool // beyond white space; true for split and merged
	Renamed     bool // between one and one only, as are the next
	Renumbered  bool
	Moved       bool

	Why       []Share // between the sections of the match
	Elsewhere []Share // with sections of other matches: the text that went to them or came from them
}

// Share is the text that an old and a new section have in common.
type Share struct {
	Old, New   int
	OfOld      int // of a hundred words of the old one, as many as are in the new one
	OfNew      int // of a hundred words of the new one, as many as are in the old one
	SameTitle  bool
	SameNumber bool
}

// MatchSections says what became of each old section and where each new one
// comes from: every section of both lists is in exactly one match. Two
// sections are alike as far as their texts have the same runs of three words,
// where a run that several sections have counts for less; their titles count
// a quarter. The pair most alike is matched first, and so on down to a
// quarter alike or half of one in the other; what is left over and half in a
// section that is matched already makes that one split or merged; and what is
// left over at the same place under a title that shares a word is matched last.
//
// The matches are in the order of the new list, with those that are gone
// after what was before them. Lists or texts beyond the limits are an *Error
// with [TooLarge].
func MatchSections(old []Held, proposed []Section) ([]Match, error) {
	m, texts := &matcher{}, map[string]int{}
	for _, s := range old {
		m.old = append(m.old, take(texts, s.Number, s.Title, s.Path, s.Text))
	}
	for _, s := range proposed {
		m.new = append(m.new, take(texts, s.Number, s.Title, s.Path, s.Text))
	}
	if err := m.check(); err != nil {
		return nil, err
	}
	m.share()
	m.pairUp()
	m.attach()
	m.fillPlaces()
	m.findMoved()
	return m.matches(), nil
}

// check refuses what is beyond the limits.
func (m *matcher) check() error {
	for _, side := range [][]matched{m.old, m.new} {
		if len(side) > MaxSections {
			return &Error{Code: TooLarge, Text: fmt.Sprintf(
				"draft has %d sections; the most that can be compared is %d. Group them into fewer.", len(side), MaxSections)}
		}
		for _, s := range side {
			if len(s.text) > MaxSectionText {
				return &Error{Code: TooLarge, Text: fmt.Sprintf(
					"section %q has more than %d kB of text, too much to compare. Split it.", shorten(s.title, MaxTitle), MaxSectionText>>10)}
			}
		}
	}
	return nil
}
