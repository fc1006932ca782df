package faketeams

import (
	"html"
	"regexp"
	"strings"
)

var (
	link     = regexp.MustCompile(`(!?)\[((?:\\.|[^\[\]\\])*)\]\(([^()\s]*)\)`)
	atMark   = regexp.MustCompile(`<at>[^<]*</at>`)
	emphasis = regexp.MustCompile(`(\\[[:punct:]])|(\*+|_+|~~)`)
	listed   = regexp.MustCompile(`(?m)^(\s*)[-*+] `)
)

// markup takes alarm at what a text makes Teams do that nobody meant: mentions of
// nobody, links that lead nowhere on the web, pictures.
func (c *checker) markup(text string) {
	for _, found := range atMark.FindAllString(text, -1) {
		known := false
		for _, m := range c.mentions {
			known = known || m == found
		}
		if !known {
			c.alarms++
		}
	}
	for _, at := range link.FindAllStringSubmatchIndex(text, -1) {
		if at[0] > 0 && text[at[0]-1] == '\\' {
			continue
		}
		target := strings.ToLower(text[at[6]:at[7]])
		web := strings.HasPrefix(target, "https://") || strings.HasPrefix(target, "http://") || strings.HasPrefix(target, "mailto:")
		if at[3] > at[2] || !web {
			c.alarms++
		}
	}
}

// readMarkdown gives what people read of the little Markdown that cards know.
func readMarkdown(text string) string {
	text = link.ReplaceAllString(text, "$2")
	text = listed.ReplaceAllString(text, "$1• ")
	text = emphasis.ReplaceAllStringFunc(text, func(found string) string {
		if found[0] == '\\' {
			return found[1:]
		}
		return ""
	})
	return html.UnescapeString(strings.NewReplacer("<at>", "@", "</at>", "").Replace(text))
}
