package main

import (
	"errors"
	"fmt"
	"strings"
	"sync"

	"soundings/internal/fakeslack"
)

// stances are all that an organisation can say of a section, with the question
// that its choice brings.
func stances() []struct{ label, asks string } {
	return []struct{ label, asks string }{
		{"Works for us", "better"},
		{"We could go further", "How far"},
		{"Possible, with a risk", "What is the risk"},
		{"Can't be done as written", "What could be done instead"},
		{"Not clear", "Which words"},
		{"No view", ""},
	}
}

// tidewellAnswers is Ana with buttons and windows: every stance once, one answer
// kept inside the buying team, and a colleague who sees it otherwise.
func (s *stage) tidewellAnswers() {
	s.tell("== Tidewell presses buttons and fills in windows.")
	for i, stance := range stances() {
		s.answersInWindow(ana, i+1, stance.label, stance.asks)
	}
	s.tell("   Ana answers sections 1 to 6, each with another view; section 3 is commercially sensitive, with the reason.")
	s.opensSection(ben, 1)
	s.choose(ben, "stance", "Not clear")
	mark := s.mark()
	s.fill(ben, "words", "I can't tell what this means: "+mark)
	s.submit(ben)
	s.sees(ben, "Nothing has been replaced yet")
	s.pressIn(ben, "Keep it, add my comment")
	s.sees(ben, "Added as a comment")
	s.acknowledged(tidewell(), mark, false)
	s.leave(ben)
	s.tell("   Ben sees section 1 otherwise, is told that Ana has answered, keeps her answer and adds his words as a comment.")
	s.saveWhileAway()
}

// sensitiveSection is the one of Tidewell's answers that no room may show.
const sensitiveSection = 3

// answersInWindow answers a section in its window.
func (s *stage) answersInWindow(user string, section int, stance, asks string) {
	mark := s.mark()
	s.filledIn(user, section, stance, asks, mark)
	s.submit(user)
	s.sees(user, "Saved for ")
	s.acknowledged(partyOf(user), mark, section == sensitiveSection)
	s.leave(user)
}

// filledIn opens the window of a section and fills it in.
func (s *stage) filledIn(user string, section int, stance, asks, mark string) {
	s.opensSection(user, section)
	s.choose(user, "stance", stance)
	if asks != "" {
		s.sees(user, asks)
	}
	s.fill(user, "words", "What we think of it: "+mark)
	if section == sensitiveSection {
		s.choose(user, "ticks", "sensitive")
		s.sees(user, "If sensitive")
		s.fill(user, "why", "It is how our prices come about")
	}
	if strings.Contains(s.window(user), "Who you are (asked once)") {
		s.fill(user, "role", "Operations manager")
		s.fill(user, "speaks", "speaks")
		s.fill(user, "links", "None that I know of")
	}
}

// opensSection opens the window of a section, by the menu under the list.
func (s *stage) opensSection(user string, section int) {
	if s.err != nil {
		return
	}
	list := s.posted(s.made, "your list")
	for _, label := range labels(list.Words()) {
		if strings.HasPrefix(label, fmt.Sprintf("%d ", section)) {
			s.press(user, s.made, label)
			s.sees(user, "Your view")
			return
		}
	}
	s.failf("the list offers no section %d:\n%s", section, list.Words())
}

// saveWhileAway is a window that is sent while the service is not there: Slack
// says so in the window, what was typed stays, and pressing again is enough.
func (s *stage) saveWhileAway() {
	mark := s.mark()
	s.filledIn(ana, 7, "Possible, with a risk", "What is the risk", mark)
	s.kill("with Ana's window for section 7 filled in")
	if s.err != nil {
		return
	}
	if done, err := s.slack.Submit(s.ctx, ana, ""); err == nil && !done.Trouble {
		s.failf("a window was taken by nobody: %+v", done)
	}
	if s.window(ana) == "" {
		s.failf("the window is gone with what Ana typed")
	}
	s.tell("   She presses Save: Slack says that there was trouble, and the window stays with what she typed.")
	s.restart()
	s.submit(ana)
	s.sees(ana, "Saved for ")
	s.acknowledged(tidewell(), mark, false)
	s.leave(ana)
	s.tell("   She presses Save again: it is saved.")
}

