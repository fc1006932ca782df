package app

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"soundings/adapters/adaptertest"
	"soundings/adapters/console"
	"soundings/adapters/teams"
	"soundings/bot"
	"soundings/internal/faketeams"
	"soundings/internal/secret"
	"soundings/internal/transcript"
)

// teamsStage plays transcripts through Microsoft Teams: the team in a private
// channel, every supplier in one that is shared with its organisation. They write
// with or without naming the bot, press what stands on cards, and fill in cards and
// dialogs.
type teamsStage struct {
	*chatStage
	fake *faketeams.Teams
	// named: the bot reads only what mentions it, so that everybody does.
	named bool
}

var _ chatSide = (*teamsStage)(nil)

func newTeamsStage(t *testing.T, data, folder string, named bool) *teamsStage {
	t.Helper()
	s := &teamsStage{chatStage: newChatStage(t, data, folder), fake: faketeams.New(faketeams.Options{}), named: named}
	s.fake.Serve(t)
	s.fake.Connect(s.server.URL + "/teams/messages")
	s.begin(s)
	return s
}

// ofTeams is the adapter, on a stage where channels come into being when they are
// first used, and are called as in the transcripts.
type ofTeams struct {
	*teams.Adapter
	stage *teamsStage
}

// Caps has no limit of speed: the clock here stands still between two turns.
func (o ofTeams) Caps() bot.Caps {
	caps := o.Adapter.Caps()
	caps.Every, caps.Burst = 0, 0
	return caps
}

func (o ofTeams) Send(ctx context.Context, p bot.Part) (string, error) {
	p.To = o.stage.there(p.To)
	return o.Adapter.Send(ctx, p)
}

func (o ofTeams) Edit(ctx context.Context, id string, p bot.Part) error {
	p.To = o.stage.there(p.To)
	return o.Adapter.Edit(ctx, id, p)
}

func (o ofTeams) Shared(ctx context.Context, room bot.Address) (bool, error) {
	return o.Adapter.Shared(ctx, o.stage.there(room))
}

// there is the channel of a room, which comes into being with that.
func (s *teamsStage) there(a bot.Address) bot.Address {
	if a.Room[0] != '+' && !strings.Contains(a.Room, ":") {
		s.channel(a.Room)
		a.Room = channelOf(a.Room)
	}
	return a
}

func channelOf(room string) string { return "19:" + room + "@thread.tacv2" }

func (*teamsStage) name() string { return teams.Name }

func (s *teamsStage) attach(deliver bot.Deliver) (bot.Adapter, http.Handler, error) {
	service, err := url.Parse(s.fake.ServiceURL())
	if err != nil {
		return nil, nil, err
	}
	a, err := teams.New(teams.Options{
		Deliver: func(ctx context.Context, ev bot.Event) (bot.Answer, error) {
			deliver := deliver
			if strings.HasSuffix(ev.ID, ":form") { // a form that is looked at again, for what is wrong with it
				deliver = s.service.Bot().Deliver
			}
			ev.Room.Room = strings.TrimSuffix(strings.TrimPrefix(ev.Room.Room, "19:"), "@thread.tacv2")
			return deliver(ctx, ev)
		},
		AppID: faketeams.App, AppPassword: secret.New(s.fake.AppPassword()), TenantID: faketeams.Home,
		OpenIDMetadataURL: s.fake.MetadataURL(), TokenURL: s.fake.TokenURL(), ServiceHosts: []string{service.Host}, ServiceURL: s.fake.ServiceURL(),
		Now: time.Now, Log: slog.New(slog.DiscardHandler),
	})
	if err != nil {
		return nil, nil, err
	}
	return ofTeams{a, s}, a.Handler(), nil
}

func (*teamsStage) ready(context.Context) error { return nil }

func (s *teamsStage) redeliver(ctx context.Context) error {
	_, err := s.fake.Redeliver(ctx)
	return err
}

func (s *teamsStage) settle(ctx context.Context) error { return s.fake.Settle(ctx) }

func (s *teamsStage) wait(ctx context.Context, ready func() bool) error {
	return s.fake.Wait(ctx, ready)
}

// rows puts into one row the buttons that Teams needs two for: it has six in each.
func rows(blocks []bot.Block) []bot.Block {
	var all []bot.Block
	for _, b := range blocks {
		if last := len(all) - 1; last >= 0 && b.Buttons != nil && len(all[last].Buttons) == 6 {
			all[last] = bot.Block{Buttons: slices.Concat(all[last].Buttons, b.Buttons)}
			continue
		}
		all = append(all, b)
	}
	return all
}

