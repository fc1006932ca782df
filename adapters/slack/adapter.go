package slack

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"github.com/slack-go/slack"

	"soundings/bot"
	"soundings/internal/chat"
	"soundings/internal/secret"
)

// Name is the adapter's name.
const Name = "slack"

// Options is what an adapter is made of. All fields are needed but those that
// say so.
type Options struct {
	Deliver       bot.Deliver
	BotToken      secret.Text
	SigningSecret secret.Text // of what comes by HTTP
	AppToken      secret.Text // for Socket Mode; empty: events come by HTTP
	APIURL        string      // with a slash at its end; empty: Slack's
	// Contact gives the mail address of a person whom a room's opening invites,
	// "" where there is none. Nil: nobody has one.
	Contact func(ctx context.Context, person string) (string, error)
	// HTTP makes the calls; nil: one that gives up after 20 seconds.
	HTTP *http.Client
	Now  func() time.Time
	Log  *slog.Logger
}

func (o *Options) setDefaults() {
	if o.HTTP == nil {
		o.HTTP = &http.Client{Timeout: 20 * time.Second}
	}
	if o.APIURL == "" {
		o.APIURL = slack.APIURL
	}
}

// Adapter is Slack.
type Adapter struct {
	o       Options
	api     *slack.Client
	people  *people
	fetches *fetches
	ending  sync.Once
	rooms   *shares
	roots   roots
	choices choices

	slots    chan struct{}  // one for each request under way
	after    *chat.After    // what is done when a request is answered already
	heardAll sync.WaitGroup // what came by socket and is not answered yet

	gone   atomic.Bool  // the app was removed, or its token revoked
	shut   atomic.Bool  // what Slack last said of a message is that our token is no good
	skew   atomic.Int64 // how far our clock is from Slack's, as a duration
	counts chat.Counts
}

var (
	_ bot.Adapter   = (*Adapter)(nil)
	_ bot.Editor    = (*Adapter)(nil)
	_ bot.Finder    = (*Adapter)(nil)
	_ bot.Inspector = (*Adapter)(nil)
)

// mostRequests is how many requests may be under way; Slack sends again what it
// could not deliver.
const mostRequests = 256

// New makes an adapter. Handler takes what comes by HTTP, Run what comes by
// Socket Mode.
func New(o Options) *Adapter {
	o.setDefaults()
	a := &Adapter{o: o, slots: make(chan struct{}, mostRequests), after: chat.NewAfter(mostRequests, 10*time.Second)}
	a.api = slack.New(o.BotToken.Reveal(), slack.OptionAPIURL(o.APIURL), slack.OptionHTTPClient(o.HTTP),
		slack.OptionAppLevelToken(o.AppToken.Reveal()), slack.OptionOnResponseHeaders(a.heardFrom))
	a.fetches = newFetches()
	a.people = newPeople(a.api, o.Now)
	a.rooms = newShares(a.api, a.people, o.Now)
	return a
}

// Counts gives how often something came since the start, by what it was:
// "event message", "command", "unknown event x".
func (a *Adapter) Counts() map[string]int { return a.counts.All() }

// Name implements bot.Adapter.
func (*Adapter) Name() string { return Name }

// Caps implements bot.Adapter. Slack takes 50 blocks and about 13,200 characters
// of them in a message, and one of ours may become two or three of its own.
func (*Adapter) Caps() bot.Caps {
	return bot.Caps{
		Buttons: true, Tables: true, Forms: true, Items: true, Threads: true, Private: true, Opens: true, Called: "Slack",
		MaxText: 2800, MaxChars: 9000, MaxBlocks: 16, MaxButtons: 10,
		Every: time.Second, Burst: 3, Concurrent: 16, Timeout: 30 * time.Second,
	}
}

// Run implements bot.Adapter.
func (a *Adapter) Run(ctx context.Context) error {
	defer a.after.Stop()
	defer a.ended()
	if a.o.AppToken.Empty() {
		<-ctx.Done()
		return nil
	}
	return a.listen(ctx)
}

// ended stops what goes on by itself; a second call does nothing.
func (a *Adapter) ended() {
	a.ending.Do(func() { close(a.fetches.stop) })
}

// Healthy says what keeps the adapter from working; nil: nothing that is known.
func (a *Adapter) Healthy() error {
	if a.gone.Load() || a.shut.Load() {
		return errRemoved
	}
	if skew := time.Duration(a.skew.Load()).Abs(); skew > mostSkew {
		return fmt.Errorf("this machine's clock is %s off Slack's: set it, or signatures will soon be refused", skew.Round(time.Second))
	}
	return nil
}

// mostSkew is how far the clock may be off: Slack's signatures hold for five
// minutes, and the clock may go on drifting.
const mostSkew = 2 * time.Minute

// heardFrom compares the clock with what Slack's answers say.
func (a *Adapter) heardFrom(_ string, header http.Header) {
	if at, err := http.ParseTime(header.Get("Date")); err == nil {
		a.skew.Store(int64(a.o.Now().Sub(at)))
	}
}

// later does something once the request is answered, within ten seconds. Under
// a flood it is left out: all that goes this way is fleeting.
func (a *Adapter) later(ctx context.Context, what string, do func(ctx context.Context) error) {
	begun := a.after.Do(ctx, func(ctx context.Context) {
		if err := do(ctx); err != nil {
			a.o.Log.WarnContext(ctx, "answer not shown", "what", what, "error", plainError(err))
		}
	})
	if !begun {
		a.o.Log.WarnContext(ctx, "too much to say at once", "what", what)
	}
}
