package app

import (
	"context"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"soundings/adapters/slack"
	"soundings/adapters/teams"
	"soundings/adapters/webtest"
	"soundings/bot"
	"soundings/conversations"
	"soundings/docs/sample"
	"soundings/internal/fakeslack"
	"soundings/internal/faketeams"
	"soundings/internal/secret"
	"soundings/journal/sqlite"
)

// The people and places of the plays on several platforms. Dana is of the council on
// Slack, Noor of the council in Teams, and neither is known on the other platform.
const (
	slackTeam, slackTide, slackMoor = "C0CARE", "C0TIDEWELL", "C0MOOR"
	slackDana, slackAna, slackMo    = "U0DANA", "U0ANA", "U0MO"
	teamsTeam, teamsAlder, teamsAll = "19:parking@thread.tacv2", "19:alder@thread.tacv2", "19:all@thread.tacv2"
	teamsNoor, teamsAda             = "29:noor", "29:ada"
)

// newPlatforms makes both stand-ins, with those people and places.
func newPlatforms(t *testing.T) (*fakeslack.Slack, *faketeams.Teams) {
	t.Helper()
	s, m := fakeslack.New(fakeslack.Options{}), faketeams.New(faketeams.Options{})
	s.AddTeam("T0TIDEWELL", "Tidewell")
	s.AddTeam("T0MOOR", "Moor")
	s.AddUser(fakeslack.User{ID: slackDana, RealName: "Dana Ellery"})
	s.AddUser(fakeslack.User{ID: slackAna, RealName: "Ana Whitlock", Team: "T0TIDEWELL"})
	s.AddUser(fakeslack.User{ID: slackMo, RealName: "Mo Moor", Team: "T0MOOR"})
	s.AddChannel(fakeslack.Channel{ID: slackTeam, Name: "care", Private: true, Members: []string{fakeslack.Bot, slackDana}})
	s.AddChannel(fakeslack.Channel{ID: slackTide, Name: "tidewell", Members: []string{fakeslack.Bot, slackDana, slackAna}, Teams: []string{"T0TIDEWELL"}})
	s.AddChannel(fakeslack.Channel{ID: slackMoor, Name: "moor", Members: []string{fakeslack.Bot, slackMo}, Teams: []string{"T0MOOR"}})
	m.AddPerson(faketeams.Person{ID: teamsNoor, Name: "Noor Aziz"})
	m.AddPerson(faketeams.Person{ID: teamsAda, Name: "Ada Alder", Tenant: "alder"})
	m.AddConversation(faketeams.Conversation{ID: teamsTeam, Name: "parking", Team: "19:council@thread.tacv2", Membership: faketeams.Private, Members: []string{teamsNoor}, Installed: true})
	m.AddConversation(faketeams.Conversation{ID: teamsAlder, Name: "Alder and the council", Team: "19:council@thread.tacv2", Membership: faketeams.Shared, Members: []string{teamsNoor, teamsAda}, Installed: true})
	m.AddPerson(faketeams.Person{ID: "29:eve", Name: "Eve Else", Tenant: "elsewhere"})
	m.AddConversation(faketeams.Conversation{ID: teamsAll, Name: "everybody", Team: "19:market@thread.tacv2", Members: []string{teamsNoor, teamsAda, "29:eve"}, Installed: true})
	return s, m
}

// both is one service with Slack, Teams and pages at once, on a clock that is moved by
// hand.
type both struct {
	t       *testing.T
	ctx     context.Context //nolint:containedctx // of the one test
	slack   *fakeslack.Slack
	teams   *faketeams.Teams
	slackAt string
	data    string
	keys    keys
	clock   *hand
	service *Service
	server  *httptest.Server
	handler atomic.Pointer[http.Handler]
	browser *webtest.Browser // of Kindred
}

// hastySlack and hastyTeams have no limit of speed: the clock stands still between two
// turns.
type hastySlack struct{ *slack.Adapter }

func (h hastySlack) Caps() bot.Caps { return hasty(h.Adapter.Caps()) }

type hastyTeams struct{ *teams.Adapter }

func (h hastyTeams) Caps() bot.Caps { return hasty(h.Adapter.Caps()) }

func hasty(caps bot.Caps) bot.Caps {
	caps.Every, caps.Burst = 0, 0
	return caps
}

func newBoth(t *testing.T) *both {
	t.Helper()
	zone, err := time.LoadLocation(playZone)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	t.Cleanup(cancel)
	b := &both{t: t, ctx: ctx, data: t.TempDir(), keys: testKeys(t), clock: &hand{at: playStart(zone)}}
	b.slack, b.teams = newPlatforms(t)
	b.slackAt = b.slack.Serve(t) + "/api/"
	b.teams.Serve(t)
	b.server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { (*b.handler.Load()).ServeHTTP(w, r) }))
	b.slack.Connect(b.server.URL)
	b.teams.Connect(b.server.URL + "/teams/messages")
	b.start()
	t.Cleanup(func() {
		b.server.Close()
		if err := b.service.Stop(context.WithoutCancel(t.Context())); err != nil {
			t.Error(err)
		}
	})
	return b
}

