package fakeslack

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/gorilla/websocket"
)

const (
	mostSockets  = 10       // connections that an app may have at once
	mostResponse = 20 << 10 // bytes; longer acknowledgements vanish
	pingEvery    = 10 * time.Second
)

// sockets are the WebSocket connections of the app.
type sockets struct {
	tickets map[string]bool // given out, not used
	open    []*socket
	opened  int // ever
	next    int
	waiting map[string]chan answer // by envelope
}

// socket is one connection.
type socket struct {
	conn  *websocket.Conn
	gone  chan struct{} // closed when nothing more comes of it
	write sync.Mutex
	deaf  bool // loses what is sent to it
}

func (s *Slack) connectionsOpen(c *call) (obj, error) {
	if len(s.sockets.open) >= mostSockets {
		return nil, fail("too_many_websockets")
	}
	ticket := s.id("ticket")
	s.sockets.tickets[ticket] = true
	return obj{"url": "ws://" + c.host + "/link/?ticket=" + ticket + "&app_id=" + App}, nil
}

// serveSocket takes a connection whose ticket was not used before.
func (s *Slack) serveSocket(w http.ResponseWriter, r *http.Request) {
	ticket := r.URL.Query().Get("ticket")
	s.mu.Lock()
	good := s.sockets.tickets[ticket]
	delete(s.sockets.tickets, ticket)
	s.mu.Unlock()
	if !good || s.life.Err() != nil {
		http.Error(w, "invalid ticket", http.StatusForbidden)
		return
	}
	up := websocket.Upgrader{CheckOrigin: func(*http.Request) bool { return true }}
	conn, err := up.Upgrade(w, r, nil)
	if err != nil {
		return // Upgrade answered
	}
	link := &socket{conn: conn, gone: make(chan struct{})}
	if link.send(s.hello()) != nil {
		_ = conn.Close()
		return
	}
	s.mu.Lock()
	s.sockets.open = append(s.sockets.open, link)
	s.sockets.opened++
	s.touch()
	s.mu.Unlock()
	s.start(func() { s.ping(link) })
	s.listen(link)
}

func (s *Slack) hello() obj {
	s.mu.Lock()
	defer s.mu.Unlock()
	return obj{
		"type": "hello", "num_connections": len(s.sockets.open) + 1, "connection_info": obj{"app_id": App},
		"debug_info": obj{"host": "applink-1", "build_number": 1, "approximate_connection_time": 18060},
	}
}

// listen takes acknowledgements until the connection ends.
func (s *Slack) listen(link *socket) {
	defer s.drop(link)
	for {
		_, data, err := link.conn.ReadMessage()
		if err != nil {
			return
		}
		var ack struct {
			ID      string          `json:"envelope_id"`
			Payload json.RawMessage `json:"payload"`
		}
		if len(data) >= mostResponse || json.Unmarshal(data, &ack) != nil {
			continue // as Slack does: it vanishes
		}
		s.mu.Lock()
		waiting := s.sockets.waiting[ack.ID]
		delete(s.sockets.waiting, ack.ID)
		s.mu.Unlock()
		if waiting != nil {
			if string(ack.Payload) == "null" {
				ack.Payload = nil
			}
			waiting <- answer{status: http.StatusOK, header: noHeader(), body: ack.Payload}
		}
	}
}

// drop forgets a connection.
func (s *Slack) drop(link *socket) {
	_ = link.conn.Close()
	s.mu.Lock()
	defer s.mu.Unlock()
	if at := slices.Index(s.sockets.open, link); at >= 0 {
		s.sockets.open = slices.Delete(s.sockets.open, at, at+1)
		close(link.gone)
		s.touch()
	}
}

func (s *Slack) ping(link *socket) {
	for {
		_ = link.conn.WriteControl(websocket.PingMessage, []byte("Ping from applink-1"), time.Time{})
		select {
		case <-link.gone:
			return
		case <-s.life.Done():
			return
		case <-s.o.After(pingEvery):
		}
	}
}

func (l *socket) send(message obj) error {
	l.write.Lock()
	defer l.write.Unlock()
	return l.conn.WriteMessage(websocket.TextMessage, marshal(message))
}

var errNoSocket = errors.New("the app has no connection open")

// sendSocket sends an envelope to one of the connections, and to another when
// that one breaks before it acknowledged.
func (s *Slack) sendSocket(ctx context.Context, r request) answer {
	s.mu.Lock()
	envelope := fmt.Sprintf("%08x-0000-4000-8000-%012x", s.lastID, s.lastID)
	s.lastID++
	acked := make(chan answer, 1)
	s.sockets.waiting[envelope] = acked
	s.mu.Unlock()
	defer func() {
		s.mu.Lock()
		delete(s.sockets.waiting, envelope)
		s.mu.Unlock()
	}()
	message := obj{
		"envelope_id": envelope, "type": r.kind, "payload": r.payload,
		"accepts_response_payload": r.kind != "events_api",
	}
	if r.kind == "events_api" {
		message["retry_attempt"], message["retry_reason"] = r.retry, strings.Replace(r.reason, "http_", "", 1)
	}
	timeout := s.o.After(patience)
	for {
		link, deaf, changed := s.pick()
		var gone <-chan struct{} = changed // none is open: an event waits until one is
		if link != nil {
			gone = link.gone
			if !deaf && link.send(message) != nil {
				s.drop(link)
				continue
			}
		} else if r.kind != "events_api" {
			return answer{header: noHeader(), err: errNoSocket}
		}
		select {
		case a := <-acked:
			return a
		case <-gone:
		case <-timeout:
			return answer{header: noHeader(), err: errTimedOut}
		case <-ctx.Done():
			return answer{header: noHeader(), err: ctx.Err()}
		case <-s.life.Done():
			return answer{header: noHeader(), err: s.life.Err()}
		}
	}
}

// pick takes the connections in turn; nil if there is none. It also says whether
// what is sent there is lost, and gives what is closed at the next change.
func (s *Slack) pick() (link *socket, deaf bool, changed chan struct{}) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.sockets.open) == 0 {
		return nil, false, s.changed
	}
	s.sockets.next++
	link = s.sockets.open[s.sockets.next%len(s.sockets.open)]
	return link, link.deaf, s.changed
}
