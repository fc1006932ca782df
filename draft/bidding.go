package draft

import (
	"fmt"
	"regexp"
	"strings"
)

// What headings over instructions to bidders say, and over the forms that
// bidders sign. The words for a bid and for one who bids differ by country.
const (
	aBid    = `(?:bids?|tenders?|proposals?|offers?|quotations?|quotes?|solicitation|submissions?|responses?|rfp|rfq|itt|itb)`
	aBidder = `(?:bidders?|tenderers?|offerors?|proposers?|respondents?|vendors?|applicants?|suppliers?|contractors?)`
)

var biddingTitle = regexp.MustCompile(`(?i)` + strings.Join([]string{
	`^(?:introduction and )?instructions?(?: and \w+)?$`,
	`\binstructions? (?:to|for) (?:the )?` + aBidder,
	`\b(?:information|notes?|guidance|notice|assistance) (?:to|for) (?:the )?` + aBidder + `\b`,
	`\b` + aBid + ` (?:format|forms?|contents?|preparation|opening|validity|bond|security|instructions?|evaluation form|checklist|submission)\b`,
	`^(?:cost|price|pricing|technical) (?:proposal|bid|tender|offer|form|schedule form)$`,
	`\b(?:forms?|letter|submission|return|receipt|opening|withdrawal|modification|rejection|validity|preparation|contents?|amendments?|disclosure|clarifications?|discussions?|purpose|completion)(?: of| to| with)(?: the| your)? ` + aBid + `\b`,
	`\b(?:offer|bidd|tender)ors?\b.*\b(?:selection|notification)`,
	`\b(?:discussions?|clarifications?) (?:of|with) ` + aBidder,
	`\b(?:submission|return|tender|bid|proposal) (?:deadlines?|requirements?|instructions?|arrangements|procedures?|dates?|timetable)\b`,
	`\bdeadline for\b.*\b(?:receipt|submission|return|questions|clarification)`,
	`\bquestions prior to\b`,
	`\b(?:rfp|rfq|itt|tender|bid|procurement) (?:schedule|timetable|timeline)$`,
	`\bdebarment\b|\bcollusi(?:on|ve)\b|\bcanvassing\b|\bbona fide (?:tender|bid)`,
	`\b` + aBidder + `(?:['’]s|s['’])? (?:certification|declaration|checklist|preference|questionnaire|notification|details)`,
	`\b(?:veteran|bidder|offeror|local|small business) preference`,
	`^(?:protests?|debrief(?:ing)?|informal debriefing|return instructions|news releases|required review|minimum responsiveness|authori[sz]ed signature|signature page|vendor tax id|conflict of interest declaration|failure to negotiate|contract negotiation|application of preferences|alternate proposals|solicitation advertising)$`,
	`\bright (?:of|to) reject`,
	`\bpreparation costs?\b|\bcosts? of (?:preparing|bidding|tendering)\b`,
	`\bstandard agreement form\b|\bselection questionnaire\b|\b(?:business|other required) licen[cs]e`,
	`^business licen[cs]e|\bexamples?: converting cost\b|\bformula used to convert\b`,
}, "|"))

// wantedTitle is what suppliers do have a view on, however it is worded:
// what is wanted, and how a winner is chosen.
var wantedTitle = regexp.MustCompile(`(?i)\b(?:award|evaluation) criteria\b|\bcriteria\b.*\bselection\b|\bweightings?\b|\bscoring\b|\bscope\b|` +
	`\bspecification\b|\bstatement of (?:work|requirements?)\b|\bbudget\b|\bbackground\b|\bpayment\b|\bsocial value\b|\bcontract terms?\b|\binsurance\b|\bdata (?:rights|protection)\b`)

// biddingWord is a word that instructions to bidders are full of, and
// specifications are not.
var biddingWord = regexp.MustCompile(`(?i)\b(?:offerors?|bidders?|tenderers?|proposers?|bids?|tenders?|proposals?|solicitation|quotations?|rfp|rfq|itt|itb)(?:['’]s)?\b`)

// Text without a telling title says how to bid where it has at least so many
// such words, one in so many.
const (
	biddingLeast = 4
	biddingEvery = 22
)

