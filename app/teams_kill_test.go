package app

import (
	"context"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"

	"soundings/adapters/webtest"
	"soundings/internal/faketeams"
)

// The people and places of the play, and the two who answer: Ana in a shared channel,
// Bo in the browser.
const (
	killDana = "29:dana"
	killAna  = "29:ana"
	killTeam = "19:care@thread.tacv2"
	killRoom = "19:tidewell@thread.tacv2"
)

// inTeams is the service in a process of its own, with Teams on loopback.
type inTeams struct {
	*mortal
	fake *faketeams.Teams
}

func newInTeams(t *testing.T) *inTeams {
	t.Helper()
	fake := faketeams.New(faketeams.Options{})
	host, err := url.Parse(fake.Serve(t))
	if err != nil {
		t.Fatal(err)
	}
	k := &inTeams{fake: fake, mortal: newMortal(t,
		"SOUNDINGS_TEAMS_APP_ID="+faketeams.App, "SOUNDINGS_TEAMS_APP_PASSWORD="+fake.AppPassword(), "SOUNDINGS_TEAMS_TENANT_ID="+faketeams.Home,
		"SOUNDINGS_TEAMS_OPENID_METADATA_URL="+fake.MetadataURL(), "SOUNDINGS_TEAMS_TOKEN_URL="+fake.TokenURL(), "SOUNDINGS_TEAMS_SERVICE_HOSTS="+host.Host)}
	fake.Connect("http://" + k.address + "/teams/messages")
	fake.AddPerson(faketeams.Person{ID: killDana, Name: "Dana Ellery"})
	fake.AddPerson(faketeams.Person{ID: killAna, Name: "Ana Whitlock", Tenant: "tenant-tidewell"})
	fake.AddConversation(faketeams.Conversation{ID: killTeam, Membership: faketeams.Private, Members: []string{killDana}, Installed: true})
	fake.AddConversation(faketeams.Conversation{ID: killRoom, Membership: faketeams.Shared, Members: []string{killDana, killAna}, Installed: true})
	return k
}

// says lets somebody write, and waits for the words that come because of it.
func (k *inTeams) says(ctx context.Context, person, room, text, at, words string) faketeams.Message {
	k.t.Helper()
	if _, err := k.fake.Say(ctx, person, room, "@Soundings "+text); err != nil {
		k.t.Fatalf("%q: %v", text, err)
	}
	return k.posted(ctx, at, words)
}

func (k *inTeams) posted(ctx context.Context, at, words string) faketeams.Message {
	k.t.Helper()
	m, err := k.fake.WaitMessage(ctx, at, words)
	if err != nil {
		k.t.Fatal(err)
	}
	return m
}

// held does what makes the service post something, and kills it while that stands
// in Teams and it has not heard so.
func (k *inTeams) held(ctx context.Context, do func()) {
	k.t.Helper()
	hang := make(chan struct{})
	before := k.fake.Counts().Posts
	k.fake.Fail("send", 1, faketeams.Fault{AfterDoing: true, Hang: hang, Reset: true})
	close(hang) // it is reset as soon as it stands
	do()
	if err := k.fake.Wait(ctx, func() bool { return k.fake.Counts().Posts > before }); err != nil {
		k.t.Fatal(err)
	}
	k.end(syscall.SIGKILL)
	k.start()
}

// standing counts the messages of the bot in a room that have these words.
func (k *inTeams) standing(room, words string) int {
	n := 0
	for _, m := range k.fake.Messages(room) {
		if m.From == faketeams.Bot && strings.Contains(m.Words(), words) {
			n++
		}
	}
	return n
}

var linkToPage = regexp.MustCompile(`http://127\.0\.0\.1:\d+/j/[\w.-]+`)

