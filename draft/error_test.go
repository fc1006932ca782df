package draft

import (
	"errors"
	"strings"
	"testing"
)

func TestWhatCannotBeReadSaysWhatToDo(t *testing.T) {
	good := string(pack(t, para("", "some text"), nil))
	utf16 := func(s string) string { return strings.Join(strings.Split(s, ""), "\x00") + "\x00" }
	for _, test := range []struct{ name, data, want string }{
		{"damaged", good[:len(good)/2], "draft is damaged: Word's own parts of it cannot be read. Open it in Word, save it again as a Word document (.docx) and send that."},
		{"with a password", compoundMagic + strings.Repeat("\x00", 600) + utf16("EncryptedPackage"), "draft is protected with a password. Remove the password in Word, save it and send it again."},
		{"in the old format", compoundMagic + strings.Repeat("\x00", 600) + utf16("WordDocument"), "draft is in an older Office format. Open it in Word, save it as a Word document (.docx) and send it again."},
		{"with macros", string(pack(t, para("", "a"), wordParts{"word/vbaProject.bin": "x"})), "draft has macros in it, which are not accepted. Save it in Word as a document without macros (.docx) and send it again."},
		{"another archive", string(packOnly(t, "mimetype", "application/vnd.oasis.opendocument.text")), "draft is not a Word document, though it is packed like one. Send it as Word (.docx) or Markdown (.md)."},
		{"rich text", `{\rtf1 a}`, "draft is not text: it looks like a rich text file. Send it as Word (.docx), Markdown (.md) or plain text."},
		{"larger than it looks", string(bomb(t, documentPart, opens, strings.Repeat(" ", kilobytesApart), closes, maxUnpacked+1)), "draft is too large once it is unpacked. Leave out annexes, or send it in parts."},
		{"of many files", string(manyFiles(t, maxEntries+1)), "draft has too many files packed in it. Copy its text into a new Word document, save that as .docx and send it again."},
		{"of many paragraphs", string(bomb(t, documentPart, opens, "<w:p/>", closes, 8*maxPieces)), "draft has more paragraphs, pictures and table rows than can be worked with. Leave out annexes, or send it in parts."},
		{"empty", string(pack(t, "", nil)), "draft is empty: there is no text in it. Send the file with the specification itself."},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := Parse([]byte(test.data))
			var known *Error
			if !errors.As(err, &known) || known.Text != test.want {
				t.Errorf("Parse: %v, want %q", err, test.want)
			}
		})
	}
}

func TestWhatIsLeftOutOfAWordFileIsNamed(t *testing.T) {
	body := para("", "Text.") +
		`<w:p><w:r><w:t>a</w:t></w:r><w:del><w:r><w:delText>gone</w:delText></w:r></w:del><w:ins><w:r><w:t>new</w:t></w:r></w:ins></w:p>` +
		`<w:p><w:r><w:t>b</w:t></w:r><w:r><w:drawing><w:docPr descr="A map"/></w:drawing></w:r></w:p>` +
		`<w:p><w:r><w:t>c</w:t></w:r><w:r><w:pict><w:txbxContent>` + para("", "boxed") + `</w:txbxContent></w:pict></w:r></w:p>` +
		`<w:altChunk r:id="rId9"/>`
	d, err := ParseWord(pack(t, body, wordParts{
		"word/comments.xml": testComments,
		"word/header1.xml":  `<w:hdr>` + para("", "Draft 3, not for circulation") + `</w:hdr>`,
		"word/header2.xml":  `<w:hdr>` + para("", "Draft 3, not for circulation") + `</w:hdr>`,
		"word/footer1.xml":  `<w:ftr>` + para("", "Page 1 of 9") + `</w:ftr>`,
	}))
	if err != nil {
		t.Fatalf("ParseWord: %v", err)
	}
	p := d.Propose(Options{})
	checkProposal(t, d, p, Options{})
	var said strings.Builder
	for _, n := range p.Notes {
		said.WriteString(n.Text + " [" + strings.ReplaceAll(n.LeftOut, "\n", "; ") + "]\n")
	}
	want := `Text in boxes was left out (1 place). Move it into the text if suppliers should see it. [boxed]
Headers and footers were left out (1 place). [Draft 3, not for circulation]
Tracked insertions were taken as accepted (1 place). []
Tracked deletions were left out (1 place). []
Files embedded in the text were left out (1 place). []
1 picture left out; a line in the text says where. Attach it for suppliers if it matters. []
2 pieces that readers would not see (comments, deleted or hidden text) were left out. [Ask legal first; gone]
`
	if said.String() != want {
		t.Errorf("notes\n%s\nwant\n%s", said.String(), want)
	}
}
