package fakeslack_test

import (
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/slack-go/slack"

	"soundings/internal/fakeslack"
)

// callback reads an interaction as the library does.
func callback(t *testing.T, h heard) slack.InteractionCallback {
	t.Helper()
	var parsed slack.InteractionCallback
	good(t, json.Unmarshal(rawJSON(t, h.Payload), &parsed))
	return parsed
}

func TestCommand(t *testing.T) {
	w := newWorld(t)
	w.app.answers(func(h heard) (int, string) {
		return http.StatusOK, `{"response_type": "ephemeral", "text": "at your service, <@` + h.Form.Get("user_id") + `>"}`
	})
	reply, err := w.Command(t.Context(), "U1ANA", "C1", "/soundings", "status now")
	good(t, err)
	if reply.Message == nil || reply.Message.For != "U1ANA" || reply.Message.Words() != "at your service, @Ana Bell" {
		t.Errorf("reply = %+v", reply)
	}
	form := w.app.last("").Form
	if form.Get("command") != "/soundings" || form.Get("text") != "status now" || form.Get("team_id") != fakeslack.Home {
		t.Errorf("form = %v", form)
	}
	good(t, slack.PostWebhook(form.Get("response_url"), &slack.WebhookMessage{Text: "and later"}))
	if got := w.Ephemerals("C1", "U1ANA"); len(got) != 2 || got[1].Text != "and later" {
		t.Errorf("ephemerals = %+v", got)
	}
}

func TestCommandsOfOthersNeverReachTheApp(t *testing.T) {
	w := newWorld(t)
	if _, err := w.Command(t.Context(), "U2BEN", "C1", "/soundings", ""); !errors.Is(err, fakeslack.ErrRefused) {
		t.Errorf("Command of another team: %v, want ErrRefused", err)
	}
	if n := len(w.app.heard("")); n != 0 {
		t.Errorf("the app heard %d requests, want none", n)
	}
}

func TestCommandsAreNotRetried(t *testing.T) {
	w := newWorld(t)
	w.app.answers(func(heard) (int, string) { return http.StatusInternalServerError, "" })
	reply, err := w.Command(t.Context(), "U1ANA", "C1", "/soundings", "")
	if err == nil || reply.Status != http.StatusInternalServerError || len(w.app.heard("")) != 1 {
		t.Errorf("Command = %+v, %v after %d requests", reply, err, len(w.app.heard("")))
	}
}

func TestPressAButton(t *testing.T) {
	w := newWorld(t)
	_, ts, err := w.api.PostMessage("C1", slack.MsgOptionText("choose", false), button("Start", "start", "P7"))
	good(t, err)
	if m, _ := w.Message("C1", ts); m.Words() != "[Start]" {
		t.Errorf("Words() = %q", m.Words())
	}
	_, err = w.Press(t.Context(), "U2BEN", "C1", "", "Start")
	good(t, err)
	h := w.app.last("block_actions")
	if want := []string{
		"actions", "api_app_id", "channel", "container", "enterprise", "is_enterprise_install", "message", "response_url", "state",
		"team", "token", "trigger_id", "type", "user",
	}; !cmp.Equal(keysOf(h.Payload), want) {
		t.Errorf("payload has %q, want %q", keysOf(h.Payload), want)
	}
	parsed := callback(t, h)
	action := parsed.ActionCallback.BlockActions[0]
	if action.ActionID != "start" || action.Value != "P7" || action.BlockID == "" || action.ActionTs == "" || action.Text.Text != "Start" {
		t.Errorf("action = %+v", action)
	}
	if parsed.Team.ID != fakeslack.Home || parsed.User.TeamID != "T1ACME" || parsed.Container.MessageTs != ts || parsed.Message.Timestamp != ts {
		t.Errorf("callback = %+v", parsed)
	}
	good(t, slack.PostWebhook(parsed.ResponseURL, &slack.WebhookMessage{Text: "chosen", ReplaceOriginal: true}))
	if m, _ := w.Message("C1", ts); m.Words() != "chosen" || m.Edited != 1 {
		t.Errorf("message = %+v", m)
	}
}

func TestPressWhatOnlyOnePersonSees(t *testing.T) {
	w := newWorld(t)
	ts, err := w.api.PostEphemeral("C1", "U1ANA", slack.MsgOptionText("psst", false), button("Yes", "yes", "1"))
	good(t, err)
	if _, err := w.Press(t.Context(), "U2BEN", "C1", "", "Yes"); err == nil {
		t.Error("somebody else saw it")
	}
	_, err = w.Press(t.Context(), "U1ANA", "C1", "", "Yes")
	good(t, err)
	h := w.app.last("block_actions")
	parsed := callback(t, h)
	if !parsed.Container.IsEphemeral || parsed.Container.MessageTs != ts || h.Payload["message"] != nil {
		t.Errorf("payload = %v", h.Payload)
	}
	good(t, slack.PostWebhook(parsed.ResponseURL, &slack.WebhookMessage{DeleteOriginal: true}))
	if got := w.Ephemerals("C1", "U1ANA"); len(got) != 0 {
		t.Errorf("ephemerals = %+v, want none", got)
	}
}

