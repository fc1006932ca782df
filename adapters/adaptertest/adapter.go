package adaptertest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"soundings/bot"
)

// Ability is what an adapter can do beside sending.
type Ability int

// The abilities, which are methods of their own on the adapter.
const (
	CanEdit Ability = 1 << iota
	CanFind
)

// Adapter makes an adapter for the platform that can do what is named, and no
// more. The one whose Run was called last receives.
func (p *Platform) Adapter(deliver bot.Deliver, can ...Ability) bot.Adapter {
	a := &adapter{platform: p, deliver: deliver}
	var all Ability
	for _, c := range can {
		all |= c
	}
	switch all {
	case CanEdit:
		return struct {
			bot.Adapter
			bot.Editor
		}{a, able{a}}
	case CanFind:
		return struct {
			bot.Adapter
			bot.Finder
		}{a, able{a}}
	case CanEdit | CanFind:
		return struct {
			bot.Adapter
			bot.Editor
			bot.Finder
		}{a, able{a}, able{a}}
	default:
		return a
	}
}

// adapter serves a Platform.
type adapter struct {
	platform *Platform
	deliver  bot.Deliver
}

var _ bot.Adapter = (*adapter)(nil)

// Name is the platform's name.
func (a *adapter) Name() string { return a.platform.name }

// Caps are the platform's.
func (a *adapter) Caps() bot.Caps { return a.platform.caps }

// Run receives until ctx is done.
func (a *adapter) Run(ctx context.Context) error {
	p := a.platform
	p.mu.Lock()
	p.adapter = a
	p.touch()
	p.mu.Unlock()
	<-ctx.Done()
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.adapter == a {
		p.adapter = nil
	}
	return nil
}

// Send posts a part.
func (a *adapter) Send(ctx context.Context, part bot.Part) (string, error) {
	p := a.platform
	var id string
	err := p.call(ctx, part, func(r *roomState) error {
		if err := p.soon(r); err != nil {
			return err
		}
		p.lastID++
		id = fmt.Sprintf("m%d", p.lastID)
		r.posts = append(r.posts, Posted{Part: part, ID: id})
		return nil
	})
	if err != nil {
		return "", err
	}
	return id, nil
}

// able has the methods of an adapter with abilities.
type able struct{ *adapter }

var (
	_ bot.Editor = able{}
	_ bot.Finder = able{}
)

// Edit changes what a message says.
func (a able) Edit(ctx context.Context, id string, part bot.Part) error {
	return a.platform.call(ctx, part, func(r *roomState) error {
		i := slices.IndexFunc(r.posts, func(post Posted) bool { return post.ID == id })
		if i < 0 {
			return &bot.SendError{Reason: bot.Rejected, Err: errors.New("no such message")}
		}
		posted := Posted{Part: part, ID: id, Edits: r.posts[i].Edits + 1}
		posted.Key = r.posts[i].Key // metadata stays what it was
		r.posts[i] = posted
		return nil
	})
}

// Find looks for a part by its Key.
func (a able) Find(ctx context.Context, to bot.Address, key string) (id string, ok bool, err error) {
	err = a.platform.call(ctx, bot.Part{Key: key, To: to}, func(r *roomState) error {
		for _, post := range r.posts {
			if post.Key == key {
				id, ok = post.ID, true
			}
		}
		return nil
	})
	if err != nil {
		return "", false, err
	}
	return id, ok, nil
}

// call carries out one call of the bot on the platform, or lets it fail.
func (p *Platform) call(ctx context.Context, part bot.Part, do func(r *roomState) error) error {
	r, hang, err := p.enter(part)
	if err != nil {
		return err
	}
	defer func() {
		p.mu.Lock()
		defer p.mu.Unlock()
		r.sending--
	}()
	if hang != nil {
		select {
		case <-hang:
		case <-ctx.Done():
		}
	}
	if ctx.Err() != nil {
		return &bot.SendError{Reason: bot.Transient, Err: ctx.Err()}
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	fault := p.fault(part)
	if fault != nil && !fault.Unsure {
		return fault
	}
	if err := do(r); err != nil {
		return err
	}
	p.touch()
	if fault != nil {
		return fault
	}
	return nil
}

// enter finds the room, and whether calls hang at the moment.
func (p *Platform) enter(part bot.Part) (*roomState, chan struct{}, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	r := p.rooms[part.To.Room]
	if r == nil || r.denied || part.To.Adapter != p.name {
		return nil, nil, &bot.SendError{Reason: bot.Denied, Err: errors.New("not in that room")}
	}
	if r.sending > 0 {
		p.faults.overlaps++
	}
	r.sending++
	return r, p.faults.hang, nil
}

// soon refuses a message that comes too soon. The lock is held.
func (p *Platform) soon(r *roomState) error {
	if p.faults.every <= 0 {
		return nil
	}
	now := time.Now()
	if wait := r.next.Sub(now); wait > 0 {
		p.faults.tooSoon++
		return &bot.SendError{Reason: bot.Limited, Wait: wait, Err: errors.New("too soon")}
	}
	r.next = now.Add(p.faults.every)
	return nil
}
