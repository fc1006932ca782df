package teams_test

import (
	"crypto/rand"
	"crypto/rsa"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"math/big"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"
)

// The secrets and names of the house. None of the secrets may be told.
const (
	appID    = "2a7c1c9e-5b0f-4c8e-9a53-0d1f6e3b7a10"
	password = "hunter2~teams~secret"
	bearer   = "hunter2-bearer-1"
	home     = "72f988bf-86f1-41af-91ab-2d7cd011db47"
	service  = "https://teams.test/amer/"
)

// stub is as much of the Bot Framework as these tests need: its keys, its tokens
// and its connector, in memory. It knows no rule that it does not need.
type stub struct {
	mu        sync.Mutex
	keys      map[string]*rsa.PrivateKey
	ends      []string
	members   map[string][]map[string]any // by conversation
	closed    map[string]bool             // conversations in which we are not
	posts     []*posted
	requests  []string // method and path
	strangers []string // hosts that are none of Microsoft's, and were asked
	fail      []int    // statuses with which the next calls of the connector fail
	failWith  string   // the code that they give
	hang      chan struct{}
	tokens    int // how often a token was given
	lives     time.Duration
	noToken   int // the status with which tokens are refused
	keyFetch  int
	files     map[string][]byte
	kind      string // of Tidewell's channel
	serial    int
}

// posted is a message of ours.
type posted struct {
	conversation, id string
	body             map[string]any
}

func newStub() *stub {
	return &stub{
		keys: map[string]*rsa.PrivateKey{"key-1": theKey()}, ends: []string{"msteams"}, members: map[string][]map[string]any{},
		closed: map[string]bool{}, kind: "shared", lives: time.Hour, files: map[string][]byte{},
	}
}

// theKey is a key that is made once for all tests of the package.
var theKey = sync.OnceValue(func() *rsa.PrivateKey { return newKey() })

func newKey() *rsa.PrivateKey {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		panic(err)
	}
	return key
}

// RoundTrip implements http.RoundTripper.
func (s *stub) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.URL.Host != "teams.test" && r.URL.Host != "tidewell.sharepoint.com" {
		s.mu.Lock()
		s.strangers = append(s.strangers, r.URL.Host)
		s.mu.Unlock()
		return nil, errors.New("no such host")
	}
	s.mu.Lock()
	s.requests = append(s.requests, r.Method+" "+r.URL.EscapedPath())
	hang := s.hang
	s.mu.Unlock()
	if hang != nil {
		select {
		case <-hang:
		case <-r.Context().Done():
			return nil, r.Context().Err()
		}
	}
	w := httptest.NewRecorder()
	s.serve(w, r)
	response := w.Result()
	response.Request = r
	return response, nil
}

func (s *stub) serve(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	mux := http.NewServeMux()
	mux.HandleFunc("GET /openid", func(w http.ResponseWriter, _ *http.Request) {
		give(w, map[string]any{"jwks_uri": "https://teams.test/keys"})
	})
	mux.HandleFunc("GET /keys", s.giveKeys)
	mux.HandleFunc("POST /token", s.giveToken)
	mux.HandleFunc("GET /file/{name}", func(w http.ResponseWriter, r *http.Request) { _, _ = w.Write(s.files[r.PathValue("name")]) })
	mux.Handle("/amer/", s.asked(http.StripPrefix("/amer", s.connector())))
	mux.ServeHTTP(w, r)
}

func give(w http.ResponseWriter, v any) {
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(v)
}

func (s *stub) giveKeys(w http.ResponseWriter, _ *http.Request) {
	s.keyFetch++
	var all []map[string]any
	for _, id := range slices.Sorted(maps.Keys(s.keys)) {
		k := s.keys[id].PublicKey
		jwk := map[string]any{
			"kty": "RSA", "use": "sig", "kid": id, "x5t": id,
			"n": base64.RawURLEncoding.EncodeToString(k.N.Bytes()), "e": base64.RawURLEncoding.EncodeToString(big.NewInt(int64(k.E)).Bytes()),
		}
		if s.ends != nil {
			jwk["endorsements"] = s.ends
		}
		all = append(all, jwk)
	}
	give(w, map[string]any{"keys": all})
}

func (s *stub) giveToken(w http.ResponseWriter, r *http.Request) {
	if s.noToken != 0 {
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(s.noToken)
		_, _ = io.WriteString(w, `{"error":"invalid_client","error_description":"secret `+password+` is wrong"}`)
		return
	}
	if r.FormValue("client_id") != appID || r.FormValue("client_secret") != password || r.FormValue("scope") != "https://api.botframework.com/.default" {
		http.Error(w, "{}", http.StatusUnauthorized)
		return
	}
	s.tokens++
	give(w, map[string]any{"access_token": bearer, "token_type": "Bearer", "expires_in": int(s.lives.Seconds())})
}

// asked lets calls through that have our token, unless they are to fail.
func (s *stub) asked(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Authorization") != "Bearer "+bearer {
			w.WriteHeader(http.StatusUnauthorized)
			return
		}
		if len(s.fail) > 0 {
			status := s.fail[0]
			if s.fail = s.fail[1:]; status == 0 { // this one does not
				next.ServeHTTP(w, r)
				return
			}
			if status == http.StatusTooManyRequests {
				w.Header().Set("Retry-After", "3")
			}
			if status == http.StatusFound {
				w.Header().Set("Location", "https://evil.example/")
			}
			w.WriteHeader(status)
			_, _ = fmt.Fprintf(w, `{"error":{"code":%q,"message":"about %s"}}`, s.failWith, password)
			return
		}
		next.ServeHTTP(w, r)
	})
}

