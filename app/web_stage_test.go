package app

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"
	"unicode"

	"soundings/adapters/adaptertest"
	"soundings/adapters/console"
	"soundings/adapters/web"
	"soundings/adapters/webtest"
	"soundings/bot"
	"soundings/config"
	"soundings/conversations"
	"soundings/docs/sample"
	"soundings/internal/secret"
	"soundings/internal/transcript"
	"soundings/journal"
	"soundings/journal/sqlite"
)

// webStage plays transcripts through the pages: each person has a browser,
// follows the link into their room, types into the page's form and presses what
// stands on it. What has no page (somebody without a link, a change to what was
// written) goes in beside them, and is counted.
type webStage struct {
	t        *testing.T
	open     func(context.Context) (journal.Store, error)
	keys     keys
	zone     *time.Location
	clock    *hand
	mail     func(ctx context.Context, address, subject, text string) error // from the next start on
	smtp     string                                                         // likewise: where mail goes; empty: nowhere
	folder   string
	service  *Service
	server   *httptest.Server
	handler  atomic.Pointer[http.Handler]
	browsers map[string]*webtest.Browser
	senders  map[string]bot.Sender
	in       map[string]bool // room/person that has entered
	homes    map[string]bool
	teams    map[string]string // the rooms of teams, by what the transcript calls them
	beside   int
	onPages  int

	speaker  string
	room     string // of the transcript
	answered []bot.Answer
	again    func(context.Context) error
	found    *roomsFound
	seen     map[string]int64 // by room, how far its messages were read
	stamp    map[string]int64 // by room and person, how far they were when the person acted
	known    map[string]bool
	notes    []transcript.Post
	forms    map[string]bot.Form      // by room and person: the one that was opened last
	told     map[string][]bot.Message // by room and person: what was answered
	terminal *console.Terminal
	posts    *console.Adapter // renders as the other stages do
}

var _ transcript.Driver = (*webStage)(nil)

func newWebStage(t *testing.T, data, folder string) *webStage {
	t.Helper()
	zone, err := time.LoadLocation(playZone)
	if err != nil {
		t.Fatal(err)
	}
	s := &webStage{
		t: t, keys: testKeys(t), zone: zone, clock: &hand{at: playStart(zone)}, folder: folder,
		browsers: map[string]*webtest.Browser{}, senders: map[string]bot.Sender{}, in: map[string]bool{}, homes: map[string]bool{},
		teams: map[string]string{}, found: newRoomsFound(), seen: map[string]int64{}, stamp: map[string]int64{}, known: map[string]bool{}, forms: map[string]bot.Form{}, told: map[string][]bot.Message{}, terminal: console.NewTerminal("w", nil),
	}
	s.posts = console.New(s.terminal, nil)
	s.open = func(ctx context.Context) (journal.Store, error) {
		return sqlite.Open(ctx, sqlite.Options{Path: journalPath(data)})
	}
	s.server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { (*s.handler.Load()).ServeHTTP(w, r) }))
	s.start(t.Context())
	t.Cleanup(func() {
		s.server.Close()
		if err := s.service.Stop(context.WithoutCancel(t.Context())); err != nil {
			t.Error(err)
		}
	})
	return s
}

func (s *webStage) start(ctx context.Context) {
	s.t.Helper()
	store, err := s.open(ctx)
	if err != nil {
		s.t.Fatal(err)
	}
	parts := Parts{
		Store: store, Key: s.keys.root, Signer: s.keys.signer,
		Web:      &Web{URL: s.server.URL, Zone: s.zone, Rate: bot.Pace{PerSecond: 1e6, Burst: 1e6}, Mail: s.mail, around: s.listen},
		Settings: conversations.Settings{Buyer: sample.Buyer, Contact: sample.Contact, Zone: s.zone.String()},
		Now:      s.clock.now, Log: slog.New(slog.DiscardHandler),
	}
	if s.smtp != "" {
		parts.Mail = &Mail{URL: s.server.URL, Mail: config.Mail{SMTPURL: secret.New(s.smtp), From: "Westmere <soundings@westmere.example>"}}
	}
	if s.service, err = Start(ctx, parts); err != nil {
		s.t.Fatal(err)
	}
	pages := s.service.Pages()
	s.handler.Store(&pages)
}

