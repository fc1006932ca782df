package draft

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// maxElements is how deep elements may be nested. Word needs about thirty.
const maxElements = 200

// errDeep says that elements are nested deeper than in any real file.
var errDeep = errors.New("nested too deep")

// xmlReader reads XML as it comes, element by element.
type xmlReader struct {
	decoder *xml.Decoder
	depth   int
}

// newXMLReader reads XML from stream.
func newXMLReader(stream io.Reader) *xmlReader {
	return &xmlReader{decoder: xml.NewDecoder(stream)}
}

// next gives the next piece of XML.
func (x *xmlReader) next() (xml.Token, error) {
	token, err := x.decoder.Token()
	if err != nil {
		return nil, fmt.Errorf("read XML: %w", err)
	}
	switch token.(type) {
	case xml.StartElement:
		if x.depth++; x.depth > maxElements {
			return nil, errDeep
		}
	case xml.EndElement:
		x.depth--
	}
	return token, nil
}

// all calls handle for each element, whatever it stands in. The handler does
// not read what is in the element.
func (x *xmlReader) all(handle func(e xml.StartElement) error) error {
	for {
		token, err := x.next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if e, ok := token.(xml.StartElement); ok {
			if err := handle(e); err != nil {
				return err
			}
		}
	}
}

// children calls handle for each element directly in the one whose start was
// read last. The handler reads all that is in its element.
func (x *xmlReader) children(handle func(e xml.StartElement) error) error {
	for {
		token, err := x.next()
		if err != nil {
			return err
		}
		switch token := token.(type) {
		case xml.StartElement:
			if err := handle(token); err != nil {
				return err
			}
		case xml.EndElement:
			return nil
		}
	}
}

// root reads the outermost element, which handle is called within.
func (x *xmlReader) root(handle func(e xml.StartElement) error) error {
	for {
		token, err := x.next()
		if err != nil {
			return err
		}
		if _, ok := token.(xml.StartElement); ok {
			return x.children(handle)
		}
	}
}

// skip passes over all that is in the element whose start was read last.
func (x *xmlReader) skip() error {
	for level := x.depth; x.depth >= level; {
		if _, err := x.next(); err != nil {
			return err
		}
	}
	return nil
}

// text gives the text directly in the element whose start was read last.
func (x *xmlReader) text() (string, error) {
	var out strings.Builder
	for level := x.depth; ; {
		token, err := x.next()
		if err != nil {
			return "", err
		}
		if data, ok := token.(xml.CharData); ok && x.depth == level {
			out.Write(data)
		}
		if x.depth < level {
			return out.String(), nil
		}
	}
}

// attribute gives an attribute by its name without prefix.
func attribute(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// number gives the value of an element as a small number, or otherwise.
func number(e xml.StartElement, otherwise int) int {
	const most = 1 << 20
	n, err := strconv.Atoi(attribute(e, "val"))
	if err != nil || n < -most || n > most {
		return otherwise
	}
	return n
}

// isOn reads an element that switches something: without a value it is on.
func isOn(e xml.StartElement) bool {
	switch attribute(e, "val") {
	case "0", "false", "off", "none":
		return false
	}
	return true
}
