package faketeams

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
)

// walk calls see for every element of a card and every button, until it says that
// it has seen enough. It says whether it did.
func walk(card obj, see func(element obj) bool) bool {
	for _, e := range slices.Concat(objects(card["body"]), objects(card["actions"])) {
		if walkElement(e, see) {
			return true
		}
	}
	return false
}

func walkElement(e obj, see func(obj) bool) bool {
	if see(e) {
		return true
	}
	for _, key := range []string{"items", "columns", "rows", "cells", "images", "actions"} {
		for _, inner := range objects(e[key]) {
			if walkElement(inner, see) {
				return true
			}
		}
	}
	for _, key := range []string{"selectAction", "inlineAction"} {
		if a := sub(e, key); a != nil && walkElement(a, see) {
			return true
		}
	}
	return sub(e, "card") != nil && walk(sub(e, "card"), see)
}

// inputs gives the inputs of a card.
func inputs(card obj) []obj {
	var all []obj
	walk(card, func(e obj) bool {
		if strings.HasPrefix(str(e, "type"), "Input.") {
			all = append(all, e)
		}
		return false
	})
	return all
}

// initial is what stands in an input before somebody filled it in.
func initial(e obj) string {
	value := fmt.Sprint(e["value"])
	switch {
	case e["value"] != nil:
		return value
	case str(e, "type") == "Input.Toggle":
		return off(e)
	}
	return ""
}

func on(e obj) string {
	if v := str(e, "valueOn"); v != "" {
		return v
	}
	return "true"
}

func off(e obj) string {
	if v := str(e, "valueOff"); v != "" {
		return v
	}
	return "false"
}

// chosen says whether a choice is among those of a value.
func chosen(value, choice string) bool { return slices.Contains(strings.Split(value, ","), choice) }

// fill gives what an input holds after somebody put these values in. Choices are
// named by their title or value; none clears it.
func fill(e obj, values []string) (string, error) {
	if str(e, "type") == "Input.Toggle" {
		if len(values) == 0 || values[0] == off(e) {
			return off(e), nil
		}
		return on(e), nil
	}
	if e["choices"] == nil {
		return strings.Join(values, "\n"), nil
	}
	if len(values) > 1 && e["isMultiSelect"] != true {
		return "", fmt.Errorf("%q takes one choice", str(e, "id"))
	}
	var picked []string
	for _, value := range values {
		found := false
		for _, c := range objects(e["choices"]) {
			if !found && (str(c, "value") == value || str(c, "title") == value) {
				picked, found = append(picked, str(c, "value")), true
			}
		}
		if !found {
			return "", fmt.Errorf("%q has no choice %q", str(e, "id"), value)
		}
	}
	return strings.Join(picked, ","), nil
}

// collect gives what goes with a button: what stands in the inputs, as somebody
// filled them in, and the faults that keep it from being sent, by input.
func collect(card, filled obj) (values obj, faults map[string]string) {
	values, faults = obj{}, map[string]string{}
	for _, e := range inputs(card) {
		id := str(e, "id")
		value := initial(e)
		if given, ok := filled[id].(string); ok {
			value = given
		}
		if unfit(e, value) {
			faults[id] = str(e, "errorMessage")
			if faults[id] == "" {
				faults[id] = "This does not fit."
			}
		}
		values[id] = value
	}
	return values, faults
}

// unfit says whether a client would not send what stands in an input.
func unfit(e obj, value string) bool {
	if e["isRequired"] == true && (value == "" || str(e, "type") == "Input.Toggle" && value == off(e)) {
		return true
	}
	if most, ok := e["maxLength"].(float64); ok && float64(len([]rune(value))) > most {
		return true
	}
	if pattern := str(e, "regex"); pattern != "" && value != "" {
		if r, err := regexp.Compile(pattern); err == nil && !r.MatchString(value) {
			return true
		}
	}
	return false
}

// withData gives the data of a button with what stands in the inputs.
func withData(button, values obj) obj {
	all := copied(obj{"data": button["data"]})
	data := sub(all, "data")
	if data == nil {
		data = obj{}
	}
	if str(button, "associatedInputs") != "none" {
		maps.Copy(data, values)
	}
	return data
}
