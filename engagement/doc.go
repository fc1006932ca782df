// Package engagement is the domain: the facts that can happen in one market
// engagement, the state they fold into, and the rules that decide new facts.
// It does no IO and knows no clock, no chance, no platform and no word of what
// people read: a rule that says no gives a [Refusal], which others put into
// words.
//
// Facts are kept for ever. A kind is never changed, only added; one may get
// further fields at its end if a fact without them means what it always did.
// Whatever a rule chose stands in the fact, so that folding ([State.Apply]) uses
// no rule that may change. People are known only as "P7": who that is, another package
// knows.
package engagement
