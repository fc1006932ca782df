package journal

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"

	"golang.org/x/mod/sumdb/note"
)

// Sighting is a signed checkpoint that was seen somewhere: in the record
// itself, in a digest, in somebody's notes.
type Sighting struct {
	Signed string
	Where  string // for people, such as "digest of 13 June"
}

// Seen is a checkpoint whose signature held, and where it was seen.
type Seen struct {
	Checkpoint
	Where string
}

func (s Seen) String() string {
	if s.Where == "" {
		return fmt.Sprintf("the checkpoint over %d records", s.Size)
	}
	return fmt.Sprintf("the checkpoint over %d records (%s)", s.Size, s.Where)
}

// RewrittenError says between which two checkpoints a stream is no longer
// what it was when they were signed.
type RewrittenError struct {
	Stream  string
	Records uint64 // in the stream now
	Agrees  *Seen  // the last before Differs that agrees; nil if none does
	Differs Seen   // the first that does not
}

// Error names both checkpoints.
func (e *RewrittenError) Error() string {
	first, agrees := uint64(1), "no checkpoint before it agrees"
	if e.Agrees != nil {
		first, agrees = e.Agrees.Size+1, e.Agrees.String()+" agrees"
	}
	if e.Differs.Size > e.Records {
		return fmt.Sprintf("%s: records are missing: it ends at %d, but %v was signed; %s",
			e.Stream, e.Records, e.Differs, agrees)
	}
	return fmt.Sprintf("%s: the record was changed between record %d and record %d: %v does not agree; %s",
		e.Stream, first, e.Differs.Size, e.Differs, agrees)
}

// Agreement is what VerifyCheckpoints found to hold.
type Agreement struct {
	Records uint64 // in the stream now
	Root    Hash   // over all of them
	Last    *Seen  // the checkpoint over the most records that agrees; nil if none does
	Count   int    // of those that agree
}

// VerifyCheckpoints recomputes the Merkle tree of a stream in one pass and
// compares it with all checkpoints that were seen, in any order. This finds
// what the chain cannot show: a stream that was rewritten with all its hashes,
// or cut short, after somebody saw a checkpoint.
//
// The error is, or holds, a *RewrittenError if one does not agree. Sightings
// that cannot be relied on (another key, another origin, damaged) are errors
// too, each with its Where; they do not keep the others from being compared.
func VerifyCheckpoints(
	ctx context.Context, j Journal, stream, origin string, verifier note.Verifier, sightings []Sighting,
) (Agreement, error) {
	seen, refused := openSightings(origin, verifier, sightings)
	comparison := comparison{stream: stream, seen: seen}
	var tree Tree
	comparison.at(&tree)
	for r, err := range j.Read(ctx, stream, 0) {
		if err != nil {
			return Agreement{}, fmt.Errorf("verify %s after %d: %w", stream, tree.Size(), err)
		}
		tree.Append(r.Data)
		comparison.at(&tree)
	}
	found := Agreement{Records: tree.Size(), Root: tree.Root(), Last: comparison.last, Count: comparison.count}
	if len(comparison.seen) > 0 && comparison.differs == nil { // over more records than there are
		comparison.differ(comparison.seen[0])
	}
	if comparison.differs != nil {
		comparison.differs.Records = tree.Size()
		refused = append([]error{comparison.differs}, refused...)
	}
	return found, errors.Join(refused...)
}

// openSightings gives the checkpoints that hold, fewest records first.
func openSightings(origin string, verifier note.Verifier, sightings []Sighting) (seen []Seen, refused []error) {
	for _, s := range sightings {
		checkpoint, err := OpenCheckpoint(s.Signed, verifier)
		if err == nil && checkpoint.Origin != origin {
			err = fmt.Errorf("it is of %q, not of %q", checkpoint.Origin, origin)
		}
		if err != nil {
			refused = append(refused, fmt.Errorf("checkpoint seen in %s: %w", cmp.Or(s.Where, "a place unnamed"), err))
			continue
		}
		seen = append(seen, Seen{Checkpoint: checkpoint, Where: s.Where})
	}
	slices.SortStableFunc(seen, func(a, b Seen) int { return cmp.Compare(a.Size, b.Size) })
	return seen, refused
}

// comparison holds checkpoints against a growing tree.
type comparison struct {
	stream  string
	seen    []Seen // those that the tree has not reached
	last    *Seen
	count   int
	differs *RewrittenError
}

// at compares the checkpoints over exactly as many records as the tree has.
func (c *comparison) at(tree *Tree) {
	for len(c.seen) > 0 && c.seen[0].Size == tree.Size() {
		now := c.seen[0]
		c.seen = c.seen[1:]
		if now.Root == tree.Root() {
			c.last = &now
			c.count++
		} else {
			c.differ(now)
		}
	}
}

// differ notes the first that does not agree.
func (c *comparison) differ(now Seen) {
	if c.differs == nil {
		c.differs = &RewrittenError{Stream: c.stream, Agrees: c.last, Differs: now}
	}
}
