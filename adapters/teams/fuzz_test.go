package teams_test

import (
	"context"
	"encoding/json"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"soundings/adapters/teams"
	"soundings/bot"
	"soundings/internal/secret"
)

// fuzzed gives what takes an activity that may come in, and checks what becomes of
// it.
func fuzzed(f *testing.F) func(t *testing.T, activity []byte) {
	f.Helper()
	form := stance()
	answers := []bot.Answer{{}, note("Yes."), {Form: &form}, {Errors: map[string]string{"words": "Fewer.", "other": "More."}}}
	problems := make(chan string, 1000)
	s := newStub()
	s.members[tidewellRoom] = []map[string]any{{"id": ana, "tenantId": tidewell}}
	a, err := teams.New(teams.Options{
		AppID: appID, AppPassword: secret.New(password), TenantID: home, OpenIDMetadataURL: "https://teams.test/openid", TokenURL: "https://teams.test/token",
		ServiceHosts: []string{"teams.test"}, HTTP: &http.Client{Transport: s}, Now: time.Now, Log: slog.New(slog.DiscardHandler),
		Deliver: func(_ context.Context, ev bot.Event) (bot.Answer, error) {
			if problem := odd(ev); problem != "" {
				problems <- problem
			}
			if len(ev.Text)%5 == 4 {
				return bot.Answer{}, bot.ErrNotNow
			}
			return answers[(len(ev.Text)+len(ev.Value))%4], nil
		},
	})
	if err != nil {
		f.Fatal(err)
	}
	handler, header := a.Handler(), s.sign(f, claims())
	return func(t *testing.T, activity []byte) {
		r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/teams/messages", strings.NewReader(string(activity)))
		r.Header.Set("Authorization", header)
		w := httptest.NewRecorder()
		handler.ServeHTTP(w, r)
		switch w.Code {
		case 200, 400, 403, 413, 501, 503:
		default:
			t.Errorf("status %d %s", w.Code, w.Body)
		}
		if !utf8.Valid(w.Body.Bytes()) || strings.HasPrefix(w.Body.String(), "{") && !json.Valid(w.Body.Bytes()) {
			t.Errorf("answered %q", w.Body)
		}
		select {
		case problem := <-problems:
			t.Error(problem)
		default:
		}
	}
}

// odd says what is wrong with an event that no adapter may deliver; "": nothing.
func odd(ev bot.Event) string {
	texts := []string{ev.ID, ev.Text, ev.Action, ev.Value, ev.Message, ev.Thread, ev.Original, ev.Room.Room, ev.Engagement, ev.Sender.ID, ev.Sender.Name, ev.Sender.Team}
	for name, value := range ev.Fields {
		texts = append(texts, name, value)
	}
	for _, text := range texts {
		if !utf8.ValidString(text) {
			return "not UTF-8: " + text
		}
	}
	if ev.ID == "" || ev.Kind == "" || ev.Room.Room == "" {
		return "an event without an identity, a kind or a room"
	}
	return ""
}

// framed is an activity around what is fuzzed.
func framed(kind, more string) []byte {
	return []byte(`{"type":"` + kind + `","id":"7","channelId":"msteams","serviceUrl":"` + service + `","from":{"id":"` + ana + `"},"recipient":{"id":"` + me + `"},` +
		`"conversation":{"id":"` + tidewellRoom + `;messageid=5","tenantId":"` + home + `","conversationType":"channel"}` + more + `}`)
}

func FuzzActivities(f *testing.F) {
	for _, seed := range [][]byte{
		framed("message", `,"text":"<at>Soundings</at> help","entities":[{"type":"mention","text":"<at>Soundings</at>","mentioned":{"id":"`+me+`"}}]`),
		framed("message", `,"attachments":[{"contentType":"reference","name":"a"},{"contentType":"application/vnd.microsoft.teams.file.download.info","content":{"downloadUrl":"x"}}]`),
		framed("messageUpdate", `,"text":"a","channelData":{"eventType":"editMessage","channel":{"id":7}}`), framed("messageDelete", ""),
		framed("conversationUpdate", `,"membersAdded":[{"id":"`+ana+`"},7],"membersRemoved":{}`),
		framed("conversationUpdate", `,"channelData":{"eventType":"channelShared","sharedWithTeams":[{"tenantId":"t"}]}`),
		framed("installationUpdate", `,"action":"add"`), []byte("{"), nil,
	} {
		f.Add(seed)
	}
	f.Fuzz(fuzzed(f))
}

func FuzzInvokes(f *testing.F) {
	for _, seed := range []string{
		`,"name":"adaptiveCard/action","value":{"action":{"data":{"soundings":{"k":"p","a":"say","v":"6"}}}}`,
		`,"name":"task/fetch","value":{"data":{"soundings":{"k":"l","a":"show"},"msteams":{"type":"task/fetch"}}}`,
		`,"name":"task/submit","value":{"data":{"soundings":{"k":"s","a":"say","f":["words",7],"r":"19:x@thread.tacv2"},"f-words":"a","f-x":true}}`,
		`,"name":"other"`, `,"name":7,"value":[]`,
	} {
		f.Add(seed)
	}
	check := fuzzed(f)
	f.Fuzz(func(t *testing.T, more string) { check(t, framed("invoke", more)) })
}

func FuzzCards(f *testing.F) {
	for _, seed := range []string{
		`{"soundings":{"k":"s","a":"say","f":["words","stance"],"o":{"stance":["a,b",""]}},"f-words":"a","f-stance":"~0,~1,~9,~-1,~x"}`,
		`{"soundings":{"k":"p","v":{}}}`, `{"soundings":7}`, `[]`, `{}`,
	} {
		f.Add(seed)
	}
	check := fuzzed(f)
	f.Fuzz(func(t *testing.T, value string) {
		check(t, framed("message", `,"value":`+value))
		check(t, framed("invoke", `,"name":"task/submit","value":{"data":`+value+`}`))
	})
}
