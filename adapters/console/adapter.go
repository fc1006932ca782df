package console

import (
	"context"

	"soundings/bot"
)

// Adapter connects one service to a terminal.
type Adapter struct{ terminal *Terminal }

var (
	_ bot.Adapter = (*Adapter)(nil)
	_ bot.Editor  = (*Adapter)(nil)
	_ bot.Finder  = (*Adapter)(nil)

	_ bot.Onlooked = (*Adapter)(nil)
	_ bot.Surveyor = (*Adapter)(nil)
)

// New connects a service: from now on the terminal delivers to it.
func New(t *Terminal, deliver bot.Deliver) *Adapter {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.deliver = deliver
	return &Adapter{terminal: t}
}

func caps() bot.Caps {
	return bot.Caps{Buttons: true, Tables: true, Threads: true, Private: true, MaxText: 12000, MaxChars: 40000}
}

// Name implements bot.Adapter.
func (*Adapter) Name() string { return Name }

// Caps implements bot.Adapter.
func (*Adapter) Caps() bot.Caps { return caps() }

// Run implements bot.Adapter: people speak through the terminal.
func (*Adapter) Run(ctx context.Context) error {
	<-ctx.Done()
	return nil
}

// Send implements bot.Adapter.
func (a *Adapter) Send(ctx context.Context, p bot.Part) (string, error) {
	if err := ctx.Err(); err != nil {
		return "", &bot.SendError{Reason: bot.Transient, Err: err}
	}
	if o, ok := p.Opening(); ok {
		return a.terminal.makeRoom(ctx, p, o)
	}
	if err := a.terminal.refused(p); err != nil {
		return "", err
	}
	id := idOf(p.Key)
	a.terminal.post(id, p, render(p.Title, p.Blocks), false)
	return id, nil
}

// Edit implements bot.Editor.
func (a *Adapter) Edit(ctx context.Context, id string, p bot.Part) error {
	if err := ctx.Err(); err != nil {
		return &bot.SendError{Reason: bot.Transient, Err: err}
	}
	if err := a.terminal.refused(p); err != nil {
		return err
	}
	a.terminal.post(id, p, render(p.Title, p.Blocks), true)
	return nil
}

// Place implements bot.Surveyor: who has spoken in the room.
func (a *Adapter) Place(_ context.Context, room bot.Address) (bot.Place, error) {
	return a.terminal.place(room.Room), nil
}

// Find implements bot.Finder.
func (a *Adapter) Find(_ context.Context, _ bot.Address, key string) (string, bool, error) {
	id := idOf(key)
	a.terminal.mu.Lock()
	defer a.terminal.mu.Unlock()
	return id, a.terminal.find(func(m message) bool { return m.id == id }) >= 0, nil
}
