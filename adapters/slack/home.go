package slack

import (
	"context"

	"github.com/slack-go/slack"

	"soundings/bot"
)

// homeOpened shows what the app is to somebody who opens its page.
func homeOpened(ctx context.Context, a *Adapter, m object) (bot.Event, bool, error) {
	if tab := m.text("tab"); tab != "" && tab != "home" {
		return bot.Event{}, false, nil
	}
	user := m.id("user")
	a.later(ctx, "home", func(ctx context.Context) error {
		r := &rendering{window: true}
		r.title("Soundings")
		r.text(bot.ParseMarkdown(aboutUs))
		_, err := a.api.PublishViewContext(ctx, slack.PublishViewContextRequest{
			UserID: user, View: slack.HomeTabViewRequest{Type: slack.VTHomeTab, Blocks: slack.Blocks{BlockSet: r.blocks}},
		})
		return err
	})
	return bot.Event{}, false, nil
}

// aboutUs is what somebody reads who looks what this is.
const aboutUs = `Soundings puts a draft specification in front of suppliers, section by section, where they already talk. What they say comes back to the buying team as a digest.

**You run an engagement:** in the private channel of your team, type **/soundings**. It shows where things stand, and what to do next. To begin one, type **/soundings new** and what it is about.

**You are a supplier:** everything is in the channel that you share with the buyer. Press **Show the sections** there, or write **sections**. Nothing is scored, and no other supplier sees your name.

Nothing leaves for suppliers before somebody of the team has seen exactly what they will see.`
