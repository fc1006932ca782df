package draft

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"path"
	"regexp"
	"slices"
	"strings"
)

// Limits on Word files. A file may be larger than a Markdown one because of
// the pictures in it, which are not read.
const (
	// MaxWordBytes is the largest Word file that is read.
	MaxWordBytes = 25 << 20
	maxUnpacked  = 32 << 20 // of all that is read in a file
	maxEntries   = 5000     // files within the file
	maxDefined   = 10_000   // styles, lists, links and notes each; the rest is ignored
	maxPieces    = 300_000  // paragraphs, runs of text in one look, rows, cells and comments
	maxAssigned  = 2000     // attributes of one element
)

// Parse reads a draft in whichever format it is: Word by what the file
// begins with, and Markdown otherwise. The error is an *Error.
func Parse(data []byte) (*Document, error) {
	if bytes.HasPrefix(data, []byte(zipMagic)) || bytes.HasPrefix(data, []byte(compoundMagic)) {
		return ParseWord(data)
	}
	return ParseMarkdown(data)
}

// What files begin with.
const (
	zipMagic      = "PK\x03\x04"
	compoundMagic = "\xD0\xCF\x11\xE0"
)

// ParseWord reads a draft written in Word (.docx). Text, headings, lists,
// tables and notes are kept, with the numbers that Word shows. What was
// inserted with tracked changes is kept and what was deleted is left out, with
// a note. The error is an *Error.
//
// Time and memory are bounded, whatever is in data and whatever it claims to
// unpack to.
func ParseWord(data []byte) (*Document, error) { return parseWord(data, maxUnpacked) }

// parseWord is ParseWord with a limit on what is unpacked, in bytes.
func parseWord(data []byte, most int64) (*Document, error) {
	if len(data) > MaxWordBytes {
		return nil, wordTooLarge(len(data))
	}
	if bytes.HasPrefix(data, []byte(compoundMagic)) {
		return nil, compoundFile(data)
	}
	p, err := openPackage(data, most)
	if err != nil {
		return nil, err
	}
	r, err := p.reader()
	if err != nil {
		return nil, readable(err)
	}
	if err := p.read(p.main, r.document); err != nil {
		return nil, readable(err)
	}
	r.flush()
	r.found.notes = r.notesOnReading()
	d, err := newDocument(withLists(r.blocks), &r.found)
	if err == nil {
		d.settled = r.settled
	}
	return d, err
}

// readable gives err as an *Error: files that break off, or hold what is not
// XML, are broken.
func readable(err error) error {
	if known, ok := errors.AsType[*Error](err); ok {
		return known
	}
	return broken()
}

// compoundFile says what is wrong with a file in the older container, which
// Word uses for .doc and for files with a password.
func compoundFile(data []byte) error {
	if bytes.Contains(data, []byte("E\x00n\x00c\x00r\x00y\x00p\x00t\x00e\x00d\x00P\x00a\x00c\x00k\x00a\x00g\x00e\x00")) {
		return &Error{Code: Encrypted, Text: "draft is protected with a password. Remove the password in Word, save it and send it again."}
	}
	return &Error{Code: OldFormat, Text: "draft is in an older Office format. Open it in Word, save it as a Word document (.docx) and send it again."}
}

// wordPackage is the files within a Word file.
type wordPackage struct {
	files map[string]*zip.File
	main  string // the path of the text
	left  int64  // how much may still be unpacked
}