func (b *both) start() {
	b.t.Helper()
	store, err := sqlite.Open(b.ctx, sqlite.Options{Path: journalPath(b.data)})
	if err != nil {
		b.t.Fatal(err)
	}
	at, err := url.Parse(b.teams.ServiceURL())
	if err != nil {
		b.t.Fatal(err)
	}
	var onSlack *slack.Adapter
	var inTeams *teams.Adapter
	quiet := slog.New(slog.DiscardHandler)
	b.service, err = Start(b.ctx, Parts{
		Store: store, Key: b.keys.root, Signer: b.keys.signer, Now: b.clock.now, Log: quiet,
		Adapters: func(deliver bot.Deliver) []bot.Adapter {
			onSlack = slack.New(slack.Options{
				Deliver: deliver, BotToken: secret.New("xoxb-fake"), SigningSecret: secret.New("0123456789abcdef0123456789abcdef"), APIURL: b.slackAt, Now: time.Now, Log: quiet,
			})
			inTeams, err = teams.New(teams.Options{
				Deliver: deliver, AppID: faketeams.App, AppPassword: secret.New(b.teams.AppPassword()), TenantID: faketeams.Home,
				OpenIDMetadataURL: b.teams.MetadataURL(), TokenURL: b.teams.TokenURL(), ServiceHosts: []string{at.Host}, ServiceURL: b.teams.ServiceURL(),
				Now: time.Now, Log: quiet,
			})
			if err != nil {
				b.t.Error(err)
			}
			return []bot.Adapter{hastySlack{onSlack}, hastyTeams{inTeams}}
		},
		Web:      &Web{URL: b.server.URL, Zone: b.clock.now().Location(), Rate: bot.Pace{PerSecond: 1e6, Burst: 1e6}},
		Settings: conversations.Settings{Buyer: sample.Buyer, Contact: sample.Contact, Zone: playZone, NoMail: true},
	})
	if err != nil {
		b.t.Fatal(err)
	}
	all := withTeams(inTeams, withSlack(onSlack, b.service.Pages()))
	b.handler.Store(&all)
}

func (b *both) restart() {
	b.t.Helper()
	if err := b.service.Stop(b.ctx); err != nil {
		b.t.Fatal(err)
	}
	b.start()
}

// dana types a command in the team's channel on Slack, and reads these words: in the
// answer to her alone, or in the channel.
func (b *both) dana(text, words string) string {
	b.t.Helper()
	b.tick()
	reply, err := b.slack.Command(b.ctx, slackDana, slackTeam, slack.Command, text)
	if err != nil {
		b.t.Fatalf("%q: %v", text, err)
	}
	if reply.Message != nil && strings.Contains(reply.Message.Words(), words) {
		return reply.Message.Words()
	}
	alone := ""
	err = b.slack.Wait(b.ctx, func() bool {
		if reply.Message != nil {
			b.t.Logf("answered: %s", reply.Message.Words())
		}
		for _, v := range b.slack.Views(slackDana) {
			b.t.Logf("in a window: %s", v.Words())
		}
		for _, m := range append(b.slack.Ephemerals(slackTeam, slackDana), b.slack.Messages(slackTeam)...) {
			if alone = m.Words(); strings.Contains(alone, words) {
				return true
			}
		}
		return false
	})
	if err != nil {
		for _, m := range append(b.slack.Ephemerals(slackTeam, slackDana), b.slack.Messages(slackTeam)...) {
			b.t.Logf("there stands: %s", m.Words())
		}
		b.t.Fatalf("after %q nobody reads %q: %v", text, words, err)
	}
	return alone
}

// danaPresses presses a button on the newest message of the team's channel that has it.
func (b *both) danaPresses(label, words string) {
	b.t.Helper()
	b.tick()
	if _, err := b.slack.WaitMessage(b.ctx, slackTeam, "["+label+"]"); err != nil {
		b.t.Fatal(err)
	}
	if _, err := b.slack.Press(b.ctx, slackDana, slackTeam, "", label); err != nil {
		b.t.Fatalf("[%s]: %v", label, err)
	}
	b.onSlack(slackTeam, words)
}

// tick has no two things happen at once.
func (b *both) tick() { b.clock.set(b.clock.now().Add(time.Second)) }

// ana writes in Tidewell's channel on Slack, ada in Alder's channel in Teams, kim on
// Kindred's page.
func (b *both) ana(text string) {
	b.t.Helper()
	b.tick()
	if _, err := b.slack.Say(b.ctx, slackAna, slackTide, "@soundings "+text); err != nil {
		b.t.Fatalf("%q: %v", text, err)
	}
}

