package bot

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"
	"unicode/utf8"

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
	// Which asks for which of several engagements an event is meant.
	Which func(ev Event, engagements []string) Answer
	// Opener says whether somebody may open an engagement. Nil: nobody.
	Opener func(adapter string, s Sender) bool
	// Intake makes something of a file, outside the desks: content as JSON
	// for Event.File, or the problem in plain words. Nil: files are kept only.
	Intake func(ctx context.Context, name string, data []byte) (content json.RawMessage, problem string)
	// Sorry is said when an event had to be set aside.
	Sorry  Answer
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

	mu      sync.Mutex
	desks   map[string]*desk
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
	b := &Bot{options: o, stats: &Stats{}, desks: map[string]*desk{}, ready: make(chan struct{})}
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
		if pause(ctx, backoff) != nil {
			return
		}
	}
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
		busy: map[string]bool{}, unsure: map[settledItem]bool{}, planned: map[settledItem]bool{},
		panics: map[string]int{},
	}
	b.desks[engagement] = d
	ctx := b.ctx
	b.working.Go(func() { d.run(ctx) })
	return d
}

// Deliver takes one event, as Deliver says.
func (b *Bot) Deliver(ctx context.Context, ev Event) (Answer, error) {
	answer, err := b.deliver(ctx, ev)
	outcome := "decided"
	switch {
	case errors.Is(err, ErrNotNow):
		outcome = "not_now"
	case err != nil:
		outcome = "failed"
	}
	b.stats.event(ev.Room.Adapter, outcome)
	return resolveAnswer(ctx, b.options.People, answer), err
}

func (b *Bot) deliver(ctx context.Context, ev Event) (Answer, error) {
	select {
	case <-b.ready:
	case <-ctx.Done():
		return Answer{}, ctx.Err()
	}
	if len(ev.Text) > MaxText {
		return Answer{}, fmt.Errorf("deliver event of %d bytes: %w", len(ev.Text), ErrTooLarge)
	}
	ev = clean(ev)
	if err := b.identify(ctx, &ev); err != nil {
		return Answer{}, fmt.Errorf("identify sender: %w", errors.Join(ErrNotNow, err))
	}
	if err := b.intake(ctx, &ev); err != nil {
		return Answer{}, err
	}
	found, err := b.find(ctx, ev)
	if err != nil {
		return Answer{}, err
	}
	switch len(found) {
	case 1:
		return b.decide(ctx, found[0], ev)
	case 0:
		engagement, answer := b.options.Lobby(ev, b.taken)
		if engagement == "" {
			return answer, nil
		}
		return b.decide(ctx, engagement, ev)
	default:
		return b.options.Which(ev, found), nil
	}
}

// decide has the engagement's desk decide the event.
func (b *Bot) decide(ctx context.Context, engagement string, ev Event) (Answer, error) {
	b.mu.Lock()
	d := b.open(engagement)
	b.mu.Unlock()
	if d == nil {
		return Answer{}, ErrNotNow
	}
	return d.deliver(ctx, &request{ev: ev})
}

// find gives the engagements that an event may belong to: the one it names, if
// that is one of the room's, the only one of the room, or the one whose
// message it hangs on.
func (b *Bot) find(ctx context.Context, ev Event) ([]string, error) {
	found := b.directory.engagements(ev.Room)
	if len(found) == 0 {
		if err := b.directory.refresh(ctx); err != nil {
			return nil, errors.Join(ErrNotNow, err)
		}
		found = b.directory.engagements(ev.Room)
	}
	if len(found) <= 1 {
		return found, nil
	}
	if slices.Contains(found, ev.Engagement) {
		return []string{ev.Engagement}, nil
	}
	for _, engagement := range found {
		hangs := false
		ask := func(f *fold) {
			hangs = f.messages.keyOf(ev.Room, ev.Thread) != "" || f.messages.keyOf(ev.Room, ev.Original) != ""
		}
		b.mu.Lock()
		d := b.open(engagement)
		b.mu.Unlock()
		if d == nil {
			return nil, ErrNotNow
		}
		if _, err := d.deliver(ctx, &request{ask: ask}); err != nil {
			return nil, err
		}
		if hangs {
			return []string{engagement}, nil
		}
	}
	return found, nil
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
	b.mu.Lock()
	desks := slices.Collect(maps.Values(b.desks))
	b.mu.Unlock()
	for _, d := range desks {
		if _, err := d.deliver(ctx, &request{quiet: true}); err != nil {
			return err
		}
	}
	return nil
}

