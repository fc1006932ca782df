package fakeslack

import (
	"fmt"
	"reflect"
	"slices"
)

func (c *checker) selects(e obj, at string) {
	if (e["options"] == nil) == (e["option_groups"] == nil) {
		c.say(at, "must have exactly one of options and option_groups")
		return
	}
	if e["options"] != nil {
		c.options(e, at, 100, "plain_text")
		return
	}
	groups := objects(e["option_groups"])
	if len(groups) < 1 || len(groups) > 100 {
		c.say(at+"/option_groups", "must have 1 to 100 items")
	}
	for i, group := range groups {
		where := fmt.Sprintf("%s/option_groups/%d", at, i)
		c.text(group, "label", where, 75, true, "plain_text")
		c.options(group, where, 100, "plain_text")
	}
}

// options checks the options of an element, and that what is chosen at first is
// one of them, word for word.
func (c *checker) options(e obj, at string, most int, kinds ...string) {
	all := list(e["options"])
	if len(all) < 1 || len(all) > most {
		c.say(at+"/options", "must have 1 to %d items", most)
	}
	for i, value := range all {
		where := fmt.Sprintf("%s/options/%d", at, i)
		o, _ := value.(obj)
		c.keys(o, where, []string{"text", "value", "description", "url"}, "text")
		c.text(o, "text", where, 75, false, kinds...)
		c.text(o, "description", where, 75, false, kinds...)
		c.size(o, "value", where, 150)
		if o["value"] == nil && o["url"] == nil {
			c.say(where, "missing required field: value")
		}
	}
	first := list(e["initial_options"])
	if e["initial_options"] != nil && len(first) == 0 {
		c.say(at+"/initial_options", "must have at least 1 item")
	}
	if o := e["initial_option"]; o != nil {
		first = append(first, o)
	}
	for _, o := range first {
		if !slices.ContainsFunc(all, func(other any) bool { return reflect.DeepEqual(o, other) }) {
			c.say(at+"/initial_option", "must be one of the provided options")
		}
	}
}

func (c *checker) confirm(o obj, at string) {
	c.keys(o, at, []string{"title", "text", "confirm", "deny", "style"}, "title", "text", "confirm", "deny")
	c.text(o, "title", at, 100, false, "plain_text")
	c.text(o, "text", at, 300, false, "plain_text", "mrkdwn")
	c.text(o, "confirm", at, 30, false, "plain_text")
	c.text(o, "deny", at, 30, false, "plain_text")
}
