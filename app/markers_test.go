package app

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"soundings/bot"
	"soundings/conversations"
	"soundings/docs/sample"
	"soundings/journal"
	"soundings/journal/sqlite"
)

// board is a platform that keeps what is posted.
type board struct {
	mu    sync.Mutex
	posts []bot.Part
	fail  error
}

func (*board) Name() string                  { return "console" } // where rooms come into being by themselves
func (*board) Caps() bot.Caps                { return bot.Caps{} }
func (*board) Run(ctx context.Context) error { <-ctx.Done(); return nil }

func (b *board) Send(_ context.Context, p bot.Part) (string, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.fail != nil {
		return "", b.fail
	}
	b.posts = append(b.posts, p)
	return fmt.Sprint("m", len(b.posts)), nil
}

func (b *board) text() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	var out strings.Builder
	for _, p := range b.posts {
		fmt.Fprintf(&out, "%s %v\n", p.Title, p.Blocks)
		for _, block := range p.Blocks {
			if block.Text != nil {
				out.WriteString(block.Text.Markdown + "\n")
			}
		}
	}
	return out.String()
}

func (b *board) set(err error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.fail = err
}

// trial is a service on a journal in a folder, with a board for a platform.
type trial struct {
	*Service
	board *board
	dir   string
	log   *bytes.Buffer
	n     int
}

func newTrial(t *testing.T, dir string, wrap func(journal.Store) journal.Store) *trial {
	t.Helper()
	return trialWith(t, dir, func(p *Parts) {
		if wrap != nil {
			p.Store = wrap(p.Store)
		}
	})
}

// trialWith is a trial with other parts.
func trialWith(t *testing.T, dir string, change func(*Parts)) *trial {
	t.Helper()
	store, err := sqlite.Open(t.Context(), sqlite.Options{Path: journalPath(dir)})
	if err != nil {
		t.Fatal(err)
	}
	k := testKeys(t)
	tr := &trial{board: &board{}, dir: dir, log: &bytes.Buffer{}}
	var mu sync.Mutex
	parts := Parts{
		Store: store, Key: k.root, Signer: k.signer, Now: time.Now,
		Adapters: func(bot.Deliver) []bot.Adapter { return []bot.Adapter{tr.board} },
		Settings: conversations.Settings{Buyer: sample.Buyer, Contact: sample.Contact, Zone: "Europe/London"},
		Log:      slog.New(slog.NewTextHandler(locked{&mu, tr.log}, &slog.HandlerOptions{Level: slog.LevelDebug})),
	}
	change(&parts)
	tr.Service, err = Start(t.Context(), parts)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = tr.Stop(context.WithoutCancel(t.Context())) })
	return tr
}

type locked struct {
	mu *sync.Mutex
	to *bytes.Buffer
}

func (l locked) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.to.Write(p)
}

// say delivers what a person writes; home is for the team.
func (tr *trial) say(ctx context.Context, room string, who bot.Sender, text string) (bot.Answer, error) {
	tr.n++
	return tr.Bot().Deliver(ctx, bot.Event{
		ID: fmt.Sprint("console:", tr.n), Kind: bot.Said, Text: text,
		Room: bot.Address{Adapter: "console", Room: room}, Sender: who,
	})
}

var dana = bot.Sender{ID: "dana", Name: "Dana", Home: true}

// opened takes an engagement from nothing to open, with one supplier.
func (tr *trial) opened(t *testing.T, who bot.Sender) {
	t.Helper()
	for _, text := range []string{
		"new Care at home", "import\n# What we hope for\nSafe at home.\n# How we pay\nBy results.",
		fmt.Sprintf("closes 1 December %d", time.Now().Year()+2), "invite Tidewell, small firm", "preview", "open now", "I declare: no interest",
	} {
		if _, err := tr.say(t.Context(), trialTeam, who, text); err != nil {
			t.Fatalf("%q: %v", text, err)
		}
	}
}

// trialTeam is where the team of a trial sits.
const trialTeam = "team"

// What is known of people stands in no file unsealed, in no log and in no
// error; only what is posted names them.
func TestPersonalDataStandsNowhereInTheClear(t *testing.T) {
	planted := func(who string) bot.Sender {
		return bot.Sender{
			ID: "Uq7" + who, Name: "Zephyrine" + who, Contact: "kq9." + who + "@example.org",
			Team: "Tx4" + who, Direct: "Dw8" + who,
		}
	}
	team, supplier := planted("Alpha"), planted("Bravo")
	team.Home = true
	dir := t.TempDir()
	tr := newTrial(t, dir, nil)
	tr.opened(t, team)
	texts := []string{"sections", "1 risk: the form takes nine months", "2 can't: our margin", "ask: how many people?", "our answers", "sensitive 2: our margin", "nonsense"}
	var failures []error
	for _, text := range texts {
		_, err := tr.say(t.Context(), "tidewell", supplier, text)
		failures = append(failures, err)
	}
	if err := tr.Bot().Quiet(t.Context()); err != nil { // what names somebody is posted before nothing can be
		t.Fatal(err)
	}
	tr.board.set(&bot.SendError{Reason: bot.Denied, Err: errors.New("is_archived")})
	_, err := tr.say(t.Context(), trialTeam, team, "digest")
	failures = append(failures, err)
	if err := tr.Bot().Quiet(t.Context()); err != nil {
		t.Fatal(err)
	}
	posted := tr.board.text()
	if err := tr.Stop(t.Context()); err != nil {
		t.Fatal(err)
	}
	_, err = tr.say(t.Context(), "tidewell", supplier, "1 works") // after the end
	failures = append(failures, err)

	markers := []string{"Uq7", "Zephyrine", "kq9.", "Tx4", "Dw8"}
	if !strings.Contains(posted, "Zephyrine") {
		t.Error("no post names anybody: the test looks in the wrong place")
	}
	look := func(where string, data []byte) {
		for _, marker := range markers {
			if bytes.Contains(data, []byte(marker)) {
				t.Errorf("%s holds %q", where, marker)
			}
		}
	}
	files := 0
	err = filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		files++
		data, err := os.ReadFile(path)
		look(filepath.Base(path), data)
		return err
	})
	if err != nil || files == 0 {
		t.Fatalf("looked at %d files: %v", files, err)
	}
	look("the log", tr.log.Bytes())
	look("errors", fmt.Append(nil, failures))
	for room, data := range streams(t, dir) {
		look("the record of "+room, data)
	}
}

// streams gives all that the record says.
func streams(t *testing.T, dir string) map[string][]byte {
	t.Helper()
	store, err := sqlite.OpenReader(t.Context(), sqlite.Options{Path: journalPath(dir)})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = store.Close() }()
	all := map[string][]byte{}
	for stream, err := range store.Streams(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		for r, err := range store.Read(t.Context(), stream, 0) {
			if err != nil {
				t.Fatal(err)
			}
			all[stream] = append(append(all[stream], r.Data...), '\n')
		}
	}
	return all
}
