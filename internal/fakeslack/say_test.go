package fakeslack_test

import (
	"bytes"
	"net/http"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/slack-go/slack"
	"github.com/slack-go/slack/slackevents"

	"soundings/internal/fakeslack"
)

func TestSayBecomesAnEventThatTheLibraryReads(t *testing.T) {
	w := newWorld(t)
	ts, err := w.Say(t.Context(), "U2BEN", "C1", "@soundings is 3 < 4 & so on?")
	good(t, err)
	if n := len(w.app.heard("")); n != 2 {
		t.Fatalf("the app heard %d requests, want message and app_mention", n)
	}
	h := w.app.last("message")
	parsed, err := slackevents.ParseEvent(rawJSON(t, h.Payload), slackevents.OptionNoVerifyToken())
	good(t, err)
	message := parsed.InnerEvent.Data.(*slackevents.MessageEvent)
	if message.TimeStamp != ts || message.User != "U2BEN" || message.UserTeam != "T1ACME" || message.ChannelType != "channel" {
		t.Errorf("message = %+v", message)
	}
	if want := "<@U0BOT> is 3 &lt; 4 &amp; so on?"; message.Text != want {
		t.Errorf("text = %q, want %q", message.Text, want)
	}
	if !parsed.IsExtSharedChannel || h.Payload["context_team_id"] != fakeslack.Home || h.Payload["team_id"] != "T1ACME" {
		t.Errorf("envelope = %v", h.Payload)
	}
	if want := []string{
		"api_app_id", "authorizations", "context_enterprise_id", "context_team_id", "event", "event_context", "event_id",
		"event_time", "is_ext_shared_channel", "team_id", "token", "type",
	}; !cmp.Equal(keysOf(h.Payload), want) {
		t.Errorf("envelope has %q, want %q", keysOf(h.Payload), want)
	}
	w.app.last("app_mention")
	got, _ := w.Message("C1", ts)
	if want := "@Soundings is 3 < 4 & so on?"; got.Words() != want {
		t.Errorf("Words() = %q, want %q", got.Words(), want)
	}
}

func TestTheAppHearsNothingOfChannelsItIsNotIn(t *testing.T) {
	w := newWorld(t)
	_, err := w.Say(t.Context(), "U1ANA", "G1", "between us")
	good(t, err)
	if n := len(w.app.heard("")); n != 0 {
		t.Errorf("the app heard %d requests, want none", n)
	}
	_, _, err = w.api.PostMessage("G1", slack.MsgOptionText("hello", false))
	code(t, "post in G1", err, "channel_not_found")
}

func TestPostsUpdatesAndDeletionsComeBackAsEvents(t *testing.T) {
	w := newWorld(t)
	_, ts, err := w.api.PostMessage("C1", slack.MsgOptionText("hello", false))
	good(t, err)
	_, _, _, err = w.api.UpdateMessage("C1", ts, slack.MsgOptionText("good day", false))
	good(t, err)
	_, _, err = w.api.DeleteMessage("C1", ts)
	good(t, err)
	good(t, w.Settle(bounded(t)))
	kinds := map[any]bool{}
	for _, h := range w.app.heard("message") {
		kinds[h.event()["subtype"]] = true
		if h.event()["subtype"] == nil && (h.event()["bot_id"] != fakeslack.BotID || h.event()["app_id"] != fakeslack.App) {
			t.Errorf("message of the bot = %v", h.event())
		}
	}
	if want := map[any]bool{nil: true, "message_changed": true, "message_deleted": true}; !cmp.Equal(kinds, want) {
		t.Errorf("events = %v, want %v", kinds, want)
	}
}

func TestPeopleEditDeleteAndReact(t *testing.T) {
	w := newWorld(t)
	ts, err := w.Say(t.Context(), "U1ANA", "C1", "first")
	good(t, err)
	good(t, w.EditMessage(t.Context(), "U1ANA", "C1", ts, "second"))
	changed := w.app.last("message").event()
	message, previous := changed["message"].(map[string]any), changed["previous_message"].(map[string]any)
	if message["text"] != "second" || previous["text"] != "first" || message["edited"] == nil {
		t.Errorf("message_changed = %v", changed)
	}
	good(t, w.React(t.Context(), "U1ANA", "C1", ts, "thumbsup"))
	w.app.last("reaction_added")
	good(t, w.DeleteMessage(t.Context(), "U1ANA", "C1", ts))
	if got := w.app.last("message").event()["deleted_ts"]; got != ts {
		t.Errorf("deleted_ts = %v, want %s", got, ts)
	}
	if err := w.EditMessage(t.Context(), "U2BEN", "C1", ts, "not mine"); err == nil {
		t.Error("somebody edited what was not theirs")
	}
}

