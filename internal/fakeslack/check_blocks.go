package fakeslack

import "fmt"

// blockKeys says which fields each type of block has beside type and block_id,
// those that it must have with a "!". Types that are not here do not exist; those
// without fields are known to Slack, and nothing of them is checked.
func blockKeys() map[string][]string {
	return map[string][]string{
		"section":         {"text", "fields", "accessory", "expand"},
		"header":          {"!text"},
		"divider":         {""},
		"context":         {"!elements"},
		"actions":         {"!elements"},
		"image":           {"!alt_text", "image_url", "slack_file", "title"},
		"input":           {"!label", "!element", "dispatch_action", "hint", "optional"},
		"markdown":        {"!text"},
		"table":           {"!rows", "column_settings"},
		"rich_text":       {"!elements"},
		"context_actions": nil, "file": nil, "video": nil, "call": nil, "alert": nil, "card": nil, "carousel": nil,
		"data_table": nil, "plan": nil, "task_card": nil, "container": nil, "data_visualization": nil, "layout": nil,
	}
}

// mayStand says whether a type of block can stand on a surface.
func mayStand(kind, surface string) bool {
	switch kind {
	case "table", "markdown", "file", "context_actions", "plan", "task_card", "data_table":
		return surface == "message"
	}
	return true
}

func (c *checker) blocks(blocks []any, at string, most int) {
	if len(blocks) > most {
		c.say(at, "no more than %d items allowed", most)
	}
	for i, value := range blocks {
		where := fmt.Sprintf("%s/%d", at, i)
		b, ok := value.(obj)
		if !ok {
			c.say(where, "must be an object")
			continue
		}
		c.block(b, where)
	}
	if c.markdown > mostMarkdown {
		c.say(at, "markdown text must be less than %d characters in all", mostMarkdown+1)
	}
}

func (c *checker) block(b obj, at string) {
	kind := str(b, "type")
	given, known := blockKeys()[kind]
	if !known || !mayStand(kind, c.surface) {
		c.say(at+"/type", "unsupported type: %s", kind)
		return
	}
	c.size(b, "block_id", at, 255)
	if id := str(b, "block_id"); id != "" {
		if c.ids[id] {
			c.say(at+"/block_id", "`block_id` already exists: %s", id)
		}
		c.ids[id] = true
	}
	if given == nil {
		return
	}
	may, must := []string{"type", "block_id"}, []string(nil)
	for _, key := range given {
		if key != "" && key[0] == '!' {
			key = key[1:]
			must = append(must, key)
		}
		may = append(may, key)
	}
	c.keys(b, at, may, must...)
	c.content(kind, b, at)
}

// content checks what is in a block of that type.
func (c *checker) content(kind string, b obj, at string) {
	switch kind {
	case "section":
		c.section(b, at)
	case "header":
		c.text(b, "text", at, 150, true, "plain_text")
	case "context":
		c.context(b, at)
	case "actions":
		c.elements(b, at, 25)
	case "image":
		c.image(b, at)
		c.text(b, "title", at, 2000, false, "plain_text")
	case "input":
		c.inputs = true
		c.text(b, "label", at, 2000, true, "plain_text")
		c.text(b, "hint", at, 2000, false, "plain_text")
		if e := sub(b, "element"); e != nil {
			c.element(e, at+"/element", "input")
		}
	case "markdown":
		c.markdown += len([]rune(str(b, "text")))
		if str(b, "text") == "" {
			c.say(at+"/text", "must be more than 0 characters")
		}
	case "table":
		c.table(b, at)
	case "rich_text":
		c.rich(b, at)
	}
}

func (c *checker) section(b obj, at string) {
	if b["text"] == nil && b["fields"] == nil {
		c.say(at, "missing required field: text or fields")
	}
	c.text(b, "text", at, 3000, false, "mrkdwn", "plain_text")
	fields := list(b["fields"])
	if b["fields"] != nil && (len(fields) < 1 || len(fields) > 10) {
		c.say(at+"/fields", "must have 1 to 10 items")
	}
	for i, f := range fields {
		if t, ok := f.(obj); ok {
			c.textObject(t, fmt.Sprintf("%s/fields/%d", at, i), 2000, "mrkdwn", "plain_text")
		}
	}
	if e := sub(b, "accessory"); e != nil {
		c.element(e, at+"/accessory", "section")
	}
}

func (c *checker) context(b obj, at string) {
	elements := list(b["elements"])
	if len(elements) < 1 || len(elements) > 10 {
		c.say(at+"/elements", "must have 1 to 10 items")
	}
	for i, value := range elements {
		where := fmt.Sprintf("%s/elements/%d", at, i)
		e, _ := value.(obj)
		if str(e, "type") == "image" {
			c.element(e, where, "context")
			continue
		}
		c.textObject(e, where, 3000, "mrkdwn", "plain_text")
	}
}

func (c *checker) elements(b obj, at string, most int) {
	elements := list(b["elements"])
	if len(elements) < 1 || len(elements) > most {
		c.say(at+"/elements", "must have 1 to %d items", most)
	}
	ids := map[string]bool{}
	for i, value := range elements {
		where := fmt.Sprintf("%s/elements/%d", at, i)
		e, _ := value.(obj)
		c.element(e, where, "actions")
		if id := str(e, "action_id"); id != "" {
			if ids[id] {
				c.say(where+"/action_id", "`action_id` already exists: %s", id)
			}
			ids[id] = true
		}
	}
}
