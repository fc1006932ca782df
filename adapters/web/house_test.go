package web_test

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"soundings/adapters/web"
	"soundings/adapters/webtest"
	"soundings/bot"
	"soundings/internal/page"
)

// record is what stands in rooms, as bot.Rooms gives it.
type record struct {
	mu      sync.Mutex
	n       int64
	shown   map[string][]bot.Shown
	watches map[chan struct{}]string
}

func newRecord() *record {
	return &record{shown: map[string][]bot.Shown{}, watches: map[chan struct{}]string{}}
}

// put records a message, or the edit of one.
func (r *record) put(room string, s bot.Shown) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.n++
	s.N = r.n
	if s.Time.IsZero() {
		s.Time = noon
	}
	found := false
	for i, old := range r.shown[room] {
		if s.ID != "" && old.ID == s.ID {
			s.Time, s.Edited = old.Time, noon.Add(time.Hour)
			r.shown[room][i], found = s, true
		}
	}
	if !found {
		r.shown[room] = append(r.shown[room], s)
	}
	for changed, watched := range r.watches {
		if watched == room {
			select {
			case changed <- struct{}{}:
			default:
			}
		}
	}
}

func (r *record) Messages(_ context.Context, room bot.Address, n int64, most int) ([]bot.Shown, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	var found []bot.Shown
	for _, s := range r.shown[room.Room] {
		if s.N > n {
			found = append(found, s)
		}
	}
	if most > 0 && len(found) > most {
		found = found[len(found)-most:]
	}
	return found, nil
}

func (r *record) Watch(ctx context.Context, room bot.Address, changed func()) error {
	told := make(chan struct{}, 1)
	r.mu.Lock()
	r.watches[told] = room.Room
	r.mu.Unlock()
	defer func() {
		r.mu.Lock()
		delete(r.watches, told)
		r.mu.Unlock()
	}()
	changed()
	for {
		select {
		case <-told:
			changed()
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// drawer keeps accounts in memory.
type drawer struct {
	mu    sync.Mutex
	kept  map[string]web.Account
	saves int
	fail  error
}

func (d *drawer) Account(_ context.Context, id string) (web.Account, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.fail != nil {
		return web.Account{}, d.fail
	}
	account, ok := d.kept[id]
	if !ok {
		return web.Account{}, web.ErrNoAccount
	}
	return account, nil
}

func (d *drawer) Save(_ context.Context, account web.Account) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.fail != nil {
		return d.fail
	}
	if string(d.kept[account.ID].Version) != string(account.Version) {
		return web.ErrChanged
	}
	d.saves++
	account.Version = fmt.Appendf(nil, "%d", d.saves)
	d.kept[account.ID] = account
	return nil
}

func (d *drawer) ByContact(_ context.Context, address string) ([]string, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	var ids []string
	for id, account := range d.kept {
		if account.Contact == address {
			ids = append(ids, id)
		}
	}
	return ids, nil
}

var noon = time.Date(2026, 6, 9, 12, 0, 0, 0, time.UTC)

// house is an adapter that runs, with everything around it.
type house struct {
	t       testing.TB
	adapter *web.Adapter
	record  *record
	drawer  *drawer
	links   *web.Links
	server  *httptest.Server

	mu     sync.Mutex
	at     time.Time
	heard  []bot.Event
	answer func(ev bot.Event) (bot.Answer, error)
	mails  chan string
}

// newHouse starts one. Change may alter its options.
func newHouse(t testing.TB, change func(*house, *web.Options)) *house {
	t.Helper()
	h := &house{t: t, record: newRecord(), drawer: &drawer{kept: map[string]web.Account{}}, at: noon, mails: make(chan string, 9)}
	h.server = httptest.NewUnstartedServer(nil)
	base := "http://" + h.server.Listener.Addr().String()
	site, err := page.New(page.Options{PublicURL: base})
	if err != nil {
		t.Fatal(err)
	}
	key := []byte(strings.Repeat("k", 32))
	h.links = web.NewLinks(key, base, h.now)
	o := web.Options{
		Deliver: h.deliver, Rooms: h.record, Accounts: h.drawer, Links: h.links, Site: site, Key: key,
		Person: func(_ context.Context, s bot.Sender) (string, error) { return "P-" + s.ID, nil },
		Now:    h.now, Log: slog.New(slog.DiscardHandler), Rate: bot.Pace{PerSecond: 1e6, Burst: 1e6},
	}
	if change != nil {
		change(h, &o)
	}
	h.adapter = web.New(o)
	h.server.Config.Handler = h.adapter.Handler()
	h.server.Start()
	ctx, cancel := context.WithCancel(context.Background())
	var running sync.WaitGroup
	running.Go(func() { _ = h.adapter.Run(ctx) })
	t.Cleanup(func() {
		cancel()
		running.Wait()
		h.server.Close()
	})
	return h
}

func (h *house) now() time.Time {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.at
}

func (h *house) later(d time.Duration) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.at = h.at.Add(d)
}

// answers sets what every event is answered with from now on.
func (h *house) answers(with func(ev bot.Event) (bot.Answer, error)) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.answer = with
}

