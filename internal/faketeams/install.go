package faketeams

import (
	"context"
	"fmt"
	"slices"
)

// Install puts the bot into a conversation, as somebody who is in it does; first
// it may have to be made with Direct. The bot hears of the installation, and that
// it was added.
func (t *Teams) Install(ctx context.Context, person, id string) error {
	return t.installed(ctx, person, id, true)
}

// Uninstall takes the bot out. It hears of it, and can't write there any more.
func (t *Teams) Uninstall(ctx context.Context, person, id string) error {
	return t.installed(ctx, person, id, false)
}

func (t *Teams) installed(ctx context.Context, person, id string, in bool) error {
	t.mu.Lock()
	c := t.conversations[id]
	if c == nil || !c.has(person) {
		t.mu.Unlock()
		return fmt.Errorf("install as %s in %s: %w", person, id, ErrRefused)
	}
	c.Installed = in
	action := map[bool]string{true: "add", false: "remove"}[in]
	installation := t.base("installationUpdate", person, c)
	installation["action"] = action
	installation["locale"], installation["entities"] = "en-GB", []any{obj{"type": "clientInfo", "locale": "en-GB"}}
	data := sub(installation, "channelData")
	data["source"], data["settings"] = obj{"name": "message"}, obj{"selectedChannel": obj{"id": c.ID}}
	update := t.membership(person, c, in, Bot)
	if c.Kind == Channel {
		team := t.teams[c.Team]
		data["team"] = obj{"id": team.ID, "name": team.Name, "aadGroupId": team.Group}
		data["channel"] = obj{"id": c.ID}
		sub(update, "channelData")["settings"] = obj{"selectedChannel": obj{"id": c.ID}}
	}
	if in && c.Kind == Personal {
		added, _ := update["membersAdded"].([]any)
		update["membersAdded"] = append([]any{obj{"id": person, "aadObjectId": t.people[person].Object}}, added...)
	}
	t.touch()
	t.mu.Unlock()
	if _, err := t.push(ctx, installation); err != nil {
		return err
	}
	if !in && c.Kind == Personal {
		return nil // a personal removal says no more
	}
	_, err := t.push(ctx, update)
	return err
}

// Join puts somebody into a conversation, and tells the bot if it is in there. Whoever
// comes into the first channel of a team, or leaves it, is in all of its standard
// channels, or in none, of which the bot hears nothing more.
func (t *Teams) Join(ctx context.Context, person, id string) error {
	return t.moved(ctx, person, id, true)
}

// Leave takes somebody out of a conversation, and tells the bot.
func (t *Teams) Leave(ctx context.Context, person, id string) error {
	return t.moved(ctx, person, id, false)
}

func (t *Teams) moved(ctx context.Context, person, id string, in bool) error {
	t.mu.Lock()
	c := t.conversations[id]
	if c == nil || c.has(person) == in {
		t.mu.Unlock()
		return fmt.Errorf("move %s in or out of %s: %w", person, id, ErrRefused)
	}
	for _, other := range t.conversations {
		ofTeam := c.Kind == Channel && c.ID == c.Team && other.Team == c.Team && other.Membership == Standard
		switch {
		case other != c && !ofTeam, other.has(person) == in:
		case in:
			other.Members = append(other.Members, person)
		default:
			other.Members = slices.DeleteFunc(other.Members, func(m string) bool { return m == person })
		}
	}
	return t.tell(ctx, t.membership(person, c, in, person), c.Installed)
}

// membership is the activity that says who came or went. The lock is held.
func (t *Teams) membership(by string, c *conversation, in bool, who string) obj {
	update := t.base("conversationUpdate", by, c)
	member := obj{"id": who}
	if p := t.people[who]; p != nil {
		member["aadObjectId"] = p.Object
	}
	update[map[bool]string{true: "membersAdded", false: "membersRemoved"}[in]] = []any{member}
	if c.Kind == Channel {
		team, data := t.teams[c.Team], sub(update, "channelData")
		data["team"] = obj{"id": team.ID, "name": team.Name, "aadGroupId": team.Group}
		what := "teamMember"
		if c.Membership == Shared {
			what = "channelMember"
			data["channel"] = obj{"id": c.ID, "name": c.Name, "type": string(c.Membership)}
		}
		data["eventType"] = what + map[bool]string{true: "Added", false: "Removed"}[in]
	}
	return update
}

// Happen tells the bot what became of a channel or its team, by one of the names
// of Teams: channelCreated, channelRenamed, channelDeleted, channelRestored,
// channelShared, channelUnshared, teamRenamed, teamArchived, teamUnarchived,
// teamDeleted. With it goes the new name where there is one, or the tenant that a
// channel is shared with now, or no longer.
func (t *Teams) Happen(ctx context.Context, person, id, event, name string) error {
	t.mu.Lock()
	c := t.conversations[id]
	if c == nil || c.Kind != Channel {
		t.mu.Unlock()
		return fmt.Errorf("%s in %s: %w", event, id, ErrRefused)
	}
	team := t.teams[c.Team]
	switch event {
	case "channelRenamed", "channelCreated":
		c.Name = name
	case "teamRenamed":
		team.Name = name
	case "teamArchived", "teamUnarchived":
		c.archived = event == "teamArchived"
	case "channelDeleted", "teamDeleted":
		c.Installed = false
	case "channelRestored":
		c.Installed = true
	case "channelShared":
		c.Membership = Shared
	}
	update := t.base("conversationUpdate", person, c)
	data := sub(update, "channelData")
	data["eventType"], data["team"] = event, obj{"id": team.ID, "name": team.Name, "aadGroupId": team.Group}
	if event[:4] == "chan" {
		data["team"], data["channel"] = obj{"id": team.ID}, obj{"id": c.ID, "name": c.Name}
	}
	if list := map[string]string{"channelShared": "sharedWithTeams", "channelUnshared": "unsharedFromTeams"}[event]; list != "" {
		sub(data, "channel")["type"] = string(c.Membership)
		data[list] = []any{obj{"id": "19:team-of-" + name, "name": "Team of " + name, "aadGroupId": "group-of-" + name, "tenantId": name}}
	}
	return t.tell(ctx, update, true)
}
