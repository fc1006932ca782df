package page

import (
	"bytes"
	"embed"
	"fmt"
	"html/template"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"unicode/utf8"
)

//go:embed templates/*.html
var templateFiles embed.FS

// templates is the parsed set.
var templates = sync.OnceValue(func() *template.Template { //nolint:gochecknoglobals // set once, never changed
	set := template.New("")
	set.Funcs(template.FuncMap{
		"asset":    Asset,
		"markdown": Markdown,
		"inline":   MarkdownInline,
		"parts":    func(parts []Part) (template.HTML, error) { return execute(set, parts) },
		"part":     func(p Part) (template.HTML, error) { return execute(set, []Part{p}) },
		"button":   func(token string, b Button) placedButton { return placedButton{Token: token, Button: b} },
		"field":    func(form string, f Field) placedField { return placedField{Form: form, Field: f} },
	})
	return template.Must(set.ParseFS(templateFiles, "templates/*.html"))
})

func execute(set *template.Template, parts []Part) (template.HTML, error) {
	var out bytes.Buffer
	for _, p := range parts {
		if p == nil {
			continue
		}
		if err := set.ExecuteTemplate(&out, p.template(), p); err != nil {
			return "", fmt.Errorf("render %s: %w", p.template(), err)
		}
	}
	return template.HTML(out.String()), nil //nolint:gosec // made by html/template
}

func fragment(parts []Part) (template.HTML, error) { return execute(templates(), parts) }

// placedButton is a button with the token of the row or the form it is in.
type placedButton struct {
	Token string
	Button
}

// Class is the button's classes.
func (b placedButton) Class() string {
	switch b.Kind {
	case Primary:
		return "govuk-button"
	case Danger:
		return "govuk-button govuk-button--warning"
	case Plain:
		return "s-button-plain"
	case Secondary:
	}
	return "govuk-button govuk-button--secondary"
}

func (s *Site) render(w http.ResponseWriter, r *http.Request, status int, v View) {
	var out bytes.Buffer
	if err := templates().ExecuteTemplate(&out, "layout", layout{v}); err != nil {
		s.broken(w, r, err)
		return
	}
	s.write(w, r, status, out.Bytes())
}

func (s *Site) renderFragment(w http.ResponseWriter, r *http.Request, status int, parts []Part) {
	out, err := fragment(parts)
	if err != nil {
		s.broken(w, r, err)
		return
	}
	s.write(w, r, status, []byte(out))
}

// broken answers when a page could not be made, without a template.
func (s *Site) broken(w http.ResponseWriter, r *http.Request, err error) {
	reference := s.reference()
	s.log.ErrorContext(r.Context(), "page could not be made", "reference", reference, "err", err)
	http.Error(w, troubleFor(http.StatusInternalServerError).heading+". Reference: "+reference, http.StatusInternalServerError)
}

func (s *Site) write(w http.ResponseWriter, r *http.Request, status int, body []byte) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(status)
	if r.Method != http.MethodHead {
		_, _ = w.Write(body) // who went away needs no page
	}
}

// layout is what the page's template asks of a View.
type layout struct{ View }

// TabTitle is the title of the browser's tab, with what screen readers read
// first where something is to be put right.
func (l layout) TabTitle() string {
	title := l.Title
	if len(l.AllProblems()) > 0 {
		title = "Something to put right: " + title
	}
	if l.Engagement != "" && l.Engagement != l.Title {
		title += " – " + l.Engagement
	}
	return title + " – Soundings"
}

// HeadingText is the page's heading.
func (l layout) HeadingText() string {
	if l.Heading != "" {
		return l.Heading
	}
	return l.Title
}

// HomeURL is where the header leads.
func (l layout) HomeURL() string {
	if l.Home != "" {
		return l.Home
	}
	return "/"
}

// RefreshSeconds is 0 for never.
func (l layout) RefreshSeconds() int { return int(l.Refresh.Seconds()) }

// AllProblems are the view's own and those of its forms.
func (l layout) AllProblems() []Problem {
	found := append([]Problem(nil), l.Problems...)
	for _, part := range l.Body {
		form, ok := part.(Form)
		if !ok {
			continue
		}
		for _, f := range form.Fields {
			if f.Error != "" {
				found = append(found, Problem{Text: f.Error, Field: placedField{Form: form.ID, Field: f}.Target()})
			}
		}
	}
	return found
}

// placedField is a field in a form, as its template asks for it.
type placedField struct {
	Form string
	Field
}

// ID is the field's id on the page.
func (f placedField) ID() string { return FieldID(f.Form, f.Name) }

// Target is the id of what a link to the field leads to: of a date, the day.
func (f placedField) Target() string {
	if f.Kind == Date {
		return f.ID() + "-day"
	}
	return f.ID()
}

// FollowID is the id of the field of Words beside which hints are shown.
func (f placedField) FollowID() string {
	if f.Follow == "" {
		return ""
	}
	return FieldID(f.Form, f.Follow)
}

// DescribedBy are the ids of hint, error and count, or "".
func (f placedField) DescribedBy() string {
	var ids []string
	if f.Hint != "" {
		ids = append(ids, f.ID()+"-hint")
	}
	if f.Error != "" {
		ids = append(ids, f.ID()+"-error")
	}
	if f.Max > 0 && f.Kind == Words {
		ids = append(ids, f.ID()+"-count")
	}
	return strings.Join(ids, " ")
}

// Left is how many characters may still be typed.
func (f placedField) Left() int { return f.Max - utf8.RuneCountInString(f.Value) }

// RowCount is the height of Words.
func (f placedField) RowCount() int {
	if f.Rows > 0 {
		return f.Rows
	}
	return 5
}

// InputType is the type of a Line.
func (f placedField) InputType() string {
	if f.Type == "" {
		return "text"
	}
	return f.Type
}

// DateParts are the three inputs of a date.
func (f placedField) DateParts() []datePart {
	year, rest, _ := strings.Cut(f.Value, "-")
	month, day, _ := strings.Cut(rest, "-")
	return []datePart{
		{"day", "Day", strings.TrimPrefix(day, "0"), 2},
		{"month", "Month", strings.TrimPrefix(month, "0"), 2},
		{"year", "Year", year, 4},
	}
}

type datePart struct {
	Name, Label, Value string
	Width              int
}

// PlacedOptions are the options with their ids; the first has the field's own,
// because a link to the field leads there.
func (f placedField) PlacedOptions() []placedOption {
	chosen := map[string]bool{f.Value: f.Value != ""}
	if f.Kind == Ticks {
		chosen = make(map[string]bool)
		for v := range strings.SplitSeq(f.Value, ",") {
			chosen[strings.TrimSpace(v)] = true
		}
	}
	placed := make([]placedOption, len(f.Options))
	for i, o := range f.Options {
		placed[i] = placedOption{Option: o, ID: OptionID(f.Form, f.Name, i), Chosen: chosen[o.Value]}
	}
	return placed
}

type placedOption struct {
	Option
	ID     string
	Chosen bool
}
