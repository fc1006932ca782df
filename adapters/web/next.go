package web

import (
	"net/http"
	"slices"

	"soundings/bot"
	"soundings/internal/page"
)

// mineToo is set on the address of a form by whoever wants what stands in it already.
const mineToo = "mine"

// shared says whether several people may be at one browser in this room, each a voice of
// their own: people who use a service, in a day centre. Somebody of the buying team who
// tries it out is not.
func shared(v visitor, g Grant, plain bool) bool { return plain && !g.Team && !v.account.Home }

// whoWrites says as whom a browser writes, with the way to be somebody else.
func (a *Adapter) whoWrites(v visitor, g Grant) []page.Part {
	who := "You have not said your name."
	if v.account.Name != "" {
		who = "You are **" + plainly(v.account.Name) + "**."
	}
	return []page.Part{
		page.Text{Markdown: who + " Does somebody else write here now? Then each of you is a voice of your own, and neither reads what the other said.", Small: true},
		page.Buttons{Token: a.guard.Token(v.session.ID), Items: []page.Button{{Label: "I am somebody else", Action: roomURL(g.Room, "next")}}},
	}
}

// next begins anew in the same browser and the same room, for somebody else: what was
// said before stays, and nothing of it is shown or changed from now on.
func (a *Adapter) next(w http.ResponseWriter, r *http.Request, v visitor, g Grant) {
	if g.Team || v.account.Home {
		a.o.Site.Fail(w, r, http.StatusNotFound, nil)
		return
	}
	a.keep(w, session{ID: newID(), Account: newID(), Passes: []Grant{{Room: g.Room, Came: g.Came}}})
	http.Redirect(w, r, roomURL(g.Room), http.StatusSeeOther)
}

// saidBefore says whether a form shows words that somebody wrote before.
func saidBefore(form bot.Form) bool {
	return slices.ContainsFunc(form.Fields, func(f bot.Field) bool { return f.Kind == bot.Words && f.Value != "" })
}

// askWhose stands before a form that would show what somebody at this browser wrote: the
// next one may not be the same person.
func (a *Adapter) askWhose(w http.ResponseWriter, r *http.Request, v visitor, g Grant, form bot.Form) {
	q := r.URL.Query()
	q.Set(mineToo, "1")
	body := []page.Part{
		page.Text{Markdown: "Something was written on this already, in this browser. It is not shown to whoever comes next."},
		page.Buttons{Items: []page.Button{{Label: "It was me: show it", URL: r.URL.Path + "?" + q.Encode(), Kind: page.Primary}}},
	}
	title := clean(form.Heading)
	if title == "" {
		title = clean(form.Title)
	}
	a.render(w, r, v, http.StatusOK, page.View{
		Title: title, Engagement: g.Title, Large: true, Back: &page.Link{Label: "Back without saving", URL: roomURL(g.Room)},
		Body: append(body, a.whoWrites(v, g)...),
	})
}
