package page_test

import (
	"bytes"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"strings"
	"testing"
	"time"

	"soundings/internal/page"
)

func newSite(t *testing.T, o page.Options) *page.Site {
	t.Helper()
	site, err := page.New(o)
	if err != nil {
		t.Fatal(err)
	}
	return site
}

func get(h http.Handler, target string) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, target, nil))
	return w
}

func TestNewRefusesWhatIsNoAddress(t *testing.T) {
	for _, address := range []string{"soundings.example", "ftp://a.example", "https://", "://"} {
		if _, err := page.New(page.Options{PublicURL: address}); err == nil {
			t.Errorf("New with %q: no error", address)
		}
	}
}

func TestSecure(t *testing.T) {
	plain, tls := newSite(t, page.Options{}), newSite(t, page.Options{PublicURL: "https://soundings.example"})
	w := get(tls.Secure(tls.NotFound()), "/nowhere")
	for name, want := range map[string]string{
		"X-Content-Type-Options": "nosniff", "Referrer-Policy": "same-origin", "Cache-Control": "no-store",
		"Cross-Origin-Opener-Policy": "same-origin", "Strict-Transport-Security": "max-age=31536000",
	} {
		if got := w.Header().Get(name); got != want {
			t.Errorf("%s = %q, want %q", name, got, want)
		}
	}
	policy := w.Header().Get("Content-Security-Policy")
	for _, want := range []string{"default-src 'none'", "script-src 'self'", "frame-ancestors 'none'", "base-uri 'none'", "form-action 'self'"} {
		if !strings.Contains(policy, want) {
			t.Errorf("policy %q is without %q", policy, want)
		}
	}
	if got := get(plain.Secure(plain.NotFound()), "/").Header().Get("Strict-Transport-Security"); got != "" {
		t.Errorf("without TLS: Strict-Transport-Security = %q, want none", got)
	}
}

func TestCookies(t *testing.T) {
	for address, want := range map[string]string{
		"":                          "session=v; Path=/; Max-Age=60; HttpOnly; SameSite=Lax",
		"https://soundings.example": "__Host-session=v; Path=/; Max-Age=60; HttpOnly; Secure; SameSite=Lax",
	} {
		site := newSite(t, page.Options{PublicURL: address})
		w := httptest.NewRecorder()
		site.SetCookie(w, "session", "v", 60)
		if got := w.Header().Get("Set-Cookie"); got != want {
			t.Errorf("with address %q: cookie %q, want %q", address, got, want)
		}
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		r.AddCookie(w.Result().Cookies()[0])
		if got := site.Cookie(r, "session"); got != "v" || site.Cookie(r, "other") != "" {
			t.Errorf("with address %q: Cookie = %q, want v", address, got)
		}
		site.DropCookie(w, "session")
		if got := w.Header().Values("Set-Cookie")[1]; !strings.Contains(got, "Max-Age=0") {
			t.Errorf("dropped by %q", got)
		}
	}
}

func TestGuard(t *testing.T) {
	site := newSite(t, page.Options{PublicURL: "https://soundings.example"})
	guard := site.NewGuard(page.NewSigner(key))
	good := guard.Token("s1")
	for name, c := range map[string]struct {
		method, session, token string
		headers                map[string]string
		want                   error
	}{
		"reading needs nothing":         {http.MethodGet, "", "", nil, nil},
		"our page":                      {http.MethodPost, "s1", good, map[string]string{"Sec-Fetch-Site": "same-origin"}, nil},
		"a browser that says nothing":   {http.MethodPost, "s1", good, nil, nil},
		"an older browser":              {http.MethodPost, "s1", good, map[string]string{"Origin": "http://example.com"}, nil},
		"behind a proxy":                {http.MethodPost, "s1", good, map[string]string{"Origin": "https://soundings.example"}, nil},
		"another site":                  {http.MethodPost, "s1", good, map[string]string{"Sec-Fetch-Site": "cross-site"}, page.ErrForged},
		"another site, older browser":   {http.MethodPost, "s1", good, map[string]string{"Origin": "https://evil.example"}, page.ErrForged},
		"a neighbouring site":           {http.MethodPost, "s1", good, map[string]string{"Sec-Fetch-Site": "same-site"}, page.ErrForged},
		"no token":                      {http.MethodPost, "s1", "", nil, page.ErrForged},
		"the token of another session":  {http.MethodPost, "s2", good, nil, page.ErrForged},
		"no session":                    {http.MethodPost, "", guard.Token(""), nil, page.ErrForged},
		"changing by another method":    {http.MethodDelete, "s1", "", nil, page.ErrForged},
		"an address within, over HTTPS": {http.MethodPost, "s1", good, map[string]string{"Origin": "null"}, page.ErrForged},
	} {
		r := httptest.NewRequest(c.method, "http://example.com/say", strings.NewReader(url.Values{page.TokenField: {c.token}}.Encode()))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		for k, v := range c.headers {
			r.Header.Set(k, v)
		}
		if got := guard.Check(r, c.session); !errors.Is(got, c.want) {
			t.Errorf("%s: Check = %v, want %v", name, got, c.want)
		}
	}
	// A token in the address is not one: addresses are logged and passed on.
	r := httptest.NewRequest(http.MethodPost, "/say?token="+good, nil)
	if err := guard.Check(r, "s1"); !errors.Is(err, page.ErrForged) {
		t.Errorf("token in the address: %v, want ErrForged", err)
	}
}

