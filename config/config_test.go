package config_test

import (
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"soundings/config"
)

var update = flag.Bool("update", false, "write the golden files anew")

// fixture is a settings file whose comments also hold the environment and
// other files:
//
//	#env NAME=value
//	#file path=content
type fixture struct {
	environment, files map[string]string
}

func newFixture(yaml string) fixture {
	f := fixture{environment: map[string]string{}, files: map[string]string{"settings.yaml": yaml}}
	for line := range strings.Lines(yaml) {
		line = strings.TrimSuffix(line, "\n")
		if pair, ok := strings.CutPrefix(line, "#env "); ok {
			name, value, _ := strings.Cut(pair, "=")
			f.environment[name] = value
		}
		if pair, ok := strings.CutPrefix(line, "#file "); ok {
			name, content, _ := strings.Cut(pair, "=")
			f.files[name] = strings.ReplaceAll(content, `\n`, "\n")
		}
	}
	return f
}

func (f fixture) lookup(name string) (string, bool) {
	value, ok := f.environment[name]
	return value, ok
}

func (f fixture) readFile(name string) ([]byte, error) {
	content, ok := f.files[name]
	if !ok {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	}
	return []byte(content), nil
}

// TestLoad compares what each fixture gives, settings or faults, with a golden
// file. "hunter2" stands in every secret and may stand in no result.
func TestLoad(t *testing.T) {
	names, err := filepath.Glob("testdata/*.yaml")
	if err != nil || len(names) == 0 {
		t.Fatalf("find fixtures: %v, %v", names, err)
	}
	for _, name := range names {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".yaml"), func(t *testing.T) {
			yaml, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			f := newFixture(string(yaml))
			c, err := config.Load("settings.yaml", f.lookup, f.readFile)
			got := fmt.Sprintf("%v\n", err)
			if err == nil {
				got = dump(c)
			}
			if strings.Contains(got, "hunter2") {
				t.Errorf("a secret is in what is told:\n%s", got)
			}
			golden(t, strings.TrimSuffix(name, ".yaml")+".golden", got)
		})
	}
}

func dump(c config.Config) string {
	return strings.NewReplacer("{Listen:", "{\n  Listen:", " ", "\n  ").Replace(fmt.Sprintf("%+v", c)) + "\n"
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(name, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", name, diff)
	}
}

func TestLoadWithoutAnything(t *testing.T) {
	f := newFixture("")
	c, err := config.Load("", f.lookup, f.readFile)
	if err != nil {
		t.Fatal(err)
	}
	if c.Listen != "localhost:8080" || c.PublicURL != "http://localhost:8080" || c.Data != "data" || c.KeyFile != "data/key" ||
		c.Zone().String() != "Europe/London" || !c.RedisURL.Empty() || !c.Slack.BotToken.Empty() {
		t.Errorf("Load without anything = %+v", c)
	}
}

func TestLoadWithoutItsFile(t *testing.T) {
	f := newFixture("")
	_, err := config.Load("other.yaml", f.lookup, f.readFile)
	if want := "read settings: other.yaml: there is no such file"; fmt.Sprint(err) != want {
		t.Errorf("Load = %v, want %s", err, want)
	}
}

func TestSecretsArrive(t *testing.T) {
	f := newFixture(`
#env SOUNDINGS_SLACK_BOT_TOKEN=xoxb-1
#env SOUNDINGS_SLACK_SIGNING_SECRET_FILE=/run/signing
#file /run/signing=two\n
public_url: https://soundings.example
slack: {app_token: xapp-3}
`)
	c, err := config.Load("settings.yaml", f.lookup, f.readFile)
	if err != nil {
		t.Fatal(err)
	}
	got := []string{c.Slack.BotToken.Reveal(), c.Slack.SigningSecret.Reveal(), c.Slack.AppToken.Reveal()}
	if diff := cmp.Diff([]string{"xoxb-1", "two", "xapp-3"}, got); diff != "" {
		t.Errorf("secrets (-want +got):\n%s", diff)
	}
}

// TestDescribe shows that every setting is documented and that its example is
// one that Load takes.
func TestDescribe(t *testing.T) {
	for _, d := range config.Describe() {
		t.Run(d.Key, func(t *testing.T) {
			yaml := d.Key + ": " + d.Example + "\n"
			if section, key, ok := strings.Cut(d.Key, "."); ok {
				yaml = section + ":\n  " + key + ": " + d.Example + "\n"
			}
			f := newFixture(yaml)
			_, err := config.Load("settings.yaml", f.lookup, f.readFile)
			if err != nil && strings.Contains(err.Error(), "settings.yaml:") && !strings.Contains(err.Error(), "no Redis to wait for") {
				t.Errorf("the example of %s is wrong: %v", d.Key, err)
			}
			if d.What == "" || !strings.HasPrefix(d.Variable, "SOUNDINGS_") {
				t.Errorf("Describe has %+v", d)
			}
		})
	}
}

func FuzzLoad(f *testing.F) {
	names, err := filepath.Glob("testdata/*.yaml")
	if err != nil {
		f.Fatal(err)
	}
	for _, name := range names {
		yaml, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(yaml))
	}
	f.Fuzz(func(t *testing.T, yaml string) {
		fixture := newFixture(yaml)
		c, err := config.Load("settings.yaml", fixture.lookup, fixture.readFile)
		if err == nil && (c.Listen == "" || c.PublicURL == "" || c.KeyFile == "" || c.Timezone == "") {
			t.Errorf("Load gave incomplete settings: %+v", c)
		}
		if err != nil && !strings.HasPrefix(err.Error(), "read settings: ") {
			t.Errorf("Load gave a strange error: %v", err)
		}
	})
}
