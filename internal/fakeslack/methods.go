package fakeslack

import (
	"maps"
	"slices"
	"strings"
)

// The tiers: calls a minute.
const (
	tier1 = 1
	tier2 = 20
	tier3 = 50
	tier4 = 100
)

// methods are all that the Web API knows here.
func methods() map[string]method {
	all := map[string]method{
		"api.test":              {do: (*Slack).apiTest},
		"auth.test":             {do: (*Slack).authTest},
		"team.info":             {"team:read", tier3, false, (*Slack).teamInfo},
		"apps.connections.open": {"", tier1 * 60, true, (*Slack).connectionsOpen},

		"chat.postMessage":   {"chat:write", 0, false, (*Slack).postMessage},
		"chat.update":        {"chat:write", tier3, false, (*Slack).updateMessage},
		"chat.delete":        {"chat:write", tier3, false, (*Slack).deleteMessage},
		"chat.postEphemeral": {"chat:write", tier4, false, (*Slack).postEphemeral},
		"chat.getPermalink":  {do: (*Slack).permalink},

		"users.info":          {"users:read", tier4, false, (*Slack).usersInfo},
		"users.lookupByEmail": {"users:read.email", tier3, false, (*Slack).lookupByEmail},
		"users.conversations": {"channels:read|groups:read", tier3, false, (*Slack).usersConversations},

		"views.open":    {"", tier4, false, (*Slack).viewsOpen},
		"views.push":    {"", tier4, false, (*Slack).viewsPush},
		"views.update":  {"", tier4, false, (*Slack).viewsUpdate},
		"views.publish": {"", tier4, false, (*Slack).viewsPublish},

		"files.getUploadURLExternal":   {"files:write", tier4, false, (*Slack).uploadURL},
		"files.completeUploadExternal": {"files:write", tier4, false, (*Slack).completeUpload},
		"files.info":                   {"files:read", tier4, false, (*Slack).filesInfo},

		"pins.add":      {"pins:write", tier2, false, (*Slack).pinsAdd},
		"pins.remove":   {"pins:write", tier2, false, (*Slack).pinsRemove},
		"reactions.add": {"reactions:write", tier3, false, (*Slack).reactionsAdd},
		"bookmarks.add": {"bookmarks:write", tier2, false, (*Slack).bookmarksAdd},
	}
	maps.Copy(all, conversationMethods())
	return all
}

func conversationMethods() map[string]method {
	return map[string]method{
		"conversations.history":            {":history", tier3, false, (*Slack).history},
		"conversations.replies":            {":history", tier3, false, (*Slack).threadReplies},
		"conversations.info":               {":read", tier3, false, (*Slack).conversationInfo},
		"conversations.members":            {":read", tier4, false, (*Slack).conversationMembers},
		"conversations.list":               {"channels:read|groups:read", tier2, false, (*Slack).conversationList},
		"conversations.open":               {"im:write", tier3, false, (*Slack).conversationOpen},
		"conversations.create":             {"channels:manage|groups:write", tier2, false, (*Slack).conversationCreate},
		"conversations.invite":             {"channels:manage|groups:write", tier3, false, (*Slack).conversationInvite},
		"conversations.join":               {"channels:join", tier3, false, (*Slack).conversationJoin},
		"conversations.leave":              {"channels:manage|groups:write", tier3, false, (*Slack).conversationLeave},
		"conversations.rename":             {"channels:manage|groups:write", tier2, false, (*Slack).conversationRename},
		"conversations.archive":            {"channels:manage|groups:write", tier2, false, (*Slack).conversationArchive},
		"conversations.setTopic":           {"channels:manage|groups:write", tier2, false, (*Slack).conversationTopic},
		"conversations.inviteShared":       {"conversations.connect:write", tier2, false, (*Slack).inviteShared},
		"conversations.acceptSharedInvite": {"conversations.connect:write", tier2, false, (*Slack).acceptSharedInvite},
	}
}

// everyScope is what a token without further say may do: all of it.
func everyScope() []string {
	known := map[string]bool{
		"commands": true, "app_mentions:read": true, "conversations.connect:read": true, "conversations.connect:manage": true,
	}
	for _, m := range methods() {
		for scope := range strings.SplitSeq(m.scope, "|") {
			if strings.HasPrefix(scope, ":") {
				for _, kind := range []string{"channels", "groups", "im"} {
					known[kind+scope] = true
				}
			} else if scope != "" {
				known[scope] = true
			}
		}
	}
	return slices.Sorted(maps.Keys(known))
}
