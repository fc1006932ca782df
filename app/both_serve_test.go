package app

import (
	"context"
	"io"
	"net/http"
	"net/url"
	"strings"
	"syscall"
	"testing"
	"time"

	"soundings/internal/faketeams"
)

// With the settings of both platforms the program serves them beside its pages: a team
// in Teams lets a supplier in on Slack, where nobody of it has an account. It is killed
// between the question and the answer.
func TestTheProgramServesEveryPlatform(t *testing.T) {
	if testing.Short() {
		t.Skip("the service is in a process of its own")
	}
	t.Parallel()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	slackFake, teamsFake := newPlatforms(t)
	api := slackFake.Serve(t) + "/api/"
	host, err := url.Parse(teamsFake.Serve(t))
	if err != nil {
		t.Fatal(err)
	}
	k := &inTeams{fake: teamsFake, mortal: newMortal(t,
		"SOUNDINGS_SLACK_BOT_TOKEN=xoxb-fake", "SOUNDINGS_SLACK_SIGNING_SECRET=0123456789abcdef0123456789abcdef", "SOUNDINGS_SLACK_API_URL="+api,
		"SOUNDINGS_TEAMS_APP_ID="+faketeams.App, "SOUNDINGS_TEAMS_APP_PASSWORD="+teamsFake.AppPassword(), "SOUNDINGS_TEAMS_TENANT_ID="+faketeams.Home,
		"SOUNDINGS_TEAMS_OPENID_METADATA_URL="+teamsFake.MetadataURL(), "SOUNDINGS_TEAMS_TOKEN_URL="+teamsFake.TokenURL(), "SOUNDINGS_TEAMS_SERVICE_HOSTS="+host.Host)}
	slackFake.Connect("http://" + k.address)
	teamsFake.Connect("http://" + k.address + "/teams/messages")

	k.says(ctx, teamsNoor, teamsTeam, "new Parking", teamsTeam, "nothing has been sent")
	k.says(ctx, teamsNoor, teamsTeam, "import\n# Permits\nOne for each home.\n# Fines\nSixty pounds.\n", teamsTeam, "2 sections")
	k.says(ctx, teamsNoor, teamsTeam, "closes "+time.Now().AddDate(0, 1, 0).Format(time.DateOnly)+" 17:00", teamsTeam, "Answers are taken until")
	code := aCode.FindString(k.says(ctx, teamsNoor, teamsTeam, "invite Moor, small firm, on Slack", teamsFake.Direct(teamsNoor), "A code for Moor").Words())
	// Mo writes to the bot without knowing how, and fills in the form that is offered.
	if _, err := slackFake.Say(ctx, slackMo, slackMoor, "@soundings hello"); err != nil {
		t.Fatal(err)
	}
	if err := slackFake.Wait(ctx, func() bool { return len(slackFake.Ephemerals(slackMoor, slackMo)) > 0 }); err != nil {
		t.Fatal(err)
	}
	if _, err := slackFake.Press(ctx, slackMo, slackMoor, "", "I have a code"); err != nil {
		t.Fatal(err)
	}
	if err := slackFake.Wait(ctx, func() bool { return len(slackFake.Views(slackMo)) > 0 }); err != nil {
		t.Fatal(err)
	}
	if err := slackFake.Fill(slackMo, "", "f-code", code); err != nil {
		t.Fatal(err)
	}
	if done, err := slackFake.Submit(ctx, slackMo, ""); err != nil || done.Trouble {
		t.Fatalf("the form is not taken: %+v, %v", done, err)
	}
	asked := k.posted(ctx, teamsTeam, "wrote the code for Moor in #moor (Slack)")
	readyWith(t, k.address, "slack", "teams", "web") // each of them was heard from
	k.end(syscall.SIGKILL)
	k.start()
	if _, _, err := teamsFake.Press(ctx, teamsNoor, teamsTeam, asked.ID, "Yes, it is theirs"); err != nil {
		t.Fatal(err)
	}
	k.posted(ctx, teamsTeam, "Moor takes part in #moor (Slack)")
	// With an address, Slack makes the channel and invites.
	k.says(ctx, teamsNoor, teamsTeam, "invite Birch, charity, bo@birch.example, on Slack", teamsTeam, "The channel for Birch is there")
	if invites := slackFake.Invites(); len(invites) != 1 || invites[0].Mail != "bo@birch.example" {
		t.Errorf("Slack invites %+v", invites)
	}
	k.says(ctx, teamsNoor, teamsTeam, "preview", teamsTeam, "[Open to 2 suppliers]")
	k.says(ctx, teamsNoor, teamsTeam, "open now", teamsTeam, "Open: 2 organisations")
	if _, err := slackFake.WaitMessage(ctx, slackMoor, "Parking: your list"); err != nil {
		t.Fatal(err)
	}
	if _, err := slackFake.Say(ctx, slackMo, slackMoor, "2 can't: our machines take no more than forty"); err != nil {
		t.Fatal(err)
	}
	if _, err := slackFake.WaitMessage(ctx, slackMoor, "Recorded for Moor"); err != nil {
		t.Fatal(err)
	}
	k.says(ctx, teamsNoor, teamsTeam, "I declare: no interest", teamsFake.Direct(teamsNoor), "you have no link")
	k.says(ctx, teamsNoor, teamsTeam, "digest", teamsTeam, "our machines take no more than forty")
}

// readyWith checks that the service says of each adapter that it works.
func readyWith(t *testing.T, address string, adapters ...string) {
	t.Helper()
	answer, err := http.Get("http://" + address + "/readyz")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = answer.Body.Close() }() // it was read
	said, err := io.ReadAll(answer.Body)
	if err != nil || answer.StatusCode != http.StatusOK {
		t.Fatalf("readyz answers %d: %s (%v)", answer.StatusCode, said, err)
	}
	for _, name := range adapters {
		if !strings.Contains(string(said), name) {
			t.Errorf("readyz says nothing of %s: %s", name, said)
		}
	}
}
