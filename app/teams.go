package app

import (
	"net/http"
	"strings"

	"soundings/adapters/teams"
	"soundings/bot"
	"soundings/config"
)

// teamsParts is what the settings say of Teams; nil: it is not attached.
func teamsParts(c config.Config) *config.Teams {
	if c.Teams.AppID == "" {
		return nil
	}
	return &c.Teams
}

// newTeams makes the adapter for Teams.
func newTeams(p Parts, b *bot.Bot) (*teams.Adapter, error) {
	return teams.New(teamsOptions(*p.Teams, teams.Options{Deliver: b.Deliver, Linked: b.Linked, Now: p.Now, Log: p.Log}))
}

// teamsOptions puts the settings into o.
func teamsOptions(c config.Teams, o teams.Options) teams.Options {
	o.AppID, o.AppPassword, o.TenantID = c.AppID, c.AppPassword, c.TenantID
	o.OpenIDMetadataURL, o.TokenURL, o.ServiceHosts = c.OpenIDMetadataURL, c.TokenURL, c.ServiceHosts
	return o
}

// withTeams serves what Teams sends before the rest.
func withTeams(a *teams.Adapter, rest http.Handler) http.Handler {
	if a == nil {
		return rest
	}
	chat := a.Handler()
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasPrefix(r.URL.Path, "/teams/") || rest == nil {
			chat.ServeHTTP(w, r)
			return
		}
		rest.ServeHTTP(w, r)
	})
}
