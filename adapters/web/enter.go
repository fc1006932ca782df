package web

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"net/http"
	"net/url"
	"regexp"
	"strings"

	"soundings/bot"
	"soundings/internal/page"
)

// enterIn follows a link that signs somebody in.
func (a *Adapter) enterIn(w http.ResponseWriter, r *http.Request, _ visitor) {
	t, err := a.o.Links.read(purposeIn, r.PathValue("token"))
	if err != nil {
		a.noLink(w, r, visitor{})
		return
	}
	s := session{ID: newID(), Account: t.Account, Home: t.Home, Opener: t.Opener}
	account, err := a.o.Accounts.Account(r.Context(), t.Account)
	if err != nil && !errors.Is(err, ErrNoAccount) {
		a.fail(w, r, err)
		return
	}
	s.SignedOut = account.SignedOut
	a.keep(w, s)
	http.Redirect(w, r, "/", http.StatusSeeOther)
}

// enterTeam follows a link for a colleague of the buying team.
func (a *Adapter) enterTeam(w http.ResponseWriter, r *http.Request, v visitor) {
	t, err := a.o.Links.read(purposeTeam, r.PathValue("token"))
	if err != nil {
		a.noLink(w, r, v)
		return
	}
	if v.signedIn() && !v.account.Home {
		v = visitor{} // a browser that read as a supplier begins anew as a colleague
	}
	a.pass(w, v, Grant{Room: t.Room, Team: true, Came: t.Made}, true)
	http.Redirect(w, r, roomURL(t.Room), http.StatusSeeOther)
}

// rehearsal is what the rooms are called in which a team tries out what an
// organisation would see: the only ones of organisations that it may enter.
var rehearsal = regexp.MustCompile(`(^|\.)rehearsal-[0-9]+$`)

// enterRoom follows a link into an organisation's own room.
func (a *Adapter) enterRoom(w http.ResponseWriter, r *http.Request, v visitor) {
	t, err := a.o.Links.read(purposeRoom, r.PathValue("token"))
	switch {
	case err != nil:
		a.noLink(w, r, v)
	case v.account.Home && !rehearsal.MatchString(t.Room):
		a.render(w, r, v, http.StatusForbidden, page.View{
			Title: "You are signed in as a member of the buying team",
			Back:  &page.Link{Label: "Your engagements", URL: "/"},
			Body: []page.Part{page.Text{Markdown: "This link leads into the room of one organisation. What is done there is done in that organisation's name, " +
				"so it can't be done from here.\n\n" +
				"To see what they see, open the link in a private window of your browser, or in another browser. If it came to you by mistake, leave it; nothing has been opened."}},
		})
	default:
		a.pass(w, v, Grant{Room: t.Room, Came: t.Made}, false)
		http.Redirect(w, r, roomURL(t.Room), http.StatusSeeOther)
	}
}

// noLink answers a link that is not good, or not any more: in the same words
// and with the same status, so that it tells nobody whether it ever was.
func (a *Adapter) noLink(w http.ResponseWriter, r *http.Request, v visitor) {
	view := page.View{
		Title: "This link doesn't work",
		Body: []page.Part{page.Text{Markdown: "Links stop working after a while, so that an old message can't be used by somebody else. " +
			"What was written before is safe, and nothing has been lost.\n\n" +
			"If you copied the link, a part of it may be missing. Then open it from the message itself."}},
	}
	ask := "**To get a new one**, ask the person who sent you the link. It takes them a moment."
	switch {
	case strings.HasPrefix(r.URL.Path, "/f/"):
		ask = "**To get a new one**, write **files** where you had it. A link opens one file, for an hour."
	case strings.HasPrefix(r.URL.Path, "/in/") && a.o.Mail != nil:
		ask = "**To get a new one**, go to the [first page](" + a.o.Links.base + "/) and ask for it there. It comes by mail, and is good for an hour."
	case strings.HasPrefix(r.URL.Path, "/in/"):
		ask = "**To get a new one**, ask the person who runs this service. It is printed where the service is started."
	case strings.HasPrefix(r.URL.Path, "/j/") && a.o.Mail != nil:
		a.begin(w, &v)
		ask = "Or ask the person who sent you the link. It takes them a moment."
		view.Body = append(view.Body,
			page.Text{Markdown: "**To get a new one**, press the button: if this link was sent to a mail address, the new one goes there."},
			page.Buttons{Token: a.guard.Token(v.session.ID), Items: []page.Button{{
				Label: "Send me a new link", Action: "/link", Kind: page.Primary, Hidden: []page.Hidden{{Name: "link", Value: r.PathValue("token")}},
			}}})
	}
	view.Body = append(view.Body, page.Text{Markdown: ask})
	a.render(w, r, v, http.StatusNotFound, view)
}

// newLink asks for a new link in the place of one that has expired. Who asks is
// nobody; the link goes to whom the old one was meant for. The answer is the
// same for a link that never was.
func (a *Adapter) newLink(w http.ResponseWriter, r *http.Request, v visitor) {
	if _, ok := a.mails.Allow("link " + a.o.Site.Source(r)); !ok {
		a.o.Site.Fail(w, r, http.StatusTooManyRequests, nil)
		return
	}
	token := r.PostFormValue("link")
	t, err := a.o.Links.read(purposeRoom, token)
	if (err == nil || errors.Is(err, page.ErrExpired)) && t.Person != "" {
		if _, ok := a.mails.Allow("person " + t.Person); ok {
			if err := a.askLink(r, v, t, token); err != nil {
				a.fail(w, r, err)
				return
			}
		}
	}
	a.render(w, r, v, http.StatusOK, page.View{
		Title: "Look at your mail",
		Body: []page.Part{page.Text{Markdown: "If that link was sent to a mail address, and the address is still right, a new one is there within a few minutes. Please look among the unwanted mail, too.\n\n" +
			"If nothing arrives, ask the person who invited you."}},
	})
}

// askLink asks that a new link is sent to whom the old one was meant for.
func (a *Adapter) askLink(r *http.Request, v visitor, t ticket, token string) error {
	sum := sha256.Sum256([]byte(token + "\x00" + v.session.ID + "\x00" + a.o.Now().UTC().Format("2006-01-02 15")))
	_, err := a.o.Deliver(r.Context(), bot.Event{
		ID: Name + ":link-" + hex.EncodeToString(sum[:12]), Kind: bot.Pressed, Room: address(t.Room),
		Action: "say", Value: "new link " + t.Person,
	})
	return err
}

// roomURL is the address of a room's page.
func roomURL(room string, more ...string) string {
	return strings.Join(append([]string{"/r/" + url.PathEscape(room)}, more...), "/")
}

// address is where a room's messages go.
func address(room string) bot.Address { return bot.Address{Adapter: Name, Room: room} }
