package faketeams

import (
	"context"
	"crypto/rand"
	"crypto/rsa"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"
)

// The fixed identities of the home tenant and of the bot that is registered in it.
const (
	Home     = "0a1b2c3d-0000-4000-8000-000000000001" // the tenant that installed the bot
	App      = "0a1b2c3d-0000-4000-8000-00000000b007" // the bot's application id
	Bot      = "28:" + App
	BotName  = "Soundings"
	password = "fake-password"
)

// obj is a JSON object.
type obj = map[string]any

// Options say what Teams should be like. The zero Options are a tenant with a
// fixed bot, the machine's clock, and no limits but those that are asked for.
type Options struct {
	AppPassword string // empty: a fixed one
	// URL is where Handler is reached, without a slash at the end. Serve sets it.
	URL string
	// Client reaches the bot; nil: one of its own. Redirects are not followed.
	Client *http.Client
	Now    func() time.Time                       // nil: time.Now
	After  func(d time.Duration) <-chan time.Time // time-outs; nil: time.After
	// Strict enforces the limits of speed for each conversation: 7 in a second, 8
	// in two, 60 in thirty, 1,800 in an hour. Else only those hold that Fail asks for.
	Strict bool
}

// Teams is one tenant with one bot in it, and people of it and of others. All its
// methods may be called at once from several goroutines.
type Teams struct {
	o    Options
	life context.Context //nolint:containedctx // deliveries end with Stop
	end  context.CancelFunc

	mu       sync.Mutex
	changed  chan struct{} // closed, and made anew, whenever something changes
	messages string        // where the bot takes activities
	lastID   int64
	lastUUID int
	last     *request
	flying   int

	keys          []*signingKey
	signed        signed
	tokens        map[string]time.Time // those that were given out, with their ends
	people        map[string]*Person
	teams         map[string]*Team
	conversations map[string]*conversation
	direct        map[string]string // conversation with each person alone
	dialogs       map[string]*dialog
	files         map[string]file
	faults        map[string][]*pendingFault
	posted        map[string][]time.Time // by conversation, for the limits
	counts        Counts
	alarms        int
}

// New makes a tenant in which nobody is yet. Call Stop, or use Serve, which does.
func New(o Options) *Teams {
	if o.AppPassword == "" {
		o.AppPassword = password
	}
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
	t := &Teams{
		o: o, changed: make(chan struct{}), tokens: map[string]time.Time{}, people: map[string]*Person{}, teams: map[string]*Team{},
		conversations: map[string]*conversation{}, direct: map[string]string{}, dialogs: map[string]*dialog{},
		files: map[string]file{}, faults: map[string][]*pendingFault{}, posted: map[string][]time.Time{},
		counts: Counts{Calls: map[string]int{}, Errors: map[string]int{}},
	}
	t.keys = []*signingKey{{id: "key-1", key: firstKey(), endorsements: []string{"msteams"}}}
	t.life, t.end = context.WithCancel(context.Background())
	return t
}

// firstKey is the key that every tenant signs with at first: to make one takes a
// while, and tests make many tenants.
var firstKey = sync.OnceValue(newKey)

func newKey() *rsa.PrivateKey {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		panic(err) // the machine has no randomness
	}
	return key
}

// Handler serves the OpenID metadata, the keys, the tenant's token endpoint, the
// connector under /connector/ and downloads under /files/.
func (t *Teams) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /v1/.well-known/openidconfiguration", t.serveMetadata)
	mux.HandleFunc("GET /v1/.well-known/keys", t.serveKeys)
	mux.HandleFunc("POST /{tenant}/oauth2/v2.0/token", t.serveToken)
	mux.HandleFunc("GET /files/{id}/{name}", t.serveFile)
	const at = "/connector/v3/"
	for pattern, m := range map[string]method{
		"POST " + at + "conversations":                              {"create", t.create},
		"POST " + at + "conversations/{id}/activities":              {"post", t.post},
		"POST " + at + "conversations/{id}/activities/{activity}":   {"reply", t.post},
		"PUT " + at + "conversations/{id}/activities/{activity}":    {"update", t.update},
		"DELETE " + at + "conversations/{id}/activities/{activity}": {"delete", t.remove},
		"GET " + at + "conversations/{id}/members":                  {"members", t.members},
		"GET " + at + "conversations/{id}/pagedmembers":             {"pagedmembers", t.pagedMembers},
		"GET " + at + "conversations/{id}/members/{member}":         {"member", t.member},
		"GET " + at + "teams/{id}":                                  {"team", t.team},
		"GET " + at + "teams/{id}/conversations":                    {"channels", t.channels},
	} {
		mux.HandleFunc(pattern, t.serve(m))
	}
	return mux
}

// Serve serves Handler on loopback until the test ends and gives the base URL,
// such as http://127.0.0.1:4711.
func (t *Teams) Serve(tb testing.TB) string {
	tb.Helper()
	server := httptest.NewServer(t.Handler())
	t.mu.Lock()
	t.o.URL = server.URL
	t.mu.Unlock()
	tb.Cleanup(func() {
		t.Stop()
		server.CloseClientConnections()
		server.Close()
	})
	return server.URL
}

// Stop ends deliveries that are under way. A second call does nothing.
func (t *Teams) Stop() { t.end() }

// Connect says where the bot takes activities, as an administrator does who
// registers it.
func (t *Teams) Connect(url string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.messages = url
}

// MetadataURL is where the OpenID metadata of the Bot Framework stand.
func (t *Teams) MetadataURL() string { return t.at("/v1/.well-known/openidconfiguration") }

// TokenURL is where the bot gets tokens of its own tenant.
func (t *Teams) TokenURL() string { return t.at("/" + Home + "/oauth2/v2.0/token") }

// ServiceURL is where the connector is, as activities name it.
func (t *Teams) ServiceURL() string { return t.at("/connector/") }

// AppPassword is the secret with which the bot gets tokens.
func (t *Teams) AppPassword() string { return t.o.AppPassword }

func (t *Teams) at(path string) string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.o.URL + path
}
