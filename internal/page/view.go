package page

import (
	"html/template"
	"net/http"
	"time"
)

// View is one page. Only Title must be set. Texts are plain where nothing
// else is said; all are escaped.
type View struct {
	Title   string // of the browser's tab, and the heading where Heading is empty
	Heading string
	Caption string // a quiet line over the heading, such as "Section 6 of 12"
	Lead    string // a larger first paragraph: inline Markdown
	Tags    []Tag  // beside the caption

	Engagement string // its title, in the header
	Home       string // where the header leads; "" is "/"
	Who        string // who is signed in: "Ana Whitlock, Tidewell"
	Menu       []Link // in the header, few
	Back       *Link
	Crumbs     []Link

	Notices []Notice
	// Problems stand in a summary at the top, before those that the fields of
	// the body's forms name, which need not be repeated here.
	Problems []Problem
	Body     []Part
	Footer   []Part // over the line at the end of each page, such as whom to ask

	// Large is for people who use services: larger type and wider spacing.
	Large bool
	// Wide gives tables and rooms more than the width that is good to read.
	Wide bool
	// Refresh loads the page again after this time in a browser without
	// script, for what waits without a form; 0 never does.
	Refresh time.Duration
}

// Link leads somewhere. An empty URL shows its label as plain text.
type Link struct {
	Label string
	URL   string
	Here  bool // it is the page that shows it
}

// Notice tells what just happened, at the top of the page.
type Notice struct {
	Title string // "" is "Important", or "Done" for Good
	Text  string // Markdown
	Good  bool   // what was asked for was done
}

// Problem is something to put right before a form can be taken.
type Problem struct {
	Text  string
	Field string // the id of what to put right, see FieldID; "" for the form as a whole
}

// Render writes a page with its status. An error of a template is logged and
// answered with the page for it; nothing is ever written in half.
func (s *Site) Render(w http.ResponseWriter, r *http.Request, status int, v View) {
	s.render(w, r, status, v)
}

// Fragment gives parts without a page around them, for a live list of messages
// (one "message" event per article, see Live), or for an answer in place.
func (s *Site) Fragment(parts ...Part) (template.HTML, error) {
	return fragment(parts)
}

// RenderFragment writes parts without a page around them, see WantsFragment.
func (s *Site) RenderFragment(w http.ResponseWriter, r *http.Request, status int, parts ...Part) {
	s.renderFragment(w, r, status, parts)
}

// WantsFragment says whether the script sent a form that is marked InPlace
// and puts the answer beneath it: then RenderFragment answers. A redirect is
// followed as without script.
func WantsFragment(r *http.Request) bool { return r.Header.Get("Soundings-Fragment") == "1" }

// WantsRefresh says whether the script asks how the form would look now, see
// Field.Refresh: RenderFragment answers with the form, and nothing is done.
func WantsRefresh(r *http.Request) bool { return r.Header.Get("Soundings-Fragment") == "refresh" }
