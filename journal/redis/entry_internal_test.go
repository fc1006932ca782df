package redis

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	goredis "github.com/redis/go-redis/v9"

	"soundings/journal"
)

// entry is what Redis gives of one append.
func entry(t testing.TB, after journal.Head, texts ...string) goredis.XMessage {
	t.Helper()
	recs := make([]journal.Record, len(texts))
	for i, text := range texts {
		recs[i].Data = []byte(text)
	}
	head, args, err := appendArgs(after, recs)
	if err != nil {
		t.Fatal(err)
	}
	return goredis.XMessage{ID: entryID(head.Seq), Values: map[string]any{
		fieldHash: string(args[3].([]byte)), args[4].(string): string(args[5].([]byte)),
	}}
}

func FuzzUnpackBatch(f *testing.F) {
	f.Add([]byte{})
	f.Add([]byte(entry(f, journal.Head{}, "a", "", "b").Values[fieldBatch].(string)))
	f.Fuzz(func(t *testing.T, packed []byte) {
		records, ok := unpackBatch(packed)
		if !ok {
			return
		}
		if len(records) == 1 { // would be packed as it is
			records = append(records, records[0])
		}
		_, data := packEntry(records)
		again, ok := unpackBatch(data)
		if diff := cmp.Diff(records, again); !ok || diff != "" {
			t.Errorf("unpacked, packed and unpacked again: %t (-first +second):\n%s", ok, diff)
		}
	})
}

func TestEntriesThatAreNotOurs(t *testing.T) {
	good := entry(t, journal.Head{}, "a", "b")
	if records, ok := unpackEntry(good); !ok || len(records) != 2 || records[0].Seq != 1 || records[1].Head() != (journal.Head{}).Next([]byte("a")).Next([]byte("b")) {
		t.Fatalf("our own entry is %+v, %t", records, ok)
	}
	packed, hash := good.Values[fieldBatch], good.Values[fieldHash]
	for name, e := range map[string]goredis.XMessage{
		"an id of its own":         {ID: "2-1", Values: good.Values},
		"no number":                {ID: "x-0", Values: good.Values},
		"more records than places": {ID: "1-0", Values: good.Values},
		"no hash":                  {ID: "2-0", Values: map[string]any{fieldBatch: packed}},
		"a short hash":             {ID: "2-0", Values: map[string]any{fieldHash: "x", fieldBatch: packed}},
		"another hash":             {ID: "2-0", Values: map[string]any{fieldHash: entry(t, journal.Head{}, "x").Values[fieldHash], fieldBatch: packed}},
		"no data":                  {ID: "2-0", Values: map[string]any{fieldHash: hash}},
		"an empty batch":           {ID: "2-0", Values: map[string]any{fieldHash: hash, fieldBatch: ""}},
		"a batch that was cut":     {ID: "2-0", Values: map[string]any{fieldHash: hash, fieldBatch: packed.(string)[:60]}},
	} {
		if records, ok := unpackEntry(e); ok {
			t.Errorf("an entry with %s is taken for %+v", name, records)
		}
	}
}
