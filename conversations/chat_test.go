package conversations_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"soundings/adapters/adaptertest"
	"soundings/adapters/console"
	"soundings/bot"
	"soundings/conversations"
	"soundings/docs/sample"
	"soundings/internal/transcript"
	"soundings/internal/transcripttest"
)

// TestChatTranscripts plays the conversations in which the terminal stands for a
// chat platform: rooms have members of their own, are made when they are asked
// for, and much becomes of them. Beside it there are pages.
func TestChatTranscripts(t *testing.T) {
	transcripttest.Run(t, "testdata/chat", *update, func(t *testing.T, script transcript.Script) (transcript.Script, error) {
		e := newEngine(t)
		defer func() { e.stop() }()
		e.hear = noKeyInPublic(t)
		e.chat(true)
		return transcript.Play(t.Context(), script, e)
	})
}

// noKeyInPublic checks that no answer which others may come to read, since their
// platform can't show it to one person alone, has a link in it that lets anybody in:
// not at a round table.
func noKeyInPublic(t *testing.T) func(bot.Event, bot.Answer) {
	return func(ev bot.Event, a bot.Answer) {
		if a.Note == nil || ev.Room.Room != "all" {
			return
		}
		open := adaptertest.TextOf(a.Note.Title, a.Note.Blocks)
		if a.Note.Instead != "" {
			open = a.Note.Instead
		}
		for _, b := range a.Note.Blocks {
			for _, button := range b.Buttons {
				if a.Note.Instead == "" {
					open += button.URL
				}
			}
		}
		if strings.Contains(open, "{link:") {
			t.Errorf("where others may read it, this is answered: %s", open)
		}
	}
}

// chat makes a chat platform of the terminal, and puts pages beside it.
func (e *engine) chat(opens bool) {
	e.stop()
	e.settings = conversations.Settings{Buyer: sample.Buyer, Contact: sample.Contact, Rooms: []string{"web"}}
	if opens {
		e.settings.Opens = []string{console.Name}
	}
	e.pages, e.mail = &browser{name: "web"}, &browser{name: bot.MailAdapter}
	e.start()
}

// platform follows the directions that are about the platform:
//
//	! room acme archived                   what becomes of a room: one of the bot.Room constants,
//	! room acme shared of acme-north       perhaps with another organisation,
//	! room acme invited accepted           and what else belongs to it
//	! room acme refuses it is archived     nothing can be posted there
//	! room acme takes                      it can again
//	! room acme read by acme brook       people of these read along, who were never asked into it
//	! openings refused not allowed here    no room is made; "! openings taken" ends it
//	! platform without openings            it makes none at all
//	! platform that can't be asked         nobody can look what was posted there
//	! room acme falls silent               what is posted stands there, and nobody says so;
//	! room acme answers                    ends it
//	! platform beside another              there is another chat platform, "Other"
func (e *engine) platform(ctx context.Context, d transcript.Direction) error {
	words := strings.Fields(d.Words)
	switch {
	case d.Name == "openings" && len(words) > 0:
		e.terminal.Refuse(console.Openings, strings.TrimSpace(strings.TrimPrefix(strings.TrimPrefix(d.Words, "refused"), "taken")))
		return nil
	case d.Name == "platform" && d.Words == "without openings":
		e.chat(false)
		return nil
	case d.Name == "platform" && d.Words == "that can't be asked":
		e.silent = map[string]bool{}
		e.chat(false)
		return nil
	case d.Name == "platform" && d.Words == "beside another":
		e.stop()
		e.settings.Chats = []conversations.Chat{{Adapter: console.Name, Called: "Ours"}, {Adapter: "other", Called: "Other"}}
		e.start()
		return nil
	case d.Name != "room" || len(words) < 2:
		return fmt.Errorf("nothing is known of the direction %q", d.Name)
	}
	room, action, rest := words[0], words[1], words[2:]
	switch action {
	case "falls", "answers":
		e.set(e.now().Add(time.Second))
		e.mu.Lock()
		defer e.mu.Unlock()
		e.silent[room] = action == "falls"
		return nil
	case "read":
		e.terminal.Onlook(room, rest[1:]...)
		return nil
	case "refuses", "takes":
		e.terminal.Refuse(room, strings.Join(rest, " "))
		return nil
	}
	team, value := "", ""
	if len(rest) > 1 && rest[0] == "of" {
		team, rest = rest[1], rest[2:]
	}
	text := strings.Join(rest, " ")
	if action == bot.RoomMoved {
		value, text = console.Name+":"+text, ""
	}
	return e.terminal.Become(ctx, room, action, value, text, team)
}

