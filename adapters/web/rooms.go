package web

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"soundings/bot"
	"soundings/internal/page"
)

// mostShown is how many messages a page shows of a room.
const mostShown = 100

// look asks what the visitor would see; nothing is recorded.
func (a *Adapter) look(ctx context.Context, v visitor, g Grant, action, value string, fields map[string]string) (bot.Answer, error) {
	return a.o.Deliver(ctx, bot.Event{
		ID: Name + ":look-" + newID(), Kind: bot.Looked, Room: address(g.Room),
		Action: action, Value: value, Fields: fields, Sender: v.sender(g),
	})
}

// messages gives what stands in the room for this visitor and came after the
// place n, and the place of the newest. Standing messages are not among them: the
// page's own top says the same.
func (a *Adapter) messages(ctx context.Context, v visitor, g Grant, n int64, most int) (shown []bot.Shown, newest int64, err error) {
	shut, err := a.shut(ctx, v, g)
	if err != nil || shut {
		return nil, n, err
	}
	all, err := a.o.Rooms.Messages(ctx, address(g.Room), n, most)
	if err != nil {
		return nil, n, err
	}
	person, newest := "", n
	for _, m := range all {
		newest = max(newest, m.N)
		if m.Class == bot.Standing {
			continue
		}
		if m.For != "" {
			if person == "" {
				if person, err = a.o.Person(ctx, v.sender(g)); err != nil {
					return nil, n, err
				}
			}
			if person != m.For {
				continue
			}
		}
		shown = append(shown, m)
	}
	shown, err = a.guarded(ctx, v, g, shown)
	return shown, newest, err
}

// shut says whether the visitor is to see nothing of the room.
func (a *Adapter) shut(ctx context.Context, v visitor, g Grant) (bool, error) {
	answer, err := a.look(ctx, v, g, bot.GuardView, "", nil)
	return answer.Shut, err
}

// guarded keeps from a visitor what they may not read: in the place of the newest
// of it stands why, and the rest is left out.
func (a *Adapter) guarded(ctx context.Context, v visitor, g Grant, shown []bot.Shown) ([]bot.Shown, error) {
	newest := -1
	for i, m := range shown {
		if m.Guarded {
			newest = i
		}
	}
	if newest < 0 {
		return shown, nil
	}
	answer, err := a.look(ctx, v, g, bot.GuardView, "", nil)
	if err != nil || answer.Note == nil {
		return shown, err
	}
	shown[newest].Title, shown[newest].Blocks, shown[newest].Guarded = answer.Note.Title, answer.Note.Blocks, false
	return slices.DeleteFunc(shown, func(m bot.Shown) bool { return m.Guarded }), nil
}

// forAll leaves out what answers one of several people who share a page and are
// a voice each, as in a group of people who use a service: it is shown to whoever
// caused it, and then at the top of the page.
func forAll(shown []bot.Shown) []bot.Shown {
	return slices.DeleteFunc(shown, func(m bot.Shown) bool { return m.Plain && m.Class == bot.Reply })
}

// room shows a room: what the visitor sees first, then what was said there.
func (a *Adapter) room(w http.ResponseWriter, r *http.Request, v visitor, g Grant) {
	a.showRoom(w, r, v, g, http.StatusOK, nil)
}

// showRoom shows a room, with what was just answered beside the command box.
func (a *Adapter) showRoom(w http.ResponseWriter, r *http.Request, v visitor, g Grant, status int, answered []page.Part) {
	answer, err := a.look(r.Context(), v, g, bot.HomeView, "", nil)
	if err != nil {
		a.fail(w, r, err)
		return
	}
	most := mostShown
	if r.URL.Query().Get("all") != "" {
		most = 0
	}
	shown, newest, err := a.messages(r.Context(), v, g, 0, most)
	if err != nil {
		a.fail(w, r, err)
		return
	}
	shown = forAll(shown)
	s := a.scene(v, g)
	s.prominent = true
	view := page.View{Title: "Your room", Wide: g.Team}
	if answer.Note != nil {
		if answer.Note.Title != "" {
			view.Title = clean(answer.Note.Title)
		}
		view.Large = answer.Note.Plain
		view.Body = s.parts(answer.Note.Blocks)
	}
	s.prominent = false
	place := page.Group{ID: "answer", Parts: answered} // where a browser without script looks after sending
	if answered != nil {
		place.Label = "The answer to what you just did"
	}
	view.Body = append(view.Body, place)
	if answer.Note != nil && !answer.Shut && shared(v, g, answer.Note.Plain) {
		view.Body = append(view.Body, a.whoWrites(v, g)...)
	}
	view.Body = append(view.Body, a.writing(r, s, g, shown, view.Large)...)
	if !answer.Shut {
		view.Body = append(view.Body, a.log(s, g, view.Title, shown, newest, most)...)
	}
	a.render(w, r, v, status, view)
}

