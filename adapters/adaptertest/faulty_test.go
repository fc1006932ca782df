package adaptertest_test

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"sync"
	"testing"

	"soundings/adapters/adaptertest"
	"soundings/bot"
)

// faulty is a sound adapter in which some methods were replaced by worse ones.
type faulty struct {
	name    func() string
	caps    func() bot.Caps
	send    func(ctx context.Context, p bot.Part) (string, error)
	edit    func(ctx context.Context, id string, p bot.Part) error
	find    func(ctx context.Context, to bot.Address, key string) (string, bool, error)
	onlook  func() []string
	deliver bot.Deliver
	run     func(ctx context.Context) error
}

func (f *faulty) Onlookers(context.Context, bot.Address) ([]string, error) { return f.onlook(), nil }

func (f *faulty) Name() string                                          { return f.name() }
func (f *faulty) Caps() bot.Caps                                        { return f.caps() }
func (f *faulty) Run(ctx context.Context) error                         { return f.run(ctx) }
func (f *faulty) Send(ctx context.Context, p bot.Part) (string, error)  { return f.send(ctx, p) }
func (f *faulty) Edit(ctx context.Context, id string, p bot.Part) error { return f.edit(ctx, id, p) }

func (f *faulty) Find(ctx context.Context, to bot.Address, key string) (string, bool, error) {
	return f.find(ctx, to, key)
}

// brokenSubject is the fake platform with a faulty adapter.
func brokenSubject(ctx context.Context, deliver bot.Deliver, spoil func(f *faulty)) *adaptertest.Subject {
	p := adaptertest.NewPlatform("fake", bot.Caps{Buttons: true, Tables: true, MaxText: 1000, MaxChars: 3000})
	f := &faulty{}
	a := p.Adapter(func(ctx context.Context, ev bot.Event) (bot.Answer, error) { return f.deliver(ctx, ev) }, adaptertest.CanEdit, adaptertest.CanFind)
	f.name, f.caps, f.run, f.send = a.Name, a.Caps, a.Run, a.Send
	f.edit, f.find, f.deliver = a.(bot.Editor).Edit, a.(bot.Finder).Find, deliver
	var crowd []string
	f.onlook = func() []string { return crowd }
	f.send = func(ctx context.Context, p bot.Part) (string, error) {
		if p.Own && len(crowd) > 1 {
			return "", &bot.SendError{Reason: bot.Crowded, Err: errors.New("several read it")}
		}
		return a.Send(ctx, p)
	}
	if spoil != nil {
		spoil(f)
	}
	go func() { _ = a.Run(ctx) }()
	s := &adaptertest.Subject{Adapter: f, Room: p.Room("acme"), Closed: p.Room("closed"), Secrets: []string{"xoxb-planted"}}
	p.Deny("closed", true)
	s.Read = func(room bot.Address) []string {
		var texts []string
		for _, post := range p.Posts(room.Room) {
			texts = append(texts, post.Text())
		}
		return texts
	}
	s.Say = func(ctx context.Context, text string) error { return once(ctx, p, text) }
	s.Redeliver = func(ctx context.Context) error { _, err := p.Redeliver(ctx); return err }
	s.Break = func(reason bot.Reason) { p.Fail(1, bot.SendError{Reason: reason, Wait: 1}) }
	s.Hang = p.Hang
	s.Crowd = func(n int) { crowd = []string{"acme", "brook", "moor"}[:n] }
	return s
}

// sends alters what is sent.
func sends(alter func(p *bot.Part)) func(f *faulty) {
	return func(f *faulty) {
		send := f.send
		f.send = func(ctx context.Context, p bot.Part) (string, error) {
			p.Blocks = slices.Clone(p.Blocks)
			alter(&p)
			return send(ctx, p)
		}
	}
}

// fails alters how Send fails.
func fails(alter func(p bot.Part, err *bot.SendError) error) func(f *faulty) {
	return func(f *faulty) {
		send := f.send
		f.send = func(ctx context.Context, p bot.Part) (string, error) {
			id, err := send(ctx, p)
			if failure, ok := errors.AsType[*bot.SendError](err); ok {
				return "", alter(p, failure)
			}
			return id, err
		}
	}
}

// hears alters what is delivered.
func hears(alter func(ev *bot.Event)) func(f *faulty) {
	return func(f *faulty) {
		deliver := f.deliver
		f.deliver = func(ctx context.Context, ev bot.Event) (bot.Answer, error) {
			alter(&ev)
			return deliver(ctx, ev)
		}
	}
}

