package app

import (
	"bytes"
	"context"
	"crypto/rand"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	netmail "net/mail"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-smtp"

	"soundings/adapters/console"
	"soundings/bot"
	"soundings/config"
	"soundings/internal/secret"
	"soundings/journal"
	"soundings/journal/vault"
)

// inbox is a mail server that takes everything.
type inbox struct {
	mu    sync.Mutex
	mails map[string]*netmail.Message // by address, the latest
	n     int
	all   []letter
}

// letter is a mail as it came.
type letter struct{ to, raw string }

type delivery struct {
	*inbox
	to string
}

func (d *delivery) Mail(string, *smtp.MailOptions) error      { return nil }
func (d *delivery) Rcpt(to string, _ *smtp.RcptOptions) error { d.to = to; return nil }
func (d *delivery) Reset()                                    {}
func (d *delivery) Logout() error                             { return nil }

func (d *delivery) Data(r io.Reader) error {
	raw, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	m, err := netmail.ReadMessage(bytes.NewReader(raw))
	if err != nil {
		return err
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	d.mails[d.to] = m
	d.n++
	d.all = append(d.all, letter{d.to, string(raw)})
	return nil
}

func openInbox(t *testing.T) (*inbox, string) {
	t.Helper()
	in := &inbox{mails: map[string]*netmail.Message{}}
	s := smtp.NewServer(smtp.BackendFunc(func(*smtp.Conn) (smtp.Session, error) { return &delivery{inbox: in}, nil }))
	s.ErrorLog = slog.NewLogLogger(slog.DiscardHandler, slog.LevelError)
	var lc net.ListenConfig
	listener, err := lc.Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	served := make(chan struct{})
	go func() { defer close(served); _ = s.Serve(listener) }()
	t.Cleanup(func() { _ = s.Close(); _ = listener.Close(); <-served })
	return in, "smtp://" + listener.Addr().String()
}

// From an address on the line of an invitation to a mail, and from the report
// that it came back to what the team reads.
func TestInvitedByMail(t *testing.T) {
	s := testStage(t, t.TempDir(), "../conversations/testdata")
	if err := s.stop(t.Context()); err != nil {
		t.Fatal(err)
	}
	in, url := openInbox(t)
	var handler http.Handler
	var store journal.Store // the one that the stage opens
	reopen := s.open
	s.open = func(ctx context.Context) (journal.Store, error) {
		var err error
		store, err = reopen(ctx)
		return store, err
	}
	s.platform = func(deliver bot.Deliver) []bot.Adapter {
		a, err := newMail(Parts{
			Mail: &Mail{URL: "https://soundings.example", Mail: config.Mail{
				SMTPURL: secret.New(url), From: "Westmere <soundings@westmere.example>", ReportSecret: secret.New("a secret of the tests"),
			}},
			Key: s.keys.root, Now: s.clock.now, Log: s.log,
			Links: func(room bot.Address, person string) string {
				return "https://soundings.example/j/" + room.Room + "." + person
			},
		}, deliver, newPeople(vault.New(store, s.keys.root, rand.Reader, s.clock.now), s.keys.root, nil))
		if err != nil {
			t.Fatal(err)
		}
		handler = a.Handler()
		return []bot.Adapter{console.New(s.terminal, deliver), a}
	}
	if err := s.start(t.Context()); err != nil {
		t.Fatal(err)
	}
	var posts []string
	s.terminal.Show(func(p console.Post) { posts = append(posts, p.Room+": "+p.Text) })
	say := func(text, file string) {
		t.Helper()
		s.clock.set(s.clock.now().Add(time.Second))
		if err := s.terminal.Say(t.Context(), "commissioning", "dana", "", text, file); err != nil {
			t.Fatal(err)
		}
		if err := s.service.Bot().Quiet(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	say("new Digital care at home", "")
	say("import", "care.md")
	for _, text := range []string{
		"buyer Westmere County Council", "contact Dana Ellery, digitalcare@westmere.example", "closes 26 June",
		"invite Tidewell, small firm, ana@tidewell.example", "invite Kindred Carers Trust, charity, bo@kindred.example", "preview", "open now",
	} {
		say(text, "")
	}
	in.mu.Lock()
	m := in.mails["ana@tidewell.example"]
	n, to := in.n, len(in.mails)
	in.mu.Unlock()
	if n != 2 || to != 2 || m == nil {
		t.Fatalf("%d mails, want one for each of two\n%s", n, strings.Join(posts, "\n"))
	}
	posts = nil
	report := "Return-Path: <>\r\nFrom: MAILER-DAEMON@mx.example\r\n\r\n<ana@tidewell.example>: 550 5.1.1 no such user\r\n\r\n" +
		"--- Below this line is a copy of the message.\r\n\r\nMessage-ID: " + m.Header.Get("Message-ID") + "\r\n"
	r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/mail/reports", strings.NewReader(report))
	r.Header.Set("Authorization", "Bearer a secret of the tests")
	w := httptest.NewRecorder()
	handler.ServeHTTP(w, r)
	if err := s.service.Bot().Quiet(context.WithoutCancel(t.Context())); err != nil {
		t.Fatal(err)
	}
	if w.Code != http.StatusOK || w.Body.String() != "Recorded.\n" {
		t.Fatalf("the report: %d %s", w.Code, w.Body)
	}
	told := slices.ContainsFunc(posts, func(p string) bool {
		return strings.HasPrefix(p, "commissioning: ") && strings.Contains(p, "Tidewell") && strings.Contains(p, "does not exist")
	})
	if !told {
		t.Errorf("the team is not told that Tidewell's mail came back:\n%s", strings.Join(posts, "\n"))
	}
	if strings.Contains(strings.Join(posts, "\n"), "ana@") {
		t.Errorf("the address is told:\n%s", strings.Join(posts, "\n"))
	}
}
