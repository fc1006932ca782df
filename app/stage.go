package app

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"regexp"
	"sync"
	"time"

	"soundings/adapters/console"
	"soundings/bot"
	"soundings/conversations"
	"soundings/docs/sample"
	"soundings/internal/transcript"
	"soundings/journal"
)

// hand is a clock that is moved by hand.
type hand struct {
	mu sync.Mutex
	at time.Time
}

func (h *hand) now() time.Time {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.at
}

func (h *hand) set(at time.Time) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if at.After(h.at) {
		h.at = at
	}
}

// stage is a service with the terminal for a platform and a clock that is
// moved by hand: what transcripts and people play on.
type stage struct {
	open     func(ctx context.Context) (journal.Store, error)
	keys     keys
	zone     *time.Location
	clock    *hand
	log      *slog.Logger
	terminal *console.Terminal
	service  *Service
	mask     bool // leave out what differs from play to play

	platform func(bot.Deliver) []bot.Adapter // nil: the terminal
}

// checkpointLine is where a digest names the record. A checkpoint rests on
// keys and on what was sent together with what, so that no transcript can say
// it beforehand.
var checkpointLine = regexp.MustCompile(`The record: [\d,]+ entries, checkpoint \S+`)

const maskedCheckpoint = "The record: … entries, checkpoint …"

var _ transcript.Driver = (*stage)(nil)

// newStage starts a service over the store that open gives; after a restart it
// is opened again. Files are attached from a folder.
func newStage(ctx context.Context, open func(context.Context) (journal.Store, error), k keys, at time.Time, zone *time.Location, folder string, log *slog.Logger) (*stage, error) {
	session := make([]byte, 4)
	if _, err := rand.Read(session); err != nil {
		return nil, fmt.Errorf("begin play: %w", err)
	}
	attach := func(name string) (io.ReadCloser, error) { return os.Open(filepath.Join(folder, name)) } //nolint:gosec // the player names their own files
	s := &stage{
		open: open, keys: k, zone: zone, clock: &hand{at: at}, log: log,
		terminal: console.NewTerminal(hex.EncodeToString(session), attach),
	}
	return s, s.start(ctx)
}

func (s *stage) start(ctx context.Context) error {
	store, err := s.open(ctx)
	if err != nil {
		return err
	}
	platform := s.platform
	if platform == nil {
		platform = func(deliver bot.Deliver) []bot.Adapter { return []bot.Adapter{console.New(s.terminal, deliver)} }
	}
	s.service, err = Start(ctx, Parts{
		Store: store, Key: s.keys.root, Signer: s.keys.signer, Adapters: platform,
		Settings: conversations.Settings{Zone: s.zone.String(), Buyer: sample.Buyer, Contact: sample.Contact},
		Now:      s.clock.now, Log: s.log,
	})
	return err
}

func (s *stage) stop(ctx context.Context) error { return s.service.Stop(ctx) }

// Say implements transcript.Driver.
func (s *stage) Say(ctx context.Context, turn transcript.Turn) error {
	t := s.terminal
	s.clock.set(s.clock.now().Add(time.Second)) // no two things happen at once
	switch turn.Verb {
	case transcript.Says:
		return t.Say(ctx, turn.Room, turn.Person, turn.Re, turn.Text, turn.File)
	case transcript.Presses:
		return t.Press(ctx, turn.Room, turn.Person, turn.Re, turn.Text)
	case transcript.Edits, transcript.Deletes:
		return t.Change(ctx, turn.Room, turn.Person, turn.Re, turn.Text, turn.Verb == transcript.Deletes)
	case transcript.Sends:
		return t.Fill(ctx, turn.Room, turn.Person, turn.Text)
	case transcript.Joins, transcript.Leaves:
		return t.Move(ctx, turn.Room, turn.Person, turn.Verb == transcript.Joins)
	case transcript.Mutters: // who writes on a terminal speaks to the bot
		return errors.New("nobody can talk past the bot here")
	default:
		return fmt.Errorf("nobody can do %q here", turn.Verb)
	}
}

// Advance implements transcript.Driver. The clock stops wherever something
// may fall due, so that what happens by itself happens in its order.
func (s *stage) Advance(ctx context.Context, clock transcript.Clock) error {
	until, err := clock.From(s.clock.now(), s.zone)
	if err != nil {
		return err
	}
	for s.clock.now().Before(until) {
		step := time.Minute
		if until.Sub(s.clock.now()) > 72*time.Hour {
			step = 5 * time.Minute
		}
		next := s.clock.now().Truncate(step).Add(step)
		if next.After(until) {
			next = until
		}
		s.clock.set(next)
		if err := s.service.Bot().Quiet(ctx); err != nil {
			return fmt.Errorf("wait for what fell due: %w", err)
		}
	}
	return nil
}

// Direct implements transcript.Driver.
func (s *stage) Direct(ctx context.Context, d transcript.Direction) error {
	switch d.Name {
	case "restart":
		if err := s.stop(ctx); err != nil {
			return err
		}
		return s.start(ctx)
	case "redeliver":
		return s.terminal.Redeliver(ctx)
	default:
		return fmt.Errorf("nothing is known of the direction %q; there are restart and redeliver", d.Name)
	}
}

// Posted implements transcript.Driver.
func (s *stage) Posted(ctx context.Context) ([]transcript.Post, error) {
	if err := s.service.Bot().Quiet(ctx); err != nil {
		return nil, fmt.Errorf("wait until all is said: %w", err)
	}
	var posts []transcript.Post
	for _, p := range s.terminal.Take() {
		if s.mask {
			p.Text = checkpointLine.ReplaceAllString(p.Text, maskedCheckpoint)
		}
		posts = append(posts, transcript.Post{Room: p.Room, To: p.To, Edits: p.Edits, Text: p.Text})
	}
	return posts, nil
}
