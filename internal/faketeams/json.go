package faketeams

import (
	"encoding/json"
	"net/http"
	"strings"
)

func str(o obj, key string) string {
	text, _ := o[key].(string)
	return text
}

func sub(o obj, key string) obj {
	inner, _ := o[key].(obj)
	return inner
}

// objects gives the objects in a list.
func objects(value any) []obj {
	list, _ := value.([]any)
	var all []obj
	for _, item := range list {
		if o, ok := item.(obj); ok {
			all = append(all, o)
		}
	}
	return all
}

// copied gives a value of its own with the same content.
func copied(o obj) obj {
	var c obj
	_ = json.Unmarshal(marshal(o), &c) // it was made from an object
	return c
}

func writeJSON(w http.ResponseWriter, status int, body any) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(status)
	_, _ = w.Write(marshal(body))
}

// joined joins what is not empty.
func joined(texts []string, with string) string {
	var kept []string
	for _, text := range texts {
		if text != "" {
			kept = append(kept, text)
		}
	}
	return strings.Join(kept, with)
}
