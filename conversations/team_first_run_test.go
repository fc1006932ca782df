package conversations_test

import (
	"archive/zip"
	"bytes"
	"context"
	"fmt"
	"io"
	"log/slog"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"soundings/bot"
	"soundings/conversations"
	"soundings/journal"
)

// house is a bot whose platform is pages: what stands in a room is what the
// record says.
type house struct {
	t       *testing.T
	bot     *bot.Bot
	seconds atomic.Int64
	n       int
	presses int
	room    bot.Address // of the team
	domain  *conversations.Domain
}

var team = bot.Address{Adapter: "web", Room: "team-1"}

func newHouse(t *testing.T, settings conversations.Settings) *house {
	t.Helper()
	signer, _, err := journal.CheckpointKey(bytes.Repeat([]byte{1}, 32), "soundings")
	if err != nil {
		t.Fatal(err)
	}
	h := &house{t: t, room: team}
	h.bot = bot.New(bot.Options{
		Store: journal.NewMemory(), People: &drawers{}, Signer: signer, Now: h.now, Version: conversations.Version,
		NewDomain: func(name string) bot.Domain {
			h.domain = conversations.New(name, settings).(*conversations.Domain)
			return h.domain
		},
		Lobby: conversations.Lobby, Which: conversations.Which, Intake: conversations.Intake, Addresses: conversations.Addresses,
		Opener: func(_ string, s bot.Sender) bool { return s.Home },
		Sorry:  conversations.Sorry(), Log: slog.New(slog.NewTextHandler(&failing{t: t}, &slog.HandlerOptions{Level: slog.LevelError})),
		SnapshotEvery: 3,
	})
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		if err := h.bot.Run(ctx, pages("web"), pages("mail"), pages("slack")); err != nil {
			t.Errorf("Run: %v", err)
		}
	}()
	t.Cleanup(func() { cancel(); <-ended })
	<-h.bot.Ready()
	return h
}

// pages is an adapter on which everything arrives.
type pages string

func (p pages) Name() string                                     { return string(p) }
func (pages) Caps() bot.Caps                                     { return bot.Caps{Buttons: true, Tables: true, Forms: true, Items: true} }
func (pages) Run(ctx context.Context) error                      { <-ctx.Done(); return nil }
func (pages) Send(_ context.Context, p bot.Part) (string, error) { return p.Key, nil }

// drawers keep who people are by what their platform calls them.
type drawers struct {
	mu  sync.Mutex
	ids []string
}

func (d *drawers) Person(_ context.Context, adapter string, s bot.Sender) (string, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	for i, id := range d.ids {
		if id == adapter+":"+s.ID {
			return fmt.Sprintf("P%d", i+1), nil
		}
	}
	d.ids = append(d.ids, adapter+":"+s.ID)
	return fmt.Sprintf("P%d", len(d.ids)), nil
}

func (d *drawers) Known(ctx context.Context, adapter string, s bot.Sender) (string, error) {
	return d.Person(ctx, adapter, s)
}
func (d *drawers) Hash(id string) string { return "h:" + id }
func (d *drawers) Resolve(_ context.Context, text string) (string, error) {
	return bot.PutLinks(text, func(room bot.Address, person string) string { return "link<" + room.Room + " " + person + ">" }), nil
}
func (d *drawers) Direct(context.Context, string, string) (string, error) { return "direct", nil }

func (h *house) now() time.Time {
	return time.Date(2026, 6, 1, 8, 0, 0, 0, time.UTC).Add(time.Duration(h.seconds.Load()) * time.Second)
}

func (h *house) deliver(ev bot.Event) bot.Answer {
	h.t.Helper()
	h.n++
	h.seconds.Add(1)
	ev.ID = fmt.Sprint("web:", h.n)
	if ev.Room.IsZero() {
		ev.Room = h.room
	}
	if ev.Sender.ID == "" {
		ev.Sender = bot.Sender{ID: "dana", Name: "Dana", Home: true}
	}
	answer, err := h.bot.Deliver(h.t.Context(), ev)
	if err != nil {
		h.t.Fatal(err)
	}
	return answer
}

