package app

import (
	"context"
	"crypto/rand"
	"fmt"
	"net/http"
	"time"

	"soundings/adapters/web"
	"soundings/bot"
	"soundings/internal/page"
)

// Web is what the pages of an installation need beside its Parts.
type Web struct {
	URL  string         // where browsers find the service, without a slash at its end
	Zone *time.Location // in which times are shown; nil: UTC
	// Mail sends a message to one address; nil: no mail can be sent.
	Mail func(ctx context.Context, address, subject, text string) error
	// Opener says whether the settings name somebody who has that mail address
	// as one who may open an engagement; nil: they name nobody.
	Opener func(address string) bool
	Rate   bot.Pace // of the requests of one source; zero: the adapter's own

	around func(bot.Deliver) bot.Deliver // where tests listen; nil: nowhere
}

// pages are the pages of a running service.
type pages struct {
	adapter *web.Adapter
	handler http.Handler
	links   *web.Links
}

// webLinks makes the links into the pages.
func webLinks(p Parts) *web.Links {
	return web.NewLinks(p.Key.Subkey("web links"), p.Web.URL, p.Now)
}

// newPages makes the adapter of the pages.
func newPages(p Parts, b *bot.Bot, known people, links *web.Links) (*pages, *web.Adapter, error) {
	site, err := page.New(page.Options{PublicURL: p.Web.URL, Log: p.Log})
	if err != nil {
		return nil, nil, fmt.Errorf("make pages: %w", err)
	}
	kept, err := newAccounts(p.Store, p.Key, rand.Reader)
	if err != nil {
		return nil, nil, err
	}
	deliver := b.Deliver
	if p.Web.around != nil {
		deliver = p.Web.around(deliver)
	}
	adapter := web.New(web.Options{
		Deliver: deliver, Rooms: b, Blob: b.Blob, Accounts: kept, Links: links, Site: site,
		Person: func(ctx context.Context, s bot.Sender) (string, error) { return known.Known(ctx, web.Name, s) },
		Key:    p.Key.Subkey("web sessions"), Files: newFiles(b, p.Store).file, Mail: p.Web.Mail, Opener: p.Web.Opener,
		Zone: p.Web.Zone, Rate: p.Web.Rate, Now: p.Now, Log: p.Log,
	})
	return &pages{adapter: adapter, handler: adapter.Handler(), links: links}, adapter, nil
}

// Pages serves the pages; nil where there are none.
func (s *Service) Pages() http.Handler {
	if s.pages == nil {
		return nil
	}
	return s.pages.handler
}

// FirstLink gives a new link that signs the first commissioner in; "" where
// there are no pages.
func (s *Service) FirstLink() string {
	if s.pages == nil {
		return ""
	}
	return s.pages.links.First()
}

// Link gives the link that lets somebody into a room.
func (s *Service) Link(room bot.Address, person string) string {
	if s.pages == nil {
		return ""
	}
	return s.pages.links.To(room, person)
}

// endLive lets go of the browsers that are told what is new, which would else
// hold up the end of the service; they come again.
func (s *Service) endLive() {
	if s.pages != nil {
		s.pages.adapter.EndLive()
	}
}
