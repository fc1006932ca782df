package redis

import (
	"context"
	"errors"
	"fmt"

	goredis "github.com/redis/go-redis/v9"

	"soundings/journal"
)

// swapScript compares and replaces a cell.
//
//	KEYS  cell
//	ARGV  "1" and the old bytes, or "0" and ""; the same of the new ones
func swapScript() *goredis.Script {
	return goredis.NewScript(`
local now = redis.call('GET', KEYS[1])
if (now and '1' or '0') ~= ARGV[1] or (now or '') ~= ARGV[2] then return 'conflict' end
if ARGV[3] == '1' then
  redis.call('SET', KEYS[1], ARGV[4])
elseif now then
  redis.call('DEL', KEYS[1])
end
return 'ok'`)
}

// setScript writes a key.
func setScript() *goredis.Script {
	return goredis.NewScript(`
redis.call('SET', KEYS[1], ARGV[1])
return 'ok'`)
}

// Cell returns the bytes kept under name.
func (s *Store) Cell(ctx context.Context, name string) ([]byte, error) {
	doing := "read cell " + name
	leave, err := s.enterNamed(ctx, name)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", doing, err)
	}
	defer leave()
	data, err := s.quick.Get(ctx, s.loose("cell", name)).Bytes()
	if errors.Is(err, goredis.Nil) {
		return nil, fmt.Errorf("%s: %w", doing, journal.ErrNotFound)
	}
	if err != nil {
		return nil, s.failed(ctx, doing, err)
	}
	return data, nil
}

// Swap replaces the cell's bytes if they are still old. When it removes a
// cell it also asks Redis to write its append-only file anew, without the
// bytes that were there; a server that does not take orders of that kind
// keeps them until it does so by itself.
func (s *Store) Swap(ctx context.Context, name string, old, replacement []byte) error {
	doing := "swap cell " + name
	leave, err := s.enterNamed(ctx, name)
	if err != nil {
		return fmt.Errorf("%s: %w", doing, err)
	}
	defer leave()
	swap := &write{
		script: s.scripts.swap, keys: []string{s.loose("cell", name)},
		args: append(optional(old), optional(replacement)...),
	}
	reply, err := s.submit(ctx, swap)
	if err != nil {
		return s.failed(ctx, doing, err)
	}
	if reply != replyOK {
		return fmt.Errorf("%s: %w", doing, journal.ErrConflict)
	}
	if old != nil && replacement == nil {
		s.rewriteFile(ctx, swap.keys[0])
	}
	return nil
}

// optional is bytes that may be nil, as swapScript reads them, copied for the
// reason that submit gives.
func optional(data []byte) []any {
	if data == nil {
		return []any{"0", ""}
	}
	return []any{"1", append([]byte{}, data...)}
}

// rewriteFile starts writing the append-only file anew where key lives. That
// it is refused, or under way already, is no error: the cell is gone either
// way.
func (s *Store) rewriteFile(ctx context.Context, key string) {
	if node, err := master(ctx, s.quick, key); err == nil {
		_ = node.BgRewriteAOF(ctx).Err()
	}
}
