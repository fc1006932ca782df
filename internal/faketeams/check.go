package faketeams

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
)

// checker collects what is wrong with what the bot sends.
type checker struct {
	problems []string
	alarms   int
	inputs   map[string]bool
	mentions []string // marks that stand for somebody
	dialog   bool     // it is shown in a dialog
}

func (c *checker) say(at, format string, args ...any) {
	c.problems = append(c.problems, at+": "+fmt.Sprintf(format, args...))
}

// refusal is what Teams says of what was found; nil if nothing was.
func (c *checker) refusal() error {
	if len(c.problems) == 0 {
		return nil
	}
	return refuse(http.StatusBadRequest, "BadArgument", "Bad argument. "+strings.Join(c.problems, "; "))
}

// known says which fields an object may have; must are those that it needs.
func (c *checker) known(o obj, at string, may []string, must ...string) {
	for _, key := range must {
		if o[key] == nil {
			c.say(at, "%s is missing", key)
		}
	}
	for key := range o {
		if !slices.Contains(may, key) {
			c.say(at, "%q is not known here", key)
		}
	}
}

// empties finds fields with nothing in them: some of those make a client leave out
// the rest of a message.
func (c *checker) empties(value any, at string) {
	switch v := value.(type) {
	case nil:
		c.say(at, "is null")
	case string:
		if v == "" || strings.HasPrefix(v, "0001-01-01T") {
			c.say(at, "is empty")
		}
	case []any:
		if len(v) == 0 {
			c.say(at, "is empty")
		}
		for i, inner := range v {
			c.empties(inner, fmt.Sprint(at, "/", i))
		}
	case obj:
		if len(v) == 0 {
			c.say(at, "is empty")
		}
		for key, inner := range v {
			if key != "data" { // that is the bot's own
				c.empties(inner, at+"/"+key)
			}
		}
	}
}

// check refuses a message of the bot that Teams would not show as it is. The lock
// is held.
func (t *Teams) check(activity obj) error {
	c := &checker{inputs: map[string]bool{}}
	c.known(activity, "activity", []string{
		"type", "id", "text", "textFormat", "attachments", "attachmentLayout", "entities", "summary", "importance", "channelData", "inputHint",
		"replyToId", "from", "recipient", "conversation", "locale", "serviceUrl", "channelId", "timestamp",
	}, "type")
	if kind := str(activity, "type"); kind != "message" {
		c.say("activity", "type %q can't be sent", kind)
	}
	c.empties(activity, "activity")
	if str(activity, "text") == "" && activity["attachments"] == nil {
		c.say("activity", "there is nothing in it")
	}
	c.entities(activity, "activity")
	c.markup(str(activity, "text"))
	for i, a := range objects(activity["attachments"]) {
		c.attachment(a, fmt.Sprint("attachments/", i))
	}
	t.alarms += c.alarms
	return c.refusal()
}

// entities takes note of the people who are mentioned.
func (c *checker) entities(o obj, at string) {
	for i, e := range objects(o["entities"]) {
		if str(e, "type") != "mention" {
			continue
		}
		if str(sub(e, "mentioned"), "id") == "" || !strings.HasPrefix(str(e, "text"), "<at>") {
			c.say(fmt.Sprint(at, "/entities/", i), "a mention needs an id, and its text in marks")
		}
		c.mentions = append(c.mentions, str(e, "text"))
	}
}

func (c *checker) attachment(a obj, at string) {
	c.known(a, at, []string{"contentType", "content", "contentUrl", "name", "thumbnailUrl"}, "contentType")
	switch kind := str(a, "contentType"); {
	case kind == cardType:
		card := sub(a, "content")
		if card == nil {
			c.say(at, "a card without content")
			return
		}
		c.card(card, at+"/content")
	case strings.HasPrefix(kind, "image/"):
		if str(a, "contentUrl") == "" {
			c.say(at, "a picture without its address")
		}
	default:
		c.say(at, "contentType %q is not shown", kind)
	}
}

// Alarms counts what Teams made of text that people may have written: marks of
// mentions that are nobody's, links that are no addresses, tags.
func (t *Teams) Alarms() int {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.alarms
}
