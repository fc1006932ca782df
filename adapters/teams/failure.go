package teams

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"time"

	"golang.org/x/oauth2"

	"soundings/bot"
)

// statusError is a refusal of the connector: its status, and the code that it
// gives for it. Its text, which may hold anything, is left out.
type statusError struct {
	code int
	name string        // "BotNotInConversationRoster"; "" where it gives none
	wait time.Duration // that it asks for
}

// Error gives the status and the code.
func (e *statusError) Error() string {
	if e.name == "" {
		return fmt.Sprintf("status %d", e.code)
	}
	return fmt.Sprintf("status %d %s", e.code, e.name)
}

// codeName is what the names of codes look like.
var codeName = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9]{0,60}$`)

// statusOf reads a refusal.
func statusOf(r *http.Response) *statusError {
	e := &statusError{code: r.StatusCode, wait: retryAfter(r.Header.Get("Retry-After"))}
	data, err := io.ReadAll(io.LimitReader(r.Body, 64<<10))
	if o, ok := read(data); ok && err == nil {
		if name := cmp.Or(o.in("error").text("code"), o.text("errorCode"), o.text("code")); codeName.MatchString(name) {
			e.name = name
		}
	}
	return e
}

func retryAfter(header string) time.Duration {
	if seconds, err := strconv.ParseFloat(header, 64); err == nil && seconds > 0 && seconds < 24*3600 {
		return time.Duration(seconds * float64(time.Second))
	}
	return 0
}

// tokenError says that we have no token to write with.
type tokenError struct{ err error }

// Error says so, and what was answered, which never holds the secret.
func (e *tokenError) Error() string {
	if refused, ok := errors.AsType[*oauth2.RetrieveError](e.err); ok {
		if codeName.MatchString(refused.ErrorCode) || codeWord.MatchString(refused.ErrorCode) {
			return "get token: " + refused.ErrorCode
		}
		if refused.Response != nil {
			return fmt.Sprintf("get token: status %d", refused.Response.StatusCode)
		}
	}
	return "get token: " + plainError(e.err).Error()
}

// codeWord is what the codes of token endpoints look like: "invalid_client".
var codeWord = regexp.MustCompile(`^[a-z_]{1,60}$`)

// final says whether Microsoft refuses us a token for what we are, not for now.
func (e *tokenError) final() bool {
	refused, ok := errors.AsType[*oauth2.RetrieveError](e.err)
	return ok && refused.Response != nil && (refused.Response.StatusCode == http.StatusBadRequest || refused.Response.StatusCode == http.StatusUnauthorized)
}

// failure says what a call's error means for the message.
func failure(err error) *bot.SendError {
	if e, ok := errors.AsType[*bot.SendError](err); ok {
		return e
	}
	if e, ok := errors.AsType[*statusError](err); ok {
		return refused(e)
	}
	if e, ok := errors.AsType[*tokenError](err); ok {
		if e.final() {
			return &bot.SendError{Reason: bot.Denied, Plain: lockedOutPlain, Err: e}
		}
		return &bot.SendError{Reason: bot.Transient, Err: e} // nothing was sent
	}
	if errors.Is(err, errNotAllowed) {
		return &bot.SendError{Reason: bot.Denied, Plain: unknownPlain, Err: err}
	}
	if dial, ok := errors.AsType[*net.OpError](err); ok && dial.Op == "dial" {
		return &bot.SendError{Reason: bot.Transient, Err: plainError(err)} // it never got there
	}
	return &bot.SendError{Reason: bot.Transient, Unsure: true, Err: plainError(err)}
}

// What people hear when Teams does not let us in, or does not know a place.
const (
	lockedOutPlain = "Microsoft does not let Soundings in: whoever looks after it can run \"soundings check\""
	unknownPlain   = "Soundings does not know that place in Teams any more: add it to the team or chat again, and write to it there"
	leftPlain      = "Soundings is not in that team or chat any more, or may not write there: in Teams, add it again"
	gonePlain      = "that channel or chat is not there any more: in Teams, make another, and write to Soundings in it"
	editPlain      = "the message is not there any more, so it could not be changed"
)

// refused says what the connector's answer means for the message, and to people.
func refused(e *statusError) *bot.SendError {
	f := &bot.SendError{Reason: bot.Transient, Err: e}
	switch e.code {
	case http.StatusTooManyRequests:
		f.Reason, f.Wait = bot.Limited, cmp.Or(e.wait, 5*time.Second)
	case http.StatusPreconditionFailed: // somebody else was at it: nothing was done
		f.Wait = e.wait
	case http.StatusUnauthorized:
		f.Reason, f.Plain = bot.Denied, lockedOutPlain
	case http.StatusForbidden:
		f.Reason, f.Plain = bot.Denied, forbidden(e.name)
	case http.StatusNotFound, http.StatusGone:
		f.Reason, f.Plain = bot.Denied, gonePlain
		if e.name == "ActivityNotFoundInConversation" || e.name == "MessageNotFound" {
			f.Reason, f.Plain = bot.Rejected, editPlain
		}
	case http.StatusBadRequest, http.StatusRequestEntityTooLarge, http.StatusUnprocessableEntity, http.StatusUnsupportedMediaType, http.StatusNotImplemented:
		f.Reason = bot.Rejected
	default: // 502, 504 and their like: it may be there all the same
		f.Unsure, f.Wait = true, e.wait
	}
	return f
}

// forbidden says why we may not write somewhere.
func forbidden(name string) string {
	switch name {
	case "MessageWritesBlocked":
		return "that person has blocked Soundings in Teams"
	case "ConversationBlockedByUser":
		return "that person has blocked or removed Soundings in Teams"
	}
	return leftPlain
}

// plainError is err without the address that was called.
func plainError(err error) error {
	if at, ok := errors.AsType[*url.Error](err); ok {
		return at.Err
	}
	return err
}

// pause waits for d, or until ctx is done.
func pause(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// errBody is what goes back for an invoke that was not taken.
func errBody(code int, text string) map[string]any {
	return map[string]any{
		"statusCode": code, "type": "application/vnd.microsoft.error",
		"value": map[string]any{"code": strconv.Itoa(code), "message": text},
	}
}
