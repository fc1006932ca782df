package mail

import (
	"errors"
	"io"
	"net/http"
	"strings"

	"soundings/bot"
	"soundings/internal/secret"
)

// maxReport bounds a report; it holds our mail at most once.
const maxReport = 1 << 20

// reports takes the mail that came back, as the mail server got it. What it
// answers is for whoever sets that up, and for the script that hands it over:
// only 503 is worth another try.
func (a *Adapter) reports(w http.ResponseWriter, r *http.Request) {
	answer := func(status int, text string) {
		w.Header().Set("Content-Type", "text/plain; charset=utf-8")
		w.Header().Set("X-Content-Type-Options", "nosniff")
		w.Header().Set("Cache-Control", "no-store")
		w.WriteHeader(status)
		_, _ = io.WriteString(w, text+"\n") // whoever called may be gone
	}
	if a.options.ReportSecret.Empty() {
		answer(http.StatusNotFound, "Reports are not taken here: mail.report_secret is not set.")
		return
	}
	shown, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	if !ok || !secret.New(shown).Equal(a.options.ReportSecret) {
		w.Header().Set("WWW-Authenticate", "Bearer")
		answer(http.StatusUnauthorized, "Send the secret of mail.report_secret as: Authorization: Bearer …")
		return
	}
	b, err := readBounce(http.MaxBytesReader(w, r.Body, maxReport))
	if _, large := errors.AsType[*http.MaxBytesError](err); large {
		answer(http.StatusRequestEntityTooLarge, "That is longer than a report can be.")
		return
	}
	if err != nil {
		answer(http.StatusBadRequest, "That is no mail: send the whole message as it came, headers first.")
		return
	}
	status, text := a.returned(r, b)
	answer(status, text)
}

// returned delivers what a report says of a message of ours.
func (a *Adapter) returned(r *http.Request, b bounce) (status int, text string) {
	if !b.failed {
		return http.StatusOK, "Nothing to record: it says of no message that it failed for good."
	}
	if len(b.ids) == 0 {
		return http.StatusOK, "Nothing to record: it names no message of ours."
	}
	for _, id := range b.ids {
		whose, sent, ok := a.signer.read(id)
		if !ok {
			continue
		}
		_, err := a.options.Deliver(r.Context(), bot.Event{
			ID: bot.MailAdapter + ":returned:" + sent, Kind: bot.Returned,
			Room: bot.Address{Adapter: bot.MailAdapter, Room: whose}, Original: sent, Text: b.why(),
		})
		if err != nil {
			a.options.Log.WarnContext(r.Context(), "report on mail not taken", "error", err)
			return http.StatusServiceUnavailable, "Not now: send it again in a few minutes."
		}
		return http.StatusOK, "Recorded."
	}
	a.options.Log.WarnContext(r.Context(), "report on mail refused: it names a message that is not ours")
	return http.StatusForbidden, "It names a message that was not sent from here."
}
