package slack

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/slack-go/slack"

	"soundings/bot"
)

var _ bot.Surveyor = (*Adapter)(nil)

// mostInPlace is how many people are looked at who are in a channel: one with more is
// no supplier's own.
const mostInPlace = 200

// Place implements bot.Surveyor. Our own account and other apps are nobody.
func (a *Adapter) Place(ctx context.Context, room bot.Address) (bot.Place, error) {
	if isDirect(room.Room) {
		return bot.Place{Alone: true}, nil
	}
	me, err := a.people.self(ctx)
	if err != nil {
		return bot.Place{}, err
	}
	c, err := a.api.GetConversationInfoContext(ctx, &slack.GetConversationInfoInput{ChannelID: room.Room})
	if err != nil {
		return bot.Place{}, fmt.Errorf("look into channel: %w", err)
	}
	ids, err := a.members(ctx, room.Room)
	if err != nil {
		return bot.Place{}, err
	}
	p := bot.Place{Name: cmp.Or(c.Name, c.NameNormalized)}
	if c.IsExtShared {
		p.Teams = slices.DeleteFunc(slices.Clone(c.ConnectedTeamIDs), func(team string) bool { return team == me.team })
	}
	for _, id := range ids {
		who, err := a.people.person(ctx, id, "")
		switch {
		case err != nil:
			return bot.Place{}, err
		case who.machine, who.left, id == me.user:
		case who.Home:
			p.Home++
		case who.Team == me.team:
			p.Guests++
		default:
			p.Outside++
			if who.Team != "" && !slices.Contains(p.Teams, who.Team) {
				p.Teams = append(p.Teams, who.Team)
			}
		}
		if _, domain, mailed := strings.Cut(who.Contact, "@"); mailed && !who.Home && !who.machine && !who.left {
			p.Mails = append(p.Mails, domain)
		}
	}
	return p, nil
}

// members gives the ids of all who are in a channel.
func (a *Adapter) members(ctx context.Context, channel string) ([]string, error) {
	var all []string
	for cursor := ""; len(all) <= mostInPlace; {
		ids, next, err := a.api.GetUsersInConversationContext(ctx, &slack.GetUsersInConversationParameters{ChannelID: channel, Cursor: cursor, Limit: mostInPlace})
		if err != nil {
			return nil, fmt.Errorf("look who is in channel: %w", err)
		}
		all = append(all, ids...)
		if cursor = next; cursor == "" {
			return all, nil
		}
	}
	return nil, fmt.Errorf("look who is in channel: more than %d people", mostInPlace)
}
