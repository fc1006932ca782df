package fakeslack

import (
	"encoding/json"
	"io"
	"mime"
	"net/http"
	"strconv"
	"strings"
)

// maxBody bounds what one request may carry.
const maxBody = 4 << 20

// args are the arguments of a call. What was not a string in a JSON body stands
// as JSON text, as in a form.
type args map[string]string

// parseArgs reads the arguments of a request; the error is Slack's code. The
// token is that of the header or, in forms, of the argument: Slack takes none in
// a JSON body.
func parseArgs(r *http.Request) (a args, token, code string) {
	a = args{}
	for name, values := range r.URL.Query() {
		a[name] = values[0]
	}
	media, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if r.Method == http.MethodPost && err != nil && r.ContentLength > 0 {
		return a, "", "invalid_post_type"
	}
	switch media {
	case "application/json":
		code = a.addJSON(io.LimitReader(r.Body, maxBody))
	case "multipart/form-data":
		if err := r.ParseMultipartForm(maxBody); err != nil {
			return a, "", "invalid_form_data"
		}
		a.addForm(r.MultipartForm.Value)
	case "application/x-www-form-urlencoded", "":
		r.Body = io.NopCloser(io.LimitReader(r.Body, maxBody))
		if err := r.ParseForm(); err != nil {
			return a, "", "invalid_form_data"
		}
		a.addForm(r.PostForm)
	default:
		code = "invalid_post_type"
	}
	token = a["token"]
	if media == "application/json" {
		token = ""
	}
	if bearer, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer "); ok {
		token = bearer
	}
	return a, token, code
}

func (a args) addForm(values map[string][]string) {
	for name, value := range values {
		if len(value) > 0 {
			a[name] = value[0]
		}
	}
}

func (a args) addJSON(body io.Reader) (code string) {
	data, err := io.ReadAll(body)
	switch {
	case err == nil && len(data) == 0:
		return "" // no arguments
	case err != nil || !json.Valid(data):
		return "invalid_json"
	}
	return a.addBytes(data)
}

// addBytes adds the fields of a JSON object.
func (a args) addBytes(data []byte) (code string) {
	var fields map[string]json.RawMessage
	if json.Unmarshal(data, &fields) != nil {
		return "json_not_object"
	}
	for name, raw := range fields {
		var text string
		switch err := json.Unmarshal(raw, &text); {
		case string(raw) == "null":
		case err == nil:
			a[name] = text
		default:
			a[name] = string(raw)
		}
	}
	return ""
}

// flag is the argument as true or false; absent is otherwise.
func (a args) flag(name string, otherwise bool) bool {
	if a[name] == "" {
		return otherwise
	}
	return a[name] == "true" || a[name] == "1"
}

// number is the argument as a number; absent or no number is otherwise.
func (a args) number(name string, otherwise int) int {
	n, err := strconv.Atoi(a[name])
	if err != nil {
		return otherwise
	}
	return n
}

// list is an argument of several values: separated by commas, or a JSON array.
func (a args) list(name string) []string {
	text := strings.TrimSpace(a[name])
	if text == "" {
		return nil
	}
	var all []string
	if strings.HasPrefix(text, "[") && json.Unmarshal([]byte(text), &all) == nil {
		return all
	}
	for part := range strings.SplitSeq(text, ",") {
		if part = strings.TrimSpace(part); part != "" {
			all = append(all, part)
		}
	}
	return all
}

// raw is an argument that is JSON: nil if absent, and whether it is well formed.
func (a args) raw(name string) (json.RawMessage, bool) {
	text := strings.TrimSpace(a[name])
	if text == "" || text == "null" {
		return nil, true
	}
	return json.RawMessage(text), json.Valid([]byte(text))
}