// listen hears what the pages deliver and are answered.
func (s *webStage) listen(deliver bot.Deliver) bot.Deliver {
	return func(ctx context.Context, ev bot.Event) (bot.Answer, error) {
		answer, err := deliver(ctx, ev)
		if ev.Sender.ID != "" {
			s.senders[s.speaker] = ev.Sender
		}
		if err == nil && (ev.Kind != bot.Looked || ev.Action != bot.HomeView && ev.Action != bot.GuardView) {
			s.answered = append(s.answered, answer)
		}
		return answer, err
	}
}

// Say implements transcript.Driver.
func (s *webStage) Say(ctx context.Context, turn transcript.Turn) error {
	s.clock.set(s.clock.now().Add(time.Second))
	if _, known := s.homes[turn.Person]; !known {
		s.homes[turn.Person] = turn.Room == console.TeamRoom
	}
	s.speaker, s.room, s.answered = turn.Person, turn.Room, nil
	page, err := s.act(ctx, turn)
	if errors.Is(err, errNoPage) {
		s.beside++
		return s.direct(ctx, turn)
	}
	if err != nil {
		return err
	}
	s.onPages++
	return s.noted(turn, page)
}

var errNoPage = errors.New("there is no page for that")

// noted keeps the answers, which have to stand on the page.
func (s *webStage) noted(turn transcript.Turn, page *webtest.Page) error {
	for _, a := range s.answered {
		title, blocks := "", []bot.Block(nil)
		switch {
		case a.Note != nil:
			title, blocks = a.Note.Title, a.Note.Blocks
			s.told[turn.Room+"/"+turn.Person] = append(s.told[turn.Room+"/"+turn.Person], *a.Note)
		case a.Form != nil:
			title, blocks = a.Form.Title, bot.FitForm(*a.Form)
			s.forms[turn.Room+"/"+turn.Person] = *a.Form
		case a.Errors != nil:
			blocks = console.Faults(a.Errors)
		default:
			continue
		}
		if page != nil && a.Form == nil {
			if missing := notOn(page.Text(), adaptertest.TextOf(title, blocks)); missing != "" {
				return fmt.Errorf("the page of the answer lacks %q:\n%s", missing, page.Text())
			}
		}
		s.show("note", turn.Room, turn.Person, title, blocks, false)
	}
	return nil
}

// notOn gives the first line of text that people can't read on a page, in
// order; "" if they can read all of it.
func notOn(page, text string) string {
	squeezed := squeeze(page)
	for line := range strings.Lines(text) {
		words := squeeze(line)
		if words == "" {
			continue
		}
		at := strings.Index(squeezed, words)
		if at < 0 {
			return words
		}
		squeezed = squeezed[at:]
	}
	return ""
}

// show renders something as the other stages do.
func (s *webStage) show(id, room, person, title string, blocks []bot.Block, edits bool) {
	ctx := context.Background()
	blocks = withoutLinks(blocks)
	for i, piece := range bot.Fit(title, blocks, s.posts.Caps()) {
		p := bot.Part{Key: fmt.Sprint(id, i), To: bot.Address{Adapter: console.Name, Room: room}, For: person, Title: piece.Title, Blocks: piece.Blocks}
		if edits {
			_ = s.posts.Edit(ctx, p.Key, p)
		} else {
			_, _ = s.posts.Send(ctx, p)
		}
	}
	for _, p := range s.terminal.Take() {
		post := transcript.Post{Room: p.Room, To: p.To, Edits: p.Edits, Text: checkpointLine.ReplaceAllString(p.Text, maskedCheckpoint)}
		s.notes = append(s.notes, post)
	}
}

// aLink is a link of ours, which nobody can know beforehand.
var aLink = regexp.MustCompile(`http://127\.0\.0\.1:\d+/[jt]/[\w-]+`)

