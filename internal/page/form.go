package page

import (
	"net/url"
	"strconv"
	"strings"
	"time"
)

// Button goes to URL, or, without one, posts Hidden and its own Name and Value
// to Action.
type Button struct {
	Label  string
	URL    string
	Action string
	Hidden []Hidden
	Name   string
	Value  string
	Kind   ButtonKind
	// About is added for screen readers where several buttons have the same
	// label: "Open" about "10 How we pay".
	About string
	// InPlace: the script sends it and puts the answer beneath, see
	// WantsFragment.
	InPlace bool
}

// ButtonKind says how much a button stands out.
type ButtonKind string

// The kinds of button.
const (
	Secondary ButtonKind = ""
	Primary   ButtonKind = "primary" // the one obvious next step
	Danger    ButtonKind = "danger"  // cannot be undone
	Plain     ButtonKind = "plain"   // as quiet as a link
)

// Hidden is a field that nobody sees.
type Hidden struct{ Name, Value string }

// Buttons is a row of buttons, the most useful first. Token goes with those
// that post, see Guard.
type Buttons struct {
	Token string
	Items []Button
}

// Form asks one person for several things at once. It is posted to Action.
type Form struct {
	ID     string // needed where a page has several forms
	Action string
	Token  string // see Guard
	Hidden []Hidden
	Before []Part // over the fields
	Fields []Field
	After  []Part   // between the fields and the buttons
	Submit []Button // Label, Name, Value, Kind; the first is what the return key presses
	// Keep is the key under which the script keeps what was typed until it
	// was saved: the same for the same form of the same person, and another
	// for any other ("acme/P7/section-6"). Saved means that the next page has
	// a Notice that is Good, or that the answer in place is a 2xx. Empty keeps
	// nothing.
	Keep string
	// Brief: what was typed counts as saved whenever it was taken, whatever the
	// next page says.
	Brief bool
	// InPlace: the script sends it and puts the answer beneath, see
	// WantsFragment.
	InPlace bool
	// Compact puts one field and its button side by side, for typing commands.
	Compact bool
}

// FieldKind says how a field is filled in.
type FieldKind string

// The kinds of field.
const (
	Line   FieldKind = "line"   // one line
	Words  FieldKind = "words"  // several lines
	Choice FieldKind = "choice" // one of Options
	Ticks  FieldKind = "ticks"  // any of Options
	Date   FieldKind = "date"   // day, month and year, see FormDate
	Upload FieldKind = "upload" // one file
)

// Field is one thing that a form asks for.
type Field struct {
	Name  string
	Kind  FieldKind
	Label string
	Hint  string // inline Markdown
	Error string // what to put right
	// Value stands in it at first. Of Ticks, it is the chosen values with
	// commas between them; a date is "2026-06-27"; an upload has none.
	Value   string
	Options []Option
	// Type is the type of a Line: "text" where empty, "email", "tel", "url".
	Type string
	// Autocomplete is what the browser may fill in: "name", "email",
	// "organization".
	Autocomplete string
	Max          int    // characters; 0 has no limit. Browser and page say how many are left
	Rows         int    // of Words; 0 is 5
	Accept       string // of an Upload: ".md,.docx"
	Optional     bool   // the label says so
	Heading      bool   // the label is the page's heading in size
	Inline       bool   // two short options side by side
	// Follow is the name of the field of Words beside which the script shows
	// the hint of the option that is chosen. Without script all hints stand
	// under their options.
	Follow string
	// Refresh: when it changes, the script posts the form with the header that
	// WantsRefresh looks for, and shows the fields of the form that comes back.
	Refresh bool
	// When is the id of the option without which this need not be asked, see
	// OptionID: the script hides it while that is not chosen. Empty: always.
	When string
	// Group is a heading over the first of the fields that have it.
	Group string
	// NoKeep keeps the script from storing what is typed here.
	NoKeep bool
	// Spell turns the browser's spelling check off where it is "false".
	Spell string
}

// Option is one choice. Hint is inline Markdown.
type Option struct{ Value, Label, Hint string }

// FieldID is the id of a field on the page, for links to it.
func FieldID(form, name string) string {
	if form == "" {
		return "field-" + name
	}
	return form + "-" + name
}

// OptionID is the id of an option of a field on the page, by its place from 0.
func OptionID(form, name string, place int) string {
	id := FieldID(form, name)
	if place > 0 {
		id += "-" + strconv.Itoa(place+1)
	}
	return id
}

// FormDate gives what was typed in a Date field: "2026-06-27", or "" where all
// three parts are empty. The month may be a name: "June", "jun". What is no date
// is given as it was typed, parts joined by hyphens, so that it can be shown
// again: "2026-6-31".
func FormDate(form url.Values, name string) string {
	parts := make([]string, 0, 3)
	for _, part := range []string{"year", "month", "day"} {
		parts = append(parts, strings.TrimSpace(form.Get(name+"-"+part)))
	}
	typed := strings.Join(parts, "-")
	if typed == "--" {
		return ""
	}
	parts[1] = monthNumber(parts[1])
	if day, err := time.Parse("2006-1-2", strings.Join(parts, "-")); err == nil {
		return day.Format(time.DateOnly)
	}
	return typed
}

// monthNumber gives the number of a month whose English name was typed, whole or
// short; anything else as it is.
func monthNumber(typed string) string {
	called := strings.ToLower(strings.TrimSuffix(typed, "."))
	for m := time.January; m <= time.December; m++ {
		whole := strings.ToLower(m.String())
		if called == whole || called == whole[:3] || called == "sept" && m == time.September {
			return strconv.Itoa(int(m))
		}
	}
	return typed
}

func (Buttons) template() string { return "buttons" }
func (Form) template() string    { return "form" }
