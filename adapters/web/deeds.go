package web

import (
	"context"
	"io"
	"mime/multipart"
	"net/http"
	"regexp"
	"strings"

	"soundings/bot"
	"soundings/internal/page"
)

// mostName is how many characters of a name are kept, as bot counts them.
const mostName = 80

// isEvent is what newID makes: what a posted form is told by.
var isEvent = regexp.MustCompile(`^[a-z2-7]{26}$`)

// oneLine is text without line breaks or blanks around it.
func oneLine(text string) string { return strings.Join(strings.Fields(clean(text)), " ") }

// unbroken is text with the line breaks that everybody else has: a browser
// sends two characters for each.
func unbroken(text string) string { return strings.ReplaceAll(text, "\r\n", "\n") }

// event makes the event of what was posted. Posting the same form again gives
// the same event, so that nothing happens twice. Not ok: it is no form of ours.
func (a *Adapter) event(r *http.Request, v visitor, g Grant, kind bot.EventKind) (ev bot.Event, ok bool) {
	token := r.PostFormValue("event")
	if !isEvent.MatchString(token) {
		return bot.Event{}, false
	}
	id := Name + ":" + token
	return bot.Event{
		ID: id, Kind: kind, Room: address(g.Room), Message: id,
		Thread: r.PostFormValue("t"), Engagement: r.PostFormValue("g"), Sender: v.sender(g),
	}, true
}

// press presses a button.
func (a *Adapter) press(w http.ResponseWriter, r *http.Request, v visitor, g Grant) {
	if err := a.introduced(r.Context(), &v, "", ""); err != nil {
		a.fail(w, r, err)
		return
	}
	ev, ok := a.event(r, v, g, bot.Pressed)
	if !ok {
		a.o.Site.Fail(w, r, http.StatusBadRequest, nil)
		return
	}
	ev.Action, ev.Value = r.PostFormValue("a"), r.PostFormValue("v")
	a.do(w, r, v, g, ev)
}

// say writes in the room, perhaps with a file.
func (a *Adapter) say(w http.ResponseWriter, r *http.Request, v visitor, g Grant) {
	name := r.PostFormValue("name")
	if len([]rune(name)) > mostName {
		name = string([]rune(name)[:mostName])
	}
	if err := a.introduced(r.Context(), &v, name, ""); err != nil {
		a.fail(w, r, err)
		return
	}
	ev, ok := a.event(r, v, g, bot.Said)
	if !ok {
		a.o.Site.Fail(w, r, http.StatusBadRequest, nil)
		return
	}
	ev.Text = strings.TrimSpace(unbroken(r.PostFormValue("text")))
	ev.File = attached(r, "file")
	if ev.Text == "" && ev.File == nil {
		a.back(w, r, v)
		return
	}
	a.do(w, r, v, g, ev)
}

// attached is the file that was uploaded in a field; nil for none.
func attached(r *http.Request, field string) *bot.File {
	if r.MultipartForm == nil || len(r.MultipartForm.File[field]) == 0 {
		return nil
	}
	header := r.MultipartForm.File[field][0]
	if header.Filename == "" && header.Size == 0 {
		return nil
	}
	return &bot.File{Name: oneLine(header.Filename), Size: header.Size, Open: opener(header)}
}

func opener(header *multipart.FileHeader) func(context.Context) (io.ReadCloser, error) {
	return func(context.Context) (io.ReadCloser, error) { return header.Open() }
}

// do delivers what was done and shows the answer.
func (a *Adapter) do(w http.ResponseWriter, r *http.Request, v visitor, g Grant, ev bot.Event) {
	answer, caused, err := a.deliver(r.Context(), v, g, ev)
	if err != nil {
		a.notTaken(w, r, v, g, ev, err)
		return
	}
	a.answer(w, r, v, g, answer, caused)
}

