package bot

import (
	"bytes"
	"encoding/json"
	"fmt"
	"time"
	"unicode/utf8"
)

// A fact is stored as one JSON object whose members always stand in the same
// order and without space between them,
//
//	{"kind":"…","time":"2026-06-09T10:00:00.000Z","cause":"…","data":…}
//
// so that anything that reads JSON can read the record, while a fold need not
// parse it twice: decode finds data by position.
const (
	storedKind  = `{"kind":"`
	storedTime  = `","time":"`
	storedCause = `","cause":`
	storedData  = `,"data":`
	timeLayout  = "2006-01-02T15:04:05.000Z"
)

// Encode gives the stored form of f. Kind is a plain word, Data is JSON.
func Encode(f Fact) []byte {
	b := make([]byte, 0, len(f.Kind)+len(f.Cause)+len(f.Data)+80)
	b = append(b, storedKind...)
	b = append(b, f.Kind...)
	b = append(b, storedTime...)
	b = f.Time.UTC().AppendFormat(b, timeLayout)
	b = append(b, storedCause...)
	b = appendString(b, f.Cause)
	b = append(b, storedData...)
	if len(f.Data) == 0 {
		b = append(b, "{}"...)
	} else {
		b = append(b, f.Data...)
	}
	return append(b, '}')
}

// Decode reads the stored form of a fact. Data points into record and is not
// looked at: whoever folds the kind does that.
func Decode(record []byte) (Fact, error) {
	f, ok := decode(record)
	if !ok {
		return Fact{}, fmt.Errorf("decode fact: not in the stored form: %.80q", record)
	}
	return f, nil
}

func decode(b []byte) (f Fact, ok bool) {
	b, ok = bytes.CutPrefix(b, []byte(storedKind))
	if !ok {
		return f, false
	}
	kind, b, ok := bytes.Cut(b, []byte(storedTime))
	if !ok || !validKind(kind) || len(b) < len(timeLayout) {
		return f, false
	}
	at, err := time.Parse(timeLayout, string(b[:len(timeLayout)]))
	if err != nil {
		return f, false
	}
	b, ok = bytes.CutPrefix(b[len(timeLayout):], []byte(storedCause))
	if !ok {
		return f, false
	}
	cause, b, ok := cutString(b)
	if !ok {
		return f, false
	}
	b, ok = bytes.CutPrefix(b, []byte(storedData))
	if !ok || len(b) < 2 || b[len(b)-1] != '}' {
		return f, false
	}
	return Fact{Kind: string(kind), Time: at, Cause: cause, Data: b[:len(b)-1]}, true
}

// validKind says whether k is lower-case words joined by dots, underscores or hyphens.
func validKind(k []byte) bool {
	for _, c := range k {
		if (c < 'a' || c > 'z') && c != '.' && c != '_' && c != '-' {
			return false
		}
	}
	return len(k) > 0
}

// appendString adds s as a JSON string.
func appendString(b []byte, s string) []byte {
	for i := range len(s) {
		if c := s[i]; c < 0x20 || c == '"' || c == '\\' || c >= 0x80 {
			quoted, err := json.Marshal(s)
			if err != nil {
				return append(b, `""`...) // no string fails to marshal
			}
			return append(b, quoted...)
		}
	}
	b = append(b, '"')
	b = append(b, s...)
	return append(b, '"')
}

// cutString takes a JSON string off the front of b.
func cutString(b []byte) (s string, rest []byte, ok bool) {
	if len(b) < 2 || b[0] != '"' {
		return "", b, false
	}
	for i := 1; i < len(b); i++ {
		switch b[i] {
		case '\\':
			i++
		case '"':
			if bytes.IndexByte(b[:i], '\\') < 0 {
				return string(b[1:i]), b[i+1:], utf8.Valid(b[1:i]) // Encode writes no other
			}
			err := json.Unmarshal(b[:i+1], &s)
			return s, b[i+1:], err == nil
		}
	}
	return "", b, false
}