func withoutLinks(blocks []bot.Block) []bot.Block {
	data, err := json.Marshal(blocks)
	var masked []bot.Block
	if err == nil {
		err = json.Unmarshal(aLink.ReplaceAll(data, []byte("(no link)")), &masked)
	}
	if err != nil {
		panic(err) // cannot be: it is text
	}
	return masked
}

// act does on the pages what a person does.
func (s *webStage) act(ctx context.Context, turn transcript.Turn) (*webtest.Page, error) {
	saysNothing := withoutMention(turn.Text) == "" && turn.File == ""
	if turn.Verb != transcript.Says && turn.Verb != transcript.Presses && turn.Verb != transcript.Sends || saysNothing {
		return nil, errNoPage
	}
	b, room, err := s.enter(ctx, turn)
	if err != nil {
		return nil, err
	}
	if room == "" {
		return s.begin(ctx, b, turn)
	}
	switch turn.Verb {
	case transcript.Presses:
		return s.pressed(ctx, b, room, turn)
	case transcript.Sends:
		return s.filled(ctx, b, turn)
	case transcript.Says, transcript.Edits, transcript.Deletes, transcript.Joins, transcript.Leaves, transcript.Mutters:
	}
	page, err := b.Open(ctx, "/r/"+room)
	if err != nil {
		return nil, err
	}
	if turn.Re != "" {
		m, ok := newest(page, turn.Re)
		if !ok {
			return nil, fmt.Errorf("no message with %q on the page", turn.Re)
		}
		if page, err = b.Open(ctx, "/r/"+room+"?re="+strings.TrimPrefix(m.ID, "m-")); err != nil {
			return nil, err
		}
	}
	form, ok := page.Form("write")
	if !ok {
		return nil, fmt.Errorf("there is nowhere to write on %s: %s", page.URL, page.Text())
	}
	var data []byte
	if turn.File != "" {
		if data, err = os.ReadFile(filepath.Join(s.folder, turn.File)); err != nil {
			return nil, err
		}
	}
	send := func(ctx context.Context) error {
		_, err := b.Submit(ctx, form, map[string]string{"text": withoutMention(turn.Text)}, turn.File, data)
		return err
	}
	s.again = send
	return b.Page, s.checked(b, send(ctx))
}

// filled sends the form that the person is on, filled in.
func (s *webStage) filled(ctx context.Context, b *webtest.Browser, turn transcript.Turn) (*webtest.Page, error) {
	form, ok := b.Page.Form("form")
	if !ok {
		return nil, fmt.Errorf("%s is at no form but at %s", turn.Person, b.Page.Text())
	}
	fields, err := console.Filled(s.forms[turn.Room+"/"+turn.Person], turn.Text)
	if err != nil {
		return nil, err
	}
	values := map[string]string{}
	for name, value := range fields {
		values["f-"+name] = value
		if day, err := time.Parse(time.DateOnly, value); err == nil {
			values["f-"+name+"-year"], values["f-"+name+"-month"], values["f-"+name+"-day"] = day.Format("2006"), day.Format("1"), day.Format("2")
		}
	}
	send := func(ctx context.Context) error { _, err := b.Submit(ctx, form, values, "", nil); return err }
	s.again = send
	err = send(ctx)
	if err == nil && b.Page.Status == http.StatusUnprocessableEntity {
		return b.Page, nil // what is wrong stands beside the fields
	}
	return b.Page, s.checked(b, err)
}

func (s *webStage) checked(b *webtest.Browser, err error) error {
	if err == nil && b.Page.Status != http.StatusOK {
		err = fmt.Errorf("answered with %d: %s", b.Page.Status, b.Page.Text())
	}
	return err
}

func withoutMention(text string) string {
	return strings.TrimSpace(strings.TrimPrefix(text, "@soundings"))
}

