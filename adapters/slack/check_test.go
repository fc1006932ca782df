package slack_test

import (
	"slices"
	"strings"
	"testing"

	"soundings/adapters/slack"
	"soundings/internal/fakeslack"
	"soundings/internal/secret"
)

func TestCheck(t *testing.T) {
	cases := []struct {
		name    string
		scopes  func([]string) []string
		options func(*slack.Options)
		fault   map[string]fakeslack.Fault
		want    slack.Checked
		socket  string
		err     string
	}{
		{name: "all is well", want: slack.Checked{Team: "Home", Bot: "soundings"}},
		{
			name: "rights are missing and to spare", scopes: func(all []string) []string {
				return append(slices.DeleteFunc(all, func(s string) bool { return s == "pins:write" }), "admin")
			},
			want: slack.Checked{Team: "Home", Bot: "soundings", Missing: []string{"pins:write"}, Spare: []string{"admin"}},
		},
		{name: "the token is wrong", options: func(o *slack.Options) { o.BotToken = secret.New("xoxb-hunter2-other") }, err: "Slack says invalid_auth"},
		{name: "no address is set: it is Slack's own", options: func(o *slack.Options) { o.APIURL = "" }, err: "nobody listens there"},
		{name: "nobody answers", options: func(o *slack.Options) { o.APIURL = "http://nobody.test/api/" }, err: "nobody listens there"},
		{name: "by socket", options: func(o *slack.Options) { o.AppToken = secret.New(appToken) }, want: slack.Checked{Team: "Home", Bot: "soundings"}},
		{name: "the token for sockets is wrong", options: func(o *slack.Options) { o.AppToken = secret.New("xapp-hunter2-other") }, want: slack.Checked{Team: "Home", Bot: "soundings"}, socket: "Slack says invalid_auth"},
		{
			name: "sockets are off", options: func(o *slack.Options) { o.AppToken = secret.New(appToken) },
			fault: map[string]fakeslack.Fault{"apps.connections.open": {Error: "missing_scope"}}, want: slack.Checked{Team: "Home", Bot: "soundings"}, socket: "Slack says missing_scope",
		},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			inside(t, byHTTP, func(t *testing.T, h *house) {
				for method, fault := range c.fault {
					h.Fail(method, -1, fault)
				}
				o := h.o
				if c.options != nil {
					c.options(&o)
				}
				got, err := slack.Check(t.Context(), o)
				if text(err) != c.err && !strings.HasSuffix(text(err), c.err) || (err == nil) != (c.err == "") {
					t.Errorf("Check = %v, want %q", err, c.err)
				}
				if text(got.SocketErr) != c.socket || got.Team != c.want.Team || got.Bot != c.want.Bot || !slices.Equal(got.Missing, c.want.Missing) || !slices.Equal(got.Spare, c.want.Spare) {
					t.Errorf("Check = %+v, want %+v", got, c.want)
				}
				if strings.Contains(text(err)+text(got.SocketErr), "hunter2") {
					t.Errorf("a secret is told: %v, %v", err, got.SocketErr)
				}
			}, func(f *fakeslack.Options, _ *slack.Options) {
				var all []string
				for _, s := range slack.Scopes() {
					all = append(all, s.Name)
				}
				if c.scopes != nil {
					all = c.scopes(all)
				}
				f.Scopes = all
			})
		})
	}
}

func text(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}
