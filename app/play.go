package app

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"time"
	_ "time/tzdata" // a static binary on an empty image has no zones of its own

	"soundings/bot"
	"soundings/internal/transcript"
	"soundings/journal"
	"soundings/journal/sqlite"
)

// Everybody plays in this zone, and a transcript begins on this day unless it
// says otherwise: a Monday morning in the example of the words.
const playZone = "Europe/London"

func playStart(zone *time.Location) time.Time { return time.Date(2026, 6, 1, 9, 0, 0, 0, zone) }

// play plays a transcript, or a person.
func play(ctx context.Context, e Environment, args []string) error {
	f := flags("play")
	data := f.String("data", "", "folder in which to keep the record; without it nothing is kept")
	update := f.Bool("update", false, "write what the bot says into the transcript")
	if err := parse(f, args); err != nil {
		return err
	}
	if f.NArg() != 1 {
		return fmt.Errorf("name a transcript, or - to play yourself: %w", errUsage)
	}
	zone, err := time.LoadLocation(playZone)
	if err != nil {
		return fmt.Errorf("load time zone: %w", err)
	}
	file := f.Arg(0)
	at, folder := playStart(zone), filepath.Dir(file)
	if file == "-" {
		at, folder = time.Now().In(zone), "."
	}
	s, done, err := openStage(ctx, e, *data, at, zone, folder)
	if err != nil {
		return err
	}
	defer done()
	if file == "-" {
		err = playPerson(ctx, e, s)
	} else {
		s.mask = true
		err = playFile(ctx, e, s, file, *update)
	}
	return errors.Join(err, s.stop(context.WithoutCancel(ctx)))
}

// openStage makes the stage over a record in a folder, which is removed when
// it was not asked for.
func openStage(ctx context.Context, e Environment, data string, at time.Time, zone *time.Location, folder string) (*stage, func(), error) {
	done := func() {}
	if data == "" {
		temporary, err := os.MkdirTemp("", "soundings-play-")
		if err != nil {
			return nil, nil, fmt.Errorf("begin play: %w", err)
		}
		data, done = temporary, func() { _ = os.RemoveAll(temporary) } // nobody asked for it
	}
	k, err := loadKeys(filepath.Join(data, "key"), true)
	if err == nil {
		err = k.publish(filepath.Join(data, "key"))
	}
	if err != nil {
		done()
		return nil, nil, err
	}
	open := func(ctx context.Context) (journal.Store, error) {
		return sqlite.Open(ctx, sqlite.Options{Path: journalPath(data)})
	}
	log := slog.New(slog.NewTextHandler(e.Stderr, &slog.HandlerOptions{Level: slog.LevelError}))
	s, err := newStage(ctx, open, k, at, zone, folder, log)
	if err != nil {
		done()
		return nil, nil, err
	}
	return s, done, nil
}

// journalPath is the embedded journal in a data folder.
func journalPath(data string) string { return filepath.Join(data, "soundings.db") }

// playFile plays a transcript. Without update, what the bot says has to be
// what stands there; a transcript in which it says nothing is just played.
func playFile(ctx context.Context, e Environment, s *stage, file string, update bool) error {
	text, err := os.ReadFile(file) //nolint:gosec // the player names their own file
	if err != nil {
		return fmt.Errorf("read transcript: %w", err)
	}
	script, err := transcript.Parse(file, string(text))
	if err != nil {
		return err
	}
	played, err := transcript.Play(ctx, script, s)
	if err != nil {
		return err
	}
	if update {
		if err := os.WriteFile(file, []byte(played.Format()), 0o644); err != nil { //nolint:gosec // a text for people
			return fmt.Errorf("write transcript: %w", err)
		}
		return nil
	}
	if _, err := io.WriteString(e.Stdout, played.Format()); err != nil {
		return fmt.Errorf("write play: %w", err)
	}
	for _, said := range script.Said() {
		if len(said) == 0 {
			continue
		}
		if diff := transcript.Diff(script, played); diff != "" {
			_, _ = fmt.Fprintf(e.Stderr, "\nThe bot did not say what stands in %s:\n%s", file, diff)
			return errSaid
		}
		break
	}
	return nil
}

const playHelp = `You play everybody. Begin a line with who speaks and where, then what they write:

  commissioning/dana> new Digital care at home
  commissioning/dana> import [file: docs/sample/digital-care.md]
  commissioning/dana> help

The team's room is "commissioning"; every other room belongs to a supplier that
you invite. A line without a name is said by whoever spoke last. [Open] presses
the button of that name. "@ +48h" moves the clock on; so does
"@ 2026-06-12 16:00". "! restart" restarts the service. Ctrl-D ends the play.
`

// playPerson takes lines from a person and shows what the bot says. A mistake
// in a line is told, and the play goes on.
func playPerson(ctx context.Context, e Environment, s *stage) error {
	w := bufio.NewWriter(e.Stdout)
	defer func() { _ = w.Flush() }() // the terminal may be gone
	_, _ = fmt.Fprintf(w, "%s\nIt is %s.\n\n", playHelp, s.clock.now().In(s.zone).Format("Monday 2 January 2006, 15:04"))
	lines := bufio.NewScanner(e.Stdin)
	lines.Buffer(nil, 8<<20)
	speaker := "commissioning/dana"
	for {
		_, _ = fmt.Fprintf(w, "%s> ", speaker)
		_ = w.Flush()
		if !lines.Scan() {
			break
		}
		line := strings.TrimRight(lines.Text(), " \t\r")
		if line == "" {
			continue
		}
		if line == "quit" || line == "exit" {
			return nil
		}
		text := line
		if !speaks(line) {
			text = speaker + "> " + line
		}
		said, who, err := s.playLine(ctx, text)
		if who != "" {
			speaker = who
		}
		if err != nil {
			_, _ = fmt.Fprintf(w, "? %s\n", fault(err))
			continue
		}
		if said == "" && strings.HasPrefix(line, "! ") {
			said = "(done, and nobody was told anything)\n" // silence would look like a failure
		}
		_, _ = fmt.Fprint(w, said)
	}
	_, _ = fmt.Fprintln(w)
	if err := lines.Err(); err != nil {
		return fmt.Errorf("read line: %w", err)
	}
	return nil
}

// fault is what is wrong with a line, without the place in a file that it does
// not stand in.
func fault(err error) string {
	if errors.Is(err, bot.ErrNotNow) {
		return "That was not recorded: the record can't be written just now, and the log says why. Nothing else is lost. Please say it again in a while."
	}
	text := strings.TrimPrefix(err.Error(), "play ")
	return strings.TrimPrefix(text, "line:1: ")
}

// speaks says whether a line names its speaker, or is the clock or a
// direction.
func speaks(line string) bool {
	if strings.HasPrefix(line, "@ ") || strings.HasPrefix(line, "! ") || strings.HasPrefix(line, "#") {
		return true
	}
	head, _, found := strings.Cut(line, ">")
	room, person, named := strings.Cut(head, "/")
	return found && named && room != "" && person != "" && !strings.ContainsAny(room, " \t")
}

// playLine plays one line and gives what the bot says, and who spoke.
func (s *stage) playLine(ctx context.Context, line string) (said, speaker string, err error) {
	script, err := transcript.Parse("line", line+"\n")
	if err != nil {
		return "", "", err
	}
	for _, step := range script.Steps() {
		if step.Turn != nil {
			speaker = step.Turn.Room + "/" + step.Turn.Person
		}
	}
	played, err := transcript.Play(ctx, script, s)
	if err != nil {
		return "", speaker, err
	}
	_, said, _ = strings.Cut(played.Format(), "\n")
	return said, speaker, nil
}
