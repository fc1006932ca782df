package web_test

import (
	"bufio"
	"context"
	"net/http"
	"strings"
	"testing"
	"time"

	"soundings/adapters/webtest"
	"soundings/bot"
)

// stream is a page that is kept up to date.
type stream struct {
	resp  *http.Response
	lines *bufio.Scanner
	stop  context.CancelFunc
}

func (h *house) stream(b *webtest.Browser, address, last string) *stream {
	h.t.Helper()
	ctx, cancel := context.WithTimeout(h.t.Context(), 30*time.Second)
	h.t.Cleanup(cancel)
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, h.server.URL+address, nil)
	if err != nil {
		h.t.Fatal(err)
	}
	if last != "" {
		req.Header.Set("Last-Event-ID", last)
	}
	resp, err := b.Client.Do(req)
	if err != nil {
		h.t.Fatal(err)
	}
	h.t.Cleanup(func() { _ = resp.Body.Close() })
	return &stream{resp, bufio.NewScanner(resp.Body), cancel}
}

// next gives the next event.
func (s *stream) next(t *testing.T) (id, data string) {
	t.Helper()
	var out strings.Builder
	for s.lines.Scan() {
		line := s.lines.Text()
		switch {
		case strings.HasPrefix(line, "id: "):
			id = line[4:]
		case strings.HasPrefix(line, "data: "):
			out.WriteString(line[6:] + "\n")
		case line == "" && out.Len() > 0:
			return id, out.String()
		}
	}
	t.Fatalf("the stream ended: %v", s.lines.Err())
	return "", ""
}

func TestLive(t *testing.T) {
	h := newHouse(t, nil)
	b := h.supplier("acme")
	h.record.put("acme", bot.Shown{ID: "a", Class: bot.Reply, Title: "Before"})
	_, url, _ := strings.Cut(h.open(b, "/r/acme", http.StatusOK).Body, `data-live="`)
	url, _, _ = strings.Cut(url, `"`)
	s := h.stream(b, url, "")
	if got := s.resp.Header.Get("Content-Type"); s.resp.StatusCode != http.StatusOK || !strings.HasPrefix(got, "text/event-stream") {
		t.Fatalf("live = %d, %s", s.resp.StatusCode, got)
	}
	h.record.put("other", bot.Shown{ID: "x", Title: "Elsewhere"})
	h.record.put("acme", bot.Shown{ID: "s", Class: bot.Standing, Title: "The list"})
	h.record.put("acme", bot.Shown{ID: "p", Class: bot.Reply, For: "P-somebody", Title: "Private"})
	h.record.put("acme", bot.Shown{ID: "b", Class: bot.Reply, Title: "News <b>"})
	id, data := s.next(t)
	for !strings.Contains(data, "News") {
		id, data = s.next(t)
	}
	if strings.Contains(data, "Private") || strings.Contains(data, "Elsewhere") || strings.Contains(data, "The list") || strings.Contains(data, "<b>") || !strings.Contains(data, `id="m-b"`) {
		t.Errorf("the event: %s", data)
	}
	// Whoever was away hears what they missed, edits too, and nothing twice.
	s.stop()
	h.record.put("acme", bot.Shown{ID: "a", Class: bot.Reply, Title: "Before, changed"})
	h.record.put("acme", bot.Shown{ID: "c", Class: bot.Reply, Title: "More"})
	s = h.stream(b, url, id)
	if _, data = s.next(t); !strings.Contains(data, "Before, changed") || !strings.Contains(data, "More") || strings.Contains(data, "News") {
		t.Errorf("after coming back: %s", data)
	}
	// That somebody has the page open is told once, and not who they are.
	if done := h.done(); len(done) != 2 || done[0].Kind != bot.Joined || done[0].Room != acme || done[0].Sender.ID != "" || done[0].ID != done[1].ID {
		t.Errorf("of a page that was open twice the bot hears %+v", done)
	}
	h.adapter.EndLive()
	for s.lines.Scan() {
		if strings.HasPrefix(s.lines.Text(), "data:") {
			t.Errorf("after the end: %s", s.lines.Text())
		}
	}
}

func TestLiveIsBounded(t *testing.T) {
	h := newHouse(t, nil)
	b := h.supplier("acme")
	status := 0
	for range 20 {
		if status = h.stream(b, "/r/acme/live", "").resp.StatusCode; status != http.StatusOK {
			break
		}
	}
	if status != http.StatusServiceUnavailable {
		t.Errorf("the twentieth stream of one browser = %d", status)
	}
	if status := h.stream(h.supplier("acme"), "/r/acme/live", "").resp.StatusCode; status != http.StatusOK {
		t.Errorf("the first of another = %d", status)
	}
	if status := h.stream(h.browser(), "/r/acme/live", "").resp.StatusCode; status != http.StatusNotFound {
		t.Errorf("without a link = %d", status)
	}
}
