package draft

import (
	"archive/zip"
	"encoding/xml"
	"fmt"
	"io"
	"strings"
	"time"
)

// Handout is what a supplier takes away as a Word file: the sections of a
// draft as they stand.
type Handout struct {
	Title    string   // of the draft, plain text
	Intro    []string // paragraphs before the first section, plain text
	Sections []HandoutSection
	After    HandoutAfter
}

// HandoutAfter stands behind the sections and is none of them: [ParseWord] leaves
// it out, with a note. Without a title there is nothing.
type HandoutAfter struct {
	Title    string // plain text
	Markdown string
}

// HandoutSection is one section of a handout.
type HandoutSection struct {
	Number string // as the draft has it, or empty
	Title  string // plain text
	// Notes are lines under the title, plain text. "Standing: Fixed" and "What
	// we most want to know: …" are read back as what they say.
	Notes    []string
	Markdown string // the text; HTML in it is left out
}

// WriteWord writes d as a Word file (.docx) with real heading, list and table
// styles, the same bytes each time. [ParseWord] reads it back into the same
// sections, also after somebody changed it in Word; the introduction is left
// out then, with a note.
func WriteWord(w io.Writer, d Handout) error {
	b := newWordBody()
	b.handout(d)
	archive := zip.NewWriter(w)
	for _, part := range []struct{ name, text string }{
		{"[Content_Types].xml", contentTypesPart},
		{"_rels/.rels", packageLinks},
		{"docProps/core.xml", corePart(d.Title)},
		{settledName, settledPart},
		{"word/document.xml", documentStart + b.out.String() + documentEnd},
		{"word/_rels/document.xml.rels", b.linksPart()},
		{"word/styles.xml", stylesPart()},
		{"word/numbering.xml", b.listsPart()},
		{"word/settings.xml", settingsPart},
	} {
		// A fixed time: the same sections are the same file.
		header := &zip.FileHeader{Name: part.name, Method: zip.Deflate, Modified: time.Date(2000, time.January, 1, 0, 0, 0, 0, time.UTC)}
		file, err := archive.CreateHeader(header)
		if err == nil {
			_, err = io.WriteString(file, part.text)
		}
		if err != nil {
			return fmt.Errorf("write %s: %w", part.name, err)
		}
	}
	if err := archive.Close(); err != nil {
		return fmt.Errorf("write Word file: %w", err)
	}
	return nil
}

// The parts that are the same in every file, and what parts begin with.
const (
	xmlStart = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"
	formats  = "http://schemas.openxmlformats.org/"
	office   = formats + "officeDocument/2006/"
	packages = formats + "package/2006/"
	wordML   = `xmlns:w="` + formats + `wordprocessingml/2006/main"`

	contentTypesPart = xmlStart + `<Types xmlns="` + packages + `content-types">` +
		`<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
		`<Default Extension="xml" ContentType="application/xml"/>` +
		`<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>` +
		`<Override PartName="/word/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/>` +
		`<Override PartName="/word/numbering.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.numbering+xml"/>` +
		`<Override PartName="/word/settings.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.settings+xml"/>` +
		`<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>` +
		`<Override PartName="/docProps/custom.xml" ContentType="application/vnd.openxmlformats-officedocument.custom-properties+xml"/></Types>`

	packageLinks = xmlStart + `<Relationships xmlns="` + packages + `relationships">` +
		`<Relationship Id="rId1" Type="` + office + `relationships/officeDocument" Target="word/document.xml"/>` +
		`<Relationship Id="rId2" Type="` + packages + `relationships/metadata/core-properties" Target="docProps/core.xml"/>` +
		`<Relationship Id="rId3" Type="` + office + `relationships/custom-properties" Target="docProps/custom.xml"/></Relationships>`

	// Word keeps this property when somebody changes the file. It says that
	// each heading of the first level is a section, so none is regrouped.
	settledName     = "docProps/custom.xml"
	settledProperty = "SectionsAreHeading1"
	settledPart     = xmlStart + `<Properties xmlns="` + office + `custom-properties" xmlns:vt="` + office + `docPropsVTypes">` +
		`<property fmtid="{D5CDD505-2E9C-101B-9397-08002B2CF9AE}" pid="2" name="` + settledProperty + `"><vt:bool>true</vt:bool></property></Properties>`

	// Without this Word opens the file as one of an older Word.
	settingsPart = xmlStart + `<w:settings ` + wordML + `><w:compat>` +
		`<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat></w:settings>`

	documentStart = xmlStart + `<w:document ` + wordML + ` xmlns:r="` + office + `relationships"><w:body>`
	documentEnd   = `<w:sectPr><w:pgSz w:w="11906" w:h="16838"/>` + // A4
		`<w:pgMar w:top="1304" w:right="1304" w:bottom="1304" w:left="1304" w:header="709" w:footer="709" w:gutter="0"/></w:sectPr></w:body></w:document>`
)

