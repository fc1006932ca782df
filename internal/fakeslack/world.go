package fakeslack

import (
	"slices"
	"strings"
)

// User is a person, or a bot. Team empty is Home, Name empty is ID in lower case.
type User struct {
	ID, Team, Name, RealName, Mail string
	Guest, Bot                     bool // Guest: a restricted account of Team
	// PostOnly: was invited to a shared channel with permission to post only. Such
	// a person can neither press buttons nor use windows or shortcuts of an app.
	PostOnly bool
	// Unreachable: ephemeral and direct messages to this person fail.
	Unreachable bool
}

// Channel is a conversation. Teams are the other workspaces that it is shared
// with. The app sees it if Bot is among the Members.
type Channel struct {
	ID, Name       string
	Private        bool
	Members, Teams []string
}

type team struct{ id, name, domain string }

type channel struct {
	Channel
	with     string // whom a direct conversation of the bot is with
	archived bool
	topic    string
	creator  string // "" for somebody else
	created  int64
	messages []*Message
	pins     []string
	marks    []obj
	postOnly map[string]bool // who came by an invitation to post only
}

// AddTeam adds a workspace, or renames it.
func (s *Slack) AddTeam(id, name string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.teams[id] = &team{id: id, name: name, domain: strings.ToLower(strings.ReplaceAll(name, " ", "-"))}
	s.touch()
}

// AddUser adds a person, or changes what is known of them.
func (s *Slack) AddUser(u User) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if u.Team == "" {
		u.Team = Home
	}
	if u.Name == "" {
		u.Name = strings.ToLower(u.ID)
	}
	if u.RealName == "" {
		u.RealName = u.Name
	}
	s.users[u.ID] = &u
	s.touch()
}

// AddChannel adds a channel, silently: nothing is delivered to the app.
func (s *Slack) AddChannel(c Channel) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c.Members, c.Teams = slices.Clone(c.Members), slices.Clone(c.Teams)
	if c.Name == "" {
		c.Name = strings.ToLower(c.ID)
	}
	s.channels[c.ID] = &channel{Channel: c, created: s.o.Now().Unix(), postOnly: map[string]bool{}}
	s.touch()
}

// Channel gives a channel as it stands, and whether there is one.
func (s *Slack) Channel(id string) (Channel, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := s.channels[id]
	if c == nil {
		return Channel{}, false
	}
	copied := c.Channel
	copied.Members, copied.Teams = slices.Clone(c.Members), slices.Clone(c.Teams)
	return copied, true
}

// Archived says whether a channel is archived.
func (s *Slack) Archived(id string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.channels[id] != nil && s.channels[id].archived
}

// Direct gives the id of the direct conversation between a person and the bot,
// and opens it if there is none.
func (s *Slack) Direct(user string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.direct(user).ID
}

// direct is Direct with the lock held.
func (s *Slack) direct(user string) *channel {
	for _, c := range s.channels {
		if c.with == user {
			return c
		}
	}
	c := &channel{
		Channel: Channel{ID: s.id("D"), Name: "directmessage", Private: true, Members: []string{user, Bot}},
		with:    user, created: s.o.Now().Unix(), postOnly: map[string]bool{},
	}
	s.channels[c.ID] = c
	return c
}

// kind is the channel_type of message events.
func (c *channel) kind() string {
	switch {
	case c.with != "":
		return "im"
	case c.Private:
		return "group"
	default:
		return "channel"
	}
}

// scope is what the kind of channel is called in scopes, such as groups:history.
func (c *channel) scope() string {
	return map[string]string{"im": "im", "group": "groups", "channel": "channels"}[c.kind()]
}

func (c *channel) has(user string) bool { return slices.Contains(c.Members, user) }

func (c *channel) shared() bool { return len(c.Teams) > 0 }

// find gives the message with that timestamp, deleted or not, or nil.
func (c *channel) find(ts string) *Message {
	for _, m := range c.messages {
		if m.TS == ts {
			return m
		}
	}
	return nil
}

// external says whether somebody belongs to another workspace.
func (s *Slack) external(user string) bool {
	u := s.users[user]
	return u != nil && u.Team != Home
}

// name is what people see of somebody.
func (s *Slack) name(id string) string {
	if u := s.users[id]; u != nil {
		return u.RealName
	}
	return id
}
