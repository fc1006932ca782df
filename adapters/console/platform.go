package console

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strconv"

	"soundings/bot"
)

// Team says of which organisation on the platform somebody is. Who is not named
// so is of one that is called like the room in which they act.
func (t *Terminal) Team(person, team string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.teams[person] = team
}

// Become is that something becomes of a room that no person did: action is one
// of the bot.Room constants, value and text what belongs to it. Team is that of
// the other organisation, if there is one.
func (t *Terminal) Become(ctx context.Context, room, action, value, text, team string) error {
	t.mu.Lock()
	t.events++
	ev := bot.Event{
		ID: Name + ":" + t.session + "-" + strconv.Itoa(t.events), Kind: bot.Changed, Action: action, Value: value, Text: text,
		Room: bot.Address{Adapter: Name, Room: room}, Sender: bot.Sender{Team: team},
	}
	connected := t.deliver != nil
	t.mu.Unlock()
	if !connected {
		return errors.New("the service is not connected")
	}
	return t.send(ctx, ev, "")
}

// place is who has written in a room, and the teams that were told to have come.
func (t *Terminal) place(room string) bot.Place {
	t.mu.Lock()
	defer t.mu.Unlock()
	p, seen := bot.Place{Name: room}, map[string]bool{}
	for _, m := range t.messages {
		if m.room != room || m.from == "" || seen[m.from] {
			continue
		}
		seen[m.from] = true
		if t.homes[m.from] {
			p.Home++
			continue
		}
		p.Outside++
		if team := cmp.Or(t.teams[m.from], room); !slices.Contains(p.Teams, team) {
			p.Teams = append(p.Teams, team)
		}
	}
	return p
}

// Openings is the room whose refusal is that of every room that is asked for.
const Openings = "+"

// Refuse has nothing posted in a room any more; why is in plain words, and empty
// ends it.
func (t *Terminal) Refuse(room, why string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	delete(t.refuses, room)
	if why != "" {
		t.refuses[room] = why
	}
}

// Onlook opens a room to the people of these organisations, who were never asked into
// it; without any, it is open to nobody else.
func (t *Terminal) Onlook(room string, organisations ...string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.onlook[room] = organisations
}

// Onlookers implements bot.Onlooked.
func (a *Adapter) Onlookers(_ context.Context, room bot.Address) ([]string, error) {
	a.terminal.mu.Lock()
	defer a.terminal.mu.Unlock()
	return slices.Clone(a.terminal.onlook[room.Room]), nil
}

// refused says whether a part can't be posted in its room.
func (t *Terminal) refused(p bot.Part) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	if why := t.refuses[p.To.Room]; why != "" {
		return &bot.SendError{Reason: bot.Denied, Plain: why, Err: errors.New("refused")}
	}
	if p.Own && p.For == "" && len(t.onlook[p.To.Room]) > 1 {
		return &bot.SendError{Reason: bot.Crowded, Err: errors.New("several organisations read along")}
	}
	return nil
}

// makeRoom makes a room that is asked for, and delivers that it is there.
func (t *Terminal) makeRoom(ctx context.Context, p bot.Part, o bot.Opening) (string, error) {
	if err := t.refused(bot.Part{To: bot.Address{Room: Openings}}); err != nil {
		return "", err
	}
	t.mu.Lock()
	deliver := t.deliver
	t.mu.Unlock()
	_, err := deliver(ctx, bot.Event{
		ID: Name + ":opened:" + p.Key, Kind: bot.Changed, Action: bot.RoomOpened, Value: o.Key, Text: o.Name,
		Room: bot.Address{Adapter: Name, Room: o.Name}, Engagement: p.Engagement,
	})
	if err != nil {
		return "", &bot.SendError{Reason: bot.Transient, Err: err}
	}
	return o.Name, nil
}
