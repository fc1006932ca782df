package adaptertest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"soundings/bot"
)

// Platform is a chat platform in memory. It outlives the adapters that serve
// it, as a real one outlives the service: make another adapter for it and the
// rooms are as they were. All its methods may be called at once from several
// goroutines, in a synctest bubble too.
type Platform struct {
	name string
	caps bot.Caps

	mu      sync.Mutex
	rooms   map[string]*roomState
	people  map[string]bot.Sender
	adapter *adapter // the one that receives, if any
	lastID  int
	lastEv  bot.Event
	again   int
	oneTry  bool
	backoff time.Duration
	faults  faults
	changed chan struct{} // closed, and made anew, whenever something changes
}

// roomState is one room and what stands in it.
type roomState struct {
	posts   []Posted
	denied  bool
	sending int       // calls under way
	next    time.Time // before which a message comes too soon
}

// NewPlatform makes a platform without rooms that shows what caps say.
func NewPlatform(name string, caps bot.Caps) *Platform {
	return &Platform{
		name: name, caps: caps,
		rooms: map[string]*roomState{}, people: map[string]bot.Sender{},
		backoff: 10 * time.Millisecond,
		faults:  faults{tries: map[string]int{}},
		changed: make(chan struct{}),
	}
}

// Room opens a room, if there is none of that name yet, and gives its address.
// The bot may post in it; rooms that nobody opened refuse it.
func (p *Platform) Room(name string) bot.Address {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.room(name)
	return bot.Address{Adapter: p.name, Room: name}
}

func (p *Platform) room(name string) *roomState {
	if p.rooms[name] == nil {
		p.rooms[name] = &roomState{}
	}
	return p.rooms[name]
}

// AddPerson says who s.ID is. Somebody nobody added has their id for a name.
func (p *Platform) AddPerson(s bot.Sender) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.people[s.ID] = s
}

// Home makes people members of the organisation that installed the bot.
func (p *Platform) Home(people ...string) {
	for _, id := range people {
		s := p.sender(id)
		s.Home = true
		p.AddPerson(s)
	}
}

func (p *Platform) sender(id string) bot.Sender {
	p.mu.Lock()
	defer p.mu.Unlock()
	if s, ok := p.people[id]; ok {
		return s
	}
	return bot.Sender{ID: id, Name: id}
}

// Say lets a person write in a room, which is opened if there is none. It
// returns what the adapter answered once the platform has its acknowledgement.
func (p *Platform) Say(ctx context.Context, room, person, text string) (bot.Answer, error) {
	return p.Do(ctx, room, person, bot.Event{Kind: bot.Said, Text: text})
}

// Reply lets a person write in the thread of the message with that id.
func (p *Platform) Reply(ctx context.Context, room, person, thread, text string) (bot.Answer, error) {
	return p.Do(ctx, room, person, bot.Event{Kind: bot.Said, Text: text, Thread: thread})
}

// Press lets a person press the button with that label on the newest message
// in the room that has one.
func (p *Platform) Press(ctx context.Context, room, person, label string) (bot.Answer, error) {
	posts := p.Posts(room)
	for _, post := range slices.Backward(posts) {
		for _, b := range post.Blocks {
			for _, button := range b.Buttons {
				if button.Label == label {
					return p.Do(ctx, room, person, bot.Event{
						Kind: bot.Pressed, Thread: post.ID, Engagement: post.Engagement,
						Action: button.Action, Value: button.Value,
					})
				}
			}
		}
	}
	return bot.Answer{}, fmt.Errorf("press %q in %s: no message there has that button", label, room)
}

