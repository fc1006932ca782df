package web

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"soundings/bot"
	"soundings/internal/page"
)

// mostLooked is how many rooms the front page looks into for their titles.
const mostLooked = 20

// front is the first page: the rooms of whoever is signed in, or how to get in.
func (a *Adapter) front(w http.ResponseWriter, r *http.Request, v visitor) {
	switch {
	case !v.signedIn():
		a.stranger(w, r, v)
	case v.account.Home:
		a.commissioner(w, r, v, http.StatusOK, starting{})
	default:
		rooms := a.roomLinks(r.Context(), v)
		view := page.View{Title: "What you are asked about", Body: []page.Part{page.Links{Items: rooms}}}
		switch len(rooms) {
		case 1:
			http.Redirect(w, r, rooms[0].URL, http.StatusSeeOther)
			return
		case 0:
			view.Body = []page.Part{page.Text{Markdown: "Nothing is open for you here just now. If you were invited to something, open the link in the message that you were sent."}}
		}
		a.render(w, r, v, http.StatusOK, view)
	}
}

// stranger says what this is and how to get in.
func (a *Adapter) stranger(w http.ResponseWriter, r *http.Request, v visitor) {
	view := page.View{
		Title: "Soundings",
		Lead:  "Public bodies use Soundings to ask suppliers, and people who use services, about a draft before it is final.",
		Body: []page.Part{page.Text{Markdown: "**If you were invited**, open the link in the message that you were sent. It leads to everything that you are asked about; you need no account.\n\n" +
			"**If the link no longer works**, open it all the same: the page says how to get a new one."}},
	}
	if a.o.Mail != nil {
		a.begin(w, &v)
		view.Body = append(view.Body, page.Heading{Text: "Have a link sent to you", Screen: true}, page.Form{
			ID: "sign-in", Action: "/sign-in", Token: a.guard.Token(v.session.ID),
			Fields: []page.Field{{
				Name: "address", Kind: page.Line, Type: "email", Autocomplete: "email", Label: "Your mail address", Max: mostContact,
				Hint: "The address that you gave here before, or that you were invited with.",
			}},
			Submit: []page.Button{{Label: "Send me a link", Kind: page.Primary}},
		})
	} else {
		view.Body = append(view.Body, page.Text{Small: true, Markdown: "**If you run this service**, the link that signs you in is printed where it was started."})
	}
	a.render(w, r, v, http.StatusOK, view)
}

// roomLinks lists the visitor's rooms, the newest first. A room in which
// nothing began is left out, and so is that of a rehearsal that is over: it
// counts for nothing, and the link into it still says so.
func (a *Adapter) roomLinks(ctx context.Context, v visitor) []page.Link {
	var links []page.Link
	looked := 0
	for _, g := range slices.Backward(v.account.Rooms) {
		label := g.Title
		if label == "" && looked < mostLooked {
			looked++
			answer, err := a.look(ctx, v, g, bot.HomeView, "", nil)
			if err == nil && answer.Over {
				continue
			}
			if err == nil && answer.Note != nil {
				label = clean(answer.Note.Title)
			}
			if answer.Pretend {
				label = "Rehearsal: " + label
			}
		}
		links = append(links, page.Link{Label: orElse(label, "A room that you were invited to"), URL: roomURL(g.Room)})
	}
	return links
}

// starting is the form that begins an engagement as it is shown again.
type starting struct {
	title, fault string
	there        *Grant // one of that name, if that is the fault
}

// form is the part of the page.
func (s starting) form(a *Adapter, v visitor) page.Form {
	form := page.Form{
		ID: "new", Action: "/new", Token: a.guard.Token(v.session.ID), Hidden: []page.Hidden{{Name: "event", Value: newID()}},
		Fields: []page.Field{{Name: "title", Kind: page.Line, Label: "What is it about?", Hint: "A few words that suppliers will see, for example **Digital care at home**.", Value: s.title, Error: s.fault, Max: mostTitle}},
		Submit: []page.Button{{Label: "Start", Kind: page.Primary}},
	}
	if v.account.Name == "" {
		form.Fields = append(form.Fields, page.Field{Name: "name", Kind: page.Line, Label: "Your name", Autocomplete: "name", Optional: true, Max: mostName})
	}
	if s.there != nil {
		form.Before = []page.Part{page.Links{Items: []page.Link{{Label: "Go to the one there is: " + s.there.Title, URL: roomURL(s.there.Room)}}}}
		form.Submit = append(form.Submit, page.Button{Label: "Start another of the same name", Name: "another", Value: "yes"})
	}
	return form
}

