package fakeslack

import (
	"fmt"
	"strconv"
)

// chosen is what stands in an element once somebody put values there: the words
// of a field, the labels of options (or their values), a date as 2026-06-27.
func chosen(e obj, values []string) (obj, error) {
	kind := str(e, "type")
	value := obj{"type": kind}
	first := ""
	if len(values) > 0 {
		first = values[0]
	}
	switch kind {
	case "plain_text_input", "email_text_input", "url_text_input", "number_input":
		value["value"] = orNull(first)
	case "static_select", "radio_buttons", "external_select":
		if len(values) == 0 {
			value["selected_option"] = nil
			break
		}
		o := option(e, first)
		if o == nil {
			return nil, fmt.Errorf("no option reads %q", first)
		}
		value["selected_option"] = o
	case "multi_static_select", "checkboxes":
		picked := []any{}
		for _, v := range values {
			o := option(e, v)
			if o == nil {
				return nil, fmt.Errorf("no option reads %q", v)
			}
			picked = append(picked, o)
		}
		value["selected_options"] = picked
	case "datetimepicker":
		at, err := strconv.ParseInt(first, 10, 64)
		if err != nil {
			return nil, fmt.Errorf("read time: %w", err)
		}
		value["selected_date_time"] = at
	default:
		return picked(kind, value, first, values)
	}
	return value, nil
}

// picked is chosen for what has neither words nor options of its own.
func picked(kind string, value obj, first string, values []string) (obj, error) {
	single := map[string]string{
		"datepicker": "selected_date", "timepicker": "selected_time", "users_select": "selected_user",
		"channels_select": "selected_channel", "conversations_select": "selected_conversation",
	}
	several := map[string]string{
		"multi_users_select": "selected_users", "multi_channels_select": "selected_channels",
		"multi_conversations_select": "selected_conversations",
	}
	switch {
	case single[kind] != "":
		value[single[kind]] = orNull(first)
	case several[kind] != "":
		value[several[kind]] = values
	case kind == "rich_text_input":
		value["rich_text_value"] = richText(first)
	default:
		return nil, fmt.Errorf("%q cannot be filled in so", kind)
	}
	return value, nil
}

func orNull(text string) any {
	if text == "" {
		return nil
	}
	return text
}

// richText is how Slack keeps words that somebody wrote.
func richText(text string) obj {
	return obj{"type": "rich_text", "elements": []any{
		obj{"type": "rich_text_section", "elements": []any{obj{"type": "text", "text": text}}},
	}}
}
