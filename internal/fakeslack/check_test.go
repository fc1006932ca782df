package fakeslack_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
)

// call posts a call as JSON and gives Slack's error, "" for ok, and its messages.
func (w *world) call(t *testing.T, method string, arguments map[string]any) (code, messages string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, w.url+"/api/"+method, bytes.NewReader(rawJSON(t, arguments)))
	good(t, err)
	r.Header.Set("Content-Type", "application/json; charset=utf-8")
	r.Header.Set("Authorization", "Bearer xoxb-fake")
	response, err := http.DefaultClient.Do(r)
	good(t, err)
	defer response.Body.Close()
	var answer struct {
		OK       bool
		Error    string
		Metadata struct{ Messages []string } `json:"response_metadata"`
	}
	good(t, json.NewDecoder(response.Body).Decode(&answer))
	if answer.OK != (answer.Error == "") {
		t.Fatalf("%s: ok is %v with error %q", method, answer.OK, answer.Error)
	}
	return answer.Error, strings.Join(answer.Metadata.Messages, "\n")
}

func x(n int) string { return strings.Repeat("x", n) }

// times is a JSON list of n items, each made from its number.
func times(n int, item string) string {
	items := make([]string, 0, n)
	for i := range n {
		items = append(items, strings.ReplaceAll(item, "%d", fmt.Sprint(i)))
	}
	return "[" + strings.Join(items, ",") + "]"
}

const (
	plainX   = `{"type": "plain_text", "text": "x"}`
	mrkdwnX  = `{"type": "mrkdwn", "text": "x"}`
	oneX     = `{"type": "button", "text": {"type": "plain_text", "text": "x"}}`
	optionX  = `{"text": {"type": "plain_text", "text": "x"}, "value": "%d"}`
	rawX     = `{"type": "raw_text", "text": "x"}`
	dividerX = `{"type": "divider"}`
)

func plainOf(n int) string { return fmt.Sprintf(`{"type": "plain_text", "text": %q}`, x(n)) }

func inActions(element string) string {
	return fmt.Sprintf(`[{"type": "actions", "elements": [%s]}]`, element)
}

func selectOf(options string) string {
	return inActions(`{"type": "static_select", "options": ` + options + `}`)
}

