package slack

import (
	"context"
	"errors"
	"net/http"
	"strings"

	"github.com/slack-go/slack"
)

// Checked is what Slack says of the settings.
type Checked struct {
	Team, Bot string   // what the organisation and the bot are called there
	Missing   []string // rights that the app was not given
	Spare     []string // rights that it has and does not need
	SocketErr error    // with an app token: why Socket Mode can't be used; nil: it can
}

// Check asks Slack whether the token holds and what it allows. It changes
// nothing. An error means that Slack refused the token, or did not answer.
func Check(ctx context.Context, o Options) (Checked, error) {
	var granted []string
	headers := func(_ string, header http.Header) {
		if scopes := header.Get("X-Oauth-Scopes"); scopes != "" {
			granted = strings.FieldsFunc(scopes, func(r rune) bool { return r == ',' || r == ' ' })
		}
	}
	o.setDefaults()
	api := slack.New(o.BotToken.Reveal(), slack.OptionAPIURL(o.APIURL), slack.OptionHTTPClient(o.HTTP),
		slack.OptionAppLevelToken(o.AppToken.Reveal()), slack.OptionOnResponseHeaders(headers))
	who, err := api.AuthTestContext(ctx)
	if err != nil {
		return Checked{}, checkError(err)
	}
	c := Checked{Team: who.Team, Bot: who.User}
	wanted := map[string]bool{}
	for _, s := range Scopes() {
		wanted[s.Name] = true
	}
	have := map[string]bool{}
	for _, name := range granted {
		if have[name] = true; !wanted[name] {
			c.Spare = append(c.Spare, name)
		}
	}
	for _, s := range Scopes() {
		if !have[s.Name] {
			c.Missing = append(c.Missing, s.Name)
		}
	}
	if !o.AppToken.Empty() {
		if _, _, err := api.StartSocketModeContext(ctx); err != nil {
			c.SocketErr = checkError(err)
		}
	}
	return c, nil
}

// checkError is err as people read it, without the address that was called.
func checkError(err error) error {
	if refused, ok := errors.AsType[slack.SlackErrorResponse](err); ok {
		return errors.New("Slack says " + refused.Err)
	}
	return plainError(err)
}