// commissioner lists the engagements of a member of the buying team, and begins
// new ones.
func (a *Adapter) commissioner(w http.ResponseWriter, r *http.Request, v visitor, status int, start starting) {
	view := page.View{Title: "Your engagements"}
	rooms := a.roomLinks(r.Context(), v)
	switch {
	case len(rooms) > 0:
		view.Body = append(view.Body, page.Links{Items: rooms})
	case v.account.Opener:
		view.Title = "Welcome"
		view.Lead = "Ask suppliers what they think of your draft while you can still change it."
		view.Body = append(view.Body, page.Text{Markdown: "Bring a draft: a Word file, even a rough one. In about ten minutes you will have read exactly what suppliers would see. " +
			"Nothing is sent to anyone before you say so."})
	default:
		view.Body = append(view.Body, page.Text{Markdown: "There is nothing here for you yet. A colleague who runs an engagement can send you a link into it."})
	}
	if v.account.Opener {
		view.Body = append(view.Body, page.Heading{Text: "Start a new engagement", Screen: true}, start.form(a, v))
	}
	a.render(w, r, v, status, view)
}

// mostTitle is how long the title of an engagement may be.
const mostTitle = 120

// begins starts an engagement in a room of its own. The account may enter
// before there is anything to enter, so that nobody is left outside of what
// they began; if it comes to nothing, the account is as it was.
func (a *Adapter) begins(w http.ResponseWriter, r *http.Request, v visitor) {
	event, title := r.PostFormValue("event"), oneLine(r.PostFormValue("title"))
	again := func(start starting) { a.commissioner(w, r, v, http.StatusUnprocessableEntity, start) }
	switch {
	case !v.account.Home || !v.account.Opener:
		a.o.Site.Fail(w, r, http.StatusForbidden, nil)
		return
	case !isEvent.MatchString(event):
		a.o.Site.Fail(w, r, http.StatusBadRequest, nil)
		return
	case title == "":
		again(starting{fault: "Say in a few words what it is about."})
		return
	case len([]rune(title)) > mostTitle:
		again(starting{title: title, fault: "Shorten the title: at most 120 characters fit."})
		return
	}
	// The same form begins the same room, however often it is sent.
	g := Grant{Room: teamPrefix + event[:16], Team: true, Title: title}
	there, err := a.startsIn(r, &v, g)
	switch {
	case err != nil:
		a.fail(w, r, err)
		return
	case there != nil:
		again(starting{title: title, there: there, fault: "There is one of that name already. Give this one another title, or start it all the same."})
		return
	}
	if answer, err := a.first(r, v, g, event, title); answer != nil || err != nil {
		a.nothingBegan(w, r, v, g, answer, err)
		return
	}
	http.Redirect(w, r, roomURL(g.Room), http.StatusSeeOther)
}

// startsIn lets the account into the room that it begins, unless it has another
// of that name and did not say that it wants one more: then there is that.
func (a *Adapter) startsIn(r *http.Request, v *visitor, g Grant) (there *Grant, err error) {
	name := oneLine(r.PostFormValue("name"))
	err = a.save(r.Context(), v, func(account *Account) {
		if name != "" {
			account.Name = string([]rune(name)[:min(len([]rune(name)), mostName)])
		}
		if there = account.called(g); there == nil || r.PostFormValue("another") != "" {
			there = nil
			account.admit(g)
		}
	})
	return there, err
}

// first says the first words in a new room. An answer means that nothing came
// of them.
func (a *Adapter) first(r *http.Request, v visitor, g Grant, event, title string) (*bot.Message, error) {
	sender := v.sender(Grant{})
	id := Name + ":" + event
	answer, err := a.o.Deliver(r.Context(), bot.Event{
		ID: id, Kind: bot.Said, Room: address(g.Room), Message: id, Text: "new " + title, Sender: sender,
	})
	if err != nil {
		return nil, err
	}
	shown, err := a.o.Rooms.Messages(r.Context(), address(g.Room), 0, 1)
	if err != nil || len(shown) > 0 {
		return nil, err
	}
	if answer.Note == nil {
		answer.Note = &bot.Message{Blocks: []bot.Block{bot.Say("Nothing was started. Please try once more, perhaps in other words.")}}
	}
	return answer.Note, nil
}

