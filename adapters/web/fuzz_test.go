package web_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
)

// Whatever comes, there is an answer that a browser understands, with the
// headers that keep it safe, and nothing is delivered for whoever is not in.
func FuzzRequests(f *testing.F) {
	for _, path := range []string{
		"/", "/in/x", "/t/AQAAAABrB4HB", "/j/" + strings.Repeat("A", 90), "/r/acme", "/r/a%2fb/see?a=home&v=%00", "/r/acme/live?after=-1",
		"/r/acme/file/..%2f..%2fetc", "/r/acme/picture/x", "/you", "/new", "/link", "/sign-in", "/r//press", "/assets/../in/x",
	} {
		f.Add(path, "a=say&v=open+now&event=aaaaaaaaaaaaaaaaaaaaaaaaaa&token=x", "soundings=x")
	}
	h := newHouse(f, nil)
	handler := h.adapter.Handler()
	f.Fuzz(func(t *testing.T, path, body, cookie string) {
		if _, err := url.ParseRequestURI(path); err != nil || !strings.HasPrefix(path, "/") || strings.ContainsAny(path, " \t\r\n") {
			t.Skip()
		}
		for _, method := range []string{http.MethodGet, http.MethodPost} {
			r := httptest.NewRequestWithContext(t.Context(), method, path, strings.NewReader(body))
			r.Header.Set("Cookie", cookie)
			r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			w := httptest.NewRecorder()
			handler.ServeHTTP(w, r)
			if w.Code >= http.StatusInternalServerError || w.Header().Get("Content-Security-Policy") == "" {
				t.Errorf("%s %q = %d, policy %q", method, path, w.Code, w.Header().Get("Content-Security-Policy"))
			}
		}
		if len(h.done()) > 0 {
			t.Errorf("%q with %q delivered %+v", path, body, h.done())
		}
	})
}

// Forms of somebody who is in: hostile fields come back as text, or arrive as
// they were typed.
func FuzzForm(f *testing.F) {
	f.Add("risk", "One night centre", "27", "Ana", "ana@tidewell.example")
	f.Add("", "<script>alert(1)</script>\x00\x1b[31m\u202e", "x", "\r\nSubject: x", "a@b\r\nc")
	h := newHouse(f, nil)
	f.Fuzz(func(t *testing.T, stance, words, day, who, mail string) {
		h.t = t
		b := h.atForm("acme")
		p := h.send(b, "form", map[string]string{
			"f-stance": stance, "f-words": words, "f-day-day": day, "f-day-month": day, "f-day-year": day, "f-who": who, "f-mail": mail,
		})
		if p.Status != http.StatusOK && p.Status != http.StatusUnprocessableEntity {
			t.Errorf("status %d: %s", p.Status, p.Text())
		}
		if strings.Contains(p.Body, "<script>") {
			t.Errorf("what was typed is obeyed: %s", p.Body)
		}
	})
}
