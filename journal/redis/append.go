package redis

import (
	"context"
	"errors"
	"fmt"

	goredis "github.com/redis/go-redis/v9"

	"soundings/journal"
)

// MaxBatch is how many bytes of records one Append takes: all of them are one
// entry, which has to fit into what Redis reads as one command, and which
// holds up every other client while it runs.
const MaxBatch = 256 << 20

// errDamaged is when a stream's log is not what was written.
var errDamaged = errors.New("what Redis has of it is not what was written: " +
	"keys were changed, removed or evicted; run soundings check, and restore from a copy")

// appendScript is atomic because Redis runs one script at a time, all of it,
// and because it writes once: several writes would stand between MULTI and
// EXEC in the append-only file, and a server that is killed while it writes
// them can bring half of them back later (see [sealScript]).
//
//	KEYS  log; begun; for a barrier, something to write
//	ARGV  place of the head expected and its raw hash, "" for an empty
//	      stream; for records, id, raw hash after them, field and data
func appendScript() *goredis.Script {
	return goredis.NewScript(`
local last = redis.call('XREVRANGE', KEYS[1], '+', '-', 'COUNT', 1)[1]
local seq, hash = 0, ''
if last then
  seq, hash = tonumber(string.match(last[1], '^(%d+)%-0$')), last[2][2]
  if not seq or last[2][1] ~= 'h' or #hash ~= 32 then return 'damaged' end
elseif redis.call('EXISTS', KEYS[2]) == 1 then
  return 'damaged'
end
local expected = tonumber(ARGV[1])
if seq == expected and hash == ARGV[2] then
  if #ARGV == 2 then
    redis.call('SET', KEYS[3], '1')
    return 'ok'
  end
  local added = redis.pcall('XADD', KEYS[1], ARGV[3], 'h', ARGV[4], ARGV[5], ARGV[6])
  if type(added) ~= 'table' or not added.err then return 'ok' end
  if string.find(added.err, 'equal or smaller', 1, true) then return 'damaged' end
  return added
end
if ARGV[2] == '' then return 'conflict' end
if expected < seq then return 'behind' end
return 'diverged'`)
}

// sealScript writes twice, so that the append-only file gets an EXEC. A server
// that was killed while it wrote a transaction drops its part of it when it
// loads the file, but Redis 7.0 and others leave MULTI in the file. What is
// written after that is a part of that transaction when the file is loaded
// again: it is dropped if no EXEC comes, whoever acknowledged it. The lease of
// a turn that ran out is such a transaction: Redis deletes it and sets it anew.
func sealScript() *goredis.Script {
	return goredis.NewScript(`
redis.call('SET', KEYS[1], '1')
redis.call('DEL', KEYS[1])
return 'ok'`)
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
	keys := []string{s.key(stream, "log"), s.key(stream, "begun")}
	if len(recs) == 0 {
		keys = append(keys, s.key(stream, "barrier"))
	}
	reply, err := s.submit(ctx, &write{script: s.scripts.append, keys: keys, args: args})
	if err == nil && reply == replyBehind {
		reply, err = s.behind(ctx, stream, after)
	}
	if err != nil {
		return journal.Head{}, s.failed(ctx, doing, err)
	}
	switch reply {
	case replyOK:
		if after.Seq == 0 && len(recs) > 0 {
			s.begun(ctx, stream)
		}
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

// behind says whether a stream that went on still has the record that was
// taken for its last.
func (s *Store) behind(ctx context.Context, stream string, after journal.Head) (reply string, err error) {
	records, err := s.entryWith(ctx, stream, after.Seq)
	if errors.Is(err, errDamaged) {
		return replyDamaged, nil
	}
	if err != nil {
		return "", err
	}
	for _, r := range records {
		if r.Head() == after {
			return replyConflict, nil
		}
	}
	return replyDiverged, nil
}

// begun notes that the stream has records, so that a log that is gone is not
// taken for one that is new. It is written after them and apart from them: a
// note of what is not there would keep the stream from ever beginning. Where
// it fails, only that is not noticed.
func (s *Store) begun(ctx context.Context, stream string) {
	_, _ = s.submit(ctx, &write{script: s.scripts.set, keys: []string{s.key(stream, "begun")}, args: []any{"1"}})
}

// appendArgs makes the script's arguments. They hold a copy of the data, for
// the reason that submit gives.
func appendArgs(after journal.Head, recs []journal.Record) (head journal.Head, args []any, err error) {
	head = after
	size := 0
	chained := make([]journal.Record, len(recs))
	for i, r := range recs {
		if size += len(r.Data); size > MaxBatch {
			return head, nil, fmt.Errorf("%d records at once: %w", len(recs), journal.ErrTooLarge)
		}
		head = head.Next(r.Data)
		chained[i] = journal.Record{Seq: head.Seq, Hash: head.Hash, Data: r.Data}
	}
	args = []any{uint64(after.Seq), rawHash(after)}
	if len(recs) > 0 {
		field, data := packEntry(chained)
		args = append(args, entryID(head.Seq), rawHash(head), field, data)
	}
	return head, args, nil
}

// rawHash is a head's hash as entries hold it, nothing for an empty stream.
func rawHash(h journal.Head) []byte {
	if h == (journal.Head{}) {
		return []byte{}
	}
	return h.Hash[:]
}
