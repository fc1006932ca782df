package mail

import (
	"context"
	"errors"
	"sync"
	"testing"

	"github.com/emersion/go-smtp"

	"soundings/adapters/adaptertest"
	"soundings/bot"
	"soundings/internal/secret"
)

// TestSuite runs twice: for those who read the words and for those who see the
// page.
func TestSuite(t *testing.T) {
	for _, form := range []string{"text", "html"} {
		t.Run(form, func(t *testing.T) {
			adaptertest.Run(t, func(t *testing.T, deliver bot.Deliver) *adaptertest.Subject { return subject(t, form, deliver) })
		})
	}
}

func subject(t *testing.T, form string, deliver bot.Deliver) *adaptertest.Subject {
	o := openOffice(t, nil)
	options := testOptions(deliver, &diary{})
	options.SMTPURL = secret.New("smtp://soundings:" + password + "@localhost:2525")
	return &adaptertest.Subject{
		Adapter: toOffice(t, o, options),
		Room:    anasRoom,
		Closed:  bot.Address{Adapter: "mail", Room: "P13"},
		Secrets: []string{password, ana, "tidewell.example", string(options.Key)},
		Read: func(bot.Address) []string {
			var read []string
			for _, l := range o.all() {
				_, text, page := l.message(t)
				if form == "html" {
					text = seen(page)
				}
				read = append(read, text)
			}
			return read
		},
		Break: func(reason bot.Reason) { o.failOnce(reason) },
		Hang: func() func() {
			hang := make(chan struct{})
			o.mu.Lock()
			o.hang = hang
			o.mu.Unlock()
			return sync.OnceFunc(func() {
				o.mu.Lock()
				o.hang = nil
				o.mu.Unlock()
				close(hang)
			})
		},
		Alarms: func() int {
			n := 0
			for _, l := range o.all() {
				head, _, page := l.message(t)
				n += alarms(page) + len(head["Subject"]) - 1
			}
			return n
		},
	}
}

// failOnce lets the next mail fail as servers do for that reason, with the
// address in their words.
func (o *office) failOnce(reason bot.Reason) {
	answers := map[bot.Reason]struct {
		stage string
		err   *smtp.SMTPError
	}{
		bot.Transient: {"RCPT", &smtp.SMTPError{Code: 451, EnhancedCode: smtp.EnhancedCode{4, 7, 1}, Message: "<" + ana + ">: greylisted"}},
		bot.Limited:   {"MAIL", &smtp.SMTPError{Code: 421, EnhancedCode: smtp.EnhancedCode{4, 7, 0}, Message: "too much for " + ana}},
		bot.Denied:    {"RCPT", &smtp.SMTPError{Code: 550, EnhancedCode: smtp.EnhancedCode{5, 7, 1}, Message: "<" + ana + "> wants none of yours"}},
		bot.Rejected:  {"RCPT", &smtp.SMTPError{Code: 550, EnhancedCode: smtp.EnhancedCode{5, 1, 1}, Message: "<" + ana + ">: unknown"}},
	}
	answer := answers[reason]
	o.fail(func(stage, _ string) error {
		if stage != answer.stage {
			return nil
		}
		o.fail(nil)
		return answer.err
	})
}

func TestNobodyToWriteTo(t *testing.T) {
	o := openOffice(t, nil)
	a := toOffice(t, o, testOptions(nil, &diary{}))
	for _, c := range []struct {
		name string
		to   string
		who  string
		want bot.Reason
	}{
		{"somebody who was forgotten", "P99", "", bot.Denied},
		{"no person", "digital-care", "", bot.Denied},
		{"an address that is none", "P13", "", bot.Denied},
		{"for somebody else alone", "P12", "ben@tidewell.example", bot.Denied},
		{"the vault is away", "P66", "", bot.Transient},
	} {
		p := part("k", "", bot.Say("Hello."))
		p.To.Room, p.For = c.to, c.who
		_, err := a.Send(t.Context(), p)
		if failure, ok := errors.AsType[*bot.SendError](err); !ok || failure.Reason != c.want || failure.Unsure {
			t.Errorf("%s: Send = %v, want %s", c.name, err, c.want)
		}
	}
	p := part("k", "", bot.Say("Only you see this."))
	p.For = "Ana@Tidewell.example"
	if _, err := a.Send(t.Context(), p); err != nil {
		t.Errorf("for the one who has the address: %v", err)
	}
	if o.dials != 1 {
		t.Errorf("%d connections, want one: the server need not know of the others", o.dials)
	}
}

func TestRunWaits(t *testing.T) {
	a := toOffice(t, openOffice(t, nil), testOptions(nil, &diary{}))
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := a.Run(ctx); err != nil {
		t.Errorf("Run = %v", err)
	}
}
