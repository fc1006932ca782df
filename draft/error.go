package draft

import "fmt"

// Code says why a file could not be read as a draft.
type Code string

// The reasons. Codes are added, never changed.
const (
	Empty    Code = "empty"     // nothing to read in it
	NotText  Code = "not_text"  // a picture, a program, an archive…
	TooLarge Code = "too_large" // more than the limits allow
)

// Error is why a file could not be read, in words for the person who sent it.
// Its text names no place in the file and quotes nothing from it.
type Error struct {
	Code Code
	Text string // plain words, with what to do next
}

// Error gives the plain words.
func (e *Error) Error() string { return e.Text }

// tooLarge says how large the file is and what is allowed.
func tooLarge(size int) *Error {
	const megabyte = 1 << 20
	return &Error{
		Code: TooLarge,
		Text: fmt.Sprintf("draft is %d MB; the most is %d MB. Leave out pictures or annexes, or send it in parts.",
			(size+megabyte-1)/megabyte, MaxBytes/megabyte),
	}
}

// tooManyLines says how long the file is and what is allowed.
func tooManyLines(lines int) *Error {
	return &Error{
		Code: TooLarge,
		Text: fmt.Sprintf("draft has %d lines; the most is %d. Leave out annexes, or send it in parts.", lines, maxLines),
	}
}

// empty says that there is nothing to put to suppliers.
func empty() *Error {
	return &Error{Code: Empty, Text: "draft is empty: there is no text in it. Send the file with the specification itself."}
}

// notText says that the bytes are not a text file, and what they look like.
func notText(what string) *Error {
	return &Error{
		Code: NotText,
		Text: fmt.Sprintf("draft is not text: it looks like %s. Send it as Markdown (.md) or plain text.", what),
	}
}
