package faketeams

import "strings"

// Words gives what people read of a message, a line per element: buttons and
// choices as "[Label]", tables with " | " between cells, pictures by their
// alternative text, fields with what stands in them.
func (m Message) Words() string { return m.WordsFor("") }

// WordsFor is Words as one person sees it: an answer may have replaced the card for
// them alone.
func (m Message) WordsFor(person string) string {
	if m.Deleted {
		return ""
	}
	lines := []string{m.Text}
	for i, card := range cards(m.Activity) {
		if own := m.seen[person]; own != nil && i == 0 {
			card = own
		}
		lines = append(lines, readCard(card, nil))
	}
	for _, a := range objects(m.Activity["attachments"]) {
		if strings.HasPrefix(str(a, "contentType"), "image/") {
			lines = append(lines, str(a, "name"))
		}
	}
	return strings.TrimSpace(joined(lines, "\n"))
}

// cards gives the adaptive cards of an activity.
func cards(activity obj) []obj {
	var all []obj
	for _, a := range objects(activity["attachments"]) {
		if str(a, "contentType") == cardType {
			all = append(all, sub(a, "content"))
		}
	}
	return all
}

// readCard gives the words of a card, with what somebody filled in.
func readCard(card, filled obj) string {
	r := reader{filled}
	return joined([]string{r.items(card["body"]), r.row(card["actions"])}, "\n")
}

type reader struct{ filled obj }

func (r reader) items(list any) string {
	var lines []string
	for _, e := range objects(list) {
		if e["isVisible"] != false {
			lines = append(lines, r.element(e))
		}
	}
	return joined(lines, "\n")
}

func (r reader) element(e obj) string {
	switch kind := str(e, "type"); kind {
	case "TextBlock":
		return readMarkdown(str(e, "text"))
	case "RichTextBlock":
		var text strings.Builder
		list, _ := e["inlines"].([]any)
		for _, inline := range list {
			switch run := inline.(type) {
			case string:
				text.WriteString(run)
			case obj:
				text.WriteString(str(run, "text"))
			}
		}
		return text.String()
	case "Image":
		return joined([]string{str(e, "altText"), r.selected(e)}, " ")
	case "ImageSet":
		return r.items(e["images"])
	case "Container", "Column", "":
		return joined([]string{r.items(e["items"]), r.selected(e)}, "\n")
	case "ColumnSet":
		return r.items(e["columns"])
	case "FactSet":
		var lines []string
		for _, f := range objects(e["facts"]) {
			lines = append(lines, readMarkdown(str(f, "title"))+": "+readMarkdown(str(f, "value")))
		}
		return joined(lines, "\n")
	case "Table":
		return r.table(e)
	case "ActionSet":
		return r.row(e["actions"])
	default:
		return r.input(e)
	}
}

func (r reader) table(e obj) string {
	var lines []string
	for _, row := range objects(e["rows"]) {
		var cells []string
		for _, cell := range objects(row["cells"]) {
			cells = append(cells, r.items(cell["items"]))
		}
		lines = append(lines, strings.Join(cells, " | "))
	}
	return joined(lines, "\n")
}

// input reads a field: its label, what stands in it, and the choices there are.
func (r reader) input(e obj) string {
	label := str(e, "label")
	value, _ := r.filled[str(e, "id")].(string)
	if r.filled[str(e, "id")] == nil {
		value = initial(e)
	}
	var shown, choices []string
	for _, c := range objects(e["choices"]) {
		choices = append(choices, "["+str(c, "title")+"]")
		if chosen(value, str(c, "value")) {
			shown = append(shown, str(c, "title"))
		}
	}
	if e["choices"] != nil {
		value = joined(shown, ", ")
	}
	if str(e, "type") == "Input.Toggle" {
		return joined([]string{label, "[" + str(e, "title") + "]"}, "\n")
	}
	return joined([]string{label + ": " + value, joined(choices, " "), str(e, "placeholder")}, "\n")
}

func (r reader) row(list any) string {
	var texts []string
	for _, a := range objects(list) {
		texts = append(texts, "["+str(a, "title")+"]")
		if card := sub(a, "card"); card != nil {
			texts = append(texts, readCard(card, r.filled))
		}
	}
	return joined(texts, " ")
}

func (r reader) selected(e obj) string {
	if title := str(sub(e, "selectAction"), "title"); title != "" {
		return "[" + title + "]"
	}
	return ""
}
