package teams_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"soundings/adapters/teams"
	"soundings/bot"
)

// line is as much of an event as tells it from others.
func line(ev bot.Event) string {
	var out []string
	add := func(name, value string) {
		if value != "" {
			out = append(out, fmt.Sprintf("%s=%s", name, value))
		}
	}
	add("room", ev.Room.Room)
	add("message", ev.Message)
	add("thread", ev.Thread)
	add("original", ev.Original)
	add("action", ev.Action)
	add("value", ev.Value)
	add("by", ev.Sender.ID)
	add("of", ev.Sender.Team)
	for _, name := range slices.Sorted(maps.Keys(ev.Fields)) {
		add("field "+name, ev.Fields[name])
	}
	if ev.Sender.Home {
		out = append(out, "home")
	}
	if ev.Overheard {
		out = append(out, "overheard")
	}
	if ev.Text != "" {
		out = append(out, fmt.Sprintf("%q", ev.Text))
	}
	return string(ev.Kind) + " " + strings.Join(out, " ")
}

func linesOf(events []bot.Event) []string {
	var all []string
	for _, ev := range events {
		all = append(all, line(ev))
	}
	return all
}

// What Microsoft's own local client sends, and what is made of it.
func TestRecordedActivities(t *testing.T) {
	dir := filepath.Join("..", "..", "..", "shared", "data", "teams")
	if _, err := os.Stat(dir); err != nil {
		t.Skipf("the recorded activities are not here: %v", err)
	}
	const alex, personal, group, team = "by=user-id-0 of=t0 home", "room=6cd8d5f9-a1cc-4985-95ba-52f8861f232a", "room=7598901b-557d-416f-9aa8-4279f5eaae82", "room=team-id"
	const named = "changed " + team + ` action=renamed "General"` // as it was said before
	want := map[string][]string{
		"message_personal":                        {"said " + personal + " message=e73adc90-0181-42ee-9ac7-8a601f4d6508 " + alex + ` "hello echo"`},
		"message_groupchat_mention":               {"said " + group + " message=c5bd30ca-749b-4f8c-b6ed-a73f4b21e35a " + alex + ` "hello group"`},
		"message_channel_newpost_mention":         {"said " + team + " message=edb0af01-f78b-4c06-8de8-f392e2aed1bd@1795457877550 thread=1795457877550 " + alex + ` "hello channel"`, named},
		"message_channel_threadreply_mention":     {"said " + team + " message=5391f182-ae1a-4279-b0ac-dfdb86e0de53@1795457890269 thread=1795457890269 " + alex + ` "reply in thread"`, named},
		"conversationUpdate_channel_botAdded":     {"changed " + team + " action=restored"},
		"conversationUpdate_channelRenamed":       {"changed " + team + ` action=renamed "General"`},
		"conversationUpdate_channelDeleted":       {"changed " + team + " action=left"},
		"conversationUpdate_teamDeleted":          {"changed " + team + " action=left"},
		"conversationUpdate_groupchat":            {"changed " + group + " action=restored"},
		"conversationUpdate_personal":             {"joined " + personal + " " + alex, "changed " + personal + " action=restored"},
		"conversationUpdate_teamMemberAdded_user": {"joined " + team + " " + alex},
		"installationUpdate_add_channel":          {"changed " + team + " action=restored"},
		"installationUpdate_add_personal":         {"changed " + personal + " action=restored"},
		"installationUpdate_remove_personal":      {"changed " + personal + " action=left"},
		"message_personal_with_dummy_HS256_token": {"said room=c18557bb-e51a-4eef-8e77-35f207cbd7bd message=37f0f394-e4d2-411e-92f7-8b9a2db18d00 " + alex + ` "dummy"`},
		"messageUpdate_custom":                    {"edited " + personal + " original=2e1e8127-21a5-4a2a-a64a-078d7318de5c " + alex + ` overheard "edited"`},
		"messageDelete_custom":                    {"deleted " + personal + " original=2e1e8127-21a5-4a2a-a64a-078d7318de5c " + alex + " overheard"},
	}
	names, err := filepath.Glob(filepath.Join(dir, "*.json"))
	if err != nil {
		t.Fatal(err)
	}
	inside(t, func(t *testing.T, h *house) {
		h.named = true
		alexIs := map[string]any{"id": "user-id-0", "name": "Alex Wilber", "tenantId": "t0"}
		for _, room := range []string{"6cd8d5f9-a1cc-4985-95ba-52f8861f232a", "7598901b-557d-416f-9aa8-4279f5eaae82", "c18557bb-e51a-4eef-8e77-35f207cbd7bd", "team-id"} {
			h.members[room] = []map[string]any{alexIs}
		}
		for _, file := range names {
			name := strings.TrimSuffix(filepath.Base(file), ".json")
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			var recorded struct{ Body map[string]any }
			if err := json.Unmarshal(data, &recorded); err != nil {
				t.Fatal(err)
			}
			recorded.Body["serviceUrl"] = service
			if c, ok := recorded.Body["conversation"].(map[string]any); ok {
				c["tenantId"] = "t0"
			}
			before := len(h.heard())
			w := h.post(recorded.Body)
			if code := map[bool]int{true: 400, false: 200}[strings.Contains(name, "invoke")]; w.Code != code { // whose buttons are none of ours
				t.Errorf("%s: status %d, want %d", name, w.Code, code)
			}
			got := linesOf(h.heard()[before:])
			if diff := cmp.Diff(want[name], got); diff != "" {
				t.Errorf("%s (-want +got):\n%s", name, diff)
			}
		}
	}, func(o *teams.Options) { o.TenantID = "t0" })
}

