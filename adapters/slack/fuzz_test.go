package slack_test

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"soundings/adapters/slack"
	"soundings/bot"
	"soundings/internal/secret"
)

// canned is a Slack that answers every call alike.
type canned struct{}

func (canned) RoundTrip(r *http.Request) (*http.Response, error) {
	body := `{"ok":true,"team_id":"T0HOME","user_id":"U0BOT","channel":{"id":"D1"},"ts":"1.1","view":{},"user":{"team_id":"T0HOME","real_name":"Dana"},"file":{"name":"a.md","url_private":"https://slack.com/a.md"}}`
	return &http.Response{StatusCode: http.StatusOK, Header: http.Header{}, Body: io.NopCloser(strings.NewReader(body)), Request: r}, nil
}

// fuzzed gives what takes a signed body, and checks what becomes of it.
func fuzzed(path string) func(t *testing.T, body []byte) {
	form := bot.Form{Action: "say", Title: "Say", Fields: []bot.Field{{Name: "words", Kind: bot.Words, Label: "Words"}, {Name: "stance", Kind: bot.Choice, Label: "View", Options: []bot.Option{{Value: "a", Label: "A"}}}}}
	answers := []bot.Answer{{}, note("Yes."), {Form: &form}, {Errors: map[string]string{"words": "Fewer.", "other": "More."}}}
	problems := make(chan string, 1000)
	o := slack.Options{
		BotToken: secret.New(botToken), SigningSecret: secret.New(signing), HTTP: &http.Client{Transport: canned{}}, Now: time.Now, Log: slog.New(slog.DiscardHandler),
		Deliver: func(_ context.Context, ev bot.Event) (bot.Answer, error) {
			texts := []string{ev.ID, ev.Text, ev.Action, ev.Value, ev.Message, ev.Thread, ev.Original, ev.Room.Room, ev.Engagement, ev.Sender.ID, ev.Sender.Name, ev.Sender.Team}
			for name, value := range ev.Fields {
				texts = append(texts, name, value)
			}
			for _, text := range texts {
				if !utf8.ValidString(text) {
					problems <- "not UTF-8: " + text
				}
			}
			if ev.ID == "" || ev.Kind == "" {
				problems <- "an event without an identity or a kind"
			}
			if len(ev.Text)%5 == 4 {
				return bot.Answer{}, bot.ErrNotNow
			}
			return answers[len(ev.Text)%5], nil
		},
	}
	handler := slack.New(o).Handler()
	return func(t *testing.T, body []byte) {
		r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, path, strings.NewReader(string(body)))
		r.Header = sign(body, signing, time.Now())
		w := httptest.NewRecorder()
		handler.ServeHTTP(w, r)
		switch w.Code {
		case 200, 400, 401, 413, 503:
		default:
			t.Errorf("status %d", w.Code)
		}
		if !utf8.Valid(w.Body.Bytes()) {
			t.Errorf("answered %q", w.Body)
		}
		select {
		case problem := <-problems:
			t.Error(problem)
		default:
		}
	}
}

func FuzzEvents(f *testing.F) {
	for _, body := range []string{
		anEvent, `{"type":"url_verification","challenge":"x"}`, `{"type":"app_rate_limited"}`, `{"type":"event_callback"}`, `{`,
		`{"type":"event_callback","event":{"type":"message","subtype":"message_changed","channel":"C1","message":{"user":"U1","text":"a","ts":"1.1"},"previous_message":{"text":"b"}}}`,
		`{"type":"event_callback","event":{"type":"message","subtype":"message_deleted","channel":"C1","previous_message":{"user":"U1","ts":"1.1","thread_ts":"1.0"}}}`,
		`{"type":"event_callback","event":{"type":"message","user":"U1","channel":"D1","files":[{"id":"F1","name":"a"}],"text":"<@U0BOT> <http://a|b> &lt;","ts":"1.1"}}`,
		`{"type":"event_callback","event":{"type":"channel_id_changed","old_channel_id":"C1","new_channel_id":"C2"}}`,
		`{"type":"event_callback","event":{"type":"member_joined_channel","user":"U0BOT","channel":"C1"}}`,
		`{"type":"event_callback","event":{"type":"app_home_opened","user":"U1","tab":"home"}}`,
		`{"type":"event_callback","event":{"type":"shared_channel_invite_accepted","channel":{"id":"C1"},"accepting_user":{"team_id":"T1"}}}`,
	} {
		f.Add([]byte(body))
	}
	f.Fuzz(fuzzed("/slack/events"))
}

func FuzzCommands(f *testing.F) {
	for _, body := range []string{aCommand, "", "text=%ff&user_id=U1&channel_id=C1&trigger_id=1", "a=%", strings.Replace(aCommand, "status", "", 1)} {
		f.Add([]byte(body))
	}
	f.Fuzz(fuzzed("/slack/commands"))
}

func FuzzInteractions(f *testing.F) {
	for _, payload := range []string{
		somePress, `{}`, `{"type":"block_actions","actions":[{"action_id":"s|1||care","selected_option":{"value":"l|show|6"}}],"container":{"is_ephemeral":true}}`,
		`{"type":"view_submission","user":{"id":"U1"},"view":{"id":"V1","hash":"h","private_metadata":"{\"r\":\"C1\",\"a\":\"say\"}","blocks":[{"type":"input","block_id":"f-words"}],` +
			`"state":{"values":{"f-words":{"f|words":{"type":"plain_text_input","value":"a"}},"f-words~01n":{"x":{"type":"plain_text_input","value":"b"}},"f-stance":{"x":{"type":"radio_buttons","selected_option":{"value":"~00112233445566778899aabbccddeeff"}}}}}}}`,
		`{"type":"block_actions","actions":[{"action_id":"f|stance"}],"view":{"id":"V1","private_metadata":"{}"}}`,
		`{"type":"message_action","callback_id":"ask","message":{"text":"a","ts":"1.1"},"channel":{"id":"C1"}}`,
		`{"type":"view_closed"}`, `{"type":"shortcut"}`,
	} {
		f.Add([]byte(payload))
	}
	check := fuzzed("/slack/interactions")
	f.Fuzz(func(t *testing.T, payload []byte) {
		check(t, []byte(url.Values{"payload": {string(payload)}}.Encode()))
		check(t, payload)
	})
}
