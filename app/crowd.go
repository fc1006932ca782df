package app

import (
	"context"
	"fmt"
	"io"
	"io/fs"
	"strings"
	"time"

	"soundings/bot"
	"soundings/docs/sample"
	"soundings/internal/transcript"
)

// crowd is the simulated people of a demonstration. They do what stands in a
// transcript, in their own time, through the same door as everybody else.
type crowd struct {
	deliver bot.Deliver
	team    bot.Address // the commissioning room; the others have its adapter
	slug    string      // of the engagement, with which the rooms of organisations begin
	pace    time.Duration
	wait    func(ctx context.Context, d time.Duration) error
	tell    func(line string) // what just happened, for whoever looks at the terminal

	session string // so that no event is taken for one of an earlier demonstration
	done    int
	open    bool // suppliers are in: from now on things take time
	opened  func(ctx context.Context) error
}

// play does everything in the script. An event that is not taken is tried
// again, as a platform would.
func (c *crowd) play(ctx context.Context, script transcript.Script) error {
	for _, step := range script.Steps() {
		switch {
		case step.Turn != nil:
			if err := c.do(ctx, *step.Turn); err != nil {
				return fmt.Errorf("demonstrate line %d: %w", step.Line, err)
			}
		case step.Clock != nil:
			if err := c.wait(ctx, step.Clock.By); err != nil {
				return err
			}
		}
	}
	return nil
}

// do lets one person write.
func (c *crowd) do(ctx context.Context, turn transcript.Turn) error {
	if c.open {
		if err := c.wait(ctx, c.pace); err != nil {
			return err
		}
	}
	if turn.Verb != transcript.Says {
		return fmt.Errorf("nobody can do %q in a demonstration", turn.Verb)
	}
	if err := c.say(ctx, turn.Room, turn.Person, turn.Text, turn.File); err != nil {
		return err
	}
	if turn.Text != "open now" {
		return nil
	}
	c.open = true
	return c.opened(ctx)
}

// say delivers what somebody writes.
func (c *crowd) say(ctx context.Context, room, person, text, file string) error {
	c.done++
	id, sender := fmt.Sprintf("demo:%s:%d", c.session, c.done), "demo:"+room+":"+person
	ev := bot.Event{
		ID: id, Kind: bot.Said, Room: c.room(room), Message: id, Text: text,
		Sender: bot.Sender{ID: sender, Direct: sender, Name: strings.ReplaceAll(person, "-", " "), Home: room == teamRoom},
	}
	if file != "" {
		ev.File = &bot.File{Name: file, Open: func(context.Context) (io.ReadCloser, error) { return openSample(file) }}
	}
	for tries := 0; ; tries++ {
		_, err := c.deliver(ctx, ev)
		if err == nil || tries == 5 || ctx.Err() != nil {
			c.tell(fmt.Sprintf("%s in %s: %s", ev.Sender.Name, room, firstLine(text)))
			return err
		}
		if err := c.wait(ctx, time.Second); err != nil {
			return err
		}
	}
}

// teamRoom is what the transcript calls the commissioning room.
const teamRoom = "commissioning"

func (c *crowd) room(name string) bot.Address {
	if name == teamRoom {
		return c.team
	}
	return bot.Address{Adapter: c.team.Adapter, Room: c.slug + "." + name}
}

func openSample(name string) (fs.File, error) { return sample.Files().Open(name) }

// firstLine is as much of what somebody wrote as fits a line.
func firstLine(text string) string {
	line, _, _ := strings.Cut(text, "\n")
	if runes := []rune(line); len(runes) > 90 {
		line = string(runes[:89]) + "…"
	}
	return line
}
