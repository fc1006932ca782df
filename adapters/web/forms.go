package web

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/mail"
	"net/url"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"soundings/bot"
	"soundings/internal/page"
)

// asking is a form as it is shown.
type asking struct {
	form    bot.Form
	event   string            // of the try before; "" for a new one
	origin  []page.Hidden     // what it hangs on
	values  map[string]string // by field name, what was typed; nil: as the form has it
	errors  map[string]string // by field name
	problem string            // with the form as a whole
	saved   bool              // what led here was recorded
	pretend bool              // as part of a rehearsal
}

// formID is the id of a form of the room's own on the page.
const formID = "form"

// fieldPrefix begins the names of a form's own fields on the page.
const fieldPrefix = "f-"

// showForm shows a form on a page of its own.
func (a *Adapter) showForm(w http.ResponseWriter, r *http.Request, v visitor, g Grant, status int, ask asking) {
	form, err := a.formPart(v, g, ask)
	if err != nil {
		a.fail(w, r, err)
		return
	}
	if page.WantsRefresh(r) {
		a.o.Site.RenderFragment(w, r, http.StatusOK, form)
		return
	}
	view := page.View{
		Title: clean(cmp.Or(ask.form.Heading, ask.form.Title)), Engagement: g.Title, Large: ask.form.Plain,
		Back: &page.Link{Label: "Back without saving", URL: roomURL(g.Room)}, Body: []page.Part{form},
	}
	if shared(v, g, ask.form.Plain) && slices.ContainsFunc(ask.form.Fields, func(f bot.Field) bool { return f.Value != "" }) {
		view.Body = append(view.Body, a.whoWrites(v, g)...)
	}
	if ask.problem != "" {
		view.Problems = []page.Problem{{Text: ask.problem, Field: page.FieldID(form.ID, firstField(form))}}
	}
	if ask.saved {
		view.Notices = recorded("What you did before this is in the record", ask.pretend)
	}
	a.render(w, r, v, status, view)
}

func firstField(form page.Form) string {
	if len(form.Fields) == 0 {
		return ""
	}
	return form.Fields[0].Name
}

// formPart makes the form of a page. What it asks for goes with it, signed, so
// that it can be read and shown again when nothing else can be reached.
func (a *Adapter) formPart(v visitor, g Grant, ask asking) (page.Form, error) {
	s := a.scene(v, g)
	bare := ask.form
	bare.Blocks = nil
	data, err := json.Marshal(bare)
	if err != nil {
		return page.Form{}, fmt.Errorf("keep form: %w", err)
	}
	if ask.event == "" {
		ask.event = newID()
	}
	form := page.Form{
		ID: formID, Action: roomURL(g.Room, "form"), Token: s.token, Before: s.parts(ask.form.Blocks),
		Hidden: append([]page.Hidden{
			{Name: "event", Value: ask.event}, {Name: "form", Value: a.signer.Sign(purposeForm, data, a.o.Now().Add(sessionFor))},
		}, ask.origin...),
		Keep:   strings.Join([]string{g.Room, v.account.ID, ask.form.Action, ask.form.Value}, "/"),
		Submit: []page.Button{{Label: clean(orElse(ask.form.Submit, "Save")), Kind: page.Primary}},
	}
	for i, f := range ask.form.Fields {
		form.Fields = append(form.Fields, a.field(v, ask, i, f))
	}
	return form, nil
}

func orElse(text, other string) string {
	if text == "" {
		return other
	}
	return text
}

// field shows the field at place i of a form.
func (a *Adapter) field(v visitor, ask asking, i int, f bot.Field) page.Field {
	shown := page.Field{
		Name: fieldPrefix + f.Name, Kind: page.FieldKind(f.Kind), Label: clean(f.Label), Hint: clean(f.Hint),
		Value: f.Value, Max: f.Max, Optional: !f.Required && f.Kind != bot.Ticks, Error: clean(ask.errors[f.Name]),
		Group: clean(f.Group), Refresh: f.Refresh, When: when(ask.form.Fields, f),
	}
	for _, o := range f.Options {
		shown.Options = append(shown.Options, page.Option{Value: o.Value, Label: clean(o.Label), Hint: clean(o.Hint)})
	}
	switch f.Kind {
	case bot.Name:
		shown.Kind, shown.Autocomplete, shown.Max = page.Line, "name", mostName
		shown.Value = orElse(v.account.Name, f.Value)
	case bot.Contact:
		shown.Kind, shown.Autocomplete, shown.Type, shown.Max = page.Line, "email", "email", mostContact
		shown.Value = orElse(v.account.Contact, f.Value)
	case bot.Choice:
		shown.Follow = followed(ask.form.Fields, i)
	case bot.Upload:
		shown.Value = ""
	case bot.Line, bot.Words, bot.Ticks, bot.Date:
	}
	if typed, ok := ask.values[f.Name]; ok {
		shown.Value = typed
	}
	return shown
}

