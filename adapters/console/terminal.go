package console

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"soundings/bot"
)

// Name is the adapter's name.
const Name = "console"

// Post is something that the bot said, as a reader sees it.
type Post struct {
	Room  string
	To    string // the one person who sees it, or "" for all in the room
	Edits bool   // an earlier message now reads so
	Text  string
}

// message is one message in a room, whoever wrote it.
type message struct {
	id, room   string
	from       string // the person, or "" for the bot
	engagement string
	text       string
	buttons    []bot.Button
	gone       bool
}

// Terminal is the platform: rooms with what was said in them. It outlives the
// adapters that connect a service to it, as a chat platform outlives restarts.
type Terminal struct {
	session string // begins the ids of events, so that two plays on one record differ
	open    func(name string) (io.ReadCloser, error)

	mu       sync.Mutex
	deliver  bot.Deliver
	events   int
	last     bot.Event
	messages []message
	forms    map[string]bot.Form // by room and person: the form that was opened last
	homes    map[string]bool     // by person: came first into the team's room
	teams    map[string]string   // by person: of which organisation they are
	refuses  map[string]string   // by room: why nothing can be posted there
	onlook   map[string][]string // by room: the organisations that read along
	posts    []Post
	notes    []Post // private answers, which follow what was posted
	show     func(Post)
}

// NewTerminal makes a platform without rooms. Session is one word that differs
// from play to play; open reads the files that people attach.
func NewTerminal(session string, open func(name string) (io.ReadCloser, error)) *Terminal {
	return &Terminal{session: session, open: open, homes: map[string]bool{}, forms: map[string]bot.Form{}, teams: map[string]string{}, refuses: map[string]string{}, onlook: map[string][]string{}}
}

// TeamRoom is the room of the commissioning team. Whoever speaks there first
// of all is of the team; everybody else comes from outside.
const TeamRoom = "commissioning"

// Errors of the person at the keyboard, in words for that person.
var (
	errNoButton  = errors.New("there is no such button in that room")
	errNoMessage = errors.New("there is no message with those words in that room")
)

// Say is that a person writes text in a room, in the thread of the newest
// message with the words re, if given, and with a file, if named.
func (t *Terminal) Say(ctx context.Context, room, person, re, text, file string) error {
	return t.say(ctx, room, person, re, text, file, false)
}

// Mutter is that a person writes text in a room, as for Say, and does not turn to
// the bot with it.
func (t *Terminal) Mutter(ctx context.Context, room, person, re, text string) error {
	return t.say(ctx, room, person, re, text, "", true)
}

func (t *Terminal) say(ctx context.Context, room, person, re, text, file string, overheard bool) error {
	ev, err := t.begin(room, person, bot.Said)
	if err != nil {
		return err
	}
	ev.Text, ev.Overheard = withoutMention(text), overheard
	if re != "" {
		m, ok := t.newest(room, re, false)
		if !ok {
			return fmt.Errorf("%w: %q", errNoMessage, re)
		}
		ev.Thread = m.id
	}
	if file != "" {
		attached, err := t.attach(file)
		if err != nil {
			return err
		}
		ev.File = attached
	}
	ev.Message = t.keep(message{room: room, from: person, text: text})
	return t.send(ctx, ev, person)
}

// Press is that a person presses the button labelled so, on the newest message
// that has it, or on the newest with the words re.
func (t *Terminal) Press(ctx context.Context, room, person, re, label string) error {
	ev, err := t.begin(room, person, bot.Pressed)
	if err != nil {
		return err
	}
	m, button, ok := t.button(room, re, label)
	if !ok {
		return fmt.Errorf("%w: [%s]", errNoButton, label)
	}
	ev.Action, ev.Value, ev.Thread, ev.Engagement = button.Action, button.Value, m.id, m.engagement
	return t.send(ctx, ev, person)
}

// Change is that a person edits their own newest message with the words re to
// text, or takes it back (gone).
func (t *Terminal) Change(ctx context.Context, room, person, re, text string, gone bool) error {
	kind := bot.Edited
	if gone {
		kind = bot.Deleted
	}
	ev, err := t.begin(room, person, kind)
	if err != nil {
		return err
	}
	t.mu.Lock()
	i := t.find(func(m message) bool { return m.room == room && m.from == person && strings.Contains(m.text, re) })
	if i >= 0 {
		t.messages[i].text, t.messages[i].gone = text, gone
		ev.Original = t.messages[i].id
	}
	t.mu.Unlock()
	if i < 0 {
		return fmt.Errorf("%w: %q", errNoMessage, re)
	}
	ev.Text = withoutMention(text)
	return t.send(ctx, ev, person)
}

// Move is that a person joins a room, or leaves it.
func (t *Terminal) Move(ctx context.Context, room, person string, joins bool) error {
	kind := bot.Left
	if joins {
		kind = bot.Joined
	}
	ev, err := t.begin(room, person, kind)
	if err != nil {
		return err
	}
	return t.send(ctx, ev, person)
}

// Redeliver delivers the last event again. The answer, which its person has
// seen, is dropped.
func (t *Terminal) Redeliver(ctx context.Context) error {
	t.mu.Lock()
	ev, deliver := t.last, t.deliver
	t.mu.Unlock()
	if ev.ID == "" || deliver == nil {
		return errors.New("nothing was delivered yet")
	}
	_, err := deliver(ctx, ev)
	return err
}

// Show has every post from now on given to show as it comes, instead of kept
// for Take. Show must not call the terminal.
func (t *Terminal) Show(show func(Post)) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.show = show
}

// Take gives what the bot said since the last call.
func (t *Terminal) Take() []Post {
	t.mu.Lock()
	defer t.mu.Unlock()
	posts := append(t.posts, t.notes...)
	t.posts, t.notes = nil, nil
	return posts
}

