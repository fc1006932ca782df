package conversations

import (
	"strings"

	"soundings/engagement"
)

// leftOut are those who asked to hear no more of what a turning point says.
func (t *turn) leftOut(r engagement.Release) []string {
	var names []string
	for _, o := range t.state.Organisations() {
		if !t.wantsToHear(o, r.Of) {
			names = append(names, "**"+plain(o.Name)+"**")
		}
	}
	return names
}

// leftOutWords say who is left out, for the team alone; empty: nobody is.
func (t *turn) leftOutWords(r engagement.Release) string {
	names := t.leftOut(r)
	if len(names) == 0 {
		return ""
	}
	asked := "hear nothing more."
	if r.Of == engagement.Results {
		asked = "hear nothing of it."
	}
	return " Not to " + series(names) + ", which asked to " + asked
}

// everybodyBut says to whom of all that were asked when it went a release was
// addressed.
func (t *turn) everybodyBut(r engagement.Release) string {
	had := map[string]bool{}
	for _, receipt := range t.releaseReceipts(r) {
		if o, ok := t.organisationAt(receipt.Room); ok {
			had[o.ID] = true
		}
	}
	var names []string
	for _, o := range t.state.Organisations() {
		if !had[o.ID] && !o.Invited.After(r.Sent) && !o.Newcomer {
			called := oneLine(o.Name)
			if t.talk.after[o.ID] == afterNothing {
				called += ", which asked to hear nothing more"
			}
			names = append(names, called)
		}
	}
	if len(names) == 0 {
		return "everybody"
	}
	return "everybody but " + strings.Join(names, "; ")
}