// when is the id on the page of the option that makes sense of a field; "": it
// depends on none.
func when(fields []bot.Field, f bot.Field) string {
	name, option, _ := strings.Cut(f.When, "=")
	for _, other := range fields {
		at := slices.IndexFunc(other.Options, func(o bot.Option) bool { return o.Value == option })
		if other.Name == name && at >= 0 {
			return page.OptionID(formID, fieldPrefix+name, at)
		}
	}
	return ""
}

// mostContact is how long a mail address may be.
const mostContact = 254

// followed is the field of words that the hints of a choice are about.
func followed(fields []bot.Field, i int) string {
	if !slices.ContainsFunc(fields[i].Options, func(o bot.Option) bool { return o.Hint != "" }) {
		return ""
	}
	for _, f := range fields[i+1:] {
		if f.Kind == bot.Words {
			return fieldPrefix + f.Name
		}
	}
	return ""
}

// submit takes a form.
func (a *Adapter) submit(w http.ResponseWriter, r *http.Request, v visitor, g Grant) {
	data, err := a.signer.Verify(purposeForm, r.PostFormValue("form"), a.o.Now())
	var form bot.Form
	if err != nil && !errors.Is(err, page.ErrExpired) || json.Unmarshal(data, &form) != nil {
		a.o.Site.Fail(w, r, http.StatusBadRequest, err)
		return
	}
	ask := asking{form: form, event: r.PostFormValue("event"), values: typed(r.PostForm, form)}
	for _, name := range []string{"t", "g"} {
		if value := r.PostFormValue(name); value != "" {
			ask.origin = append(ask.origin, page.Hidden{Name: name, Value: value})
		}
	}
	if page.WantsRefresh(r) {
		a.askAgain(w, r, v, g, http.StatusOK, ask)
		return
	}
	file, errs := checked(r, &ask, a.o.Now().In(a.o.Zone))
	if len(errs) > 0 {
		ask.errors = errs
		a.askAgain(w, r, v, g, http.StatusUnprocessableEntity, ask)
		return
	}
	a.sendForm(w, r, v, g, ask, file)
}

// sendForm delivers a form in which everything is there.
func (a *Adapter) sendForm(w http.ResponseWriter, r *http.Request, v visitor, g Grant, ask asking, file *bot.File) {
	later := func(err error) {
		a.o.Log.WarnContext(r.Context(), "form not taken", "error", err)
		ask.problem = notYet
		a.askAgain(w, r, v, g, http.StatusServiceUnavailable, ask)
	}
	fields, name, contact := personal(ask)
	if err := a.introduced(r.Context(), &v, name, contact); err != nil {
		later(err)
		return
	}
	ev, ok := a.event(r, v, g, bot.Submitted)
	if !ok {
		a.o.Site.Fail(w, r, http.StatusBadRequest, nil)
		return
	}
	ev.Sender.Mail = contact
	ev.Action, ev.Value, ev.Fields, ev.File = ask.form.Action, ask.form.Value, fields, file
	answer, caused, err := a.deliver(r.Context(), v, g, ev)
	switch {
	case errors.Is(err, bot.ErrTooLarge):
		a.fail(w, r, err)
	case err != nil:
		later(err)
	case len(answer.Errors) > 0:
		ask.errors = answer.Errors
		a.askAgain(w, r, v, g, http.StatusUnprocessableEntity, ask)
	default:
		if page.WantsFragment(r) {
			r.Header.Del("Soundings-Fragment") // a form is a page of its own
		}
		if g.Team && answer.Form == nil && len(caused) > 0 {
			a.showAnswer(w, r, v, g, answer, caused) // with the step that comes next
			return
		}
		a.answer(w, r, v, g, answer, caused)
	}
}