// A supplier in Teams and one in the browser answer in one engagement, whose team is
// in Teams, and one digest has both. The service is killed while it posts a reply,
// which is repeated, and while it posts the digest and then what goes to everybody,
// which are not: the team is asked whether they arrived.
func TestKilledWhileItPostsInTeams(t *testing.T) {
	if testing.Short() {
		t.Skip("the service is in a process of its own")
	}
	t.Parallel()
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	k := newInTeams(t)
	k.says(ctx, killDana, killTeam, "new Care at home", killTeam, "nothing has been sent")
	k.says(ctx, killDana, killTeam, "import\n# What we hope for\nPeople stay safe.\n# Alarms\nOne minute.\n# Payment\nBy result.\n", killTeam, "3 sections")
	k.says(ctx, killDana, killTeam, "closes "+time.Now().AddDate(0, 1, 0).Format(time.DateOnly)+" 17:00", killTeam, "Answers are taken until")
	k.says(ctx, killDana, killRoom, "invite Tidewell, small firm", killTeam, "the channel of Tidewell")
	k.says(ctx, killDana, killTeam, "invite Moor, large firm, link", killTeam, "Moor")
	k.says(ctx, killDana, killTeam, "preview", killTeam, "[Open to 2 suppliers]")
	k.says(ctx, killDana, killTeam, "open now", killTeam, "Open: 1 organisation")
	k.posted(ctx, killRoom, "your list")

	asked := k.says(ctx, killAna, killRoom, "1 works: we do this in two towns", killTeam, "Who speaks for Tidewell")
	if _, _, err := k.fake.Press(ctx, killDana, killTeam, asked.ID, "They speak for Tidewell"); err != nil {
		t.Fatal(err)
	}
	k.posted(ctx, killRoom, "Recorded for Tidewell: 1 ")
	k.held(ctx, func() {
		if _, err := k.fake.Say(ctx, killAna, killRoom, "@Soundings 2 risk: one nurse at night"); err != nil {
			t.Error(err)
		}
	})
	if err := k.fake.Wait(ctx, func() bool { return k.standing(killRoom, "Recorded for Tidewell: 2 ") == 2 }); err != nil {
		t.Errorf("the reply stands %d times, want it repeated: %v", k.standing(killRoom, "Recorded for Tidewell: 2 "), err)
	}
	k.says(ctx, killDana, killTeam, "links", "a:dana", "[No link to any of them]") // which everybody is asked once
	if _, _, err := k.fake.Press(ctx, killDana, "a:dana", "", "No link to any of them"); err != nil {
		t.Fatal(err)
	}
	k.answersInBrowser(ctx)
	k.says(ctx, killAna, killRoom, "3 works: with what we have", killRoom, "Recorded for Tidewell: 3 ")
	before := k.standing(killTeam, "what suppliers said")
	k.held(ctx, func() {
		if _, err := k.fake.Say(ctx, killDana, killTeam, "@Soundings digest"); err != nil {
			t.Error(err)
		}
	})
	if err := k.fake.Wait(ctx, func() bool { return k.standing(killTeam, "what suppliers said") > before }); err != nil {
		t.Fatal(err)
	}
	said := k.posted(ctx, killTeam, "what suppliers said")
	k.says(ctx, killAna, killRoom, "1 further: in three towns by then", killRoom, "We could go further") // by then all is settled that was under way
	if n := k.standing(killTeam, "what suppliers said") - before; n != 1 {
		t.Errorf("the digest stands %d times, want once", n)
	}
	for _, words := range []string{"2 suppliers", "one nurse at night", "nobody knows the price"} {
		if !strings.Contains(said.Words(), words) {
			t.Errorf("the digest has no %q:\n%s", words, said.Words())
		}
	}
	k.posted(ctx, killTeam, "I can't tell whether a digest stands above")
	k.releases(ctx)
	if log := k.record(ctx); strings.Count(log, `"kind":"message.doubtful"`) != 2 {
		t.Errorf("the record tells of %d doubtful messages, want the digest and the release", strings.Count(log, `"kind":"message.doubtful"`))
	}
}

// releases has something go to everybody, and the service killed while it stands in
// the supplier's channel. It is sent again when the team says so, and not before.
func (k *inTeams) releases(ctx context.Context) {
	k.t.Helper()
	const words = "There is free parking behind the hall."
	k.says(ctx, killDana, killTeam, "send: "+words, killTeam, "Nobody has read any of it yet")
	k.fake.Fail("send", -1, faketeams.Fault{AfterDoing: true, Reset: true}) // whatever goes out first: all of it stands, and nobody says so
	if _, err := k.fake.Say(ctx, killDana, killTeam, "@Soundings send now N1: it is soon"); err != nil {
		k.t.Error(err)
	}
	if err := k.fake.Wait(ctx, func() bool { return k.standing(killRoom, words) == 1 }); err != nil {
		k.t.Fatal(err)
	}
	k.end(syscall.SIGKILL)
	k.fake.Heal("send")
	k.start()
	asked := k.posted(ctx, killTeam, "I can't tell whether what went to everybody as N1 arrived")
	if !strings.Contains(asked.Words(), "Tidewell") || strings.Contains(asked.Words(), "Moor") {
		k.t.Errorf("asked of other places than the channel of Tidewell:\n%s", asked.Words())
	}
	k.says(ctx, killAna, killRoom, "1 works: as before", killRoom, "Works for us") // by then all is settled that was under way
	if n := k.standing(killRoom, words); n != 1 {
		k.t.Errorf("what went to everybody stands %d times, want once", n)
	}
	if _, _, err := k.fake.Press(ctx, killDana, killTeam, asked.ID, "Send it again"); err != nil {
		k.t.Fatal(err)
	}
	if err := k.fake.Wait(ctx, func() bool { return k.standing(killRoom, words) == 2 }); err != nil {
		k.t.Errorf("it is not sent again: %v", err)
	}
}

// answersInBrowser is Bo of Moor, with the link that the team has passed on.
func (k *inTeams) answersInBrowser(ctx context.Context) {
	k.t.Helper()
	link := linkToPage.FindString(k.says(ctx, killDana, killTeam, "links", "a:dana", "/j/").Words())
	b := webtest.New("http://" + k.address)
	if page, err := b.Open(ctx, link); err != nil || page.Status != http.StatusOK {
		k.t.Fatalf("open %q: %v", link, err)
	}
	form, _ := b.Page.Form("write")
	page, err := b.Submit(ctx, form, map[string]string{"text": "3 can't: nobody knows the price", "name": "Bo Lund"}, "", nil)
	if err != nil || page.Status != http.StatusOK {
		k.t.Fatalf("answer in the browser: %v, %v", page, err)
	}
}

// record ends the service and reads the record.
func (k *inTeams) record(ctx context.Context) string {
	k.t.Helper()
	k.end(syscall.SIGTERM)
	stdout, stderr := &output{}, &output{}
	if code := Main(ctx, []string{"log", "--json", "care-at-home"}, environment(k.dir, "", stdout, stderr)); code != 0 {
		k.t.Fatalf("log = %d: %s", code, stderr.String())
	}
	return stdout.String()
}
