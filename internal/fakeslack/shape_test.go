package fakeslack_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/slack-go/slack"

	"soundings/internal/fakeslack"
)

var update = flag.Bool("update", false, "write the golden files anew")

// changing is what is another time by time: timestamps, addresses, ids.
var changing = regexp.MustCompile(`\b1[0-9]{9}(\.[0-9]{6}|\.h[0-9]+)?\b|http://127\.0\.0\.1:[0-9]+|(client-|Ev|ctx|7\.8\.|R|V|F|D|I|b|a|h)0[0-9]{6}\b`)

// steady gives a JSON value with what changes in it left out.
func steady(value any) any {
	switch v := value.(type) {
	case string:
		return changing.ReplaceAllStringFunc(v, func(found string) string { return changing.FindStringSubmatch(found)[2] + "…" })
	case float64:
		if v > 1e9 {
			return 0
		}
	case []any:
		for i := range v {
			v[i] = steady(v[i])
		}
	case map[string]any:
		for key := range v {
			v[key] = steady(v[key])
		}
	}
	return value
}

// TestShapes holds every kind of request to a file, so that a person can compare it
// with what Slack documents, and sees when it changes.
func TestShapes(t *testing.T) {
	tests := map[string]func(t *testing.T, w *world) heard{
		"message": func(t *testing.T, w *world) heard {
			_, err := w.Say(t.Context(), "U1ANA", "C1", "hello")
			good(t, err)
			return w.app.last("message")
		},
		"message_from_elsewhere": func(t *testing.T, w *world) heard {
			ts, err := w.Say(t.Context(), "U1ANA", "C1", "first")
			good(t, err)
			_, err = w.Say(t.Context(), "U2BEN", "C1", "@soundings a reply", fakeslack.InThread(ts), fakeslack.WithFile("a.txt", []byte("a")))
			good(t, err)
			return w.app.last("message")
		},
		"message_direct": func(t *testing.T, w *world) heard {
			_, err := w.Say(t.Context(), "U1ANA", w.Direct("U1ANA"), "hello")
			good(t, err)
			return w.app.last("message")
		},
		"message_of_the_bot": func(t *testing.T, w *world) heard {
			_, _, err := w.api.PostMessage("C1", slack.MsgOptionText("hello", false))
			good(t, err)
			good(t, w.Settle(bounded(t)))
			return w.app.last("message")
		},
		"message_changed": func(t *testing.T, w *world) heard {
			ts, err := w.Say(t.Context(), "U2BEN", "C1", "hello")
			good(t, err)
			good(t, w.EditMessage(t.Context(), "U2BEN", "C1", ts, "good day"))
			return w.app.last("message")
		},
		"message_deleted": func(t *testing.T, w *world) heard {
			ts, err := w.Say(t.Context(), "U1ANA", "C1", "hello")
			good(t, err)
			good(t, w.DeleteMessage(t.Context(), "U1ANA", "C1", ts))
			return w.app.last("message")
		},
		"member_joined_channel": func(t *testing.T, w *world) heard {
			good(t, w.Invite(t.Context(), "U1ANA", "U3GUS", "C1"))
			return w.app.last("member_joined_channel")
		},
		"channel_shared": func(t *testing.T, w *world) heard {
			good(t, w.Share(t.Context(), "C1", "T1ACME"))
			return w.app.last("channel_shared")
		},
		"channel_id_changed": func(t *testing.T, w *world) heard {
			good(t, w.ChangeID(t.Context(), "C1", "C2"))
			return w.app.last("channel_id_changed")
		},
		"shared_channel_invite_accepted": func(t *testing.T, w *world) heard {
			id, _, err := w.api.InviteSharedEmailsToConversation("C1", "ben@acme.example")
			good(t, err)
			good(t, w.AcceptInvite(t.Context(), id, "U2BEN"))
			return w.app.last("shared_channel_invite_accepted")
		},
		"app_mention": func(t *testing.T, w *world) heard {
			_, err := w.Mention(t.Context(), "U1ANA", "C1", "hello")
			good(t, err)
			return w.app.last("app_mention")
		},
		"app_home_opened": func(t *testing.T, w *world) heard {
			good(t, w.OpenHome(t.Context(), "U1ANA"))
			return w.app.last("app_home_opened")
		},
		"command": func(t *testing.T, w *world) heard {
			_, err := w.Command(t.Context(), "U1ANA", "C1", "/soundings", "status")
			good(t, err)
			return w.app.last("")
		},
		"block_actions_on_a_message": func(t *testing.T, w *world) heard {
			_, _, err := w.api.PostMessage("C1", slack.MsgOptionText("x", false), button("Start", "start", "P7"))
			good(t, err)
			_, err = w.Press(t.Context(), "U2BEN", "C1", "", "Start")
			good(t, err)
			return w.app.last("block_actions")
		},
		"message_action": func(t *testing.T, w *world) heard {
			ts, err := w.Say(t.Context(), "U1ANA", "C1", "hello")
			good(t, err)
			_, err = w.Shortcut(t.Context(), "U1ANA", "C1", ts, "record")
			good(t, err)
			return w.app.last("message_action")
		},
		"shortcut": func(t *testing.T, w *world) heard {
			_, err := w.Shortcut(t.Context(), "U1ANA", "", "", "anywhere")
			good(t, err)
			return w.app.last("shortcut")
		},
	}
	for name, play := range tests {
		t.Run(name, func(t *testing.T) { golden(t, name, play(t, newWorld(t))) })
	}
	windows := map[string]func(t *testing.T, w *world){
		"block_actions": func(t *testing.T, w *world) {
			_, err := w.Choose(t.Context(), "U1ANA", "", "Where you stand", "Works for us")
			good(t, err)
		},
		"view_submission": func(t *testing.T, w *world) {
			good(t, w.Fill("U1ANA", "", "In your words", "fine"))
			_, err := w.Submit(t.Context(), "U1ANA", "")
			good(t, err)
		},
		"view_closed": func(t *testing.T, w *world) { good(t, w.Close(t.Context(), "U1ANA", "")) },
	}
	for kind, play := range windows {
		t.Run(kind+"_in_a_window", func(t *testing.T) {
			w := opened(t)
			play(t, w)
			golden(t, kind+"_in_a_window", w.app.last(kind))
		})
	}
}

// golden compares what came with the file of that name.
func golden(t *testing.T, name string, h heard) {
	t.Helper()
	payload := h.Payload
	if payload == nil {
		payload = map[string]any{}
		for key := range h.Form {
			payload[key] = h.Form.Get(key)
		}
	}
	var data bytes.Buffer
	encoder := json.NewEncoder(&data)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	good(t, encoder.Encode(steady(payload)))
	file := filepath.Join("testdata", name+".json")
	if *update {
		good(t, os.WriteFile(file, data.Bytes(), 0o600))
	}
	want, err := os.ReadFile(file)
	good(t, err)
	if diff := cmp.Diff(string(want), data.String()); diff != "" {
		t.Errorf("%s (-want +got):\n%s", file, diff)
	}
}
