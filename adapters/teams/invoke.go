package teams

import (
	"context"
	"net/http"
	"strings"

	"soundings/bot"
)

// invoke takes what somebody pressed or filled in, and answers it in the reply.
func (a *Adapter) invoke(ctx context.Context, o object) reply {
	name := o.text("name")
	var d deed
	var ok bool
	switch name {
	case "adaptiveCard/action":
		d, ok = deedOf(o.in("value", "action", "data"))
	case "task/fetch", "task/submit":
		d, ok = deedOf(o.in("value", "data"))
	default:
		a.counts.Add("unknown invoke " + name)
		return reply{status: http.StatusNotImplemented}
	}
	a.counts.Add("invoke " + name)
	at := a.where(o)
	if !ok || at.room.Room == "" || o.in("from").text("id") == "" {
		a.counts.Add("invoke not read")
		return reply{status: http.StatusBadRequest, body: errBody(http.StatusBadRequest, "That button is not one of Soundings.")}
	}
	ev, refused, err := a.done(ctx, o, at, d)
	if err != nil {
		a.o.Log.WarnContext(ctx, "invoke not understood for now", "name", name, "error", plainError(err))
		return notNow(err)
	}
	answer := bot.Answer{Note: &bot.Message{Blocks: []bot.Block{bot.Say(elsewhere)}}}
	if !refused {
		if answer, err = a.o.Deliver(ctx, ev); err != nil {
			return notNow(err)
		}
	}
	if name == "adaptiveCard/action" {
		return a.executed(ctx, at, ev, answer)
	}
	return a.inDialog(ctx, at, ev, answer)
}

// elsewhere is said to somebody whose button is of a room that they are not in.
const elsewhere = "That belongs to a channel or chat that you are not in, as far as Teams lets Soundings see. If you should be, ask whoever runs it to add you."

// notNow says that something was not taken. What was typed stays where it is.
func notNow(err error) reply {
	return reply{status: http.StatusServiceUnavailable, body: errBody(http.StatusServiceUnavailable, sayNot(err))}
}

// done makes the event of a deed. Refused: it is of a room in which whoever did it
// is not.
func (a *Adapter) done(ctx context.Context, o object, at whereabouts, d deed) (ev bot.Event, refused bool, err error) {
	sender, err := a.people.sender(ctx, at, o.in("from"))
	if err != nil {
		return ev, false, err
	}
	ev = bot.Event{
		Kind: d.kind(), Room: at.room, Sender: sender, Thread: messageID(o.text("replyToId"), at.root), Action: d.action, Value: d.value,
		Engagement: d.engagement, Fields: d.filled,
		ID: identity(o.text("name"), sender.ID, at.thread, occurrence(o)),
	}
	if d.room == "" || d.room == at.room.Room {
		if d.thread != "" {
			ev.Thread = d.thread
		}
		return ev, false, nil
	}
	ev.Thread = d.thread // what was pressed stands in another conversation
	ev.Room = bot.Address{Adapter: Name, Room: d.room}
	to := a.refOf(ev.Room)
	if a.refs.known(d.room) {
		ev.Room.Ref = to.text()
	}
	_, err = a.calls.look(ctx, endpoint(to.Service, "v3/conversations", d.room, "members", sender.ID))
	if unseen(err) {
		return ev, true, nil
	}
	return ev, false, err
}

// sentCard takes a card that was sent as a message: by a client that executes
// nothing, and has no dialogs.
func (a *Adapter) sentCard(ctx context.Context, o object, at whereabouts, d deed) reply {
	a.counts.Add("card sent as a message")
	if o.in("from").text("id") == "" {
		return taken()
	}
	ev, refused, err := a.done(ctx, o, at, d)
	if err != nil {
		return reply{status: http.StatusServiceUnavailable}
	}
	if refused {
		a.later(ctx, "note", func(ctx context.Context) error {
			return a.aside(ctx, at, bot.Event{Room: at.room, Sender: ev.Sender, Thread: ev.Thread}, noteOf(elsewhere))
		})
		return taken()
	}
	answer, err := a.o.Deliver(ctx, ev)
	if err != nil {
		return reply{status: http.StatusServiceUnavailable}
	}
	answer = a.withForm(ctx, ev, answer)
	if (answer.Note != nil || answer.Form != nil) && a.told.first(ev.ID) {
		a.later(ctx, "note", func(ctx context.Context) error { return a.aside(ctx, at, ev, answer) })
	}
	return taken()
}

// noteOf is an answer that says one thing.
func noteOf(text string) bot.Answer {
	return bot.Answer{Note: &bot.Message{Blocks: []bot.Block{bot.Say(text)}}}
}

