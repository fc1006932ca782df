package web

import (
	"mime"
	"net/http"
	"strconv"

	"soundings/bot"
	"soundings/internal/page"
)

// file gives a file that belongs to a room.
func (a *Adapter) file(w http.ResponseWriter, r *http.Request, v visitor, g Grant) {
	shut, err := a.shut(r.Context(), v, g)
	if err != nil {
		a.fail(w, r, err)
		return
	}
	if shut {
		a.back(w, r, v)
		return
	}
	person, err := a.o.Person(r.Context(), v.sender(g))
	if err != nil {
		a.fail(w, r, err)
		return
	}
	a.giveFile(w, r, v, address(g.Room), person, r.PathValue("name"))
}

// enterFile follows a link to one file of a room on any platform. The page asks
// before it gives the file: programs follow links, too.
func (a *Adapter) enterFile(w http.ResponseWriter, r *http.Request, v visitor) {
	t, err := a.o.Links.read(purposeFile, r.PathValue("token"))
	if err != nil {
		a.noLink(w, r, v)
		return
	}
	a.begin(w, &v)
	a.render(w, r, v, http.StatusOK, page.View{
		Title: "The file " + t.File,
		Body: []page.Part{
			page.Text{Markdown: "It belongs to a room of yours, and opens for those it is for alone. If it was shared there, it comes from outside: open it as you would an attachment from a stranger.\n\n" +
				"This link opens that file and nothing else, for an hour from when you asked."},
			page.Buttons{Token: a.guard.Token(v.session.ID), Items: []page.Button{{Label: "Save the file", Action: "/f/" + r.PathValue("token"), Kind: page.Primary}}},
		},
	})
}

// saveFile gives the file of such a link.
func (a *Adapter) saveFile(w http.ResponseWriter, r *http.Request, v visitor) {
	t, err := a.o.Links.read(purposeFile, r.PathValue("token"))
	if err != nil {
		a.noLink(w, r, v)
		return
	}
	a.giveFile(w, r, v, bot.Address{Adapter: t.Adapter, Room: t.Room}, t.Person, t.File)
}

// giveFile gives a file of a room to whoever asks, to be kept and not to be shown.
func (a *Adapter) giveFile(w http.ResponseWriter, r *http.Request, v visitor, room bot.Address, person, name string) {
	if a.o.Files == nil {
		a.o.Site.Fail(w, r, http.StatusNotFound, nil)
		return
	}
	file, ok, err := a.o.Files(r.Context(), room, person, name)
	switch {
	case err != nil:
		a.fail(w, r, err)
	case !ok || file.For != "" && file.For != person:
		a.o.Site.Fail(w, r, http.StatusNotFound, nil)
	case file.Why != "":
		a.render(w, r, v, http.StatusForbidden, page.View{Title: "Not shown to you yet", Body: []page.Part{page.Text{Markdown: file.Why}}})
	default:
		kept := "attachment"
		if named := mime.FormatMediaType(kept, map[string]string{"filename": file.Name}); file.Name != "" && named != "" {
			kept = named
		}
		w.Header().Set("Content-Type", file.ContentType)
		w.Header().Set("Content-Disposition", kept)
		w.Header().Set("Content-Length", strconv.Itoa(len(file.Data)))
		_, _ = w.Write(file.Data) // who went away needs no file
	}
}
