package teams

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"github.com/infracloudio/msbotbuilder-go/core"

	"soundings/bot"
	"soundings/internal/chat"
	"soundings/internal/secret"
)

// Name is the adapter's name.
const Name = "teams"

// Options is what an adapter is made of. All fields are needed but those that
// say so.
type Options struct {
	Deliver     bot.Deliver
	AppID       string
	AppPassword secret.Text
	TenantID    string // of the home organisation
	// OpenIDMetadataURL is where the keys of what comes in are told of, TokenURL
	// where we get our token; empty: Microsoft's.
	OpenIDMetadataURL, TokenURL string
	// ServiceHosts are those that we may write to; empty: Microsoft's. A host with
	// a port is for that port alone.
	ServiceHosts []string
	// ServiceURL is where a place is looked for that says no address of its own;
	// empty: Microsoft's.
	ServiceURL string
	// Picture gives the public address of a picture; nil: its words stand in for it.
	Picture func(blob string) string
	// Linked says whether the bot has to do with a room; nil: with those that were
	// heard from alone.
	Linked func(room bot.Address) bool
	// HTTP makes the calls; nil: one that gives up after 20 seconds.
	HTTP *http.Client
	Now  func() time.Time
	Log  *slog.Logger
}

func (o *Options) setDefaults() {
	if o.HTTP == nil {
		o.HTTP = &http.Client{Timeout: 20 * time.Second}
	}
	if o.OpenIDMetadataURL == "" {
		o.OpenIDMetadataURL = microsoftMetadata
	}
	if o.TokenURL == "" {
		o.TokenURL = microsoftToken(o.TenantID)
	}
	if len(o.ServiceHosts) == 0 {
		o.ServiceHosts = microsoftHosts()
	}
	if o.ServiceURL == "" {
		o.ServiceURL = "https://" + o.ServiceHosts[0] + "/teams/" // as Microsoft's are
	}
}

// Adapter is Microsoft Teams.
type Adapter struct {
	o        Options
	files    *http.Client // gets what people attach, without our token
	keys     *keys
	gate     *gate
	calls    *connector
	kit      *core.BotFrameworkAdapter
	people   *people
	rooms    *shares
	direct   *directs
	channels *channels
	refs     *refs

	slots chan struct{} // one for each request under way
	after *chat.After   // what is done when a request is answered already
	told  *recent       // what was answered by a message of its own

	shut   atomic.Bool // what Microsoft last said is that we may not come in
	counts chat.Counts
}

var (
	_ bot.Adapter   = (*Adapter)(nil)
	_ bot.Editor    = (*Adapter)(nil)
	_ bot.Inspector = (*Adapter)(nil)
	_ bot.Onlooked  = (*Adapter)(nil)
)

// mostRequests is how many requests may be under way; Teams sends messages again
// that it could not deliver.
const mostRequests = 256

// New makes an adapter. Handler takes what Teams sends; Run keeps the keys by which
// it is known.
func New(o Options) (*Adapter, error) {
	o.setDefaults()
	a := &Adapter{
		o: o, slots: make(chan struct{}, mostRequests), after: chat.NewAfter(mostRequests, 20*time.Second),
		told: newRecent(), direct: newDirects(), refs: newRefs(),
	}
	still := *o.HTTP // our token goes nowhere that an answer sends us to
	still.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	a.files = o.HTTP
	a.keys = &keys{metadata: o.OpenIDMetadataURL, http: &still, now: o.Now}
	a.gate = newGate(o, a.keys)
	a.calls = &connector{http: &still, tokens: newTokens(o, &still), hosts: o.ServiceHosts, heard: a.heard}
	made, err := core.NewBotAdapter(core.AdapterSetting{AppID: o.AppID})
	kit, ok := made.(*core.BotFrameworkAdapter)
	if err != nil || !ok {
		return nil, fmt.Errorf("make adapter: %w", err)
	}
	kit.TokenValidator, kit.Client = a.gate, a.calls
	a.kit = kit
	a.people = newPeople(a.calls, o)
	a.channels = newChannels(a.calls)
	a.rooms = newShares(a.calls, a.people, o)
	return a, nil
}

// Counts gives how often something came since the start, by what it was:
// "message", "invoke task/fetch", "refused: tenant".
func (a *Adapter) Counts() map[string]int { return a.counts.All() }

// Name implements bot.Adapter.
func (*Adapter) Name() string { return Name }

// Caps implements bot.Adapter. Teams takes about 100 kB in a message. In one
// conversation it takes 7 messages a second, 8 in two, 60 in thirty and 1,800 an
// hour: that is one every two seconds, of which seven may go at once.
func (a *Adapter) Caps() bot.Caps {
	return bot.Caps{
		Buttons: true, Tables: true, Images: a.o.Picture != nil, Forms: true, Items: true, Threads: true, Private: true, Called: "Teams",
		MaxText: 4000, MaxChars: 8000, MaxBlocks: 24, MaxButtons: mostButtons,
		Every: 2010 * time.Millisecond, Burst: 7, Concurrent: 16, Timeout: 30 * time.Second,
	}
}

// Run implements bot.Adapter. It keeps the keys fresh by which we know Microsoft.
func (a *Adapter) Run(ctx context.Context) error {
	defer a.after.Stop()
	a.keys.fresh(ctx, func(err error) {
		a.o.Log.WarnContext(ctx, "keys not fetched", "error", err)
	})
	<-ctx.Done()
	return nil
}

// Healthy says what keeps the adapter from working; nil: nothing that is known.
func (a *Adapter) Healthy() error {
	if a.shut.Load() {
		return errShut
	}
	return a.keys.healthy()
}

// heard takes note whether Microsoft lets us in.
func (a *Adapter) heard(err error) {
	if err == nil {
		a.shut.Store(false)
		return
	}
	if failure(err).Plain == lockedOutPlain {
		a.shut.Store(true)
	}
}

// later does something once the request is answered, within twenty seconds. Under
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

// recent knows what happened within the last while, a bounded number of it.
type recent struct {
	mu  sync.Mutex
	now map[string]bool
	old map[string]bool
}

// mostRecent is how many are known in each of the two halves.
const mostRecent = 4096

func newRecent() *recent { return &recent{now: map[string]bool{}, old: map[string]bool{}} }

// first says whether that is new, and knows it from then on.
func (r *recent) first(what string) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.now[what] || r.old[what] {
		return false
	}
	if len(r.now) >= mostRecent {
		r.now, r.old = map[string]bool{}, r.now
	}
	r.now[what] = true
	return true
}
