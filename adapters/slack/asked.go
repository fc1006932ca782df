package slack

import (
	"cmp"
	"slices"
	"strings"

	"github.com/slack-go/slack"

	"soundings/bot"
)

// fieldBlock is the id of the block of a field: Slack keeps what is typed in it
// while the window changes around it.
func fieldBlock(name string) string { return "f-" + name }

// asked makes the fields of a form. Slack knows who somebody is, so nobody is
// asked for their name or address.
func asked(f bot.Form) []slack.Block {
	var blocks []slack.Block
	group, hint := "", ""
	for i, field := range f.Fields {
		if field.Kind == bot.Name || field.Kind == bot.Contact {
			continue
		}
		if field.Group != group && field.Group != "" {
			blocks = append(blocks, slack.NewHeaderBlock(plainText(field.Group, 150)))
		}
		group = field.Group
		more := field.Kind == bot.Choice && asksMore(f.Fields[i:])
		input, help := element(field, more)
		if input == nil {
			continue
		}
		if field.Kind == bot.Words && hint != "" {
			help, hint = strings.TrimSpace(hint+" "+help), ""
		}
		if more {
			hint = followUp(field)
		}
		block := slack.NewInputBlock(fieldBlock(field.Name), plainText(cmp.Or(field.Label, f.Title), 2000), nil, input)
		block.Optional = !field.Required
		block.DispatchAction = field.Refresh || more
		if help = strings.TrimSpace(help); help != "" {
			block.Hint = plainText(help, 2000)
		}
		blocks = append(blocks, block)
	}
	return blocks
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

// mostRadio is how many options stand one below the other.
const mostRadio = 10

// element makes what a field is filled in with, and the hint under it. More:
// the hints of its options are about what is asked below.
func element(f bot.Field, more bool) (slack.BlockElement, string) {
	id := strings.Join([]string{chosen, f.Name}, "|")
	switch f.Kind {
	case bot.Line, bot.Words:
		e := slack.NewPlainTextInputBlockElement(nil, id)
		e.Multiline, e.InitialValue = f.Kind == bot.Words, cut(f.Value, 3000)
		if e.MaxLength = 3000; f.Max > 0 && f.Max < 3000 {
			e.MaxLength = f.Max
			e.InitialValue = cut(e.InitialValue, f.Max)
		}
		return e, f.Hint
	case bot.Choice:
		return choiceElement(id, f, more), f.Hint
	case bot.Ticks:
		return ticksElement(id, f), f.Hint
	case bot.Date:
		e := slack.NewDatePickerBlockElement(id)
		e.InitialDate = f.Value
		return e, f.Hint
	case bot.Upload:
		e := slack.NewFileInputBlockElement(id)
		e.MaxFiles = 1
		return e, f.Hint
	case bot.Name, bot.Contact:
	}
	return nil, ""
}

func choiceElement(id string, f bot.Field, more bool) slack.BlockElement {
	options := optionsOf(f.Options, len(f.Options) <= mostRadio && !more)
	initial := picked(options, f.Value)
	switch {
	case len(options) == 0:
		return nil
	case len(options) <= mostRadio:
		e := slack.NewRadioButtonsBlockElement(id, options...)
		if len(initial) > 0 {
			e.InitialOption = initial[0]
		}
		return e
	}
	e := slack.NewOptionsSelectBlockElement(slack.OptTypeStatic, plainText("Choose one", 150), id)
	e.Options, e.OptionGroups = grouped(options)
	if len(initial) > 0 {
		e.InitialOption = initial[0]
	}
	return e
}

func ticksElement(id string, f bot.Field) slack.BlockElement {
	options := optionsOf(f.Options, len(f.Options) <= mostRadio)
	initial := picked(options, strings.Split(f.Value, ",")...)
	switch {
	case len(options) == 0:
		return nil
	case len(options) <= mostRadio:
		e := slack.NewCheckboxGroupsBlockElement(id, options...)
		e.InitialOptions = initial
		return e
	}
	e := slack.NewOptionsMultiSelectBlockElement(slack.MultiOptTypeStatic, plainText("Choose any", 150), id)
	e.Options, e.OptionGroups = grouped(options)
	e.InitialOptions = initial
	return e
}

// optionsOf makes options. What does not fit in a label goes on in the
// description, where there is one.
func optionsOf(options []bot.Option, described bool) []*slack.OptionBlockObject {
	made := make([]*slack.OptionBlockObject, 0, len(options))
	for _, o := range options {
		label, rest := head(oneLine(o.Label), 75)
		more := strings.TrimSpace(rest + " " + o.Hint)
		option := slack.NewOptionBlockObject(o.Value, plainText(label, 75), nil)
		if described && more != "" {
			option.Description = plainText(more, 75)
		} else if rest != "" {
			option.Text = plainText(o.Label, 75)
		}
		made = append(made, option)
	}
	return made
}

// head gives as many whole words of a text as fit, and the rest.
func head(text string, most int) (first, rest string) {
	if units(text) <= most {
		return text, ""
	}
	at, size := 0, 0
	for i, r := range text {
		if size++; size > most-4 {
			break
		}
		if r == ' ' {
			at = i
		}
	}
	if at == 0 {
		return text, ""
	}
	return text[:at] + " …", "… " + strings.TrimSpace(text[at:])
}

func picked(options []*slack.OptionBlockObject, values ...string) []*slack.OptionBlockObject {
	var all []*slack.OptionBlockObject
	for _, o := range options {
		if o.Value != "" && slices.Contains(values, o.Value) {
			all = append(all, o)
		}
	}
	return all
}

// grouped gives more options than Slack takes in one list as several lists.
func grouped(options []*slack.OptionBlockObject) ([]*slack.OptionBlockObject, []*slack.OptionGroupBlockObject) {
	if len(options) <= 100 {
		return options, nil
	}
	var groups []*slack.OptionGroupBlockObject
	for part := range slices.Chunk(options, 100) {
		groups = append(groups, slack.NewOptionGroupBlockElement(plainText("From "+part[0].Text.Text, 75), part...))
	}
	return nil, groups
}