func TestSource(t *testing.T) {
	open := newSite(t, page.Options{})
	proxied := newSite(t, page.Options{Proxies: []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8")}})
	for _, c := range []struct {
		site                  *page.Site
		remote, passedOn, via string
	}{
		{open, "192.0.2.7:4000", "198.51.100.1", "192.0.2.7"},
		{open, "[2001:db8:1:2:3:4:5:6]:4000", "", "2001:db8:1:2::/64"},
		{open, "[::ffff:192.0.2.7]:4000", "", "192.0.2.7"},
		{open, "@", "", "unknown"},
		{proxied, "10.0.0.1:4000", "198.51.100.1", "198.51.100.1"},
		{proxied, "10.0.0.1:4000", "203.0.113.5, 198.51.100.1, 10.0.0.9", "198.51.100.1"}, // the first is what the client made up
		{proxied, "10.0.0.1:4000", "", "10.0.0.1"},
		{proxied, "10.0.0.1:4000", "198.51.100.1, nonsense", "10.0.0.1"},
		{proxied, "192.0.2.7:4000", "198.51.100.1", "192.0.2.7"},
	} {
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		r.RemoteAddr = c.remote
		r.Header.Set("X-Forwarded-For", c.passedOn)
		if got := c.site.Source(r); got != c.via {
			t.Errorf("Source of %s with %q = %q, want %q", c.remote, c.passedOn, got, c.via)
		}
	}
}

func TestLimit(t *testing.T) {
	now := noon
	limiter := page.NewLimiter(0.5, 2, func() time.Time { return now })
	site := newSite(t, page.Options{})
	h := site.Limit(limiter, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "ok") }))
	for i, want := range []int{http.StatusOK, http.StatusOK, http.StatusTooManyRequests} {
		if got := get(h, "/").Code; got != want {
			t.Errorf("request %d: %d, want %d", i+1, got, want)
		}
	}
	w := get(h, "/")
	if got := w.Header().Get("Retry-After"); got != "2" || !strings.Contains(w.Body.String(), "Please wait a moment") {
		t.Errorf("Retry-After %q, want 2; page:\n%s", got, w.Body)
	}
	if _, ok := limiter.Allow("another source"); !ok {
		t.Error("another source is held back too")
	}
	now = now.Add(2 * time.Second)
	if got := get(h, "/").Code; got != http.StatusOK {
		t.Errorf("after the wait: %d, want 200", got)
	}
}

// However many sources there are, memory is bounded: the quietest is forgotten.
func TestLimiterForgets(t *testing.T) {
	limiter := page.NewLimiter(0.001, 1, func() time.Time { return noon })
	limiter.Allow("first")
	for i := range 10_000 {
		limiter.Allow(string(rune('a'+i%26)) + time.Duration(i).String())
		if i == 5_000 {
			if _, ok := limiter.Allow("first"); ok {
				t.Fatal("a source was forgotten while there was room")
			}
		}
	}
	if _, ok := limiter.Allow("a0s"); !ok {
		t.Error("the quietest source is still remembered")
	}
	if _, ok := limiter.Allow("first"); ok {
		t.Error("a source that was busy of late is forgotten")
	}
}

func TestFail(t *testing.T) {
	var log bytes.Buffer
	site := newSite(t, page.Options{Log: slog.New(slog.NewTextHandler(&log, nil))})
	for _, status := range []int{400, 403, 404, 405, 413, 429, 500, 503, 418} {
		log.Reset()
		w := httptest.NewRecorder()
		site.Fail(w, httptest.NewRequest(http.MethodPost, "/say?words=private", nil), status, errors.New("disk is full"))
		body := w.Body.String()
		_, reference, _ := strings.Cut(body, "Reference: <strong>")
		reference, _, _ = strings.Cut(reference, "<")
		if w.Code != status || len(reference) != 10 || !strings.Contains(log.String(), "reference="+reference) {
			t.Errorf("%d: answered %d with reference %q; log: %s", status, w.Code, reference, log.String())
		}
		if strings.Contains(body, "disk") || !strings.Contains(log.String(), "disk is full") || strings.Contains(log.String(), "private") {
			t.Errorf("%d: the cause belongs in the log only, and what was typed in neither; log: %s", status, log.String())
		}
	}
	r := httptest.NewRequest(http.MethodPost, "/say", nil)
	r.Header.Set("Soundings-Fragment", "1")
	w := httptest.NewRecorder()
	site.Fail(w, r, http.StatusForbidden, nil)
	if body := w.Body.String(); w.Code != http.StatusForbidden || !strings.HasPrefix(body, "<article") {
		t.Errorf("in place: %d %s", w.Code, body)
	}
}

func TestAssets(t *testing.T) {
	site := newSite(t, page.Options{})
	h := site.Secure(site.Assets())
	for name, kind := range map[string]string{"soundings.css": "text/css", "soundings.js": "text/javascript", "icon.svg": "image/svg+xml"} {
		w := get(h, page.Asset(name))
		if w.Code != http.StatusOK || !strings.HasPrefix(w.Header().Get("Content-Type"), kind) ||
			!strings.Contains(w.Header().Get("Cache-Control"), "immutable") || w.Body.Len() == 0 {
			t.Errorf("%s at %s: %d %v", name, page.Asset(name), w.Code, w.Header())
		}
	}
	for _, path := range []string{"/assets/", "/assets/soundings.css", "/assets/../go.mod"} {
		if w := get(h, path); w.Code != http.StatusNotFound {
			t.Errorf("%s: %d, want 404", path, w.Code)
		}
	}
	if got := page.Asset("other.css"); got != "" {
		t.Errorf("Asset of what is not there = %q", got)
	}
}