// look is a page that is opened without a press of a button.
func (h *house) look(action, value string) bot.Answer {
	return h.deliver(bot.Event{Kind: bot.Looked, Action: action, Value: value})
}

// press presses a button, as an adapter with pages does.
func (h *house) press(b bot.Button) bot.Answer {
	h.t.Helper()
	h.presses++
	if b.View {
		return h.look(b.Action, b.Value)
	}
	return h.deliver(bot.Event{Kind: bot.Pressed, Action: b.Action, Value: b.Value})
}

// send fills in a form and sends it.
func (h *house) send(f *bot.Form, fields map[string]string, file *bot.File) bot.Answer {
	h.t.Helper()
	if f == nil {
		h.t.Fatal("there is no form to send")
	}
	h.presses++
	return h.deliver(bot.Event{Kind: bot.Submitted, Action: f.Action, Value: f.Value, Fields: fields, File: file})
}

func (h *house) say(text string) bot.Answer {
	return h.deliver(bot.Event{Kind: bot.Said, Text: text})
}

// said gives the last message that stands in a room.
func (h *house) said(room bot.Address) bot.Shown {
	h.t.Helper()
	all := h.standing(room)
	if len(all) == 0 {
		h.t.Fatalf("nothing stands in %v", room)
	}
	return all[len(all)-1]
}

func (h *house) standing(room bot.Address) []bot.Shown {
	h.t.Helper()
	all, err := h.bot.Messages(h.t.Context(), room, 0, 0)
	if err != nil {
		h.t.Fatal(err)
	}
	return all
}

// next is the first button of the blocks: the one obvious next step.
func next(t *testing.T, blocks []bot.Block) bot.Button {
	t.Helper()
	for _, b := range blocks {
		if len(b.Buttons) > 0 {
			return b.Buttons[0]
		}
	}
	t.Fatalf("no button in %v", words(blocks))
	return bot.Button{}
}

// words is all that blocks say.
func words(blocks []bot.Block) string {
	var out strings.Builder
	for _, b := range blocks {
		switch {
		case b.Text != nil:
			fmt.Fprintln(&out, b.Text.Markdown)
		case b.Quote != nil:
			fmt.Fprintln(&out, b.Quote.Words)
		case b.Table != nil:
			fmt.Fprintln(&out, b.Table.Head, b.Table.Rows)
		}
		for _, p := range b.Facts {
			fmt.Fprintln(&out, p.Label+": "+p.Value)
		}
		for _, i := range b.Items {
			fmt.Fprintln(&out, i.Label+": "+i.Status)
		}
		for _, button := range b.Buttons {
			fmt.Fprintln(&out, "["+button.Label+"]")
		}
	}
	return out.String()
}