// enter has a person follow the link into the room, and say who they are. No
// room: the team has begun nothing yet.
func (s *webStage) enter(ctx context.Context, turn transcript.Turn) (*webtest.Browser, string, error) {
	home := s.homes[turn.Person]
	room := s.roomOf(turn.Room)
	_, team := s.teams[turn.Room]
	switch {
	case home && !team && (room != "" || !strings.HasPrefix(withoutMention(turn.Text), "new ")):
		return nil, "", errNoPage // a member of the team does not enter the room of an organisation
	case !home && (team || room == ""):
		return nil, "", errNoPage
	}
	b := s.browsers[turn.Person]
	if b == nil {
		b = webtest.New(s.server.URL)
		s.browsers[turn.Person] = b
	}
	key := room + "/" + turn.Person
	if s.in[key] {
		return b, room, nil
	}
	link := s.service.Link(bot.Address{Adapter: web.Name, Room: room}, "")
	if home && room == "" {
		link = s.service.FirstLink()
	}
	if _, err := b.Open(ctx, link); err != nil {
		return nil, "", err
	}
	page, err := b.Open(ctx, "/you")
	if err != nil {
		return nil, "", err
	}
	form, ok := page.Form("you")
	if !ok {
		return nil, "", fmt.Errorf("%s did not get in: %s", turn.Person, page.Text())
	}
	_, err = b.Submit(ctx, form, map[string]string{"name": titled(turn.Person)}, "", nil)
	s.in[key] = true
	return b, room, s.checked(b, err)
}

func titled(person string) string {
	runes := []rune(person)
	runes[0] = unicode.ToUpper(runes[0])
	return string(runes)
}

// begin starts an engagement from the front page.
func (s *webStage) begin(ctx context.Context, b *webtest.Browser, turn transcript.Turn) (*webtest.Page, error) {
	title, ok := strings.CutPrefix(withoutMention(turn.Text), "new ")
	if !ok || turn.Verb != transcript.Says {
		return nil, errNoPage
	}
	page, err := b.Open(ctx, "/")
	if err != nil {
		return nil, err
	}
	form, ok := page.Form("new")
	if !ok {
		return nil, errNoPage
	}
	send := func(ctx context.Context) error {
		_, err := b.Submit(ctx, form, map[string]string{"title": title}, "", nil)
		return err
	}
	s.again = send
	if err := s.checked(b, send(ctx)); err != nil {
		return nil, err
	}
	if room, ok := strings.CutPrefix(b.Page.URL.Path, "/r/"); ok {
		s.teams[turn.Room] = room
		s.in[room+"/"+turn.Person] = true
	}
	return b.Page, nil
}

// pressed presses a button: on the page that the person is on, else in the
// newest message that has it, else at the top of the room.
func (s *webStage) pressed(ctx context.Context, b *webtest.Browser, room string, turn transcript.Turn) (*webtest.Page, error) {
	press := func(page *webtest.Page, id string) (bool, error) {
		for _, f := range page.Forms(id) {
			if strings.EqualFold(f.Label, turn.Text) && f.Hidden("event") != "" && f.ID != "write" {
				send := func(ctx context.Context) error { _, err := b.Submit(ctx, f, nil, "", nil); return err }
				s.again = send
				return true, s.checked(b, send(ctx))
			}
		}
		for _, l := range page.Links(id) {
			if strings.EqualFold(l.Label, turn.Text) && strings.Contains(l.URL, "/see?") {
				open := func(ctx context.Context) error { _, err := b.Open(ctx, l.URL); return err }
				s.again = open
				return true, s.checked(b, open(ctx))
			}
		}
		return false, nil
	}
	if b.Page != nil && s.stamp[room+"/"+turn.Person] == s.seen[room] && strings.HasPrefix(b.Page.URL.Path, "/r/"+room) && strings.Contains(squeeze(b.Page.Text()), squeeze(turn.Re)) {
		for _, id := range []string{"answer", "main"} {
			if b.Page.URL.Path == "/r/"+room || id == "main" && len(b.Page.Messages()) > 2 {
				continue
			}
			if done, err := press(b.Page, id); done {
				return b.Page, err
			}
		}
	}
	page, err := b.Open(ctx, "/r/"+room)
	if err != nil {
		return nil, err
	}
	for _, m := range slices.Backward(page.Messages()) {
		if !strings.Contains(squeeze(m.Text), squeeze(turn.Re)) {
			continue
		}
		if done, err := press(page, m.ID); done {
			return b.Page, err
		}
	}
	if done, err := press(page, "main"); done {
		return b.Page, err
	}
	return nil, fmt.Errorf("there is no button %q on %s: %s", turn.Text, page.URL, page.Text())
}

