package faketeams

import (
	"context"
	"fmt"
	"strings"
)

// touch wakes whoever waits for something. The lock is held.
func (t *Teams) touch() {
	close(t.changed)
	t.changed = make(chan struct{})
}

// Wait returns once ready says so; it asks at once and again whenever something
// changed. The error says that ctx was done before.
func (t *Teams) Wait(ctx context.Context, ready func() bool) error {
	for {
		t.mu.Lock()
		changed := t.changed
		t.mu.Unlock()
		if ready() {
			return nil
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return fmt.Errorf("wait for teams: %w", context.Cause(ctx))
		}
	}
}

// WaitMessage waits for a message of the bot in the conversation, thread or not,
// whose Words contain words, and gives the newest such one.
func (t *Teams) WaitMessage(ctx context.Context, conversation, words string) (found Message, err error) {
	err = t.Wait(ctx, func() bool {
		for _, m := range t.Messages(conversation) {
			if m.From == Bot && !m.Deleted && strings.Contains(m.Words(), words) {
				found = m
			}
		}
		return found.ID != ""
	})
	if err != nil {
		return Message{}, fmt.Errorf("wait for %q in %s: %w", words, conversation, err)
	}
	return found, nil
}

// Settle waits until no activity is on its way to the bot.
func (t *Teams) Settle(ctx context.Context) error {
	return t.Wait(ctx, func() bool {
		t.mu.Lock()
		defer t.mu.Unlock()
		return t.flying == 0
	})
}

// id gives the time in milliseconds as ids of messages have it, each once. The
// lock is held.
func (t *Teams) id() string {
	t.lastID = max(t.lastID+1, t.o.Now().UnixMilli())
	return fmt.Sprint(t.lastID)
}

// uuid gives the id of an activity that is no message. The lock is held.
func (t *Teams) uuid() string {
	t.lastUUID++
	return fmt.Sprintf("f:00000000-0000-4000-8000-%012d", t.lastUUID)
}
