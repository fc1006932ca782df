package fakeslack

import "regexp"

// mention matches a mention that was escaped with the rest of what was typed.
var mention = regexp.MustCompile(`&lt;([@#!][^&<>]+)&gt;`)

// marked matches what Slack shows in place of markup: mentions and links.
var marked = regexp.MustCompile(`<([@#!]?)([^|>]+)(\|([^>]*))?>`)

// written is the block in which Slack keeps text that somebody wrote.
func written(text string) obj {
	var elements []any
	add := func(words string) {
		if words != "" {
			elements = append(elements, obj{"type": "text", "text": unescape(words)})
		}
	}
	at := 0
	for _, found := range marked.FindAllStringSubmatchIndex(text, -1) {
		if text[found[2]:found[3]] != "@" {
			continue
		}
		add(text[at:found[0]])
		elements = append(elements, obj{"type": "user", "user_id": text[found[4]:found[5]]})
		at = found[1]
	}
	add(text[at:])
	return obj{"type": "rich_text", "elements": []any{obj{"type": "rich_text_section", "elements": elements}}}
}
