package page

import (
	"crypto/rand"
	"fmt"
	"log/slog"
	"net/http"
	"net/netip"
	"net/url"
)

// Options is what a Site is told once.
type Options struct {
	// PublicURL is where people's browsers find the service, such as
	// "https://soundings.example.gov.uk"; empty means whatever host the
	// request names, without TLS. An https address makes cookies Secure and
	// sends HSTS, also where a proxy ends TLS.
	PublicURL string
	// Proxies are believed when they say in X-Forwarded-For where a request
	// came from. Empty believes nobody.
	Proxies []netip.Prefix
	Log     *slog.Logger // nil discards
}

// Site makes pages that look alike. It is safe for use by several goroutines.
type Site struct {
	tls       bool
	proxies   []netip.Prefix
	log       *slog.Logger
	origins   *http.CrossOriginProtection
	reference func() string
}

// New makes a Site. It fails for a PublicURL that is not the address of a
// host, with or without a port.
func New(o Options) (*Site, error) {
	s := &Site{proxies: o.Proxies, log: o.Log, origins: http.NewCrossOriginProtection(), reference: newReference}
	if s.log == nil {
		s.log = slog.New(slog.DiscardHandler)
	}
	if o.PublicURL == "" {
		return s, nil
	}
	u, err := url.Parse(o.PublicURL)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return nil, fmt.Errorf("public address %q: want one such as https://soundings.example.gov.uk", o.PublicURL)
	}
	s.tls = u.Scheme == "https"
	// A proxy may pass another Host on than the one that people see.
	if err := s.origins.AddTrustedOrigin(u.Scheme + "://" + u.Host); err != nil {
		return nil, fmt.Errorf("public address %q: %w", o.PublicURL, err)
	}
	return s, nil
}

// newReference gives what a person can quote and a log line is found by: ten
// letters and figures that are not mistaken for each other.
func newReference() string { return rand.Text()[:10] }