// taken says whether there is an engagement of that name, or one that this
// replica is about to open.
func (b *Bot) taken(engagement string) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.desks[engagement] != nil
}

// identify puts our number in the place of the platform's person.
func (b *Bot) identify(ctx context.Context, ev *Event) error {
	ev.Time = b.options.Now().UTC()
	if ev.Sender.ID == "" {
		return nil
	}
	person, err := b.options.People.Person(ctx, ev.Room.Adapter, ev.Sender)
	if err != nil {
		return err
	}
	ev.Person, ev.Home = person, ev.Sender.Home
	if ev.Sender.Team != "" {
		ev.Team = b.options.People.Hash(ev.Room.Adapter + ":" + ev.Sender.Team)
	}
	ev.Opener = b.options.Opener != nil && b.options.Opener(ev.Room.Adapter, ev.Sender)
	ev.Sender = Sender{}
	return nil
}

// intake reads an attached file, keeps it, and has it made sense of.
func (b *Bot) intake(ctx context.Context, ev *Event) error {
	if ev.File == nil || ev.File.Open == nil {
		return nil
	}
	file := *ev.File
	file.Open = nil
	from, err := ev.File.Open(ctx)
	if err != nil {
		return fmt.Errorf("open attached file: %w", errors.Join(ErrNotNow, err))
	}
	defer func() { _ = from.Close() }() // it was only read
	data, err := io.ReadAll(io.LimitReader(from, MaxFile+1))
	if err != nil {
		return fmt.Errorf("read attached file: %w", errors.Join(ErrNotNow, err))
	}
	file.Size = int64(len(data))
	ev.File = &file
	if len(data) > MaxFile {
		file.Problem = fmt.Sprintf("The file is over %d MB, which is the most. Please split it or leave the pictures out.", MaxFile>>20)
		return nil
	}
	hash, err := b.options.Store.PutBlob(ctx, data)
	if err != nil {
		return fmt.Errorf("keep attached file: %w", errors.Join(ErrNotNow, err))
	}
	file.Blob = hash.String()
	if b.options.Intake != nil {
		file.Content, file.Problem = b.options.Intake(ctx, file.Name, data)
		file.Content = json.RawMessage(disarm(string(file.Content)))
	}
	return nil
}

// clean makes valid UTF-8 without NUL of all that came in, and takes the
// meaning from what looks like one of our own placeholders.
func clean(ev Event) Event {
	ev.Text, ev.Value, ev.Action = tidy(ev.Text), tidy(ev.Value), tidy(ev.Action)
	ev.Message, ev.Thread, ev.Original = tidy(ev.Message), tidy(ev.Thread), tidy(ev.Original)
	ev.ID, ev.Room.Room = tidy(ev.ID), tidy(ev.Room.Room)
	ev.Fields = maps.Clone(ev.Fields)
	for name, value := range ev.Fields {
		ev.Fields[name] = tidy(value)
	}
	if ev.File != nil {
		file := *ev.File
		file.Name = tidy(file.Name)
		ev.File = &file
	}
	return ev
}

func tidy(s string) string {
	if !utf8.ValidString(s) {
		s = strings.ToValidUTF8(s, "\uFFFD")
	}
	return disarm(strings.ReplaceAll(s, "\x00", ""))
}

// disarm keeps text that people wrote from naming anybody: a person stands in
// our messages as "{person:P7}", and only where we put it.
func disarm(s string) string { return strings.ReplaceAll(s, "{person:", "{person :") }
