package app

import (
	"context"
	"strings"
	"time"

	"soundings/adapters/teams"
	"soundings/config"
)

// checkTeams asks Microsoft for a token and for its keys, and looks at how Teams
// reaches us.
func checkTeams(ctx context.Context, c config.Config) []finding {
	if c.Teams.AppID == "" {
		return []finding{{mind, "Teams: not attached; suppliers take part in the browser.", "To attach it, see docs/teams.md."}}
	}
	ctx, cancel := context.WithTimeout(ctx, 5*askWithin)
	defer cancel()
	found := teams.Check(ctx, teamsOptions(c.Teams, teams.Options{Now: time.Now}))
	var all []finding
	if found.TokenErr != nil {
		all = append(all, finding{mend, "Teams: Microsoft gives the bot no token: " + found.TokenErr.Error() + ".", "See that teams.app_id, teams.app_password and teams.tenant_id are those of the bot's registration, that the secret has not expired, and that this machine may call login.microsoftonline.com."})
	} else {
		all = append(all, finding{fine, "Teams: Microsoft knows the bot and gives it a token.", ""})
	}
	if found.KeysErr != nil {
		all = append(all, finding{mend, "Teams: the keys by which Microsoft signs can't be fetched: " + found.KeysErr.Error() + ".", "See that this machine may call login.botframework.com."})
	}
	return append(all, checkTeamsReach(ctx, c)...)
}

// checkTeamsReach looks at how activities get here.
func checkTeamsReach(ctx context.Context, c config.Config) []finding {
	if !strings.HasPrefix(c.PublicURL, "https://") {
		return []finding{{mend, "Teams: it can't reach " + c.PublicURL + ".", "Set public_url to an https address that leads here."}}
	}
	where := "Teams: what is written comes to " + c.PublicURL + "/teams/messages"
	if reach(ctx, c.PublicURL+"/healthz") != nil {
		return []finding{{mind, where + ", which does not answer from here.", "Start the service; if it runs, look at the proxy before it, and at the messaging endpoint of the bot's registration."}}
	}
	return []finding{{fine, where + ". The tokens that Teams sends are tried with the first of them.", ""}}
}
