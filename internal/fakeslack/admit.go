package fakeslack

import (
	"net/http"
	"slices"
	"strings"
)

// admit checks the token, its scopes and the limits.
func (s *Slack) admit(h http.Header, c *call, m method) error {
	if c.method == "api.test" {
		return nil
	}
	want := s.o.BotToken
	if m.app {
		want = s.o.AppToken
	}
	switch {
	case c.token == "":
		return fail("not_authed")
	case c.token != want && (c.token == s.o.BotToken || c.token == s.o.AppToken):
		return fail("not_allowed_token_type")
	case c.token != want:
		return fail("invalid_auth")
	case s.revoked != "":
		return fail(s.revoked)
	}
	if !m.app {
		h.Set("X-OAuth-Scopes", strings.Join(s.scopes(), ","))
		if err := s.allowed(h, c, m); err != nil {
			return err
		}
	}
	return s.limit(c, m)
}

// scopes are those of the bot's token.
func (s *Slack) scopes() []string {
	if s.o.Scopes != nil {
		return s.o.Scopes
	}
	return everyScope()
}

// allowed checks the scopes that a call needs.
func (s *Slack) allowed(h http.Header, c *call, m method) error {
	if m.scope == "" {
		return nil
	}
	needed := strings.Split(m.scope, "|")
	if strings.HasPrefix(m.scope, ":") {
		kind := "channels"
		if channel := s.channels[c.args["channel"]]; channel != nil {
			kind = channel.scope()
		}
		needed = []string{kind + m.scope}
	}
	h.Set("X-Accepted-OAuth-Scopes", strings.Join(needed, ","))
	if slices.ContainsFunc(needed, func(scope string) bool { return slices.Contains(s.scopes(), scope) }) {
		return nil
	}
	return missingScope(needed[0], s.scopes())
}

func missingScope(needed string, provided []string) error {
	return &apiError{code: "missing_scope", extra: obj{"needed": needed, "provided": strings.Join(provided, ",")}}
}

// has says whether the bot's token has that scope.
func (s *Slack) has(scope string) bool { return slices.Contains(s.scopes(), scope) }

// visible gives the channel of a call if the bot may see it: public, or the bot
// is in it.
func (s *Slack) visible(c *call) (*channel, error) {
	channel := s.channels[c.args["channel"]]
	if channel == nil || (channel.Private && !channel.has(Bot)) {
		return nil, fail("channel_not_found")
	}
	return channel, nil
}

// writable gives the channel of a call if the bot may post in it.
func (s *Slack) writable(c *call) (*channel, error) {
	channel, err := s.visible(c)
	switch {
	case err != nil:
		return nil, err
	case channel.archived:
		return nil, fail("is_archived")
	case !channel.has(Bot):
		return nil, fail("not_in_channel")
	}
	return channel, nil
}
