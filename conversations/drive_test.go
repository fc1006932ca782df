package conversations_test

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"soundings/adapters/console"
	"soundings/bot"
	"soundings/conversations"
	"soundings/docs/sample"
	"soundings/internal/transcript"
	"soundings/internal/transcripttest"
	"soundings/journal"
)

var update = flag.Bool("update", false, "write what the bot says into the transcripts")

// TestTranscripts plays every conversation on the engine, with the journal in
// memory and a clock moved by hand.
func TestTranscripts(t *testing.T) {
	transcripttest.Run(t, "testdata", *update, func(t *testing.T, script transcript.Script) (transcript.Script, error) {
		e := newEngine(t)
		defer e.stop()
		played, err := transcript.Play(t.Context(), script, e)
		readable(t, e.store)
		return played, err
	})
}

// readable fails the test where a record can't be read back, which a snapshot
// hides until it is dropped.
func readable(t *testing.T, store journal.Store) {
	t.Helper()
	for stream, err := range store.Streams(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		for r, err := range store.Read(t.Context(), stream, 0) {
			if err != nil {
				t.Fatal(err)
			}
			if _, err := bot.Decode(r.Data); err != nil {
				t.Errorf("%s, entry %d: %v", stream, r.Seq, err)
			}
		}
	}
}

// engine is a bot over a journal in memory, with the terminal for a platform.
type engine struct {
	t        *testing.T
	zone     *time.Location
	store    journal.Store
	people   *neighbours
	terminal *console.Terminal
	settings conversations.Settings
	watch    *witness                    // or nil
	hear     func(bot.Event, bot.Answer) // all that is answered; or nil
	pages    *browser                    // nil: everything is in the terminal
	mail     *browser
	silent   map[string]bool // rooms that take what is posted and don't say so; nil: the platform can be asked
	bot      *bot.Bot
	end      func()

	mu sync.Mutex
	at time.Time
}

var _ transcript.Driver = (*engine)(nil)

func newEngine(t *testing.T) *engine {
	t.Helper()
	return newEngineOn(t, func(name string) (io.ReadCloser, error) { return os.Open(filepath.Join("testdata", name)) })
}

// newEngineOn starts an engine on which people attach what open gives.
func newEngineOn(t *testing.T, open func(name string) (io.ReadCloser, error)) *engine {
	t.Helper()
	zone, err := time.LoadLocation("Europe/London")
	if err != nil {
		t.Fatal(err)
	}
	e := &engine{
		t: t, zone: zone, store: journal.NewMemory(), people: &neighbours{},
		terminal: console.NewTerminal("play", open), at: time.Date(2026, 6, 1, 9, 0, 0, 0, zone),
		settings: conversations.Settings{Buyer: sample.Buyer, Contact: sample.Contact},
	}
	e.start()
	return e
}

func (e *engine) now() time.Time {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.at
}

func (e *engine) set(at time.Time) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.at = at
}

func (e *engine) start() {
	e.t.Helper()
	signer, _, err := journal.CheckpointKey(bytes.Repeat([]byte{1}, 32), "soundings")
	if err != nil {
		e.t.Fatal(err)
	}
	log := &failing{t: e.t}
	e.bot = bot.New(bot.Options{
		Store: e.store, People: e.people, Signer: signer, Now: e.now, Version: conversations.Version,
		NewDomain: func(name string) bot.Domain { return conversations.New(name, e.settings) },
		Lobby:     conversations.Lobby, Which: conversations.Which, Intake: conversations.Intake, Sorry: conversations.Sorry(),
		Addresses: conversations.Addresses, Takes: conversations.Adopts, CodeIn: conversations.CodeIn, ReadCode: e.people.readCode,
		Opener:        func(_ string, s bot.Sender) bool { return s.Home },
		Log:           slog.New(slog.NewTextHandler(log, &slog.HandlerOptions{Level: slog.LevelError})),
		SnapshotEvery: 5,
	})
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan struct{})
	adapters := []bot.Adapter{console.New(e.terminal, e.heard(e.bot.Deliver))}
	if e.silent != nil {
		adapters[0] = unasked{adapters[0].(*console.Adapter), e}
	}
	if e.watch != nil {
		e.watch.Adapter = console.New(e.terminal, e.watch.answered(e.bot.Deliver))
		adapters[0] = e.watch
	}
	if e.pages != nil {
		adapters = append(adapters, e.pages, e.mail)
	}
	go func() {
		defer close(ended)
		if err := e.bot.Run(ctx, adapters...); err != nil {
			e.t.Errorf("Run: %v", err)
		}
	}()
	e.end = func() { cancel(); <-ended }
	<-e.bot.Ready()
}

// heard lets whoever hears what is answered hear it.
func (e *engine) heard(deliver bot.Deliver) bot.Deliver {
	return func(ctx context.Context, ev bot.Event) (bot.Answer, error) {
		answer, err := deliver(ctx, ev)
		if e.hear != nil {
			e.hear(ev, answer)
		}
		return answer, err
	}
}

func (e *engine) stop() { e.end() }

