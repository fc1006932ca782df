package draft

import (
	"slices"
	"strings"
)

// Rule is a rule about whether a change makes answers stale.
type Rule string

// The rules that make a change material, the weightiest first.
const (
	RuleNumber   Rule = "number"   // a number, a date, an amount or a unit changed
	RuleForce    Rule = "force"    // a word that binds, forbids, allows or limits changed
	RuleSentence Rule = "sentence" // a sentence, an item or a row is new or gone
	RuleShare    Rule = "share"    // more than one in ten of a sentence's words changed
)

// The rules for what is not material.
const (
	RuleFew        Rule = "few"        // one in ten or fewer of a sentence's words changed
	RuleHeading    Rule = "heading"    // the words of a heading changed
	RuleReference  Rule = "reference"  // the number of a section changed where another refers to it
	RuleSpelling   Rule = "spelling"   // words are spelt otherwise, or "the" came or went
	RuleMoved      Rule = "moved"      // a sentence is in another place
	RuleAppearance Rule = "appearance" // punctuation, capitals, white space, emphasis or numbering changed
	RuleNothing    Rule = "nothing"    // nothing changed
)

// Finding is one thing that a rule found.
type Finding struct {
	Rule    Rule
	Passage int    // in the difference
	Was     string // the words before, plain; empty where something was added
	Now     string // the words after, plain; empty where something was removed
}

// Judgement says whether a change of text makes the answers to it stale, and
// why. It is a proposal: a person may decide otherwise.
type Judgement struct {
	Material bool
	Rule     Rule      // that decided: the weightiest of the findings
	Findings []Finding // of all rules, in reading order
}

// Decided gives the findings of the rule that decided.
func (j Judgement) Decided() []Finding {
	var found []Finding
	for _, f := range j.Findings {
		if f.Rule == j.Rule {
			found = append(found, f)
		}
	}
	return found
}

// fewShare is how many words of a hundred may change in a sentence before it
// counts as another.
const fewShare = 10

// Material judges a difference that [Compare] gave: material is a changed
// number, date, amount or unit; a changed word that binds, forbids, allows or
// limits, of a list that is written down in force; a sentence, item or row
// that is new or gone; or a sentence of which more than one word in ten
// changed. Nothing else is.
//
// renumbered tells the numbers of sections that changed, from old to new (see
// [Renumbered]), so that "see section 5" may become "see section 6". With nil
// that counts as a changed number.
func Material(d Difference, renumbered map[string]string) Judgement {
	m := judge{aligner: aligner{left: effortLimit}, renumbered: renumbered, ids: map[string]int{}}
	for i, p := range d {
		m.at = i
		m.passage(p)
	}
	j := Judgement{Rule: RuleNothing, Findings: m.findings}
	order := []Rule{
		RuleNumber, RuleForce, RuleSentence, RuleShare, // material
		RuleFew, RuleHeading, RuleReference, RuleSpelling, RuleMoved, RuleAppearance,
	}
	for i, rule := range order {
		if slices.ContainsFunc(m.findings, func(f Finding) bool { return f.Rule == rule }) {
			return Judgement{Material: i < 4, Rule: rule, Findings: m.findings}
		}
	}
	return j
}

// judge collects findings.
type judge struct {
	aligner
	renumbered map[string]string
	ids        map[string]int
	at         int
	findings   []Finding
}

// find adds a finding about the passage at hand.
func (m *judge) find(rule Rule, was, now string) {
	m.findings = append(m.findings, Finding{Rule: rule, Passage: m.at, Was: was, Now: now})
}

// passage judges one passage.
func (m *judge) passage(p Passage) {
	was, now := readOut(p.old), readOut(p.new)
	switch {
	case p.Change == ChangeNone:
	case p.Moved:
		m.find(RuleMoved, was, now)
	case was == "" && now == "", p.Change == ChangeSlight:
		m.find(RuleAppearance, was, now)
	case p.Change == ChangeAdded || p.Change == ChangeRemoved:
		rule := RuleSentence
		if p.Form == FormHeading {
			rule = RuleHeading
		}
		m.find(rule, was, now)
	default:
		m.words(p)
	}
}

