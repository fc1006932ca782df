package slack_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"soundings/bot"
)

// form draws a form, and what has to come back of it when it is sent as it is.
func (s *scribe) form() (bot.Form, map[string]string) {
	f := bot.Form{Action: "say", Value: s.word(), Title: "Say", Heading: s.text(40), Submit: "Save", Typed: "say"}
	for range rapid.IntRange(0, 4).Draw(s.t, "blocks") {
		f.Blocks = append(f.Blocks, s.block())
	}
	want := map[string]string{}
	for i := range rapid.IntRange(0, 6).Draw(s.t, "fields") {
		field := bot.Field{Name: fmt.Sprintf("f%d", i), Label: s.word() + strings.Repeat(" x", rapid.SampledFrom([]int{0, 1001}).Draw(s.t, "label")), Hint: s.text(50)}
		field.Group = rapid.SampledFrom([]string{"", "A group", "Another"}).Draw(s.t, "group")
		field.Kind = rapid.SampledFrom([]bot.FieldKind{bot.Line, bot.Words, bot.Choice, bot.Ticks, bot.Date, bot.Upload, bot.Name, bot.Contact}).Draw(s.t, "kind")
		value := ""
		switch field.Kind {
		case bot.Line, bot.Words:
			field.Max = rapid.SampledFrom([]int{0, 10, 500, 9000}).Draw(s.t, "max")
			field.Value = rapid.SampledFrom([]string{"", "a", strings.Repeat("words of it\n", 900), strings.Repeat("words ", 700), strings.Repeat("x", 7000), strings.Repeat("👩🏽‍🚒", 800)}).Draw(s.t, "value")
			value = field.Value
		case bot.Choice, bot.Ticks:
			value = s.options(&field)
		case bot.Date:
			field.Value = rapid.SampledFrom([]string{"", "2026-06-27", "tomorrow"}).Draw(s.t, "date")
			if value = field.Value; value == "tomorrow" {
				value = "" // no date, so none stands there
			}
		case bot.Upload, bot.Name, bot.Contact:
			f.Fields = append(f.Fields, field)
			continue
		}
		f.Fields = append(f.Fields, field)
		if field.Kind != bot.Choice && field.Kind != bot.Ticks || len(field.Options) > 0 {
			want[field.Name] = value
		}
	}
	return f, want
}

// asked are the words that have to be read in a window.
func (s *scribe) asked(f bot.Form, fields map[string]string) []string {
	text := ""
	for _, field := range f.Fields {
		if _, there := fields[field.Name]; !there {
			continue
		}
		text += field.Label + "\n" + field.Hint + "\n"
		for _, o := range field.Options {
			text += o.Label + "\n"
			if field.Kind == bot.Ticks { // those of a choice may be about what is asked below
				text += o.Hint + "\n"
			}
		}
	}
	return append(s.shown(f.Heading, f.Blocks), slices.DeleteFunc(slices.Clone(s.words), func(w string) bool { return !strings.Contains(text, w) })...)
}

// options draws the options of a field and gives what is chosen.
func (s *scribe) options(field *bot.Field) string {
	for i := range rapid.SampledFrom([]int{0, 1, 2, 3, 5, 10, 11, 12, 101}).Draw(s.t, "options") {
		o := bot.Option{Value: fmt.Sprintf("v%d", i), Label: fmt.Sprintf("label %d", i)}
		switch rapid.IntRange(0, 9).Draw(s.t, "odd option") {
		case 0:
			o.Value += strings.Repeat("v", 200)
		case 1:
			o.Label += strings.Repeat(" long", 30) + " " + s.word()
		case 2:
			o.Hint = s.text(30)
		}
		field.Options = append(field.Options, o)
	}
	if len(field.Options) == 0 || rapid.Bool().Draw(s.t, "none") {
		return ""
	}
	first, last := field.Options[0].Value, field.Options[len(field.Options)-1].Value
	field.Value = last
	if field.Kind == bot.Ticks && len(field.Options) > 1 {
		field.Value = first + "," + last
	}
	return field.Value
}

// Whatever a form asks fits in a window, all of its words stand there, and sent as
// it is it comes back as it was.
func TestAnyFormComesBack(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHouse(t, byHTTP, nil)
		h.posted(teamRoom, buttons(bot.Button{Label: "Form", Action: "form", Typed: "form", View: true}))
		rapid.Check(timeless{t}, func(rt *rapid.T) {
			s := &scribe{t: rt}
			form, want := s.form()
			h.always(bot.Answer{Form: &form}, nil)
			if _, err := h.Press(t.Context(), dana, teamRoom, "", "Form"); err != nil {
				rt.Fatal(err)
			}
			synctest.Wait()
			if len(h.Views(dana)) == 0 { // more than any window holds
				if asked, _ := json.Marshal(form); len(asked) < 50_000 || !strings.Contains(strings.Join(h.whispered(teamRoom, dana), ""), "[Open the form]") {
					rt.Fatalf("no window was opened for\n%s\n%s", asked, h.log)
				}
				return
			}
			v := h.window(dana)
			var shown struct{ Blocks json.RawMessage }
			if err := json.Unmarshal(v.JSON, &shown); err != nil {
				rt.Fatal(err)
			}
			if faults := beyond(shown.Blocks, 100); len(faults) > 0 && string(shown.Blocks) != "[]" {
				rt.Fatalf("beyond Slack's limits: %v", faults)
			}
			read := textsOf(shown.Blocks)
			for _, w := range s.asked(form, want) {
				if !strings.Contains(read, w) {
					asked, _ := json.Marshal(form)
					rt.Fatalf("%q of\n%s\ndoes not stand in\n%s", w, asked, read)
				}
			}
			done, err := h.Submit(t.Context(), dana, v.ID)
			if err != nil || !done.Sent {
				rt.Fatalf("Submit = %+v, %v", done.Errors, err)
			}
			ev := h.last(t)
			if diff := cmp.Diff(want, ev.Fields); diff != "" || ev.Kind != bot.Submitted || ev.Action != "say" || ev.Value != form.Value {
				rt.Fatalf("%s %s %q came back (-want +got):\n%s", ev.Kind, ev.Action, ev.Value, diff)
			}
			_ = h.CloseAll(t.Context(), dana) // there may be none
			time.Sleep(time.Second)           // of the bubble
		})
	})
}
