package fakeslack

import (
	"fmt"
	"slices"
)

const (
	mostMessageBlocks = 50
	mostViewBlocks    = 100
	mostMessageText   = 13200 // characters in all blocks, about; see weigh
	blockWeight       = 125
	mostMarkdown      = 12000
	mostTableText     = 10000
)

// checker collects what is wrong with blocks, as Slack words it.
type checker struct {
	surface  string // message, modal or home
	problems []string
	ids      map[string]bool
	markdown int
	tables   int
	focused  int
	inputs   bool
}

func (c *checker) say(at, format string, args ...any) {
	c.problems = append(c.problems, fmt.Sprintf(format, args...)+" [json-pointer:"+at+"]")
}

// refusal is the error with that code and what was found; nil if nothing was.
func (c *checker) refusal(code string) error {
	if len(c.problems) == 0 {
		return nil
	}
	var messages []any
	for _, p := range c.problems {
		messages = append(messages, "[ERROR] "+p)
	}
	extra := obj{"response_metadata": obj{"messages": messages}}
	if code == "invalid_blocks" {
		extra["errors"] = c.problems
	}
	return &apiError{code: code, extra: extra}
}

// checkMessage checks the blocks of a message.
func checkMessage(blocks []any) error {
	c := &checker{surface: "message", ids: map[string]bool{}}
	c.blocks(blocks, "/blocks", mostMessageBlocks)
	if c.tables > 1 {
		return &apiError{code: "invalid_attachments", extra: obj{"response_metadata": obj{"messages": []any{"[ERROR] only_one_table_allowed"}}}}
	}
	if err := c.refusal("invalid_blocks"); err != nil {
		return err
	}
	if weigh(blocks) > mostMessageText {
		return fail("msg_blocks_too_long")
	}
	return nil
}

// weigh gives what Slack holds against its limit on a message's blocks. It is
// nowhere documented; measured was that a single block may have 13,297
// characters, and 13,172 with a divider beside it (bolt-js issue 2509).
func weigh(blocks []any) int {
	return textLength(blocks) + blockWeight*(len(blocks)-1)
}

// textLength counts the characters that people read in a value.
func textLength(value any) int {
	n := 0
	switch v := value.(type) {
	case []any:
		for _, inner := range v {
			n += textLength(inner)
		}
	case obj:
		for key, inner := range v {
			if text, ok := inner.(string); ok && (key == "text" || key == "alt_text") {
				n += len([]rune(text))
			} else {
				n += textLength(inner)
			}
		}
	}
	return n
}

// checkView checks a whole view of that kind.
func checkView(def obj, kind string) error {
	c := &checker{surface: kind, ids: map[string]bool{}}
	if str(def, "type") != kind {
		c.say("/view/type", "must be one of: %s", kind)
	}
	keys := []string{"type", "blocks", "private_metadata", "callback_id", "external_id"}
	if kind == "modal" {
		keys = append(keys, "title", "submit", "close", "clear_on_close", "notify_on_close")
	}
	c.keys(def, "/view", keys, "type", "blocks")
	c.size(def, "private_metadata", "/view", 3000)
	c.size(def, "callback_id", "/view", 255)
	c.size(def, "external_id", "/view", 255)
	if kind == "modal" {
		c.text(def, "title", "/view", 24, true, "plain_text")
		c.text(def, "submit", "/view", 24, false, "plain_text")
		c.text(def, "close", "/view", 24, false, "plain_text")
	}
	blocks, ok := def["blocks"].([]any)
	if !ok && def["blocks"] != nil {
		c.say("/view/blocks", "must be an array")
	}
	c.blocks(blocks, "/view/blocks", mostViewBlocks)
	if kind == "modal" && c.inputs && def["submit"] == nil {
		c.say("/view/submit", "missing required field: submit is required when an input block is within blocks")
	}
	return c.refusal("invalid_arguments")
}

// keys says which fields an object may have, and which it must.
func (c *checker) keys(o obj, at string, may []string, must ...string) {
	for _, key := range must {
		if o[key] == nil {
			c.say(at, "missing required field: %s", key)
		}
	}
	for key := range o {
		if !slices.Contains(may, key) {
			c.say(at, "invalid additional property: %s", key)
		}
	}
}

// size checks a string that may be absent.
func (c *checker) size(o obj, key, at string, most int) {
	if o[key] == nil {
		return
	}
	text, ok := o[key].(string)
	switch {
	case !ok:
		c.say(at+"/"+key, "must be a string")
	case len([]rune(text)) > most:
		c.say(at+"/"+key, "must be less than %d characters", most+1)
	}
}

// text checks a text object.
func (c *checker) text(o obj, key, at string, most int, required bool, kinds ...string) {
	if o[key] == nil {
		if required {
			c.say(at, "missing required field: %s", key)
		}
		return
	}
	t, ok := o[key].(obj)
	if !ok {
		c.say(at+"/"+key, "must be an object")
		return
	}
	c.textObject(t, at+"/"+key, most, kinds...)
}

func (c *checker) textObject(t obj, at string, most int, kinds ...string) {
	kind := str(t, "type")
	if !slices.Contains(kinds, kind) {
		c.say(at+"/type", "must be one of: %v", kinds)
		return
	}
	if kind == "plain_text" {
		c.keys(t, at, []string{"type", "text", "emoji"}, "type")
	} else {
		c.keys(t, at, []string{"type", "text", "verbatim"}, "type")
	}
	if _, ok := t["text"].(string); !ok {
		c.say(at, "missing required field: text")
		return
	}
	if str(t, "text") == "" {
		c.say(at+"/text", "must be more than 0 characters")
	}
	c.size(t, "text", at, most)
}
