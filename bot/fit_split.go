package bot

import (
	"slices"
	"strings"
	"unicode"
)

// shown gives a block as the platform can show it: itself, or its fallback.
// What has no words is left out.
func (f *fitting) shown(b Block) []Block {
	switch {
	case b.Text != nil:
		if len(ParseMarkdown(b.Text.Markdown)) == 0 {
			return nil
		}
		return []Block{{Text: &Text{Markdown: strings.TrimSpace(toUTF8(b.Text.Markdown)), Small: b.Text.Small}}}
	case b.Quote != nil:
		q := Quote{Words: strings.TrimSpace(toUTF8(b.Quote.Words)), By: line(b.Quote.By)}
		if q == (Quote{}) {
			return nil
		}
		return []Block{{Quote: &q}}
	case len(b.Facts) > 0:
		return spoken(b.Facts)
	case b.Table != nil:
		if list := tableAsList(*b.Table); list == nil || !f.caps.Tables || !f.rowsFit(*b.Table) {
			return list
		}
		return []Block{{Table: oneLined(*b.Table)}}
	case b.Image != nil:
		alt := line(b.Image.Alt)
		switch {
		case f.caps.Images:
			return []Block{{Image: &Image{Blob: b.Image.Blob, Alt: alt}}}
		case alt == "":
			return nil
		}
		return []Block{Aside(EscapeMarkdown(alt))}
	case len(b.Items) > 0:
		return f.items(b.Items)
	case len(b.Buttons) > 0:
		return f.buttons(b.Buttons)
	default:
		return nil
	}
}

// items gives a list to work through as it is, or as lines of text where the
// platform has none, or one of them would not fit.
func (f *fitting) items(items []Item) []Block {
	var kept []Item
	lines, fits := make([]string, 0, len(items)), f.caps.Items
	for _, i := range items {
		i.Label, i.Hint, i.Status = line(i.Label), line(i.Hint), line(i.Status)
		if i.Label == "" && i.Hint == "" && i.Status == "" {
			continue
		}
		if b := i.Button; b != nil {
			button := *b
			button.Label = line(b.Label)
			i.Button = &button
		}
		kept, fits = append(kept, i), fits && itemSize(i) <= f.text
		lines = append(lines, "- "+i.asLine())
	}
	switch {
	case len(kept) == 0:
		return nil
	case fits:
		return []Block{{Items: kept}}
	}
	return []Block{Say(strings.Join(lines, "\n"))}
}

// asLine is an item as one line of Markdown.
func (i Item) asLine() string {
	var parts []string
	if i.Label != "" {
		parts = append(parts, "**"+EscapeMarkdown(i.Label)+"**")
	}
	if i.Hint != "" {
		parts = append(parts, EscapeMarkdown(i.Hint))
	}
	if i.Status != "" {
		parts = append(parts, i.Status)
	}
	return strings.Join(parts, " · ")
}

// spoken leaves out what has neither label nor value.
func spoken(pairs []Pair) []Block {
	var some []Pair
	for _, p := range pairs {
		if line(p.Label+p.Value) != "" {
			some = append(some, Pair{Label: toUTF8(p.Label), Value: toUTF8(p.Value)})
		}
	}
	if some == nil {
		return nil
	}
	return []Block{{Facts: some}}
}

// line gives text as one line.
func line(s string) string { return strings.Join(strings.Fields(toUTF8(s)), " ") }

// buttons gives buttons as they are, or as words that can be typed. One whose
// label is too long for a button goes with those that can be typed.
func (f *fitting) buttons(buttons []Button) []Block {
	buttons = slices.Clone(buttons)
	for i, b := range buttons {
		if buttons[i].Label = line(b.Label); buttons[i].Label == "" {
			buttons[i].Label = line(b.Typed + b.URL)
		}
	}
	buttons = slices.DeleteFunc(buttons, func(b Button) bool { return b.Label == "" })
	if f.caps.Buttons && len(buttons) > 0 && Size(Block{Buttons: buttons}) <= f.text {
		return []Block{{Buttons: buttons}}
	}
	var blocks []Block
	var typed []string
	flush := func() {
		if len(typed) > 0 {
			blocks = append(blocks, Say(strings.Join(typed, " · ")))
		}
		typed = nil
	}
	for _, b := range buttons {
		if !f.caps.Buttons || textSize(b.Label)+around > f.text {
			typed = append(typed, typedButton(b))
			continue
		}
		flush()
		blocks = append(blocks, Block{Buttons: []Button{b}})
	}
	flush()
	return blocks
}