// squeeze leaves the words alone: letters and digits, with one space between.
func squeeze(text string) string {
	return strings.Join(strings.FieldsFunc(text, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsNumber(r) }), " ")
}

func newest(page *webtest.Page, words string) (webtest.Message, bool) {
	for _, m := range slices.Backward(page.Messages()) {
		if strings.Contains(squeeze(m.Text), squeeze(words)) {
			return m, true
		}
	}
	return webtest.Message{}, false
}

// direct delivers what has no page.
func (s *webStage) direct(ctx context.Context, turn transcript.Turn) error {
	sender := s.senders[turn.Person]
	home := s.homes[turn.Person]
	if sender.ID == "" {
		sender = bot.Sender{ID: turn.Person, Name: titled(turn.Person)}
	}
	sender.Home, sender.Opener, sender.Team = home, false, turn.Room
	if home {
		sender.Team = "home"
	}
	room := s.roomOf(turn.Room)
	if room == "" {
		room = turn.Room
	}
	ev := bot.Event{ID: web.Name + ":beside-" + fmt.Sprint(s.beside), Room: bot.Address{Adapter: web.Name, Room: room}, Sender: sender, Text: withoutMention(turn.Text)}
	if turn.Verb == transcript.Says {
		ev.Message = ev.ID
	}
	kinds := map[transcript.Verb]bot.EventKind{
		transcript.Says: bot.Said, transcript.Presses: bot.Pressed, transcript.Edits: bot.Edited, transcript.Deletes: bot.Deleted, transcript.Joins: bot.Joined, transcript.Leaves: bot.Left,
	}
	if ev.Kind = kinds[turn.Verb]; ev.Kind == "" {
		return fmt.Errorf("nobody can do %q beside the pages", turn.Verb)
	}
	if turn.File != "" {
		ev.File = &bot.File{Name: turn.File, Open: func(context.Context) (io.ReadCloser, error) { return os.Open(filepath.Join(s.folder, turn.File)) }}
	}
	if turn.Verb == transcript.Presses {
		if err := s.findButton(ctx, turn, &ev); err != nil {
			return err
		}
	}
	deliver := func(ctx context.Context) error {
		answer, err := s.service.Bot().Deliver(ctx, ev)
		s.answered = append(s.answered, answer)
		return err
	}
	s.again = deliver
	if err := deliver(ctx); err != nil {
		return err
	}
	return s.noted(turn, nil)
}

// findButton finds a button in the newest message that has it.
func (s *webStage) findButton(ctx context.Context, turn transcript.Turn, ev *bot.Event) error {
	shown, err := s.service.Bot().Messages(ctx, ev.Room, 0, 0)
	if err != nil {
		return err
	}
	for _, note := range s.told[turn.Room+"/"+turn.Person] {
		shown = append(shown, bot.Shown{Blocks: note.Blocks})
	}
	ev.Text = ""
	for _, m := range slices.Backward(shown) {
		for _, b := range m.Blocks {
			for _, button := range b.Buttons {
				if strings.EqualFold(button.Label, turn.Text) {
					ev.Action, ev.Value, ev.Thread, ev.Engagement = button.Action, button.Value, m.ID, m.Engagement
					return nil
				}
			}
		}
	}
	return fmt.Errorf("there is no button %q in %s", turn.Text, turn.Room)
}

// Advance implements transcript.Driver.
func (s *webStage) Advance(ctx context.Context, clock transcript.Clock) error {
	moved := stage{clock: s.clock, zone: s.zone, service: s.service}
	return moved.Advance(ctx, clock)
}

// Direct implements transcript.Driver.
func (s *webStage) Direct(ctx context.Context, d transcript.Direction) error {
	switch d.Name {
	case "restart":
		if err := s.service.Stop(ctx); err != nil {
			return err
		}
		s.start(ctx)
		return nil
	case "redeliver":
		if s.again == nil {
			return errors.New("nothing was delivered yet")
		}
		return s.again(ctx)
	default:
		return fmt.Errorf("nothing is known of the direction %q", d.Name)
	}
}
