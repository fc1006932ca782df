package web

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"log/slog"
	"strings"
	"time"

	"soundings/bot"
	"soundings/internal/page"
)

// Name is the adapter's name.
const Name = "web"

// Options is what an adapter is made of. All fields are needed but those that
// say so.
type Options struct {
	Deliver bot.Deliver
	Rooms   bot.Rooms
	// Person gives the number of somebody who is known, "" for anybody else.
	Person   func(ctx context.Context, s bot.Sender) (string, error)
	Accounts Accounts
	Links    *Links
	Site     *page.Site
	Key      []byte // secret, 32 bytes, for sessions and forms
	// Blob gives a picture of a message, PNG. Nil: there are none.
	Blob func(ctx context.Context, hash string) ([]byte, error)
	// Files gives a file that belongs to a room, such as the draft as a Word
	// document, to which the URL "file/draft.docx" of a button leads; not ok:
	// there is none of that name. Person, "P7", asks for it; "": nobody who is
	// known. Nil: there are none.
	Files func(ctx context.Context, room bot.Address, person, name string) (file File, ok bool, err error)
	// Mail sends a sign-in link. Nil: no mail can be sent.
	Mail func(ctx context.Context, address, subject, text string) error
	// Opener says whether the settings name the owner of a mail address as
	// somebody who may open an engagement. Nil: they name nobody.
	Opener func(address string) bool
	Zone   *time.Location // in which times are shown; nil: UTC
	// Rate is how fast requests of one source may come; zero: 20 a second, 300
	// at once, enough for an office behind one address.
	Rate bot.Pace
	Now  func() time.Time
	Log  *slog.Logger
}

// File is what a page gives to keep.
type File struct {
	Name        string // under which it is kept; empty: as in its address
	ContentType string
	Data        []byte
	For         string // the one person of the room who may have it; empty: all who are in it
	Why         string // it is not given to whoever asks, in Markdown; empty: it is
}

// Adapter shows rooms as pages.
type Adapter struct {
	o       Options
	signer  *page.Signer
	guard   *page.Guard
	sources *page.Limiter // requests, by source
	posts   *page.Limiter // what changes something, by session
	mails   *page.Limiter // sign-in links, by source and by address
	hub     *hub
	uploads chan struct{} // one for each upload under way
	letters chan letter   // that wait to be mailed
}

var (
	_ bot.Adapter = (*Adapter)(nil)
	_ bot.Editor  = (*Adapter)(nil)
	_ bot.Finder  = (*Adapter)(nil)
)

// New makes an adapter. Handler serves its pages.
func New(o Options) *Adapter {
	if o.Zone == nil {
		o.Zone = time.UTC
	}
	if o.Rate == (bot.Pace{}) {
		o.Rate = bot.Pace{PerSecond: 20, Burst: 300}
	}
	signer := page.NewSigner(o.Key)
	return &Adapter{
		o: o, signer: signer, guard: o.Site.NewGuard(signer),
		sources: page.NewLimiter(o.Rate.PerSecond, o.Rate.Burst, o.Now),
		posts:   page.NewLimiter(o.Rate.PerSecond/4, max(o.Rate.Burst/4, 1), o.Now),
		mails:   page.NewLimiter(1.0/600, 5, o.Now),
		hub:     newHub(o.Rooms), uploads: make(chan struct{}, mostUploads), letters: make(chan letter, mostLetters),
	}
}

// Name implements bot.Adapter.
func (*Adapter) Name() string { return Name }

// Caps implements bot.Adapter.
func (*Adapter) Caps() bot.Caps {
	return bot.Caps{
		Buttons: true, Tables: true, Images: true, Forms: true, Items: true, Threads: true, Private: true,
		MaxText: 200_000, MaxChars: 1_000_000,
	}
}

// Run implements bot.Adapter: people come by HTTP. It mails sign-in links, and
// ends what is live with ctx.
func (a *Adapter) Run(ctx context.Context) error {
	defer a.hub.close()
	for {
		select {
		case l := <-a.letters:
			a.mail(ctx, l)
		case <-ctx.Done():
			return nil
		}
	}
}

// Send implements bot.Adapter. What is recorded stands in the room: there is
// nothing left to do.
func (*Adapter) Send(ctx context.Context, p bot.Part) (string, error) {
	if err := ctx.Err(); err != nil {
		return "", &bot.SendError{Reason: bot.Transient, Err: err}
	}
	return idOf(p.Key, p.To.Room), nil
}

// Edit implements bot.Editor.
func (*Adapter) Edit(ctx context.Context, _ string, _ bot.Part) error {
	if err := ctx.Err(); err != nil {
		return &bot.SendError{Reason: bot.Transient, Err: err}
	}
	return nil
}

// Find implements bot.Finder. Whatever is looked for stands there, since it is
// in the record.
func (*Adapter) Find(_ context.Context, to bot.Address, key string) (string, bool, error) {
	return idOf(key, to.Room), true, nil
}

// idOf makes the platform's id of a part. It can be told from the message
// alone, before the part counts as sent: a part's key is that of its message,
// then the place of the room and of the part.
func idOf(part, room string) string {
	message, place := part, "0"
	if at := strings.LastIndex(part, "/"); at >= 0 {
		message = part[:at]
		_, place, _ = strings.Cut(part[at+1:], ".")
	}
	sum := sha256.Sum256([]byte(room + "\x00" + message + "\x00" + place))
	return hex.EncodeToString(sum[:9])
}

// shownID is the platform's id of a message that stands in a room.
func shownID(room string, s bot.Shown) string {
	if s.ID != "" {
		return s.ID
	}
	return idOf(s.Engagement+"/"+s.Key+"/0.0", room)
}
