package teams

import (
	"context"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"

	"soundings/bot"
)

var _ bot.Surveyor = (*Adapter)(nil)

// mostInPlace is how many people are looked at who are in a conversation: one with
// more is no supplier's own.
const mostInPlace = 500

// Place implements bot.Surveyor. All members of a team are in its standard channels.
func (a *Adapter) Place(ctx context.Context, room bot.Address) (bot.Place, error) {
	r := a.refOf(room)
	if r.Type == personal {
		return bot.Place{Alone: true}, nil
	}
	info, err := a.channels.of(ctx, room.Room, r)
	if err != nil {
		return bot.Place{}, fmt.Errorf("look what a channel is: %w", err)
	}
	p := bot.Place{Name: info.name}
	teams := map[string]bool{}
	page, err := a.rooms.calls.look(ctx, endpoint(r.Service, "v3/conversations", room.Room, "pagedmembers")+"?pageSize="+url.QueryEscape(fmt.Sprint(mostInPlace)))
	switch {
	case err != nil:
		return bot.Place{}, fmt.Errorf("look into conversation: %w", err)
	case page.text("continuationToken") != "":
		return bot.Place{}, fmt.Errorf("look into conversation: more than %d people", mostInPlace)
	}
	for _, m := range page.list("members") {
		team, home := a.people.belongs(m)
		switch {
		case home:
			p.Home++
		case team != "":
			p.Outside++
			teams[team] = true
		default:
			p.Guests++
		}
		if _, domain, mailed := strings.Cut(m.text("email"), "@"); mailed && !home {
			p.Mails = append(p.Mails, domain)
		}
	}
	p.Teams = slices.Sorted(maps.Keys(teams))
	return p, nil
}
