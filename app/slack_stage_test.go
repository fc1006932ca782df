package app

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"soundings/adapters/adaptertest"
	"soundings/adapters/console"
	"soundings/adapters/slack"
	"soundings/bot"
	"soundings/conversations"
	"soundings/internal/fakeslack"
	"soundings/internal/secret"
	"soundings/internal/transcript"
	"soundings/journal"
	"soundings/journal/sqlite"
)

// slackStage plays transcripts through a workspace: the team types the command,
// suppliers write in their channels, and everybody presses what stands on the
// messages and fills in the windows that open. Whatever the record says was
// posted has to stand in the channel, and whatever somebody was answered has to
// be seen by them.
type slackStage struct {
	t       *testing.T
	fake    *fakeslack.Slack
	api     string
	open    func(context.Context) (journal.Store, error)
	keys    keys
	zone    *time.Location
	clock   *hand
	folder  string
	socket  bool
	service *Service
	server  *httptest.Server
	handler atomic.Pointer[http.Handler]

	mu       sync.Mutex
	answered []bot.Answer
	forms    map[string]bot.Form // by room and person: the one that was opened last
	homes    map[string]bool
	rooms    []string         // channels, in the order in which they came to be
	seen     map[string]int64 // by room and engagement, how far its messages were read
	known    map[string]bool
	notes    []transcript.Post
	terminal *console.Terminal
	posts    *console.Adapter
}

var _ transcript.Driver = (*slackStage)(nil)

func newSlackStage(t *testing.T, data, folder string, socket bool) *slackStage {
	t.Helper()
	zone, err := time.LoadLocation(playZone)
	if err != nil {
		t.Fatal(err)
	}
	s := &slackStage{
		t: t, fake: fakeslack.New(fakeslack.Options{}), keys: testKeys(t), zone: zone, clock: &hand{at: playStart(zone)}, folder: folder, socket: socket,
		forms: map[string]bot.Form{}, homes: map[string]bool{}, seen: map[string]int64{}, known: map[string]bool{}, terminal: console.NewTerminal("s", nil),
	}
	s.posts = console.New(s.terminal, nil)
	base := s.fake.Serve(t)
	s.api = base + "/api/"
	s.open = func(ctx context.Context) (journal.Store, error) {
		return sqlite.Open(ctx, sqlite.Options{Path: journalPath(data)})
	}
	s.server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { (*s.handler.Load()).ServeHTTP(w, r) }))
	if !socket {
		s.fake.Connect(s.server.URL)
	}
	if err := s.start(t.Context()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		s.server.Close()
		if err := s.service.Stop(context.WithoutCancel(t.Context())); err != nil {
			t.Error(err)
		}
	})
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

