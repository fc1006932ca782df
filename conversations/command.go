package conversations

import (
	"slices"
	"strings"

	"soundings/bot"
)

// argument is what a command takes after its name.
type argument int

const (
	takesNothing  argument = iota
	takesNumber            // a section's number, the name of a question of the team's, or nothing
	takesText              // anything, or nothing
	takesReason            // nothing, or what is set off from the name
	takesAnything          // anything, however strict: the name leaves no doubt
	takesInquiry           // the name of a question, such as Q3, and anything behind it; or nothing
)

// command is one thing that can be typed. Help is made from these.
type command struct {
	names []string // the first is what help shows
	usage string   // an example
	help  string   // one line
	more  string   // what else there is to say, for "help NAME"
	group string   // the heading under which help lists it; empty: not listed
	takes argument
	view  bool // records nothing and posts nothing
	again bool // answers an event that was decided before by itself
	run   func(t *turn, rest line)
}

// match finds the command that l begins with: the one with the longest name.
// Strictly, a command that takes text counts only with a colon, so that a
// sentence which begins with the same word stays a sentence.
func match(commands []command, l line, strict bool) (found command, rest line, ok bool) {
	longest := 0
	for _, c := range commands {
		for _, name := range c.names {
			if len(name) <= longest {
				continue
			}
			after, cut := l.cut(name)
			if cut && c.fits(l, after, len(name), strict) {
				found, rest, ok, longest = c, after, true, len(name)
			}
		}
	}
	return found, rest, ok
}

func (c command) fits(l, rest line, name int, strict bool) bool {
	switch c.takes {
	case takesNothing:
		return strings.Trim(rest.norm, "?!.") == "" || rest.is("please", "now", "me")
	case takesNumber:
		if rest.empty() {
			return true
		}
		after, _, ok := rest.cutNumber()
		if _, behind, named := rest.cutInquiry(); named {
			return behind.empty()
		}
		return ok && after.empty()
	case takesText:
		head := l.norm[name:min(len(l.norm), name+16)]
		after, _, numbered := rest.cutNumber()
		return !strict || rest.empty() || strings.Contains(head, ":") || numbered && after.empty()
	case takesReason:
		return strings.Trim(rest.norm, "?!.") == "" || l.separated(name)
	case takesAnything:
		return true
	case takesInquiry:
		_, _, named := rest.cutInquiry()
		return named || strings.Trim(rest.norm, "?!.:") == ""
	}
	return false
}

// commandNames gives every name, for the suggestion after a slip.
func commandNames(commands []command) []string {
	var names []string
	for _, c := range commands {
		names = append(names, c.names...)
	}
	return names
}

// suggestion is what somebody may have meant who typed l.
func suggestion(commands []command, l line) (command, bool) {
	names := commandNames(commands)
	name, ok := nearest(l.norm, names)
	if !ok && strings.Count(l.norm, " ") < 3 {
		name, ok = nearest(l.firstWord(), names)
	}
	if !ok {
		return command{}, false
	}
	for _, c := range commands {
		if slices.Contains(c.names, name) {
			return c, true
		}
	}
	return command{}, false
}

// mostMended is how long a line may be that is offered again without its slip,
// in bytes.
const mostMended = 120

// mended is l without the slip in its first word, where that makes it a command
// that help lists; false: it does not, is too long to be read again, or has an
// address in it, which is taken only where it is typed.
func mended(commands []command, l line) (string, bool) {
	typed, rest, _ := strings.Cut(l.words(), " ")
	if len(l.raw) > mostMended || strings.ContainsAny(l.raw, "\n{@") || fold(typed).norm != l.firstWord() {
		return "", false
	}
	var names []string
	for _, c := range commands {
		if c.group != "" && (rest == "" || c.takes != takesNothing) {
			names = append(names, c.names...)
		}
	}
	name, ok := nearest(l.firstWord(), names)
	if !ok || name == l.firstWord() {
		return "", false
	}
	meant := strings.TrimSpace(name + " " + strings.TrimSpace(rest))
	_, _, ok = match(commands, readLine(meant), false)
	return meant, ok
}

// helpBlocks lists the commands under their headings, each heading once.
func helpBlocks(commands []command) []bot.Block {
	var groups []string
	lines := map[string][]string{}
	for _, c := range commands {
		if c.group == "" {
			continue
		}
		if lines[c.group] == nil {
			groups = append(groups, c.group)
		}
		lines[c.group] = append(lines[c.group], "- **"+c.usage+"** – "+c.help)
	}
	blocks := make([]bot.Block, 0, len(groups))
	for _, group := range groups {
		blocks = append(blocks, bot.Say("**"+group+"**\n\n"+strings.Join(lines[group], "\n")))
	}
	return blocks
}

// helpFor gives the command that help is asked for; false: none that has any.
func helpFor(commands []command, l line) (command, bool) {
	c, _, ok := match(commands, l, false)
	if !ok {
		c, ok = suggestion(commands, l)
	}
	return c, ok && c.help != ""
}

// helpAbout says more about one command.
func helpAbout(c command) []bot.Block {
	blocks := []bot.Block{bot.Say("**" + c.usage + "** – " + c.help)}
	if c.more != "" {
		blocks = append(blocks, bot.Say(c.more))
	}
	return blocks
}
