package app

import (
	"archive/zip"
	"context"
	"log/slog"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"soundings/config"
	"soundings/conversations"
	"soundings/docs/sample"
	"soundings/internal/faketeams"
	"soundings/internal/secret"
	"soundings/journal"
)

// The package for Teams is made for the settings, or it is said what they lack.
func TestTeamsPackage(t *testing.T) {
	dir := t.TempDir()
	out := filepath.Join(dir, "soundings.zip")
	run := func(settings map[string]string, args ...string) (int, string) {
		said, errs := &output{}, &output{}
		e := environment(dir, "", said, errs)
		known := e.Getenv
		e.Getenv = func(key string) (string, bool) {
			if v, ok := settings[key]; ok {
				return v, true
			}
			return known(key)
		}
		code := Main(t.Context(), append([]string{"manifest"}, args...), e)
		return code, said.String() + errs.String()
	}
	whole := map[string]string{
		"SOUNDINGS_TEAMS_APP_ID": faketeams.App, "SOUNDINGS_TEAMS_APP_PASSWORD": "x", "SOUNDINGS_TEAMS_TENANT_ID": faketeams.Home,
		"SOUNDINGS_PUBLIC_URL": "https://soundings.example.gov.uk",
	}
	for _, c := range []struct {
		settings map[string]string
		args     []string
		code     int
		says     string
	}{
		{whole, []string{"teams", "-o", out}, 0, "Written to"},
		{whole, []string{"teams"}, 2, "say where to put it"},
		{whole, []string{"pigeon"}, 2, "no manifest for"},
		{nil, nil, 2, "manifest of what"},
		{nil, []string{"teams", "-o", out}, 1, "set teams.app_id"},
		{map[string]string{"SOUNDINGS_PUBLIC_URL": "http://localhost:1", "SOUNDINGS_TEAMS_APP_ID": whole["SOUNDINGS_TEAMS_APP_ID"], "SOUNDINGS_TEAMS_APP_PASSWORD": "x", "SOUNDINGS_TEAMS_TENANT_ID": faketeams.Home}, []string{"teams", "-o", out}, 1, "by https"},
		{whole, []string{"teams", "-o", filepath.Join(dir, "no", "folder", "x.zip")}, 1, "write manifest"},
	} {
		if code, said := run(c.settings, c.args...); code != c.code || !strings.Contains(said, c.says) {
			t.Errorf("manifest %v: %d %s, want %d and %q", c.args, code, said, c.code, c.says)
		}
	}
	archive, err := zip.OpenReader(out)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = archive.Close() }() // it was only read
	if len(archive.File) != 3 {
		t.Errorf("there are %d files in it", len(archive.File))
	}
}

// With its settings the service is in Teams: what is written there is recorded and
// answered, and the service says that it works.
func TestTeamsIsAttached(t *testing.T) {
	fake := faketeams.New(faketeams.Options{})
	at, err := url.Parse(fake.Serve(t))
	if err != nil {
		t.Fatal(err)
	}
	k := testKeys(t)
	s, err := Start(t.Context(), Parts{
		Store: journal.NewMemory(), Key: k.root, Signer: k.signer, Settings: conversations.Settings{Buyer: sample.Buyer, Contact: sample.Contact, Zone: "Europe/London"},
		Teams: &config.Teams{
			AppID: faketeams.App, AppPassword: secret.New(fake.AppPassword()), TenantID: faketeams.Home,
			OpenIDMetadataURL: fake.MetadataURL(), TokenURL: fake.TokenURL(), ServiceHosts: []string{at.Host},
		},
		Now: time.Now, Log: slog.New(slog.DiscardHandler),
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Stop(context.WithoutCancel(t.Context())); err != nil {
			t.Error(err)
		}
	})
	server := httptest.NewServer(withTeams(s.teams, nil))
	t.Cleanup(server.Close)
	fake.Connect(server.URL + "/teams/messages")
	const room, dana = "19:team@thread.tacv2", "29:dana"
	fake.AddPerson(faketeams.Person{ID: dana, Name: "Dana Ellery"})
	fake.AddConversation(faketeams.Conversation{ID: room, Name: "digital care", Membership: faketeams.Private, Members: []string{dana}, Installed: true})
	if _, err := fake.Say(t.Context(), dana, room, "@Soundings new Digital care at home"); err != nil {
		t.Fatal(err)
	}
	if _, err := fake.WaitMessage(t.Context(), room, "nothing has been sent to anyone yet"); err != nil {
		t.Fatal(err)
	}
	for _, c := range s.checks() {
		if err := c.run(t.Context()); err != nil {
			t.Errorf("%s: %v", c.name, err)
		}
	}
}
