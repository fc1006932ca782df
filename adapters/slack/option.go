package slack

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"

	"github.com/slack-go/slack"

	"soundings/bot"
)

// mostRadio is how many options stand one below the other; more are a menu, in
// groups of a hundred.
const (
	mostRadio = 10
	mostGroup = 100
)

func choiceElement(id string, f bot.Field, options []*slack.OptionBlockObject) slack.BlockElement {
	initial := picked(options, f.Value)
	if len(options) <= mostRadio {
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

func ticksElement(id string, f bot.Field, options []*slack.OptionBlockObject) slack.BlockElement {
	initial := picked(options, strings.Split(f.Value, ",")...)
	if len(options) <= mostRadio {
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
// description; whole says whether all of it fits. Without hints, those are shown
// elsewhere.
func optionsOf(options []bot.Option, hints bool) (made []*slack.OptionBlockObject, whole bool) {
	whole = true
	for _, o := range options {
		label, rest := head(oneLine(o.Label), 75)
		if hints {
			rest = strings.TrimSpace(rest + " " + o.Hint)
		}
		option := slack.NewOptionBlockObject(optionValue(o.Value), plainText(label, 75), nil)
		if rest != "" && units(oneLine(rest)) <= 75 { // else it stands above them, whole
			option.Description = plainText(rest, 75)
		}
		whole = whole && units(label) <= 75 && units(oneLine(rest)) <= 75
		made = append(made, option)
	}
	return made, whole
}

// head gives as many whole words of a text as fit, and the rest.
func head(text string, most int) (first, rest string) {
	if units(text) <= most {
		return text, ""
	}
	at := 0
	for i, r := range text {
		if units(text[:i]) > most-2 {
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

// standIn begins the value of an option whose own is longer than Slack takes.
const standIn = "~"

// optionValue is the value of an option for Slack; one that is too long is stood
// in for by its hash.
func optionValue(value string) string {
	if units(value) <= mostOption && value != "" {
		return value
	}
	hash := sha256.Sum256([]byte(value))
	return standIn + hex.EncodeToString(hash[:16])
}

func stoodIn(value string) bool {
	return strings.HasPrefix(value, standIn) && len(value) == len(standIn)+32
}

func picked(options []*slack.OptionBlockObject, values ...string) []*slack.OptionBlockObject {
	var all []*slack.OptionBlockObject
	for _, o := range options {
		if slices.ContainsFunc(values, func(value string) bool { return value != "" && optionValue(value) == o.Value }) {
			all = append(all, o)
		}
	}
	return all
}

// grouped gives more options than Slack takes in one list as several lists.
func grouped(options []*slack.OptionBlockObject) ([]*slack.OptionBlockObject, []*slack.OptionGroupBlockObject) {
	if len(options) <= mostGroup {
		return options, nil
	}
	var groups []*slack.OptionGroupBlockObject
	for part := range slices.Chunk(options, mostGroup) {
		groups = append(groups, slack.NewOptionGroupBlockElement(plainText("From "+part[0].Text.Text, 75), part...))
	}
	return nil, groups
}
