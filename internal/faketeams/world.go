package faketeams

import (
	"slices"
	"strings"
)

// Kind is what sort of conversation it is, as activities name it.
type Kind string

// The kinds of conversation.
const (
	Personal  Kind = "personal"
	GroupChat Kind = "groupChat"
	Channel   Kind = "channel"
)

// Membership is how a channel is open to others than the members of its team.
type Membership string

// The memberships.
const (
	Standard Membership = "standard"
	Private  Membership = "private"
	Shared   Membership = "shared" // with people of other teams and tenants
)

// Person is somebody. Tenant empty is Home; Name, Object and Mail are made of the
// ID if they are empty.
type Person struct {
	ID, Name, Mail string
	Object         string // the id in the directory
	Tenant         string // whose member they are; a guest's is that of where they come from
	Guest          bool   // of the home tenant
	Unreachable    bool   // has blocked the bot
}

// Team is a team in which the bot is installed.
type Team struct{ ID, Name, Group string }

// Conversation is a group chat, or a channel of a team. The bot is in it if
// Installed is set.
type Conversation struct {
	ID, Name   string
	Kind       Kind // empty: Channel
	Membership Membership
	Team       string // of a channel; empty: a team of its own
	Members    []string
	Installed  bool
	// Consented: the bot reads all that is written here, not only what mentions it.
	Consented bool
}

type conversation struct {
	Conversation
	with     string // whom a personal conversation is with
	messages []*Message
	archived bool
	notes    map[string][]string // by person: what the answer to something pressed said
}

// AddPerson adds somebody, or changes what is known of them.
func (t *Teams) AddPerson(p Person) {
	t.mu.Lock()
	defer t.mu.Unlock()
	bare := strings.TrimPrefix(p.ID, "29:")
	if p.Tenant == "" {
		p.Tenant = Home
	}
	if p.Name == "" {
		p.Name = bare
	}
	if p.Object == "" {
		p.Object = "object-" + bare
	}
	if p.Mail == "" {
		p.Mail = bare + "@" + p.Tenant + ".example"
	}
	t.people[p.ID] = &p
	t.touch()
}

// AddConversation adds a group chat or a channel, silently: nothing is delivered
// to the bot.
func (t *Teams) AddConversation(c Conversation) {
	t.mu.Lock()
	defer t.mu.Unlock()
	c.Members = slices.Clone(c.Members)
	if c.Kind == "" {
		c.Kind = Channel
	}
	if c.Kind == Channel {
		if c.Membership == "" {
			c.Membership = Standard
		}
		if c.Team == "" {
			c.Team = c.ID
		}
		if t.teams[c.Team] == nil {
			t.teams[c.Team] = &Team{ID: c.Team, Name: "Team of " + c.Name, Group: "group-" + c.Team}
		}
	}
	if c.Name == "" {
		c.Name = c.ID
	}
	t.conversations[c.ID] = &conversation{Conversation: c, notes: map[string][]string{}}
	t.touch()
}

// AddMembers puts people into a conversation, silently.
func (t *Teams) AddMembers(id string, people ...string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	c := t.conversations[id]
	for _, p := range people {
		if c != nil && !slices.Contains(c.Members, p) {
			c.Members = append(c.Members, p)
		}
	}
	t.touch()
}

// Conversation gives a conversation as it stands, and whether there is one.
func (t *Teams) Conversation(id string) (Conversation, bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	c := t.conversations[id]
	if c == nil {
		return Conversation{}, false
	}
	copied := c.Conversation
	copied.Members = slices.Clone(c.Members)
	return copied, true
}

// Direct gives the id of the conversation between a person and the bot, and makes
// it, with the bot installed for that person, if there is none.
func (t *Teams) Direct(person string) string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.personal(person).ID
}

// personal is Direct with the lock held.
func (t *Teams) personal(person string) *conversation {
	id := t.direct[person]
	if id == "" {
		id = "a:" + strings.TrimPrefix(person, "29:")
		t.direct[person] = id
		t.conversations[id] = &conversation{
			Conversation: Conversation{ID: id, Name: "Chat", Kind: Personal, Members: []string{person}, Installed: true, Consented: true},
			with:         person, notes: map[string][]string{},
		}
	}
	return t.conversations[id]
}

// Archive makes a channel's team read-only, or lets people write in it again,
// silently.
func (t *Teams) Archive(id string, archived bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if c := t.conversations[id]; c != nil {
		c.archived = archived
	}
}

func (c *conversation) has(person string) bool { return slices.Contains(c.Members, person) }

// find gives the message with that id, deleted or not, or nil.
func (c *conversation) find(id string) *Message {
	for _, m := range c.messages {
		if m.ID == id {
			return m
		}
	}
	return nil
}

// split parts a conversation's id from the thread that it names, if any.
func split(id string) (conversation, thread string) {
	conversation, thread, _ = strings.Cut(id, ";messageid=")
	return conversation, thread
}
