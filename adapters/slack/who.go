package slack

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/slack-go/slack"

	"soundings/bot"
)

// How long what Slack says of somebody is believed, how long that of ourselves,
// and how many are remembered.
const (
	believed  = 10 * time.Minute
	mostKnown = 20_000
)

// self is who we are.
type self struct{ team, user, bot string }

// people asks Slack who somebody is, and remembers it for a while.
type people struct {
	api *slack.Client
	now func() time.Time

	mu    sync.Mutex
	me    self
	known map[string]knownPerson
}

type knownPerson struct {
	sender bot.Sender
	until  time.Time
}

func newPeople(api *slack.Client, now func() time.Time) *people {
	return &people{api: api, now: now, known: map[string]knownPerson{}}
}

// self gives who we are, which never changes for one token.
func (p *people) self(ctx context.Context) (self, error) {
	p.mu.Lock()
	me := p.me
	p.mu.Unlock()
	if me.team != "" {
		return me, nil
	}
	r, err := p.api.AuthTestContext(ctx)
	if err != nil {
		return self{}, fmt.Errorf("ask who we are: %w", err)
	}
	me = self{team: r.TeamID, user: r.UserID, bot: r.BotID}
	p.mu.Lock()
	p.me = me
	p.mu.Unlock()
	return me, nil
}

// sender says who somebody is. Team is what the event said of where they belong,
// "" if nothing: it counts where Slack tells us no more. An error means that
// nobody knows whether they are of the home organisation.
func (p *people) sender(ctx context.Context, id, team string) (bot.Sender, error) {
	if id == "" {
		return bot.Sender{Team: team}, nil
	}
	now := p.now()
	p.mu.Lock()
	known, ok := p.known[id]
	p.mu.Unlock()
	if ok && now.Before(known.until) {
		return known.sender, nil
	}
	s, err := p.ask(ctx, id, team)
	if err != nil {
		if ok { // better what was true a while ago than nothing
			return known.sender, nil
		}
		return bot.Sender{}, err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.known) >= mostKnown {
		clear(p.known)
	}
	p.known[id] = knownPerson{sender: s, until: now.Add(believed)}
	return s, nil
}

func (p *people) ask(ctx context.Context, id, team string) (bot.Sender, error) {
	me, err := p.self(ctx)
	if err != nil {
		return bot.Sender{}, err
	}
	u, err := p.api.GetUserInfoContext(ctx, id)
	if stranger(err) && team != "" && team != me.team {
		return bot.Sender{ID: id, Team: team, Direct: id}, nil
	}
	if err != nil {
		return bot.Sender{}, fmt.Errorf("ask who somebody is: %w", err)
	}
	s := bot.Sender{
		ID: id, Direct: id, Contact: u.Profile.Email, Team: cmp.Or(u.TeamID, team),
		Name: cmp.Or(u.Profile.RealName, u.RealName, u.Profile.DisplayName, u.Name),
	}
	s.Home = s.Team == me.team && !u.IsStranger && !u.IsRestricted && !u.IsUltraRestricted && !u.IsBot
	if s.Team == me.team && !s.Home {
		s.Team += " guest" // a guest of ours is of some other organisation
	}
	return s, nil
}

// stranger says whether that is the answer that Slack gives about people whom it
// does not show us, as they may be in a shared channel.
func stranger(err error) bool {
	failure, ok := errors.AsType[slack.SlackErrorResponse](err)
	return ok && (failure.Err == "user_not_found" || failure.Err == "user_not_visible" || failure.Err == "users_not_found")
}

// name gives what somebody is called, for a mention of them.
func (a *Adapter) name(ctx context.Context) func(id string) string {
	return func(id string) string {
		s, err := a.people.sender(ctx, id, "")
		if err != nil || s.Name == "" {
			return "somebody"
		}
		return s.Name
	}
}

// shares says which channels others than the home organisation's members are in.
type shares struct {
	api *slack.Client
	now func() time.Time

	mu    sync.Mutex
	known map[string]knownShare
}

type knownShare struct {
	shared bool
	until  time.Time
}

func newShares(api *slack.Client, now func() time.Time) *shares {
	return &shares{api: api, now: now, known: map[string]knownShare{}}
}

// connected says whether another organisation is in the channel, or invited.
func (s *shares) connected(ctx context.Context, channel string) (bool, error) {
	now := s.now()
	s.mu.Lock()
	known, ok := s.known[channel]
	s.mu.Unlock()
	if ok && now.Before(known.until) {
		return known.shared, nil
	}
	c, err := s.api.GetConversationInfoContext(ctx, &slack.GetConversationInfoInput{ChannelID: channel})
	if err != nil {
		return false, fmt.Errorf("look into channel: %w", err)
	}
	shared := c.IsExtShared || c.IsPendingExtShared
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.known) >= mostKnown {
		clear(s.known)
	}
	s.known[channel] = knownShare{shared: shared, until: now.Add(time.Minute)}
	return shared, nil
}

// forget makes the next look a fresh one: something became of the channel.
func (s *shares) forget(channel string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.known, channel)
}

// Shared implements bot.Inspector.
func (a *Adapter) Shared(ctx context.Context, room bot.Address) (bool, error) {
	a.rooms.forget(room.Room)
	shared, err := a.rooms.connected(ctx, room.Room)
	if err != nil || shared {
		return shared, err
	}
	me, err := a.people.self(ctx)
	if err != nil {
		return false, err
	}
	for cursor := ""; ; {
		ids, next, err := a.api.GetUsersInConversationContext(ctx, &slack.GetUsersInConversationParameters{ChannelID: room.Room, Cursor: cursor, Limit: 200})
		if err != nil {
			return false, fmt.Errorf("look into channel: %w", err)
		}
		for _, id := range ids {
			if id == me.user {
				continue
			}
			s, err := a.people.sender(ctx, id, "")
			if err != nil {
				return false, err
			}
			if !s.Home && s.Team != me.team { // our own other bots may read along
				return true, nil
			}
		}
		if cursor = next; cursor == "" {
			return false, nil
		}
	}
}
