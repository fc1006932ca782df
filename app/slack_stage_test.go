package app

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"soundings/adapters/console"
	"soundings/adapters/slack"
	"soundings/bot"
	"soundings/internal/fakeslack"
	"soundings/internal/secret"
	"soundings/internal/transcript"
)

// slackStage plays transcripts through a workspace: the team types the command,
// suppliers write in their channels, and everybody presses what stands on the
// messages and fills in the windows that open.
type slackStage struct {
	*chatStage
	fake   *fakeslack.Slack
	api    string
	socket bool
	opened int // connections before the service of now was started
}

var _ chatSide = (*slackStage)(nil)

func newSlackStage(t *testing.T, data, folder string, socket bool) *slackStage {
	t.Helper()
	s := &slackStage{chatStage: newChatStage(t, data, folder), fake: fakeslack.New(fakeslack.Options{}), socket: socket}
	s.api = s.fake.Serve(t) + "/api/"
	if !socket {
		s.fake.Connect(s.server.URL)
	}
	s.begin(s)
	return s
}

// chat is the adapter, on a stage where channels come into being when they are
// first used.
type chat struct {
	*slack.Adapter
	stage *slackStage
}

// Caps has no limit of speed: the clock here stands still between two turns.
func (c chat) Caps() bot.Caps {
	caps := c.Adapter.Caps()
	caps.Every, caps.Burst = 0, 0
	return caps
}

func (c chat) Send(ctx context.Context, p bot.Part) (string, error) {
	if _, opening := p.Opening(); !opening {
		c.stage.channel(p.To.Room)
	}
	return c.Adapter.Send(ctx, p)
}

func (*slackStage) name() string { return slack.Name }

func (s *slackStage) attach(deliver bot.Deliver) (bot.Adapter, http.Handler, error) {
	a := slack.New(s.options(deliver))
	s.opened = s.fake.Opened()
	return chat{a, s}, a.Handler(), nil
}

func (s *slackStage) ready(ctx context.Context) error {
	if !s.socket {
		return nil
	}
	return s.fake.Wait(ctx, func() bool { return s.fake.Opened() > s.opened })
}

func (s *slackStage) redeliver(ctx context.Context) error {
	_, err := s.fake.Redeliver(ctx)
	return err
}

func (s *slackStage) settle(ctx context.Context) error { return s.fake.Settle(ctx) }

func (s *slackStage) wait(ctx context.Context, ready func() bool) error {
	return s.fake.Wait(ctx, ready)
}

func (s *slackStage) standing(room string) []string {
	var stands []string
	for _, m := range s.fake.Messages(room) {
		if m.BotID != "" && !m.Deleted {
			stands = append(stands, m.Words())
		}
	}
	return stands
}

// alone gives the windows that somebody has before them, and what was whispered.
func (s *slackStage) alone(room, user string) []string {
	var all []string
	for _, v := range s.fake.Views(user) {
		words := v.Words()
		for _, e := range v.Errors {
			words += "\n" + e
		}
		all = append(all, words)
	}
	for _, m := range s.fake.Ephemerals(room, user) {
		all = append(all, m.Words())
	}
	return all
}

func (s *slackStage) options(deliver bot.Deliver) slack.Options {
	o := slack.Options{
		Deliver: deliver, BotToken: secret.New("xoxb-fake"), SigningSecret: secret.New("0123456789abcdef0123456789abcdef"), APIURL: s.api,
		Now: time.Now, Log: slog.New(slog.DiscardHandler),
	}
	if s.socket {
		o.AppToken = secret.New("xapp-fake")
	}
	return o
}

// channel sees to it that there is a channel, with the bot and the team in it.
func (s *slackStage) channel(name string, people ...string) {
	s.room(name)
	s.mu.Lock()
	defer s.mu.Unlock()
	c, there := s.fake.Channel(name)
	members := slices.Clone(c.Members)
	if !there {
		members = append(members, fakeslack.Bot)
	}
	for _, p := range people {
		if !slices.Contains(members, p) {
			members = append(members, p)
		}
	}
	switch {
	case !there:
		s.fake.AddChannel(fakeslack.Channel{ID: name, Name: name, Private: true, Members: members})
	case len(members) > len(c.Members):
		s.fake.AddMembers(name, members[len(c.Members):]...)
	}
}

// person gives the id of somebody, who is of the team if they were first met in
// its room.
func (s *slackStage) person(ctx context.Context, turn transcript.Turn) (string, error) {
	id := "U0" + strings.ToUpper(turn.Person)
	if home, first := s.meet(turn); first {
		u := fakeslack.User{ID: id, Name: turn.Person, RealName: titled(turn.Person)}
		if !home {
			u.Team = "T0" + strings.ToUpper(turn.Room)
			s.fake.AddTeam(u.Team, titled(turn.Room))
		}
		s.fake.AddUser(u)
		s.channel(turn.Room, id)
		if c, _ := s.fake.Channel(turn.Room); !home && !slices.Contains(c.Teams, u.Team) {
			return id, s.fake.Share(ctx, turn.Room, u.Team) // as when they accept the invitation
		}
	}
	s.channel(turn.Room, id)
	return id, nil
}

func (s *slackStage) act(ctx context.Context, user string, turn transcript.Turn) (string, error) {
	reply, err := s.does(ctx, user, turn)
	if err != nil || reply.Message == nil {
		return "", err
	}
	return reply.Message.Words(), nil
}

