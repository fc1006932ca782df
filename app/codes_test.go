package app

import (
	"bytes"
	"strings"
	"testing"
)

// What people do to a code on its way leaves it what it is, and nothing else is one.
func TestCodes(t *testing.T) {
	c, other := codes{bytes.Repeat([]byte{1}, 32)}, codes{bytes.Repeat([]byte{2}, 32)}
	code := c.make("digital-care", "k0b9")
	for _, written := range []string{
		code, strings.ToUpper(code), strings.ReplaceAll(code, "-", "–"),
		strings.ReplaceAll(strings.ReplaceAll(code, "digital-care-k0", "digital-care-ko"), "1", "l"),
	} {
		if engagement, id, ok := c.read(written); !ok || engagement != "digital-care" || id != "k0b9" {
			t.Errorf("read(%q) = %q, %q, %v", written, engagement, id, ok)
		}
	}
	for what, written := range map[string]string{
		"another key":        other.make("digital-care", "k0b9"),
		"another engagement": strings.Replace(code, "digital-care", "parking", 1),
		"another code":       strings.Replace(code, "k0b9", "k0b8", 1),
		"cut":                code[:len(code)-1],
		"without its proof":  "digital-care-k0b9",
		"nothing":            "",
		"the proof alone":    code[len("digital-care-"):],
	} {
		if _, _, ok := c.read(written); ok {
			t.Errorf("%s, %q, is taken for a code", what, written)
		}
	}
}