// kindredAnswers is Kim, who can write and nothing else.
func (s *stage) kindredAnswers() {
	s.tell("== Kindred can write in the channel, and neither press a button nor open a window.")
	if _, err := s.slack.Press(s.ctx, kim, kindred, "", labels(s.posted(kindred, "your list").Words())[0]); s.err == nil && !errors.Is(err, fakeslack.ErrRefused) {
		s.failf("Slack lets Kim press a button: %w", err)
	}
	s.says(kim, kindred, "show 1", "")
	s.posted(teamRoom, "Who speaks for Kindred")
	s.press(dana, teamRoom, "They speak for Kindred")
	s.posted(teamRoom, "they speak for Kindred")
	s.tell("   She writes for the first time, so Dana is asked whether she speaks for Kindred, and says that she does.")
	card := s.posted(kindred, "What is your view?")
	mark := s.mark()
	s.says(kim, kindred, "risk: too few people at night. "+mark, rootOf(card))
	s.recordedIn(kindred, 1)
	s.acknowledged(kindredTrust(), mark, false)
	s.tell("   “show 1” brings section 1; “risk: …” in its thread is her answer.")
	s.writesWhileAway()
	s.listWhileKilled()
	s.typedMany()
}

// rootOf gives the first message of the thread that m stands in, or begins.
func rootOf(m fakeslack.Message) string {
	if m.ThreadTS != "" {
		return m.ThreadTS
	}
	return m.TS
}

// recordedIn waits until a channel has it that an answer to a section is recorded.
func (s *stage) recordedIn(channel string, section int) {
	s.posted(channel, fmt.Sprintf("Recorded for %s: %d ", kindredTrust().name, section))
}

// writesWhileAway is a message that is written while the service is not there.
// Slack sends it again by itself.
func (s *stage) writesWhileAway() {
	s.kill("before Kim writes her next answer")
	if s.err != nil {
		return
	}
	mark := s.mark()
	written := make(chan error, 1)
	go func() {
		_, err := s.slack.Say(s.ctx, kim, kindred, "2 can't: the form takes nine months. "+mark)
		written <- err
	}()
	before := s.slack.Counts().Refused
	if s.mode == "http" { // by socket Slack waits for a connection
		s.wait("Slack to have tried", func() bool { return s.slack.Counts().Refused > before })
	}
	s.restart()
	if err := <-written; err != nil {
		s.failf("Slack gave up: %w", err)
	}
	s.recordedIn(kindred, 2)
	s.acknowledged(kindredTrust(), mark, false)
	s.tell("   Slack sends it again by itself (after seconds here, where it takes minutes): what Kim wrote is recorded, once.")
}

// listWhileKilled is an answer after which the list is edited, with the service
// killed before it hears that it was.
func (s *stage) listWhileKilled() {
	mark := s.mark()
	s.holding("chat.update", "while Kindred's list is changed in Slack and the service has not heard so", func() {
		s.says(kim, kindred, "3 unclear: which devices? "+mark, "")
	}, func(c fakeslack.Counts) int { return c.Updates })
	s.recordedIn(kindred, 3)
	s.acknowledged(kindredTrust(), mark, false)
	s.wait("the list to show it", func() bool {
		for _, m := range s.slack.Messages(kindred) {
			if words := m.Words(); strings.Contains(words, "your list") && strings.Contains(words, "3 of ") {
				return true
			}
		}
		return false
	})
	s.tell("   The list shows three answers, and stands there once.")
}

// typedMany is Kim writing six answers one after the other, with the service
// killed after the third.
func (s *stage) typedMany() {
	if s.err != nil {
		return
	}
	marks := make([]string, 6)
	for i := range marks {
		marks[i] = s.mark()
	}
	var writing sync.WaitGroup
	third, failed := make(chan struct{}), make(chan error, len(marks))
	writing.Go(func() {
		for i, mark := range marks {
			_, err := s.slack.Say(s.ctx, kim, kindred, fmt.Sprintf("%d risk: we see one here. %s", i+4, mark))
			if err != nil {
				failed <- err
			}
			if i == 2 {
				close(third)
			}
		}
	})
	<-third
	s.kill("in the middle of six answers that Kim writes one after the other")
	s.restart()
	writing.Wait()
	close(failed)
	for err := range failed {
		s.fail(err)
	}
	for i, mark := range marks {
		s.recordedIn(kindred, i+4)
		s.acknowledged(kindredTrust(), mark, false)
	}
	s.tell("   All six are recorded, and each is confirmed once.")
}

// asksAndSteps is a question of each platform's sort, and Kindred stepping back
// and coming again.
func (s *stage) asksAndSteps() {
	s.tell("== Questions, and stepping back.")
	mark := s.mark()
	s.says(kim, kindred, "ask: how many people use the service now? "+mark, "")
	s.posted(teamRoom, mark)
	s.acknowledged(kindredTrust(), mark, false)
	s.tell("   Kindred asks how many people use the service; the team's channel has the question at once.")
	s.says(kim, kindred, "step back: no staff before the autumn", "")
	s.posted(teamRoom, "Somebody stepped back")
	s.posted(kindred, "Kindred has stepped back")
	s.says(kim, kindred, "come back", "")
	s.posted(kindred, "Welcome back")
	s.tell("   Kindred steps back, with a reason, and comes back: its answers still count.")
}
