package fakeslack_test

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/slack-go/slack"

	"soundings/internal/fakeslack"
)

func TestTooFastInThreeWays(t *testing.T) {
	w := newWorld(t)
	post := func() error {
		_, _, err := w.api.PostMessage("C1", slack.MsgOptionText("x", false))
		return err
	}
	w.Fail("chat.postMessage", 1, fakeslack.Fault{Status: http.StatusTooManyRequests, RetryAfter: 1500 * time.Millisecond})
	w.Fail("chat.postMessage", 1, fakeslack.Fault{Status: http.StatusTooManyRequests})
	w.Fail("chat.postMessage", 1, fakeslack.Fault{Error: "ratelimited"})
	if limited, ok := errors.AsType[*slack.RateLimitedError](post()); !ok || limited.RetryAfter != 2*time.Second {
		t.Errorf("with Retry-After: %v", limited)
	}
	if status, ok := errors.AsType[slack.StatusCodeError](post()); !ok || status.Code != http.StatusTooManyRequests {
		t.Errorf("without Retry-After: %v", status)
	}
	code(t, "as an error", post(), "ratelimited")
	good(t, post())
	if n := len(w.Messages("C1")); n != 1 {
		t.Errorf("%d messages are there, want 1", n)
	}
}

func TestFaultsAfterDoing(t *testing.T) {
	w := newWorld(t)
	for name, fault := range map[string]fakeslack.Fault{
		"reset": {Reset: true, AfterDoing: true}, "status": {Status: http.StatusBadGateway, AfterDoing: true},
	} {
		t.Run(name, func(t *testing.T) {
			before := len(w.Messages("C1"))
			w.Fail("chat.postMessage", 1, fault)
			if _, _, err := w.api.PostMessage("C1", slack.MsgOptionText("x", false)); err == nil {
				t.Error("the call went well")
			}
			if n := len(w.Messages("C1")) - before; n != 1 {
				t.Errorf("%d messages came, want 1", n)
			}
			fault.AfterDoing = false
			w.Fail("chat.postMessage", 1, fault)
			if _, _, err := w.api.PostMessage("C1", slack.MsgOptionText("x", false)); err == nil {
				t.Error("the call went well")
			}
			if n := len(w.Messages("C1")) - before; n != 1 {
				t.Errorf("%d messages came, want still 1", n)
			}
		})
	}
}

func TestCallsHangUntilLetGo(t *testing.T) {
	w := newWorld(t)
	hang := make(chan struct{})
	w.Fail("auth.test", 1, fakeslack.Fault{Hang: hang})
	done := make(chan error, 1)
	go func() {
		_, err := w.api.AuthTest()
		done <- err
	}()
	select {
	case err := <-done:
		t.Fatalf("the call came back before: %v", err)
	default:
	}
	close(hang)
	good(t, <-done)
	w.Fail("auth.test", -1, fakeslack.Fault{Error: "internal_error"})
	for range 3 {
		_, err := w.api.AuthTest()
		code(t, "auth.test", err, "internal_error")
	}
	w.Heal("auth.test")
	_, err := w.api.AuthTest()
	good(t, err)
}

func TestStrictLimits(t *testing.T) {
	w := newWorld(t, func(o *fakeslack.Options) { o.Strict = true })
	w.AddChannel(fakeslack.Channel{ID: "C2", Members: []string{fakeslack.Bot}})
	post := func(channel string) error {
		_, _, err := w.api.PostMessage(channel, slack.MsgOptionText("x", false))
		return err
	}
	good(t, post("C1"))
	good(t, post("C1"))
	if limited, ok := errors.AsType[*slack.RateLimitedError](post("C1")); !ok || limited.RetryAfter != time.Second {
		t.Errorf("a third message: %v", limited)
	}
	good(t, post("C2"))
	w.clock.add(time.Second)
	good(t, post("C1"))
	for range 20 {
		_, _, err := w.api.GetConversations(&slack.GetConversationsParameters{})
		good(t, err)
	}
	if _, _, err := w.api.GetConversations(&slack.GetConversationsParameters{}); err == nil {
		t.Error("the twenty-first call in a minute of a method of tier 2 went well")
	}
	if got := w.Counts().Limited; got != 2 {
		t.Errorf("Limited = %d, want 2", got)
	}
}

