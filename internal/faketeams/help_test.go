package faketeams_test

import (
	"bytes"
	"context"
	"crypto"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"math/big"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"soundings/internal/faketeams"
)

type obj = map[string]any

// Who and what is there: a private channel of the home team, one that is shared
// with Ana of Tidewell, and a group chat.
const (
	dana   = "29:dana"
	ana    = "29:ana"
	tenant = "0a1b2c3d-0000-4000-8000-0000000000aa"
	room   = "19:team@thread.tacv2"
	shared = "19:tidewell@thread.tacv2"
	chat   = "19:chat@thread.v2"
)

// clock is a time that tests move.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) add(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

// world is a tenant with a bot that keeps what comes, if its token is good.
type world struct {
	*faketeams.Teams
	t     *testing.T
	clock *clock
	token string

	mu     sync.Mutex
	got    []obj
	answer func(obj) (int, string)
}

func newWorld(t *testing.T, adjust ...func(*faketeams.Options)) *world {
	t.Helper()
	w := &world{t: t, clock: &clock{now: time.Now()}}
	o := faketeams.Options{Now: w.clock.Now}
	for _, a := range adjust {
		a(&o)
	}
	w.Teams = faketeams.New(o)
	w.Serve(t)
	bot := httptest.NewServer(http.HandlerFunc(w.take))
	t.Cleanup(bot.Close)
	w.Connect(bot.URL + "/teams/messages")
	w.AddPerson(faketeams.Person{ID: dana, Name: "Dana Ellery"})
	w.AddPerson(faketeams.Person{ID: ana, Name: "Ana Whitlock", Tenant: tenant})
	w.AddConversation(faketeams.Conversation{ID: room, Name: "digital care", Membership: faketeams.Private, Members: []string{dana}, Installed: true})
	w.AddConversation(faketeams.Conversation{ID: shared, Name: "tidewell", Membership: faketeams.Shared, Members: []string{dana, ana}, Installed: true})
	w.AddConversation(faketeams.Conversation{ID: chat, Kind: faketeams.GroupChat, Members: []string{dana, ana}, Installed: true})
	status, answer := w.askToken(nil)
	if status != http.StatusOK {
		t.Fatalf("no token: %v", answer)
	}
	w.token, _ = answer["access_token"].(string)
	return w
}

// take is the bot.
func (w *world) take(rw http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	var a obj
	_ = json.Unmarshal(body, &a)
	if err := w.verify(r.Header.Get("Authorization"), a); err != nil {
		http.Error(rw, err.Error(), http.StatusUnauthorized)
		return
	}
	w.mu.Lock()
	w.got = append(w.got, a)
	answer := w.answer
	w.mu.Unlock()
	if answer == nil {
		return
	}
	status, text := answer(a)
	rw.WriteHeader(status)
	_, _ = io.WriteString(rw, text)
}

