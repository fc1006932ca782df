package mail

import (
	"bufio"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-smtp"

	"soundings/bot"
	"soundings/internal/secret"
)

// answer is what a server says, with words that must go nowhere.
func answer(code int, status ...int) error {
	e := &smtp.SMTPError{Code: code, EnhancedCode: smtp.NoEnhancedCode, Message: "no, " + ana}
	if status != nil {
		e.EnhancedCode = smtp.EnhancedCode{status[0], status[1], status[2]}
	}
	return e
}

// wantDiscreet checks that nothing that is somebody's, or secret, is told.
func wantDiscreet(t *testing.T, told string) {
	t.Helper()
	for _, secret := range []string{ana, "tidewell", password, "a key of the tests", "nine months"} {
		if strings.Contains(told, secret) {
			t.Errorf("%q is told: %s", secret, told)
		}
	}
}

func TestFaultsAtEveryStage(t *testing.T) {
	for _, c := range []struct {
		name, stage string
		err         error
		want        bot.Reason
		unsure      bool
		wait        time.Duration
		text        string
	}{
		{"too busy for a sender", "MAIL", answer(421, 4, 3, 2), bot.Limited, false, waitForServer, "give the sender: the server answered 421 4.3.2"},
		{"no room for a sender's mail", "MAIL", answer(452, 4, 3, 1), bot.Limited, false, waitForServer, ""},
		{"a sender that may not send", "MAIL", answer(550, 5, 7, 60), bot.Transient, false, waitForSettings, ""},
		{"a sender that has to sign in", "MAIL", answer(530, 5, 7, 0), bot.Transient, false, waitForSettings, ""},
		{"too large, told before", "MAIL", answer(552, 5, 3, 4), bot.Rejected, false, 0, ""},
		{"the connection breaks at the sender", "MAIL", errDrop, bot.Transient, false, 0, "give the sender: the connection broke"},
		{"greylisted", "RCPT", answer(451, 4, 7, 1), bot.Transient, false, waitForServer, ""},
		{"the mailbox is busy", "RCPT", answer(450, 4, 2, 1), bot.Transient, false, waitForServer, ""},
		{"too many connections", "RCPT", answer(421), bot.Limited, false, waitForServer, "give the recipient: the server answered 421"},
		{"no such mailbox", "RCPT", answer(550, 5, 1, 1), bot.Rejected, false, 0, ""},
		{"no such mailbox, without a status", "RCPT", answer(550), bot.Rejected, false, 0, ""},
		{"not here", "RCPT", answer(551, 5, 1, 6), bot.Rejected, false, 0, ""},
		{"a name that cannot be", "RCPT", answer(553, 5, 1, 3), bot.Rejected, false, 0, ""},
		{"no relaying", "RCPT", answer(554, 5, 7, 1), bot.Denied, false, 0, ""},
		{"the connection breaks at the recipient", "RCPT", errDrop, bot.Transient, false, 0, ""},
		{"a content that is not wanted", "END", answer(554, 5, 7, 1), bot.Denied, false, 0, ""},
		{"a disk that is full", "END", answer(452, 4, 3, 1), bot.Limited, false, waitForServer, ""},
		{"the connection breaks before the answer", "END", errDrop, bot.Transient, true, 0, ""},
		{"the connection breaks after it was taken", "AFTER", errDrop, bot.Transient, true, 0, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			o, log := openOffice(t, nil), &diary{}
			a := toOffice(t, o, testOptions(nil, log))
			o.fail(func(stage, _ string) error {
				if stage == c.stage {
					return c.err
				}
				return nil
			})
			_, err := a.Send(t.Context(), part("k", "", bot.Say("It takes nine months.")))
			failure, ok := errors.AsType[*bot.SendError](err)
			if !ok || failure.Reason != c.want || failure.Unsure != c.unsure || failure.Wait != c.wait {
				t.Fatalf("Send = %+v, want %s, unsure %v, wait %v", err, c.want, c.unsure, c.wait)
			}
			if c.text != "" && failure.Err.Error() != c.text {
				t.Errorf("Send = %q, want %q", failure.Err, c.text)
			}
			wantDiscreet(t, err.Error()+log.text())
			if asked := strings.Contains(log.text(), "check mail.smtp_url and mail.from"); asked != (c.wait == waitForSettings) {
				t.Errorf("log %q", log.text())
			}
			o.fail(nil)
			if _, err := a.Send(t.Context(), part("k", "", bot.Say("It takes nine months."))); err != nil {
				t.Errorf("Send once that is over: %v", err)
			}
		})
	}
}

