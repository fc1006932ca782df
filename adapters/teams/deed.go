package teams

import (
	"slices"
	"strconv"
	"strings"

	"soundings/bot"
)

// How what is on a card is delivered. Messages stand for years: add, never change.
const (
	push = "p" // Pressed
	look = "l" // Looked
	send = "s" // Submitted, with the fields of the form
)

// ours is the name under which a card keeps what its buttons do, mine that of the
// fields that people fill in on it.
const (
	ours = "soundings"
	mine = "f-"
)

// deed is what a button does, and where what it stands on belongs to. A client
// sends it back as it was, or as somebody made it: all of it is a hint.
type deed struct {
	how        string
	action     string
	value      string
	engagement string
	room       string   // where it belongs, if that is not where it stands
	thread     string   // the same of the message
	fields     []string // of the form that is sent
	filled     map[string]string
	meant      map[string][]string // by field, the values of options that others stand in for
}

// data gives a deed as what a button keeps; without the fields it says nothing of.
func (d deed) data() element {
	kept := element{"k": d.how, "a": d.action}
	for name, value := range map[string]string{"v": d.value, "e": d.engagement, "r": d.room, "t": d.thread} {
		if value != "" {
			kept[name] = value
		}
	}
	if len(d.fields) > 0 {
		kept["f"] = d.fields
	}
	if len(d.meant) > 0 {
		kept["o"] = d.meant
	}
	return element{ours: kept}
}

// deedOf reads what was sent back of a card, and what was filled in on it; false:
// it is none of ours.
func deedOf(value object) (deed, bool) {
	kept := value.in(ours)
	d := deed{
		how: kept.text("k"), action: clean(kept.text("a")), value: valid(kept.text("v")), engagement: clean(kept.text("e")),
		room: clean(kept.text("r")), thread: clean(kept.text("t")), fields: kept.texts("f"),
	}
	switch d.how {
	case push, look:
	case send:
		d.filled = map[string]string{}
		for _, name := range d.fields {
			d.filled[valid(name)] = "" // what is left empty is not always sent
		}
		for name := range value {
			if field, ok := strings.CutPrefix(name, mine); ok {
				text := strings.ReplaceAll(valid(value.text(name)), "\r\n", "\n")
				d.filled[valid(field)] = inFull(text, kept.in("o").texts(field))
			}
		}
	default:
		return deed{}, false
	}
	return d, true
}

func valid(text string) string { return strings.ToValidUTF8(text, "\uFFFD") }

// kind is the kind of event that a deed is.
func (d deed) kind() bot.EventKind {
	switch d.how {
	case look:
		return bot.Looked
	case send:
		return bot.Submitted
	}
	return bot.Pressed
}

// standIn begins the value of an option whose own Teams does not take: an empty one,
// one with a comma, and one that comes twice.
const standIn = "~"

// standsIn says whether Teams does not take the value of an option.
func standsIn(options []bot.Option, i int) bool {
	value := options[i].Value
	return value == "" || strings.ContainsAny(value, standIn+",") || slices.ContainsFunc(options[:i], func(o bot.Option) bool { return o.Value == value })
}

// optionValue is the value of an option for Teams.
func optionValue(options []bot.Option, i int) string {
	if standsIn(options, i) {
		return standIn + strconv.Itoa(i)
	}
	return options[i].Value
}

// inFull puts the values of options in the place of what stands in for them.
func inFull(chosen string, meant []string) string {
	if len(meant) == 0 {
		return chosen
	}
	values := strings.Split(chosen, ",")
	for i, v := range values {
		number, stood := strings.CutPrefix(v, standIn)
		if at, err := strconv.Atoi(number); stood && err == nil && at >= 0 && at < len(meant) {
			values[i] = meant[at]
		}
	}
	return strings.Join(values, ",")
}
