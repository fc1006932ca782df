package app

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"soundings/adapters/slack"
	"soundings/config"
	"soundings/internal/fakeslack"
	"soundings/internal/secret"
)

// slackGuide gives the rows of a table of the guide for Slack.
func slackGuide(t *testing.T, mark string) [][]string {
	t.Helper()
	data, err := os.ReadFile("../docs/slack.md")
	if err != nil {
		t.Fatal(err)
	}
	return guideTable(t, string(data), mark)
}

// guideTable gives the rows of a table of a guide, without its head: the cells of
// each, between two marks.
func guideTable(t *testing.T, guide, mark string) [][]string {
	t.Helper()
	_, rest, begun := strings.Cut(guide, "<!-- "+mark+" -->")
	table, _, ended := strings.Cut(rest, "<!-- end of "+mark+" -->")
	if !begun || !ended {
		t.Fatalf("the guide has no table between the marks of %q", mark)
	}
	var rows [][]string
	for line := range strings.Lines(strings.TrimSpace(table)) {
		cells := strings.Split(strings.Trim(strings.TrimSpace(line), "|"), "|")
		for i := range cells {
			cells[i] = strings.TrimSpace(cells[i])
		}
		rows = append(rows, cells)
	}
	if len(rows) < 3 {
		t.Fatalf("the table of %q has no rows", mark)
	}
	return rows[2:]
}

// What the guide tells an administrator of the rights is what the app asks for.
func TestSlackGuideNamesTheRights(t *testing.T) {
	want := make([]string, 0, len(slack.Scopes()))
	for _, s := range slack.Scopes() {
		want = append(want, "`"+s.Name+"`: "+s.Why)
	}
	var got []string
	for _, row := range slackGuide(t, "scopes") {
		got = append(got, row[0]+": "+row[1])
	}
	if !slices.Equal(got, want) {
		t.Errorf("the guide names\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// The settings of Slack are all in the guide, each with its variable, and with the
// one for a file where it is a secret.
func TestSlackGuideNamesTheSettings(t *testing.T) {
	known := map[string]config.Description{}
	for _, s := range config.Describe() {
		known[s.Key] = s
	}
	told := map[string]bool{}
	for _, row := range slackGuide(t, "settings") {
		key := strings.Trim(row[0], "`")
		s, there := known[key]
		told[key] = true
		if variable := strings.Trim(row[1], "`"); !there || variable != s.Variable {
			t.Errorf("the guide has %s as the variable of %s, want %q", variable, key, s.Variable)
		}
		if file := strings.Trim(row[2], "`"); file != s.File {
			t.Errorf("the guide has %q as the variable for a file of %s, want %q", file, key, s.File)
		}
	}
	for key := range known {
		if strings.HasPrefix(key, "slack.") && !told[key] {
			t.Errorf("the guide leaves out %s", key)
		}
	}
}

// Whatever "soundings check" finds to say of Slack, but that all is right, is in
// the guide, and the guide has nothing that it does not say.
func TestSlackGuideKnowsEachFinding(t *testing.T) {
	var told []*regexp.Regexp
	for _, row := range slackGuide(t, "findings") {
		told = append(told, regexp.MustCompile("^"+strings.ReplaceAll(regexp.QuoteMeta(row[0]), "…", ".+")))
	}
	said := make([]int, len(told))
	all := make([]string, 0, len(slack.Scopes()))
	for _, s := range slack.Scopes() {
		all = append(all, s.Name)
	}
	whole := config.Config{PublicURL: "https://127.0.0.1:1", Slack: config.Slack{Mode: config.SlackHTTP, BotToken: secret.New("xoxb-fake")}}
	for name, c := range map[string]struct {
		scopes []string
		change func(*config.Config)
	}{
		"not attached":      {all, func(c *config.Config) { c.Slack.BotToken = secret.Text{} }},
		"another token":     {all, func(c *config.Config) { c.Slack.BotToken = secret.New("xoxb-other") }},
		"too few rights":    {all[1:], func(*config.Config) {}},
		"too many rights":   {append(slices.Clone(all), "search:read"), func(*config.Config) {}},
		"no socket":         {all, func(c *config.Config) { c.Slack.Mode, c.Slack.AppToken = config.SlackSocket, secret.New("xapp-other") }},
		"no public address": {all, func(c *config.Config) { c.PublicURL = "http://127.0.0.1:1" }},
		"nobody answers":    {all, func(*config.Config) {}},
		"all is well":       {all, func(c *config.Config) { c.Slack.Mode, c.Slack.AppToken = config.SlackSocket, secret.New("xapp-fake") }},
	} {
		t.Run(name, func(t *testing.T) {
			fake := fakeslack.New(fakeslack.Options{Scopes: c.scopes})
			settings := whole
			settings.Slack.APIURL = fake.Serve(t) + "/api/"
			c.change(&settings)
			for _, f := range checkSlack(t.Context(), settings) {
				row := slices.IndexFunc(told, func(r *regexp.Regexp) bool { return r.MatchString(f.what) })
				switch {
				case f.level == fine:
				case row < 0:
					t.Errorf("check says %q, of which the guide knows nothing", f.what)
				default:
					said[row]++
				}
			}
		})
	}
	for i, n := range said {
		if n == 0 {
			t.Errorf("the guide has %q, which check never says", told[i])
		}
	}
}
