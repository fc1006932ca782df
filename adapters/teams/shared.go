package teams

import (
	"context"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"sync"
	"time"

	"soundings/bot"
)

// watched is how long a conversation is taken to be as it was, unless Teams says
// that something became of one.
const watched = time.Minute

// mostPages bounds how many pages of members are read: five hundred people each.
const mostPages = 50

// shares says who of other organisations is in a conversation.
type shares struct {
	calls  *connector
	people *people
	now    func() time.Time

	mu    sync.Mutex
	known map[string]knownShare
	heard int // how often something became of a conversation
}

type knownShare struct {
	outside map[string]bool // organisations that are not ours
	until   time.Time
}

func newShares(c *connector, p *people, o Options) *shares {
	return &shares{calls: c, people: p, now: o.Now, known: map[string]knownShare{}}
}

// Shared implements bot.Inspector.
func (a *Adapter) Shared(ctx context.Context, room bot.Address) (bool, error) {
	a.rooms.changed()
	outside, err := a.rooms.outside(ctx, room.Room, a.refOf(room))
	return len(outside) > 0, err
}

// Onlookers implements bot.Onlooked: all members of a team read its standard channels.
// In a conversation that Teams does not show us there is nobody whom we know of.
func (a *Adapter) Onlookers(ctx context.Context, room bot.Address) ([]string, error) {
	r := a.refOf(room)
	if !a.channels.openToTeam(ctx, room.Room, r) {
		return nil, nil
	}
	outside, err := a.rooms.outside(ctx, room.Room, r)
	if unseen(err) {
		return nil, nil
	}
	return slices.Sorted(maps.Keys(outside)), err
}

// outside gives the organisations in a conversation that are not ours. One with a
// single person is theirs alone.
func (s *shares) outside(ctx context.Context, room string, r ref) (map[string]bool, error) {
	if r.Type == personal {
		return nil, nil
	}
	now := s.now()
	s.mu.Lock()
	known, ok := s.known[room]
	heard := s.heard
	s.mu.Unlock()
	if ok && now.Before(known.until) {
		return maps.Clone(known.outside), nil
	}
	outside, err := s.look(ctx, room, r)
	if err != nil {
		return nil, fmt.Errorf("look into conversation: %w", err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if heard != s.heard {
		return outside, nil // it may be another by now: the next look is a fresh one
	}
	if len(s.known) >= mostKnown {
		clear(s.known)
	}
	s.known[room] = knownShare{outside: maps.Clone(outside), until: now.Add(watched)}
	return outside, nil
}

// changed makes the next looks fresh ones: something became of a conversation. A
// team's members are in all of its channels, so that all are meant.
func (s *shares) changed() {
	s.mu.Lock()
	defer s.mu.Unlock()
	clear(s.known)
	s.heard++
}

// look reads who is in a conversation, page by page.
func (s *shares) look(ctx context.Context, room string, r ref) (map[string]bool, error) {
	outside := map[string]bool{}
	address := endpoint(r.Service, "v3/conversations", room, "pagedmembers") + "?pageSize=500"
	more := ""
	for range mostPages {
		page, err := s.calls.look(ctx, address+more)
		if err != nil {
			return nil, err
		}
		for _, m := range page.list("members") {
			if of := s.people.outside(m); of != "" {
				outside[of] = true
			}
		}
		next := page.text("continuationToken")
		if next == "" {
			return outside, nil
		}
		more = "&continuationToken=" + url.QueryEscape(next)
	}
	return nil, fmt.Errorf("read members: more than %d pages", mostPages)
}
