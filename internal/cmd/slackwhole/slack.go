package main

import (
	"context"
	"fmt"
	"strings"

	"soundings/adapters/slack"
	"soundings/internal/fakeslack"
)

// command lets somebody type the command with these words.
func (s *stage) command(user, channel, words string) fakeslack.Reply {
	if s.err != nil {
		return fakeslack.Reply{}
	}
	reply, err := s.slack.Command(s.ctx, user, channel, slack.Command, words)
	if err != nil {
		s.failf("%s %s: %w", slack.Command, words, err)
	}
	if reply.Message != nil {
		s.reads(partyOf(user), reply.Message.Words())
	}
	return reply
}

// says lets somebody write in a channel, or in a thread of it.
func (s *stage) says(user, channel, text, thread string) {
	if s.err != nil {
		return
	}
	var options []fakeslack.SayOption
	if thread != "" {
		options = append(options, fakeslack.InThread(thread))
	}
	if _, err := s.slack.Say(s.ctx, user, channel, text, options...); err != nil {
		s.failf("%s writes %q: %w", user, text, err)
	}
}

// press lets somebody press what stands on the newest message that has it.
func (s *stage) press(user, channel, label string) {
	if s.err != nil {
		return
	}
	if _, err := s.slack.Press(s.ctx, user, channel, "", label); err != nil {
		s.fail(err)
	}
}

// pressIn lets somebody press a button of the window they see.
func (s *stage) pressIn(user, label string) {
	if s.err != nil {
		return
	}
	if _, err := s.slack.PressIn(s.ctx, user, "", label); err != nil {
		s.failf("%w in\n%s", err, s.window(user))
	}
}

// window gives the words of the window that somebody sees; "" without one.
func (s *stage) window(user string) string {
	views := s.slack.Views(user)
	if len(views) == 0 {
		return ""
	}
	top := views[len(views)-1]
	all := []string{top.Words()}
	for _, e := range top.Errors {
		all = append(all, e)
	}
	return strings.Join(all, "\n")
}

// sees waits until the window that somebody sees has these words, and gives all of
// it.
func (s *stage) sees(user, words string) string {
	s.wait(fmt.Sprintf("a window of %s with %q", user, words), func() bool { return strings.Contains(s.window(user), words) })
	if s.err != nil {
		s.err = fmt.Errorf("%w; they see\n%s", s.err, s.window(user))
		return ""
	}
	s.reads(partyOf(user), s.window(user))
	return s.window(user)
}

// fill puts something into a field of the window.
func (s *stage) fill(user, field string, values ...string) {
	if s.err != nil {
		return
	}
	if err := s.slack.Fill(user, "", "f-"+field, values...); err != nil {
		s.failf("%w in\n%s", err, s.window(user))
	}
}

// choose is fill in a field that changes the others.
func (s *stage) choose(user, field, value string) {
	if s.err != nil {
		return
	}
	if _, err := s.slack.Choose(s.ctx, user, "", "f-"+field, value); err != nil {
		s.failf("%w in\n%s", err, s.window(user))
	}
	if err := s.slack.Settle(s.ctx); err != nil {
		s.fail(err)
	}
}

// submit sends the window, which has to be taken.
func (s *stage) submit(user string) {
	if s.err != nil {
		return
	}
	before := s.window(user)
	done, err := s.slack.Submit(s.ctx, user, "")
	switch {
	case err != nil:
		s.failf("send a window as %s: %w\n%s", user, err, before)
	case done.Trouble || !done.Sent || done.Action == "errors":
		s.failf("send a window as %s: it was not taken\n%s", user, s.window(user))
	default:
		s.reads(partyOf(user), s.window(user))
	}
}

// leave closes all windows of somebody.
func (s *stage) leave(user string) {
	if s.err != nil {
		return
	}
	if len(s.slack.Views(user)) == 0 {
		return
	}
	if err := s.slack.CloseAll(s.ctx, user); err != nil {
		s.fail(err)
	}
}

// posted waits for a message in a channel that has these words.
func (s *stage) posted(channel, words string) fakeslack.Message {
	if s.err != nil {
		return fakeslack.Message{}
	}
	ctx, cancel := context.WithTimeout(s.ctx, patience)
	defer cancel()
	m, err := s.slack.WaitMessage(ctx, channel, words)
	if err != nil {
		s.failf("wait for %q in %s: %w; it has\n%s", words, channel, err, s.all(channel))
	}
	return m
}

// all gives the words of all messages that stand in a channel.
func (s *stage) all(channel string) string {
	var out strings.Builder
	for _, m := range s.slack.Messages(channel) {
		if !m.Deleted {
			out.WriteString("— " + m.Words() + "\n")
		}
	}
	return out.String()
}
