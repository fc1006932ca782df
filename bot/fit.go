package bot

import "strings"

// Piece is as much of a message as one platform message can hold. It is part
// of the stored form of a message that fell due.
type Piece struct {
	Title  string  `json:"title,omitempty"`
	Blocks []Block `json:"blocks,omitempty"`
}

// spare says whether p only covers what an edit has no text for.
func (p Piece) spare() bool {
	return p.Title == "" && len(p.Blocks) == 1 && p.Blocks[0].Text != nil && *p.Blocks[0].Text == *Aside(spare).Text
}

// The least that Fit works within. A platform with less is no place to talk.
const (
	leastText   = 200
	leastBlocks = 2
)

// Fit makes a message fit a platform: what it cannot show is put in other
// words, and what is too long is split into pieces that are read one after
// another. Every word of the message is in the pieces, in its order and once;
// only the heads of a table may come again. What nobody can read, such as
// control characters, is left out. The pieces keep within c as Size counts,
// limits below 200 characters or two blocks being taken as that much; the
// title counts as a block. The same message and Caps always give the same
// pieces. No piece is empty: a message without a word has none.
func Fit(title string, blocks []Block, c Caps) []Piece {
	f := newFitting(c)
	title = strings.Join(strings.Fields(toUTF8(title)), " ")
	if textSize(title) > f.text/4 {
		blocks = append([]Block{Say("**" + EscapeMarkdown(title) + "**")}, blocks...)
		title = ""
	}
	f.room = f.chars - textSize(title)
	f.text = min(f.text, f.room)
	var small []Block
	for _, b := range blocks {
		for _, shown := range f.shown(b) {
			small = append(small, f.split(shown)...)
		}
	}
	return f.pack(title, small)
}

// FitForm gives a form as blocks for a platform without forms: what it asks,
// and how to say it by typing. Its title is left to the caller, as the title
// for Fit.
func FitForm(form Form) []Block {
	var blocks []Block
	if form.Heading != "" {
		blocks = append(blocks, Say("**"+EscapeMarkdown(form.Heading)+"**"))
	}
	blocks = append(blocks, form.Blocks...)
	for _, field := range form.Fields {
		if label := strings.TrimSpace(field.Label); label != "" {
			blocks = append(blocks, Say("**"+EscapeMarkdown(label)+"**"))
		}
		if field.Hint != "" {
			blocks = append(blocks, Aside(EscapeMarkdown(field.Hint)))
		}
		var options []string
		for _, o := range field.Options {
			line := "- " + EscapeMarkdown(o.Label)
			if o.Hint != "" {
				line += ": " + EscapeMarkdown(o.Hint)
			}
			options = append(options, strings.ReplaceAll(line, "\n", " "))
		}
		if len(options) > 0 {
			blocks = append(blocks, Say(strings.Join(options, "\n")))
		}
	}
	if form.Typed != "" {
		blocks = append(blocks, Say(form.Typed))
	}
	return blocks
}

// Size counts the characters of a block against Caps: the UTF-16 units of
// everything that is read in it, a sign that markup has to escape (&, < and >)
// as five, a line break as three, a person as 80, and a few for what a platform puts around a quote,
// a line of facts, a cell or a button.
func Size(b Block) int {
	switch {
	case b.Text != nil:
		return textSize(b.Text.Markdown)
	case b.Quote != nil:
		return textSize(b.Quote.Words) + textSize(b.Quote.By) + quoteMarks
	case b.Facts != nil:
		return factsSize(b.Facts)
	case b.Table != nil:
		return tableSize(*b.Table)
	case b.Image != nil:
		return textSize(b.Image.Alt)
	case b.Items != nil:
		return itemsSize(b.Items)
	default:
		n := 0
		for _, button := range b.Buttons {
			n += textSize(button.Label) + around
		}
		return n
	}
}

// What Size adds around a fact, a cell or a button, and around a quote.
const (
	around     = 8
	quoteMarks = 16
)

func factsSize(pairs []Pair) int {
	n := 0
	for _, p := range pairs {
		n += textSize(p.Label) + textSize(p.Value) + around
	}
	return n
}

func itemsSize(items []Item) int {
	n := 0
	for _, i := range items {
		n += itemSize(i)
	}
	return n
}

func itemSize(i Item) int {
	n := textSize(i.Label) + textSize(i.Hint) + textSize(i.Status) + 3*around
	if i.Button != nil {
		n += textSize(i.Button.Label) + around
	}
	return n
}

func tableSize(t Table) int {
	n := rowSize(t.Head)
	for _, row := range t.Rows {
		n += rowSize(row)
	}
	return n
}

func rowSize(cells []string) int {
	n := 0
	for _, cell := range cells {
		n += textSize(cell) + around
	}
	return n
}

// fitting holds the limits that apply, none of them zero.
type fitting struct {
	caps                Caps
	text, chars, blocks int
	inARow              int // buttons
	room                int // what the title leaves of chars
}

const unlimited = 1 << 40

func newFitting(c Caps) *fitting {
	limit := func(n, least int) int {
		if n <= 0 {
			return unlimited
		}
		return max(n, least)
	}
	f := &fitting{
		caps:   c,
		text:   limit(c.MaxText, leastText),
		chars:  limit(c.MaxChars, leastText),
		blocks: limit(c.MaxBlocks, leastBlocks),
		inARow: limit(c.MaxButtons, 1),
	}
	f.text = min(f.text, f.chars)
	return f
}

// pack puts blocks into as few pieces as hold them in order. What belongs
// together stays together where it can: a heading with what follows, and
// buttons with what they are about.
func (f *fitting) pack(title string, blocks []Block) []Piece {
	var pieces []Piece
	now := Piece{Title: title}
	size, count := textSize(title), 0
	if title != "" {
		count = 1
	}
	for i := range blocks {
		need, slots := Size(blocks[i]), 1
		if i+1 < len(blocks) && (isHeading(blocks[i]) || blocks[i+1].Buttons != nil && blocks[i].Buttons == nil) {
			if both := need + Size(blocks[i+1]); both <= f.chars && f.blocks > 1 {
				need, slots = both, 2
			}
		}
		if len(now.Blocks) > 0 && (size+need > f.chars || count+slots > f.blocks) {
			pieces, now = append(pieces, now), Piece{}
			size, count = 0, 0
		}
		now.Blocks = append(now.Blocks, blocks[i])
		size, count = size+Size(blocks[i]), count+1
	}
	if now.Title != "" || len(now.Blocks) > 0 {
		pieces = append(pieces, now)
	}
	return pieces
}

func isHeading(b Block) bool {
	return b.Text != nil && strings.HasPrefix(b.Text.Markdown, "#") && !strings.Contains(b.Text.Markdown, "\n")
}
