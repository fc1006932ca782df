package conversations

import (
	"soundings/bot"
	"soundings/engagement"
)

// forTheTeam is what an answer of somebody who uses the service is called that is kept
// to the team: to them nothing is commercially sensitive.
const forTheTeam = "for the team alone"

// teamOnly is what people write who want nobody else to hear of it.
func teamOnly() []string {
	return []string{
		"keep this to the team", "keep it to the team", "please keep this to the team", "only for the team", "only the team", "for the team only",
		"don't tell anyone", "do not tell anyone", "please don't tell anyone", "don't tell anybody", "please don't tell anybody", "tell nobody", "keep this secret", "keep it secret",
	}
}

// teamOnlyField asks people who use the service whether their words go further.
func teamOnlyField(f engagement.ResponseGiven) bot.Field {
	ticked := ""
	if f.Sensitive {
		ticked = tickSensitive
	}
	return bot.Field{
		Name: fieldTicks, Kind: bot.Ticks, Label: "Who may hear of it", Value: ticked,
		Options: []bot.Option{{Value: tickSensitive, Label: "Only the team", Hint: "Your words stand in no report, and no firm hears of them. What you say changes nothing about the help that you get."}},
	}
}

// sensitiveWord is what the mark on an answer is called.
func (t *turn) sensitiveWord() string {
	if t.org.Users {
		return forTheTeam
	}
	return "commercially sensitive"
}

// keptToTeam says to somebody who uses the service that their words on a part go no
// further.
func (t *turn) keptToTeam(section int) string {
	return "your words are " + forTheTeam + ". " + t.stoodBefore(section) + t.stillStands() + " No firm hears of them, and they change nothing about the help that you get. If somebody asked for them by law, you would be asked first."
}
