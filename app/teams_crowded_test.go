package app

import (
	"context"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"soundings/config"
	"soundings/conversations"
	"soundings/docs/sample"
	"soundings/internal/faketeams"
	"soundings/internal/secret"
	"soundings/journal"
	"soundings/journal/sqlite"
)

// The people and places of these plays: a team of the council with guests in it, its
// standard channel, which Tidewell was given, and the room of those who buy.
const (
	openDana    = "29:dana"
	openAna     = "29:ana" // a guest, of Tidewell
	openBo      = "29:bo"  // a guest, of Brook
	openTeam    = "19:council@thread.tacv2"
	openChannel = "19:tidewell@thread.tacv2"
	openBuyers  = "19:buyers@thread.tacv2"
)

// inOpenTeam is the service with that team.
type inOpenTeam struct {
	*faketeams.Teams
	t       *testing.T
	data    string
	store   journal.Store
	server  *httptest.Server
	handler atomic.Pointer[http.Handler]
	service *Service
}

func newInOpenTeam(t *testing.T, commissioners ...string) *inOpenTeam {
	t.Helper()
	o := &inOpenTeam{t: t, Teams: faketeams.New(faketeams.Options{}), data: journalPath(t.TempDir())}
	o.Serve(t)
	o.server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { (*o.handler.Load()).ServeHTTP(w, r) }))
	o.Connect(o.server.URL + "/teams/messages")
	o.AddPerson(faketeams.Person{ID: openDana, Name: "Dana Ellery", Mail: "Dana.Ellery@westmere.example"})
	o.AddPerson(faketeams.Person{ID: openAna, Name: "Ana Whitlock", Mail: "ana@tidewell.example", Guest: true})
	o.AddPerson(faketeams.Person{ID: openBo, Name: "Bo Lund", Mail: "bo@brook.example", Guest: true})
	o.AddConversation(faketeams.Conversation{ID: openTeam, Members: []string{openDana, openAna}, Installed: true})
	o.AddConversation(faketeams.Conversation{ID: openChannel, Name: "tidewell", Team: openTeam, Members: []string{openDana, openAna}, Installed: true})
	o.AddConversation(faketeams.Conversation{ID: openBuyers, Name: "buyers", Membership: faketeams.Private, Members: []string{openDana}, Installed: true})
	o.start(commissioners)
	t.Cleanup(func() { o.server.Close(); o.stop() })
	return o
}

func (o *inOpenTeam) start(commissioners []string) {
	o.t.Helper()
	at, err := url.Parse(o.ServiceURL())
	if err != nil {
		o.t.Fatal(err)
	}
	if o.store, err = sqlite.Open(o.t.Context(), sqlite.Options{Path: o.data}); err != nil {
		o.t.Fatal(err)
	}
	k := testKeys(o.t)
	o.service, err = Start(o.t.Context(), Parts{
		Store: o.store, Key: k.root, Signer: k.signer, Settings: conversations.Settings{Buyer: sample.Buyer, Contact: sample.Contact, Zone: "Europe/London"}, Opener: opener(commissioners),
		Teams: &config.Teams{
			AppID: faketeams.App, AppPassword: secret.New(o.AppPassword()), TenantID: faketeams.Home,
			OpenIDMetadataURL: o.MetadataURL(), TokenURL: o.TokenURL(), ServiceHosts: []string{at.Host},
		},
		Now: time.Now, Log: slog.New(slog.DiscardHandler),
	})
	if err != nil {
		o.t.Fatal(err)
	}
	handler := withTeams(o.service.teams, nil)
	o.handler.Store(&handler)
}

func (o *inOpenTeam) stop() {
	if err := o.service.Stop(context.WithoutCancel(o.t.Context())); err != nil {
		o.t.Error(err)
	}
}

// says lets somebody write, and waits for what is said because of it.
func (o *inOpenTeam) says(person, room, text, at, words string) faketeams.Message {
	o.t.Helper()
	if _, err := o.Say(o.t.Context(), person, room, "@Soundings "+text); err != nil {
		o.t.Fatalf("%q: %v", text, err)
	}
	return o.reads(at, words)
}

func (o *inOpenTeam) reads(at, words string) faketeams.Message {
	o.t.Helper()
	ctx, cancel := context.WithTimeout(o.t.Context(), 20*time.Second)
	defer cancel()
	m, err := o.WaitMessage(ctx, at, words)
	if err != nil {
		o.t.Fatalf("%v\nit stands there: %s", err, strings.Join(o.standing(at), "\n--\n"))
	}
	return m
}

func (o *inOpenTeam) standing(room string) []string {
	var all []string
	for _, m := range o.Messages(room) {
		if m.From == faketeams.Bot && !m.Deleted {
			all = append(all, m.Words())
		}
	}
	return all
}

// facts counts the facts of a kind in the record.
func (o *inOpenTeam) facts(kind string) (n int) {
	o.t.Helper()
	for r, err := range o.store.Read(o.t.Context(), "engagement/care", 0) {
		if err != nil {
			o.t.Fatal(err)
		}
		if strings.HasPrefix(string(r.Data), `{"kind":"`+kind+`"`) {
			n++
		}
	}
	return n
}

func (o *inOpenTeam) prepares() {
	o.t.Helper()
	o.says(openDana, openBuyers, "new Care", openBuyers, "nothing has been sent")
	o.says(openDana, openBuyers, "import\n# What we hope for\nPeople stay safe.\n# Alarms\nOne minute.\n# Payment\nBy result.\n", openBuyers, "3 sections")
	o.says(openDana, openBuyers, "closes "+time.Now().AddDate(0, 1, 0).Format(time.DateOnly)+" 17:00", openBuyers, "Answers are taken until")
}

