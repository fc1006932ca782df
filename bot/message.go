package bot

import "strings"

// Class says what a message is for, and with that how carefully it is sent.
type Class string

// The classes of message. They are stored: add, never change.
const (
	Reply    Class = "reply"    // to what one person did; repeating it does no harm
	Standing Class = "standing" // stands in a room and is edited in place, such as the list of sections
	Notice   Class = "notice"   // to one room, by the bot's own accord
	Release  Class = "release"  // the same to every supplier
	Digest   Class = "digest"   // to the commissioning room, or the suppliers, on a schedule
)

// Once says whether posting a message of this class twice would do harm, so
// that a doubtful one is shown to a person rather than repeated.
func (c Class) Once() bool { return c == Release || c == Digest }

// Message is what the bot says, without regard to the platform. People stand
// in it as "{person:P7}" and are named only when a part is sent.
type Message struct {
	// Key identifies the message within its engagement for good. Posting a
	// Key again does nothing, so a decision that is made twice posts once.
	Key   string
	Class Class
	To    []Address // each room once; the content is stored once
	// Thread is the Key of our message, or the platform's id of somebody
	// else's, in whose thread this goes. A platform without threads posts it
	// in the room.
	Thread string
	// Replaces is the Key of the message that this one edits in place in all
	// its rooms. If a newer edit of the same message is waiting when this one
	// would be sent, only the newer is. To must be a subset of the original's.
	Replaces string
	// For is the person who alone should see it; others in the room do not
	// where the platform can do that.
	For string
	// Instead is for an answer that its person sees alone or not at all: where the
	// platform can't show it so, this paragraph of Markdown, which anybody may
	// read, is said in its place. Empty: where nobody can be answered alone,
	// others may read it. With a Key, the platform's word that it could not be shown
	// comes back: see NotShown. Of a message that is posted For somebody, it is posted
	// in the room where that person can't be reached alone; empty: it then fails.
	Instead string
	Title   string // one line, plain text; may be empty
	Blocks  []Block
	// Plain: for people who use a service: larger type, fewer words around it,
	// where the platform can do that.
	Plain bool
	// Home: only full members of the home organisation may read it. An adapter
	// that can tell does not post it where others are, and says Denied.
	Home bool
	// Own: one organisation and the home one may read it. An adapter that can tell
	// does not post it in a room with several Onlookers, and says Crowded.
	Own bool
	// Guarded: in a room that is a page, it is shown to those alone of whom the
	// domain says that they may read it: see GuardView. Elsewhere it stands in the
	// room.
	Guarded bool
}

// NotShown is the event with which an adapter says that it could not show the note
// with which ev was answered, to the person who alone may see it, and said what is
// in Instead. False: nobody has to know. What comes back for it is not shown.
func NotShown(ev Event, note Message) (Event, bool) {
	if note.Instead == "" || note.Key == "" {
		return Event{}, false
	}
	return Event{ID: ev.ID + ":unshown", Kind: Unshown, Room: ev.Room, Sender: ev.Sender, Engagement: ev.Engagement, Value: note.Key}, true
}

// Block is one piece of a message, in the order in which it is read. Exactly
// one of its fields is set, and every adapter renders every one of them,
// falling back where its platform cannot show it (Caps say what it can):
// buttons to the words that can be typed, a table to a list, an image to its
// alternative text. Nothing is dropped and nothing is cut off.
type Block struct {
	Text    *Text    `json:"text,omitempty"`
	Quote   *Quote   `json:"quote,omitempty"`
	Facts   []Pair   `json:"facts,omitempty"` // label and value, one per line
	Table   *Table   `json:"table,omitempty"`
	Items   []Item   `json:"items,omitempty"` // a list to work through
	Image   *Image   `json:"image,omitempty"`
	Buttons []Button `json:"buttons,omitempty"` // in one row, most useful first
}

// Text is Markdown: paragraphs, one level of lists, **bold**, *italic*,
// [links](https://…) and "## " headings, no raw HTML, no images, no tables.
type Text struct {
	Markdown string `json:"md"`
	Small    bool   `json:"small,omitempty"` // an aside, shown quieter
}

// Quote is somebody's words, never reworded, plain text.
type Quote struct {
	Words string `json:"words"`
	By    string `json:"by,omitempty"` // such as "small firm"
}

// Pair is a label and what it says.
type Pair struct {
	Label string `json:"label"`
	Value string `json:"value"`
}

// Table has as many cells in each row as in Head. Cells are one line of plain
// text.
type Table struct {
	Head []string   `json:"head"`
	Rows [][]string `json:"rows"`
}

// Item is one line of a list that people work through, such as a section and
// how far they are with it. Where a platform has no such lists it becomes a
// line of text with the same words.
type Item struct {
	Label  string  `json:"label"`            // plain text
	Hint   string  `json:"hint,omitempty"`   // plain text, quieter
	Status string  `json:"status,omitempty"` // one line of Markdown: "to do"
	Tone   Tone    `json:"tone,omitempty"`
	Button *Button `json:"button,omitempty"` // what opens it; its Typed stands elsewhere in the message
}

// Tone is how the status of an item may be set off. The words say the same.
type Tone string

// The tones. They are stored: add, never change.
const (
	Quiet     Tone = ""          // nothing to do about it
	ToDo      Tone = "todo"      // waits for the reader
	Done      Tone = "done"      // the reader is through with it
	Attention Tone = "attention" // needs another look
)

// Image is a picture kept as a blob, PNG, with words that say the same.
type Image struct {
	Blob string `json:"blob"`
	Alt  string `json:"alt"`
}