func (s *slackStage) does(ctx context.Context, user string, turn transcript.Turn) (fakeslack.Reply, error) {
	switch turn.Verb {
	case transcript.Says:
		return s.says(ctx, user, turn)
	case transcript.Presses:
		for _, v := range slices.Backward(s.fake.Views(user)) {
			if turn.Re == "" && strings.Contains(v.Words(), "["+turn.Text+"]") {
				return s.fake.PressIn(ctx, user, v.ID, turn.Text)
			}
		}
		_ = s.fake.CloseAll(ctx, user)
		ts := ""
		if turn.Re != "" {
			m, ok := s.find(turn.Room, turn.Re)
			if !ok {
				return fakeslack.Reply{}, fmt.Errorf("no message with %q stands in %s", turn.Re, turn.Room)
			}
			ts = m.TS
		}
		return s.fake.Press(ctx, user, turn.Room, ts, turn.Text)
	case transcript.Sends:
		return fakeslack.Reply{}, s.sends(ctx, user, turn)
	case transcript.Edits, transcript.Deletes:
		m, ok := s.find(turn.Room, turn.Re)
		if !ok {
			return fakeslack.Reply{}, fmt.Errorf("no message with %q stands in %s", turn.Re, turn.Room)
		}
		if turn.Verb == transcript.Deletes {
			return fakeslack.Reply{}, s.fake.DeleteMessage(ctx, user, turn.Room, m.TS)
		}
		return fakeslack.Reply{}, s.fake.EditMessage(ctx, user, turn.Room, m.TS, turn.Text)
	case transcript.Joins:
		return fakeslack.Reply{}, s.fake.Join(ctx, user, turn.Room)
	case transcript.Leaves:
		return fakeslack.Reply{}, s.fake.Leave(ctx, user, turn.Room)
	case transcript.Mutters: // these conversations have no talk between people
	}
	return fakeslack.Reply{}, fmt.Errorf("nobody can do %q here", turn.Verb)
}

// says writes: a command where the team can type one, else a message.
func (s *slackStage) says(ctx context.Context, user string, turn transcript.Turn) (fakeslack.Reply, error) {
	text := withoutMention(turn.Text)
	home := s.homes[turn.Person]
	if home && turn.File == "" && turn.Re == "" && !strings.Contains(text, "\n") && turn.Room == console.TeamRoom {
		return s.fake.Command(ctx, user, turn.Room, slack.Command, text)
	}
	var options []fakeslack.SayOption
	if turn.Re != "" {
		m, ok := s.find(turn.Room, turn.Re)
		if !ok {
			return fakeslack.Reply{}, fmt.Errorf("no message with %q stands in %s", turn.Re, turn.Room)
		}
		root := m.TS
		if m.ThreadTS != "" {
			root = m.ThreadTS
		}
		options = append(options, fakeslack.InThread(root))
	}
	if turn.File != "" {
		data, err := os.ReadFile(filepath.Join(s.folder, turn.File))
		if err != nil {
			return fakeslack.Reply{}, err
		}
		options = append(options, fakeslack.WithFile(turn.File, data))
	}
	// Where the bot has said nothing yet, nobody writes to it without saying so.
	silent := !slices.ContainsFunc(s.fake.Messages(turn.Room), func(m fakeslack.Message) bool { return m.User == fakeslack.Bot })
	if home && turn.Room == console.TeamRoom || silent || strings.HasPrefix(turn.Text, "@soundings") {
		text = "@soundings " + text
	}
	_, err := s.fake.Say(ctx, user, turn.Room, text, options...)
	return fakeslack.Reply{}, err
}

// sends fills in the window that is open, and sends it.
func (s *slackStage) sends(ctx context.Context, user string, turn transcript.Turn) error {
	form := s.forms[turn.Room+"/"+turn.Person]
	fields, err := console.Filled(form, turn.Text)
	if err != nil {
		return err
	}
	for _, f := range form.Fields {
		value, there := fields[f.Name]
		if !there || value == f.Value || f.Kind == bot.Upload {
			continue // what makes no sense yet has no value, and does not stand there
		}
		values := []string{value}
		switch {
		case value == "":
			values = nil
		case f.Kind == bot.Ticks:
			values = strings.Split(value, ",")
		}
		if f.Kind == bot.Choice || f.Kind == bot.Ticks {
			if _, err := s.fake.Choose(ctx, user, "", "f-"+f.Name, values...); err != nil {
				return err
			}
			if err := s.refreshed(ctx, user); err != nil {
				return err
			}
			continue
		}
		if err := s.fake.Fill(user, "", "f-"+f.Name, values...); err != nil {
			return err
		}
	}
	s.forget() // what a choice changed is not what was sent
	done, err := s.fake.Submit(ctx, user, "")
	if err == nil && done.Trouble {
		err = errors.New("the window could not be sent")
	}
	return err
}

// refreshed waits until the window is what a choice in it made of it.
func (s *slackStage) refreshed(ctx context.Context, user string) error {
	if err := s.fake.Settle(ctx); err != nil {
		return err
	}
	var form *bot.Form
	for _, a := range s.forget() {
		if a.Form != nil {
			form = a.Form
		}
	}
	if form == nil {
		return nil
	}
	return s.sees(ctx, user, "", *form)
}

// find gives the newest message in a channel with these words, whoever wrote it.
func (s *slackStage) find(room, words string) (fakeslack.Message, bool) {
	for _, m := range slices.Backward(s.fake.Messages(room)) {
		if strings.Contains(squeeze(m.Words()), squeeze(words)) {
			return m, true
		}
	}
	return fakeslack.Message{}, false
}
