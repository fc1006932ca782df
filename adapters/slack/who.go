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

// How long what Slack says of somebody is believed, and how many people are
// remembered.
const (
	believed  = 10 * time.Minute
	mostKnown = 20_000
)

// self is who we are.
type self struct{ team, user string }

// person is somebody as Slack tells of them.
type person struct {
	bot.Sender
	machine bool // an app's account of the home organisation
	left    bool // deactivated
}

// people asks Slack who somebody is, and remembers it for a while.
type people struct {
	api *slack.Client
	now func() time.Time

	mu    sync.Mutex
	me    self
	known map[string]knownPerson
}

type knownPerson struct {
	person
	until time.Time
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
	me = self{team: r.TeamID, user: r.UserID}
	p.mu.Lock()
	p.me = me
	p.mu.Unlock()
	return me, nil
}

// sender says who somebody is, as events name them.
func (p *people) sender(ctx context.Context, id, team string) (bot.Sender, error) {
	s, err := p.person(ctx, id, team)
	return s.Sender, err
}

// person says who somebody is. Team is what the event said of where they belong,
// "" if nothing: it counts where Slack tells us no more. An error means that
// nobody knows whether they are of the home organisation. Nobody is a person
// without an id.
func (p *people) person(ctx context.Context, id, team string) (person, error) {
	if id == "" {
		return person{Sender: bot.Sender{Team: team}}, nil
	}
	now := p.now()
	p.mu.Lock()
	known, ok := p.known[id]
	p.mu.Unlock()
	if ok && now.Before(known.until) {
		return known.person, nil
	}
	s, err := p.ask(ctx, id, team)
	if err != nil {
		if ok { // better what was true a while ago than nothing
			return known.person, nil
		}
		return person{}, err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.known) >= mostKnown {
		clear(p.known)
	}
	p.known[id] = knownPerson{person: s, until: now.Add(believed)}
	return s, nil
}

// ask asks Slack. A guest belongs to the home organisation and is none of its
// own; whom Slack does not show us is of some other.
func (p *people) ask(ctx context.Context, id, team string) (person, error) {
	me, err := p.self(ctx)
	if err != nil {
		return person{}, err
	}
	u, err := p.api.GetUserInfoContext(ctx, id)
	if unseen(err) && team != me.team {
		return person{Sender: bot.Sender{ID: id, Team: team, Direct: id}}, nil
	}
	if err != nil {
		return person{}, fmt.Errorf("ask who somebody is: %w", err)
	}
	s := person{left: u.Deleted, Sender: bot.Sender{
		ID: id, Direct: id, Contact: u.Profile.Email, Team: cmp.Or(u.TeamID, team),
		Name: cmp.Or(u.Profile.RealName, u.RealName, u.Profile.DisplayName, u.Name),
	}}
	ours := s.Team == me.team && !u.IsStranger
	s.machine = ours && u.IsBot
	s.Home = ours && !u.IsBot && !u.Deleted && !u.IsRestricted && !u.IsUltraRestricted
	return s, nil
}

// unseen says whether that is the answer that Slack gives about people whom it
// does not show us, as they may be in a shared channel.
func unseen(err error) bool {
	return refusedWith(err, "user_not_found", "user_not_visible", "users_not_found")
}

// refusedWith says whether Slack gave one of these codes.
func refusedWith(err error, codes ...string) bool {
	e, ok := errors.AsType[slack.SlackErrorResponse](err)
	for _, code := range codes {
		if ok && e.Err == code {
			return true
		}
	}
	return false
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
