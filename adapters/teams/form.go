package teams

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"soundings/bot"
)

// form adds a form: what it asks, and the button that sends it. Errs are what is
// wrong with what was filled in, by the names of the fields.
func (r *rendering) form(f bot.Form, errs map[string]string) {
	if f.Heading != "" && f.Heading != f.Title {
		r.add(heading(f.Heading, "Medium"))
	}
	for _, piece := range bot.Fit("", f.Blocks, r.caps()) {
		r.all(piece.Blocks)
	}
	var names []string
	meant := map[string][]string{}
	group := ""
	for _, field := range f.Fields {
		if field.Kind == bot.Name || field.Kind == bot.Contact {
			continue // Teams knows who somebody is
		}
		field = field.Unchanging()
		if field.Group != group && field.Group != "" {
			r.part(field.Group)
		}
		group = field.Group
		field.Label = onlyIf(f.Fields, field)
		if problem := oneLine(errs[field.Name]); problem != "" {
			r.add(wrong(problem))
		}
		if field.Kind == bot.Upload {
			r.upload(field)
			continue
		}
		if r.field(field) {
			names = append(names, field.Name)
		}
		if values := valuesOf(field.Options); values != nil {
			meant[field.Name] = values
		}
	}
	r.add(r.others(f, errs)...)
	d := deed{how: send, action: f.Action, value: f.Value, engagement: r.engagement, room: r.room, thread: r.thread, fields: names, meant: meant}
	r.add(element{"type": "ActionSet", "actions": []element{
		r.does(element{"title": oneLine(cmp.Or(f.Submit, "Save")), "style": "positive"}, d),
	}})
}

// others says what is wrong with fields that are not asked here.
func (*rendering) others(f bot.Form, errs map[string]string) []element {
	var all []element
	for _, name := range slices.Sorted(maps.Keys(errs)) {
		asked := slices.ContainsFunc(f.Fields, func(field bot.Field) bool {
			return field.Name == name && field.Kind != bot.Name && field.Kind != bot.Contact
		})
		if !asked && oneLine(errs[name]) != "" {
			all = append(all, wrong(errs[name]))
		}
	}
	return all
}

// wrong says what is wrong with a field, right above it.
func wrong(problem string) element {
	return richText(bold(oneLine(problem)).with("color", "Attention"))
}

// onlyIf is the label of a field, with when it is asked: cards show all fields
// always.
func onlyIf(fields []bot.Field, f bot.Field) string {
	name, option, conditional := strings.Cut(f.When, "=")
	label := cmp.Or(oneLine(f.Label), "Your words")
	if !conditional || strings.HasPrefix(label, "If ") { // it says so itself
		return label
	}
	for _, other := range fields {
		if other.Name != name {
			continue
		}
		for _, o := range other.Options {
			if o.Value == option {
				return fmt.Sprintf("%s (only if you choose “%s”)", label, oneLine(o.Label))
			}
		}
	}
	return label
}

// field adds one field; false: there is nothing to fill in.
func (r *rendering) field(f bot.Field) bool {
	e := element{"id": mine + f.Name, "label": f.Label}
	if f.Required {
		e["isRequired"] = true
		e["errorMessage"] = "Please fill this in: " + f.Label
	}
	switch f.Kind {
	case bot.Line, bot.Words:
		e["type"], e["isMultiline"] = "Input.Text", f.Kind == bot.Words
		if f.Value != "" {
			e["value"] = f.Value
		}
		if f.Max > 0 && len([]rune(f.Value)) <= f.Max {
			e["maxLength"] = f.Max
		}
	case bot.Choice, bot.Ticks:
		if len(f.Options) == 0 {
			return false
		}
		choices(e, f)
	case bot.Date:
		e["type"] = "Input.Date"
		if _, err := time.Parse(time.DateOnly, f.Value); err == nil {
			e["value"] = f.Value
		}
	case bot.Upload, bot.Name, bot.Contact:
		return false
	}
	r.add(e)
	if hint := oneLine(f.Hint); hint != "" {
		r.add(richText(quietly(run(hint))).with("spacing", "Small"))
	}
	return true
}

// valuesOf gives the values of options where others stand in for some of them; nil:
// Teams takes all.
func valuesOf(options []bot.Option) []string {
	values := make([]string, len(options))
	some := false
	for i, o := range options {
		values[i] = o.Value
		some = some || standsIn(options, i)
	}
	if !some {
		return nil
	}
	return values
}

// mostOpen is how many options stand one below the other; more are a menu.
const mostOpen = 12

// choices adds the options of a field. Teams tells nobody what is chosen before a
// card is sent, so that what an option asks for stands beside it.
func choices(e element, f bot.Field) {
	all := make([]element, 0, len(f.Options))
	var chosen []string
	now := []string{f.Value}
	if f.Kind == bot.Ticks {
		now = strings.Split(f.Value, ",")
	}
	for i, o := range f.Options {
		title := oneLine(o.Label)
		if hint := oneLine(o.Hint); hint != "" {
			title += ": " + hint
		}
		value := optionValue(f.Options, i)
		all = append(all, element{"title": cmp.Or(title, o.Value, "–"), "value": value})
		if o.Value != "" && slices.Contains(now, o.Value) {
			chosen = append(chosen, value)
		}
	}
	e["type"], e["choices"], e["wrap"] = "Input.ChoiceSet", all, true
	e["style"] = "expanded"
	if len(all) > mostOpen {
		e["style"] = "compact"
	}
	if f.Kind == bot.Ticks {
		e["isMultiSelect"] = true
	}
	if len(chosen) > 0 {
		e["value"] = strings.Join(chosen, ",")
	}
}

// upload says how a file gets here: cards take none.
func (r *rendering) upload(f bot.Field) {
	r.add(richText(bold(f.Label)))
	if hint := oneLine(f.Hint); hint != "" {
		r.add(richText(quietly(run(hint))).with("spacing", "Small"))
	}
	r.add(richText(run(noUpload)))
}

// noUpload says where files can be handed over.
const noUpload = "A file can't be handed over here: Teams lets apps read files only where nobody else is. Hand it over in the browser, on the page of this room, or paste its words below."
