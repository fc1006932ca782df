package teams

import (
	"encoding/json"
	"strconv"
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
func (o object) text(name string) string { return textOf(o[name]) }

func textOf(value any) string {
	switch v := value.(type) {
	case string:
		return v
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	case bool:
		return strconv.FormatBool(v)
	}
	return ""
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

// in gives a field that is an object, and so on inwards; an empty one for any
// other.
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

// texts gives what is text in a field that is a list.
func (o object) texts(name string) []string {
	values, _ := o[name].([]any)
	var all []string
	for _, v := range values {
		if s, ok := v.(string); ok {
			all = append(all, s)
		}
	}
	return all
}
