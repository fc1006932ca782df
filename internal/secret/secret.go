// Package secret keeps passwords, tokens and keys out of whatever a program
// prints: logs, errors, configuration dumps. It knows nothing of what the
// secrets are for.
package secret

import (
	"crypto/subtle"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"strings"
)

// redacted is what every printed form of a secret says.
const redacted = "<redacted>"

// maxFile bounds what FromFile reads, so that a wrong path cannot fill memory.
const maxFile = 64 << 10

// Text is a secret string. Every verb of fmt, slog, JSON, YAML and text
// encoding shows <redacted> in its place, whether it is empty or not; only
// Reveal gives it away. The zero Text is the empty secret.
//
// The string is held by pointer because fmt prints unexported fields of a
// struct without asking their methods: it then shows an address, not the text.
type Text struct{ value *string }

// New makes a secret of value.
func New(value string) Text {
	if value == "" {
		return Text{}
	}
	return Text{value: &value}
}

// FromFile reads a secret from a file, without the line break that editors
// leave at its end. An empty file, or one over 64 KiB, is an error; no error
// contains what the file holds.
func FromFile(path string) (Text, error) {
	f, err := os.Open(path)
	if err != nil {
		return Text{}, fmt.Errorf("read secret: %w", err)
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, maxFile+1))
	if err != nil {
		return Text{}, fmt.Errorf("read secret: %w", err)
	}
	if len(data) > maxFile {
		return Text{}, fmt.Errorf("read secret %s: longer than %d bytes", path, maxFile)
	}
	value := strings.TrimRight(string(data), "\r\n")
	if value == "" {
		return Text{}, fmt.Errorf("read secret %s: %w", path, errEmpty)
	}
	return New(value), nil
}

var errEmpty = errors.New("the file is empty")

// Reveal gives the secret itself. Call it where the secret is used and keep
// the result in no struct, log or error.
func (t Text) Reveal() string {
	if t.value == nil {
		return ""
	}
	return *t.value
}

// Empty says whether there is no secret.
func (t Text) Empty() bool { return t.value == nil }

// Equal says whether both are the same secret, in time that does not tell
// where they differ.
func (t Text) Equal(u Text) bool {
	return subtle.ConstantTimeCompare([]byte(t.Reveal()), []byte(u.Reveal())) == 1
}

// String gives <redacted>.
func (t Text) String() string { return redacted }

// GoString gives <redacted>.
func (t Text) GoString() string { return redacted }

// Format writes <redacted> for every verb and flag.
func (t Text) Format(s fmt.State, _ rune) { _, _ = io.WriteString(s, redacted) }

// LogValue gives <redacted>.
func (t Text) LogValue() slog.Value { return slog.StringValue(redacted) }

// MarshalText gives <redacted>.
func (t Text) MarshalText() ([]byte, error) { return []byte(redacted), nil }

// MarshalJSON gives "<redacted>".
func (t Text) MarshalJSON() ([]byte, error) { return []byte(`"` + redacted + `"`), nil }

// MarshalYAML gives <redacted>.
func (t Text) MarshalYAML() (any, error) { return redacted, nil }

// UnmarshalText takes text as the secret, so that a configuration decodes
// straight into a Text.
func (t *Text) UnmarshalText(text []byte) error {
	*t = New(string(text))
	return nil
}
