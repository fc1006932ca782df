package engagement

import (
	"fmt"
	"strconv"
	"time"
)

// A codec writes the stored form of a value, or reads it: the one description
// of the form, a list of fields in their order, serves both ways. The form is
// JSON without white space, fields in that order, zero values left out.
//
// Reading is one pass and only takes what writing gives, because stored bytes
// come from nowhere else; encoding/json needs more time for one response
// (3.4 µs, measured) than a whole replay may take. A field this program does
// not know is an error, never skipped: it would mean that a newer program
// wrote the fact.
type codec struct {
	writing bool
	err     error // the first fault; everything after it does nothing

	out []byte // when writing

	in    string // when reading
	at    int    // the next byte of in
	clone bool   // copy strings out of in, rather than keep all of it
	inner bool   // a field of the object was already met
}

// text visits a string field.
func text[T ~string](c *codec, name string, value *T) {
	if c.writing {
		if *value != "" {
			c.out = appendString(c.key(name), string(*value))
		}
		return
	}
	if c.met(name) {
		*value = T(c.readString())
	}
}

// number visits a whole number.
func (c *codec) number(name string, value *int) {
	if c.writing {
		if *value != 0 {
			c.out = strconv.AppendInt(c.key(name), int64(*value), 10)
		}
		return
	}
	if c.met(name) {
		*value = int(c.readNumber())
	}
}

// truth visits a yes or no.
func (c *codec) truth(name string, value *bool) {
	if c.writing {
		if *value {
			c.out = append(c.key(name), "true"...)
		}
		return
	}
	if c.met(name) {
		*value = c.readTruth()
	}
}

// moment visits a time, kept in UTC in the form people can read.
func (c *codec) moment(name string, value *time.Time) {
	if c.writing {
		if !value.IsZero() {
			c.out = c.appendMoment(c.key(name), *value)
		}
		return
	}
	if c.met(name) {
		*value = c.readMoment()
	}
}

// instant visits a time to the millisecond, kept short for snapshots.
func (c *codec) instant(name string, value *time.Time) {
	if c.writing {
		if !value.IsZero() {
			c.out = strconv.AppendInt(c.key(name), value.UnixMilli(), 10)
		}
		return
	}
	if c.met(name) {
		*value = time.UnixMilli(c.readNumber()).UTC()
	}
}

// object visits a field that has fields of its own. It is always written.
func (c *codec) object(name string, fields func()) {
	if c.writing {
		c.out = c.key(name)
		c.braced(fields)
		return
	}
	if c.met(name) {
		c.braced(fields)
	}
}

// braced visits an object's fields between its braces.
func (c *codec) braced(fields func()) {
	outer := c.inner
	c.inner = false
	c.expect('{')
	fields()
	c.expect('}')
	c.inner = outer
}

// optional visits a field that may be absent (nil), which is not the same as
// empty. The visit of the value is an element, not a field.
func optional[T any](c *codec, name string, value **T, element func(*codec, *T)) {
	if c.writing {
		if *value != nil {
			c.out = c.key(name)
			element(c, *value)
		}
		return
	}
	if c.met(name) {
		*value = new(T)
		element(c, *value)
	}
}

// list visits a list; an empty one is left out.
func list[T any](c *codec, name string, values *[]T, element func(*codec, *T)) {
	if c.writing {
		if len(*values) == 0 {
			return
		}
		c.out = append(c.key(name), '[')
		for i := range *values {
			if i > 0 {
				c.out = append(c.out, ',')
			}
			element(c, &(*values)[i])
		}
		c.out = append(c.out, ']')
		return
	}
	if !c.met(name) {
		return
	}
	c.expect('[')
	for c.err == nil {
		var value T
		element(c, &value)
		*values = append(*values, value)
		if c.peek() != ',' {
			break
		}
		c.at++
	}
	c.expect(']')
}

// The elements of lists and optional fields.

func textElement[T ~string](c *codec, value *T) {
	if c.writing {
		c.out = appendString(c.out, string(*value))
		return
	}
	*value = T(c.readString())
}

func numberElement(c *codec, value *int) {
	if c.writing {
		c.out = strconv.AppendInt(c.out, int64(*value), 10)
		return
	}
	*value = int(c.readNumber())
}

func truthElement(c *codec, value *bool) {
	if c.writing {
		c.out = strconv.AppendBool(c.out, *value)
		return
	}
	*value = c.readTruth()
}

func momentElement(c *codec, value *time.Time) {
	if c.writing {
		c.out = c.appendMoment(c.out, *value)
		return
	}
	*value = c.readMoment()
}

// key begins a field in the output.
func (c *codec) key(name string) []byte {
	if c.inner {
		c.out = append(c.out, ',')
	}
	c.inner = true
	c.out = append(c.out, '"')
	c.out = append(c.out, name...)
	return append(c.out, '"', ':')
}

// met says whether the next field of the input is name, and if so steps to its
// value.
func (c *codec) met(name string) bool {
	at, in := c.at, c.in
	if c.inner {
		if at >= len(in) || in[at] != ',' {
			return false
		}
		at++
	}
	end := at + 1 + len(name)
	if end+1 >= len(in) || in[at] != '"' || in[end] != '"' || in[end+1] != ':' || in[at+1:end] != name {
		return false
	}
	c.at, c.inner = end+2, true
	return true
}

// expect writes or reads one byte of punctuation.
func (c *codec) expect(b byte) {
	switch {
	case c.writing:
		c.out = append(c.out, b)
	case c.peek() == b:
		c.at++
	case c.at >= len(c.in):
		c.fail(fmt.Errorf("ends where %q was expected", b))
	default:
		c.fail(fmt.Errorf("found %.20q where %q was expected", c.in[c.at:], b))
	}
}

// peek gives the next byte of the input, 0 at its end or after a fault.
func (c *codec) peek() byte {
	if c.err != nil || c.at >= len(c.in) {
		return 0
	}
	return c.in[c.at]
}

// fail keeps the first fault and stops the reading.
func (c *codec) fail(err error) {
	if c.err == nil {
		c.err = fmt.Errorf("read at byte %d: %w", c.at, err)
		c.at = len(c.in)
	}
}
