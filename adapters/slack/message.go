package slack

import (
	"cmp"
	"context"
	"strings"

	"soundings/bot"
)

// message makes an event of something written, changed or taken back.
func message(ctx context.Context, a *Adapter, m object) (bot.Event, bool, error) {
	switch m.text("subtype") {
	case "", "file_share", "thread_broadcast", "me_message":
		return a.written(ctx, m)
	case "message_changed":
		return a.edited(ctx, m)
	case "message_deleted":
		return a.deleted(ctx, m)
	}
	return bot.Event{}, false, nil
}

func (a *Adapter) written(ctx context.Context, m object) (bot.Event, bool, error) {
	me, err := a.people.self(ctx)
	if err != nil {
		return bot.Event{}, false, err
	}
	user, channel := m.id("user"), m.id("channel")
	if user == me.user || m.text("bot_id") != "" {
		return bot.Event{}, false, nil // ours, or another machine's
	}
	if user == "" || channel == "" {
		a.counts.Add("message not read")
		a.o.Log.ErrorContext(ctx, "message without who wrote it and where", "at", m.text("ts"))
		return bot.Event{}, false, nil
	}
	sender, err := a.people.sender(ctx, user, m.first("user_team", "source_team", "team"))
	if err != nil {
		return bot.Event{}, false, err
	}
	ts, root := m.text("ts"), m.text("thread_ts")
	ev := bot.Event{
		Kind: bot.Said, Room: at(channel), Sender: sender,
		Message: messageID(ts, root),
	}
	if ev.File, err = a.attached(ctx, m); err != nil {
		return bot.Event{}, false, err
	}
	if root != "" && root != ts {
		ev.Thread = root
	}
	words, told := unescape(writtenIn(m), me.user, a.name(ctx))
	ev.Text = words
	ev.Overheard = !told && m.text("channel_type") != "im"
	if ev.Text == "" && ev.File == nil && !told {
		return bot.Event{}, false, nil // nothing in it that can be read
	}
	return ev, true, nil
}

func (a *Adapter) edited(ctx context.Context, m object) (bot.Event, bool, error) {
	now, before := m.in("message"), m.in("previous_message")
	if now.text("bot_id") != "" || writtenIn(now) == writtenIn(before) {
		return bot.Event{}, false, nil // a preview of a link, say
	}
	if now.text("subtype") == "tombstone" { // it had replies, so it is emptied, not gone
		return a.deleted(ctx, m)
	}
	return a.again(ctx, m, now, bot.Edited)
}

func (a *Adapter) deleted(ctx context.Context, m object) (bot.Event, bool, error) {
	before := m.in("previous_message")
	if before.text("bot_id") != "" {
		return bot.Event{}, false, nil
	}
	return a.again(ctx, m, before, bot.Deleted)
}

// again makes an event of what became of an earlier message.
func (a *Adapter) again(ctx context.Context, m, earlier object, kind bot.EventKind) (bot.Event, bool, error) {
	me, err := a.people.self(ctx)
	if err != nil {
		return bot.Event{}, false, err
	}
	user := earlier.id("user")
	if user == "" || user == me.user {
		return bot.Event{}, false, nil
	}
	sender, err := a.people.sender(ctx, user, earlier.first("user_team", "source_team", "team"))
	if err != nil {
		return bot.Event{}, false, err
	}
	ts, root := cmp.Or(earlier.text("ts"), m.text("deleted_ts")), earlier.text("thread_ts")
	ev := bot.Event{Kind: kind, Room: at(m.id("channel")), Sender: sender, Original: messageID(ts, root), Overheard: true}
	if root != "" && root != ts {
		ev.Thread = root
	}
	if kind == bot.Edited {
		ev.Text, _ = unescape(writtenIn(earlier), me.user, a.name(ctx))
	}
	return ev, ts != "" && ev.Room.Room != "", nil
}

// messageID is the platform's id of a message: its timestamp, with that of the
// thread's first message behind it where it is a reply.
func messageID(ts, root string) string {
	if root == "" || root == ts {
		return ts
	}
	return ts + "@" + root
}

// timestamp gives a message's own timestamp, and thread that of the first one of
// its thread.
func timestamp(id string) string { ts, _, _ := strings.Cut(id, "@"); return ts }

func thread(id string) string {
	ts, root, reply := strings.Cut(id, "@")
	if reply {
		return root
	}
	return ts
}
