package app

import (
	"context"
	"net/http"
	"strings"

	"soundings/adapters/slack"
	"soundings/bot"
	"soundings/config"
	"soundings/internal/secret"
)

// slackParts is what the settings say of Slack; nil: it is not attached.
func slackParts(c config.Config) *config.Slack {
	if c.Slack.BotToken.Empty() {
		return nil
	}
	return &c.Slack
}

// newSlack makes the adapter for Slack. The addresses of people whom a channel is
// opened for are asked of the vault when they are invited.
func newSlack(p Parts, deliver bot.Deliver, known people) *slack.Adapter {
	return slack.New(slackOptions(*p.Slack, slack.Options{
		Deliver: deliver, Now: p.Now, Log: p.Log,
		Contact: func(ctx context.Context, person string) (string, error) {
			return known.Direct(ctx, bot.MailAdapter, person)
		},
	}))
}

// slackOptions puts the settings into o.
func slackOptions(c config.Slack, o slack.Options) slack.Options {
	o.BotToken, o.SigningSecret, o.APIURL = c.BotToken, c.SigningSecret, c.APIURL
	if c.Mode == config.SlackSocket {
		o.AppToken, o.SigningSecret = c.AppToken, secret.Text{}
	}
	return o
}

// withSlack serves what Slack sends before the pages.
func withSlack(a *slack.Adapter, pages http.Handler) http.Handler {
	if a == nil {
		return pages
	}
	chat := a.Handler()
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasPrefix(r.URL.Path, "/slack/") || pages == nil {
			chat.ServeHTTP(w, r)
			return
		}
		pages.ServeHTTP(w, r)
	})
}
