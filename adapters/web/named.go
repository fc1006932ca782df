package web

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"soundings/internal/page"
)

// nameFirst asks whoever is of a buying team for their name, once, before the first thing
// that they do in its room: what they declare, settle and agree to stands in the file. What
// they were about to do is kept in the form, and done as they go on. With a file it is done
// at once, since a page can't keep one; nothing is declared or agreed to by a file.
func (a *Adapter) nameFirst(h func(http.ResponseWriter, *http.Request, visitor, Grant)) func(http.ResponseWriter, *http.Request, visitor, Grant) {
	return func(w http.ResponseWriter, r *http.Request, v visitor, g Grant) {
		name := oneLine(r.PostFormValue("name"))
		switch {
		case !g.Team || v.account.Name != "" || withFile(r) || page.WantsRefresh(r):
			h(w, r, v, g)
		case name == "":
			a.askName(w, r, v, g)
		default:
			if err := a.introduced(r.Context(), &v, string([]rune(name)[:min(len([]rune(name)), mostName)]), ""); err != nil {
				a.fail(w, r, err)
				return
			}
			h(w, r, v, g)
		}
	}
}

// withFile says whether a file was chosen in the form.
func withFile(r *http.Request) bool {
	if r.MultipartForm == nil {
		return false
	}
	for field := range r.MultipartForm.File {
		if attached(r, field) != nil {
			return true
		}
	}
	return false
}

// askName shows the form, with what is to be done.
func (a *Adapter) askName(w http.ResponseWriter, r *http.Request, v visitor, g Grant) {
	form := page.Form{
		ID: "name", Action: r.URL.Path, Token: a.guard.Token(v.session.ID), Hidden: kept(r.PostForm),
		Fields: []page.Field{{Name: "name", Kind: page.Line, Label: "Your name", Autocomplete: "name", Max: mostName, Hint: "Asked once. Your colleagues see it beside what you do, and the file has it where you decide or agree."}},
		Submit: []page.Button{{Label: "Go on", Kind: page.Primary}},
	}
	if page.WantsFragment(r) {
		w.Header().Set("Soundings-Next", newID())
		a.o.Site.RenderFragment(w, r, http.StatusOK, page.Text{Markdown: "**Who are you?** Nothing was done yet."}, form)
		return
	}
	a.render(w, r, v, http.StatusOK, page.View{
		Title: "Who are you?", Lead: "Nothing was done yet. What you pressed or wrote is kept, and is done when you go on.",
		Back: &page.Link{Label: "Back", URL: roomURL(g.Room)}, Body: []page.Part{form},
	})
}

// kept is what was sent, to be sent again.
func kept(sent url.Values) []page.Hidden {
	var hidden []page.Hidden
	for name, values := range sent {
		for _, value := range values {
			if name != "name" && name != page.TokenField {
				hidden = append(hidden, page.Hidden{Name: name, Value: value})
			}
		}
	}
	slices.SortStableFunc(hidden, func(a, b page.Hidden) int { return strings.Compare(a.Name, b.Name) })
	return hidden
}
