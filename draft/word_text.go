package draft

import (
	"encoding/xml"
	"strconv"
	"strings"
)

// wordParagraph is one paragraph of a Word file.
type wordParagraph struct {
	style    string
	place    place
	runs     []run
	contents bool     // a line of a table of contents
	notes    []string // that belong to it
}

// field is a piece of text that Word works out, such as a table of contents.
type field struct {
	code     string
	shown    bool // its result follows
	contents bool
}

// setting is what a run stands in.
type setting struct {
	link string
	look look
}

// paragraph reads a paragraph.
func (r *wordReader) paragraph(x *xmlReader) (*wordParagraph, error) {
	if err := r.piece(); err != nil {
		return nil, err
	}
	p := &wordParagraph{place: noPlace(), contents: r.inContents()}
	var base look
	err := x.children(func(e xml.StartElement) (err error) {
		if e.Name.Local == "pPr" {
			var own place
			p.style, own, err = readParagraphProperties(x)
			var styled place
			base, styled, _ = r.styles.resolve(p.style)
			p.place = own.over(styled)
			return err
		}
		return r.inline(x, e, p, setting{look: base})
	})
	p.contents = p.contents || r.inContents()
	return p, err
}

// inline reads what may stand in a paragraph or a run.
func (r *wordReader) inline(x *xmlReader, e xml.StartElement, p *wordParagraph, s setting) error {
	switch e.Name.Local {
	case "r":
		return r.run(x, p, s)
	case "hyperlink":
		if target := r.links[attribute(e, "id")]; target != "" {
			s.link = target
		}
	case "ins", "moveTo":
		r.inserted++
	case "del":
		r.deleted++
		return r.gather(x, &r.found.hidden)
	case "moveFrom", "Fallback", "sdtPr", "sdtEndPr", "rPr", "delText", "delInstrText", "rt", "annotationRef", "footnoteRef", "endnoteRef":
		return x.skip()
	case "drawing", "pict", "object":
		return r.picture(x, p)
	case "t", "instrText":
		text, err := x.text()
		if err != nil {
			return err
		}
		if e.Name.Local == "instrText" {
			r.fieldCode(text)
			return nil
		}
		return r.add(p, text, s)
	case "fldChar":
		r.fieldMark(attribute(e, "fldCharType"))
	default:
		if err := r.sign(p, e, s); err != nil {
			return err
		}
	}
	return x.children(func(e xml.StartElement) error { return r.inline(x, e, p, s) })
}

// sign adds what an element without text stands for: breaks, hyphens, the
// signs of notes.
func (r *wordReader) sign(p *wordParagraph, e xml.StartElement, s setting) error {
	switch e.Name.Local {
	case "tab", "ptab":
		return r.append(p, run{text: "\t"})
	case "br", "cr":
		return r.append(p, run{breaks: true})
	case "noBreakHyphen":
		return r.add(p, "-", s)
	case "sym":
		return r.add(p, "•", s)
	case "footnoteReference", "endnoteReference":
		return r.reference(p, strings.TrimSuffix(e.Name.Local, "Reference")+":"+attribute(e, "id"))
	}
	return nil
}

// run reads a run of text.
func (r *wordReader) run(x *xmlReader, p *wordParagraph, s setting) error {
	base := s.look
	return x.children(func(e xml.StartElement) error {
		if e.Name.Local != "rPr" {
			return r.inline(x, e, p, s)
		}
		style, own, err := readLook(x)
		if style != "" {
			styled, _, _ := r.styles.resolve(style)
			own = own.over(styled)
		}
		s.look = own.over(base)
		return err
	})
}

// add adds text to p as it is set, or to what is left out where it is hidden.
func (r *wordReader) add(p *wordParagraph, text string, s setting) error {
	if r.size += len(text); r.size > MaxBytes {
		return tooMuchText()
	}
	text = r.characters.clean(text)
	if text == "" {
		return nil
	}
	if s.look.hidden {
		r.found.hidden = append(r.found.hidden, text)
		return nil
	}
	if s.look.struck {
		r.struck++
	}
	added := run{text: text, link: s.link}
	added.bold = s.look.bold != nil && *s.look.bold
	added.italic = s.look.italic != nil && *s.look.italic
	p.contents = p.contents || r.inContents()
	if n := len(p.runs); n > 0 && p.runs[n-1].continues(added) {
		p.runs[n-1].text += text
		return nil
	}
	return r.append(p, added)
}

