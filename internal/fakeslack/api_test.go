package fakeslack_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/slack-go/slack"

	"soundings/internal/fakeslack"
)

func TestTokensAndScopes(t *testing.T) {
	w := newWorld(t, func(o *fakeslack.Options) { o.Scopes = []string{"chat:write", "channels:read", "groups:read"} })
	auth, err := w.api.AuthTest()
	good(t, err)
	if auth.TeamID != fakeslack.Home || auth.UserID != fakeslack.Bot || auth.Header.Get("X-OAuth-Scopes") != "chat:write,channels:read,groups:read" {
		t.Errorf("auth.test = %+v", auth)
	}
	_, err = w.api.GetConversationHistory(&slack.GetConversationHistoryParameters{ChannelID: "C1"})
	code(t, "history", err, "missing_scope")
	if refused, ok := err.(slack.SlackErrorResponse); !ok || refused.Needed != "channels:history" || refused.Provided != "chat:write,channels:read,groups:read" { //nolint:errorlint // it comes as it is
		t.Errorf("history: %+v", err)
	}
	_, err = slack.New("xoxb-wrong", slack.OptionAPIURL(w.url+"/api/")).AuthTest()
	code(t, "a wrong token", err, "invalid_auth")
	_, err = slack.New("", slack.OptionAPIURL(w.url+"/api/")).AuthTest()
	code(t, "no token", err, "not_authed")
}

func TestHistory(t *testing.T) {
	w := newWorld(t)
	var stamps []string
	for n := range 5 {
		_, ts, err := w.api.PostMessage("C1", slack.MsgOptionText(fmt.Sprint(n), false), slack.MsgOptionMetadata(slack.SlackMetadata{
			EventType: "soundings", EventPayload: map[string]any{"key": fmt.Sprint("k", n)},
		}))
		good(t, err)
		stamps = append(stamps, ts)
	}
	_, _, err := w.api.PostMessage("C1", slack.MsgOptionText("in the thread", false), slack.MsgOptionTS(stamps[2]))
	good(t, err)
	read := func(p slack.GetConversationHistoryParameters) string {
		p.ChannelID = "C1"
		var texts []string
		for {
			page, err := w.api.GetConversationHistory(&p)
			good(t, err)
			for _, m := range page.Messages {
				texts = append(texts, m.Text)
				if key := m.Metadata.EventPayload["key"]; p.IncludeAllMetadata != (key == "k"+m.Text) {
					t.Errorf("metadata of %s is %v", m.Text, m.Metadata)
				}
			}
			if p.Cursor = page.ResponseMetaData.NextCursor; p.Cursor == "" {
				return strings.Join(texts, "")
			}
		}
	}
	for want, p := range map[string]slack.GetConversationHistoryParameters{
		"43210": {Limit: 2, IncludeAllMetadata: true},
		"43":    {Oldest: stamps[2]},
		"10":    {Latest: stamps[2]},
		"321":   {Oldest: stamps[1], Latest: stamps[3], Inclusive: true},
	} {
		if got := read(p); got != want {
			t.Errorf("history(%+v) = %s, want %s", p, got, want)
		}
	}
	replies, _, _, err := w.api.GetConversationReplies(&slack.GetConversationRepliesParameters{ChannelID: "C1", Timestamp: stamps[2]})
	good(t, err)
	if len(replies) != 2 || replies[0].ReplyCount != 1 || replies[1].Text != "in the thread" || replies[1].ThreadTimestamp != stamps[2] {
		t.Errorf("replies = %+v", replies)
	}
}

