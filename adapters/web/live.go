package web

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"

	"soundings/bot"
	"soundings/internal/page"
)

// Bounds on pages that are kept up to date.
const (
	mostStreams   = 2000 // in all
	mostOfOne     = 8    // of one browser
	keepAlive     = 20 * time.Second
	stalled       = 30 * time.Second // after which a browser that takes nothing is let go
	mostCatchUp   = 200              // messages that a browser missed; more are had by loading the page
	retryAfterEnd = 2 * time.Second
)

// hub watches rooms for whoever looks at them: each room once, however many do.
type hub struct {
	rooms bot.Rooms

	mu      sync.Mutex
	watched map[string]*watch
	streams map[string]int // by browser
	total   int
	ended   chan struct{}
	over    bool
}

// watch is one room that is watched.
type watch struct {
	cancel  context.CancelFunc
	lookers map[chan struct{}]bool
	failed  chan struct{} // closed when the room cannot be watched any more
}

func newHub(rooms bot.Rooms) *hub {
	return &hub{rooms: rooms, watched: map[string]*watch{}, streams: map[string]int{}, ended: make(chan struct{})}
}

// EndLive ends every page that is kept up to date; the browsers come again, and
// are let in by the service that runs then.
func (a *Adapter) EndLive() { a.hub.close() }

// close ends all that is live.
func (h *hub) close() {
	h.mu.Lock()
	defer h.mu.Unlock()
	if !h.over {
		h.over = true
		close(h.ended)
	}
}

// enter counts a browser's page; not ok: it has as many as it may.
func (h *hub) enter(browser string) (leave func(), ok bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.over || h.total >= mostStreams || h.streams[browser] >= mostOfOne {
		return nil, false
	}
	h.total++
	h.streams[browser]++
	return func() {
		h.mu.Lock()
		defer h.mu.Unlock()
		h.total--
		if h.streams[browser]--; h.streams[browser] == 0 {
			delete(h.streams, browser)
		}
	}, true
}

// look gives a channel that says when something may have changed in the room,
// and one that is closed when that cannot be said any more.
func (h *hub) look(room string) (changed chan struct{}, failed <-chan struct{}, stop func()) {
	h.mu.Lock()
	defer h.mu.Unlock()
	w := h.watched[room]
	if w == nil {
		ctx, cancel := context.WithCancel(context.Background())
		w = &watch{cancel: cancel, lookers: map[chan struct{}]bool{}, failed: make(chan struct{})}
		h.watched[room] = w
		go h.watch(ctx, room, w)
	}
	changed = make(chan struct{}, 1)
	w.lookers[changed] = true
	return changed, w.failed, func() {
		h.mu.Lock()
		defer h.mu.Unlock()
		delete(w.lookers, changed)
		if len(w.lookers) == 0 {
			w.cancel()
			if h.watched[room] == w {
				delete(h.watched, room)
			}
		}
	}
}

func (h *hub) watch(ctx context.Context, room string, w *watch) {
	defer w.cancel()
	_ = h.rooms.Watch(ctx, address(room), func() { // why it ended does not matter: browsers come again
		h.mu.Lock()
		defer h.mu.Unlock()
		for looker := range w.lookers {
			select {
			case looker <- struct{}{}:
			default: // it has not looked since it was told last
			}
		}
	})
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.watched[room] == w {
		delete(h.watched, room)
	}
	close(w.failed)
}