// TestMessageLimits gives blocks that just pass and blocks that just do not.
func TestMessageLimits(t *testing.T) {
	section := func(n int) string {
		return fmt.Sprintf(`[{"type": "section", "text": {"type": "mrkdwn", "text": %q}}]`, x(n))
	}
	tests := []struct{ name, passes, fails, code string }{
		{"blocks", times(50, dividerX), times(51, dividerX), "invalid_blocks"},
		{"section text", section(3000), section(3001), "invalid_blocks"},
		{"empty text", section(1), section(0), "invalid_blocks"},
		{"section without text", section(1), `[{"type": "section"}]`, "invalid_blocks"},
		{"fields", `[{"type": "section", "fields": ` + times(10, mrkdwnX) + `}]`, `[{"type": "section", "fields": ` + times(11, mrkdwnX) + `}]`, "invalid_blocks"},
		{"field", `[{"type": "section", "fields": [` + plainOf(2000) + `]}]`, `[{"type": "section", "fields": [` + plainOf(2001) + `]}]`, "invalid_blocks"},
		{"header", `[{"type": "header", "text": ` + plainOf(150) + `}]`, `[{"type": "header", "text": ` + plainOf(151) + `}]`, "invalid_blocks"},
		{"marked-up header", `[{"type": "header", "text": ` + plainX + `}]`, `[{"type": "header", "text": ` + mrkdwnX + `}]`, "invalid_blocks"},
		{"button text", inActions(`{"type": "button", "text": ` + plainOf(75) + `}`), inActions(`{"type": "button", "text": ` + plainOf(76) + `}`), "invalid_blocks"},
		{"button value", inActions(`{"type": "button", "text": ` + plainX + `, "value": "` + x(2000) + `"}`), inActions(`{"type": "button", "text": ` + plainX + `, "value": "` + x(2001) + `"}`), "invalid_blocks"},
		{"button style", inActions(`{"type": "button", "text": ` + plainX + `, "style": "danger"}`), inActions(`{"type": "button", "text": ` + plainX + `, "style": "loud"}`), "invalid_blocks"},
		{"action id", inActions(`{"type": "button", "text": ` + plainX + `, "action_id": "` + x(255) + `"}`), inActions(`{"type": "button", "text": ` + plainX + `, "action_id": "` + x(256) + `"}`), "invalid_blocks"},
		{"elements", `[{"type": "actions", "elements": ` + times(25, oneX) + `}]`, `[{"type": "actions", "elements": ` + times(26, oneX) + `}]`, "invalid_blocks"},
		{"no elements", inActions(oneX), `[{"type": "actions", "elements": []}]`, "invalid_blocks"},
		{"same action id", inActions(oneX + "," + oneX), inActions(strings.Repeat(`{"type": "button", "text": `+plainX+`, "action_id": "a"},`, 2) + oneX), "invalid_blocks"},
		{"options", selectOf(times(100, optionX)), selectOf(times(101, optionX)), "invalid_blocks"},
		{"option text", selectOf(`[{"text": ` + plainOf(75) + `, "value": "1"}]`), selectOf(`[{"text": ` + plainOf(76) + `, "value": "1"}]`), "invalid_blocks"},
		{"option value", selectOf(`[{"text": ` + plainX + `, "value": "` + x(150) + `"}]`), selectOf(`[{"text": ` + plainX + `, "value": "` + x(151) + `"}]`), "invalid_blocks"},
		{"marked-up option", selectOf(times(1, optionX)), selectOf(`[{"text": ` + mrkdwnX + `, "value": "1"}]`), "invalid_blocks"},
		{
			"ticks with descriptions", inActions(`{"type": "checkboxes", "options": [{"text": ` + mrkdwnX + `, "value": "1", "description": ` + plainOf(75) + `}]}`),
			inActions(`{"type": "checkboxes", "options": [{"text": ` + mrkdwnX + `, "value": "1", "description": ` + plainOf(76) + `}]}`), "invalid_blocks",
		},
		{"radio buttons", inActions(`{"type": "radio_buttons", "options": ` + times(10, optionX) + `}`), inActions(`{"type": "radio_buttons", "options": ` + times(11, optionX) + `}`), "invalid_blocks"},
		{"overflow", inActions(`{"type": "overflow", "options": ` + times(5, optionX) + `}`), inActions(`{"type": "overflow", "options": ` + times(6, optionX) + `}`), "invalid_blocks"},
		{
			"initial option", inActions(`{"type": "radio_buttons", "options": ` + times(1, optionX) + `, "initial_option": {"text": ` + plainX + `, "value": "0"}}`),
			inActions(`{"type": "radio_buttons", "options": ` + times(1, optionX) + `, "initial_option": {"text": ` + plainX + `, "value": "7"}}`), "invalid_blocks",
		},
		{"context", `[{"type": "context", "elements": ` + times(10, mrkdwnX) + `}]`, `[{"type": "context", "elements": ` + times(11, mrkdwnX) + `}]`, "invalid_blocks"},
		{"image", `[{"type": "image", "image_url": "https://x.example/a.png", "alt_text": "a"}]`, `[{"type": "image", "image_url": "https://x.example/a.png"}]`, "invalid_blocks"},
		{"rows", `[{"type": "table", "rows": ` + times(100, "["+rawX+"]") + `}]`, `[{"type": "table", "rows": ` + times(101, "["+rawX+"]") + `}]`, "invalid_blocks"},
		{"columns", `[{"type": "table", "rows": [` + times(20, rawX) + `]}]`, `[{"type": "table", "rows": [` + times(21, rawX) + `]}]`, "invalid_blocks"},
		{"empty cell", `[{"type": "table", "rows": [[` + rawX + `]]}]`, `[{"type": "table", "rows": [[{"type": "raw_text", "text": ""}]]}]`, "invalid_blocks"},
		{"tables", times(1, `{"type": "table", "rows": [[`+rawX+`]]}`), times(2, `{"type": "table", "rows": [[`+rawX+`]]}`), "invalid_attachments"},
		{"markdown", `[{"type": "markdown", "text": "` + x(12000) + `"}]`, `[{"type": "markdown", "text": "` + x(12001) + `"}]`, "invalid_blocks"},
		{"block id", `[{"type": "divider", "block_id": "` + x(255) + `"}]`, `[{"type": "divider", "block_id": "` + x(256) + `"}]`, "invalid_blocks"},
		{"same block id", times(2, `{"type": "divider", "block_id": "b%d"}`), times(2, `{"type": "divider", "block_id": "b"}`), "invalid_blocks"},
		{"type", times(1, dividerX), `[{"type": "marquee"}]`, "invalid_blocks"},
		{"a field that is not there", times(1, dividerX), `[{"type": "divider", "colour": "red"}]`, "invalid_blocks"},
		{"emoji in markup", section(1), `[{"type": "section", "text": {"type": "mrkdwn", "text": "x", "emoji": true}}]`, "invalid_blocks"},
		{
			"rich text", `[{"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": "x"}]}]}]`,
			`[{"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": ""}]}]}]`, "invalid_blocks",
		},
		{"no list", times(1, dividerX), `{"type": "divider"}`, "invalid_blocks_format"},
	}
	w := newWorld(t)
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			post := func(blocks string) (string, string) {
				return w.call(t, "chat.postMessage", map[string]any{"channel": "C1", "text": "x", "blocks": json.RawMessage(blocks)})
			}
			if got, messages := post(test.passes); got != "" {
				t.Errorf("what is allowed gave %s: %s", got, messages)
			}
			if got, messages := post(test.fails); got != test.code {
				t.Errorf("what is too much gave %q, want %s: %s", got, test.code, messages)
			}
		})
	}
}

