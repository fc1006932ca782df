package app

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"soundings/adapters/teams"
	"soundings/config"
	"soundings/internal/faketeams"
	"soundings/internal/secret"
)

// teamsGuide gives the rows of a table of the guide for Teams.
func teamsGuide(t *testing.T, mark string) [][]string {
	t.Helper()
	data, err := os.ReadFile("../docs/teams.md")
	if err != nil {
		t.Fatal(err)
	}
	return guideTable(t, string(data), mark)
}

// What the guide tells an administrator of the rights is what the app asks for.
func TestTeamsGuideNamesTheRights(t *testing.T) {
	want := make([]string, 0, len(teams.Rights()))
	for _, r := range teams.Rights() {
		want = append(want, "`"+r.Name+"`: "+r.Why)
	}
	var got []string
	for _, row := range teamsGuide(t, "rights") {
		got = append(got, row[0]+": "+row[1])
	}
	if !slices.Equal(got, want) {
		t.Errorf("the guide names\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// The settings of Teams are all in the guide, each with its variable, and with the
// one for a file where it is a secret.
func TestTeamsGuideNamesTheSettings(t *testing.T) {
	known := map[string]config.Description{}
	for _, s := range config.Describe() {
		known[s.Key] = s
	}
	told := map[string]bool{}
	for _, row := range teamsGuide(t, "settings") {
		key := strings.Trim(row[0], "`")
		told[key] = true
		if s := known[key]; strings.Trim(row[1], "`") != s.Variable || strings.Trim(row[2], "`") != s.File {
			t.Errorf("the guide has %s and %s for %s, want %s and %s", row[1], row[2], key, s.Variable, s.File)
		}
	}
	for key := range known {
		if strings.HasPrefix(key, "teams.") && !told[key] {
			t.Errorf("the guide leaves out %s", key)
		}
	}
}

// Whatever "soundings check" finds to say of Teams, but that all is right, is in the
// guide, and the guide has nothing that it does not say.
func TestTeamsGuideKnowsEachFinding(t *testing.T) {
	var told []*regexp.Regexp
	for _, row := range teamsGuide(t, "findings") {
		told = append(told, regexp.MustCompile("^"+strings.ReplaceAll(regexp.QuoteMeta(row[0]), "…", ".+")))
	}
	said := make([]int, len(told))
	fake := faketeams.New(faketeams.Options{})
	fake.Serve(t)
	for name, change := range map[string]func(*config.Config){
		"not attached":      func(c *config.Config) { c.Teams.AppID = "" },
		"another secret":    func(c *config.Config) { c.Teams.AppPassword = secret.New("other") },
		"no keys":           func(c *config.Config) { c.Teams.OpenIDMetadataURL = fake.TokenURL() },
		"no public address": func(c *config.Config) { c.PublicURL = "http://127.0.0.1:1" },
		"nobody answers":    func(*config.Config) {},
	} {
		c := config.Config{PublicURL: "https://127.0.0.1:1", Teams: config.Teams{
			AppID: faketeams.App, AppPassword: secret.New(fake.AppPassword()), TenantID: faketeams.Home,
			OpenIDMetadataURL: fake.MetadataURL(), TokenURL: fake.TokenURL(),
		}}
		change(&c)
		for _, f := range checkTeams(t.Context(), c) {
			row := slices.IndexFunc(told, func(r *regexp.Regexp) bool { return r.MatchString(f.what) })
			switch {
			case f.level == fine:
			case row < 0:
				t.Errorf("%s: check says %q, of which the guide knows nothing", name, f.what)
			default:
				said[row]++
			}
		}
	}
	for i, n := range said {
		if n == 0 {
			t.Errorf("the guide has %q, which check never says", told[i])
		}
	}
}
