package app

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"strings"

	"golang.org/x/mod/sumdb/note"

	"soundings/config"
	"soundings/journal"
)

// logCommand writes an engagement's record.
func logCommand(ctx context.Context, e Environment, args []string) error {
	f := flags("log")
	file := f.String("config", "", "configuration file")
	asJSON := f.Bool("json", false, "the entries as they are stored")
	if err := parse(f, args); err != nil {
		return err
	}
	store, _, err := reader(ctx, e, *file)
	if err != nil {
		return err
	}
	defer func() { _ = store.Close() }() // it was only read
	if f.NArg() != 1 {
		return fmt.Errorf("name one engagement; there are: %s: %w", engagementsIn(ctx, store), errUsage)
	}
	out := bufio.NewWriter(e.Stdout)
	if err := writeLog(ctx, store, f.Arg(0), *asJSON, out); err != nil {
		if errors.Is(err, errNoEngagement) {
			return fmt.Errorf("%w; there are: %s", err, engagementsIn(ctx, store))
		}
		return err
	}
	return out.Flush()
}

func reader(ctx context.Context, e Environment, file string) (journal.Store, config.Config, error) {
	c, err := loadConfig(e, file)
	if err != nil {
		return nil, c, err
	}
	store, err := openReader(ctx, c)
	return store, c, err
}

// engagementsIn names the engagements in a record, for people.
func engagementsIn(ctx context.Context, store journal.Store) string {
	names, err := engagementNames(ctx, store)
	if err != nil || len(names) == 0 {
		return "none yet"
	}
	return strings.Join(names, ", ")
}

func engagementNames(ctx context.Context, store journal.Store) ([]string, error) {
	var names []string
	for stream, err := range store.Streams(ctx) {
		if err != nil {
			return nil, fmt.Errorf("list engagements: %w", err)
		}
		if name, ok := strings.CutPrefix(stream, streamOf("")); ok {
			names = append(names, name)
		}
	}
	return names, nil
}

// verifyCommand checks the records of one engagement, or of all.
func verifyCommand(ctx context.Context, e Environment, args []string) error {
	f := flags("verify")
	file := f.String("config", "", "configuration file")
	seenWhat := f.String("seen", "", "what a digest said, such as \"412 entries, checkpoint 8f3a…c1\", or a file with a signed checkpoint")
	keyFile := f.String("key", "", "a file with the public half of the checkpoint key, if not the service's own")
	if err := parse(f, args); err != nil {
		return err
	}
	store, c, err := reader(ctx, e, *file)
	if err != nil {
		return err
	}
	defer func() { _ = store.Close() }() // it was only read
	verifier, err := verifierFor(c.KeyFile, *keyFile)
	if err != nil {
		return err
	}
	names := f.Args()
	if len(names) == 0 {
		if names, err = engagementNames(ctx, store); err != nil {
			return err
		}
	}
	seen, err := readSeen(*seenWhat)
	if err != nil {
		return err
	}
	if len(names) != 1 && !seen.empty() {
		return fmt.Errorf("name the one engagement whose digest said %q: %w", *seenWhat, errUsage)
	}
	return verifyAll(ctx, e, store, names, verifier, seen)
}

func verifierFor(keyFile, publicFile string) (note.Verifier, error) {
	if publicFile != "" {
		return readVerifier(publicFile)
	}
	return loadVerifier(keyFile)
}

// verifyAll verifies each, and tells of all before it fails.
func verifyAll(ctx context.Context, e Environment, store journal.Store, names []string, v note.Verifier, seen sighting) error {
	if len(names) == 0 {
		_, err := fmt.Fprintln(e.Stdout, "There is no engagement in this record yet.")
		return err
	}
	var failed error
	for _, name := range names {
		agreement, err := verifyRecord(ctx, store, name, v, seen)
		if err != nil {
			_, _ = fmt.Fprintf(e.Stdout, "%s: NOT whole. %v\n", name, err)
			failed = errSaid
			continue
		}
		_, _ = fmt.Fprintf(e.Stdout, "%s: whole. %d entries; %s. The record now: %s\n",
			name, agreement.Records, agreeing(agreement.Count, seen), agreement.Root)
	}
	return failed
}

// agreeing says what the record agrees with.
func agreeing(signed int, seen sighting) string {
	text := fmt.Sprintf("%d signed checkpoints agree with them", signed)
	if signed == 1 {
		text = "1 signed checkpoint agrees with them"
	}
	if seen.size > 0 {
		text += ", and so does what the digest said"
	}
	return text
}
