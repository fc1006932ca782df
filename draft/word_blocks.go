package draft

import (
	"encoding/xml"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// wordReader turns the text of a Word file into blocks.
type wordReader struct {
	styles    wordStyles
	numbers   numbering
	links     map[string]string // addresses by id
	footnotes map[string]string // plain text by kind and id
	settled   bool              // headings of the first level are sections, others are in them

	characters characters
	found      findings
	blocks     []block
	items      []listItem // of the list being read
	pending    []string   // notes that follow the block being read

	fields        []field
	contentsDepth int // how many frames around a table of contents are open
	contents      []string
	boxes         []string // text in boxes
	margins       []string // headers and footers
	size          int      // bytes of text so far
	pieces        int      // paragraphs, runs of text, rows and cells so far
	noted         int      // notes so far
	inserted      int
	deleted       int
	struck        int
	embedded      int
	after         []string // what stands behind the sections of a handout; none: it was not reached
}

// listItem is one paragraph in a list.
type listItem struct {
	level  int
	marker string
	prose  *prose
}

// document reads the text of the file.
func (r *wordReader) document(x *xmlReader) error {
	return x.root(func(e xml.StartElement) error { return r.block(x, e) })
}

// block reads what may stand in the text: paragraphs, tables and frames.
func (r *wordReader) block(x *xmlReader, e xml.StartElement) error {
	switch e.Name.Local {
	case "p":
		p, err := r.paragraph(x)
		if err != nil {
			return err
		}
		return r.place(p)
	case "tbl":
		if len(r.after) > 0 {
			return x.skip()
		}
		return r.table(x)
	case "sdt":
		before := r.contentsDepth
		err := x.children(func(e xml.StartElement) error { return r.frame(x, e) })
		r.contentsDepth = before
		return err
	case "altChunk":
		r.embedded++
		return x.skip()
	case "Fallback", "sectPr", "background":
		return x.skip()
	}
	return x.children(func(e xml.StartElement) error { return r.block(x, e) })
}

// frame reads what is in a frame that Word keeps around some text.
func (r *wordReader) frame(x *xmlReader, e xml.StartElement) error {
	if e.Name.Local != "sdtPr" {
		return r.block(x, e)
	}
	return x.children(func(e xml.StartElement) error {
		return x.children(func(e xml.StartElement) error {
			if e.Name.Local == "docPartGallery" && attribute(e, "val") == "Table of Contents" {
				r.contentsDepth++
			}
			return x.skip()
		})
	})
}

// place makes a block of p, or an item of the list being read.
func (r *wordReader) place(p *wordParagraph) error {
	_, _, names := r.styles.resolve(p.style)
	plain := plainOf(p.runs)
	if len(r.after) > 0 || plain != "" && slices.Contains(names, afterName) {
		if plain != "" {
			r.after = append(r.after, plain)
		}
		return nil
	}
	level := headingLevel(names, p.place)
	if level >= 0 && plain != "" && r.contentsDepth == 0 && !isContents(names) {
		r.fields = nil // a table of contents has no headings in it: its end was lost
		return r.heading(p, level, plain)
	}
	if p.contents || isContents(names) {
		if plain != "" {
			r.contents = append(r.contents, plain)
		}
		return nil
	}
	if plain == "" && !hasPicture(p.runs) {
		return nil // an empty line, which does not end a list
	}
	number, numbered := r.numbers.next(p.place, p.style)
	out := newProse(false)
	if numbered && !number.bullet && !number.simple() && number.text != "" {
		out.write(number.text + " ")
	}
	writeRuns(out, p.runs, &r.found)
	if numbered && (number.bullet || number.simple()) {
		marker := "- "
		if !number.bullet {
			marker = strconv.Itoa(max(0, number.value)) + ". "
		}
		r.items = append(r.items, listItem{level: number.level, marker: marker, prose: out})
		r.pending = append(r.pending, p.notes...)
		return nil
	}
	r.flush()
	r.keep(paragraphBlock(out))
	r.pending = append(r.pending, p.notes...)
	r.flush()
	return r.full()
}

// heading adds a heading. Lines of a title are one heading.
func (r *wordReader) heading(p *wordParagraph, level int, plain string) error {
	r.flush()
	r.pending = append(r.pending, p.notes...)
	if number, ok := r.numbers.next(p.place, p.style); ok && number.text != "" {
		plain = number.text + " " + plain
	}
	writeRuns(newProse(false), onlyPictures(p.runs), &r.found)
	if inner := r.settled && level > 1; inner || words(plain) > maxHeading {
		for i := range p.runs {
			p.runs[i].bold = p.runs[i].bold && !inner // all of a heading is
		}
		out := newProse(false)
		writeRuns(out, p.runs, &r.found)
		b := paragraphBlock(out)
		if inner && b.text != "" {
			b = block{kind: other, text: strings.Repeat("#", min(level+1, 6)) + " " + strings.ReplaceAll(b.text, lineBreak, " "), words: b.words}
		}
		r.keep(b)
		return r.full()
	}
	if last := len(r.blocks) - 1; level == 0 && last >= 0 && r.blocks[last].kind == heading && r.blocks[last].level == 0 {
		r.blocks[last].plain += " " + plain
		r.blocks[last].words += words(plain)
		return r.full()
	}
	r.blocks = append(r.blocks, block{kind: heading, level: level, plain: plain, words: words(plain)})
	return r.full()
}

// hasPicture reports whether there is a picture in runs.
func hasPicture(runs []run) bool { return len(onlyPictures(runs)) > 0 }

// onlyPictures gives the pictures in runs.
func onlyPictures(runs []run) []run {
	var pictures []run
	for _, r := range runs {
		if r.picture {
			pictures = append(pictures, r)
		}
	}
	return pictures
}

// keep adds b unless there is nothing in it.
func (r *wordReader) keep(b block) {
	if b.text != "" {
		r.blocks = append(r.blocks, b)
	}
}

// full refuses a text with more blocks than any real one has.
func (r *wordReader) full() error {
	if len(r.blocks) > maxLines {
		return tooManyPieces()
	}
	return nil
}

// piece counts what is kept in memory while it is read, and refuses more than
// any real file has.
func (r *wordReader) piece() error {
	if r.pieces++; r.pieces > maxPieces {
		return tooManyPieces()
	}
	return nil
}

// flush ends the list being read, and adds the notes of the last block.
func (r *wordReader) flush() {
	if len(r.items) > 0 {
		r.keep(listBlock(r.items))
		r.items = nil
	}
	for _, note := range r.pending {
		p := newProse(false)
		p.write(note)
		r.keep(paragraphBlock(p))
	}
	r.pending = nil
}

// listBlock writes items as one list.
func listBlock(items []listItem) block {
	var out strings.Builder
	b := block{kind: other}
	type open struct{ level, width int }
	var outer []open
	for _, item := range items {
		for len(outer) > 0 && (outer[len(outer)-1].level >= item.level || len(outer) >= maxDepth) {
			outer = outer[:len(outer)-1]
		}
		indent := 0
		for _, o := range outer {
			indent += o.width
		}
		outer = append(outer, open{item.level, len(item.marker)})
		text, _ := item.prose.markdown()
		inner := "\n" + strings.Repeat(" ", indent+len(item.marker))
		out.WriteString(strings.Repeat(" ", indent) + item.marker + strings.ReplaceAll(text, "\n", inner) + "\n")
		b.words += words(item.prose.text())
	}
	b.text = strings.TrimSuffix(out.String(), "\n")
	if plain := items[0].prose.text(); len(items) == 1 && items[0].marker != "- " && len(plain) < maxPlain {
		b.plain = items[0].marker + plain
	}
	return b
}

// notesOnReading says what the parts of a Word file held that is not in the
// text.
func (r *wordReader) notesOnReading() []Note {
	notes := r.characters.notes()
	margins := distinct(r.margins)
	for _, said := range []struct {
		kind    NoteKind
		n       int
		text    string
		leftOut []string
	}{
		{NoteContents, len(r.contents), "The table of contents was left out (%s).", r.contents},
		{NotePicture, len(r.boxes), "Text in boxes was left out (%s). Move it into the text if suppliers should see it.", r.boxes},
		{NoteAfter, min(len(r.after), 1), "What stands behind the sections, such as questions and answers, was left out (%s).", r.after},
		{NoteMargin, len(margins), "Headers and footers were left out (%s).", margins},
		{NoteChanges, r.inserted, "Tracked insertions were taken as accepted (%s).", nil},
		{NoteChanges, r.deleted, "Tracked deletions were left out (%s).", nil},
		{NoteChanges, r.struck, "Text that is struck through was kept (%s). Please delete it if it is not meant.", nil},
		{NoteHidden, r.embedded, "Files embedded in the text were left out (%s).", nil},
	} {
		if said.n > 0 {
			notes = append(notes, Note{
				Kind: said.kind, Text: fmt.Sprintf(said.text, count(said.n, "place")),
				LeftOut: cutBytes(strings.Join(said.leftOut, "\n"), maxLeftOut),
			})
		}
	}
	return notes
}

// distinct gives what headers and footers say, once each and in order. Page
// numbers say nothing.
func distinct(texts []string) []string {
	var kept []string
	seen := map[string]bool{}
	for _, text := range texts {
		text = strings.TrimSpace(text)
		if !seen[text] && words(text) > 0 && !onlyPage.MatchString(text) {
			kept = append(kept, text)
		}
		seen[text] = true
	}
	return kept
}