func (s *slackStage) start(ctx context.Context) error {
	store, err := s.open(ctx)
	if err != nil {
		return err
	}
	s.service, err = Start(ctx, Parts{
		Store: store, Key: s.keys.root, Signer: s.keys.signer,
		Adapters: func(deliver bot.Deliver) []bot.Adapter {
			a := slack.New(s.options(s.listen(deliver)))
			handler := a.Handler()
			s.handler.Store(&handler)
			return []bot.Adapter{chat{a, s}}
		},
		Settings: conversations.Settings{Zone: s.zone.String(), Rooms: []string{slack.Name}},
		Now:      s.clock.now, Log: slog.New(slog.DiscardHandler),
	})
	if err == nil && s.socket {
		err = s.fake.Wait(ctx, func() bool { return s.fake.Sockets() > 0 })
	}
	return err
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

// listen hears what is answered.
func (s *slackStage) listen(deliver bot.Deliver) bot.Deliver {
	return func(ctx context.Context, ev bot.Event) (bot.Answer, error) {
		answer, err := deliver(ctx, ev)
		if err == nil {
			s.mu.Lock()
			s.answered = append(s.answered, answer)
			s.mu.Unlock()
		}
		return answer, err
	}
}

// channel sees to it that there is a channel, with the bot and the team in it.
func (s *slackStage) channel(name string, people ...string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !slices.Contains(s.rooms, name) {
		s.rooms = append(s.rooms, name)
	}
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
	if _, met := s.homes[turn.Person]; !met {
		home := turn.Room == console.TeamRoom
		s.homes[turn.Person] = home
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

// Say implements transcript.Driver.
func (s *slackStage) Say(ctx context.Context, turn transcript.Turn) error {
	s.clock.set(s.clock.now().Add(time.Second))
	user, err := s.person(ctx, turn)
	if err != nil {
		return err
	}
	s.mu.Lock()
	s.answered = nil
	s.mu.Unlock()
	reply, err := s.act(ctx, user, turn)
	if err != nil {
		return err
	}
	if err := s.fake.Settle(ctx); err != nil {
		return err
	}
	return s.noted(ctx, user, turn, reply)
}

func (s *slackStage) act(ctx context.Context, user string, turn transcript.Turn) (fakeslack.Reply, error) {
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
			if err := s.refreshed(ctx, user, f.Name); err != nil {
				return err
			}
			continue
		}
		if err := s.fake.Fill(user, "", "f-"+f.Name, values...); err != nil {
			return err
		}
	}
	s.mu.Lock()
	s.answered = nil // what a choice changed is not what was sent
	s.mu.Unlock()
	done, err := s.fake.Submit(ctx, user, "")
	if err == nil && done.Trouble {
		err = errors.New("the window could not be sent")
	}
	return err
}

// refreshed waits until the window is what a choice in it made of it.
func (s *slackStage) refreshed(ctx context.Context, user, _ string) error {
	if err := s.fake.Settle(ctx); err != nil {
		return err
	}
	s.mu.Lock()
	var form *bot.Form
	for _, a := range s.answered {
		if a.Form != nil {
			form = a.Form
		}
	}
	s.answered = nil
	s.mu.Unlock()
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

// Advance implements transcript.Driver.
func (s *slackStage) Advance(ctx context.Context, clock transcript.Clock) error {
	return (&stage{clock: s.clock, zone: s.zone, service: s.service}).Advance(ctx, clock)
}

// Direct implements transcript.Driver.
func (s *slackStage) Direct(ctx context.Context, d transcript.Direction) error {
	switch d.Name {
	case "restart":
		if err := s.service.Stop(ctx); err != nil {
			return err
		}
		return s.start(ctx)
	case "redeliver":
		_, err := s.fake.Redeliver(ctx)
		return err
	}
	return fmt.Errorf("nothing is known of the direction %q", d.Name)
}

// noted keeps the answers, which the person has to see.
func (s *slackStage) noted(ctx context.Context, user string, turn transcript.Turn, reply fakeslack.Reply) error {
	s.mu.Lock()
	answered := s.answered
	s.mu.Unlock()
	for _, a := range answered {
		title, blocks := "", []bot.Block(nil)
		switch {
		case a.Note != nil:
			title, blocks = a.Note.Title, a.Note.Blocks
		case a.Form != nil:
			title, blocks = a.Form.Title, bot.FitForm(*a.Form)
			s.forms[turn.Room+"/"+turn.Person] = *a.Form
			if err := s.sees(ctx, user, turn.Room, *a.Form); err != nil {
				return err
			}
		case a.Errors != nil:
			blocks = console.Faults(a.Errors)
		default:
			continue
		}
		if a.Form == nil {
			if err := s.reads(ctx, user, turn.Room, reply, adaptertest.TextOf(title, blocks)); err != nil {
				return err
			}
		}
		s.show("note", turn.Room, turn.Person, title, blocks, false)
	}
	return nil
}

// sees waits until somebody has a form before them: a window, or the way to it.
func (s *slackStage) sees(ctx context.Context, user, room string, form bot.Form) error {
	labels := []string{}
	for _, f := range form.Fields {
		if f.Kind != bot.Name && f.Kind != bot.Contact && (f.When == "" || chosenIn(form, f.When)) {
			labels = append(labels, f.Label)
		}
	}
	return s.reads(ctx, user, room, fakeslack.Reply{}, strings.Join(labels, "\n"))
}

// chosenIn says whether the choice is made in a form that makes sense of a field.
func chosenIn(form bot.Form, when string) bool {
	name, option, _ := strings.Cut(when, "=")
	return slices.ContainsFunc(form.Fields, func(f bot.Field) bool {
		return f.Name == name && slices.Contains(strings.Split(f.Value, ","), option)
	})
}

// reads waits until somebody alone sees these words: in a window, whispered, or
// in answer to a command.
func (s *slackStage) reads(ctx context.Context, user, room string, reply fakeslack.Reply, text string) error {
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	var missing, saw string
	err := s.fake.Wait(ctx, func() bool {
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
		if reply.Message != nil {
			all = append(all, reply.Message.Words())
		}
		saw = strings.Join(all, "\n")
		for _, words := range append(all, saw) {
			if missing = notOn(words, text); missing == "" {
				return true
			}
		}
		return false
	})
	if err != nil {
		return fmt.Errorf("%s does not read %q; what they see is:\n%s", user, missing, saw)
	}
	return nil
}

// show renders something as the other stages do.
func (s *slackStage) show(id, room, person, title string, blocks []bot.Block, edits bool) {
	ctx := context.Background()
	for i, piece := range bot.Fit(title, withoutLinks(blocks), s.posts.Caps()) {
		p := bot.Part{Key: fmt.Sprint(id, i), To: bot.Address{Adapter: console.Name, Room: room}, For: person, Title: piece.Title, Blocks: piece.Blocks}
		if edits {
			_ = s.posts.Edit(ctx, p.Key, p)
		} else {
			_, _ = s.posts.Send(ctx, p)
		}
	}
	for _, p := range s.terminal.Take() {
		s.notes = append(s.notes, transcript.Post{Room: p.Room, To: p.To, Edits: p.Edits, Text: checkpointLine.ReplaceAllString(p.Text, maskedCheckpoint)})
	}
}

// Posted implements transcript.Driver.
func (s *slackStage) Posted(ctx context.Context) ([]transcript.Post, error) {
	if err := s.service.Bot().Quiet(ctx); err != nil {
		return nil, err
	}
	answers := s.notes
	s.notes = nil
	s.mu.Lock()
	rooms := slices.Clone(s.rooms)
	s.mu.Unlock()
	slices.Sort(rooms)
	for _, room := range rooms {
		if err := s.posted(ctx, room); err != nil {
			return nil, err
		}
	}
	posts := append(s.notes, answers...)
	s.notes = nil
	return posts, nil
}

// posted shows what the record says was posted, which has to stand there.
func (s *slackStage) posted(ctx context.Context, room string) error {
	shown, err := s.service.Bot().Messages(ctx, bot.Address{Adapter: slack.Name, Room: room}, 0, 0)
	shown = slices.DeleteFunc(shown, func(m bot.Shown) bool { return m.N <= s.seen[room+" "+m.Engagement] })
	if err != nil || len(shown) == 0 {
		return err
	}
	slices.SortFunc(shown, func(a, b bot.Shown) int { return int(a.N - b.N) })
	var stands []string
	for _, m := range s.fake.Messages(room) {
		if m.BotID != "" && !m.Deleted {
			stands = append(stands, m.Words())
		}
	}
	all := strings.Join(stands, "\n")
	for _, m := range shown {
		s.seen[room+" "+m.Engagement] = m.N
		key := room + " " + m.Engagement + "/" + m.Key
		if m.For == "" {
			if missing := notOn(all, adaptertest.TextOf(m.Title, m.Blocks)); missing != "" {
				return fmt.Errorf("in %s nobody reads %q:\n%s", room, missing, all)
			}
		}
		s.show(key, room, m.For, m.Title, m.Blocks, s.known[key])
		s.known[key] = true
	}
	return nil
}