// deliver hands an event in, and gives with the answer what was said in the
// room because of it.
func (a *Adapter) deliver(ctx context.Context, v visitor, g Grant, ev bot.Event) (bot.Answer, []bot.Shown, error) {
	before := a.o.Now()
	answer, err := a.o.Deliver(ctx, ev)
	if err != nil {
		return answer, nil, err
	}
	recent, _, err := a.messages(ctx, v, g, 0, mostShown)
	if err != nil {
		a.o.Log.WarnContext(ctx, "what an event said could not be shown", "event", ev.ID, "error", err)
		return answer, nil, nil // it is done all the same
	}
	var caused []bot.Shown
	for _, m := range recent {
		if m.Thread == ev.Message || ev.Thread != "" && m.Thread == ev.Thread && !m.Time.Before(before) {
			caused = append(caused, m)
		}
	}
	return answer, caused, nil
}

// answer shows what an event was answered with: in the room of a team, where
// commands are written, under the command box; else on a page of its own.
func (a *Adapter) answer(w http.ResponseWriter, r *http.Request, v visitor, g Grant, answer bot.Answer, caused []bot.Shown) {
	switch {
	case answer.Form != nil && page.WantsFragment(r):
		http.Redirect(w, r, seeURL(g.Room, answer.Form.Action, answer.Form.Value), http.StatusSeeOther)
	case answer.Form != nil:
		a.showForm(w, r, v, g, http.StatusOK, asking{form: *answer.Form, saved: answer.Recorded, pretend: answer.Pretend})
	case answer.Note == nil && len(caused) == 0 && !page.WantsFragment(r):
		a.back(w, r, v)
	case !g.Team:
		a.showAnswer(w, r, v, g, answer, caused)
	default:
		a.answerTeam(w, r, v, g, answer, caused)
	}
}

func (a *Adapter) answerTeam(w http.ResponseWriter, r *http.Request, v visitor, g Grant, answer bot.Answer, caused []bot.Shown) {
	s := a.scene(v, g)
	var parts []page.Part
	if answer.Note != nil {
		parts = []page.Part{s.note(*answer.Note)}
	}
	if len(caused) > 0 {
		parts = append(parts, page.Text{Markdown: "**Done.** The newest of the messages below says what came of it."})
	}
	if page.WantsFragment(r) {
		w.Header().Set("Soundings-Next", newID())
		a.o.Site.RenderFragment(w, r, http.StatusOK, parts...)
		return
	}
	a.showRoom(w, r, v, g, http.StatusOK, parts)
}

// notTaken says that an event was not taken, and offers to send it again with
// all that was typed.
func (a *Adapter) notTaken(w http.ResponseWriter, r *http.Request, v visitor, g Grant, ev bot.Event, err error) {
	if ev.Kind != bot.Said || page.WantsFragment(r) {
		a.fail(w, r, err)
		return
	}
	a.o.Log.WarnContext(r.Context(), "event not taken", "event", ev.ID, "error", err)
	form := page.Form{
		ID: "write", Action: roomURL(g.Room, "say"), Token: a.guard.Token(v.session.ID),
		Hidden: []page.Hidden{{Name: "event", Value: r.PostFormValue("event")}, {Name: "t", Value: ev.Thread}, {Name: "g", Value: ev.Engagement}},
		Fields: []page.Field{{Name: "text", Kind: page.Words, Label: "Your words", Value: ev.Text, Rows: 6}},
		Submit: []page.Button{{Label: "Send again", Kind: page.Primary}},
	}
	if ev.File != nil {
		form.Fields = append(form.Fields, page.Field{Name: "file", Kind: page.Upload, Label: "The file, once more", Optional: true})
	}
	a.render(w, r, v, http.StatusServiceUnavailable, page.View{
		Title: "Not sent yet", Back: &page.Link{Label: "Back", URL: roomURL(g.Room)},
		Problems: []page.Problem{{Text: notYet, Field: page.FieldID("write", "text")}}, Body: []page.Part{form},
	})
}

// notYet is said where nothing was recorded, through nobody's fault.
const notYet = "Not saved yet: our record can't be written just now. Your text is still below; press the button again in a moment."