func (s *stub) connector() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("POST /v3/conversations", s.create)
	mux.HandleFunc("POST /v3/conversations/{id}/activities", s.post)
	mux.HandleFunc("PUT /v3/conversations/{id}/activities/{activity}", s.change)
	mux.HandleFunc("GET /v3/conversations/{id}/members/{user}", s.member)
	mux.HandleFunc("GET /v3/conversations/{id}/pagedmembers", s.paged)
	mux.HandleFunc("GET /v3/teams/{id}/conversations", func(w http.ResponseWriter, _ *http.Request) {
		give(w, map[string]any{"conversations": []map[string]any{{"id": teamRoom}, {"id": tidewellRoom, "name": "Westmere and Tidewell", "type": s.kind}}})
	})
	return mux
}

func refuse(w http.ResponseWriter, status int, code string) {
	w.WriteHeader(status)
	_, _ = fmt.Fprintf(w, `{"error":{"code":%q,"message":"no"}}`, code)
}

// open says whether we are in a conversation, or a thread of it.
func (s *stub) open(w http.ResponseWriter, conversation string) bool {
	room, _, _ := strings.Cut(conversation, ";messageid=")
	switch {
	case s.closed[room]:
		refuse(w, http.StatusForbidden, "BotNotInConversationRoster")
		return false
	case s.members[room] == nil:
		refuse(w, http.StatusNotFound, "ConversationNotFound")
		return false
	}
	return true
}

func (s *stub) create(w http.ResponseWriter, r *http.Request) {
	var asked struct {
		Members  []struct{ ID string }
		TenantID string
		Bot      struct{ ID string }
	}
	data, _ := io.ReadAll(r.Body)
	if json.Unmarshal(data, &asked) != nil || len(asked.Members) != 1 || asked.TenantID == "" || asked.Bot.ID == "" {
		refuse(w, http.StatusBadRequest, "BadSyntax")
		return
	}
	id := "a:" + asked.Members[0].ID
	if s.closed[id] {
		refuse(w, http.StatusForbidden, "MessageWritesBlocked")
		return
	}
	if s.members[id] == nil {
		s.members[id] = []map[string]any{{"id": asked.Members[0].ID}}
	}
	w.WriteHeader(http.StatusCreated)
	give(w, map[string]any{"id": id})
}

func (s *stub) post(w http.ResponseWriter, r *http.Request) {
	data, _ := io.ReadAll(r.Body)
	p := &posted{conversation: r.PathValue("id")}
	switch {
	case !s.open(w, p.conversation):
	case len(data) > 100<<10:
		refuse(w, http.StatusRequestEntityTooLarge, "MessageSizeTooBig")
	case json.Unmarshal(data, &p.body) != nil:
		refuse(w, http.StatusBadRequest, "BadSyntax")
	default:
		s.serial++
		p.id = fmt.Sprint(1795457680000 + s.serial)
		s.posts = append(s.posts, p)
		w.WriteHeader(http.StatusCreated)
		give(w, map[string]any{"id": p.id})
	}
}

func (s *stub) change(w http.ResponseWriter, r *http.Request) {
	if !s.open(w, r.PathValue("id")) {
		return
	}
	for _, p := range s.posts {
		if p.id == r.PathValue("activity") {
			p.body = nil
			_ = json.NewDecoder(r.Body).Decode(&p.body)
			give(w, map[string]any{"id": p.id})
			return
		}
	}
	refuse(w, http.StatusNotFound, "ActivityNotFoundInConversation")
}

func (s *stub) member(w http.ResponseWriter, r *http.Request) {
	for _, m := range s.members[r.PathValue("id")] {
		if m["id"] == r.PathValue("user") {
			give(w, m)
			return
		}
	}
	refuse(w, http.StatusNotFound, "MemberNotFoundInConversation")
}

// paged gives the members of a conversation, two at a time.
func (s *stub) paged(w http.ResponseWriter, r *http.Request) {
	if !s.open(w, r.PathValue("id")) {
		return
	}
	all, from := s.members[r.PathValue("id")], 0
	_, _ = fmt.Sscan(r.FormValue("continuationToken"), &from)
	page := map[string]any{"members": all[from:min(from+2, len(all))]}
	if from+2 < len(all) {
		page["continuationToken"] = fmt.Sprint(from + 2)
	}
	give(w, page)
}

// claims are those of a token that holds.
func claims() jwt.MapClaims {
	now := time.Now()
	return jwt.MapClaims{
		"iss": "https://api.botframework.com", "aud": appID, "serviceurl": service,
		"nbf": now.Add(-time.Minute).Unix(), "exp": now.Add(time.Hour).Unix(),
	}
}

// sign gives the header of a request that brings these claims.
func (s *stub) sign(t testing.TB, c jwt.MapClaims) string {
	t.Helper()
	token := jwt.NewWithClaims(jwt.SigningMethodRS256, c)
	token.Header["kid"] = "key-1"
	raw, err := token.SignedString(s.keys["key-1"])
	if err != nil {
		t.Fatal(err)
	}
	return "Bearer " + raw
}
