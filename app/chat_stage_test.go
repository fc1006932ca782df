package app

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"soundings/adapters/adaptertest"
	"soundings/adapters/console"
	"soundings/bot"
	"soundings/conversations"
	"soundings/docs/sample"
	"soundings/internal/transcript"
	"soundings/journal"
	"soundings/journal/sqlite"
)

// chatStage plays transcripts through a chat platform, its side: people write and
// press what stands there, and fill in what opens. Whatever the record says was
// posted has to stand in its room, and whatever somebody was answered has to be
// seen by them.
type chatStage struct {
	t       *testing.T
	side    chatSide
	open    func(context.Context) (journal.Store, error)
	keys    keys
	zone    *time.Location
	clock   *hand
	folder  string
	service *Service
	server  *httptest.Server
	handler atomic.Pointer[http.Handler]

	mu       sync.Mutex
	answered []bot.Answer
	senders  map[string]bot.Sender // as they were last heard, by their platform's id
	forms    map[string]bot.Form   // by room and person: the one that was opened last
	homes    map[string]bool
	rooms    []string         // in the order in which they came to be
	seen     map[string]int64 // by room and engagement, how far its messages were read
	spoken   map[string]bool  // rooms in which something was posted
	known    map[string]bool
	notes    []transcript.Post
	terminal *console.Terminal
	posts    *console.Adapter
}

// chatSide is the platform of a stage.
type chatSide interface {
	name() string
	// attach makes the adapter anew, and what takes the platform's requests.
	attach(deliver bot.Deliver) (bot.Adapter, http.Handler, error)
	// ready waits until the platform reaches the adapter.
	ready(ctx context.Context) error
	// person gives the id of somebody, who is in that room from then on.
	person(ctx context.Context, turn transcript.Turn) (string, error)
	// act lets somebody do something, and gives what they were told with it.
	act(ctx context.Context, user string, turn transcript.Turn) (told string, err error)
	redeliver(ctx context.Context) error
	// settle waits until nothing is on its way to the adapter.
	settle(ctx context.Context) error
	wait(ctx context.Context, ready func() bool) error
	// standing gives the words of the bot's messages in a room, and alone what
	// somebody has before them that was meant for them.
	standing(room string) []string
	alone(room, user string) []string
}

var _ transcript.Driver = (*chatStage)(nil)

// newChatStage makes a stage on which nothing happens before begin.
func newChatStage(t *testing.T, data, folder string) *chatStage {
	t.Helper()
	zone, err := time.LoadLocation(playZone)
	if err != nil {
		t.Fatal(err)
	}
	s := &chatStage{
		t: t, keys: testKeys(t), zone: zone, clock: &hand{at: playStart(zone)}, folder: folder, senders: map[string]bot.Sender{},
		forms: map[string]bot.Form{}, homes: map[string]bool{}, seen: map[string]int64{}, spoken: map[string]bool{}, known: map[string]bool{}, terminal: console.NewTerminal("s", nil),
	}
	s.posts = console.New(s.terminal, nil)
	s.open = func(ctx context.Context) (journal.Store, error) {
		return sqlite.Open(ctx, sqlite.Options{Path: journalPath(data)})
	}
	s.server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { (*s.handler.Load()).ServeHTTP(w, r) }))
	return s
}

// begin starts the service, which ends with the test.
func (s *chatStage) begin(side chatSide) {
	s.t.Helper()
	s.side = side
	if err := s.start(s.t.Context()); err != nil {
		s.t.Fatal(err)
	}
	s.t.Cleanup(func() {
		s.server.Close()
		if err := s.service.Stop(context.WithoutCancel(s.t.Context())); err != nil {
			s.t.Error(err)
		}
	})
}

func (s *chatStage) start(ctx context.Context) error {
	store, err := s.open(ctx)
	if err != nil {
		return err
	}
	s.service, err = Start(ctx, Parts{
		Store: store, Key: s.keys.root, Signer: s.keys.signer,
		Adapters: func(deliver bot.Deliver) []bot.Adapter {
			a, handler, err := s.side.attach(s.listen(deliver))
			if err != nil {
				s.t.Error(err)
				return nil
			}
			s.handler.Store(&handler)
			return []bot.Adapter{a}
		},
		Settings: conversations.Settings{Buyer: sample.Buyer, Contact: sample.Contact, Zone: s.zone.String(), Rooms: []string{s.side.name()}},
		Now:      s.clock.now, Log: slog.New(slog.DiscardHandler),
	})
	if err == nil {
		err = s.side.ready(ctx)
	}
	return err
}