// browser has rooms that come into being when they are first used. Nobody edits
// or finds anything there but the service.
type browser struct {
	name  string
	mu    sync.Mutex
	posts []transcript.Post
	n     int
}

var (
	_ bot.Adapter = (*browser)(nil)
	_ bot.Editor  = (*browser)(nil)
)

func (p *browser) Name() string { return p.name }
func (*browser) Caps() bot.Caps {
	return bot.Caps{Buttons: true, Tables: true, Items: true, Threads: true}
}
func (*browser) Run(ctx context.Context) error { <-ctx.Done(); return nil }

func (p *browser) Send(_ context.Context, part bot.Part) (string, error) {
	return part.Key, p.put(part, false)
}

func (p *browser) Edit(_ context.Context, _ string, part bot.Part) error { return p.put(part, true) }

func (p *browser) put(part bot.Part, edits bool) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	room := part.To.Room
	if p.name == bot.MailAdapter {
		room = "mail-to-" + room
	}
	p.posts = append(p.posts, transcript.Post{Room: room, Edits: edits, Text: brief(part.Title, part.Blocks)})
	return nil
}

// brief is a message in a few lines: how pages look is none of these
// conversations' business.
func brief(title string, blocks []bot.Block) string {
	lines := strings.Split(adaptertest.TextOf(title, blocks), "\n")
	for _, b := range blocks {
		for _, item := range b.Items {
			lines = append(lines, "- "+item.Label+": "+item.Status)
		}
	}
	if len(lines) > 6 {
		lines = append(lines[:5], "…")
	}
	for i, line := range lines {
		if r := []rune(line); len(r) > 110 {
			lines[i] = string(r[:110]) + "…"
		}
	}
	return strings.Join(lines, "\n")
}

// take gives what was posted since the last call.
func (p *browser) take() []transcript.Post {
	if p == nil {
		return nil
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	posts := p.posts
	p.posts = nil
	return posts
}

// paged says whether a room is a page.
func (e *engine) paged(room string) bool { return e.pages != nil && strings.Contains(room, ".") }

// onPage does what a person does on a page.
func (e *engine) onPage(ctx context.Context, turn transcript.Turn) error {
	if turn.Verb != transcript.Says {
		return errors.New("on a page, people only write here")
	}
	e.pages.mu.Lock()
	e.pages.n++
	n := e.pages.n
	e.pages.mu.Unlock()
	answer, err := e.bot.Deliver(ctx, bot.Event{
		ID: fmt.Sprintf("web:%d", n), Kind: bot.Said, Room: bot.Address{Adapter: "web", Room: turn.Room}, Text: turn.Text,
		Sender: bot.Sender{ID: turn.Person, Name: strings.ToUpper(turn.Person[:1]) + turn.Person[1:], Team: turn.Room},
	})
	if err == nil && answer.Note != nil {
		e.pages.mu.Lock()
		defer e.pages.mu.Unlock()
		e.pages.posts = append(e.pages.posts, transcript.Post{Room: turn.Room, To: turn.Person, Text: brief(answer.Note.Title, answer.Note.Blocks)})
	}
	return err
}

// unasked is the terminal as a platform that nobody can ask what was posted, and that
// in some rooms does not say so either.
type unasked struct {
	inner interface {
		bot.Adapter
		bot.Editor
	}
	e *engine
}

var _ bot.Editor = unasked{}

func (u unasked) Name() string                  { return u.inner.Name() }
func (u unasked) Caps() bot.Caps                { return u.inner.Caps() }
func (u unasked) Run(ctx context.Context) error { return u.inner.Run(ctx) }

func (u unasked) Edit(ctx context.Context, id string, p bot.Part) error {
	return u.inner.Edit(ctx, id, p)
}

func (u unasked) Send(ctx context.Context, p bot.Part) (string, error) {
	id, err := u.inner.Send(ctx, p)
	u.e.mu.Lock()
	defer u.e.mu.Unlock()
	if u.e.silent[p.To.Room] && p.Class.Once() {
		return "", &bot.SendError{Reason: bot.Transient, Unsure: true, Err: errors.New("no answer")}
	}
	return id, err
}
