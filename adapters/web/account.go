package web

import (
	"context"
	"crypto/rand"
	"errors"
	"slices"
	"strings"
)

// Account is somebody who comes by browser.
type Account struct {
	ID      string  `json:"id"` // bot.Sender.ID
	Name    string  `json:"name,omitempty"`
	Contact string  `json:"contact,omitempty"` // mail address, lower case
	Home    bool    `json:"home,omitempty"`    // of the buying team's organisation
	Opener  bool    `json:"opener,omitempty"`  // may open an engagement
	Rooms   []Grant `json:"rooms,omitempty"`   // those they may enter, the newest last
	// SignedOut counts how often they signed out: sessions from before are over.
	SignedOut int `json:"signed_out,omitempty"`

	// Version is the account as it was read; nil: it was never saved. Opaque.
	Version []byte `json:"-"`
}

// Grant lets an account into a room.
type Grant struct {
	Room  string `json:"room"`
	Team  bool   `json:"team,omitempty"` // as a member of the buying team
	Title string `json:"title,omitempty"`
	// Came is when the newest link was made by which they came in, in Unix milliseconds.
	Came int64 `json:"came,omitempty"`
}

// wider says whether g gives more than another grant for the same room.
func (g Grant) wider(known Grant) bool { return g.Team && !known.Team || g.Came > known.Came }

// What Accounts answer.
var (
	// ErrNoAccount: nobody has that id.
	ErrNoAccount = errors.New("no such account")
	// ErrChanged: the account was saved by somebody else since it was read.
	ErrChanged = errors.New("account changed meanwhile")
)

// Accounts keeps accounts, sealed, apart from the record. It may be used
// concurrently.
type Accounts interface {
	// Account reads an account; ErrNoAccount.
	Account(ctx context.Context, id string) (Account, error)
	// Save keeps an account if nobody saved it since Version; else ErrChanged.
	// Once it returns, the account is durable.
	Save(ctx context.Context, account Account) error
	// ByContact gives the ids of the accounts with that mail address, the first
	// saved first; nil for none.
	ByContact(ctx context.Context, address string) ([]string, error)
}

// mostRooms bounds the rooms of one account; the oldest are forgotten.
const mostRooms = 200

// grant gives the account's grant for a room.
func (a Account) grant(room string) (Grant, bool) {
	i := slices.IndexFunc(a.Rooms, func(g Grant) bool { return g.Room == room })
	if i < 0 {
		return Grant{}, false
	}
	return a.Rooms[i], true
}

// admit adds a grant, or widens the one there is.
func (a *Account) admit(g Grant) {
	a.Rooms = slices.Clone(a.Rooms)
	i := slices.IndexFunc(a.Rooms, func(old Grant) bool { return old.Room == g.Room })
	if i < 0 {
		a.Rooms = append(a.Rooms, g)
		a.Rooms = a.Rooms[max(0, len(a.Rooms)-mostRooms):]
		return
	}
	a.Rooms[i].Team = a.Rooms[i].Team || g.Team
	a.Rooms[i].Came = max(a.Rooms[i].Came, g.Came)
	if g.Title != "" {
		a.Rooms[i].Title = g.Title
	}
}

// called gives the newest other grant for a team's room with the same title, in
// whatever letters; nil for none.
func (a Account) called(g Grant) *Grant {
	for _, other := range slices.Backward(a.Rooms) {
		if other.Team && other.Room != g.Room && strings.EqualFold(other.Title, g.Title) {
			return &other
		}
	}
	return nil
}

// forbid takes a grant away.
func (a *Account) forbid(room string) {
	a.Rooms = slices.DeleteFunc(slices.Clone(a.Rooms), func(g Grant) bool { return g.Room == room })
}

// mostTries is how often a change to an account is tried again when somebody
// else was quicker.
const mostTries = 8

// update changes an account, which is made if need be, and saves it.
func (a *Adapter) update(ctx context.Context, as Account, change func(*Account)) (Account, error) {
	for range mostTries {
		account, err := a.o.Accounts.Account(ctx, as.ID)
		if errors.Is(err, ErrNoAccount) {
			account, err = as, nil
			account.Version = nil
		}
		if err != nil {
			return as, err
		}
		for _, g := range as.Rooms {
			account.admit(g)
		}
		change(&account)
		account.Contact = strings.ToLower(strings.TrimSpace(account.Contact))
		err = a.o.Accounts.Save(ctx, account)
		if errors.Is(err, ErrChanged) {
			continue
		}
		if err != nil {
			return as, err
		}
		return a.o.Accounts.Account(ctx, as.ID)
	}
	return as, ErrChanged
}

// newID makes a random name that nobody can guess.
func newID() string { return strings.ToLower(rand.Text()) }
