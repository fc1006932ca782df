package bot

import (
	"maps"
	"sync"
)

// Stats counts what the bot did since it started, by labels that name no
// person, room or engagement.
type Stats struct {
	mu     sync.Mutex
	counts map[Count]uint64
}

// Count is what is counted: Name such as "events", Adapter such as "slack",
// and Outcome such as "decided", "again", "not_now", or a Reason.
type Count struct{ Name, Adapter, Outcome string }

func (s *Stats) add(c Count) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.counts == nil {
		s.counts = map[Count]uint64{}
	}
	s.counts[c]++
}

func (s *Stats) event(adapter, outcome string) { s.add(Count{"events", adapter, outcome}) }
func (s *Stats) sent(adapter string)           { s.add(Count{"messages", adapter, "sent"}) }
func (s *Stats) failed(adapter string, r Reason) {
	s.add(Count{"messages", adapter, string(r)})
}

// Counts gives all counts so far.
func (s *Stats) Counts() map[Count]uint64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	return maps.Clone(s.counts)
}
