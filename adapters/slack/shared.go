package slack

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"time"

	"github.com/slack-go/slack"

	"soundings/bot"
)

// watched is how long a channel is taken to be as it was, unless Slack says that
// something became of it.
const watched = time.Minute

// shares says in which channels others than full members of the home organisation
// are.
type shares struct {
	api    *slack.Client
	people *people
	now    func() time.Time

	mu    sync.Mutex
	known map[string]knownShare
	heard int // how often something became of a channel
}

type knownShare struct {
	shared bool
	until  time.Time
}

func newShares(api *slack.Client, p *people, now func() time.Time) *shares {
	return &shares{api: api, people: p, now: now, known: map[string]knownShare{}}
}

// Shared implements bot.Inspector.
func (a *Adapter) Shared(ctx context.Context, room bot.Address) (bool, error) {
	a.rooms.forget(room.Room)
	return a.rooms.others(ctx, room.Room)
}

// others says whether somebody else is in the channel, or invited. A conversation
// with one person is theirs alone.
func (s *shares) others(ctx context.Context, channel string) (bool, error) {
	if isDirect(channel) {
		return false, nil
	}
	now := s.now()
	s.mu.Lock()
	known, ok := s.known[channel]
	heard := s.heard
	s.mu.Unlock()
	if ok && now.Before(known.until) {
		return known.shared, nil
	}
	shared, err := s.look(ctx, channel)
	if err != nil {
		return false, fmt.Errorf("look into channel: %w", err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if heard != s.heard {
		return shared, nil // it may be another by now: the next look is a fresh one
	}
	if len(s.known) >= mostKnown {
		clear(s.known)
	}
	s.known[channel] = knownShare{shared: shared, until: now.Add(watched)}
	return shared, nil
}

// forget makes the next look a fresh one: something became of the channel.
func (s *shares) forget(channel string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.known, channel)
	s.heard++
}

func (s *shares) look(ctx context.Context, channel string) (bool, error) {
	c, err := s.api.GetConversationInfoContext(ctx, &slack.GetConversationInfoInput{ChannelID: channel})
	if err != nil {
		return false, err
	}
	if c.IsExtShared || c.IsPendingExtShared {
		return true, nil
	}
	for cursor := ""; ; {
		ids, next, err := s.api.GetUsersInConversationContext(ctx, &slack.GetUsersInConversationParameters{ChannelID: channel, Cursor: cursor, Limit: 200})
		if err != nil {
			return false, err
		}
		for _, id := range ids {
			p, err := s.people.person(ctx, id, "")
			if err != nil {
				return false, err
			}
			if !p.Home && !p.machine && !p.left { // our other apps may read along
				return true, nil
			}
		}
		if cursor = next; cursor == "" {
			return false, nil
		}
	}
}

// isDirect says whether that is a conversation with one person.
func isDirect(channel string) bool { return strings.HasPrefix(channel, "D") }
