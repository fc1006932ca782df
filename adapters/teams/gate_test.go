package teams_test

import (
	"context"
	"crypto/rsa"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"soundings/adapters/teams"
	"soundings/bot"
)

// visitor is what comes to the gate: a token and an activity, of which a test
// breaks one thing.
type visitor struct {
	method   jwt.SigningMethod
	key      any
	kid      string
	claims   jwt.MapClaims
	activity map[string]any
	header   func(signed string) string
}

// Each rule of who may come in, broken one by one. What does not hold is refused
// before it is read; what holds and is not for us is refused when it is.
func TestTheGate(t *testing.T) {
	stranger := newKey()
	set := func(name string, value any) func(*house, *visitor) {
		return func(_ *house, v *visitor) { v.claims[name] = value }
	}
	without := func(name string) func(*house, *visitor) {
		return func(_ *house, v *visitor) { delete(v.claims, name) }
	}
	header := func(change func(string) string) func(*house, *visitor) {
		return func(_ *house, v *visitor) { v.header = change }
	}
	at := func(d time.Duration) int64 { // in the bubble, which begins in 2000
		return time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC).Add(d).Unix()
	}
	activity := func(name string, value any) func(*house, *visitor) {
		return func(_ *house, v *visitor) { v.activity[name] = value }
	}
	conversation := func(tenant string) map[string]any {
		return map[string]any{"id": tidewellRoom, "conversationType": "channel", "tenantId": tenant}
	}
	cases := []struct {
		name  string
		spoil func(h *house, v *visitor)
		want  int
	}{
		{"nothing", nil, 200},
		{"signed by somebody else", func(_ *house, v *visitor) { v.key = stranger }, 401},
		{"a key that nobody knows", func(_ *house, v *visitor) { v.key, v.kid = stranger, "key-2" }, 401},
		{"no key named", func(_ *house, v *visitor) { v.kid = "" }, 401},
		{"alg none", func(_ *house, v *visitor) {
			v.method, v.key = jwt.SigningMethodNone, jwt.UnsafeAllowNoneSignatureType
		}, 401},
		{"alg HS256", func(h *house, v *visitor) {
			v.method, v.key = jwt.SigningMethodHS256, h.keys["key-1"].N.Bytes() // with what everybody knows as the secret
		}, 401},
		{"alg RS512", func(_ *house, v *visitor) { v.method = jwt.SigningMethodRS512 }, 401},
		{"expired four minutes ago", set("exp", at(-4*time.Minute)), 200},
		{"expired six minutes ago", set("exp", at(-6*time.Minute)), 401},
		{"no end", without("exp"), 401},
		{"an end that is no moment", set("exp", "tomorrow"), 401},
		{"early by four minutes", set("nbf", at(4*time.Minute)), 200},
		{"early by six minutes", set("nbf", at(6*time.Minute)), 401},
		{"another issuer", set("iss", "https://sts.windows.net/"+home+"/"), 401},
		{"no issuer", without("iss"), 401},
		{"an issuer that is no text", set("iss", []any{"https://api.botframework.com"}), 401},
		{"claims that are lists", func(_ *house, v *visitor) {
			for name := range v.claims {
				v.claims[name] = []any{v.claims[name]}
			}
		}, 401},
		{"no claims at all", func(_ *house, v *visitor) { v.claims = jwt.MapClaims{} }, 401},
		{"another app's", set("aud", "00000000-0000-0000-0000-000000000001"), 401},
		{"several apps', ours among them", set("aud", []any{"other", appID}), 200},
		{"several apps', ours not among them", set("aud", []any{"other", 7}), 401},
		{"nobody's", without("aud"), 401},
		{"an audience that is no text", set("aud", map[string]any{"id": appID}), 401},
		{"no token", header(func(string) string { return "" }), 401},
		{"another scheme", header(func(s string) string { return "Basic" + strings.TrimPrefix(s, "Bearer") }), 401},
		{"half a token", header(func(s string) string { return s[:len(s)/2] }), 401},
		{"a token that is none", header(func(string) string { return "Bearer a.b.c" }), 401},

		{"no service address", without("serviceurl"), 403},
		{"a service address that is no text", set("serviceurl", []any{service}), 403},
		{"another service address", set("serviceurl", "https://teams.test/emea/"), 403},
		{"the service address without its slash", set("serviceurl", strings.TrimSuffix(service, "/")), 200},
		{"a host that is not on the list", func(_ *house, v *visitor) {
			v.claims["serviceurl"], v.activity["serviceUrl"] = "https://teams.example/amer/", "https://teams.example/amer/"
		}, 403},
		{"a host that only looks like it", func(_ *house, v *visitor) {
			v.claims["serviceurl"], v.activity["serviceUrl"] = "https://teams.test@teams.example/", "https://teams.test@teams.example/"
		}, 403},
		{"without TLS", func(_ *house, v *visitor) {
			v.claims["serviceurl"], v.activity["serviceUrl"] = "http://teams.test/amer/", "http://teams.test/amer/"
		}, 403},
		{"a key that may not sign for Teams", func(h *house, _ *visitor) { h.ends = []string{"skype"} }, 403},
		{"a key that may sign for nothing", func(h *house, _ *visitor) { h.ends = nil }, 403},
		{"another channel, for which it may sign", func(h *house, v *visitor) {
			h.ends = []string{"webchat"}
			v.activity["channelId"] = "webchat"
		}, 403},
		{"no channel", activity("channelId", ""), 403},
		{"another tenant", func(_ *house, v *visitor) {
			v.activity["conversation"] = conversation(tidewell)
			v.activity["channelData"] = map[string]any{"tenant": map[string]any{"id": tidewell}}
		}, 403},
		{"no tenant", func(_ *house, v *visitor) {
			v.activity["conversation"], v.activity["channelData"] = conversation(""), "none"
		}, 403},
		{"a shared channel of ours, somebody of another tenant", activity("channelData", map[string]any{"tenant": map[string]any{"id": tidewell}}), 200},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			inside(t, func(t *testing.T, h *house) {
				v := &visitor{method: jwt.SigningMethodRS256, key: h.keys["key-1"], kid: "key-1", claims: claims(), activity: h.says(ana, tidewellRoom, "sections")}
				if c.spoil != nil {
					c.spoil(h, v)
				}
				h.refetch()
				w := h.postAs(v.activity, v.signed(t))
				if w.Code != c.want {
					t.Errorf("status %d, want %d", w.Code, c.want)
				}
				if heard := len(h.heard()); heard != map[int]int{200: 1, 401: 0, 403: 0}[c.want] {
					t.Errorf("%d events were delivered", heard)
				}
				if len(w.Body.String()) > 40 {
					t.Errorf("it tells too much: %s", w.Body)
				}
			})
		})
	}
}

