package app

import (
	"context"
	"fmt"
	"os"
	"regexp"
	"strconv"
	"strings"

	"soundings/journal"
)

// sighting is what somebody saw of a record outside of it: a signed
// checkpoint in a file, or the line in which a digest names one.
type sighting struct {
	signed     []journal.Sighting
	size       uint64 // of the line; 0 where there is none
	head, tail string // how its root begins and ends, hexadecimal
	text       string
}

func (s sighting) empty() bool { return len(s.signed) == 0 && s.size == 0 }

// seenLine is the line as the digest has it, with dots for what it leaves out.
var seenLine = regexp.MustCompile(`(\d+) entries, checkpoint ([0-9a-f]{4,})(?:…|\.\.\.)?([0-9a-f]*)`)

// readSeen reads what was given: the line, or the name of a file that holds
// the line or a signed checkpoint.
func readSeen(what string) (sighting, error) {
	if what == "" {
		return sighting{}, nil
	}
	if s, ok := parseSeen(what); ok {
		return s, nil
	}
	data, err := os.ReadFile(what) //nolint:gosec // named by whoever runs the program
	if err != nil {
		return sighting{}, fmt.Errorf("%q is neither a line such as \"412 entries, checkpoint 8f3a01…c1d2\" nor a file that can be read: %w", what, err)
	}
	if s, ok := parseSeen(string(data)); ok {
		return s, nil
	}
	return sighting{signed: []journal.Sighting{{Signed: string(data), Where: what}}}, nil
}

func parseSeen(text string) (sighting, bool) {
	m := seenLine.FindStringSubmatch(strings.ToLower(text))
	if m == nil {
		return sighting{}, false
	}
	size, err := strconv.ParseUint(m[1], 10, 64)
	return sighting{size: size, head: m[2], tail: m[3], text: strings.TrimSpace(m[0])}, err == nil && size > 0
}

// agrees compares the line with the record: the root over as many entries has
// to begin and end as the digest said.
func (s sighting) agrees(ctx context.Context, j journal.Journal, stream string) error {
	if s.size == 0 {
		return nil
	}
	var tree journal.Tree
	for r, err := range j.Read(ctx, stream, 0) {
		if err != nil {
			return fmt.Errorf("read %s: %w", stream, err)
		}
		tree.Append(r.Data)
		if tree.Size() == s.size {
			break
		}
	}
	if tree.Size() < s.size {
		return fmt.Errorf("entries are missing: it has %d, and a digest said %q", tree.Size(), s.text)
	}
	if root := tree.Root().String(); !strings.HasPrefix(root, s.head) || !strings.HasSuffix(root, s.tail) {
		return fmt.Errorf("its first %d entries are not those of which a digest said %q", s.size, s.text)
	}
	return nil
}
