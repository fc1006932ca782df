package bot

import (
	"context"
	"errors"
	"fmt"
	"slices"
)

// Deliver takes one event, as Deliver says.
func (b *Bot) Deliver(ctx context.Context, ev Event) (Answer, error) {
	answer, err := b.deliver(ctx, ev)
	outcome := "decided"
	switch {
	case errors.Is(err, errSlow):
		outcome = "slowed"
		if answered(ev.Kind) {
			answer, err = b.options.Slow, nil
		}
	case errors.Is(err, ErrNotNow):
		outcome = "not_now"
	case err != nil:
		outcome = "failed"
	}
	b.stats.event(ev.Room.Adapter, outcome)
	return resolveAnswer(ctx, b.options.People, answer), err
}

// started waits until the bot knows what there is.
func (b *Bot) started(ctx context.Context) error {
	select {
	case <-b.ready:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (b *Bot) deliver(ctx context.Context, ev Event) (Answer, error) {
	if err := b.started(ctx); err != nil {
		return Answer{}, err
	}
	if len(ev.Text) > MaxText {
		return Answer{}, fmt.Errorf("deliver event of %d bytes: %w", len(ev.Text), ErrTooLarge)
	}
	ev = clean(ev)
	if !b.pace.allows(ev, b.options.Now()) {
		return Answer{}, errSlow
	}
	if err := b.identify(ctx, &ev); err != nil {
		return Answer{}, fmt.Errorf("identify sender: %w", errors.Join(ErrNotNow, err))
	}
	if err := b.addresses(ctx, &ev); err != nil {
		return Answer{}, fmt.Errorf("keep addresses: %w", errors.Join(ErrNotNow, err))
	}
	if err := b.intake(ctx, &ev); err != nil {
		return Answer{}, err
	}
	b.code(ctx, &ev)
	found, err := b.find(ctx, ev)
	if err != nil {
		return Answer{}, err
	}
	switch len(found) {
	case 1:
		if ev.Onlookers, err = b.onlookers(ctx, ev.Room); err != nil {
			return Answer{}, fmt.Errorf("look who reads along: %w", errors.Join(ErrNotNow, err))
		}
		return b.decide(ctx, found[0], &request{ev: ev})
	case 0:
		return b.lobby(ctx, ev)
	default:
		return b.askWhich(ctx, ev, found), nil
	}
}

// decide has the engagement's desk decide the event.
func (b *Bot) decide(ctx context.Context, engagement string, r *request) (Answer, error) {
	b.mu.Lock()
	d := b.open(engagement)
	b.mu.Unlock()
	if d == nil {
		return Answer{}, ErrNotNow
	}
	return d.deliver(ctx, r)
}

// lobby deals with an event of no engagement, which may open one.
func (b *Bot) lobby(ctx context.Context, ev Event) (Answer, error) {
	ev.Shared = b.shared(ctx, ev)
	for range maxTries {
		engagement, answer, err := b.name(ev)
		if err != nil {
			b.options.Log.ErrorContext(ctx, "lobby could not answer", "event", ev.ID, "error", err)
			return b.options.Sorry, nil
		}
		if engagement == "" {
			return answer, nil
		}
		answer, err = b.decide(ctx, engagement, &request{ev: ev, opens: true})
		if !errors.Is(err, errTaken) {
			return answer, err
		}
		b.naming.Lock() // another replica was first: its desk is ours to see now
		delete(b.opening, ev.ID)
		b.naming.Unlock()
	}
	return Answer{}, ErrNotNow
}

// shared asks who is in a room in which somebody may open an engagement. A room
// that nobody can look into counts as shared, where the adapter should be able to.
func (b *Bot) shared(ctx context.Context, ev Event) bool {
	inspector, ok := b.sender.adapters[ev.Room.Adapter].(Inspector)
	if !ok || !ev.Home || !answered(ev.Kind) {
		return false
	}
	shared, err := inspector.Shared(ctx, ev.Room)
	if err != nil {
		b.options.Log.WarnContext(ctx, "nobody could tell who is in the room", "adapter", ev.Room.Adapter, "error", err)
		return true
	}
	return shared
}

// onlookers asks who reads along in a room, where that may be anybody.
func (b *Bot) onlookers(ctx context.Context, room Address) ([]string, error) {
	open, ok := b.sender.adapters[room.Adapter].(Onlooked)
	if !ok {
		return nil, nil
	}
	all, err := open.Onlookers(ctx, room)
	if err != nil || len(all) == 0 {
		return nil, err
	}
	hashes := make([]string, len(all))
	for i, one := range all {
		hashes[i] = b.options.People.Hash(room.Adapter + ":" + one)
	}
	slices.Sort(hashes)
	return slices.Compact(hashes), nil
}

// name asks the lobby what engagement the event opens. The same event opens the
// same one, however often it is delivered before the directory knows of it.
func (b *Bot) name(ev Event) (engagement string, answer Answer, err error) {
	b.naming.Lock()
	defer b.naming.Unlock()
	if engagement = b.opening[ev.ID]; engagement != "" {
		return engagement, Answer{}, nil
	}
	err = safely(func() error { engagement, answer = b.options.Lobby(ev, b.taken); return nil })
	if err == nil && engagement != "" {
		b.opening[ev.ID] = engagement
	}
	return engagement, answer, err
}

// taken says whether there is an engagement of that name, or one that this
// replica is about to open. The caller holds naming.
func (b *Bot) taken(engagement string) bool {
	for _, name := range b.opening {
		if name == engagement {
			return true
		}
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.desks[engagement] != nil || b.directory.knows(engagement)
}

func (b *Bot) askWhich(ctx context.Context, ev Event, engagements []string) (answer Answer) {
	err := safely(func() error { answer = b.options.Which(ev, engagements); return nil })
	if err != nil {
		b.options.Log.ErrorContext(ctx, "nobody could be asked which engagement is meant", "event", ev.ID, "error", err)
		return b.options.Sorry
	}
	return answer
}

// find gives the engagements that an event may belong to: the one it names, if
// that has ever used the room; the one on whose message it hangs; those open in
// the room; or, when none is, those that would take it, or else the last that was. A
// code says whose it is. A room that was asked for is
// found under the key that stood for it.
func (b *Bot) find(ctx context.Context, ev Event) ([]string, error) {
	if ev.Code != "" {
		return []string{ev.Engagement}, nil
	}
	room := ev.Room
	if ev.Kind == Changed && ev.Action == RoomOpened {
		room.Room = ev.Value
	}
	linked, open := b.directory.engagements(room)
	if len(open) == 0 {
		if err := b.settled(ctx); err != nil {
			return nil, err
		}
		if err := b.directory.refresh(ctx); err != nil {
			return nil, errors.Join(ErrNotNow, err)
		}
		linked, open = b.directory.engagements(room)
	}
	if slices.Contains(linked, ev.Engagement) {
		return []string{ev.Engagement}, nil
	}
	if len(linked) > 1 && (ev.Thread != "" || ev.Original != "") {
		owner, err := b.owner(ctx, ev, linked)
		if owner != "" {
			return []string{owner}, nil
		}
		if err != nil {
			return nil, err
		}
	}
	if len(open) == 0 {
		if takers, err := b.takers(ctx, ev); err != nil || len(takers) > 0 {
			return takers, err
		}
	}
	switch {
	case len(open) == 0 && len(linked) > 0:
		return linked[len(linked)-1:], nil
	case len(open) == 0 && ev.Kind == Changed && ev.Action == RoomOpened:
		return nil, fmt.Errorf("find who asked for a room: %w", ErrNotNow) // it is told again, and never lost
	}
	return open, nil
}

// owner gives the engagement whose message the event hangs on, or "". An error
// means that one which could not be asked may be it.
func (b *Bot) owner(ctx context.Context, ev Event, engagements []string) (string, error) {
	var failed error
	for _, engagement := range engagements {
		hangs := false
		ask := func(f *fold) {
			hangs = f.messages.keyOf(ev.Room, ev.Thread) != "" || f.messages.keyOf(ev.Room, ev.Original) != ""
		}
		if _, err := b.decide(ctx, engagement, &request{ask: ask}); err != nil {
			failed = err
			continue
		}
		if hangs {
			return engagement, nil
		}
	}
	return "", failed
}

// settled waits until every desk has tried to fold its record: only then does
// the directory have the rooms that were linked just before a crash.
func (b *Bot) settled(ctx context.Context) error {
	for _, d := range b.all() {
		select {
		case <-d.tried:
		case <-d.gone:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return nil
}
