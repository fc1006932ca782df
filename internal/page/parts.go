package page

import (
	"html/template"
	"time"
)

// Part is one component of a page: one of the types of this package with a
// name in its method. Texts are plain where nothing else is said.
type Part interface {
	template() string // the name of its template
}

// Text is a piece of Markdown, as Markdown reads it.
type Text struct {
	Markdown string
	Small    bool // an aside, quieter
	Lead     bool // a larger first paragraph
}

// Heading starts a section of the page.
type Heading struct {
	Text   string
	ID     string // for links to it
	Level  int    // 2 to 4; 0 is 2
	Screen bool   // over what can only be done on a screen: it is left out on paper
}

// HTML is what the caller made safe itself. Prefer the other parts.
type HTML struct{ Code template.HTML }

// Group is several parts with a place of their own that links lead to.
type Group struct {
	ID    string
	Label string // for screen readers; makes it a region
	Parts []Part
}

// Card sets off what is talked about from the talk, such as the text of a
// section.
type Card struct {
	ID    string
	Title string // a heading of level 2
	Tags  []Tag
	Meta  string // a quiet line, such as "version 1 · 4 minutes"
	Parts []Part
}

// Tag is a status in a word or two.
type Tag struct {
	Text string
	Tone Tone
}

// Tone says how something is set off. The words say the same.
type Tone string

// The tones.
const (
	Quiet     Tone = ""          // nothing to do about it
	ToDo      Tone = "todo"      // waits for the reader
	Done      Tone = "done"      // the reader is through with it
	Attention Tone = "attention" // needs another look
	Wrong     Tone = "wrong"     // something is in the way
)

// Tags is a row of tags.
type Tags struct{ Items []Tag }

// TaskList is a list to work through.
type TaskList struct {
	Label string // for screen readers, such as "Sections"
	Items []Task
}

// Task is one line of a TaskList. Status is inline Markdown, kept short.
type Task struct {
	Label  string
	URL    string // what opens it; "" where it cannot be opened
	Hint   string
	Status string
	Tone   Tone
	ID     string
	Action *Button // instead of URL: opened by pressing; needs Token
	Token  string  // for Action, see Guard
}

// Steps says how far a longer task is: preparing an engagement, for instance.
type Steps struct {
	Label string // for screen readers, such as "Steps before opening"
	Items []Step
}

// Step is one of Steps. An empty URL cannot be gone to.
type Step struct {
	Label string
	URL   string
	Done  bool
	Here  bool
	Note  string // a quiet word, such as "12 sections"
}

// Table has as many cells in each row as in Head. Cells are inline Markdown.
type Table struct {
	Caption string
	Quiet   bool // the caption is for screen readers only
	Head    []string
	Rows    [][]string
	Figures []int // columns of figures, from 0, set to the right
	Named   bool  // the first cell of each row names the row
}

// SummaryList is labels and what they say.
type SummaryList struct{ Rows []Summary }

// Summary is one row of a SummaryList. Value is inline Markdown.
type Summary struct {
	Label  string
	Value  string
	Action *Link // such as Change; its Label is read out with the row's
}

// Quote is somebody's words, never reworded.
type Quote struct {
	Words string
	By    string // such as "small firm"
}

// Details is folded until somebody wants it.
type Details struct {
	Summary string
	Open    bool
	Parts   []Part
}

// Inset sets a few lines off.
type Inset struct{ Markdown string }

// Warning is what would be costly to miss. Markdown, inline.
type Warning struct{ Markdown string }

// Picture is a PNG with words that say the same.
type Picture struct {
	URL string
	Alt string
}

// Links is a list of links.
type Links struct{ Items []Link }

// CopyLink shows an address that a person will paste elsewhere, with a button
// that copies it where the browser can.
type CopyLink struct {
	Label string
	URL   string
}

// CopyList shows the addresses of several links as a list that a mail merge
// reads, a line for each with a tab between label and address, and a button that
// copies all of it where the browser can.
type CopyList struct{ Items []CopyLink }

// ClearDevice is a button that makes the browser forget what the script kept of
// all forms, see Form.Keep.
type ClearDevice struct{}

// Message is an article of a room.
type Message struct {
	ID    string // unique on the page; a message with the same id is replaced
	By    string // who says it; "" for Soundings itself
	Own   bool   // said by the reader, or from the reader's side
	Title string
	At    time.Time // in the zone that it is to be shown in; zero shows none
	When  string    // shown in place of At, such as "Mon 9 June, 16:00, edited"
	Parts []Part
	// Quiet is for the reader alone and not kept.
	Quiet bool
}

// Live is a list of messages to which the script adds what arrives. URL gives
// server-sent events: each "message" event carries the HTML of one or more
// articles (Fragment of a Message) and an id, which comes back when the browser
// connects again: as Last-Event-ID, which counts more, or as "after" in the
// address. The "after" of the first time belongs in URL. Without script the
// page says how to look again.
type Live struct {
	ID       string
	Label    string // for screen readers, such as "Messages"
	URL      string
	Messages []Message
	Empty    string // what stands there while there are none
	Reload   string // the page's own address
	Newest   bool   // the newest message is the first; else it is the last
}

func (Text) template() string        { return "text" }
func (Heading) template() string     { return "heading" }
func (HTML) template() string        { return "html" }
func (Group) template() string       { return "group" }
func (Card) template() string        { return "card" }
func (Tags) template() string        { return "tags" }
func (TaskList) template() string    { return "tasklist" }
func (Steps) template() string       { return "steps" }
func (Table) template() string       { return "table" }
func (SummaryList) template() string { return "summarylist" }
func (Quote) template() string       { return "quote" }
func (Details) template() string     { return "details" }
func (Inset) template() string       { return "inset" }
func (Warning) template() string     { return "warning" }
func (Picture) template() string     { return "picture" }
func (Links) template() string       { return "links" }
func (CopyLink) template() string    { return "copylink" }
func (CopyList) template() string    { return "copylist" }
func (ClearDevice) template() string { return "cleardevice" }
func (Message) template() string     { return "message" }
func (Live) template() string        { return "live" }