// append adds a run to p.
func (r *wordReader) append(p *wordParagraph, added run) error {
	p.runs = append(p.runs, added)
	return r.piece()
}

// continues reports whether next is set like r, so that both are one run. It
// is kept short, as each joining copies the text.
func (r run) continues(next run) bool {
	const long = 1000
	return r.bold == next.bold && r.italic == next.italic && r.link == next.link &&
		!r.breaks && !r.picture && r.text != "\t" && len(r.text) < long
}

// gather adds all text in an element to those left out.
func (r *wordReader) gather(x *xmlReader, to *[]string) error {
	if err := r.piece(); err != nil {
		return err
	}
	p := &wordParagraph{}
	var read func(e xml.StartElement) error
	read = func(e xml.StartElement) error {
		switch e.Name.Local {
		case "t", "delText":
			text, err := x.text()
			if err != nil {
				return err
			}
			return r.add(p, text, setting{})
		case "Fallback":
			return x.skip()
		}
		return x.children(read)
	}
	err := x.children(read)
	if text := plainOf(p.runs); text != "" {
		*to = append(*to, text)
	}
	return err
}

// picture reads a drawing, which may be a picture, a box of text or only a
// line across the page.
func (r *wordReader) picture(x *xmlReader, p *wordParagraph) error {
	shows, line := "", false
	boxes := len(r.boxes)
	var read func(e xml.StartElement) error
	read = func(e xml.StartElement) error {
		switch e.Name.Local {
		case "docPr":
			shows = r.characters.clean(cutBytes(attribute(e, "descr"), maxPlain))
		case "rect":
			line = line || attribute(e, "hr") == "t"
		case "txbxContent":
			return r.gather(x, &r.boxes)
		case "Fallback":
			return x.skip()
		}
		return x.children(read)
	}
	if err := x.children(read); err != nil {
		return err
	}
	if !line && len(r.boxes) == boxes {
		return r.append(p, run{picture: true, text: shows})
	}
	return nil
}

// fieldMark follows the beginning, the result and the end of fields.
func (r *wordReader) fieldMark(kind string) {
	const most = 20 // fields within fields
	n := len(r.fields)
	switch {
	case kind == "begin" && n < most:
		r.fields = append(r.fields, field{})
	case kind == "separate" && n > 0:
		r.fields[n-1].shown = true
	case kind == "end" && n > 0:
		r.fields = r.fields[:n-1]
	}
}

// fieldCode adds to what the innermost field says it is.
func (r *wordReader) fieldCode(code string) {
	if len(r.fields) == 0 {
		return
	}
	f := &r.fields[len(r.fields)-1]
	if !f.shown && len(f.code)+len(code) < maxPlain {
		f.code += code
		f.contents = strings.HasPrefix(strings.TrimSpace(f.code), "TOC")
	}
}

// inContents reports whether the text read now is in a table of contents.
func (r *wordReader) inContents() bool {
	if r.contentsDepth > 0 {
		return true
	}
	for _, f := range r.fields {
		if f.contents {
			return true
		}
	}
	return false
}

// reference writes where a note belongs, and lets the note follow the block.
func (r *wordReader) reference(p *wordParagraph, id string) error {
	text, ok := r.footnotes[id]
	if !ok || text == "" {
		return nil
	}
	r.noted++
	if err := r.add(p, " (note "+strconv.Itoa(r.noted)+")", setting{}); err != nil {
		return err
	}
	p.notes = append(p.notes, "Note "+strconv.Itoa(r.noted)+": "+text)
	if r.size += len(text); r.size > MaxBytes {
		return tooMuchText()
	}
	return nil
}

// notes reads footnotes.xml or endnotes.xml.
func (r *wordReader) notes(x *xmlReader, kind string) error {
	return x.root(func(e xml.StartElement) error {
		if e.Name.Local != kind || attribute(e, "type") != "" || len(r.footnotes) >= maxDefined {
			return x.skip()
		}
		var texts []string
		if err := r.gather(x, &texts); err != nil {
			return err
		}
		r.footnotes[kind+":"+attribute(e, "id")] = strings.Join(texts, " ")
		return nil
	})
}

// comments reads comments.xml: what people said about the draft.
func (r *wordReader) comments(x *xmlReader) error {
	return x.root(func(e xml.StartElement) error {
		if e.Name.Local != "comment" {
			return x.skip()
		}
		return r.gather(x, &r.found.hidden)
	})
}
