package faketeams_test

import (
	"errors"
	"strings"
	"testing"

	"soundings/internal/faketeams"
)

// form is a card with two fields, one of which is needed.
func form(button obj) obj {
	return card([]any{
		obj{"type": "Input.ChoiceSet", "id": "stance", "label": "Your view", "isRequired": true, "errorMessage": "Choose one", "choices": []any{
			obj{"title": "Works for us", "value": "works"}, obj{"title": "Not clear", "value": "unclear"},
		}},
		obj{"type": "Input.Text", "id": "words", "label": "In your words", "value": "so far"},
		obj{"type": "Input.Toggle", "id": "quote", "title": "You may quote this"},
	}, []any{button})
}

func TestExecute(t *testing.T) {
	w := newWorld(t)
	ctx := bounded(t)
	id := w.posts(shared, form(obj{"type": "Action.Execute", "title": "Save", "verb": "save", "data": obj{"s": "S6"}}))
	_, faults, err := w.Press(ctx, ana, shared, "", "Save")
	if err != nil || faults["stance"] != "Choose one" || len(w.heard()) != 0 {
		t.Errorf("without a choice: %v, %v", faults, err)
	}
	good(t, w.Fill(ana, id, "Your view", "Not clear"))
	good(t, w.Fill(ana, id, "quote", "true"))
	saved := card([]any{block("Saved.")}, nil)["attachments"].([]any)[0].(obj)["content"]
	w.answers(200, obj{"statusCode": 200, "type": "application/vnd.microsoft.card.adaptive", "value": saved})
	_, _, err = w.Press(ctx, ana, shared, id, "Save")
	good(t, err)
	a := w.last()
	action := a["value"].(obj)["action"].(obj)
	data := action["data"].(obj)
	if a["type"] != "invoke" || a["name"] != "adaptiveCard/action" || a["replyToId"] != id || action["verb"] != "save" {
		t.Errorf("the activity is %v", a)
	}
	if data["s"] != "S6" || data["stance"] != "unclear" || data["words"] != "so far" || data["quote"] != "true" {
		t.Errorf("data = %v", data)
	}
	m := w.Messages(shared)[0]
	if m.WordsFor(ana) != "Saved." || !strings.Contains(m.WordsFor(dana), "[Save]") {
		t.Errorf("Ana reads %q, Dana %q", m.WordsFor(ana), m.WordsFor(dana))
	}
	if status, _ := w.call("PUT", "conversations/"+shared+"/activities/"+id, card([]any{block("For all.")}, nil)); status != 200 {
		t.Fatalf("update = %d", status)
	}
	if m := w.Messages(shared)[0]; m.WordsFor(ana) != "For all." {
		t.Errorf("after an update for all Ana reads %q", m.WordsFor(ana))
	}
}

func TestAnswersToExecute(t *testing.T) {
	w := newWorld(t)
	ctx := bounded(t)
	w.posts(shared, card([]any{block("x")}, []any{
		obj{"type": "Action.Execute", "title": "Go", "verb": "go"}, obj{"type": "Action.OpenUrl", "title": "Read", "url": "https://soundings.example"},
	}))
	press := func(answer any) error {
		w.answers(200, answer)
		_, _, err := w.Press(ctx, ana, shared, "", "Go")
		return err
	}
	good(t, press(obj{"statusCode": 200, "type": "application/vnd.microsoft.activity.message", "value": "Only you see this"}))
	good(t, press(obj{"statusCode": 400, "type": "application/vnd.microsoft.error", "value": obj{"code": "BadRequest", "message": "Not now"}}))
	if got := strings.Join(w.Notes(ana, shared), "|"); got != "Only you see this|Not now" || len(w.Notes(dana, shared)) != 0 {
		t.Errorf("notes = %q", got)
	}
	for name, answer := range map[string]any{
		"nothing": nil, "no status": obj{"type": "application/vnd.microsoft.activity.message", "value": "x"},
		"a bad card": obj{"statusCode": 200, "type": "application/vnd.microsoft.card.adaptive", "value": obj{"type": "AdaptiveCard"}},
	} {
		if press(answer) == nil {
			t.Errorf("%s was taken for an answer", name)
		}
	}
	before := len(w.heard())
	reply, _, err := w.Press(ctx, ana, shared, "", "Read")
	if err != nil || reply.Link != "https://soundings.example" || len(w.heard()) != before {
		t.Errorf("a link is %+v, %v", reply, err)
	}
	if _, _, err := w.Press(ctx, ana, room, "", "Go"); !errors.Is(err, faketeams.ErrRefused) {
		t.Errorf("somebody pressed where they are not: %v", err)
	}
}

func TestDialogs(t *testing.T) {
	w := newWorld(t)
	ctx := bounded(t)
	id := w.posts(shared, card([]any{block("Section 6")}, []any{
		obj{"type": "Action.Submit", "title": "Answer", "data": obj{"msteams": obj{"type": "task/fetch"}, "s": "S6"}},
	}))
	content := form(obj{"type": "Action.Submit", "title": "Save", "data": obj{"s": "S6"}})["attachments"].([]any)[0]
	w.answers(200, obj{"task": obj{"type": "continue", "value": obj{"title": "6 Sharing data", "height": "large", "width": "medium", "card": content}}})
	_, _, err := w.Press(ctx, ana, shared, "", "Answer")
	good(t, err)
	if a := w.last(); a["name"] != "task/fetch" || a["value"].(obj)["data"].(obj)["s"] != "S6" || a["replyToId"] != id {
		t.Errorf("the activity is %v", a)
	}
	if _, faults, err := w.Submit(ctx, ana, ""); err != nil || faults["stance"] == "" {
		t.Errorf("without a choice: %v, %v", faults, err)
	}
	good(t, w.Fill(ana, "", "stance", "works"))
	if d, _ := w.Dialog(ana); !strings.Contains(d.Words(), "6 Sharing data\nYour view: Works for us") {
		t.Errorf("the dialog reads\n%s", d.Words())
	}
	w.answers(200, obj{"task": obj{"type": "message", "value": "Saved for Tidewell"}})
	_, _, err = w.Submit(ctx, ana, "Save")
	good(t, err)
	if a := w.last(); a["name"] != "task/submit" || a["value"].(obj)["data"].(obj)["stance"] != "works" {
		t.Errorf("the activity is %v", a)
	}
	if d, _ := w.Dialog(ana); d.Words() != "Saved for Tidewell" {
		t.Errorf("the dialog reads %q", d.Words())
	}
	w.Close(ana)
	if _, open := w.Dialog(ana); open {
		t.Error("it is still open")
	}
	w.answers(200, obj{"task": obj{"type": "continue", "value": obj{"title": "x", "card": form(obj{"type": "Action.Execute", "title": "Save"})["attachments"].([]any)[0]}}})
	if _, _, err := w.Press(ctx, ana, shared, "", "Answer"); err == nil {
		t.Error("a dialog was opened whose button does nothing")
	}
}
