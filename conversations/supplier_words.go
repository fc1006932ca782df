package conversations

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"soundings/bot"
)

// teamsWords says whether a short line is what the team would type, and no words on
// a section: **status**, **read privately 3**.
func (t *turn) teamsWords(l line) bool {
	if strings.Count(l.norm, " ") > 2 || l.hasColon() {
		return false
	}
	c, rest, ok := match(t.forTeam, l, true)
	if !ok || c.group == "" {
		return false
	}
	after, _, numbered := rest.cutNumber()
	return rest.empty() || numbered && after.empty()
}

// onlyForTeam answers that.
func (t *turn) onlyForTeam() {
	who := "Only the buying team can do that."
	if t.org.Users {
		who = "Only the team that plans the service can do that."
	}
	t.note(bot.Say(who + " To ask it something, write **ask:** and your question. Nothing was recorded."))
}

// exampleNumber is the section that examples are about.
var exampleNumber = regexp.MustCompile(`\b6\b`)

// withNumber puts a section that there is into an example.
func (t *turn) withNumber(example string) string {
	sections := t.ordered(t.org)
	if _, there := t.state.Section(6); there || len(sections) == 0 {
		return example
	}
	return exampleNumber.ReplaceAllString(example, strconv.Itoa(sections[0].ID))
}

// usersHelp is help for people who use services: what they may want, and nothing
// that is there for firms.
func (t *turn) usersHelp() []bot.Block {
	lines := []string{
		"- **" + t.withNumber("6") + "** – read that part; then just write what you think of it",
		"- **for my mother:** – before your words, if you answer for somebody else",
		"- **ask:** and your question – ask the team that plans the service",
		"- **keep this to the team** – no firm hears what you said last",
		"- **what I said** – all that you have said so far",
		"- **what changed** – what came of it",
		"- **help now** – if you fear that somebody is not safe",
	}
	if t.in(t.whenForSuppliers("questions"), t.state.Stage()) {
		lines = slices.Insert(lines, 3, "- **questions** – what was asked, and the answers")
	}
	var also []string
	for _, c := range t.commandsHere() {
		if named := slices.Contains([]string{"show", "our answers", "what changed", "ask", "questions", "help", "help now", "sensitive"}, c.names[0]); !named && c.group != "" && t.in(t.whenForSuppliers(c.names[0]), t.state.Stage()) {
			also = append(also, "**"+t.withNumber(c.usage)+"**")
		}
	}
	return []bot.Block{
		bot.Say("You can say as little as you like, in any words. There are no wrong answers.\n\n" + strings.Join(lines, "\n")),
		bot.Say(t.helpNow()),
		bot.Aside("If you need them: " + strings.Join(also, " · ") + "."),
	}
}