// openPackage opens the container and finds the text in it. No more than most
// bytes will be unpacked.
func openPackage(data []byte, most int64) (*wordPackage, error) {
	if bytes.Count(data, []byte("PK\x01\x02")) > maxEntries {
		return nil, tooManyFiles()
	}
	archive, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, broken()
	}
	p := &wordPackage{files: map[string]*zip.File{}, left: most}
	for _, f := range archive.File {
		name := strings.ToLower(strings.TrimPrefix(strings.ReplaceAll(f.Name, `\`, "/"), "/"))
		if _, known := p.files[name]; !known {
			p.files[name] = f
		}
		if path.Base(name) == "vbaproject.bin" {
			return nil, macros()
		}
	}
	if err := p.checkKind(); err != nil {
		return nil, readable(err)
	}
	return p, nil
}

// checkKind refuses what is not a Word document, and finds the text of one.
func (p *wordPackage) checkKind() error {
	withMacros, found := false, false
	err := p.read("[content_types].xml", func(x *xmlReader) error {
		return x.all(func(e xml.StartElement) error {
			kind := attribute(e, "ContentType")
			withMacros = withMacros || strings.Contains(kind, "macroEnabled")
			if strings.HasSuffix(kind, "wordprocessingml.document.main+xml") {
				p.main, found = attribute(e, "PartName"), true
			}
			return nil
		})
	})
	switch {
	case err != nil && !errors.Is(err, errNoFile):
		return err
	case withMacros:
		return macros()
	case !found && p.files["word/document.xml"] == nil:
		return &Error{Code: NotText, Text: "draft is not a Word document, though it is packed like one. Send it as Word (.docx) or Markdown (.md)."}
	case !found:
		p.main = "word/document.xml"
	}
	p.main = strings.ToLower(strings.TrimPrefix(p.main, "/"))
	return nil
}

// errNoFile says that a Word file does not have a part. Most may be missing.
var errNoFile = errors.New("no such part")

// read unpacks one part and lets handle read it. What is unpacked is counted
// as it comes, as the sizes that a file states need not be true.
func (p *wordPackage) read(name string, handle func(x *xmlReader) error) error {
	f := p.files[strings.ToLower(name)]
	if f == nil {
		return fmt.Errorf("read part: %w", errNoFile)
	}
	stream, err := f.Open()
	if err != nil {
		return fmt.Errorf("open part: %w", err)
	}
	defer stream.Close()
	return handle(newXMLReader(&counted{from: stream, left: &p.left}))
}

// readOptional is read for a part that may be missing.
func (p *wordPackage) readOptional(name string, handle func(x *xmlReader) error) error {
	if err := p.read(name, handle); err != nil && !errors.Is(err, errNoFile) {
		return err
	}
	return nil
}

// counted reads until the limit on unpacking is used up, or an element has
// more attributes than any real one: each takes ten times its size in memory.
type counted struct {
	from     io.Reader
	left     *int64
	where    byte // '<' right after that, 't' in a tag, a quotation mark in a value, or 0
	assigned int  // attributes of the tag being read
}

// Read reads from the stream and fails above the limits.
func (c *counted) Read(buffer []byte) (int, error) {
	n, err := c.from.Read(buffer)
	if *c.left -= int64(n); *c.left < 0 {
		return 0, unpacksTooLarge()
	}
	for _, b := range buffer[:n] {
		c.count(b)
	}
	if c.assigned > maxAssigned {
		return 0, unpacksTooLarge()
	}
	return n, err
}

// count follows where in a tag the next byte stands. Comments and the like
// have no attributes.
func (c *counted) count(b byte) {
	switch {
	case c.where == 0:
		if b == '<' {
			c.where, c.assigned = '<', 0
		}
	case c.where == '"' || c.where == '\'':
		if b == c.where {
			c.where = 't'
		}
	case b == '>', c.where == '<' && (b == '!' || b == '?'):
		c.where = 0
	case b == '"' || b == '\'':
		c.where = b
	default:
		c.where = 't'
		if b == '=' {
			c.assigned++
		}
	}
}

// reader reads the parts beside the text: links, styles, numbers, notes.
func (p *wordPackage) reader() (*wordReader, error) {
	r := &wordReader{links: map[string]string{}, footnotes: map[string]string{}}
	folder, file := path.Split(p.main)
	err := p.readOptional(folder+"_rels/"+file+".rels", func(x *xmlReader) error {
		return x.all(func(e xml.StartElement) error {
			if e.Name.Local == "Relationship" && attribute(e, "TargetMode") == "External" && len(r.links) < maxDefined {
				r.links[attribute(e, "Id")] = attribute(e, "Target")
			}
			return nil
		})
	})
	if err != nil {
		return nil, err
	}
	for _, part := range []struct {
		name string
		read func(x *xmlReader) error
	}{
		{"styles.xml", r.styles.read},
		{"numbering.xml", r.numbers.read},
		{"footnotes.xml", func(x *xmlReader) error { return r.notes(x, "footnote") }},
		{"endnotes.xml", func(x *xmlReader) error { return r.notes(x, "endnote") }},
		{"comments.xml", r.comments},
	} {
		if err := p.readOptional(folder+part.name, part.read); err != nil {
			return nil, err
		}
	}
	err = p.readOptional(settledName, func(x *xmlReader) error {
		return x.all(func(e xml.StartElement) error {
			r.settled = r.settled || attribute(e, "name") == settledProperty
			return nil
		})
	})
	if err != nil {
		return nil, err
	}
	return r, p.readMargins(folder, r)
}

// maxMargins is how many headers and footers are read. A file has three of
// each for every change of layout.
const maxMargins = 200

// readMargins reads the headers and footers of the text in folder.
func (p *wordPackage) readMargins(folder string, r *wordReader) error {
	var names []string
	for name := range p.files {
		if marginName.MatchString(strings.TrimPrefix(name, folder)) {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	for _, name := range names[:min(len(names), maxMargins)] {
		if err := p.read(name, func(x *xmlReader) error {
			return x.root(func(e xml.StartElement) error { return r.gather(x, &r.margins) })
		}); err != nil {
			return err
		}
	}
	return nil
}

// marginName is what Word calls the files of headers and footers.
var marginName = regexp.MustCompile(`^(?:header|footer)[0-9]*\.xml$`)
