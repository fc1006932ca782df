// Package redis keeps the journal in Redis, for installations of several
// replicas: one server, a primary with replicas behind sentinels, or a
// cluster; Redis from 7.0, or Valkey. It knows nothing of what the records
// say.
//
// The keys of a stream share a hash tag, so that one script can compare and
// append in one atomic step wherever the stream lives:
//
//	{soundings:NAME}:log       stream: an entry for each append
//	{soundings:NAME}:begun     there is something in the log
//	{soundings:NAME}:barrier   written by barriers
//	{soundings:NAME}:snapshot  the latest snapshot
//	soundings:lease:NAME       the holder's token, running out by itself
//	soundings:blob:HASH        a file
//	soundings:cell:NAME        a cell of the vault
//	{…}:seal                   written and removed after a restart of the server, see sealScript
package redis

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"

	goredis "github.com/redis/go-redis/v9"

	"soundings/internal/secret"
	"soundings/journal"
)

var _ journal.Store = (*Store)(nil)

// Options say where the journal is and what it takes to acknowledge.
type Options struct {
	// URL is one of
	//
	//	redis://[user:password@]host[:port][/db]
	//	redis://host1:6379,redis://host2:6379
	//	redis+cluster://[user:password@]host[:port][,host…]
	//	redis+sentinel://[user:password@]host[:port][,host…]/name[?db=0]
	//
	// with rediss in place of redis for TLS. Several are a cluster.
	URL secret.Text
	// Wait is how many replicas must have a write before it is acknowledged.
	// With 0, what a failover loses was acknowledged.
	Wait int
	// WaitTimeout is how long to wait for them; 0 is five seconds.
	WaitTimeout time.Duration
	// Prefix begins every key; "" is "soundings". It keeps two installations
	// apart that share a server.
	Prefix string
	// Now lets Check compare the server's clock with ours; nil leaves it out.
	Now func() time.Time
}

// Store is a journal in Redis. Every error that comes from Redis or the way
// there is [journal.ErrUnavailable].
type Store struct {
	options Options
	place   place
	quick   client // for what is done in one short step
	patient client // for what waits, or moves files

	scripts scripts
	detours detours
	lanes   lanes

	mu     sync.Mutex
	closed bool
	done   chan struct{}  // closed by Close
	calls  sync.WaitGroup // under way
}

// scripts are what runs inside Redis.
type scripts struct{ append, seal, set, swap, renew, release *goredis.Script }

// Open connects and makes sure that something answers. What else should be
// in order, [Store.Check] says.
func Open(ctx context.Context, options Options) (*Store, error) {
	place, err := parseURL(options.URL)
	if err != nil {
		return nil, fmt.Errorf("open journal: %w", err)
	}
	if options.Prefix == "" {
		options.Prefix = "soundings"
	}
	if err := journal.CheckName(options.Prefix); err != nil {
		return nil, fmt.Errorf("open journal: prefix: %w", err)
	}
	if options.Wait < 0 {
		return nil, fmt.Errorf("open journal: cannot wait for %d replicas", options.Wait)
	}
	if options.WaitTimeout <= 0 {
		options.WaitTimeout = 5 * time.Second
	}
	s := &Store{
		options: options,
		place:   place,
		patient: newClient(place, patientTimeout, patientPool),
		scripts: scripts{
			append: appendScript(), seal: sealScript(), set: setScript(), swap: swapScript(),
			renew: renewScript(), release: releaseScript(),
		},
		lanes:   newLanes(),
		detours: detours{open: make(map[string]*goredis.Client)},
		done:    make(chan struct{}),
	}
	s.quick = newClient(place, s.quickTimeout(), quickPool)
	if err := s.answers(ctx); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

// answers says whether something answers, and is of the kind that the URL
// says: a server of a cluster would refuse most streams, but not all.
func (s *Store) answers(ctx context.Context) error {
	if err := s.quick.Ping(ctx).Err(); err != nil {
		return s.failed(ctx, "open journal", err)
	}
	if s.place.kind == cluster {
		return nil
	}
	about, err := s.quick.Info(ctx, "cluster").Result()
	if err == nil && strings.Contains(about, "cluster_enabled:1") {
		return errors.New("open journal: the server belongs to a cluster: write redis+cluster:// in place of redis://")
	}
	return nil // a server that does not tell about itself may still serve
}

// Close ends watches, waits for calls under way and closes the connections.
func (s *Store) Close() error {
	s.mu.Lock()
	first := !s.closed
	s.closed = true
	if first {
		close(s.done)
	}
	s.mu.Unlock()
	s.calls.Wait()
	if !first {
		return nil
	}
	if err := errors.Join(s.quick.Close(), s.patient.Close(), s.detours.close()); err != nil {
		return fmt.Errorf("close journal: %w", err)
	}
	return nil
}

// quickTimeout bounds an ordinary call: a reply may be held up by WAIT.
func (s *Store) quickTimeout() time.Duration { return quickTimeout + s.options.WaitTimeout }

// enter begins a call, which ends with leave.
func (s *Store) enter(ctx context.Context) (leave func(), err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return nil, journal.ErrClosed
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	s.calls.Add(1)
	return s.calls.Done, nil
}

// enterNamed is enter for a call that names something.
func (s *Store) enterNamed(ctx context.Context, name string) (leave func(), err error) {
	if err := journal.CheckName(name); err != nil {
		return nil, err
	}
	return s.enter(ctx)
}

// failed makes an error of what Redis or the way there said: the context's
// where that ended, else ErrUnavailable. It shows no password, which some
// servers repeat when they refuse a command.
func (s *Store) failed(ctx context.Context, doing string, err error) error {
	if ctx.Err() != nil {
		return fmt.Errorf("%s: %w", doing, ctx.Err())
	}
	if text := s.scrub(err.Error()); text != err.Error() {
		err = errors.New(text)
	}
	return fmt.Errorf("%s: %w: %w", doing, journal.ErrUnavailable, err)
}

func (s *Store) scrub(text string) string {
	for _, password := range []secret.Text{s.place.password, s.place.sentinelPassword} {
		if !password.Empty() {
			text = strings.ReplaceAll(text, password.Reveal(), password.String())
		}
	}
	return text
}

// key names what belongs to a stream.
func (s *Store) key(stream, what string) string {
	return "{" + s.options.Prefix + ":" + stream + "}:" + what
}

// sealKey names what is written to seal the file of the server that key is on.
func (s *Store) sealKey(key string) string {
	if _, tagged, ok := strings.Cut(key, "{"); ok {
		key, _, _ = strings.Cut(tagged, "}")
	}
	return "{" + key + "}:seal"
}

// loose names what belongs to no stream.
func (s *Store) loose(what, name string) string {
	return s.options.Prefix + ":" + what + ":" + name
}
