package web

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"time"

	"soundings/bot"
)

// Sessions slide: one that is used within sessionFor goes on, and its cookie is
// made afresh once it is renewAfter old.
const (
	cookieName = "soundings"
	sessionFor = 30 * 24 * time.Hour
	renewAfter = 24 * time.Hour
	// mostPasses bounds the rooms that a browser without an account may enter,
	// and with that the cookie.
	mostPasses = 12
)

// session is what a browser carries, signed. Its form stands in cookies: add,
// never change.
type session struct {
	ID        string  `json:"s"`           // of this browser, for tokens and limits
	Account   string  `json:"a,omitempty"` // given with the first link, saved with the first deed
	SignedOut int     `json:"n,omitempty"` // Account.SignedOut when it began
	Home      bool    `json:"h,omitempty"` // of the account, until it is saved
	Opener    bool    `json:"o,omitempty"`
	Passes    []Grant `json:"r,omitempty"` // from links, which the account may not have yet
	Issued    int64   `json:"t"`           // Unix seconds
}

// visitor is who makes a request.
type visitor struct {
	session session
	account Account // as saved, with the passes of the session
	unsaved bool    // the account is not kept yet, or not with all passes
}

// signedIn says whether a visitor came by a link.
func (v visitor) signedIn() bool { return v.account.ID != "" }

// who is how a page greets the visitor.
func (v visitor) who() string { return v.account.Name }

// sender is the visitor as bot knows people. Room is where they are; the zero
// grant is the lobby, from which engagements begin.
func (v visitor) sender(g Grant) bot.Sender {
	// Whoever has an account is reached alone by it: see messages.
	s := bot.Sender{ID: v.account.ID, Direct: v.account.ID, Name: v.account.Name, Contact: v.account.Contact, Team: g.Room}
	if g.Team || g.Room == "" {
		s.Home, s.Opener = v.account.Home, v.account.Home && v.account.Opener
	}
	if s.Home {
		s.Team = "home"
	}
	if g.Came > 0 {
		s.Came = time.UnixMilli(g.Came).UTC()
	}
	return s
}

// visitor finds out who makes a request. A browser that was signed out, or has
// no session that is good, is nobody.
func (a *Adapter) visitor(w http.ResponseWriter, r *http.Request) (visitor, error) {
	data, err := a.signer.Verify(purposeSession, a.o.Site.Cookie(r, cookieName), a.o.Now())
	var s session
	if err != nil || json.Unmarshal(data, &s) != nil || s.ID == "" {
		return visitor{}, nil
	}
	v, err := a.of(r.Context(), s)
	if err == nil && v.session.ID != "" && a.o.Now().Sub(time.Unix(s.Issued, 0)) > renewAfter {
		a.keep(w, v.session)
	}
	return v, err
}

// of is the visitor with a session.
func (a *Adapter) of(ctx context.Context, s session) (visitor, error) {
	v := visitor{session: s}
	if s.Account == "" {
		return v, nil
	}
	account, err := a.o.Accounts.Account(ctx, s.Account)
	switch {
	case errors.Is(err, ErrNoAccount):
		account = Account{ID: s.Account, Home: s.Home, Opener: s.Opener}
		v.unsaved = true
	case err != nil:
		return visitor{}, err
	case account.SignedOut != s.SignedOut:
		return visitor{}, nil
	}
	for _, pass := range s.Passes {
		if known, ok := account.grant(pass.Room); !ok || pass.wider(known) {
			account.admit(pass)
			v.unsaved = true
		}
	}
	v.account = account
	return v, nil
}

// keep has the browser carry a session.
func (a *Adapter) keep(w http.ResponseWriter, s session) {
	s.Issued = a.o.Now().Unix()
	data, err := json.Marshal(s)
	if err != nil {
		return // cannot be: it is text
	}
	token := a.signer.Sign(purposeSession, data, a.o.Now().Add(sessionFor))
	a.o.Site.SetCookie(w, cookieName, token, int(sessionFor/time.Second))
}

// begin makes sure that a browser has a session, which forms need.
func (a *Adapter) begin(w http.ResponseWriter, v *visitor) {
	if v.session.ID == "" {
		v.session = session{ID: newID()}
		a.keep(w, v.session)
	}
}

// pass lets a browser into a room from now on. Nothing else is kept: programs
// follow links, too.
func (a *Adapter) pass(w http.ResponseWriter, v visitor, g Grant, home bool) {
	s := v.session
	if s.ID == "" {
		s.ID = newID()
	}
	if s.Account == "" {
		s.Account, s.Home = newID(), home
	}
	if known, ok := v.account.grant(g.Room); !ok || g.wider(known) {
		passes := Account{Rooms: s.Passes}
		passes.admit(g)
		s.Passes = passes.Rooms[max(0, len(passes.Rooms)-mostPasses):]
	}
	a.keep(w, s)
}

// save keeps what the visitor's account is now, as they do something that
// lasts.
func (a *Adapter) save(ctx context.Context, v *visitor, change func(*Account)) error {
	account, err := a.update(ctx, v.account, change)
	if err != nil {
		return err
	}
	v.account, v.unsaved = account, false
	return nil
}

// introduced keeps what the visitor says of themselves as they do something.
// Whoever is not of the team and says nothing leaves no account.
func (a *Adapter) introduced(ctx context.Context, v *visitor, name, contact string) error {
	name, contact = oneLine(name), oneLine(contact)
	changed := name != "" && name != v.account.Name || contact != "" && contact != v.account.Contact
	if !changed && (!v.unsaved || v.account.Version == nil && !v.account.Home) {
		return nil
	}
	return a.save(ctx, v, func(account *Account) {
		if name != "" {
			account.Name = name
		}
		if contact != "" {
			account.Contact = contact
		}
	})
}
