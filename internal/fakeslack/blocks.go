package fakeslack

import (
	"encoding/json"
	"regexp"
	"strings"
)

// decodeBlocks reads blocks as they stand; what is not a list of objects gives
// none.
func decodeBlocks(raw json.RawMessage) []obj {
	var blocks []obj
	if json.Unmarshal(raw, &blocks) != nil {
		return nil
	}
	return blocks
}

// objects are the objects of a JSON list.
func objects(list any) []obj {
	values, _ := list.([]any)
	all := make([]obj, 0, len(values))
	for _, v := range values {
		if o, ok := v.(obj); ok {
			all = append(all, o)
		}
	}
	return all
}

// str is a field that is a string, or "".
func str(o obj, key string) string {
	text, _ := o[key].(string)
	return text
}

// sub is a field that is an object, or nil.
func sub(o obj, key string) obj {
	inner, _ := o[key].(obj)
	return inner
}

// flag is a field that is true.
func flag(o obj, key string) bool {
	yes, _ := o[key].(bool)
	return yes
}

// acceptBlocks checks the blocks of a message and gives them as Slack keeps
// them: with ids where there were none.
func (s *Slack) acceptBlocks(raw json.RawMessage) (json.RawMessage, error) {
	var list []any
	if err := json.Unmarshal(raw, &list); err != nil {
		return nil, fail("invalid_blocks_format")
	}
	if err := checkMessage(list); err != nil {
		return nil, err
	}
	s.nameBlocks(objects(list))
	return marshal(list), nil
}

// nameBlocks gives ids to the blocks and elements without.
func (s *Slack) nameBlocks(blocks []obj) {
	for _, b := range blocks {
		if str(b, "block_id") == "" {
			b["block_id"] = s.id("b")
		}
		for _, e := range elementsOf(b) {
			if str(e, "action_id") == "" && str(e, "type") != "image" && str(b, "type") != "context" {
				e["action_id"] = s.id("a")
			}
		}
	}
}

// elementsOf gives what a block holds of elements.
func elementsOf(b obj) []obj {
	switch str(b, "type") {
	case "section":
		if accessory := sub(b, "accessory"); accessory != nil {
			return []obj{accessory}
		}
	case "input":
		if element := sub(b, "element"); element != nil {
			return []obj{element}
		}
	case "actions", "context", "context_actions":
		return objects(b["elements"])
	}
	return nil
}

// marshal is for what cannot fail: it came out of JSON.
func marshal(v any) json.RawMessage {
	data, err := json.Marshal(v)
	if err != nil {
		panic("fakeslack: " + err.Error())
	}
	return data
}

// alarm matches what notifies people who did not ask for it.
var alarm = regexp.MustCompile(`<!(channel|here|everyone)(\|[^>]*)?>|<!subteam\^[^>]*>|<@[UW][A-Z0-9]+(\|[^>]*)?>`)

// alarming counts the notifications that a message causes: mentions in its
// text and in mrkdwn within its blocks, and plain @channel where names are linked.
func alarming(c *call, said content) int {
	texts := []string{said.text}
	for _, b := range decodeBlocks(said.blocks) {
		texts = append(texts, mrkdwn(b)...)
	}
	n := 0
	for _, text := range texts {
		n += len(alarm.FindAllString(text, -1))
		if c.args.flag("link_names", false) || c.args["parse"] == "full" {
			for _, word := range []string{"@channel", "@here", "@everyone"} {
				n += strings.Count(text, word)
			}
		}
	}
	return n
}

// mrkdwn gives every text within a block that is marked up, and mentions of
// rich text as markup.
func mrkdwn(value any) []string {
	var texts []string
	switch v := value.(type) {
	case obj:
		switch kind := str(v, "type"); kind {
		case "mrkdwn", "markdown":
			texts = append(texts, str(v, "text"))
		case "user":
			texts = append(texts, "<@"+str(v, "user_id")+">")
		case "usergroup":
			texts = append(texts, "<!subteam^"+str(v, "usergroup_id")+">")
		case "broadcast":
			texts = append(texts, "<!"+str(v, "range")+">")
		}
		for _, inner := range v {
			texts = append(texts, mrkdwn(inner)...)
		}
	case []any:
		for _, inner := range v {
			texts = append(texts, mrkdwn(inner)...)
		}
	}
	return texts
}

// Alarms says how many notifications the app caused: mentions of people, groups
// or whole channels in what it said.
func (s *Slack) Alarms() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.alarms
}
