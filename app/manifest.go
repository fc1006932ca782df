package app

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"

	"soundings/adapters/slack"
	"soundings/adapters/teams"
	"soundings/config"
)

// manifestCommand prints what to install where, for these settings, or writes it
// to a file.
func manifestCommand(_ context.Context, e Environment, args []string) error {
	f := flags("manifest")
	file := f.String("config", "", "configuration file")
	out := f.String("o", "", "file to write to")
	if len(args) == 0 || strings.HasPrefix(args[0], "-") {
		return fmt.Errorf("manifest of what? write soundings manifest slack, or soundings manifest teams -o soundings.zip: %w", errUsage)
	}
	platform := args[0]
	if err := parse(f, args[1:]); err != nil {
		return err
	}
	if platform != slack.Name && platform != teams.Name || f.NArg() > 0 {
		return fmt.Errorf("there is no manifest for %q: write soundings manifest slack, or soundings manifest teams -o soundings.zip: %w",
			strings.Join(append([]string{platform}, f.Args()...), " "), errUsage)
	}
	if platform == teams.Name && *out == "" {
		return fmt.Errorf("Teams takes an archive: say where to put it, with soundings manifest teams -o soundings.zip: %w", errUsage) //nolint:staticcheck // a name begins it
	}
	c, err := loadConfig(e, *file)
	if err != nil {
		return err
	}
	made := slackManifest
	if platform == teams.Name {
		made = teamsPackage
	}
	data, err := made(c)
	if err != nil {
		return err
	}
	if *out == "" {
		_, err = e.Stdout.Write(data)
		return err
	}
	if err := os.WriteFile(*out, data, 0o644); err != nil { //nolint:gosec // nothing in it is secret
		return fmt.Errorf("write manifest: %w", err)
	}
	_, _ = fmt.Fprintf(e.Stdout, "Written to %s.\n", *out)
	return nil
}

// slackManifest is what Slack is given so that it makes the app.
func slackManifest(c config.Config) ([]byte, error) {
	url := c.PublicURL
	switch {
	case c.Slack.Mode == config.SlackSocket:
		url = ""
	case !strings.HasPrefix(url, "https://"):
		return nil, errors.New("Slack has to reach the service by https: set public_url to its address, or slack.mode to socket, where the service calls Slack") //nolint:staticcheck // a name begins it
	}
	return slack.Manifest(url)
}

// teamsPackage is what an administrator uploads to Teams.
func teamsPackage(c config.Config) ([]byte, error) {
	switch {
	case c.Teams.AppID == "":
		return nil, errors.New("the package names the bot: set teams.app_id to the id that Microsoft gave it, and teams.app_password and teams.tenant_id beside it")
	case !strings.HasPrefix(c.PublicURL, "https://"):
		return nil, errors.New("Teams has to reach the service by https: set public_url to its address") //nolint:staticcheck // a name begins it
	}
	return teams.Package(c.Teams.AppID, c.PublicURL)
}