func TestADeletedFirstMessageLeavesATombstone(t *testing.T) {
	w := newWorld(t)
	ts, err := w.Say(t.Context(), "U1ANA", "C1", "first")
	good(t, err)
	_, err = w.Say(t.Context(), "U2BEN", "C1", "a reply", fakeslack.InThread(ts))
	good(t, err)
	good(t, w.DeleteMessage(t.Context(), "U1ANA", "C1", ts))
	replies, _, _, err := w.api.GetConversationReplies(&slack.GetConversationRepliesParameters{ChannelID: "C1", Timestamp: ts})
	good(t, err)
	if len(replies) != 2 || replies[0].SubType != "tombstone" || replies[1].ParentUserId != "USLACKBOT" {
		t.Errorf("replies = %+v", replies)
	}
}

func TestFilesOfPeopleAreFetchedWithTheToken(t *testing.T) {
	w := newWorld(t)
	_, err := w.Say(t.Context(), "U2BEN", "C1", "the draft", fakeslack.WithFile("draft.md", []byte("# Care")))
	good(t, err)
	shared := w.app.last("message").event()
	if shared["subtype"] != "file_share" {
		t.Fatalf("event = %v", shared)
	}
	file := shared["files"].([]any)[0].(map[string]any)
	if file["file_access"] != "check_file_info" || file["url_private"] != nil {
		t.Errorf("a file from elsewhere shows %v", file)
	}
	info, _, _, err := w.api.GetFileInfo(file["id"].(string), 0, 0)
	good(t, err)
	var content bytes.Buffer
	good(t, w.api.GetFile(info.URLPrivateDownload, &content))
	if content.String() != "# Care" {
		t.Errorf("content = %q", content.String())
	}
	response, err := http.Get(info.URLPrivateDownload)
	good(t, err)
	defer response.Body.Close()
	if got := response.Header.Get("Content-Type"); got != "text/html; charset=utf-8" {
		t.Errorf("without the token a %s came, want a page to sign in", got)
	}
}

func TestUpload(t *testing.T) {
	w := newWorld(t)
	_, err := w.api.UploadFile(slack.UploadFileParameters{
		Filename: "chart.png", FileSize: 3, Content: "abc", Channel: "C1", AltTxt: "a chart", InitialComment: "see",
	})
	good(t, err)
	messages := w.Messages("C1")
	if len(messages) != 1 || string(messages[0].Files[0].Content) != "abc" || messages[0].Words() != "see\n[file: chart.png]" {
		t.Errorf("messages = %+v", messages)
	}
}

func TestUpdatesReplaceWhatTheyBring(t *testing.T) {
	w := newWorld(t)
	_, ts, err := w.api.PostMessage("C1", slack.MsgOptionText("first", false), button("Start", "start", "1"))
	good(t, err)
	_, _, _, err = w.api.UpdateMessage("C1", ts, slack.MsgOptionAttachments(slack.Attachment{Text: "beside it"}))
	good(t, err)
	if m, _ := w.Message("C1", ts); m.Words() != "[Start]" || m.Attachments == nil {
		t.Errorf("after attachments alone: %+v", m)
	}
	_, _, _, err = w.api.UpdateMessage("C1", ts, slack.MsgOptionText("second", false))
	good(t, err)
	if m, _ := w.Message("C1", ts); m.Words() != "second" || m.Blocks != nil || m.Edited != 2 {
		t.Errorf("after text alone: %+v", m)
	}
}

func TestRepliesThatAreShownInTheChannelToo(t *testing.T) {
	w := newWorld(t)
	_, ts, err := w.api.PostMessage("C1", slack.MsgOptionText("first", false))
	good(t, err)
	_, _, err = w.api.PostMessage("C1", slack.MsgOptionText("for all", false), slack.MsgOptionTS(ts), slack.MsgOptionBroadcast())
	good(t, err)
	page, err := w.api.GetConversationHistory(&slack.GetConversationHistoryParameters{ChannelID: "C1"})
	good(t, err)
	if len(page.Messages) != 2 || page.Messages[0].SubType != "thread_broadcast" || page.Messages[0].ThreadTimestamp != ts {
		t.Errorf("messages = %+v", page.Messages)
	}
}
