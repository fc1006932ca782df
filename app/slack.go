package app

import (
	"context"
	"errors"
	"fmt"
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

// manifestCommand prints what to install where, for these settings.
func manifestCommand(_ context.Context, e Environment, args []string) error {
	f := flags("manifest")
	file := f.String("config", "", "configuration file")
	if len(args) == 0 || strings.HasPrefix(args[0], "-") {
		return fmt.Errorf("manifest of what? write soundings manifest slack: %w", errUsage)
	}
	platform := args[0]
	if err := parse(f, args[1:]); err != nil {
		return err
	}
	if platform != slack.Name || f.NArg() > 0 {
		return fmt.Errorf("there is no manifest for %q: write soundings manifest slack: %w", strings.Join(append([]string{platform}, f.Args()...), " "), errUsage)
	}
	c, err := loadConfig(e, *file)
	if err != nil {
		return err
	}
	url := c.PublicURL
	switch {
	case c.Slack.Mode == config.SlackSocket:
		url = ""
	case !strings.HasPrefix(url, "https://"):
		return errors.New("Slack has to reach the service by https: set public_url to its address, or slack.mode to socket, where the service calls Slack") //nolint:staticcheck // a name begins it
	}
	data, err := slack.Manifest(url)
	if err != nil {
		return err
	}
	_, err = e.Stdout.Write(data)
	return err
}