// Whether the end of the message was on its way when the connection broke within
// it depends on what lies in between; that it is tried again does not.
func TestTheConnectionBreaksWithinTheMessage(t *testing.T) {
	o := openOffice(t, nil)
	a := toOffice(t, o, testOptions(nil, &diary{}))
	o.fail(func(stage, _ string) error {
		if stage == "DATA" {
			return errDrop
		}
		return nil
	})
	_, err := a.Send(t.Context(), part("k", "", bot.Say("Hello.")))
	if failure, ok := errors.AsType[*bot.SendError](err); !ok || failure.Reason != bot.Transient {
		t.Errorf("Send = %v, want transient", err)
	}
}

// A repeat after a doubt is the same mail, so that whoever gets both sees one.
func TestARepeatHasTheSameID(t *testing.T) {
	o := openOffice(t, nil)
	a := toOffice(t, o, testOptions(nil, &diary{}))
	ids := map[string]bool{}
	for _, key := range []string{"one", "one", "two"} {
		id, err := a.Send(t.Context(), part(key, "Hello", bot.Say("Hello.")))
		if err != nil {
			t.Fatal(err)
		}
		ids[id] = true
	}
	all := o.all()
	if string(all[0].raw) != string(all[1].raw) || len(ids) != 2 {
		t.Errorf("the same part twice: %d ids for two messages, and\n%s\n%s", len(ids), all[0].raw, all[1].raw)
	}
	head, _, _ := all[0].message(t)
	if id := strings.Trim(head.Get("Message-ID"), "<>"); !ids[id] {
		t.Errorf("Message-ID %q is none that Send gave: %v", id, ids)
	}
}

func TestSigningInOverTLS(t *testing.T) {
	own, pool := certificate(t)
	for _, c := range []struct {
		name, url string
		tls       bool // offered or there
		implicit  bool
		trusted   bool
		password  string
		want      string // of the error, or ""
	}{
		{name: "STARTTLS", url: "smtp", tls: true, trusted: true, password: password},
		{name: "from the start", url: "smtps", tls: true, implicit: true, trusted: true, password: password},
		{name: "no STARTTLS", url: "smtp", trusted: true, password: password, want: "STARTTLS"},
		{name: "a certificate that nobody trusts", url: "smtp", tls: true, password: password, want: "certificate"},
		{name: "the same from the start", url: "smtps", tls: true, implicit: true, password: password, want: "certificate"},
		{name: "another password", url: "smtp", tls: true, trusted: true, password: "wrong-" + password, want: "sign in: the server answered 535 5.7.8"},
	} {
		t.Run(c.name, func(t *testing.T) {
			o := openOffice(t, func(s *smtp.Server) {
				s.AllowInsecureAuth = false
				if c.tls {
					s.TLSConfig = &tls.Config{Certificates: []tls.Certificate{own}}
				}
				if c.implicit {
					s.TLSConfig.NextProtos = []string{"smtp"}
				}
			})
			log := &diary{}
			options := testOptions(nil, log)
			options.SMTPURL = secret.New(fmt.Sprintf("%s://soundings:%s@mail.example", c.url, c.password))
			a := toOffice(t, o, options)
			if c.trusted {
				a.server.roots = pool
			}
			_, err := a.Send(t.Context(), part("k", "", bot.Say("Hello.")))
			if c.want == "" {
				if err != nil || o.signedIn() != "soundings" || len(o.all()) != 1 {
					t.Fatalf("Send = %v as %q, %d mails", err, o.signedIn(), len(o.all()))
				}
				return
			}
			failure, ok := errors.AsType[*bot.SendError](err)
			if !ok || failure.Reason != bot.Transient || failure.Unsure || !strings.Contains(err.Error(), c.want) {
				t.Errorf("Send = %v, want transient, with %q", err, c.want)
			}
			if len(o.all()) > 0 {
				t.Error("mail went out all the same")
			}
			wantDiscreet(t, err.Error()+log.text())
		})
	}
}

// scripted is a server that says one thing and hangs up.
func scripted(t *testing.T, lines ...string) net.Listener {
	t.Helper()
	var lc net.ListenConfig
	listener, err := lc.Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		conn, err := listener.Accept()
		if err != nil {
			return
		}
		defer func() { _ = conn.Close() }()
		from := bufio.NewReader(conn)
		for i, line := range lines {
			if i > 0 {
				if _, err := from.ReadString('\n'); err != nil {
					return
				}
			}
			_, _ = io.WriteString(conn, line+"\r\n")
		}
	}()
	t.Cleanup(func() { _ = listener.Close(); <-ended })
	return listener
}