// sections are blocks with texts of those lengths, without those of length 0.
func sections(lengths ...int) string {
	var all []string
	for _, n := range lengths {
		if n > 0 {
			all = append(all, fmt.Sprintf(`{"type": "section", "text": {"type": "mrkdwn", "text": %q}}`, x(n)))
		}
	}
	return "[" + strings.Join(all, ",") + "]"
}

func TestWeightOfAMessage(t *testing.T) {
	w := newWorld(t)
	post := func(blocks string) string {
		code, _ := w.call(t, "chat.postMessage", map[string]any{"channel": "C1", "text": "x", "blocks": json.RawMessage(blocks)})
		return code
	}
	// Five sections and four times 125: 13,200 - 500 = 12,700.
	if got := post(sections(3000, 3000, 3000, 3000, 700)); got != "" {
		t.Errorf("12,700 characters in five blocks gave %s", got)
	}
	if got := post(sections(3000, 3000, 3000, 3000, 701)); got != "msg_blocks_too_long" {
		t.Errorf("12,701 characters in five blocks gave %q", got)
	}
}

func TestViewLimits(t *testing.T) {
	modal := func(change string) string {
		whole := map[string]any{"type": "modal", "title": json.RawMessage(plainX), "blocks": []any{}}
		var changes map[string]any
		if err := json.Unmarshal([]byte(change), &changes); err != nil {
			t.Fatalf("%s: %v", change, err)
		}
		for key, value := range changes {
			whole[key] = value
			if value == nil {
				delete(whole, key)
			}
		}
		return string(rawJSON(t, whole))
	}
	input := func(element string) string {
		return modal(`{"submit": ` + plainX + `, "blocks": [{"type": "input", "label": ` + plainX + `, "element": ` + element + `}]}`)
	}
	tests := []struct{ name, passes, fails, code string }{
		{"blocks", modal(`{"blocks": ` + times(100, dividerX) + `}`), modal(`{"blocks": ` + times(101, dividerX) + `}`), "invalid_arguments"},
		{"title", modal(`{"title": ` + plainOf(24) + `}`), modal(`{"title": ` + plainOf(25) + `}`), "invalid_arguments"},
		{"no title", modal(`{}`), modal(`{"title": null}`), "invalid_arguments"},
		{"submit", modal(`{"submit": ` + plainOf(24) + `}`), modal(`{"submit": ` + plainOf(25) + `}`), "invalid_arguments"},
		{"close", modal(`{"close": ` + plainOf(24) + `}`), modal(`{"close": ` + plainOf(25) + `}`), "invalid_arguments"},
		{"private metadata", modal(`{"private_metadata": "` + x(3000) + `"}`), modal(`{"private_metadata": "` + x(3001) + `"}`), "invalid_arguments"},
		{"callback id", modal(`{"callback_id": "` + x(255) + `"}`), modal(`{"callback_id": "` + x(256) + `"}`), "invalid_arguments"},
		{"type", modal(`{}`), modal(`{"type": "home"}`), "invalid_arguments"},
		{"markdown has no place there", modal(`{"blocks": [` + dividerX + `]}`), modal(`{"blocks": [{"type": "markdown", "text": "x"}]}`), "invalid_arguments"},
		{"size", modal(`{}`), modal(`{"blocks": ` + times(90, `{"type": "section", "text": `+plainOf(3000)+`}`) + `}`), "view_too_large"},
		{"length of words", input(`{"type": "plain_text_input", "max_length": 3000}`), input(`{"type": "plain_text_input", "max_length": 3001}`), "invalid_arguments"},
		{"initial words", input(`{"type": "plain_text_input", "max_length": 2, "initial_value": "xx"}`), input(`{"type": "plain_text_input", "max_length": 2, "initial_value": "xxx"}`), "invalid_arguments"},
		{"date", input(`{"type": "datepicker", "initial_date": "2026-06-27"}`), input(`{"type": "datepicker", "initial_date": "27 June"}`), "invalid_arguments"},
		{"files", input(`{"type": "file_input", "max_files": 10}`), input(`{"type": "file_input", "max_files": 11}`), "invalid_arguments"},
		{"a button is no input", input(`{"type": "plain_text_input"}`), input(oneX), "invalid_arguments"},
		{"an input needs a button to send it", input(`{"type": "plain_text_input"}`), modal(`{"blocks": [{"type": "input", "label": ` + plainX + `, "element": {"type": "plain_text_input"}}]}`), "invalid_arguments"},
		{"focus", input(`{"type": "plain_text_input", "focus_on_load": true}`), modal(`{"submit": ` + plainX + `, "blocks": ` + times(2, `{"type": "input", "label": `+plainX+`, "element": {"type": "plain_text_input", "focus_on_load": true}}`) + `}`), "invalid_arguments"},
	}
	w := newWorld(t)
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			open := func(view string) (string, string) {
				_, err := w.Command(t.Context(), "U1ANA", "C1", "/soundings", "")
				good(t, err)
				return w.call(t, "views.open", map[string]any{
					"trigger_id": w.app.last("").Form.Get("trigger_id"), "view": json.RawMessage(view),
				})
			}
			if got, messages := open(test.passes); got != "" {
				t.Errorf("what is allowed gave %s: %s", got, messages)
			}
			if got, messages := open(test.fails); got != test.code {
				t.Errorf("what is too much gave %q, want %s: %s", got, test.code, messages)
			}
		})
	}
}