// live tells a page what is new in the room, as server-sent events, from the
// place that the browser knows on.
func (a *Adapter) live(w http.ResponseWriter, r *http.Request, v visitor, g Grant) {
	leave, ok := a.hub.enter(v.session.ID)
	if !ok {
		w.Header().Set("Retry-After", "30")
		a.o.Site.Fail(w, r, http.StatusServiceUnavailable, nil)
		return
	}
	defer leave()
	changed, failed, stop := a.hub.look(g.Room)
	defer stop()
	stream := newStream(w)
	if stream.write(fmt.Sprintf("retry: %d\n\n", retryAfterEnd.Milliseconds())) != nil {
		return
	}
	if shut, err := a.shut(r.Context(), v, g); err != nil || shut {
		return
	}
	if !g.Team && v.unsaved && a.opened(r.Context(), v, g) != nil {
		return // the browser comes again
	}
	n := startOf(r)
	tick := time.NewTicker(keepAlive)
	defer tick.Stop()
	for {
		var err error
		if n, err = a.tell(r.Context(), stream, v, g, n); err != nil {
			return
		}
		select {
		case <-changed:
		case <-tick.C:
			if still, err := a.of(r.Context(), v.session); err != nil || !still.admitted(g) {
				return // signed out
			}
			if stream.write(": still here\n\n") != nil {
				return
			}
		case <-failed:
			return
		case <-a.hub.ended:
			return
		case <-r.Context().Done():
			return
		}
	}
}

// opened tells that somebody who came by a link has the page of an organisation open:
// that, and not who. The page's script asks for what is new, which no program does that
// only tries links. It is told for each browser until that has done something there;
// what is told again changes nothing.
func (a *Adapter) opened(ctx context.Context, v visitor, g Grant) error {
	sum := sha256.Sum256([]byte(g.Room + "\x00" + v.session.ID))
	_, err := a.o.Deliver(ctx, bot.Event{ID: Name + ":opened-" + hex.EncodeToString(sum[:12]), Kind: bot.Joined, Room: address(g.Room)})
	if err != nil {
		a.o.Log.WarnContext(ctx, "that a page was opened is not taken", "error", err)
	}
	return err
}

// admitted says whether the visitor may still enter.
func (v visitor) admitted(g Grant) bool {
	_, ok := v.account.grant(g.Room)
	return ok
}

// startOf is the place after which the browser wants to hear.
func startOf(r *http.Request) int64 {
	for _, text := range []string{r.Header.Get("Last-Event-ID"), r.URL.Query().Get("after")} {
		if n, err := strconv.ParseInt(text, 10, 64); err == nil && n >= 0 {
			return n
		}
	}
	return 0
}

// tell sends what is new after the place n, and gives the place of the newest.
func (a *Adapter) tell(ctx context.Context, s *stream, v visitor, g Grant, n int64) (int64, error) {
	shown, newest, err := a.messages(ctx, v, g, n, mostCatchUp)
	if err != nil {
		return n, err
	}
	if newest == n {
		return n, nil
	}
	if shown = forAll(shown); len(shown) == 0 {
		return newest, nil
	}
	parts := make([]page.Part, len(shown))
	scene := a.scene(v, g)
	for i, m := range shown {
		parts[i] = scene.message(m)
	}
	html, err := a.o.Site.Fragment(parts...)
	if err != nil {
		return n, err
	}
	return newest, s.send(newest, string(html))
}

// stream is a response of server-sent events.
type stream struct {
	w       http.ResponseWriter
	control *http.ResponseController
}

func newStream(w http.ResponseWriter) *stream {
	s := &stream{w: w, control: http.NewResponseController(w)}
	_ = s.control.SetReadDeadline(time.Time{}) // the request is read; it goes on for as long as somebody looks
	h := w.Header()
	h.Set("Content-Type", "text/event-stream; charset=utf-8")
	h.Set("X-Accel-Buffering", "no") // proxies would hold back what is live
	w.WriteHeader(http.StatusOK)
	return s
}

// send writes one event.
func (s *stream) send(id int64, html string) error {
	var out strings.Builder
	fmt.Fprintf(&out, "id: %d\nevent: message\n", id)
	for line := range strings.SplitSeq(html, "\n") {
		out.WriteString("data: " + strings.ReplaceAll(line, "\r", "") + "\n")
	}
	return s.write(out.String() + "\n")
}

// write gives up on a browser that takes nothing for a while.
func (s *stream) write(text string) error {
	late := time.AfterFunc(stalled, func() { _ = s.control.SetWriteDeadline(time.Unix(1, 0)) })
	defer late.Stop()
	if _, err := s.w.Write([]byte(text)); err != nil {
		return err
	}
	return s.control.Flush()
}
