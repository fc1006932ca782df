package fakeslack

import (
	"slices"
)

// place is one thing in a message or view that somebody can press or fill in.
type place struct {
	block, element obj
	label          string // of an input, else what the element itself shows
	input          bool   // in an input block
}

func (p place) kind() string     { return str(p.element, "type") }
func (p place) blockID() string  { return str(p.block, "block_id") }
func (p place) actionID() string { return str(p.element, "action_id") }

// sends says whether a change of it is told to the app at once.
func (p place) sends() bool { return !p.input || flag(p.block, "dispatch_action") }

// places gives what can be pressed or filled in, in order.
func places(blocks []obj) []place {
	var all []place
	for _, b := range blocks {
		if str(b, "type") == "context" {
			continue
		}
		for _, e := range elementsOf(b) {
			p := place{block: b, element: e, input: str(b, "type") == "input"}
			switch {
			case p.input:
				p.label = plain(sub(b, "label"))
			case p.kind() == "button":
				p.label = plain(sub(e, "text"))
			default:
				p.label = plain(sub(e, "placeholder"))
			}
			if p.kind() != "image" {
				all = append(all, p)
			}
		}
	}
	return all
}

// plain is what a text object reads.
func plain(text obj) string { return str(text, "text") }

// options gives the options of an element, those in groups included.
func options(e obj) []obj {
	all := objects(e["options"])
	for _, group := range objects(e["option_groups"]) {
		all = append(all, objects(group["options"])...)
	}
	return all
}

// option finds the option that reads so, or else has that value.
func option(e obj, text string) obj {
	for _, o := range options(e) {
		if plain(sub(o, "text")) == text {
			return o
		}
	}
	for _, o := range options(e) {
		if str(o, "value") == text {
			return o
		}
	}
	return nil
}

// findPress gives what somebody presses who sees that label, and what of it they
// choose: a button, or an option of a menu.
func findPress(blocks []obj, label string) (place, obj, bool) {
	all := places(blocks)
	for _, p := range all {
		if p.kind() == "button" && p.label == label {
			return p, nil, true
		}
	}
	for _, p := range all {
		if o := option(p.element, label); o != nil && p.sends() {
			return p, o, true
		}
	}
	return place{}, nil, false
}

// findField gives what has that label, block id or action id.
func findField(blocks []obj, label string) (place, bool) {
	all := places(blocks)
	for _, get := range []func(place) string{
		func(p place) string { return p.label },
		place.blockID, place.actionID,
	} {
		at := slices.IndexFunc(all, func(p place) bool { return p.kind() != "button" && get(p) == label })
		if at >= 0 {
			return all[at], true
		}
	}
	return place{}, false
}

// stateful says whether views and messages report what stands in such an element.
func stateful(kind string) bool {
	switch kind {
	case "button", "overflow", "image", "workflow_button", "feedback_buttons", "icon_button":
		return false
	}
	return kind != ""
}

// initial is what stands in an element before anybody touched it.
func initial(e obj) obj {
	kind := str(e, "type")
	value := obj{"type": kind}
	from := func(key, source string) {
		value[key] = e[source]
	}
	switch kind {
	case "plain_text_input", "email_text_input", "url_text_input", "number_input":
		from("value", "initial_value")
	case "static_select", "external_select", "radio_buttons":
		from("selected_option", "initial_option")
	case "multi_static_select", "multi_external_select", "checkboxes":
		value["selected_options"] = list(e["initial_options"])
	case "datepicker":
		from("selected_date", "initial_date")
	case "timepicker":
		from("selected_time", "initial_time")
	case "datetimepicker":
		from("selected_date_time", "initial_date_time")
	case "users_select":
		from("selected_user", "initial_user")
	case "channels_select":
		from("selected_channel", "initial_channel")
	case "conversations_select":
		from("selected_conversation", "initial_conversation")
	case "multi_users_select":
		value["selected_users"] = list(e["initial_users"])
	case "multi_channels_select":
		value["selected_channels"] = list(e["initial_channels"])
	case "multi_conversations_select":
		value["selected_conversations"] = list(e["initial_conversations"])
	case "rich_text_input":
		from("rich_text_value", "initial_value")
	case "file_input":
		value["files"] = []any{}
	}
	return value
}

func list(value any) []any {
	if values, ok := value.([]any); ok {
		return values
	}
	return []any{}
}