// readOut gives the words of tokens with single spaces.
func readOut(tokens []token) string {
	var out strings.Builder
	for i, t := range tokens {
		if t.says() || t.kind == stopToken {
			out.WriteString(strings.ReplaceAll(t.text, `\`, ""))
		}
		if t.gap != "" && i+1 < len(tokens) {
			out.WriteByte(' ')
		}
	}
	return strings.TrimSpace(strings.Join(strings.Fields(out.String()), " "))
}

// words judges a passage of which some words changed.
func (m *judge) words(p Passage) {
	before, after := termsOf(p.old), termsOf(p.new)
	m.refer(before, after)
	m.sequence(RuleNumber, before, after, func(t term) string {
		if t.number {
			return t.key
		}
		return ""
	})
	m.sequence(RuleForce, before, after, func(t term) string { return t.force })
	m.share(p.Form, before, after)
}

// refer takes as unchanged what refers to a section by its old number where
// that now has the new one.
func (m *judge) refer(before, after []term) {
	pairs := m.align(m.keys(before, term.context), m.keys(after, term.context), one)
	for _, p := range pairs {
		a, b := &before[p.a], &after[p.b]
		if a.refers && b.refers && a.key != b.key && m.renumbered[a.text] == b.text {
			m.find(RuleReference, a.text, b.text)
			a.key = b.key
		}
	}
}

// one weighs every key the same.
func one(int) int { return 1 }

// keys gives a number for what of says of each term.
func (m *judge) keys(terms []term, of func(term) string) []int {
	keys := make([]int, len(terms))
	for i, t := range terms {
		text := of(t)
		id, known := m.ids[text]
		if !known {
			id = len(m.ids)
			m.ids[text] = id
		}
		keys[i] = id
	}
	return keys
}

// sequence finds where the terms that of picks out are not the same, one after
// another.
func (m *judge) sequence(rule Rule, before, after []term, of func(term) string) {
	pick := func(terms []term) []term {
		var picked []term
		for _, t := range terms {
			if of(t) != "" {
				picked = append(picked, t)
			}
		}
		return picked
	}
	before, after = pick(before), pick(after)
	for _, h := range m.hunks(before, after, of) {
		m.find(rule, termText(before[h.a:h.aTo]), termText(after[h.b:h.bTo]))
	}
}

// hunks gives where two rows of terms differ.
func (m *judge) hunks(before, after []term, of func(term) string) []hunk {
	var changed []hunk
	at := pair{}
	for _, p := range append(m.align(m.keys(before, of), m.keys(after, of), one), pair{len(before), len(after)}) {
		if p.a > at.a || p.b > at.b {
			changed = append(changed, hunk{a: at.a, aTo: p.a, b: at.b, bTo: p.b})
		}
		at = pair{p.a + 1, p.b + 1}
	}
	return changed
}

// share finds words that changed, and whether they are more than a small
// share of all.
func (m *judge) share(form Form, before, after []term) {
	changed := 0
	var words, spellings []Finding
	for _, h := range m.hunks(before, after, func(t term) string { return t.key }) {
		old, now := before[h.a:h.aTo], after[h.b:h.bTo]
		f := Finding{Passage: m.at, Was: termText(old), Now: termText(now)}
		n := changedWords(old, now)
		if n == 0 {
			spellings = append(spellings, f)
			continue
		}
		changed += n
		words = append(words, f)
	}
	rule := RuleFew
	switch {
	case form == FormHeading:
		rule = RuleHeading
	case changed*100 > fewShare*max(len(before), len(after)):
		rule = RuleShare
	}
	for _, f := range words {
		m.find(rule, f.Was, f.Now)
	}
	if len(words) == 0 && len(spellings) == 0 {
		spellings = append(spellings, Finding{})
	}
	for _, f := range spellings {
		m.find(RuleSpelling, f.Was, f.Now)
	}
}
