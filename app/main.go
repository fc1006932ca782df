package app

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
)

// Environment is what the program gets from outside.
type Environment struct {
	Getenv         func(key string) (string, bool)
	Stdin          io.Reader
	Stdout, Stderr io.Writer
}

// command is one thing that the program does. Run returns errUsage, wrapped,
// when it was called wrongly.
type command struct {
	name, args, what string
	run              func(ctx context.Context, e Environment, args []string) error
}

// errUsage says that the program was called wrongly.
var errUsage = errors.New("see soundings help")

// errSaid says that what went wrong has been told already.
var errSaid = errors.New("told already")

func commands() []command {
	return []command{
		{"serve", "[--config FILE]", "the service", serve},
		{"demo", "[--data FOLDER] [--pace DURATION]", "the service with a sample engagement and simulated people", demo},
		{"check", "[--config FILE] [--alive]", "is everything in order? what to do if not", checkCommand},
		{"manifest", "slack | teams -o FILE [--config FILE]", "what to give Slack or Teams to install, for these settings", manifestCommand},
		{"play", "[--data FOLDER] TRANSCRIPT | -", "a conversation file, or you, against the real engine", play},
		{"log", "[--config FILE] [--json] ENGAGEMENT", "the record, readable or as JSON", logCommand},
		{"verify", "[--config FILE] [--seen LINE|FILE] [--key FILE] [ENGAGEMENT …]", "is the record whole and unaltered?", verifyCommand},
	}
}

// Main runs the program and returns its exit code: 0 for success, 1 for
// failure, 2 when it was called wrongly.
func Main(ctx context.Context, args []string, e Environment) int {
	if len(args) == 0 || args[0] == "help" || args[0] == "--help" || args[0] == "-h" {
		usage(e.Stdout)
		return 0
	}
	for _, c := range commands() {
		if c.name != args[0] {
			continue
		}
		err := c.run(ctx, e, args[1:])
		switch {
		case err == nil || errors.Is(err, flag.ErrHelp):
			return 0
		case errors.Is(err, errUsage):
			_, _ = fmt.Fprintf(e.Stderr, "soundings %s: %v\n", c.name, err)
			return 2
		case errors.Is(err, errSaid):
			return 1
		default:
			_, _ = fmt.Fprintf(e.Stderr, "soundings %s: %v\n", c.name, err)
			return 1
		}
	}
	_, _ = fmt.Fprintf(e.Stderr, "soundings: there is no command %q.\n\n", args[0])
	usage(e.Stderr)
	return 2
}

func usage(w io.Writer) {
	_, _ = fmt.Fprint(w, "Soundings leads suppliers through a draft specification, and tells its authors what they said.\n\n")
	for _, c := range commands() {
		_, _ = fmt.Fprintf(w, "  soundings %s %s\n        %s\n", c.name, c.args, c.what)
	}
	_, _ = fmt.Fprint(w, "\nWithout a configuration file everything is kept in the folder \"data\".\n")
}

// flags makes the flags of a command, which tell of their faults in one line.
func flags(name string) *flag.FlagSet {
	f := flag.NewFlagSet(name, flag.ContinueOnError)
	f.SetOutput(io.Discard)
	return f
}

// parse reads args, and makes a wrong flag a wrong usage.
func parse(f *flag.FlagSet, args []string) error {
	if err := f.Parse(args); err != nil {
		if errors.Is(err, flag.ErrHelp) {
			return err
		}
		return fmt.Errorf("%w: %w", err, errUsage)
	}
	return nil
}

// trimmed is the text of a file of one line.
func trimmed(data []byte) string { return string(bytes.TrimSpace(data)) }