// listen hears what is answered, and to whom.
func (s *chatStage) listen(deliver bot.Deliver) bot.Deliver {
	return func(ctx context.Context, ev bot.Event) (bot.Answer, error) {
		answer, err := deliver(ctx, ev)
		s.mu.Lock()
		defer s.mu.Unlock()
		s.senders[ev.Sender.ID] = ev.Sender
		if err == nil {
			s.answered = append(s.answered, answer)
		}
		return answer, err
	}
}

// sender gives whom the bot takes somebody for, once it has heard of them. Adapters
// tell it some things of their own, at any time.
func (s *chatStage) sender(user string) (bot.Sender, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	sender, known := s.senders[user]
	return sender, known
}

// room says whether a room is used for the first time.
func (s *chatStage) room(name string) (first bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if slices.Contains(s.rooms, name) {
		return false
	}
	s.rooms = append(s.rooms, name)
	return true
}

// meet says whether somebody is of the team, as they are if they were first met in
// its room, and whether this is the first time.
func (s *chatStage) meet(turn transcript.Turn) (home, first bool) {
	home, met := s.homes[turn.Person]
	if !met {
		home = turn.Room == console.TeamRoom
		s.homes[turn.Person] = home
	}
	return home, !met
}

// forget gives what was answered until now, and forgets it.
func (s *chatStage) forget() []bot.Answer {
	s.mu.Lock()
	defer s.mu.Unlock()
	all := s.answered
	s.answered = nil
	return all
}

// Say implements transcript.Driver.
func (s *chatStage) Say(ctx context.Context, turn transcript.Turn) error {
	s.clock.set(s.clock.now().Add(time.Second))
	user, err := s.side.person(ctx, turn)
	if err != nil {
		return err
	}
	s.forget()
	told, err := s.side.act(ctx, user, turn)
	if err != nil {
		return err
	}
	if err := s.side.settle(ctx); err != nil {
		return err
	}
	return s.noted(ctx, user, turn, told)
}

// Advance implements transcript.Driver.
func (s *chatStage) Advance(ctx context.Context, clock transcript.Clock) error {
	return (&stage{clock: s.clock, zone: s.zone, service: s.service}).Advance(ctx, clock)
}

// Direct implements transcript.Driver.
func (s *chatStage) Direct(ctx context.Context, d transcript.Direction) error {
	switch d.Name {
	case "restart":
		if err := s.service.Stop(ctx); err != nil {
			return err
		}
		return s.start(ctx)
	case "redeliver":
		return s.side.redeliver(ctx)
	}
	return fmt.Errorf("nothing is known of the direction %q", d.Name)
}

// noted keeps the answers, which the person has to see. Where nobody can be
// answered alone, what is said in place of an answer is enough.
func (s *chatStage) noted(ctx context.Context, user string, turn transcript.Turn, told string) error {
	s.mu.Lock()
	answered := slices.Clone(s.answered)
	s.mu.Unlock()
	for _, a := range answered {
		title, blocks, instead := "", []bot.Block(nil), ""
		switch {
		case a.Note != nil:
			title, blocks, instead = a.Note.Title, a.Note.Blocks, a.Note.Instead
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
			if err := s.reads(ctx, user, turn.Room, told, adaptertest.TextOf(title, blocks), instead); err != nil {
				return err
			}
		}
		s.show("note", turn.Room, turn.Person, title, blocks, false)
	}
	return nil
}

// sees waits until somebody has a form before them, or the way to it.
func (s *chatStage) sees(ctx context.Context, user, room string, form bot.Form) error {
	var labels, still []string
	for _, f := range form.Fields {
		if f.Kind != bot.Name && f.Kind != bot.Contact && (f.When == "" || chosenIn(form, f.When)) {
			labels, still = append(labels, f.Label), append(still, f.Unchanging().Label)
		}
	}
	return s.reads(ctx, user, room, "", strings.Join(labels, "\n"), strings.Join(still, "\n"))
}

