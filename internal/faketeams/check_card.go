package faketeams

import (
	"fmt"
	"slices"
	"strings"
)

// cardType is the content type of an adaptive card.
const cardType = "application/vnd.microsoft.card.adaptive"

// mostActions is how many buttons one row shows; Teams leaves out the others.
const mostActions = 6

// What every element may have, and every input besides.
var (
	common = []string{"type", "id", "isVisible", "separator", "spacing", "height", "fallback", "requires"}
	input  = []string{"label", "isRequired", "errorMessage", "value"}
	action = []string{"type", "id", "title", "iconUrl", "style", "mode", "tooltip", "isEnabled", "fallback", "requires"}
)

// elements are the elements of a card, with what each may have besides.
var elements = map[string][]string{
	"TextBlock":       {"text", "color", "fontType", "horizontalAlignment", "isSubtle", "maxLines", "size", "weight", "wrap", "style"},
	"RichTextBlock":   {"inlines", "horizontalAlignment"},
	"Image":           {"url", "altText", "backgroundColor", "width", "horizontalAlignment", "selectAction", "size", "style", "msteams"},
	"ImageSet":        {"images", "imageSize"},
	"Container":       {"items", "style", "selectAction", "verticalContentAlignment", "bleed", "minHeight", "rtl"},
	"ColumnSet":       {"columns", "style", "selectAction", "bleed", "minHeight", "horizontalAlignment"},
	"Column":          {"items", "style", "selectAction", "verticalContentAlignment", "bleed", "minHeight", "rtl", "width"},
	"FactSet":         {"facts"},
	"ActionSet":       {"actions"},
	"Table":           {"columns", "rows", "firstRowAsHeader", "showGridLines", "gridStyle", "horizontalCellContentAlignment", "verticalCellContentAlignment"},
	"Input.Text":      {"isMultiline", "maxLength", "placeholder", "regex", "style", "inlineAction"},
	"Input.Number":    {"max", "min", "placeholder"},
	"Input.Date":      {"max", "min", "placeholder"},
	"Input.Time":      {"max", "min", "placeholder"},
	"Input.Toggle":    {"title", "valueOn", "valueOff", "wrap"},
	"Input.ChoiceSet": {"choices", "isMultiSelect", "style", "placeholder", "wrap"},
}

// needed is what an element can't be without.
var needed = map[string][]string{
	"TextBlock": {"text"}, "RichTextBlock": {"inlines"}, "Image": {"url"}, "ImageSet": {"images"}, "Container": {"items"},
	"FactSet": {"facts"}, "ActionSet": {"actions"}, "Table": {"columns", "rows"}, "Input.Text": {"id"}, "Input.Number": {"id"},
	"Input.Date": {"id"}, "Input.Time": {"id"}, "Input.Toggle": {"id", "title"}, "Input.ChoiceSet": {"id", "choices"},
}

// actions are the buttons, with what each may have besides.
var actions = map[string][]string{
	"Action.OpenUrl":          {"url"},
	"Action.Submit":           {"data", "associatedInputs"},
	"Action.Execute":          {"data", "verb", "associatedInputs"},
	"Action.ShowCard":         {"card"},
	"Action.ToggleVisibility": {"targetElements"},
}

func (c *checker) card(card obj, at string) {
	c.known(card, at, []string{
		"type", "version", "$schema", "body", "actions", "fallbackText", "speak", "lang", "rtl", "refresh", "msteams", "selectAction",
		"minHeight", "verticalContentAlignment", "backgroundImage", "authentication", "metadata",
	}, "type", "version")
	if str(card, "type") != "AdaptiveCard" {
		c.say(at, "type is %q, not AdaptiveCard", str(card, "type"))
	}
	if v := str(card, "version"); !slices.Contains([]string{"1.0", "1.1", "1.2", "1.3", "1.4", "1.5"}, v) {
		c.say(at, "version %q is not shown", v)
	}
	if card["body"] == nil && card["actions"] == nil {
		c.say(at, "there is nothing in it")
	}
	c.entities(sub(card, "msteams"), at+"/msteams")
	c.items(card["body"], at+"/body")
	c.row(card["actions"], at+"/actions")
}

func (c *checker) items(list any, at string) {
	for i, e := range objects(list) {
		c.element(e, fmt.Sprint(at, "/", i))
	}
}