func TestErrorsOfCalls(t *testing.T) {
	w := newWorld(t)
	w.AddChannel(fakeslack.Channel{ID: "C3", Members: []string{"U1ANA"}})
	ts, err := w.Say(t.Context(), "U1ANA", "C1", "mine")
	good(t, err)
	tests := []struct {
		method string
		args   map[string]any
		want   string
	}{
		{"chat.postMessage", map[string]any{"channel": "C9", "text": "x"}, "channel_not_found"},
		{"chat.postMessage", map[string]any{"channel": "C3", "text": "x"}, "not_in_channel"},
		{"chat.postMessage", map[string]any{"channel": "C1", "text": "x", "thread_ts": "1.2"}, "thread_not_found"},
		{"chat.postMessage", map[string]any{"channel": "C1", "text": "x", "metadata": map[string]any{"event_type": "a"}}, "invalid_metadata_schema"},
		{"chat.update", map[string]any{"channel": "C1", "ts": ts, "text": "x"}, "cant_update_message"},
		{"chat.update", map[string]any{"channel": "C1", "ts": "1.2", "text": "x"}, "message_not_found"},
		{"chat.delete", map[string]any{"channel": "C1", "ts": ts}, "cant_delete_message"},
		{"conversations.history", map[string]any{"channel": "C3"}, "not_in_channel"},
		{"conversations.history", map[string]any{"channel": "C1", "cursor": "nonsense"}, "invalid_cursor"},
		{"conversations.create", map[string]any{"name": "Loud Name"}, "invalid_name_specials"},
		{"conversations.create", map[string]any{"name": "talk"}, "name_taken"},
		{"conversations.invite", map[string]any{"channel": "C1", "users": "U1ANA"}, "already_in_channel"},
		{"conversations.open", map[string]any{"users": "U9"}, "user_not_found"},
		{"users.info", map[string]any{"user": "U9"}, "user_not_found"},
		{"users.lookupByEmail", map[string]any{"email": "ben@acme.example"}, "users_not_found"},
		{"views.open", map[string]any{"view": map[string]any{}}, "invalid_arguments"},
		{"views.update", map[string]any{"view_id": "V9", "view": map[string]any{}}, "not_found"},
		{"files.info", map[string]any{"file": "F9"}, "file_not_found"},
		{"files.completeUploadExternal", map[string]any{"files": []any{map[string]any{"id": "F9"}}}, "file_not_found"},
		{"pins.remove", map[string]any{"channel": "C1", "timestamp": ts}, "no_pin"},
		{"bookmarks.add", map[string]any{"channel_id": "C1"}, "invalid_arguments"},
		{"team.info", map[string]any{"team": "T9"}, "team_not_found"},
		{"chat.shout", nil, "unknown_method"},
	}
	for _, test := range tests {
		if got, _ := w.call(t, test.method, test.args); got != test.want {
			t.Errorf("%s(%v) = %q, want %s", test.method, test.args, got, test.want)
		}
	}
}