// What people do in Teams, and what is made of it.
func TestActivities(t *testing.T) {
	const channel = "room=" + tidewellRoom
	const anaIs, danaIs = " by=" + ana + " of=" + tidewell, " by=" + dana + " of=" + home + " home"
	named := []any{
		map[string]any{"type": "mention", "text": "<at>Soundings</at>", "mentioned": map[string]any{"id": me, "name": "Soundings"}},
		map[string]any{"type": "mention", "text": "<at>Dana E</at>", "mentioned": map[string]any{"id": dana, "name": "Dana Ellery"}},
	}
	thread := tidewellRoom + ";messageid=1795000000001"
	data := func(event string, more map[string]any) map[string]any {
		d := map[string]any{"tenant": map[string]any{"id": home}, "team": map[string]any{"id": teamRoom}, "channel": map[string]any{"id": tidewellRoom, "name": "Tidewell"}, "eventType": event}
		maps.Copy(d, more)
		return d
	}
	file := func(kind string) map[string]any {
		return map[string]any{"contentType": kind, "name": "draft.docx", "content": map[string]any{"downloadUrl": "https://tidewell.sharepoint.com/file/draft"}}
	}
	cases := []struct {
		name, kind, user, room string
		more                   map[string]any
		want                   []string
	}{
		{"named in a new post", "message", ana, tidewellRoom + ";messageid=7", map[string]any{"id": "7", "text": "<at>Soundings</at> show 6", "entities": named}, []string{"said " + channel + " message=7" + anaIs + ` "show 6"`}},
		{"not named", "message", ana, tidewellRoom, map[string]any{"id": "7", "text": "6 risk: why", "textFormat": "plain"}, []string{"said " + channel + " message=7" + anaIs + ` overheard "6 risk: why"`}},
		{"in a thread", "message", ana, thread, map[string]any{"id": "8", "text": "why &amp; how", "textFormat": "plain"}, []string{"said " + channel + " message=8@1795000000001 thread=1795000000001" + anaIs + ` overheard "why & how"`}},
		{"a colleague named", "message", ana, tidewellRoom, map[string]any{"id": "7", "text": "<at>Dana E</at> and <at>Soundings</at>: ask: why?", "entities": named}, []string{"said " + channel + " message=7" + anaIs + ` "@Dana Ellery and : ask: why?"`}},
		{"named, and nothing else", "message", dana, tidewellRoom, map[string]any{"text": "<at>Soundings</at>&nbsp;\n", "entities": named}, []string{"looked " + channel + " action=home" + danaIs}},
		{"alone with us", "message", dana, danaChat, map[string]any{"id": "9", "text": "status", "replyToId": "5"}, []string{"said room=" + danaChat + " message=9 thread=5" + danaIs + ` "status"`}},
		{"nothing in it", "message", ana, tidewellRoom, map[string]any{"text": " "}, nil},
		{"a file, in a chat with us", "message", dana, danaChat, map[string]any{"id": "9", "attachments": []any{file("application/vnd.microsoft.teams.file.download.info")}}, []string{"said room=" + danaChat + " message=9" + danaIs}},
		{"what the text looks like, which comes along", "message", dana, danaChat, map[string]any{"attachments": []any{map[string]any{"contentType": "text/html", "content": "<p>hello</p>"}}}, nil},
		{"ours", "message", me, tidewellRoom, map[string]any{"text": "Soundings said"}, nil},
		{"nobody's", "message", "", tidewellRoom, map[string]any{"text": "who said"}, nil},
		{"edited", "messageUpdate", ana, thread, map[string]any{"id": "8", "text": "now so", "channelData": data("editMessage", nil)}, []string{"edited " + channel + " thread=1795000000001 original=8@1795000000001" + anaIs + ` overheard "now so"`}},
		{"taken back", "messageDelete", ana, tidewellRoom, map[string]any{"id": "8", "channelData": data("softDeleteMessage", nil)}, []string{"deleted " + channel + " original=8" + anaIs + " overheard"}},
		{"a thumb", "messageReaction", ana, tidewellRoom, map[string]any{"reactionsAdded": []any{map[string]any{"type": "like"}}}, nil},
		{"came and went", "conversationUpdate", dana, tidewellRoom, map[string]any{"membersAdded": []any{map[string]any{"id": ana}, map[string]any{"id": ""}}, "membersRemoved": []any{map[string]any{"id": me}}}, []string{"joined " + channel + anaIs, "changed " + channel + " action=shared of=" + tidewell, "changed " + channel + " action=left"}},
		{"went, as the last of her organisation", "conversationUpdate", dana, teamRoom, map[string]any{"membersRemoved": []any{map[string]any{"id": ana}}}, []string{"left room=" + teamRoom + anaIs, "changed room=" + teamRoom + " action=unshared of=" + tidewell}},
		{"went, and others of her organisation are still there", "conversationUpdate", dana, tidewellRoom, map[string]any{"membersRemoved": []any{map[string]any{"id": ana}}}, []string{"left " + channel + anaIs}},
		{"shared with two others", "conversationUpdate", dana, teamRoom, map[string]any{"channelData": data("channelShared", map[string]any{"sharedWithTeams": []any{map[string]any{"tenantId": tidewell}, map[string]any{"tenantId": home}, map[string]any{"tenantId": "t2"}}})}, []string{"changed " + channel + " action=shared of=" + tidewell, "changed " + channel + " action=shared of=t2"}},
		{"not shared any more", "conversationUpdate", dana, teamRoom, map[string]any{"channelData": data("channelUnshared", map[string]any{"unsharedFromTeams": []any{map[string]any{"tenantId": tidewell}}})}, []string{"changed " + channel + " action=unshared of=" + tidewell}},
		{"archived", "conversationUpdate", dana, tidewellRoom, map[string]any{"channelData": data("teamArchived", nil)}, []string{"changed " + channel + " action=archived"}},
		{"called otherwise", "conversationUpdate", dana, "19:chat@thread.v2", map[string]any{"topicName": "Tidewell", "conversation": map[string]any{"id": "19:chat@thread.v2", "conversationType": "groupChat", "tenantId": home}}, []string{`changed room=19:chat@thread.v2 action=renamed "Tidewell"`}},
		{"taken out", "installationUpdate", dana, tidewellRoom, map[string]any{"action": "remove"}, []string{"changed " + channel + " action=left"}},
	}
	for _, c := range cases {
		inside(t, func(t *testing.T, h *house) {
			h.named = true
			h.post(h.says(ana, tidewellRoom, "hello")) // so that it is known who she is
			before := len(h.heard())
			if w := h.post(h.activity(c.kind, c.user, c.room, c.more)); w.Code != 200 {
				t.Errorf("%s: status %d", c.name, w.Code)
			}
			if diff := cmp.Diff(c.want, linesOf(h.heard()[before:])); diff != "" {
				t.Errorf("%s (-want +got):\n%s", c.name, diff)
			}
		})
	}
}

