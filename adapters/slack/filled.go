package slack

import (
	"strings"

	"soundings/bot"
)

// filledIn gives what stands in the fields of a window, and the file in it.
func (a *Adapter) filledIn(view object) (fields map[string]string, file *bot.File) {
	fields = map[string]string{}
	values := view.in("state", "values")
	for block := range values {
		name, ours := strings.CutPrefix(block, "f-")
		if !ours {
			continue
		}
		for action := range values.in(block) {
			field := values.in(block, action)
			if f := a.attached(field); f != nil {
				file = f
			}
			if value, known := filled(field); known {
				fields[name] = value
			}
		}
	}
	return fields, file
}

// filled gives what stands in one field; not known: it is a file.
func filled(field object) (value string, known bool) {
	switch field.text("type") {
	case "plain_text_input":
		return field.text("value"), true
	case "radio_buttons", "static_select":
		return field.in("selected_option").text("value"), true
	case "checkboxes", "multi_static_select":
		var values []string
		for _, o := range field.list("selected_options") {
			values = append(values, o.text("value"))
		}
		return strings.Join(values, ","), true
	case "datepicker":
		return field.text("selected_date"), true
	}
	return "", false
}