func TestTextLimits(t *testing.T) {
	w := newWorld(t)
	post := func(text string) string {
		code, _ := w.call(t, "chat.postMessage", map[string]any{"channel": "C1", "text": text})
		return code
	}
	if got := post(x(40000)); got != "" {
		t.Errorf("40,000 characters gave %s", got)
	}
	if got := post(x(40001)); got != "msg_too_long" {
		t.Errorf("40,001 characters gave %q", got)
	}
	if got := post(""); got != "no_text" {
		t.Errorf("no text gave %q", got)
	}
	ts := w.Messages("C1")[0].TS
	update := func(text string) string {
		code, _ := w.call(t, "chat.update", map[string]any{"channel": "C1", "ts": ts, "text": text})
		return code
	}
	if got := update(x(4000)); got != "" {
		t.Errorf("an update to 4,000 characters gave %s", got)
	}
	if got := update(x(4001)); got != "msg_too_long" {
		t.Errorf("an update to 4,001 characters gave %q", got)
	}
}

func TestAlarms(t *testing.T) {
	w := newWorld(t)
	for text, want := range map[string]int{
		"<!channel> <!here|here> <!everyone> <!subteam^S1> <@U1ANA>": 5, "@channel &lt;!here&gt; <#C1> <https://x.example|x>": 0,
	} {
		before := w.Alarms()
		w.call(t, "chat.postMessage", map[string]any{"channel": "C1", "text": text})
		if got := w.Alarms() - before; got != want {
			t.Errorf("%q notified %d times, want %d", text, got, want)
		}
		before = w.Alarms()
		w.call(t, "chat.postMessage", map[string]any{"channel": "C1", "text": "x", "blocks": []any{
			map[string]any{"type": "section", "text": map[string]any{"type": "mrkdwn", "text": text}},
			map[string]any{"type": "section", "text": map[string]any{"type": "plain_text", "text": text}},
		}})
		if got := w.Alarms() - before; got != want {
			t.Errorf("a block with %q notified %d times, want %d", text, got, want)
		}
	}
	before := w.Alarms()
	w.call(t, "chat.postMessage", map[string]any{"channel": "C1", "text": "@channel", "link_names": true})
	if got := w.Alarms() - before; got != 1 {
		t.Errorf("linked names notified %d times, want 1", got)
	}
}
