package journal_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"
	"strings"
	"testing"

	"golang.org/x/mod/sumdb/note"
	"pgregory.net/rapid"

	"soundings/journal"
)

// tape is a journal of one stream whose records a test alters at will.
type tape []journal.Record

func (t tape) Append(context.Context, string, journal.Head, ...journal.Record) (journal.Head, error) {
	return journal.Head{}, journal.ErrUnavailable
}

func (t tape) Read(_ context.Context, _ string, after journal.Seq) iter.Seq2[journal.Record, error] {
	return func(yield func(journal.Record, error) bool) {
		for _, r := range t {
			if r.Seq > after && !yield(r, nil) {
				return
			}
		}
	}
}

func (t tape) Streams(context.Context) iter.Seq2[string, error] {
	return func(func(string, error) bool) {}
}

// taped gives n records as they were appended.
func taped(n int) tape {
	t := make(tape, n)
	var head journal.Head
	for i := range t {
		data := fmt.Appendf(nil, "entry %d", i+1)
		head = head.Next(data)
		t[i] = journal.Record{Seq: head.Seq, Hash: head.Hash, Data: data}
	}
	return t
}

// renumber puts the records in the places where they stand, as somebody who
// hides a gap would.
func (t tape) renumber() tape {
	for i := range t {
		t[i].Seq = journal.Seq(i + 1)
	}
	return t
}

// rehash makes the chain sound again, as somebody who knows how would.
func (t tape) rehash() tape {
	var head journal.Head
	for i := range t {
		head = head.Next(t[i].Data)
		t[i].Seq, t[i].Hash = head.Seq, head.Hash
	}
	return t
}

// Alterations of ten records, and what Verify says of them.
var alterations = []struct {
	name  string
	alter func(t tape) tape
	want  string
}{
	{"changed", func(t tape) tape { t[4].Data = []byte("lie"); return t }, "record 5 was changed"},
	{"first changed", func(t tape) tape { t[0].Data = []byte("lie"); return t }, "record 1 was changed"},
	{"last changed", func(t tape) tape { t[9].Data = []byte("lie"); return t }, "record 10 was changed or added"},
	{"hash changed", func(t tape) tape { t[4].Hash[0]++; return t }, "record 5 was changed, and so were others after it"},
	{"two changed", func(t tape) tape { t[4].Data, t[5].Data = []byte("lie"), []byte("lie"); return t }, "record 5 was changed, and so were others after it"},
	{"dropped", func(t tape) tape { return slices.Delete(t, 4, 5) }, "record 5 is missing"},
	{"several dropped", func(t tape) tape { return slices.Delete(t, 4, 7) }, "record 5 is missing, as are all up to 7"},
	{"first dropped", func(t tape) tape { return t[1:] }, "record 1 is missing"},
	{"dropped, renumbered", func(t tape) tape { return slices.Delete(t, 4, 5).renumber() }, "record 5 was dropped (1 in all) and those after it renumbered"},
	{"several dropped, renumbered", func(t tape) tape { return slices.Delete(t, 4, 7).renumber() }, "record 5 was dropped (3 in all) and those after it renumbered"},
	{"data of neighbours swapped", func(t tape) tape { t[4].Data, t[5].Data = t[5].Data, t[4].Data; return t }, "record 5 was swapped with record 6"},
	{"data swapped", func(t tape) tape { t[4].Data, t[8].Data = t[8].Data, t[4].Data; return t }, "record 5 was swapped with record 9"},
	{"neighbours swapped", func(t tape) tape { t[4], t[5] = t[5], t[4]; return t.renumber() }, "record 5 was swapped with record 6"},
	{"last two swapped", func(t tape) tape { t[8], t[9] = t[9], t[8]; return t.renumber() }, "record 9 was swapped with record 10"},
	{"records swapped", func(t tape) tape { t[4], t[8] = t[8], t[4]; return t.renumber() }, "record 5 was swapped with record 9"},
	{"added", func(t tape) tape { return slices.Insert(t, 4, journal.Record{Data: []byte("lie")}).renumber() }, "record 5 was added (1 in all) and those after it renumbered"},
	{"several added", func(t tape) tape {
		return slices.Insert(t, 4, journal.Record{Data: []byte("lie")}, journal.Record{Data: []byte("lie")}).renumber()
	}, "record 5 was added (2 in all) and those after it renumbered"},
	{"added at the end", func(t tape) tape { return append(t, journal.Record{Data: []byte("lie")}).renumber() }, "record 11 was changed or added"},
	{"doubled", func(t tape) tape { return slices.Insert(t, 5, t[4]).renumber() }, "record 6 was added (1 in all) and those after it renumbered"},
	{"out of order", func(t tape) tape { t[4].Seq = 4; return t }, "record 5 is out of order"},
}

