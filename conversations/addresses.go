package conversations

import "soundings/bot"

// Addresses says whether the mail addresses in an event are those of people who
// are to be asked; it is made for bot.Options. They are when a home member
// invites, by typing or in a form, also to a dialogue, or admits somebody to it, takes somebody out again, or names who is told of somebody's
// safety: the record then knows them by number.
func Addresses(ev bot.Event) bool {
	if !ev.Home {
		return false
	}
	switch ev.Kind {
	case bot.Said:
		_, ok := readLine(ev.Text).cutAny("invite", "add", "remove", "uninvite", "take out", "dialogue", "admit", "safety to", "safety goes to", "i look after", "i'll look after", "i will look after")
		return ok
	case bot.Submitted:
		return ev.Action == actionInvite || ev.Action == actionDialogue || ev.Action == actionAdmit || ev.Action == actionDuty
	case bot.Pressed, bot.Looked, bot.Edited, bot.Deleted, bot.Joined, bot.Left, bot.Returned, bot.Unshown, bot.Changed, bot.Ticked:
	}
	return false
}