func (o *inOpenTeam) opens() {
	o.t.Helper()
	o.says(openDana, openBuyers, "preview", openBuyers, "[Open to 1 supplier]")
	o.says(openDana, openBuyers, "open now", openBuyers, "Open: 1 organisation")
}

// whatIsTold is said to suppliers in a channel that others read.
const whatIsTold = "Other firms can read this channel"

// A second firm comes into the team whose standard channel a supplier has: nothing
// of the supplier's is shown to it, nothing is taken there, and the team hears once
// what to do; over a restart, until the others have left the team.
func TestOthersComeIntoTheTeam(t *testing.T) {
	t.Parallel()
	o := newInOpenTeam(t)
	ctx := t.Context()
	o.prepares()
	o.says(openDana, openChannel, "invite Tidewell, small firm", openBuyers, "the channel of Tidewell")
	o.opens()
	o.reads(openChannel, "your list")
	answered := o.says(openAna, openChannel, "1 works: our prices are our own", openChannel, "Recorded for Tidewell: 1 ")
	o.reads(openChannel, "Works for us (")

	if err := o.Join(ctx, openBo, openTeam); err != nil {
		t.Fatal(err)
	}
	o.reads(openBuyers, "can be read by people of several organisations")
	o.reads(openChannel, "Your list stands here again as soon as")
	o.reads(openChannel, whatIsTold)
	for _, stands := range o.standing(openChannel) {
		if strings.Contains(stands, "Works for us (") || strings.Contains(stands, "See the 3 sections") {
			t.Errorf("where others read it, there stands:\n%s", stands)
		}
	}
	given := o.facts("response.given")
	o.says(openAna, openChannel, "2 risk: one nurse at night", "a:ana", whatIsTold)
	reply, _, err := o.Press(ctx, openAna, openChannel, answered.ID, "Next: 2 Alarms")
	if err != nil || !strings.Contains(string(reply.Body), whatIsTold) {
		t.Errorf("a button there: %v %s", err, reply.Body)
	}
	o.stop()
	o.start(nil)
	o.says(openBo, openChannel, "sections", "a:bo", whatIsTold)
	if n := o.facts("response.given"); n != given {
		t.Errorf("%d answers are recorded, want the %d from before", n, given)
	}
	if n := strings.Count(strings.Join(o.standing(openBuyers), "\n"), "can be read by people of several"); n != 1 {
		t.Errorf("the team was told %d times", n)
	}

	o.stop() // what the adapter heard from is forgotten
	o.start(nil)
	if err := o.Leave(ctx, openBo, openTeam); err != nil {
		t.Fatal(err)
	}
	o.reads(openBuyers, "is reached in #tidewell again")
	o.reads(openChannel, "This channel can be reached again")
	o.reads(openChannel, "Works for us (")
	o.says(openAna, openChannel, "2 risk: one nurse at night", openChannel, "Recorded for Tidewell: 2 ")
}

// A standard channel that several firms read from the start is refused: from within
// at once, and where it was named from elsewhere as soon as anything would be posted
// in it. A private channel is the way out.
func TestOthersAreInTheTeam(t *testing.T) {
	t.Parallel()
	o := newInOpenTeam(t)
	o.AddMembers(openTeam, openBo)
	o.AddMembers(openChannel, openBo)
	o.prepares()
	o.says(openDana, openChannel, "invite Tidewell, small firm", "a:dana", "it can't be one supplier's own")
	o.says(openDana, openBuyers, "invite Tidewell, small firm in <#"+openChannel+">", openBuyers, "1 organisation added")
	o.opens()
	o.reads(openBuyers, "can be read by people of several organisations")
	if stands := o.standing(openChannel); len(stands) > 0 {
		t.Errorf("in it there stands %q", stands)
	}
	o.says(openAna, openChannel, "1 works", "a:ana", whatIsTold)
	const private = "19:tidewell-alone@thread.tacv2"
	o.AddConversation(faketeams.Conversation{ID: private, Name: "tidewell alone", Team: openTeam, Membership: faketeams.Private, Members: []string{openDana, openAna}, Installed: true})
	o.says(openDana, private, "invite Tidewell", private, "your list")
	o.says(openAna, private, "1 works", private, "Recorded for Tidewell: 1 ")
	o.says(openAna, openChannel, "1 works", "a:ana", "You can answer in #")
	if n := o.facts("response.given"); n != 1 {
		t.Errorf("%d answers are recorded, want the one given in private", n)
	}
}

// In Teams people have ids of their own; whoever the settings name by mail begins an
// engagement all the same, in whatever letters. Others of the organisation do not, nor
// does a guest who is named: nobody but full members runs one.
func TestCommissionersByMail(t *testing.T) {
	t.Parallel()
	const erin, room = "29:erin", "19:chat@thread.v2"
	o := newInOpenTeam(t, "dana.ellery@WESTMERE.example", "ana@tidewell.example")
	o.AddPerson(faketeams.Person{ID: erin, Name: "Erin Cole", Mail: "erin@westmere.example"})
	o.AddConversation(faketeams.Conversation{ID: room, Kind: faketeams.GroupChat, Members: []string{erin, openDana}, Installed: true})
	o.says(erin, room, "new Care", "a:erin", "for the people named in the settings")
	o.says(openAna, openChannel, "new Care", "a:ana", "Only the buying team can do that")
	o.says(openDana, room, "new Care", room, "nothing has been sent to anyone yet")
	if n := o.facts("engagement.created"); n != 1 {
		t.Errorf("%d engagements are begun, want Dana's", n)
	}
}
