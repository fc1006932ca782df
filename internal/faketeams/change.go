package faketeams

import (
	"context"
	"fmt"
)

// theirs finds a message that somebody may change.
func (t *Teams) theirs(person, id, message string) (*conversation, *Message, error) {
	in := t.conversations[id]
	if in == nil {
		return nil, nil, fmt.Errorf("change %s as %s in %s: %w", message, person, id, ErrRefused)
	}
	m := in.find(message)
	if m == nil || m.From != person || m.Deleted {
		return nil, nil, fmt.Errorf("change %s as %s in %s: %w", message, person, id, ErrRefused)
	}
	return in, m, nil
}

// Edit lets somebody change what they wrote. The bot hears of it where it would
// hear of what stands there now.
func (t *Teams) Edit(ctx context.Context, person, id, message, text string) error {
	t.mu.Lock()
	in, m, err := t.theirs(person, id, message)
	if err != nil {
		t.mu.Unlock()
		return err
	}
	m.Text = text
	m.Edited++
	raw := withMentions(text)
	activity := t.written("messageUpdate", in, m, raw, nil)
	sub(activity, "channelData")["eventType"] = "editMessage"
	return t.tell(ctx, activity, in.hears(raw))
}

// Delete lets somebody take back what they wrote. The bot hears of it where it
// hears of all.
func (t *Teams) Delete(ctx context.Context, person, id, message string) error {
	t.mu.Lock()
	in, m, err := t.theirs(person, id, message)
	if err != nil {
		t.mu.Unlock()
		return err
	}
	m.Deleted = true
	activity := t.deed("messageDelete", person, in, threadOf(in, m))
	activity["id"] = m.ID
	sub(activity, "channelData")["eventType"] = "softDeleteMessage"
	return t.tell(ctx, activity, in.hears(withMentions(m.Text)))
}

// React lets somebody put a sign, such as "like", on a message, or take it away.
// The bot hears of it only on messages of its own.
func (t *Teams) React(ctx context.Context, person, id, message, sign string, added bool) error {
	t.mu.Lock()
	in := t.conversations[id]
	if in == nil || !in.has(person) || in.find(message) == nil {
		t.mu.Unlock()
		return fmt.Errorf("react to %s as %s in %s: %w", message, person, id, ErrRefused)
	}
	m := in.find(message)
	activity := t.deed("messageReaction", person, in, threadOf(in, m))
	activity["replyToId"] = m.ID
	key := "reactionsAdded"
	if !added {
		key = "reactionsRemoved"
	}
	activity[key] = []any{obj{"type": sign}}
	return t.tell(ctx, activity, in.Installed && m.From == Bot)
}

// tell ends what began with the lock held: it lets go of it and sends the
// activity, where the bot hears of it.
func (t *Teams) tell(ctx context.Context, activity obj, heard bool) error {
	t.touch()
	t.mu.Unlock()
	if !heard {
		return nil
	}
	_, err := t.push(ctx, activity)
	return err
}