func TestVerifyNamesTheFirstBreak(t *testing.T) {
	for _, c := range alterations {
		t.Run(c.name, func(t *testing.T) {
			_, err := journal.Verify(t.Context(), c.alter(taped(10)), "s", journal.Head{})
			var broken *journal.BrokenError
			if !errors.As(err, &broken) || err.Error() != "s: "+c.want {
				t.Errorf("Verify = %v, want %q", err, "s: "+c.want)
			}
		})
	}
}

func TestVerifyWhole(t *testing.T) {
	whole := taped(10)
	for n := range 11 {
		var from journal.Head
		if n > 0 {
			from = whole[n-1].Head()
		}
		if head, err := journal.Verify(t.Context(), whole, "s", from); err != nil || head != whole[9].Head() {
			t.Errorf("Verify from %d = %d, %v, want 10", n, head.Seq, err)
		}
	}
}

func TestVerifyFromAHeadThatIsNotThere(t *testing.T) {
	whole := taped(10)
	known := whole[4].Head()
	for want, stream := range map[string]tape{
		"s: record 5 is missing":                    whole[:4],
		"s: record 5 is not the one that was known": append(taped(10)[:3:3], whole[4:]...).rehash(),
	} {
		if _, err := journal.Verify(t.Context(), stream, "s", known); err == nil || err.Error() != want {
			t.Errorf("Verify = %v, want %q", err, want)
		}
	}
}

// TestVerifyFindsAnyAlteration: whatever is done to one record shows at it.
func TestVerifyFindsAnyAlteration(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 30).Draw(t, "n")
		at := rapid.IntRange(0, n-1).Draw(t, "at")
		altered := taped(n)
		data := rapid.SliceOf(rapid.Byte()).Draw(t, "data")
		if bytes.Equal(data, altered[at].Data) {
			t.Skip("nothing was altered")
		}
		altered[at].Data = data
		_, err := journal.Verify(context.Background(), altered, "s", journal.Head{})
		var broken *journal.BrokenError
		if !errors.As(err, &broken) || broken.Seq != journal.Seq(at+1) {
			t.Fatalf("Verify = %v, want a break at %d", err, at+1)
		}
	})
}

const origin = "soundings/digital-care"

func checkpointKey(t *testing.T, seed byte) (note.Signer, note.Verifier) {
	t.Helper()
	signer, public, err := journal.CheckpointKey(bytes.Repeat([]byte{seed}, 32), "westmere")
	if err != nil {
		t.Fatal(err)
	}
	verifier, err := note.NewVerifier(public)
	if err != nil {
		t.Fatal(err)
	}
	return signer, verifier
}

// sighted signs a checkpoint over the first n records.
func sighted(t *testing.T, signer note.Signer, records tape, n int, where string) journal.Sighting {
	t.Helper()
	var tree journal.Tree
	for _, r := range records[:n] {
		tree.Append(r.Data)
	}
	signed, err := journal.Checkpoint{Origin: origin, Size: uint64(n), Root: tree.Root()}.Sign(signer)
	if err != nil {
		t.Fatal(err)
	}
	return journal.Sighting{Signed: signed, Where: where}
}

