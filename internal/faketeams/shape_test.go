package faketeams_test

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"soundings/internal/faketeams"
)

// recorded is what Microsoft's own client sent for each of the things that people
// do here. Those that were composed by hand are not among them.
const recordings = "../../../shared/data/teams"

// paths gives the fields of a JSON value, such as "conversation.id"; lists have
// those of all their members.
func paths(value any, at string) []string {
	var all []string
	switch v := value.(type) {
	case map[string]any:
		for key, inner := range v {
			all = append(all, paths(inner, strings.TrimPrefix(at+"."+key, "."))...)
		}
	case []any:
		for _, inner := range v {
			all = append(all, paths(inner, at+"[]")...)
		}
	default:
		all = []string{at}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

func TestActivitiesHaveTheShapesThatWereRecorded(t *testing.T) {
	if _, err := os.Stat(recordings); err != nil {
		t.Skip("the recordings are not here")
	}
	button := obj{"type": "Action.Execute", "title": "ExecBtn", "verb": "doit", "data": obj{"x": 1}}
	submit := obj{"type": "Action.Submit", "title": "Send", "data": obj{"act": "sub"}}
	note := obj{"type": "Input.Text", "id": "note"}
	press := func(id, label string) func(context.Context, *world) error {
		return func(ctx context.Context, w *world) error {
			body := []any{block("Choose")}
			if id != room {
				body = append(body, note)
			}
			w.posts(id, card(body, []any{button, submit}))
			if label == "ExecBtn" {
				w.answers(200, obj{"statusCode": 200, "type": "application/vnd.microsoft.activity.message", "value": "Done"})
			}
			_, _, err := w.Press(ctx, dana, id, "", label)
			return err
		}
	}
	say := func(id, words string) func(context.Context, *world) error {
		return func(ctx context.Context, w *world) error { _, err := w.Say(ctx, dana, id, words); return err }
	}
	happen := func(event string) func(context.Context, *world) error {
		return func(ctx context.Context, w *world) error { return w.Happen(ctx, dana, room, event, "General") }
	}
	direct := "a:dana"
	for name, step := range map[string]struct {
		at   int // which activity of those that came, from the end
		do   func(context.Context, *world) error
		more []string // fields that the recording lacks, and Microsoft's documentation has
	}{
		"message_personal":                        {0, say(direct, "hello"), nil},
		"message_groupchat_mention":               {0, say(chat, "@Soundings hello"), nil},
		"message_channel_newpost_mention":         {0, say(room, "@Soundings hello"), []string{"entities[].platform"}},
		"message_channel_threadreply_mention":     {0, replies, []string{"entities[].platform"}},
		"card_action_submit_message_personal":     {0, press(direct, "Send"), nil},
		"card_action_submit_message_channel":      {0, press(room, "Send"), nil},
		"card_action_execute_invoke_personal":     {0, press(direct, "ExecBtn"), []string{"value.action.data.note", "value.trigger"}},
		"card_action_execute_invoke_channel":      {0, press(room, "ExecBtn"), []string{"value.trigger"}},
		"conversationUpdate_personal":             {0, func(ctx context.Context, w *world) error { return w.Install(ctx, dana, direct) }, nil},
		"conversationUpdate_groupchat":            {0, func(ctx context.Context, w *world) error { return w.Install(ctx, dana, chat) }, nil},
		"conversationUpdate_channel_botAdded":     {0, func(ctx context.Context, w *world) error { return w.Install(ctx, dana, room) }, nil},
		"installationUpdate_add_personal":         {1, func(ctx context.Context, w *world) error { return w.Install(ctx, dana, direct) }, nil},
		"installationUpdate_add_channel":          {1, func(ctx context.Context, w *world) error { return w.Install(ctx, dana, room) }, nil},
		"installationUpdate_remove_personal":      {0, func(ctx context.Context, w *world) error { return w.Uninstall(ctx, dana, direct) }, nil},
		"conversationUpdate_teamMemberAdded_user": {0, func(ctx context.Context, w *world) error { return w.Join(ctx, ana, room) }, nil},
		"conversationUpdate_channelCreated":       {0, happen("channelCreated"), nil},
		"conversationUpdate_channelRenamed":       {0, happen("channelRenamed"), nil},
		"conversationUpdate_channelDeleted":       {0, happen("channelDeleted"), nil},
		"conversationUpdate_teamRenamed":          {0, happen("teamRenamed"), nil},
		"conversationUpdate_teamDeleted":          {0, happen("teamDeleted"), nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.Direct(dana)
			good(t, step.do(bounded(t), w))
			all := w.heard()
			got := paths(all[len(all)-1-step.at], "")
			data, err := os.ReadFile(filepath.Join(recordings, name+".json"))
			good(t, err)
			var record struct{ Body any }
			good(t, json.Unmarshal(data, &record))
			want := append(paths(record.Body, ""), step.more...)
			slices.Sort(want)
			if diff := cmp.Diff(slices.Compact(want), got); diff != "" {
				t.Errorf("- is what was recorded, + what is sent here\n%s", diff)
			}
		})
	}
}

func replies(ctx context.Context, w *world) error {
	first := w.posts(room, text("first"))
	_, err := w.Say(ctx, dana, room, "@Soundings and so on", faketeams.InThread(first))
	return err
}
