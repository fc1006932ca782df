package faketeams

// stamp is the time as activities have it. The lock is held.
func (t *Teams) stamp() string { return t.o.Now().UTC().Format("2006-01-02T15:04:05.000Z") }

// base begins an activity of somebody in a conversation, as all have it in common.
// The lock is held.
func (t *Teams) base(kind, person string, in *conversation) obj {
	where := obj{"conversationType": string(in.Kind), "tenantId": Home, "id": in.ID}
	if in.Kind != Personal {
		where["isGroup"] = true
	}
	from := obj{"id": person}
	if p := t.people[person]; p != nil {
		from["aadObjectId"] = p.Object
	}
	return obj{
		"type": kind, "id": t.uuid(), "timestamp": t.stamp(), "channelId": "msteams", "serviceUrl": t.o.URL + "/connector/",
		"from": from, "recipient": obj{"id": Bot, "name": BotName}, "conversation": where,
		"channelData": obj{"tenant": obj{"id": Home}},
	}
}

// deed begins an activity that somebody caused by hand: it has their name and
// their client. thread is the first message of a thread in a channel, or "".
func (t *Teams) deed(kind, person string, in *conversation, thread string) obj {
	a := t.base(kind, person, in)
	if p := t.people[person]; p != nil {
		sub(a, "from")["name"] = p.Name
	}
	if thread != "" {
		sub(a, "conversation")["id"] = in.ID + ";messageid=" + thread
	}
	a["localTimestamp"] = t.o.Now().UTC().Format("2006-01-02T15:04:05.000+00:00")
	a["localTimezone"], a["locale"] = "Europe/London", "en-GB"
	a["entities"] = []any{obj{"type": "clientInfo", "locale": "en-GB", "country": "GB", "platform": "Web", "timezone": "Europe/London"}}
	if in.Kind == Channel {
		data := sub(a, "channelData")
		data["team"], data["channel"] = obj{"id": in.Team}, obj{"id": in.ID}
	}
	return a
}

// written makes an activity of what stands in a message of somebody: its text with
// mentions of the bot, and its files.
func (t *Teams) written(kind string, in *conversation, m *Message, raw string, files []any) obj {
	a := t.deed(kind, m.From, in, threadOf(in, m))
	a["id"], a["textFormat"], a["text"] = m.ID, "plain", raw
	if in.Kind == Channel {
		data := sub(a, "channelData")
		data["teamsChannelId"], data["teamsTeamId"] = in.ID, in.Team
	}
	if mentions(raw) {
		mention := obj{"type": "mention", "mentioned": obj{"id": Bot, "name": BotName}, "text": atBot}
		a["entities"] = append([]any{mention}, a["entities"].([]any)...)
	}
	if len(files) > 0 {
		a["attachments"] = files
	}
	return a
}

// threadOf is the thread that a conversation's id names for a message; "" where
// there are none.
func threadOf(in *conversation, m *Message) string {
	if in.Kind != Channel {
		return ""
	}
	return m.root()
}
