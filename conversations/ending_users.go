package conversations

import (
	"fmt"
	"strings"

	"soundings/bot"
	"soundings/digest"
	"soundings/engagement"
)

// voicesOfUsers counts the people who use services that said something.
func (d *Domain) voicesOfUsers() int {
	voices := map[engagement.Person]bool{}
	for _, s := range d.state.Sections() {
		for _, r := range d.state.Responses(s.ID) {
			if r.IsUser() {
				voices[r.Person] = true
			}
		}
	}
	for _, q := range d.state.Inquiries() {
		for _, a := range q.Answers {
			if a.IsUser() {
				voices[a.Person] = true
			}
		}
	}
	return len(voices)
}

// thankedAll thanks people who use services. How many they were is said where so
// many spoke that nobody can be recognised by it, and never from a dialogue on.
func (d *Domain) thankedAll() string {
	n := d.voicesOfUsers()
	if n < digest.EnoughToTell || d.state.Dialogued() {
		return "Thank you, all of you who said something."
	}
	return fmt.Sprintf("Thank you, all %s of you who said something.", numberInWords(n))
}

// whatChangedForUsers says how much changed, as suppliers read it, and for how much of
// it that was because of what anybody said.
func (d *Domain) whatChangedForUsers() string {
	because, changed, all := d.sectionsChanged()
	of := fmt.Sprintf("**%d of the %s changed**", changed, count(all, "part", "parts"))
	switch {
	case d.state.Dialogued():
		return "It stays with them as the search for a firm goes on."
	case changed == 0:
		return "So far no part has changed because of it."
	case because == 0:
		return of + " since you were first asked."
	case because < changed:
		return of + ", " + fmt.Sprint(because) + " of them because of what you and the firms said."
	}
	return of + " because of what you and the firms said."
}

// numberInWords writes a small number as people do.
func numberInWords(n int) string {
	words := strings.Fields("no one two three four five six seven eight nine ten eleven twelve")
	if n < 0 || n >= len(words) {
		return thousands(n)
	}
	return words[n]
}

// usersRead shows before the close what people who use services read at it, and asks
// for what the team alone can say; nil: no such group is asked.
func (t *turn) usersRead() []bot.Block {
	if !t.anyAsked(true) {
		return nil
	}
	blocks := append([]bot.Block{bot.Say("**People who use services read:**")}, inShort(t.thanks(true, false).Blocks)...)
	return append(blocks, t.usersUntold()...)
}

// usersUntold says before the close that nothing was written for people who use
// services, and asks for it; nil: it was, or no such group is asked.
func (t *turn) usersUntold() []bot.Block {
	if _, ok := t.state.FileNote(engagement.AboutUsers); ok || !t.anyAsked(true) {
		return nil
	}
	return []bot.Block{
		bot.Say("**What people who use services read tells them nothing of what came of it.** Say it in plain words: **users read: the minute stays, and every firm now knows why**."),
		buttons(opens("Write it for them", actionFile, "", "users read: your words")),
	}
}