// chosenIn says whether the choice is made in a form that makes sense of a field.
func chosenIn(form bot.Form, when string) bool {
	name, option, _ := strings.Cut(when, "=")
	return slices.ContainsFunc(form.Fields, func(f bot.Field) bool {
		return f.Name == name && slices.Contains(strings.Split(f.Value, ","), option)
	})
}

// reads waits until somebody alone sees these words, or those that are said
// instead, if any: told is what they were told at once.
func (s *chatStage) reads(ctx context.Context, user, room, told, text, instead string) error {
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	var missing, saw string
	err := s.side.wait(ctx, func() bool {
		alone := s.side.alone(room, user)
		all := append(slices.Clone(alone), told)
		saw = strings.Join(all, "\n")
		rest := told + "\n" + strings.Join(alone, "\n") // what did not fit comes after what they were told at once
		for _, words := range append(all, saw, rest) {
			if missing = notOn(words, text); missing == "" || instead != "" && notOn(words, instead) == "" {
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
func (s *chatStage) show(id, room, person, title string, blocks []bot.Block, edits bool) {
	ctx := context.Background()
	for i, piece := range bot.Fit(title, withoutLinks(rows(blocks)), s.posts.Caps()) {
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
func (s *chatStage) Posted(ctx context.Context) ([]transcript.Post, error) {
	if err := s.service.Bot().Quiet(ctx); err != nil {
		return nil, err
	}
	answers := s.notes
	s.notes = nil
	s.mu.Lock()
	rooms := slices.Clone(s.rooms)
	s.mu.Unlock()
	slices.Sort(rooms)
	streams, err := s.streams(ctx)
	if err != nil {
		return nil, err
	}
	for _, room := range rooms {
		if err := s.posted(ctx, room, streams); err != nil {
			return nil, err
		}
	}
	posts := append(s.notes, answers...)
	s.notes = nil
	return posts, nil
}

// called is how a transcript calls somebody whom the record knows by number.
func called(ctx context.Context, service *Service, person string) string {
	if person == "" {
		return ""
	}
	name, err := service.vault.Resolve(ctx, "{person:"+person+"}")
	if err != nil {
		return person
	}
	return strings.ToLower(name)
}

// streams counts the streams of the journal: the directory's, and one for each
// engagement.
func (s *chatStage) streams(ctx context.Context) (n int, err error) {
	for _, err := range s.service.store.Streams(ctx) {
		if err != nil {
			return 0, err
		}
		n++
	}
	return n, nil
}

// posted shows what the record says was posted, which has to stand there. Where
// there is one engagement only, what was read before is not read again.
func (s *chatStage) posted(ctx context.Context, room string, streams int) error {
	var from int64
	for key, n := range s.seen {
		if of, _, _ := strings.Cut(key, " "); of == room && streams == 2 {
			from = n
		}
	}
	shown, err := s.service.Bot().Messages(ctx, bot.Address{Adapter: s.side.name(), Room: room}, from, 0)
	shown = slices.DeleteFunc(shown, func(m bot.Shown) bool { return m.N <= s.seen[room+" "+m.Engagement] })
	if err != nil || len(shown) == 0 {
		return err
	}
	slices.SortFunc(shown, func(a, b bot.Shown) int { return int(a.N - b.N) })
	s.spoken[room] = true
	stands := s.side.standing(room)
	all := strings.Join(stands, "\n")
	for _, m := range shown {
		s.seen[room+" "+m.Engagement] = m.N
		key := room + " " + m.Engagement + "/" + m.Key
		if m.For == "" {
			if missing := notOn(all, adaptertest.TextOf(m.Title, m.Blocks)); missing != "" {
				return fmt.Errorf("in %s nobody reads %q:\n%s", room, missing, all)
			}
		}
		s.show(key, room, called(ctx, s.service, m.For), m.Title, m.Blocks, s.known[key])
		s.known[key] = true
	}
	return nil
}
