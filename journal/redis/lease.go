package redis

import (
	"context"
	"crypto/rand"
	"fmt"
	"time"

	goredis "github.com/redis/go-redis/v9"

	"soundings/journal"
)

// lease is a turn that this process took, as its token says.
type lease struct {
	store *Store
	name  string
	token string
}

func renewScript() *goredis.Script {
	return goredis.NewScript(`
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 'conflict' end
redis.call('PEXPIRE', KEYS[1], ARGV[2])
return 'ok'`)
}

func releaseScript() *goredis.Script {
	return goredis.NewScript(`
if redis.call('GET', KEYS[1]) == ARGV[1] then redis.call('DEL', KEYS[1]) end
return 'ok'`)
}

// Lease takes the named turn. The time runs on the Redis server. A failover
// may hand out a turn twice; a reply that is lost leaves it taken, by nobody,
// until it runs out.
func (s *Store) Lease(ctx context.Context, name string, ttl time.Duration) (journal.Lease, error) {
	doing := "lease " + name
	leave, err := s.enterLease(ctx, name, ttl)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", doing, err)
	}
	defer leave()
	l := &lease{store: s, name: name, token: rand.Text()}
	ok, err := s.quick.SetNX(ctx, s.loose("lease", name), l.token, ttl).Result()
	if err != nil {
		return nil, s.failed(ctx, doing, err)
	}
	if !ok {
		return nil, fmt.Errorf("%s: %w", doing, journal.ErrTaken)
	}
	return l, nil
}

// Renew holds the turn for ttl from now.
func (l *lease) Renew(ctx context.Context, ttl time.Duration) error {
	doing := "renew lease " + l.name
	leave, err := l.store.enterLease(ctx, l.name, ttl)
	if err != nil {
		return fmt.Errorf("%s: %w", doing, err)
	}
	defer leave()
	reply, err := l.run(ctx, l.store.scripts.renew, ttl.Milliseconds())
	if err != nil {
		return l.store.failed(ctx, doing, err)
	}
	if reply != replyOK {
		return fmt.Errorf("%s: %w", doing, journal.ErrTaken)
	}
	return nil
}

// Release gives the turn back.
func (l *lease) Release(ctx context.Context) error {
	doing := "release lease " + l.name
	leave, err := l.store.enter(ctx)
	if err != nil {
		return fmt.Errorf("%s: %w", doing, err)
	}
	defer leave()
	if _, err := l.run(ctx, l.store.scripts.release); err != nil {
		return l.store.failed(ctx, doing, err)
	}
	return nil
}

// run runs a script apart from the lanes: a turn is advice, which no replica
// need confirm.
func (l *lease) run(ctx context.Context, script *goredis.Script, args ...any) (reply string, err error) {
	return script.Run(ctx, l.store.quick, []string{l.store.loose("lease", l.name)}, append([]any{l.token}, args...)...).Text()
}

func (s *Store) enterLease(ctx context.Context, name string, ttl time.Duration) (leave func(), err error) {
	if ttl < time.Millisecond {
		return nil, fmt.Errorf("%v is less than a millisecond", ttl)
	}
	return s.enterNamed(ctx, name)
}