var faults = []struct {
	name, caught string
	broken       func(f *faulty)
}{
	{"has another name each time", "name and limits", func(f *faulty) {
		n := "fake"
		f.name = func() string { n += "x"; return n }
	}},
	{"has a name for people", "name and limits", func(f *faulty) { f.name = func() string { return "Fake Chat" } }},
	{"changes its limits", "name and limits", func(f *faulty) {
		n := 300
		f.caps = func() bot.Caps { n++; return bot.Caps{MaxText: n} }
	}},
	{"has no room for a sentence", "name and limits", func(f *faulty) { f.caps = func() bot.Caps { return bot.Caps{MaxText: 20} } }},
	{"shows others what is one organisation's own", "a room that others read", sends(func(p *bot.Part) { p.Own = false })},
	{"counts people and not organisations", "a room that others read", func(f *faulty) { f.onlook = func() []string { return []string{"acme", "acme"} } }},
	{"drops what it cannot show", "every kind of block", sends(func(p *bot.Part) {
		p.Blocks = slices.DeleteFunc(p.Blocks, func(b bot.Block) bool { return b.Table != nil })
	})},
	{"drops who said it", "every kind of block", sends(func(p *bot.Part) {
		for i, b := range p.Blocks {
			if b.Quote != nil {
				p.Blocks[i] = bot.Block{Quote: &bot.Quote{Words: b.Quote.Words}}
			}
		}
	})},
	{"drops the title", "every kind of block", sends(func(p *bot.Part) { p.Title = "" })},
	{"cuts off", "long messages", sends(func(p *bot.Part) {
		for i, b := range p.Blocks {
			if b.Text != nil && len(b.Text.Markdown) > 400 {
				p.Blocks[i] = bot.Say(b.Text.Markdown[:400])
			}
		}
	})},
	{"posts the first part alone", "long messages", func(f *faulty) {
		send := f.send
		f.send = func(ctx context.Context, p bot.Part) (string, error) {
			if p.Number > 1 {
				return fmt.Sprint("m", p.Number, p.Key), nil
			}
			return send(ctx, p)
		}
	}},
	{"gives no id", "threads", func(f *faulty) {
		send := f.send
		f.send = func(ctx context.Context, p bot.Part) (string, error) {
			_, err := send(ctx, p)
			return "", err
		}
	}},
	{"drops what goes in a thread", "threads", func(f *faulty) {
		send := f.send
		f.send = func(ctx context.Context, p bot.Part) (string, error) {
			if p.Thread != "" {
				return "m0", nil
			}
			return send(ctx, p)
		}
	}},
	{"writes names in ASCII", "names", sends(func(p *bot.Part) { p.Blocks[0] = bot.Say("Ana ? Briain-M?ller answered this on Monday.") })},
	{"obeys escape sequences", "hostile text", sends(func(p *bot.Part) { p.Blocks[0] = bot.Block{Quote: &bot.Quote{Words: TextOf(p) + "\x1b[0m"}} })},
	{"posts where it may not", "a room that is closed", func(f *faulty) {
		f.send = func(context.Context, bot.Part) (string, error) { return "m1", nil }
	}},
	{"tries a closed room again", "a room that is closed", fails(func(_ bot.Part, err *bot.SendError) error {
		return &bot.SendError{Reason: bot.Transient, Err: err.Err}
	})},
	{"fails without a reason", "failures", fails(func(_ bot.Part, err *bot.SendError) error { return err.Err })},
	{"calls every failure transient", "failures", fails(func(_ bot.Part, err *bot.SendError) error {
		return &bot.SendError{Reason: bot.Transient, Wait: 1, Err: err.Err}
	})},
	{"knows no wait", "failures", fails(func(_ bot.Part, err *bot.SendError) error {
		return &bot.SendError{Reason: err.Reason, Err: err.Err}
	})},
	{"tells its token", "failures", fails(func(_ bot.Part, err *bot.SendError) error {
		return &bot.SendError{Reason: err.Reason, Wait: err.Wait, Err: errors.New("POST with xoxb-planted")}
	})},
	{"tells what was said", "failures", fails(func(p bot.Part, err *bot.SendError) error {
		return &bot.SendError{Reason: err.Reason, Wait: err.Wait, Err: fmt.Errorf("post %s", TextOf(&p))}
	})},
	{"forgets that it works again", "failures", func(f *faulty) {
		send, broken := f.send, error(nil)
		f.send = func(ctx context.Context, p bot.Part) (string, error) {
			if broken != nil {
				return "", broken
			}
			id, err := send(ctx, p)
			broken = err
			return id, err
		}
	}},
	{"posts though nobody waits", "a platform that hangs", func(f *faulty) {
		f.send = func(context.Context, bot.Part) (string, error) { return "m1", nil }
	}},
	{"edits by posting", "edit", func(f *faulty) {
		send := f.send
		f.edit = func(ctx context.Context, _ string, p bot.Part) error { _, err := send(ctx, p); return err }
	}},
	{"edits once", "edit", func(f *faulty) {
		edit, done := f.edit, false
		f.edit = func(ctx context.Context, id string, p bot.Part) error {
			if done {
				return nil
			}
			done = true
			return edit(ctx, id, p)
		}
	}},
	{"finds everything", "find", func(f *faulty) {
		f.find = func(context.Context, bot.Address, string) (string, bool, error) { return "m1", true, nil }
	}},
	{"finds nothing", "find", func(f *faulty) {
		f.find = func(context.Context, bot.Address, string) (string, bool, error) { return "", false, nil }
	}},
	{"finds by half a key", "find", func(f *faulty) {
		find := f.find
		f.find = func(ctx context.Context, to bot.Address, key string) (string, bool, error) {
			if key == "care/a/0" {
				key += ".0"
			}
			return find(ctx, to, key)
		}
	}},
	{"delivers in lower case", "what people write", hears(func(ev *bot.Event) { ev.Text = "sections" })},
	{"delivers from nowhere", "what people write", hears(func(ev *bot.Event) { ev.Room.Room = "lobby" })},
	{"delivers from nobody", "what people write", hears(func(ev *bot.Event) { ev.Sender = bot.Sender{} })},
	{"decides who a person is", "what people write", hears(func(ev *bot.Event) { ev.Person = "P1" })},
	{"gives every event one ID", "what people write", hears(func(ev *bot.Event) { ev.ID = "fake:1" })},
	{"gives IDs of another adapter", "what people write", hears(func(ev *bot.Event) { ev.ID = "other" + ev.ID })},
	{"gives a new ID each time", "redelivery", func(f *faulty) {
		n := 0
		hears(func(ev *bot.Event) { n++; ev.ID = fmt.Sprint("fake:new", n) })(f)
	}},
	{"takes the words for the ID", "redelivery", hears(func(ev *bot.Event) { ev.ID = "fake:" + ev.Text })},
	{"acknowledges what was not taken", "not now", func(f *faulty) {
		deliver := f.deliver
		f.deliver = func(ctx context.Context, ev bot.Event) (bot.Answer, error) {
			answer, _ := deliver(ctx, ev)
			return answer, nil
		}
	}},
}

