package console

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"soundings/bot"
)

var errNoForm = errors.New("no form was opened for that person in that room")

// Fill is that a person sends the form that was opened for them last in a
// room, filled in with text: one field on each line, as "label: value", where
// the label is that of the field, or begins like it, and several ticks are
// separated by semicolons. Lines without a label go on with the field above.
// Fields that are not named keep what stands in them.
func (t *Terminal) Fill(ctx context.Context, room, person, text string) error {
	t.mu.Lock()
	form, ok := t.forms[room+"/"+person]
	t.mu.Unlock()
	if !ok {
		return errNoForm
	}
	fields, err := Filled(form, text)
	if err != nil {
		return err
	}
	ev, err := t.begin(room, person, bot.Submitted)
	if err != nil {
		return err
	}
	ev.Action, ev.Value, ev.Fields = form.Action, form.Value, fields
	return t.send(ctx, ev, person)
}

// Filled gives the fields of a form with what text says, written as for Fill. The name and the mail
// address of a person are known here, so those fields do not count.
func Filled(form bot.Form, text string) (map[string]string, error) {
	fields := map[string]string{}
	for _, f := range form.Fields {
		if f.Kind != bot.Name && f.Kind != bot.Contact {
			fields[f.Name] = f.Value
		}
	}
	last := ""
	for line := range strings.SplitSeq(text, "\n") {
		label, value, colon := strings.Cut(line, ":")
		f, known := fieldOf(form, label)
		switch {
		case strings.TrimSpace(line) == "" && last == "":
		case colon && known:
			said, err := valueOf(f, strings.TrimSpace(value))
			if err != nil {
				return nil, err
			}
			fields[f.Name], last = said, f.Name
		case last == "":
			return nil, fmt.Errorf("the form has no field %q; it has %s", strings.TrimSpace(label), labels(form))
		default:
			fields[last] += "\n" + line
		}
	}
	return fields, nil
}

// fieldOf finds the field with a label, or whose label begins so.
func fieldOf(form bot.Form, label string) (bot.Field, bool) {
	label = strings.ToLower(strings.TrimSpace(label))
	for _, fits := range []func(a, b string) bool{func(a, b string) bool { return a == b }, strings.HasPrefix} {
		for _, f := range form.Fields {
			if label != "" && fits(strings.ToLower(strings.TrimRight(f.Label, "?: ")), label) {
				return f, true
			}
		}
	}
	return bot.Field{}, false
}

func labels(form bot.Form) string {
	all := make([]string, len(form.Fields))
	for i, f := range form.Fields {
		all[i] = fmt.Sprintf("%q", f.Label)
	}
	return strings.Join(all, ", ")
}

// valueOf gives what an adapter delivers for what a person chose or wrote.
func valueOf(f bot.Field, said string) (string, error) {
	switch f.Kind {
	case bot.Choice:
		return optionOf(f, said)
	case bot.Ticks:
		var ticked []string
		for part := range strings.SplitSeq(said, ";") {
			if part = strings.TrimSpace(part); part == "" {
				continue
			}
			value, err := optionOf(f, part)
			if err != nil {
				return "", err
			}
			ticked = append(ticked, value)
		}
		return strings.Join(ticked, ","), nil
	case bot.Line, bot.Words, bot.Date, bot.Upload, bot.Name, bot.Contact:
	}
	return said, nil
}

func optionOf(f bot.Field, said string) (string, error) {
	if said == "" {
		return "", nil
	}
	for _, o := range f.Options {
		if strings.EqualFold(o.Label, said) {
			return o.Value, nil // "No" is not the beginning of "Not sure"
		}
	}
	for _, o := range f.Options {
		if strings.HasPrefix(strings.ToLower(o.Label), strings.ToLower(said)) {
			return o.Value, nil
		}
	}
	return "", fmt.Errorf("%q is no choice of %q", said, f.Label)
}

// Faults are the errors beside the fields of a form, in a fixed order.
func Faults(errs map[string]string) []bot.Block {
	var blocks []bot.Block
	for _, field := range slices.Sorted(maps.Keys(errs)) {
		blocks = append(blocks, bot.Say(bot.EscapeMarkdown(errs[field])))
	}
	return blocks
}
