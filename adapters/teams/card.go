package teams

import (
	"bytes"
	"encoding/json"
	"strings"

	"soundings/bot"
)

// element is a piece of an Adaptive Card, as JSON has it.
type element map[string]any

// cardType is what Adaptive Cards are called.
const cardType = "application/vnd.microsoft.card.adaptive"

// card makes a card of a body. Full: as wide as the window, which tables need.
func card(body []element, named ...element) element {
	c := element{"type": "AdaptiveCard", "$schema": "http://adaptivecards.io/schemas/adaptive-card.json", "version": "1.5", "body": body}
	wide := element{"width": "Full"}
	if len(named) > 0 {
		wide["entities"] = named
	}
	c["msteams"] = wide
	return c
}

// richText is text in which nothing that people wrote is markup.
func richText(runs ...element) element {
	if len(runs) == 0 {
		runs = []element{run(" ")}
	}
	return element{"type": "RichTextBlock", "inlines": runs}
}

func run(text string) element { return element{"type": "TextRun", "text": text} }

func bold(text string) element { return run(text).with("weight", "Bolder") }

func (e element) with(name string, value any) element {
	e[name] = value
	return e
}

// heading is a line that screen readers find as one. The text of such a block is
// Markdown, so that words with signs in them become bold text instead.
func heading(text, size string) element {
	text = oneLine(text)
	if strings.ContainsAny(text, "\\`*_[]<>#~|&!{}") || strings.HasPrefix(text, "- ") || strings.HasPrefix(text, "+ ") || listed(text) {
		return richText(bold(text).with("size", size)).with("spacing", "Medium")
	}
	return element{"type": "TextBlock", "text": text, "style": "heading", "size": size, "weight": "Bolder", "wrap": true, "spacing": "Medium"}
}

// listed says whether Markdown takes a text for an item of a list: "1. one".
func listed(text string) bool {
	rest := strings.TrimLeft(text, "0123456789")
	return rest != text && (strings.HasPrefix(rest, ".") || strings.HasPrefix(rest, ")"))
}

// spans gives runs of words that look as they did in Markdown, a list for each
// line.
func spans(all []bot.Span, style func(element) element) [][]element {
	lines := [][]element{nil}
	for _, s := range all {
		for i, text := range strings.Split(visible(s.Text), "\n") {
			if i > 0 {
				lines = append(lines, nil)
			}
			if text == "" {
				continue
			}
			e := style(run(text))
			if s.Bold {
				e["weight"] = "Bolder"
			}
			if s.Italic {
				e["italic"] = true
			}
			if s.Link != "" {
				e["selectAction"] = element{"type": "Action.OpenUrl", "url": s.Link, "title": oneLine(text)}
			}
			lines[len(lines)-1] = append(lines[len(lines)-1], e)
		}
	}
	return lines
}

// merged gives lines as one, with as few runs as can be: without looks, and links
// as they are.
func merged(lines [][]element) [][]element {
	var few []element
	for i, runs := range lines {
		if i > 0 {
			runs = append([]element{run("\n")}, runs...)
		}
		for _, e := range runs {
			text, _ := e["text"].(string)
			last := len(few) - 1
			switch {
			case e["selectAction"] != nil:
				few = append(few, e)
			case last >= 0 && few[last]["selectAction"] == nil:
				before, _ := few[last]["text"].(string)
				few[last] = run(before + text)
			default:
				few = append(few, run(text))
			}
		}
	}
	return [][]element{few}
}

// plainly leaves a run as it is.
func plainly(e element) element { return e }

// quietly makes a run small and pale.
func quietly(e element) element { return e.with("size", "Small").with("isSubtle", true) }

// size is how many bytes something is as JSON.
func size(v any) int {
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	if encoder.Encode(v) != nil {
		return 1 << 30 // cannot be: it is made of text, numbers and lists
	}
	return out.Len()
}
