package fakeslack

import (
	"encoding/json"
	"strings"
)

// Words gives what people read of a message, a block per line: buttons and
// options as "[Label]", tables with " | " between cells, images by their
// alternative text, names in place of mentions, links as their words. Without
// blocks it is the text.
func (m Message) Words() string {
	if m.Deleted {
		return ""
	}
	blocks := decodeBlocks(m.Blocks)
	text := reader{m.names}.markup(m.Text)
	if len(blocks) > 0 {
		text = reader{m.names}.blocks(blocks)
	}
	for _, f := range m.Files {
		text += "\n[file: " + f.Name + "]"
	}
	return strings.TrimSpace(text)
}

// Words gives what people read of a view: its title, blocks as in Message.Words,
// fields as "Label: what stands there", and the buttons at its foot.
func (v View) Words() string {
	var o obj
	_ = json.Unmarshal(v.JSON, &o) // it was made from an object
	lines := []string{v.Title}
	if v.Trouble {
		lines = append(lines, "We had some trouble connecting. Try again?")
	}
	values := sub(sub(o, "state"), "values")
	for _, b := range objects(o["blocks"]) {
		if str(b, "type") == "input" {
			stands := sub(sub(values, str(b, "block_id")), str(sub(b, "element"), "action_id"))
			lines = append(lines, plain(sub(b, "label"))+": "+standing(stands))
		}
		lines = append(lines, reader{v.names}.block(b))
		if problem := v.Errors[str(b, "block_id")]; problem != "" {
			lines = append(lines, "! "+problem)
		}
	}
	for _, key := range []string{"submit", "close"} {
		if label := plain(sub(o, key)); label != "" {
			lines = append(lines, "["+label+"]")
		}
	}
	return joined(lines, "\n")
}

// standing is what stands in a field.
func standing(value obj) string {
	var texts []string
	for key, v := range value {
		switch v := v.(type) {
		case string:
			if key != "type" {
				texts = append(texts, v)
			}
		case obj:
			texts = append(texts, plain(sub(v, "text")))
		case []any:
			for _, o := range objects(v) {
				texts = append(texts, plain(sub(o, "text")), str(o, "name"))
			}
		}
	}
	return joined(texts, ", ")
}

// joined joins what is not empty.
func joined(texts []string, with string) string {
	var kept []string
	for _, text := range texts {
		if text != "" {
			kept = append(kept, text)
		}
	}
	return strings.Join(kept, with)
}