func TestSmallCalls(t *testing.T) {
	w := newWorld(t)
	_, ts, err := w.api.PostMessage("C1", slack.MsgOptionText("x", false))
	good(t, err)
	good(t, w.api.AddPin("C1", slack.NewRefToMessage("C1", ts)))
	if pins := w.Pins("C1"); len(pins) != 1 || pins[0] != ts {
		t.Errorf("Pins = %q", pins)
	}
	good(t, w.api.RemovePin("C1", slack.NewRefToMessage("C1", ts)))
	good(t, w.api.AddReaction("eyes", slack.NewRefToMessage("C1", ts)))
	link, err := w.api.GetPermalink(&slack.PermalinkParameters{Channel: "C1", Ts: ts})
	if err != nil || !strings.HasSuffix(link, "/archives/C1/p"+strings.ReplaceAll(ts, ".", "")) {
		t.Errorf("GetPermalink = %q, %v", link, err)
	}
	_, err = w.api.AddBookmark("C1", slack.AddBookmarkParameters{Title: "Draft", Type: "link", Link: "https://x.example"})
	good(t, err)
	members, _, err := w.api.GetUsersInConversation(&slack.GetUsersInConversationParameters{ChannelID: "C1", Limit: 2})
	if err != nil || len(members) != 2 {
		t.Errorf("members = %q, %v", members, err)
	}
	channels, _, err := w.api.GetConversationsForUser(&slack.GetConversationsForUserParameters{Types: []string{"public_channel", "private_channel"}})
	if err != nil || len(channels) != 1 || channels[0].ID != "C1" {
		t.Errorf("channels of the bot = %+v, %v", channels, err)
	}
	direct, _, _, err := w.api.OpenConversation(&slack.OpenConversationParameters{Users: []string{"U1ANA"}})
	good(t, err)
	_, _, err = w.api.PostMessage(direct.ID, slack.MsgOptionText("to you alone", false))
	good(t, err)
	if direct.ID != w.Direct("U1ANA") || len(w.Messages(direct.ID)) != 1 {
		t.Errorf("direct = %+v", direct)
	}
	_, err = w.api.SetTopicOfConversation("C1", "care")
	good(t, err)
	_, err = w.api.InviteUsersToConversation("C1", "U3GUS")
	good(t, err)
	_, err = w.api.LeaveConversation("C1")
	good(t, err)
	_, _, err = w.api.PostMessage("C1", slack.MsgOptionText("x", false))
	code(t, "post after leaving", err, "not_in_channel")
	_, _, _, err = w.api.JoinConversation("C1")
	good(t, err)
	_, err = w.api.RenameConversation("C1", "other")
	good(t, err)
	good(t, w.api.ArchiveConversation("C1"))
	if !w.Archived("C1") {
		t.Error("the channel is not archived")
	}
}

// FuzzCalls holds that no request, however malformed, breaks the fake: it always
// answers with JSON, and goes on.
func FuzzCalls(f *testing.F) {
	for _, seed := range []string{
		`{"channel": "C1", "text": "x", "blocks": [{"type": "section", "text": {"type": "mrkdwn", "text": "x"}}]}`,
		`{"channel": "C1", "text": "x", "blocks": [{"type": "actions", "elements": [null, 3, {"type": "radio_buttons", "options": [1]}]}]}`,
		`{"channel": "C1", "blocks": [{"type": "table", "rows": [[{"type": "rich_text", "elements": [{}]}], 3]}], "metadata": 3}`,
		`[]`, `{"text": {"a": []}}`, "channel=C1&text=x&blocks=%5B%7B", "%zz=;",
	} {
		f.Add(seed, "chat.postMessage", true)
		f.Add(seed, "views.publish", false)
		f.Add(`{"user_id": "U1", "view": {"type": "home", "blocks": [`+seed+`]}}`, "views.publish", true)
	}
	s := fakeslack.New(fakeslack.Options{})
	s.AddChannel(fakeslack.Channel{ID: "C1", Members: []string{fakeslack.Bot, "U1"}})
	s.AddUser(fakeslack.User{ID: "U1"})
	handler := s.Handler()
	f.Fuzz(func(t *testing.T, body, method string, asJSON bool) {
		if strings.ContainsAny(method, "\x00 \r\n?#%") || strings.HasPrefix(method, "/") {
			return // no path of a URL
		}
		r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, "http://slack.example/api/x", strings.NewReader(body))
		good(t, err)
		r.URL.Path = "/api/" + method
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		if asJSON {
			r.Header.Set("Content-Type", "application/json")
		}
		r.Header.Set("Authorization", "Bearer xoxb-fake")
		w := &recorder{header: http.Header{}}
		handler.ServeHTTP(w, r)
		if w.header.Get("Location") == "" && !strings.HasPrefix(w.body.String(), "{") {
			t.Errorf("%s(%q) answered %d %q", method, body, w.status, w.body.String())
		}
		for _, m := range s.Messages("C1") {
			_ = m.Words()
		}
	})
}

type recorder struct {
	header http.Header
	status int
	body   strings.Builder
}

func (r *recorder) Header() http.Header { return r.header }

func (r *recorder) WriteHeader(status int) { r.status = status }

func (r *recorder) Write(data []byte) (int, error) { return r.body.Write(data) }
