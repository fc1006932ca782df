package fakeslack

import "strings"

// reader reads blocks. name gives what people see of an id; nil leaves ids.
type reader struct{ name func(id string) string }

func (r reader) blocks(blocks []obj) string {
	var lines []string
	for _, b := range blocks {
		lines = append(lines, r.block(b))
	}
	return joined(lines, "\n")
}

func (r reader) block(b obj) string {
	switch str(b, "type") {
	case "section":
		texts := []string{r.text(sub(b, "text"))}
		for _, field := range objects(b["fields"]) {
			texts = append(texts, r.text(field))
		}
		return joined([]string{joined(texts, "\n"), r.element(sub(b, "accessory"))}, " ")
	case "header":
		return r.text(sub(b, "text"))
	case "context", "actions", "context_actions":
		var texts []string
		for _, e := range objects(b["elements"]) {
			texts = append(texts, r.element(e))
		}
		return joined(texts, " ")
	case "image":
		return joined([]string{plain(sub(b, "title")), str(b, "alt_text")}, " ")
	case "input":
		return joined([]string{r.element(sub(b, "element")), plain(sub(b, "hint"))}, "\n")
	case "markdown":
		return str(b, "text")
	case "table":
		return r.table(b)
	case "rich_text":
		return r.rich(b)
	}
	return ""
}

func (r reader) table(b obj) string {
	var lines []string
	rows, _ := b["rows"].([]any)
	for _, row := range rows {
		var cells []string
		for _, cell := range objects(row) {
			if str(cell, "type") == "rich_text" {
				cells = append(cells, r.rich(cell))
			} else {
				cells = append(cells, str(cell, "text"))
			}
		}
		lines = append(lines, strings.Join(cells, " | "))
	}
	return strings.Join(lines, "\n")
}

// rich reads a rich_text block or a part of one.
func (r reader) rich(part obj) string {
	switch str(part, "type") {
	case "text":
		return str(part, "text")
	case "link":
		if text := str(part, "text"); text != "" {
			return text
		}
		return str(part, "url")
	case "user":
		return "@" + r.called(str(part, "user_id"))
	case "emoji":
		return ":" + str(part, "name") + ":"
	}
	var texts []string
	for _, e := range objects(part["elements"]) {
		text := r.rich(e)
		if str(part, "type") == "rich_text_list" {
			text = "• " + text
		}
		texts = append(texts, text)
	}
	switch str(part, "type") {
	case "rich_text", "rich_text_list":
		return strings.Join(texts, "\n")
	case "rich_text_quote":
		return "> " + strings.Join(texts, "")
	}
	return strings.Join(texts, "")
}

func (r reader) element(e obj) string {
	switch kind := str(e, "type"); kind {
	case "", "plain_text_input", "datepicker", "file_input":
		return ""
	case "mrkdwn", "plain_text":
		return r.text(e)
	case "image":
		return str(e, "alt_text")
	case "button":
		return "[" + plain(sub(e, "text")) + "]"
	}
	var texts []string
	for _, o := range options(e) {
		texts = append(texts, "["+r.text(sub(o, "text"))+"]")
	}
	return joined(texts, " ")
}

// text reads a text object.
func (r reader) text(t obj) string {
	if str(t, "type") == "plain_text" {
		return plain(t)
	}
	return r.markup(plain(t))
}

// markup reads mrkdwn: mentions become names, links their words.
func (r reader) markup(text string) string {
	text = marked.ReplaceAllStringFunc(text, func(found string) string {
		parts := marked.FindStringSubmatch(found)
		sign, what, shown := parts[1], parts[2], parts[4]
		switch {
		case sign == "@" && shown == "":
			return "@" + r.called(what)
		case shown != "":
			return shown
		case sign == "!":
			return "@" + what
		default:
			return sign + what
		}
	})
	return unescape(text)
}

func (r reader) called(id string) string {
	if r.name == nil {
		return id
	}
	return r.name(id)
}

func unescape(text string) string {
	return strings.NewReplacer("&lt;", "<", "&gt;", ">", "&amp;", "&").Replace(text)
}