// wordDraft is a draft in Word: a heading and a paragraph for each section.
func wordDraft(t *testing.T, sections int) *bot.File {
	t.Helper()
	var body strings.Builder
	for i := range sections {
		fmt.Fprintf(&body, `<w:p><w:pPr><w:pStyle w:val="Heading1"/></w:pPr><w:r><w:t>What we want, part %d</w:t></w:r></w:p><w:p><w:r><w:t>Plain: What you would get.</w:t></w:r></w:p><w:p><w:r><w:t>%s</w:t></w:r></w:p>`,
			i+1, strings.Repeat("A person answers within sixty seconds, day and night. ", 12))
	}
	var data bytes.Buffer
	z := zip.NewWriter(&data)
	for name, content := range map[string]string{
		"[Content_Types].xml": `<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>`,
		"_rels/.rels":         `<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>`,
		"word/document.xml":   `<?xml version="1.0"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>` + body.String() + `</w:body></w:document>`,
		"word/styles.xml":     `<?xml version="1.0"?><w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/></w:style></w:styles>`,
	} {
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(w, content); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return &bot.File{Name: "draft.docx", Size: int64(data.Len()), Open: func(context.Context) (io.ReadCloser, error) {
		return io.NopCloser(bytes.NewReader(data.Bytes())), nil
	}}
}

// mostPresses is what the path from a Word file to suppliers may take. It takes
// 14 presses of a button, 5 ticks, a file and 5 fields to fill in, of which one
// is the list of organisations: about four minutes with the draft and the list
// at hand, and the reading of the preview on top.
const mostPresses = 14

// The first button is always the next step, from nothing to open.
func TestTheFirstRunByForms(t *testing.T) {
	h := newHouse(t, conversations.Settings{})
	h.presses++ // "start", on the front page
	h.send(h.look(bot.HomeView, "").Form, map[string]string{"title": "Digital care at home"}, nil)
	step := func(want string) bot.Answer {
		t.Helper()
		b := next(t, h.said(h.room).Blocks)
		if b.Label != want {
			t.Fatalf("the next step is %q, want %q", b.Label, want)
		}
		return h.press(b)
	}
	fill := func(want string, fields map[string]string, file *bot.File) {
		t.Helper()
		if answer := h.send(step(want).Form, fields, file); answer.Errors != nil || answer.Form != nil || answer.Note != nil {
			t.Fatalf("%s: %+v", want, answer)
		}
	}
	fill("Upload the draft", nil, wordDraft(t, 12))
	if said := words(h.said(h.room).Blocks); !strings.Contains(said, "What we want, part 12") || !strings.Contains(said, "minutes") {
		t.Errorf("after the upload the bot says %s", said)
	}
	fill("Mark what is fixed", map[string]string{"fixed": "4,6", "unknown": "10, 11,12"}, nil)
	fill("Say who asks", map[string]string{"title": "Digital care at home", "buyer": "Westmere County Council", "contact": "Dana Ellery"}, nil)
	fill("Choose the closing date", map[string]string{"day": "2026-06-26", "time": "17:00"}, nil)
	fill("Add organisations", map[string]string{"names": "Tidewell, small firm, ana@tidewell.example\nKindred Carers Trust <office@kindred.example>\r\nAlarm Users, users' group", "kind": "charity"}, nil)
	preview := step("Read it as a supplier")
	if said := words(preview.Note.Blocks); !strings.Contains(said, "3 organisations") || !strings.Contains(said, "2 organisations hear of it by mail") {
		t.Errorf("the preview says %s", said)
	}
	if n := len(h.standing(bot.Address{Adapter: "web", Room: "digital-care-at-home.tidewell"})); n > 0 {
		t.Errorf("%d messages have left before it is open", n)
	}
	h.press(preview.Note.Blocks[len(preview.Note.Blocks)-1].Buttons[0])
	if title := h.said(h.room).Title; !strings.HasPrefix(title, "Open: 2 organisations have the welcome and the sections, and 1 link is yours to pass on") {
		t.Errorf("at last the bot says %s", title)
	}
	for _, name := range []string{"tidewell", "kindred-carers-trust", "alarm-users"} {
		if n := len(h.standing(bot.Address{Adapter: "web", Room: "digital-care-at-home." + name})); n != 2 {
			t.Errorf("%d messages stand in the room of %s, want the welcome and the list", n, name)
		}
	}
	for _, person := range []string{"P2", "P3"} { // dana is the first
		mail := h.standing(bot.Address{Adapter: "mail", Room: person})
		if len(mail) != 1 || !strings.HasPrefix(mail[0].Title, "Westmere County Council would like your view") {
			t.Errorf("by mail %s has %+v", person, mail)
		}
	}
	h.say("invite Tidewell, cy@tidewell.example")
	if mail := h.standing(bot.Address{Adapter: "mail", Room: "P4"}); len(mail) != 1 {
		t.Errorf("whoever is added later has %d mails, want the welcome", len(mail))
	}
	if h.presses > mostPresses {
		t.Errorf("the first run takes %d presses, want %d at most", h.presses, mostPresses)
	}
	t.Logf("%d presses", h.presses)
}
