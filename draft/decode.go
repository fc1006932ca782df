package draft

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// maxLines bounds the memory that reading takes: each line may become a
// heading. A thousand pages have half as many.
const maxLines = 100_000

// decode makes clean UTF-8 text of a file: any of the usual encodings, line
// ends as \n, and no characters that hide or reorder what a person reads.
func decode(data []byte) (string, []Note, error) {
	if len(data) > MaxBytes {
		return "", nil, tooLarge(len(data))
	}
	if what := binaryKind(data); what != "" {
		return "", nil, notText(what)
	}
	var notes []Note
	text, ok := fromUTF16(data)
	switch {
	case ok:
	case utf8.Valid(data):
		text = string(data)
	case fewValidRunes(data):
		decoded, err := charmap.Windows1252.NewDecoder().Bytes(data)
		if err != nil {
			return "", nil, notText("something in an unknown encoding")
		}
		text = string(decoded)
		notes = append(notes, Note{
			Kind: NoteCharacters,
			Text: "The file was not in UTF-8 and was read as Windows text. Please check letters with accents and currency signs.",
		})
	default:
		text = strings.ToValidUTF8(string(data), "\uFFFD")
	}
	if looksBinary(text) {
		return "", nil, notText("a program or data file")
	}
	var seen characters
	clean := seen.clean(strings.TrimPrefix(text, "\uFEFF"))
	if strings.TrimSpace(clean) == "" {
		return "", nil, empty()
	}
	if lines := strings.Count(clean, "\n"); lines > maxLines {
		return "", nil, tooManyLines(lines)
	}
	return clean, append(notes, seen.notes()...), nil
}

// binaryKind names what data begins like, or gives "" where it may be text.
func binaryKind(data []byte) string {
	for _, known := range []struct{ magic, what string }{
		{zipMagic, "a Word file or another zip archive"},
		{compoundMagic, "an old or encrypted Office file"},
		{"%PDF", "a PDF"},
		{"{\\rtf", "a rich text file"},
		{"\x89PNG", "a picture"},
		{"\xFF\xD8\xFF", "a picture"},
		{"GIF8", "a picture"},
	} {
		if bytes.HasPrefix(data, []byte(known.magic)) {
			return known.what
		}
	}
	return ""
}

// fromUTF16 decodes data that starts with the byte order mark of UTF-16.
func fromUTF16(data []byte) (string, bool) {
	var order binary.ByteOrder
	switch {
	case bytes.HasPrefix(data, []byte{0xFF, 0xFE}):
		order = binary.LittleEndian
	case bytes.HasPrefix(data, []byte{0xFE, 0xFF}):
		order = binary.BigEndian
	default:
		return "", false
	}
	units := make([]uint16, 0, len(data)/2)
	for rest := data[2:]; len(rest) >= 2; rest = rest[2:] {
		units = append(units, order.Uint16(rest))
	}
	return string(utf16.Decode(units)), true
}

// fewValidRunes reports whether bytes above ASCII are text of an older
// encoding: they hardly ever form UTF-8 by chance.
func fewValidRunes(data []byte) bool {
	valid, broken := 0, 0
	for rest := data; len(rest) > 0; {
		r, size := utf8.DecodeRune(rest)
		switch {
		case r == utf8.RuneError && size == 1:
			broken++
		case size > 1:
			valid++
		}
		rest = rest[size:]
	}
	return valid == 0 && broken*10 < len(data)
}

// looksBinary reports whether more than one character in ten is a control
// character or could not be decoded.
func looksBinary(text string) bool {
	odd, total := 0, 0
	for _, r := range text {
		total++
		if r == utf8.RuneError || unicode.IsControl(r) && !unicode.IsSpace(r) {
			odd++
		}
	}
	return odd*10 > total
}

// characters cleans text and counts what it changed.
type characters struct {
	broken int // could not be read
	hidden int // removed
}

// clean unifies line ends and takes out what a reader cannot see: control
// characters, marks that reorder text, zero-width characters.
func (c *characters) clean(text string) string {
	text = strings.ReplaceAll(text, "\r\n", "\n")
	var out strings.Builder
	out.Grow(len(text))
	var before rune
	for _, r := range text {
		switch {
		case r == '\r' || r == '\u2028' || r == '\u2029' || r == '\u0085' || r == '\f' || r == '\v':
			out.WriteByte('\n')
		case r == utf8.RuneError || r == 0:
			c.broken++
			out.WriteRune(utf8.RuneError)
		case isHidden(r, before):
			c.hidden++
			continue
		default:
			out.WriteRune(r)
		}
		before = r
	}
	return out.String()
}

// notes says what was changed.
func (c *characters) notes() []Note {
	var notes []Note
	if c.broken > 0 {
		notes = append(notes, Note{
			Kind: NoteCharacters,
			Text: fmt.Sprintf("%s could not be read and now %s \uFFFD.", count(c.broken, "character"), verb(c.broken, "shows as", "show as")),
		})
	}
	if c.hidden > 0 {
		notes = append(notes, Note{
			Kind: NoteCharacters,
			Text: fmt.Sprintf("%s that cannot be seen, or that change the order of reading, %s removed.",
				count(c.hidden, "character"), verb(c.hidden, "was", "were")),
		})
	}
	return notes
}

// isHidden reports whether r shows nothing or changes the order of what
// stands around it. Joiners stay after letters of scripts that need them.
func isHidden(r, before rune) bool {
	switch {
	case r == '\n' || r == '\t':
		return false
	case r == '\u200C' || r == '\u200D':
		return before < '\u0600'
	case r == '\u00AD' || r == '\u061C' || r == '\uFEFF' || r == '\u180E' || r == '\u115F' || r == '\u1160' || r == '\u3164':
		return true
	case r >= '\u200B' && r <= '\u200F', r >= '\u202A' && r <= '\u202E', r >= '\u2060' && r <= '\u206F':
		return true
	case r >= 0xE0000 && r <= 0xE0FFF, r >= '\uFFF0' && r <= '\uFFFB':
		return true
	default:
		return unicode.IsControl(r)
	}
}

// count gives "1 character", "3 characters".
func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// verb picks the form that goes with n.
func verb(n int, one, many string) string {
	if n == 1 {
		return one
	}
	return many
}