// typedButton says what to write instead of pressing the button.
func typedButton(b Button) string {
	label, typed := EscapeMarkdown(b.Label), EscapeMarkdown(line(b.Typed))
	switch {
	case b.URL != "" && isLink(b.URL):
		return "[" + label + "](" + escapeLink(b.URL) + ")"
	case b.URL != "":
		return label + " " + EscapeMarkdown(line(b.URL))
	case typed == "":
		return label
	case strings.EqualFold(typed, label):
		return "Reply **" + typed + "**"
	default:
		return "Reply **" + typed + "**: " + label
	}
}

// oneLined is a table with one line in each cell.
func oneLined(t Table) *Table {
	lines := func(cells []string) []string {
		one := make([]string, len(cells))
		for i := range cells {
			one[i] = line(cells[i])
		}
		return one
	}
	clean := Table{Head: lines(t.Head)}
	for _, row := range t.Rows {
		clean.Rows = append(clean.Rows, lines(row))
	}
	return &clean
}

// rowsFit says whether every row fits beside the heads.
func (f *fitting) rowsFit(t Table) bool {
	for _, row := range t.Rows {
		if rowSize(t.Head)+rowSize(row) > f.room || len(row) > len(t.Head) {
			return false
		}
	}
	return rowSize(t.Head) <= f.room
}

// tableAsList gives a table as a list with the head's label before each cell.
func tableAsList(t Table) []Block {
	var items []string
	for _, row := range t.Rows {
		var cells []string
		for i := range max(len(row), len(t.Head)) {
			var label, cell string
			if i < len(t.Head) {
				label = line(t.Head[i])
			}
			if i < len(row) {
				cell = line(row[i])
			}
			cells = append(cells, labelled(label, cell))
		}
		items = append(items, "- "+strings.Join(cells, " · "))
	}
	if len(t.Rows) == 0 {
		items = append(items, EscapeMarkdown(line(strings.Join(t.Head, " · "))))
	}
	return nonEmpty(Say(strings.Join(items, "\n")))
}

func labelled(label, value string) string {
	switch {
	case label == "":
		return EscapeMarkdown(value)
	case value == "":
		return EscapeMarkdown(label) + ": –"
	default:
		return EscapeMarkdown(label) + ": **" + EscapeMarkdown(value) + "**"
	}
}

func nonEmpty(b Block) []Block {
	if len(ParseMarkdown(b.Text.Markdown)) == 0 {
		return nil
	}
	return []Block{b}
}

// split cuts a block into blocks that are each within the limits.
func (f *fitting) split(b Block) []Block {
	switch {
	case len(b.Buttons) > 0:
		return f.splitButtons(b.Buttons)
	case Size(b) <= f.text, b.Table != nil && Size(b) <= f.room:
		return []Block{b}
	case b.Text != nil:
		return f.splitText(*b.Text)
	case b.Quote != nil:
		return f.splitQuote(*b.Quote)
	case b.Facts != nil:
		return f.splitFacts(b.Facts)
	case b.Table != nil:
		return f.splitTable(*b.Table)
	case b.Items != nil:
		return f.splitItems(b.Items)
	default:
		return f.splitImage(*b.Image)
	}
}

func (f *fitting) splitButtons(buttons []Button) []Block {
	var rows []Block
	for len(buttons) > 0 {
		n := min(len(buttons), f.inARow)
		rows = append(rows, Block{Buttons: buttons[:n:n]})
		buttons = buttons[n:]
	}
	return rows
}

// splitText splits at paragraphs and list items where it can, and keeps a
// heading with what it heads.
func (f *fitting) splitText(t Text) []Block {
	var chunks []source
	for _, s := range sources(t.Markdown) {
		room := f.text - len(s.prefix())
		if textSize(s.text) <= room {
			chunks = append(chunks, s)
			continue
		}
		for i, text := range cutMarkdown(s.text, room-1) { // one for an escaped start
			if s.text = text; i > 0 && s.kind != Heading {
				s = source{text: text}
			}
			chunks = append(chunks, s)
		}
	}
	return packChunks(chunks, t.Small, f.text)
}

