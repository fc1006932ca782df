package fakeslack

import (
	"encoding/base64"
	"strconv"
	"strings"
)

// page gives the part of a list that limit and cursor ask for, under name, with
// the cursor of the next part.
func (s *Slack) page(c *call, name string, all []any) (obj, error) {
	limit := c.args.number("limit", 100)
	if limit < 1 || limit > 1000 {
		return nil, fail("invalid_limit")
	}
	from := 0
	if cursor := c.args["cursor"]; cursor != "" {
		text, err := base64.StdEncoding.DecodeString(cursor)
		number, ok := strings.CutPrefix(string(text), "next:")
		from, _ = strconv.Atoi(number)
		if err != nil || !ok || from < 0 || from > len(all) {
			return nil, fail("invalid_cursor")
		}
	}
	to := min(from+limit, len(all))
	next := ""
	if to < len(all) {
		next = base64.StdEncoding.EncodeToString([]byte("next:" + strconv.Itoa(to)))
	}
	part := all[from:to]
	if part == nil {
		part = []any{}
	}
	return obj{name: part, "response_metadata": obj{"next_cursor": next}, "has_more": next != ""}, nil
}