// Button does Action with Value when pressed. Typed is what somebody writes
// to the same effect; a button without it cannot be shown where there are no
// buttons, so every button has one. URL makes it a link instead. View says that
// pressing it records nothing, so that an adapter may deliver it as Looked and
// show the answer as a page of its own.
type Button struct {
	Label  string `json:"label"`
	Action string `json:"action,omitempty"`
	Value  string `json:"value,omitempty"`
	Typed  string `json:"typed,omitempty"`
	URL    string `json:"url,omitempty"`
	View   bool   `json:"view,omitempty"`
}

// LinkTo stands in a message, as a button's URL or in the words, for the link
// that lets whoever follows it into the room; person, which may be empty, is
// whom it is meant for ("P7"). A link is a key: it is made when the message is
// sent and is in no record. It may go to that room's own people, and to a
// member of the team who asked for it.
func LinkTo(room Address, person string) string {
	return linkOpen + room.Key() + " " + person + "}"
}

// LinkToFile is LinkTo for a link that opens one file of a room, which is known there
// by that name, and lets nobody into anything else. It may be shown to whoever asked
// for it in that room, alone.
func LinkToFile(room Address, person, file string) string {
	return linkOpen + room.Key() + " " + person + " " + file + "}"
}

// PutLinks puts links in the place of what LinkTo and LinkToFile gave; the Ref of a
// room is the name of a file of it. Without a way to make one, a link is "(no link)".
func PutLinks(text string, link func(room Address, person string) string) string {
	var out strings.Builder
	for {
		before, after, found := strings.Cut(text, linkOpen)
		out.WriteString(before)
		if !found {
			return out.String()
		}
		what, rest, closed := strings.Cut(after, "}")
		key, whom, spaced := strings.Cut(what, " ")
		person, file, _ := strings.Cut(whom, " ")
		adapter, room, named := strings.Cut(key, ":")
		switch {
		case !closed || !spaced || !named:
			out.WriteString(linkOpen)
			text = after
			continue
		case link == nil:
			out.WriteString("(no link)")
		default:
			out.WriteString(link(Address{Adapter: adapter, Room: room, Ref: file}, person))
		}
		text = rest
	}
}

// Say is a message's paragraph of Markdown.
func Say(markdown string) Block { return Block{Text: &Text{Markdown: markdown}} }

// Aside is a quieter paragraph of Markdown.
func Aside(markdown string) Block { return Block{Text: &Text{Markdown: markdown, Small: true}} }

// Answer is what goes back to one person within the platform's own reply. It
// is not recorded: help, refusals, views that change nothing, forms and their
// errors. The zero Answer says nothing.
type Answer struct {
	Note   *Message          // seen by that person alone where the platform can do that; Key, Class and To are not used
	Form   *Form             // opened, or shown in place of the one submitted
	Errors map[string]string // by field name, for the form submitted
	// Recorded is set by bot: something stands in the record because of the
	// event, now or since it came the first time.
	Recorded bool
	// Pretend: what happened is part of a rehearsal, and counts for nothing.
	Pretend bool
	// Over: what took place in the room is over, and nobody needs to come back.
	Over bool
	// Shut: this person is to see nothing else of the room than Note, whatever stands
	// there. Only a page can keep to it.
	Shut bool
}

// Form asks one person for several things at once. A platform without forms
// shows Blocks and says how to type it (Typed). A form can be had again, filled
// in with the fields of the event, by a Looked event with its Action and Value.
type Form struct {
	Action string // comes back as Event.Action
	Value  string // comes back as Event.Value
	Title  string // at most 24 characters, plain text
	// Heading is what the form is about, plain text of any length: where there
	// is room it stands in the title's place, else above the blocks.
	Heading string
	Blocks  []Block
	Fields  []Field
	Submit  string // the button's label
	Typed   string // how to say the same by typing, with an example
	Plain   bool   // as in Message
}

// FieldKind says how a field is filled in.
type FieldKind string

// The kinds of field.
const (
	Line   FieldKind = "line"   // one line
	Words  FieldKind = "words"  // several lines
	Choice FieldKind = "choice" // one of Options
	Ticks  FieldKind = "ticks"  // any of Options, comma-separated in Event.Fields
	Date   FieldKind = "date"   // 2026-06-27
	Upload FieldKind = "upload" // arrives as Event.File
	// Name is what the sender wants to be called, Contact their mail address.
	// They are personal: an adapter that knows them leaves the field out; any
	// other keeps what is filled in and delivers it as Sender.Name, and as
	// Sender.Contact and Sender.Mail, never in Event.Fields.
	Name    FieldKind = "name"
	Contact FieldKind = "contact"
)

// Field is one thing that a form asks for.
type Field struct {
	Name     string
	Kind     FieldKind
	Label    string
	Hint     string
	Options  []Option
	Value    string // what stands in it at first
	Required bool
	Max      int // characters; 0 is the platform's limit
	// Refresh: when it changes, the adapter may deliver Looked with the form's
	// Action, Value and the fields so far, and show the Form of the answer.
	Refresh bool
	// When is the choice or tick that makes sense of this field, as the name of a
	// field before it and an option of that: "ticks=sensitive". An adapter may hide
	// the field while that is not chosen; its label and its value make sense in any
	// case. Empty: always.
	When string
	// Group is what a field has in common with those beside it: the fields of
	// one group follow each other, and an adapter that can puts it over them.
	Group string
	// Still is the field where nothing is asked again when something changes, so that
	// it has to make sense whatever is chosen; nil: the same.
	Still *Field `json:",omitempty"`
}

// Unchanging is the field as an adapter has to show it that never asks again what
// has Refresh.
func (f Field) Unchanging() Field {
	if f.Still != nil {
		return *f.Still
	}
	return f
}

// Option is one choice.
type Option struct{ Value, Label, Hint string }
