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
	members, err := a.rooms.members(ctx, room.Room, r)
	if err != nil {
		return bot.Place{}, err
	}
	p, teams := bot.Place{Name: info.name}, map[string]bool{}
	for _, m := range members {
		team, home := a.people.belongs(m)
		switch {
		case home:
			p.Home++
			continue
		case team != "":
			p.Outside++
			teams[team] = true
		default:
			p.Guests++
		}
		if _, domain, mailed := strings.Cut(m.text("email"), "@"); mailed {
			p.Mails = append(p.Mails, domain)
		}
	}
	p.Teams = slices.Sorted(maps.Keys(teams))
	return p, nil
}

// members gives all who are in a conversation.
func (s *shares) members(ctx context.Context, room string, r ref) ([]object, error) {
	address := endpoint(r.Service, "v3/conversations", room, "pagedmembers") + "?pageSize=500"
	var all []object
	for more := ""; len(all) <= mostInPlace; {
		page, err := s.calls.look(ctx, address+more)
		if err != nil {
			return nil, fmt.Errorf("look into conversation: %w", err)
		}
		all = append(all, page.list("members")...)
		next := page.text("continuationToken")
		if next == "" {
			return all, nil
		}
		more = "&continuationToken=" + url.QueryEscape(next)
	}
	return nil, fmt.Errorf("look into conversation: more than %d people", mostInPlace)
}
