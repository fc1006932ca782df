package page

import (
	"net/http"
	"net/netip"
	"slices"
	"strings"
)

// contentPolicy lets a page load only what this service itself serves, and
// lets it run no script that stands in the page.
const contentPolicy = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; " +
	"font-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"

// Secure sends the headers that keep a browser safe with whatever next
// answers, and has nothing kept in caches unless next says otherwise.
func (s *Site) Secure(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", contentPolicy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("X-Frame-Options", "DENY") // for browsers that do not know frame-ancestors
		// Nobody else learns an address of ours. Not "no-referrer": it makes a
		// browser send "Origin: null" with our own forms, which over plain HTTP,
		// where there is no Sec-Fetch-Site, looks like another site's.
		h.Set("Referrer-Policy", "same-origin")
		h.Set("Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=(), usb=(), interest-cohort=()")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Cache-Control", "no-store")
		if s.tls {
			h.Set("Strict-Transport-Security", "max-age=31536000")
		}
		next.ServeHTTP(w, r)
	})
}

// SetCookie keeps value in the browser under name for some seconds; 0 is until
// the browser is closed. No script and no other site can read it. Behind TLS
// the browser takes it from this host only.
func (s *Site) SetCookie(w http.ResponseWriter, name, value string, seconds int) {
	http.SetCookie(w, s.cookie(name, value, seconds))
}

// DropCookie makes the browser forget a cookie.
func (s *Site) DropCookie(w http.ResponseWriter, name string) {
	http.SetCookie(w, s.cookie(name, "", -1))
}

// Cookie gives the value that SetCookie kept, or "".
func (s *Site) Cookie(r *http.Request, name string) string {
	c, err := r.Cookie(s.cookieName(name))
	if err != nil {
		return ""
	}
	return c.Value
}

func (s *Site) cookie(name, value string, seconds int) *http.Cookie {
	return &http.Cookie{
		Name: s.cookieName(name), Value: value, Path: "/", MaxAge: seconds,
		HttpOnly: true, Secure: s.tls, SameSite: http.SameSiteLaxMode,
	}
}

func (s *Site) cookieName(name string) string {
	if s.tls {
		return "__Host-" + name
	}
	return name
}

// Source says where a request comes from, for limits: an address, of IPv6 the
// /64 that one subscriber has. Behind Proxies it is the last address in
// X-Forwarded-For that is none of them.
func (s *Site) Source(r *http.Request) string {
	at, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil {
		return "unknown" // all those share one limit
	}
	addr := at.Addr().Unmap().WithZone("")
	hops := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
	for _, hop := range slices.Backward(hops) {
		if !s.isProxy(addr) {
			break
		}
		before, err := netip.ParseAddr(strings.TrimSpace(hop))
		if err != nil {
			break
		}
		addr = before.Unmap().WithZone("")
	}
	if addr.Is6() {
		if prefix, err := addr.Prefix(64); err == nil {
			return prefix.String()
		}
	}
	return addr.String()
}

func (s *Site) isProxy(addr netip.Addr) bool {
	return slices.ContainsFunc(s.proxies, func(p netip.Prefix) bool { return p.Contains(addr) })
}