func TestPeopleWhoMayOnlyPostPressNothing(t *testing.T) {
	w := newWorld(t)
	w.AddUser(fakeslack.User{ID: "U2BEN", Team: "T1ACME", PostOnly: true})
	_, ts, err := w.api.PostMessage("C1", slack.MsgOptionText("choose", false), button("Start", "start", "1"))
	good(t, err)
	if _, err := w.Press(t.Context(), "U2BEN", "C1", ts, "Start"); !errors.Is(err, fakeslack.ErrRefused) {
		t.Errorf("Press = %v, want ErrRefused", err)
	}
	if _, err := w.Shortcut(t.Context(), "U2BEN", "C1", ts, "record"); !errors.Is(err, fakeslack.ErrRefused) {
		t.Errorf("Shortcut = %v, want ErrRefused", err)
	}
}

func TestMenusInMessages(t *testing.T) {
	text := func(words string) *slack.TextBlockObject {
		return slack.NewTextBlockObject(slack.PlainTextType, words, false, false)
	}
	one, two := slack.NewOptionBlockObject("1", text("One"), nil), slack.NewOptionBlockObject("2", text("Two"), nil)
	elements := map[string]slack.BlockElement{
		"overflow":      slack.NewOverflowBlockElement("more", one, two),
		"static_select": slack.NewOptionsSelectBlockElement(slack.OptTypeStatic, text("Pick"), "pick", one, two),
		"radio_buttons": slack.NewRadioButtonsBlockElement("radio", one, two),
		"checkboxes":    slack.NewCheckboxGroupsBlockElement("ticks", one, two),
	}
	for kind, element := range elements {
		t.Run(kind, func(t *testing.T) {
			w := newWorld(t)
			_, _, err := w.api.PostMessage("C1", slack.MsgOptionText("x", false), slack.MsgOptionBlocks(slack.NewActionBlock("b", element)))
			good(t, err)
			_, err = w.Press(t.Context(), "U1ANA", "C1", "", "Two")
			good(t, err)
			action := callback(t, w.app.last("block_actions")).ActionCallback.BlockActions[0]
			value := action.SelectedOption.Value
			if kind == "checkboxes" {
				value = action.SelectedOptions[0].Value
			}
			if string(action.Type) != kind || value != "2" || action.BlockID != "b" {
				t.Errorf("action = %+v", action)
			}
		})
	}
}

func TestResponseURLsEnd(t *testing.T) {
	w := newWorld(t)
	_, err := w.Command(t.Context(), "U1ANA", "C1", "/soundings", "")
	good(t, err)
	url := w.app.last("").Form.Get("response_url")
	for n := range 6 {
		err := slack.PostWebhook(url, &slack.WebhookMessage{Text: "again"})
		if (err == nil) != (n < 5) {
			t.Errorf("use %d: %v", n+1, err)
		}
	}
	_, err = w.Command(t.Context(), "U1ANA", "C1", "/soundings", "")
	good(t, err)
	w.clock.add(31 * time.Minute)
	err = slack.PostWebhook(w.app.last("").Form.Get("response_url"), &slack.WebhookMessage{Text: "late"})
	if err == nil || !strings.Contains(err.Error(), "404") {
		t.Errorf("after 31 minutes: %v", err)
	}
}

func TestShortcuts(t *testing.T) {
	w := newWorld(t)
	ts, err := w.Say(t.Context(), "U2BEN", "C1", "we cannot do that")
	good(t, err)
	_, err = w.Shortcut(t.Context(), "U1ANA", "C1", ts, "record")
	good(t, err)
	parsed := callback(t, w.app.last("message_action"))
	if parsed.CallbackID != "record" || parsed.Message.Text != "we cannot do that" || parsed.TriggerID == "" || parsed.Channel.ID != "C1" {
		t.Errorf("callback = %+v", parsed)
	}
	_, err = w.Shortcut(t.Context(), "U1ANA", "", "", "anywhere")
	good(t, err)
	if parsed := callback(t, w.app.last("shortcut")); parsed.CallbackID != "anywhere" || parsed.TriggerID == "" {
		t.Errorf("callback = %+v", parsed)
	}
}
