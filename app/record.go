package app

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/note"

	"soundings/bot"
	"soundings/journal"
)

// streamOf is the stream in which an engagement is recorded.
func streamOf(engagement string) string { return "engagement/" + engagement }

// errNoEngagement says that the record has no such engagement.
var errNoEngagement = errors.New("there is no such engagement in this record")

// writeLog writes an engagement's record, an entry per line: its number, its
// time, its kind, and what it says. As JSON each line is the entry as stored.
func writeLog(ctx context.Context, j journal.Journal, engagement string, asJSON bool, w io.Writer) error {
	found := false
	for r, err := range j.Read(ctx, streamOf(engagement), 0) {
		if err != nil {
			return fmt.Errorf("read record of %s: %w", engagement, err)
		}
		found = true
		if asJSON {
			if _, err := fmt.Fprintf(w, "%s\n", r.Data); err != nil {
				return fmt.Errorf("write log: %w", err)
			}
			continue
		}
		f, err := bot.Decode(r.Data)
		if err != nil {
			return fmt.Errorf("entry %d: %w", r.Seq, err)
		}
		if _, err := fmt.Fprintf(w, "%6d  %s  %-24s %s\n",
			r.Seq, f.Time.Format("2006-01-02 15:04:05"), f.Kind, oneLine(f.Data)); err != nil {
			return fmt.Errorf("write log: %w", err)
		}
	}
	if !found {
		return fmt.Errorf("%w: %s", errNoEngagement, engagement)
	}
	return nil
}

// oneLine keeps control characters in what people wrote from reaching the
// terminal. JSON escapes the ASCII ones already.
func oneLine(data []byte) string {
	return strings.Map(func(r rune) rune {
		if r == 0x7f || (r >= 0x80 && r < 0xa0) || (r >= 0x202a && r <= 0x202e) || (r >= 0x2066 && r <= 0x2069) {
			return '\uFFFD'
		}
		return r
	}, string(data))
}

// verifyRecord checks that the record continues itself from the first entry
// to the last and agrees with every signed checkpoint in it, and with those
// that somebody saw elsewhere.
func verifyRecord(ctx context.Context, j journal.Journal, engagement string, v note.Verifier, seen sighting) (journal.Agreement, error) {
	stream := streamOf(engagement)
	head, broken := journal.Verify(ctx, j, stream, journal.Head{})
	if head.Seq == 0 && broken == nil && seen.empty() {
		return journal.Agreement{}, fmt.Errorf("%w: %s", errNoEngagement, engagement)
	}
	sightings := append([]journal.Sighting(nil), seen.signed...)
	for r, err := range j.Read(ctx, stream, 0) {
		if err != nil {
			return journal.Agreement{}, fmt.Errorf("read record of %s: %w", engagement, err)
		}
		f, err := bot.Decode(r.Data)
		if err != nil {
			broken = errors.Join(broken, fmt.Errorf("entry %d is not a fact", r.Seq))
			continue
		}
		if c, ok := checkpointIn(f); ok {
			sightings = append(sightings, journal.Sighting{
				Signed: c.Note, Where: fmt.Sprintf("entry %d, of %s", r.Seq, day(f.Time)),
			})
		}
	}
	agreement, err := journal.VerifyCheckpoints(ctx, j, stream, bot.Origin(engagement), v, sightings)
	return agreement, errors.Join(broken, err, seen.agrees(ctx, j, stream))
}

func checkpointIn(f bot.Fact) (c bot.Checkpoint, ok bool) {
	if f.Kind != "record.checkpoint" {
		return c, false
	}
	err := json.Unmarshal(f.Data, &c)
	return c, err == nil
}

// day is how the command line writes a date.
func day(t time.Time) string { return t.Format("2 January 2006") }