func (h *house) deliver(_ context.Context, ev bot.Event) (bot.Answer, error) {
	h.mu.Lock()
	h.heard = append(h.heard, ev)
	answer := h.answer
	h.mu.Unlock()
	if answer != nil {
		return answer(ev)
	}
	return bot.Answer{}, nil
}

// done gives the events that were more than a look, in order.
func (h *house) done() []bot.Event {
	h.mu.Lock()
	defer h.mu.Unlock()
	var done []bot.Event
	for _, ev := range h.heard {
		if ev.Kind != bot.Looked {
			done = append(done, ev)
		}
	}
	return done
}

func (h *house) browser() *webtest.Browser { return webtest.New(h.server.URL) }

// supplier is a browser that followed a link into a room.
func (h *house) supplier(room string) *webtest.Browser {
	h.t.Helper()
	b := h.browser()
	h.open(b, h.links.To(bot.Address{Adapter: web.Name, Room: room}, ""), http.StatusOK)
	return b
}

// commissioner is a browser that followed the first link.
func (h *house) commissioner() *webtest.Browser {
	h.t.Helper()
	b := h.browser()
	h.open(b, h.links.First(), http.StatusOK)
	return b
}

// in goes to a page that has a form to fill in.
func (h *house) in(b *webtest.Browser, address string) *webtest.Browser {
	h.t.Helper()
	h.open(b, address, http.StatusOK)
	return b
}

func (h *house) open(b *webtest.Browser, address string, status int) *webtest.Page {
	h.t.Helper()
	p, err := b.Open(h.t.Context(), address)
	if err != nil {
		h.t.Fatal(err)
	}
	if p.Status != status {
		h.t.Fatalf("GET %s = %d, want %d: %s", strings.TrimPrefix(address, b.Base), p.Status, status, p.Text())
	}
	return p
}

// send fills in the form of that id on the browser's page and sends it.
func (h *house) send(b *webtest.Browser, form string, values map[string]string) *webtest.Page {
	h.t.Helper()
	f, ok := b.Page.Form(form)
	if !ok {
		h.t.Fatalf("there is no form %q on %s: %s", form, b.Page.URL, b.Page.Text())
	}
	p, err := b.Submit(h.t.Context(), f, values, "", nil)
	if err != nil {
		h.t.Fatal(err)
	}
	return p
}

func (h *house) wantText(p *webtest.Page, words ...string) {
	h.t.Helper()
	for _, w := range words {
		if !strings.Contains(p.Text(), w) {
			h.t.Errorf("%s has no %q:\n%s", p.URL.Path, w, p.Text())
		}
	}
}

// files are those of the room acme.
func files(_ context.Context, room bot.Address, _, name string) (web.File, bool, error) {
	return web.File{Data: []byte("the draft of " + room.Room), ContentType: "application/msword"}, name == "draft.docx", nil
}
