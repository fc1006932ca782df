package faketeams

import (
	"maps"
	"net/http"
	"slices"
)

// Message is one message in a conversation, of the bot or of somebody.
type Message struct {
	ID, Conversation string
	Thread           string // the id of the first message of its thread, in channels
	From             string // a person's ID, or Bot
	Text             string // as people read it
	Activity         obj    // as the bot sent it last; nil of a person
	Edited           int    // how often
	Deleted          bool

	seen map[string]obj // by person: the card that replaced its first one, for them alone
	fill map[string]obj // by person: what they filled in
}

// Messages gives all messages of a conversation in the order in which they came,
// threads and deleted ones included. Their activities are not to be changed.
func (t *Teams) Messages(id string) []Message {
	t.mu.Lock()
	defer t.mu.Unlock()
	id, _ = split(id)
	c := t.conversations[id]
	if c == nil {
		return nil
	}
	var all []Message
	for _, m := range c.messages {
		all = append(all, m.copy())
	}
	return all
}

// copy is a message as it stands. What was posted is replaced as a whole, never
// changed, so that it can be shared.
func (m *Message) copy() Message {
	c := *m
	c.seen, c.fill = maps.Clone(m.seen), nil
	return c
}

// post takes a message of the bot: a new one, or a reply to one.
func (t *Teams) post(c *call) (any, error) {
	in, thread, err := t.place(c)
	if err != nil {
		return nil, err
	}
	activity, err := c.decode()
	if err != nil {
		return nil, err
	}
	if to := c.path("activity"); to != "" {
		first := in.find(to)
		if first == nil || first.Deleted && first.From == Bot {
			return nil, refuse(http.StatusNotFound, "ActivityNotFoundInConversation", "The activity was not found.")
		}
		if in.Kind == Channel {
			thread = first.root()
		}
	}
	c.created = true
	id, err := t.say(in, thread, activity)
	return obj{"id": id}, err
}

// say puts a message of the bot into a conversation.
func (t *Teams) say(in *conversation, thread string, activity obj) (string, error) {
	if err := t.writable(in); err != nil {
		return "", err
	}
	if str(activity, "type") == "typing" {
		return t.id(), nil
	}
	if err := t.check(activity); err != nil {
		return "", err
	}
	if err := t.limit(in.ID); err != nil {
		return "", err
	}
	m := &Message{ID: t.id(), Conversation: in.ID, Thread: thread, From: Bot, Activity: activity, seen: map[string]obj{}, fill: map[string]obj{}}
	m.Text = readHTML(str(activity, "text"))
	in.messages = append(in.messages, m)
	t.counts.Posts++
	return m.ID, nil
}

// writable says why the bot can't write in a conversation; nil: it can.
func (t *Teams) writable(in *conversation) error {
	if in.archived {
		return refuse(http.StatusForbidden, "ForbiddenOperationException", "Thread is archived.")
	}
	if p := t.people[in.with]; p != nil && p.Unreachable {
		return refuse(http.StatusForbidden, "MessageWritesBlocked", "Message writes are blocked.")
	}
	return nil
}

func (m *Message) root() string {
	if m.Thread != "" {
		return m.Thread
	}
	return m.ID
}

// own finds the message of the bot that a call names.
func (t *Teams) own(c *call) (*conversation, *Message, error) {
	in, _, err := t.place(c)
	if err != nil {
		return nil, nil, err
	}
	m := in.find(c.path("activity"))
	if m == nil || m.From != Bot || m.Deleted {
		return nil, nil, refuse(http.StatusNotFound, "ActivityNotFoundInConversation", "The activity was not found.")
	}
	return in, m, nil
}

func (t *Teams) update(c *call) (any, error) {
	in, m, err := t.own(c)
	if err != nil {
		return nil, err
	}
	activity, err := c.decode()
	if err != nil {
		return nil, err
	}
	if err := t.writable(in); err != nil {
		return nil, err
	}
	if err := t.check(activity); err != nil {
		return nil, err
	}
	if err := t.limit(in.ID); err != nil {
		return nil, err
	}
	m.Activity, m.Text = activity, readHTML(str(activity, "text"))
	m.Edited++
	clear(m.seen)
	clear(m.fill)
	t.counts.Updates++
	return obj{"id": m.ID}, nil
}

func (t *Teams) remove(c *call) (any, error) {
	in, m, err := t.own(c)
	if err != nil {
		return nil, err
	}
	if err := t.limit(in.ID); err != nil {
		return nil, err
	}
	m.Deleted = true
	t.counts.Deletes++
	return nil, nil
}

// create opens the conversation with a person, or a new thread in a channel.
func (t *Teams) create(c *call) (any, error) {
	o, err := c.decode()
	if err != nil {
		return nil, err
	}
	activity := sub(o, "activity")
	if channel := str(sub(sub(o, "channelData"), "channel"), "id"); channel != "" {
		return t.createThread(c, channel, activity)
	}
	members := objects(o["members"])
	if len(members) != 1 {
		return nil, refuse(http.StatusBadRequest, "BadSyntax", "Incorrect conversation creation parameters.")
	}
	person := t.people[str(members[0], "id")]
	tenant := str(o, "tenantId")
	if tenant == "" {
		tenant = str(sub(sub(o, "channelData"), "tenant"), "id")
	}
	switch {
	case person == nil || !t.meets(person.ID):
		return nil, refuse(http.StatusForbidden, "ForbiddenOperationException", "The bot is not installed in the user's personal scope.")
	case tenant != Home && tenant != person.Tenant:
		return nil, refuse(http.StatusBadRequest, "BadArgument", "Invalid tenant id.")
	case person.Tenant != Home && !person.Guest:
		return nil, refuse(http.StatusForbidden, "ForbiddenOperationException", "The user is of another tenant, in which the bot is not installed.")
	}
	in := t.personal(person.ID)
	if !in.Installed {
		return nil, refusal(http.StatusForbidden)
	}
	answer := obj{"id": in.ID}
	if activity != nil {
		id, err := t.say(in, "", activity)
		if err != nil {
			return nil, err
		}
		answer["activityId"] = id
	}
	c.created = true
	return answer, nil
}

// meets says whether the bot shares a place with somebody.
func (t *Teams) meets(person string) bool {
	for _, c := range t.conversations {
		if c.Installed && slices.Contains(c.Members, person) {
			return true
		}
	}
	return false
}

func (t *Teams) createThread(c *call, channel string, activity obj) (any, error) {
	in := t.conversations[channel]
	switch {
	case in == nil || in.Kind != Channel:
		return nil, refusal(http.StatusNotFound)
	case !in.Installed:
		return nil, refusal(http.StatusForbidden)
	case activity == nil:
		return nil, refuse(http.StatusBadRequest, "BadSyntax", "A thread begins with an activity.")
	}
	id, err := t.say(in, "", activity)
	if err != nil {
		return nil, err
	}
	c.created = true
	return obj{"id": channel + ";messageid=" + id, "activityId": id, "serviceUrl": t.o.URL + "/connector/"}, nil
}
