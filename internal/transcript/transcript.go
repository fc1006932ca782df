// Package transcript reads conversations written down as text that a
// commissioner could read and write, plays them on anything that behaves like
// the service, and writes down what the bot said. It knows no platform, no
// engine and no wording: a [Driver] brings those.
//
// A transcript is plain text, line by line:
//
//	# A supplier does not understand a section.   a comment; blank lines are free
//	@ 2026-06-09 09:00                            sets the clock, in the engagement's zone
//	acme/ana> @soundings hello                    in the room acme, ana says "@soundings hello"
//	bot> Hello Ana. Here are 12 sections.         what the bot then says in that room
//	   | [Start] [Not now]                        one more line of the same
//	acme/ana> [Start]                             presses that button, on the newest message that has it
//	@ +48h                                        48 hours later (also 30m, 2d, 1w, 1d12h; a day is 24 hours)
//	bot to commissioning> What suppliers said     said in another room, or when nobody spoke
//
// A person's line is ROOM/PERSON, perhaps a verb, and what they write:
//
//	acme/ana re "Sharing data"> Our supplier won't sign   in the thread of the newest message with those words
//	acme/ana re "Sharing data"> [Not clear]               the button on that message
//	acme/ana edits "won't sign"> Our supplier may sign    changes their own newest message with those words
//	acme/ana deletes "won't sign">                        takes it back
//	acme/ana mutters> See you at three                    writes without turning to the bot
//	acme/ben of acme-north> hello                         is of that organisation, from now on
//	acme/ana sends> Your view: Not clear                  sends the form that was opened last; one field on each line
//	acme/zoe joins>                                       comes into the room; leaves> goes
//	commissioning/dana> import [file: draft.md]           attaches a file, named from the transcript's folder
//
// More lines of what a person writes begin with "   | ", too.
//
// The bot's line is one of
//
//	bot>                        in the room of the person who just acted
//	bot to acme>                in that room
//	bot to ana only>            in the room of the person who just acted, seen by ana alone
//	bot to acme/ana only>       in that room, seen by ana alone
//	bot edits>                  one of its earlier messages there now reads so
//	bot edits in acme>          the same in that room; "ana only" as above
//
// and stands under the line that caused it, first what it said in the room of
// the person who acted, then the other rooms by name. A line that is a stage
// direction begins with "!":
//
//	! restart                   the service stops and starts; what it knew it still knows
//	! redeliver                 the platform delivers the last event again; the bot should say nothing
//
// Any other direction is the driver's own.
//
// Names of rooms and people are letters, digits, "-", "_" and ".".
package transcript

import (
	"fmt"
	"strings"
	"time"
)

// Script is a transcript that has been read. The zero Script is empty.
type Script struct {
	// Name is the file, for errors and differences.
	Name  string
	items []item
}

// item is some lines of the file: exactly one of step and post is set, or
// neither in a comment or a blank line.
type item struct {
	raw  string // the lines as they stand, line breaks and all
	step *Step
	post *Post
}

// Step is one thing that happens: exactly one of Turn, Clock and Direction is
// set.
type Step struct {
	Line      int // in the file, from 1
	Turn      *Turn
	Clock     *Clock
	Direction *Direction
}

// Verb is what a person does.
type Verb string

// The verbs.
const (
	Says    Verb = "says"    // writes Text, perhaps in the thread of the bot's message Re, perhaps with File
	Mutters Verb = "mutters" // the same, without turning to the bot
	Presses Verb = "presses" // the button labelled Text, on the bot's message Re if given
	Edits   Verb = "edits"   // their own message Re to Text
	Deletes Verb = "deletes" // their own message Re
	Sends   Verb = "sends"   // the form that was opened for them last, filled in with Text: "label: value" on each line
	Joins   Verb = "joins"   // the room
	Leaves  Verb = "leaves"  // the room
)

// Turn is what one person does in one room.
type Turn struct {
	Room, Person string
	Team         string // of which organisation they are from now on; empty: as before
	Verb         Verb
	// Re are words of the message meant: the newest in the room that contains
	// them. Empty where none is named.
	Re   string
	Text string // without spaces and blank lines around it
	File string // as written, to be found from the folder of the transcript
}

// Clock moves the time forward: By, or else to At.
type Clock struct {
	By time.Duration
	// At is a wall clock without a zone; see From.
	At time.Time
}

// From gives the moment to which the clock moves when it stands at now and
// the engagement lives in zone. It never moves back: that is an error.
func (c Clock) From(now time.Time, zone *time.Location) (time.Time, error) {
	if c.At.IsZero() {
		return now.Add(c.By), nil
	}
	at := c.At
	moment := time.Date(at.Year(), at.Month(), at.Day(), at.Hour(), at.Minute(), 0, 0, zone)
	if moment.Before(now) {
		return time.Time{}, fmt.Errorf("move clock: %s is before now, %s",
			at.Format(wallClock), now.In(zone).Format(wallClock))
	}
	return moment, nil
}

const wallClock = "2006-01-02 15:04"

// Direction is a stage direction: "! restart" has the name restart and no
// words.
type Direction struct{ Name, Words string }

// Post is what the bot says.
type Post struct {
	Room  string
	To    string // the one person who sees it, or "" for all in the room
	Edits bool   // an earlier message of its own now reads so
	// Text is what a reader sees, several lines perhaps. Spaces at the end of
	// lines, carriage returns, and blank lines around it do not count.
	Text string
}

// Steps gives what happens, in order.
func (s Script) Steps() []Step {
	var steps []Step
	for _, it := range s.items {
		if it.step != nil {
			steps = append(steps, *it.step)
		}
	}
	return steps
}

// Said gives what the bot says after each of Steps. The first of the slices is
// what it says before any of them, so that there is one more than steps.
func (s Script) Said() [][]Post {
	said := [][]Post{nil}
	for _, it := range s.items {
		switch {
		case it.step != nil:
			said = append(said, nil)
		case it.post != nil:
			said[len(said)-1] = append(said[len(said)-1], *it.post)
		}
	}
	return said
}

// clean gives text without what does not count in it.
func clean(text string) string {
	lines := strings.Split(strings.ReplaceAll(text, "\r", ""), "\n")
	for i, line := range lines {
		lines[i] = strings.TrimRight(line, " \t")
	}
	return strings.Trim(strings.Join(lines, "\n"), "\n")
}
