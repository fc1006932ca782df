package slack_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"soundings/adapters/slack"
	"soundings/internal/fakeslack"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// golden compares with a file of testdata, or writes it with -update.
func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, got, 0o600); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(string(got), "\n")); diff != "" {
		t.Errorf("%s is not as it was (-want +got); -update rewrites it:\n%s", path, diff)
	}
}

const publicURL = "https://soundings.example.gov.uk"

func TestManifest(t *testing.T) {
	schema := filepath.Join("..", "..", "..", "shared", "data", "schemas", "slack-manifest.json")
	for name, url := range map[string]string{"manifest-http": publicURL, "manifest-socket": ""} {
		t.Run(name, func(t *testing.T) {
			data, err := slack.Manifest(url)
			if err != nil {
				t.Fatal(err)
			}
			golden(t, filepath.Join("manifest", name+".json"), data)
			if _, err := os.Stat(schema); err != nil {
				t.Skipf("Slack's schema is not here: %v", err)
			}
			compiler := jsonschema.NewCompiler()
			compiler.UseRegexpEngine(func(pattern string) (jsonschema.Regexp, error) {
				return regexp.Compile(strings.ReplaceAll(pattern, `(?![\.\-])`, "")) // of domains, of which there are none
			})
			valid, err := compiler.Compile(schema)
			if err != nil {
				t.Fatal(err)
			}
			manifest, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
			if err != nil {
				t.Fatal(err)
			}
			if err := valid.Validate(manifest); err != nil {
				t.Errorf("Slack's schema does not hold: %v", err)
			}
			manifest.(map[string]any)["settings"].(map[string]any)["teapot"] = true
			if valid.Validate(manifest) == nil {
				t.Error("the schema holds of anything")
			}
		})
	}
}

// manifest is as much of a manifest as is looked at here.
type manifest struct {
	OAuth struct {
		Scopes struct{ Bot []string }
	} `json:"oauth_config"`
	Settings struct {
		Events struct {
			Bot []string `json:"bot_events"`
			URL string   `json:"request_url"`
		} `json:"event_subscriptions"`
		Interactivity struct {
			URL string `json:"request_url"`
		}
		Socket bool `json:"socket_mode_enabled"`
	}
	Features struct {
		Commands []struct{ Command, URL string } `json:"slash_commands"`
	}
}

func readManifest(t *testing.T, url string) (m manifest) {
	t.Helper()
	data, err := slack.Manifest(url)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(data, &m); err != nil {
		t.Fatal(err)
	}
	return m
}

func TestManifestNamesTheAddresses(t *testing.T) {
	m := readManifest(t, publicURL)
	got := []string{m.Settings.Events.URL, m.Features.Commands[0].URL, m.Settings.Interactivity.URL, m.Features.Commands[0].Command}
	want := []string{publicURL + "/slack/events", publicURL + "/slack/commands", publicURL + "/slack/interactions", slack.Command}
	if !slices.Equal(got, want) || m.Settings.Socket {
		t.Errorf("addresses %v, socket %v, want %v", got, m.Settings.Socket, want)
	}
	if m := readManifest(t, ""); !m.Settings.Socket || m.Settings.Events.URL+m.Settings.Interactivity.URL+m.Features.Commands[0].URL != "" {
		t.Errorf("by socket: %+v", m)
	}
}