func (s *teamsStage) standing(room string) []string {
	var stands []string
	for _, m := range s.fake.Messages(channelOf(room)) {
		if m.From == faketeams.Bot && !m.Deleted {
			stands = append(stands, m.Words())
		}
	}
	return stands
}

// alone gives the dialog that somebody has before them, what they were told when
// they pressed something, and what stands in their own chat with the bot. Those of
// other organisations have none: they are answered where they wrote.
func (s *teamsStage) alone(room, user string) []string {
	all := slices.Concat(s.fake.Notes(user, channelOf(room)), s.fake.Notes(user, directOf(user)))
	if d, open := s.fake.Dialog(user); open {
		all = append(all, d.Words())
	}
	for _, id := range []string{directOf(user), channelOf(room)} {
		for _, m := range s.fake.Messages(id) {
			if m.From == faketeams.Bot {
				all = append(all, m.WordsFor(user))
			}
		}
	}
	return all
}

func directOf(user string) string { return "a:" + strings.TrimPrefix(user, "29:") }

// channel sees to it that there is a channel, with the bot and the team in it.
func (s *teamsStage) channel(room string, people ...string) {
	id := channelOf(room)
	if s.room(room) {
		c := faketeams.Conversation{ID: id, Name: room, Team: "19:market@thread.tacv2", Membership: faketeams.Shared, Installed: true, Consented: !s.named}
		if room == console.TeamRoom {
			c.Membership = faketeams.Private
		}
		s.fake.AddConversation(c)
	}
	s.fake.AddMembers(id, people...)
}

func (s *teamsStage) person(_ context.Context, turn transcript.Turn) (string, error) {
	id := "29:" + turn.Person
	if home, first := s.meet(turn); first {
		p := faketeams.Person{ID: id, Name: titled(turn.Person)}
		if !home {
			p.Tenant = "tenant-" + turn.Room
		}
		s.fake.AddPerson(p)
	}
	s.channel(turn.Room, id)
	return id, nil
}

func (s *teamsStage) act(ctx context.Context, user string, turn transcript.Turn) (string, error) {
	room := channelOf(turn.Room)
	switch turn.Verb {
	case transcript.Says:
		return s.says(ctx, user, turn)
	case transcript.Presses:
		return "", s.presses(ctx, user, turn)
	case transcript.Sends:
		return "", s.sends(ctx, user, turn)
	case transcript.Edits, transcript.Deletes:
		_, m, ok := s.find(user, turn)
		if !ok {
			return "", fmt.Errorf("no message with %q stands in %s", turn.Re, turn.Room)
		}
		if turn.Verb == transcript.Deletes {
			return "", s.fake.Delete(ctx, user, room, m.ID)
		}
		return "", s.fake.Edit(ctx, user, room, m.ID, s.calling(turn.Text))
	case transcript.Joins:
		return "", s.fake.Join(ctx, user, room)
	case transcript.Leaves:
		return "", s.fake.Leave(ctx, user, room)
	case transcript.Mutters: // these conversations have no talk between people
	}
	return "", fmt.Errorf("nobody can do %q here", turn.Verb)
}

// calling names the bot in a text where it would not be read otherwise.
func (s *teamsStage) calling(text string) string {
	if s.named && !strings.HasPrefix(text, "@soundings") {
		return "@soundings " + text
	}
	return text
}

// says writes: with the bot's name where it hears nothing else, or where it has
// said nothing yet and nobody writes to it without saying so.
func (s *teamsStage) says(ctx context.Context, user string, turn transcript.Turn) (string, error) {
	text := s.calling(turn.Text)
	if (s.homes[turn.Person] && turn.Room == console.TeamRoom || !s.spoken[turn.Room]) && !strings.HasPrefix(text, "@soundings") {
		text = "@soundings " + text
	}
	var options []faketeams.SayOption
	if turn.Re != "" {
		_, m, ok := s.find(user, turn)
		if !ok {
			return "", fmt.Errorf("no message with %q stands in %s", turn.Re, turn.Room)
		}
		options = append(options, faketeams.InThread(m.ID))
	}
	if turn.File != "" {
		return s.hands(ctx, user, turn, options)
	}
	_, err := s.fake.Say(ctx, user, channelOf(turn.Room), text, options...)
	return "", err
}

