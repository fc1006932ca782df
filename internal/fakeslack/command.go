package fakeslack

import (
	"context"
	"fmt"
	"net/url"
)

// Reply is how the app answered what somebody did.
type Reply struct {
	Status int
	Body   []byte
	// Message is what the acknowledgement of a command showed, to that person alone
	// (For is set) or to the channel; nil if nothing.
	Message *Message
}

// Command lets a person type a slash command, such as "/soundings". Slack refuses
// it to members of other workspaces. An error that is not ErrRefused says that
// the app did not acknowledge.
func (s *Slack) Command(ctx context.Context, user, channel, command, text string) (Reply, error) {
	s.mu.Lock()
	in := s.channels[channel]
	if in == nil || !in.has(user) || s.users[user] == nil || s.external(user) || !s.has("commands") {
		s.mu.Unlock()
		return Reply{}, fmt.Errorf("type %s as %s in %s: %w", command, user, channel, ErrRefused)
	}
	name := in.Name
	if in.Private && in.with == "" {
		name = "privategroup"
	}
	form := url.Values{
		"token": {"verification"}, "team_id": {Home}, "team_domain": {s.teams[Home].domain}, "channel_id": {channel},
		"channel_name": {name}, "user_id": {user}, "user_name": {s.users[user].Name}, "command": {command}, "text": {typed(text)},
		"api_app_id": {App}, "is_enterprise_install": {"false"}, "response_url": {s.respondTo(channel, user, nil)},
		"trigger_id": {s.trigger(user, "")},
	}
	s.mu.Unlock()
	payload := obj{}
	for key := range form {
		payload[key] = form.Get(key)
	}
	a := s.send(ctx, request{kind: "slash_commands", payload: payload, form: form})
	reply, err := a.reply("type " + command)
	if err == nil {
		reply.Message = s.acknowledged(channel, user, a)
	}
	return reply, err
}

// reply is the answer as callers get it.
func (a answer) reply(doing string) (Reply, error) {
	reply := Reply{Status: a.status, Body: a.body}
	if !a.ok() {
		return reply, fmt.Errorf("%s: %w", doing, a.failure())
	}
	return reply, nil
}