// Whoever comes into a team comes into its standard channels, of which those are told
// that were heard from, or that the bot has to do with; into its shared ones they do
// not.
func TestComingIntoATeam(t *testing.T) {
	for _, c := range []struct {
		kind          string
		heard, linked bool
		rooms         []string
	}{
		{"standard", true, false, []string{teamRoom, tidewellRoom}},
		{"standard", false, true, []string{teamRoom, tidewellRoom}}, // after a restart
		{"standard", true, true, []string{teamRoom, tidewellRoom}},
		{"standard", false, false, []string{teamRoom}},
		{"shared", true, true, []string{teamRoom}},
	} {
		kind, rooms := fmt.Sprintf("%+v", c), c.rooms
		inside(t, func(t *testing.T, h *house) {
			h.kind = c.kind
			h.members[teamRoom] = append(h.members[teamRoom], h.members[tidewellRoom][1])
			if c.heard {
				h.post(h.says(ana, tidewellRoom, "hello"))
			}
			before := len(h.heard())
			h.post(h.activity("conversationUpdate", dana, teamRoom, map[string]any{"membersAdded": []any{map[string]any{"id": ana}}}))
			var want, ids []string
			for _, room := range rooms {
				want = append(want, "joined room="+room+" by="+ana+" of="+tidewell, "changed room="+room+" action=shared of="+tidewell)
			}
			for _, ev := range h.heard()[before:] {
				ids = append(ids, ev.ID)
			}
			slices.Sort(ids)
			if diff := cmp.Diff(want, linesOf(h.heard()[before:])); diff != "" || len(slices.Compact(ids)) != len(want) {
				t.Errorf("%s, ids %v (-want +got):\n%s", kind, ids, diff)
			}
		}, func(o *teams.Options) {
			o.Linked = func(a bot.Address) bool { return c.linked && a.Room == tidewellRoom }
		})
	}
}

