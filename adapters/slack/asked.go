package slack

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"soundings/bot"
)

// fieldBlock is the id of the block of a field: Slack keeps what is typed in it
// while the window changes around it.
func fieldBlock(name string) string { return "f-" + name }

// asked makes the fields of a form. Slack knows who somebody is, so nobody is
// asked for their name or address.
func asked(f bot.Form) []slack.Block {
	q := &questions{}
	group := ""
	for i, field := range f.Fields {
		if field.Kind == bot.Name || field.Kind == bot.Contact {
			continue
		}
		if !wanted(f.Fields, field) {
			continue
		}
		if field.Group != group && field.Group != "" {
			q.add(slack.NewHeaderBlock(plainText(field.Group, 150)))
		}
		group = field.Group
		field.Label = cmp.Or(field.Label, f.Title)
		field.Refresh = field.Refresh || slices.ContainsFunc(f.Fields, func(other bot.Field) bool {
			name, _, _ := strings.Cut(other.When, "=")
			return other.When != "" && name == field.Name
		})
		q.field(field, field.Kind == bot.Choice && asksMore(f.Fields[i:]))
	}
	return q.blocks
}

// wanted says whether a field makes sense as the form is filled in now.
func wanted(fields []bot.Field, f bot.Field) bool {
	name, option, conditional := strings.Cut(f.When, "=")
	if !conditional {
		return true
	}
	return slices.ContainsFunc(fields, func(other bot.Field) bool {
		return other.Name == name && slices.Contains(strings.Split(other.Value, ","), option)
	})
}

// questions gathers the fields of a window.
type questions struct {
	blocks []slack.Block
	hint   string // of what was chosen, for the words that are asked below
}

func (q *questions) add(b ...slack.Block) { q.blocks = append(q.blocks, b...) }

// field adds a field. More: the hints of its options are about what is asked
// below.
func (q *questions) field(f bot.Field, more bool) {
	id := strings.Join([]string{chosen, f.Name}, "|")
	hint := f.Hint
	if f.Kind == bot.Words {
		hint, q.hint = q.hint+" "+hint, ""
	}
	if more {
		q.hint = followUp(f)
	}
	switch f.Kind {
	case bot.Line, bot.Words:
		q.words(id, hint, f)
	case bot.Choice, bot.Ticks:
		q.options(id, hint, f, more)
	case bot.Date:
		e := slack.NewDatePickerBlockElement(id)
		if _, err := time.Parse(time.DateOnly, f.Value); err == nil {
			e.InitialDate = f.Value
		}
		q.input(f, f.Name, hint, e)
	case bot.Upload:
		e := slack.NewFileInputBlockElement(id)
		e.MaxFiles = 1
		q.input(f, f.Name, hint, e)
	case bot.Name, bot.Contact:
	}
}

// input adds a field with its label and its hint.
func (q *questions) input(f bot.Field, name, hint string, e slack.BlockElement) *slack.InputBlock {
	b := slack.NewInputBlock(fieldBlock(name), plainText(f.Label, 2000), nil, e)
	b.Optional = !f.Required
	b.DispatchAction = f.Refresh
	if hint = strings.TrimSpace(hint); hint != "" {
		b.Hint = plainText(hint, 2000)
	}
	q.add(b)
	return b
}

// mostTyped is how much Slack lets people type in one field.
const mostTyped = 3000

// words adds a field for words. What stands in it already may be longer than
// Slack lets a field be: then it goes on in more of them.
func (q *questions) words(id, hint string, f bot.Field) {
	parts := portions(f.Value)
	for i, p := range parts {
		e := slack.NewPlainTextInputBlockElement(nil, id)
		e.Multiline, e.InitialValue, e.MaxLength = f.Kind == bot.Words, p.text, mostTyped
		if f.Max > 0 && len(parts) == 1 {
			e.MaxLength = min(mostTyped, max(f.Max, units(p.text)))
		}
		part, name := f, f.Name
		if len(parts) > 1 {
			part.Label = fmt.Sprintf("%s (%d of %d)", f.Label, i+1, len(parts))
		}
		if i > 0 {
			name, part.Required, hint = fmt.Sprintf("%s~%02d%s", f.Name, i, p.joint), false, ""
			e.ActionID = fmt.Sprintf("%s~%d", id, i)
		}
		q.input(part, name, hint, e)
	}
}

// options adds a field that is chosen. What of the options does not fit in it
// stands below it, or above it where that is much.
func (q *questions) options(id, hint string, f bot.Field, more bool) {
	made, whole := optionsOf(f.Options, !more)
	if len(made) == 0 {
		return
	}
	if below, ok := explained(f, made); !whole && ok {
		hint = below + "\n" + hint
	} else if !whole {
		q.add(inFull(f, !more))
	}
	e := choiceElement(id, f, made)
	if f.Kind == bot.Ticks {
		e = ticksElement(id, f, made)
	}
	b := q.input(f, f.Name, hint, e)
	b.DispatchAction = f.Refresh || more
}

// explained gives the hints of options that did not fit in them; false: there is
// more that did not fit, or too much of it.
func explained(f bot.Field, made []*slack.OptionBlockObject) (hints string, ok bool) {
	var lines []string
	for i, o := range f.Options {
		switch {
		case units(oneLine(o.Label)) > 75:
			return "", false
		case made[i].Description == nil && o.Hint != "":
			lines = append(lines, oneLine(o.Label)+": "+oneLine(o.Hint))
		}
	}
	hints = strings.Join(lines, "\n")
	return hints, units(hints)+units(f.Hint) < 1000
}

// followUp is the hint of what is chosen in a field.
func followUp(field bot.Field) string {
	for _, o := range field.Options {
		if o.Value == field.Value && o.Value != "" {
			return o.Hint
		}
	}
	return ""
}

// asksMore says whether what is asked below the first of the fields depends on
// what is chosen in it.
func asksMore(fields []bot.Field) bool {
	hints := slices.ContainsFunc(fields[0].Options, func(o bot.Option) bool { return o.Hint != "" })
	return hints && slices.ContainsFunc(fields[1:], func(f bot.Field) bool { return f.Kind == bot.Words })
}

// inFull lists options with all of their words.
func inFull(f bot.Field, hints bool) slack.Block {
	list := slack.NewRichTextList(slack.RTEListBullet, 0)
	for _, o := range f.Options {
		line := oneLine(o.Label)
		if hints && o.Hint != "" {
			line += ": " + oneLine(o.Hint)
		}
		list.Elements = append(list.Elements, section(plainRun(clean(line))))
	}
	return slack.NewRichTextBlock("", section(bold(clean(oneLine(f.Label)))), list)
}