func TestEventsAreRetriedThreeTimes(t *testing.T) {
	w := newWorld(t)
	w.app.answers(func(heard) (int, string) { return http.StatusInternalServerError, "" })
	var asked []int
	w.Retries(func(n int) <-chan time.Time {
		asked = append(asked, n)
		return nil
	})
	if _, err := w.Say(t.Context(), "U1ANA", "C1", "hello"); err == nil {
		t.Error("Say gave no error")
	}
	var nums, ids []string
	for _, h := range w.app.heard("message") {
		nums, ids = append(nums, h.Header.Get("X-Slack-Retry-Num")), append(ids, h.Payload["event_id"].(string))
		if h.Header.Get("X-Slack-Retry-Num") != "" && h.Header.Get("X-Slack-Retry-Reason") != "http_error" {
			t.Errorf("reason = %q", h.Header.Get("X-Slack-Retry-Reason"))
		}
	}
	if want := []string{"", "1", "2", "3"}; !cmp.Equal(nums, want) || !cmp.Equal(asked, []int{1, 2, 3}) {
		t.Errorf("retries = %q, want %q; asked %v", nums, want, asked)
	}
	if len(slices.Compact(ids)) != 1 {
		t.Errorf("ids = %q, want one", ids)
	}
	if c := w.Counts(); c.Sent != 4 || c.Retried != 3 || c.Refused != 4 || c.Acknowledged != 0 {
		t.Errorf("counts = %+v", c)
	}
}

func TestTheAppHasThreeSeconds(t *testing.T) {
	w := newWorld(t, func(o *fakeslack.Options) {
		o.After = func(time.Duration) <-chan time.Time {
			c := make(chan time.Time, 1)
			c <- time.Now() // three seconds pass at once
			return c
		}
	})
	hang := make(chan struct{})
	w.app.answers(func(heard) (int, string) {
		<-hang
		return http.StatusOK, ""
	})
	_, err := w.Command(t.Context(), "U1ANA", "C1", "/soundings", "")
	close(hang)
	if err == nil || !contains(err.Error(), "three seconds") {
		t.Errorf("Command = %v, want a time-out", err)
	}
}

func TestRedeliverAndOddEvents(t *testing.T) {
	w := newWorld(t)
	_, err := w.Say(t.Context(), "U1ANA", "C1", "hello")
	good(t, err)
	_, err = w.Redeliver(t.Context())
	good(t, err)
	all := w.app.heard("message")
	if len(all) != 2 || all[0].Payload["event_id"] != all[1].Payload["event_id"] || all[1].Header.Get("X-Slack-Retry-Num") != "1" {
		t.Errorf("heard = %+v", all)
	}
	good(t, w.Deliver(t.Context(), json.RawMessage(`{"type": "brand_new", "x": 1}`)))
	if got := w.app.last("brand_new").event()["x"]; got != 1.0 {
		t.Errorf("x = %v", got)
	}
	_, err = w.DeliverRaw(t.Context(), json.RawMessage(`{"type": "unheard_of"}`))
	good(t, err)
	_, err = w.RateLimitApp(t.Context())
	good(t, err)
	w.app.last("app_rate_limited")
	w.app.answers(func(h heard) (int, string) {
		challenge, _ := h.Payload["challenge"].(string)
		return http.StatusOK, challenge
	})
	good(t, w.Verify(t.Context()))
}

func TestForgedRequestsAreRefused(t *testing.T) {
	w := newWorld(t)
	body := []byte(`{"type": "event_callback"}`)
	stale := strconv.FormatInt(w.clock.Now().Add(-6*time.Minute).Unix(), 10)
	for name, forge := range map[string]map[string]string{
		"another signature": {"X-Slack-Signature": "v0=" + x(64)}, "an old time": {"X-Slack-Request-Timestamp": stale},
	} {
		if reply, err := w.Forge(t.Context(), body, forge); err != nil || reply.Status != http.StatusUnauthorized {
			t.Errorf("%s: %+v, %v", name, reply, err)
		}
	}
	if reply, err := w.Forge(t.Context(), body, nil); err != nil || reply.Status != http.StatusOK {
		t.Errorf("a good one: %+v, %v", reply, err)
	}
}

func TestTokensEnd(t *testing.T) {
	w := newWorld(t)
	good(t, w.Revoke(t.Context()))
	w.app.last("tokens_revoked")
	_, err := w.api.AuthTest()
	code(t, "after Revoke", err, "token_revoked")
	w.Reinstall()
	_, err = w.api.AuthTest()
	good(t, err)
	good(t, w.Uninstall(t.Context()))
	w.app.last("app_uninstalled")
	_, err = w.api.AuthTest()
	code(t, "after Uninstall", err, "account_inactive")
}

func TestWaitEndsWithItsContext(t *testing.T) {
	w := newWorld(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := w.WaitMessage(ctx, "C1", "never said"); !errors.Is(err, context.Canceled) {
		t.Errorf("WaitMessage = %v, want context.Canceled", err)
	}
	got := make(chan string, 1)
	go func() {
		m, _ := w.WaitMessage(bounded(t), "C1", "at last")
		got <- m.Text
	}()
	_, err := w.Say(t.Context(), "U1ANA", "C1", "and here at last it is")
	good(t, err)
	if text := <-got; text != "and here at last it is" {
		t.Errorf("WaitMessage gave %q", text)
	}
}