// How a room is reached reads the same in all that comes of it, whatever else Teams
// says there: a change of it would be kept in the record.
func TestAnAddressStays(t *testing.T) {
	inside(t, func(t *testing.T, h *house) {
		for _, o := range []map[string]any{
			h.says(ana, tidewellRoom, "hello"),
			h.says(ana, tidewellRoom+";messageid=7", "in a thread"),
			h.activity("messageDelete", ana, tidewellRoom, map[string]any{"channelData": map[string]any{"tenant": map[string]any{"id": home}}}),
			h.invoke("task/fetch", ana, tidewellRoom, "1", `{"soundings":{"k":"l","a":"show"}}`),
			h.invoke("task/fetch", ana, "a:"+ana, "1", `{"soundings":{"k":"l","a":"show","r":"`+tidewellRoom+`"}}`),
		} {
			if w := h.post(o); w.Code != 200 {
				t.Fatalf("status %d", w.Code)
			}
		}
		heard := h.heard()
		for _, ev := range heard {
			if ev.Room != heard[0].Room || ev.Room.Ref == "" {
				t.Errorf("%s: %+v, want %+v", ev.Kind, ev.Room, heard[0].Room)
			}
		}
		if len(heard) != 5 {
			t.Errorf("%d events", len(heard))
		}
	})
}
