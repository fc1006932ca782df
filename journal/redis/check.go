package redis

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	goredis "github.com/redis/go-redis/v9"
)

// Level says how bad a finding is.
type Level string

// Levels, from good to bad.
const (
	OK   Level = "ok"
	Warn Level = "warn" // it works, and something may be lost some day
	Fail Level = "fail" // do not start on this
)

// Finding is one thing about the server that should be in order.
type Finding struct {
	Level Level
	Where string // the server's address
	What  string // what was found, one sentence
	Do    string // what to do; "" where nothing is
}

// String gives the finding as one line.
func (f Finding) String() string {
	line := fmt.Sprintf("%s: Redis %s: %s", f.Level, f.Where, f.What)
	if f.Do != "" {
		line += " " + f.Do
	}
	return line
}

const (
	// clockWarn and clockFail are how far the clocks may differ: from two
	// minutes on, every signature of a platform would look stale.
	clockWarn = 5 * time.Second
	clockFail = 2 * time.Minute
)

// Check says, for each server that is written on, whether it keeps what it
// acknowledges: append-only file and its sync, eviction, replicas, version
// and clock. It changes nothing. What a managed service does not tell is a
// warning that says so. An error means that a server could not be asked.
func (s *Store) Check(ctx context.Context) ([]Finding, error) {
	leave, err := s.enter(ctx)
	if err != nil {
		return nil, fmt.Errorf("check Redis: %w", err)
	}
	defer leave()
	var all []Finding
	err = masters(ctx, s.quick, func(node *goredis.Client) error {
		e := &examination{node: node, where: node.Options().Addr}
		if err := node.Ping(ctx).Err(); err != nil {
			return err
		}
		e.version(ctx)
		e.appendOnly(ctx)
		e.eviction(ctx)
		e.replicas(ctx, s.options.Wait)
		e.clock(ctx, s.options.Now)
		all = append(all, e.findings...)
		return nil
	})
	if err != nil {
		return all, s.failed(ctx, "check Redis", err)
	}
	return all, nil
}

// examination is of one server.
type examination struct {
	node     *goredis.Client
	where    string
	findings []Finding
}

func (e *examination) found(level Level, what, do string) {
	e.findings = append(e.findings, Finding{Level: level, Where: e.where, What: what, Do: do})
}

func (e *examination) unread(what string) {
	e.found(Warn, what+" could not be read.", "Look it up where the server is managed.")
}

func (e *examination) version(ctx context.Context) {
	text, err := e.info(ctx, "server", "redis_version")
	var major, minor int
	if err == nil {
		_, err = fmt.Sscanf(text, "%d.%d", &major, &minor)
	}
	switch {
	case err != nil:
		e.unread("The version")
	case major < 7:
		e.found(Fail, "Version "+text+" is too old: what is written can be lost when it is killed.", "Use Redis 7.0 or later, or Valkey.")
	default:
		e.found(OK, "Version "+text+".", "")
	}
}

func (e *examination) appendOnly(ctx context.Context) {
	on, err := e.config(ctx, "appendonly")
	if err != nil {
		e.unread("Whether an append-only file is kept (appendonly)")
		return
	}
	if on != "yes" {
		e.found(Fail, "No append-only file is kept: a restart loses the record.", "Set appendonly yes.")
		return
	}
	switch policy, err := e.config(ctx, "appendfsync"); {
	case err != nil:
		e.unread("How the append-only file is synced (appendfsync)")
	case policy == "always":
		e.found(OK, "The append-only file is synced with each write.", "")
	case policy == "everysec":
		e.found(Warn, "The append-only file is synced each second: a power cut loses up to two seconds.",
			"Set appendfsync always, or redis_wait to 1 or more.")
	default:
		e.found(Fail, "The append-only file is synced when the system likes: a power cut loses what was acknowledged.",
			"Set appendfsync always.")
	}
}

func (e *examination) eviction(ctx context.Context) {
	policy, err := e.config(ctx, "maxmemory-policy")
	if err != nil {
		policy, err = e.info(ctx, "memory", "maxmemory_policy")
	}
	switch {
	case err != nil:
		e.unread("What happens when memory is full (maxmemory-policy)")
	case policy == "noeviction":
		e.found(OK, "When memory is full, writes are refused and nothing is thrown away.", "")
	default:
		e.found(Fail, "When memory is full, parts of the record are thrown away (maxmemory-policy "+policy+").",
			"Set maxmemory-policy noeviction.")
	}
}

func (e *examination) replicas(ctx context.Context, wait int) {
	text, err := e.info(ctx, "replication", "connected_slaves")
	have, errNumber := strconv.Atoi(text)
	switch {
	case err != nil || errNumber != nil:
		e.unread("How many replicas there are")
	case have < wait:
		e.found(Fail, fmt.Sprintf("%d replicas are connected, and redis_wait asks for %d: nothing would be acknowledged.", have, wait),
			"Connect the replicas, or lower redis_wait.")
	case wait == 0 && have > 0:
		e.found(Warn, fmt.Sprintf("%d replicas are connected, but none has to confirm: a failover may lose what was acknowledged.", have),
			"Set redis_wait to 1.")
	default:
		e.found(OK, fmt.Sprintf("%d replicas are connected, %d have to confirm.", have, wait), "")
	}
}

// clock compares the server's time with the middle of the question.
func (e *examination) clock(ctx context.Context, now func() time.Time) {
	if now == nil {
		return
	}
	before := now()
	theirs, err := e.node.Time(ctx).Result()
	ours := before.Add(now().Sub(before) / 2)
	if err != nil {
		e.unread("The server's clock")
		return
	}
	off := theirs.Sub(ours).Round(time.Millisecond)
	what := fmt.Sprintf("Its clock differs from ours by %v.", off.Abs())
	switch {
	case off.Abs() > clockFail:
		e.found(Fail, what, "Set both by a time server: signatures would look stale.")
	case off.Abs() > clockWarn:
		e.found(Warn, what, "Set both by a time server.")
	default:
		e.found(OK, what, "")
	}
}

var errNoField = errors.New("the server does not say")

// info gives one field of a section of INFO.
func (e *examination) info(ctx context.Context, section, field string) (string, error) {
	text, err := e.node.Info(ctx, section).Result()
	if err != nil {
		return "", err
	}
	for line := range strings.Lines(text) {
		if value, ok := strings.CutPrefix(strings.TrimSpace(line), field+":"); ok {
			return value, nil
		}
	}
	return "", errNoField
}

// config gives one setting, which managed services may refuse.
func (e *examination) config(ctx context.Context, name string) (string, error) {
	values, err := e.node.ConfigGet(ctx, name).Result()
	if err != nil {
		return "", err
	}
	value, ok := values[name]
	if !ok {
		return "", errNoField
	}
	return value, nil
}
