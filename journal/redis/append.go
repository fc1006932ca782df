package redis

import (
	"bytes"
	"context"
	"errors"
	"fmt"

	goredis "github.com/redis/go-redis/v9"

	"soundings/journal"
)

// MaxBatch is how many bytes of records one Append takes: all of them are one
// script, which has to fit into what Redis reads as one command, and which
// holds up every other client while it runs.
const MaxBatch = 256 << 20

// errDamaged is when the log and the head of a stream do not fit together.
var errDamaged = errors.New("its log and its head in Redis do not fit together: " +
	"keys were changed, removed or evicted; run soundings check, and restore from a copy")

// appendScript is atomic because Redis runs one script at a time, all of it,
// and writes what it did to the append-only file and to replicas as one.
// Whatever Redis may refuse (no memory, no replicas, read only) it refuses at
// the first write, when nothing is done yet.
//
//	KEYS  log, head; for a barrier of an empty stream, something to write
//	ARGV  head expected, "" for an empty stream; its place and raw hash;
//	      head after; then raw hash and data of each record
func appendScript() *goredis.Script {
	return goredis.NewScript(`
local head = redis.call('GET', KEYS[2]) or ''
local length = redis.call('XLEN', KEYS[1])
if head == ARGV[1] then
  local seq = tonumber(ARGV[2])
  if length ~= seq then return 'damaged' end
  for i = 5, #ARGV, 2 do
    seq = seq + 1
    redis.call('XADD', KEYS[1], string.format('%.0f-0', seq), 'h', ARGV[i], 'd', ARGV[i + 1])
  end
  redis.call('SET', KEYS[3] or KEYS[2], ARGV[4])
  return 'ok'
end
local last = tonumber(string.match(head, '^%d+') or '0')
if length ~= last then return 'damaged' end
if ARGV[1] == '' then return 'conflict' end
if tonumber(ARGV[2]) < last then
  local id = ARGV[2] .. '-0'
  local found = redis.call('XRANGE', KEYS[1], id, id)[1]
  if found and found[2][2] == ARGV[3] then return 'conflict' end
end
return 'diverged'`)
}

// Append adds recs after the given head, in one script; see [MaxBatch].
func (s *Store) Append(ctx context.Context, stream string, after journal.Head, recs ...journal.Record) (journal.Head, error) {
	if err := journal.CheckAppend(stream, recs); err != nil {
		return journal.Head{}, err
	}
	doing := fmt.Sprintf("append to %s after %d", stream, after.Seq)
	leave, err := s.enter(ctx)
	if err != nil {
		return journal.Head{}, fmt.Errorf("%s: %w", doing, err)
	}
	defer leave()
	head, args, err := appendArgs(after, recs)
	if err != nil {
		return journal.Head{}, fmt.Errorf("%s: %w", doing, err)
	}
	keys := []string{s.key(stream, "log"), s.key(stream, "head")}
	if head.Seq == 0 {
		keys = append(keys, s.key(stream, "barrier"))
	}
	reply, err := s.submit(ctx, &write{script: s.scripts.append, keys: keys, args: args})
	if err != nil {
		return journal.Head{}, s.failed(ctx, doing, err)
	}
	switch reply {
	case replyOK:
		return head, nil
	case replyConflict:
		err = journal.ErrConflict
	case replyDiverged:
		err = journal.ErrDiverged
	default:
		err = errDamaged
	}
	return journal.Head{}, fmt.Errorf("%s: %w", doing, err)
}

// appendArgs makes the script's arguments. They hold a copy of the data, for
// the reason that submit gives.
func appendArgs(after journal.Head, recs []journal.Record) (head journal.Head, args []any, err error) {
	args = make([]any, 4, 4+2*len(recs))
	args[0], args[1], args[2] = headText(after), uint64(after.Seq), after.Hash[:]
	head = after
	size := 0
	for _, r := range recs {
		if size += len(r.Data); size > MaxBatch {
			return head, nil, fmt.Errorf("%d records at once: %w", len(recs), journal.ErrTooLarge)
		}
		head = head.Next(r.Data)
		args = append(args, bytes.Clone(head.Hash[:]), append([]byte{}, r.Data...))
	}
	args[3] = headText(head)
	return head, args, nil
}

// headText is a head as its key holds it.
func headText(h journal.Head) string {
	if h == (journal.Head{}) {
		return ""
	}
	return fmt.Sprintf("%d %v", h.Seq, h.Hash)
}
