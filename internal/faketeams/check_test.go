package faketeams_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
)

// full is a card with one of each element and what people read of it.
func full() (obj, string) {
	a := card([]any{
		block("**Digital** care \\*now\\* &amp; then, see [the report](https://soundings.example/r)"),
		obj{"type": "RichTextBlock", "inlines": []any{"plain ", obj{"type": "TextRun", "text": "and bold", "weight": "Bolder"}}},
		obj{"type": "Image", "url": "data:image/png;base64,AAAA", "altText": "Seven of nine"},
		obj{"type": "FactSet", "facts": []any{obj{"title": "Closes", "value": "Friday"}}},
		obj{"type": "ColumnSet", "columns": []any{
			obj{"type": "Column", "items": []any{block("left")}}, obj{"type": "Column", "width": "auto", "items": []any{block("right")}},
		}},
		obj{"type": "Table", "columns": []any{obj{"width": 1}, obj{"width": 1}}, "rows": []any{
			obj{"type": "TableRow", "cells": []any{
				obj{"type": "TableCell", "items": []any{block("Section")}}, obj{"type": "TableCell", "items": []any{block("7")}},
			}},
		}},
		obj{"type": "Container", "items": []any{block("hidden")}, "isVisible": false},
		obj{"type": "Input.ChoiceSet", "id": "stance", "label": "Your view", "value": "b", "choices": []any{
			obj{"title": "Works for us", "value": "a"}, obj{"title": "Not clear", "value": "b"},
		}},
		obj{"type": "ActionSet", "actions": []any{obj{"type": "Action.OpenUrl", "title": "Read more", "url": "https://soundings.example"}}},
	}, []any{
		obj{"type": "Action.Execute", "title": "Save", "verb": "save", "data": obj{"empty": ""}, "fallback": obj{"type": "Action.Submit", "title": "Save"}},
	})
	return a, strings.Join([]string{
		"Digital care *now* & then, see the report", "plain and bold", "Seven of nine", "Closes: Friday", "left", "right", "Section | 7",
		"Your view: Not clear", "[Works for us] [Not clear]", "[Read more]", "[Save]",
	}, "\n")
}

func TestCardsAreRead(t *testing.T) {
	w := newWorld(t)
	a, want := full()
	w.posts(room, a)
	if got := w.Messages(room)[0].Words(); got != want {
		t.Errorf("Words() =\n%s\nwant\n%s", got, want)
	}
}

func TestMessagesThatAreRefused(t *testing.T) {
	w := newWorld(t)
	one := func(e obj) obj { return card([]any{e}, nil) }
	var many []any
	for i := range 7 {
		many = append(many, obj{"type": "Action.Submit", "title": fmt.Sprint(i)})
	}
	for name, c := range map[string]struct {
		activity obj
		why      string
	}{
		"nothing":                {obj{"type": "message"}, "there is nothing in it"},
		"an empty field":         {obj{"type": "message", "text": "x", "suggestedActions": obj{}}, "suggestedActions"},
		"an empty list":          {obj{"type": "message", "text": "x", "attachments": []any{}}, "attachments: is empty"},
		"no time":                {obj{"type": "message", "text": "x", "timestamp": "0001-01-01T00:00:00Z"}, "timestamp: is empty"},
		"another type":           {obj{"type": "event", "text": "x"}, "can't be sent"},
		"an unknown attachment":  {obj{"type": "message", "attachments": []any{obj{"contentType": "text/csv"}}}, "is not shown"},
		"an unknown element":     {one(obj{"type": "Chart", "id": "x"}), `called "Chart"`},
		"an unknown field":       {one(obj{"type": "TextBlock", "text": "x", "colour": "red"}), `"colour" is not known`},
		"a text without text":    {one(obj{"type": "TextBlock"}), "text is missing"},
		"another version":        {obj{"type": "message", "attachments": []any{obj{"contentType": "application/vnd.microsoft.card.adaptive", "content": obj{"type": "AdaptiveCard", "version": "1.6", "body": []any{block("x")}}}}}, `version "1.6"`},
		"too many buttons":       {card([]any{block("x")}, many), "7 buttons"},
		"a button without words": {card([]any{block("x")}, []any{obj{"type": "Action.Submit"}}), "without a title"},
		"a link to nowhere":      {card([]any{block("x")}, []any{obj{"type": "Action.OpenUrl", "title": "x", "url": "javascript:alert(1)"}}), "is no address"},
		"two inputs of a name":   {card([]any{obj{"type": "Input.Text", "id": "a"}, obj{"type": "Input.Text", "id": "a"}}, nil), "a second input"},
		"required in silence":    {one(obj{"type": "Input.Text", "id": "a", "isRequired": true}), "errorMessage"},
		"a comma in a choice":    {one(obj{"type": "Input.ChoiceSet", "id": "a", "choices": []any{obj{"title": "x", "value": "a,b"}}}), "comma"},
		"a picture by http":      {one(obj{"type": "Image", "url": "http://soundings.example/x.png"}), "https"},
		"a row that is too long": {one(obj{"type": "Table", "columns": []any{obj{"width": 1}}, "rows": []any{obj{"type": "TableRow", "cells": []any{
			obj{"type": "TableCell", "items": []any{block("a")}}, obj{"type": "TableCell", "items": []any{block("b")}},
		}}}}), "2 cells in 1 columns"},
	} {
		status, o := w.call("POST", "conversations/"+room+"/activities", c.activity)
		why, _ := o["error"].(obj)
		if status != http.StatusBadRequest || !strings.Contains(fmt.Sprint(why["message"]), c.why) {
			t.Errorf("%s: %d %v, want 400 and %q", name, status, o, c.why)
		}
	}
	if len(w.Messages(room)) != 0 {
		t.Error("something that was refused was posted")
	}
}

func TestAlarms(t *testing.T) {
	w := newWorld(t)
	for words, want := range map[string]int{
		"<at>everyone</at>":                  1,
		"&lt;at&gt;everyone&lt;/at&gt;":      0,
		"[press](javascript:alert(1))":       0, // the bracket ends it: nothing is made of this
		"[press](javascript:alert)":          1,
		"![x](https://evil.example/x.png)":   1,
		`\[press\](javascript:alert)`:        0,
		"[press](https://soundings.example)": 0,
	} {
		before := w.Alarms()
		w.posts(room, card([]any{block(words)}, nil))
		if got := w.Alarms() - before; got != want {
			t.Errorf("%s: %d alarms, want %d", words, got, want)
		}
	}
	mention := obj{"type": "message", "text": "<at>Dana Ellery</at> hello", "entities": []any{
		obj{"type": "mention", "text": "<at>Dana Ellery</at>", "mentioned": obj{"id": dana, "name": "Dana Ellery"}},
	}}
	before := w.Alarms()
	w.posts(room, mention)
	if w.Alarms() != before {
		t.Error("a mention of somebody raised an alarm")
	}
}
