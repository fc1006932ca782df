// Package draft turns a draft specification, in Markdown or Word, into the
// sections that suppliers will be asked about. A reader makes a neutral
// [Document] of headings and text; [Document.Propose] groups that by the
// draft's own structure into few enough sections to be answered in one
// sitting, and says in plain words what it left out. What comes out is safe,
// simple Markdown, whatever went in. [WriteWord] is the way back: sections as
// a Word file to take away. [MatchSections] finds the sections of one draft in
// the next, [Compare] tells how a text changed, and [Material] whether that
// makes the answers to it stale.
//
// The package knows nothing of engagements, platforms or stores, and opens no
// file: bytes in, sections out, the same each time.
package draft

// Limits and measures. A proposal is for a person to look over and change, so
// they are starting points.
const (
	// MaxBytes is the largest file that is read.
	MaxBytes = 5 << 20
	// MaxTitle is the longest title of a section, in characters.
	MaxTitle = 80
	// WordsPerMinute is how fast somebody reads a specification with care.
	WordsPerMinute = 200
	// AnswerMinutes is what choosing a view and writing a few words takes,
	// for each section.
	AnswerMinutes = 2
	// LongMinutes is the time above which few suppliers finish.
	LongMinutes = 45
	// Least and Most are how many sections a long draft is grouped into when
	// Options does not say.
	Least = 8
	Most  = 15
)

// Section is one piece of a draft that suppliers are asked about.
type Section struct {
	Title    string   // at most MaxTitle characters of plain text, never empty
	Path     []string // titles of the headings above it, outermost first
	Number   string   // as the draft has it: "3", "5.9.1", "Appendix A", "1.01–1.07", or empty
	Text     string   // safe Markdown, without the section's own title
	Standing string   // "fixed", "open", "exploring", or empty where the draft does not say
	Ask      string   // what the buyer most wants to know: plain text, or empty
	Plain    string   // the section in plain words, for people who use the service: safe Markdown, or empty
	Words    int      // in Text
	Minutes  int      // to read and answer, at least 1
	Bidding  bool     // most of it looks like instructions to bidders or forms to sign, which need no answer
}

// Proposal is how a draft could be put to suppliers.
type Proposal struct {
	Title    string // of the whole draft, or empty where it has none
	Sections []Section
	Minutes  int // the sum over all sections
	Notes    []Note
}

// Long reports whether the whole takes longer than LongMinutes.
func (p Proposal) Long() bool { return p.Minutes > LongMinutes }

// NoteKind says what a note is about, for a caller that wants to show some
// notes differently. Kinds are added, never changed.
type NoteKind string

// The kinds of notes.
const (
	NoteContents   NoteKind = "contents"    // a table of contents was left out
	NoteTitlePage  NoteKind = "title_page"  // a title page was left out
	NotePicture    NoteKind = "picture"     // pictures were left out
	NoteHTML       NoteKind = "html"        // HTML was removed
	NoteHidden     NoteKind = "hidden"      // comments, deleted text and the like were left out
	NoteLink       NoteKind = "link"        // links became plain text
	NoteCharacters NoteKind = "characters"  // characters were replaced or removed
	NotePageNumber NoteKind = "page_number" // page numbers were left out
	NoteEmpty      NoteKind = "empty"       // headings without text
	NoteStructure  NoteKind = "structure"   // how sections were found where headings did not say
	NoteStanding   NoteKind = "standing"    // a Standing line that could not be used
	NoteChanges    NoteKind = "changes"     // tracked changes
	NoteBidding    NoteKind = "bidding"     // sections that look like instructions to bidders
	NoteMargin     NoteKind = "margin"      // headers and footers were left out
	NoteAfter      NoteKind = "after"       // what a handout has behind its sections was left out
)

// Note says in plain words what was left out of a proposal or looks odd.
type Note struct {
	Kind    NoteKind
	Text    string // one or two sentences for the commissioner
	LeftOut string // the words that are in no section, so that a person can check; often empty
}

// Options say how a draft is grouped. The zero value asks for the usual
// number of sections.
//
// Most counts sections that suppliers are meant to answer. Beside them there
// may be a third as many, at least one, that look like instructions to bidders.
type Options struct {
	Least, Most int // 0 means the constants Least and Most
}

// orDefaults gives o with its gaps filled and its bounds in order.
func (o Options) orDefaults() Options {
	if o.Most <= 0 {
		o.Most = Most
	}
	if o.Least <= 0 {
		o.Least = Least
	}
	o.Least = min(o.Least, o.Most)
	return o
}

// Document is a draft as read, whatever format it came in. It is not changed
// after it was made and may be shared between goroutines.
type Document struct {
	blocks  []block
	notes   []Note
	settled bool // each heading of the first level is a section, as WriteWord wrote them
}

// Words counts the words of the whole document as read, headings included.
func (d *Document) Words() int {
	total := 0
	for _, b := range d.blocks {
		total += b.words
	}
	return total
}

// kind is what a block is.
type kind int

const (
	paragraph kind = iota
	heading
	other // list, table, quotation or code: never taken for a heading
)

// block is one piece of a document that is never split.
type block struct {
	kind  kind
	level int    // of a heading: 1 is outermost
	plain string // without Markdown: whole for headings, empty where too long to be a title or a mark
	text  string // safe Markdown; empty for headings
	bold  bool   // the whole paragraph is bold
	words int
}

// maxPlain bounds the plain twin kept of a paragraph, in bytes. What is
// longer is neither a heading nor a mark of the author's.
const maxPlain = 1200