// markBidding marks the parts that say how to bid: by their title, the title
// of what they are under, or their words. Parts must have been nested.
func markBidding(parts []part) {
	bidding, total := 0, 0
	under := make([]int, len(parts)) // what the titles above say: -1 wanted, 1 bidding
	for i := range parts {
		p := &parts[i]
		title := p.label.name()
		if p.parent >= 0 {
			under[i] = under[p.parent]
		}
		switch {
		case wantedTitle.MatchString(title):
			under[i] = -1
		case biddingTitle.MatchString(title):
			under[i] = 1
		}
		p.bidding = under[i] > 0 || under[i] == 0 && p.talksOfBids()
		total += p.words
		if p.bidding {
			bidding += p.words
		}
	}
	if bidding*3 > total*2 {
		for i := range parts {
			parts[i].bidding = false // how to bid is what this draft is about
		}
	}
}

// talksOfBids reports whether the text of p is full of the words of bidding.
func (p *part) talksOfBids() bool {
	n := 0
	for _, b := range p.body {
		n += len(biddingWord.FindAllStringIndex(b.text, -1))
	}
	return n >= biddingLeast && n*biddingEvery >= p.words
}

// isBidding reports whether most of s says how to bid.
func (s span) isBidding() bool { return s.bidding*10 > s.words*7 }

// weight is the length of s for balancing, in words. What need not be answered
// may be long.
func (s span) weight() int {
	const lighter = 4
	if s.isBidding() {
		return s.words / lighter
	}
	return s.words
}

// mixes reports whether span i and the one before it differ in whether they
// say how to bid, so that joining them would hide the one in the other.
func mixes(spans []span, i int) bool { return spans[i-1].isBidding() != spans[i].isBidding() }

// apart cuts spans in which what is wanted and how to bid follow one another
// in two or three runs. Where both are all mixed up, the span stays whole.
func (g grouping) apart(spans []span) []span {
	kept := make([]span, 0, len(spans))
	for _, s := range spans {
		if s.bidding < tinyWords || s.words-s.bidding < tinyWords {
			kept = append(kept, s)
			continue
		}
		const most = 3
		if runs := g.runs(s); len(runs) <= most {
			kept = append(kept, runs...)
			continue
		}
		kept = append(kept, s)
	}
	return kept
}

// runs cuts s at its outermost headings where the kind of text changes. Runs
// too small for a section are taken into what stands around them.
func (g grouping) runs(s span) []span {
	outermost := g.outermostIn(s)
	var runs []span
	for from := s.from; from < s.to; {
		to := from + 1
		for to < s.to && g.parts[to].depth > outermost {
			to++
		}
		runs = append(runs, g.spanOf(from, to))
		from = to
	}
	runs = g.coalesce(runs)
	for len(runs) > 1 {
		small := 0
		for i := range runs {
			if runs[i].words < runs[small].words {
				small = i
			}
		}
		if runs[small].words >= halfWords {
			break
		}
		runs = g.coalesce(g.join(runs, max(small, 1)))
	}
	return runs
}

// coalesce joins neighbours of one kind.
func (g grouping) coalesce(spans []span) []span {
	for i := len(spans) - 1; i > 0; i-- {
		if i < len(spans) && !mixes(spans, i) {
			spans = g.join(spans, i)
		}
	}
	return spans
}

// mostBidding is how many sections that say how to bid there may be, beside
// those that suppliers are meant to answer.
func (o Options) mostBidding() int { return max(1, o.Most/3) }

// fit joins spans until there are no more than allowed: of those that
// suppliers are meant to answer, and of those that say how to bid.
func (g grouping) fit(spans []span) []span {
	for {
		bidding := biddingIn(spans)
		switch {
		case len(spans)-bidding > g.options.Most:
			spans = g.join(spans, g.weakest(spans, func(i int) bool { return !spans[i-1].isBidding() || !spans[i].isBidding() }))
		case bidding > g.options.mostBidding():
			spans = g.join(spans, g.weakest(spans, func(i int) bool { return spans[i-1].isBidding() || spans[i].isBidding() }))
		default:
			return spans
		}
	}
}

// biddingIn counts the spans that say how to bid.
func biddingIn(spans []span) int {
	n := 0
	for _, s := range spans {
		if s.isBidding() {
			n++
		}
	}
	return n
}

// biddingNote says which sections look like instructions to bidders.
func biddingNote(sections []Section) []Note {
	var names []string
	minutes := 0
	for _, s := range sections {
		if s.Bidding {
			names = append(names, fmt.Sprintf("%q", s.Title))
			minutes += s.Minutes
		}
	}
	if len(names) == 0 {
		return nil
	}
	return []Note{{Kind: NoteBidding, Text: fmt.Sprintf(
		"%s %s like instructions to bidders or forms to sign. Suppliers need not comment on %s: leaving %s out saves each of them %s.",
		list(names), verb(len(names), "looks", "look"), verb(len(names), "it", "them"), verb(len(names), "it", "them"),
		count(minutes, "minute"))}}
}
