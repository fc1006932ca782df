package slack

import (
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/slack-go/slack"

	"soundings/bot"
)

// How a button or a choice is delivered: it begins the action_id. Messages stand
// for years: add, never change.
const (
	push   = "p" // Pressed
	look   = "l" // Looked
	link   = "u" // not at all: the browser follows it
	pick   = "s" // one of a list: push or look stands in the option
	chosen = "f" // a field of a form whose choice changes it
)

// deed is what a button does.
type deed struct{ action, value, engagement string }

// How long the value of a choice may be for Slack, that of a button, the address
// it leads to, and an id.
const (
	mostOption = 150
	mostValue  = 2000
	mostURL    = 3000
	mostID     = 255
)

// mostLabel is how long the label of a button or a choice may be.
const mostLabel = 75

// button makes a button; place sets it apart from the others of its message. Nil:
// it does not fit.
func button(engagement, place string, b bot.Button) *slack.ButtonBlockElement {
	how := push
	switch {
	case b.URL != "":
		how = link
	case b.View:
		how = look
	}
	id := strings.Join([]string{how, place, b.Action, engagement}, "|")
	if units(id) > mostID || units(b.Value) > mostValue || units(b.URL) > mostURL {
		return nil
	}
	e := slack.NewButtonBlockElement(id, b.Value, plainText(b.Label, mostLabel))
	e.URL = b.URL
	return e
}

// option makes one choice of a list, whose label stands in the list, too; nil where
// the button does not fit in.
func option(b bot.Button, label string, short bool) *slack.OptionBlockObject {
	how := push
	if b.View {
		how = look
	}
	value := strings.Join([]string{how, b.Action, b.Value}, "|")
	if b.URL != "" || units(value) > mostOption {
		return nil
	}
	most := mostLabel
	if short {
		most = mostLabel / 2
	}
	return slack.NewOptionBlockObject(value, plainText(label, most), nil)
}

// readAction gives what a button or choice does; "": it is none of ours.
func readAction(act object) (how string, what deed) {
	parts := strings.SplitN(act.text("action_id"), "|", 4)
	if len(parts) > 0 && parts[0] == chosen {
		return chosen, deed{}
	}
	if len(parts) != 4 {
		return "", deed{}
	}
	what = deed{action: parts[2], value: act.text("value"), engagement: parts[3]}
	switch parts[0] {
	case push, look, link:
		return parts[0], what
	case pick:
		option := strings.SplitN(act.in("selected_option").text("value"), "|", 3)
		if len(option) == 3 && (option[0] == push || option[0] == look) {
			return option[0], deed{action: option[1], value: option[2], engagement: what.engagement}
		}
	}
	return "", deed{}
}

// plainText is text without markup, as much of it as fits.
func plainText(text string, most int) *slack.TextBlockObject {
	return slack.NewTextBlockObject(slack.PlainTextType, cut(oneLine(text), most), false, false)
}

func oneLine(text string) string {
	if text = strings.Join(strings.Fields(clean(text)), " "); text == "" {
		return " "
	}
	return text
}

// cut is the beginning of a text that is too long for where it stands, which is
// never the only place. Slack counts in UTF-16.
func cut(text string, most int) string {
	if units(text) <= most {
		return text
	}
	n, size := 0, 1 // of the sign that says it goes on
	for at, r := range text {
		if size += utf16.RuneLen(r); size > most {
			break
		}
		n = at + utf8.RuneLen(r)
	}
	return strings.TrimSpace(text[:n]) + "…"
}

// units is how long Slack takes a text to be.
func units(text string) int {
	n := 0
	for _, r := range text {
		n += utf16.RuneLen(r)
	}
	return n
}
