package draft

import "encoding/xml"

// wordCell is one cell of a table.
type wordCell struct {
	paragraphs []*wordParagraph
	span       int  // columns it covers
	continues  bool // covered by the cell above
}

// table reads a table and adds it as a block. A table of one column is a
// frame around text.
func (r *wordReader) table(x *xmlReader) error {
	r.flush()
	rows, err := r.rows(x)
	if err != nil {
		return err
	}
	columns := 0
	for _, row := range rows {
		width := 0
		for _, cell := range row {
			width += cell.span
		}
		columns = max(columns, width)
	}
	if columns <= 1 || columns > maxColumns {
		err = r.unframe(rows)
	} else {
		r.keep(r.tableBlock(rows, columns))
	}
	r.flush()
	if err != nil {
		return err
	}
	return r.full()
}

// unframe adds the paragraphs of rows as if there were no table. None of them
// is a heading.
func (r *wordReader) unframe(rows [][]wordCell) error {
	for _, row := range rows {
		for _, cell := range row {
			for _, p := range cell.paragraphs {
				p.place.outline, p.style = -1, ""
				if err := r.place(p); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// tableBlock makes a block of rows; an empty one where there are no words.
func (r *wordReader) tableBlock(rows [][]wordCell, columns int) block {
	b := block{kind: other}
	texts := make([][]string, 0, len(rows))
	for _, row := range rows {
		var cells []string
		for _, cell := range row {
			text, n := r.cell(cell)
			b.words += n
			cells = append(cells, text)
			for range cell.span - 1 {
				cells = append(cells, "")
			}
		}
		texts = append(texts, cells)
	}
	if b.words > 0 {
		b.text = tableText(texts, columns)
	}
	return b
}

// rows reads the rows of a table. Rows that tracked changes deleted are left
// out.
func (r *wordReader) rows(x *xmlReader) ([][]wordCell, error) {
	var rows [][]wordCell
	var read func(e xml.StartElement) error
	read = func(e xml.StartElement) error {
		switch e.Name.Local {
		case "tr":
			if err := r.piece(); err != nil {
				return err
			}
			row, deleted, err := r.row(x)
			if deleted {
				r.deleted++
				for _, cell := range row {
					for _, p := range cell.paragraphs {
						r.found.hidden = append(r.found.hidden, plainOf(p.runs))
					}
				}
				return err
			}
			rows = append(rows, row)
			return err
		case "tblPr", "tblGrid", "Fallback", "sdtPr":
			return x.skip()
		}
		return x.children(read)
	}
	err := x.children(read)
	return rows, err
}

// row reads one row.
func (r *wordReader) row(x *xmlReader) (row []wordCell, deleted bool, err error) {
	var read func(e xml.StartElement) error
	read = func(e xml.StartElement) error {
		switch e.Name.Local {
		case "trPr":
			return x.children(func(e xml.StartElement) error {
				deleted = deleted || e.Name.Local == "del"
				return x.skip()
			})
		case "tc":
			if err := r.piece(); err != nil {
				return err
			}
			cell := wordCell{span: 1}
			if err := r.readCell(x, &cell); err != nil {
				return err
			}
			row = append(row, cell)
			return nil
		case "tblPrEx", "Fallback", "sdtPr":
			return x.skip()
		}
		return x.children(read)
	}
	err = x.children(read)
	return row, deleted, err
}

// readCell reads a cell. The text of tables within it is taken as its own.
func (r *wordReader) readCell(x *xmlReader, cell *wordCell) error {
	var read func(e xml.StartElement) error
	read = func(e xml.StartElement) error {
		switch e.Name.Local {
		case "tcPr":
			return x.children(func(e xml.StartElement) error {
				switch e.Name.Local {
				case "gridSpan":
					cell.span = min(max(1, number(e, 1)), maxColumns)
				case "vMerge":
					cell.continues = attribute(e, "val") != "restart"
				}
				return x.skip()
			})
		case "p":
			p, err := r.paragraph(x)
			if err == nil && (plainOf(p.runs) != "" || hasPicture(p.runs)) {
				cell.paragraphs = append(cell.paragraphs, p)
			}
			return err
		case "tblPr", "tblGrid", "trPr", "Fallback", "sdtPr":
			return x.skip()
		}
		return x.children(read)
	}
	return x.children(read)
}

// cell gives the Markdown of a cell and its number of words.
func (r *wordReader) cell(cell wordCell) (text string, n int) {
	out := newProse(true)
	for i, p := range cell.paragraphs {
		if i > 0 {
			out.write(" ")
		}
		if number, ok := r.numbers.next(p.place, p.style); ok && number.text != "" {
			out.write(number.text + " ")
		}
		writeRuns(out, p.runs, &r.found)
		r.pending = append(r.pending, p.notes...)
	}
	text, _ = out.markdown()
	return text, words(out.text())
}
