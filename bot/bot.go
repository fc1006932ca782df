package bot

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"golang.org/x/mod/sumdb/note"

	"soundings/journal"
)

// streamPrefix begins the streams of engagements.
const streamPrefix = "engagement/"

// Limits on what comes in. An adapter that can say so sooner should.
const (
	MaxText = 4 << 20  // bytes of an event's text
	MaxFile = 32 << 20 // bytes of an attached file
)

// ErrTooLarge says that an event is beyond MaxText.
var ErrTooLarge = errors.New("event too large")

// Options is what a bot is made of. Every field without a default is needed.
type Options struct {
	Store     journal.Store
	People    People
	NewDomain func(engagement string) Domain
	// Version changes whenever the form of the domain's snapshots does.
	Version string
	// Lobby answers an event that belongs to no engagement. A name says that
	// it opens a new one: the event is then decided there.
	Lobby func(ev Event, taken func(engagement string) bool) (engagement string, answer Answer)
	// Takes says whether an event that belongs to no engagement may be one that a
	// Taker takes: before Lobby, those are asked. Nil: never.
	Takes func(ev Event) bool
	// Which asks for which of several engagements an event is meant.
	Which func(ev Event, engagements []string) Answer
	// Opener says whether somebody may open an engagement. Nil: nobody.
	Opener func(adapter string, s Sender) bool
	// Intake makes something of a file, outside the desks: content as JSON
	// for Event.File, or the problem in plain words. Nil: files are kept only.
	Intake func(ctx context.Context, name string, data []byte) (content json.RawMessage, problem string)
	// Addresses says whether the mail addresses in an event are those of people
	// who are to be written to: each is then kept apart from the record and
	// stands in the event as "{person:P7}", who has it on the adapter "mail".
	// It sees the event before anything is taken out. Nil: never.
	Addresses func(ev Event) bool
	// CodeIn gives the code that an event brings, "" for none, and ReadCode of which
	// engagement a code is, and what that calls it, as CodeTo was told; false: it is no
	// code of ours. Nil: there are none.
	CodeIn   func(ev Event) string
	ReadCode func(code string) (engagement, id string, ok bool)
	// Sorry is said when an event had to be set aside.
	Sorry Answer
	// Slow is said, and nothing recorded, when somebody is faster than
	// PersonPace, or their room is than RoomPace.
	Slow                 Answer
	PersonPace, RoomPace Pace

	Signer note.Signer
	Now    func() time.Time
	Log    *slog.Logger

	// Replicated: other services share the store, so turns are passed on.
	Replicated bool
	// Turn is how long a service that died keeps an engagement from the others;
	// 0 is 5 s.
	Turn          time.Duration
	SnapshotEvery int           // facts; 0 is 2,000
	Patience      time.Duration // for parts under way at the end; 0 is 5 s

	caps func(adapter string) Caps
}

// Bot takes events from adapters to desks. Its life: New, adapters made with
// its Deliver, Run, and it is over when Run returns.
type Bot struct {
	options   Options
	stats     *Stats
	directory *directory
	sender    *sender
	pace      pace

	naming  sync.Mutex
	opening map[string]string // by event, the engagement it opens; as many as opened since the start

	mu      sync.Mutex
	desks   map[string]*desk
	gone    map[string]bool // adapters that failed
	ctx     context.Context //nolint:containedctx // of Run: desks that open later end with it
	working sync.WaitGroup
	ready   chan struct{}
}

// New makes a bot that waits for Run.
func New(o Options) *Bot {
	if o.SnapshotEvery <= 0 {
		o.SnapshotEvery = 2000
	}
	if o.Patience <= 0 {
		o.Patience = 5 * time.Second
	}
	if o.Turn <= 0 {
		o.Turn = 5 * time.Second
	}
	b := &Bot{
		options: o, stats: &Stats{}, desks: map[string]*desk{}, ready: make(chan struct{}),
		pace: pace{people: paceOf(o.PersonPace), rooms: paceOf(o.RoomPace)}, opening: map[string]string{},
	}
	b.directory = newDirectory(o.Store, o.Now)
	return b
}

// Stats gives the counts of the bot.
func (b *Bot) Stats() *Stats { return b.stats }

// Ready is closed once events are taken.
func (b *Bot) Ready() <-chan struct{} { return b.ready }