// What each right is for: calls that need it, or events that come with it. None is
// asked for that is for nothing.
func TestEveryRightIsForSomething(t *testing.T) {
	needs := map[string]struct{ calls, events []string }{
		"commands":                    {}, // the command and the shortcut of the manifest itself
		"chat:write":                  {calls: []string{"chat.postMessage", "chat.update", "chat.postEphemeral"}},
		"channels:history":            {calls: []string{"conversations.history"}, events: []string{"message.channels"}},
		"groups:history":              {calls: []string{"conversations.replies"}, events: []string{"message.groups"}},
		"im:history":                  {events: []string{"message.im"}},
		"channels:read":               {calls: []string{"conversations.info"}, events: []string{"channel_archive", "channel_deleted", "channel_id_changed", "channel_left", "channel_rename", "channel_shared", "channel_unarchive", "channel_unshared", "member_joined_channel", "member_left_channel"}},
		"groups:read":                 {calls: []string{"conversations.members", "users.conversations"}, events: []string{"group_archive", "group_deleted", "group_left", "group_rename", "group_unarchive"}},
		"im:write":                    {calls: []string{"conversations.open"}},
		"groups:write":                {calls: []string{"conversations.create", "conversations.setTopic", "conversations.invite"}},
		"conversations.connect:write": {calls: []string{"conversations.inviteShared"}},
		"users:read":                  {calls: []string{"users.info"}},
		"users:read.email":            {calls: []string{"users.info"}},
		"files:read":                  {calls: []string{"files.info"}},
		"pins:write":                  {calls: []string{"pins.add"}},
	}
	m := readManifest(t, publicURL)
	subscribed := map[string]bool{"app_home_opened": true, "app_uninstalled": true, "tokens_revoked": true, "shared_channel_invite_accepted": true, "shared_channel_invite_declined": true} // these need none
	for _, scope := range m.OAuth.Scopes.Bot {
		need, known := needs[scope]
		if !known {
			t.Errorf("%s is asked for, and for nothing", scope)
		}
		for _, call := range need.calls {
			if !strings.Contains(source(t), methodOf(call)) {
				t.Errorf("%s is for %s, which is never called", scope, call)
			}
		}
		for _, event := range need.events {
			subscribed[event] = true
			if !slices.Contains(m.Settings.Events.Bot, event) {
				t.Errorf("%s is for %s, which is not subscribed to", scope, event)
			}
		}
		delete(needs, scope)
	}
	for scope := range needs {
		t.Errorf("%s is not asked for", scope)
	}
	for _, event := range m.Settings.Events.Bot {
		if !subscribed[event] {
			t.Errorf("%s is subscribed to, and no right is named for it", event)
		}
		if kind, _, _ := strings.Cut(event, "."); !strings.Contains(source(t), `"`+kind+`"`) {
			t.Errorf("%s is subscribed to, and nothing is made of it", event)
		}
	}
	for _, s := range slack.Scopes() {
		if s.Why == "" {
			t.Errorf("nobody is told why %s is asked for", s.Name)
		}
	}
}

// methodOf is what the library calls a method.
func methodOf(call string) string {
	return map[string]string{
		"chat.postMessage": "PostMessageContext", "chat.update": "UpdateMessageContext", "chat.postEphemeral": "PostEphemeralContext",
		"conversations.history": "GetConversationHistoryContext", "conversations.replies": "GetConversationRepliesContext",
		"conversations.info": "GetConversationInfoContext", "conversations.members": "GetUsersInConversationContext",
		"users.conversations": "GetConversationsForUserContext", "conversations.open": "OpenConversationContext",
		"conversations.create": "CreateConversationContext", "conversations.setTopic": "SetTopicOfConversationContext",
		"conversations.invite": "InviteUsersToConversationContext", "conversations.inviteShared": "InviteSharedToConversationContext",
		"users.info": "GetUserInfoContext", "files.info": "GetFileInfoContext", "pins.add": "AddPinContext",
	}[call]
}

// source is the program of the adapter.
func source(t *testing.T) string {
	t.Helper()
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	var all strings.Builder
	for _, f := range files {
		if !strings.HasSuffix(f, "_test.go") && f != "manifest.go" {
			data, err := os.ReadFile(f)
			if err != nil {
				t.Fatal(err)
			}
			all.Write(data)
		}
	}
	return all.String()
}

// With these rights and no other everything works: the stand-in refuses what they
// do not cover.
func TestTheRightsAreEnough(t *testing.T) {
	var scopes []string
	for _, s := range slack.Scopes() {
		scopes = append(scopes, s.Name)
	}
	for _, missing := range append([]string{""}, "chat:write", "groups:history", "groups:read", "users:read", "pins:write", "im:write") {
		t.Run(missing, func(t *testing.T) {
			inside(t, byHTTP, func(t *testing.T, h *house) {
				worked := everything(h)
				if missing == "" {
					if worked != nil {
						t.Errorf("refused: %v", worked)
					}
				} else if worked == nil && h.Slack.Counts().Errors["pins.add missing_scope"] == 0 {
					t.Error("all of it works without, so it is asked for in vain")
				}
				for refused := range h.Slack.Counts().Errors {
					if missing == "" && strings.Contains(refused, "missing_scope") {
						t.Errorf("%s", refused)
					}
				}
			}, func(f *fakeslack.Options, _ *slack.Options) {
				f.Scopes = slices.DeleteFunc(slices.Clone(scopes), func(s string) bool { return s == missing })
			}, contacts)
		})
	}
}
