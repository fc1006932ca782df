package draft

import (
	"encoding/xml"
	"strconv"
	"strings"
)

// maxLists is how many levels a list has in Word.
const maxLists = 9

// listLevel is how one level of a list is numbered.
type listLevel struct {
	format string // "decimal", "lowerLetter", "bullet"…
	text   string // "%1.%2" stands for the numbers of the first two levels
	start  int
	style  string // the id of the style whose paragraphs are on this level
	plain  bool   // numbers of outer levels are shown as figures
}

// listKind is one definition of a list, which several lists may share and
// then count together.
type listKind struct {
	levels  [maxLists]listLevel
	counts  [maxLists]int
	started [maxLists]bool
}

// numberedList is one list: its kind, and what it changes.
type numberedList struct {
	kind   string
	starts map[int]int // levels that start anew in this list
}

// numbering counts the lists of a file as Word does.
type numbering struct {
	kinds map[string]*listKind
	lists map[string]*numberedList
}

// read reads numbering.xml.
func (n *numbering) read(x *xmlReader) error {
	n.kinds, n.lists = map[string]*listKind{}, map[string]*numberedList{}
	return x.root(func(e xml.StartElement) error {
		if max(len(n.kinds), len(n.lists)) >= maxDefined {
			return x.skip()
		}
		switch e.Name.Local {
		case "abstractNum":
			kind := &listKind{}
			n.kinds[attribute(e, "abstractNumId")] = kind
			return x.children(func(e xml.StartElement) error {
				if e.Name.Local != "lvl" {
					return x.skip()
				}
				return kind.readLevel(x, e)
			})
		case "num":
			return n.readList(x, e)
		}
		return x.skip()
	})
}

// readLevel reads one level of a list.
func (k *listKind) readLevel(x *xmlReader, e xml.StartElement) error {
	i, err := strconv.Atoi(attribute(e, "ilvl"))
	if err != nil || i < 0 || i >= maxLists {
		return x.skip()
	}
	level := listLevel{format: "decimal", start: 1}
	err = x.children(func(e xml.StartElement) error {
		switch e.Name.Local {
		case "numFmt":
			level.format = attribute(e, "val")
		case "lvlText":
			level.text = cutBytes(attribute(e, "val"), MaxTitle)
		case "start":
			level.start = number(e, 1)
		case "pStyle":
			level.style = attribute(e, "val")
		case "isLgl":
			level.plain = isOn(e)
		}
		return x.skip()
	})
	k.levels[i] = level
	return err
}

// readList reads one list.
func (n *numbering) readList(x *xmlReader, e xml.StartElement) error {
	list := &numberedList{starts: map[int]int{}}
	n.lists[attribute(e, "numId")] = list
	return x.children(func(e xml.StartElement) error {
		switch e.Name.Local {
		case "abstractNumId":
			list.kind = attribute(e, "val")
		case "lvlOverride":
			level, err := strconv.Atoi(attribute(e, "ilvl"))
			return x.children(func(e xml.StartElement) error {
				if e.Name.Local == "startOverride" && err == nil && level >= 0 && level < maxLists {
					list.starts[level] = number(e, 1)
				}
				return x.skip()
			})
		}
		return x.skip()
	})
}

// listNumber is the number of one paragraph in a list.
type listNumber struct {
	level  int
	text   string // as shown: "1.", "(a)", "2.1"; empty for bullets
	bullet bool
	value  int // of its own level
}

// simple reports whether the number is that of a Markdown list.
func (l listNumber) simple() bool {
	return l.text == strconv.Itoa(l.value)+"." || l.text == strconv.Itoa(l.value)+")"
}

// next counts one paragraph, whose style is style. It is not ok where the
// paragraph is in no list.
func (n *numbering) next(p place, style string) (number listNumber, ok bool) {
	list := n.lists[p.list]
	if list == nil {
		return listNumber{}, false
	}
	kind := n.kinds[list.kind]
	if kind == nil {
		return listNumber{}, false
	}
	at := p.level
	if at < 0 {
		at = kind.levelOf(style)
	}
	at = min(at, maxLists-1)
	if start, anew := list.starts[at]; anew {
		kind.counts[at], kind.started[at] = start-1, true
		delete(list.starts, at)
	}
	kind.count(at)
	level := kind.levels[at]
	number = listNumber{level: at, value: kind.counts[at], bullet: level.format == "bullet" || level.format == ""}
	if !number.bullet {
		number.text = strings.TrimSpace(kind.show(at))
	}
	return number, true
}

// levelOf gives the level that is tied to a style, or the outermost.
func (k *listKind) levelOf(style string) int {
	for i, level := range k.levels {
		if level.style != "" && level.style == style {
			return i
		}
	}
	return 0
}

// count counts one paragraph at level at. Inner levels start again.
func (k *listKind) count(at int) {
	for i := range maxLists {
		switch {
		case i > at:
			k.started[i] = false
		case !k.started[i]:
			k.counts[i], k.started[i] = k.levels[i].start, true
		case i == at:
			k.counts[i]++
		}
	}
}

// show gives the number at level at as it is shown.
func (k *listKind) show(at int) string {
	shown := k.levels[at].text
	for i := range at + 1 {
		format := k.levels[i].format
		if k.levels[at].plain {
			format = "decimal"
		}
		shown = strings.ReplaceAll(shown, "%"+strconv.Itoa(i+1), inFormat(k.counts[i], format))
	}
	return shown
}

// inFormat gives n as Word shows it in a format of numbers.
func inFormat(n int, format string) string {
	switch format {
	case "none":
		return ""
	case "lowerLetter":
		return strings.ToLower(letters(n))
	case "upperLetter":
		return letters(n)
	case "lowerRoman":
		return strings.ToLower(roman(n))
	case "upperRoman":
		return roman(n)
	case "decimalZero":
		if n >= 0 && n < 10 {
			return "0" + strconv.Itoa(n)
		}
	}
	return strconv.Itoa(n)
}

// letters gives A to Z, then AA, BB and so on, as Word counts.
func letters(n int) string {
	const most = 26 * 10
	if n < 1 || n > most {
		return strconv.Itoa(n)
	}
	return strings.Repeat(string(rune('A'+(n-1)%26)), (n-1)/26+1)
}

// roman gives n in Roman figures.
func roman(n int) string {
	const most = 4000
	if n < 1 || n >= most {
		return strconv.Itoa(n)
	}
	var out strings.Builder
	for _, figure := range []struct {
		value int
		sign  string
	}{
		{1000, "M"},
		{900, "CM"},
		{500, "D"},
		{400, "CD"},
		{100, "C"},
		{90, "XC"},
		{50, "L"},
		{40, "XL"},
		{10, "X"},
		{9, "IX"},
		{5, "V"},
		{4, "IV"},
		{1, "I"},
	} {
		for n >= figure.value {
			out.WriteString(figure.sign)
			n -= figure.value
		}
	}
	return out.String()
}
