package fakeslack

import (
	"context"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"
)

// The fixed identities of the home workspace and of the app installed in it.
const (
	Home      = "T0HOME" // the team that installed the app
	Bot       = "U0BOT"  // the app's bot user; people write @soundings
	BotID     = "B0BOT"
	App       = "A0APP"
	BotName   = "soundings"
	userAgent = "Slackbot 1.0 (+https://api.slack.com/robots)"
)

// obj is a JSON object.
type obj = map[string]any

// Options say what Slack should be like. The zero Options are a workspace with
// fixed secrets, the machine's clock, and no limits but those that are asked for.
type Options struct {
	BotToken, SigningSecret, AppToken string // empty: xoxb-fake, a fixed secret, xapp-fake
	// Scopes are what the bot's token may do; nil: all that any method here needs.
	Scopes []string
	// Events are the inner types that the app subscribed to; nil: all.
	Events []string
	// URL is where Handler is reached, without a slash at the end. Serve sets it.
	URL string
	// Client reaches the app; nil: one of its own. Redirects are not followed.
	Client *http.Client
	Now    func() time.Time                       // nil: time.Now
	After  func(d time.Duration) <-chan time.Time // time-outs and pings; nil: time.After
	// Strict enforces the rate limits: one message per second and channel with
	// bursts of two, and the tier of each method per minute. Else only those hold
	// that Fail asks for.
	Strict bool
}

// Slack is one workspace with one app in it, and the other workspaces that are
// connected to it. All its methods may be called at once from several goroutines.
type Slack struct {
	o       Options
	methods map[string]method
	life    context.Context //nolint:containedctx // what the fake does by its own accord ends with Stop
	end     context.CancelFunc
	running sync.WaitGroup

	mu      sync.Mutex
	changed chan struct{} // closed, and made anew, whenever something changes
	app     endpoints
	lastID  int
	lastTS  int64
	retry   func(n int) <-chan time.Time
	last    *request

	teams     map[string]*team
	users     map[string]*User
	channels  map[string]*channel
	whispers  []*Message // ephemeral messages
	files     map[string]*storedFile
	views     map[string]*view
	stacks    map[string][]*view // by user, the top last
	homes     map[string]*view   // by user
	triggers  map[string]*trigger
	responses map[string]*responseURL
	invites   map[string]*Invite
	faults    map[string][]*pendingFault
	buckets   map[string]*bucket
	counts    Counts
	alarms    int
	revoked   string // the error that the bot's token now gets, if any
	sockets   sockets
}

// New makes a workspace: the team Home with the bot user Bot and no channels.
// Call Stop, or use Serve, which does.
func New(o Options) *Slack {
	setDefaults(&o)
	s := &Slack{
		o: o, methods: methods(), changed: make(chan struct{}),
		teams: map[string]*team{}, users: map[string]*User{}, channels: map[string]*channel{},
		files: map[string]*storedFile{}, views: map[string]*view{}, stacks: map[string][]*view{}, homes: map[string]*view{},
		triggers: map[string]*trigger{}, responses: map[string]*responseURL{}, invites: map[string]*Invite{},
		faults: map[string][]*pendingFault{}, buckets: map[string]*bucket{},
		counts: Counts{Calls: map[string]int{}, Errors: map[string]int{}},
	}
	s.sockets.tickets, s.sockets.waiting = map[string]bool{}, map[string]chan answer{}
	s.life, s.end = context.WithCancel(context.Background())
	s.AddTeam(Home, "Home")
	s.AddUser(User{ID: Bot, Team: Home, Name: BotName, RealName: "Soundings", Bot: true})
	return s
}

func setDefaults(o *Options) {
	def := func(s *string, value string) {
		if *s == "" {
			*s = value
		}
	}
	def(&o.BotToken, "xoxb-fake")
	def(&o.SigningSecret, "0123456789abcdef0123456789abcdef")
	def(&o.AppToken, "xapp-fake")
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.After == nil {
		o.After = time.After
	}
	client := &http.Client{}
	if o.Client != nil {
		*client = *o.Client
	}
	client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	o.Client = client
}

// Handler serves the Web API under /api/, uploads under /upload/, private
// downloads under /files-pri/, response URLs under /response/ and WebSockets
// under /link/.
func (s *Slack) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("/api/", s.serveAPI)
	mux.HandleFunc("POST /upload/{id}", s.serveUpload)
	mux.HandleFunc("GET /files-pri/{id}/{name}", s.serveDownload)
	mux.HandleFunc("GET /login", serveLogin)
	mux.HandleFunc("POST /response/{id}", s.serveResponse)
	mux.HandleFunc("GET /link/", s.serveSocket)
	return mux
}

// Serve serves Handler on loopback until the test ends and gives the base URL,
// such as http://127.0.0.1:4711. The Web API is at that URL and "/api/".
func (s *Slack) Serve(t testing.TB) string {
	t.Helper()
	server := httptest.NewServer(s.Handler())
	s.mu.Lock()
	s.o.URL = server.URL
	s.mu.Unlock()
	t.Cleanup(func() {
		s.Stop()
		server.CloseClientConnections()
		server.Close()
	})
	return server.URL
}

// Stop ends what the fake does by its own accord: deliveries under way and
// sockets. It waits for them; a second call does nothing.
func (s *Slack) Stop() {
	s.end()
	s.closeSockets()
	s.running.Wait()
}

// start runs f on its own unless the fake was stopped. The lock may be held.
func (s *Slack) start(f func()) {
	if s.life.Err() == nil {
		s.running.Go(f)
	}
}
