package draft

import (
	"testing"

	"pgregory.net/rapid"
)

// long is a sentence of 32 words, in which a word or two is a small share.
const long = "The supplier works with the council and with the people who use the service to agree how each home is " +
	"visited, who speaks for a household, and what happens next when nobody opens the door."

//nolint:misspell // some words are misspelt on purpose
func TestWhatIsMaterial(t *testing.T) {
	renumbered := map[string]string{"5": "6", "5.2": "6.2", "A": "B"}
	for _, test := range []struct {
		name, before, after string
		rule                Rule
		was, now            string // the first that decided
	}{
		{"nothing", long, long, RuleNothing, "", ""},
		{"white space", "One here.\n\nTwo.", "One  here. Two.\n", RuleAppearance, "One here.", "One here."},
		{"a comma", "If late, pay the fee.", "If late pay the fee.", RuleAppearance, "If late, pay the fee.", "If late pay the fee."},
		{"capitals", "The Supplier pays.", "The supplier pays.", RuleAppearance, "The Supplier pays.", "The supplier pays."},
		{"emphasis", "It is **open** here.", "It is *open* here.", RuleAppearance, "It is open here.", "It is open here."},
		{"another bullet", "- a clock\n- a bell\n", "* a clock\n* a bell\n", RuleAppearance, "a clock", "a clock"},
		{"items numbered otherwise", "1. a clock\n2. a bell\n", "3. a clock\n4. a bell\n", RuleAppearance, "a clock", "a clock"},
		{"clauses numbered otherwise", "(a) Keep a log.\n\n(b) Show it.", "5.1 Keep a log.\n\n5.2 Show it.", RuleAppearance, "Keep a log.", "Keep a log."},
		{"a heading numbered otherwise", "### 5.1 Moving\n\nMove.", "### 6.1 Moving\n\nMove.", RuleAppearance, "Moving", "Moving"},
		{"a heading in other words", "### Moving\n\nMove.", "### Moving out\n\nMove.", RuleHeading, "", "out"},
		{"a heading more", "Move.", "### Moving\n\nMove.", RuleHeading, "", "Moving"},
		{"a heading that binds", "### Features\n\nA bell.", "### Optional features\n\nA bell.", RuleForce, "", "Optional"},
		{"an item moved", "- a loud bell\n- a clock\n- a door\n", "- a clock\n- a door\n- a loud bell\n", RuleMoved, "a loud bell", ""},
		{"an end of sentence", "Pay each month. Send it to us.", "Pay each month; send it to us.", RuleAppearance, "Pay each month. Send it to us.", "Pay each month; send it to us."},
		{"spelling: British", "Please organize the program.", "Please organise the programme.", RuleSpelling, "", ""},
		{"spelling: swapped letters", "People receive recieve-only devices.", "People receive receive-only devices.", RuleSpelling, "recieve-only", "receive-only"},
		{"spelling: a doubled letter", "What has occured is written down.", "What has occurred is written down.", RuleSpelling, "occured", "occurred"},
		{"spelling: a vowel", "Keep seperate accounts here.", "Keep separate accounts here.", RuleSpelling, "seperate", "separate"},
		{"spelling: a letter in a long word", "The goverment pays.", "The government pays.", RuleSpelling, "goverment", "government"},
		{"a hyphen", "Send an e-mail when set up is done.", "Send an email when set-up is done.", RuleSpelling, "set up", "set-up"},
		{"an article", "Use the phone.", "Use a phone.", RuleSpelling, "the", "a"},
		{"a number in words", "Answer within ten days.", "Answer within 10 days.", RuleSpelling, "", ""},
		{"thousands", "It serves 2412 people.", "It serves 2,412 people.", RuleSpelling, "", ""},
		{"per cent", "Pay 10% on time.", "Pay 10 per cent on time.", RuleSpelling, "", ""},
		{"must and shall", "The supplier shall pay.", "The supplier must pay.", RuleSpelling, "", ""},
		{"a section referred to", "As section 5.2 says, pay.", "As section 6.2 says, pay.", RuleReference, "5.2", "6.2"},
		{"an annex referred to", "See Annex A for it.", "See Annex B for it.", RuleReference, "A", "B"},
		{"a link that looks otherwise", "See https://example.org/a for it.", "See <https://example.org/a> for it.", RuleSpelling, "", ""},
		{"one word in a long sentence", long, long[:len(long)-len("door.")] + "gate.", RuleFew, "door", "gate"},

		{"a number", "Answer within 60 seconds.", "Answer within 90 seconds.", RuleNumber, "60", "90"},
		{"a number in a long sentence", long + " It has 3 steps.", long + " It has 4 steps.", RuleNumber, "3", "4"},
		{"a number in words changed", "Bring two devices.", "Bring three devices.", RuleNumber, "two", "three"},
		{"a date", "It starts on 2 June.", "It starts on 2 July.", RuleNumber, "June", "July"},
		{"a weekday", "Report by Friday.", "Report by Monday.", RuleNumber, "Friday", "Monday"},
		{"an amount", "It costs £1,000 each.", "It costs £1,200 each.", RuleNumber, "£1,000", "£1,200"},
		{"a unit", "Answer within 60 seconds.", "Answer within 60 minutes.", RuleNumber, "seconds", "minutes"},
		{"working days", "Answer in five days.", "Answer in five working days.", RuleNumber, "", "working"},
		{"how often", "Send a monthly report.", "Send a weekly report.", RuleNumber, "monthly", "weekly"},
		{"a share", "Pay 10 % on time.", "Pay 20 % on time.", RuleNumber, "10", "20"},
		{"numbers swapped", "Lot 1 has 5 homes, lot 2 has 9.", "Lot 1 has 9 homes, lot 2 has 5.", RuleNumber, "5 2", ""},
		{"a number in a table", "| Reports | 10 |\n", "| Reports | 12 |\n", RuleNumber, "10", "12"},
		{"a section referred to that kept its number", "As section 7 says, pay.", "As section 8 says, pay.", RuleNumber, "7", "8"},
		{"a modal word", long + " It must be so.", long + " It should be so.", RuleForce, "must", "should"},
		{"may", "The supplier must use a partner.", "The supplier may use a partner.", RuleForce, "must", "may"},
		{"a negation", "Prices are fixed.", "Prices are not fixed.", RuleForce, "", "not"},
		{"a negation in one word", "It can be moved.", "It cannot be moved.", RuleForce, "can", "cannot"},
		{"at least", "Keep at least a year of logs.", "Keep at most a year of logs.", RuleForce, "least", "most"},
		{"within", "Reply within a day.", "Reply after a day.", RuleForce, "within", "after"},
		{"or", "Bring a phone and a watch.", "Bring a phone or a watch.", RuleForce, "", "or"},
		{"only", "Nurses visit homes.", "Only nurses visit homes.", RuleForce, "", "Only"},
		{"unless", "We pay monthly.", "We pay monthly unless asked.", RuleForce, "", "unless"},
		{"a sentence more", long, long + " Keep a log.", RuleSentence, "", "Keep a log."},
		{"a sentence less", "Keep a log. " + long, long, RuleSentence, "Keep a log.", ""},
		{"an item more", "- a clock\n", "- a clock\n- a bell\n", RuleSentence, "", "a bell"},
		{"a row less", "| a | b |\n| c | d |\n", "| a | b |\n", RuleSentence, "c d", ""},
		{"another sentence", "Devices are tested.", "We list four kinds with you.", RuleSentence, "Devices are tested.", ""},
		{"one word of a few", "The supplier provides tablets.", "The supplier provides phones.", RuleShare, "tablets", "phones"},
		{"who does it", "The supplier pays the council.", "The council pays the supplier.", RuleShare, "supplier", "council"},
	} {
		t.Run(test.name, func(t *testing.T) {
			j := Material(Compare(test.before, test.after), renumbered)
			material := test.rule == RuleNumber || test.rule == RuleForce || test.rule == RuleSentence || test.rule == RuleShare
			if j.Rule != test.rule || j.Material != material {
				t.Fatalf("Material: %v by %q, want %v by %q; findings %v", j.Material, j.Rule, material, test.rule, j.Findings)
			}
			if test.rule == RuleNothing {
				return
			}
			if f := j.Decided()[0]; f.Was != test.was || f.Now != test.now {
				t.Errorf("decided on %q → %q, want %q → %q", f.Was, f.Now, test.was, test.now)
			}
		})
	}
}

func TestChangedReferencesAreMaterialUnlessTheSectionIsKnownToBeRenumbered(t *testing.T) {
	d := Compare("As section 5.2 says, pay.", "As section 6.2 says, pay.")
	if j := Material(d, nil); !j.Material || j.Rule != RuleNumber {
		t.Errorf("Material(nil) = %v by %q, want true by number", j.Material, j.Rule)
	}
}

func TestAJudgementNamesWhatDecided(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		before, after := source().Draw(rt, "before"), source().Draw(rt, "after")
		d := Compare(before, after)
		j := Material(d, nil)
		if (j.Rule == RuleNothing) != (len(j.Findings) == 0) || j.Rule != RuleNothing && len(j.Decided()) == 0 {
			rt.Errorf("rule %q, findings %v", j.Rule, j.Findings)
		}
		for _, f := range j.Findings {
			if d[f.Passage].Change == ChangeNone {
				rt.Errorf("finding %v is about a passage that did not change", f)
			}
		}
		if again := Material(Compare(before, before), nil); again.Material || again.Rule != RuleNothing {
			rt.Errorf("%q became material against itself", before)
		}
	})
}
