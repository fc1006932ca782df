package slack

import (
	"encoding/json"
	"fmt"
)

// Scope is a right that the app asks for, and why.
type Scope struct{ Name, Why string }

// Scopes are all the rights that the app asks for: none that it could do without.
func Scopes() []Scope {
	return []Scope{
		{"commands", "to offer /soundings"},
		{"chat:write", "to post in the channels that it was invited to"},
		{"channels:history", "to read what is written in the public channels that it was invited to"},
		{"groups:history", "the same in private channels"},
		{"im:history", "to read what is written to it alone"},
		{"channels:read", "to see whether a channel is shared or archived, and who is in it"},
		{"groups:read", "the same for private channels"},
		{"im:write", "to write to one person alone, such as the owner of an engagement"},
		{"groups:write", "to make a private channel for a supplier, and invite the team into it"},
		{"conversations.connect:write", "to invite a supplier of another organisation into that channel"},
		{"users:read", "to tell members of the organisation from guests and from suppliers, and to call people by their names"},
		{"users:read.email", "to know by their mail address who may open an engagement, as the settings name them"},
		{"files:read", "to read the draft that somebody uploads"},
		{"pins:write", "to pin the list of sections in a supplier's channel"},
	}
}

// events are those that the app subscribes to.
func events() []string {
	return []string{
		"app_home_opened", "app_uninstalled",
		"channel_archive", "channel_deleted", "channel_id_changed", "channel_left", "channel_rename", "channel_shared",
		"channel_unarchive", "channel_unshared",
		"group_archive", "group_deleted", "group_left", "group_rename", "group_unarchive",
		"member_joined_channel", "member_left_channel",
		"message.channels", "message.groups", "message.im",
		"shared_channel_invite_accepted", "shared_channel_invite_declined",
		"tokens_revoked",
	}
}

// Manifest gives what Slack asks for when the app is made: JSON. With an URL,
// such as "https://soundings.example.gov.uk", Slack calls it; with an empty one
// the app uses Socket Mode.
func Manifest(url string) ([]byte, error) {
	socket := url == ""
	at := func(path string) string {
		if socket {
			return ""
		}
		return url + path
	}
	command := map[string]any{
		"command": Command, "should_escape": true, "usage_hint": "[what to do]",
		"description": "Ask the market about a draft: where things stand, and what to do next",
	}
	interactivity := map[string]any{"is_enabled": true}
	subscriptions := map[string]any{"bot_events": events()}
	if !socket {
		command["url"] = at("/slack/commands")
		interactivity["request_url"] = at("/slack/interactions")
		subscriptions["request_url"] = at("/slack/events")
	}
	scopes := make([]string, 0, len(Scopes()))
	for _, s := range Scopes() {
		scopes = append(scopes, s.Name)
	}
	data, err := json.MarshalIndent(map[string]any{
		"_metadata":           map[string]any{"major_version": 1, "minor_version": 1},
		"display_information": display(),
		"features": map[string]any{
			"app_home":       map[string]any{"home_tab_enabled": true, "messages_tab_enabled": true, "messages_tab_read_only_enabled": false},
			"bot_user":       map[string]any{"display_name": "soundings", "always_online": true},
			"slash_commands": []any{command},
			"shortcuts": []any{map[string]any{
				"name": "Ask the buying team", "type": "message", "callback_id": "ask",
				"description": "Send this message to the buying team as a question; everybody gets the answer",
			}},
		},
		"oauth_config": map[string]any{"scopes": map[string]any{"bot": scopes}},
		"settings": map[string]any{
			"event_subscriptions": subscriptions, "interactivity": interactivity,
			"org_deploy_enabled": false, "socket_mode_enabled": socket, "token_rotation_enabled": false,
		},
	}, "", "  ")
	if err != nil {
		return nil, fmt.Errorf("make manifest: %w", err)
	}
	return append(data, '\n'), nil
}

func display() map[string]any {
	return map[string]any{
		"name": "Soundings", "background_color": "#1d4f5c",
		"description": "Ask the market about a draft specification, fairly and on the record",
		"long_description": "Soundings puts the sections of a draft specification in front of suppliers where they already talk, " +
			"leads each of them through a structured conversation, and brings what they say back to the buying team as a digest. " +
			"Every supplier gets the same information at the same time, everything is on the record, and what is confidential stays so. " +
			"It is run by the organisation that buys, on its own machines.",
	}
}
