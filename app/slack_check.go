package app

import (
	"context"
	"fmt"
	"strings"

	"soundings/adapters/slack"
	"soundings/config"
)

// checkSlack asks Slack about the token, and looks at how Slack reaches us.
func checkSlack(ctx context.Context, c config.Config) []finding {
	if c.Slack.BotToken.Empty() {
		return []finding{{mind, "Slack: not attached; suppliers take part in the browser.", "To attach it, see docs/slack.md."}}
	}
	ctx, cancel := context.WithTimeout(ctx, 5*askWithin)
	defer cancel()
	found, err := slack.Check(ctx, slackOptions(c.Slack, slack.Options{}))
	if err != nil {
		return []finding{{mend, "Slack: the token is refused, or nobody answers: " + err.Error() + ".", "See that slack.bot_token is that of the app as it is installed now, and that this machine may call " + c.Slack.APIURL + "."}}
	}
	all := []finding{{fine, fmt.Sprintf("Slack: attached to %s as @%s.", found.Team, found.Bot), ""}}
	if len(found.Missing) > 0 {
		all = append(all, finding{mend, "Slack: the app was not given " + strings.Join(found.Missing, ", ") + ".", "Put what soundings manifest slack prints into the app's manifest, and install the app again."})
	}
	if len(found.Spare) > 0 {
		all = append(all, finding{mind, "Slack: the app has rights that it does not need: " + strings.Join(found.Spare, ", ") + ".", "Take them out of the app's manifest, and install the app again."})
	}
	return append(all, checkSlackReach(ctx, c, found)...)
}

// checkSlackReach looks at how events get here.
func checkSlackReach(ctx context.Context, c config.Config, found slack.Checked) []finding {
	if c.Slack.Mode == config.SlackSocket {
		if found.SocketErr != nil {
			return []finding{{mend, "Slack: no socket can be opened: " + found.SocketErr.Error() + ".", "See that slack.app_token is an app-level token with connections:write, and that Socket Mode is on in the app."}}
		}
		return []finding{{fine, "Slack: events come by Socket Mode; nothing has to reach this machine.", ""}}
	}
	if !strings.HasPrefix(c.PublicURL, "https://") {
		return []finding{{mend, "Slack: it can't reach " + c.PublicURL + ".", "Set public_url to an https address that leads here, or slack.mode to socket."}}
	}
	where := "Slack: events come to " + c.PublicURL + "/slack/events"
	if reach(ctx, c.PublicURL+"/healthz") != nil {
		return []finding{{mind, where + ", which does not answer from here.", "Start the service, and let Slack check the address in the app's settings, under Event Subscriptions."}}
	}
	return []finding{{fine, where + ". The signing secret is tried with the first of them.", ""}}
}
