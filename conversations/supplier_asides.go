package conversations

import (
	"regexp"

	"soundings/bot"
)

// What people write who want something that no command does, or not by that word.
var (
	wantsOut    = regexp.MustCompile(`^(?:please |sorry,? |unfortunately,? )?(?:(?:we|i)(?:(?:'d| would) (?:like|prefer) to| want to| wish to| need to| have to| must| will|'ll| have decided to| decided to|'ve decided to| intend to| are| am|'re) )?(?:now )?(?:withdraw|withdrawing|pull out|pulling out|drop out|dropping out|stop taking part)(?: (?:from|please|now|because|as|since|completely|altogether).{0,80})?[ .]*$`)
	wantsErased = regexp.MustCompile(`^(?:please |can you |could you |we want you to |we want to |i want to )*(?:delete|erase|remove|wipe) (?:all |of )*(?:our|my|the) (?:answers?|data|words|responses?|information|details)\b.{0,60}$`)
	wantsTalk   = regexp.MustCompile(`^(?:please |but |sorry,? )?(?:(?:we|i)(?: would| will|'d)?(?: need| want| like)(?: some| a bit| to have| a little)* (?:more time|longer|an extension|another week|a few more days|to meet you|to meet|a meeting|a call|to talk to you|to speak to you)|(?:can|could|may) (?:we|i) (?:have|get|please have) (?:more time|longer|an extension|a meeting|a call)|(?:can|could|may) (?:we|i) (?:meet|ring|call|phone|talk to|speak to|speak with|visit)\b|is there more time).{0,80}$`)
)

// leadsOn leads on from what no command does; false: it is nothing of the sort.
func (t *turn) leadsOn(l line, c inHand) bool {
	if t.ev.Kind != bot.Said || t.mayAnswer() != nil || c.Awaits == awaitsStep || c.Awaits == awaitsQuestion {
		return false
	}
	free := !c.inThread && c.Awaits == awaitsNothing // else it may be words on what is in hand
	switch {
	case wantsOut.MatchString(l.norm):
		t.openStepBackTyped()
	case wantsErased.MatchString(l.norm):
		t.note(
			bot.Say("What was said stays on the record: it is public money, and the record has to show what the draft rests on. What you can do: give an answer again, and the new one counts; **take back** a question that has no answer yet; or **step back**. Nothing was changed."),
			bot.Say("About data on you, please turn to "+t.contactOrTeam()+"."+plain(t.dataLine())),
			buttons(view("What we have said", "our answers"), opens("Step back", actionStep, "", "step back")),
		)
	case free && wantsTalk.MatchString(l.norm):
		again := "ask: " + l.words()
		row := []bot.Button{opens("Ask the buying team", actionAsk, "", "ask: your question")}
		if len(again) <= mostPressed {
			row = []bot.Button{saysAgain("Ask the buying team", again)}
		}
		t.note(bot.Say("That is for the buying team to say, and nothing was recorded. What it gives to one it gives to all, so its answer goes to everybody, without saying who asked. For what is only practical, turn to "+plain(t.contactOrTeam())+"."), buttons(append(row, view("Back to the list", "sections"))...))
	default:
		return false
	}
	return true
}

// openStepBackTyped leads to stepping back; nothing is changed by it.
func (t *turn) openStepBackTyped() {
	what := plain(t.org.Name) + " then takes no further part"
	if t.org.Users {
		what = "You then hear no more from us, and the others go on"
	}
	t.note(bot.Say("**Do you want to step back?** "+what+". What you answered stays, and you can come back. Nothing has changed yet."), buttons(opens("Step back", actionStep, "", "step back"), view("Back to the list", "sections")))
}
