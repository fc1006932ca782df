package fakeslack

import (
	"context"
	"fmt"
	"strings"
)

// touch wakes whoever waits for something. The lock is held.
func (s *Slack) touch() {
	close(s.changed)
	s.changed = make(chan struct{})
}

// Wait returns once ready says so; it asks at once and again whenever something
// changed. The error says that ctx was done before.
func (s *Slack) Wait(ctx context.Context, ready func() bool) error {
	for {
		s.mu.Lock()
		changed := s.changed
		s.mu.Unlock()
		if ready() {
			return nil
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return fmt.Errorf("wait for slack: %w", context.Cause(ctx))
		}
	}
}

// WaitMessage waits for a message in the channel, thread or not, whose Words
// contain words, and gives the newest such one. Ephemeral ones do not count.
func (s *Slack) WaitMessage(ctx context.Context, channel, words string) (found Message, err error) {
	err = s.Wait(ctx, func() bool {
		for _, m := range s.Messages(channel) {
			if !m.Deleted && strings.Contains(m.Words(), words) {
				found = m
			}
		}
		return found.TS != ""
	})
	if err != nil {
		return Message{}, fmt.Errorf("wait for %q in %s: %w", words, channel, err)
	}
	return found, nil
}

// Settle waits until no request to the app is under way.
func (s *Slack) Settle(ctx context.Context) error {
	return s.Wait(ctx, func() bool {
		s.mu.Lock()
		defer s.mu.Unlock()
		return s.counts.flying == 0
	})
}

// id gives an identifier that was not given before. The lock is held.
func (s *Slack) id(prefix string) string {
	s.lastID++
	return fmt.Sprintf("%s0%06d", prefix, s.lastID)
}

// ts gives the time as Slack's message timestamps have it, each once. The lock
// is held.
func (s *Slack) ts() string {
	s.lastTS = max(s.lastTS+1, s.o.Now().UnixMicro())
	return fmt.Sprintf("%d.%06d", s.lastTS/1e6, s.lastTS%1e6)
}
