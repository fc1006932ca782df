package journal

import (
	"context"
	"fmt"
)

// BrokenError names the first place where a stream is not what was appended.
type BrokenError struct {
	Stream string
	Seq    Seq    // the place
	What   string // what is wrong there, in plain words that follow "record 5"
}

// Error says what is wrong, and where.
func (e *BrokenError) Error() string {
	return fmt.Sprintf("%s: record %d %s", e.Stream, e.Seq, e.What)
}

// Verify walks a stream and checks the chain, from the beginning (the zero
// Head) or from a head that is known to be right. It returns where the stream
// ends. If the chain breaks the error is a *BrokenError for the first place.
//
// Two things it cannot see, since the chain that remains is sound: records
// missing from the end, and a stream rewritten with all its hashes. For those
// see VerifyCheckpoints.
func Verify(ctx context.Context, j Journal, stream string, from Head) (Head, error) {
	if err := verifyStart(ctx, j, stream, from); err != nil {
		return Head{}, err
	}
	head := from
	for r, err := range j.Read(ctx, stream, from.Seq) {
		if err != nil {
			return head, fmt.Errorf("verify %s after %d: %w", stream, head.Seq, err)
		}
		next := head.Next(r.Data)
		if r.Head() == next {
			head = next
			continue
		}
		what, err := diagnose(ctx, j, stream, head, r)
		if err != nil {
			return head, fmt.Errorf("verify %s after %d: %w", stream, head.Seq, err)
		}
		return head, &BrokenError{Stream: stream, Seq: next.Seq, What: what}
	}
	return head, nil
}

// verifyStart checks that the stream has the head from which it is verified.
func verifyStart(ctx context.Context, j Journal, stream string, from Head) error {
	if from.Seq == 0 {
		return nil
	}
	for r, err := range j.Read(ctx, stream, from.Seq-1) {
		switch {
		case err != nil:
			return fmt.Errorf("verify %s after %d: %w", stream, from.Seq-1, err)
		case r.Seq != from.Seq:
			return &BrokenError{Stream: stream, Seq: from.Seq, What: "is missing"}
		case r.Hash != from.Hash:
			return &BrokenError{Stream: stream, Seq: from.Seq, What: "is not the one that was known"}
		}
		return nil
	}
	return &BrokenError{Stream: stream, Seq: from.Seq, What: "is missing"}
}

// lookAhead is how many records past a break are looked at to say what was
// done, and how many may be missing there.
const lookAhead = 4096

// diagnose says what was done where bad stands, the record found after head,
// as far as the records that follow tell.
func diagnose(ctx context.Context, j Journal, stream string, head Head, bad Record) (string, error) {
	place := head.Seq + 1
	switch {
	case bad.Seq == place+1:
		return "is missing", nil
	case bad.Seq > place:
		return fmt.Sprintf("is missing, as are all up to %d", bad.Seq-1), nil
	case bad.Seq < place:
		return "is out of order", nil
	}
	later := make([]Record, 0, 16)
	for r, err := range j.Read(ctx, stream, place) {
		if err != nil {
			return "", err
		}
		if later = append(later, r); len(later) == lookAhead {
			break
		}
	}
	return explain(head, bad, later), nil
}

// explain finds what was done from the hashes: each was made of the hash
// before, the place and the data as they were, and still says so.
func explain(head Head, bad Record, later []Record) string {
	for i, r := range later {
		switch own := head.Next(r.Data); own.Hash {
		case r.Hash: // the whole record stands elsewhere
			return moved(own, bad, later, i)
		case bad.Hash: // its data does
			return fmt.Sprintf("was swapped with record %d", r.Seq)
		}
	}
	if len(later) == 0 {
		return "was changed or added"
	}
	next := later[0]
	if bad.Head().Next(next.Data).Hash == next.Hash {
		return "was changed"
	}
	for missing := Seq(1); missing <= lookAhead; missing++ {
		shifted := Head{Seq: bad.Seq + missing, Hash: bad.Hash}
		if shifted.Next(next.Data).Hash == next.Hash {
			return fmt.Sprintf("was dropped (%d in all) and those after it renumbered", missing)
		}
	}
	return "was changed, and so were others after it"
}

// moved says how the record that belongs in bad's place came to stand at
// later[i], whole: by a swap, or because others were put before it. Own is the
// head with that record.
func moved(own Head, bad Record, later []Record, i int) string {
	swapped := own.Next(bad.Data).Hash == bad.Hash // the neighbours changed places
	if i > 0 {                                     // those between them stayed
		swapped = own.Next(later[0].Data).Hash == later[0].Hash
	}
	if swapped {
		return fmt.Sprintf("was swapped with record %d", later[i].Seq)
	}
	return fmt.Sprintf("was added (%d in all) and those after it renumbered", i+1)
}
