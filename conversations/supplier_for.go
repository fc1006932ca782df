package conversations

import (
	"cmp"
	"fmt"

	"soundings/bot"
	"soundings/engagement"
)

// forThemselves is for whom a member answers who puts back what was their own.
const forThemselves = "myself"

// oneVoiceEach says why, and begins how more than one person is heard.
const oneVoiceEach = "Each of you has one voice here, so one answer counts. Do you help more than one person? Then "

// tookPlace tells a member of a users' group, alone, where what they said for one
// person took the place of what they had said for another, and gives that back: each
// of them is one voice, and who helps several must not lose one without a word. Nil
// answers are none.
func (t *turn) tookPlace(before ...*engagement.Response) {
	var blocks []bot.Block
	for _, r := range before {
		if r == nil || !r.IsUser() {
			continue
		}
		now := t.mine(r.Section)
		if now == nil || now.ID == r.ID || now.For == r.For {
			continue
		}
		s, _ := t.state.Section(r.Section)
		blocks = append(blocks, t.tookFrom("**"+name(s)+"**, *"+labelFor(r.Stance, true)+"*", r.For, r.Words)...)
		if again := fmt.Sprintf("for %s: %d %s: %s", cmp.Or(r.For, forThemselves), r.Section, labelFor(r.Stance, true), r.Words); len(again) <= mostPressed {
			blocks = append(blocks, buttons(saysAgain("Put it back", again)))
		}
	}
	if blocks != nil {
		t.besides(append(blocks, bot.Aside(oneVoiceEach+"please give what the others say to "+plain(t.contactOrTeam())+": it is entered as each one's own, and all count."))...)
	}
}

// tookInquiry says the same of an answer to a question of the team's.
func (t *turn) tookInquiry(q engagement.Inquiry, before engagement.InquiryAnswer) {
	if now := t.myAnswer(q.ID); !before.IsUser() || now.ID == before.ID || now.For == before.For {
		return
	}
	said := "**" + q.ID + "**"
	if choice := q.Choice(before.Choice); choice != "" {
		said += ": *" + plain(choice) + "*"
	}
	blocks := t.tookFrom(said, before.For, before.Words)
	t.besides(append(blocks, bot.Aside(oneVoiceEach+"please say in one answer what each of them thinks."))...)
}

// tookFrom shows what is no answer any more.
func (t *turn) tookFrom(said, who, words string) []bot.Block {
	if who == "" || who == forThemselves {
		who = "yourself"
	}
	blocks := []bot.Block{bot.Say("This took the place of what you had said for " + plain(who) + ": " + said)}
	if words != "" {
		blocks = append(blocks, bot.Block{Quote: &bot.Quote{Words: words}})
	}
	return blocks
}
