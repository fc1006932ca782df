package transcript

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// Limits on what is read, so that a wrong file is told so soon.
const (
	maxBytes   = 4 << 20
	maxAdvance = 20 * 365 * 24 * time.Hour
)

// name is how rooms and people may be called.
const name = `[\p{L}\p{N}_.-]+`

// The shapes of what stands before ">", of what people write, and of spans of
// time.
var (
	oneName   = regexp.MustCompile(`^` + name + `$`)
	turnHead  = regexp.MustCompile(`^(` + name + `)/(` + name + `)(?:\s+of\s+(` + name + `))?(?:\s+(\p{L}+)(?:\s+"([^"]+)")?)?\s*$`)
	postHead  = regexp.MustCompile(`^bot(?: (edits))?(?: (to|in) (?:(` + name + `)/)?(` + name + `)( only)?)?\s*$`)
	withQuote = regexp.MustCompile(`^[^">]*"[^"]*"[^">]*>`)
	withFile  = regexp.MustCompile(`(?s)^(.*?)\s*\[file:\s*([^\[\]\n]*[^\[\]\s])\s*\]$`)
	oneButton = regexp.MustCompile(`^\[\s*([^\[\]\n]*[^\[\]\s])\s*\]$`)
	span      = regexp.MustCompile(`^\+(?:(\d{1,4})w)?(?:(\d{1,4})d)?(?:(\d{1,6})h)?(?:(\d{1,7})m)?(?:(\d{1,8})s)?$`)
)

// Parse reads a transcript. Its error names the line as name:line and says
// what to write instead. What was read formats to the same text again.
func Parse(name, text string) (Script, error) {
	if len(text) > maxBytes {
		return Script{}, fmt.Errorf("%s: longer than %d bytes", name, maxBytes)
	}
	p := parser{script: Script{Name: name}}
	line := 0
	for raw := range strings.Lines(text) {
		line++
		if err := p.line(line, raw); err != nil {
			return Script{}, fmt.Errorf("%s:%d: %w", name, line, err)
		}
	}
	p.finish()
	return p.script, nil
}

// parser holds what has been read so far. The item that was begun last may
// still get more lines.
type parser struct {
	script Script
	open   bool     // the last item may get more lines
	text   []string // of it
}

func (p *parser) line(number int, raw string) error {
	if !utf8.ValidString(raw) {
		return fmt.Errorf("not UTF-8: save the file as UTF-8")
	}
	line := strings.TrimRight(raw, "\r\n")
	if more, ok := strings.CutPrefix(strings.TrimLeft(line, " \t"), "|"); ok {
		return p.more(raw, strings.TrimPrefix(more, " "))
	}
	p.finish()
	switch {
	case strings.TrimSpace(line) == "" || strings.HasPrefix(line, "#"):
		p.script.items = append(p.script.items, item{raw: raw})
		return nil
	case strings.HasPrefix(line, "@"):
		clock, err := parseClock(strings.TrimSpace(line[1:]))
		return p.step(raw, Step{Line: number, Clock: &clock}, err)
	case strings.HasPrefix(line, "!"):
		name, words, _ := strings.Cut(strings.TrimSpace(line[1:]), " ")
		direction := Direction{Name: name, Words: strings.TrimSpace(words)}
		var err error
		if name == "" {
			err = fmt.Errorf("a direction without a word: write for example %q", "! restart")
		}
		return p.step(raw, Step{Line: number, Direction: &direction}, err)
	}
	return p.spoken(number, raw, line)
}

// spoken reads a line of a person or of the bot.
func (p *parser) spoken(number int, raw, line string) error {
	head, text, ok := strings.Cut(line, ">")
	if quoted := withQuote.FindString(line); quoted != "" {
		head, text = quoted[:len(quoted)-1], line[len(quoted):]
	}
	if !ok {
		return fmt.Errorf("%.40q is not a line of a transcript: write for example %q, %q, %q or %q",
			line, "acme/ana> hello", "bot> Hello Ana.", "@ +48h", "# a comment")
	}
	p.open, p.text = true, []string{strings.TrimPrefix(text, " ")}
	if head == "bot" || strings.HasPrefix(head, "bot ") {
		post, err := p.parsePost(head)
		if err != nil {
			return err
		}
		p.script.items = append(p.script.items, item{raw: raw, post: &post})
		return nil
	}
	turn, err := parseTurn(head)
	if err == nil {
		err = p.step(raw, Step{Line: number, Turn: &turn}, nil)
	}
	if err == nil && (turn.Verb == Deletes || turn.Verb == Joins || turn.Verb == Leaves) {
		p.open = false
		if strings.TrimSpace(text) != "" {
			err = fmt.Errorf("nothing is said with %q: write %q", turn.Verb, head+">")
		}
	}
	return err
}

func (p *parser) step(raw string, step Step, err error) error {
	if err == nil {
		p.script.items = append(p.script.items, item{raw: raw, step: &step})
	}
	return err
}