// Run folds what there is, works until ctx is done, and returns when every
// event that was taken is answered. An adapter that fails is logged and does
// not stop the others; an error means that the bot could not start.
func (b *Bot) Run(ctx context.Context, adapters ...Adapter) error {
	if err := b.attach(adapters); err != nil {
		return err
	}
	engagements, err := b.engagements(ctx)
	if err != nil {
		return err
	}
	if err := b.directory.refresh(ctx); err != nil {
		return err
	}
	deskCtx, stopDesks := context.WithCancel(context.WithoutCancel(ctx))
	defer stopDesks()
	b.mu.Lock()
	b.ctx = deskCtx
	for _, e := range engagements {
		b.open(e)
	}
	b.mu.Unlock()
	close(b.ready)
	if b.options.Replicated {
		b.working.Go(func() { b.directory.follow(deskCtx, b.options.Log) })
	}
	var receiving sync.WaitGroup
	for _, a := range adapters {
		receiving.Go(func() { b.receive(ctx, a) })
	}
	<-ctx.Done()
	receiving.Wait()
	b.mu.Lock()
	b.ctx = nil // no new desks
	b.mu.Unlock()
	stopDesks()
	b.working.Wait()
	return nil
}

func (b *Bot) attach(adapters []Adapter) error {
	byName := map[string]Adapter{}
	limited := map[string]*limits{}
	for _, a := range adapters {
		if byName[a.Name()] != nil {
			return fmt.Errorf("start adapters: two are named %q", a.Name())
		}
		byName[a.Name()] = a
		limited[a.Name()] = newLimits(a.Caps())
	}
	b.options.caps = func(name string) Caps {
		if a := byName[name]; a != nil {
			return a.Caps()
		}
		return Caps{}
	}
	b.sender = &sender{
		adapters: byName, limits: limited, people: b.options.People,
		now: b.options.Now, log: b.options.Log, stats: b.stats,
	}
	return nil
}

// receive runs one adapter, and again after a while if it fails: a platform
// that is away must not need a restart.
func (b *Bot) receive(ctx context.Context, a Adapter) {
	for backoff := firstBackoff; ; backoff = min(2*backoff, mostBackoff) {
		err := b.receiveOnce(ctx, a)
		if ctx.Err() != nil || err == nil {
			return
		}
		b.options.Log.ErrorContext(ctx, "adapter failed", "adapter", a.Name(), "error", err)
		b.away(a.Name(), true)
		if pause(ctx, backoff) != nil {
			return
		}
		b.away(a.Name(), false)
	}
}

// away notes whether an adapter has failed and not been run again yet.
func (b *Bot) away(adapter string, is bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.gone == nil {
		b.gone = map[string]bool{}
	}
	b.gone[adapter] = is
}

// Away says whether the adapter of that name has failed and waits to be run
// again.
func (b *Bot) Away(adapter string) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.gone[adapter]
}

func (b *Bot) receiveOnce(ctx context.Context, a Adapter) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("adapter panic: %T", r)
		}
	}()
	return a.Run(ctx)
}

// engagements lists the engagements that the store has.
func (b *Bot) engagements(ctx context.Context) ([]string, error) {
	var names []string
	for stream, err := range b.options.Store.Streams(ctx) {
		if err != nil {
			return nil, fmt.Errorf("list engagements: %w", err)
		}
		if name, ok := strings.CutPrefix(stream, streamPrefix); ok {
			names = append(names, name)
		}
	}
	return names, nil
}

// open gives the desk of an engagement, starting it if need be; nil when the
// bot does not run. The caller holds mu.
func (b *Bot) open(engagement string) *desk {
	if d := b.desks[engagement]; d != nil || b.ctx == nil {
		return d
	}
	d := &desk{
		engagement: engagement, stream: streamPrefix + engagement,
		options: &b.options, directory: b.directory, sender: b.sender, stats: b.stats,
		log:   b.options.Log.With("engagement", engagement),
		inbox: make(chan *request, maxBatch), results: make(chan result, maxBatch), gone: make(chan struct{}),
		tried: make(chan struct{}), earlier: map[settledItem]tries{},
		busy: map[string]bool{}, unsure: map[settledItem]bool{}, planned: map[settledItem]bool{},
		panics: map[string]int{},
	}
	b.desks[engagement] = d
	ctx := b.ctx
	b.working.Go(func() { d.run(ctx) })
	return d
}

// Quiet has every desk look at the clock, and returns when no message waits to
// be sent. It is for drivers that move the clock by hand; they must not deliver
// meanwhile.
func (b *Bot) Quiet(ctx context.Context) error {
	select {
	case <-b.ready:
	case <-ctx.Done():
		return ctx.Err()
	}
	for _, d := range b.all() {
		if _, err := d.deliver(ctx, &request{quiet: true}); err != nil {
			return err
		}
	}
	return nil
}

// all gives the desks there are now.
func (b *Bot) all() []*desk {
	b.mu.Lock()
	defer b.mu.Unlock()
	return slices.Collect(maps.Values(b.desks))
}
