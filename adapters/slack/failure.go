package slack

import (
	"errors"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"soundings/bot"
)

// failure says what a call's error means for the message.
func failure(err error) *bot.SendError {
	if e, ok := errors.AsType[*bot.SendError](err); ok {
		return e
	}
	if limited, ok := errors.AsType[*slack.RateLimitedError](err); ok {
		return &bot.SendError{Reason: bot.Limited, Wait: max(limited.RetryAfter, time.Second), Err: err}
	}
	if status, ok := errors.AsType[slack.StatusCodeError](err); ok {
		if status.Code == http.StatusTooManyRequests {
			return &bot.SendError{Reason: bot.Limited, Wait: 5 * time.Second, Err: err}
		}
		return &bot.SendError{Reason: bot.Transient, Unsure: true, Err: err} // a proxy's 403, too, may pass
	}
	if refused, ok := errors.AsType[slack.SlackErrorResponse](err); ok {
		return refusal(refused.Err)
	}
	if dial, ok := errors.AsType[*net.OpError](err); ok && dial.Op == "dial" {
		return &bot.SendError{Reason: bot.Transient, Err: plainError(err)} // it never got there
	}
	return &bot.SendError{Reason: bot.Transient, Unsure: true, Err: plainError(err)}
}

// refusal says what Slack's code means for the message, and to people.
func refusal(code string) *bot.SendError {
	e := &bot.SendError{Reason: bot.Denied, Err: errors.New(code)}
	if lockedOut(code) {
		e.Plain = removedPlain
		return e
	}
	switch code {
	case "ratelimited", "rate_limited", "message_limit_exceeded":
		e.Reason, e.Wait = bot.Limited, 5*time.Second
	case "channel_not_found":
		e.Plain = "Slack knows no such channel, or does not let us see it: in Slack, invite Soundings to the channel"
	case "not_in_channel":
		e.Plain = "Soundings is not in the channel: in Slack, invite it there"
	case "is_archived", "is_inactive":
		e.Plain = "the channel is archived: in Slack, restore it, or invite the supplier in another"
	case "restricted_action", "restricted_action_read_only_channel", "restricted_action_thread_only_channel", "restricted_action_non_threadable_channel":
		e.Plain = "the settings of the channel do not let Soundings post there: in Slack, whoever runs the channel can change that"
	case "missing_scope", "not_allowed_token_type", "no_permission", "ekm_access_denied":
		e.Plain = "Soundings was not given the right to do that in Slack: whoever looks after it can run \"soundings check\""
	case "user_not_found", "user_not_in_channel", "cannot_dm_bot", "user_disabled", "messages_tab_disabled", "user_is_restricted":
		e.Plain = "Slack does not let us write to that person"
	case "msg_too_long", "msg_blocks_too_long", "no_text", "invalid_blocks", "invalid_blocks_format", "too_many_attachments", "invalid_attachments",
		"metadata_too_large", "invalid_metadata_format", "invalid_metadata_schema", "invalid_arguments", "invalid_arg_name":
		e.Reason = bot.Rejected
	case "thread_not_found", "cannot_reply_to_message", "thread_locked":
		e.Reason, e.Plain = bot.Rejected, "the message that this would have answered is not there any more, or closed for replies"
	case "message_not_found", "cant_update_message", "edit_window_closed", "update_failed":
		e.Reason, e.Plain = bot.Rejected, "the message is not there any more, so it could not be changed"
	default: // Slack is out of order, or says something new
		e.Reason, e.Unsure = bot.Transient, true
	}
	return e
}

// removedPlain is what people hear when Slack does not let us in.
const removedPlain = "Slack does not let Soundings in any more: whoever looks after it has to install it again"

// lockedOut says whether the code says that our token is no good.
func lockedOut(code string) bool {
	switch code {
	case "token_revoked", "token_expired", "account_inactive", "invalid_auth", "not_authed", "app_uninstalled", "org_login_required",
		"team_access_not_granted", "access_denied", "team_not_found", "enterprise_is_restricted", "two_factor_setup_required":
		return true
	}
	return false
}

// passing says whether the code says that Slack itself is out of order, or busy.
func passing(code string) bool {
	switch code {
	case "internal_error", "fatal_error", "service_unavailable", "request_timeout", "team_added_to_org":
		return true
	}
	return false
}

// failed is failure, and takes note whether Slack lets us in.
func (a *Adapter) failed(err error) *bot.SendError {
	if refused, ok := errors.AsType[slack.SlackErrorResponse](err); ok {
		a.shut.Store(lockedOut(refused.Err))
	}
	return failure(err)
}

// plainError is err without the address that was called, which a proxy or a
// redirect may have put a secret in.
func plainError(err error) error {
	if at, ok := errors.AsType[*url.Error](err); ok {
		return at.Err
	}
	return err
}

// ours says whether an address is one that may be given the token: that of the
// service we call, or one of Slack's own.
func (a *Adapter) ours(address string) bool {
	to, err := url.Parse(address)
	if err != nil {
		return false
	}
	if api, err := url.Parse(a.o.APIURL); err == nil && to.Scheme == api.Scheme && to.Host == api.Host {
		return true
	}
	host := to.Hostname()
	return to.Scheme == "https" && (host == "slack.com" || strings.HasSuffix(host, ".slack.com"))
}
