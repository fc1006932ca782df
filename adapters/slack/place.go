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
	ids, more, err := a.api.GetUsersInConversationContext(ctx, &slack.GetUsersInConversationParameters{ChannelID: room.Room, Limit: mostInPlace})
	switch {
	case err != nil:
		return bot.Place{}, fmt.Errorf("look who is in channel: %w", err)
	case more != "":
		return bot.Place{}, fmt.Errorf("look who is in channel: more than %d people", mostInPlace)
	}
	p := bot.Place{Name: c.Name, Alone: c.IsIM}
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
	p.Name = cmp.Or(p.Name, c.NameNormalized)
	return p, nil
}
