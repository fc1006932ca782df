package slack

import (
	"encoding/json"
	"strconv"
	"strings"
)

// object is a JSON object read field by field: one whose type is not what was
// expected reads as nothing, and costs none of the others.
type object map[string]any

// read gives JSON as an object; false: it is none.
func read(data []byte) (object, bool) {
	var o object
	if json.Unmarshal(data, &o) != nil || o == nil {
		return nil, false
	}
	return o, true
}

// text gives a field that is text, a number or a truth value; "" for any other.
func (o object) text(name string) string {
	switch v := o[name].(type) {
	case string:
		return v
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	case bool:
		if v {
			return "true"
		}
	}
	return ""
}

// id gives a field that is an id, or an object that has one: Slack writes both.
func (o object) id(name string) string {
	if id := o.text(name); id != "" {
		return id
	}
	return o.in(name).text("id")
}

// texts gives what is text in a field that is a list.
func (o object) texts(name string) []string {
	var all []string
	values, _ := o[name].([]any)
	for _, v := range values {
		if s, ok := v.(string); ok && s != "" {
			all = append(all, s)
		}
	}
	return all
}

// first gives the first of the fields that is not empty.
func (o object) first(names ...string) string {
	for _, name := range names {
		if s := o.text(name); s != "" {
			return s
		}
	}
	return ""
}

// in gives a field that is an object; an empty one for any other.
func (o object) in(names ...string) object {
	for _, name := range names {
		inner, _ := o[name].(map[string]any)
		o = inner
	}
	return o
}

// list gives the objects of a field that is a list.
func (o object) list(name string) []object {
	values, _ := o[name].([]any)
	var objects []object
	for _, v := range values {
		if one, ok := v.(map[string]any); ok {
			objects = append(objects, one)
		}
	}
	return objects
}

// unescape gives what somebody wrote: Slack escapes three signs, and mentions
// stand in angle brackets; name gives that of a person. The bot's own mention is
// left out; told says that it was there.
func unescape(text, bot string, name func(id string) string) (words string, told bool) {
	var out strings.Builder
	for {
		before, rest, opened := strings.Cut(text, "<")
		out.WriteString(before)
		if !opened {
			break
		}
		mark, after, closed := strings.Cut(rest, ">")
		if !closed {
			out.WriteString("<" + rest)
			break
		}
		if bot != "" && (mark == "@"+bot || strings.HasPrefix(mark, "@"+bot+"|")) {
			told = true
			after = strings.TrimPrefix(after, " ")
		} else {
			out.WriteString(mention(mark, name))
		}
		text = after
	}
	return strings.TrimSpace(strings.NewReplacer("&lt;", "<", "&gt;", ">", "&amp;", "&").Replace(out.String())), told
}

// mention gives what stands between angle brackets as people read it. That of a
// channel stays as it is, since its name is not its id.
func mention(mark string, name func(id string) string) string {
	target, label, labelled := strings.Cut(mark, "|")
	switch {
	case strings.HasPrefix(target, "#"):
		return "<" + mark + ">"
	case strings.HasPrefix(target, "@"):
		return "@" + name(target[1:])
	case strings.HasPrefix(target, "!date^"):
		return label // the moment as whoever wrote it saw it
	case strings.HasPrefix(target, "!"):
		if labelled {
			return "@" + strings.TrimLeft(label, "@")
		}
		return "@" + target[1:]
	case labelled && strings.TrimPrefix(target, "mailto:") == label, !labelled:
		return strings.TrimPrefix(target, "mailto:")
	case strings.HasSuffix(strings.TrimSuffix(target, "/"), "//"+label), strings.Contains(target, label):
		return label // "tidewell.example" that Slack made a link of
	default:
		return label + " (" + target + ")"
	}
}