// askAgain shows a form with all that was typed, as it would be asked now where
// that can be had.
func (a *Adapter) askAgain(w http.ResponseWriter, r *http.Request, v visitor, g Grant, status int, ask asking) {
	fields, _, _ := personal(ask)
	answer, err := a.look(r.Context(), v, g, ask.form.Action, ask.form.Value, fields)
	if err == nil && answer.Form != nil {
		ask.form = *answer.Form
	}
	a.showForm(w, r, v, g, status, ask)
}

// typed is what stood in the fields when the form was sent.
func typed(form url.Values, f bot.Form) map[string]string {
	values := map[string]string{}
	for _, field := range f.Fields {
		name := fieldPrefix + field.Name
		switch field.Kind {
		case bot.Ticks:
			values[field.Name] = strings.Join(form[name], ",")
		case bot.Date:
			values[field.Name] = page.FormDate(form, name)
		case bot.Upload:
		case bot.Line, bot.Name, bot.Contact:
			values[field.Name] = oneLine(form.Get(name))
		case bot.Words, bot.Choice:
			values[field.Name] = unbroken(form.Get(name))
		}
	}
	return values
}

// checked says what is missing or too long, as far as can be said without
// knowing what the form is about.
func checked(r *http.Request, ask *asking, now time.Time) (file *bot.File, errs map[string]string) {
	errs = map[string]string{}
	for _, f := range ask.form.Fields {
		value := ask.values[f.Name]
		if f.Kind == bot.Upload {
			if file == nil {
				file = attached(r, fieldPrefix+f.Name)
			}
			if f.Required && file == nil {
				errs[f.Name] = "Choose a file."
			}
			continue
		}
		if fault := faultOf(f, value, now); fault != "" {
			errs[f.Name] = fault
		}
	}
	return file, errs
}

func faultOf(f bot.Field, value string, now time.Time) string {
	most := f.Max
	switch f.Kind {
	case bot.Name:
		most = mostName
	case bot.Contact:
		most = mostContact
	case bot.Line, bot.Words, bot.Choice, bot.Ticks, bot.Date, bot.Upload:
	}
	n := utf8.RuneCountInString(value)
	switch {
	case strings.TrimSpace(value) == "" && f.Required:
		return missing(f)
	case value == "":
		return ""
	case most > 0 && n > most:
		return fmt.Sprintf("Shorten this by %d characters: at most %d fit.", n-most, most)
	case (f.Kind == bot.Choice || f.Kind == bot.Ticks) && !offered(f, value):
		return "Choose from what is listed."
	case f.Kind == bot.Date && !isDate(value):
		return "Enter a day that exists, for example " + now.AddDate(0, 0, 28).Format("2 1 2006") + "."
	case f.Kind == bot.Contact && !isMail(value):
		return "Enter a mail address such as name@example.org."
	}
	return ""
}

func missing(f bot.Field) string {
	switch f.Kind {
	case bot.Choice:
		return "Choose one of these."
	case bot.Ticks:
		return "Tick what applies."
	case bot.Date:
		return "Enter the day."
	case bot.Name:
		return "Enter your name."
	case bot.Contact:
		return "Enter your mail address."
	case bot.Line, bot.Words, bot.Upload:
	}
	return "This can't be left empty."
}

// offered says whether each of the values is an option.
func offered(f bot.Field, value string) bool {
	values := []string{value}
	if f.Kind == bot.Ticks {
		values = strings.Split(value, ",")
	}
	for _, v := range values {
		if !slices.ContainsFunc(f.Options, func(o bot.Option) bool { return o.Value == v }) {
			return false
		}
	}
	return true
}

func isDate(value string) bool {
	_, err := time.Parse(time.DateOnly, value)
	return err == nil
}

func isMail(value string) bool {
	at, err := mail.ParseAddress(value)
	return err == nil && at.Address == value
}

// personal takes what people are called, and where they can be written to, out
// of the fields: that is in no event.
func personal(ask asking) (fields map[string]string, name, contact string) {
	fields = map[string]string{}
	for _, f := range ask.form.Fields {
		switch f.Kind {
		case bot.Name:
			name = ask.values[f.Name]
		case bot.Contact:
			contact = ask.values[f.Name]
		case bot.Upload:
		case bot.Line, bot.Words, bot.Choice, bot.Ticks, bot.Date:
			fields[f.Name] = ask.values[f.Name]
		}
	}
	return fields, name, contact
}
