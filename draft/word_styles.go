package draft

import (
	"encoding/xml"
	"strconv"
	"strings"
)

// look is how text is set: what styles, paragraphs and runs may say.
type look struct {
	bold, italic *bool
	hidden       bool
	struck       bool
}

// over gives l where it says something, and base otherwise.
func (l look) over(base look) look {
	if l.bold == nil {
		l.bold = base.bold
	}
	if l.italic == nil {
		l.italic = base.italic
	}
	l.hidden = l.hidden || base.hidden
	l.struck = l.struck || base.struck
	return l
}

// place is what a paragraph is in the outline and in lists, as said by a
// style or by the paragraph itself. Unset values are -1 or empty.
type place struct {
	outline int    // 0 is the outermost heading
	list    string // the id of a list; "0" is none
	level   int    // within the list
}

// noPlace says nothing.
func noPlace() place { return place{outline: -1, level: -1} }

// over gives p where it says something, and base otherwise.
func (p place) over(base place) place {
	if p.outline < 0 {
		p.outline = base.outline
	}
	if p.list == "" {
		p.list = base.list
	}
	if p.level < 0 {
		p.level = base.level
	}
	return p
}

// wordStyle is one named style.
type wordStyle struct {
	name  string // Word's own English name, in small letters, whatever the language
	base  string // the id of the style it builds on
	look  look
	place place
}

// wordStyles are the styles of a file by id.
type wordStyles struct {
	byID     map[string]*wordStyle
	standard string // the id of the style of paragraphs that name none
}

// read reads styles.xml.
func (s *wordStyles) read(x *xmlReader) error {
	s.byID = map[string]*wordStyle{}
	return x.root(func(e xml.StartElement) error {
		if e.Name.Local != "style" || len(s.byID) >= maxDefined {
			return x.skip()
		}
		id, style := attribute(e, "styleId"), &wordStyle{place: noPlace()}
		s.byID[id] = style
		if attribute(e, "type") == "paragraph" && attribute(e, "default") == "1" {
			s.standard = id
		}
		return x.children(func(e xml.StartElement) (err error) {
			switch e.Name.Local {
			case "name":
				style.name = strings.ToLower(attribute(e, "val"))
			case "basedOn":
				style.base = attribute(e, "val")
			case "pPr":
				_, style.place, err = readParagraphProperties(x)
				return err
			case "rPr":
				_, style.look, err = readLook(x)
				return err
			}
			return x.skip()
		})
	})
}

// maxBases is how many styles may build on one another.
const maxBases = 20

// resolve gives what a style says together with those it builds on, and its
// names from itself outwards.
func (s *wordStyles) resolve(id string) (l look, p place, names []string) {
	p = noPlace()
	if id == "" {
		id = s.standard
	}
	for range maxBases {
		style := s.byID[id]
		if style == nil {
			break
		}
		l, p = l.over(style.look), p.over(style.place)
		names = append(names, style.name)
		id = style.base
	}
	return l, p, names
}

// headingLevel gives the level that a style's names or its outline level say,
// 1 for the outermost; 0 for the title of a document; or -1.
func headingLevel(names []string, p place) int {
	for _, name := range names {
		if name == "title" {
			return 0
		}
		if digits, ok := strings.CutPrefix(name, "heading "); ok {
			if n, err := strconv.Atoi(digits); err == nil && n >= 1 && n <= 9 {
				return n
			}
		}
	}
	if p.outline >= 0 && p.outline < 9 {
		return p.outline + 1
	}
	return -1
}

// isContents reports whether a style is for the lines of a table of contents.
func isContents(names []string) bool {
	for _, name := range names {
		if strings.HasPrefix(name, "toc ") || name == "table of figures" {
			return true
		}
	}
	return false
}

// readParagraphProperties reads a pPr: the id of a style, and a place.
func readParagraphProperties(x *xmlReader) (style string, p place, err error) {
	p = noPlace()
	err = x.children(func(e xml.StartElement) error {
		switch e.Name.Local {
		case "pStyle":
			style = attribute(e, "val")
		case "outlineLvl":
			p.outline = number(e, -1)
		case "numPr":
			return x.children(func(e xml.StartElement) error {
				switch e.Name.Local {
				case "numId":
					p.list = attribute(e, "val")
				case "ilvl":
					p.level = number(e, -1)
				}
				return x.skip()
			})
		}
		return x.skip()
	})
	return style, p, err
}

// readLook reads an rPr: the id of a style, and a look.
func readLook(x *xmlReader) (style string, l look, err error) {
	err = x.children(func(e xml.StartElement) error {
		on := isOn(e)
		switch e.Name.Local {
		case "rStyle":
			style = attribute(e, "val")
		case "b":
			l.bold = &on
		case "i":
			l.italic = &on
		case "vanish":
			l.hidden = on
		case "strike", "dstrike":
			l.struck = on
		}
		return x.skip()
	})
	return style, l, err
}