func (c *checker) element(e obj, at string) {
	kind := str(e, "type")
	may, ok := elements[kind]
	if !ok {
		c.say(at, "no element is called %q", kind)
		return
	}
	may = append(slices.Clone(may), common...)
	if strings.HasPrefix(kind, "Input.") {
		may = append(may, input...)
		if c.inputs[str(e, "id")] {
			c.say(at, "a second input is called %q", str(e, "id"))
		}
		c.inputs[str(e, "id")] = true
		c.input(e, at)
	}
	c.known(e, at, may, needed[kind]...)
	if kind == "TextBlock" {
		c.markup(str(e, "text"))
	}
	if kind == "Image" && !strings.HasPrefix(str(e, "url"), "https://") && !strings.HasPrefix(str(e, "url"), "data:image/") {
		c.say(at, "a picture needs an address with https, or its data")
	}
	for i, inline := range objects(e["inlines"]) {
		c.run(inline, fmt.Sprint(at, "/inlines/", i))
	}
	for _, f := range objects(e["facts"]) {
		c.known(f, at, []string{"title", "value"}, "title", "value")
		c.markup(str(f, "title"))
		c.markup(str(f, "value"))
	}
	for _, key := range []string{"items", "images"} {
		c.items(e[key], at+"/"+key)
	}
	if kind == "ColumnSet" {
		for i, column := range objects(e["columns"]) {
			if column["type"] == nil {
				column = copied(column)
				column["type"] = "Column"
			}
			c.element(column, fmt.Sprint(at, "/columns/", i))
		}
	}
	if kind == "Table" {
		c.table(e, at)
	}
	c.row(e["actions"], at+"/actions")
	for _, key := range []string{"selectAction", "inlineAction"} {
		if a := sub(e, key); a != nil {
			c.action(a, at+"/"+key, false)
		}
	}
}

// run checks a piece of rich text, in which nothing is markup.
func (c *checker) run(e obj, at string) {
	c.known(e, at, []string{
		"type", "text", "color", "fontType", "highlight", "isSubtle", "italic", "size", "strikethrough", "underline", "weight", "selectAction",
	}, "type", "text")
	if a := sub(e, "selectAction"); a != nil {
		c.action(a, at+"/selectAction", false)
	}
}

// input checks what is particular to an input.
func (c *checker) input(e obj, at string) {
	seen := map[string]bool{}
	for i, choice := range objects(e["choices"]) {
		c.known(choice, fmt.Sprint(at, "/choices/", i), []string{"title", "value"}, "title", "value")
		if v := str(choice, "value"); seen[v] || strings.Contains(v, ",") {
			c.say(at, "a choice has the value %q, which is not its own or has a comma", v)
		}
		seen[str(choice, "value")] = true
	}
	if e["isRequired"] == true && str(e, "errorMessage") == "" {
		c.say(at, "what is required needs an errorMessage, or nobody learns why nothing happens")
	}
}

func (c *checker) table(e obj, at string) {
	width := len(objects(e["columns"]))
	for i, row := range objects(e["rows"]) {
		c.known(row, at, append([]string{"cells", "style", "horizontalCellContentAlignment", "verticalCellContentAlignment"}, common...), "cells")
		cells := objects(row["cells"])
		if len(cells) > width {
			c.say(at, "row %d has %d cells in %d columns", i, len(cells), width)
		}
		for _, cell := range cells {
			c.known(cell, at, append([]string{"items", "style", "selectAction", "verticalContentAlignment", "bleed", "minHeight", "rtl"}, common...), "items")
			c.items(cell["items"], at)
		}
	}
}

// row checks the buttons in one row.
func (c *checker) row(list any, at string) {
	shown := 0
	for i, a := range objects(list) {
		if str(a, "mode") != "secondary" {
			shown++
		}
		c.action(a, fmt.Sprint(at, "/", i), true)
	}
	if shown > mostActions {
		c.say(at, "%d buttons, of which %d are shown", shown, mostActions)
	}
}

func (c *checker) action(a obj, at string, titled bool) {
	kind := str(a, "type")
	may, ok := actions[kind]
	if !ok {
		c.say(at, "no action is called %q", kind)
		return
	}
	c.known(a, at, append(slices.Clone(may), action...))
	if titled && str(a, "title") == "" {
		c.say(at, "a button without a title")
	}
	switch kind {
	case "Action.OpenUrl":
		if !strings.HasPrefix(str(a, "url"), "https://") && !strings.HasPrefix(str(a, "url"), "http://") && !strings.HasPrefix(str(a, "url"), "mailto:") {
			c.say(at, "%q is no address", str(a, "url"))
		}
	case "Action.Execute":
		if c.dialog {
			c.say(at, "Action.Execute does nothing in a dialog")
		}
	case "Action.ShowCard":
		if card := sub(a, "card"); card != nil {
			card = copied(card)
			card["version"] = "1.5"
			c.card(card, at+"/card")
		}
	}
	if fallback := sub(a, "fallback"); fallback != nil {
		c.action(fallback, at+"/fallback", titled)
	}
}