// begin makes the event of what a person does.
func (t *Terminal) begin(room, person string, kind bot.EventKind) (bot.Event, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.deliver == nil {
		return bot.Event{}, errors.New("the service is not connected")
	}
	home, known := t.homes[person]
	if !known {
		home = room == TeamRoom && t.teams[person] == ""
		t.homes[person] = home
	}
	team := "team"
	if !home {
		team = cmp.Or(t.teams[person], room)
	}
	t.events++
	return bot.Event{
		ID: Name + ":" + t.session + "-" + strconv.Itoa(t.events), Kind: kind,
		Room:   bot.Address{Adapter: Name, Room: room},
		Sender: bot.Sender{ID: person, Name: title(person), Direct: person, Team: team, Home: home},
	}, nil
}

// send delivers and shows the answer to its person.
func (t *Terminal) send(ctx context.Context, ev bot.Event, person string) error {
	t.mu.Lock()
	deliver := t.deliver
	t.last = ev
	t.mu.Unlock()
	answer, err := deliver(ctx, ev)
	if err != nil {
		return fmt.Errorf("deliver: %w", err)
	}
	if answer.Note != nil {
		t.note(ev.Room.Room, person, answer.Note.Title, answer.Note.Blocks)
	}
	if answer.Errors != nil {
		t.note(ev.Room.Room, person, "", Faults(answer.Errors))
	}
	if answer.Form != nil {
		t.mu.Lock()
		t.forms[ev.Room.Room+"/"+person] = *answer.Form
		t.mu.Unlock()
		t.note(ev.Room.Room, person, answer.Form.Title, bot.FitForm(*answer.Form))
	}
	return nil
}

func (t *Terminal) note(room, person, title string, blocks []bot.Block) {
	for _, piece := range bot.Fit(title, blocks, caps()) {
		text := render(piece.Title, piece.Blocks)
		t.keep(message{room: room, text: text, buttons: buttonsOf(piece.Blocks)})
		t.mu.Lock()
		t.notes = append(t.notes, Post{Room: room, To: person, Text: text})
		t.mu.Unlock()
	}
}

// keep adds a message to its room and gives it an id if it has none.
func (t *Terminal) keep(m message) string {
	t.mu.Lock()
	defer t.mu.Unlock()
	if m.id == "" {
		m.id = t.session + "-m" + strconv.Itoa(len(t.messages)+1)
	}
	t.messages = append(t.messages, m)
	return m.id
}

// find gives the place of the newest message that fits, or -1. The caller
// holds mu.
func (t *Terminal) find(fits func(message) bool) int {
	for i, m := range slices.Backward(t.messages) {
		if !m.gone && fits(m) {
			return i
		}
	}
	return -1
}

// newest gives the newest message in a room with those words; the bot's alone
// if ours.
func (t *Terminal) newest(room, words string, ours bool) (message, bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	i := t.find(func(m message) bool {
		return m.room == room && (!ours || m.from == "") && strings.Contains(m.text, words)
	})
	if i < 0 {
		return message{}, false
	}
	return t.messages[i], true
}

func (t *Terminal) button(room, re, label string) (message, bot.Button, bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	var found bot.Button
	i := t.find(func(m message) bool {
		if m.room != room || !strings.Contains(m.text, re) {
			return false
		}
		k := slices.IndexFunc(m.buttons, func(b bot.Button) bool { return strings.EqualFold(b.Label, label) })
		if k >= 0 {
			found = m.buttons[k]
		}
		return k >= 0
	})
	if i < 0 {
		return message{}, found, false
	}
	return t.messages[i], found, true
}

// attach makes a file of what open gives.
func (t *Terminal) attach(name string) (*bot.File, error) {
	if t.open == nil {
		return nil, errors.New("no files can be attached here")
	}
	from, err := t.open(name)
	if err != nil {
		return nil, fmt.Errorf("attach file: %w", err)
	}
	_ = from.Close() // it was only looked for
	base := name[strings.LastIndexAny(name, `/\`)+1:]
	return &bot.File{Name: base, Open: func(context.Context) (io.ReadCloser, error) { return t.open(name) }}, nil
}

// post shows what the adapter sends.
func (t *Terminal) post(id string, p bot.Part, text string, edits bool) {
	m := message{id: id, room: p.To.Room, engagement: p.Engagement, text: text, buttons: buttonsOf(p.Blocks)}
	t.mu.Lock()
	defer t.mu.Unlock()
	post := Post{Room: p.To.Room, To: p.For, Edits: edits, Text: text}
	if t.show != nil {
		t.show(post)
	} else {
		t.posts = append(t.posts, post)
	}
	if i := t.find(func(m message) bool { return m.id == id }); i >= 0 {
		t.messages[i] = m
		return
	}
	t.messages = append(t.messages, m)
}

// idOf makes the id of a posted part: the same part has the same id, in every
// play on the same record.
func idOf(key string) string {
	sum := sha256.Sum256([]byte(key))
	return hex.EncodeToString(sum[:6])
}

// withoutMention drops a mention of the bot at the start.
func withoutMention(text string) string {
	const mention = "@soundings"
	trimmed := strings.TrimSpace(text)
	if len(trimmed) >= len(mention) && strings.EqualFold(trimmed[:len(mention)], mention) {
		return strings.TrimSpace(trimmed[len(mention):])
	}
	return text
}

// title makes a name of what was typed: "ana" is Ana.
func title(person string) string {
	first, size := utf8.DecodeRuneInString(person)
	return string(unicode.ToUpper(first)) + person[size:]
}

func buttonsOf(blocks []bot.Block) []bot.Button {
	var all []bot.Button
	for _, b := range blocks {
		all = append(all, b.Buttons...)
	}
	return all
}