// more adds a line that begins with a bar to the item above it.
func (p *parser) more(raw, text string) error {
	if !p.open {
		return fmt.Errorf("a line that begins with %q goes on with what somebody said, right under it; "+
			"write for example %q first", "|", "acme/ana> hello")
	}
	p.script.items[len(p.script.items)-1].raw += raw
	p.text = append(p.text, text)
	return nil
}

// finish settles the text of the last item, once it has all its lines.
func (p *parser) finish() {
	if !p.open {
		return
	}
	last := p.script.items[len(p.script.items)-1]
	text := clean(strings.Join(p.text, "\n"))
	if last.post != nil {
		last.post.Text = text
	} else {
		last.step.Turn.say(strings.TrimSpace(text))
	}
	p.open, p.text = false, nil
}

// say sets what is written, which may be a button or end in a file.
func (t *Turn) say(text string) {
	t.Text = text
	if t.Verb != Says {
		return
	}
	if found := withFile.FindStringSubmatch(text); found != nil {
		t.Text, t.File = found[1], found[2]
	} else if found := oneButton.FindStringSubmatch(text); found != nil {
		t.Verb, t.Text = Presses, found[1]
	}
}

func parseTurn(head string) (Turn, error) {
	found := turnHead.FindStringSubmatch(head)
	if found == nil {
		return Turn{}, fmt.Errorf("%.60q does not say who speaks: write for example %q, %q or %q",
			head+">", "acme/ana>", `acme/ana re "words of the message">`, "bot to acme>")
	}
	turn := Turn{Room: found[1], Person: found[2], Team: found[3], Verb: Verb(found[4]), Re: found[5]}
	bare := turn.Room + "/" + turn.Person
	switch verb := found[4]; {
	case verb == "":
		turn.Verb = Says
	case verb == "re" && turn.Re != "":
		turn.Verb = Says
	case (turn.Verb == Edits || turn.Verb == Deletes) && turn.Re != "",
		(turn.Verb == Joins || turn.Verb == Leaves || turn.Verb == Sends) && turn.Re == "",
		turn.Verb == Mutters:
	case verb == "re" || turn.Verb == Edits || turn.Verb == Deletes:
		return Turn{}, fmt.Errorf("%s what? Write some words of the message: %q", verb, bare+" "+verb+` "our supplier">`)
	case turn.Verb == Joins || turn.Verb == Leaves:
		return Turn{}, fmt.Errorf("%s is about the room, not a message: write %q", verb, bare+" "+verb+">")
	case turn.Verb == Sends:
		return Turn{}, fmt.Errorf("%s is about the form that was opened last: write %q", verb, bare+" "+verb+"> Your view: Not clear")
	default:
		return Turn{}, fmt.Errorf("%q is nothing that a person does: write re, mutters, edits, deletes, sends, joins or leaves, or %q", verb, bare+">")
	}
	return turn, nil
}

func (p *parser) parsePost(head string) (Post, error) {
	found := postHead.FindStringSubmatch(head)
	if found == nil || (found[2] == "in" && found[1] == "") || (found[2] == "to" && found[1] != "") ||
		(found[3] != "" && found[5] == "") {
		return Post{}, fmt.Errorf("%.60q does not say where the bot speaks: write %q, %q, %q, %q or %q", head+">",
			"bot>", "bot to acme>", "bot to acme/ana only>", "bot edits>", "bot edits in acme>")
	}
	post := Post{Room: found[3], Edits: found[1] != ""}
	if found[5] != "" {
		post.To = found[4]
	} else {
		post.Room = found[4]
	}
	if post.Room == "" {
		post.Room = p.speaker()
	}
	if post.Room == "" {
		post.Room = "acme"
		return Post{}, fmt.Errorf("nobody spoke just above, so say in which room: for example %q", renderHead(post, "")+">")
	}
	return post, nil
}

// speaker is the room of the person who acted last, or "" where the last step
// is none of a person's.
func (p *parser) speaker() string {
	for _, it := range slices.Backward(p.script.items) {
		if it.step != nil {
			return it.step.room()
		}
	}
	return ""
}

func (s Step) room() string {
	if s.Turn == nil {
		return ""
	}
	return s.Turn.Room
}

func parseClock(text string) (Clock, error) {
	if at, err := time.Parse(wallClock, text); err == nil && !at.IsZero() {
		return Clock{At: at}, nil
	}
	found := span.FindStringSubmatch(text)
	var by time.Duration
	for i, unit := range []time.Duration{7 * 24 * time.Hour, 24 * time.Hour, time.Hour, time.Minute, time.Second} {
		if found != nil && found[i+1] != "" {
			count, _ := strconv.Atoi(found[i+1]) // digits, few
			by += time.Duration(count) * unit
		}
	}
	if by <= 0 || by > maxAdvance {
		return Clock{}, fmt.Errorf("%.40q is no time to move to: write for example %q, %q or %q",
			text, "@ +48h", "@ +2d12h", "@ 2026-06-13 16:00")
	}
	return Clock{By: by}, nil
}
