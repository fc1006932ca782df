package teams

import (
	"context"
	"errors"
	"html"
	"strings"

	"soundings/bot"
)

// aside answers something that was written, or that could not be answered in its
// own reply: in the chat with whoever did it, alone. Teams does not let us write to
// everybody so; then it is said in the thread, where it may be read by others. What
// nobody else may see never is: there something else is said in its place.
func (a *Adapter) aside(ctx context.Context, at whereabouts, ev bot.Event, answer bot.Answer) error {
	var shown int
	var err error
	if here := at.room.Room == ev.Room.Room; at.ref.Type == personal {
		shown, err = a.postAll(ctx, target{at.ref.Service, at.room.Room}, a.asideParts(ev, answer, !here))
	} else {
		shown, err = a.alone(ctx, ev, a.asideParts(ev, answer, true))
	}
	if err == nil || shown > 0 {
		return err
	}
	failed := failure(err)
	if at.ref.Type != personal && (failed.Reason == bot.Denied || failed.Reason == bot.Rejected) {
		err = a.asideOpenly(ctx, at, ev, answer, err)
	}
	if answer.Note == nil || failed.Unsure {
		return err
	}
	if not, ok := bot.NotShown(ev, *answer.Note); ok {
		_, unsaid := a.o.Deliver(ctx, not)
		err = errors.Join(err, unsaid)
	}
	return err
}

// asideOpenly says in the thread what could not be said alone, for the reason in
// failed, where that may be read by others.
func (a *Adapter) asideOpenly(ctx context.Context, at whereabouts, ev bot.Event, answer bot.Answer, failed error) error {
	if answer.Note != nil && answer.Note.Instead != "" {
		instead := bot.Answer{Note: &bot.Message{Blocks: []bot.Block{bot.Say(answer.Note.Instead)}}}
		return a.openly(ctx, at, ev, a.asideParts(ev, instead, false))
	}
	if ev.Sender.Home { // what answers the team is for the team
		others, looked := a.rooms.outside(ctx, at.room.Room, at.ref)
		if looked != nil || len(others) > 0 {
			return failed
		}
	}
	return a.openly(ctx, at, ev, a.asideParts(ev, answer, false))
}

// asideParts gives what is answered as messages. Elsewhere: they stand in another
// place than the room that they belong to, which their buttons then keep.
func (a *Adapter) asideParts(ev bot.Event, answer bot.Answer, elsewhere bool) []message {
	like := rendering{engagement: ev.Engagement}
	if elsewhere {
		like.room, like.thread = ev.Room.Room, ev.Thread
	}
	if answer.Note == nil {
		return []message{a.formMessage(like, *answer.Form, answer.Errors)}
	}
	var parts []message
	for _, piece := range bot.Fit(answer.Note.Title, answer.Note.Blocks, a.Caps()) {
		parts = append(parts, a.message(like, piece.Title, piece.Blocks))
	}
	return parts
}

// formMessage is a form as a card, or how to say the same by typing where it is too
// large for one.
func (a *Adapter) formMessage(like rendering, f bot.Form, errs map[string]string) message {
	c, fits := a.fitted(like, func(r *rendering) {
		r.title(f.Title)
		r.form(f, errs)
	})
	if fits {
		return message{card: c, summary: oneLine(f.Title)}
	}
	return a.message(like, f.Title, []bot.Block{bot.Say(tooLarge(f))})
}

// tooLarge says how to do by typing what no card is large enough for.
func tooLarge(f bot.Form) string {
	text := "This form is larger than Teams takes. It is on the page of this room, in the browser."
	if f.Typed != "" {
		text += "\n\n" + f.Typed
	}
	return text
}

// alone shows messages to whoever did something, in their chat with us, and says how
// many of them were.
func (a *Adapter) alone(ctx context.Context, ev bot.Event, parts []message) (shown int, err error) {
	to, err := a.directOf(ctx, ev.Sender.Direct)
	if err != nil || len(parts) == 0 {
		return 0, err
	}
	where := "the channel or chat"
	if name := a.channels.known(ev.Room.Room).name; name != "" {
		where = "#" + name
	}
	last := parts[len(parts)-1].card
	body, _ := last["body"].([]element)
	last["body"] = append(body, richText(quietly(run("This answers what you did in "+where+", and only you see it. Its buttons work here. What you write counts there."))))
	return a.postAll(ctx, to, parts)
}

// openly answers where others can read it, in the thread where there is one.
func (a *Adapter) openly(ctx context.Context, at whereabouts, ev bot.Event, parts []message) error {
	to := target{at.ref.Service, at.room.Room}
	if root := at.rootOf(ev); root != "" {
		to.conversation += threadMark + root
	}
	if len(parts) > 0 {
		parts[0] = naming(parts[0], ev.Sender)
	}
	_, err := a.postAll(ctx, to, parts)
	return err
}

// rootOf gives the id of the first message of the thread in which something is
// answered; "": outside channels.
func (at whereabouts) rootOf(ev bot.Event) string {
	switch {
	case at.ref.Type != inChannel:
		return ""
	case at.root != "":
		return at.root
	case ev.Thread != "":
		return threadRoot(ev.Thread)
	}
	return threadRoot(ev.Message)
}

// naming puts before a message whom it answers, so that they hear of it.
func naming(m message, s bot.Sender) message {
	name := oneLine(strings.NewReplacer("<", "", ">", "", "&", "+").Replace(s.Name))
	if name == "" || s.ID == "" {
		return m
	}
	text := "<at>" + html.EscapeString(name) + "</at>"
	body, _ := m.card["body"].([]element)
	m.card = card(append([]element{{"type": "TextBlock", "text": text, "wrap": true}}, body...),
		element{"type": "mention", "text": text, "mentioned": element{"id": s.ID, "name": name}})
	return m
}

// postAll posts messages one after another, each once more where Teams says that it
// came too fast, and says how many were posted.
func (a *Adapter) postAll(ctx context.Context, to target, parts []message) (posted int, err error) {
	for i, m := range parts {
		_, err := a.post(ctx, to, m)
		if err != nil {
			f := failure(err)
			if f.Reason == bot.Limited && pause(ctx, f.Wait) == nil {
				_, err = a.post(ctx, to, m)
			}
		}
		if err != nil {
			return i, err
		}
	}
	return len(parts), nil
}

// say posts a message in a conversation.
func (a *Adapter) say(ctx context.Context, to target, m bot.Message, engagement string) error {
	var parts []message
	for _, piece := range bot.Fit(m.Title, m.Blocks, a.Caps()) {
		parts = append(parts, a.message(rendering{engagement: engagement}, piece.Title, piece.Blocks))
	}
	_, err := a.postAll(ctx, to, parts)
	return err
}