// log is the messages of a room, the newest first, to which the script adds
// what arrives. What stands at the top of the page under the same title is
// folded.
func (a *Adapter) log(s *scene, g Grant, top string, shown []bot.Shown, newest int64, most int) []page.Part {
	live := page.Live{
		ID: "messages", Label: "Messages", URL: roomURL(g.Room, "live") + "?after=" + strconv.FormatInt(newest, 10),
		Reload: roomURL(g.Room), Newest: true, Empty: "No messages yet. What is new appears here by itself.",
	}
	for _, m := range slices.Backward(shown) {
		message := s.message(m)
		if !g.Team && message.Title == top {
			message.Parts = []page.Part{page.Details{Summary: "The same as at the top of this page, as it was sent", Parts: message.Parts}}
		}
		live.Messages = append(live.Messages, message)
	}
	heading := page.Heading{Text: "Messages", ID: "said"}
	if most > 0 && len(shown) == most {
		return []page.Part{heading, live, page.Links{Items: []page.Link{{Label: "Show all earlier messages", URL: roomURL(g.Room) + "?all=1"}}}}
	}
	return []page.Part{heading, live}
}

// writing is where the visitor types; plain: they use the service.
func (a *Adapter) writing(r *http.Request, s *scene, g Grant, shown []bot.Shown, plain bool) []page.Part {
	in := *s
	about := r.URL.Query().Get("re")
	form := page.Form{
		ID: "write", Action: roomURL(g.Room, "say"), Token: s.token,
		Keep: strings.Join([]string{g.Room, s.v.account.ID, "say", about}, "/"), Brief: true,
	}
	words := page.Field{Name: "text", Kind: page.Words, Label: "Your words", Rows: 4, Hint: "Answer, ask a question, or write **help**."}
	heading := page.Heading{Text: "Write here", ID: "write-here", Screen: true}
	form.Submit = []page.Button{{Label: "Send", Kind: page.Secondary}}
	if g.Team {
		form.Action, form.InPlace = form.Action+"#answer", true
		heading.Text = "Write a command"
		words.Label, words.Rows, words.Hint = "Command", 2, "For example **status**. **help** lists them all. The text of a draft can be pasted after **import**."
	}
	if about != "" {
		for _, m := range shown {
			if shownID(g.Room, m) == about {
				in.thread, in.engagement = about, m.Engagement
				form.Before = []page.Part{page.Text{Markdown: "About: **" + plainly(topic(m)) + "**"}}
			}
		}
	}
	form.Hidden = in.origin()
	form.Fields = append(form.Fields, words)
	who, opens := "Asked once, so that your colleagues know who wrote.", "Only you and the buying team can open it."
	if plain {
		who, opens = "Asked once. The team reads it; firms never do.", "Only you and the team can open it."
	}
	if s.v.account.Name == "" {
		form.Fields = append([]page.Field{{
			Name: "name", Kind: page.Line, Label: "Your name", Autocomplete: "name", Max: mostName, Optional: !g.Team,
			Hint: who,
		}}, form.Fields...)
	}
	file := page.Field{Name: "file", Kind: page.Upload, Label: "A file", Optional: true, Hint: opens}
	if g.Team {
		file.Hint, file.Accept = "A draft: Word (.docx), Markdown or plain text.", ".docx,.md,.txt,.markdown"
	}
	form.Fields = append(form.Fields, file)
	return []page.Part{heading, form}
}