// formAgain gives the form of an event again, as it was filled in; false: it can't
// be had.
func (a *Adapter) formAgain(ctx context.Context, ev bot.Event) (bot.Form, bool) {
	ev.ID, ev.Kind, ev.File = ev.ID+":form", bot.Looked, nil
	answer, err := a.o.Deliver(ctx, ev)
	if err != nil || answer.Form == nil {
		return bot.Form{}, false
	}
	return *answer.Form, true
}

// executed answers a button on a message. The card stays as it is for everybody:
// only a form that somebody filled in alone becomes what comes next.
func (a *Adapter) executed(ctx context.Context, at whereabouts, ev bot.Event, answer bot.Answer) reply {
	if at.ref.Type == personal && ev.Kind == bot.Submitted {
		if c, ok := a.next(ctx, at, ev, answer); ok {
			return reply{status: http.StatusOK, body: map[string]any{"statusCode": http.StatusOK, "type": cardType, "value": c}}
		}
	}
	said := "Done."
	switch {
	case len(answer.Errors) > 0:
		said = "Not recorded yet. " + problems(answer.Errors)
	case answer.Note != nil && brief(*answer.Note) != "":
		said = brief(*answer.Note)
	case answer.Note != nil || answer.Form != nil:
		said = follows(at, ev)
		if a.told.first(ev.ID) {
			return reply{status: http.StatusOK, body: messageBody(said), then: func(ctx context.Context) {
				a.later(ctx, "answer", func(ctx context.Context) error { return a.aside(ctx, at, ev, answer) })
			}}
		}
	}
	return reply{status: http.StatusOK, body: messageBody(said)}
}

// follows says where somebody finds what answers them. Whether Teams lets us write to
// people of other organisations alone is not known before it is tried.
func follows(at whereabouts, ev bot.Event) string {
	switch {
	case at.ref.Type == personal:
		return "The answer is below."
	case ev.Sender.Home:
		return "The answer is in your chat with Soundings."
	}
	return "The answer follows, in your chat with Soundings or here."
}

// messageBody is the answer to a button that shows a line to whoever pressed it.
func messageBody(text string) map[string]any {
	return map[string]any{"statusCode": http.StatusOK, "type": "application/vnd.microsoft.activity.message", "value": text}
}

// mostBrief is how long a line below a card may be.
const mostBrief = 300

// brief gives a note that is no more than a few plain words; "" for any other.
func brief(m bot.Message) string {
	var all []string
	if m.Title != "" {
		all = append(all, m.Title)
	}
	for _, b := range m.Blocks {
		if b.Text == nil {
			return ""
		}
		for _, p := range bot.ParseMarkdown(b.Text.Markdown) {
			if p.Kind != bot.Plain {
				return ""
			}
			for _, s := range p.Spans {
				if s.Link != "" {
					return ""
				}
			}
			all = append(all, oneLine(p.Words()))
		}
	}
	if text := strings.Join(all, " "); len([]rune(text)) <= mostBrief {
		return text
	}
	return ""
}

// next gives the card that follows a form which somebody filled in; false: there is
// none, or it is too large.
func (a *Adapter) next(ctx context.Context, at whereabouts, ev bot.Event, answer bot.Answer) (element, bool) {
	like := rendering{engagement: ev.Engagement}
	if at.room.Room != ev.Room.Room {
		like.room, like.thread = ev.Room.Room, ev.Thread
	}
	answer = a.withForm(ctx, ev, answer)
	if answer.Form == nil && answer.Note == nil {
		return nil, false
	}
	return a.fitted(like, func(r *rendering) { r.answer(answer) })
}

// withForm is an answer with the form in it that its errors are about, or with these
// in words where it can't be had.
func (a *Adapter) withForm(ctx context.Context, ev bot.Event, answer bot.Answer) bot.Answer {
	if len(answer.Errors) == 0 {
		return answer
	}
	if f, ok := a.formAgain(ctx, ev); ok {
		answer.Form = &f
		return answer
	}
	return bot.Answer{Note: &bot.Message{Blocks: []bot.Block{bot.Say("**That is not recorded yet.** " + bot.EscapeMarkdown(problems(answer.Errors)))}}}
}

// answer renders whatever answers something as one card.
func (r *rendering) answer(answer bot.Answer) {
	if answer.Form != nil {
		r.form(*answer.Form, answer.Errors)
		return
	}
	for _, piece := range bot.Fit(answer.Note.Title, answer.Note.Blocks, r.caps()) {
		r.title(piece.Title)
		r.all(piece.Blocks)
	}
}

// caps is what a card can show, however long it is.
func (r *rendering) caps() bot.Caps {
	return bot.Caps{Buttons: true, Tables: true, Items: true, Images: r.picture != nil, MaxText: 4000, MaxButtons: mostButtons}
}
