package main

import (
	"strings"
	"time"

	"soundings/internal/fakeslack"
)

// title is what the market is asked about, and slug what the record calls it.
const (
	title = "Digital care at home"
	slug  = "digital-care-at-home"
)

// prepares is the team, from a bare channel to all that has to be known before
// suppliers are let in; by the panel, its buttons and its windows.
func (s *stage) prepares() {
	s.tell("== Dana, of the team that buys, has a Word file and a private channel.")
	s.command(dana, teamRoom, "")
	s.sees(dana, "What is it about")
	s.fill(dana, "title", title)
	s.submit(dana)
	s.posted(teamRoom, "nothing has been sent to anyone yet")
	s.tell("   She types /soundings, a window asks what it is about, and the channel is the team's room now.")
	s.press(dana, teamRoom, "Upload the draft")
	s.sees(dana, "The file")
	s.attach(dana, "file", s.draft)
	s.submit(dana)
	found := s.posted(teamRoom, "sections from your draft")
	s.tell("   She uploads %s (%d bytes) in a window: %s.", s.draft.name, len(s.draft.data), firstLine(found.Words()))
	s.step("What is fixed", "Tick the few")
	s.fill(dana, "fixed", "2", "4")
	s.fill(dana, "unknown", "3")
	s.submit(dana)
	s.step("Who asks", "Every supplier reads this")
	s.fill(dana, "buyer", "Westmere County Council")
	s.fill(dana, "contact", "Dana Ellery, digitalcare@westmere.example")
	s.submit(dana)
	s.step("Closing date", "Answers are taken until")
	s.fill(dana, "day", time.Now().AddDate(0, 0, 28).Format(time.DateOnly))
	s.submit(dana)
	s.posted(teamRoom, "Answers are taken until")
	s.tell("   She marks 2 and 4 as fixed and 3 as not known yet, says who asks, and sets the closing date.")
}

// attach puts a file into a field of the window.
func (s *stage) attach(user, field string, f file) {
	if s.err == nil {
		s.fail(s.slack.Attach(user, "", "f-"+field, f.name, f.data))
	}
}

// step lets Dana open the window of a step, by the panel.
func (s *stage) step(label, words string) {
	s.leave(dana)
	s.panelled(label)
	s.sees(dana, words)
}

// panelled lets Dana press what begins with a number and that label in the panel.
func (s *stage) panelled(label string) {
	panel := s.command(dana, teamRoom, "")
	if s.err != nil {
		return
	}
	if panel.Message == nil {
		s.failf("open the panel: nothing came back")
		return
	}
	for _, button := range labels(panel.Message.Words()) {
		if strings.Contains(button, ". "+label) {
			s.press(dana, teamRoom, button)
			return
		}
	}
	s.failf("the panel has no step %q:\n%s", label, panel.Message.Words())
}

// labels gives what can be pressed, of words as Slack's stand-in gives them.
func labels(words string) []string {
	var all []string
	for line := range strings.Lines(words) {
		line = strings.TrimSpace(line)
		if strings.HasPrefix(line, "[") && strings.HasSuffix(line, "]") {
			all = append(all, strings.Split(line[1:len(line)-1], "] [")...)
		}
	}
	return all
}

func firstLine(text string) string {
	line, _, _ := strings.Cut(text, "\n")
	return line
}

// invites is the team asking three organisations: in a channel that the bot makes,
// in one that is there, and by a link.
func (s *stage) invites() {
	s.inviting("Tidewell, small firm, ana@tidewell.example", nil)
	s.posted(teamRoom, "Its people are invited")
	s.inviting("Kindred, charity", func() { s.fill(dana, "channel", "<#"+kindred+">") })
	s.inviting("Moor Telecare, large firm", func() { s.fill(dana, "where", "In the browser, by link or mail") })
	s.tell("   Three are asked: Tidewell in a channel that the bot made, with an invitation to ana@tidewell.example;")
	s.tell("   Kindred in a channel that is shared with it already, with permission to post only; Moor Telecare by a link.")
	if s.err != nil {
		return
	}
	invited := s.slack.Invites()
	if len(invited) != 1 || invited[0].Mail != "ana@tidewell.example" || invited[0].PostOnly {
		s.failf("the invitations are %+v, want one to ana@tidewell.example that lets her press buttons", invited)
		return
	}
	s.made = invited[0].Channel
	s.fail(s.slack.AcceptInvite(s.ctx, invited[0].ID, ana))
	s.posted(teamRoom, "has accepted the invitation")
	s.fail(s.slack.Join(s.ctx, ben, s.made))
	s.tell("   Ana accepts the invitation, and her colleague Ben comes in.")
}

// inviting sends the form of invitations with that line; more fills in the rest.
func (s *stage) inviting(line string, more func()) {
	before := s.posts(teamRoom)
	s.step("Whom to ask", "One organisation on each line")
	s.fill(dana, "names", line)
	if more != nil {
		more()
	}
	s.submit(dana)
	s.wait("the team to read of "+line, func() bool { return s.posts(teamRoom) > before })
}

// posts counts the messages in a channel.
func (s *stage) posts(channel string) int { return len(s.slack.Messages(channel)) }

// opens is the preview, and the opening with the service killed while the welcome
// goes out.
func (s *stage) opens() {
	s.leave(dana)
	s.panelled("Read it as a supplier")
	preview := s.sees(dana, "What suppliers will see")
	s.tell("   Dana reads what suppliers will see (%d lines), and opens.", strings.Count(preview, "\n"))
	s.holding("chat.postMessage", "while the first message of the opening stands in Slack and the service has not heard so", func() {
		s.pressIn(dana, "Open to 3 suppliers")
	}, func(c fakeslack.Counts) int { return c.Posts })
	for _, room := range []string{s.made, kindred} {
		s.posted(room, "your view on a draft")
		s.posted(room, "your list")
	}
	s.posted(teamRoom, "Open: 2 organisations have the welcome")
	s.tell("   Open: each supplier has the welcome and the list in its own channel, and no other's.")
	s.leave(dana)
}

// holding does something that makes the service call a method, and holds the
// answer of that back: what was asked for is done, and the service is killed
// before it hears so. Then it is started again.
func (s *stage) holding(method, when string, do func(), counted func(fakeslack.Counts) int) {
	s.holdingFor(patience, method, when, do, counted)
}

// holdingFor is holding, where the call may take that long to come.
func (s *stage) holdingFor(most time.Duration, method, when string, do func(), counted func(fakeslack.Counts) int) {
	if s.err != nil {
		return
	}
	held := make(chan struct{})
	before := counted(s.slack.Counts())
	s.slack.Fail(method, 1, fakeslack.Fault{AfterDoing: true, Hang: held, Reset: true})
	do()
	s.waitFor(most, "a call of "+method+" to be held", func() bool { return counted(s.slack.Counts()) > before })
	s.kill(when)
	close(held)
	s.restart()
}
