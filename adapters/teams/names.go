package teams

import (
	"cmp"
	"context"
	"regexp"
	"strings"
	"sync"

	"soundings/bot"
)

// channelInfo is what a channel is called, and whether it is standard, private or
// shared; "" where Teams does not say.
type channelInfo struct{ name, kind string }

// channels is what is known of channels: Teams tells of them in no message, so that
// it is asked once for all of a team.
type channels struct {
	calls *connector

	mu sync.Mutex
	by map[string]channelInfo
}

func newChannels(c *connector) *channels {
	return &channels{calls: c, by: map[string]channelInfo{}}
}

// known gives what is known of a channel.
func (c *channels) known(room string) channelInfo {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.by[room]
}

func (c *channels) set(room string, info channelInfo) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.by) >= mostKnown {
		clear(c.by)
	}
	c.by[room] = info
}

// of gives what a channel of a team is, and asks Teams if nobody knows.
func (c *channels) of(ctx context.Context, room string, r ref) (channelInfo, error) {
	if info := c.known(room); info.name != "" && info.kind != "" || r.Team == "" || r.Type != inChannel {
		return info, nil
	}
	_, err := c.ofTeam(ctx, r)
	return c.known(room), err
}

// openToTeam says whether a conversation is a channel that all members of its team
// read, or may be one for all that Teams says.
func (c *channels) openToTeam(ctx context.Context, room string, r ref) bool {
	if r.Type != inChannel {
		return false
	}
	info, err := c.of(ctx, room, r)
	return err != nil || info.kind == "" || info.kind == ofAnyMember
}

// ofTeam gives the ids of the channels of a team, as Teams tells of them now.
func (c *channels) ofTeam(ctx context.Context, r ref) ([]string, error) {
	list, err := c.calls.look(ctx, endpoint(r.Service, "v3/teams", r.Team, "conversations"))
	if err != nil {
		return nil, err
	}
	var ids []string
	for _, one := range list.list("conversations") {
		c.set(one.text("id"), channelInfo{
			name: clean(cmp.Or(one.text("name"), "General")), // the first of a team has none
			kind: cmp.Or(one.text("type"), ofAnyMember),
		})
		ids = append(ids, one.text("id"))
	}
	return ids, nil
}

// named says whether an event is one after which a channel or chat may have become a
// supplier's: somebody of the home organisation turned to us in it.
func named(at whereabouts, ev bot.Event) bool {
	return ev.Kind == bot.Said && !ev.Overheard && ev.Sender.Home && at.ref.Type != personal
}

// tellName tells what a channel is called, after what was done there.
func (a *Adapter) tellName(ctx context.Context, at whereabouts) {
	info := a.channels.known(at.room.Room)
	if info.name == "" {
		return
	}
	a.later(ctx, "name", func(ctx context.Context) error {
		_, err := a.o.Deliver(ctx, bot.Event{
			ID: identity("named", at.room.Room, info.name), Kind: bot.Changed, Action: bot.RoomRenamed, Room: at.room, Text: info.name,
		})
		return err
	})
}

// roomID is what the ids of channels and group chats look like, also where Markdown
// escapes signs in them.
var roomID = regexp.MustCompile(`(?:\\?<)?(?:\\?#)?19:[A-Za-z0-9_.\\-]+@(?:thread\.(?:tacv2|skype|v2)|unq\.gbl\.spaces)`)

// calling puts what channels are called in the place of their ids, where those stand
// in our own words.
func (c *channels) calling(text string) string {
	if !strings.Contains(text, "19:") {
		return text
	}
	return roomID.ReplaceAllStringFunc(text, func(id string) string {
		if strings.Contains(id, "<") { // a mention that somebody is to write
			return id
		}
		if info := c.known(strings.TrimPrefix(strings.ReplaceAll(id, `\`, ""), "#")); info.name != "" {
			return "#" + bot.EscapeMarkdown(info.name)
		}
		return "a channel or chat in Teams"
	})
}