// Say implements transcript.Driver.
func (e *engine) Say(ctx context.Context, turn transcript.Turn) error {
	e.set(e.now().Add(time.Second))
	if turn.Team != "" {
		e.terminal.Team(turn.Person, turn.Team)
	}
	if e.paged(turn.Room) {
		return e.onPage(ctx, turn)
	}
	switch turn.Verb {
	case transcript.Mutters:
		return e.terminal.Mutter(ctx, turn.Room, turn.Person, turn.Re, turn.Text)
	case transcript.Says:
		return e.terminal.Say(ctx, turn.Room, turn.Person, turn.Re, turn.Text, turn.File)
	case transcript.Presses:
		return e.terminal.Press(ctx, turn.Room, turn.Person, turn.Re, turn.Text)
	case transcript.Edits, transcript.Deletes:
		return e.terminal.Change(ctx, turn.Room, turn.Person, turn.Re, turn.Text, turn.Verb == transcript.Deletes)
	case transcript.Sends:
		return e.terminal.Fill(ctx, turn.Room, turn.Person, turn.Text)
	case transcript.Joins, transcript.Leaves:
		return e.terminal.Move(ctx, turn.Room, turn.Person, turn.Verb == transcript.Joins)
	}
	return fmt.Errorf("nobody can do %q here", turn.Verb)
}

// Advance implements transcript.Driver.
func (e *engine) Advance(ctx context.Context, clock transcript.Clock) error {
	until, err := clock.From(e.now(), e.zone)
	if err != nil {
		return err
	}
	for e.now().Before(until) {
		next := e.now().Truncate(5 * time.Minute).Add(5 * time.Minute)
		if next.After(until) {
			next = until
		}
		e.set(next)
		if err := e.bot.Quiet(ctx); err != nil {
			return err
		}
	}
	return nil
}

// Direct implements transcript.Driver. "paste N" has the last speaker send N
// characters.
func (e *engine) Direct(ctx context.Context, d transcript.Direction) error {
	switch d.Name {
	case "restart":
		e.stop()
		e.start()
		return nil
	case "redeliver":
		return e.terminal.Redeliver(ctx)
	}
	return e.platform(ctx, d)
}

// checkpoint is what stands in a digest of the record: other on every engine.
var checkpoint = regexp.MustCompile(`The record: \S+ entr(y|ies), checkpoint \S+`)

// Posted implements transcript.Driver.
func (e *engine) Posted(ctx context.Context) ([]transcript.Post, error) {
	if err := e.bot.Quiet(ctx); err != nil {
		return nil, err
	}
	var posts []transcript.Post
	for _, p := range e.terminal.Take() {
		text := checkpoint.ReplaceAllString(p.Text, "The record: … entries, checkpoint …")
		posts = append(posts, transcript.Post{Room: p.Room, To: p.To, Edits: p.Edits, Text: text})
	}
	return append(append(posts, e.pages.take()...), e.mail.take()...), nil
}

// failing takes every error in the log for a failure of the test.
type failing struct{ t *testing.T }

func (f *failing) Write(p []byte) (int, error) {
	f.t.Errorf("logged: %s", p)
	return len(p), nil
}

// neighbours are the people of a play.
type neighbours struct {
	mu    sync.Mutex
	names []string
	codes []string // as they were first shown
}

// code shows the codes of a play in order, since nobody can know one beforehand.
func (n *neighbours) code(engagement, id string) string {
	key := engagement + " " + id
	i := slices.Index(n.codes, key)
	if i < 0 {
		i, n.codes = len(n.codes), append(n.codes, key)
	}
	return fmt.Sprintf("%s-code-0000-0000-0000-%04d", engagement, i+1)
}

func (n *neighbours) readCode(code string) (engagement, id string, ok bool) {
	n.mu.Lock()
	defer n.mu.Unlock()
	for _, key := range n.codes {
		if engagement, id, _ = strings.Cut(key, " "); n.code(engagement, id) == code {
			return engagement, id, true
		}
	}
	return "", "", false
}

func (n *neighbours) Person(_ context.Context, _ string, s bot.Sender) (string, error) {
	if s.Name == "" {
		s.Name = s.ID // whom only a mail address is known of
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	for i, name := range n.names {
		if name == s.Name {
			return fmt.Sprintf("P%d", i+1), nil
		}
	}
	n.names = append(n.names, s.Name)
	return fmt.Sprintf("P%d", len(n.names)), nil
}

func (n *neighbours) Known(ctx context.Context, adapter string, s bot.Sender) (string, error) {
	return n.Person(ctx, adapter, s)
}

func (n *neighbours) Hash(id string) string { return "h:" + id }

func (n *neighbours) Resolve(_ context.Context, text string) (string, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	for i, name := range n.names {
		text = strings.ReplaceAll(text, fmt.Sprintf("{person:P%d}", i+1), name)
	}
	return bot.PutCodes(text, n.code), nil
}

func (n *neighbours) Direct(_ context.Context, _, person string) (string, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	var i int
	if _, err := fmt.Sscanf(person, "P%d", &i); err != nil || i < 1 || i > len(n.names) {
		return "", nil
	}
	return strings.ToLower(n.names[i-1]), nil
}
