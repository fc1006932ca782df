package teams

import (
	"context"

	"soundings/bot"
)

// written makes an event of something that somebody wrote.
func written(ctx context.Context, a *Adapter, o object, at whereabouts) ([]bot.Event, error) {
	from := o.in("from")
	if from.text("id") == "" || from.text("id") == at.me || from.text("role") == "bot" {
		return nil, nil
	}
	sender, err := a.people.sender(ctx, at, from)
	if err != nil {
		return nil, err
	}
	words, told := a.words(o, at)
	ev := bot.Event{
		ID: identity("message", at.thread, occurrence(o)), Kind: bot.Said, Room: at.room, Sender: sender,
		Message: messageID(o.text("id"), at.root), Text: words, File: a.attached(o),
		Overheard: !told && at.ref.Type != personal,
	}
	ev.Thread = at.threadOf(o)
	if ev.Text == "" && ev.File == nil {
		if !told {
			return nil, nil // nothing in it that can be read
		}
		ev.Kind, ev.Action, ev.Message = bot.Looked, bot.HomeView, ""
	}
	return []bot.Event{ev}, nil
}

// threadOf gives the id of the message whose thread something was written in; "":
// it was written in the room.
func (at whereabouts) threadOf(o object) string {
	if at.ref.Type != inChannel {
		return o.text("replyToId") // which quotes it
	}
	if at.root == o.text("id") {
		return ""
	}
	return at.root
}

// words gives what somebody wrote in an activity, and whether they named us.
func (a *Adapter) words(o object, at whereabouts) (text string, told bool) {
	format := o.text("textFormat")
	return plainWords(o.text("text"), format == "xml" || format == "html", mentions(o, at.me))
}

// again makes an event of what became of an earlier message.
func again(kind bot.EventKind) builder {
	return func(ctx context.Context, a *Adapter, o object, at whereabouts) ([]bot.Event, error) {
		from := o.in("from")
		if from.text("id") == "" || from.text("id") == at.me || o.text("id") == "" {
			return nil, nil
		}
		sender, err := a.people.sender(ctx, at, from)
		if err != nil {
			return nil, err
		}
		ev := bot.Event{Kind: kind, Room: at.room, Sender: sender, Original: messageID(o.text("id"), at.root), Thread: at.threadOf(o), Overheard: true}
		if kind == bot.Edited {
			ev.Text, _ = a.words(o, at)
		}
		ev.ID = identity(string(kind), at.thread, o.text("id"), o.text("timestamp"), o.in("channelData").text("eventType"), ev.Text)
		return []bot.Event{ev}, nil
	}
}