func (v *visitor) signed(t *testing.T) string {
	t.Helper()
	token := jwt.NewWithClaims(v.method, v.claims)
	if v.kid != "" {
		token.Header["kid"] = v.kid
	}
	raw, err := token.SignedString(v.key)
	if err != nil {
		t.Fatal(err)
	}
	if v.header != nil {
		return v.header("Bearer " + raw)
	}
	return "Bearer " + raw
}

// refetch has the adapter know the keys as they are now.
func (h *house) refetch() {
	h.t.Helper()
	var err error
	if h.Adapter, err = teams.New(h.o); err != nil {
		h.t.Fatal(err)
	}
}

// A key that is new is fetched when it is first seen, and one that is invented makes
// nobody fetch more than once a minute. Without any keys nobody can tell, and Teams
// is asked to come again.
func TestKeys(t *testing.T) {
	inside(t, func(t *testing.T, h *house) {
		if n := h.fetched(); n != 1 || h.Healthy() != nil {
			t.Fatalf("fetched %d times at the start, %v", n, h.Healthy())
		}
		time.Sleep(2 * time.Minute) // of the bubble
		h.stub.mu.Lock()
		h.keys = map[string]*rsa.PrivateKey{"key-9": h.keys["key-1"]}
		h.stub.mu.Unlock()
		old := h.signAs("key-1")
		if w := h.postAs(h.says(ana, tidewellRoom, "one"), h.signAs("key-9")); w.Code != 200 || h.fetched() != 2 {
			t.Errorf("with a new key: status %d, fetched %d times", w.Code, h.fetched())
		}
		if w := h.postAs(h.says(ana, tidewellRoom, "two"), old); w.Code != 401 {
			t.Errorf("with a key that was taken back: status %d", w.Code)
		}
		for range 20 {
			h.postAs(h.says(ana, tidewellRoom, "three"), h.signAs("invented"))
		}
		if n := h.fetched(); n != 2 {
			t.Errorf("invented keys made it fetch %d times", n-2)
		}
		time.Sleep(7 * time.Hour)
		if n := h.fetched(); n != 3 {
			t.Errorf("fetched %d times within seven hours, want once more", n)
		}
	})
	inside(t, func(t *testing.T, h *house) {
		if w := h.post(h.says(ana, tidewellRoom, "one")); w.Code != http.StatusServiceUnavailable {
			t.Errorf("without keys: status %d, want 503", w.Code)
		}
		if h.Healthy() == nil {
			t.Error("it is healthy without keys")
		}
	}, func(o *teams.Options) { o.OpenIDMetadataURL = "https://teams.test/nowhere" })
}