// Do delivers an event of a person in a room. It fills in what the platform
// knows: its ID, unless there is one, the room, the sender and the id of the
// message. An event that was not taken is delivered again until it is, or ctx
// is done.
func (p *Platform) Do(ctx context.Context, room, person string, ev bot.Event) (bot.Answer, error) {
	ev.Room, ev.Sender = p.Room(room), p.sender(person)
	p.mu.Lock()
	if ev.ID == "" {
		p.lastID++
		ev.ID = fmt.Sprintf("%s:%d", p.name, p.lastID)
	}
	if ev.Kind == bot.Said && ev.Message == "" {
		p.lastID++
		ev.Message = fmt.Sprintf("m%d", p.lastID)
	}
	p.lastEv = ev
	again := p.again
	p.mu.Unlock()
	answer, err := p.deliver(ctx, ev)
	for range again {
		if err == nil {
			answer, err = p.deliver(ctx, ev)
		}
	}
	return answer, err
}

// Redeliver delivers the last event once more, as platforms do that missed the
// acknowledgement.
func (p *Platform) Redeliver(ctx context.Context) (bot.Answer, error) {
	p.mu.Lock()
	ev := p.lastEv
	p.mu.Unlock()
	return p.deliver(ctx, ev)
}

// deliver hands an event to the adapter that is there, again and again while
// it is not taken.
func (p *Platform) deliver(ctx context.Context, ev bot.Event) (bot.Answer, error) {
	for {
		a, err := p.receiver(ctx)
		if err != nil {
			return bot.Answer{}, err
		}
		answer, err := a.deliver(ctx, ev)
		if err == nil || p.gaveUp(err) {
			return answer, err
		}
		timer := time.NewTimer(p.backoff)
		select {
		case <-timer.C:
		case <-ctx.Done():
			timer.Stop()
			return bot.Answer{}, err
		}
	}
}

// gaveUp says whether the platform leaves it at that refusal.
func (p *Platform) gaveUp(err error) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.oneTry || !errors.Is(err, bot.ErrNotNow)
}

// receiver waits for an adapter that receives.
func (p *Platform) receiver(ctx context.Context) (a *adapter, err error) {
	err = p.await(ctx, func() bool {
		a = p.adapter
		return a != nil
	})
	return a, err
}

// await waits until there is what ready looks for, with the lock held.
func (p *Platform) await(ctx context.Context, ready func() bool) error {
	for {
		p.mu.Lock()
		ok, changed := ready(), p.changed
		p.mu.Unlock()
		if ok {
			return nil
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	}
}

// touch wakes whoever awaits something. The lock is held.
func (p *Platform) touch() {
	close(p.changed)
	p.changed = make(chan struct{})
}

// Posts gives what the bot posted in a room, in order, as it stands now.
func (p *Platform) Posts(room string) []Posted {
	p.mu.Lock()
	defer p.mu.Unlock()
	if r := p.rooms[room]; r != nil {
		return slices.Clone(r.posts)
	}
	return nil
}

// Rooms gives the names of all rooms, sorted.
func (p *Platform) Rooms() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	names := make([]string, 0, len(p.rooms))
	for name := range p.rooms {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// WaitPosted waits until the bot has posted n messages in the room and gives
// them all.
func (p *Platform) WaitPosted(ctx context.Context, room string, n int) ([]Posted, error) {
	return p.WaitUntil(ctx, room, func(posts []Posted) bool { return len(posts) >= n })
}

// WaitSaid waits until a message that stands in the room has those words.
func (p *Platform) WaitSaid(ctx context.Context, room, words string) ([]Posted, error) {
	return p.WaitUntil(ctx, room, func(posts []Posted) bool {
		return slices.ContainsFunc(posts, func(post Posted) bool { return strings.Contains(post.Text(), words) })
	})
}

// WaitUntil waits until enough says that what stands in the room is enough.
func (p *Platform) WaitUntil(ctx context.Context, room string, enough func([]Posted) bool) ([]Posted, error) {
	var posts []Posted
	err := p.await(ctx, func() bool {
		if r := p.rooms[room]; r != nil {
			posts = slices.Clone(r.posts)
		}
		return enough(posts)
	})
	if err != nil {
		return posts, fmt.Errorf("wait in %s, where %d messages stand: %w", room, len(posts), err)
	}
	return posts, nil
}
