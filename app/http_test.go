package app

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"soundings/bot"
)

// What is wrong is named, and the reason, which may hold anything, is not.
func TestNotReady(t *testing.T) {
	mux := newMux([]check{
		{"journal", func(context.Context) error { return nil }},
		{"slack", func(context.Context) error { return errors.New("token xoxb-secret refused") }},
	}, &bot.Stats{}, nil)
	w := httptest.NewRecorder()
	mux.ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/readyz", nil))
	body := w.Body.String()
	if w.Code != http.StatusServiceUnavailable || !strings.Contains(body, `"slack":"does not work"`) ||
		!strings.Contains(body, `"journal":"works"`) || strings.Contains(body, "xoxb") {
		t.Errorf("GET /readyz = %d, %s", w.Code, body)
	}
}

// A journal that hangs does not make the page hang.
func TestReadyIsBounded(t *testing.T) {
	t.Parallel()
	hangs := check{"journal", func(ctx context.Context) error { <-ctx.Done(); return ctx.Err() }}
	status, body := ready(t.Context(), []check{hangs})
	if status != http.StatusServiceUnavailable || body["journal"] != "does not work" {
		t.Errorf("ready = %d, %v", status, body)
	}
}
