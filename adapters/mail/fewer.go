package mail

import (
	"net/http"
	netmail "net/mail"
	"strings"

	"soundings/bot"
)

// Where the adapter is served.
const (
	fewerPath   = "/mail/fewer"
	reportsPath = "/mail/reports"
)

// maxForm bounds what a mail program sends with a click.
const maxForm = 4 << 10

// Handler serves what comes back by HTTP: the page for fewer messages, and the
// reports of the mail server. It belongs under /mail/.
func (a *Adapter) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET "+fewerPath, a.askFewer)
	mux.HandleFunc("POST "+fewerPath, a.fewer)
	mux.HandleFunc("POST "+reportsPath, a.reports)
	return mux
}

// notice is what the page says. With Token it has the one button.
type notice struct {
	Title string
	Words []string
	Token string
}

func (a *Adapter) show(w http.ResponseWriter, status int, n notice) {
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Security-Policy", "default-src 'none'; style-src "+a.pages.style+"; form-action 'self'; frame-ancestors 'none'; base-uri 'none'")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("X-Frame-Options", "DENY")
	h.Set("Referrer-Policy", "no-referrer") // the address is the token
	h.Set("Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=(), usb=(), interest-cohort=()")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_ = a.pages.fewer.Execute(w, n) // the reader may be gone
}

// What the page says, whatever was asked.
func badLink() notice {
	return notice{Title: "This link is not complete", Words: []string{
		"Part of it is missing, so we cannot tell which messages you mean. Nothing has changed.",
		"Please open it from the mail again, or copy all of it.",
	}}
}

func notNow() notice {
	return notice{Title: "That did not work just now", Words: []string{"Nothing has changed. Please try again in a few minutes, with the same link."}}
}

// askFewer shows what a press will do and does nothing: programs that look
// links over for viruses come here too.
func (a *Adapter) askFewer(w http.ResponseWriter, r *http.Request) {
	token := r.URL.Query().Get("t")
	if _, ok := a.signer.wish(token); !ok {
		a.show(w, http.StatusNotFound, badLink())
		return
	}
	a.show(w, http.StatusOK, notice{
		Title: "Fewer messages", Token: token,
		Words: []string{
			"We will then send only what everybody taking part must be told, such as changes to the draft and the answers to questions.",
			"You can change this back on your page.",
		},
	})
}

// fewer asks for fewer messages in the reader's name. Mail programs call it
// with one click (RFC 8058). The same link counts once.
func (a *Adapter) fewer(w http.ResponseWriter, r *http.Request) {
	r.Body = http.MaxBytesReader(w, r.Body, maxForm)
	token := r.URL.Query().Get("t")
	wished, ok := a.signer.wish(token)
	whose, sent, known := a.signer.read(wished.ID)
	if !ok || !known {
		a.show(w, http.StatusNotFound, badLink())
		return
	}
	address, err := a.options.Recipient(r.Context(), whose)
	if err != nil {
		a.options.Log.WarnContext(r.Context(), "wish for fewer messages not taken", "error", err)
		a.show(w, http.StatusServiceUnavailable, notNow())
		return
	}
	done := notice{Title: "You will get fewer messages", Words: []string{"From now on we send only what everybody taking part must be told. You can close this page."}}
	to, err := netmail.ParseAddress(address)
	if err != nil { // forgotten meanwhile: nothing is sent any more
		a.show(w, http.StatusOK, done)
		return
	}
	_, err = a.options.Deliver(r.Context(), bot.Event{
		ID: bot.MailAdapter + ":fewer:" + sent, Kind: bot.Pressed, Action: "say", Value: "fewer messages",
		Room:       bot.Address{Adapter: bot.MailAdapter, Room: whose, Ref: wished.Ref},
		Engagement: wished.Engagement, Sender: sender(to.Address),
	})
	if err != nil {
		a.options.Log.WarnContext(r.Context(), "wish for fewer messages not taken", "error", err)
		a.show(w, http.StatusServiceUnavailable, notNow())
		return
	}
	a.show(w, http.StatusOK, done)
}

// sender is the person who has a mail address, as bot keeps them.
func sender(address string) bot.Sender {
	address = strings.ToLower(address)
	return bot.Sender{ID: address, Contact: address, Direct: address}
}
