package adaptertest

import (
	"errors"
	"time"

	"soundings/bot"
)

// faults is what is wrong with the platform at the moment.
type faults struct {
	next     []bot.SendError // of the next calls, in order
	judge    func(part bot.Part, try int) *bot.SendError
	hang     chan struct{} // calls wait until it is closed
	every    time.Duration
	tries    map[string]int // calls for each part
	tooSoon  int
	overlaps int
}

// Fail lets the next n calls of the bot (posts, edits, looks) fail like that.
// With Unsure, what was to be posted or edited is posted or edited all the
// same, and only the answer is lost.
func (p *Platform) Fail(n int, like bot.SendError) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if like.Err == nil {
		like.Err = errors.New("a fault that was switched on")
	}
	for range n {
		p.faults.next = append(p.faults.next, like)
	}
}

// FailWhen asks judge about every call from now on; try counts the calls for
// that part, from 1. Nil lets it pass. A nil judge ends it.
func (p *Platform) FailWhen(judge func(part bot.Part, try int) *bot.SendError) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.faults.judge = judge
}

// Hang lets every call from now on wait, until its context is done or release
// is called.
func (p *Platform) Hang() (release func()) {
	p.mu.Lock()
	defer p.mu.Unlock()
	hang := make(chan struct{})
	p.faults.hang = hang
	return func() {
		p.mu.Lock()
		defer p.mu.Unlock()
		if p.faults.hang == hang {
			p.faults.hang = nil
			close(hang)
		}
	}
}

// Limit refuses, as too soon, a message to a room sooner than that after the
// one before.
func (p *Platform) Limit(every time.Duration) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.faults.every = every
}

// Deny takes the bot out of a room, or lets it in again.
func (p *Platform) Deny(room string, denied bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.room(room).denied = denied
}

// RedeliverEach lets every event come n times more than once.
func (p *Platform) RedeliverEach(n int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.again = n
}

// Impatient makes the platform give up at the first refusal of an event
// rather than deliver it again.
func (p *Platform) Impatient(on bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.oneTry = on
}

// TooSoon counts the messages that Limit refused.
func (p *Platform) TooSoon() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.faults.tooSoon
}

// Overlaps counts the calls that came while another for the same room was
// under way: a sender must keep the order of a room.
func (p *Platform) Overlaps() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.faults.overlaps
}

// Tries counts the calls for the part with that Key.
func (p *Platform) Tries(key string) int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.faults.tries[key]
}

// fault is what goes wrong with a call about the part. The lock is held.
func (p *Platform) fault(part bot.Part) *bot.SendError {
	f := &p.faults
	f.tries[part.Key]++
	if f.judge != nil {
		if err := f.judge(part, f.tries[part.Key]); err != nil {
			return err
		}
	}
	if len(f.next) == 0 {
		return nil
	}
	err := f.next[0]
	f.next = f.next[1:]
	return &err
}
