package faketeams

import "time"

// limits are how much the bot may do in one conversation in how long: those of the
// connector, as documented for one bot in one thread.
func limits() []struct {
	most int
	in   time.Duration
} {
	return []struct {
		most int
		in   time.Duration
	}{{7, time.Second}, {8, 2 * time.Second}, {60, 30 * time.Second}, {1800, time.Hour}}
}

// limit refuses what comes too fast in a conversation, where Strict asks for it.
// The lock is held.
func (t *Teams) limit(id string) error {
	if !t.o.Strict {
		return nil
	}
	now := t.o.Now()
	all := t.posted[id]
	for len(all) > 0 && now.Sub(all[0]) >= time.Hour {
		all = all[1:]
	}
	var wait time.Duration
	for _, l := range limits() {
		if len(all) < l.most {
			continue
		}
		if free := all[len(all)-l.most].Add(l.in); free.After(now) {
			wait = max(wait, free.Sub(now))
		}
	}
	t.posted[id] = all
	if wait > 0 {
		t.counts.Limited++
		e := refusal(429)
		e.after = wait
		return e
	}
	t.posted[id] = append(all, now)
	return nil
}