func TestVerifyCheckpoints(t *testing.T) {
	signer, verifier := checkpointKey(t, 7)
	seen := []journal.Sighting{ // in no order
		sighted(t, signer, taped(500), 360, "digest of 20 June"),
		sighted(t, signer, taped(500), 120, "digest of 6 June"),
		sighted(t, signer, taped(500), 240, "digest of 13 June"),
		sighted(t, signer, taped(500), 0, ""),
	}
	for _, c := range []struct {
		name  string
		alter func(t tape) tape
		want  string // "" for agreement
	}{
		{"untouched", func(t tape) tape { return t }, ""},
		{"changed after the last", func(t tape) tape { t[400].Data = []byte("lie"); return t }, ""},
		{
			"rewritten", func(t tape) tape { t[149].Data = []byte("lie"); return t },
			"s: the record was changed between record 121 and record 240: the checkpoint over 240 records (digest of 13 June) does not agree; the checkpoint over 120 records (digest of 6 June) agrees",
		},
		{
			"dropped", func(t tape) tape { return slices.Delete(t, 300, 301) },
			"s: the record was changed between record 241 and record 360: the checkpoint over 360 records (digest of 20 June) does not agree; the checkpoint over 240 records (digest of 13 June) agrees",
		},
		{
			"swapped", func(t tape) tape { t[0], t[1] = t[1], t[0]; return t },
			"s: the record was changed between record 1 and record 120: the checkpoint over 120 records (digest of 6 June) does not agree; the checkpoint over 0 records agrees",
		},
		{
			"added", func(t tape) tape { return slices.Insert(t, 125, journal.Record{Data: []byte("lie")}) },
			"s: the record was changed between record 121 and record 240: the checkpoint over 240 records (digest of 13 June) does not agree; the checkpoint over 120 records (digest of 6 June) agrees",
		},
		{
			"cut short", func(t tape) tape { return t[:200] },
			"s: records are missing: it ends at 200, but the checkpoint over 240 records (digest of 13 June) was signed; the checkpoint over 120 records (digest of 6 June) agrees",
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			stream := c.alter(taped(500)).rehash() // the chain is sound
			if _, err := journal.Verify(t.Context(), stream, "s", journal.Head{}); err != nil {
				t.Fatalf("Verify = %v, want nil", err)
			}
			found, err := journal.VerifyCheckpoints(t.Context(), stream, "s", origin, verifier, seen)
			if c.want == "" {
				if err != nil || found.Count != 4 || found.Last.Size != 360 || found.Records != 500 {
					t.Errorf("VerifyCheckpoints = %+v, %v, want agreement with 4", found, err)
				}
				return
			}
			var rewritten *journal.RewrittenError
			if !errors.As(err, &rewritten) || rewritten.Error() != c.want {
				t.Errorf("VerifyCheckpoints = %v, want\n%s", err, c.want)
			}
		})
	}
}

func TestVerifyCheckpointsRefusesSightings(t *testing.T) {
	signer, verifier := checkpointKey(t, 7)
	stranger, _ := checkpointKey(t, 8)
	good := sighted(t, signer, taped(10), 5, "digest")
	bad := good
	bad.Signed = strings.Replace(bad.Signed, "\n5\n", "\n6\n", 1)
	bad.Where = "an altered note"
	found, err := journal.VerifyCheckpoints(t.Context(), taped(10), "s", origin, verifier,
		[]journal.Sighting{bad, sighted(t, stranger, taped(10), 5, "another's note"), good})
	if found.Count != 1 || found.Last == nil || found.Last.Size != 5 {
		t.Errorf("VerifyCheckpoints agrees with %d, want the good one", found.Count)
	}
	for _, where := range []string{"an altered note", "another's note"} {
		if err == nil || !strings.Contains(err.Error(), where) {
			t.Errorf("VerifyCheckpoints = %v, want it to name %q", err, where)
		}
	}
	if _, ok := errors.AsType[*journal.RewrittenError](err); ok {
		t.Errorf("VerifyCheckpoints says that the stream was rewritten: %v", err)
	}
	_, err = journal.VerifyCheckpoints(t.Context(), taped(10), "s", "soundings/other", verifier, []journal.Sighting{good})
	if err == nil || !strings.Contains(err.Error(), `it is of "soundings/digital-care"`) {
		t.Errorf("VerifyCheckpoints of another origin = %v, want an error", err)
	}
}
