package draft

import "fmt"

// Code says why a file could not be read as a draft.
type Code string

// The reasons. Codes are added, never changed.
const (
	Empty    Code = "empty"     // nothing to read in it
	NotText  Code = "not_text"  // a picture, a program, an archive…
	TooLarge Code = "too_large" // more than the limits allow

	Broken    Code = "broken"     // a Word file that is damaged
	Encrypted Code = "encrypted"  // a Word file with a password
	OldFormat Code = "old_format" // a .doc or another older Office file
	Macros    Code = "macros"     // a Word file with programs in it
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
		Text: fmt.Sprintf("draft is not text: it looks like %s. Send it as Word (.docx), Markdown (.md) or plain text.", what),
	}
}

// broken says that a Word file cannot be read to its end.
func broken() *Error {
	return &Error{Code: Broken, Text: "draft is damaged: Word's own parts of it cannot be read. Open it in Word, save it again as a Word document (.docx) and send that."}
}

// macros says that a Word file has programs in it.
func macros() *Error {
	return &Error{Code: Macros, Text: "draft has macros in it, which are not accepted. Save it in Word as a document without macros (.docx) and send it again."}
}

// wordTooLarge says how large a Word file is and what is allowed.
func wordTooLarge(size int) *Error {
	const megabyte = 1 << 20
	return &Error{
		Code: TooLarge,
		Text: fmt.Sprintf("draft is %d MB; the most for a Word file is %d MB. Leave out pictures, or send it in parts.",
			(size+megabyte-1)/megabyte, MaxWordBytes/megabyte),
	}
}

// unpacksTooLarge says that a Word file is far larger than it looks.
func unpacksTooLarge() *Error {
	return &Error{Code: TooLarge, Text: "draft is too large once it is unpacked. Leave out annexes, or send it in parts."}
}

// tooMuchText says that there is more text than can be worked with.
func tooMuchText() *Error {
	return &Error{Code: TooLarge, Text: fmt.Sprintf("draft has more than %d MB of text. Leave out annexes, or send it in parts.", MaxBytes>>20)}
}

// tooManyFiles says that a Word file is packed of more files than any real
// one.
func tooManyFiles() *Error {
	return &Error{
		Code: TooLarge,
		Text: "draft has too many files packed in it. Copy its text into a new Word document, save that as .docx and send it again.",
	}
}

// tooManyPieces says that there is more in a Word file than can be worked
// with, whether it is text or not.
func tooManyPieces() *Error {
	return &Error{
		Code: TooLarge,
		Text: "draft has more paragraphs, pictures and table rows than can be worked with. Leave out annexes, or send it in parts.",
	}
}
