package slack_test

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// The bodies that the three addresses take.
const (
	anEvent   = `{"type":"event_callback","event_id":"Ev1","event":{"type":"message","user":"U0ANA","channel":"C0TIDEWELL","text":"hello","ts":"1.000100","team":"T0TIDEWELL"}}`
	aCommand  = `command=%2Fsoundings&text=status&user_id=U0DANA&team_id=T0HOME&channel_id=C0TEAM&trigger_id=1.2.3&response_url=http%3A%2F%2Fslack.test%2Fresponse%2F1`
	somePress = `{"type":"block_actions","user":{"id":"U0DANA","team_id":"T0HOME"},"channel":{"id":"C0TEAM"},"trigger_id":"1.2.3",` +
		`"container":{"message_ts":"1.000100"},"actions":[{"action_id":"p|1|show|care","value":"6","action_ts":"2.000100"}]}`
)

func anInteraction() string { return url.Values{"payload": {somePress}}.Encode() }

// post sends a body as whoever signs with that secret at that moment.
func (h *house) post(path, body, secret string, at time.Time) *httptest.ResponseRecorder {
	return h.take(path, body, sign([]byte(body), secret, at))
}

// sign gives the headers by which a body is Slack's.
func sign(body []byte, secret string, at time.Time) http.Header {
	stamp := strconv.FormatInt(at.Unix(), 10)
	mac := hmac.New(sha256.New, []byte(secret))
	_, _ = mac.Write(append([]byte("v0:"+stamp+":"), body...))
	return http.Header{"X-Slack-Request-Timestamp": {stamp}, "X-Slack-Signature": {"v0=" + hex.EncodeToString(mac.Sum(nil))}}
}

func (h *house) take(path, body string, header http.Header) *httptest.ResponseRecorder {
	r := httptest.NewRequestWithContext(h.t.Context(), http.MethodPost, path, strings.NewReader(body))
	r.Header = header
	w := httptest.NewRecorder()
	h.Adapter.Handler().ServeHTTP(w, r)
	return w
}

func TestOnlyWhatSlackSignedWithinFiveMinutesIsRead(t *testing.T) {
	paths := map[string]string{"/slack/events": anEvent, "/slack/commands": aCommand, "/slack/interactions": anInteraction()}
	cases := []struct {
		name   string
		secret string
		ago    time.Duration
		change func(http.Header)
		want   int
	}{
		{"as Slack signs", signing, 0, nil, 200},
		{"almost five minutes old", signing, 299 * time.Second, nil, 200},
		{"from a clock that is ahead", signing, -299 * time.Second, nil, 200},
		{"five minutes old", signing, 301 * time.Second, nil, 401},
		{"from the future", signing, -301 * time.Second, nil, 401},
		{"signed with another secret", "somebody else's", 0, nil, 401},
		{"signed for another moment", signing, 0, func(h http.Header) {
			h.Set("X-Slack-Request-Timestamp", strconv.FormatInt(time.Now().Unix()-1, 10))
		}, 401},
		{"without a signature", signing, 0, func(h http.Header) { h.Del("X-Slack-Signature") }, 401},
		{"without a moment", signing, 0, func(h http.Header) { h.Del("X-Slack-Request-Timestamp") }, 401},
		{"with a moment that is none", signing, 0, func(h http.Header) { h.Set("X-Slack-Request-Timestamp", "noon") }, 401},
		{"with a signature that is none", signing, 0, func(h http.Header) { h.Set("X-Slack-Signature", "v0=zz") }, 401},
	}
	for _, c := range cases {
		for path, body := range paths {
			t.Run(c.name+path, func(t *testing.T) {
				inside(t, byHTTP, func(t *testing.T, h *house) {
					header := sign([]byte(body), c.secret, time.Now().Add(-c.ago))
					if c.change != nil {
						c.change(header)
					}
					w := h.take(path, body, header)
					synctest.Wait()
					if w.Code != c.want {
						t.Errorf("status %d, want %d", w.Code, c.want)
					}
					if heard := len(h.heard()); heard != map[int]int{200: 1, 401: 0}[c.want] {
						t.Errorf("%d events were delivered", heard)
					}
				})
			})
		}
	}
}

// An adapter that listens by socket has no signing secret; nobody may sign with
// none.
func TestNothingHoldsWithoutASecret(t *testing.T) {
	inside(t, bySocket, func(t *testing.T, h *house) {
		if w := h.post("/slack/events", anEvent, "", time.Now()); w.Code != http.StatusUnauthorized {
			t.Errorf("status %d, want 401", w.Code)
		}
		if len(h.heard()) > 0 {
			t.Error("it was delivered")
		}
	})
}

func TestWhatIsNoRequestOfSlacksIsRefused(t *testing.T) {
	cases := []struct {
		name, path, body string
		want             int
	}{
		{"events: too large", "/slack/events", strings.Repeat(" ", 2<<20) + "{}", 413},
		{"commands: too large", "/slack/commands", "text=" + strings.Repeat("x", 2<<20), 413},
		{"interactions: too large", "/slack/interactions", "payload=" + strings.Repeat("x", 2<<20), 413},
		{"events: no JSON", "/slack/events", "{", 400},
		{"events: no object", "/slack/events", "[]", 400},
		{"commands: no form", "/slack/commands", "a=%zz", 400},
		{"commands: nobody typed it", "/slack/commands", "trigger_id=1&channel_id=C0TEAM", 400},
		{"commands: no way to tell it from another", "/slack/commands", "user_id=U0DANA&channel_id=C0TEAM", 400},
		{"interactions: no payload", "/slack/interactions", "a=b", 400},
		{"interactions: nothing was done", "/slack/interactions", "payload=%7B%22type%22%3A%22block_actions%22%7D", 400},
		{"elsewhere", "/slack/other", "{}", 404},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			inside(t, byHTTP, func(t *testing.T, h *house) {
				w := h.post(c.path, c.body, signing, time.Now())
				if w.Code != c.want {
					t.Errorf("status %d, want %d", w.Code, c.want)
				}
				if len(w.Body.String()) > 100 {
					t.Errorf("it tells too much: %s", w.Body)
				}
				if len(h.heard()) > 0 {
					t.Error("it was delivered")
				}
			})
		})
	}
}

// Of requests that come all at once no more are taken than can be held, and Slack
// sends the rest again.
func TestAFloodIsSentAgain(t *testing.T) {
	inside(t, byHTTP, func(t *testing.T, h *house) {
		release := make(chan struct{})
		h.answers(holding(release))
		codes := make(chan int, 300)
		for range 300 {
			go func() { codes <- h.post("/slack/events", anEvent, signing, time.Now()).Code }()
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

func escaped(text string) string { return url.QueryEscape(text) }
