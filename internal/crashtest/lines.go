package crashtest

import (
	"bufio"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"os"
	"strings"
	"sync"

	"soundings/bot"
)

// Lines is the name of the platform.
const Lines = "lines"

// Line is what a person does: one line of JSON to the service.
type Line struct {
	ID     string `json:"id"`
	Room   string `json:"room"`
	Person string `json:"person"`
	Home   bool   `json:"home,omitempty"`
	Text   string `json:"text"`
}

// Reply is what the service says to a line: OK means acknowledged.
type Reply struct {
	ID    string `json:"id"`
	OK    bool   `json:"ok"`
	Note  string `json:"note,omitempty"`
	Error string `json:"error,omitempty"`
}

// Adapter is a platform on the loopback: lines of JSON come in, and what is
// posted goes to a log outside the process before it counts as sent.
type Adapter struct {
	deliver  bot.Deliver
	listener net.Listener

	mu   sync.Mutex
	path string
}

var _ bot.Adapter = (*Adapter)(nil)

// NewAdapter listens and logs posts to the file at path.
func NewAdapter(deliver bot.Deliver, listener net.Listener, path string) *Adapter {
	return &Adapter{deliver: deliver, listener: listener, path: path}
}

// Name implements bot.Adapter.
func (*Adapter) Name() string { return Lines }

// Caps implements bot.Adapter.
func (*Adapter) Caps() bot.Caps { return bot.Caps{Concurrent: 64} }

// Run implements bot.Adapter.
func (a *Adapter) Run(ctx context.Context) error {
	var serving sync.WaitGroup
	defer serving.Wait()
	stop := context.AfterFunc(ctx, func() { _ = a.listener.Close() })
	defer stop()
	for {
		conn, err := a.listener.Accept()
		if err != nil {
			if ctx.Err() != nil {
				return nil
			}
			return fmt.Errorf("accept: %w", err)
		}
		hangUp := context.AfterFunc(ctx, func() { _ = conn.Close() })
		serving.Go(func() {
			defer hangUp()
			a.serve(ctx, conn)
		})
	}
}

func (a *Adapter) serve(ctx context.Context, conn net.Conn) {
	defer func() { _ = conn.Close() }()
	lines := bufio.NewScanner(conn)
	lines.Buffer(nil, 8<<20)
	replies := json.NewEncoder(conn)
	for lines.Scan() {
		var l Line
		if err := json.Unmarshal(lines.Bytes(), &l); err != nil {
			return
		}
		if replies.Encode(a.take(ctx, l)) != nil {
			return
		}
	}
}

func (a *Adapter) take(ctx context.Context, l Line) Reply {
	answer, err := a.deliver(ctx, bot.Event{
		ID: Lines + ":" + l.ID, Kind: bot.Said, Text: l.Text, Message: l.ID,
		Room:   bot.Address{Adapter: Lines, Room: l.Room},
		Sender: bot.Sender{ID: l.Person, Name: l.Person, Home: l.Home, Team: l.Room},
	})
	if err != nil {
		return Reply{ID: l.ID, Error: err.Error()}
	}
	r := Reply{ID: l.ID, OK: true}
	if answer.Note != nil {
		r.Note = textOf(answer.Note.Blocks)
	}
	return r
}

// Send implements bot.Adapter.
func (a *Adapter) Send(ctx context.Context, p bot.Part) (string, error) {
	if err := ctx.Err(); err != nil {
		return "", &bot.SendError{Reason: bot.Transient, Err: err}
	}
	sum := sha256.Sum256([]byte(p.Key + textOf(p.Blocks)))
	line, err := json.Marshal(Post{Key: p.Key, Room: p.To.Room, Class: string(p.Class), Text: hex.EncodeToString(sum[:8])})
	if err == nil {
		err = a.write(append(line, '\n'))
	}
	if err != nil {
		return "", &bot.SendError{Reason: bot.Transient, Unsure: true, Err: err}
	}
	return hex.EncodeToString(sum[8:14]), nil
}

// write appends a line in one call, so that it is there whole or not at all
// however the process ends.
func (a *Adapter) write(line []byte) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	f, err := os.OpenFile(a.path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = f.Write(line)
	return errors.Join(err, f.Close())
}

func textOf(blocks []bot.Block) string {
	var out strings.Builder
	for _, b := range blocks {
		if b.Text != nil {
			out.WriteString(b.Text.Markdown + "\n")
		}
	}
	return out.String()
}
