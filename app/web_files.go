package app

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"

	"soundings/adapters/web"
	"soundings/bot"
	"soundings/conversations"
	"soundings/draft"
	"soundings/engagement"
	"soundings/journal"
)

// What a page offers to download: the draft, as a room shows it, what a team has to
// have on file, and files that were shared in rooms.
const (
	anyContent  = "application/octet-stream"
	textContent = "text/markdown; charset=utf-8"
	draftFile   = "draft.docx"
	wordContent = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
)

// mostReplays bounds the downloads at once: each reads a whole record.
const mostReplays = 2

// files gives the files that belong to rooms.
type files struct {
	bot     bot.Rooms
	blob    func(ctx context.Context, hash string) ([]byte, error)
	look    bot.Deliver // for what the conversation alone can say
	journal journal.Journal
	turns   chan struct{}
}

func newFiles(b *bot.Bot, j journal.Journal) *files {
	return &files{bot: b, blob: b.Blob, look: b.Deliver, journal: j, turns: make(chan struct{}, mostReplays)}
}

// file gives a file of a room; not ok: there is none of that name. A room in
// which nothing was said yet has none.
func (f *files) file(ctx context.Context, room bot.Address, person, name string) (file web.File, ok bool, err error) {
	shown, err := f.bot.Messages(ctx, room, 0, 1)
	if err != nil || len(shown) == 0 {
		return web.File{}, false, err
	}
	select {
	case f.turns <- struct{}{}:
		defer func() { <-f.turns }()
	case <-ctx.Done():
		return web.File{}, false, ctx.Err()
	}
	state, err := f.state(ctx, shown[0].Engagement)
	if err != nil {
		return web.File{}, false, err
	}
	if name != draftFile && name != conversations.MarketFile && state.About().Room == engagement.Room(room.Key()) {
		if why, err := f.whyNot(ctx, room, person); err != nil || why != "" {
			return web.File{Why: why}, true, err
		}
	}
	asked := name
	if name == conversations.FullWordFile {
		asked = conversations.FullFile
	}
	if ev, ok := conversations.FileEvent(room, person, asked); ok {
		file, ok, err := f.ofTheTeam(ctx, state, ev, asked)
		if asked != name && ok && err == nil {
			return inWord(conversations.WordOf(string(file.Data)), name)
		}
		return file, ok, err
	}
	if name != draftFile {
		return f.shared(ctx, state, room, name)
	}
	h, ok := conversations.Handout(state, room)
	if !ok {
		return web.File{}, false, nil
	}
	return inWord(h, "")
}

// inWord is a document as a Word file of that name.
func inWord(h draft.Handout, name string) (file web.File, ok bool, err error) {
	var out bytes.Buffer
	if err := draft.WriteWord(&out, h); err != nil {
		return web.File{}, false, fmt.Errorf("write document: %w", err)
	}
	return web.File{Name: name, ContentType: wordContent, Data: out.Bytes()}, true, nil
}

// whyNot says why a person of a team may not read what suppliers said; empty: they
// may.
func (f *files) whyNot(ctx context.Context, room bot.Address, person string) (string, error) {
	answer, err := f.look(ctx, conversations.GuardEvent(room, person))
	if err != nil {
		return "", fmt.Errorf("ask who reads: %w", err)
	}
	if answer.Note == nil {
		return "", nil
	}
	why := []string{"**" + bot.EscapeMarkdown(answer.Note.Title) + "**"}
	for _, b := range answer.Note.Blocks {
		if b.Text != nil {
			why = append(why, b.Text.Markdown)
		}
	}
	return strings.Join(append(why, "You can say so in your team's room."), "\n\n"), nil
}

// ofTheTeam gives a file that is made for a team, in its own room alone: whoever may
// open that is of the team.
func (f *files) ofTheTeam(ctx context.Context, state *engagement.State, ev bot.Event, name string) (file web.File, ok bool, err error) {
	if state.About().Room != engagement.Room(ev.Room.Key()) {
		return web.File{}, false, nil
	}
	answer, err := f.look(ctx, ev)
	if err != nil {
		return web.File{}, false, fmt.Errorf("make the file: %w", err)
	}
	note := answer.Note
	if note == nil || note.Title != name || len(note.Blocks) != 1 || note.Blocks[0].Text == nil {
		return web.File{}, false, nil
	}
	return web.File{Name: name, ContentType: textContent, Data: []byte(note.Blocks[0].Text.Markdown)}, true, nil
}

// shared gives a file that somebody shared in a room, to those who may have it.
// Whatever it says it is, a browser is to keep it and not to show it.
func (f *files) shared(ctx context.Context, state *engagement.State, room bot.Address, name string) (file web.File, ok bool, err error) {
	shared, person, ok := conversations.FileIn(state, room, name)
	if !ok {
		return web.File{}, false, nil
	}
	data, err := f.blob(ctx, shared.Blob)
	if err != nil {
		return web.File{}, false, fmt.Errorf("open file %s: %w", shared.ID, err)
	}
	return web.File{Name: shared.Name, ContentType: anyContent, Data: data, For: string(person)}, true, nil
}

// state folds what an engagement's record says of it.
func (f *files) state(ctx context.Context, name string) (*engagement.State, error) {
	state := &engagement.State{}
	for r, err := range f.journal.Read(ctx, "engagement/"+name, 0) {
		if err != nil {
			return nil, fmt.Errorf("read %s: %w", name, err)
		}
		fact, err := bot.Decode(r.Data)
		if err != nil {
			return nil, err
		}
		of, err := engagement.Decode(fact.Kind, fact.Data)
		if errors.Is(err, engagement.ErrUnknownKind) {
			continue // of the messages, or of the conversation
		}
		if err != nil {
			return nil, err
		}
		state.Apply(fact.Time, of)
	}
	return state, nil
}
