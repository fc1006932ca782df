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
		a.expired(w, r, visitor{}, "", "", err)
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
		a.expired(w, r, v, "", "", err)
		return
	}
	if v.signedIn() && !v.account.Home {
		v = visitor{} // a browser that read as a supplier begins anew as a colleague
	}
	a.pass(w, v, Grant{Room: t.Room, Team: true}, true)
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
		a.expired(w, r, v, r.PathValue("token"), t.Person, err)
	case v.account.Home && !rehearsal.MatchString(t.Room):
		a.render(w, r, v, http.StatusForbidden, page.View{
			Title: "You are signed in as a member of the buying team",
			Back:  &page.Link{Label: "Your engagements", URL: "/"},
			Body: []page.Part{page.Text{Markdown: "This link leads into the room of one organisation. What is done there is done in that organisation's name, " +
				"so it can't be done from here.\n\n" +
				"To see what they see, open the link in a private window of your browser, or in another browser. If it came to you by mistake, leave it; nothing has been opened."}},
		})
	default:
		a.pass(w, v, Grant{Room: t.Room}, false)
		http.Redirect(w, r, roomURL(t.Room), http.StatusSeeOther)
	}
}

// expired answers a link that is not good, or not any more.
func (a *Adapter) expired(w http.ResponseWriter, r *http.Request, v visitor, token, person string, err error) {
	if !errors.Is(err, page.ErrExpired) {
		a.o.Site.Fail(w, r, http.StatusNotFound, nil)
		return
	}
	view := page.View{
		Title: "This link has expired",
		Body: []page.Part{page.Text{Markdown: "Links stop working after a while, so that an old message can't be used by somebody else. " +
			"What you wrote before is safe, and nothing has been lost."}},
	}
	if person == "" {
		view.Body = append(view.Body, page.Text{Markdown: "Ask the person who sent you the link for a new one. It takes them a moment."})
		a.render(w, r, v, http.StatusGone, view)
		return
	}
	a.begin(w, &v)
	view.Body = append(view.Body,
		page.Text{Markdown: "We can send a new one to the address that this link was sent to."},
		page.Buttons{Token: a.guard.Token(v.session.ID), Items: []page.Button{{
			Label: "Send me a new link", Action: "/link", Kind: page.Primary, Hidden: []page.Hidden{{Name: "link", Value: token}},
		}}})
	a.render(w, r, v, http.StatusGone, view)
}

// newLink asks for a new link in the place of one that has expired. Who asks is
// nobody; the link goes to whom the old one was meant for.
func (a *Adapter) newLink(w http.ResponseWriter, r *http.Request, v visitor) {
	token := r.PostFormValue("link")
	t, err := a.o.Links.read(purposeRoom, token)
	if err != nil && !errors.Is(err, page.ErrExpired) || t.Person == "" {
		a.o.Site.Fail(w, r, http.StatusNotFound, nil)
		return
	}
	if _, ok := a.mails.Allow("person " + t.Person); !ok {
		a.o.Site.Fail(w, r, http.StatusTooManyRequests, nil)
		return
	}
	sum := sha256.Sum256([]byte(token + "\x00" + v.session.ID + "\x00" + a.o.Now().UTC().Format("2006-01-02 15")))
	_, err = a.o.Deliver(r.Context(), bot.Event{
		ID: Name + ":link-" + hex.EncodeToString(sum[:12]), Kind: bot.Pressed, Room: address(t.Room),
		Action: "say", Value: "new link " + t.Person,
	})
	if err != nil {
		a.fail(w, r, err)
		return
	}
	a.render(w, r, v, http.StatusOK, page.View{
		Title: "A new link is on its way",
		Body: []page.Part{page.Text{Markdown: "If the address is still right, the message is there within a few minutes. Please look among the unwanted mail, too.\n\n" +
			"If nothing arrives, ask the person who invited you."}},
	})
}

// roomURL is the address of a room's page.
func roomURL(room string, more ...string) string {
	return strings.Join(append([]string{"/r/" + url.PathEscape(room)}, more...), "/")
}

// address is where a room's messages go.
func address(room string) bot.Address { return bot.Address{Adapter: Name, Room: room} }
