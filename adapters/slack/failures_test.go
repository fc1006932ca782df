package slack_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"soundings/bot"
	"soundings/internal/fakeslack"
)

// wantFailure checks that an error is a SendError for that reason, with those
// words for people.
func wantFailure(t *testing.T, what string, err error, reason bot.Reason, plain string) {
	t.Helper()
	failure, ok := errors.AsType[*bot.SendError](err)
	if !ok || failure.Reason != reason || !strings.Contains(failure.Plain, plain) {
		t.Errorf("%s = %v, want it %s with %q", what, err, reason, plain)
		if ok {
			t.Errorf("people are told %q", failure.Plain)
		}
	}
}

// words that no error and no line of the log may tell.
const private = "Tidewell would need nine months"

// wantDiscreet checks that neither an error nor the log tells what was said, or a
// secret.
func wantDiscreet(t *testing.T, h *house, err error) {
	t.Helper()
	told := h.log.String()
	for e := err; e != nil; e = errors.Unwrap(e) {
		told += e.Error() + "\n"
	}
	for _, secret := range []string{"hunter2", "nine months"} {
		if strings.Contains(told, secret) {
			t.Errorf("%q is told:\n%s", secret, told)
		}
	}
}

func TestWhyAMessageCouldNotBePosted(t *testing.T) {
	cases := []struct {
		name   string
		fault  fakeslack.Fault
		reason bot.Reason
		wait   time.Duration
		unsure bool
		plain  string
	}{
		{"too fast, with how long to wait", fakeslack.Fault{Status: 429, RetryAfter: 30 * time.Second}, bot.Limited, 30 * time.Second, false, ""},
		{"too fast", fakeslack.Fault{Status: 429, Body: "slow down"}, bot.Limited, 5 * time.Second, false, ""},
		{"too fast, as an error", fakeslack.Fault{Error: "ratelimited"}, bot.Limited, 5 * time.Second, false, ""},
		{"too fast in that channel", fakeslack.Fault{Error: "message_limit_exceeded"}, bot.Limited, 5 * time.Second, false, ""},
		{"Slack is out of order", fakeslack.Fault{Status: 502}, bot.Transient, 0, true, ""},
		{"Slack is out of order, as an error", fakeslack.Fault{Error: "internal_error"}, bot.Transient, 0, true, ""},
		{"a proxy is in the way", fakeslack.Fault{Status: 403, Body: "<html>"}, bot.Transient, 0, true, ""},
		{"an answer that is none", fakeslack.Fault{Body: "<html>"}, bot.Transient, 0, true, ""},
		{"the connection is reset", fakeslack.Fault{Reset: true}, bot.Transient, 0, true, ""},
		{"the connection is reset once it is posted", fakeslack.Fault{Reset: true, AfterDoing: true}, bot.Transient, 0, true, ""},
		{"a code that is new", fakeslack.Fault{Error: "teapot"}, bot.Transient, 0, true, ""},

		{"no such channel", fakeslack.Fault{Error: "channel_not_found"}, bot.Denied, 0, false, "invite Soundings to the channel"},
		{"not in the channel", fakeslack.Fault{Error: "not_in_channel"}, bot.Denied, 0, false, "invite it there"},
		{"archived", fakeslack.Fault{Error: "is_archived"}, bot.Denied, 0, false, "restore it"},
		{"restricted", fakeslack.Fault{Error: "restricted_action"}, bot.Denied, 0, false, "whoever runs the channel can change that"},
		{"a right is missing", fakeslack.Fault{Error: "missing_scope"}, bot.Denied, 0, false, "soundings check"},
		{"the token is wrong", fakeslack.Fault{Error: "invalid_auth"}, bot.Denied, 0, false, "install it again"},
		{"the token is revoked", fakeslack.Fault{Error: "token_revoked"}, bot.Denied, 0, false, "install it again"},
		{"the account is gone", fakeslack.Fault{Error: "account_inactive"}, bot.Denied, 0, false, "install it again"},

		{"too long", fakeslack.Fault{Error: "msg_blocks_too_long"}, bot.Rejected, 0, false, ""},
		{"not understood", fakeslack.Fault{Error: "invalid_blocks"}, bot.Rejected, 0, false, ""},
		{"the thread is gone", fakeslack.Fault{Error: "thread_not_found"}, bot.Rejected, 0, false, "not there any more"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			inside(t, byHTTP, func(t *testing.T, h *house) {
				h.Fail("chat.postMessage", 1, c.fault)
				_, err := h.Send(t.Context(), bot.Part{Key: "care/k/0.0", To: at(tidewellRoom), Blocks: []bot.Block{bot.Say(private)}})
				wantFailure(t, "Send", err, c.reason, c.plain)
				failure, _ := errors.AsType[*bot.SendError](err)
				if failure.Wait != c.wait || failure.Unsure != c.unsure || failure.Err == nil {
					t.Errorf("wait %v, unsure %v, cause %v, want %v and %v", failure.Wait, failure.Unsure, failure.Err, c.wait, c.unsure)
				}
				if (failure.Plain == "") != (c.plain == "") {
					t.Errorf("people are told %q", failure.Plain)
				}
				wantDiscreet(t, h, err)
			})
		})
	}
}

func TestWhyAMessageCouldNotBeChanged(t *testing.T) {
	for code, reason := range map[string]bot.Reason{
		"message_not_found": bot.Rejected, "cant_update_message": bot.Rejected, "edit_window_closed": bot.Rejected,
		"is_archived": bot.Denied, "msg_too_long": bot.Rejected, "token_revoked": bot.Denied, "ratelimited": bot.Limited,
	} {
		t.Run(code, func(t *testing.T) {
			inside(t, byHTTP, func(t *testing.T, h *house) {
				id := h.posted(tidewellRoom, bot.Say("Three answered."))
				h.Fail("chat.update", 1, fakeslack.Fault{Error: code})
				err := h.Edit(t.Context(), id, bot.Part{Key: "k", To: at(tidewellRoom), Blocks: []bot.Block{bot.Say(private)}})
				wantFailure(t, "Edit", err, reason, "")
				wantDiscreet(t, h, err)
			})
		})
	}
}

// While Slack does not let us in it is told, and not for longer.
func TestHealthyWhileTheTokenIsRefused(t *testing.T) {
	inside(t, byHTTP, func(t *testing.T, h *house) {
		send := func() {
			_, _ = h.Send(t.Context(), bot.Part{Key: "k", To: at(tidewellRoom), Blocks: []bot.Block{bot.Say("Hello.")}})
		}
		h.Fail("chat.postMessage", 1, fakeslack.Fault{Error: "invalid_auth"})
		send()
		if h.Healthy() == nil {
			t.Error("it says that all is well")
		}
		send()
		if err := h.Healthy(); err != nil {
			t.Errorf("it is let in again, and says %v", err)
		}
	})
}

// Nobody answers, where Slack should be: nothing was posted, and that is known.
func TestNobodyAnswers(t *testing.T) {
	inside(t, byHTTP, func(t *testing.T, h *house) {
		h.wires.mu.Lock()
		delete(h.wires.hosts, "slack.test:80")
		h.wires.mu.Unlock()
		_, err := h.Send(t.Context(), bot.Part{Key: "k", To: at(tidewellRoom), Blocks: []bot.Block{bot.Say(private)}})
		wantFailure(t, "Send", err, bot.Transient, "")
		if failure, _ := errors.AsType[*bot.SendError](err); failure.Unsure {
			t.Error("it may have been posted, it says")
		}
		wantDiscreet(t, h, err)
	})
}
