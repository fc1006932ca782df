package slack

import "strings"

// writtenIn gives what somebody wrote in a message, as Slack keeps it. A table that
// they pasted stands beside the text: its rows follow it, a line for each.
func writtenIn(m object) string {
	lines := []string{m.text("text")}
	for _, attached := range m.list("attachments") {
		for _, block := range attached.list("blocks") {
			for _, row := range block.rows() {
				lines = append(lines, strings.Join(row, " | "))
			}
		}
	}
	return strings.TrimSpace(strings.Join(lines, "\n"))
}

// rows gives the cells of a table; nil for any other block.
func (o object) rows() [][]string {
	if !strings.HasSuffix(o.text("type"), "table") {
		return nil
	}
	all, _ := o["rows"].([]any)
	var rows [][]string
	for _, r := range all {
		cells, _ := r.([]any)
		row := make([]string, 0, len(cells))
		for _, cell := range cells {
			row = append(row, escape(oneLine(readable(cell))))
		}
		if len(row) > 0 {
			rows = append(rows, row)
		}
	}
	return rows
}

// readable gives the words in a value of rich text, whatever it is made of.
func readable(value any) string {
	var out strings.Builder
	switch v := value.(type) {
	case []any:
		for _, inner := range v {
			out.WriteString(readable(inner))
		}
	case map[string]any:
		for _, name := range []string{"text", "url", "value"} {
			if text := object(v).text(name); text != "" {
				return text
			}
		}
		out.WriteString(readable(v["elements"]))
	}
	return out.String()
}