func (h *house) fetched() int {
	h.stub.mu.Lock()
	defer h.stub.mu.Unlock()
	return h.keyFetch
}

func (h *house) signAs(kid string) string {
	v := visitor{method: jwt.SigningMethodRS256, key: theKey(), kid: kid, claims: claims()}
	return v.signed(h.t)
}

// Without an app id nobody comes in, whatever their token names.
func TestNobodyComesInWithoutAnApp(t *testing.T) {
	inside(t, func(t *testing.T, h *house) {
		for _, aud := range []any{"", nil, appID} {
			c := claims()
			c["aud"] = aud
			if w := h.postAs(h.says(ana, tidewellRoom, "hello"), h.sign(t, c)); w.Code != 401 || len(h.heard()) > 0 {
				t.Errorf("for %v: status %d", aud, w.Code)
			}
		}
	}, func(o *teams.Options) { o.AppID = "" })
}

// Of requests that come all at once no more are taken than can be held, and Teams
// sends the rest again.
func TestAFloodIsSentAgain(t *testing.T) {
	inside(t, func(t *testing.T, h *house) {
		h.post(h.says(ana, tidewellRoom, "hello")) // so that it is known who she is
		release := make(chan struct{})
		h.answers(func(context.Context, bot.Event) (bot.Answer, error) {
			<-release
			return bot.Answer{}, nil
		})
		header, activity := h.sign(t, claims()), h.says(ana, tidewellRoom, "sections")
		codes := make(chan int, 300)
		for range 300 {
			go func() { codes <- h.take(activity, header).Code }()
		}
		synctest.Wait()
		close(release)
		got := map[int]int{}
		for range 300 {
			got[<-codes]++
		}
		if got[200] != 256 || got[503] != 44 {
			t.Errorf("answers %v, want 256 that were taken and 44 for later", got)
		}
	})
}

// What is no request of Teams is refused without a word too many, and harms
// nothing.
func TestWhatIsNoActivity(t *testing.T) {
	cases := []struct {
		name, body string
		want       int
	}{
		{"nothing", "", 400},
		{"no JSON", "{", 400},
		{"no object", "[]", 400},
		{"null", "null", 400},
		{"too large", strings.Repeat(" ", 2<<20) + "{}", 413},
		{"an object that says nothing", "{}", 403},
		{"types that are not what they should be", `{"type":7,"channelId":"msteams","serviceUrl":"` + service + `","conversation":{"tenantId":"` + home + `","id":[1]},"from":"x","timestamp":"noon","value":"x","entities":{}}`, 200},
		{"an activity of tomorrow", `{"type":"hologram","channelId":"msteams","serviceUrl":"` + service + `","conversation":{"tenantId":"` + home + `","id":"a:1"}}`, 200},
	}
	inside(t, func(t *testing.T, h *house) {
		for _, c := range cases {
			w := h.post([]byte(c.body))
			if w.Code != c.want || len(w.Body.String()) > 40 {
				t.Errorf("%s: status %d %s, want %d", c.name, w.Code, w.Body, c.want)
			}
		}
		if w := h.postAs([]byte("{}"), ""); w.Code != 401 {
			t.Errorf("an empty request: status %d, want 401", w.Code)
		}
		if len(h.heard()) > 0 {
			t.Errorf("delivered %+v", h.heard())
		}
	})
}