// packChunks joins chunks into as few blocks as hold them.
func packChunks(chunks []source, small bool, limit int) []Block {
	var blocks []Block
	var now strings.Builder
	size := 0
	for i, c := range chunks {
		text, gap := c.prefix()+c.text, "\n\n"
		if i > 0 && isItem(c) && isItem(chunks[i-1]) {
			gap = "\n"
		}
		need := textSize(text) + textSize(gap)
		if c.kind == Heading && i+1 < len(chunks) {
			next := chunks[i+1]
			if both := need + textSize(gap+next.prefix()+next.text); both <= limit {
				need = both
			}
		}
		if size > 0 && size+need > limit {
			blocks = append(blocks, Block{Text: &Text{Markdown: now.String(), Small: small}})
			now.Reset()
			size = 0
		}
		if size > 0 {
			now.WriteString(gap)
			size += textSize(gap)
		}
		now.WriteString(text)
		size += textSize(text)
	}
	return append(blocks, Block{Text: &Text{Markdown: now.String(), Small: small}})
}

func isItem(s source) bool { return s.kind == Bullet || s.kind == Numbered }

// splitQuote marks where somebody's words are broken off and taken up again.
func (f *fitting) splitQuote(q Quote) []Block {
	const mark = "…"
	by := textSize(q.By)
	if by > f.text/4 {
		return append(f.split(Block{Quote: &Quote{Words: q.Words}}), f.split(Say(EscapeMarkdown(q.By)))...)
	}
	var blocks []Block
	pieces := cutPlain(q.Words, f.text-by-quoteMarks-2*len(mark))
	for i, words := range pieces {
		if i > 0 {
			words = mark + words
		}
		if i+1 < len(pieces) {
			blocks = append(blocks, Block{Quote: &Quote{Words: words + mark}})
			continue
		}
		blocks = append(blocks, Block{Quote: &Quote{Words: words, By: q.By}})
	}
	return blocks
}

func (f *fitting) splitFacts(pairs []Pair) []Block {
	var blocks []Block
	var now []Pair
	flush := func() {
		if len(now) > 0 {
			blocks = append(blocks, Block{Facts: now})
		}
		now = nil
	}
	for _, p := range pairs {
		if factsSize([]Pair{p}) > f.text {
			flush()
			blocks = append(blocks, f.split(Say(labelled(line(p.Label), line(p.Value))))...)
			continue
		}
		if factsSize(now)+factsSize([]Pair{p}) > f.text {
			flush()
		}
		now = append(now, p)
	}
	flush()
	return blocks
}

func (f *fitting) splitItems(items []Item) []Block {
	var blocks []Block
	var now []Item
	for _, i := range items {
		if len(now) > 0 && itemsSize(now)+itemSize(i) > f.text {
			blocks, now = append(blocks, Block{Items: now}), nil
		}
		now = append(now, i)
	}
	return append(blocks, Block{Items: now})
}

// splitTable repeats the heads over each part of the rows.
func (f *fitting) splitTable(t Table) []Block {
	var blocks []Block
	now := Table{Head: t.Head}
	size := rowSize(t.Head)
	for _, row := range t.Rows {
		if len(now.Rows) > 0 && size+rowSize(row) > f.room {
			blocks = append(blocks, Block{Table: &Table{Head: t.Head, Rows: now.Rows}})
			now.Rows, size = nil, rowSize(t.Head)
		}
		now.Rows = append(now.Rows, row)
		size += rowSize(row)
	}
	return append(blocks, Block{Table: &now})
}

// splitImage keeps the beginning of the words with the picture.
func (f *fitting) splitImage(i Image) []Block {
	pieces := cutPlain(i.Alt, f.text)
	blocks := []Block{{Image: &Image{Blob: i.Blob, Alt: pieces[0]}}}
	rest := strings.TrimLeftFunc(strings.Join(pieces[1:], " "), unicode.IsSpace)
	return append(blocks, f.split(Aside(EscapeMarkdown(rest)))...)
}
