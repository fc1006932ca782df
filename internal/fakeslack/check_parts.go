package fakeslack

import (
	"fmt"
	"slices"
)

func (c *checker) image(b obj, at string) {
	c.size(b, "image_url", at, 3000)
	c.size(b, "alt_text", at, 2000)
	if (b["image_url"] == nil) == (b["slack_file"] == nil) {
		c.say(at, "must have exactly one of image_url and slack_file")
	}
}

func (c *checker) table(b obj, at string) {
	c.tables++
	rows := list(b["rows"])
	if len(rows) < 1 || len(rows) > 100 {
		c.say(at+"/rows", "must have 1 to 100 items")
	}
	if settings := list(b["column_settings"]); len(settings) > 20 {
		c.say(at+"/column_settings", "no more than 20 items allowed")
	}
	for i, value := range rows {
		cells := list(value)
		if len(cells) < 1 || len(cells) > 20 {
			c.say(fmt.Sprintf("%s/rows/%d", at, i), "must have 1 to 20 items")
		}
		for j, cell := range cells {
			c.cell(cell, fmt.Sprintf("%s/rows/%d/%d", at, i, j))
		}
	}
	if textLength(rows) > mostTableText {
		c.say(at, "cells must have less than %d characters in all", mostTableText+1)
	}
}

func (c *checker) cell(value any, at string) {
	cell, _ := value.(obj)
	switch str(cell, "type") {
	case "raw_text":
		c.keys(cell, at, []string{"type", "text"}, "type")
		if str(cell, "text") == "" {
			c.say(at+"/text", "must be more than 0 characters")
		}
	case "raw_number":
		c.keys(cell, at, []string{"type", "value", "text"}, "type", "value", "text")
	case "rich_text":
		c.rich(cell, at)
	default:
		c.say(at+"/type", "unsupported type: %s", str(cell, "type"))
	}
}

// rich checks rich text: parts that exist, and texts that are not empty.
func (c *checker) rich(b obj, at string) {
	for i, part := range objects(b["elements"]) {
		where := fmt.Sprintf("%s/elements/%d", at, i)
		kinds := []string{"rich_text_section", "rich_text_list", "rich_text_quote", "rich_text_preformatted"}
		if kind := str(part, "type"); !slices.Contains(kinds, kind) {
			c.say(where+"/type", "unsupported type: %s", kind)
			continue
		}
		c.richParts(part, where)
	}
}

func (c *checker) richParts(part obj, at string) {
	known := []string{"text", "link", "user", "emoji", "channel", "usergroup", "broadcast", "date", "color", "team", "rich_text_section"}
	for i, e := range objects(part["elements"]) {
		where := fmt.Sprintf("%s/elements/%d", at, i)
		switch kind := str(e, "type"); {
		case !slices.Contains(known, kind):
			c.say(where+"/type", "unsupported type: %s", kind)
		case kind == "text" && str(e, "text") == "":
			c.say(where+"/text", "must be more than 0 characters")
		case kind == "rich_text_section":
			c.richParts(e, where)
		}
	}
}