// TextOf gives the words of a part.
func TextOf(p *bot.Part) string { return adaptertest.TextOf(p.Title, p.Blocks) }

// recorder is a test that only notes its failures.
type recorder struct {
	context func() context.Context

	mu       sync.Mutex
	failures []string
	skipped  bool
}

var _ adaptertest.TB = (*recorder)(nil)

func (r *recorder) Helper()                  {}
func (r *recorder) Context() context.Context { return r.context() }

func (r *recorder) Errorf(format string, args ...any) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.failures = append(r.failures, fmt.Sprintf(format, args...))
}

func (r *recorder) Fatalf(format string, args ...any) {
	r.Errorf(format, args...)
	runtime.Goexit()
}

func (r *recorder) Skipf(string, ...any) {
	r.skipped = true
	runtime.Goexit()
}

// check runs one case against an adapter with the fault.
func check(ctx context.Context, c adaptertest.Case, broken func(f *faulty)) *recorder {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	r := &recorder{context: func() context.Context { return ctx }}
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		c.Test(r, func(deliver bot.Deliver) *adaptertest.Subject { return brokenSubject(ctx, deliver, broken) })
	}()
	<-ended
	return r
}

func TestSuiteCatches(t *testing.T) {
	cases := map[string]adaptertest.Case{}
	caught := map[string]bool{}
	for _, c := range adaptertest.Cases() {
		cases[c.Name] = c
		if sound := check(t.Context(), c, nil); len(sound.failures) > 0 || sound.skipped {
			t.Errorf("case %q fails a sound adapter, or is skipped: %q", c.Name, sound.failures)
		}
	}
	for _, fault := range faults {
		t.Run(fault.name, func(t *testing.T) {
			caught[fault.caught] = true
			r := check(t.Context(), cases[fault.caught], fault.broken)
			if len(r.failures) == 0 {
				t.Errorf("case %q does not notice", fault.caught)
			} else {
				t.Log(r.failures[0])
			}
		})
	}
	for name := range cases {
		if !caught[name] {
			t.Errorf("no fault shows that case %q can fail", name)
		}
	}
}
