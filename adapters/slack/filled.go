package slack

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"soundings/bot"
)

// filledIn gives what stands in the fields of a window, and the file in it.
func (a *Adapter) filledIn(ctx context.Context, view object) (fields map[string]string, file *bot.File, err error) {
	fields = map[string]string{}
	values := view.in("state", "values")
	for _, block := range slices.Sorted(maps.Keys(values)) { // a field before what goes on from it
		name, ours := strings.CutPrefix(block, "f-")
		if !ours {
			continue
		}
		name, more, goesOn := strings.Cut(name, "~")
		for action := range values.in(block) {
			field := values.in(block, action)
			f, err := a.attached(ctx, field)
			if err != nil {
				return nil, nil, err
			}
			if f != nil {
				file = f
			}
			value, known := filled(field)
			switch {
			case !known:
			case !goesOn:
				fields[name] = value
			case value != "":
				fields[name] += joint(more) + value
			}
		}
	}
	return fields, file, nil
}

// filled gives what stands in one field; not known: it is a file.
func filled(field object) (value string, known bool) {
	switch field.text("type") {
	case "plain_text_input":
		return field.text("value"), true
	case "radio_buttons", "static_select":
		return field.in("selected_option").text("value"), true
	case "checkboxes", "multi_static_select":
		var values []string
		for _, o := range field.list("selected_options") {
			values = append(values, o.text("value"))
		}
		return strings.Join(values, ","), true
	case "datepicker":
		return field.text("selected_date"), true
	}
	return "", false
}

// portion is as much of a text as one field holds, and what it follows on with.
type portion struct{ text, joint string }

// mostPortion leaves people some room to write in a field that goes on.
const mostPortion = mostTyped - 400

// portions cuts a text into as few portions as hold it, at the end of a line or
// between two words where it can; at least one, which may be empty.
func portions(text string) []portion {
	var all []portion
	joint := ""
	for units(text) > mostTyped {
		end := 0
		for i := range text {
			if units(text[:i]) > mostPortion {
				break
			}
			end = i
		}
		next, cut := "x", end
		if at := strings.LastIndexByte(text[:end], '\n'); at > 0 {
			next, cut = "n", at
		} else if at := strings.LastIndexByte(text[:end], ' '); at > 0 {
			next, cut = "s", at
		}
		all = append(all, portion{text[:cut], joint})
		if joint = next; joint != "x" {
			cut++
		}
		text = text[cut:]
	}
	return append(all, portion{text, joint})
}

// joint is what stood between a portion and the one before.
func joint(more string) string {
	switch more[len(more)-1:] {
	case "n":
		return "\n"
	case "s":
		return " "
	}
	return ""
}

// fill puts what stands in a window into an event.
func (a *Adapter) fill(ctx context.Context, ev bot.Event, view object) (bot.Event, error) {
	var err error
	if ev.Fields, ev.File, err = a.filledIn(ctx, view); err != nil {
		return ev, err
	}
	return a.inFullOf(ctx, ev)
}

// inFullOf puts the values of options in the place of what stands in for them,
// which only the form itself knows.
func (a *Adapter) inFullOf(ctx context.Context, ev bot.Event) (bot.Event, error) {
	if !slices.ContainsFunc(slices.Collect(maps.Values(ev.Fields)), hasStandIn) {
		return ev, nil
	}
	look := ev
	look.ID, look.Kind, look.Fields, look.File = ev.ID+":form", bot.Looked, map[string]string{}, nil
	answer, err := a.o.Deliver(ctx, look)
	if err != nil {
		return ev, err
	}
	if answer.Form == nil {
		return ev, fmt.Errorf("find out what was chosen: %w", bot.ErrNotNow)
	}
	meant := map[string]string{}
	for _, f := range answer.Form.Fields {
		for _, o := range f.Options {
			meant[optionValue(o.Value)] = o.Value
		}
	}
	ev.Fields = maps.Clone(ev.Fields)
	for name, value := range ev.Fields {
		values := strings.Split(value, ",")
		for i, v := range values {
			if full, ok := meant[v]; ok && stoodIn(v) {
				values[i] = full
			}
		}
		ev.Fields[name] = strings.Join(values, ",")
	}
	return ev, nil
}

func hasStandIn(value string) bool {
	return slices.ContainsFunc(strings.Split(value, ","), stoodIn)
}