// hands hands a file over. In channels Teams lets no bot read any, so that it comes
// in as from the page of the room, which shows the answer, too; by whoever the bot
// takes the person for.
func (s *teamsStage) hands(ctx context.Context, user string, turn transcript.Turn, options []faketeams.SayOption) (string, error) {
	sender, known := s.sender(user)
	if !known {
		if _, err := s.fake.Say(ctx, user, channelOf(turn.Room), "@soundings"); err != nil {
			return "", err
		}
		sender, _ = s.sender(user)
		s.forget()
	}
	id, err := s.fake.Say(ctx, user, channelOf(turn.Room), withoutMention(turn.Text), append(options, faketeams.Unheard())...)
	if err != nil {
		return "", err
	}
	info, err := os.Stat(filepath.Join(s.folder, turn.File))
	if err != nil {
		return "", err
	}
	ev := bot.Event{
		ID: "teams:file" + id, Kind: bot.Said, Room: bot.Address{Adapter: teams.Name, Room: turn.Room}, Message: id, Sender: sender,
		Text: withoutMention(turn.Text), File: &bot.File{Name: turn.File, Size: info.Size(), Open: func(context.Context) (io.ReadCloser, error) {
			return os.Open(filepath.Join(s.folder, turn.File))
		}},
	}
	answer, err := s.listen(s.service.Bot().Deliver)(ctx, ev)
	if err != nil || answer.Note == nil {
		return "", err
	}
	return adaptertest.TextOf(answer.Note.Title, answer.Note.Blocks), nil
}

// presses presses what has that label: in the dialog that is open, else on the
// newest message that has it, in the room or in the person's own chat.
func (s *teamsStage) presses(ctx context.Context, user string, turn transcript.Turn) error {
	if d, open := s.fake.Dialog(user); open && turn.Re == "" && strings.Contains(d.Words(), "["+turn.Text+"]") {
		return s.pressed(s.fake.Submit(ctx, user, turn.Text))
	}
	s.fake.Close(user)
	at, m, ok := s.newest(user, turn.Room, func(words string) bool {
		return strings.Contains(words, "["+turn.Text+"]") && strings.Contains(squeeze(words), squeeze(turn.Re))
	})
	if !ok {
		return fmt.Errorf("%s sees no button %q on a message with %q", user, turn.Text, turn.Re)
	}
	return s.pressed(s.fake.Press(ctx, user, at, m.ID, turn.Text))
}

// pressed is the outcome of something pressed, which has to be sent.
func (s *teamsStage) pressed(_ faketeams.Reply, faults map[string]string, err error) error {
	if err == nil && len(faults) > 0 {
		err = fmt.Errorf("the client sends nothing: %v", faults)
	}
	return err
}

// sends fills in the form that somebody has before them, and sends it.
func (s *teamsStage) sends(ctx context.Context, user string, turn transcript.Turn) error {
	form := s.forms[turn.Room+"/"+turn.Person]
	fields, err := console.Filled(form, turn.Text)
	if err != nil {
		return err
	}
	at, on := "", "" // the dialog
	if _, open := s.fake.Dialog(user); !open {
		conversation, m, ok := s.newest(user, turn.Room, func(words string) bool { return strings.Contains(words, "["+form.Submit+"]") })
		if !ok {
			return fmt.Errorf("%s sees no form", user)
		}
		at, on = conversation, m.ID
	}
	for _, f := range form.Fields {
		value, there := fields[f.Name]
		if !there || value == f.Value || f.Kind == bot.Upload {
			continue
		}
		values := []string{value}
		switch {
		case value == "":
			values = nil
		case f.Kind == bot.Ticks:
			values = strings.Split(value, ",")
		}
		if err := s.fake.Fill(user, on, "f-"+f.Name, values...); err != nil {
			return err
		}
	}
	if on == "" {
		return s.pressed(s.fake.Submit(ctx, user, form.Submit))
	}
	return s.pressed(s.fake.Press(ctx, user, at, on, form.Submit))
}

// find gives the newest message with the words that a turn is about, and where it
// stands: in the room, or in the person's own chat.
func (s *teamsStage) find(user string, turn transcript.Turn) (string, faketeams.Message, bool) {
	return s.newest(user, turn.Room, func(words string) bool { return strings.Contains(squeeze(words), squeeze(turn.Re)) })
}

func (s *teamsStage) newest(user, room string, fits func(words string) bool) (at string, found faketeams.Message, ok bool) {
	for _, id := range []string{channelOf(room), directOf(user)} {
		for _, m := range s.fake.Messages(id) {
			words := m.Text
			if m.From == faketeams.Bot {
				words = m.WordsFor(user)
			}
			if !m.Deleted && m.ID > found.ID && fits(words) {
				at, found, ok = id, m, true
			}
		}
	}
	return at, found, ok
}