func (b *both) ada(text string) {
	b.t.Helper()
	b.tick()
	if _, err := b.teams.Say(b.ctx, teamsAda, teamsAlder, "@Soundings "+text); err != nil {
		b.t.Fatalf("%q: %v", text, err)
	}
}

// adaFills presses what opens a dialog in Alder's channel, fills in the one field and
// sends it.
func (b *both) adaFills(opens, field, value, sends string) {
	b.t.Helper()
	b.tick()
	m, err := b.teams.WaitMessage(b.ctx, teamsAlder, "["+opens+"]")
	if err != nil {
		b.t.Fatal(err)
	}
	if _, _, err := b.teams.Press(b.ctx, teamsAda, teamsAlder, m.ID, opens); err != nil {
		b.t.Fatalf("[%s]: %v", opens, err)
	}
	if err := b.teams.Fill(teamsAda, "", field, value); err != nil {
		b.t.Fatal(err)
	}
	if _, faults, err := b.teams.Submit(b.ctx, teamsAda, sends); err != nil || len(faults) > 0 {
		b.t.Fatalf("[%s]: %v %v", sends, faults, err)
	}
}

func (b *both) kim(text string) {
	b.t.Helper()
	b.tick()
	page := b.page()
	form, ok := page.Form("write")
	if !ok {
		b.t.Fatalf("there is nowhere to write on %s", page.Text())
	}
	if page, err := b.browser.Submit(b.ctx, form, map[string]string{"text": text}, "", nil); err != nil || page.Status != http.StatusOK {
		b.t.Fatalf("%q: %v", text, err)
	}
}

// enters follows the link into Kindred's room, for the first time.
func (b *both) enters(link string) {
	b.t.Helper()
	b.browser = webtest.New(b.server.URL)
	if _, err := b.browser.Open(b.ctx, link); err != nil {
		b.t.Fatal(err)
	}
	page, err := b.browser.Open(b.ctx, "/you")
	if err != nil {
		b.t.Fatal(err)
	}
	form, _ := page.Form("you")
	if _, err = b.browser.Submit(b.ctx, form, map[string]string{"name": "Kim Kindred"}, "", nil); err != nil {
		b.t.Fatal(err)
	}
}

func (b *both) page() *webtest.Page {
	b.t.Helper()
	page, err := b.browser.Open(b.ctx, "/r/care.kindred")
	if err != nil {
		b.t.Fatal(err)
	}
	return page
}

// onSlack and inTeams wait for words in a place, which stand there once.
func (b *both) onSlack(channel, words string) {
	b.t.Helper()
	if _, err := b.slack.WaitMessage(b.ctx, channel, words); err != nil {
		for _, m := range b.slack.Messages(channel) {
			b.t.Logf("there stands: %s", m.Words())
		}
		b.t.Fatal(err)
	}
	n := 0
	for _, m := range b.slack.Messages(channel) {
		if m.BotID != "" && !m.Deleted && strings.Contains(m.Words(), words) {
			n++
		}
	}
	if n != 1 {
		b.t.Errorf("%q stands in %s %d times", words, channel, n)
	}
}

func (b *both) inTeams(words string) {
	b.t.Helper()
	if _, err := b.teams.WaitMessage(b.ctx, teamsAlder, words); err != nil {
		for _, m := range b.teams.Messages(teamsAlder) {
			b.t.Logf("there stands: %s", m.Words())
		}
		b.t.Fatal(err)
	}
	if n := b.standsInTeams(words); n != 1 {
		b.t.Errorf("%q stands in Teams %d times", words, n)
	}
}

func (b *both) standsInTeams(words string) int {
	n := 0
	for _, m := range b.teams.Messages(teamsAlder) {
		if m.From == faketeams.Bot && !m.Deleted && strings.Contains(m.Words(), words) {
			n++
		}
	}
	return n
}

// on says that Kindred reads these words on its page.
func (b *both) onPage(words string) {
	b.t.Helper()
	if !strings.Contains(squeeze(b.page().Text()), squeeze(words)) {
		b.t.Errorf("%q is not on the page:\n%s", words, b.page().Text())
	}
}

// everywhere waits for words that everybody gets.
func (b *both) everywhere(words string) {
	b.t.Helper()
	b.onSlack(slackTide, words)
	b.inTeams(words)
	b.onPage(words)
}

// until moves the clock, and gives a wait for all that is to be sent then.
func (b *both) until(clock string) (sent func()) {
	b.t.Helper()
	at, err := time.ParseInLocation("2006-01-02 15:04", clock, b.clock.now().Location())
	if err != nil {
		b.t.Fatal(err)
	}
	b.clock.set(at)
	done := make(chan error, 1)
	go func() { done <- b.service.Bot().Quiet(b.ctx) }()
	return func() {
		if err := <-done; err != nil {
			b.t.Error(err)
		}
	}
}

// aCode is what a code looks like.
var aCode = regexp.MustCompile(`\b[a-z-]+(?:-[0-9a-z]{4}){5}\b`)
