package fakeslack

import "time"

// bucket lets a number of calls through at once, and further ones as time fills
// it again.
type bucket struct {
	level float64
	at    time.Time
}

// limitedError is an answer with status 429.
type limitedError struct{ after time.Duration }

func (e *limitedError) Error() string { return "ratelimited" }

// limit refuses a call that comes too fast, where Strict asks for it.
func (s *Slack) limit(c *call, m method) error {
	if !s.o.Strict {
		return nil
	}
	if c.method == "chat.postMessage" {
		return s.draw("message "+c.args["channel"], 2, time.Second)
	}
	if m.tier == 0 {
		return nil
	}
	return s.draw(c.method, float64(m.tier), time.Minute/time.Duration(m.tier))
}

// draw takes one from the bucket of that name, which holds so many and gets one
// back in each.
func (s *Slack) draw(name string, holds float64, each time.Duration) error {
	now := s.o.Now()
	b := s.buckets[name]
	if b == nil {
		b = &bucket{level: holds, at: now}
		s.buckets[name] = b
	}
	b.level = min(holds, b.level+float64(now.Sub(b.at))/float64(each))
	b.at = now
	if b.level < 1 {
		return &limitedError{time.Duration((1 - b.level) * float64(each))}
	}
	b.level--
	return nil
}