// corePart names the document, as screen readers say.
func corePart(title string) string {
	return xmlStart + `<cp:coreProperties xmlns:cp="` + packages + `metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/">` +
		`<dc:title>` + escapeXML(title) + `</dc:title><dc:language>en-GB</dc:language></cp:coreProperties>`
}

// escapeXML gives plain text as it may stand in XML.
func escapeXML(text string) string {
	var out strings.Builder
	_ = xml.EscapeText(&out, []byte(text)) // a strings.Builder does not fail
	return out.String()
}

// linksPart lists the styles, the lists, and the addresses that the text
// links to.
func (b *wordBody) linksPart() string {
	var out strings.Builder
	out.WriteString(xmlStart + `<Relationships xmlns="` + packages + `relationships">` +
		`<Relationship Id="rId1" Type="` + office + `relationships/styles" Target="styles.xml"/>` +
		`<Relationship Id="rId2" Type="` + office + `relationships/numbering" Target="numbering.xml"/>` +
		`<Relationship Id="rId3" Type="` + office + `relationships/settings" Target="settings.xml"/>`)
	for i, address := range b.links {
		fmt.Fprintf(&out, `<Relationship Id="link%d" Type="%srelationships/hyperlink" Target="%s" TargetMode="External"/>`, i+1, office, escapeXML(address))
	}
	return out.String() + `</Relationships>`
}

// The two kinds of lists, by what their numbers are called in the file.
const (
	bulletKind = 0
	numberKind = 1
)

// listsPart defines bullets, numbers, and each list of the text.
func (b *wordBody) listsPart() string {
	var out strings.Builder
	out.WriteString(xmlStart + `<w:numbering ` + wordML + `>`)
	for _, kind := range []int{bulletKind, numberKind} {
		fmt.Fprintf(&out, `<w:abstractNum w:abstractNumId="%d"><w:multiLevelType w:val="hybridMultilevel"/>`, kind)
		for level := range maxLists {
			format, text := "bullet", "•"
			if kind == numberKind {
				format, text = "decimal", fmt.Sprintf("%%%d.", level+1)
			}
			fmt.Fprintf(&out, `<w:lvl w:ilvl="%d"><w:start w:val="1"/><w:numFmt w:val="%s"/><w:lvlText w:val="%s"/><w:lvlJc w:val="left"/><w:pPr><w:ind w:left="%d" w:hanging="397"/></w:pPr></w:lvl>`,
				level, format, text, (level+1)*listIndent)
		}
		out.WriteString(`</w:abstractNum>`)
	}
	for i, list := range b.lists {
		fmt.Fprintf(&out, `<w:num w:numId="%d"><w:abstractNumId w:val="%d"/>`, i+1, list.kind)
		if list.kind == numberKind {
			fmt.Fprintf(&out, `<w:lvlOverride w:ilvl="%d"><w:startOverride w:val="%d"/></w:lvlOverride>`, list.level, list.start)
		}
		out.WriteString(`</w:num>`)
	}
	return out.String() + `</w:numbering>`
}