// answers sets what the bot answers from now on.
func (w *world) answers(status int, body any) {
	data, err := json.Marshal(body)
	if err != nil {
		w.t.Fatal(err)
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.answer = func(obj) (int, string) { return status, string(data) }
}

func (w *world) heard() []obj {
	w.mu.Lock()
	defer w.mu.Unlock()
	return slices.Clone(w.got)
}

// last is the newest activity that the bot heard; there has to be one.
func (w *world) last() obj {
	w.t.Helper()
	all := w.heard()
	if len(all) == 0 {
		w.t.Fatal("the bot heard nothing")
	}
	return all[len(all)-1]
}

// verify checks a token by the published keys, as the documentation of the Bot
// Framework asks for it.
func (w *world) verify(header string, a obj) error {
	parts := strings.Split(strings.TrimPrefix(header, "Bearer "), ".")
	if len(parts) != 3 {
		return fmt.Errorf("no token")
	}
	var head, claims struct {
		Alg, Kid, Iss, Aud, Serviceurl string
		Nbf, Exp                       int64
	}
	for i, into := range []any{&head, &claims} {
		data, _ := base64.RawURLEncoding.DecodeString(parts[i])
		if err := json.Unmarshal(data, into); err != nil {
			return err
		}
	}
	now := w.clock.Now().Unix()
	if head.Alg != "RS256" || claims.Iss != faketeams.Issuer || claims.Aud != faketeams.App || claims.Serviceurl != a["serviceUrl"] || claims.Nbf > now || claims.Exp <= now {
		return fmt.Errorf("claims %+v", claims)
	}
	for _, k := range w.published() {
		if k["kid"] != head.Kid || !slices.Contains(k["endorsements"].([]any), a["channelId"]) {
			continue
		}
		n, _ := base64.RawURLEncoding.DecodeString(k["n"].(string))
		e, _ := base64.RawURLEncoding.DecodeString(k["e"].(string))
		key := &rsa.PublicKey{N: new(big.Int).SetBytes(n), E: int(new(big.Int).SetBytes(e).Int64())}
		sum := sha256.Sum256([]byte(parts[0] + "." + parts[1]))
		signature, _ := base64.RawURLEncoding.DecodeString(parts[2])
		return rsa.VerifyPKCS1v15(key, crypto.SHA256, sum[:], signature)
	}
	return fmt.Errorf("no key %s", head.Kid)
}

// published gives the keys that stand where the metadata say.
func (w *world) published() []obj {
	metadata := w.get(w.MetadataURL())
	var keys []obj
	for _, k := range w.get(metadata["jwks_uri"].(string))["keys"].([]any) {
		keys = append(keys, k.(obj))
	}
	return keys
}

func (w *world) get(url string) obj {
	response, err := http.Get(url)
	if err != nil {
		w.t.Error(err)
		return nil
	}
	defer response.Body.Close()
	var o obj
	_ = json.NewDecoder(response.Body).Decode(&o)
	return o
}

// askToken asks for a token with the usual form, altered.
func (w *world) askToken(alter url.Values) (int, obj) {
	form := url.Values{
		"grant_type": {"client_credentials"}, "client_id": {faketeams.App}, "client_secret": {w.AppPassword()},
		"scope": {"https://api.botframework.com/.default"},
	}
	maps.Copy(form, alter)
	response, err := http.PostForm(w.TokenURL(), form)
	if err != nil {
		w.t.Fatal(err)
	}
	defer response.Body.Close()
	var o obj
	_ = json.NewDecoder(response.Body).Decode(&o)
	return response.StatusCode, o
}

// call calls the connector; path begins after v3/.
func (w *world) call(method, path string, body any) (int, obj) {
	w.t.Helper()
	status, o, _ := w.callRaw(method, path, body)
	return status, o
}

func (w *world) callRaw(method, path string, body any) (int, obj, http.Header) {
	w.t.Helper()
	data, err := json.Marshal(body)
	if err != nil {
		w.t.Fatal(err)
	}
	r, err := http.NewRequestWithContext(w.t.Context(), method, w.ServiceURL()+"v3/"+path, bytes.NewReader(data))
	if err != nil {
		w.t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer "+w.token)
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		w.t.Fatalf("%s %s: %v", method, path, err)
	}
	defer response.Body.Close()
	var o obj
	_ = json.NewDecoder(response.Body).Decode(&o)
	return response.StatusCode, o, response.Header
}

// posts posts an activity of the bot, which has to be taken, and gives its id.
func (w *world) posts(id string, activity obj) string {
	w.t.Helper()
	status, o := w.call("POST", "conversations/"+url.PathEscape(id)+"/activities", activity)
	if status != http.StatusCreated {
		w.t.Fatalf("post = %d %v", status, o)
	}
	return o["id"].(string)
}

// code is the code of an error in an answer.
func code(o obj) string {
	e, _ := o["error"].(obj)
	text, _ := e["code"].(string)
	return text
}

func text(words string) obj { return obj{"type": "message", "text": words} }

// card is an activity with a card of these elements and buttons.
func card(body, buttons []any) obj {
	c := obj{"type": "AdaptiveCard", "version": "1.5", "body": body}
	if buttons != nil {
		c["actions"] = buttons
	}
	return obj{"type": "message", "attachments": []any{obj{"contentType": "application/vnd.microsoft.card.adaptive", "content": c}}}
}

func block(words string) obj { return obj{"type": "TextBlock", "text": words, "wrap": true} }

func bounded(t *testing.T) context.Context {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	t.Cleanup(cancel)
	return ctx
}

func good(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
