package fakeslack

import (
	"slices"
	"strings"
	"time"
)

// elementKeys says which fields each type of element has beside type and
// action_id, as blockKeys does.
func elementKeys() map[string][]string {
	choice := []string{"placeholder", "confirm", "focus_on_load"}
	typed := []string{"placeholder", "initial_value", "dispatch_action_config", "focus_on_load"}
	with := func(common []string, more ...string) []string { return append(slices.Clone(common), more...) }
	return map[string][]string{
		"button":                     {"!text", "value", "url", "style", "confirm", "accessibility_label"},
		"overflow":                   {"!options", "confirm"},
		"image":                      {"!alt_text", "image_url", "slack_file"},
		"static_select":              with(choice, "options", "option_groups", "initial_option"),
		"multi_static_select":        with(choice, "options", "option_groups", "initial_options", "max_selected_items"),
		"external_select":            with(choice, "initial_option", "min_query_length"),
		"multi_external_select":      with(choice, "initial_options", "min_query_length", "max_selected_items"),
		"users_select":               with(choice, "initial_user"),
		"multi_users_select":         with(choice, "initial_users", "max_selected_items"),
		"channels_select":            with(choice, "initial_channel", "response_url_enabled"),
		"multi_channels_select":      with(choice, "initial_channels", "max_selected_items"),
		"conversations_select":       with(choice, "initial_conversation", "default_to_current_conversation", "response_url_enabled", "filter"),
		"multi_conversations_select": with(choice, "initial_conversations", "default_to_current_conversation", "max_selected_items", "filter"),
		"radio_buttons":              {"!options", "initial_option", "confirm", "focus_on_load"},
		"checkboxes":                 {"!options", "initial_options", "confirm", "focus_on_load"},
		"datepicker":                 with(choice, "initial_date"),
		"timepicker":                 with(choice, "initial_time", "timezone"),
		"datetimepicker":             {"initial_date_time", "confirm", "focus_on_load"},
		"plain_text_input":           with(typed, "multiline", "min_length", "max_length"),
		"email_text_input":           typed,
		"url_text_input":             typed,
		"number_input":               with(typed, "!is_decimal_allowed", "min_value", "max_value"),
		"rich_text_input":            with(typed, "min_lines", "max_lines"),
		"file_input":                 {"filetypes", "max_files"},
	}
}

// fits says whether a type of element can be in such a block.
func fits(kind, in string) bool {
	typed := strings.HasSuffix(kind, "_input") // plain_text_input and the like
	switch in {
	case "context":
		return kind == "image"
	case "input":
		return kind != "button" && kind != "overflow" && kind != "image"
	case "actions":
		return !typed && kind != "image"
	default:
		return !typed && kind != "datetimepicker"
	}
}

func (c *checker) element(e obj, at, in string) {
	kind := str(e, "type")
	given, known := elementKeys()[kind]
	if !known || !fits(kind, in) || (kind == "file_input" && c.surface != "modal") {
		c.say(at+"/type", "unsupported type: %s", kind)
		return
	}
	may, must := []string{"type", "action_id"}, []string(nil)
	for _, key := range given {
		if key[0] == '!' {
			key = key[1:]
			must = append(must, key)
		}
		may = append(may, key)
	}
	c.keys(e, at, may, must...)
	c.size(e, "action_id", at, 255)
	c.text(e, "placeholder", at, 150, false, "plain_text")
	if flag(e, "focus_on_load") {
		if c.focused++; c.focused > 1 {
			c.say(at+"/focus_on_load", "only one element may have focus_on_load")
		}
	}
	if confirm := sub(e, "confirm"); confirm != nil {
		c.confirm(confirm, at+"/confirm")
	}
	c.own(kind, e, at)
}

// own checks what only that type of element has.
func (c *checker) own(kind string, e obj, at string) {
	switch kind {
	case "button":
		c.text(e, "text", at, 75, true, "plain_text")
		c.size(e, "value", at, 2000)
		c.size(e, "url", at, 3000)
		c.size(e, "accessibility_label", at, 75)
		if style := e["style"]; style != nil && style != "primary" && style != "danger" {
			c.say(at+"/style", "must be one of: primary, danger")
		}
	case "image":
		c.image(e, at)
	case "overflow":
		c.options(e, at, 5, "plain_text")
	case "radio_buttons", "checkboxes":
		c.options(e, at, 10, "plain_text", "mrkdwn")
	case "static_select", "multi_static_select":
		c.selects(e, at)
	case "plain_text_input":
		c.typed(e, at)
	case "email_text_input", "url_text_input":
		c.size(e, "initial_value", at, 3000)
	case "datepicker":
		if day := e["initial_date"]; day != nil {
			if _, err := time.Parse(time.DateOnly, str(e, "initial_date")); err != nil {
				c.say(at+"/initial_date", "must be a date as YYYY-MM-DD")
			}
		}
	case "file_input":
		if n, ok := e["max_files"].(float64); ok && (n < 1 || n > 10) {
			c.say(at+"/max_files", "must be 1 to 10")
		}
	}
}

func (c *checker) typed(e obj, at string) {
	most := 3000.0
	for key, least := range map[string]float64{"min_length": 0, "max_length": 1} {
		n, ok := e[key].(float64)
		if e[key] != nil && (!ok || n < least || n > 3000) {
			c.say(at+"/"+key, "must be %v to 3000", least)
		}
	}
	if n, ok := e["max_length"].(float64); ok {
		most = n
		if least, ok := e["min_length"].(float64); ok && least > n {
			c.say(at+"/min_length", "must not be more than max_length")
		}
	}
	c.size(e, "initial_value", at, int(most))
}
