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
	if err == nil {
		return nil
	}
	if limited, ok := errors.AsType[*slack.RateLimitedError](err); ok {
		return &bot.SendError{Reason: bot.Limited, Wait: max(limited.RetryAfter, time.Second), Err: err}
	}
	if status, ok := errors.AsType[slack.StatusCodeError](err); ok {
		switch {
		case status.Code == http.StatusTooManyRequests:
			return &bot.SendError{Reason: bot.Limited, Wait: 5 * time.Second, Err: err}
		case status.Code == http.StatusUnauthorized || status.Code == http.StatusForbidden:
			return &bot.SendError{Reason: bot.Denied, Err: err}
		}
		return &bot.SendError{Reason: bot.Transient, Unsure: true, Err: err}
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
	switch code {
	case "ratelimited", "rate_limited", "message_limit_exceeded":
		e.Reason, e.Wait = bot.Limited, 5*time.Second
	case "channel_not_found":
		e.Plain = "Slack knows no such channel, or does not let us see it: in Slack, invite Soundings to the channel"
	case "not_in_channel":
		e.Plain = "Soundings is not in the channel: in Slack, invite it there"
	case "is_archived":
		e.Plain = "the channel is archived: in Slack, restore it, or invite the supplier in another"
	case "restricted_action", "restricted_action_read_only_channel", "restricted_action_thread_only_channel", "restricted_action_non_threadable_channel":
		e.Plain = "the settings of the channel do not let Soundings post there: in Slack, whoever runs the channel can change that"
	case "token_revoked", "token_expired", "account_inactive", "invalid_auth", "not_authed", "app_uninstalled", "org_login_required", "team_access_not_granted", "access_denied", "team_not_found":
		e.Plain = "Slack does not let Soundings in any more: whoever looks after it has to install it again"
	case "missing_scope", "not_allowed_token_type", "no_permission", "ekm_access_denied":
		e.Plain = "Soundings was not given the right to do that in Slack: whoever looks after it can run \"soundings check\""
	case "user_not_found", "user_not_in_channel", "cannot_dm_bot", "user_disabled", "messages_tab_disabled", "user_is_restricted":
		e.Plain = "Slack does not let us write to that person"
	case "msg_too_long", "msg_blocks_too_long", "no_text", "invalid_blocks", "invalid_blocks_format", "too_many_attachments", "invalid_attachments",
		"metadata_too_large", "invalid_metadata_format", "invalid_metadata_schema", "cannot_reply_to_message", "thread_locked", "invalid_arguments", "invalid_arg_name":
		e.Reason = bot.Rejected
	case "message_not_found", "cant_update_message", "edit_window_closed", "update_failed", "is_inactive":
		e.Reason, e.Plain = bot.Rejected, "the message is not there any more, so it could not be changed"
	default:
		e.Reason, e.Unsure = bot.Transient, true
	}
	return e
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
	return to.Scheme == "https" && (host == "slack.com" || strings.HasSuffix(host, ".slack.com") || host == "files.slack.com")
}