func (a *Adapter) nothingBegan(w http.ResponseWriter, r *http.Request, v visitor, g Grant, note *bot.Message, err error) {
	ctx := context.WithoutCancel(r.Context())
	if err := a.save(ctx, &v, func(account *Account) { account.forbid(g.Room) }); err != nil {
		a.o.Log.WarnContext(ctx, "grant of a room in which nothing began not taken back", "error", err)
	}
	if err != nil {
		a.fail(w, r, err)
		return
	}
	a.showAnswer(w, r, v, g, bot.Answer{Note: note}, nil)
}

// you is what is kept of the visitor.
func (a *Adapter) you(w http.ResponseWriter, r *http.Request, v visitor) {
	if !v.signedIn() {
		a.toFront(w, r, v)
		return
	}
	a.showYou(w, r, v, http.StatusOK, v.account.Name, v.account.Contact, "", nil)
}

func (a *Adapter) showYou(w http.ResponseWriter, r *http.Request, v visitor, status int, name, contact, fault string, notices []page.Notice) {
	token := a.guard.Token(v.session.ID)
	a.render(w, r, v, status, page.View{
		Title: "You", Notices: notices,
		Body: []page.Part{
			page.Form{
				ID: "you", Action: "/you", Token: token,
				Fields: []page.Field{
					{Name: "name", Kind: page.Line, Label: "Your name", Autocomplete: "name", Value: name, Max: mostName, Hint: "Shown beside what you do, to those who may see it."},
					{Name: "contact", Kind: page.Line, Type: "email", Label: "Your mail address", Autocomplete: "email", Value: contact, Max: mostContact, Optional: true, Error: fault, Hint: "Used to send you a sign-in link when you ask for one."},
				},
				Submit: []page.Button{{Label: "Save"}},
			},
			page.Heading{Text: "On this device"},
			page.Text{Markdown: "What you type is kept in this browser until it is saved, so that a lost connection loses nothing. It stays there for up to thirty days, also after you sign out. If other people use this device, clear it."},
			page.ClearDevice{},
			page.Heading{Text: "Sign out"},
			page.Text{Markdown: "Signs you out in every browser. To come back, open the link that you were sent again. What is kept on this device stays there unless you clear it first."},
			page.Buttons{Token: token, Items: []page.Button{{Label: "Sign out", Action: "/sign-out"}}},
		},
	})
}

func (a *Adapter) saveYou(w http.ResponseWriter, r *http.Request, v visitor) {
	if !v.signedIn() {
		a.o.Site.Fail(w, r, http.StatusForbidden, nil)
		return
	}
	name, contact := oneLine(r.PostFormValue("name")), strings.ToLower(oneLine(r.PostFormValue("contact")))
	name = string([]rune(name)[:min(len([]rune(name)), mostName)])
	if contact != "" && (!isMail(contact) || len(contact) > mostContact) {
		a.showYou(w, r, v, http.StatusUnprocessableEntity, name, contact, "Enter a mail address such as name@example.org.", nil)
		return
	}
	err := a.save(r.Context(), &v, func(account *Account) { account.Name, account.Contact = name, contact })
	if err != nil {
		a.fail(w, r, err)
		return
	}
	a.showYou(w, r, v, http.StatusOK, v.account.Name, v.account.Contact, "", []page.Notice{{Good: true, Text: "Your details are kept."}})
}

// signOut ends every session of the account.
func (a *Adapter) signOut(w http.ResponseWriter, r *http.Request, v visitor) {
	if v.signedIn() && v.account.Version != nil {
		if err := a.save(r.Context(), &v, func(account *Account) { account.SignedOut++ }); err != nil {
			a.fail(w, r, err)
			return
		}
	}
	a.o.Site.DropCookie(w, cookieName)
	http.Redirect(w, r, "/", http.StatusSeeOther)
}
