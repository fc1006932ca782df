package teams_test

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"soundings/adapters/adaptertest"
	"soundings/adapters/teams"
	"soundings/bot"
	"soundings/internal/faketeams"
	"soundings/internal/secret"
)

// wire carries requests to a handler in memory, which a bubble needs.
type wire struct{ to atomic.Pointer[http.Handler] }

func (w *wire) RoundTrip(r *http.Request) (*http.Response, error) {
	recorder := httptest.NewRecorder()
	done := make(chan struct{})
	go func() {
		defer close(done)
		(*w.to.Load()).ServeHTTP(recorder, r)
	}()
	select {
	case <-done:
	case <-r.Context().Done():
		return nil, r.Context().Err()
	}
	response := recorder.Result()
	response.Request = r
	return response, nil
}

func (w *wire) lead(to http.Handler) { w.to.Store(&to) }

// world is the stand-in for Teams, as strict as Teams is, with the adapter in it.
type world struct {
	*faketeams.Teams
	*teams.Adapter

	t *testing.T
}

// newWorld makes a world in a bubble.
func newWorld(t *testing.T, deliver bot.Deliver) *world {
	t.Helper()
	ours, theirs := &wire{}, &wire{}
	w := &world{t: t, Teams: faketeams.New(faketeams.Options{
		URL: "https://teams.test", AppPassword: password, Client: &http.Client{Transport: ours}, Now: time.Now, After: time.After, Strict: true,
	})}
	theirs.lead(w.Teams.Handler())
	w.Connect("https://soundings.test/teams/messages")
	var err error
	w.Adapter, err = teams.New(teams.Options{
		Deliver: deliver, AppID: faketeams.App, AppPassword: secret.New(password), TenantID: faketeams.Home,
		OpenIDMetadataURL: w.MetadataURL(), TokenURL: w.TokenURL(), ServiceHosts: []string{"teams.test"}, ServiceURL: w.ServiceURL(),
		HTTP: &http.Client{Transport: theirs}, Now: time.Now, Log: slog.New(slog.NewTextHandler(t.Output(), nil)),
	})
	if err != nil {
		t.Fatal(err)
	}
	ours.lead(w.Adapter.Handler())
	w.AddPerson(faketeams.Person{ID: dana, Name: "Dana Ellery", Mail: "dana@westmere.example"})
	w.AddPerson(faketeams.Person{ID: ana, Name: "Ana Whitlock", Tenant: tidewell})
	w.AddConversation(faketeams.Conversation{ID: teamRoom, Name: "digital care", Team: "19:council@thread.tacv2", Membership: faketeams.Private, Members: []string{dana}, Installed: true, Consented: true})
	w.AddConversation(faketeams.Conversation{ID: tidewellRoom, Name: "Westmere and Tidewell", Membership: faketeams.Shared, Members: []string{dana, ana}, Installed: true, Consented: true})
	w.AddConversation(faketeams.Conversation{ID: elsewhere, Members: []string{dana}})
	ctx, cancel := context.WithCancel(context.WithoutCancel(t.Context()))
	ended := make(chan error, 1)
	go func() { ended <- w.Run(ctx) }()
	t.Cleanup(func() {
		w.Stop()
		cancel()
		if err := <-ended; err != nil {
			t.Errorf("Run: %v", err)
		}
	})
	synctest.Wait()
	return w
}

// read gives what people read of the messages of the bot in a conversation.
func (w *world) read(room string) []string {
	synctest.Wait()
	var all []string
	for _, m := range w.Messages(room) {
		if m.From == faketeams.Bot && !m.Deleted {
			all = append(all, m.Words())
		}
	}
	return all
}

// The suite, on the stand-in.
func TestSuiteOnTheStandIn(t *testing.T) {
	for _, c := range adaptertest.Cases() {
		t.Run(c.Name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				c.Test(t, func(deliver bot.Deliver) *adaptertest.Subject { return newWorld(t, deliver).subject() })
			})
		})
	}
}

func (w *world) subject() *adaptertest.Subject {
	to := func(room string) bot.Address {
		return bot.Address{Adapter: "teams", Room: room, Ref: `{"s":"` + w.ServiceURL() + `"}`}
	}
	guests := 0
	return &adaptertest.Subject{
		Adapter: paced{w.Adapter}, Room: to(tidewellRoom), Closed: to(elsewhere), Secrets: []string{password},
		Read: func(room bot.Address) []string { return w.read(room.Room) },
		Say: func(ctx context.Context, text string) error {
			_, err := w.Say(ctx, ana, tidewellRoom, text)
			return err
		},
		Redeliver: func(ctx context.Context) error {
			_, err := w.Redeliver(ctx)
			return err
		},
		Break: func(reason bot.Reason) {
			w.Fail("send", 1, faketeams.Fault{Status: failing(reason), RetryAfter: 3 * time.Second})
		},
		Hang: func() func() {
			release := make(chan struct{})
			w.Fail("send", -1, faketeams.Fault{Hang: release})
			return func() { close(release) }
		},
		Crowd: func(n int) {
			if guests == 0 {
				w.AddConversation(faketeams.Conversation{ID: tidewellRoom, Name: "Westmere and Tidewell", Members: []string{dana}, Installed: true})
			}
			for ; guests < n; guests++ {
				id := fmt.Sprint("29:guest", guests)
				w.AddPerson(faketeams.Person{ID: id, Mail: fmt.Sprintf("gus@firm%d.example", guests), Guest: true})
				if err := w.Join(context.Background(), id, tidewellRoom); err != nil {
					w.t.Error(err)
				}
			}
		},
		Alarms: w.Alarms,
	}
}

// paced is the adapter at the pace that its Caps ask for, which is the sender's to
// keep.
type paced struct{ *teams.Adapter }

func (p paced) Send(ctx context.Context, part bot.Part) (string, error) {
	time.Sleep(p.Caps().Every) // of the bubble
	return p.Adapter.Send(ctx, part)
}

func (p paced) Edit(ctx context.Context, id string, part bot.Part) error {
	time.Sleep(p.Caps().Every)
	return p.Adapter.Edit(ctx, id, part)
}
