package web

import (
	"errors"
	"fmt"
	"net/http"
	"strings"

	"soundings/bot"
	"soundings/internal/page"
)

// Bounds on what a request may bring.
const (
	mostBody    = 3*bot.MaxText + 64<<10 // of a form: text may be three times as long on the way
	mostUpload  = bot.MaxFile + mostBody
	mostUploads = 4
	mostMemory  = 1 << 20 // of a form with a file; the rest waits on disk
)

// handle answers one request of a visitor.
type handle func(w http.ResponseWriter, r *http.Request, v visitor)

// Handler serves the pages: everything that no other handler of the service
// answers.
func (a *Adapter) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.Handle("GET /assets/", a.o.Site.Assets())
	for pattern, h := range map[string]handle{
		"GET /{$}": a.front, "GET /you": a.you,
		"GET /in/{token}": a.enterIn, "GET /t/{token}": a.enterTeam, "GET /j/{token}": a.enterRoom,
		"GET /f/{token}": a.enterFile, "GET /f/": a.noLink,
		"GET /in/": a.noLink, "GET /t/": a.noLink, "GET /j/": a.noLink, // cut off, or with something behind it
		"GET /r/{room}": a.inRoom(a.room), "GET /r/{room}/see": a.inRoom(a.see), "GET /r/{room}/live": a.inRoom(a.live),
		"GET /r/{room}/file/{name}": a.inRoom(a.file), "GET /r/{room}/picture/{token}": a.inRoom(a.picture),
		// Somebody loads again, by its address, the page that answered a form.
		"GET /r/{room}/press": a.back, "GET /r/{room}/say": a.back, "GET /r/{room}/form": a.back, "GET /r/{room}/next": a.back,
		"GET /new": a.toFront, "GET /sign-in": a.toFront, "GET /sign-out": a.toFront, "GET /link": a.toFront,
	} {
		mux.Handle(pattern, a.visited(h))
	}
	for pattern, h := range map[string]handle{
		"POST /new": a.begins, "POST /you": a.saveYou, "POST /sign-in": a.signIn, "POST /sign-out": a.signOut, "POST /link": a.newLink,
		"POST /f/{token}": a.saveFile, "POST /r/{room}/press": a.inRoom(a.nameFirst(a.press)), "POST /r/{room}/say": a.inRoom(a.nameFirst(a.say)),
		"POST /r/{room}/form": a.inRoom(a.nameFirst(a.submit)), "POST /r/{room}/next": a.inRoom(a.next),
	} {
		mux.Handle(pattern, a.visited(a.posted(h)))
	}
	mux.Handle("/", a.o.Site.NotFound())
	return a.o.Site.Secure(a.caught(a.o.Site.Limit(a.sources, mux)))
}

// caught answers for a handler that panics.
func (a *Adapter) caught(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() {
			if p := recover(); p != nil {
				if p == http.ErrAbortHandler { //nolint:errorlint // as net/http compares it
					panic(p)
				}
				a.o.Site.Fail(w, r, http.StatusInternalServerError, fmt.Errorf("panic: %T", p))
			}
		}()
		next.ServeHTTP(w, r)
	})
}

// visited finds out who the visitor is.
func (a *Adapter) visited(h handle) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		v, err := a.visitor(w, r)
		if err != nil {
			a.fail(w, r, err)
			return
		}
		h(w, r, v)
	})
}

// posted bounds a form, and lets nobody post in somebody else's name.
func (a *Adapter) posted(h handle) handle {
	return func(w http.ResponseWriter, r *http.Request, v visitor) {
		if _, ok := a.posts.Allow(v.session.ID + " " + a.o.Site.Source(r)); !ok {
			a.o.Site.Fail(w, r, http.StatusTooManyRequests, nil)
			return
		}
		done, status, err := a.parse(w, r)
		defer done()
		if err == nil {
			status, err = http.StatusForbidden, a.guard.Check(r, v.session.ID)
		}
		if err != nil {
			a.o.Site.Fail(w, r, status, err)
			return
		}
		h(w, r, v)
	}
}

// parse reads a form, within bounds. Done frees what it took.
func (a *Adapter) parse(w http.ResponseWriter, r *http.Request) (done func(), status int, err error) {
	done = func() {}
	if !strings.HasPrefix(r.Header.Get("Content-Type"), "multipart/form-data") {
		r.Body = http.MaxBytesReader(w, r.Body, mostBody)
		err = r.ParseForm()
	} else {
		select {
		case a.uploads <- struct{}{}:
		case <-r.Context().Done():
			return done, http.StatusServiceUnavailable, r.Context().Err()
		}
		r.Body = http.MaxBytesReader(w, r.Body, mostUpload)
		err = r.ParseMultipartForm(mostMemory)
		done = func() {
			if r.MultipartForm != nil {
				_ = r.MultipartForm.RemoveAll() // temporary files, which nobody reads any more
			}
			<-a.uploads
		}
	}
	if _, large := errors.AsType[*http.MaxBytesError](err); large {
		return done, http.StatusRequestEntityTooLarge, err
	}
	return done, http.StatusBadRequest, err
}

// fail answers with the page for an error of what is behind us.
func (a *Adapter) fail(w http.ResponseWriter, r *http.Request, err error) {
	status := http.StatusServiceUnavailable
	if errors.Is(err, bot.ErrTooLarge) {
		status = http.StatusRequestEntityTooLarge
	}
	a.o.Site.Fail(w, r, status, err)
}

// render writes a page with what all pages have.
func (a *Adapter) render(w http.ResponseWriter, r *http.Request, v visitor, status int, view page.View) {
	view.Who = v.who()
	if v.signedIn() {
		label := "Your rooms"
		if v.account.Home {
			label = "Engagements"
		}
		view.Menu = []page.Link{{Label: label, URL: "/", Here: r.URL.Path == "/"}, {Label: "You", URL: "/you", Here: r.URL.Path == "/you"}}
	}
	a.o.Site.Render(w, r, status, view)
}

func (a *Adapter) back(w http.ResponseWriter, r *http.Request, _ visitor) {
	http.Redirect(w, r, roomURL(r.PathValue("room")), http.StatusSeeOther)
}

func (a *Adapter) toFront(w http.ResponseWriter, r *http.Request, _ visitor) {
	http.Redirect(w, r, "/", http.StatusSeeOther)
}

// inRoom lets only those in who may enter. Unknown and forbidden look the same.
func (a *Adapter) inRoom(h func(http.ResponseWriter, *http.Request, visitor, Grant)) handle {
	return func(w http.ResponseWriter, r *http.Request, v visitor) {
		g, ok := v.account.grant(r.PathValue("room"))
		if !ok {
			a.o.Site.Fail(w, r, http.StatusNotFound, nil)
			return
		}
		h(w, r, v, g)
	}
}