// stylesPart defines the styles. Sizes are in half points.
func stylesPart() string {
	var out strings.Builder
	out.WriteString(xmlStart + `<w:styles ` + wordML + `><w:docDefaults><w:rPrDefault><w:rPr>` +
		`<w:rFonts w:ascii="Arial" w:hAnsi="Arial" w:eastAsia="Arial" w:cs="Arial"/><w:sz w:val="22"/><w:szCs w:val="22"/><w:lang w:val="en-GB"/>` +
		`</w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:spacing w:after="140" w:line="276" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>` +
		`<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style>`)
	style := func(kind, id, name, next, paragraph, run string) {
		fmt.Fprintf(&out, `<w:style w:type="%s" w:styleId="%s"><w:name w:val="%s"/>`, kind, id, name)
		if kind == "paragraph" {
			out.WriteString(`<w:basedOn w:val="Normal"/>`)
		}
		if next != "" {
			fmt.Fprintf(&out, `<w:next w:val="%s"/>`, next)
		}
		out.WriteString(`<w:qFormat/>`)
		if paragraph != "" {
			out.WriteString(`<w:pPr>` + paragraph + `</w:pPr>`)
		}
		if run != "" {
			out.WriteString(`<w:rPr>` + run + `</w:rPr>`)
		}
		out.WriteString(`</w:style>`)
	}
	style("paragraph", "Title", "Title", "Normal", `<w:spacing w:after="240"/>`, `<w:b/><w:sz w:val="44"/>`)
	for level, size := range []int{32, 26, 24, 22, 22, 22} {
		style("paragraph", fmt.Sprintf("Heading%d", level+1), fmt.Sprintf("heading %d", level+1), "Normal",
			fmt.Sprintf(`<w:keepNext/><w:spacing w:before="%d" w:after="120"/><w:outlineLvl w:val="%d"/>`, 400-60*level, level),
			fmt.Sprintf(`<w:b/><w:sz w:val="%d"/>`, size))
	}
	style("paragraph", "SectionNote", "Section note", "", `<w:pBdr><w:left w:val="single" w:sz="24" w:space="8" w:color="505A5F"/></w:pBdr><w:ind w:left="227"/>`, "")
	style("paragraph", afterStyle, "After the sections", "Normal", `<w:keepNext/><w:pageBreakBefore/><w:spacing w:after="120"/>`, `<w:b/><w:sz w:val="32"/>`)
	style("paragraph", "ListParagraph", "List Paragraph", "", `<w:spacing w:after="80"/>`, "")
	style("paragraph", "Quote", "Quote", "Normal", `<w:ind w:left="567" w:right="567"/>`, "")
	style("paragraph", "Code", "Code", "", "", `<w:rFonts w:ascii="Consolas" w:hAnsi="Consolas" w:cs="Consolas"/><w:sz w:val="20"/>`)
	style("character", "Hyperlink", "Hyperlink", "", "", `<w:color w:val="1D70B8"/><w:u w:val="single"/>`)
	out.WriteString(`<w:style w:type="table" w:styleId="Grid"><w:name w:val="Table Grid"/><w:pPr><w:spacing w:after="60"/></w:pPr><w:tblPr><w:tblBorders>`)
	for _, side := range []string{"top", "left", "bottom", "right", "insideH", "insideV"} {
		fmt.Fprintf(&out, `<w:%s w:val="single" w:sz="4" w:space="0" w:color="505A5F"/>`, side)
	}
	return out.String() + `</w:tblBorders><w:tblCellMar><w:left w:w="108" w:type="dxa"/><w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr>` +
		`<w:tblStylePr w:type="firstRow"><w:rPr><w:b/></w:rPr></w:tblStylePr></w:style></w:styles>`
}
