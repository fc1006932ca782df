package crashtest

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"sync"
)

// Ledger is what the outside knows: which events were acknowledged. It may be
// used concurrently.
type Ledger struct {
	mu    sync.Mutex
	acked map[string]string // event id → the mark in its words
	tries int
	goal  int
	hit   chan struct{}
}

// NewLedger makes an empty ledger.
func NewLedger() *Ledger { return &Ledger{acked: map[string]string{}} }

// Tried counts a line that was sent, acknowledged or not.
func (l *Ledger) Tried() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.tries++
}

// Acknowledged notes that an event was acknowledged.
func (l *Ledger) Acknowledged(id, mark string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.acked[id] = mark
	if l.hit != nil && len(l.acked) >= l.goal {
		close(l.hit)
		l.hit = nil
	}
}

// After gives a channel that is closed once n more events are acknowledged.
func (l *Ledger) After(n int) <-chan struct{} {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.goal, l.hit = len(l.acked)+n, make(chan struct{})
	return l.hit
}

// Counts gives how many lines were sent and how many events acknowledged.
func (l *Ledger) Counts() (tries, acked int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.tries, len(l.acked)
}

// Post is one line of the log that the lines adapter keeps of its posts.
type Post struct {
	Key   string `json:"key"`
	Room  string `json:"room"`
	Class string `json:"class"`
	Text  string `json:"text"` // hash
}

// ReadPosts reads the log of posts. A last line that was cut off by a kill was
// never acknowledged to the service.
func ReadPosts(path string) ([]Post, error) {
	f, err := os.Open(path) //nolint:gosec // the test's own file
	if err != nil {
		return nil, fmt.Errorf("read posts: %w", err)
	}
	defer func() { _ = f.Close() }() // it was only read
	var posts []Post
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var p Post
		if err := json.Unmarshal(lines.Bytes(), &p); err != nil {
			if strings.HasSuffix(lines.Text(), "}") {
				return nil, fmt.Errorf("read posts: %w", err)
			}
			continue
		}
		posts = append(posts, p)
	}
	return posts, lines.Err()
}

// Each gives every acknowledged event and its mark.
func (l *Ledger) Each(f func(id, mark string)) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for id, mark := range l.acked {
		f(id, mark)
	}
}