// topic names a message in a few words.
func topic(m bot.Shown) string {
	text := m.Title
	for _, b := range m.Blocks {
		if text != "" {
			break
		}
		if b.Text != nil {
			for _, p := range bot.ParseMarkdown(b.Text.Markdown) {
				text = p.Words()
				break
			}
		}
	}
	if runes := []rune(text); len(runes) > 80 {
		text = string(runes[:79]) + "…"
	}
	return text
}

// see shows one thing on a page of its own: what a button shows that records
// nothing, or a form.
func (a *Adapter) see(w http.ResponseWriter, r *http.Request, v visitor, g Grant) {
	q := r.URL.Query()
	answer, err := a.look(r.Context(), v, g, q.Get("a"), q.Get("v"), nil)
	if err != nil {
		a.fail(w, r, err)
		return
	}
	if answer.Form != nil {
		if shared(v, g, answer.Form.Plain) && saidBefore(*answer.Form) && q.Get(mineToo) == "" {
			a.askWhose(w, r, v, g, *answer.Form)
			return
		}
		a.showForm(w, r, v, g, http.StatusOK, asking{form: *answer.Form})
		return
	}
	a.showAnswer(w, r, v, g, answer, nil)
}

// showAnswer is the page of what was answered, and of the messages that came of
// it.
func (a *Adapter) showAnswer(w http.ResponseWriter, r *http.Request, v visitor, g Grant, answer bot.Answer, caused []bot.Shown) {
	s := a.scene(v, g)
	view := page.View{Title: "Done", Back: &page.Link{Label: "Back to your page", URL: roomURL(g.Room)}, Engagement: g.Title, Wide: g.Team}
	if g.Team {
		view.Back.Label = "Back to the room"
	}
	if answer.Recorded {
		view.Notices = recorded("This is in the record now", answer.Pretend)
	}
	s.prominent = answer.Note == nil
	for i, m := range caused {
		in := *s
		in.thread, in.engagement = shownID(g.Room, m), m.Engagement
		if i == 0 {
			view.Title = clean(topic(m))
			if m.Title == "" {
				view.Title = "Saved"
			}
			view.Body = append(view.Body, in.parts(m.Blocks)...)
			continue
		}
		view.Body = append(view.Body, in.message(m))
	}
	if answer.Note != nil {
		view.Large = answer.Note.Plain
		s.prominent = true
		if len(caused) == 0 {
			view.Title = clean(answer.Note.Title)
			if view.Title == "" {
				view.Title = "Your answer"
				if g.Team || r.Method == http.MethodGet {
					view.Title = "Soundings says"
				}
			}
			view.Body = append(view.Body, s.parts(answer.Note.Blocks)...)
		} else {
			view.Body = append(view.Body, s.note(*answer.Note))
		}
	}
	if answer.Recorded && shared(v, g, view.Large) {
		view.Body = append(view.Body, a.whoWrites(v, g)...)
	}
	a.render(w, r, v, http.StatusOK, view)
}

// recorded says that something is in the record; pretend: as part of a
// rehearsal.
func recorded(said string, pretend bool) []page.Notice {
	if pretend {
		said += ", marked as a rehearsal: you are a pretend supplier, and it counts for nothing"
	}
	return []page.Notice{{Good: true, Text: said + "."}}
}

// picture gives a picture of a message that we showed in this room.
func (a *Adapter) picture(w http.ResponseWriter, r *http.Request, _ visitor, g Grant) {
	blob, err := a.signer.Verify(purposePicture+" "+g.Room, r.PathValue("token"), a.o.Now())
	if err != nil || a.o.Blob == nil {
		a.o.Site.Fail(w, r, http.StatusNotFound, nil)
		return
	}
	data, err := a.o.Blob(r.Context(), string(blob))
	if err != nil {
		a.o.Site.Fail(w, r, http.StatusNotFound, errors.Join(errNoPicture, err))
		return
	}
	w.Header().Set("Content-Type", "image/png")
	w.Header().Set("Cache-Control", "private, max-age=86400")
	_, _ = w.Write(data) // who went away needs no picture
}

var errNoPicture = errors.New("picture cannot be read")