func TestGreetings(t *testing.T) {
	for _, c := range []struct {
		name  string
		lines []string
		want  bot.Reason
		wait  time.Duration
	}{
		{"too busy", []string{"421 4.3.2 later"}, bot.Limited, waitForServer},
		{"not for us", []string{"554 5.7.1 your address is on a list"}, bot.Transient, waitForSettings},
		{"nothing", nil, bot.Transient, 0},
		{"something else", []string{"HTTP/1.1 400 Bad Request"}, bot.Transient, 0},
		{"breaks at hello", []string{"220 mail.example"}, bot.Transient, 0},
		{"does not know hello", []string{"220 mail.example", "502 what", "502 what"}, bot.Transient, waitForSettings},
	} {
		t.Run(c.name, func(t *testing.T) {
			listener := scripted(t, c.lines...)
			a := toOffice(t, &office{listener: listener}, testOptions(nil, &diary{}))
			_, err := a.Send(t.Context(), part("k", "", bot.Say("Hello.")))
			failure, ok := errors.AsType[*bot.SendError](err)
			if !ok || failure.Reason != c.want || failure.Unsure || failure.Wait != c.wait {
				t.Errorf("Send = %+v, want %s after %v", err, c.want, c.wait)
			}
		})
	}
}

func TestNobodyListens(t *testing.T) {
	listener := scripted(t)
	_ = listener.Close()
	a := toOffice(t, &office{listener: listener}, testOptions(nil, &diary{}))
	_, err := a.Send(t.Context(), part("k", "", bot.Say("Hello.")))
	if failure, ok := errors.AsType[*bot.SendError](err); !ok || failure.Reason != bot.Transient || failure.Unsure {
		t.Errorf("Send = %v, want transient", err)
	}
}

// A context that ends while the answer to the message is awaited leaves a doubt;
// before, it leaves none.
func TestAContextThatEnds(t *testing.T) {
	for stage, unsure := range map[string]bool{"MAIL": false, "RCPT": false, "END": true} {
		o := openOffice(t, nil)
		a := toOffice(t, o, testOptions(nil, &diary{}))
		ctx, cancel := context.WithCancel(t.Context())
		release := make(chan struct{})
		o.fail(func(at, _ string) error {
			if at == stage {
				cancel()
				<-release
			}
			return nil
		})
		_, err := a.Send(ctx, part("k", "", bot.Say("Hello.")))
		close(release)
		failure, ok := errors.AsType[*bot.SendError](err)
		if !ok || failure.Unsure != unsure || !errors.Is(err, context.Canceled) {
			t.Errorf("%s: Send = %v, want cancelled, unsure %v", stage, err, unsure)
		}
	}
}

func TestNew(t *testing.T) {
	for _, c := range []struct {
		name, want string
		change     func(*Options)
	}{
		{"no address of a server", "mail.smtp_url", func(o *Options) { o.SMTPURL = secret.New("http://hunter2-password@mail.example") }},
		{"a port that is none", "mail.smtp_url", func(o *Options) { o.SMTPURL = secret.New("smtp://me:hunter2-password@mail.example:mail") }},
		{"nobody to be from", "mail.from", func(o *Options) { o.From = "Soundings" }},
		{"a key that is none", "key", func(o *Options) { o.Key = nil }},
		{"nowhere to lead to", "public_url", func(o *Options) { o.PublicURL = "soundings" }},
	} {
		o := testOptions(nil, &diary{})
		c.change(&o)
		_, err := New(o)
		if err == nil || !strings.Contains(err.Error(), c.want) || strings.Contains(err.Error(), password) {
			t.Errorf("%s: New = %v, want %q", c.name, err, c.want)
		}
	}
	for url, want := range map[string]string{
		"smtp://mail.example": "mail.example:587 mail.example", "smtps://MAIL.example": "MAIL.example:465 mail.example",
		"smtp://[::1]:25": "::1:25 ::1",
	} {
		s, err := newServer(secret.New(url), "soundings.westmere.example")
		if got := fmt.Sprintf("%s:%d %s", s.host, s.port, strings.ToLower(s.host)); err != nil || got != want {
			t.Errorf("newServer(%s) = %s, %v; want %s", url, got, err, want)
		}
	}
	if s, err := newServer(secret.New("smtp://localhost"), "127.0.0.1"); err != nil || s.hello != "[127.0.0.1]" {
		t.Errorf("we call ourselves %q, %v; want an address in brackets", s.hello, err)
	}
}
