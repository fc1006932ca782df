package redis

import (
	"context"
	"crypto/tls"
	"errors"
	"sync"
	"time"

	goredis "github.com/redis/go-redis/v9"
	"github.com/redis/go-redis/v9/maintnotifications"
)

const (
	dialTimeout = 3 * time.Second
	// quickTimeout bounds an ordinary call, beside the wait for replicas.
	quickTimeout = 5 * time.Second
	// patientTimeout bounds a call that moves a file.
	patientTimeout = time.Minute
	quickPool      = 32
	// patientPool is wide because each Watch occupies a connection.
	patientPool = 1024
)

// client is what the three kinds of Redis client have in common.
type client interface {
	goredis.UniversalClient
}

// newClient connects to p lazily. Nothing is retried below us: a command that
// is sent again may be executed again, and whoever called decides what then.
// A cluster's redirections are followed, since they come before execution.
func newClient(p place, timeout time.Duration, pool int) client {
	options := &goredis.UniversalOptions{
		Addrs:    p.addrs,
		Username: p.user, Password: p.password.Reveal(), DB: p.db,
		MasterName: p.master, SentinelUsername: p.sentinelUser, SentinelPassword: p.sentinelPassword.Reveal(),
		Protocol: 2, MaxRetries: -1,
		DialTimeout: dialTimeout, DialerRetries: 1, ReadTimeout: timeout, WriteTimeout: timeout,
		ContextTimeoutEnabled: true,
		PoolSize:              pool, PipelinePoolSize: -1, MaxIdleConns: quickPool,
		DisableIdentity:          true,
		MaintNotificationsConfig: &maintnotifications.Config{Mode: maintnotifications.ModeDisabled},
	}
	if p.tls {
		options.TLSConfig = &tls.Config{MinVersion: tls.VersionTLS12}
	}
	switch p.kind {
	case cluster:
		return goredis.NewClusterClient(options.Cluster())
	case sentinel:
		return goredis.NewFailoverClient(options.Failover())
	case single:
	}
	return goredis.NewClient(options.Simple())
}

// master gives the client of the one server that key is written on.
func master(ctx context.Context, c client, key string) (*goredis.Client, error) {
	switch c := c.(type) {
	case *goredis.ClusterClient:
		return c.MasterForKey(ctx, key)
	case *goredis.Client:
		return c, nil
	default:
		return nil, errors.ErrUnsupported // newClient makes no other
	}
}

// masters calls fn for each server that is written on, one after another.
func masters(ctx context.Context, c client, fn func(*goredis.Client) error) error {
	all, ok := c.(*goredis.ClusterClient)
	if !ok {
		node, err := master(ctx, c, "")
		if err != nil {
			return err
		}
		return fn(node)
	}
	nodes := make(chan *goredis.Client)
	failed := make(chan error, 1)
	go func() {
		defer close(nodes)
		failed <- all.ForEachMaster(ctx, func(ctx context.Context, node *goredis.Client) error {
			select {
			case nodes <- node:
				return nil
			case <-ctx.Done():
				return ctx.Err()
			}
		})
	}()
	var err error
	for node := range nodes {
		if err == nil {
			err = fn(node)
		}
	}
	return errors.Join(err, <-failed)
}

// detours are the servers that a cluster pointed to, which may not be on our
// map of it yet. They are few and kept until the store closes.
type detours struct {
	mu   sync.Mutex
	open map[string]*goredis.Client
}

// redirected gives the client of the server that a cluster's reply points to,
// nil where err points nowhere. Asking says that it has to be told so.
func (s *Store) redirected(ctx context.Context, err error) (node *goredis.Client, asking bool) {
	all, ok := s.quick.(*goredis.ClusterClient)
	if !ok {
		return nil, false
	}
	addr, asking := goredis.IsAskError(err)
	if !asking {
		var moved bool
		if addr, moved = goredis.IsMovedError(err); !moved {
			return nil, false
		}
		all.ReloadState(ctx)
	}
	s.detours.mu.Lock()
	defer s.detours.mu.Unlock()
	if s.detours.open[addr] == nil {
		alone := s.place
		alone.kind, alone.addrs = single, []string{addr}
		s.detours.open[addr] = newClient(alone, s.quickTimeout(), quickPool).(*goredis.Client)
	}
	return s.detours.open[addr], asking
}

// close closes all of them.
func (d *detours) close() error {
	d.mu.Lock()
	defer d.mu.Unlock()
	var failed error
	for _, node := range d.open {
		failed = errors.Join(failed, node.Close())
	}
	return failed
}
